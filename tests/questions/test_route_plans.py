"""What the plans of routes, mirrors and leads are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from followthegoods.engine.plan import Step
from followthegoods.questions.changes import Around, plan_changes
from followthegoods.questions.counted import Parameters, Scope
from followthegoods.questions.flows import flow_steps
from followthegoods.questions.mirrors import plan_mirror

SCOPE = Scope(["l"], ["f"], [], ["d"], ["p"], ["n"], [(1, 3)], said=["m"],
              covered=(date(2022, 1, 1), date(2022, 5, 31)))  # fmt: skip
EVENT = date(2022, 3, 10)
INDICATOR = ("prices", "usual", "far_prices")
"""The steps of prices: an indicator, and no figure."""


def steps() -> list[Step]:
    exports, imports = Parameters("TR", direction="export"), Parameters("RU")
    return [
        *flow_steps({"0 since": "'in'"}),
        *plan_mirror((exports, SCOPE), (imports, SCOPE)).steps,
        *plan_changes(imports, SCOPE, Around(EVENT, [1], ["r"])).steps,
    ]


def nodes(step: Step) -> Iterator[exp.Expr]:
    (statement,) = sqlglot.parse(step.sql, read="duckdb")
    assert statement is not None
    yield from statement.walk()


FIGURES = [step for step in steps() if step.name not in INDICATOR]


@pytest.mark.parametrize("step", FIGURES, ids=lambda step: step.name)
def test_no_figure_divides_averages_or_rounds(step: Step) -> None:
    kinds = (exp.Div, exp.IntDiv, exp.Avg, exp.Round)
    assert [node.sql("duckdb") for node in nodes(step) if isinstance(node, kinds)] == []


@pytest.mark.parametrize("step", FIGURES, ids=lambda step: step.name)
def test_no_figure_is_a_binary_floating_point_number(step: Step) -> None:
    floats = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
    found = [n for n in nodes(step) if isinstance(n, exp.DataType) and n.this in floats]
    assert found == []
