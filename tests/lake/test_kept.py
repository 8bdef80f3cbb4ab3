"""Tables that outlast a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from followthegoods.config import read_settings
from followthegoods.engine.kept import Kept
from followthegoods.engine.plan import Plan, Runner, Step


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    made = Runner(tmp_path, read_settings({}))
    yield made
    made.close()


def plan(start: int, ask: str = "SELECT n FROM last", *, part: bool = False) -> Plan:
    """A plan of three tables, of which the first two are the same whatever the `start`."""
    return Plan(
        (
            Step("first", "SELECT random() AS n", "table"),
            Step("next", "SELECT n FROM first", "part" if part else "table"),
            Step("last", f"SELECT n + {start} AS n FROM next", "table"),
            Step("asked", ask),
        )
    )


def tables(runner: Runner) -> int:
    """How many tables are kept."""
    rows = runner.ask("SELECT table_name FROM duckdb_tables()")
    return sum(name.startswith("kept_") for (name,) in rows)


def test_what_plans_begin_with_is_made_once(runner: Runner) -> None:
    with Kept(runner) as kept:
        (first,), (second,) = kept.rows(plan(0)), kept.rows(plan(1))
    assert second[0] - first[0] == pytest.approx(1)


def test_a_plan_asked_again_reads_its_own_table(runner: Runner) -> None:
    with Kept(runner) as kept:
        first, other, again = (kept.rows(plan(start)) for start in (0, 5, 0))
    assert first == again != other


def test_of_an_older_plan_the_last_table_alone_is_kept(runner: Runner) -> None:
    other = Plan((Step("own", "SELECT 1 AS n", "table"), Step("asked", "SELECT n FROM own")))
    with Kept(runner) as kept:
        kept.rows(plan(0))
        kept.rows(other)
        assert tables(runner) == 2


def test_a_part_is_made_within_the_next_table(runner: Runner) -> None:
    with Kept(runner) as kept:
        kept.rows(plan(0, part=True))
        assert tables(runner) == 2


def test_all_go_when_it_is_closed(runner: Runner) -> None:
    with Kept(runner) as kept:
        kept.rows(plan(0))
    assert tables(runner) == 0


def test_it_leaves_the_runners_own_tables_alone(runner: Runner) -> None:
    own = Plan((Step("last", "SELECT 'own' AS n", "table"), Step("asked", "SELECT n FROM last")))
    with Kept(runner) as kept:
        kept.rows(plan(0))
        assert runner.run(own)["asked"] == [("own",)]
