from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from test_figure_laws import EVENT, SCOPE, Placed, cases, runs
from test_figure_laws import ask as ask_laws
from tiny_case import case_of, inn, line, three, usd

from followthegoods.case import Case
from followthegoods.model.flows import Detour, Flows, Route
from followthegoods.questions.counted import Parameters
from followthegoods.questions.dossier import event_spans
from followthegoods.questions.flows import flow_steps

BUYER, OTHER = inn(1), inn(2)
SINCE = date(2022, 3, 10)

ROWS = [
    line(inn=BUYER, usd="100", destination="RU"),
    line(inn=BUYER, usd="40", destination="RU", dispatch="HK", registered="20.03.2022",
         sender="JADE HARBOUR FORWARDING LTD", sender_address="1, QUAY RD", sender_country="HK"),
    line(inn=BUYER, usd="7", destination="RU", dispatch="HK", registered="25.03.2022"),
    line(inn=BUYER, usd="3", destination="", origin="", registered="01.03.2022"),
    line(inn=OTHER, receiver="ООО ДРУГОЙ", usd="1000", origin="DE", dispatch="DE",
         destination="RU"),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("flows"), ROWS) as made:
        yield made


@pytest.fixture(scope="module")
def found(case: Case) -> Flows:
    return case.flows(BUYER, events=[(SINCE, "the event")])


def routes(flows: Flows) -> dict[tuple[str, str, str], Route]:
    return {(r.origin, r.dispatch, r.destination): r for r in flows.routes}


def detour(flows: Flows) -> Detour:
    (only,) = flows.detours
    return only


def test_a_route_is_an_origin_a_dispatch_and_a_destination(found: Flows) -> None:
    points = {key: route.value_usd.point for key, route in routes(found).items()}
    assert points == {
        ("KR", "KR", "RU"): Decimal(100),
        ("KR", "HK", "RU"): Decimal(47),
        ("", "KR", ""): Decimal(3),
    }


def test_the_points_of_the_routes_sum_to_the_dossiers(case: Case, found: Flows) -> None:
    assert sum(route.value_usd.point for route in found.routes) == found.value_usd.point
    assert found.value_usd == case.dossier(BUYER).value_usd


def test_a_route_has_its_kilograms_beside_its_dollars(found: Flows) -> None:
    assert routes(found)["KR", "HK", "RU"].net_kg.point == Decimal(20)


def test_where_a_line_states_no_place_every_route_may_be_its_own(found: Flows) -> None:
    assert all(route.value_usd.ceiling_open for route in found.routes)


def test_a_route_is_asked_before_and_since_an_event(found: Flows) -> None:
    (around,) = routes(found)["KR", "HK", "RU"].events
    (straight,) = routes(found)["KR", "KR", "RU"].events
    assert three(around.since) == usd(47, 47, 47)
    assert straight.since.point == Decimal(100)
    assert found.events[0].whole.since.point == Decimal(147)


def test_windows_before_and_after_an_event_are_of_one_length(found: Flows) -> None:
    (event,) = found.events
    assert event.days == 9
    assert event.whole.before is not None
    assert event.whole.before.point == Decimal(3)


def test_goods_sent_from_another_country_than_produced_them_took_a_detour(found: Flows) -> None:
    only = detour(found)
    assert (only.origin, only.dispatch, only.value_usd.point) == ("KR", "HK", Decimal(47))
    assert (only.first, only.last) == (date(2022, 3, 20), date(2022, 3, 25))


def test_a_line_that_does_not_state_both_countries_took_none(found: Flows) -> None:
    assert "" not in {country for d in found.detours for country in (d.origin, d.dispatch)}


def test_a_sender_first_seen_on_a_detour_appeared_with_it(found: Flows) -> None:
    appeared = {sender.name: sender.appeared for sender in detour(found).senders}
    assert appeared == {"JADE HARBOUR FORWARDING LTD": True, "QORVANTE PRESSWORKS CO., LTD": False}


def test_a_sender_says_since_when_it_is_seen_at_all(found: Flows) -> None:
    (known,) = (sender for sender in detour(found).senders if not sender.appeared)
    assert (known.first, known.first_seen) == (date(2022, 3, 25), date(2022, 3, 1))


def test_senders_on_a_detour_sum_to_it(found: Flows) -> None:
    only = detour(found)
    assert sum(sender.value_usd.point for sender in only.senders) == only.value_usd.point


def test_routes_are_asked_in_another_measure_and_say_their_dollars_beside_it(case: Case) -> None:
    found = case.flows(BUYER, events=[(SINCE, "the event")], measure="net_kg")
    route, only = routes(found)["KR", "HK", "RU"], detour(found)
    assert (found.unit, found.measured.point, found.value_usd.point) == ("net kg", 40, 150)
    assert (route.measured, route.value_usd.point) == (route.net_kg, 47)
    assert (route.events[0].since.point, found.events[0].whole.since.point) == (20, 30)
    assert (only.measured.point, only.value_usd.point) == (20, 47)
    assert [sender.measured.point for sender in only.senders] == [10, 10]
    assert sum(sender.value_usd.point for sender in only.senders) == 47


def test_with_nobody_and_no_goods_the_whole_case_is_asked(case: Case) -> None:
    whole = case.flows()
    assert whole.value_usd.point == Decimal(1150)
    assert whole.subject.name == "The whole case"


def test_goods_alone_are_asked_about(case: Case) -> None:
    assert case.flows(goods=["8708"]).value_usd.point == Decimal(1150)


def test_refused_rows_leave_the_ceiling_of_the_whole_case_open(tmp_path: Path) -> None:
    with case_of(tmp_path, [line(), line()]) as whole:
        assert not whole.flows().value_usd.ceiling_open
    rows = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    (tmp_path / "c.csv").write_text("\n".join([*rows[:2], "1;2"]), encoding="utf-8-sig")
    with Case.new(tmp_path / "cut") as cut:
        cut.add([tmp_path / "c.csv"])
        assert cut.flows().value_usd.ceiling_open


def test_the_order_of_files_changes_no_route(tmp_path: Path) -> None:
    first, second = ROWS[:2], ROWS[2:]
    with case_of(tmp_path / "one", first, second) as one:
        forth = one.flows(BUYER)
    (tmp_path / "two").mkdir()
    with Case.new(tmp_path / "two" / "case") as two:
        two.add([tmp_path / "one" / name for name in ("b.csv", "a.csv")])
        back = two.flows(BUYER)
    assert (forth.routes, forth.detours) == (back.routes, back.detours)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as made:
        yield made


STEPS = flow_steps(event_spans(Parameters("RU", events=((EVENT, "event"),)), SCOPE))


@runs
@given(cases())
def test_points_of_routes_sum_and_their_floors_and_ceilings_enclose(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed]
) -> None:
    ask_laws(engine, lines, ())
    sql = {step.name: step.sql for step in STEPS}
    engine.execute(f"CREATE OR REPLACE TEMP TABLE listed AS {sql['listed']}")
    rows = engine.execute(sql["routes"]).fetchall()
    whole = next((row[2:] for row in rows if row[0] == "total"), (0,) * 6)
    own = [row[2:] for row in rows if row[0] == "route"]
    assert sum(row[1] for row in own) == whole[1]
    assert sum(row[0] for row in own) <= whole[0]
    assert sum(row[2] for row in own) >= whole[2]
    assert all(row[0] <= row[1] <= row[2] for row in own)
