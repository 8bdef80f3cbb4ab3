"""Companies known from elsewhere: they help to find, and change no figure."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case
from followthegoods.errors import BadList
from strategies import DAISY


def entity(schema: str = "Company", **properties: Any) -> str:
    return json.dumps({"id": "x", "schema": schema, "properties": properties}) + "\n"


KNOWN = entity(name=["Kamomile Holding AG"], alias=["Камомиль Холдинг"], innCode=[DAISY])


@pytest.fixture(scope="module")
def case(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("companies")
    shutil.copytree(made / "case", folder / "case")
    (folder / "known.ftm.json").write_text(KNOWN, encoding="utf-8")
    with Case.open(folder / "case") as opened:
        opened.add_companies(folder / "known.ftm.json")
        yield opened


@pytest.mark.parametrize(
    "name", ["Kamomile Holding", "KAMOMILE HOLDING AG", "ООО Камомиль Холдинг"]
)
def test_a_party_is_found_by_a_name_that_no_record_has(case: Case, name: str) -> None:
    assert case.find(name)[0].id == case.find(DAISY)[0].id


def test_no_figure_and_no_state_is_other_for_it(case: Case, made: Path) -> None:
    with Case.open(made / "case") as before:
        assert before.state() == case.state()
        assert before.dossier(DAISY).value_usd == case.dossier(DAISY).value_usd


def test_the_same_file_again_changes_nothing(case: Case) -> None:
    loads = len(case.loads())
    assert case.add_companies(case.path.parent / "known.ftm.json").known
    assert len(case.loads()) == loads


def test_a_file_that_was_taken_out_helps_no_more(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.path, tmp_path / "case")
    with Case.open(tmp_path / "case") as other:
        other.remove_companies("1")
        assert other.companies() == []
        assert other.find("Kamomile Holding") == []


@pytest.mark.parametrize(
    "text",
    [
        "no entity",
        "[]",
        '{"id": "x", "schema": "Company", "properties": [1]}',
        entity(name=["Of no number"]),
        entity(innCode=[DAISY]),
        entity("Vessel", name=["A ship"], registrationNumber=[DAISY]),
    ],
)
def test_a_file_without_companies_is_refused(case: Case, tmp_path: Path, text: str) -> None:
    file = tmp_path / "known.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadList):
        case.add_companies(file)


def test_who_lacks_a_name_or_a_number_is_counted(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "case", tmp_path / "case")
    file = tmp_path / "known.ftm.json"
    file.write_text(KNOWN + entity(name=["Only A Name"]) + entity("Vessel", name=["Ship"]))
    with Case.open(tmp_path / "case") as case:
        kept = case.add_companies(file)
        assert (kept.companies, kept.left_out) == (1, 1)
        assert case.companies() == [kept]


def test_a_file_packed_by_gzip_is_read_as_it_is(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "case", tmp_path / "case")
    (tmp_path / "known.json.gz").write_bytes(gzip.compress(KNOWN.encode()))
    with Case.open(tmp_path / "case") as case:
        assert case.add_companies(tmp_path / "known.json.gz").companies == 1


def test_an_archive_says_to_unpack_it(case: Case, tmp_path: Path) -> None:
    (tmp_path / "known.zip").write_bytes(b"PK\x03\x04\x9f\x88")
    with pytest.raises(BadList) as refused:
        case.add_companies(tmp_path / "known.zip")
    assert "Unpack it" in refused.value.do
