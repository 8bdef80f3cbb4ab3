"""The sheets of a workbook: what stands in each, as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from followthegoods.case import Evidence, LineRow
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Answer, Figure
from followthegoods.render.dossier import bases_lines
from followthegoods.render.page_parts import asked
from followthegoods.render.text import INVENTED, safe

Value: TypeAlias = str | int | Decimal | date | None
Row: TypeAlias = Sequence[Value]

FIGURE = ("floor", "point", "ceiling", "ceiling open", "lines", "lines without value")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, headers, rows; `amounts` where exact amounts may have to stand beside."""

    name: str
    headers: tuple[str, ...]
    rows: Iterable[Row]
    widths: tuple[int, ...]
    banner: str = ""
    amounts: bool = True


def sheets(evidence: Evidence) -> Iterator[Sheet]:
    """Every sheet, in the order of their tabs. Rows are made when they are read."""
    answer = evidence.answer
    invented = any(caveat.code == "invented_data" for caveat in answer.caveats)
    banner = INVENTED if invented else ""
    yield Sheet("Cover", (), _cover(evidence), (26, 110), banner, amounts=False)

    def sheet(name: str, headers: tuple[str, ...], rows: Iterable[Row], *widths: int) -> Sheet:
        return Sheet(name, headers, rows, widths, banner)

    yield sheet("Totals", ("what", *FIGURE), _totals(answer), 44, *_AMOUNTS)
    own: tuple[str, ...] = ("by", "key", "label", *FIGURE)
    yield sheet("Figures", own, _figures(answer), 16, 20, 60, *_AMOUNTS)
    own = ("id", "supplier", *FIGURE, "country", "first day", "last day")
    own = (*own, f"codes and {safe(answer.unit)}", "words of its goods", "makers behind it")
    yield sheet("Suppliers", own, _suppliers(evidence), 20, 48, *_AMOUNTS, 16, 12, 12, 80)
    own = ("code", "description", *FIGURE)
    yield sheet("Goods", own, _groups(answer, "goods"), 14, 80, *_AMOUNTS)
    if answer.prices.codes:
        yield sheet("Prices", _PRICES, _prices(answer), 10, 60, *[14] * 8, 12, 40, 26, 40)
    own = ("produced in", "sent from", *FIGURE)
    yield sheet("Routes", own, _routes(evidence), 24, 24, *_AMOUNTS)
    own = (evidence.crossed.grain, f"country: {answer.bases.country}", *FIGURE)
    yield sheet("Over time", own, _periods(evidence), 14, 24, *_AMOUNTS)
    own = ("date", "event", "what", "of", *FIGURE)
    yield sheet("Events", own, _events(answer), 12, 30, 26, 48, *_AMOUNTS)
    if answer.screening:
        yield sheet("Lists", _SCREENING, _screening(answer), 40, *[16] * 9, *_AMOUNTS)
    caveats = ((caveat.code, caveat.text) for caveat in answer.caveats)
    yield Sheet("Caveats", ("code", "what it says"), caveats, (30, 120), banner, amounts=False)
    yield _lines(evidence, banner)
    own = ("source", "sheet", "column", "header", "fills")
    yield Sheet("Columns", own, _columns(evidence), (24, 8, 8, 60, 24), banner, amounts=False)
    plan = ((line,) for line in answer.plan.splitlines())
    yield Sheet("Plan", ("SQL",), plan, (160,), banner, amounts=False)


_AMOUNTS = (18, 18, 18, 10, 10, 10)


def _figure(figure: Figure) -> Row:
    open_ = "open" if figure.ceiling_open else "closed"
    amounts = (figure.floor, figure.point, figure.ceiling)
    return (*amounts, open_, figure.rows, figure.rows_without_value)


