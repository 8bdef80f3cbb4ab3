"""Things said to be one, pair by pair, and so in groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Groups(Generic[Thing]):
    """Groups that grow; what was never joined is alone."""

    def __init__(self, pairs: Iterable[tuple[Thing, Thing]] = ()) -> None:
        self._of: dict[Thing, set[Thing]] = {}
        for a, b in pairs:
            self.join(a, b)

    def of(self, one: Thing) -> set[Thing]:
        """All that are one with a thing, itself among them."""
        return self._of.get(one) or {one}

    def one(self, a: Thing, b: Thing) -> bool:
        """Whether two things are in one group."""
        return b in self.of(a)

    def join(self, a: Thing, b: Thing) -> None:
        """Make one group of two."""
        large, small = self.of(a), self.of(b)
        if len(large) < len(small):
            large, small = small, large
        large |= small
        self._of.update(dict.fromkeys((*small, a, b), large))
