"""Tables that outlast a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from followthegoods.config import read_settings
from followthegoods.engine import kept as keeping
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


def test_a_table_of_an_older_plan_is_made_again_where_it_is_read(runner: Runner) -> None:
    other = Plan((Step("own", "SELECT 1 AS n", "table"), Step("asked", "SELECT n FROM own")))
    with Kept(runner) as kept:
        kept.rows(plan(0))
        kept.rows(other)
        assert len(kept.rows(plan(0, "SELECT n FROM first"))) == 1


def test_a_word_of_a_statement_that_is_also_a_tables_name_is_no_table(runner: Runner) -> None:
    other = Plan((Step("first", "SELECT 1 AS n", "table"), Step("asked", "SELECT n FROM first")))
    with Kept(runner) as kept:
        kept.rows(plan(0))
        kept.rows(other)
        assert kept.rows(plan(0, "SELECT 'first' FROM last")) == [("first",)]


def test_no_more_than_so_many_plans_have_their_tables_kept(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 3)
    with Kept(runner) as kept:
        first = kept.rows(plan(0))
        for start in range(1, 10):
            kept.rows(plan(start))
        assert tables(runner) == 3 + 2  # the last one of each, and the newest's others
        (again,) = kept.rows(plan(0))
        assert again == first[0]


def test_what_was_asked_last_is_kept_longest(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)

    def own(name: str) -> Plan:
        return Plan(
            (Step(name, "SELECT random() AS n", "table"), Step("asked", f"SELECT n FROM {name}"))
        )

    with Kept(runner) as kept:
        first, *_ = [kept.rows(own(name)) for name in ("one", "other", "one")]
        kept.rows(own("third"))
        assert kept.rows(own("one")) == first


def test_the_order_of_the_files_is_kept_for_no_table(runner: Runner) -> None:
    setting = "SELECT current_setting('preserve_insertion_order')"
    made = Step("made", f"{setting} AS kept", "table")
    with Kept(runner) as kept:
        assert kept.rows(Plan((made, Step("kept", "SELECT kept FROM made")))) == [(False,)]
    assert runner.ask(setting) == [(True,)]
