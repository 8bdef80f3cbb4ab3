"""The strip of a match: its lines by month, with the days of the listing on it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from followthegoods.model.answer import Coverage, Screened
from followthegoods.model.screening import Month, Status
from followthegoods.render.charts import NARROW, Chart
from followthegoods.render.text import plural, safe
from followthegoods.render.vega import GAP, INK, QUIET, Spec, framed, layer

COLOURS: dict[str, str] = {
    Status.LATER: "#7fa8bf",
    Status.THEN: "#a04e3c",
    Status.DATE_UNKNOWN: "#e3a23b",
    Status.DAY_UNKNOWN: "#f0d9ae",
    Status.DELISTED: "#b3babf",
}
"""Statuses of lines: each differs in lightness from those that stand beside it."""

SAID: dict[str, str] = {
    Status.LATER: "before the listing",
    Status.THEN: "while listed",
    Status.DATE_UNKNOWN: "listing's day not known well enough",
    Status.DAY_UNKNOWN: "line's day not known well enough",
    Status.DELISTED: "after the delisting",
}
"""What colours mean."""

HEIGHT = 130
_TOP, _ROW = 12, 14
"""Pixels above the bars, and for each row of days that are written there."""

_AXIS, _LETTER, _SPACE = 45, 6.4, 4
"""Pixels that the axis takes of a strip's width, a letter of a label, its distance from a day."""

_NOTE = "Lines a month. Dashed: days of the listing."


