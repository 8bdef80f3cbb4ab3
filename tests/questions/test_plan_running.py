"""How the embedded engine runs a plan: its parts, its results side by side, its rows of figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from followthegoods.config import read_settings
from followthegoods.engine import plan as plans
from followthegoods.engine.plan import Plan, Runner, Step
from followthegoods.errors import Broken

FIGURES = """SELECT dimension, key, low::DECIMAL(38,4) AS low, 2.5::DECIMAL(38,4) AS mid,
    3::DECIMAL(38,4) AS high, 1::BIGINT AS has, 0::BIGINT AS lacks, 0::BIGINT AS unknown
FROM counted ORDER BY low DESC"""
STEPS = (
    Step("found", "SELECT unnest([1, 2]) AS n", "part"),
    Step(
        "counted",
        "SELECT 'mark' AS dimension, CASE n WHEN 1 THEN 'a' || chr(31) || ' b|' ELSE '' END AS key,"
        " n AS low FROM found",
        "table",
    ),
    Step("dollars", FIGURES, keys=("dimension", "key")),
    Step("lines", "SELECT count(*) FROM counted"),
)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    with closing(Runner(tmp_path_factory.mktemp("runner"), read_settings())) as made:
        yield made


def test_rows_of_figures_keep_their_order_their_digits_and_any_text_as_key(runner: Runner) -> None:
    plain = Plan(tuple(Step(s.name, s.sql, s.kind) for s in STEPS))
    found = runner.run(Plan(STEPS))
    assert found == runner.run(plain)
    assert [row[1:3] for row in found["dollars"]] == [("", Decimal(2)), ("a\x1f b|", Decimal(1))]
    assert [str(row[3]) for row in found["dollars"]] == ["2.5000", "2.5000"]


def test_results_of_many_lines_are_asked_one_by_one_and_are_the_same(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    side_by_side = runner.run(Plan(STEPS))
    monkeypatch.setattr(plans, "_FEW", 1)
    assert runner.run(Plan(STEPS)) == side_by_side


def test_a_part_that_a_result_reads_is_there_for_it(runner: Runner) -> None:
    read = Step("read", "SELECT sum(n) FROM found")
    assert runner.run(Plan((*STEPS, read)))["read"] == [(3,)]


def test_a_part_that_such_a_part_is_made_of_is_there_for_it(runner: Runner) -> None:
    more = Step("more", "SELECT n + 1 AS n FROM found", "part")
    read = Step("read", "SELECT sum(n) FROM more")
    assert runner.run(Plan((STEPS[0], more, *STEPS[1:], read)))["read"] == [(5,)]


def test_the_plan_is_printed_with_every_part_as_a_table_of_its_own() -> None:
    assert "CREATE OR REPLACE TEMP TABLE found AS" in Plan(STEPS).script()


def test_a_result_that_fails_is_told_and_leaves_no_table(runner: Runner) -> None:
    with pytest.raises(Broken):
        runner.run(Plan((*STEPS, Step("wrong", "SELECT nothing FROM counted"))))
    with pytest.raises(Broken):
        runner.ask("SELECT * FROM counted")
    assert runner.run(Plan(STEPS))["lines"] == [(2,)]


def test_a_statement_asked_again_is_answered_from_the_rows_there_are_by_then(
    runner: Runner,
) -> None:
    fewer = Step("found", "SELECT 1 AS n WHERE false", "part")
    one = Step("found", "SELECT 100000000000 AS n", "part")
    asked = [runner.run(Plan((first, *STEPS[1:])))["lines"] for first in (fewer, STEPS[0], one)]
    assert asked == [[(0,)], [(2,)], [(1,)]]


def test_no_more_than_so_many_statements_are_kept(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.run(Plan(STEPS))
    monkeypatch.setattr(plans, "_KNOWN", 1)
    assert runner.run(Plan((Step("new", "SELECT 'new'"),))) == {"new": [("new",)]}
    assert list(runner._known) == ["SELECT 'new'"]


def test_the_order_of_the_files_is_kept_for_no_table_of_a_plan(runner: Runner) -> None:
    kept = "SELECT current_setting('preserve_insertion_order')"
    made = Step("made", f"{kept} AS kept", "table")
    assert runner.run(Plan((made, Step("kept", "SELECT kept FROM made"))))["kept"] == [(False,)]
    assert runner.ask(kept) == [(True,)]


def test_rows_that_are_read_by_batches_come_in_the_order_asked_for(runner: Runner) -> None:
    rows = Step("rows", "SELECT i FROM range(300000) AS r(i) ORDER BY i % 1000, i")
    read = [i for batch in runner.batches(Plan((rows,)), 70_000) for (i,) in batch]
    assert read == sorted(range(300_000), key=lambda i: (i % 1000, i))
