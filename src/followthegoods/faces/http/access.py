"""Who may see a case, and who may change it.

On loopback there is no login. Anywhere else a token is asked for: one that reads, one that writes.
A token comes in an `Authorization: Bearer` header, or, from a browser, by way of a cookie that is
given for it and holds a proof of it instead of the token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

READ, WRITE = "read", "write"
COOKIE = "ftg"


def _secret() -> bytes:
    return secrets.token_bytes(32)


@dataclass(frozen=True)
class Access:
    """The tokens of a server; without any, everyone who reaches it may do everything.

    `rate`: how many requests a second one client may make for long, None without a bound.
    """

    read: str | None = field(default=None, repr=False)
    write: str | None = field(default=None, repr=False)
    rate: float | None = None
    secret: bytes = field(default_factory=_secret, repr=False)

    @property
    def open(self) -> bool:
        """Whether no token is asked for."""
        return self.read is None and self.write is None

    def level_of(self, token: str) -> str | None:
        """What a token allows: `read`, `write`, or nothing. Takes as long for any of them."""
        given = token.encode()
        levels = [
            level
            for level, own in ((READ, self.read), (WRITE, self.write))
            if own is not None and hmac.compare_digest(own.encode(), given)
        ]
        return levels[-1] if levels else None

    def proof(self, level: str) -> str:
        """What a cookie holds in the place of a token; worth nothing once the server has ended."""
        return f"{level}.{self._signed(f'cookie {level}')}"

    def level(self, headers: Mapping[str, str]) -> str | None:
        """What a request with these headers may do: `read`, `write`, or nothing."""
        if self.open:
            return WRITE
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.level_of(token.strip())
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        level = "" if cookie is None else cookie.value.partition(".")[0]
        known = level in (READ, WRITE) and cookie is not None
        return level if known and cookie and self._same(cookie.value, self.proof(level)) else None

    @property
    def form_token(self) -> str:
        """What a form must send along so that it counts as one of the server's own pages."""
        return self._signed("form")

    def is_form_token(self, given: str) -> bool:
        return self._same(given, self.form_token)

    @staticmethod
    def _same(a: str, b: str) -> bool:
        return hmac.compare_digest(a.encode(), b.encode())

    def _signed(self, what: str) -> str:
        return hmac.new(self.secret, what.encode(), hashlib.sha256).hexdigest()


LOOPBACK = Access()
"""For a server that only this machine reaches."""
