"""Accounts: kept so that nobody reads a password, let in only with it, and what readers and editors may do."""

import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client

from qa.web.auth import Account, Accounts, acceptable, fits, hash_of, read_accounts, write_account
from qa.web.errors import AddressOpen, BadAccounts, McpMissing
from qa.web.roles import Role
from qa.web.serving import Serving
from tests.command_line import environment, yuanwen

QUESTION = {"data": ["华为云", 1]}
HTML = {"accept": "text/html", "accept-language": "zh-CN", "sec-fetch-mode": "navigate"}


def test_the_same_password_is_kept_in_two_ways_and_fits_both() -> None:
    one, two = hash_of("swordfish"), hash_of("swordfish")
    assert one != two
    assert fits("swordfish", one)
    assert fits("swordfish", two)
    assert not fits("swordfisH", one)
    assert "swordfish" not in one


NO_ACCOUNTS = (
    *("x", "a:b", "a:owner:scrypt$16384$8$5$AAAA$AAAA", "a:reader:plain", "a:reader:md5$1$1$1$AAAA$AAAA"),
    *("a:reader:scrypt$3$8$5$AAAA$AAAA", "a:reader:scrypt$1073741824$8$5$AAAA$AAAA"),
    "a:reader:scrypt$16384$8$5$§$AAAA",
)


