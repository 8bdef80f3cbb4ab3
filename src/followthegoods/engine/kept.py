"""Tables of plans that outlast a question: what many questions begin with is made once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from types import TracebackType

from followthegoods.engine.duckdb import Connection, lake_errors
from followthegoods.engine.plan import Plan, Row, Runner, Step, whole


class Kept:
    """Answers plans of table steps and one result. A table is known by its statement and those of
    the tables that it reads: plans that have it in common have it made once.

    Of each plan the last table is kept, of the newest all. They are in a schema of their own, and
    go when this is closed, with the runner at the latest.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._own: tuple[Connection, str] | None = None
        self._made: set[str] = set()
        self._lasting: set[str] = set()
        self._shown: dict[str, str] = {}
        self._known: dict[tuple[Step, ...], dict[str, str]] = {}

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def rows(self, plan: Plan) -> list[Row]:
        """The rows of a plan's last step."""
        result = plan.steps[-1]
        with lake_errors(self._runner.root):
            places = self._places(plan)
            self._show(places, result.sql)
            return self._db.execute(result.sql).fetchall()

    def close(self) -> None:
        if self._own is not None:
            db, schema = self._own
            db.execute(f"DROP SCHEMA {schema} CASCADE")
            db.close()
            self._own = None

    @property
    def _db(self) -> Connection:
        """The connection, made when it is first needed: many answers need none."""
        if self._own is None:
            self._own = self._runner.another()
        return self._own[0]

    def _places(self, plan: Plan) -> dict[str, str]:
        """The tables of a plan, made where they are not: name -> where it is kept."""
        steps = plan.steps[:-1]
        if steps in self._known:
            return self._known[steps]
        *tables, _ = whole(plan.steps)
        places: dict[str, str] = {}
        wanted = []
        for step in tables:
            read = [places[name] for name in _named(places, step.sql)]
            places[step.name] = "kept_" + sha256("\n".join((step.sql, *read)).encode()).hexdigest()
            wanted.append((step, dict(places)))
        for place in self._made - self._lasting - set(places.values()):
            self._db.execute(f"DROP TABLE {place}")
            self._made.remove(place)
        for step, known in wanted:
            place = known.pop(step.name)
            if place not in self._made:
                self._show(known, step.sql)
                self._db.execute(f"CREATE TABLE {place} AS {step.sql}")
                self._made.add(place)
        self._lasting.add(places[tables[-1].name])
        self._known[steps] = places
        return places

    def _show(self, places: dict[str, str], sql: str) -> None:
        """Let the names that a statement reads stand for the tables of its plan."""
        for name in _named(places, sql):
            if self._shown.get(name) != places[name]:
                self._db.execute(f"CREATE OR REPLACE VIEW {name} AS FROM {places[name]}")
                self._shown[name] = places[name]


def _named(places: dict[str, str], sql: str) -> Sequence[str]:
    """The tables that a statement names."""
    return [name for name in places if re.search(rf"\b{name}\b", sql)]
