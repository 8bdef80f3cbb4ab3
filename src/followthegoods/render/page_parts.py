"""What a page shows, gathered for its template: figures, tables, caveats, method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from followthegoods.case import Evidence
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import DOLLARS, Answer, FarPrice, Figure, Group, amount
from followthegoods.render.amounts import (
    OPEN,
    full,
    money,
    share,
    short,
)
from followthegoods.render.figures import COUNTRY_COLUMNS
from followthegoods.render.prices import compared, told, usual
from followthegoods.render.text import plural, safe

TOP = 15
"""Groups shown of a dimension; a workbook has all of them."""

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Shown:
    """An amount: every digit of it as the JSON has it, and as people read it."""

    exact: str
    said: str


def shown(value: Decimal) -> Shown:
    """An amount of money, with at least two decimals where it is read."""
    return Shown(amount(value), money(value))


def counted(value: Decimal) -> Shown:
    return Shown(amount(value), full(value))


@dataclass(frozen=True)
class Triple:
    """A figure's three numbers; `level` where floor and ceiling are the point."""

    floor: Shown
    point: Shown
    ceiling: Shown
    open: str
    level: bool
    rows: int
    lacking: int


def triple(figure: Figure, *, dollars: bool = True) -> Triple:
    said = shown if dollars else counted
    return Triple(
        said(figure.floor),
        said(figure.point),
        said(figure.ceiling),
        OPEN if figure.ceiling_open else "",
        figure.floor == figure.point == figure.ceiling,
        figure.rows,
        figure.rows_without_value,
    )


@dataclass(frozen=True)
class Row:
    """A group of a dimension as a row of its table; `percent` is the length of its bar."""

    key: str
    label: str
    figure: Triple
    share: str
    percent: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dimension:
    """A table of groups: the largest, then how many others there are and what they sum to."""

    name: str
    title: str
    keyed: bool
    additive: bool
    rows: tuple[Row, ...]
    more: int
    rest: Shown | None
    unit: str


TITLES: dict[str, str] = {
    "supplier": "Suppliers",
    "maker": "Makers (box 31)",
    "year": "Years",
    "quarter": "Quarters",
    "month": "Months",
    "hs2": "Commodity chapters (two digits)",
    "hs4": "Commodity headings (four digits)",
    "hs6": "Commodity subheadings (six digits)",
    "goods": "Goods (box 33), with the commonest description",
    "regime": "Customs procedures",
    "transport": "Modes of transport",
    "mark": "Trademarks",
    "importer": "Importers",
    "value_band": "Dollars of a line",
    "country_group": "Groups of countries",
}
_IN_TIME = ("year", "quarter", "month")
_KEYED = ("goods", "hs2", "hs4", "hs6", "regime", "transport")


def dimension(evidence: Evidence, name: str) -> Dimension:
    """The table of one dimension of the answer."""
    answer = evidence.answer
    groups = answer.by[name] if name in _IN_TIME else sorted(answer.by[name], key=_rank)
    kept = groups if name in _IN_TIME else groups[:TOP]
    additive = answer.additive.get(name, False)
    own = shown if answer.unit == DOLLARS else counted
    whole = answer.measured.point
    longest = max((group.point for group in groups), default=_NOTHING)
    rest = groups[len(kept) :]
    return Dimension(
        name,
        TITLES.get(name, name.replace("_", " ").capitalize()),
        name in _KEYED and any(group.key != group.label for group in groups),
        additive,
        tuple(
            Row(
                group.key,
                safe(group.label),
                triple(group, dollars=answer.unit == DOLLARS),
                share(group.point, whole) if additive else "",
                percent(group.point, longest),
                tuple(_supplied(evidence, group)) if name == "supplier" else (),
            )
            for group in kept
        ),
        len(rest),
        own(sum((group.point for group in rest), _NOTHING)) if additive and rest else None,
        safe(answer.unit),
    )


def _rank(group: Group | None) -> tuple[Decimal, int]:
    """Most money first; what states no value by its lines."""
    if group is None:
        return _NOTHING, 0
    return -group.point, -(group.rows + group.rows_without_value)


