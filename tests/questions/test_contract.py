"""The answer as other programs read it; the plan as an opponent runs it; the rows behind it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tiny_case import Row, case_of, inn, line, serial, usd

from followthegoods.case import Case, LineRow
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Answer, amount

GOLDEN = Path(__file__).parents[1] / "golden" / "answer.json"
EVENT = date(2022, 3, 15)
LONE = {"receiver": "ООО СЕВЕРНЫЙ КОЛОС", "address": "Г. СЕВЕРНЫЙ"}


def shared(**changes: str) -> Row:
    return line(inn=inn(1), declaration=serial(77), quantity="2", unit="ШТ", **LONE, **changes)


ONE: list[Row] = [
    line(inn=inn(1), usd="1000.50", maker="OLVANDER STAMPING", **LONE),
    line(inn=inn(1), usd="20", origin="CN", registered="14.03.2022", **LONE),
    line(inn=inn(1), usd="3", regime="8000", **LONE),
    line(inn=inn(1), usd="", origin="", **LONE),
    line(usd="0.25", **{**LONE, "address": ""}),
    line(usd="7", receiver="СЕВЕРНЫЙ КОЛОС", address=""),
    shared(usd="500"),
]
TWO: list[Row] = [
    shared(usd="600"),
    line(inn=inn(1), usd="44", released="", **LONE),
    line(inn=inn(1), usd="-5.5", hs="8703231981", **LONE),
]

FIGURE = {
    "floor": str, "point": str, "ceiling": str, "ceiling_open": bool, "rows": int,
    "rows_without_value": int,
}  # fmt: skip
GROUP = {**FIGURE, "key": str, "label": str}
SHAPE: dict[str, Any] = {
    "schema": int,
    "subject": {
        "id": str,
        "name": str,
        "parties": [{"id": str, "name": str, "tax_ids": [str]}],
        "goods": type(None),
    },
    "bases": {
        "authority": str, "value": str, "country": str, "date": str, "supplier": str,
        "role": str, "direction": str, "regimes": [str],
    },
    "coverage": {"first": str, "last": str, "months_missing": [str], "by_source": [dict]},
    "books": dict.fromkeys(
        (
            "lines", "repeated", "superseded", "conflicts", "without_value", "uncertain_party",
            "suspected_repeats", "refused_mentioning",
        ),
        int,
    ),
    "value_usd": FIGURE,
    "measures": {
        "net_kg": FIGURE, "lines": FIGURE, "declarations": FIGURE,
        "quantity": [{**FIGURE, "unit": str}],
    },
    "value_bases": [GROUP],
    "by": {
        name: [GROUP]
        for name in ("origin", "dispatch", "trading", "supplier", "maker", "year", "hs4", "goods")
    },
    "additive": {"origin": bool, "maker": bool},
    "events": [
        {
            "date": str, "label": str, "since": FIGURE,
            "since_by": {"origin": [GROUP], "dispatch": [GROUP], "supplier": [GROUP]},
            "window": {"days": int, "before": FIGURE, "after": FIGURE},
        }
    ],
    "screening": [dict],
    "caveats": [{"code": str, "text": str}],
    "made_from": {
        "state": str, "load": int, "layouts": dict, "references": dict, "rates": str,
        "judgements": str, "scorer": str, "program": str, "parameters": dict,
    },
    "plan": str,
}  # fmt: skip
"""The contract: every key with its type. An answer may say more."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("contract"), ONE, TWO) as made:
        yield made


def ask(case: Case) -> Answer:
    return case.dossier(inn(1), events=[(EVENT, "the event")])


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return ask(case)


