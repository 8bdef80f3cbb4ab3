"""KOI8-R among Windows-1251, and the other way round: told by pairs of letters.

The two give the same bytes to letters, each to others, so that every cell of the one can be read
as the other: `НАСОС` as `мюянс`. Such a reading is full of pairs of letters that hardly stand in
Russian. `_PAIRS` are those that come of it most often against how often they stand in 4,000 words
of company names, addresses and goods: two pairs in five of a cell read wrongly, one in 150 of one
read rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = {
    "cp1251": (
        ("бджзйптфхчщъ", "бймптфхчшъю"),
        ("бщъ", "вгджзкнсць"),
        ("вгдлмнтфцчшъ", "йхшщъ"),
        ("йую", "ейоуцъыь"),
    ),
    "koi8-r": (
        ("бгджйкпхцщъюя", "ймпхъюя"),
        ("хщъю", "бвгджкруфцыь"),
        ("вгкмфчъя", "йхчшщъэю"),
        ("пщ", "бджнсшщ"),
    ),
}
"""Encoding -> letters of a pair read in it, first and second, as a cell of the other reads."""

_PAIRS["koi8-u"] = _PAIRS["koi8-r"]

_PAIR = re.compile("(?=[а-яё][а-яё])")
_STRANGE = {
    name: re.compile("|".join(f"(?=[{first}][{second}])" for first, second in pairs))
    for name, pairs in _PAIRS.items()
}

_NEAR = 10
"""Two such pairs in so many bytes are looked at: a cell of which they are a fifth has two."""


def _table(name: str) -> bytes:
    """For each byte of an encoding the classes of letters that it is of: as a second letter in the
    upper half, as a first one in the lower."""
    signs = [bytes([n]).decode(name, "replace").lower() for n in range(256)]
    return bytes(
        sum((sign in first) << n | (sign in second) << n + 4 for n, (first, second) in pairs)
        for sign in signs
        for pairs in [list(enumerate(_PAIRS[name]))]
    )


_TABLES = {name: _table(name) for name in _PAIRS}
_HITS = bytes(ord("x") if n & 15 else 0 for n in range(256))
_LEFT_OUT = bytes(n for n in range(0x80) if chr(n).isalnum())


def strange_lines(data: bytes, encoding: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end in which, read in one of the two, two such pairs stand near one
    another.

    Letters and digits of ASCII are left out at first: half of most texts, without which pairs stand
    as near or nearer. A line that may have two by that is looked at as it is.
    """
    table = _TABLES[encoding]
    suspected = list(_near(data.translate(table, _LEFT_OUT)))
    kept = data.translate(None, _LEFT_OUT) if suspected else b""
    start, end, last = 0, -1, 0
    for at in suspected:
        lines = kept.count(b"\n", last, at)
        for _ in range(lines):
            start = data.index(b"\n", start) + 1
        last = at
        if start > end:
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            # The second of two may be the first of the next line.
            seen = data[start : end + _NEAR + 2].translate(table)
            if next(_near(seen), len(seen)) < end - start:
                yield start, end


def _near(classes: bytes) -> Iterator[int]:
    """Where two strange pairs stand near one another, by the classes of letters.

    All are looked at in a few steps: as one number of which each byte is compared with its
    neighbour.
    """
    number = int.from_bytes(classes, "little")
    hits = (number & (number >> 12)).to_bytes(len(classes), "little").translate(_HITS)
    last, at = -_NEAR - 1, hits.find(b"x")
    while at >= 0:
        if at - last <= _NEAR:
            yield last
        last, at = at, hits.find(b"x", at + 1)


def strangeness(text: str, encoding: str) -> tuple[int, int]:
    """The pairs of letters in a text that was read in one of the two, and the strange ones."""
    text = text.lower()
    return len(_PAIR.findall(text)), len(_STRANGE[encoding].findall(text))


def plainly(own: str, encoding: str, other: str, name: str) -> bool | None:
    """Whether a cell, `own` as read in its text's encoding, is in the other one, as which it reads
    `other`; None where there is a doubt: too few letters, or both readings strange."""
    pairs, strange = strangeness(own, encoding)
    if pairs < 4 or strange < 2 or 8 * strange < pairs:
        return False
    others, left = strangeness(other, name)
    if strange >= 3 and pairs >= 8 and 20 * left <= others:
        return True
    return None if 3 * left < strange else False