def percent(part: Decimal, whole: Decimal) -> str:
    """How long a bar is, in per cent of its place."""
    return f"{part * 100 / whole:.1f}" if part > 0 and whole > 0 else "0"


_KINDS = 3
"""Codes of a supplier on a page."""


def _supplied(evidence: Evidence, group: Group) -> Iterator[str]:
    """What a supplier supplied, most money first; its words, country, days, the makers behind."""
    own = next((one for one in evidence.answer.suppliers if one.key == group.key), None)
    if own is None:
        return
    for code in own.codes[:_KINDS]:
        yield f"{short(code.point)}: {code.code or 'no code'} {safe(code.text)}".rstrip()
    if own.words:
        yield safe(", ".join(own.words)).lower()
    if own.makers:
        yield f"makers: {safe(', '.join(own.makers))}"
    country = country_label(own.country) if own.country else "country not stated"
    days = f"lines from {own.first} to {own.last}" if own.first else "no dates"
    yield f"{country}; {days}"


@dataclass(frozen=True)
class Country:
    """A country on every basis at once; no amount where no line states it on that basis."""

    key: str
    label: str
    amounts: tuple[Shown | None, ...]
    percent: str


@dataclass(frozen=True)
class Countries:
    """A column a definition: `headers` name it in words, `dimensions` as the answer does."""

    headers: tuple[str, ...]
    dimensions: tuple[str, ...]
    chosen: int
    rows: tuple[Country, ...]
    more: int
    silent: tuple[str, ...]


COUNTRIES = 30
"""Countries in the table that has them side by side."""


def countries(answer: Answer) -> Countries:
    """One row a country, one column a definition, so that none can stand for another."""
    by = {basis: {g.key: g for g in answer.by.get(d, ())} for basis, (d, _) in _COLUMNS.items()}
    chosen = answer.bases.country
    used = [basis for basis, groups in by.items() if basis == chosen or any(groups)]
    labels = {key: safe(g.label) for groups in by.values() for key, g in groups.items()}

    own = shown if answer.unit == DOLLARS else counted
    known = [key for key in labels if any(key in by[basis] for basis in used)]
    known.sort(key=lambda key: (not key, _rank(by[chosen].get(key)), labels[key]))
    longest = max((group.point for group in by[chosen].values()), default=_NOTHING)
    rows = [
        Country(
            key,
            labels[key],
            tuple(own(by[b][key].point) if key in by[b] else None for b in used),
            percent(_point(by[chosen].get(key)), longest),
        )
        for key in known[:COUNTRIES]
    ]
    silent = [_COLUMNS[basis][1] for basis in by if basis not in used and basis != "purchase"]
    headers = tuple(_COLUMNS[basis][1] for basis in used)
    dimensions = tuple(_COLUMNS[basis][0] for basis in used)
    more = len(known) - len(rows)
    place = used.index(chosen)
    return Countries(headers, dimensions, place, tuple(rows), more, tuple(silent))


_COLUMNS: Mapping[str, tuple[str, str]] = COUNTRY_COLUMNS


def _point(group: Group | None) -> Decimal:
    return group.point if group else _NOTHING


@dataclass(frozen=True)
class Price:
    """Lines of a code whose prices are far from the usual, the largest of them in words."""

    code: str
    text: str
    usual: str
    point: Shown
    lines: str
    largest: tuple[str, ...]


@dataclass(frozen=True)
class PriceTable:
    compared: str
    rows: tuple[Price, ...]
    more: int


def prices(answer: Answer) -> PriceTable:
    """How prices by the kilogram compare, in words, and the codes with most money in far ones."""
    codes = answer.prices.codes
    rows = tuple(_price(one) for one in codes[:TOP])
    return PriceTable(compared(answer.prices), rows, len(codes) - len(rows))


def _price(one: FarPrice) -> Price:
    largest = tuple(told(line, one.way) for line in one.largest)
    lines = f"{plural(one.lines, 'line')} {one.way} it"
    return Price(one.code, safe(one.text), usual(one), shown(one.point), lines, largest)


def asked(answer: Answer) -> str:
    """What was asked, in words that ask it again."""
    said = answer.made_from.asked.items()
    return "; ".join(f"{key}: {_words(value)}" for key, value in said)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(inner) for inner in value)
    return safe(str(value))
