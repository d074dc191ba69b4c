"""The bot: it holds an index open and answers questions from it in the articles' own words."""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.errors import YuanwenError
from corpus.records import Article
from index.encoders import BUNDLED, load
from index.encoders.base import Encoder
from index.fusion import Fusion
from index.lexicon import Lexicon
from index.library import Library
from index.reader import Reader
from index.search import Searcher
from index.snapshot import Snapshot, present_state
from qa.calibrate import store
from qa.compose import compose
from qa.decide import Calibration
from qa.errors import CalibrationDamaged, CalibrationUnfit
from qa.inside import inside
from qa.question import clean, clean_history, without_tags
from qa.records import Answer, Kind
from qa.resolve import Resolved, Resolver
from qa.retrieve import Evidence
from qa.several import questions_in
from qa.small_talk import reply, small_talk, without_greeting

#: Called with a notice that a person should see, such as damaged search files that were made anew.
Notify = Callable[[YuanwenError], None]


class Bot:
    """Answers from one index file. Safe to call from several threads; moves to a new generation by itself."""

    def __init__(
        self,
        index: Path,
        encoder: str | Encoder | None = None,
        notify: Notify = lambda _notice: None,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Open an index with the encoder it was built with, or refuse when another one is asked for, by name or in person.

        A calibration of the index itself counts before `calibration`, the one that ships when left out; `fusion` counts before both.

        Raises IndexMissing, NotAnIndex, IndexTooNew, IndexDamaged, EncoderMismatch, SegmenterMismatch, ModelMissing.
        """
        self.index = index
        named = encoder or encoder_of(index)
        self.encoder: Encoder = load(named) if isinstance(named, str) else named
        self._notify = notify
        self._lexicon = Lexicon()
        self.reader = reader or Reader()
        self._shipped = calibration or Calibration.load()
        self._fusion = fusion
        self._lock = threading.RLock()
        self._open()

    def ask(self, question: str, history: Sequence[str] = (), articles: Collection[str] | None = None) -> Answer:
        """Answer a question; `history` holds earlier questions, oldest first. Raises QuestionEmpty, QuestionTooLong.

        With `articles`, from these only; names that are no article's are passed over.
        """
        return self.examine(question, history, articles)[0]

    def examine(
        self, question: str, history: Sequence[str] = (), articles: Collection[str] | None = None
    ) -> tuple[Answer, Evidence]:
        """As `ask`, with the evidence that the answer was made from."""
        started = time.monotonic()
        cleaned, earlier = without_greeting(without_tags(clean(question))), _asked(history)
        with self._lock:
            self._refresh()
            asked = self._resolved(cleaned, earlier, self._resolver.within(_few(articles)))
            made = compose(self._searcher, asked)
            generation = self._snapshot.generation
            talk = small_talk(cleaned)
            said = self._said(cleaned, talk, articles) if talk else made.text
        surest = max((resolved.chosen for _, resolved in asked), key=lambda one: one.probability)
        told = [part for part in made.parts if part.answered] or made.parts
        answer = Answer(
            question=question,
            kind=Kind.TALK if talk else made.kind,
            probability=0.0 if talk else told[0].probability,
            text=said,
            quotes=() if talk else made.quotes,
            nearest=() if talk else made.nearest,
            searched=cleaned if talk else " ".join(part.searched for part in made.parts),
            generation=generation,
            encoder=self.encoder.name,
            seconds=time.monotonic() - started,
            parts=() if talk else made.parts,
            features=surest.features,
        )
        return answer, surest.evidence

    def search(
        self, question: str, k: int = 10, history: Sequence[str] = (), articles: Collection[str] | None = None
    ) -> list[dict[str, Any]]:
        """The k best passages, as `search --json` shows them; of `articles` only, if given. Raises what `ask` does."""
        cleaned, earlier = without_tags(clean(question)), _asked(history)
        with self._lock:
            self._refresh()
            evidence = self._resolver.within(_few(articles)).resolve(cleaned, earlier).chosen.evidence
            hits = self._searcher.search(evidence.query, k, within=_few(articles))
            articles = {hit.passage.article: self.article(hit.passage.article) for hit in hits}
        return [
            {
                "article": hit.passage.article,
                "title": articles[hit.passage.article].title,
                "source": articles[hit.passage.article].source,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.text,
                "score": round(hit.score, 6),
                "legs": {leg: round(score, 6) for leg, score in sorted(hit.legs.items())},
            }
            for hit in hits
        ]

    @property
    def searcher(self) -> Searcher:
        """What searches the generation that answers now."""
        with self._lock:
            self._refresh()
            return self._searcher

    @property
    def library(self) -> Library:
        """The library at the generation that answers now."""
        with self._lock:
            self._refresh()
            return self._snapshot.library

    def article(self, article_id: str) -> Article:
        """An article of the present generation. Raises KeyError, IndexDamaged."""
        with self._lock:
            return self.library.article(article_id)

    def warm(self) -> None:
        """Load now what the first questions would wait for, a second or two over many articles."""
        with self._lock, suppress(YuanwenError):  # the question that meets the trouble tells it
            self._refresh()
            self._resolver.warm()

    def close(self) -> None:
        """Let the index go."""
        self._snapshot.close()

    def _said(self, message: str, talk: str, articles: Collection[str] | None) -> str:
        """The reply to small talk; to a question about the articles as things, with what is inside."""
        told = [reply(message, talk)]
        if talk == "articles":
            told.append(inside(message, self._snapshot.library, articles))
        return "\n".join(told)

    @staticmethod
    def _resolved(message: str, history: Sequence[str], resolver: Resolver) -> list[tuple[str, Resolved]]:
        """Each question of a message with how it was resolved; what asks several things in vain is asked as a whole."""
        parts = questions_in(message)
        found = [(part, resolver.resolve(part, [*history, *parts[:place]])) for place, part in enumerate(parts)]
        if len(parts) > 1 and not any(resolved.chosen.decision.answered for _, resolved in found):
            return [(message, resolver.resolve(message, history))]
        return found

    def _open(self) -> None:
        self._snapshot = Snapshot.open(self.index, self.encoder, self._notify)
        library = self._snapshot.library
        self._state = library.generation, library.setting(store.KEY)
        self.calibration, fusion = self._shipped, Fusion.of(self.encoder.name)
        if row := self._own_calibration(library):
            self.calibration, fusion = store.calibration_of(row, self._shipped), store.fusion_of(row, fusion)
        self._searcher = Searcher(library, self._snapshot.store, self.encoder, self._lexicon, self._fusion or fusion)
        self._resolver = Resolver(self._searcher, self.reader, self.calibration.with_encoder(self.encoder.fingerprint))

    def _own_calibration(self, library: Library) -> dict[str, Any] | None:
        """The calibration of the index itself, if it has one that fits."""
        try:
            rows = store.stored(library)
        except CalibrationDamaged as error:
            self._notify(error)
            return None
        if not rows:
            return None
        if (rows[-1]["encoder"], rows[-1]["reader"]) != (self.encoder.fingerprint, self.reader.fingerprint):
            self._notify(CalibrationUnfit(path=self.index))
            return None
        return rows[-1]

    def _refresh(self) -> None:
        """Move to the newest generation and calibration; while the file is being replaced the present ones go on answering."""
        try:
            newest = present_state(self.index, (store.KEY,))
        except YuanwenError:
            return
        if newest != self._state:
            old = self._snapshot
            self._open()
            old.close()


def _asked(history: Sequence[str]) -> list[str]:
    """The earlier questions; thanks and greetings are nothing to follow on."""
    return [one for one in map(without_tags, clean_history(history)) if not small_talk(one)]


def _few(articles: Collection[str] | None) -> frozenset[str] | None:
    return None if articles is None else frozenset(articles)


def encoder_of(index: Path) -> str:
    """The name of the encoder that an index was built with. Raises what `Library.read` does."""
    library = Library.read(index)
    try:
        return library.setting("encoder") or BUNDLED
    finally:
        library.close()
