"""In which encoding a text is written: by the evidence of its bytes, wherever in it they stand."""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from dataclasses import dataclass

ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp1251",
    "cp866",
    "koi8-r",
    "koi8-u",
    "cp1252",
    "latin-1",
)

CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTINUATION = bytes(range(0x80, 0xC0))
_ASCII = bytes(range(0x80))

_ENOUGH = 1024
"""So many bytes beyond ASCII of one block say what there is to say about it."""

_TELLING = 50
"""So many of them speak against an encoding that is stated."""

_STRETCH = 16 << 10
"""So much of a block mostly holds them; and from the first of them on, this much is looked at for
their neighbours."""

_SIDES = bytes(
    ord("a") if n < 0x80 and chr(n).isalpha() else ord("h") if n >= 0x80 and n != 0xA0 else 32
    for n in range(256)
)
"""Latin letters as `a`, what is beyond ASCII as `h`, the rest as spaces."""

_UTF8_LINE = re.compile(
    rb"\n([\x00-\x09\x0b-\x7f]*+"
    rb"(?:(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
    rb"[\x00-\x09\x0b-\x7f]*+)++)(?=\n|\Z)"
)


@dataclass(frozen=True)
class Evidence:
    """What a text says of its single-byte encoding. Evidence of several stretches adds up."""

    bytes: tuple[int, ...] = (0,) * 128
    """How often each byte beyond ASCII was seen, from 0x80 on."""
    high: int = 0
    """Bytes beyond ASCII where their neighbours were looked at."""
    beside: int = 0
    """How often one of those stands beside a Latin letter, as accents do."""

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            tuple(a + b for a, b in zip(self.bytes, other.bytes, strict=True)),
            self.high + other.high,
            self.beside + other.beside,
        )


def evidence_of(data: bytes) -> Evidence:
    """The evidence of one block of a text, as much of it as is needed."""
    if data.isascii():
        return Evidence()
    high = data[:_STRETCH].translate(None, _ASCII)
    if len(high) <= _ENOUGH:
        high = data.translate(None, _ASCII)
    seen = Counter(high[:_ENOUGH])
    if len(high) > _ENOUGH:
        first = data.index(high[:1])
        data = data[first : first + _STRETCH]
    near = data.translate(_SIDES)
    return Evidence(
        tuple(seen[byte] for byte in range(0x80, 0x100)),
        near.count(b"h"),
        near.count(b"ah") + near.count(b"ha"),
    )


def single_byte(evidence: Evidence) -> str:
    """The single-byte encoding in which a text reads most like Russian or Ukrainian.

    Western European where bytes beyond ASCII stand among Latin letters: Windows-1252, or Latin-1
    where most of its control characters are such as Windows-1252 does not have.
    """
    seen = dict(enumerate(evidence.bytes, start=0x80))
    if evidence.beside * 2 > evidence.high:
        controls = sum(seen[byte] for byte in range(0x80, 0xA0))
        undefined = sum(seen[byte] for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        return "latin-1" if undefined * 2 > controls else "cp1252"
    return max(("cp1251", "cp866", "koi8-r", "koi8-u"), key=lambda name: _likelihood(seen, name))


_LETTERS = {
    letter: 100 * 0.9**rank for rank, letter in enumerate("оеаинтсрвлкмдпіуяыьгзбчйхжшюцщїєэфъёґ")
}
"""Letters of Russian and Ukrainian from the most to the least frequent, roughly weighted."""


def _likelihood(seen: dict[int, int], encoding: str) -> float:
    score = 0.0
    for byte, times in seen.items():
        letter = bytes([byte]).decode(encoding, "replace")
        weight = _LETTERS.get(letter.lower(), 1.0 if letter in "№«»–—’“”„°\xa0…" else 0.05)
        score += times * math.log(weight)
    return score


def plainly_other(evidence: Evidence, stated: str) -> str:
    """The Cyrillic encoding that a text plainly is in where another one is stated; else nothing.

    It must make letters of all but a few of many bytes, and the stated one, if it is Cyrillic as
    well, must not: a text that can be read as is stated is believed to be so.
    """
    found = single_byte(evidence)
    if found == stated or found not in ("cp1251", "cp866"):
        return ""
    seen = dict(enumerate(evidence.bytes, start=0x80))
    if sum(seen.values()) < _TELLING or _letters(seen, found) < 0.9:
        return ""
    both = stated in ("cp1251", "cp866")
    return found if not both or _letters(seen, stated) < 0.9 else ""


def _letters(seen: dict[int, int], encoding: str) -> float:
    """The share of bytes that are letters of Russian or Ukrainian in an encoding."""
    read = {byte: bytes([byte]).decode(encoding, "replace").lower() for byte in seen}
    return sum(n for byte, n in seen.items() if read[byte] in _LETTERS) / sum(seen.values())


def marked(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark names, and the mark's length; or nothing and 0."""
    return next(((code, len(bom)) for bom, code in _BOMS if head.startswith(bom)), ("", 0))


def unmarked_utf16(head: bytes) -> str:
    """The byte order of UTF-16 without a mark, or nothing.

    One byte of each pair is then that of the Latin or Cyrillic rows, often NUL, the other is not.
    """
    pairs = head[: len(head) & ~1]
    for encoding, rows, cells in (
        ("utf-16-le", pairs[1::2], pairs[0::2]),
        ("utf-16-be", pairs[0::2], pairs[1::2]),
    ):
        strange = len(rows.translate(None, b"\0\4\x20\x21"))
        if rows.count(0) * 10 < len(rows) or strange * 20 > len(rows) or len(rows) < 2:
            continue
        text = pairs.decode(encoding, "replace").encode()
        if cells.count(0) * 1000 <= len(cells) and not uncontrolled(text):
            return encoding
    return ""


def uncontrolled(text: bytes) -> bool:
    """Whether there are more control characters than strays in a text: then it is none."""
    return sum(1 for _ in CONTROLS.finditer(text)) > 3 + len(text) // 50


def utf8_balance(data: bytes, starts: bool, ends: bool) -> tuple[int, int]:
    """Places of a stretch that cannot be UTF-8, and bytes that are there only because it is.

    `starts` and `ends` say that the stretch does not begin or end inside a character.
    """
    inner = data if starts else data.lstrip(_CONTINUATION)
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(inner, ends)
    bad = max(0, text.count("\ufffd") - inner.count("\ufffd".encode()))
    return bad, len(inner) - len(text)


def not_utf8(bad: int, wide: int) -> bool:
    """Whether a text is not UTF-8: `bad` places of it cannot be decoded as such, against `wide`
    bytes that are there only because characters beyond ASCII take several."""
    return bad * 4 > wide


def utf8_lines(data: bytes) -> list[tuple[int, int]]:
    """Where lines that plainly are UTF-8 begin and end in a text of a single-byte encoding."""
    found = _UTF8_LINE.finditer(b"\n" + data)
    return [
        (line.start(1) - 1, line.end(1) - 1) for line in found if plainly_utf8(line[1]) is not None
    ]


def plainly_utf8(line: bytes) -> str | None:
    """The line as UTF-8 if that gives letters, or characters of three bytes and more.

    Two signs of a single-byte encoding may look like a sign of two bytes (`В°`), never like those.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    plain = any(sign > "\x7f" and (sign.isalpha() or sign > "\u07ff") for sign in text)
    return text if plain else None
