"""What all charts share: colours, type, frames; and drawing them, with nothing from a network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert

Spec = dict[str, Any]
"""A Vega-Lite specification, or a part of one."""

Link = Callable[[Mapping[str, str]], str]
"""What a mark or a figure is of, as rows can be narrowed by -> where these rows are shown."""


def nowhere(of: Mapping[str, str]) -> str:
    """A page that stands alone leads nowhere."""
    return ""


VERSION = "6.4"
FONT = "Helvetica, Arial, sans-serif"
INK, QUIET, GRID = "#1c2024", "#5b6670", "#d9dde1"
DEEP, PALE = "#14425f", "#7fa8bf"
STACK = (DEEP, "#e3a23b", "#4b8f8c", "#f0d9ae", "#a04e3c")
"""Colours of countries, largest first: each differs in lightness from those beside it."""
OTHERS, UNSTATED, GAP = "#b3babf", "#e4e7ea", "#eef0f2"


def layer(data: Sequence[Mapping[str, Any]], mark: Spec, encoding: Spec) -> Spec:
    """Marks of one kind over their own data."""
    return {"data": {"values": list(data)}, "mark": mark, "encoding": encoding}


def text(
    data: Sequence[Mapping[str, Any]],
    field: str,
    encoding: Spec,
    *,
    dy: int = 0,
    align: str = "left",
    color: str = INK,
    limit: int = 0,
) -> Spec:
    """A text at each datum, cut at `limit` pixels where that is not 0."""
    mark = {"type": "text", "align": align, "dy": dy, "color": color, "limit": limit}
    return layer(data, mark, {**encoding, "text": {"field": field}})


def framed(layers: Sequence[Spec], width: int, height: int) -> Spec:
    """Layers as a whole specification, `width` and `height` those of the plot with its axes."""
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VERSION}.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 4,
        "background": None,
        "layer": list(layers),
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": QUIET,
                "labelFontSize": 11,
                "gridColor": GRID,
                "domainColor": QUIET,
                "tickColor": QUIET,
                "titleColor": QUIET,
            },
            "legend": {"labelColor": INK, "labelFontSize": 12, "symbolType": "square"},
            "text": {"fontSize": 12, "baseline": "middle"},
        },
    }


def svg(spec: Spec) -> str:
    """A specification as an SVG text. Nothing is fetched."""
    return vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])


def png(spec: Spec, scale: float = 2) -> bytes:
    """A specification as a PNG, `scale` pixels for one of the specification. Nothing is fetched."""
    return vl_convert.vegalite_to_png(spec, vl_version=VERSION, scale=scale, allowed_base_urls=[])


_ID = re.compile(r'\bid="([^"]+)"')


def inline_svg(spec: Spec, name: str, link: Link = nowhere) -> str:
    """A specification as an SVG element for an HTML page: as wide as its place, ids its own.

    The page says in words what it shows, so that its marks are hidden from who listens. Marks whose
    data say what they are `of` lead to where `link` says; tables beside charts do so for keys.
    """
    places: list[str] = []
    layers = [_linked(one, link, places) for one in spec["layer"]]
    silent = {**spec["config"], "aria": False}
    drawn = _drawn(json.dumps({**spec, "layer": layers, "config": silent}, sort_keys=True))
    drawn = _ANCHOR.sub(lambda at: _anchor(places[int(at[1])]), drawn)
    for own in set(_ID.findall(drawn)):
        drawn = drawn.replace(f'"{own}"', f'"{name}-{own}"').replace(f"#{own})", f"#{name}-{own})")
    head, _, body = drawn.partition(">")
    view = re.search(r'viewBox="[^"]*"', head)
    return f'<svg {view[0] if view else ""} aria-hidden="true" focusable="false">{body}'


_MARK = "https://mark.invalid/"
"""Stands for the place a mark leads to while it is drawn: what draws wants whole addresses."""

_ANCHOR = re.compile(rf'<a xlink:href="{re.escape(_MARK)}(\d+)"')


def _linked(layer: Spec, link: Link, places: list[str]) -> Spec:
    """A layer whose marks lead somewhere; the places they lead to are put into `places`."""
    data = layer["data"]["values"]
    if not any("of" in one and link(one["of"]) for one in data):
        return layer
    linked = []
    for one in data:
        there = link(one["of"]) if "of" in one else ""
        if there:
            places.append(there)
        linked.append({**one, "href": f"{_MARK}{len(places) - 1}"} if there else one)
    encoding = {**layer["encoding"], "href": {"field": "href"}}
    return {**layer, "data": {"values": linked}, "encoding": encoding}


def _anchor(there: str) -> str:
    # The keyboard finds the same places in the tables: whoever listens does not see the chart.
    return f'<a tabindex="-1" href="{escape(there)}"'


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    """A specification as drawn; to draw takes longer than to compute what is drawn."""
    return svg(json.loads(spec))
