"""Figures of a story's lines, against the rules of a figure worked out line by line in Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.model.printed import Days
from followthegoods.questions.stories.checking.lines import (
    Narrow,
    dates_sql,
    declarations_sql,
    figure_sql,
    groups_sql,
    without_unit_sql,
)

_KINDS = {
    "line": "BIGINT", "versions_of": "BIGINT", "day": "DATE", "by_month": "BOOLEAN",
    "counts": "BOOLEAN", "declaration": "VARCHAR", "office": "VARCHAR", "unit": "VARCHAR",
    "origin_country": "VARCHAR", "supplier_party": "BIGINT", "supplier_grade": "INTEGER",
    "supplier_perhaps": "BIGINT[]", "usd": "DECIMAL(18,4)", "usd_floor": "DECIMAL(18,4)",
    "usd_point": "DECIMAL(18,4)", "usd_ceiling": "DECIMAL(18,4)", "one": "INTEGER",
    "one_floor": "INTEGER", "one_point": "INTEGER", "one_ceiling": "INTEGER", "aside": "VARCHAR",
}  # fmt: skip
Line = dict[str, Any]
Sums = tuple[Decimal, Decimal, Decimal]

_FIRST = date(2022, 1, 1)
_days = st.integers(0, 120).map(lambda n: _FIRST + timedelta(n))
_ends: st.SearchStrategy[Days] = st.tuples(st.none() | _days, st.none() | _days)
_suppliers = st.sampled_from([1, 2, 3])


@st.composite
def _line(draw: st.DrawFn) -> Line:
    usd = draw(st.none() | st.integers(-50, 100).map(Decimal))
    by_month = draw(st.booleans())
    day = draw(st.none() | _days)
    sure = draw(st.booleans())
    supplier = draw(st.none() | _suppliers)
    value = usd or Decimal(0)
    return {
        "versions_of": draw(st.sampled_from([None, None, 100, 200])),
        "day": day.replace(day=1) if day and by_month else day,
        "by_month": by_month and day is not None,
        "counts": draw(st.booleans()),
        "declaration": draw(st.sampled_from([None, "", "A", "B"])),
        "office": draw(st.sampled_from([None, "X"])),
        "unit": draw(st.sampled_from([None, "796", "112"])),
        "origin_country": draw(st.sampled_from([None, "CN", "KR", "EU"])),
        "supplier_party": supplier,
        "supplier_grade": 3 if supplier is None else draw(st.sampled_from([2, 3])),
        "supplier_perhaps": draw(st.none() | st.lists(_suppliers, max_size=2)),
        "usd": usd,
        "usd_floor": value if sure or value < 0 else Decimal(0),
        "usd_point": value,
        "usd_ceiling": value if sure or value >= 0 else Decimal(0),
        "one": 1,
        "one_floor": int(sure),
        "one_point": 1,
        "one_ceiling": 1,
        "aside": None,
    }


_lines = st.lists(_line(), min_size=1, max_size=9)
_narrow = st.builds(
    Narrow,
    st.just("origin"),
    st.none() | st.lists(st.sampled_from(["CN", "KR"]), max_size=2).map(tuple),
    st.none() | st.lists(_suppliers, max_size=2).map(tuple),
    st.sampled_from(["", "796"]),
)


_DB = duckdb.connect()


def asked(lines: Sequence[Line], sql: str) -> list[tuple[Any, ...]]:
    """The answer to a statement where these lines are `counted`."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _KINDS.items())
    _DB.execute(f"CREATE OR REPLACE TABLE counted ({columns})")
    rows = [
        [number, *(line[name] for name in list(_KINDS)[1:])] for number, line in enumerate(lines)
    ]
    _DB.executemany(f"INSERT INTO counted VALUES ({', '.join('?' * len(_KINDS))})", rows)
    return _DB.execute(sql).fetchall()


def until(line: Line) -> date:
    """The last day that a line may be of."""
    day: date = line["day"]
    return day.replace(day=monthrange(day.year, day.month)[1]) if line["by_month"] else day


