"""Many small loads: read from few files, and every answer as it would be without that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case
from followthegoods.errors import NoSuchState
from followthegoods.lake import merging
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files

pytestmark = pytest.mark.slow

DAYS = 5


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of small files added one by one, two merged at a time; beside it the files, and the
    dossier after each of them to the byte."""
    folder = tmp_path_factory.mktemp("daily")
    files = write_files(
        folder,
        {
            # The last line of each file is the first one of the next.
            f"day-{n}.csv": csv_bytes(
                [
                    narrow(item=str(i), statistical_usd=str(100 + i))
                    for i in range(2 * n, 2 * n + 3)
                ],
                NARROW_HEADER,
            )
            for n in range(1, DAYS + 1)
        },
    )
    with pytest.MonkeyPatch.context() as patch, Case.new(folder / "case") as case:
        patch.setattr(merging, "FAN", 2)
        for file in files:
            case.add([file])
            said = case.dossier(DAISY).to_json()
            (folder / f"{json.loads(said)['made_from']['load']}.json").write_text(said)
    with Case.new(folder / "plain") as case:
        case.add(files)
    return folder


@pytest.fixture
def case(daily: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(daily / "case", tmp_path / "case")) as case:
        yield case


def figures(case: Case) -> Any:
    """The dossier but for the number of the load and the plan, which names files."""
    said = json.loads(case.dossier(DAISY).to_json())
    del said["made_from"]["load"], said["plan"]
    return said


def test_merged_loads_answer_as_loads_that_were_not_merged(daily: Path, case: Case) -> None:
    assert list((daily / "case").glob("lake/merged/lines-*"))
    with Case.open(daily / "plain") as plain:
        assert not list(plain.path.glob("lake/merged/*"))
        assert figures(case) == figures(plain)


def test_every_state_is_answered_as_it_was_to_the_byte(daily: Path, case: Case) -> None:
    states = {int(file.stem): file.read_text() for file in daily.glob("*.json")}
    assert len(states) == DAYS
    assert {load: case.dossier(DAISY, at=load).to_json() for load in states} == states


def test_rows_and_their_places_are_those_of_the_files(daily: Path, case: Case) -> None:
    with Case.open(daily / "plain") as plain:
        assert list(case.rows(DAISY)) == list(plain.rows(DAISY))


def test_a_file_taken_out_and_added_again_changes_nothing(daily: Path, case: Case) -> None:
    before = figures(case)
    case.remove("day-2.csv")
    assert figures(case) != before
    with pytest.raises(NoSuchState):
        case.dossier(DAISY, at=6)
    case.add([daily / "day-2.csv"])
    assert figures(case) == before


NEWEST = {"dollars", "prices"}
"""Tables of which the newest file is the whole."""


def test_no_table_is_read_from_a_file_for_each_load(case: Case) -> None:
    catalogue = case._catalogue
    names = {row["name"] for row in catalogue.db.execute("SELECT name FROM files")} - NEWEST
    read = {name: len(catalogue.files(name)) for name in names - {"raw"}}
    assert {name: files for name, files in read.items() if files >= DAYS} == {}
