"""The tables of a dossier's figures: totals, countries, groups, years, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from followthegoods.model.answer import DOLLARS, Answer, Event, Figure, Group, Measures, Window
from followthegoods.render.amounts import (
    OPEN,
    band,
    bar,
    full,
    said,
    share,
    short,
    short_ceiling,
    short_floor,
)
from followthegoods.render.text import columns_of, heading, plural, quiet, safe

COUNTRY_COLUMNS: dict[str, tuple[str, str]] = {
    "origin": ("origin", "origin"),
    "dispatch": ("dispatch", "dispatch"),
    "trading": ("trading", "trading"),
    "sender": ("sender_country", "sender's"),
    "purchase": ("purchase", "purchase"),
}
"""Country basis -> the answer's dimension and the column's header."""

_NOTHING = Decimal(0)


def headline(figure: Figure, unit: str = DOLLARS) -> Text:
    """The three numbers in words, of dollars or another unit. An open ceiling is never "up to"."""
    low = short_floor(figure.floor, words=True)
    high = short_ceiling(figure.ceiling, words=True)
    top = f"ceiling {high} (open)" if figure.ceiling_open else f"up to {high}"
    middle = short(figure.point, words=True)
    of = safe(unit)
    return Text(f"{of[:1].upper()}{of[1:]}: at least {low} – {middle} – {top}", style="bold")


def exact(figure: Figure, unit: str) -> Table:
    """Floor, point and ceiling of a unit in full, each with what it holds."""
    table = columns_of("", safe(unit), "", numbers=[safe(unit)])
    lines = plural(figure.rows, "line")
    if figure.rows_without_value:
        lines += f"; {figure.rows_without_value:,} more without value"
    table.add_row("floor", said(figure.floor, unit), "certain links, released")
    table.add_row("point", said(figure.point, unit), lines, style="bold")
    open_ = 'open: no "at most"' if figure.ceiling_open else "closed"
    table.add_row("ceiling", said(figure.ceiling, unit), open_)
    return table


def countries(answer: Answer, top: int) -> RenderableType:
    """One row a country, one column a definition, so that none can stand for another."""
    chosen = answer.bases.country
    by = {
        basis: {group.key: group for group in answer.by.get(dimension, ())}
        for basis, (dimension, _) in COUNTRY_COLUMNS.items()
    }
    used = [basis for basis, groups in by.items() if basis == chosen or any(groups)]
    labels = {key: group.label for groups in by.values() for key, group in groups.items()}
    mine = by[chosen]

    def rank(key: str) -> tuple[bool, Decimal, Decimal, str]:
        points = [_point(by[basis].get(key)) for basis in used]
        return not key, -_point(mine.get(key)), -max(points), labels[key]

    keys = sorted((key for key in labels if any(key in by[b] for b in used)), key=rank)
    headers = {
        b: f"▸{COUNTRY_COLUMNS[b][1]}" if b == chosen else COUNTRY_COLUMNS[b][1] for b in used
    }
    table = columns_of(
        "country",
        *headers.values(),
        " ",
        "share",
        "floor–ceiling",
        numbers=[*headers.values(), "share"],
    )
    total = answer.measured.point
    for key in keys[:top]:
        group = mine.get(key)
        cells = [_country_cell(by[basis].get(key), bold=basis == chosen) for basis in used]
        table.add_row(
            safe(labels[key]),
            *cells,
            bar(_point(group), total, 5),
            share(_point(group), total) if group else "",
            band(group) if group else "",
        )
    if len(keys) > top:
        rest = [
            short(sum((_point(by[basis].get(key)) for key in keys[top:]), _NOTHING))
            for basis in used
        ]
        table.add_row(plural(len(keys) - top, "other"), *rest, "", "", "")
    silent = [COUNTRY_COLUMNS[b][1] for b in by if b not in used and b != "purchase"]
    if not silent:
        return table
    return Stack(table, quiet(f"Not stated on any counted line: {', '.join(silent)}."))


def _point(group: Group | None) -> Decimal:
    return group.point if group else _NOTHING


def _country_cell(group: Group | None, *, bold: bool) -> Text:
    return Text(short(group.point) if group else "–", style="bold" if bold else "")


def groups_table(
    name: str,
    groups: Sequence[Group],
    total: Decimal,
    *,
    additive: bool,
    top: int,
    keys: bool = False,
) -> Table:
    """A dimension, largest point first as the answer has it; `keys` shows the key by the label.

    What is beyond `top` is summed only where the dimension is additive.
    """
    headers = ["code"] if keys else []
    shares = ["share"] if additive else []
    numbers = ["point", *shares, "lines"]
    table = columns_of(*headers, name, "point", *shares, "floor–ceiling", "lines", numbers=numbers)
    for group in groups[:top]:
        cells = [group.key] if keys else []
        cells += [safe(group.label), short(group.point)]
        cells += [share(group.point, total)] if additive else []
        table.add_row(*cells, band(group), f"{group.rows:,}")
    rest = groups[top:]
    if rest and additive:
        point = sum((group.point for group in rest), _NOTHING)
        lines = sum(group.rows for group in rest)
        cells = [""] if keys else []
        cells += [plural(len(rest), "other"), short(point), share(point, total), "", f"{lines:,}"]
        table.add_row(*cells, style="dim")
    elif rest:
        cells = [""] if keys else []
        table.add_row(*cells, f"and {len(rest):,} more", "", "", "", style="dim")
    return table


def years(groups: Sequence[Group], total: Decimal) -> Table:
    """Points by year with bars; a year without lines between two with lines is shown as such."""
    table = columns_of(
        "year", "point", " ", "share", "floor–ceiling", "lines", numbers=["point", "share", "lines"]
    )
    by_year = {group.key: group for group in groups}
    stated = sorted(int(key) for key in by_year if key)
    span = [str(year) for year in range(stated[0], stated[-1] + 1)] if stated else []
    longest = max((group.point for group in groups), default=_NOTHING)
    for key in [*span, *([""] if "" in by_year else [])]:
        group = by_year.get(key)
        if group is None:
            table.add_row(key, "–", "", "", "", "0")
            continue
        table.add_row(
            group.label,
            short(group.point),
            bar(group.point, longest, 16),
            share(group.point, total),
            band(group),
            f"{group.rows:,}",
        )
    return table


def event(event: Event, unit: str) -> RenderableType:
    """What came since an event in a unit, its largest groups, equal stretches before and after."""
    since = event.since
    exactly = " – ".join(said(amount, unit) for amount in (since.floor, since.point, since.ceiling))
    parts: list[RenderableType] = [
        heading(f"Since {event.date.isoformat()}: {safe(event.label)}"),
        headline(since, unit),
        quiet(f"exactly {exactly}"),
        _since(event.since_by),
    ]
    if event.window:
        parts += [Text(), _window(event.window)]
    else:
        parts.append(
            quiet("No equal stretches before and after: the records do not cover both sides.")
        )
    return Stack(*parts)


def _since(since_by: Mapping[str, Sequence[Group]]) -> Table:
    shown = {"origin": "by origin", "dispatch": "by dispatch", "supplier": "by supplier"}
    table = columns_of(*shown.values())
    tops = [[g for g in since_by.get(name, ()) if g.point][:3] for name in shown]
    for place in range(max(map(len, tops))):
        cells = [groups[place] if place < len(groups) else None for groups in tops]
        table.add_row(*(f"{safe(g.label)} {short(g.point)}" if g else "" for g in cells))
    return table


def _window(window: Window) -> Table:
    days = plural(window.days, "day")
    table = columns_of(
        "equal stretches", "point", "floor–ceiling", "lines", numbers=["point", "lines"]
    )
    for words, figure in (("before", window.before), ("from it on", window.after)):
        table.add_row(f"{days} {words}", short(figure.point), band(figure), f"{figure.rows:,}")
    return table


def apart(groups: Sequence[Group], unit: str) -> Table:
    """What is shown beside the figures and in none of them."""
    table = columns_of("why", "lines", safe(unit), numbers=["lines", safe(unit)])
    for group in groups:
        lines = group.rows + group.rows_without_value
        value = said(group.point, unit) + (OPEN if group.ceiling_open else "")
        table.add_row(safe(group.label), f"{lines:,}", value)
    return table


def measures(all_: Measures, top: int) -> Table:
    """What else was counted: lines, declarations, kilograms, quantities by unit."""
    table = columns_of(
        "measure", "floor", "point", "ceiling", numbers=["floor", "point", "ceiling"]
    )
    rows: list[tuple[str, Figure]] = [
        ("lines", all_.lines),
        ("declarations", all_.declarations),
        ("net kg", all_.net_kg),
    ]
    rows += [(f"quantity, {safe(q.unit) or 'no unit'}", q) for q in all_.quantity[:top]]
    for name, figure in rows:
        mark = OPEN if figure.ceiling_open else ""
        table.add_row(name, full(figure.floor), full(figure.point), full(figure.ceiling) + mark)
    more = len(all_.quantity) - top
    if more > 0:
        table.add_row(f"and {plural(more, 'unit')} more", "", "", "", style="dim")
    return table
