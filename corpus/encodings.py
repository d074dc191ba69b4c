"""From bytes to text: UTF-8, UTF-16, GB18030, Big5 and Shift-JIS are told apart; everything else is refused."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from corpus.errors import EmptyFile, Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs", "shift_jis")

# The commonest characters of running Simplified and Traditional Chinese, and of Japanese: three quarters of a text.
_COMMON = frozenset(
    "的用一在个以是可数和中为有行使你不这了如件会本我要下时文定据应能作对人上到理于法分将们设建当来程开工发并它入或过进置方型其例第出大式模条"
    "果需通表务部后器动量成关管示所实同多提生代制加区地化参市算规性计组自保内单更者值些机新点类合现政度目与面输安他集选民相标子运码项间经接等"
    "前系最包问统业存源常指该持请从重构查图具序容解全主信命编变此结列任就种及门而之服供体令题样小得也户调学位事认何因意名但公由支然向处创都息"
    "字水看语网复每展装则义特取执备版好函改环护员划确基情回十很试被求导么二说节只明级默高库正资无训像准态步完功练道注始次按录府境做换许格引整"
    "两还国权流维线已证交写外路操预里没施优三根家會關項應機從學實產業務體點過後來時個們國這對為與發說開動長當種號區單數萬東車馬門問間見"
    "規設計認話讀變讓難電風飛華親覺觀題類願顯黨齊龍龜檢權歷殺氣決沒況準滿漢無營獨現環異畫當療盡監禮積競筆節範糧級終組經統結給絕維緊線練總"
    "のはをにがとたでるしもてれないかっりすらまきこさくけどよみせつちえわめろじんばごあそおやぎだべう"
)
_MARKS = frozenset("，。、；：？！“”‘’（）《》「」『』【】—…·　\n ")
_WEIRD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_WEIRD = 0.005  # of all characters
_LEAST_PLAUSIBLE = 0.4
_LEAST_COMMON = 0.12  # Korean in EUC-KR reads as Chinese of ordinary but never of common characters
_ORDINARY = 0.5  # the worth of an ordinary character, where a common one is worth 1
_MOST_LOST = 0.1  # of the characters of a garbled text that cannot be turned back
_LEAST_GARBLED, _GARBLED_SAMPLE = 4, 2_000  # characters
_SAMPLE = 20_000  # characters looked at, from the start and from the middle


def decode(data: bytes, name: str) -> str:
    """The text of a file, with \\n line ends. Raises EmptyFile and Unreadable, which name the file.

    A byte order mark decides; else valid UTF-8 is UTF-8; else the legacy encoding whose text looks most like language.
    Text that was garbled before it was saved (mojibake) is refused: nobody could find or quote it.

    >>> decode("算力底座，是核心驱动力。".encode("gb18030"), "a.txt")
    '算力底座，是核心驱动力。'
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff\x00"):
        raise EmptyFile(path=name)
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise EmptyFile(path=name)
    _refuse_garbled(text, name)
    return _CONTROL.sub(" ", text)  # no database takes a null byte, and no terminal should see an escape


def _refuse_garbled(text: str, name: str) -> None:
    meant = mojibake(text)
    if meant:
        detail = f"mojibake: its characters were garbled by a wrong conversion; they were meant to begin “{meant}”"
        raise Unreadable(path=name, detail=detail, detail_zh=f"乱码：文字在转换编码时已损坏，原文开头应为“{meant}”")


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _accepted(data, encoding, name)
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):  # without a mark: line ends and Latin letters hold zeros
            text = data.decode(encoding, "replace")
            if not _WEIRD.search(text) and (plausibility(text) >= _LEAST_PLAUSIBLE or _is_latin(text)):
                return text
        raise Unreadable(path=name, detail="binary data", detail_zh="二进制数据")
    try:
        return _accepted(data, "utf-8", name)
    except Unreadable:
        best = max(_candidates(data), default=(0.0, ""))
        if best[0] < _LEAST_PLAUSIBLE:
            raise
        return best[1]


