"""Tables of plans that outlast a question: what many questions begin with is made once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from types import TracebackType

from followthegoods.engine.duckdb import Connection, lake_errors
from followthegoods.engine.plan import Plan, Row, Runner, Step, any_order, whole

MOST = 30
"""Plans whose last tables are kept: more than one claim of a story has definitions."""


class Kept:
    """Answers plans of table steps and one result. A table is known by its statement and those of
    the tables that it reads: plans that have it in common have it made once.

    Of the `MOST` plans asked last the last table is kept, of the newest all. They are in a schema
    of their own, and go when this is closed, with the runner at the latest.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._own: tuple[Connection, str] | None = None
        self._made: set[str] = set()
        self._shown: dict[str, str] = {}
        self._known: dict[tuple[Step, ...], dict[str, str]] = {}
        """Plans, the one asked last at the end -> their tables: name -> where it is kept."""

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
        """The tables of a plan, made where one that its result reads is not: name -> where it is
        kept."""
        *_, result = plan.steps
        steps = plan.steps[:-1]
        places = self._known.pop(steps, {})
        read = {places[name] for name in _named(places, result.sql)}
        if not places or not read <= self._made:
            places = self._tables(plan)
        self._known[steps] = places
        return places

    def _tables(self, plan: Plan) -> dict[str, str]:
        """The tables of a plan that is new, made where no other has them too."""
        *tables, _ = whole(plan.steps)
        places: dict[str, str] = {}
        wanted = []
        for step in tables:
            read = [places[name] for name in _named(places, step.sql)]
            places[step.name] = "kept_" + sha256("\n".join((step.sql, *read)).encode()).hexdigest()
            wanted.append((step, dict(places)))
        while len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        lasting = {list(others.values())[-1] for others in self._known.values()}
        for place in self._made - lasting - set(places.values()):
            self._db.execute(f"DROP TABLE {place}")
            self._made.remove(place)
        for step, known in wanted:
            place = known.pop(step.name)
            if place not in self._made:
                self._show(known, step.sql)
                with any_order(self._db):
                    self._db.execute(f"CREATE TABLE {place} AS {step.sql}")
                self._made.add(place)
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
