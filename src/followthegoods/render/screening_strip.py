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
from followthegoods.render.vega import GAP, INK, QUIET, Spec, framed, layer, text

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
_ROOM = 1.25
"""How much higher than the bars a strip is, so that days can be written above them."""

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
        "scale": {"domainMax": max(one["high"] for one in data) * _ROOM},
        "axis": {"title": None, "tickMinStep": 1, "tickCount": 3, "format": "d"},
    }
    shown = [status for status in COLOURS if any(d["status"] == SAID[status] for d in data)]
    colour = {
        "field": "status",
        "type": "nominal",
        "scale": {"domain": [SAID[s] for s in shown], "range": [COLOURS[s] for s in shown]},
        "legend": {"title": None, "orient": "top", "columns": 3 if width > NARROW else 1},
    }
    bars = {"x": {**x, "field": "start"}, "x2": {"field": "end"}}
    bars |= {"y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    days = _marks(one)
    known = [mark for mark in days if "end" not in mark]
    bounded = [mark for mark in days if "end" in mark]
    whole = {"y": {"value": 0}, "y2": {"value": "height"}}
    span = {"x": {**x, "field": "start"}, "x2": {"field": "end"}, **whole}
    at = {"x": {**x, "field": "start"}}
    rule = {"type": "rule", "color": INK, "strokeWidth": 1.5, "strokeDash": [4, 2]}
    label = {**at, "y": {"value": 6}}
    late = [mark for mark in known if mark["late"]]
    layers = [
        layer(bounded, {"type": "rect", "color": GAP}, span),
        layer(data, {"type": "rect"}, bars),
        layer(known, rule, {**at, **whole}),
        text([mark for mark in known if not mark["late"]], "label", label),
        text(late, "label", label, align="right"),
        text(bounded, "label", label, color=QUIET),
    ]
    return Chart(
        "strip",
        f"Lines that name {safe(one.name)}, by month",
        _NOTE + (" Grey: it is not known when between these days." if bounded else ""),
        _alt(one, months),
        framed(layers, width, HEIGHT),
    )


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


def _marks(one: Screened) -> list[dict[str, Any]]:
    """The days on which a listing began and ended, or the days these lie between."""
    marks: list[dict[str, Any]] = []
    for word, day, between in (
        ("listed", one.listed_on, one.listed_between),
        ("delisted", one.delisted_on, one.delisted_between),
    ):
        if day is not None:
            marks.append({"start": _stamp(day), "label": f" {word} {day} "})
        elif between and between[0] and between[1]:
            ends = {"start": _stamp(between[0]), "end": _stamp(between[1])}
            marks.append({**ends, "label": f" {word} between"})
    if one.wound_down_by is not None:
        day = one.wound_down_by
        marks.append({"start": _stamp(day), "label": f" dealings end {day} "})
    latest = max((mark["start"] for mark in marks), default=0)
    return [{**mark, "late": mark["start"] == latest} for mark in marks]


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
