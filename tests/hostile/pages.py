"""Hostile HTML: nesting, size, entities, scripts, addresses that a page would have called."""

from tests.hostile.base import MB, TEXT, File

_LAUGHS = '<!DOCTYPE html [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def files(secret: str, address: str) -> list[File]:
    """All of this kind."""
    calls = (
        f'<html><head><meta http-equiv="refresh" content="0;url={address}"><link rel="stylesheet" href="{address}">'
        f'<base href="{address}"><script src="{address}"></script></head><body><img src="{address}"><iframe src="{address}">'
        f'</iframe><object data="file://{secret}"></object><p>正文</p></body></html>'
    )
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{address}">]><p>正文&x;&y;</p>'
    return [
        ("elements-deep.html", "skipped", lambda: b"<div>" * 1_000_000 + b"x"),
        ("bold-deep.html", "skipped", lambda: b"<b><i>" * 500_000 + b"x"),
        ("line-10MB.html", "read", lambda: b"<p>" + b"word " * (2 * MB)),
        ("paragraphs.html", "read", lambda: b"<p>x" * 100_000),
        ("tables-nested.html", "either", lambda: b"<table><tr><td>" * 600 + b"x"),
        ("table-large.html", "read", lambda: b"<table>" + b"<tr><td>a<td>b" * 30_000 + b"</table>"),
        ("chrome.html", "either", lambda: b'<div class="share menu">' * 1500 + b"x" + b"<p>y</p>" * 10_000),
        ("articles.html", "read", lambda: b"<article>x</article>" * 50_000),
        ("attributes.html", "either", lambda: b"<p " + b"".join(b"a%d=1 " % n for n in range(40_000)) + b">x</p>"),
        ("attribute-long.html", "read", lambda: b'<p title="' + b"x" * (4 * MB) + b'">text</p>'),
        ("comment-open.html", "either", lambda: b"<p>x</p><!--" + b"-" * MB),
        ("tag-open.html", "either", lambda: b"<p>x</p><a href='" + b"x" * MB),
        ("numbers.html", "read", lambda: b"<p>x " + b"&#0;&#xD800;&#x110000;&#xFFFE;&#27;" * 1000),
        ("null-bytes.html", "skipped", lambda: b"<p>text\x00text</p>" * 100),
        ("laughs.html", "either", lambda: (_LAUGHS + "]><p>x &a11;</p>").encode()),
        ("entity-external.html", "read", entity.encode),
        ("calls.html", "read", calls.encode),
        (
            "scripts.html",
            "read",
            lambda: b"<p onclick=alert(1)>x</p><svg onload=alert(1)><p>in</p></svg><script>alert(1)</script>",
        ),
        ("utf7.html", "either", lambda: b"<meta charset=utf-7><p>+ADw-script+AD4-alert(1)</p>"),
        ("charset-odd.html", "either", lambda: b"<meta charset=rot13><p>text</p>"),
        ("charset-idna.html", "either", lambda: b"<meta charset=idna><p>" + b"x" * 100_000 + b"</p>"),
        ("charset-wrong.html", "read", lambda: f"<meta charset=shift_jis><p>{TEXT * 5}</p>".encode()),
        (
            "linked-data-deep.html",
            "read",
            lambda: b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>x</p>",
        ),
        ("picture.html", "skipped", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ("pdf-inside.html", "either", lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj " * 100),
    ]