def strip(one: Screened, months: Sequence[Month], coverage: Coverage, width: int) -> Chart | None:
    """Lines a month by what the listing was then; None where no dated line names the party."""
    if not months:
        return None
    first, last = _ends(one, months, coverage)
    x: Spec = {
        "type": "temporal",
        "scale": {"type": "utc", "nice": False, "domain": [_stamp(first), _stamp(last)]},
        "axis": {"title": None, "format": "%Y", "grid": False, "labelOverlap": True,
                 "tickCount": {"interval": "year", "step": 1 if width > NARROW else 2}},
    }  # fmt: skip
    data = _stacked(months)
    y: Spec = {
        "type": "quantitative",
        "axis": {"title": None, "tickMinStep": 1, "tickCount": 3, "format": "d"},
    }
    marks = _rows(_marks(one, first, last), first, last, width)
    high = max(one["high"] for one in data)
    y["scale"] = {"domainMax": high * HEIGHT / (HEIGHT - _TOP - _ROW * (1 + _lowest(marks)))}
    shown = [status for status in COLOURS if any(d["status"] == SAID[status] for d in data)]
    colour = {
        "field": "status",
        "type": "nominal",
        "scale": {"domain": [SAID[s] for s in shown], "range": [COLOURS[s] for s in shown]},
        "legend": {"title": None, "orient": "top", "columns": 3 if width > NARROW else 1},
    }
    bars = {"x": {**x, "field": "start"}, "x2": {"field": "end"}}
    bars |= {"y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    bounded = [mark for mark in marks if "end" in mark]
    span = {"x": {**x, "field": "start"}, "x2": {"field": "end"}, "y": {"value": 0}, **_DOWN}
    layers = [
        layer(bounded, {"type": "rect", "color": GAP}, span),
        layer(data, {"type": "rect"}, bars),
        *(drawn for mark in marks for drawn in _drawn(mark, {**x, "field": "start"})),
    ]
    return Chart(
        "strip",
        f"Lines that name {safe(one.name)}, by month",
        _NOTE + (" Grey: it is not known when between these days." if bounded else ""),
        _alt(one, months),
        framed(layers, width, HEIGHT),
    )


_DOWN: Spec = {"y2": {"value": "height"}}


def _drawn(mark: dict[str, Any], x: Spec) -> list[Spec]:
    """A day with its label: the line of it begins beside the label, for those above it to be
    read."""
    top, bounded = _ROW * mark["row"], "end" in mark
    rule = {"type": "rule", "color": INK, "strokeWidth": 1.5, "strokeDash": [4, 2]}
    aside: Spec = {"align": "left", "dx": _SPACE}
    if mark["left"]:
        aside = {"align": "right", "dx": -_SPACE}
    label = {"type": "text", "color": QUIET if bounded else INK, **aside}
    said = {"x": x, "y": {"value": top + _ROW / 2}, "text": {"field": "label"}}
    line = layer([mark], rule, {"x": x, "y": {"value": top}, **_DOWN})
    return [*([] if bounded else [line]), layer([mark], label, said)]


def _stacked(months: Sequence[Month]) -> list[dict[str, Any]]:
    """Bars one upon the other, by month, in the order of `COLOURS`."""
    order = list(COLOURS)
    tops: dict[str, int] = {}
    data = []
    for one in sorted(months, key=lambda m: (m.month, order.index(m.status))):
        low = tops.get(one.month, 0)
        tops[one.month] = low + one.lines
        start, end = _span(one.month)
        data.append({
            "start": _stamp(start), "end": _stamp(end), "low": low, "high": low + one.lines,
            "status": SAID[one.status],
        })  # fmt: skip
    return data


def _marks(one: Screened, first: date, last: date) -> list[dict[str, Any]]:
    """The days on which a listing began and ended, or the days these lie between, which are those
    of the whole strip where they are open."""
    marks: list[dict[str, Any]] = []
    for word, day, between in (
        ("listed", one.listed_on, one.listed_between),
        ("delisted", one.delisted_on, one.delisted_between),
    ):
        if day is not None:
            marks.append({"start": _stamp(day), "label": f"{word} {day}"})
        elif between and any(between):
            start, end = between
            said = f"{word} by {end}" if not start else f"{word} after {start}"
            ends = {"start": _stamp(start or first), "end": _stamp(end or last)}
            marks.append({**ends, "label": f"{word} between" if start and end else said})
    if one.wound_down_by is not None:
        day = one.wound_down_by
        marks.append({"start": _stamp(day), "label": f"dealings end {day}"})
    return marks


def _rows(
    marks: Sequence[dict[str, Any]], first: date, last: date, width: int
) -> list[dict[str, Any]]:
    """The marks, with where their labels stand: to the `left` of their day where there is no room
    to its right, and in a `row` where no other label is in the way."""
    begin, end, room = _stamp(first), _stamp(last), width - _AXIS
    placed = []
    for mark in marks:
        at = room * (mark["start"] - begin) / (end - begin)
        long = _LETTER * len(mark["label"]) + _SPACE * 2
        left = at + long > room and at > room / 2
        placed.append((left, at, at - long if left else at, at if left else at + long, mark))
    taken: list[list[tuple[float, float]]] = []
    found = []
    # What stands to the right of its day passes below the days before it, to the left above them.
    for left, _, start, stop, mark in sorted(placed, key=lambda one: -one[1] if one[0] else one[1]):
        free = (
            number
            for number, row in enumerate(taken)
            if all(stop <= there[0] or there[1] <= start for there in row)
        )
        row = next(free, len(taken))
        taken += [[]] if row == len(taken) else []
        taken[row].append((start, stop))
        found.append({**mark, "left": left, "row": row})
    return found


def _lowest(marks: Sequence[dict[str, Any]]) -> int:
    return max((int(mark["row"]) for mark in marks), default=0)


def _ends(one: Screened, months: Sequence[Month], coverage: Coverage) -> tuple[date, date]:
    """From the first to the last of records and days of the listing, with a month to spare."""
    days = [_span(m.month)[0] for m in months] + [_span(m.month)[1] for m in months]
    days += [day for day in (coverage.first, coverage.last) if day]
    for day, between in (
        (one.listed_on, one.listed_between),
        (one.delisted_on, one.delisted_between),
        (one.wound_down_by, None),
    ):
        days += [known for known in (day, *(between or ())) if known]
    return min(days), max(days) + timedelta(days=31)


def _alt(one: Screened, months: Sequence[Month]) -> str:
    lines: dict[str, int] = {}
    for month in months:
        lines[month.status] = lines.get(month.status, 0) + month.lines
    said = "; ".join(f"{plural(lines[s], 'line')} {SAID[s]}" for s in COLOURS if s in lines)
    first, last = min(m.month for m in months), max(m.month for m in months)
    return f"From {first} to {last}: {said}."


def _span(month: str) -> tuple[date, date]:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _stamp(day: date) -> int:
    """Milliseconds since 1970, as charts have days."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