def fits(value: Any, shape: Any, where: str = "answer") -> list[str]:
    """Where a value is not of its shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [where]
        return [
            wrong
            for key, inner in shape.items()
            for wrong in (
                fits(value[key], inner, f"{where}.{key}") if key in value else [f"{where}.{key}"]
            )
        ]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [where]
        return [wrong for item in value for wrong in fits(item, shape[0], f"{where}[]")]
    return [] if type(value) is shape else [where]


# -- the contract


def test_every_key_of_the_contract_is_there_with_its_type(answer: Answer) -> None:
    assert fits(json.loads(answer.to_json()), SHAPE) == []


def test_every_list_of_the_contract_that_this_case_fills_is_filled(answer: Answer) -> None:
    said = json.loads(answer.to_json())
    for name in ("origin", "supplier", "maker", "year", "hs4", "goods"):
        assert said["by"][name]
    assert said["measures"]["quantity"]
    assert said["events"][0]["window"]


def test_amounts_are_decimal_strings(answer: Answer) -> None:
    figure = json.loads(answer.to_json())["value_usd"]
    for name in ("floor", "point", "ceiling"):
        assert re.fullmatch(r"-?\d+(\.\d{2,})?", figure[name])


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.0000", "0"), ("100.0000", "100"), ("0.5", "0.50"), ("1E+3", "1000"), ("-5.50", "-5.50")],
)
def test_an_amount_has_no_exponent_and_cents_if_any(value: str, text: str) -> None:
    assert amount(Decimal(value)) == text


def test_the_answer_is_the_one_in_its_file(answer: Answer) -> None:
    said = json.loads(answer.to_json())
    said["made_from"] |= {"state": "…", "rates": "…", "program": "…", "layouts": {}}
    said["plan"] = "…"
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(text, encoding="utf-8")
        pytest.fail(f"{GOLDEN} was not there: it is now; read it and run again")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_same_state_gives_the_same_bytes(case: Case, answer: Answer) -> None:
    with Case.open(case.path) as again:
        assert ask(again).to_json() == answer.to_json()


def test_the_order_of_the_files_changes_nothing_but_the_load(case: Case, tmp_path: Path) -> None:
    with Case.new(tmp_path / "case") as other:
        other.add([case.path.parent / name for name in ("b.csv", "a.csv")])
        one, two = (json.loads(ask(made).to_json()) for made in (case, other))
    assert one["made_from"].pop("load")
    assert two["made_from"].pop("load")
    assert one == two


def test_a_file_added_later_changes_the_state(answer: Answer, tmp_path: Path) -> None:
    with case_of(tmp_path, ONE) as made:
        assert ask(made).made_from.state != answer.made_from.state


# -- the plan


def test_the_plan_run_by_an_opponent_gives_every_figure_of_the_answer(
    case: Case, answer: Answer
) -> None:
    script = case.explain(inn(1), events=[(EVENT, "the event")])
    results = run_script(script, case.path)
    assert script == answer.plan
    assert results["dollars"]
    for dimension, groups in (*answer.by.items(), ("value_basis", answer.value_bases)):
        assert figures(results["dollars"], dimension) == sorted(
            (str(g.floor), str(g.point), str(g.ceiling), g.rows, g.rows_without_value)
            for g in groups
        )
    measured = {row[0]: row[2:] for row in results["measures"]}
    for name, figure in (("kg", answer.measures.net_kg), ("one", answer.measures.lines)):
        assert [Decimal(part) for part in measured[name][:3]] == [
            figure.floor,
            figure.point,
            figure.ceiling,
        ]
    event = answer.events[0]
    assert event.window
    for span, figure in (
        ("0 since", event.since),
        ("0 before", event.window.before),
        ("0 after", event.window.after),
    ):
        assert figures([row[1:] for row in results["events"] if row[0] == span], "total") == [
            (
                str(figure.floor),
                str(figure.point),
                str(figure.ceiling),
                figure.rows,
                figure.rows_without_value,
            )
        ]
    assert figures(results["dollars"], "total") == [
        (
            str(answer.value_usd.floor),
            str(answer.value_usd.point),
            str(answer.value_usd.ceiling),
            answer.value_usd.rows,
            answer.value_usd.rows_without_value,
        )
    ]


SHELL = """
import json, re, sys
import duckdb
db = duckdb.connect(":memory:")
results = {}
for statement in sys.stdin.read().split(";\\n"):
    if not statement.strip():
        continue
    rows = db.execute(statement).fetchall()
    named = re.search("-- result: (.+)", statement)
    if named:
        results[named[1]] = rows
