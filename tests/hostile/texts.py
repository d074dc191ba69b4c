"""Hostile plain text, Markdown, CSV and JSONL: size, nesting, odd characters, wrong suffixes."""

import json

from tests.hostile.base import MB, TEXT, File

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4
_BIDI = "\u202e\u2066\u200b\u200d\u2060\ufeff\u00ad\u061c\u202c\u2069"


def files(secret: str, address: str) -> list[File]:
    """All of this kind."""
    return [
        ("line-100MB.txt", "skipped", lambda: b"a" * (100 * MB)),
        ("line-8MB.txt", "read", lambda: TEXT.encode() * (8 * MB // 80)),
        ("line-2MB.md", "read", lambda: TEXT.encode() * (2 * MB // 80)),
        ("characters-over.txt", "skipped", lambda: b"word \n" * (5 * MB)),
        ("quotes-deep.md", "either", lambda: b">" * 1_000_000 + b" x"),
        ("lists-deep.md", "either", lambda: b"".join(b" " * n + b"- x\n" for n in range(2000))),
        ("brackets.md", "read", lambda: b"text\n\n" + b"[" * 1_000_000),
        ("emphasis.md", "read", lambda: b"text\n\n" + b"**a_" * 250_000),
        ("backticks.md", "read", lambda: b"text\n\n" + b"".join(b"`" * n for n in range(1, 1400))),
        ("links.md", "read", lambda: b"text\n\n" + b"[a](" * 250_000),
        ("table-wide.md", "either", lambda: b"|a" * 100_000 + b"|\n" + b"|-" * 100_000 + b"|\n"),
        ("front-matter-open.md", "read", lambda: b"---\n" + b"title: x\n" * 100_000),
        (
            "script.md",
            "read",
            lambda: b"text <script>fetch('" + address.encode() + b"')</script> ![x](" + address.encode() + b")",
        ),
        ("null-bytes.txt", "skipped", lambda: b"text\x00\x00text" * 100),
        ("bidi.txt", "read", lambda: (_BIDI.join(TEXT) + "\n").encode()),
        ("zero-width-only.txt", "either", lambda: ("\u200b\u200c\u200d" * 1000).encode()),
        ("combining.txt", "read", lambda: ("a" + "\u0301" * 100_000).encode()),
        ("private-use.txt", "skipped", lambda: ("\ue000\uf8ff" * 1000).encode()),
        ("surrogates.txt", "skipped", lambda: b"text " + b"\xed\xa0\x80" * 100),
        ("overlong.txt", "skipped", lambda: b"\xc0\xaf\xe0\x80\xaf" * 100),
        ("utf16-odd.txt", "skipped", lambda: b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1]),
        ("utf32.txt", "read", lambda: TEXT.encode("utf-32")),
        ("mark-only.txt", "skipped", lambda: b"\xef\xbb\xbf"),
        ("empty.md", "skipped", lambda: b""),
        ("spaces.txt", "skipped", lambda: b" \n" * 100_000),
        ("picture.md", "skipped", lambda: _PNG),
        ("mojibake.txt", "skipped", lambda: (TEXT * 9).encode().decode("latin-1").encode()),
        ("control.txt", "skipped", lambda: b"\x1b[2J\x07\x1b]0;x\x07" * 200),
        ("page-as-text.txt", "read", lambda: b"<html><script>alert(1)</script><p>text</p></html>"),
        ("quote-open.csv", "either", lambda: b'name,text\n"' + b"x,\n" * 300_000),
        (
            "columns.csv",
            "either",
            lambda: b",".join(b"c%d" % n for n in range(50_000)) + b"\n" + b"x," * 50_000 + b"\n",
        ),
        ("rows-over.csv", "skipped", lambda: b"text\n" + b"x\n" * 200_000),
        ("formula.csv", "read", lambda: b"name,text\nx,=cmd|' /C calc'!A0\n"),
        ("null-bytes.csv", "skipped", lambda: b"name,text\n\x00,\x00\n"),
        ("nested.jsonl", "skipped", lambda: b"[" * 1_000_000 + b"\n" + b'{"a":' * 1_000_000 + b"\n"),
        ("number-long.jsonl", "either", lambda: b'{"text": ' + b"9" * 100_000 + b"}\n"),
        ("numbers-odd.jsonl", "read", lambda: b'{"text": "x", "n": NaN, "m": 1e999, "k": -Infinity}\n'),
        ("surrogate.jsonl", "either", lambda: json.dumps({"text": "a \ud800 b"}).encode() + b"\n"),
        ("controls.jsonl", "read", lambda: b'{"text": "a\\u0000b\\u001b[2Jc", "title": "x\\u0000"}\n'),
        ("keys-twice.jsonl", "read", lambda: b'{"text": "one", "text": "two"}\n'),
    ]