def when(line: Line, days: Days) -> str:
    if days == (None, None):
        return "in"
    if line["day"] is None:
        return "maybe"
    first, last = days[0] or date.min, days[1] or date.max
    if first <= line["day"] and until(line) <= last:
        return "in"
    return "maybe" if line["by_month"] and first <= until(line) and line["day"] <= last else "out"


def link(line: Line, narrow: Narrow) -> int:
    grades = [3]
    if narrow.codes is not None:
        grades.append(3 * (line["origin_country"] in narrow.codes))
    if narrow.parties is not None:
        own = line["supplier_grade"] * (line["supplier_party"] in narrow.parties)
        perhaps = any(one in narrow.parties for one in line["supplier_perhaps"] or ())
        grades.append(own or int(perhaps))
    if narrow.unit:
        grades.append(3 * (line["unit"] == narrow.unit))
    return min(grades)


def adds(line: Line, measure: str, days: Days, grade: int) -> Sums:
    """What a line adds to floor, point and ceiling."""
    sure, fair = when(line, days) == "in" and grade == 3, when(line, days) == "in" and grade >= 2
    below = line[measure] is not None and line[measure] < 0
    return (
        Decimal(line[f"{measure}_floor"] if sure or below else 0),
        Decimal(line[f"{measure}_point"] if fair else 0),
        Decimal(line[f"{measure}_ceiling"] if sure or not below else 0),
    )


def expected(lines: Sequence[Line], measure: str, days: Days, grades: Sequence[int]) -> list[Any]:
    """The figure of linked lines: versions together, and apart where they disagree."""
    inside = [(line, grade) for line, grade in zip(lines, grades, strict=True)
              if when(line, days) != "out"]  # fmt: skip
    sums = [Decimal(0)] * 3
    for number in {line["versions_of"] for line, _ in inside}:
        many = [(line, grade) for line, grade in inside if line["versions_of"] == number]
        each = [adds(line, measure, days, grade) for line, grade in many if grade]
        if not each:
            continue
        low, mid, high = (sum(column) for column in zip(*each, strict=True))
        if number is not None:
            high = max(one[2] for one in each)
            if any(not grade for _, grade in many):
                low, high = min(low, 0), max(high, 0)
        sums = [a + b for a, b in zip(sums, (low, mid, high), strict=True)]
    linked = [(line, grade) for line, grade in inside if grade]
    fair = [line for line, grade in linked
            if when(line, days) == "in" and grade >= 2 and line["counts"]]  # fmt: skip
    lacks = sum(line[measure] is None for line in fair)
    unknown = sum(line[measure] is None for line, _ in linked)
    return [*sums, len(fair) - lacks, lacks, unknown]


@settings(deadline=None)
@given(_lines, _ends, _narrow, st.sampled_from(["usd", "one"]))
def test_a_figure_is_what_its_lines_add(
    lines: list[Line], days: Days, narrow: Narrow, measure: str
) -> None:
    (found,) = asked(lines, figure_sql(measure, days, narrow))
    assert list(found) == expected(lines, measure, days, [link(one, narrow) for one in lines])


@settings(deadline=None)
@given(_lines, _ends, _narrow, st.sampled_from(["usd", "one"]))
def test_without_versions_a_figure_needs_no_settling(
    lines: list[Line], days: Days, narrow: Narrow, measure: str
) -> None:
    lines = [{**line, "versions_of": None} for line in lines]
    short, whole = (
        asked(lines, figure_sql(measure, days, narrow, versions=versions))
        for versions in (False, True)
    )
    assert short == whole


@settings(deadline=None)
@given(_lines, _ends, _narrow)
def test_a_suppliers_figure_is_what_its_lines_add(
    lines: list[Line], days: Days, narrow: Narrow
) -> None:
    found = {key: sums for key, *sums in asked(lines, groups_sql("supplier", days, narrow))}
    for key in ("1", "2", "3", ""):
        of = [
            3 if not key and one["supplier_party"] is None
            else link(one, Narrow(parties=(int(key),))) if key else 0
            for one in lines
        ]  # fmt: skip
        grades = [min(link(one, narrow), own) for one, own in zip(lines, of, strict=True)]
        there = any(grade and when(one, days) != "out"
                    for one, grade in zip(lines, grades, strict=True))  # fmt: skip
        assert found.get(key) == (expected(lines, "usd", days, grades) if there else None)


