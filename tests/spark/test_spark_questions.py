"""Every question on both engines, of one invented case: the answers are the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case, Evidence
from followthegoods.engine.plan import Step
from followthegoods.errors import BadParameter
from followthegoods.questions import counted as q
from followthegoods.questions.changes import Around, plan_changes
from followthegoods.questions.crossed import crossed_step
from followthegoods.questions.dossier import event_spans, plan_dossier, plan_rows
from followthegoods.questions.exported import COUNTED, plan_exported
from followthegoods.questions.flows import flow_steps
from followthegoods.questions.mirrors import plan_mirror
from followthegoods.questions.rows import rows_condition
from followthegoods.render.as_json import as_json

pytest.importorskip("sqlglot")
translating = pytest.importorskip("followthegoods.engine.translate")

SUBJECT = "9900718344"
EVENT = (date(2022, 2, 24), "the invasion")
Ask = Callable[[Case], Any]


def _listed(evidence: Evidence) -> dict[str, object]:
    return {**vars(evidence), "personal": sorted(evidence.personal)}


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
    "a screening by procedures, on a day": lambda case: case.screen(
        SUBJECT, as_of=date(2023, 1, 1), regimes=["40"], country="dispatch"
    ),
    "what changed around a company": lambda case: case.changes(SUBJECT, events=[EVENT]),
    "what changed in the whole case": lambda case: case.changes(events=[EVENT]),
    "the rows of a page": lambda case: _listed(
        case.evidence(SUBJECT, where={"counted": "point", "year": "2022"}, limit=50, events=[EVENT])
    ),
    "a dossier as of an earlier load": lambda case: case.dossier(SUBJECT, at=3),
    "which figures moved since": lambda case: case.diff("3", "now", SUBJECT),
    "lines for other programs": lambda case: list(case.exports.lines(SUBJECT, published=True)),
}
"""What is asked of the demonstration's case."""

MIRRORED: dict[str, Ask] = {
    "mirrors of the whole case": lambda case: case.mirrors(),
    "mirrors of a company, in another value": lambda case: case.mirrors(SUBJECT, value="invoice"),
    "routes of exports": lambda case: case.flows(authority="KR", direction="export"),
}
"""What is asked of that case with the records of a neighbour beside it."""


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
@pytest.mark.parametrize("asked", MIRRORED)
def test_both_engines_give_the_same_mirrors(
    spark_here: None, mirrored_case: Path, asked: str
) -> None:
    with (
        Case.open(mirrored_case, engine="duckdb") as ours,
        Case.open(mirrored_case, engine="spark") as theirs,
    ):
        found = MIRRORED[asked](ours)
        assert as_json(MIRRORED[asked](theirs)) == as_json(found)


@pytest.mark.slow
def test_the_questions_find_what_they_are_about(ours: Case, mirrored_case: Path) -> None:
    leads = QUESTIONS["what changed in the whole case"](ours).leads
    with Case.open(mirrored_case, engine="duckdb") as mirrored:
        (mirror,) = mirrored.mirrors().mirrors
    assert {lead.kind for lead in leads} >= {"new_sender", "intermediary", "price"}
    assert len(mirror.pairs) > 20


# -- the list of functions


def _steps() -> Iterator[Step]:
    """The steps of dossiers, routes, changes, mirrors and lists of rows, on every basis, of every
    kind of subject. Those of screening are read as they are asked."""
    scopes = [
        q.Scope(*[["x"]] * 6, [(1, 3)], monthly=True, keyless=True, makers=["x"], said=["x"]),
        q.Scope(*[["x"]] * 6, [(1, 3)], dated=[q.Dated(1, 3, date(2020, 1, 1), None)]),
        q.Scope(*[["x"]] * 6, [], makers=["x"], many=True),
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
        yield from plan_exported(p, scope, COUNTED).steps
        yield crossed_step(p, ("month", "quarter", "year")[number % 3])
        around = Around(EVENT[0], [1, 2] if number % 2 else [], ["x"])
        yield from plan_changes(p, scope, around).steps
        yield from plan_mirror((p, scope), (replace(p, authority="CN"), scope)).steps


STEPS = {step.sql: step for step in _steps()}


def test_plans_call_the_functions_that_spark_is_known_to_have_and_no_others() -> None:
    called = {name for sql in STEPS for name in translating.functions_of(translating.parsed(sql))}
    assert called - translating.FUNCTIONS == set()


def test_every_statement_of_a_plan_can_be_said_to_spark() -> None:
    said = [translating.translate(sql).sql for sql in STEPS]
    assert [sql for sql in said if "read_parquet" in sql.lower() or "REPLACE (" in sql] == []


@pytest.mark.parametrize("sql", ["SELECT ln(a) FROM t", "SELECT nonsense(a)"])
def test_a_function_that_is_not_on_the_list_is_refused(sql: str) -> None:
    with pytest.raises(BadParameter, match="it calls"):
        translating.translate(sql)


@pytest.mark.parametrize("sql", ["list(a ORDER BY a NULLS FIRST)", "a[2:]", "a[2:3]"])
def test_a_list_that_is_ordered_or_cut_in_a_way_that_no_plan_does_is_refused(sql: str) -> None:
    with pytest.raises(BadParameter, match=r"it (lists|cuts)"):
        translating.translate(f"SELECT {sql} FROM t")


def test_files_are_read_by_a_name() -> None:
    statement = translating.translate("SELECT a FROM read_parquet(['x/1', 'x/2']) AS t")
    ((name, files),) = statement.files.items()
    assert (statement.sql, files) == (f"SELECT a FROM {name} AS t", ("x/1", "x/2"))
