"""The charts of a dossier, each defined once: the page, SVG and PNG files draw the same.

A chart is a Vega-Lite specification as plain data. Colours are told apart in grey as well; every
chart has a text that says what it shows. Nothing in a specification is fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from followthegoods.case import Evidence
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import DOLLARS, Answer, Group
from followthegoods.render.amounts import band, short, short_floor
from followthegoods.render.figures import COUNTRY_COLUMNS
from followthegoods.render.text import INVENTED, plural, safe
from followthegoods.render.timeline import layers as timeline_layers
from followthegoods.render.vega import DEEP, FONT, INK, PALE, QUIET, Spec, framed, layer, text

WIDE, NARROW = 760, 350
"""Widths in pixels: for a page, and for a telephone."""

SHOWN = 10
"""Bars of one chart."""


@dataclass(frozen=True)
class Chart:
    """A chart: its name, title, what its marks mean, what it shows in words, how it is drawn."""

    name: str
    title: str
    note: str
    alt: str
    spec: Spec


def timeline(evidence: Evidence, width: int = WIDE) -> Chart | None:
    """Amounts over time by country, stacked, with floor and ceiling of each period."""
    answer, crossed = evidence.answer, evidence.crossed
    dated = [cell for cell in crossed.totals if cell.row]
    if not any(cell.point for cell in dated):
        return None
    most = max(dated, key=lambda cell: cell.point)
    countries = [group.label for group in _countries(evidence)[:3] if group.point]
    alt = (
        f"{plural(len(dated), crossed.grain)} from {dated[0].row} to {dated[-1].row}. "
        f"The most is in {most.row}: {short(most.point, words=True)} {safe(answer.unit)}. "
        f"Largest over all: {', '.join(countries)}."
    )
    events = [f"{event.date}: {event.label}" for event in answer.events]
    if events:
        alt += f" Marked: {'; '.join(events)}."
    return Chart(
        "timeline",
        f"By {crossed.grain} and {_basis(evidence)}",
        f"{_unit(answer)} a {crossed.grain}. "
        "A thin line runs from floor to ceiling where they differ."
        + (" Grey: months without records." if answer.coverage.months_missing else ""),
        alt,
        framed(timeline_layers(evidence, width), width, 260),
    )


def _unit(answer: Answer) -> str:
    """What the amounts of a chart are of, to begin a sentence with."""
    unit = safe(answer.unit)
    return unit[:1].upper() + unit[1:]


def _basis(evidence: Evidence) -> str:
    name = COUNTRY_COLUMNS[evidence.answer.bases.country][1]
    return f"country of {name}" if name in ("origin", "dispatch") else f"{name} country"


def _countries(evidence: Evidence) -> tuple[Group, ...]:
    return evidence.answer.by.get(COUNTRY_COLUMNS[evidence.answer.bases.country][0], ())


MATRIX = 8
"""Countries on a side of the routes; the others are summed."""


def routes(evidence: Evidence, width: int = WIDE) -> Chart | None:
    """Where goods were produced against where they were sent from: a matrix of amounts."""
    answer = evidence.answer
    cells = [cell for cell in evidence.crossed.routes if cell.point > 0]
    if not any(cell.row and cell.column for cell in cells):
        return None
    keys = {key for cell in cells for key in (cell.row, cell.column)}
    labels = {key: country_label(key) if key else "not stated" for key in keys}
    names = labels if width > NARROW else {key: key or "–" for key in labels}
    points: dict[str, Decimal] = {}
    for cell in cells:
        for key in (cell.row, cell.column):
            points[key] = points.get(key, Decimal(0)) + cell.point
    order = sorted((key for key in points if key), key=lambda key: (-points[key], key))
    # What states no country is none of the other countries: it keeps its own place, the last.
    kept = order[:MATRIX] + [key for key in points if not key]
    summed: dict[tuple[str, str], Decimal] = {}
    for cell in cells:
        place = tuple(names[key] if key in kept else _OTHERS for key in (cell.row, cell.column))
        summed[place[0], place[1]] = summed.get((place[0], place[1]), Decimal(0)) + cell.point
    sides = [*(names[key] for key in order[:MATRIX]), _OTHERS, names.get("", "")]
    most = max(summed.values())
    data = [
        {
            "from": origin,
            "via": dispatch,
            "point": float(point),
            "said": short(point) if width > NARROW else _terse(point),
            "dark": point * 2 > most,
            "same": origin == dispatch and origin not in (_OTHERS, names.get("")),
            **_of(origin, dispatch, {names[key]: key for key in kept}),
        }
        for (origin, dispatch), point in summed.items()
    ]
    apart = sum((c.point for c in cells if c.row and c.column and c.row != c.column), Decimal(0))
    top = max((c for c in cells if c.row != c.column), key=lambda c: c.point, default=cells[0])
    alt = (
        f"Of {short(answer.measured.point, words=True)} {safe(answer.unit)}, "
        f"{short(apart, words=True)} "
        "were sent from another country than the goods were produced in. The largest such route: "
        f"produced in {labels[top.row]}, sent from {labels[top.column]}, "
        f"{short(top.point, words=True)}."
    )
    return Chart(
        "routes",
        "Produced in (down) and sent from (across)",
        f"{_unit(answer)} of the point. Outlined: sent from the country of origin.",
        alt,
        framed(_matrix(data, sides, width), width, 34 * len({d["from"] for d in data})),
    )


def _of(origin: str, dispatch: str, keys: dict[str, str]) -> dict[str, Any]:
    """What a cell is of, where it is of one country each."""
    if origin not in keys or dispatch not in keys:
        return {}
    return {"of": {"origin": keys[origin], "dispatch": keys[dispatch]}}


_OTHERS = "others"


def _matrix(data: list[dict[str, Any]], sides: list[str], width: int) -> list[Spec]:
    across = [side for side in sides if any(one["via"] == side for one in data)]
    down = [side for side in sides if any(one["from"] == side for one in data)]
    axis: Spec = {"title": None, "labelColor": INK, "labelLimit": 130 if width > NARROW else 60}
    axis |= {"domain": False, "ticks": False, "labelFontSize": 12, "labelPadding": 7}
    x: Spec = {"field": "via", "type": "nominal", "sort": across}
    room = (width - 130) // len(across)
    x["axis"] = {**axis, "orient": "top", "labelAngle": 0, "labelLimit": room}
    y: Spec = {"field": "from", "type": "nominal", "sort": down, "axis": axis}
    shade = {
        "field": "point",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [0.08, 1], "domainMin": 0},
    }
    ink = {"condition": {"test": "datum.dark", "value": "#fefefe"}, "value": "#101010"}
    return [
        layer(data, {"type": "rect", "color": DEEP}, {"x": x, "y": y, "fillOpacity": shade}),
        layer(
            [one for one in data if one["same"]],
            {"type": "rect", "filled": False, "stroke": INK, "strokeWidth": 1.5},
            {"x": x, "y": y},
        ),
        layer(
            data,
            {"type": "text", "fontSize": 11 if width > NARROW else 9},
            {"x": x, "y": y, "text": {"field": "said"}, "color": ink},
        ),
    ]


def _terse(point: Decimal) -> str:
    """An amount where there is little room: `10.6 M`, `701 k`."""
    digits, _, unit = short(point).partition(" ")
    places = 1 if unit in ("M", "bn") else 0
    return f"{Decimal(digits.replace(',', '')):,.{places}f} {unit}".strip()


def suppliers(evidence: Evidence, width: int = WIDE) -> Chart | None:
    """The largest suppliers with floor and ceiling."""
    return _bars(evidence, "supplier", "supplier", "The largest suppliers", width)


def goods(evidence: Evidence, width: int = WIDE) -> Chart | None:
    """The goods worth most with floor and ceiling."""
    most = "worth" if evidence.answer.unit == DOLLARS else "with"
    return _bars(evidence, "goods", "kind of goods", f"The goods {most} most", width)


def _bars(evidence: Evidence, name: str, one: str, title: str, width: int) -> Chart | None:
    groups = [group for group in evidence.answer.by.get(name, ()) if group.point > 0]
    shown = groups[:SHOWN]
    if not shown:
        return None
    data = [
        {
            "place": place,
            "label": _cut(_label(group, name == "goods"), (width - 170) // 6),
            "point": float(group.point),
            "floor": float(group.floor),
            "ceiling": float(group.ceiling),
            "said": f"{short(group.point)} ({band(group)})",
            "of": {name: group.key},
        }
        for place, group in enumerate(shown)
    ]
    first = shown[0]
    alt = (
        f"{plural(len(shown), one, one + 's' if one != 'kind of goods' else 'kinds of goods')} "
        f"of {len(groups):,}. The largest, {safe(first.label)}: "
        f"{short(first.point, words=True)} {safe(evidence.answer.unit)}, at least "
        f"{short_floor(first.floor, words=True)}."
    )
    note = (
        f"{_unit(evidence.answer)}: point "
        "(floor–ceiling; = both are the point; + the ceiling is open)."
    )
    spec = framed(_bar_layers(data, width), width, 44 * len(shown))
    return Chart(f"{name}s" if name == "supplier" else name, title, note, alt, spec)


def _label(group: Group, coded: bool) -> str:
    return f"{group.key}  {safe(group.label)}" if coded and group.key else safe(group.label)


def _cut(label: str, length: int) -> str:
    """A label that nearly fits: to measure the whole of a long one takes long."""
    return label if len(label) <= length * 2 else label[: length * 2]


def _bar_layers(data: list[dict[str, Any]], width: int) -> list[Spec]:
    y = {"field": "place", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    x = {"field": "point", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    whisker = {"x": {**x, "field": "floor"}, "x2": {"field": "ceiling"}, "y": y}
    tick = {"type": "tick", "color": INK, "height": 9, "thickness": 1.2, "yOffset": 8}
    ranged = [one for one in data if one["floor"] != one["ceiling"]]
    return [
        layer(data, {"type": "bar", "height": 13, "color": PALE, "yOffset": 8}, {"x": x, "y": y}),
        layer(ranged, {"type": "rule", "color": INK, "strokeWidth": 1.2, "yOffset": 8}, whisker),
        layer(ranged, tick, {"x": {**x, "field": "floor"}, "y": y}),
        layer(ranged, tick, {"x": {**x, "field": "ceiling"}, "y": y}),
        text(data, "label", {"x": {"value": 0}, "y": y}, dy=-7, limit=width - 170),
        text(data, "said", {"x": {"value": "width"}, "y": y}, dy=-7, align="right", color=QUIET),
    ]


CHARTS: dict[str, Callable[[Evidence, int], Chart | None]] = {
    "timeline": timeline,
    "routes": routes,
    "suppliers": suppliers,
    "goods": goods,
}
"""The charts by the names that the command line knows."""


def standing_alone(chart: Chart, evidence: Evidence) -> Spec:
    """A chart's specification with all that it must say where no page stands around it."""
    answer = evidence.answer
    invented = any(caveat.code == "invented_data" for caveat in answer.caveats)
    made = answer.made_from
    below = [chart.note, f"followthegoods {made.program}, state {made.state[:16]}"]
    title = {
        "text": f"{safe(answer.subject.name)}: {chart.title[0].lower()}{chart.title[1:]}",
        "subtitle": [INVENTED, *below] if invented else below,
        "anchor": "start",
        "frame": "group",
        "font": FONT,
        "subtitleFont": FONT,
        "fontSize": 15,
        "subtitleFontSize": 11,
        "subtitleColor": QUIET,
        "subtitlePadding": 6,
        "offset": 14,
    }
    return {**chart.spec, "title": title, "background": "#ffffff", "description": chart.alt}
