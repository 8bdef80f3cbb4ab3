"""The layers of a timeline: stacks by country, floor and ceiling, events, gaps in the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from followthegoods.case import Cell, Evidence
from followthegoods.render.figures import COUNTRY_COLUMNS
from followthegoods.render.text import safe
from followthegoods.render.vega import GAP, INK, OTHERS, QUIET, STACK, UNSTATED, Spec, layer, text

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NOTHING = Decimal(0)


def layers(evidence: Evidence, width: int) -> list[Spec]:
    """The layers, from the back: gaps, stacks, ranges, events and listings."""
    crossed = evidence.crossed
    totals = [cell for cell in crossed.totals if cell.row]
    months = _MONTHS[crossed.grain]
    spans = {cell.row: _span(cell.row, months) for cell in totals}
    names = _names(evidence)
    marks = _marks(evidence, min(spans.values())[0], max(spans.values())[1])
    x = _time(months, spans, width)
    y = _amounts(float(max(max(cell.ceiling, cell.point) for cell in totals)))
    ends = {"x": {**x, "field": "start"}, "x2": {"field": "end"}}
    whole = {**ends, "y": {"value": 0}, "y2": {"value": "height"}}
    stack = {**ends, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    stack["color"] = _colours(names, len(marks), width)
    middle = {"x": {**x, "field": "middle"}}
    reach = {**middle, "y": {**y, "field": "floor"}, "y2": {"field": "ceiling"}}
    tick = {"type": "tick", "orient": "horizontal", "color": INK, "thickness": 1, "width": 6}
    ranges = _ranges(totals, spans)
    stacks = list(_stacks(crossed.periods, names, spans))
    of = _of(evidence, names)
    for one in stacks:
        if one["country"] in of:
            one["of"] = {crossed.grain: one["period"], **of[one["country"]]}
    return [
        layer(_gaps(evidence), {"type": "rect", "color": GAP}, whole),
        layer(stacks, {"type": "rect"}, stack),
        layer(ranges, {"type": "rule", "color": INK, "strokeWidth": 1}, reach),
        layer(ranges, tick, {**middle, "y": {**y, "field": "floor"}}),
        layer(ranges, tick, {**middle, "y": {**y, "field": "ceiling"}}),
        *_mark_layers(marks, x),
    ]


def _time(months: int, spans: dict[str, tuple[int, int]], width: int) -> Spec:
    axis: Spec = {"title": None, "grid": False, "labelOverlap": True}
    if months > 1:
        every, interval, room = len({period[:4] for period in spans}), "year", 48
    else:
        every, interval, room = len(spans), "month", 64
    # Ticks stand at whole years or months: a label that comes twice says nothing.
    step = max(1, -(-every * room // width))
    axis |= {"format": "%Y" if months > 1 else "%b %Y"}
    axis |= {"tickCount": {"interval": interval, "step": step}}
    return {"type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}


def _amounts(highest: float) -> Spec:
    axis = {"title": None, "labelExpr": _label_expression(highest), "tickCount": 5}
    return {"type": "quantitative", "axis": {**axis, "domain": False, "ticks": False}}


def _colours(names: dict[str, str], marks: int, width: int) -> Spec:
    """The countries' colours, and the legend above the labels of the marks."""
    domain = list(dict.fromkeys(names.values()))
    legend = {"title": None, "orient": "top", "direction": "horizontal", "labelLimit": 110}
    legend |= {"columns": 7 if width > 500 else 3, "offset": 10 + 13 * min(marks, 3)}
    return {
        "field": "country",
        "type": "nominal",
        "scale": {"domain": domain, "range": _range(domain)},
        "legend": legend,
    }


def _names(evidence: Evidence) -> dict[str, str]:
    """Country -> what it is called in the stack: the largest by name, the rest as others."""
    dimension = COUNTRY_COLUMNS[evidence.answer.bases.country][0]
    groups = evidence.answer.by.get(dimension, ())
    stated = [group for group in groups if group.key and (group.point or group.rows)]
    names = {group.key: group.label for group in stated[: len(STACK)]}
    names |= {group.key: "others" for group in stated[len(STACK) :]}
    return names | {group.key: group.label for group in groups if not group.key and group.point}


