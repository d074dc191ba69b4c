"""Why a quote was, or was not, taken for an answer: as data, and in plain words."""

from corpus.words import is_word
from index.lexicon import CHINESE_FUNCTION_WORDS
from index.search import Searcher
from qa.decide import probability_of
from qa.marks import marks
from qa.matches import WordMatch, word_matches
from qa.records import Matched, Reasons, Tried
from qa.resolve import Resolved


def reasons(searcher: Searcher, resolved: Resolved) -> Reasons:
    """The reasons behind the reading that was chosen."""
    chosen = resolved.chosen
    evidence, decision = chosen.evidence, chosen.decision
    first = evidence.sentences[0] if evidence.sentences else None
    matches = word_matches(searcher, evidence.query, evidence.cross, first.hit.passage) if first else []
    read = first.answers if first else None
    return Reasons(
        words=tuple(_matched(match, first.hit.text) for match in matches) if first else (),
        legs=dict(first.hit.legs) if first else {},
        reader=None if read is None else probability_of(read),
        weights={"start": decision.bias, **decision.adds},
        probability=decision.probability,
        threshold=decision.threshold,
        tried=tuple(Tried(one.understood, str(one.way), one.probability) for one in resolved.tried),
    )


def _matched(match: WordMatch, passage: str) -> Matched:
    """A word of the question beside the passage's words; where its very characters stand there the segmenter cut them otherwise."""
    if match.found:
        return Matched(match.asked, match.found)
    bare = match.asked if is_word(match.asked) else match.asked.strip(_FUNCTION_CHARACTERS)
    here = next((word for word in (match.asked, bare) if marks(passage, [word])), None)
    return Matched(here, (here,)) if here else Matched(match.asked, ())


_FUNCTION_CHARACTERS = "".join(word for word in CHINESE_FUNCTION_WORDS if len(word) == 1)
_WORDS = {
    "zh": {
        "enough": "首条引用有 {probability:.0%} 的可能答对了问题，达到 {threshold:.0%} 就作为回答。",
        "too little": "首条引用只有 {probability:.0%} 的可能答对问题，要达到 {threshold:.0%} 才作为回答。",
        "tried": "问题的读法：",
        "one": "{text}（{way}，{probability:.0%}）",
        "and": "；",
        "typed": "原样",
        "corrected": "改正错字",
        "follow-up": "接上文",
        "found": "段落里有：",
        "lacks": "段落里没有：",
        "legs": "检索：词语吻合 {lexical:.0%}，含义接近 {dense:.2f}，最近一句 {dense_sentence:.2f}",
        "reader": "阅读：这一段回答了问题的把握 {reader:.0%}",
        "unread": "阅读：没有读到这一段",
        "for": "支持：",
        "against": "反对：",
    },
    "en": {
        "enough": "The first quote is right with a probability of {probability:.0%}, and {threshold:.0%} is enough to show it.",
        "too little": "A first quote would be right with a probability of {probability:.0%} only, and it takes {threshold:.0%} to show one.",
        "tried": "The question was read as: ",
        "one": "{text} ({way}, {probability:.0%})",
        "and": "; ",
        "typed": "as typed",
        "corrected": "spelling put right",
        "follow-up": "after what was asked before",
        "found": "The passage has: ",
        "lacks": "The passage lacks: ",
        "legs": "Search: words match {lexical:.0%}, nearness in meaning {dense:.2f}, nearest sentence {dense_sentence:.2f}",
        "reader": "Reading: sure by {reader:.0%} that the passage answers",
        "unread": "Reading: this passage was not read",
        "for": "For it: ",
        "against": "Against it: ",
    },
}
_FEATURES = {
    "zh": {
        "sentence_lexical": "句子与问题用词的重合",
        "sentence_dense": "句子与问题含义的接近程度",
        "margin": "领先别的段落的程度",
        "coverage": "段落包含问题用词的多少",
        "missing_names": "缺少问题里的名称或数字",
        "missing_number": "问的是数量，句子里没有数",
        "reader_passage": "阅读器认为段落回答了问题",
        "reader_exact": "阅读器找到确切的词句",
        "missing_rarest": "问题里关键的词段落里没有近似的",
        "missing_entities": "缺少问题里的人名、地名或机构名",
        "gap": "领先别的句子的程度",
        "agreement": "检索与阅读选中同一段",
        "agrees": "补全后的问题也找到这一句",
        "differs": "补全后的问题没有找到这一句",
        "repeats": "还是上一个回答的那一句",
    },
    "en": {
        "sentence_lexical": "words shared with the sentence",
        "sentence_dense": "nearness in meaning",
        "margin": "lead over other passages",
        "coverage": "words shared with the passage",
        "missing_names": "names or numbers of the question are missing",
        "missing_number": "a number is asked for and the sentence has none",
        "reader_passage": "the reader finds that the passage answers",
        "reader_exact": "the reader finds exact words that answer",
        "missing_rarest": "a telling word of the question is nowhere near",
        "missing_entities": "people, places or organisations of the question are missing",
        "gap": "lead over other sentences",
        "agreement": "search and reading chose the same passage",
        "agrees": "the question put in full finds the same sentence",
        "differs": "the question put in full does not find this sentence",
        "repeats": "it is the sentence of the last answer again",
    },
}
# What these speak when they speak against an answer; the others speak for or against alone, or only say how much.
_DOUBTS = {
    "zh": {"reader_passage": "阅读器怀疑段落没有回答问题", "reader_exact": "阅读器没有把握找到确切的词句"},
    "en": {
        "reader_passage": "the reader doubts that the passage answers",
        "reader_exact": "the reader doubts that any words answer exactly",
    },
}
_WORTH_SAYING = 0.1  # log odds


def in_words(found: Reasons, language: str) -> list[str]:
    """The reasons as a few lines in one of our languages, `zh` or `en`: how sure the decision is, then what it was made from."""
    words, comma = _WORDS[language], "、" if language == "zh" else ", "
    decided = words["enough" if found.probability >= found.threshold else "too little"]
    lines = [decided.format(probability=found.probability, threshold=found.threshold)]
    if len(found.tried) > 1:
        tried = (
            words["one"].format(text=one.text, way=words[one.way], probability=one.probability) for one in found.tried
        )
        lines.append(words["tried"] + words["and"].join(tried))
    met = [_pair(one) for one in found.words if one.found]
    missing = [one.asked for one in found.words if not one.found]
    lines += [words[key] + comma.join(part) for key, part in (("found", met), ("lacks", missing)) if part]
    if found.legs:
        lexical = max(found.legs.get("lexical", 0.0), found.legs.get("lexicon", 0.0))
        dense = {name: found.legs.get(name, 0.0) for name in ("dense", "dense_sentence")}
        lines.append(words["legs"].format(lexical=min(lexical, 1.0), **dense))
    lines.append(words["unread"] if found.reader is None else words["reader"].format(reader=found.reader))
    features = _FEATURES[language]
    for key, sign, named in (("for", 1, features), ("against", -1, features | _DOUBTS[language])):
        adds = sorted(found.weights.items(), key=lambda pair: -sign * pair[1])
        told = [f"{named[name]} {add:+.1f}" for name, add in adds if sign * add > _WORTH_SAYING and name in named]
        if told:
            lines.append(words[key] + comma.join(told))
    return lines


def _pair(one: Matched) -> str:
    return one.asked if one.asked in one.found else f"{one.asked} → {'/'.join(one.found[:2])}"
