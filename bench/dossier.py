"""Asking: a dossier warm, beside the same plan's SQL run bare and over a sorted table of the
engine's own; by supplier; of goods, a whole chapter; and from a fresh process."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from bench.measure import Failed, Spread, python, run, timed
from followthegoods.case import Case
from followthegoods.case.asking import ask
from followthegoods.case.records import How
from followthegoods.engine.plan import Plan, files_sql
from followthegoods.parties.search import party_id

TARGET_SHARE = 0.0001
SHARES = (0.05, 0.01, 0.001, TARGET_SHARE, 0.00001)
"""Shares of the lines that the subjects asked about have, the first as near as there is."""


@dataclass(frozen=True)
class Asking:
    """One subject asked about, again and again: warm by the case, and by bare SQL beside it."""

    share: float
    lines: int
    warm: Spread
    bare: Spread
    ratio: Spread

    def as_json(self) -> dict[str, object]:
        return {
            "share": self.share,
            "lines": self.lines,
            "warm_ms": self.warm.as_json(),
            "bare_ms": self.bare.as_json(),
            "ratio": self.ratio.as_json(),
        }


@dataclass(frozen=True)
class Directions:
    """The importer with 0.01 % of the lines, by the case and, as the limit, with all lines in one
    sorted table of the engine's own; a supplier with as many lines; goods, a whole chapter."""

    native: Spread
    supplier_lines: int
    supplier: Spread
    supplier_ratio: Spread
    """The supplier's time over the importer's, asked in turn."""
    chapter: str
    chapter_lines: int
    chapter_warm: Spread
    chapter_ratio: Spread
    """Over the same plan's bare SQL."""

    def as_json(self) -> dict[str, object]:
        return {
            "native_ms": self.native.as_json(),
            "supplier_lines": self.supplier_lines,
            "supplier_ms": self.supplier.as_json(),
            "supplier_ratio": self.supplier_ratio.as_json(),
            "chapter": self.chapter,
            "chapter_lines": self.chapter_lines,
            "chapter_ms": self.chapter_warm.as_json(),
            "chapter_ratio": self.chapter_ratio.as_json(),
        }


@dataclass(frozen=True)
class Starting:
    """Fresh processes: `ftg dossier CASE INN --json`, `ftg --help`, and Python doing nothing."""

    dossier: Spread
    help: Spread
    nothing: Spread

    def as_json(self) -> dict[str, object]:
        return {
            "dossier_seconds": self.dossier.as_json(),
            "help_seconds": self.help.as_json(),
            "nothing_seconds": self.nothing.as_json(),
        }


def subjects(case: Path, rows: int) -> list[tuple[str, int]]:
    """The tax ids whose numbers of lines are nearest to each of `SHARES`, with those numbers."""
    with duckdb.connect() as db:
        counts = db.execute(
            f"SELECT receiver_id, count(*) AS lines FROM '{case}/lake/lines/*.parquet' "
            "WHERE receiver_id IS NOT NULL GROUP BY 1 ORDER BY 2, 1"
        ).fetchall()
    return [min(counts, key=lambda c: abs(c[1] - max(1, share * rows))) for share in SHARES]


def bench_dossier(folder: Path, rows: int, times: int) -> list[Asking]:
    """Ask about each subject so many times, by the case and by bare SQL in turn."""
    with Case.open(folder) as case, duckdb.connect() as db:
        db.execute(f"SET file_search_path = '{case.path}'; SET parquet_metadata_cache = true")
        return [
            _ask(case, db, who, lines, rows, times if lines < 0.005 * rows else 3)
            for who, lines in subjects(folder, rows)
        ]


def bench_directions(folder: Path, rows: int, times: int) -> Directions:
    """Ask about an importer and a supplier with as many lines in turn, and about a chapter."""
    who, lines = subjects(folder, rows)[SHARES.index(TARGET_SHARE)]
    with Case.open(folder) as case, duckdb.connect() as db:
        db.execute(f"SET file_search_path = '{case.path}'; SET parquet_metadata_cache = true")
        supplier, chapter = _supplier(db, lines), _chapter(db)
        turns = [
            (
                1000 * timed(lambda: case.dossier(who)),
                1000 * timed(lambda: case.dossier(supplier, role="sender")),
            )
            for _ in range(1 + times)
        ][1:]
        goods = ask(case._opened, [], How(goods=(chapter,))).plan()
        of_goods = [
            (
                1000 * timed(lambda: case.dossier(goods=[chapter])),
                1000 * timed(lambda: _bare(db, goods)),
            )
            for _ in range(min(times, 3))
        ]
        return Directions(
            native=_native(case, db, who, times),
            supplier_lines=case.dossier(supplier, role="sender").books.lines,
            supplier=Spread.of([theirs for _, theirs in turns]),
            supplier_ratio=Spread.of([theirs / own for own, theirs in turns]),
            chapter=chapter,
            chapter_lines=case.dossier(goods=[chapter]).books.lines,
            chapter_warm=Spread.of([warm for warm, _ in of_goods]),
            chapter_ratio=Spread.of([warm / bare for warm, bare in of_goods]),
        )


