"""The bot: it holds an index open and answers questions from it in the articles' own words."""

import threading
import time
from collections.abc import Callable, Sequence
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
from qa import quote
from qa.calibrate import store
from qa.decide import Calibration
from qa.errors import CalibrationDamaged, CalibrationUnfit
from qa.features import features
from qa.followup import readings
from qa.phrases import not_answered
from qa.question import clean, clean_history
from qa.records import Answer
from qa.retrieve import Evidence, retrieve

#: Called with a notice that a person should see, such as damaged search files that were made anew.
Notify = Callable[[YuanwenError], None]


class Bot:
    """Answers from one index file. Safe to call from several threads; moves to a new generation by itself."""

    def __init__(
        self,
        index: Path,
        encoder: str | None = None,
        notify: Notify = lambda _notice: None,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        """Open an index with the encoder it was built with, or refuse when another one is asked for.

        A calibration of the index itself counts before `calibration`, the one that ships when left out; `fusion` counts before both.

        Raises IndexMissing, NotAnIndex, IndexTooNew, IndexDamaged, EncoderMismatch, SegmenterMismatch, ModelMissing.
        """
        self.index = index
        self.encoder: Encoder = load(encoder or encoder_of(index))
        self._notify = notify
        self._lexicon = Lexicon()
        self.reader = Reader()
        self._shipped = calibration or Calibration.load()
        self._fusion = fusion
        self._lock = threading.RLock()
        self._open()

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question; `history` holds earlier questions, oldest first. Raises QuestionEmpty, QuestionTooLong."""
        return self.examine(question, history)[0]

    def examine(self, question: str, history: Sequence[str] = ()) -> tuple[Answer, Evidence]:
        """As `ask`, with the evidence that the answer was made from."""
        started = time.monotonic()
        cleaned, earlier = clean(question), clean_history(history)
        with self._lock:
            self._refresh()
            evidence, found, probability, answered = self._best_reading(readings(cleaned, earlier))
            articles = self._articles(evidence)
            words = [
                *evidence.query.words,
                *(w for groups in evidence.query.translated.values() for g in groups for w in g),
            ]
            shown = quote.quotes(evidence.sentences, articles, words) if answered else []
            near = [] if answered else quote.nearest(evidence.hits, articles, words)
            answer = Answer(
                question=question,
                answered=answered,
                probability=probability,
                text="\n".join(one.text for one in shown) or not_answered(cleaned),
                quotes=tuple(shown),
                nearest=tuple(near),
                searched=evidence.query.text,
                generation=self._snapshot.generation,
                encoder=self.encoder.name,
                seconds=time.monotonic() - started,
                features=found,
            )
        return answer, evidence

    def search(self, question: str, k: int = 10, history: Sequence[str] = ()) -> list[dict[str, Any]]:
        """The k best passages, as `search --json` shows them. Raises QuestionEmpty, QuestionTooLong."""
        cleaned, earlier = clean(question), clean_history(history)
        with self._lock:
            self._refresh()
            evidence, _, _, _ = self._best_reading(readings(cleaned, earlier))
            hits = self._searcher.search(evidence.query, k)
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

    def close(self) -> None:
        """Let the index go."""
        self._snapshot.close()

    def _best_reading(self, questions: list[str]) -> tuple[Evidence, dict[str, float], float, bool]:
        """The reading whose evidence is strongest; the question as it stands when they are equal."""
        best = None
        for question in questions:
            evidence = retrieve(self._searcher, self.reader, question)
            found = features(self._searcher, evidence)
            probability, answered = self.calibration.decide(
                found, evidence.query.language, evidence.cross, self.encoder.fingerprint
            )
            if best is None or probability > best[2]:
                best = (evidence, found, probability, answered)
        if best is None:
            raise AssertionError("there is always one reading")
        return best

    def _articles(self, evidence: Evidence) -> dict[str, Article]:
        return {name: self._searcher.article(name) for name in {hit.passage.article for hit in evidence.hits}}

    def _open(self) -> None:
        self._snapshot = Snapshot.open(self.index, self.encoder, self._notify)
        library = self._snapshot.library
        self._state = library.generation, library.setting(store.KEY)
        self.calibration, fusion = self._shipped, Fusion.of(self.encoder.name)
        if row := self._own_calibration(library):
            self.calibration, fusion = store.calibration_of(row, self._shipped), store.fusion_of(row, fusion)
        self._searcher = Searcher(library, self._snapshot.store, self.encoder, self._lexicon, self._fusion or fusion)

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


def encoder_of(index: Path) -> str:
    """The name of the encoder that an index was built with. Raises what `Library.read` does."""
    library = Library.read(index)
    try:
        return library.setting("encoder") or BUNDLED
    finally:
        library.close()
