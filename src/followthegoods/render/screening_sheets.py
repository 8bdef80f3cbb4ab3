"""The sheets of a screening's workbook: what stands in each, as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from followthegoods.model.answer import Figure
from followthegoods.model.screening import Screening
from followthegoods.render import screening as words
from followthegoods.render.text import INVENTED, safe
from followthegoods.render.workbook import write_sheets
from followthegoods.render.workbook_sheets import FIGURE, Row, Sheet

_AMOUNTS = (18, 18, 18, 10, 10, 10)


def write_screening(found: Screening, path: Path, *, published: bool) -> None:
    """Write a screening to an XLSX file. What it may show is settled before. Raises
    `BadParameter` where the file cannot be written."""
    write_sheets(screening_sheets(found, published=published), path)


def screening_sheets(found: Screening, *, published: bool) -> Iterator[Sheet]:
    """Every sheet, in the order of their tabs. Rows are made when they are read."""
    banner = INVENTED if found.invented else ""
    yield Sheet("Cover", (), _cover(found, published), (26, 110), banner, amounts=False)

    def sheet(name: str, headers: tuple[str, ...], rows: Iterable[Row], *widths: int) -> Sheet:
        return Sheet(name, headers, rows, widths, banner, amounts=FIGURE[0] in headers)

    widths = (40, 18, 12, 30, 40, *[14] * 7, 40, *[14] * 5, *_AMOUNTS)
    yield sheet("Matches", _MATCH, _matches(found), *widths)
    own: tuple[str, ...] = ("party", "list", "entry", "measure", "status", *FIGURE)
    yield sheet("By status", own, _statuses(found), 40, 14, 14, 18, 30, *_AMOUNTS)
    own = ("party", "list", "entry", "measure", "month", "status", "lines", "US dollars, point")
    yield sheet("Over time", own, _months(found), 40, 14, 14, 18, 10, 22, 10, 18)
    own = ("party", "list", "entry", "what", "in the records", "on the list", "result", "weight")
    yield sheet("Compared", own, _compared(found), 40, 14, 14, 16, 40, 40, 20, 10)
    if found.judgements:
        own = ("number", "company", "list", "entry", "entry's name", "verdict", "why", "by", "at")
        yield sheet("Judgements", own, _judgements(found), 8, 40, 14, 14, 40, 12, 60, 20, 26)
    if found.notes:
        own = ("party", "list", "entry", "entry's name", "address")
        yield sheet("Addresses", own, _notes(found), 40, 14, 14, 40, 60)
    if found.goods:
        own = ("list", "authority", "measure", "tier", "codes", "on the line's day", *FIGURE)
        yield sheet("Goods", own, _goods(found), 24, 12, 24, 8, 60, 20, *_AMOUNTS)
    own = ("jurisdiction", "lists of", "state", "lists", *FIGURE)
    yield sheet("Rules touched", own, _matrix(found), 24, 10, 20, 40, *_AMOUNTS)
    own = ("list", "authority", "of", "title", "version of")
    yield sheet("Lists", own, _lists(found), 30, 14, 10, 60, 14)


def _cover(found: Screening, published: bool) -> Iterator[Row]:
    made, coverage = found.made_from, found.coverage
    yield "Subject", safe(found.subject.name) if found.subject else "the whole case"
    for party in found.subject.parties if found.subject else ():
        number = ", ".join(party.tax_ids) or "none"
        yield f"party {party.id}", f"{safe(party.name)}; tax id {number}"
    yield "Records", f"{coverage.first or 'no dates'} to {coverage.last or 'no dates'}"
    yield "Months without records", ", ".join(coverage.months_missing) or "none in between"
    yield "Looked at", " ".join((words.looked_at(found), *words.of_authority(found)))
    if found.as_of:
        yield "Status shown", f"that on {found.as_of}; figures are by line"
    yield "Was any of it in breach?", found.breach.said
    yield "Not legal advice", found.not_advice
    yield (None,)
    yield "State", f"{made.state} (load {made.load})"
    yield "Program", f"followthegoods {made.program}"
    yield "Names compared by", made.scorer
    yield "Judgements of parties", made.judgements
    left_out = "names of files, personal data, who judged"
    yield "Left out", left_out if published else "nothing: this is the private form"


_MATCH = (
    *("party", "id", "match", "by", "entry", "list", "authority", "programme", "measure"),
    *("listed on", "listed from", "listed by", "known by", "the list cites"),
    *("delisted on", "dealings ended by"),
    *("status", "days later", *FIGURE),
)


def _matches(found: Screening) -> Iterator[Row]:
    for one in found.matches:
        first, last = one.listed_between or (None, None)
        yield (
            *(safe(one.name), one.party, one.match_grade, one.rule),
            *(f"{safe(one.entry_name)} [{one.list}/{one.entry}]", one.list),
            *(safe(one.authority), safe(one.programme), words.MEASURES.get(one.measure)),
            *(one.listed_on, first, last, words.BASES.get(one.listed_basis, one.listed_basis)),
            safe(one.reference),
            *(one.delisted_on, one.wound_down_by, one.status.replace("_", " "), one.days_later),
            *_figure(one.since_listing),
        )


def _figure(figure: Figure) -> Row:
    open_ = "open" if figure.ceiling_open else "closed"
    amounts = (figure.floor, figure.point, figure.ceiling)
    return (*amounts, open_, figure.rows, figure.rows_without_value)


def _statuses(found: Screening) -> Iterator[Row]:
    for one in found.matches:
        for group in one.statuses:
            head = (safe(one.name), one.list, one.entry, one.measure.replace("_", " "))
            yield *head, group.label, *_figure(group)
    for group in found.statuses:
        yield words.all_lines(found), None, None, None, group.label, *_figure(group)


def _months(found: Screening) -> Iterator[Row]:
    for month in found.over_time:
        one = found.matches[month.match]
        head = (safe(one.name), one.list, one.entry, one.measure.replace("_", " "))
        yield *head, month.month, month.status.replace("_", " "), month.lines, month.point


def _compared(found: Screening) -> Iterator[Row]:
    for one in found.matches:
        for c in one.compared:
            weight = None if c.weight is None else f"{c.weight:.2f}"
            said = (c.name, safe(c.a), safe(c.b), safe(c.result), weight)
            yield safe(one.name), one.list, one.entry, *said


def _judgements(found: Screening) -> Iterator[Row]:
    for one in found.judgements:
        yield (
            *(one.number, safe(one.said), one.list, one.entry, safe(one.entry_name), one.verdict),
            *(safe(one.why), safe(one.author), one.at),
        )


def _notes(found: Screening) -> Iterator[Row]:
    for note in found.notes:
        yield safe(note.name), note.list, note.entry, safe(note.entry_name), safe(note.address)


def _goods(found: Screening) -> Iterator[Row]:
    for one in found.goods:
        head = (safe(one.list), safe(one.authority), words.MEASURES.get(one.measure))
        for said, figure in (
            ("on it then", one.met),
            ("perhaps", one.possible),
            ("on it first later", one.first_later),
            ("no longer", one.no_longer),
            ("date unknown", one.date_unknown),
        ):
            yield *head, safe(one.tier), ", ".join(one.codes), said, *_figure(figure)


def _matrix(found: Screening) -> Iterator[Row]:
    for cell in found.breach.cells:
        state, lists = words.cell_said(cell), ", ".join(cell.lists)
        yield safe(cell.label), cell.kind, state, lists, *_figure(cell.lines)


def _lists(found: Screening) -> Iterator[Row]:
    for one in found.lists:
        for day in one.versions:
            yield one.list, safe(one.authority), one.kind, safe(one.title), day
