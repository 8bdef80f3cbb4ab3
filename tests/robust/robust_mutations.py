"""Damage done to tables, each kind by a seeded draw, so that the same number is the same damage."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

MILLION = 1_000_000
BOM = b"\xef\xbb\xbf"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02\x00\x00\x00"

Damage = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))]


def _flipped(data: bytes, draw: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(draw.choice((1, 10, 100))):
        out[draw.randrange(len(out))] ^= 1 << draw.randrange(8)
    return bytes(out)


def _random(data: bytes, draw: random.Random) -> bytes:
    return draw.randbytes(draw.randrange(1, 5000))


def _empty(data: bytes, draw: random.Random) -> bytes:
    return draw.choice((b"", BOM, b"\r\n" * 40, b" "))


def _picture(data: bytes, draw: random.Random) -> bytes:
    return PNG + draw.randbytes(2000)


def _moved(data: bytes, draw: random.Random) -> bytes:
    """A stretch of the file stands in another place."""
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    piece, rest = data[start:end], data[:start] + data[end:]
    place = draw.randrange(len(rest) + 1)
    return rest[:place] + piece + rest[place:]


ANY: dict[str, Damage] = {
    "cut": _cut,
    "flipped": _flipped,
    "random": _random,
    "empty": _empty,
    "picture": _picture,
    "moved": _moved,
}
"""What may happen to any file."""


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\r\n")


def _inside(data: bytes, draw: random.Random, piece: bytes) -> bytes:
    place = draw.randrange(len(data))
    return data[:place] + piece + data[place:]


def _header_only(data: bytes, draw: random.Random) -> bytes:
    return _lines(data)[0] + draw.choice((b"", b"\r\n"))


def _without_columns(data: bytes, draw: random.Random) -> bytes:
    gone = {draw.randrange(16) for _ in range(draw.randrange(1, 15))}
    rows = [line.split(b";") for line in _lines(data)]
    return b"\r\n".join(
        b";".join(cell for n, cell in enumerate(row) if n not in gone) for row in rows
    )


def _header_twice(data: bytes, draw: random.Random) -> bytes:
    lines = _lines(data)
    lines.insert(draw.randrange(len(lines)), lines[0])
    return b"\r\n".join(lines)


def _no_header(data: bytes, draw: random.Random) -> bytes:
    return b"\r\n".join(_lines(data)[1:])


def _wide(data: bytes, draw: random.Random) -> bytes:
    lines = _lines(data)
    more = [b";" + b";".join(b"x%d" % n for n in range(300))] * len(lines)
    if draw.random() < 0.5:
        more = [b"", *more[1:]]
    return b"\r\n".join(line + extra for line, extra in zip(lines, more, strict=True))


def _ragged(data: bytes, draw: random.Random) -> bytes:
    return b"\r\n".join(line[: draw.randrange(len(line) + 1)] for line in _lines(data))


def _every(old: bytes, new: bytes) -> Damage:
    return lambda data, draw: data.replace(old, new)


def _somewhere(*pieces: bytes) -> Damage:
    return lambda data, draw: _inside(data, draw, draw.choice(pieces))


TEXT: dict[str, Damage] = {
    "quotes": _somewhere(b'"', b'""', b'";"', b'"\r\n', b'\r\n"'),
    "no closing quotes": _every(b'";', b";"),
    "header only": _header_only,
    "columns dropped": _without_columns,
    "long cell": lambda data, draw: _inside(data, draw, b"x" * MILLION),
    "long line": lambda data, draw: _inside(data, draw, b";y" * (MILLION // 2)),
    "one nul": _somewhere(b"\0"),
    "nuls": lambda data, draw: _inside(data, draw, b"\0" * draw.randrange(1, 400)),
    "lone carriage returns": lambda data, draw: (
        data.replace(b"\r\n", b"\r") if draw.random() < 0.5 else _inside(data, draw, b"\r" * 9)
    ),
    "bom inside": _somewhere(BOM, b"\xff\xfe", b"\xfe\xff"),
    "wide": _wide,
    "header twice": _header_twice,
    "no header": _no_header,
    "ragged": _ragged,
    "mixed encodings": _somewhere("ВЫДУМКА".encode(), "ВЫДУМКА".encode("cp866"), b"\xd0"),
    "delimiter changed": _every(b";", b"|"),
    "as utf-16": lambda data, draw: data.decode("latin-1").encode("utf-16"),
}
"""What may happen to a text."""


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _member_damaged(data: bytes, draw: random.Random) -> bytes:
    """One of the parts is damaged before it is packed, so that the archive itself is whole."""
    members = _members(data)
    name = draw.choice([name for name in members if members[name]])
    members[name] = draw.choice((_cut, _flipped, _moved))(members[name], draw)
    return _packed(members)


def _member_gone(data: bytes, draw: random.Random) -> bytes:
    members = _members(data)
    del members[draw.choice(list(members))]
    return _packed(members)


def _bomb(data: bytes, draw: random.Random) -> bytes:
    members = _members(data)
    members[draw.choice(("xl/worksheets/sheet1.xml", "xl/media/filler"))] = bytes(40 * MILLION)
    return _packed(members)


def _far_cell(data: bytes, draw: random.Random) -> bytes:
    """A few bytes that claim a sheet as large as they come."""
    members = _members(data)
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="A2"', b'r="XFD1048576"')
    return _packed(members)


WORKBOOK: dict[str, Damage] = {
    "part damaged": _member_damaged,
    "part gone": _member_gone,
    "bomb": _bomb,
    "far cell": _far_cell,
}
"""What may happen to a workbook."""
