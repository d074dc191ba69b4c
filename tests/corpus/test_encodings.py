"""Chinese files are read in whatever encoding they were saved, and garbage is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encodings import decode
from corpus.errors import EmptyFile, Unreadable

SIMPLIFIED = "华为致力于打造中国坚实的算力底座，为世界构建第二选择。人工智能的发展，算力是核心驱动力。"
TRADITIONAL = "華為致力於打造中國堅實的算力底座，為世界構建第二選擇。人工智能的發展，算力是核心驅動力。"
JAPANESE = "これは日本語の文章です。算力は人工知能の発展の原動力であり、とても大切なものです。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_chinese_is_read(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "a.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "gb18030"])
def test_traditional_chinese_is_read(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "a.txt") == TRADITIONAL


def test_japanese_in_shift_jis_is_read() -> None:
    assert decode(JAPANESE.encode("shift_jis"), "a.txt") == JAPANESE


@pytest.mark.parametrize("length", [12, 20, 40])
def test_short_texts_are_told_apart(length: int) -> None:
    assert decode(SIMPLIFIED[:length].encode("gb18030"), "a.txt") == SIMPLIFIED[:length]
    assert decode(TRADITIONAL[:length].encode("big5"), "a.txt") == TRADITIONAL[:length]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("茨堡伯国境内的弗兰肯豪森附近，交战双方为萨克森公爵格奥尔格、黑森领地伯爵菲力普。", "gb18030"),
        ("叶倒披针形，革质，聚生于小枝上部，叶缘稍外卷，顶端短尖圆矩形，基部渐狭。", "gb18030"),
        ("石勒趁洛陽空虛之際合兵攻破，擄走晉懷帝，劉聰派劉曜持續攻打，史稱永嘉之禍。", "big5"),
        ("簽署《訥依條約》，保加利亞失去愛琴海出海口，並須賠款4億4,500萬美元。", "big5"),
        ("クリスティアーノ・ロナウド、エウゼビオなどの選手を数々輩出している。", "shift_jis"),
    ],
)
def test_texts_full_of_names_and_rare_words_are_told_apart_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("대한민국의 수도는 서울이며 인구가 가장 많은 도시이다. 한국어를 사용하는 나라이다.", "cp949"),
        ("Москва является столицей России и крупнейшим городом страны.", "cp1251"),
        ("Il était une fois à Paris, où la fête a été très réussie.", "cp1252"),
    ],
)
def test_an_encoding_that_is_not_read_is_refused_rather_than_read_as_chinese(text: str, encoding: str) -> None:
    with pytest.raises(Unreadable):
        decode(text.encode(encoding), "a.txt")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [SIMPLIFIED + "\n" + SIMPLIFIED, "An English text.\n", "标题\n\n正文在这里 with some words"]
)
def test_utf_16_without_a_mark_is_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
@pytest.mark.parametrize("saved", ["utf-8", "utf-16"])
def test_text_that_was_garbled_before_it_was_saved_is_noticed(wrong: str, saved: str) -> None:
    garbled = SIMPLIFIED.encode().decode(wrong, "ignore")
    with pytest.raises(Unreadable, match=r"mojibake.*华为致力于打造"):
        decode(garbled.encode(saved), "a.txt")


def test_text_whose_characters_were_lost_is_noticed() -> None:
    with pytest.raises(Unreadable, match="mojibake"):
        decode(("\ufffd".encode() * 20).decode("gbk", "ignore").encode(), "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        TRADITIONAL,
        JAPANESE,
        "Ça a été très réussie à Noël, où l’été finit.",
        "他们说“锟斤拷”是乱码的一种，" + SIMPLIFIED,
        "Ångström, Ærø, Łódź, Ťažký",
        "Это русский текст.",
        "한국어 문장입니다. 서울은 수도이다.",
    ],
)
def test_text_that_is_as_its_author_wrote_it_is_not_taken_for_garbled(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


def test_line_ends_become_one_kind() -> None:
    assert decode("甲\r\n乙\r丙".encode(), "a.txt") == "甲\n乙\n丙"


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", "\ufeff ".encode("utf-16")])
def test_an_empty_file_is_named(data: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"leer\.txt"):
        decode(data, "leer.txt")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00", bytes(range(256)) * 8, b"\xff\xd8\xff\xe0" * 40, b"abc\x00def"]
)
def test_binary_data_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"bild\.txt"):
        decode(data, "bild.txt")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert "\r" not in decode(data, "x")
    except (EmptyFile, Unreadable) as error:
        assert error.message("zh") != error.message("en")
