"""From articles to drafted test questions: templates over every sentence, near misses beside them, each looked at by a person."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import NamedTuple, TypeVar

from corpus.language import detect
from index.library import Library
from index.search import base_language
from qa.draft import chinese, english
from qa.draft.clauses import clauses
from qa.draft.near_misses import not_given, swapped, swapped_years
from qa.draft.records import Proposal
from qa.evaluate.accepted import Accepted, Place
from qa.evaluate.testset import DRAFT, Case
from qa.expect import content_words

_FREQUENT = 3  # clauses about one subject that make it what an article speaks of
_SHARED = 0.6  # of a question's words, in a sentence that also answers it
_SUBJECTS = 4  # that are asked for what the articles do not give


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """At most `most` questions that the articles answer, taken in turn from every article and kind; and for each of them at most
    `near_misses` that they do not answer.
    """

    most: int = 60
    near_misses: float = 0.5


class Part(NamedTuple):
    """A sentence or passage of an article, and where it begins."""

    article: str
    language: str
    start: int
    text: str


_T = TypeVar("_T")


class Found(NamedTuple):
    """A proposal and the text it is about."""

    part: Part
    proposal: Proposal


def draft(library: Library, options: DraftOptions | None = None) -> list[Case]:
    """Test questions about the articles of an index, as drafts. Chinese and English articles have templates."""
    options = options or DraftOptions()
    sentences = list(_sentences(library))
    found = _distinct(_proposals(sentences))
    chosen = _in_turn(found, lambda one: one.part.article, lambda one: one.proposal.kind)[: options.most]
    texts = list(library.texts().values())
    subjects = [
        name for name, _ in Counter(one.proposal.subject for one in found if one.proposal.subject).most_common()
    ]
    near = [
        *swapped((one.proposal for one in chosen), texts),
        *swapped_years(((one.proposal, one.part.text) for one in chosen), texts),
        *not_given(subjects[:_SUBJECTS], texts),
    ]
    asked = {one.proposal.question for one in found}
    near = [one for one in {one.question: one for one in near}.values() if one.question not in asked]
    missed = _in_turn(near, lambda _: "", lambda one: one.kind)[: round(options.near_misses * len(chosen))]
    return cases_of(chosen, sentences) + [_near_miss(one) for one in missed]


def cases_of(found: Sequence[Found], parts: Sequence[Part]) -> list[Case]:
    """Drafts of what was found; answers are exact ranges, in every part that answers the question with them."""
    return [_case(one, parts) for one in found]


def _sentences(library: Library) -> Iterator[Part]:
    for name in library.article_ids():
        article = library.article(name)
        for passage in library.passages_of(name):
            for start, end in passage.sentences:
                yield Part(name, article.language, start, article.text[start:end])


def _proposals(sentences: Sequence[Part]) -> Iterator[Found]:
    by_article: dict[str, list[Part]] = defaultdict(list)
    for one in sentences:
        by_article[one.article].append(one)
    for part in by_article.values():
        language = base_language(part[0].language)
        if language == "zh":
            who = _speaker(part)
            yield from (Found(one, proposal) for one in part for proposal in chinese.propose(one.text, who))
        elif language == "en":
            yield from (Found(one, proposal) for one in part for proposal in english.propose(one.text))


def _speaker(sentences: Sequence[Part]) -> str:
    """Who an article's “we” is: what it speaks of most, when that is often."""
    if not any("我们" in one.text for one in sentences):
        return ""
    subjects = Counter(clause.subject for one in sentences for clause in clauses(one.text) if clause.own)
    return next((name for name, count in subjects.most_common(1) if count >= _FREQUENT), "")


def _distinct(found: Iterable[Found]) -> list[Found]:
    """Each question once, and each answer once of a kind: articles say things twice."""
    questions: dict[str, Found] = {}
    answers: set[tuple[str, str]] = set()
    for one in found:
        key = (one.proposal.kind, _answer(one))
        if one.proposal.question not in questions and key not in answers:
            questions[one.proposal.question] = one
            answers.add(key)
    return list(questions.values())


def _answer(one: Found) -> str:
    span = one.proposal.answer
    return one.part.text[span.start : span.end] if span else ""


def _in_turn(found: Sequence[_T], *keys: Callable[[_T], str]) -> list[_T]:
    """In turn from every group of the first key, and within it from every group of the next."""
    if not keys:
        return list(found)
    groups: dict[str, list[_T]] = defaultdict(list)
    for one in found:
        groups[keys[0](one)].append(one)
    turns = zip_longest(*(_in_turn(group, *keys[1:]) for group in groups.values()))
    return [one for one in chain.from_iterable(turns) if one is not None]


def _case(one: Found, parts: Sequence[Part]) -> Case:
    proposal, text = one.proposal, _answer(one)
    wanted = set(content_words(proposal.question))
    places = [_place(one.part, one.part.text.index(text, proposal.answer.start if proposal.answer else 0), text)]
    for other in parts:
        also = other != one.part and text in other.text
        if also and len(wanted & set(content_words(other.text))) >= _SHARED * len(wanted):
            places.append(_place(other, other.text.index(text), text))
    return Case(
        id=_id(proposal.question),
        question=proposal.question,
        history=(),
        lang=one.part.language,
        answerable=True,
        answers=tuple(Accepted(text, place) for place in places),
        tags=(proposal.kind,),
        review=DRAFT,
        note=one.part.text,
    )


def _near_miss(one: Proposal) -> Case:
    name, language = _id(one.question), detect(one.question)
    return Case(
        name, one.question, (), language, answerable=False, answers=(), tags=("near-miss", one.kind), review=DRAFT
    )


def _place(part: Part, start: int, text: str) -> Place:
    return Place(part.article, part.start + start, part.start + start + len(text))


def _id(question: str) -> str:
    return f"draft-{hashlib.sha256(question.encode()).hexdigest()[:10]}"
