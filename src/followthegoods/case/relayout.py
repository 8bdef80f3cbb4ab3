"""Reading a source again by another layout, and what that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthegoods import __version__
from followthegoods.case import asking, held
from followthegoods.case.changing import keep_layout, resolve_if_stale, resolve_parties
from followthegoods.case.moved import SavedAnswer, moved, read_answer
from followthegoods.case.opened import Opened
from followthegoods.case.records import Progress
from followthegoods.errors import BadParameter, UsageError
from followthegoods.ingest.load import load_again
from followthegoods.lake.catalogue import Books, Source
from followthegoods.model.difference import Moved
from followthegoods.parties.readings import read_mentions
from followthegoods.reference.rates import resolve_dollars
from followthegoods.sources.layout import Layout, choose_layout, shipped_layouts


@dataclass(frozen=True)
class ColumnChange:
    """A column that is read as another field than before; None: as no field."""

    sheet: str
    place: int
    header: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class AnswerChange:
    """A saved answer, asked again. `same_state`: it was made from the state just before.

    `cannot` is empty, or says why the question cannot be asked any more.
    """

    file: str
    same_state: bool
    cannot: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Relayout:
    """What reading a source again did or, in a preview, would do. `changed` is False where the
    same layout and program had read it: then nothing was done."""

    before: Books
    after: Books
    changed: bool
    preview: bool
    columns: tuple[ColumnChange, ...]
    answers: tuple[AnswerChange, ...]


def relayout(
    case: Opened,
    source: str,
    layout: str | None,
    answers: Sequence[str | Path],
    progress: Progress,
    *,
    preview: bool,
) -> Relayout:
    """Derive a source's lines again from its raw cells; see `Case.relayout`."""
    saved = [read_answer(file) for file in answers]
    with case.disk.one_writer():
        found = case.catalogue.find_source(source)
        chosen = choose_layout(layout) if layout else _as_it_ships(found)
        resolve_if_stale(case, progress)
        state, before = held.state(case), case.catalogue.books_of(found.source)
        derived_by = case.catalogue.derived_by(found.source)
        if (found.layout_sha256, derived_by) == (chosen.sha256, __version__):
            with case.catalogue.reading(resolved=True):
                asked = tuple(_again(case, one, state) for one in saved)
            return Relayout(before, before, False, preview, (), asked)
        with case.catalogue.write("relayout", case.settings.author, keep=not preview) as load:
            case.disk.sweep(case.catalogue.all_files())
            _derive(case, found, chosen, layout, load, progress)
            after = case.catalogue.books_of(found.source)
            asked = tuple(_again(case, one, state) for one in saved)
        if preview:
            # Files of this load's number are of another reading when the number is given again.
            case.let_go()
        case.disk.sweep(case.catalogue.all_files())
        progress("loaded", 1.0)
        return Relayout(before, after, True, preview, _columns(before, after), asked)


def _as_it_ships(source: Source) -> Layout:
    """The layout that a source was read by, as it ships now."""
    for layout in shipped_layouts():
        if layout.id == source.layout:
            return layout
    raise BadParameter(
        f"{source.name} was read by a layout of your own, {source.layout}.",
        do="Give the corrected file: --layout my.toml; its old text: ftg layouts show "
        f"{source.layout} --case CASE",
    )


def _derive(
    case: Opened,
    source: Source,
    layout: Layout,
    named: str | None,
    load: int,
    progress: Progress,
) -> None:
    disk, catalogue, settings = case.disk, case.catalogue, case.settings
    load_again(source, disk, catalogue, load, settings, layout, progress)
    keep_layout(case, source.source, named)
    progress("names", 0.0)
    read_mentions(disk, catalogue, load, [source.source], settings)
    resolve_dollars(disk, catalogue, load, settings, [source.source])
    progress("parties", 0.0)
    resolve_parties(case, load)


def _again(case: Opened, saved: SavedAnswer, state: str) -> AnswerChange:
    """Ask a saved answer's question of the case as it is now; `state` is that of before."""
    same = saved.state == state
    try:
        answer = asking.dossier(case, saved.who, saved.how)
    except UsageError as error:
        return AnswerChange(saved.file, same, error.what, ())
    return AnswerChange(saved.file, same, "", moved(saved.said, answer.to_dict()))


def _columns(before: Books, after: Books) -> tuple[ColumnChange, ...]:
    """The columns that fill another field than before."""
    changes = []
    sheets = zip(before.source.format["sheets"], after.source.format["sheets"], strict=True)
    for was, now in sheets:
        then, since = _fields(was), _fields(now)
        for place in sorted(then.keys() | since.keys()):
            if then.get(place) != since.get(place):
                header = _header(now, place) or _header(was, place)
                changes.append(
                    ColumnChange(now["name"], place, header, then.get(place), since.get(place))
                )
    return tuple(changes)


def _fields(sheet: dict[str, Any]) -> dict[int, str]:
    """Column -> the field it fills, or the fields."""
    fields: dict[int, list[str]] = {}
    for name, places in sheet["fields"].items():
        for place in places:
            fields.setdefault(place, []).append(name)
    return {place: ", ".join(names) for place, names in fields.items()}


def _header(sheet: dict[str, Any], place: int) -> str:
    header = sheet["header"]
    return (header[place - 1] or "") if place <= len(header) else ""
