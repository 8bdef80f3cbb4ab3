from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from formats_making import parquet
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import CUSTOMS, SETTINGS, read_bytes, read_file

from followthegoods.engine import duckdb as engine
from followthegoods.errors import UnreadableFile
from followthegoods.sources.cells import cell_text
from followthegoods.sources.parquet import text_sql
from followthegoods.sources.raw import sample


def as_text(value: object, kind: str) -> str | None:
    """A value of a type of the engine as the SQL of a column gives it."""
    connection = engine.connect(SETTINGS)
    sql = f"SELECT {text_sql('x', kind)} FROM (SELECT ?::{kind} AS x)"
    (text,) = engine.one(connection, sql, [value])
    connection.close()
    return str(text) if text is not None else None


def cell_of(select: str) -> str | None:
    return read_bytes(parquet(f"SELECT {select} AS x, 0 AS y"))[1][1].cells[0]


def test_a_parquet_table_is_known_by_its_content() -> None:
    read, raw = read_bytes(parquet("SELECT 1 AS a, 'x' AS b"), "source.csv")
    assert (read.format, read.encoding, read.columns) == ("parquet", "", 2)
    assert [(row.row, row.cells) for row in raw] == [(1, ["a", "b"]), (2, ["1", "x"])]


@pytest.mark.parametrize(
    ("select", "text"),
    [
        ("12::BIGINT", "12"),
        ("18446744073709551615::UBIGINT", "18446744073709551615"),
        ("1.10::DECIMAL(18, 2)", "1.10"),
        ("12.417::DECIMAL(18, 3)", "12.4170"),
        ("12.417::DOUBLE", "12.4170"),
        ("12.0::DOUBLE", "12"),
        ("1e22::DOUBLE", "10000000000000000000000"),
        ("-1.5e-7::DOUBLE", "-0.00000015"),
        ("0.1::FLOAT", "0.1"),
        ("true", "TRUE"),
        ("DATE '2024-05-17'", "2024-05-17"),
        ("TIMESTAMP '2024-05-17 00:00:00'", "2024-05-17"),
        ("TIMESTAMP '2024-05-17 01:02:03'", "2024-05-17 01:02:03"),
        ("TIMESTAMPTZ '2024-05-17 18:30:00+00'", "2024-05-17T18:30:00Z"),
        ("TIME '01:02:03'", "01:02:03"),
        ("'Насосы'", "Насосы"),
        ("''", None),
        ("NULL::VARCHAR", None),
        ("encode('Насосы')", "Насосы"),
        ("'\\xFF\\x00'::BLOB", "\\xFF\\x00"),
        ("[1234567890123456.78::DECIMAL(18, 2), NULL]", "[1234567890123456.78,null]"),
        ("{'kg': 1.5, 'of': 'Ж'}", '{"kg":1.5,"of":"Ж"}'),
        ("MAP {'a': 1}", '{"a":1}'),
        ("'x'::ENUM ('x', 'y')", "x"),
    ],
)  # fmt: skip
def test_a_value_becomes_text(select: str, text: str | None) -> None:
    assert cell_of(select) == text


@settings(max_examples=80, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value_and_has_no_exponent(value: float) -> None:
    text = str(as_text(value, "DOUBLE"))
    assert float(text) == value
    assert "e" not in text
    assert text[-4:-3] != "."


@settings(max_examples=40, deadline=None)
@given(st.floats(min_value=1e-300, max_value=1e15))
def test_a_number_is_written_as_in_a_workbook(value: float) -> None:
    assert as_text(value, "DOUBLE") == cell_text(value)


@settings(max_examples=40, deadline=None)
@given(st.decimals(-(10**14), 10**14, places=3))
def test_a_decimal_is_exact(value: Decimal) -> None:
    text = str(as_text(value, "DECIMAL(18, 3)"))
    assert Decimal(text) == value
    assert text[-4:-3] != "."


@settings(max_examples=30, deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.booleans())
def test_a_moment_is_written_as_in_a_workbook(moment: datetime, midnight: bool) -> None:
    moment = moment.replace(microsecond=0)
    if midnight:
        moment = datetime.combine(moment.date(), datetime.min.time())
    assert as_text(moment, "TIMESTAMP") == cell_text(moment)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
            st.integers(1 - 2**63, 2**63 - 1),
            st.dates(),
            st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_rows_read_back(rows: list[tuple[str, int, date, float | None]]) -> None:
    quoted = [
        f"({engine.literal(text.replace(chr(0), ''))}, {n}::BIGINT, DATE '{day}', "
        + ("NULL::DOUBLE)" if number is None else f"{number!r}::DOUBLE)")
        for text, n, day, number in rows
    ]
    raw = read_bytes(parquet(f"SELECT * FROM (VALUES {', '.join(quoted)}) AS t (a, b, c, d)"))[1]
    for (text, n, day, number), stored in zip(rows, raw[1:], strict=True):
        assert stored.cells[:3] == [text.replace("\0", "") or None, str(n), str(day)]
        cell = stored.cells[3]
        assert (cell is None) if number is None else math.isclose(float(str(cell)), number)


def test_a_column_may_have_any_name() -> None:
    data = parquet("""SELECT 1 AS "a'b", 2 AS "c""d", 3 AS file_row_number, 4 AS "Номер" """)
    assert read_bytes(data)[1][0].cells == ["a'b", 'c"d', "file_row_number", "Номер"]


def test_the_folder_a_table_lies_in_adds_no_columns(tmp_path: Path) -> None:
    (tmp_path / "year=2024").mkdir()
    (tmp_path / "year=2024" / "t.parquet").write_bytes(parquet("SELECT 1 AS a"))
    assert read_file(tmp_path / "year=2024" / "t.parquet")[0].columns == 1


def test_rows_keep_their_order_across_row_groups() -> None:
    raw = read_bytes(parquet("SELECT range AS n FROM range(300000)"))[1]
    assert all(row.row == n + 2 and row.cells == [str(n)] for n, row in enumerate(raw[1:]))


def test_a_table_that_is_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="Parquet table is damaged"):
        read_bytes(parquet("SELECT 1 AS a")[:-20])


def test_a_sample_shows_the_first_rows(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(parquet("SELECT range AS n FROM range(1000)"))
    seen = sample(tmp_path / "t", 3)
    assert (seen.format, seen.sheets[0].rows) == ("parquet", [["n"], ["0"], ["1"]])


def test_a_real_table_has_every_row() -> None:
    source = CUSTOMS / "us_petroleum_company_imports.parquet"
    if not source.exists():
        pytest.skip("the shared test data are not here")
    read, raw = read_file(source)
    assert (read.records, len(raw), read.columns) == (211_926, 211_926, 20)
    assert [row.row for row in raw] == list(range(1, 211_927))
    connection = engine.connect(SETTINGS)
    scan = f"read_parquet({engine.path_literal(source)})"
    (quantity,) = engine.one(connection, f'SELECT sum("QUANTITY") FROM {scan}')
    connection.close()
    assert raw[0].cells[11] == "QUANTITY"
    assert sum(Decimal(row.cells[11] or 0) for row in raw[1:]) == quantity