print(json.dumps(results, default=str))
"""
"""An opponent's program: it knows DuckDB and the folder, and nothing of this project."""


def run_script(script: str, folder: Path) -> dict[str, list[list[Any]]]:
    done = subprocess.run(
        [sys.executable, "-c", SHELL],
        input=script,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[list[Any]]] = json.loads(done.stdout)
    return found


def figures(rows: list[list[Any]], dimension: str) -> list[tuple[Any, ...]]:
    return sorted(
        (*(str(Decimal(part)) for part in row[2:5]), *map(int, row[5:7]))
        for row in rows
        if row[0] == dimension
    )


# -- the rows


def test_the_rows_counted_in_the_floor_sum_to_it(case: Case, answer: Answer) -> None:
    assert worth(case.rows(inn(1)), "floor") == answer.value_usd.floor


def test_the_rows_counted_in_floor_and_point_sum_to_the_point(case: Case, answer: Answer) -> None:
    assert worth(case.rows(inn(1)), "floor", "point") == answer.value_usd.point


def test_as_many_rows_are_counted_as_the_figure_says(case: Case, answer: Answer) -> None:
    counted = [row for row in case.rows(inn(1)) if row.counted_in in ("floor", "point")]
    valued = [row for row in counted if row.value_usd is not None]
    figure = answer.value_usd
    assert (len(valued), len(counted) - len(valued)) == (figure.rows, figure.rows_without_value)


def test_rows_say_why_they_are_not_counted(case: Case) -> None:
    found = {str(row.value_usd): row.counted_in for row in case.rows(inn(1))}
    assert found["3.0000"] == "transit"
    assert found["44.0000"] == "not_released"
    assert found["7.0000"] == "ceiling"
    assert found["0.2500"] == "point"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"origin": "CN"}, ["20"]),
        ({"origin": "CN", "counted": "floor"}, ["20"]),
        ({"counted": "transit"}, ["3"]),
        ({"fate": "conflict"}, ["500", "600"]),
        ({"hs4": "8703"}, ["-5.5"]),
        ({"goods": "8703231981"}, ["-5.5"]),
        ({"year": "2021"}, []),
        ({"origin": "CN", "hs4": "8703"}, []),
    ],
)
def test_rows_can_be_narrowed(case: Case, where: dict[str, str], expected: list[str]) -> None:
    found = sorted(row.value_usd or Decimal(0) for row in case.rows(inn(1), where=where))
    assert found == sorted(usd(*expected))


def test_rows_of_a_supplier_are_found_by_the_key_of_its_group(case: Case, answer: Answer) -> None:
    for name in ("supplier", "maker"):
        for group in answer.by[name]:
            rows = case.rows(inn(1), where={name: group.key})
            assert worth(rows, "floor", "point") == group.point


def test_a_filter_that_does_not_exist_is_refused_with_those_that_do(case: Case) -> None:
    with pytest.raises(BadParameter, match="origin"):
        case.rows(inn(1), where={"colour": "red"})


def test_a_quotation_mark_in_a_filter_is_a_text_and_nothing_else(case: Case) -> None:
    assert case.rows(inn(1), where={"origin": "KR' OR '1'='1"}) == []


def test_the_raw_cells_of_a_row_are_those_of_its_source(case: Case) -> None:
    for row in case.rows(inn(1)):
        with (case.path.parent / row.source).open(encoding="utf-8-sig", newline="") as file:
            cells = list(csv.reader(file, delimiter=";"))[row.row - 1]
        assert list(row.cells) == [cell or None for cell in cells]


def worth(rows: list[LineRow], *counted: str) -> Decimal:
    return sum(
        (row.value_usd or Decimal(0) for row in rows if row.counted_in in counted), Decimal()
    )
