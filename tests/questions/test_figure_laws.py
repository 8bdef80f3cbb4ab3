"""Laws of a figure, over lines of every kind: certain, doubtful, in conflict, negative, undated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.questions.counted import Parameters, Scope
from followthegoods.questions.dossier import ADDITIVE, EVENT_GROUPS, plan_dossier
from followthegoods.questions.figures import when_sql

EVENT = date(2022, 3, 10)
COVERED = (date(2022, 1, 1), date(2022, 5, 31))
SCOPE = Scope([], [], [], [], ["x"], ["x"], [(1, 3)], monthly=True, covered=COVERED)
DOLLARS = ("dollars", "events")
MORE = ("measures", "declarations")

Results = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Placed:
    """A line as the plan has it before it is decided what it counts for."""

    line: int
    day: date | None
    by_month: bool
    usd: Decimal | None
    net_kg: Decimal | None
    quantity: Decimal | None
    unit: str | None
    grade: int
    release: str
    fate: str
    versions_of: int | None
    apart: str | None
    declaration: str | None
    office: str | None
    origin_country: str | None
    hs: str | None
    supplier_party: int | None
    supplier_grade: int
    supplier_perhaps: list[int] | None
    maker_party: int | None
    maker_grade: int
    subject: int


TYPES = {
    "line": "BIGINT", "day": "DATE", "by_month": "BOOLEAN", "usd": "DECIMAL(18,4)",
    "net_kg": "DECIMAL(18,3)", "quantity": "DECIMAL(18,6)", "unit": "VARCHAR", "grade": "INTEGER",
    "release": "VARCHAR", "fate": "VARCHAR", "versions_of": "BIGINT", "apart": "VARCHAR",
    "declaration": "VARCHAR", "office": "VARCHAR", "origin_country": "VARCHAR", "hs": "VARCHAR",
    "supplier_party": "BIGINT", "supplier_grade": "INTEGER", "supplier_perhaps": "BIGINT[]",
    "maker_party": "BIGINT", "maker_grade": "INTEGER", "subject": "INTEGER",
}  # fmt: skip
REST = (
    "NULL::VARCHAR AS goods, false AS collision, '40' AS requested, '00' AS previous, "
    "NULL::VARCHAR AS dispatch_country, NULL::VARCHAR AS trading_country, "
    "NULL::VARCHAR AS sender_country, NULL::VARCHAR AS purchase_country, "
    "NULL::VARCHAR AS declared_origin, NULL::VARCHAR AS destination_country, "
    "NULL::BIGINT[] AS maker_perhaps, "
    "CASE WHEN usd IS NULL THEN '' ELSE 'statistical' END AS value_basis, false AS far_off, "
    "false AS net_above_gross, false AS cif_below_fob, "
    "NULL::VARCHAR AS marks, false AS lacks_rate, 1 AS source, NULL::VARCHAR AS trademark, "
    "NULL::VARCHAR AS transport, 3 AS of_goods, false AS goods_unstated, "
    "1::BIGINT AS importer_party, 3 AS importer_grade, NULL::BIGINT[] AS importer_perhaps, "
    "CASE WHEN line % 3 = 1 THEN [{'party': 4::BIGINT, 'grade': 1 + line % 2}] END AS more_makers"
)

amounts = st.integers(-400, 400).map(lambda cents: Decimal(cents).scaleb(-2))
positive = st.integers(1, 400).map(lambda cents: Decimal(cents).scaleb(-2))
days = st.dates(COVERED[0], COVERED[1])


@st.composite
def singles(draw: st.DrawFn) -> Placed:
    by_month = draw(st.booleans()) and draw(st.booleans())
    day = draw(days).replace(day=1) if by_month else draw(st.none() | days)
    supplier = draw(st.none() | st.integers(1, 3))
    return Placed(
        line=0,
        day=day,
        by_month=by_month,
        usd=draw(st.none() | amounts),
        net_kg=draw(st.none() | positive),
        quantity=draw(st.none() | positive),
        unit=draw(st.sampled_from([None, "PCE", "LTR"])),
        grade=draw(st.integers(1, 3)),
        release=draw(st.sampled_from(["released", "unknown"])),
        fate=draw(st.sampled_from(["stands", "stands", "suspected", "overlap", "repeated"])),
        versions_of=None,
        apart=draw(st.sampled_from([None, None, None, "transit"])),
        declaration=draw(st.sampled_from([None, "1", "2"])),
        office=draw(st.sampled_from([None, "7"])),
        origin_country=draw(st.sampled_from([None, "KR", "CN"])),
        hs=draw(st.sampled_from([None, "870829", "870830"])),
        supplier_party=supplier,
        supplier_grade=draw(st.integers(2, 3)) if supplier else 3,
        supplier_perhaps=draw(st.sampled_from([None, None, [8], [8, 9]])),
        maker_party=draw(st.none() | st.integers(1, 3)),
        maker_grade=3,
        subject=draw(st.integers(1, 2)),
    )


@st.composite
def conflicts(draw: st.DrawFn) -> list[Placed]:
    """Two or three versions of one line: of one day, company and sign; the rest may differ."""
    first = draw(singles())
    sign = draw(st.sampled_from([1, -1]))
    return [
        replace(
            draw(singles()),
            usd=draw(st.none() | positive.map(lambda usd: usd * sign)),
            day=first.day,
            by_month=first.by_month,
            subject=first.subject,
            fate="conflict",
            versions_of=1,
        )
        for _ in range(draw(st.integers(2, 3)))
    ]


@st.composite
def cases(draw: st.DrawFn) -> list[Placed]:
    groups = draw(st.lists(singles().map(lambda line: [line]) | conflicts(), max_size=12))
    lines: list[Placed] = []
    for group in groups:
        start = len(lines) + 1
        lines += [
            replace(line, line=start + n, versions_of=None if line.versions_of is None else start)
            for n, line in enumerate(group)
        ]
    return lines


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as made:
        yield made


def ask(
    db: duckdb.DuckDBPyConnection,
    lines: Sequence[Placed],
    wanted: Sequence[str] = DOLLARS,
    scope: Scope = SCOPE,
    **how: Any,
) -> Results:
    """The wanted results of the plan over these lines."""
    p = Parameters("RU", events=((EVENT, "event"),), **how)
    period = when_sql(*(None if day is None else day.isoformat() for day in (p.first, p.last)))
    rows = [asdict(line) for line in lines]
    columns = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in TYPES.items())
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE placed AS SELECT * FROM (SELECT *, {period} AS in_period, "
        f"{REST} FROM (SELECT {columns})) WHERE in_period <> 'out'",
        [[row[name] for row in rows] for name in TYPES],
    )
    results: Results = {}
    for step in plan_dossier(p, scope).steps:
        if step.name == "counted":
            db.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {step.sql}")
        elif step.name in wanted:
            results[step.name] = db.execute(step.sql).fetchall()
    events = results.pop("events", [])
    for span in dict.fromkeys(row[0] for row in events):
        results[f"event_{span.replace(' ', '_')}"] = [r[1:] for r in events if r[0] == span]
    if "events" in wanted:
        results.setdefault("event_0_since", [])
    return results


def total(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Floor, point, ceiling, rows, rows without, unknown of a result's whole."""
    return next((row[2:] for row in rows if row[0] == "total"), (0,) * 6)


