from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.errors import CaseDamaged, FtgError, NewerCase, NoSuchSource, OlderCase
from followthegoods.lake.catalogue import SCHEMA, Books, Catalogue, Source, make_catalogue

SOURCE = Source(1, "ab" * 32, "a.csv", 10, {}, "l", "h", "RU", 1, None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_catalogue(tmp_path / "catalogue.sqlite", invented=False)
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(path)
    yield opened
    opened.close()


def add_source(catalogue: Catalogue, number: int, name: str, sha256: str) -> None:
    with catalogue.write("add", "") as load:
        catalogue.db.execute(
            "INSERT INTO sources VALUES (?, ?, ?, 1, '{}', 'l', 'h', 'RU', ?, NULL)",
            (number, sha256, name, load),
        )


def set_schema(path: Path, value: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (value,))


# -- opening


def test_a_catalogue_of_this_program_opens(catalogue: Catalogue) -> None:
    assert catalogue.meta("schema") == str(SCHEMA)


def test_a_catalogue_of_a_newer_program_does_not(path: Path) -> None:
    set_schema(path, str(SCHEMA + 1))
    with pytest.raises(NewerCase):
        Catalogue(path)


def test_a_catalogue_of_an_older_program_does_not_either(path: Path) -> None:
    set_schema(path, str(SCHEMA - 1))
    with pytest.raises(OlderCase):
        Catalogue(path)


def test_a_catalogue_whose_schema_is_no_number_is_damaged(path: Path) -> None:
    set_schema(path, "one")
    with pytest.raises(CaseDamaged):
        Catalogue(path)


def test_a_catalogue_without_a_schema_is_damaged(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM meta")
    with pytest.raises(CaseDamaged):
        Catalogue(path)


# -- writing


def test_loads_are_numbered_from_one(catalogue: Catalogue) -> None:
    loads = []
    for _ in range(3):
        with catalogue.write("add", "") as load:
            loads.append(load)
    assert loads == [1, 2, 3]


def test_a_write_that_is_broken_off_takes_no_number(catalogue: Catalogue) -> None:
    with suppress(KeyboardInterrupt), catalogue.write("add", ""):
        raise KeyboardInterrupt
    with catalogue.write("add", "") as load:
        assert load == 1


def test_a_write_that_is_not_to_be_kept_leaves_nothing(catalogue: Catalogue) -> None:
    with catalogue.write("relayout", "", keep=False):
        catalogue.set_meta("seen", "1")
    assert (catalogue.last_load(), catalogue.meta("seen")) == (0, None)


def test_who_loaded_is_written_beside_the_load(catalogue: Catalogue) -> None:
    with catalogue.write("add", "A. Reporter"):
        pass
    (row,) = catalogue.db.execute("SELECT kind, author FROM loads").fetchall()
    assert tuple(row) == ("add", "A. Reporter")


def test_a_file_can_be_in_a_case_once(catalogue: Catalogue) -> None:
    add_source(catalogue, 1, "a.csv", "ab" * 32)
    with pytest.raises(FtgError):
        add_source(catalogue, 2, "b.csv", "ab" * 32)
    assert [source.name for source in catalogue.sources()] == ["a.csv"]


# -- naming a source


@pytest.fixture
def three(catalogue: Catalogue) -> Catalogue:
    for number, name in enumerate(("a.csv", "b.csv", "b.csv"), start=1):
        add_source(catalogue, number, name, f"{number}0" * 32)
    return catalogue


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("a.csv", 1), ("303030", 3)])
def test_a_source_answers_to_its_number_its_name_and_its_hash(
    three: Catalogue, text: str, number: int
) -> None:
    assert three.find_source(text).source == number


@pytest.mark.parametrize("text", ["4", "c.csv", "", "30303", "a.cs"])
def test_a_source_answers_to_nothing_less(three: Catalogue, text: str) -> None:
    with pytest.raises(NoSuchSource, match="No source"):
        three.find_source(text)


def test_a_name_of_two_sources_names_neither(three: Catalogue) -> None:
    with pytest.raises(NoSuchSource, match="More than one"):
        three.find_source("b.csv")


# -- the books


counts = st.integers(0, 5)
apart = st.dictionaries(st.sampled_from(["a", "b"]), counts)


@given(counts, counts, counts, apart, apart)
def test_books_balance_when_every_row_is_accounted_for(
    lines: int, repeated: int, superseded: int, refused: dict[str, int], skipped: dict[str, int]
) -> None:
    total = lines + repeated + superseded + sum(refused.values()) + sum(skipped.values())
    books = Books(SOURCE, total, lines, repeated, superseded, refused, skipped)
    assert books.balanced
    assert not replace(books, read=total + 1).balanced


def test_lines_in_conflict_are_counted_among_the_lines(catalogue: Catalogue) -> None:
    add_source(catalogue, 1, "a.csv", "ab" * 32)
    entries: list[tuple[Any, ...]] = [("read", "", 5), ("lines", "", 4), ("skipped", "header", 1)]
    catalogue.db.executemany("INSERT INTO books VALUES (1, ?, ?, ?)", entries)
    fates = [("repeated", 1), ("conflict", 2), ("collision", 1)]
    catalogue.db.executemany("INSERT INTO fate_counts VALUES (1, 1, ?, ?)", fates)
    (books,) = catalogue.books()
    assert (books.lines, books.repeated, books.conflicts, books.collisions) == (3, 1, 2, 1)
    assert books.balanced
