"""Lines that contradict themselves, and rows of a month that a question cuts: told in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from tiny_case import MONTHLY, Row, inn, write

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer
from followthegoods.render.flows import flows

TERMS = """
schema = 1
id = "terms"
title = "Lines with both terms"
grain = "line"
authority = "RU"
currency = "RUB"
direction = "import"
released = "all"
required = [["hs"], ["receiver_id"]]
notes = "An invented vendor."
[fields.registered]
headers = ["DAY"]
[fields.receiver_id]
headers = ["BUYER ID"]
[fields.receiver_name]
headers = ["BUYER"]
[fields.hs]
headers = ["CODE"]
[fields.goods]
headers = ["GOODS"]
[fields.net_kg]
headers = ["NET"]
[fields.gross_kg]
headers = ["GROSS"]
[fields.cif_usd]
headers = ["CIF"]
[fields.fob_usd]
headers = ["FOB"]
"""
NAMED = {"inn": "BUYER ID", "receiver": "BUYER", "hs": "CODE", "goods": "GOODS"}
COLUMNS = {**NAMED, "day": "DAY", "net": "NET", "gross": "GROSS", "cif": "CIF", "fob": "FOB"}
MONTHS = {**NAMED, "month": "MONTH", "usd": "USD"}
BUYER = {"inn": inn(1), "receiver": 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"', "hs": "870829"}


def stated(goods: str, net: str, gross: str, cif: str, fob: str) -> Row:
    weights = {"net": net, "gross": gross, "cif": cif, "fob": fob}
    return {**BUYER, "day": "15.03.2022", "goods": goods, **weights}


def case_of(folder: Path, rows: list[Row], columns: dict[str, str], layout: str) -> Case:
    (folder / "own.toml").write_text(layout, encoding="utf-8")
    case = Case.new(folder / "case")
    case.add([write(folder / "rows.csv", rows, columns)], layout=str(folder / "own.toml"))
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    rows = [
        stated("ПАНЕЛЬ", "12", "10", "100", "90"),
        stated("ДВЕРЬ", "10", "10", "80", "90"),
        stated("КАПОТ", "10", "", "", "90"),
        stated("КРЫЛО", "10", "0", "80", "0"),
    ]
    with case_of(tmp_path_factory.mktemp("terms"), rows, COLUMNS, TERMS) as made:
        yield made


def said(answer: Answer, code: str) -> str | None:
    return next((caveat.text for caveat in answer.caveats if caveat.code == code), None)


def test_a_net_weight_above_the_gross_weight_is_told_where_both_are_stated(case: Case) -> None:
    assert (said(case.dossier(inn(1)), "net_above_gross") or "").startswith(
        "Counted lines whose net weight is above their gross weight: 1."
    )


def test_cif_below_fob_is_told_where_both_are_stated(case: Case) -> None:
    assert (said(case.dossier(inn(1)), "cif_below_fob") or "").startswith(
        "Counted lines whose CIF value is below their FOB value: 1."
    )


@pytest.mark.parametrize(
    ("contradiction", "goods"), [("net_above_gross", "ПАНЕЛЬ"), ("cif_below_fob", "ДВЕРЬ")]
)
def test_the_lines_behind_a_contradiction_are_listed(
    case: Case, contradiction: str, goods: str
) -> None:
    rows = case.rows(inn(1), where={"contradiction": contradiction})
    assert [row.goods for row in rows] == [goods]


@pytest.mark.parametrize("where", [{"contradiction": "net_above_grass"}, {"price": "farr"}])
def test_a_slip_in_a_filter_is_not_answered_by_no_lines(case: Case, where: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        case.rows(inn(1), where=where)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    rows = [
        {**BUYER, "month": f"01.{month:02}.2022", "goods": "ПАНЕЛЬ", "usd": "10"}
        for month in range(1, 8)
    ]
    with case_of(tmp_path_factory.mktemp("months"), rows, MONTHS, MONTHLY) as made:
        yield made


def test_rows_of_a_month_that_a_stretch_beside_an_event_cuts_are_told(months: Case) -> None:
    answer = months.dossier(inn(1), events=[(date(2022, 4, 1), "the event")])
    window = answer.events[0].window
    assert window is not None
    assert (window.days, window.after.point, window.after.ceiling) == (90, 20, 30)
    assert said(answer, "months_cut") == (
        "Rows of a month of which only a part is asked about: 1 (10 US dollars) by the 90 days "
        "before 2022-04-01 and from it on. There they are in the ceiling only."
    )


def test_rows_of_a_month_that_an_event_or_the_period_cuts_are_told(months: Case) -> None:
    events = [(date(2022, 4, 15), "the event")]
    text = said(months.dossier(inn(1), events=events, last=date(2022, 5, 10)), "months_cut")
    assert "1 (10 US dollars) by the period" in (text or "")
    assert "1 (10 US dollars) by 2022-04-15" in (text or "")


def test_where_no_month_is_cut_nothing_is_said(months: Case) -> None:
    assert said(months.dossier(inn(1)), "months_cut") is None


def test_weights_that_no_line_states_are_no_zero_among_routes(months: Case) -> None:
    console = Console(width=120, record=True, file=StringIO())
    console.print(*flows(months.flows(inn(1)), top=5))
    (route,) = (line for line in console.export_text().splitlines() if line.endswith("stated"))
    assert route.split()[-3:] == ["7", "not", "stated"]
