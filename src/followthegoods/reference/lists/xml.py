"""XML in a stream: one record at a time, without entities, within bounds.

No list has a document type, and only a document type can declare entities. So a file with one is
refused before anything of it is read; what remains cannot name a file or grow beyond its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from followthegoods.errors import BadList

MAX_RECORD = 32 << 20
"""Bytes of one record. The largest of a real list are a thousandth of it."""

MAX_DEPTH = 60
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Root:
    """The first element of a document: its name, the namespace of it, its attributes."""

    name: str
    namespace: str
    attributes: dict[str, str]


class _Guard:
    """Reads as far as the first element, and refuses a document type on the way."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.root: Root | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start

    def _refuse(self, *_: object) -> NoReturn:
        raise BadList(
            "The file has a document type, which may declare entities: no list needs one.",
            where=self.where,
            do="Get the list from its publisher; a web page that was saved is not it.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.root is None:
            namespace, _, local = name.rpartition(" ")
            self.root = Root(local, namespace, dict(attributes))


def looks_like_xml(head: bytes) -> bool:
    """Whether a file that begins so is markup."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def read_root(path: Path, where: str) -> Root:
    """The first element of a document. Raises `BadList` for a document type or broken markup."""
    guard = _Guard(where)
    try:
        with path.open("rb") as file:
            while guard.root is None:
                block = file.read(_BLOCK)
                guard.parser.Parse(block, not block)
                if not block:
                    break
    except (expat.ExpatError, ValueError, LookupError) as error:
        # What follows the first element in its block is not ours to judge here.
        if guard.root is None:
            raise _broken(where, str(error)) from error
    if guard.root is None:
        raise _broken(where, "it ends before it begins")
    return guard.root


def records(path: Path, names: frozenset[str], where: str) -> Iterator[Element]:
    """The elements of these names, each whole, their names without namespaces. One is kept at a
    time: it is emptied when the next is asked for.

    Raises `BadList` for a document type, broken markup, and records beyond all bounds.
    """
    read_root(path, where)
    open_: list[Element] = []
    record: Element | None = None
    since = read = 0
    for block, events in _blocks(path, where):
        read += len(block)
        for event, element in events:
            if event == "start":
                element.tag = element.tag.rpartition("}")[2]
                open_.append(element)
                record = element if record is None and element.tag in names else record
                continue
            open_.pop()
            if element is record:
                yield element
                record = None
            if record is None and open_:
                del open_[-1][:]
                since = read
        if read - since > MAX_RECORD or len(open_) > MAX_DEPTH:
            raise BadList(
                "One record of the file is larger, or deeper, than any of a list can be.",
                where=where,
                do="Get the list from its publisher again.",
            )


def _blocks(path: Path, where: str) -> Iterator[tuple[bytes, list[tuple[str, Element]]]]:
    """The file block by block, each with the elements that begin and end in it."""
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.feed(block)
                # Read here and now: what is wrong with a block is told with its events.
                yield block, cast("list[tuple[str, Element]]", [*parser.read_events()])
        parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise _broken(where, str(error)) from error


def _broken(where: str, why: str) -> BadList:
    return BadList(
        f"The file is no whole XML document: {why}.",
        where=where,
        do="Get it again: a list that was cut short would read as if many had been delisted.",
    )


def text_of(element: Element, path: str) -> str:
    """The text of the first element at a path below, "" where there is none."""
    return (element.findtext(path) or "").strip()
