"""Accounts in a file: `name:role:scrypt$n$r$p$salt$hash` a line. Passwords are never kept, and compared in constant time.

The hash is scrypt (RFC 7914) of the standard library; cost n = 2^14, r = 8, p = 5 is one of those that OWASP's cheat sheet on
storing passwords gives, 16 MiB and about a quarter of a second of one core.
"""

import base64
import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qa.web.errors import BadAccounts
from qa.web.roles import Role

_N, _R, _P = 2**14, 8, 5
_MEMORY = 64 * 2**20  # bytes that scrypt may take
_SHORTEST = 8  # characters of a password
_LONGEST = 1_024  # bytes of a name or password that are looked at


@dataclass(frozen=True, slots=True)
class Account:
    """A name, what it may do, and the hash of its password."""

    name: str
    role: Role
    hash: str

    def line(self) -> str:
        """The account as a line of the file."""
        return f"{self.name}:{self.role}:{self.hash}"


def hash_of(password: str, salt: bytes | None = None) -> str:
    """The hash of a password as the file keeps it; `salt` is drawn when left out."""
    salt = secrets.token_bytes(16) if salt is None else salt
    return f"scrypt${_N}${_R}${_P}${_base64(salt)}${_base64(_scrypt(password, salt, _N, _R, _P))}"


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one of a hash, in a time that does not tell how nearly. Raises ValueError for no such hash."""
    n, r, p, salt, expected = _parts(kept)
    return hmac.compare_digest(_scrypt(password, salt, n, r, p), expected)


def acceptable(name: str, password: str) -> bool:
    """Whether a name can stand in the file, and a password is long enough."""
    return name.isprintable() and ":" not in name and 0 < len(name) <= 64 and len(password) >= _SHORTEST


@dataclass(slots=True)
class Accounts:
    """The accounts of a file, read again whenever it changes, so that one who is taken out is out at once."""

    path: Path
    _stamp: tuple[int, int] = (0, 0)
    _held: Mapping[str, Account] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def all(self) -> Mapping[str, Account]:
        """Name → account; after a change for the worse none, for nobody may come in by mistake. Raises BadAccounts at first."""
        with self._lock:
            stamp = self._present()
            if stamp != self._stamp:
                first, self._stamp, self._held = self._stamp == (0, 0), stamp, {}
                try:
                    self._held = read_accounts(self.path)
                except BadAccounts:
                    if first:
                        raise
            return self._held

    def check(self, name: str, password: str) -> Account | None:
        """The account of this name and password, or None. It takes as long for a name that there is not."""
        account = self.all().get(name)
        if len(password.encode("utf-8", "replace")) > _LONGEST:
            return None
        right = fits(password, account.hash if account else _NOBODYS)
        return account if right else None

    def _present(self) -> tuple[int, int]:
        try:
            stat = self.path.stat()
        except OSError:
            return (-1, -1)
        return stat.st_mtime_ns, stat.st_size


def read_accounts(path: Path) -> dict[str, Account]:
    """The accounts of a file by name. Raises BadAccounts."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadAccounts(path=path, detail=str(error)) from error
    found = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            account = _account(line.strip())
            if account is None:
                raise BadAccounts(path=path, detail=f"line {number}")
            found[account.name] = account
    if not found:
        raise BadAccounts(path=path, detail="no account")
    return found


def write_account(path: Path, account: Account) -> None:
    """Put an account into a file, for the one of its name if there is one; the file is for its owner's eyes alone."""
    held = read_accounts(path) if path.exists() and path.stat().st_size else {}
    held[account.name] = account
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("".join(one.line() + "\n" for one in held.values()))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _account(line: str) -> Account | None:
    parts = line.split(":")
    if len(parts) != 3 or parts[1] not in list(Role):
        return None
    try:
        _parts(parts[2])
    except ValueError:
        return None
    return Account(parts[0], Role(parts[1]), parts[2])


def _parts(kept: str) -> tuple[int, int, int, bytes, bytes]:
    """Cost, salt and hash; the cost must be one that we can pay."""
    kind, n, r, p, salt, expected = kept.split("$")
    cost = int(n), int(r), int(p)
    if kind != "scrypt" or not (2**10 <= cost[0] <= 2**18 and 1 <= cost[1] <= 16 and 1 <= cost[2] <= 16):
        raise ValueError(kind)
    if cost[0] & (cost[0] - 1) or 128 * cost[0] * cost[1] >= _MEMORY:
        raise ValueError(n)
    return *cost, base64.b64decode(salt, validate=True), base64.b64decode(expected, validate=True)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


_NOBODYS = f"scrypt${_N}${_R}${_P}${_base64(bytes(16))}${_base64(bytes(32))}"  # no password has it
