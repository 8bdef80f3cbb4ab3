"""The index of parties of an older case: done without, and written when parties are resolved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

from followthegoods.case import Case
from followthegoods.lake.disk import INDEX_ENDING
from strategies import DAISY


def test_an_older_index_is_done_without_until_parties_are_resolved(
    copied: Callable[[], Case],
) -> None:
    with copied() as case:
        found, folder = case.find(DAISY), case.path / "lake" / "index"
        (index,) = folder.iterdir()
    older = index.name.replace(INDEX_ENDING, "-2.sqlite")
    index.replace(folder / older)
    with closing(sqlite3.connect(case.path / "catalogue.sqlite")) as catalogue, catalogue:
        catalogue.execute(
            "UPDATE files SET file = ? WHERE name = 'index'", (f"lake/index/{older}",)
        )
    with Case.open(case.path) as case:
        assert case.find(DAISY) == found
        case.identity.resolve()
        assert [file.name for file in folder.iterdir() if file.name.endswith(INDEX_ENDING)]
        assert case.find(DAISY) == found