def _accepted(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"no valid {encoding} at byte {error.start}, and no other encoding fits"
        zh = f"第 {error.start} 字节不是有效的 {encoding}，也不符合其他编码"
        raise Unreadable(path=name, detail=detail, detail_zh=zh) from error
    if len(_WEIRD.findall(text)) > _MOST_WEIRD * len(text):
        _refuse_garbled(text, name)
        raise Unreadable(path=name, detail="control characters", detail_zh="含有控制字符")
    return text


def _candidates(data: bytes) -> Iterator[tuple[float, str]]:
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield plausibility(text), text


def mojibake(text: str) -> str | None:
    """How a garbled text was meant to begin; None for a text that is as its author wrote it.

    UTF-8 that was read in another encoding and saved again turns back into UTF-8 when that is undone, which no real
    text does; 锟斤拷 and 烫烫烫 are what lost characters become.

    >>> mojibake("ç®\x97å\x8a\x9båº\x95åº§"), mojibake("绠楀姏搴曞骇"), mojibake("算力底座 à la carte")
    ('算力底座', '算力底座', None)
    """
    sample = text[:_SAMPLE]
    if any(sample.count(lost) * len(lost) > _MOST_LOST * len(sample) for lost in ("锟斤拷", "烫烫", "屯屯屯")):
        return "锟斤拷…"
    foreign = "".join(re.findall(r"[^\x00-\x7f\ufffd]+", sample))[:_GARBLED_SAMPLE]
    for wrong in ("latin-1", "cp1252", "gb18030", "big5hkscs"):
        try:
            meant = foreign.encode(wrong).decode("utf-8", "replace")
        except UnicodeEncodeError:
            continue
        whole = meant.replace("\ufffd", "")
        kept = len(whole) >= (1 - _MOST_LOST) * len(meant) and len(foreign) >= _LEAST_GARBLED
        if kept and plausibility(whole) > max(plausibility(foreign), _LEAST_PLAUSIBLE):
            return whole[:12]
    return None


def _is_latin(text: str) -> bool:
    return sum(character < "\u0250" for character in text) > 0.95 * len(text)


def weirdness(text: str) -> float:
    """The share of characters that no text holds: controls, private use, replacement characters.

    >>> weirdness("甲\x01\ue000丁")
    0.5
    """
    return len(_WEIRD.findall(text)) / max(len(text), 1)


def plausibility(text: str) -> float:
    """How much a text looks like Chinese or Japanese: common characters count 1, other ordinary ones a half.

    Characters that hardly occur in real text count against it, so that wrongly decoded text scores far lower.
    """
    if len(_WEIRD.findall(text)) > _MOST_WEIRD * len(text):
        return 0.0
    middle = max(_SAMPLE, len(text) // 2)
    wide = [character for character in text[:_SAMPLE] + text[middle : middle + _SAMPLE] if ord(character) > 0x7F]
    odd = sum(_is_odd(character) for character in wide)
    common = sum(character in _COMMON or character in _MARKS for character in wide)
    if not wide or common < _LEAST_COMMON * len(wide):
        return 0.0
    ordinary = sum(character in _ordinary() and not _is_odd(character) for character in wide)
    return (common + _ORDINARY * ordinary - 2 * odd) / len(wide)


@cache
def _ordinary() -> frozenset[str]:
    """Kana and the first level of GB 2312, Big5 and JIS X 0208, which hold the characters of daily use."""
    kana = {chr(code) for code in range(0x3041, 0x30FF)}
    levels = (("gb2312", 0xB0, 0xD8), ("big5", 0xA4, 0xC7), ("shift_jis", 0x88, 0x98))
    pairs = (
        (name, bytes((lead, trail))) for name, a, b in levels for lead in range(a, b) for trail in range(0x40, 0xFF)
    )
    found = {pair.decode(name, "ignore")[:1] for name, pair in pairs}
    return frozenset(one for one in found | kana if one > "\x7f") - _COMMON - _MARKS


def _is_odd(character: str) -> bool:
    """Half-width kana, private use, rare Han and symbols: the typical debris of a wrong guess."""
    code = ord(character)
    if 0xFF61 <= code <= 0xFF9F or 0x3400 <= code <= 0x4DBF or code >= 0x20000:
        return True
    return unicodedata.category(character) in ("Co", "Cn", "So", "Sk", "Lm") and character not in _MARKS
