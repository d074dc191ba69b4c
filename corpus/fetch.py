"""One address, fetched because a person asked for it by a command. Private networks are out of reach, also by redirect."""

import hashlib
import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from corpus.errors import AddressRefused, FetchFailed

if TYPE_CHECKING:
    import httpx

#: Gives the addresses of a host name, as texts. Raises OSError.
Resolve = Callable[[str, int], list[str]]

#: What a server may say of a body, and the suffix of the file that holds it.
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/csv": ".csv",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/zip": ".zip",
}
_KNOWN = frozenset({*_SUFFIXES.values(), ".htm", ".xhtml", ".markdown", ".text", ".tsv", ".ndjson"})
_MAGIC = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"))
_LONGEST_NAME = 100
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # carries an IPv4 address in its last 32 bits


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much is fetched: MB of the body after decompression, seconds in all, redirects followed.

    `allow` names addresses of a private network (as "192.168.1.5") that may be reached nevertheless.
    """

    megabytes: int = 64
    seconds: float = 60.0
    redirects: int = 5
    allow: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: a file name made from the address (the same one every time), bytes, and the final address."""

    name: str
    data: bytes
    address: str


def addresses_of(host: str, port: int) -> list[str]:
    """What the system's resolver says of a host name, each address once. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def fetch(url: str, limits: FetchLimits | None = None, resolve: Resolve = addresses_of) -> Fetched:
    """Fetch an http or https address. Raises AddressRefused and FetchFailed, which name the address.

    Every hop is resolved once, all its addresses are checked, and the connection goes to the address that was checked:
    a name that points elsewhere a moment later gains nothing. Proxies of the environment are not used.
    """
    import httpx

    limits = limits or FetchLimits()
    until = time.monotonic() + limits.seconds
    address = url
    # trust_env=False: a proxy would resolve the name again, out of our sight, and .netrc would send passwords
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=min(limits.seconds, 20.0)) as client:
        for _ in range(limits.redirects + 1):
            try:
                with client.stream("GET", **_request(address, limits, resolve)) as response:
                    if response.is_redirect:
                        address = urljoin(address, response.headers["location"])
                        continue
                    return _fetched(response, address, limits, until)
            except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
                raise FetchFailed(url=address, detail=f"{error}", detail_zh=f"{error}") from error
    raise FetchFailed(url=url, detail="it redirects too often", detail_zh="重定向次数过多")


def refusal(address: str) -> tuple[str, str] | None:
    """Why an IP address may not be reached, in English and Chinese; None for an address of the public internet.

    >>> refusal("10.0.0.1"), refusal("93.184.215.14")
    (('10.0.0.1 is not an address of the public internet', '10.0.0.1 不是公网地址'), None)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        inner += [one for one in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), nat64) if one is not None]
    if all(one.is_global and not one.is_multicast for one in inner[1:] or inner):
        return None
    return f"{address} is not an address of the public internet", f"{address} 不是公网地址"


def _request(address: str, limits: FetchLimits, resolve: Resolve) -> dict[str, Any]:
    """The arguments of a request that goes to a checked IP address, under the host's own name."""
    host, port, secure = _host(address)
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(url=address, detail=f"{host} has no address", detail_zh=f"找不到主机 {host}") from error
    for ip in found:
        why = None if ip in limits.allow else refusal(ip)
        if why:
            raise AddressRefused(url=address, detail=why[0], detail_zh=why[1])
    parts = urlsplit(address)
    pinned = f"[{found[0]}]" if ":" in found[0] else found[0]
    shown = f"[{host}]" if ":" in host else host
    usual = port == (443 if secure else 80)
    query = f"?{parts.query}" if parts.query else ""
    return {
        "url": f"{parts.scheme}://{pinned}:{port}{parts.path or '/'}{query}",
        "headers": {"Host": shown if usual else f"{shown}:{port}", "Accept-Encoding": "identity, gzip"},
        "extensions": {"sni_hostname": host},
    }