def _cover(evidence: Evidence) -> Iterator[Row]:
    answer, made = evidence.answer, evidence.answer.made_from
    yield "Subject", safe(answer.subject.name)
    for party in answer.subject.parties:
        yield (
            f"party {party.id}",
            f"{safe(party.name)}; tax id {', '.join(party.tax_ids) or 'none'}",
        )
    yield "Asked", asked(answer)
    for line in bases_lines(answer.bases):
        yield "Bases", line
    coverage = answer.coverage
    yield "Records", f"{coverage.first or 'no dates'} to {coverage.last or 'no dates'}"
    yield "Months without records", ", ".join(coverage.months_missing) or "none in between"
    yield (None,)
    unit = safe(answer.unit)
    yield f"{unit}, floor", answer.measured.floor
    yield f"{unit}, point", answer.measured.point
    yield f"{unit}, ceiling", answer.measured.ceiling
    yield "Ceiling", "open: nothing is at most it" if answer.measured.ceiling_open else "closed"
    yield "Groups and events", f"in {unit}"
    yield (None,)
    for name in (field.name for field in fields(answer.books)):
        yield f"Books: {name.replace('_', ' ')}", getattr(answer.books, name)
    for source in coverage.by_source:
        span = f"{source.first or 'no day'} to {source.last or 'no day'}"
        yield f"Source {safe(source.source)}", f"{source.lines:,} lines, {span}, as {source.layout}"
    yield (None,)
    yield "State", f"{made.state} (load {made.load})"
    yield "Program", f"followthegoods {made.program}"
    yield "Names read by", made.scorer
    yield "Judgements", made.judgements
    yield "Rates", made.rates
    for name, version in (*made.layouts.items(), *made.references.items()):
        yield name, version
    yield (None,)
    lines = len(evidence.rows)
    some = "all" if lines >= evidence.found else f"the {lines:,} worth most"
    yield "Lines", f"{some} of {evidence.found:,}{_narrowed(evidence)}"
    published = "names and hashes of files, vendors' tags, personal data"
    yield "Left out", published if evidence.published else "nothing: this is the private form"


def _narrowed(evidence: Evidence) -> str:
    where = ", ".join(f"{key}={value}" for key, value in evidence.where.items())
    return f" where {where}" if where else " that name the subject"


def _totals(answer: Answer) -> Iterator[Row]:
    yield "US dollars", *_figure(answer.value_usd)
    own = answer.measures
    for name, figure in (("lines", own.lines), ("declarations", own.declarations)):
        yield name, *_figure(figure)
    yield "net kg", *_figure(own.net_kg)
    for quantity in own.quantity:
        yield f"quantity, {safe(quantity.unit) or 'no unit'}", *_figure(quantity)
    concentrated = answer.concentration
    yield "of the point, in the five largest lines", None, concentrated.largest_lines
    far = "of the point, in lines with a price far from the usual of their code"
    yield far, None, answer.prices.far_point, None, None, answer.prices.far
    for group in answer.value_bases:
        yield f"US dollars from {safe(group.label)}", *_figure(group)
    for group in answer.apart:
        yield f"shown apart, in no figure: {safe(group.label)}", *_figure(group)


def _figures(answer: Answer) -> Iterator[Row]:
    for name, groups in answer.by.items():
        for group in groups:
            yield name, group.key, safe(group.label), *_figure(group)


def _groups(answer: Answer, name: str) -> Iterator[Row]:
    for group in answer.by.get(name, ()):
        yield group.key, safe(group.label), *_figure(group)


def _suppliers(evidence: Evidence) -> Iterator[Row]:
    details = {own.key: own for own in evidence.answer.suppliers}
    for group in evidence.answer.by.get("supplier", ()):
        head = (group.key, safe(group.label), *_figure(group))
        own = details.get(group.key)
        if own is None:
            yield head
            continue
        codes = "; ".join(f"{c.code or 'no code'} {safe(c.text)} {c.point:,.2f}" for c in own.codes)
        country = country_label(own.country) if own.country else None
        words, makers = ", ".join(own.words), "; ".join(map(safe, own.makers))
        yield *head, country, own.first, own.last, codes, words, makers


