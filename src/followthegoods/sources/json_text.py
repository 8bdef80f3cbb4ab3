"""Records of JSON to raw: one object a line, or an array of objects; their keys are row 1.

Columns are the union of the keys, in the order in which they first appear. Numbers are kept digit
for digit, whatever is nested as JSON. A value that is no object, or gives a key twice, is no
record: it is kept whole and broken as `not_an_object`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from followthegoods.errors import UnreadableFile
from followthegoods.sources.cells import number_text
from followthegoods.sources.records import Records
from followthegoods.sources.sniff import JSON, Windows
from followthegoods.sources.splitter import MAX_CELL, MAX_COLUMNS, TOO_LONG
from followthegoods.sources.store import Job, Sheet, Stored
from followthegoods.sources.text import MAX_LINE, Text, as_utf8, read_lines

NOT_AN_OBJECT = "not_an_object"

_KNOWN = 1000
"""Keys that first appear after so many records make the program read the file again."""

_CHUNK = 1 << 20
_SPACE = re.compile(r"[\s,]*")
_UNFIT = re.compile("[\0\ud800-\udfff]")


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Pairs(list[tuple[str, Any]]):
    """An object that gives a key more than once."""

    __slots__ = ()


class Item(NamedTuple):
    """One record, or why its text is none."""

    record: dict[str, Any]
    text: str = ""
    broken: str = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Pairs:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Pairs(pairs)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Number,
    parse_int=Number,
    parse_constant=Number,
    strict=False,
)


def read_json(job: Job, windows: Windows, kind: str) -> Stored:
    """Read records of JSON into the job's raw file.

    Raises `UnreadableFile` for an array that is damaged or cut short, or too many columns.
    """
    text = as_utf8(job, windows).whole().unmarked()
    first = [item.record for item in islice(_items(job, text, kind), _KNOWN)]
    keys = {key: n for n, key in enumerate(dict.fromkeys(k for record in first for k in record))}
    while True:
        known = len(keys)
        records, replaced = _write(job, text, kind, keys)
        if len(keys) == known:
            break
    if text.path != job.source:
        text.path.unlink()
    records.store()
    notes = [*records.faults(), *text.notes]
    if replaced:
        notes.append(f"{replaced} characters that no text can hold stand as U+FFFD")
    sheets = (Sheet(job.name, records.rows),)
    replaced += text.replaced
    return Stored(text.encoding, "", "", sheets, records.width, replaced, tuple(notes))


def sample_json(head: str, kind: str, rows: int) -> list[tuple[list[str], str]]:
    """The first rows of some text, with why they are broken."""
    if kind == JSON:
        items = list(_cut(array_items(io.StringIO(head)), rows))
    else:
        items = list(islice(map(line_item, head.removesuffix("\n").split("\n")), rows - 1))
    keys = {key: n for n, key in enumerate(dict.fromkeys(k for i in items for k in i.record))}
    named = [_fit(key)[0] for key in keys]
    return [(named, ""), *((_cells(item, keys)[0], item.broken) for item in items)]


def _cut(items: Iterator[Item], rows: int) -> Iterator[Item]:
    """As many items as are asked for; fewer where the text ends inside one."""
    try:
        yield from islice(items, rows - 1)
    except UnreadableFile:
        return


def _items(job: Job, text: Text, kind: str) -> Iterator[Item]:
    with text.path.open("rb") as source:
        source.seek(text.start)
        if kind == JSON:
            yield from array_items(io.TextIOWrapper(source, encoding="utf-8", newline=""))
        else:
            yield from map(line_item, read_lines(source, text, job.where))


def _write(job: Job, text: Text, kind: str, keys: dict[str, int]) -> tuple[Records, int]:
    """Write every record in these columns; keys that have none are given one for the next time."""
    known = len(keys)
    replaced = 0
    with Records(job, max(1, known)) as records:
        records.add([_fit(key)[0] for key in keys])
        for item in _items(job, text, kind):
            for key in item.record:
                keys.setdefault(key, len(keys))
            if len(keys) > MAX_COLUMNS:
                raise _too_wide(job.where)
            if len(keys) == known:
                cells, unfit = _cells(item, keys)
                replaced += unfit
                records.add(cells, item.broken)
            if records.due():
                job.progress("reading records", 0.0)
    return records, replaced


def _too_wide(where: str) -> UnreadableFile:
    return UnreadableFile(
        f"The records have more than {MAX_COLUMNS:,} different keys: this is not a table.",
        where=where,
        do="Write the records out as CSV, with the columns that matter, and add that.",
    )


def _cells(item: Item, keys: dict[str, int]) -> tuple[list[str], int]:
    """The cells of a record in these columns, and how many characters could not be kept."""
    if item.broken:
        text, unfit = _fit(item.text)
        return [text], unfit
    cells = [""] * len(keys)
    replaced = 0
    for key, value in item.record.items():
        cell = _cell(value)
        if not cell.isascii() or "\0" in cell:
            cell, unfit = _fit(cell)
            replaced += unfit
        cells[keys[key]] = cell
    return cells, replaced


def _fit(text: str) -> tuple[str, int]:
    """Text without what UTF-8 and a cell cannot hold: NULs, halves of characters."""
    return _UNFIT.subn("\ufffd", text)


def _cell(value: Any) -> str:
    if isinstance(value, Number):
        return number_text(value)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return as_json(value)


def as_json(value: Any) -> str:
    """A value as compact JSON, its numbers as they were written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, Pairs | dict):
        pairs = value.items() if isinstance(value, dict) else value
        return "{" + ",".join(f"{_string(key)}:{as_json(each)}" for key, each in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(as_json, value)) + "]"
    return _string(value)


