"""A party as questions see it, and the files it is looked up in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """One party as the lake knows it."""

    party: int
    name: str
    tax_ids: tuple[str, ...]
    country: str | None
    personal: bool
    mentions: int
    lines: int

    @property
    def id(self) -> str:
        return party_id(self.party)


def party_id(party: int) -> str:
    """A party's id as people see it: `p` and the anchor mention in hexadecimal."""
    return f"p{party:x}"


@dataclass(frozen=True)
class Lookup:
    """The files a search reads; without an `index` it reads the others from end to end."""

    names: list[str]
    parties: list[str]
    readings: list[str]
    mentions: list[str]
    index: str | None = None