def of(rows: Sequence[tuple[Any, ...]], dimension: str) -> list[tuple[Any, ...]]:
    return [row[2:] for row in rows if row[0] == dimension]


def plain(results: Results) -> Results:
    return {name: sorted(rows, key=repr) for name, rows in results.items()}


PERIODS = st.sampled_from(
    [{}, {"first": EVENT}, {"last": EVENT}, {"first": date(2022, 2, 15), "last": EVENT}]
)
runs = settings(deadline=None, max_examples=25)


@runs
@given(cases(), PERIODS, st.sampled_from(["value", "net_kg", "lines", "quantity:PCE"]))
def test_lines_alike_that_are_summed_first_come_to_the_same_in_the_same_order(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], how: dict[str, Any], measure: str
) -> None:
    one, many = (replace(SCOPE, makers=["x"], many=many) for many in (False, True))
    wanted = (*DOLLARS, "measured")
    asked = ask(engine, lines, wanted, one, measure=measure, **how)
    assert ask(engine, lines, wanted, many, measure=measure, **how) == asked


@runs
@given(cases(), PERIODS)
def test_floor_point_and_ceiling_are_in_order_in_every_figure(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], how: dict[str, Any]
) -> None:
    results = ask(engine, lines, (*DOLLARS, *MORE), **how)
    for name, rows in results.items():
        skip = 0 if name == "declarations" else 2
        for row in rows:
            low, mid, high = row[skip : skip + 3]
            assert low <= mid <= high