@settings(deadline=None)
@given(_lines, _ends, _narrow)
def test_a_countrys_figure_is_what_its_lines_add(
    lines: list[Line], days: Days, narrow: Narrow
) -> None:
    found = {key: sums for key, *sums in asked(lines, groups_sql("origin", days, narrow))}
    for key, codes in (("CN", ("CN",)), ("KR", ("KR",)), ("", (None, "EU"))):
        grades = [min(link(one, narrow), 3 * (one["origin_country"] in codes)) for one in lines]
        there = any(grade and when(one, days) != "out"
                    for one, grade in zip(lines, grades, strict=True))  # fmt: skip
        assert found.get(key) == (expected(lines, "usd", days, grades) if there else None)


@settings(deadline=None)
@given(_lines, _ends, _narrow)
def test_declarations_are_counted_by_number_office_and_year(
    lines: list[Line], days: Days, narrow: Narrow
) -> None:
    sets: tuple[set[object], ...] = (set(), set(), set())
    rows = unnumbered = 0
    for number, line in enumerate(lines):
        grade = link(line, narrow)
        if not grade or when(line, days) == "out":
            continue
        year = line["day"] and line["day"].year
        written = (line["declaration"], line["office"], year) if line["declaration"] else None
        low, mid, high = adds(line, "one", days, grade)
        rows += mid > 0
        unnumbered += mid > 0 and written is None
        if low > 0 and written:
            sets[0].add(written)
        if mid > 0:
            sets[1].add(written or number)
        if high > 0:
            sets[2].add(written if written and None not in written else number)
    assert asked(lines, declarations_sql(days, narrow)) == [(*map(len, sets), rows, unnumbered)]


@settings(deadline=None)
@given(_lines, st.lists(_line(), max_size=3), _ends, _narrow)
def test_lines_set_aside_change_no_figure_but_that_of_every_line(
    lines: list[Line], aside: list[Line], days: Days, narrow: Narrow
) -> None:
    again = [line | {"aside": "repeated"} for line in aside]
    apart = [line | {"aside": "transit", "versions_of": None} for line in aside]
    every = [line | {"aside": None} for line in apart]
    wide = replace(narrow, every=True)
    for sql in (figure_sql("usd", days, narrow), groups_sql("supplier", days, narrow)):
        assert set(asked(lines + apart + again, sql)) == set(asked(lines, sql))
    assert asked(lines + apart + again, figure_sql("usd", days, wide)) == asked(
        lines + every, figure_sql("usd", days, narrow)
    )


@settings(deadline=None)
@given(_lines, _ends, _narrow)
def test_first_and_last_days_are_of_lines_that_are_certain_of_the_point(
    lines: list[Line], days: Days, narrow: Narrow
) -> None:
    point = [
        one for one in lines
        if one["day"] and when(one, days) == "in" and link(one, narrow) >= 2
    ]  # fmt: skip
    floor = [one for one in point if link(one, narrow) == 3 and one["one_floor"]]
    wanted = []
    for place, own in enumerate((floor, point)):
        starts, ends = [one["day"] for one in own], [until(one) for one in own]
        told = (min(starts), max(ends), min(ends), max(starts)) if own else (None,) * 4
        wanted.append((place, *told))
    assert asked(lines, dates_sql(days, narrow)) == wanted


@settings(deadline=None)
@given(_lines, _ends)
def test_lines_without_a_quantity_in_the_unit_are_counted(lines: list[Line], days: Days) -> None:
    wanted = sum(
        one["counts"] and one["unit"] != "796" and when(one, days) != "out" for one in lines
    )
    assert asked(lines, without_unit_sql("796", days, Narrow())) == [(wanted,)]
