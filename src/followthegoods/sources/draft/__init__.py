"""A layout drafted for a table that no layout knows: which column is which field, and why.

A draft is a proposal for a person. Nothing in it is guessed that changes money: of several
columns of money none is taken unless its header's words or a proven relation decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from followthegoods.sources.draft.authority import (
    UNKNOWN,
    currency_for,
    find_authority,
    find_direction,
)
from followthegoods.sources.draft.choice import UNSURE, Choice, Seen, standing
from followthegoods.sources.draft.decide import decide, look_at, mapped, written_once
from followthegoods.sources.draft.money import LINE_VALUES, decide_money
from followthegoods.sources.draft.table import Table, read_table
from followthegoods.sources.draft.words import draft_words
from followthegoods.sources.draft.write import About, toml_of
from followthegoods.sources.raw import Sample

__all__ = ["Draft", "DraftColumn", "draft"]


@dataclass(frozen=True)
class DraftColumn:
    """One column of a draft: place (from 1), header, field or None, how sure, and why.

    `confidence` is `sure`, `likely` or `unsure`; an unsure field is a hint and not mapped.
    """

    place: int
    header: str | None
    field: str | None
    confidence: str
    why: str

    @property
    def mapped(self) -> bool:
        """Whether the draft's TOML reads the field from this column."""
        return self.field is not None and self.confidence != "unsure"


@dataclass(frozen=True)
class Draft:
    """A drafted layout: its columns, its TOML, what a person should know before using it.

    `sampled_rows` were looked at; `whole` says that they are all the rows there are.
    """

    columns: tuple[DraftColumn, ...]
    toml: str
    notes: tuple[str, ...]
    sampled_rows: int
    whole: bool


def draft(source: Path | Sample) -> Draft:
    """Draft a layout for a file, or for a sample of one.

    Raises as `sample` does for what is no table. The TOML is a valid layout once what reads `??`
    in it is filled in.
    """
    table = read_table(source)
    seen = look_at(table)
    choices = decide(seen)
    to_choose = decide_money(seen, choices)
    if table.header_row:
        _unnamed(choices, table)
    once = written_once(choices, seen)
    fields = mapped(choices, seen)
    authority = find_authority(table, seen, choices)
    about = About(
        authority=authority,
        currency=currency_for(authority[0], seen, choices),
        direction=find_direction(table, seen, choices, authority[0]),
        key_pattern=_key_pattern(seen, choices),
    )
    return Draft(
        columns=tuple(
            DraftColumn(c.place, table.header[c.place - 1], c.field, c.confidence, c.why)
            for c in choices.values()
        ),
        toml=toml_of(table, seen, choices, fields, to_choose, once, about),
        notes=tuple(_notes(table, fields, to_choose, once, about)),
        sampled_rows=len(table.rows),
        whole=table.whole,
    )


def _unnamed(choices: dict[int, Choice], table: Table) -> None:
    """Map no column that lacks a header among others that have one: a layout cannot name it."""
    for place, choice in choices.items():
        if choice.stands and table.header[place - 1] is None:
            why = f"{choice.why}; the column has no header to name it by"
            choices[place] = replace(choice, confidence=UNSURE, why=why)


def _key_pattern(seen: dict[int, Seen], choices: dict[int, Choice]) -> str:
    column = standing(choices, "declaration")
    form = seen[column.place].column.form if column else None
    return str(draft_words()["forms"][form]) if form else ""


def _notes(
    table: Table,
    fields: dict[str, list[int]],
    to_choose: list[Choice],
    once: Collection[int],
    about: About,
) -> list[str]:
    notes = []
    if not table.whole:
        notes.append(f"Only a sample of {len(table.rows):,} rows was looked at.")
    if not table.header_row:
        notes.append("No header row was found: columns are named by their places.")
    if to_choose and not set(LINE_VALUES) & set(fields):
        notes.append("Choose the column of the line's value: nothing proves which it is.")
    elif not set(LINE_VALUES) & set(fields):
        notes.append("No column holds a value that is named or proven.")
    if once:
        notes.append(
            "What is of a whole declaration stands once over its rows: a row that leaves all of it "
            "empty is read as going on with the row above it (`down`)."
        )
    if about.authority[0] == UNKNOWN:
        notes.append("Say whose records these are: fill in `authority`.")
    if not {"registered", "released", "month"} & set(fields):
        notes.append("No column of dates was found.")
    elif not {"registered", "month"} & set(fields):
        notes.append(
            "No column holds the day of registration: answers go by it, "
            "unless asked with `--date-basis released`."
        )
    return notes