def _string(value: str | bool | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def line_item(line: str) -> Item:
    """The record of one line; a blank line is a record of nothing."""
    text = line.strip()
    if not text:
        return Item({})
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        value, end = None, 0
    return _item(value if end == len(text) else None, text)


def _item(value: Any, text: str) -> Item:
    """The record that a text holds, or the text as what is none."""
    if type(value) is dict and _shallow(value):
        return Item(value)
    return Item({}, text, TOO_LONG if len(text) > MAX_CELL else NOT_AN_OBJECT)


def _shallow(record: dict[str, Any]) -> bool:
    """Whether nothing in a record is nested so deep that it cannot be written again."""
    try:
        for value in record.values():
            if isinstance(value, list | dict):
                as_json(value)
    except RecursionError:
        return False
    return True


def array_items(source: io.TextIOBase) -> Iterator[Item]:
    """The records of an array. Raises `UnreadableFile` where it cannot be read on."""
    buffer, ended = source.read(_CHUNK).lstrip().removeprefix("["), False
    while True:
        at = 0
        while (found := _next(buffer, at, ended)) is not None:
            item, at = found
            yield item
        buffer = buffer[at:]
        rest = _SPACE.sub("", buffer, count=1)
        if rest.startswith("]") and not (rest[1:] + source.read(_CHUNK)).strip():
            return
        if rest.startswith("]") or ended or len(buffer) > MAX_LINE:
            raise UnreadableFile(
                f"The JSON is damaged or cut short near {rest[:60]!r}.",
                do="Get the file again, or write its records out one a line.",
            )
        more = source.read(max(_CHUNK, len(buffer)))
        ended = not more
        buffer += more


def _next(buffer: str, at: int, ended: bool) -> tuple[Item, int] | None:
    """The element that begins at a place and where it ends, if all of it is in the buffer."""
    space = _SPACE.match(buffer, at)
    at = space.end() if space else at
    try:
        value, end = _DECODER.raw_decode(buffer, at)
    except (ValueError, RecursionError):
        return None
    if end == len(buffer) and not ended:
        return None
    return _item(value, buffer[at:end]), end
