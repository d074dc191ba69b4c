"""The numbers that word processors and browsers put before the items of a list."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"


def numeral(number: int, kind: str) -> str:
    """A list item's number: kind "1" decimal, "a" "A" letters, "i" "I" Roman, "一" Chinese; anything else is decimal.

    >>> [numeral(number, kind) for number, kind in ((3, "1"), (28, "a"), (14, "I"), (12, "一"), (305, "一"))]
    ['3', 'ab', 'XIV', '十二', '三百零五']
    """
    if kind.lower() == "a" and number > 0:
        return _cased(_letters(number), kind)
    if kind.lower() == "i" and 0 < number < 4000:
        return _cased(_roman(number), kind)
    if kind == "一" and 0 < number < 10_000:
        return _chinese(number)
    return str(number)


def _cased(text: str, kind: str) -> str:
    return text.upper() if kind.isupper() else text


def _letters(number: int) -> str:
    found = ""
    while number:
        number, letter = divmod(number - 1, 26)
        found = chr(97 + letter) + found
    return found


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        found += letters * times
    return found


def _chinese(number: int) -> str:
    found, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            found += ("零" if gap else "") + ("" if digit == 1 and value == 10 and not found else _DIGITS[digit]) + unit
        gap = bool(found) and not digit
    return found
