"""Small files that are prepared together, each loaded as if it had come alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowing import ledger

from followthegoods.case import Case, changing
from followthegoods.engine.duckdb import connect
from followthegoods.ingest import together
from strategies import (
    HEADER,
    NARROW,
    NARROW_HEADER,
    SETTINGS,
    cell_texts,
    csv_bytes,
    line,
    lines_of,
    narrow,
    table_of,
    workbook_bytes,
    write_files,
)

TABLES = ("lines", "refused", "mentions", "readings", "makers", "fates", "dollars")

Loaded = dict[str, Any]


def load(
    folder: Path, files: Mapping[str, bytes], *, alone: bool = False, layout: str | None = None
) -> Loaded:
    """All that a case holds once a folder of these files is loaded."""
    write_files(folder / "files", dict(files))
    with pytest.MonkeyPatch.context() as patch, Case.new(folder / "case") as case:
        if alone:
            patch.setattr(changing, "worth_it", lambda sizes: 0)
        added = case.add([folder / "files"], layout=layout)
        return {
            **{name: rows(case, name) for name in TABLES},
            "ledger": ledger(case),
            "months": case.status().months,
            "formats": [book.source.format for book in case.status().books],
            "known": [(one.file, one.known) for one in added],
            "left out": [(one.file, one.code) for one in added.left_out],
        }


def rows(case: Case, name: str) -> list[dict[str, Any]]:
    """What a table says, in the order of its rows, whichever file holds them: of every line the
    fate of the last load that judged it, of dollars the newest file."""
    found = sorted(table_of(case, name), key=lambda row: row.get("load", 0))
    if name == "fates":
        found = list({row["line"]: {**row, "load": None} for row in found}.values())
    if name == "dollars":
        (*_, newest) = sorted((case.path / "lake" / name).iterdir())
        with connect(SETTINGS) as db:
            found = [{"rate": row} for row in db.execute(f"FROM '{newest}'").fetchall()]
    return sorted(found, key=_place)


def _place(row: Mapping[str, Any]) -> tuple[int, int, list[str]]:
    return row.get("source", 0), row.get("row", 0), [str(cell) for cell in row.values()]


def in_groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each preparing takes up, as it goes on."""
    seen: list[int] = []
    prepare = together._prepare

    def counting(db: Any, reads: Sequence[Any]) -> Any:
        found = prepare(db, reads)
        seen.append(len(found))
        return found

    monkeypatch.setattr(together, "_prepare", counting)
    return seen


def day(n: int, **cells: str) -> bytes:
    """A file of one line."""
    return csv_bytes([narrow(item=str(n), **cells)], NARROW_HEADER)


DAYS = {
    # Each file repeats a line of the one before; the last but one is of other columns.
    "1.csv": csv_bytes([line(item="1"), line(item="2", maker_name="ДЕЗИ")], HEADER),
    "2.csv": csv_bytes(
        [line(item="2", maker_name="ДЕЗИ"), line(item="3", net_kg="x"), [""] * len(HEADER)], HEADER
    ),
    "3.csv": csv_bytes([["ИТОГО", *[""] * (len(HEADER) - 1)], line(item="4", hs="")], HEADER),
    "4.csv": day(9),
    "5.csv": csv_bytes([line(item="5", statistical_usd="7", customs_value="")], HEADER),
}


@pytest.mark.slow
def test_files_loaded_together_are_loaded_as_each_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = in_groups(monkeypatch)
    assert load(tmp_path / "together", DAYS) == load(tmp_path / "alone", DAYS, alone=True)
    assert groups == [4]


ONCE = """
schema = 1
id = "once"
title = "Once"
authority = "RU"
currency = "RUB"
grain = "line"
direction = "import"
released = "unknown"
notes = ""
required = [["declaration"], ["hs"]]
[fields.declaration]
headers = ["NUMBER"]
down = true
[fields.receiver_name]
headers = ["RECEIVER"]
down = true
[fields.item]
headers = ["ITEM"]
[fields.hs]
headers = ["CODE"]
"""


