"""Which of the tables that a case keeps is meant: rates, codes, ownership."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from followthegoods.errors import BadParameter

_LETTERS = 6
"""Letters of a hash that name a file: fewer could be anything."""


class Kept(Protocol):
    """What was added from a file: its number in the case, the file's name and hash."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...


K = TypeVar("K", bound=Kept)


def one_kept(kept: Sequence[K], text: str, what: str, where: Path) -> K:
    """The one that is meant by its number, its file's name, or the first letters of its hash.

    `what` it is called, such as `table of rates`; `where` is the case. Raises `BadParameter`.
    """
    hits = [
        one
        for one in kept
        if text in (str(one.number), one.name)
        or (len(text) >= _LETTERS and one.sha256.startswith(text))
    ]
    if len(hits) != 1:
        names = ", ".join(f"{one.number} ({one.name})" for one in kept) or "none"
        raise BadParameter(
            f"{'More than one' if hits else 'No'} {what} answers to {text!r}.",
            where=str(where),
            do=f"Name one by its number. The case has: {names}.",
        )
    return hits[0]
