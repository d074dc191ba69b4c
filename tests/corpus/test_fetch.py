"""An address is fetched whole or refused by name; private networks stay out of reach, however one is led there."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from corpus.errors import AddressRefused, FetchFailed
from corpus.fetch import Fetched, FetchLimits, fetch, refusal

LOCAL = FetchLimits(megabytes=1, seconds=5, redirects=2, allow=frozenset({"127.0.0.1"}))
PAGE = "<title>题</title><p>正文在这里。</p>".encode()


class _Site(BaseHTTPRequestHandler):
    """Answers by path: (status, headers, body)."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/a.html": (200, {"content-type": "text/html; charset=utf-8"}, PAGE),
        "/gbk": (200, {"content-type": "text/html; charset=gbk"}, "<p>算力</p>".encode("gbk")),
        "/notes.md": (200, {"content-type": "text/plain"}, b"# A"),
        "/paper": (200, {"content-type": "application/octet-stream"}, b"%PDF-1.7 x"),
        "/image": (200, {"content-type": "image/png"}, b"\x89PNG"),
        "/to-a": (302, {"location": "/a.html"}, b""),
        "/loop": (302, {"location": "/loop"}, b""),
        "/to-private": (302, {"location": "http://10.0.0.1/secret"}, b""),
        "/to-metadata": (307, {"location": "http://[::ffff:169.254.169.254]/latest"}, b""),
        "/to-file": (302, {"location": "file:///etc/passwd"}, b""),
        "/large": (200, {"content-type": "text/html"}, b"x" * (2**20 + 1)),
        "/bomb": (200, {"content-type": "text/html", "content-encoding": "gzip"}, gzip.compress(bytes(2**26))),
        "/brotli": (200, {"content-type": "text/html", "content-encoding": "br"}, b"x"),
    }

    def do_GET(self) -> None:
        if self.path == "/drip":
            self._drip()
            return
        status, headers, body = self.pages.get(self.path.partition("?")[0], (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            time.sleep(0.1)
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Nothing on the test's screen."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_comes_with_a_name_its_bytes_and_its_final_address(site: str) -> None:
    assert fetch(f"{site}/to-a", LOCAL) == Fetched("127.0.0.1-a.html", PAGE, f"{site}/a.html")


def test_the_servers_encoding_is_kept(site: str) -> None:
    assert fetch(f"{site}/gbk", LOCAL).data.decode("utf-8-sig") == "<p>算力</p>"


@pytest.mark.parametrize(("path", "suffix"), [("/notes.md", ".md"), ("/paper", ".pdf"), ("/a.html?p=2", ".html")])
def test_the_suffix_says_what_the_content_is(site: str, path: str, suffix: str) -> None:
    assert fetch(site + path, LOCAL).name.endswith(suffix)


def test_two_pages_of_one_path_have_two_names(site: str) -> None:
    assert fetch(f"{site}/a.html?p=2", LOCAL).name != fetch(f"{site}/a.html?p=3", LOCAL).name


@pytest.mark.parametrize("path", ["/image", "/missing", "/loop", "/large", "/bomb", "/brotli"])
def test_what_cannot_be_read_is_named(site: str, path: str) -> None:
    with pytest.raises(FetchFailed, match=path):
        fetch(site + path, LOCAL)


@pytest.mark.parametrize("path", ["/to-private", "/to-metadata", "/to-file"])
def test_a_redirect_leads_to_no_private_place(site: str, path: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(site + path, LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:7860/",
        "http://[::1]/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f.1/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "http:///a",
        "http://example.org:99999999/",
        "javascript:alert(1)",
        "a.html",
    ],
)
def test_private_and_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises((AddressRefused, FetchFailed)) as error:
        fetch(url)
    assert isinstance(error.value, AddressRefused) or "no address" in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.9.9.9",
        "169.254.0.1",
        "172.16.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet_are(address: str) -> None:
    assert refusal(address) is None


def test_a_name_with_one_private_address_is_refused() -> None:
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        fetch("http://two.example/", resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])


def test_the_connection_goes_to_the_address_that_was_checked(site: str) -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    port = site.rpartition(":")[2]
    assert fetch(f"http://name.example:{port}/a.html", LOCAL, once).data == PAGE
    assert asked == ["name.example"]


def test_a_server_that_drips_is_given_up(site: str) -> None:
    with pytest.raises(FetchFailed, match="longer than 1 seconds"):
        fetch(f"{site}/drip", FetchLimits(seconds=1, allow=LOCAL.allow))