@runs
@given(cases(), PERIODS)
def test_the_points_and_rows_of_additive_groups_sum_to_the_totals(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], how: dict[str, Any]
) -> None:
    results = ask(engine, lines, **how)
    for name, dimensions in (
        ("dollars", [d for d, additive in ADDITIVE.items() if additive]),
        ("event_0_since", EVENT_GROUPS),
    ):
        _, point, _, has, lacks, _ = total(results[name])
        for dimension in dimensions:
            groups = of(results[name], dimension)
            assert sum(group[1] for group in groups) == point
            assert sum(group[3] for group in groups) == has
            assert sum(group[4] for group in groups) == lacks


@runs
@given(cases(), PERIODS)
def test_the_floors_of_groups_sum_to_at_most_and_ceilings_to_at_least_the_totals(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], how: dict[str, Any]
) -> None:
    results = ask(engine, lines, **how)
    for name, dimensions in (("dollars", tuple(ADDITIVE)), ("event_0_since", EVENT_GROUPS)):
        low, _, high, *_ = total(results[name])
        for dimension in dimensions:
            groups = of(results[name], dimension)
            assert sum(group[2] for group in groups) >= high
            if ADDITIVE[dimension]:
                assert sum(group[0] for group in groups) <= low


@runs
@given(cases())
def test_disjoint_subjects_add_up_in_floor_and_point(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed]
) -> None:
    one, other, both = (
        total(ask(engine, [line for line in lines if line.subject in who])["dollars"])
        for who in ({1}, {2}, {1, 2})
    )
    assert (one[0] + other[0], one[1] + other[1]) == both[:2]


@runs
@given(cases())
def test_before_and_since_an_event_sum_to_the_total_of_dated_lines(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed]
) -> None:
    dated = [line for line in lines if line.day and not line.by_month]
    whole = ask(engine, dated)
    before = ask(engine, dated, last=EVENT - timedelta(days=1))
    since = total(whole["event_0_since"])
    for place in range(5):
        assert total(before["dollars"])[place] + since[place] == total(whole["dollars"])[place]


@runs
@given(cases(), st.randoms(use_true_random=False))
def test_the_numbering_of_lines_changes_no_figure(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], rng: Any
) -> None:
    numbers = [line.line for line in lines]
    rng.shuffle(numbers)
    new = dict(zip([line.line for line in lines], numbers, strict=True))
    renumbered = [
        replace(line, line=new[line.line], versions_of=line.versions_of and 1000 + line.versions_of)
        for line in lines
    ]
    assert plain(ask(engine, lines)) == plain(ask(engine, renumbered))


@runs
@given(cases(), positive, st.sampled_from(["KR", "CN"]))
def test_one_more_certain_line_raises_floor_point_and_ceiling_by_its_value(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], usd: Decimal, origin: str
) -> None:
    more = Placed(
        line=10_000, day=EVENT, by_month=False, usd=usd, net_kg=None, quantity=None, unit=None,
        grade=3, release="released", fate="stands", versions_of=None, apart=None,
        declaration="9", office="7", origin_country=origin, hs=None, supplier_party=None,
        supplier_grade=3, supplier_perhaps=None, maker_party=None, maker_grade=3, subject=1,
    )  # fmt: skip
    before, after = (
        total(ask(engine, lines)["dollars"]),
        total(ask(engine, [*lines, more])["dollars"]),
    )
    assert [b + usd for b in before[:3]] == list(after[:3])


@runs
@given(cases(), st.sampled_from(["suspected", "overlap"]))
def test_doubting_every_positive_line_leaves_no_floor_and_no_point_and_the_same_ceiling(
    engine: duckdb.DuckDBPyConnection, lines: list[Placed], fate: str
) -> None:
    plus = [
        line for line in lines if line.versions_of is None and (line.usd is None or line.usd > 0)
    ]
    doubted = [replace(line, fate=fate) if line.fate == "stands" else line for line in plus]
    before, after = total(ask(engine, plus)["dollars"]), total(ask(engine, doubted)["dollars"])
    assert list(after[:3]) == [0, 0, before[2]]
    assert after[5] == before[5]