@pytest.mark.parametrize("line", NO_ACCOUNTS)
def test_a_line_that_is_no_account_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "accounts"
    path.write_text(f"# who may ask\nok:reader:{hash_of('swordfish')}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadAccounts, match="line 3"):
        read_accounts(path)


def test_an_empty_or_missing_file_lets_nobody_start(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "empty"):
        (tmp_path / "empty").write_text("")
        with pytest.raises(BadAccounts):
            Accounts(path).all()


def test_an_account_is_replaced_by_its_name_and_the_file_is_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    for role, password in ((Role.READER, "one-one-one"), (Role.EDITOR, "two-two-two")):
        write_account(path, Account("ann", role, hash_of(password)))
    write_account(path, Account("ben", Role.READER, hash_of("three-three")))
    found = read_accounts(path)
    assert {name: one.role for name, one in found.items()} == {"ann": Role.EDITOR, "ben": Role.READER}
    assert Accounts(path).check("ann", "one-one-one") is None
    assert Accounts(path).check("ann", "two-two-two") == found["ann"]
    assert Accounts(path).check("nobody", "two-two-two") is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_names_and_passwords_that_no_account_may_have() -> None:
    assert acceptable("安", "swordfish")
    for name, password in (("", "swordfish"), ("a:b", "swordfish"), ("a\nb", "swordfish"), ("a", "short")):
        assert not acceptable(name, password)


def test_the_command_makes_the_file(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "accounts"
    command = [sys.executable, "-m", "qa.cli", "password", "安", str(path), "--editor"]
    run = subprocess.run(command, input="swordfish\n", env=environment(), capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout, "swordfish" in run.stderr) == (0, "", False)
    assert Accounts(path).check("安", "swordfish") is not None
    assert read_accounts(path)["安"].role is Role.EDITOR
    short = subprocess.run(command, input="short\n", env=environment(), capture_output=True, text=True, timeout=60)
    assert (short.returncode, "at least 8" in short.stderr) == (2, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_another_address_needs_accounts_or_a_word(host: str, accounts: Path) -> None:
    with pytest.raises(AddressOpen, match="--auth FILE"):
        Serving(host=host).check()
    Serving(host=host, auth=accounts).check()
    Serving(host=host, insecure=True).check()
    assert not Serving(host=host, insecure=True).editable


def test_another_site_cannot_sign_anyone_in(http: httpx.Client, locked: str) -> None:
    form = {"username": "reader", "password": "swordfish"}
    refused = http.post(f"{locked}/login", data=form, headers={"origin": "http://evil.example"})
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)


def test_the_own_address_of_ipv6_is_served(start: Any, http: httpx.Client) -> None:
    address = start(host="::1")
    assert address.startswith("http://[::1]:")
    assert http.get(f"{address}/config").status_code == 200


def test_this_machines_own_address_needs_neither() -> None:
    for host in ("127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost"):
        Serving(host=host).check()
        assert Serving(host=host).editable


def test_the_command_refuses_before_anything_is_loaded() -> None:
    run = yuanwen("chat", "--host", "0.0.0.0", YUANWEN_LANG="zh")
    assert (run.returncode, run.stdout) == (2, "")
    assert "--auth" in run.stderr
    assert "--insecure" in run.stderr


def test_tools_for_models_need_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(McpMissing, match="pip install"):
        Serving(mcp=True).check()


@pytest.fixture(scope="module")
def locked(start: Any, accounts: Path) -> str:
    """A page with accounts, for other machines too."""
    return (
        str(start(host="0.0.0.0", auth=accounts, rate=0))
        .replace("0.0.0.0", "127.0.0.1")
        .replace("localhost", "127.0.0.1")
    )


def test_whoever_is_not_signed_in_sees_only_where_to_sign_in(http: httpx.Client, locked: str) -> None:
    for path in ("/", "/config", "/assets/x.js", "/gradio_api/info", "/gradio_api/file=/etc/passwd", "/nowhere"):
        answer = http.get(f"{locked}{path}")
        assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
        assert http.get(f"{locked}{path}", headers=HTML).headers["location"] == "/login"
    for path in ("run/ask", "queue/join", "call/ask", "upload"):
        assert http.post(f"{locked}/gradio_api/{path}", json=QUESTION).status_code == 401
    page = http.get(f"{locked}/login", headers=HTML)
    assert (page.status_code, "密码" in page.text, "default-src" in page.headers["content-security-policy"]) == (
        200,
        True,
        True,
    )


def test_a_person_signs_in_and_out(http: httpx.Client, locked: str) -> None:
    form = {"username": "reader", "password": "swordfish"}
    entered = http.post(f"{locked}/login", data=form, headers=HTML)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert http.get(f"{locked}/", headers=HTML).status_code == 200
    assert http.post(f"{locked}/gradio_api/run/search", json=QUESTION).status_code == 200
    kept = dict(http.cookies)
    http.get(f"{locked}/logout", headers=HTML)
    assert http.get(f"{locked}/config", cookies=kept).status_code == 401  # the token itself is dead


def test_programs_sign_in_too(http: httpx.Client, locked: str) -> None:
    named = http.post(f"{locked}/gradio_api/run/search", json=QUESTION, auth=("reader", "swordfish"))
    assert named.status_code == 200
    assert http.post(f"{locked}/gradio_api/run/search", json=QUESTION, auth=("reader", "Swordfish")).status_code == 401
    client = Client(locked, auth=("reader", "swordfish"), verbose=False)
    assert client.predict("华为云", 1, api_name="/search")[0]["text"]


def test_readers_ask_and_editors_bring_files(http: httpx.Client, locked: str) -> None:
    files = {"files": ("a.md", b"# x")}
    for name, status in (("reader", 403), ("editor", 200)):
        assert http.post(f"{locked}/gradio_api/upload", files=files, auth=(name, "swordfish")).status_code == status


def test_one_who_is_taken_out_is_out_at_once(start: Any, http: httpx.Client, tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    write_account(path, Account("ann", Role.READER, hash_of("swordfish")))
    write_account(path, Account("ben", Role.READER, hash_of("swordfish")))
    address = start(auth=path, rate=0)
    http.post(f"{address}/login", data={"username": "ann", "password": "swordfish"})
    assert http.get(f"{address}/config").status_code == 200
    path.write_text(read_accounts(path)["ben"].line(), encoding="utf-8")
    assert http.get(f"{address}/config").status_code == 401
    path.write_text("nonsense", encoding="utf-8")
    assert http.get(f"{address}/config", auth=("ben", "swordfish")).status_code == 401


def test_passwords_cannot_be_tried_fast(start: Any, accounts: Path, http: httpx.Client) -> None:
    address = start(auth=accounts, rate=0)
    wrong = {"username": "editor", "password": "wrong"}
    told = [http.post(f"{address}/login", data=wrong, headers=HTML) for _ in range(10)]
    assert [one.status_code for one in told] == [401] * 8 + [429] * 2
    assert "用户名或密码不正确" in told[0].text
    assert "尝试次数过多" in told[-1].text
    right = http.post(f"{address}/login", data={**wrong, "password": "swordfish"}, headers=HTML)
    assert right.status_code == 429  # even the right one, or the answer would tell
    assert http.get(f"{address}/config", auth=("editor", "swordfish")).status_code == 429


def test_signing_in_again_and_again_is_no_wrong_try(locked: str) -> None:
    for _ in range(12):
        answer = httpx.post(f"{locked}/login", data={"username": "reader", "password": "swordfish"}, timeout=60)
        assert answer.status_code == 200


def test_a_form_that_is_none_is_a_wrong_try_and_nothing_more(http: httpx.Client, locked: str) -> None:
    for body in (b"", b"\xff\xfe", b"username=" + b"a" * 20_000, b"username[]=x&password=%00"):
        assert http.post(f"{locked}/login", content=body).status_code in (401, 429)
