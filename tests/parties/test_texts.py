"""Rows on their way to the engine as text."""

from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthegoods.parties.texts import NONE, text_line, text_table

VALUE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=f"\x00{NONE}"))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(st.lists(st.tuples(VALUE, VALUE, VALUE), max_size=5))
def test_what_is_written_is_read_but_for_line_breaks_and_marks(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    file = tmp_path / "rows.txt"
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(map(text_line, rows))
    read = duckdb.sql(f"SELECT * FROM {text_table(file, 'abc')}").fetchall()
    assert [[" ".join(v.split()) for v in row] for row in read] == [
        [" ".join(v.split()) for v in row] for row in rows
    ]


def test_a_line_of_any_length_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rows.txt"
    rows = [("a", "b", "c"), ("x" * 3_000_000, "y" * 3_000_000, "z")]
    file.write_text("".join(map(text_line, rows)), encoding="utf-8", newline="")
    assert duckdb.sql(f"SELECT * FROM {text_table(file, 'abc')}").fetchall() == rows
