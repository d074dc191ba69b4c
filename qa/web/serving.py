"""How the page is served: where, to whom, how much of it. Checked before anything is loaded."""

import importlib.util
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from qa.errors import BadSetting
from qa.web.errors import AddressOpen, McpMissing


@dataclass(frozen=True, slots=True)
class Serving:
    """What `chat` was told.

    `port` 0 takes the first free one from 7860 on. `auth` is the file of accounts; without it another address than this
    machine's own needs `insecure`. `rate` is how many requests that make the server work one address may send a minute,
    0 for any number. `mcp` also serves `ask` and `search` as tools of the Model Context Protocol.
    """

    host: str = "127.0.0.1"
    port: int = 0
    browser: bool = False
    auth: Path | None = None
    insecure: bool = False
    rate: int = 240
    mcp: bool = False

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches it."""
        return is_loopback(self.host)

    @property
    def name(self) -> str:
        """The address as it stands in a URL: of IPv6 in brackets."""
        return f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host

    @property
    def editable(self) -> bool:
        """Whether anybody may change articles: whoever sits at this machine, or the editors among the accounts."""
        return self.auth is not None or (self.loopback and not self.insecure)

    def check(self) -> None:
        """Raises AddressOpen, BadSetting, McpMissing."""
        if not self.loopback and self.auth is None and not self.insecure:
            raise AddressOpen(host=self.host)
        if self.auth is not None and self.insecure:
            expected, zh = "either of the two", "，二者只能选一"
            raise BadSetting(name="--insecure", value="--auth", expected=expected, expected_zh=zh)
        if self.mcp and importlib.util.find_spec("mcp") is None:
            raise McpMissing()


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    bare = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"
