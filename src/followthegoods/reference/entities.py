"""A file of FollowTheMoney entities, a line of JSON each, perhaps packed by gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from followthegoods.errors import BadList

GZIP = b"\x1f\x8b"
_PACKED = (GZIP, b"PK\x03\x04")
"""How gzip and ZIP begin."""


NUMBERS = (
    "innCode", "ogrnCode", "okpoCode", "taxNumber", "vatCode", "registrationNumber", "uscCode",
    "leiCode", "idNumber",
)  # fmt: skip
"""The properties that hold numbers of companies."""


@dataclass(frozen=True)
class Entity:
    """An entity: where it stands, its id and schema, and its properties, each of some texts."""

    where: str
    id: str
    schema: str
    said: dict[str, list[str]]

    def first(self, key: str, otherwise: str = "") -> str:
        """The first text of a property."""
        return self.said.get(key, [otherwise])[0]


def read_entities(path: Path) -> Iterator[Entity]:
    """The entities of a file, in their order. Raises `BadList` for a line that is none."""
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _entity(line, f"{path.name}, line {number}")
    except (UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        raise _none(path.name, packed=_packed(path)) from error


def _opened(path: Path) -> TextIO:
    """A file, perhaps packed by gzip, as text."""
    with path.open("rb") as file:
        is_packed = file.read(2) == GZIP
    if is_packed:
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _entity(line: str, where: str) -> Entity:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _none(where) from error
    properties = said.get("properties") if isinstance(said, dict) else None
    if not isinstance(properties, dict) or not {"id", "schema"} <= said.keys():
        raise _none(where)
    return Entity(where, str(said["id"]), str(said["schema"]), dict(_texts(properties)))


def _texts(properties: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for key, values in properties.items():
        if isinstance(values, list):
            texts = [text for text in values if isinstance(text, str) and text.strip()]
            if texts:
                yield key, texts


def _packed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(_PACKED)
    except OSError:
        return False


def _none(where: str, *, packed: bool = False) -> BadList:
    return BadList(
        "This is no FollowTheMoney entity.",
        where=where,
        do="Unpack it, and add the file that is in it."
        if packed
        else "Give entities, a line of JSON each.",
    )
