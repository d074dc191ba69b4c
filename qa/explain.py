"""Why a quote was, or was not, taken for an answer: as data, and in plain words."""

import math

from index.search import Searcher
from qa.matches import word_matches
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
        words=tuple(Matched(match.asked, match.found) for match in matches),
        legs=dict(first.hit.legs) if first else {},
        reader=None if read is None else 1 / (1 + math.exp(-max(-40.0, min(40.0, read)))),
        weights={"start": decision.bias, **decision.adds},
        probability=decision.probability,
        threshold=decision.threshold,
        tried=tuple(Tried(one.understood, str(one.way), one.probability) for one in resolved.tried),
    )


_WORDS = {
    "zh": {
        "tried": "问题的读法：",
        "one": "{text}（{way}，{probability:.0%}）",
        "and": "；",
        "typed": "原样",
        "corrected": "改正错字",
        "follow-up": "接上文",
        "found": "段落里有：",
        "lacks": "段落里没有：",
        "legs": "检索：词语吻合 {lexical:.0%}，含义相近 {dense:.2f}，最近一句 {dense_sentence:.2f}",
        "reader": "阅读：这一段回答了问题的把握 {reader:.0%}",
        "unread": "阅读：没有读到这一段",
        "decision": "判断：首条引用答对的概率 {probability:.0%}，达到 {threshold:.0%} 才作为回答",
        "for": "支持：",
        "against": "反对：",
    },
    "en": {
        "tried": "The question was read as: ",
        "one": "{text} ({way}, {probability:.0%})",
        "and": "; ",
        "typed": "as typed",
        "corrected": "spelling put right",
        "follow-up": "after what was asked before",
        "found": "The passage has: ",
        "lacks": "The passage lacks: ",
        "legs": "Search: words match {lexical:.0%}, meaning {dense:.2f}, nearest sentence {dense_sentence:.2f}",
        "reader": "Reading: sure by {reader:.0%} that the passage answers",
        "unread": "Reading: this passage was not read",
        "decision": "Decision: the first quote is right with a probability of {probability:.0%}; from {threshold:.0%} on it is shown",
        "for": "For it: ",
        "against": "Against it: ",
    },
}
_FEATURES = {
    "zh": {
        "sentence_lexical": "句子里有问题的词",
        "sentence_dense": "句子与问题含义相近",
        "margin": "明显好于别的段落",
        "coverage": "问题的词段落里大多有",
        "missing_names": "缺少问题里的名称或数字",
        "missing_number": "问的是数量，句子里没有数",
        "reader_passage": "阅读器认为段落回答了问题",
        "reader_exact": "阅读器找到确切的词句",
        "missing_rarest": "问题里关键的词段落里没有近似的",
        "missing_entities": "缺少问题里的人名、地名或机构名",
        "gap": "明显好于别的句子",
        "agreement": "检索与阅读选中同一段",
        "agrees": "补全后的问题也找到这一句",
        "differs": "补全后的问题没有找到这一句",
        "repeats": "还是上一个回答的那一句",
    },
    "en": {
        "sentence_lexical": "the sentence has the question's words",
        "sentence_dense": "the sentence means much the same",
        "margin": "clearly better than other passages",
        "coverage": "the passage has most of the question's words",
        "missing_names": "names or numbers of the question are missing",
        "missing_number": "a number is asked for and the sentence has none",
        "reader_passage": "the reader finds that the passage answers",
        "reader_exact": "the reader finds exact words that answer",
        "missing_rarest": "a telling word of the question is nowhere near",
        "missing_entities": "people, places or organisations of the question are missing",
        "gap": "clearly better than other sentences",
        "agreement": "search and reading chose the same passage",
        "agrees": "the question put in full finds the same sentence",
        "differs": "the question put in full does not find this sentence",
        "repeats": "it is the sentence of the last answer again",
    },
}
_WORTH_SAYING = 0.1  # log odds


def in_words(found: Reasons, language: str) -> list[str]:
    """The reasons as a few lines in one of our languages, `zh` or `en`."""
    words, comma = _WORDS[language], "、" if language == "zh" else ", "
    lines = []
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
    for key, sign in (("for", 1), ("against", -1)):
        adds = sorted(found.weights.items(), key=lambda pair: -sign * pair[1])
        named = _FEATURES[language]
        told = [f"{named[name]} {add:+.1f}" for name, add in adds if sign * add > _WORTH_SAYING and name in named]
        if told:
            lines.append(words[key] + comma.join(told))
    lines.append(words["decision"].format(probability=found.probability, threshold=found.threshold))
    return lines


def _pair(one: Matched) -> str:
    return one.asked if one.asked in one.found else f"{one.asked} → {'/'.join(one.found[:2])}"
