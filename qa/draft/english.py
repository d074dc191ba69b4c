"""Questions about an English sentence, by patterns that need no grammar beyond auxiliary verbs.

A question word takes the place of a subject; an auxiliary changes places with it; there is no other way without a parser.
"""

import re
from collections.abc import Iterator

from corpus.records import Span
from qa.draft.records import Proposal

_AUXILIARY = "is|are|was|were|has been|have been|can|could|will|would|must"
_ABOUT = "(?:about |over |almost |nearly |more than )?"
_MANY = r"(?P<number>[\d,.]*\d(?: million| billion)?)"
_END = r"(?P<end>[.]?)$"
_SUBJECT = r"(?P<subject>(?:The |A |An |His |Her |Its |Their )?(?:[\w'’.-]+ ){0,6}?[\w'’.-]+)"
_SAID = re.compile(rf"^{_SUBJECT} (?P<auxiliary>{_AUXILIARY}) (?P<rest>[^.]+?){_END}")
_IN_YEAR = re.compile(r",? (?:in|In) (?P<year>(?:1[0-9]|20)\d{2})(?= |,|$)")
_THERE = re.compile(rf"^There (?P<auxiliary>are|were) {_ABOUT}{_MANY} (?P<rest>[^.,;]+)")
_HAS = re.compile(rf"^{_SUBJECT} (?P<verb>has|have|had) {_ABOUT}{_MANY} (?P<noun>[a-z][\w-]*s)\b")
_BECAUSE = re.compile(rf"^(?P<before>.+?),? because (?P<reason>(?!of)[^.;]+?){_END}")
_IS_A = re.compile(rf"^{_SUBJECT} (?P<auxiliary>is|was|are|were) (?P<what>(?:the|a|an|one of) [^.;]+?){_END}")
_NO_NAME = "(?!(?:The|A|An|In|On|At|After|Before|By|When|While|Since|For|From) )"
_NAME = r"(?P<name>[A-Z][\w'’-]+(?: (?:[A-Z][\w'’.-]*|of|de|van|von|the))* ?[A-Z][\w'’-]+)"
_NAME_DID = re.compile(rf"^{_NO_NAME}{_NAME} (?P<rest>(?:then |also |first |later )?[a-z]+ed [^.;]+?){_END}")
_OF_A_PERSON = re.compile(
    r"\b(?:who|born|player|writer|king|queen|politician|scientist|professor|singer|actor|actress|poet)\b"
)
_POINTING = re.compile(
    r"\b(?:it|its|he|him|his|she|her|they|them|their|this|that|these|those|we|our|us|i|my|you|your|there|here|latter|former|such)\b",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 4, 28  # words of a question


def propose(sentence: str) -> list[Proposal]:
    """Questions that this sentence answers."""
    if not sentence.endswith(".") or not re.match(r"[A-Z\d]", sentence):
        return []
    found = [*_years(sentence), *_counts(sentence), *_reasons(sentence), *_definitions(sentence), *_names(sentence)]
    return [one for one in found if _sound(one, sentence)]


def _years(sentence: str) -> Iterator[Proposal]:
    year, said = _IN_YEAR.search(sentence), _SAID.match(sentence)
    if not year or not said or len(_IN_YEAR.findall(sentence)) > 1:
        return
    rest = _IN_YEAR.sub("", f" {said['rest']}").strip()
    if said.start("rest") <= year.start() + 1 and re.match(r"[a-z]", rest):
        span = Span(*year.span("year"))
        yield Proposal(
            "date", f"In which year {said['auxiliary']} {_inside(said['subject'])} {rest}?", span, said["subject"]
        )


def _counts(sentence: str) -> Iterator[Proposal]:
    if match := _THERE.match(sentence):
        yield Proposal("number", f"How many {match['rest']} {match['auxiliary']} there?", Span(*match.span("number")))
    if match := _HAS.match(sentence):
        do = {"has": "does", "have": "do", "had": "did"}[match["verb"]]
        question = f"How many {match['noun']} {do} {_inside(match['subject'])} have?"
        yield Proposal("number", question, Span(*match.span("number")), match["subject"])


def _reasons(sentence: str) -> Iterator[Proposal]:
    because = _BECAUSE.match(sentence)
    said = because and _SAID.match(because["before"] + ".")
    if because and said and not _POINTING.search(because["reason"][:12]):
        question = f"Why {said['auxiliary'].split()[0]} {_inside(said['subject'])} {said['rest']}?"
        yield Proposal("reason", question, Span(*because.span("reason")), said["subject"])


def _definitions(sentence: str) -> Iterator[Proposal]:
    if match := _IS_A.match(sentence):
        person = re.match(r"[A-Z][a-z]+ [A-Z]", match["subject"]) and _OF_A_PERSON.search(match["what"])
        word = "Who" if person else "What"
        if re.match(r"[A-Z]", match["subject"]):
            yield Proposal(
                "definition",
                f"{word} {match['auxiliary']} {_inside(match['subject'])}?",
                Span(*match.span("what")),
                match["subject"],
            )


def _names(sentence: str) -> Iterator[Proposal]:
    if match := _NAME_DID.match(sentence):
        yield Proposal("name", f"Who {match['rest']}?", Span(*match.span("name")), match["name"])


def _inside(subject: str) -> str:
    """A subject as it stands inside a sentence: its article with a small letter."""
    return re.sub(r"^(?:The|A|An|His|Her|Its|Their)\b", lambda found: found.group().lower(), subject)


def _sound(proposal: Proposal, sentence: str) -> bool:
    question, answer = proposal.question, proposal.answer
    if answer is None or _POINTING.search(question.replace("are there?", "").replace("were there?", "")):
        return False
    if question.count("(") != question.count(")") or question.count('"') % 2 or re.search(r"[,;:]$| ,", question):
        return False
    said = sentence[answer.start : answer.end]
    return _SHORTEST <= len(question.split()) <= _LONGEST and bool(said) and said not in question