def _host(address: str) -> tuple[str, int, bool]:
    """Host, port and whether it is https. Raises AddressRefused."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise AddressRefused(url=address, detail="it is no valid address", detail_zh="地址无效") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(url=address, detail="only http and https are fetched", detail_zh="只支持 http 和 https")
    if parts.username or parts.password:
        raise AddressRefused(url=address, detail="it holds a user name or password", detail_zh="地址中含有用户名或密码")
    return host, port or (443 if parts.scheme == "https" else 80), parts.scheme == "https"


def _fetched(response: "httpx.Response", address: str, limits: FetchLimits, until: float) -> Fetched:
    if response.status_code != 200:
        code = response.status_code
        raise FetchFailed(url=address, detail=f"the server answered {code}", detail_zh=f"服务器返回 {code}")
    data = _body(response, address, limits, until)
    kind, _, rest = response.headers.get("content-type", "").lower().partition(";")
    suffix = _suffix(address, kind.strip(), data)
    if kind.startswith("text/"):
        data = _utf8(data, rest)
    return Fetched(_name(address, suffix), data, address)


def _body(response: "httpx.Response", address: str, limits: FetchLimits, until: float) -> bytes:
    most, data = limits.megabytes * 2**20, bytearray()
    for part in _decoded(response, address, most):
        data += part
        if len(data) > most:
            detail = f"it is larger than {limits.megabytes} MB"
            raise FetchFailed(url=address, detail=detail, detail_zh=f"超过 {limits.megabytes} MB 的上限")
        if time.monotonic() > until:
            detail = f"it took longer than {limits.seconds:g} seconds"
            raise FetchFailed(url=address, detail=detail, detail_zh=f"用时超过 {limits.seconds:g} 秒")
    return bytes(data)


def _decoded(response: "httpx.Response", address: str, most: int) -> Iterator[bytes]:
    """The body's parts, decompressed by ourselves: a part is never larger than `most` + 1 bytes."""
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding in ("identity", ""):
        yield from response.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        detail = f"it is compressed as {encoding}, which was not asked for"
        raise FetchFailed(url=address, detail=detail, detail_zh=f"使用了未请求的压缩方式 {encoding}")
    unpack = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever the first bytes say
    for part in response.iter_raw():
        yield unpack.decompress(part, most + 1)


def _suffix(address: str, kind: str, data: bytes) -> str:
    """The suffix that the content deserves. Raises FetchFailed for what no reader takes."""
    given = PurePosixPath(urlsplit(address).path).suffix.lower()
    said = _SUFFIXES.get(kind)
    if given in _KNOWN and said != ".html":  # servers call Markdown and CSV text/plain
        return given
    found = said or next((suffix for magic, suffix in _MAGIC if data.startswith(magic)), None)
    if found is None:
        detail = f"its type {kind or 'unknown'} is not read"
        raise FetchFailed(url=address, detail=detail, detail_zh=f"不支持的类型 {kind or '未知'}")
    return found


def _utf8(data: bytes, parameters: str) -> bytes:
    """Text in the encoding that the server named, as UTF-8 with a mark that outranks what the text says of itself."""
    match = re.search(r"charset=[\"']?([\w.:-]+)", parameters)
    if not match or match[1].replace("-", "") == "utf8":
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode(match[1]).encode()
    except (LookupError, UnicodeError):
        return data  # servers err: the text's own bytes decide


def _name(address: str, suffix: str) -> str:
    """A file name from host and path, with a few digits of the address's hash where those two do not say it all.

    >>> _name("https://example.org/news/2024/a.htm", ".html"), _name("https://example.org/?id=7", ".html")
    ('example.org-news-2024-a.html', 'example.org-35a778ed.html')
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    path = path[: -len(PurePosixPath(path).suffix) or None] if PurePosixPath(path).suffix.lower() in _KNOWN else path
    whole = "-".join(re.findall(r"[\w.]+", f"{parts.hostname} {path}"))
    name = whole.encode()[:_LONGEST_NAME].decode(errors="ignore")  # file systems count bytes
    if parts.query or name != whole:
        name += "-" + hashlib.sha256(address.encode()).hexdigest()[:8]
    return name + suffix
