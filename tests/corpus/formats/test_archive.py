"""An archive is a folder of articles: each member by its reader, each failure its own."""

import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import EmptyFile, Locked, Malformed, OverLimit
from corpus.limits import Limits
from tests.documents import reading


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_members_are_articles_with_their_place_in_the_archive(tmp_path: Path) -> None:
    data = packed({"one.md": "# 甲\n\n乙".encode(), "b/two.html": "<p>丙</p>".encode(), "rows.csv": b"text\nx\n"})
    found = reading(tmp_path, "sub/a.zip", data)
    assert [(one.id, one.title, one.file) for one in found.articles] == [
        ("sub/a.zip/one.md", "甲", "sub/a.zip"),
        ("sub/a.zip/b/two.html", "two", "sub/a.zip"),
        ("sub/a.zip/rows.csv#1", "rows", "sub/a.zip"),
    ]
    assert found.skipped == ()


def test_a_member_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    data = packed({"good.md": b"text", "bad.pdf": b"nothing", "empty.md": b"", "picture.png": b"\x89PNG"})
    found = reading(tmp_path, "a.zip", data)
    assert [one.id for one in found.articles] == ["a.zip/good.md"]
    assert [(name, type(error).__name__) for name, error in found.skipped] == [
        ("a.zip/bad.pdf", "Malformed"),
        ("a.zip/empty.md", "EmptyFile"),
        ("a.zip/picture.png", "UnknownFormat"),
    ]
    assert "a.zip/bad.pdf" in str(found.skipped[0][1])


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    data = packed({"a.md": b"text", "__MACOSX/._a.md": b"\x00\x05", ".DS_Store": b"\x00", "a.md.meta.json": b"{}"})
    found = reading(tmp_path, "a.zip", data)
    assert ([one.id for one in found.articles], found.skipped) == (["a.zip/a.md"], ())


def test_names_never_lead_out(tmp_path: Path) -> None:
    data = packed({"../../up.md": b"one", "/etc/root.md": b"two", "C:\\x\\win.md": b"three"})
    names = [one.id for one in reading(tmp_path, "a.zip", data).articles]
    assert names == ["a.zip/up.md", "a.zip/etc/root.md", "a.zip/x/win.md"]


def test_chinese_names_of_old_programs_are_read(tmp_path: Path) -> None:
    data = _with_name("报告的中文说明.md".encode("gbk"))
    assert reading(tmp_path, "a.zip", data).articles[0].id == "a.zip/报告的中文说明.md"


def _with_name(name: bytes) -> bytes:
    """An archive whose one member has this raw name and no mark of UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x" * len(name), b"text")
    return stream.getvalue().replace(b"x" * len(name), name)


def test_an_archive_in_an_archive_is_read_and_no_deeper(tmp_path: Path) -> None:
    inner = packed({"a.md": b"deep"})
    twice = packed({"in.zip": inner, "b.md": b"flat"})
    assert [one.id for one in reading(tmp_path, "a.zip", twice).articles] == ["a.zip/in.zip/a.md", "a.zip/b.md"]
    found = reading(tmp_path, "b.zip", packed({"in.zip": twice, "c.md": b"flat"}))
    assert "nest" in str(next(error for name, error in found.skipped if name == "b.zip/in.zip/in.zip"))


def test_a_member_that_is_there_twice_is_named(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.md", b"one")
        archive.writestr("a.md", b"two")
    found = reading(tmp_path, "a.zip", stream.getvalue())
    assert (len(found.articles), "twice" in str(found.skipped[0][1])) == (1, True)


def test_an_archive_with_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(packed({"a.md": b"text"}))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    with pytest.raises(Locked):
        reading(tmp_path, "a.zip", bytes(data))


@pytest.mark.parametrize(
    ("members", "limits"),
    [
        ({"a.md": bytes(30 << 20)}, Limits()),  # a thousand times its size
        ({f"{number}.md": b"x" for number in range(20)}, Limits(entries=10)),
        ({"a.md": b"x y " * 300_000, "b.md": b"z w " * 300_000}, Limits(unpacked_mb=1)),
    ],
)
def test_bombs_are_refused(members: dict[str, bytes], limits: Limits, tmp_path: Path) -> None:
    with pytest.raises(OverLimit):
        reading(tmp_path, "a.zip", packed(members), limits)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_named(data: bytes, tmp_path: Path) -> None:
    with pytest.raises((Malformed, EmptyFile), match=r"a\.zip"):
        reading(tmp_path, "a.zip", data)
