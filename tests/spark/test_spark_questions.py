"""Every question on both engines, of one invented case: the answers are the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case
from followthegoods.engine.plan import Step
from followthegoods.errors import BadParameter
from followthegoods.questions import counted as q
from followthegoods.questions.dossier import event_spans, plan_dossier, plan_rows
from followthegoods.questions.flows import flow_steps
from followthegoods.questions.rows import rows_condition
from followthegoods.render.as_json import as_json

sqlglot = pytest.importorskip("sqlglot")
translating = pytest.importorskip("followthegoods.engine.translate")

SUBJECT = "9900718344"
EVENT = (date(2022, 2, 24), "the invasion")
Ask = Callable[[Case], Any]

QUESTIONS: dict[str, Ask] = {
    "a dossier with an event": lambda case: case.dossier(SUBJECT, events=[EVENT]),
    "dispatch, released, maker, customs value": lambda case: case.dossier(
        SUBJECT, country="dispatch", date="released", supplier="maker", value="customs"
    ),
    "trading, holder, invoice, kilograms, a period": lambda case: case.dossier(
        SUBJECT,
        country="trading",
        supplier="holder",
        value="invoice",
        measure="net_kg",
        first=date(2019, 6, 1),
        last=date(2023, 3, 15),
    ),
    "sender's country, cif, a procedure, a quantity": lambda case: case.dossier(
        SUBJECT, country="sender", value="cif", regimes=["40"], measure="quantity:KG"
    ),
    "purchase, fob, a declarant's lines, counted": lambda case: case.dossier(
        SUBJECT, country="purchase", value="fob", role="declarant", measure="lines"
    ),
    "exports": lambda case: case.dossier(SUBJECT, direction="export"),
    "goods by words, an event": lambda case: case.dossier(goods=["панель ку*"], events=[EVENT]),
    "goods by a code of an older edition": lambda case: case.dossier(
        goods=["8708", "8703"], hs_revision="2017"
    ),
    "a party within days of its own, of goods": lambda case: case.dossier(
        f"{SUBJECT}@2018-01-01..2021-06-30", goods=["87"], events=[EVENT]
    ),
    "routes of the whole case": lambda case: case.flows(events=[EVENT]),
    "routes of a company": lambda case: case.flows(SUBJECT, country="dispatch"),
    "lines of the ceiling": lambda case: case.rows(SUBJECT, where={"counted": "ceiling"}),
    "all lines, in batches": lambda case: list(case.every_row(SUBJECT)),
    "a screening of a company": lambda case: case.screen(SUBJECT),
    "a screening of the whole case": lambda case: case.screen(),
}


@pytest.fixture(scope="module")
def ours(demo_case: Path) -> Iterator[Case]:
    with Case.open(demo_case, engine="duckdb") as case:
        yield case


@pytest.fixture(scope="module")
def theirs(spark_here: None, demo_case: Path) -> Iterator[Case]:
    with Case.open(demo_case, engine="spark") as case:
        yield case


@pytest.mark.slow
@pytest.mark.parametrize("asked", QUESTIONS)
def test_both_engines_give_the_same_answer(ours: Case, theirs: Case, asked: str) -> None:
    assert as_json(QUESTIONS[asked](theirs)) == as_json(QUESTIONS[asked](ours))


@pytest.mark.slow
def test_a_question_that_is_not_translated_is_refused_and_not_answered(theirs: Case) -> None:
    with pytest.raises(BadParameter, match="cannot be asked of Spark: it") as refused:
        theirs.changes(SUBJECT, events=[EVENT])
    assert "--engine duckdb" in str(refused.value)


# -- the list of functions


def _steps() -> Iterator[Step]:
    """The steps of dossiers, routes and lists of rows, on every basis, of every kind of subject."""
    scopes = [
        q.Scope(*[["x"]] * 6, [(1, 3)], monthly=True, makers=["x"], said=["x"]),
        q.Scope(*[["x"]] * 6, [(1, 3)], dated=[q.Dated(1, 3, date(2020, 1, 1), None)]),
        q.Scope(*[["x"]] * 6, []),
    ]
    others = cycle(q.COUNTRY_BASES), cycle(q.DATE_BASES), cycle(q.SUPPLIER_ROLES)
    for number, (value, country, day, supplier) in enumerate(
        zip([*q.VALUE_BASES] * 2, *others, strict=False)
    ):
        p = q.Parameters(
            ("RU", "KZ", "PE")[number % 3],
            date(2020, 1, 1) if number % 2 else None,
            events=(EVENT,),
            value=value,
            country=country,
            date=day,
            supplier=supplier,
            role=q.SUBJECT_ROLES[number % 4],
            direction=("import", "export")[number % 2],
            measure=(*q.MEASURES, "quantity:KG")[number % 4],
            regimes=("40",) if number % 5 == 0 else (),
            goods=((), ("8708",), ("панель ку*", "87"))[number % 3],
        )
        scope = scopes[number % 3]
        yield from plan_dossier(p, scope).steps
        yield from flow_steps(event_spans(p, scope))
        where = {"maker": "p1", "month": "2022-03", "counted": "point"}
        yield from plan_rows(p, scope, rows_condition(where), None).steps


STEPS = {step.sql: step for step in _steps()}


def test_plans_call_the_functions_that_spark_is_known_to_have_and_no_others() -> None:
    called = {
        name
        for sql in STEPS
        for name in translating.functions_of(sqlglot.parse_one(sql, read="duckdb"))
    }
    assert called - translating.FUNCTIONS == set()


def test_every_statement_of_a_plan_can_be_said_to_spark() -> None:
    said = [translating.translate(sql).sql for sql in STEPS]
    assert [sql for sql in said if "read_parquet" in sql.lower() or "REPLACE (" in sql] == []


@pytest.mark.parametrize("sql", ["SELECT quantile_cont(a, 0.5) FROM t", "SELECT nonsense(a)"])
def test_a_function_that_is_not_on_the_list_is_refused(sql: str) -> None:
    with pytest.raises(BadParameter, match="it calls"):
        translating.translate(sql)


def test_a_list_in_descending_order_is_refused() -> None:
    with pytest.raises(BadParameter, match="it lists in descending order"):
        translating.translate("SELECT list(a ORDER BY a DESC)")


def test_files_are_read_by_a_name() -> None:
    statement = translating.translate("SELECT a FROM read_parquet(['x/1', 'x/2']) AS t")
    ((name, files),) = statement.files.items()
    assert (statement.sql, files) == (f"SELECT a FROM {name} AS t", ("x/1", "x/2"))
