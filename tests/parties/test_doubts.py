"""The pairs that a person should see."""

from __future__ import annotations

import duckdb

from followthegoods.parties.doubts import grade_steps


def _doubted(rows: list[str]) -> list[tuple[object, ...]]:
    step = next(step for step in grade_steps("line") if step.name == "doubted")
    with duckdb.connect() as db:
        db.execute(
            "CREATE TABLE perhaps (a BIGINT, b BIGINT, mention_a BIGINT, mention_b BIGINT, "
            "rule VARCHAR, score DOUBLE, reason VARCHAR, words VARCHAR)"
        )
        db.execute(f"INSERT INTO perhaps VALUES {', '.join(rows)}")
        db.execute("CREATE TABLE root (id BIGINT, anchor BIGINT)")
        db.execute("CREATE TABLE decided (party_a BIGINT, party_b BIGINT)")
        db.execute(
            "CREATE TABLE moved (mention BIGINT, own BIGINT, party BIGINT, grade INTEGER, "
            "rule VARCHAR)"
        )
        return db.execute(step.sql).fetchall()


def test_of_two_reasons_that_score_alike_the_same_one_is_told() -> None:
    rows = [f"(1, 2, 1, 2, '{rule}', 1.0, '', '{words}')" for rule, words in
            (("name alike", "[]"), ("name and form", "[1]"), ("name and form", "[2]"))]  # fmt: skip
    assert _doubted(rows) == _doubted(rows[::-1])
