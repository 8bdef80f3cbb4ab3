"""Parties by keys, taken apart where a judgement holds two of their mentions different.

What follows from judgements is judged too: who is one company with A is not one with B where A and
B are different. The better known side keeps the party; who leaves takes along the mentions that
say the very same. A party whose anchor leaves gets the smallest of the others as its anchor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from followthegoods.engine.duckdb import Connection
from followthegoods.parties.groups import Groups

Judged = tuple[int, int, str]
Pair = tuple[int, int]

_MEMBERS = """
SELECT f.party, f.mention,
    concat_ws(chr(9), n.key, n.form, n.country, n.address, coalesce(n.tax_id, '')) AS says
FROM first AS f JOIN node AS n USING (mention)
WHERE f.grade > 1 AND f.party IN (
    SELECT x.party FROM decision AS d JOIN first AS x ON x.mention = d.a AND x.grade > 1
    JOIN first AS y ON y.mention = d.b AND y.grade > 1
    WHERE d.decision = 'different' AND x.party = y.party)
ORDER BY f.party, f.grade DESC, n.lines DESC, f.mention"""

_JUDGED = """
CREATE TEMP TABLE judged AS SELECT d.*, x.party AS party_a, y.party AS party_b
FROM decision AS d JOIN first AS x ON x.mention = d.a AND x.grade > 1
JOIN first AS y ON y.mention = d.b AND y.grade > 1"""


def part_judged(db: Connection, judgements: Sequence[Judged]) -> None:
    """Make `judged` (a, b, decision, party_a, party_b) of what concerns mentions of the case, and
    what follows; take the parties of `first` and `identified` apart as it says."""
    db.execute("CREATE TEMP TABLE decision (a BIGINT, b BIGINT, decision VARCHAR)")
    _insert(db, "decision", ("BIGINT", "BIGINT", "VARCHAR"), judgements)
    present = db.execute(
        "SELECT a, b, decision FROM decision WHERE a <> b "
        "AND a IN (SELECT mention FROM first WHERE grade > 1) "
        "AND b IN (SELECT mention FROM first WHERE grade > 1) ORDER BY ALL"
    ).fetchall()
    different = _all_different(present)
    rest = [one for one in present if one[2] != "different"]
    db.execute("DELETE FROM decision")
    every = [*rest, *((a, b, "different") for a, b in sorted(different))]
    _insert(db, "decision", ("BIGINT", "BIGINT", "VARCHAR"), every)
    parties: dict[int, dict[str, list[int]]] = {}
    for party, mention, says in db.execute(_MEMBERS).fetchall():
        parties.setdefault(party, {}).setdefault(says, []).append(mention)
    _settle(db, parties, different)
    db.execute(_JUDGED)


def _insert(db: Connection, table: str, kinds: Sequence[str], rows: Iterable[Any]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        values = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        db.execute(f"INSERT INTO {table} SELECT {values}", columns)


def _all_different(judgements: Sequence[Judged]) -> set[Pair]:
    """Every two mentions that are different: judged so, or one company with two that are."""
    groups = Groups((a, b) for a, b, decision in judgements if decision == "same")
    return {
        (min(pair), max(pair))
        for a, b, decision in judgements
        if decision == "different"
        for pair in product(groups.of(a), groups.of(b))
        if pair[0] != pair[1]
    }


def _settle(
    db: Connection, parties: Mapping[int, Mapping[str, list[int]]], different: Collection[Pair]
) -> None:
    apart: dict[int, set[int]] = {}
    for a, b in different:
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)
    rows: list[tuple[int, int, bool]] = []
    moved: list[Pair] = []
    for party, said in parties.items():
        staying, leaving = _parted(_units(said.values(), apart), apart)
        anchor = party if party in staying else min(staying)
        if anchor != party:
            moved.append((party, anchor))
        rows += [(mention, anchor, False) for mention in staying]
        rows += [(mention, min(unit), True) for unit in leaving for mention in unit]
    db.execute("CREATE TEMP TABLE parted (mention BIGINT, party BIGINT, leaves BOOLEAN)")
    _insert(db, "parted", ("BIGINT", "BIGINT", "BOOLEAN"), rows)
    db.execute("CREATE TEMP TABLE renamed (was BIGINT, party BIGINT)")
    _insert(db, "renamed", ("BIGINT", "BIGINT"), moved)
    db.execute(
        "UPDATE first SET party = r.party FROM renamed AS r "
        "WHERE first.party = r.was AND first.grade = 1"
    )
    db.execute(
        "UPDATE first SET party = p.party, grade = CASE WHEN leaves THEN 2 ELSE grade END, "
        "rule = CASE WHEN leaves THEN 'judgement' ELSE rule END "
        "FROM parted AS p WHERE first.mention = p.mention AND first.grade > 1"
    )
    db.execute(
        "UPDATE identified SET party = p.party FROM parted AS p "
        "WHERE identified.mention = p.mention"
    )


def _units(groups: Iterable[list[int]], apart: Mapping[int, set[int]]) -> list[list[int]]:
    """What leaves or stays together: mentions that say the same, unless they are different."""
    units: list[list[int]] = []
    for group in groups:
        alone = [one for one in group if not apart.get(one, set()).isdisjoint(group)]
        rest = [one for one in group if one not in alone]
        units += [[one] for one in alone] + ([rest] if rest else [])
    return units


def _parted(
    units: Sequence[list[int]], apart: Mapping[int, set[int]]
) -> tuple[set[int], list[list[int]]]:
    """Who stays, taken in the order given, and the units that leave."""
    staying: set[int] = set()
    leaving: list[list[int]] = []
    for unit in units:
        if any(not apart.get(one, set()).isdisjoint(staying) for one in unit):
            leaving.append(unit)
        else:
            staying.update(unit)
    return staying, leaving
