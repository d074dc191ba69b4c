"""Real tools that make documents: pandoc, headless Chromium, LibreOffice, python-docx. Each says whether it is there."""

import io
import shutil
import subprocess
from pathlib import Path

from tests.fidelity.documents import Document, Written

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
PANDOC = shutil.which("pandoc")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_QUIET = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
_STYLE = "<style>body{font-family:serif} table{border-collapse:collapse} td,th{border:1px solid;padding:.2em .6em} @page{margin:2cm}</style>"


def pandoc(document: Written, suffix: str, folder: Path) -> Path:
    """A file of any format that pandoc writes."""
    made = folder / f"{document.name}{suffix}"
    source = folder / f"{document.name}.source"
    source.write_text(document.markdown(), encoding="utf-8")
    about = (
        ["--metadata", f"lang={document.language}", "--metadata", f"title={document.name}"] if suffix == ".epub" else []
    )
    _run(PANDOC, "--from", "markdown-smart", *about, "--standalone", "--output", str(made), str(source))
    return made


def printed(document: Written, folder: Path, style: str = "") -> Path:
    """A PDF as a browser prints the page, with date, title and address in its margins."""
    page = pandoc(document, ".html", folder)
    text = page.read_text(encoding="utf-8").replace("</head>", f"{_STYLE}<style>{style}</style></head>")
    page.write_text(text, encoding="utf-8")
    made = folder / f"{document.name}.pdf"
    _run(CHROMIUM, *_QUIET.split(), f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={made}", page.as_uri())
    return made


def office(source: Path, suffix: str, folder: Path) -> Path:
    """A file as LibreOffice writes it from another."""
    out = folder / "office"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(OFFICE, profile, "--headless", "--convert-to", suffix[1:], "--outdir", str(out), str(source))
    return out / f"{source.stem}{suffix}"


def word(document: Document) -> bytes:
    """A DOCX by python-docx; notes stand at the end, since it makes none."""
    import docx

    made = docx.Document()
    styles = {"ul": "List Bullet", "ol": "List Number"}
    for kind, content in document.parts:
        if isinstance(content, str):
            text = "".join(content.split("^")[::2])
            made.add_heading(text, int(kind[1])) if kind[0] == "h" else made.add_paragraph(text)
        elif kind == "table":
            table = made.add_table(rows=len(content), cols=len(content[0]))
            for cell, text in zip(table._cells, (text for row in content for text in row), strict=True):
                cell.text = text
        else:
            for item in content:
                made.add_paragraph(str(item), style=styles[kind])
    for _, content in document.parts:
        if isinstance(content, str) and "^" in content:
            made.add_paragraph(content.split("^")[1])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _run(tool: str | None, *arguments: str) -> None:
    if tool is None:
        raise FileNotFoundError
    subprocess.run([tool, *arguments], check=True, capture_output=True, timeout=120)
