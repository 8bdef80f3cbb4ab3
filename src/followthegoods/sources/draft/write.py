"""A draft as the TOML of a layout, with what is known of each column beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from followthegoods.sources.draft.choice import Choice, Seen
from followthegoods.sources.draft.money import LINE_VALUES
from followthegoods.sources.draft.table import Table
from followthegoods.sources.layout import fold_header
from followthegoods.sources.layout_check import SCHEMA

_REQUIRED = (
    ("hs", "goods"),
    ("receiver_name", "receiver_id", "sender_name", "sender_id"),
    LINE_VALUES,
)


@dataclass(frozen=True)
class About:
    """What a layout says of a file as a whole; each with why."""

    authority: tuple[str, str]
    currency: str
    direction: tuple[str, str]
    key_pattern: str


def toml_of(
    table: Table,
    seen: dict[int, Seen],
    choices: dict[int, Choice],
    fields: dict[str, list[int]],
    to_choose: Sequence[Choice],
    once: Container[int],
    about: About,
) -> str:
    """The draft as TOML. What is unsure is commented out; what is unknown reads `??`. `once`: the
    columns that are written once over several rows."""
    names = column_names(table.header)
    if not table.header_row:
        names = {place: f"column {place}" for place in range(1, len(table.header) + 1)}
    parts = [
        *_head(table, fields, about),
        *_rows_of_header(table, names),
        *_ignored(choices, names, to_choose),
        *_key(about),
        *_fields(fields, choices, names, once, seen),
        *_money(seen, to_choose, fields, names),
        *_unsure(choices, fields, to_choose, names, seen),
    ]
    return "\n".join(parts).rstrip() + "\n"


def column_names(header: Sequence[str | None]) -> dict[int, str]:
    """How a layout names each column: by its header, the second of one name as `Header#2`."""
    met: Counter[str] = Counter()
    names = {}
    for place, text in enumerate(header, start=1):
        if text is None:
            continue
        folded = fold_header(text)
        met[folded] += 1
        names[place] = text if met[folded] == 1 else f"{text}#{met[folded]}"
    return names


def _head(table: Table, fields: dict[str, list[int]], about: About) -> Iterator[str]:
    rows = f"{'all' if table.whole else 'a sample of'} {len(table.rows):,} rows"
    yield f"# Drafted from {_line(table.name)}, {rows}. A draft is a proposal: check every line."
    yield "# Fill in what reads ??; take the # away from what holds of the columns marked unsure."
    yield ""
    month = "month" in fields and not {"registered", "released"} & set(fields)
    yield f"schema = {SCHEMA}"
    yield 'id = "draft"'
    yield f"title = {quote(f'Drafted from {_line(table.name)}')}"
    authority, why = about.authority
    yield f"authority = {quote(authority)}  # whose records these are: {_line(why) or 'no sign'}"
    yield f"currency = {quote(about.currency)}  # of the customs value"
    yield f"grain = {quote('month' if month else 'line')}"
    yield f"direction = {quote(about.direction[0])}  # where no column says: {about.direction[1]}"
    yield f"released = {quote('column' if 'released' in fields else 'unknown')}"
    groups = [[name for name in group if name in fields] for group in _REQUIRED]
    groups = [group for group in groups if group] or [list(fields) or ["??"]]
    inside = ", ".join(f"[{', '.join(map(quote, group))}]" for group in groups)
    yield f"required = [{inside}]"
    yield 'notes = ""'


def _rows_of_header(table: Table, names: dict[int, str]) -> Iterator[str]:
    if not table.header_row:
        yield "# The file has no header row: its columns are named here, in their order."
        yield f"columns = [{', '.join(map(quote, names.values()))}]"
    if table.header_rows > 1:
        yield f"header_rows = {table.header_rows}  # a header: upper / lower"
    yield ""


def _ignored(
    choices: dict[int, Choice], names: dict[int, str], to_choose: Sequence[Choice]
) -> Iterator[str]:
    asked = {choice.place for choice in to_choose}
    left = [
        choice for place, choice in choices.items()
        if place in names and place not in asked and _is_left(choice)
    ]  # fmt: skip
    if left:
        yield "ignore = ["
        for choice in left:
            yield f"  {quote(names[choice.place])},  # {_line(choice.why)}"
        yield "]"
        yield ""


def _is_left(choice: Choice) -> bool:
    return not choice.stands and choice.field is None and choice.confidence != "unsure"


def _key(about: About) -> Iterator[str]:
    if about.key_pattern:
        yield "[key]"
        yield f"pattern = '{about.key_pattern}'"
        yield ""


def _fields(
    fields: dict[str, list[int]],
    choices: dict[int, Choice],
    names: dict[int, str],
    once: Container[int],
    seen: dict[int, Seen],
) -> Iterator[str]:
    yield "[fields]"
    yield ""
    for field, places in fields.items():
        for place in places:
            choice = choices[place]
            yield f"# {choice.confidence}: {_line(choice.why)}"
        yield f"[fields.{field}]"
        yield columns_line(places, names)
        yield from _factor(seen[places[0]], field)
        if all(place in once for place in places):
            yield "down = true"
        yield ""


def columns_line(places: Sequence[int], names: dict[int, str]) -> str:
    """The line of a field that says which columns fill it; a column may lack a header."""
    headers = [names.get(place, f"(no header: column {place})") for place in places]
    return f"headers = [{', '.join(map(quote, headers))}]"


def _money(
    seen: dict[int, Seen],
    to_choose: Sequence[Choice],
    fields: dict[str, list[int]],
    names: dict[int, str],
) -> Iterator[str]:
    if not to_choose:
        return
    if set(LINE_VALUES) & set(fields):
        yield "# Further columns of money, not used:"
    else:
        yield "# CHOOSE ONE: nothing proves which of these columns is the line's value. Take the #"
        yield f"# away from one and name its field: {', '.join(LINE_VALUES)}."
    for choice in to_choose:
        yield f"# {_line(choice.why)}; {_range(seen[choice.place])}"
        yield f"#[fields.{choice.field or '??'}]"
        yield "#" + columns_line([choice.place], names)
        yield from (f"#{line}" for line in _factor(seen[choice.place], choice.field))
    yield ""


def _factor(one: Seen, field: str | None) -> Iterator[str]:
    if factor := one.factor(field):
        yield f"factor = {factor}"


def _range(one: Seen) -> str:
    numbers = [n for n in one.column.numbers if n is not None]
    if not numbers:
        return "no numbers"
    return f"{len(numbers):,} numbers from {min(numbers):,.2f} to {max(numbers):,.2f}"


def _unsure(
    choices: dict[int, Choice],
    fields: dict[str, list[int]],
    to_choose: Sequence[Choice],
    names: dict[int, str],
    seen: dict[int, Seen],
) -> Iterator[str]:
    asked = {choice.place for choice in to_choose}
    for place, choice in choices.items():
        if choice.stands or place in asked or _is_left(choice):
            continue
        yield f"# unsure: {_line(choice.why)}"
        factor = seen[place].factor(choice.field) if choice.field else None
        if choice.field in fields:
            others = f", if their numbers count times {factor:,} too" if factor else ""
            yield f"# (to be added to the columns of [fields.{choice.field}]{others})"
        else:
            yield f"#[fields.{choice.field or '??'}]"
        yield "#" + columns_line([place], names)
        if factor and choice.field not in fields:
            yield f"#factor = {factor}"
        yield ""


def quote(text: str) -> str:
    """A text as a basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    """A text for a comment: on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
