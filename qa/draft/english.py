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
_PERSON = re.compile(
    r"(?:person|man|woman|player|writer|author|king|queen|prince|princess|emperor|president|politician|scientist|physicist|chemist|"
    r"biologist|mathematician|philosopher|professor|teacher|singer|composer|musician|painter|artist|poet|actor|actress|director|lawyer|"
    r"engineer|inventor|architect|explorer|general|bishop|pope|saint|founder|leader|son|daughter)s?$"
)
_AFTER_HEAD = re.compile(r",| (?:of|in|for|at|by|from|with|who|that|which|where|whose|born)\b")
# with such a word a name is of a place, a thing or a body of people; those that are surnames as well are left out
_THING = re.compile(
    r"\b(?:Mount|Mountains?|Volcano|Lake|River|Creek|Falls|Bay|Gulf|Sea|Ocean|Strait|Islands?|Peninsula|Valley|Desert|Bridge|"
    r"Tower|Castle|Palace|Cathedral|Canal|Dam|Road|Square|Gardens?|Airport|Station|Railway|"
    r"City|County|Province|State|Republic|Kingdom|Empire|Territory|University|College|School|Academy|Institute|Museum|Library|Hospital|"
    r"Hotel|Theatre|Company|Corporation|Inc|Ltd|Group|Bank|Society|Association|Union|Party|Club|Council|Court|Act|Treaty|War|"
    r"Battle|Revolution|Hurricane|Typhoon|Comet|Cup|League|Report|Project|Program|Programme|[A-Z]*-?\d+)\b"
)
_NO_ONE = re.compile(
    r"^(?:Some|Many|Most|Individual|Initially|With|Though|There|Although|As|If|However)\b|(?:ns|ese|ish|ots)$"
)
# what people do, and hardly anything else
_DONE_BY_PEOPLE = re.compile(
    r"^(?:then |also |first |later )?(?:applied|led|gained|argued|believed|proposed|discovered|invented|designed|studied|graduated|married|"
    r"painted|composed|published|described|translated|founded|established|appointed|ordered|commanded|conquered|defeated|"
    r"invaded|explored|travelled|traveled|emigrated|returned|resigned|retired|died|lived|worked|played|starred|performed|recorded|"
    r"directed|produced|developed|created|introduced|coined|suggested|claimed|declared|announced|promised|refused|decided|wanted|"
    r"tried|attempted|helped|asked|signed|succeeded|ruled|reigned|governed|organised|organized|visited|arrived|joined|buried|detached|"
    r"escaped|murdered|killed|assassinated|attended|earned|received|settled|sailed|walked|measured|calculated|observed|collected)\b"
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
        named = re.match(r"[A-Z][a-z]+ [A-Z]", match["subject"]) and not _THING.search(match["subject"])
        word = "Who" if named and _PERSON.search(_AFTER_HEAD.split(match["what"])[0]) else "What"
        if re.match(r"[A-Z]", match["subject"]):
            yield Proposal(
                "definition",
                f"{word} {match['auxiliary']} {_inside(match['subject'])}?",
                Span(*match.span("what")),
                match["subject"],
            )


def _names(sentence: str) -> Iterator[Proposal]:
    """Who did it, of people alone; what did it, where a word of the name tells a thing; nothing where neither is clear."""
    match = _NAME_DID.match(sentence)
    if match is None or _NO_ONE.search(match["name"]):
        return
    thing = _THING.search(match["name"])
    if bool(thing) == bool(_DONE_BY_PEOPLE.match(match["rest"])):
        return
    which = thing and thing.end() == len(match["name"]) and thing.group().isalpha()
    words = (f"Which {thing.group().lower()}" if which else "What") if thing else "Who"
    yield Proposal("name", f"{words} {match['rest']}?", Span(*match.span("name")), match["name"])


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