def _supplier(db: duckdb.DuckDBPyConnection, lines: int) -> str:
    """The party that sends about so many lines."""
    found = db.execute(
        "SELECT p.party FROM 'lake/lines/*.parquet' AS l JOIN 'lake/parties/*.parquet' AS p "
        "ON p.mention = l.sender AND p.grade > 1 GROUP BY 1 "
        f"ORDER BY abs(count(*) - {lines}), 1 LIMIT 1"
    ).fetchone()
    return party_id(found[0])  # type: ignore[index]


def _chapter(db: duckdb.DuckDBPyConnection) -> str:
    """The chapter with most lines."""
    found = db.execute(
        "SELECT left(hs, 2) FROM 'lake/lines/*.parquet' WHERE hs IS NOT NULL "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchone()
    return str(found[0])  # type: ignore[index]


def _native(case: Case, db: duckdb.DuckDBPyConnection, who: str, times: int) -> Spread:
    """The importer's plan over a table of the engine's own, of all lines sorted by receiver."""
    asked = ask(case._opened, [who], {})
    every = case._opened.catalogue.files("lines")
    sorted_lines = f"SELECT * FROM {files_sql(every)} ORDER BY receiver"
    db.execute(f"ATTACH '{case.path}/work/native.duckdb' AS native")
    db.execute(f"CREATE OR REPLACE TABLE native.lines AS {sorted_lines}")
    files = files_sql(asked.scope.lines)
    steps = [replace(s, sql=s.sql.replace(files, "native.lines")) for s in asked.plan().steps]
    _bare(db, Plan(tuple(steps)))
    spread = Spread.of([1000 * timed(lambda: _bare(db, Plan(tuple(steps)))) for _ in range(times)])
    db.execute("DETACH native")
    (case.path / "work" / "native.duckdb").unlink()
    return spread


def _ask(
    case: Case, db: duckdb.DuckDBPyConnection, who: str, lines: int, rows: int, times: int
) -> Asking:
    plan = ask(case._opened, [who], {}).plan()
    if _bare(db, plan) != case._runner.run(plan) or case.dossier(who).value_usd.rows < 1:
        raise Failed(f"The bare plan and the case answer differently about {who}.")
    pairs = [
        (1000 * timed(lambda: case.dossier(who)), 1000 * timed(lambda: _bare(db, plan)))
        for _ in range(times)
    ]
    return Asking(
        share=lines / rows,
        lines=lines,
        warm=Spread.of([warm for warm, _ in pairs]),
        bare=Spread.of([bare for _, bare in pairs]),
        ratio=Spread.of([warm / bare for warm, bare in pairs]),
    )


def _bare(db: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, list[tuple[object, ...]]]:
    results = {}
    for step in plan.steps:
        if step.kind != "result":
            db.execute(f"CREATE OR REPLACE TEMP TABLE {step.name} AS {step.sql}")
        else:
            results[step.name] = db.execute(step.sql).fetchall()
    return results


def bench_start(folder: Path, rows: int, times: int) -> Starting:
    """Start the program so many times, about the subject with 0.01 % of the lines."""
    who = subjects(folder, rows)[SHARES.index(TARGET_SHARE)][0]
    ftg = "from followthegoods.faces.cli.main import run; run()"
    asked, helped, nothing = [], [], []
    for _ in range(times):
        nothing.append(run(python("-c", "pass")).wall)
        helped.append(run(python("-c", ftg, "--help")).wall)
        dossier = run(python("-c", ftg, "dossier", str(folder), who, "--json"))
        if json.loads(dossier.said)["value_usd"]["rows"] < 1:
            raise Failed(f"The dossier of {who} is empty.")
        asked.append(dossier.wall)
    return Starting(Spread.of(asked), Spread.of(helped), Spread.of(nothing))
