"""Which language a text is in, by its script and its commonest words. No model; made for questions of a few words."""

import re
from collections import Counter
from functools import cache

import opencc

_SAMPLE = 4_000  # characters looked at
_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]"),
    "ko": re.compile(r"[ᄀ-ᇿ㄰-㆏\uac00-\ud7a3]"),
    "han": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "ar": re.compile(r"[؀-ۿ]"),
    "he": re.compile(r"[֐-׿]"),
    "el": re.compile(r"[Ͱ-Ͽ]"),
    "th": re.compile(r"[฀-๿]"),
    "hi": re.compile(r"[ऀ-ॿ]"),
    "latin": re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]"),
}
# A Latin letter says less than a Han character: 算力 beside "All Intelligence" is still Chinese.
_LETTERS_A_CHARACTER = {"latin": 4, "cyrillic": 3}

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": "the of and to in is was for that on with as are by it what which who how when where why did does do has have "
    "be this from at an i you many much not can about tell me",
    "es": "el la los las de del que y en un una es por con para se su al lo como más qué cuál cuáles cuántos cuántas "
    "cuándo dónde quién cómo fue son está ha sus",
    "fr": "le la les des du de et en un une est que qui dans pour pas sur au aux avec ce il elle par plus quel quelle "
    "quels quelles combien où quand comment pourquoi sont été a ses",
    "de": "der die das und in den von zu mit ist des im für auf dem nicht eine ein sich als auch wie was wer wann wo "
    "warum welche welcher welches wieviele viele hat wurde sind",
    "pt": "o os as de do da dos das que e em um uma é para com não por no na se mais como qual quais quantos quantas "
    "quando onde quem são foi seus",
    "it": "il lo gli le di che e un una è per con non si da in del della dei come più quale quali quanti quante quando "
    "dove chi perché sono stato sua nel",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om hoe wat wie wanneer waar waarom welke hoeveel",
    "id": "yang dan di dari untuk dengan ini itu pada adalah apa siapa kapan mana berapa bagaimana mengapa tidak ke",
    "vi": "và của là có cho không trong được với những các một gì ai khi nào đâu bao nhiêu như thế tại sao",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")


def detect(text: str) -> str:
    """The ISO 639-1 code of a text's language, `zh-Hant` for Traditional Chinese, `und` when there are no letters.

    >>> detect("华为提出了 All Intelligence 战略"), detect("What is it?"), detect("華為的戰略是什麼？"), detect("123")
    ('zh', 'en', 'zh-Hant', 'und')
    """
    sample = text[:_SAMPLE]
    counts = {
        name: len(script.findall(sample)) // _LETTERS_A_CHARACTER.get(name, 1) for name, script in _SCRIPTS.items()
    }
    if not any(counts.values()):
        return "en" if _SCRIPTS["latin"].search(sample) else "und"
    if counts["ja"] and counts["ja"] * 8 >= counts["han"]:
        counts["ja"] += counts["han"]
    script = max(counts, key=lambda name: counts[name])
    if script == "han":
        return "zh-Hant" if _is_traditional(sample) else "zh"
    if script == "latin":
        return _latin_language(sample)
    if script == "cyrillic":
        return "uk" if _UKRAINIAN.search(sample) else "ru"
    return script


def _latin_language(sample: str) -> str:
    counts = Counter(word.lower() for word in _WORD.findall(sample))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    if scores[best] > scores["en"]:
        return best
    return "en"


def _is_traditional(sample: str) -> bool:
    """More characters that only Traditional Chinese uses than characters that only Simplified Chinese uses."""
    simplified, traditional = _converters()
    to_simplified, to_traditional = simplified.convert(sample), traditional.convert(sample)
    only_traditional = sum(a != b for a, b in zip(sample, to_simplified, strict=False))
    only_simplified = sum(a != b for a, b in zip(sample, to_traditional, strict=False))
    return bool(only_traditional > only_simplified)


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