def test_no_row_goes_on_with_one_of_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = in_groups(monkeypatch)
    header = ["NUMBER", "RECEIVER", "ITEM", "CODE"]
    head = ["N-1", "ООО ЛЕСНАЯ ТРОПА", "1", "84133020"]
    goes_on = ["", "", "2", "84133080"]
    files = {"1.csv": csv_bytes([head, goes_on], header), "2.csv": csv_bytes([goes_on], header)}
    (tmp_path / "once.toml").write_text(ONCE, encoding="utf-8")
    layout = str(tmp_path / "once.toml")
    together = load(tmp_path / "together", files, layout=layout)
    assert [row["declaration"] for row in together["lines"]] == ["N-1", "N-1", None]
    assert together == load(tmp_path / "alone", files, alone=True, layout=layout)
    assert groups == [2]


def test_a_day_that_is_two_days_is_not_told_by_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = in_groups(monkeypatch)
    files = {
        "1.csv": day(1, registered="13/02/2023"),
        "2.csv": day(2, registered="03/04/2023"),
        "3.csv": day(3, registered="28/02/2023"),
    }
    marks = [row["marks"] for row in load(tmp_path, files)["lines"]]
    assert ["order_assumed" in (mark or "") for mark in marks] == [False, True, False]
    assert groups == [2]


def test_a_number_that_is_two_numbers_is_not_told_by_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = in_groups(monkeypatch)
    files = {
        "1.csv": day(1, statistical_usd="12,50", net_kg="5"),
        "2.csv": day(2, statistical_usd="12,417", net_kg="5"),
        "3.csv": day(3, statistical_usd="7,5", net_kg="5"),
    }
    assert [row["statistical_usd"] is None for row in load(tmp_path, files)["lines"]] == [
        False,
        True,
        False,
    ]
    assert groups == [2]


def test_a_file_that_no_number_of_is_two_numbers_goes_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = in_groups(monkeypatch)
    load(tmp_path, {"1.csv": day(1), "2.csv": day(2, statistical_usd="7", net_kg="5")})
    assert groups == [2]


def test_what_cannot_be_read_is_left_out_and_the_rest_goes_on(tmp_path: Path) -> None:
    files = {
        "1.csv": day(1),
        "2.csv": b"\x89PNG\r\n\x1a\n" + bytes(900),
        "3.csv": b"colour;sound\nred;loud\n",
        "4.csv": day(4),
        "5.xlsx": workbook_bytes([NARROW_HEADER, narrow(item="5")]),
    }
    found = load(tmp_path, files)
    assert [name for name, _ in found["known"]] == ["1.csv", "4.csv", "5.xlsx"]
    assert len(found["left out"]) == 2
    assert [row["item"] for row in found["lines"]] == [1, 4, 5]


def test_a_copy_among_the_files_is_loaded_once(tmp_path: Path) -> None:
    found = load(tmp_path, {"1.csv": day(1), "2.csv": day(1), "3.csv": day(3)})
    assert [known for _, known in found["known"]] == [False, True, False]


def test_a_folder_again_reads_no_file_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_files(tmp_path / "files", {"1.csv": day(1), "2.csv": day(2)})
    with Case.new(tmp_path / "case") as case:
        case.add(files)
        groups = in_groups(monkeypatch)
        assert [one.known for one in case.add(files)] == [True, True]
        assert (groups, len(lines_of(case))) == ([], 2)


def test_large_files_are_prepared_by_themselves() -> None:
    small, large = 1000, together.SMALL + 1
    assert together.worth_it([small, small, large, small]) == 2
    assert together.worth_it([large, small]) == 0
    assert together.worth_it([small] * 1000) == together.MOST
    assert together.worth_it([together.SMALL] * 1000) * together.SMALL <= together.MOST_BYTES


tables = st.lists(
    st.lists(st.lists(cell_texts(), min_size=len(NARROW), max_size=len(NARROW)), max_size=4),
    min_size=2,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(found=tables)
def test_any_files_loaded_together_are_loaded_as_each_alone(
    tmp_path_factory: pytest.TempPathFactory, found: list[list[list[str]]]
) -> None:
    files = {
        f"{n}.csv": csv_bytes([narrow(item=str(n)), *rows], NARROW_HEADER)
        for n, rows in enumerate(found, start=1)
    }
    folder = tmp_path_factory.mktemp("any")
    assert load(folder / "together", files) == load(folder / "alone", files, alone=True)
