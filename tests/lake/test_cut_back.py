from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from followthegoods.lake.catalogue import make_catalogue
from followthegoods.lake.past import cut_back


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A catalogue of three loads, and a table of which nobody was told."""
    path = tmp_path / "catalogue.sqlite"
    make_catalogue(path, invented=False)
    with closing(sqlite3.connect(path)) as made:
        made.executescript("""
            INSERT INTO loads VALUES (1, 'add', '', '', ''), (2, 'add', '', '', ''),
                (3, 'remove', '', '', '');
            CREATE TABLE remarks (remark TEXT, at_load INTEGER REFERENCES loads) STRICT;
            INSERT INTO remarks VALUES ('early', 1), ('late', 3);
            INSERT INTO rate_tables VALUES (1, 'a', 'kept.csv', 'RUB', 1, 3),
                (2, 'b', 'late.csv', 'RUB', 3, NULL);
            INSERT INTO rates VALUES (1, '2022-01-01', '1'), (2, '2022-01-01', '2');
        """)
        yield made


def test_what_refers_to_a_later_load_was_not_there_yet(db: sqlite3.Connection) -> None:
    cut_back(db, 2)
    assert db.execute("SELECT remark FROM remarks").fetchall() == [("early",)]
    assert db.execute("SELECT max(load) FROM loads").fetchone() == (2,)


def test_what_a_later_load_took_out_was_still_there(db: sqlite3.Connection) -> None:
    cut_back(db, 2)
    assert db.execute("SELECT name, removed FROM rate_tables").fetchall() == [("kept.csv", None)]


def test_what_belongs_to_something_that_was_not_there_goes_with_it(db: sqlite3.Connection) -> None:
    cut_back(db, 2)
    assert db.execute("SELECT DISTINCT rates FROM rates").fetchall() == [(1,)]


def test_a_cut_at_the_last_load_changes_nothing(db: sqlite3.Connection) -> None:
    before = list(db.iterdump())
    cut_back(db, 3)
    assert list(db.iterdump()) == before
