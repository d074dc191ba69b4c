"""Numbers as they are written in running text, Chinese and English, with their value: 20万 is 200,000 and 三分之一 is 1/3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
_SCALES = {**_SMALL, **_LARGE, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11}
_UNITS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
""".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ENGLISH = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ENGLISH_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

_HAN_NUMERAL = "[零〇一二三四五六七八九十百千万亿两]+"
_MEASURE = "大个家所名位种条年月日天次岁点号届款项成倍世分张门台座层元米期代多余所件部本只"
_ENGLISH_WORD = "|".join([*_ENGLISH, *_ENGLISH_SCALES])

# Over folded text; the first that fits at a place counts.
_NUMBER = re.compile(
    rf"""
    (?P<below>{_HAN_NUMERAL}|\d+)分之(?P<above>{_HAN_NUMERAL}|\d+(?:\.\d+)?)
  | (?<![\d./])(?P<over>\d+)/(?P<under>\d+)(?![\d/])
  | (?P<percent>\d+(?:\.\d+)?)\s?(?:%|percent\b|per\ cent\b)
  | (?<![a-z])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?:(?:\ |[多余])?(?P<scale>万亿|千亿|百亿|千万|百万|[十百千万亿](?!分之))
      |\s(?P<power>hundred|thousand|million|billion|trillion|dozen)s?\b)?
  | (?P<half>一半|\bhalf\b)
  | (?P<han>{_HAN_NUMERAL})(?:[多余](?P<more>[万亿]))?(?P<measure>[{_MEASURE}])?
  | \b(?P<share>{"|".join(_ENGLISH)}|a)[\ -](?P<part>{"|".join(_PARTS)})s?\b
  | \b(?P<words>(?:{_ENGLISH_WORD})(?:(?:[\ -]|(?<=hundred)\ and\ )(?:{_ENGLISH_WORD}))*)s?\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """Characters `start` to `end` of a folded text, and what they amount to."""

    start: int
    end: int
    value: Fraction

    @property
    def key(self) -> str:
        """The number in digits, the same for every way to write it, four places after the point at most.

        >>> Number(0, 3, Fraction(200_000)).key, Number(0, 4, Fraction(1, 3)).key
        ('200000', '0.3333')
        """
        if self.value.denominator == 1:
            return str(self.value.numerator)
        return f"{float(self.value):.4f}".rstrip("0").rstrip(".")


def numbers(folded: str) -> Iterator[Number]:
    """The numbers of a folded text, in order. A lone 一, one, 百 or 万 is a word more often than a number, and is left out.

    >>> [one.key for one in numbers("2600多所高校,占三分之一,每年20万人")]
    ['2600', '0.3333', '200000']
    >>> [one.key for one in numbers("4.2 million users, twenty-five percent, a third")]
    ['4200000', '25', '0.3333']
    """
    for match in _NUMBER.finditer(folded):
        value = _value(match)
        if value is not None:
            yield Number(match.start(), match.end(), value)


def number_keys(folded: str) -> list[str]:
    """The keys of the numbers that digits alone do not already say, in order.

    >>> number_keys("2023年有20万人")
    ['200000']
    """
    return [one.key for one in numbers(folded) if one.key != folded[one.start : one.end]]


def _value(match: re.Match[str]) -> Fraction | None:
    found = match.groupdict()
    if found["below"]:
        below, above = _either(found["below"]), _either(found["above"])
        return above / below if above is not None and below else None
    if found["under"]:
        return Fraction(int(found["over"][:30]), int(found["under"][:30])) if int(found["under"][:30]) else None
    if found["percent"]:
        return _decimal(found["percent"]) / 100
    if found["digits"]:
        scale = _SCALES.get(found["scale"] or "", 1) * _ENGLISH_SCALES.get(found["power"] or "", 1)
        return _decimal(found["digits"]) * scale
    if found["han"]:
        return _telling(found["han"] + (found["more"] or ""), found["measure"])
    if found["half"]:
        return Fraction(1, 2)
    if found["part"]:
        return Fraction(_ENGLISH.get(found["share"], 1), _PARTS[found["part"]])
    return _of_words(found["words"])


def _telling(han: str, measure: str | None) -> Fraction | None:
    """Numerals with a measure word after them, and those of several characters: 三个, 二十, but not the 三 of 三星."""
    if han in ("一", "百", "千", "万", "亿", "千万", "百万", "万一") or (len(han) == 1 and not measure):
        return None
    if len(han) == 2 and all(c in _DIGITS for c in han):  # 五一 is a day, 三五 is few
        return None
    return _of_han(han)


def _either(text: str) -> Fraction | None:
    return _decimal(text) if text[0].isascii() else _of_han(text)


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", "")[:60].rstrip("."))


def _of_han(text: str) -> Fraction | None:
    """The value of Chinese numerals; None when they are in no order that makes a number.

    >>> _of_han("三十二万五千"), _of_han("二〇二三"), _of_han("一千零一"), _of_han("一百二")
    (Fraction(325000, 1), Fraction(2023, 1), Fraction(1001, 1), Fraction(120, 1))
    """
    if all(c in _DIGITS for c in text):
        return Fraction(int("".join(str(_DIGITS[c]) for c in text[:60])))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * _LARGE[c]
            section = digit = 0
    above = {**_SMALL, **_LARGE}.get(text[-2:-1], 1)
    if above > 10:  # the unit below is left out where nothing is skipped: 一百二 is 120, 一百零二 is 102
        digit *= above // 10
    return Fraction(total + section + digit)


def _of_words(text: str) -> Fraction | None:
    """The value of English number words.

    >>> _of_words("two hundred and five thousand"), _of_words("one")
    (Fraction(205000, 1), None)
    """
    words = [word for word in re.split(r"[ -]", text) if word != "and"]
    if words in (["one"], ["zero"]) or words[0] in _ENGLISH_SCALES:
        return None
    total = section = 0
    for word in words:
        if word in _ENGLISH:
            section += _ENGLISH[word]
        elif _ENGLISH_SCALES[word] < 1000:
            section = max(section, 1) * _ENGLISH_SCALES[word]
        else:
            total, section = total + max(section, 1) * _ENGLISH_SCALES[word], 0
    return Fraction(total + section)
