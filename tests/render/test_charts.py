from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair
import pytest
import render_examples as examples
from evidence_examples import cell, crossed, evidence
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.case import Crossed
from followthegoods.render.charts import CHARTS, NARROW, WIDE, Chart, standing_alone
from followthegoods.render.vega import OTHERS, STACK, UNSTATED, inline_svg, png, svg

INK = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")


def chart(name: str, width: int = WIDE) -> Chart:
    drawn = CHARTS[name](evidence(), width)
    assert drawn is not None
    return drawn


def layer_with(made: Chart, field: str) -> list[dict[str, Any]]:
    """The data of the first layer whose data have a field."""
    for layer in made.spec["layer"]:
        values = layer["data"]["values"]
        if values and field in values[0]:
            return list(values)
    raise AssertionError(field)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_what_vega_lites_schema_allows(name: str, width: int) -> None:
    altair.LayerChart.from_dict(standing_alone(chart(name, width), evidence()), validate=True)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_in_words_what_it_shows(name: str) -> None:
    assert re.search(r"\d", chart(name).alt)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_the_same_twice(name: str) -> None:
    assert svg(chart(name).spec) == svg(chart(name).spec)


def test_a_chart_becomes_a_png() -> None:
    assert png(chart("goods").spec, 1).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_worth_drawing_is_no_chart(name: str) -> None:
    empty = replace(crossed(), routes=(), periods=(), totals=())
    answer = replace(examples.answer(), by=dict.fromkeys(examples.BY, ()))
    assert CHARTS[name](evidence(answer, crossed=empty), WIDE) is None


def test_a_chart_that_stands_alone_says_that_its_data_are_invented() -> None:
    assert "INVENTED DATA" in svg(standing_alone(chart("suppliers"), evidence()))


def test_a_chart_that_stands_alone_names_the_state_it_is_made_from() -> None:
    assert ("ab" * 8) in svg(standing_alone(chart("timeline"), evidence()))


def test_a_timeline_has_an_events_label() -> None:
    assert "New year" in svg(chart("timeline").spec)


def test_a_timeline_marks_months_without_records() -> None:
    assert len(chart("timeline").spec["layer"][0]["data"]["values"]) == 2


def test_a_timeline_shows_floor_and_ceiling_only_where_they_differ() -> None:
    assert [one["ceiling"] for one in layer_with(chart("timeline"), "ceiling")] == [355000.10]


def test_what_is_negative_hangs_below_nothing() -> None:
    cells = (cell("2018-Q1", "KR", "100"), cell("2018-Q1", "DE", "-40"))
    totals = (cell("2018-Q1", "", "60"),)
    made = CHARTS["timeline"](
        evidence(crossed=replace(crossed(), periods=cells, totals=totals)), WIDE
    )
    assert made is not None
    ends = {(one["low"], one["high"]) for one in layer_with(made, "country")}
    assert ends == {(0, 100), (0, -40)}


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
def test_a_stack_is_as_high_as_the_sum_of_its_parts(points: list[int]) -> None:
    keys = ["KR", "DE", "", "XX"][: len(points)]
    cells = tuple(cell("2018-Q1", key, str(p)) for key, p in zip(keys, points, strict=True))
    known = sum(p for key, p in zip(keys, points, strict=True) if key != "XX")
    totals = (cell("2018-Q1", "", str(sum(points))),)
    made = CHARTS["timeline"](
        evidence(crossed=replace(crossed(), periods=cells, totals=totals)), WIDE
    )
    assert made is not None
    assert max(one["high"] for one in layer_with(made, "country")) == known


def test_the_routes_say_how_much_was_sent_from_elsewhere() -> None:
    assert "950.0 thousand were sent from another country" in chart("routes").alt


def test_countries_beyond_the_matrix_are_summed_as_others() -> None:
    cells = tuple(cell(f"{n:02d}", "KR", "10") for n in range(12))
    made = CHARTS["routes"](evidence(crossed=replace(crossed(), routes=cells)), NARROW)
    assert made is not None
    others = [one["point"] for one in layer_with(made, "via") if one["from"] == "others"]
    assert others == [50.0]


def lightness(colour: str) -> float:
    found = INK.fullmatch(colour)
    assert found
    red, green, blue = (int(part, 16) for part in found.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_neighbours_in_a_stack_differ_in_grey() -> None:
    colours = (*STACK, OTHERS, UNSTATED)
    steps = [abs(lightness(a) - lightness(b)) for a, b in pairwise(colours)]
    assert min(steps) > 30


def test_texts_of_records_are_no_markup_in_a_chart() -> None:
    group = examples.group("p1", '"><script>alert(1)</script>', "5")
    answer = replace(examples.answer(), by={**examples.BY, "supplier": (group,)})
    made = CHARTS["suppliers"](evidence(answer), WIDE)
    assert made is not None
    drawn = inline_svg(made.spec, "x")
    assert "<script" not in drawn
    assert "alert(1)" in drawn


def test_the_ids_of_two_charts_on_a_page_differ() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', inline_svg(chart("goods").spec, n))) for n in "ab"]
    assert not ids[0] & ids[1]


def test_charts_know_nothing_of_a_network(tmp_path: Path) -> None:
    spec = {**chart("goods").spec, "data": {"url": "https://example.invalid/x.json"}}
    spec["layer"] = [{"mark": "bar", "encoding": {}}]
    with pytest.raises(ValueError):
        svg(spec)


def test_a_bar_ends_where_its_point_is() -> None:
    assert [one["point"] for one in layer_with(chart("suppliers"), "label")] == [
        float(Decimal(point)) for point in ("800000", "150000", "30000", "20000")
    ]


def routes_of(*cells: tuple[str, str]) -> Chart | None:
    made = tuple(cell(row, column, "100.00") for row, column in cells)
    return CHARTS["routes"](evidence(crossed=replace(crossed(), routes=made)), WIDE)


def test_goods_of_no_stated_dispatch_are_not_among_the_other_countries() -> None:
    codes = ["KR", "DE", "HK", "CN", "IT", "TR", "IN", "US", "PL", "FR"]
    made = routes_of(("KR", ""), *((code, code) for code in codes))
    assert made is not None
    places = {(one["from"], one["via"]) for one in layer_with(made, "via")}
    assert ("South Korea", "not stated") in places
    assert ("others", "others") in places


def test_what_states_neither_country_is_not_outlined_as_sent_from_its_origin() -> None:
    made = routes_of(("", ""), ("KR", "DE"))
    assert made is not None
    assert [one for one in layer_with(made, "via") if one["same"]] == []


def test_where_no_line_states_both_countries_no_route_is_drawn() -> None:
    assert routes_of(("KR", ""), ("", "DE")) is None


@pytest.mark.parametrize("months", [1, 3])
def test_a_month_has_one_label_below_the_timeline(months: int) -> None:
    periods = [f"2022-{month:02d}" for month in range(1, months + 1)]
    own = Crossed(
        "month",
        (),
        tuple(cell(period, "KR", "100.00") for period in periods),
        tuple(cell(period, "", "100.00") for period in periods),
    )
    made = CHARTS["timeline"](evidence(crossed=own), WIDE)
    assert made is not None
    labels = re.findall(r">([A-Z][a-z]{2} 2022)<", svg(made.spec))
    assert len(labels) == len(set(labels)) == months
