"""Sets of party numbers, as an index keeps them: many at once are met and united as bits.

A set is one great whole number, whose bit n says that n is in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence

Numbers = int
"""A set of numbers."""

_LISTED, _BITS = b"l", b"b"


def pack(numbers: Sequence[int]) -> bytes:
    """Numbers in ascending order, as a list of four bytes each or as bits, whichever is shorter."""
    if not numbers or 4 * len(numbers) <= numbers[-1] // 8:
        return _LISTED + struct.pack(f"<{len(numbers)}I", *numbers)
    return _BITS + _bits(numbers)


def unpack(packed: bytes) -> Iterable[int]:
    """The numbers of a packed set, in ascending order."""
    if packed[:1] == _BITS:
        return each(int.from_bytes(packed[1:], "little"))
    return struct.unpack(f"<{len(packed) // 4}I", packed[1:])


def held(packed: bytes, numbers: set[int]) -> set[int]:
    """Those of some numbers that are in a packed set."""
    if packed[:1] != _BITS:
        return numbers.intersection(unpack(packed))
    past = 8 * (len(packed) - 1)
    return {n for n in numbers if n < past and packed[1 + (n >> 3)] >> (n & 7) & 1}


def united(packed: Iterable[bytes]) -> Numbers:
    """All numbers of several packed sets."""
    found = 0
    listed: list[int] = []
    for one in packed:
        if one[:1] == _BITS:
            found |= int.from_bytes(one[1:], "little")
        else:
            listed += unpack(one)
    return found | gathered(listed)


def gathered(numbers: Iterable[int]) -> Numbers:
    """The set of some numbers, in any order."""
    return int.from_bytes(_bits(list(numbers)), "little")


def _bits(numbers: Sequence[int]) -> bytes:
    held = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return bytes(held)


def each(numbers: Numbers) -> Iterator[int]:
    """The numbers of a set, in ascending order."""
    held = numbers.to_bytes(numbers.bit_length() // 8 + 1, "little")
    for at, byte in enumerate(held):
        if byte:
            yield from (8 * at + bit for bit in range(8) if byte >> bit & 1)