def _of(evidence: Evidence, names: dict[str, str]) -> dict[str, dict[str, str]]:
    """What each name in the stack stands for, where that is one country."""
    dimension = COUNTRY_COLUMNS[evidence.answer.bases.country][0]
    called = list(names.values())
    return {name: {dimension: key} for key, name in names.items() if called.count(name) == 1}


def _range(domain: Sequence[str]) -> list[str]:
    own = {"others": OTHERS, "not stated": UNSTATED}
    colours = iter(STACK)
    return [own.get(name) or next(colours) for name in domain]


def _span(period: str, months: int) -> tuple[int, int]:
    """First and last moment of a period in milliseconds, with a gap to the one after it."""
    year, _, part = period.partition("-")
    month = 1 if not part else (int(part[1:]) - 1) * 3 + 1 if part[0] == "Q" else int(part)
    after = int(year) * 12 + month - 1 + months
    start, end = _milli(date(int(year), month, 1)), _milli(date(after // 12, after % 12 + 1, 1))
    return start, end - (end - start) // 8


def _milli(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _stacks(
    cells: Sequence[Cell], names: dict[str, str], spans: dict[str, tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    """One upon the other in the order of the legend; what is below nothing hangs below it."""
    order = list(dict.fromkeys(names.values()))
    for period, (start, end) in spans.items():
        sums = dict.fromkeys(order, _NOTHING)
        for cell in cells:
            if cell.row == period and cell.column in names:
                sums[names[cell.column]] += cell.point
        up = down = _NOTHING
        for country, point in sums.items():
            low = up if point >= 0 else down
            high = low + point
            up, down = (high, down) if point >= 0 else (up, high)
            if point:
                ends = {"low": float(low), "high": float(high)}
                yield {"country": country, "period": period, "start": start, "end": end, **ends}


def _ranges(
    totals: Sequence[Cell], spans: dict[str, tuple[int, int]]
) -> list[dict[str, float | int]]:
    return [
        {
            "middle": sum(spans[cell.row]) // 2,
            "floor": float(cell.floor),
            "ceiling": float(cell.ceiling),
        }
        for cell in totals
        if cell.floor != cell.ceiling
    ]


def _gaps(evidence: Evidence) -> list[dict[str, int]]:
    return [
        {"start": start, "end": end + (end - start) // 7}
        for start, end in (_span(m, 1) for m in evidence.answer.coverage.months_missing)
    ]


def _marks(evidence: Evidence, first: int, last: int) -> list[dict[str, Any]]:
    """Events, and the days on which parties were listed, each with a height of its own."""
    days = [(event.date, safe(event.label)) for event in evidence.answer.events]
    for entry in evidence.answer.screening:
        if entry.listed_on:
            days.append((entry.listed_on, f"listed: {safe(entry.authority)}"))
    marks = []
    for place, (day, label) in enumerate(sorted(set(days))):
        at = _milli(day)
        if first - _YEAR <= at <= last + _YEAR:
            late = at > first + (last - first) * 0.6
            height = -8 - 13 * (place % 3)
            marks.append({"at": at, "label": label, "late": late, "height": height})
    return marks


_YEAR = int(timedelta(days=366).total_seconds()) * 1000


def _mark_layers(marks: Sequence[dict[str, Any]], x: Spec) -> list[Spec]:
    at = {"x": {**x, "field": "at"}}
    rule = {"type": "rule", "color": INK, "strokeDash": [4, 3], "strokeWidth": 1.2}
    layers = []
    for mark in marks:
        top, side = {"value": mark["height"]}, "right" if mark["late"] else "left"
        layers.append(layer([mark], rule, {**at, "y": top, "y2": {"value": "height"}}))
        said = text([mark], "label", {**at, "y": top}, align=side, color=QUIET)
        said["mark"]["dx"] = -5 if mark["late"] else 5
        said["mark"]["clip"] = False
        layers.append(said)
    return layers


def _label_expression(highest: float) -> str:
    """Vega's expression for the amounts on the axis, in the unit that fits the highest."""
    for unit, sign in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if highest >= unit:
            return f"datum.value === 0 ? '0' : format(datum.value / {unit:.0f}, '~g') + '{sign}'"
    return "format(datum.value, '~g')"
