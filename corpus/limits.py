"""How much one file may cost. What goes over a limit is skipped with the limit's name; nothing else suffers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """MB are 2**20 bytes. Per file, archives included.

    `memory_mb` is the worker's address space; `cpu_seconds` and `wall_seconds` end the worker; `characters` counts the
    text that comes out; `pages` are a PDF's; `articles` what one file gives; `entries`, `unpacked_mb`, `ratio` (unpacked ÷
    packed, counted once an archive unpacks to more than a MB) and `depth` (archives in archives) bound zip files, also DOCX
    and EPUB, which are such; `nesting` is how deep elements may stand inside one another.
    """

    megabytes: int = 64
    memory_mb: int = 1536
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    characters: int = 20_000_000
    pages: int = 5_000
    articles: int = 100_000
    entries: int = 10_000
    unpacked_mb: int = 256
    ratio: int = 200
    depth: int = 2
    nesting: int = 500