def _prices(answer: Answer) -> Iterator[Row]:
    """The lines that are listed of each code; leads, and no findings."""
    for one in answer.prices.codes:
        usual = (one.usual_lines, one.usual_low, one.usual_middle, one.usual_high)
        for line in one.largest:
            own = (line.price, f"{line.times} times {one.way}", line.value_usd, line.net_kg)
            where = (line.supplier and safe(line.supplier), line.declaration, safe(line.place))
            yield one.code, safe(one.text), *own, *usual, line.day, *where


_PRICES = ("code", "description", "dollars a kg", "of the middle", "dollars", "kg",
           "lines in the case", "a quarter below", "middle", "a quarter above", "day", "supplier",
           "declaration", "place")  # fmt: skip


def _screening(answer: Answer) -> Iterator[Row]:
    for one in answer.screening:
        head = (one.name, one.match_grade, one.authority, one.programme, one.measure, one.list)
        days = (one.listed_on, one.delisted_on, one.listed_basis, one.status)
        yield *head, *days, *_figure(one.since_listing)


_SCREENING = ("party", "match", "authority", "programme", "measure", "list", "listed on",
              "delisted on", "known by", "status", *FIGURE)  # fmt: skip


def _country(key: str) -> str:
    return country_label(key) if key else "not stated"


def _routes(evidence: Evidence) -> Iterator[Row]:
    for cell in evidence.crossed.routes:
        yield _country(cell.row), _country(cell.column), *_figure(cell)


def _periods(evidence: Evidence) -> Iterator[Row]:
    for cell in evidence.crossed.totals:
        yield cell.row or "no date", "all", *_figure(cell)
        for own in evidence.crossed.periods:
            if own.row == cell.row:
                yield cell.row or "no date", _country(own.column), *_figure(own)


def _events(answer: Answer) -> Iterator[Row]:
    labels = {own.key: safe(own.label) for own in answer.suppliers}
    for event in answer.events:
        head = (event.date, safe(event.label))
        yield *head, "since", "all", *_figure(event.since)
        if event.window:
            days = f"{event.window.days:,} days"
            yield *head, f"{days} before", "all", *_figure(event.window.before)
            yield *head, f"{days} from it on", "all", *_figure(event.window.after)
        for key in event.new_suppliers:
            yield *head, "supplier first seen since", labels.get(key, key)
        for key in event.vanished_suppliers:
            yield *head, "supplier last seen before", labels.get(key, key)
        for name, groups in event.since_by.items():
            for group in groups:
                yield *head, f"since, by {name}", safe(group.label), *_figure(group)


LINE = tuple(field.name for field in fields(LineRow) if field.name != "cells")
_WIDTHS = {"source": 24, "sha256": 16, "declaration": 26, "goods": 60, "supplier": 20, "maker": 20}


def _lines(evidence: Evidence, banner: str) -> Sheet:
    """The lines, every field and then the raw cells; hashes where they are hashes."""
    names = [name for name in LINE if not (name == "sha256" and evidence.published)]
    width = max((len(row.cells) for row in evidence.rows), default=0)
    headers = [name.replace("_", " ") for name in names]
    headers += [f"cell {number}" for number in range(1, width + 1)]

    def rows() -> Iterator[Row]:
        for row in evidence.rows:
            yield *(getattr(row, name) for name in names), *row.cells

    widths = tuple(_WIDTHS.get(name, 12) for name in names)
    return Sheet("Lines", tuple(headers), rows(), widths, banner)


def _columns(evidence: Evidence) -> Iterator[Row]:
    met = {(row.sha256, row.sheet) for row in evidence.rows}
    for key, source in evidence.sources.items():
        for sheet, columns in enumerate(source.sheets, start=1):
            if (key, sheet) in met:
                for place, header in enumerate(columns.headers, start=1):
                    yield safe(source.name), sheet, place, safe(header), columns.fields[place - 1]
