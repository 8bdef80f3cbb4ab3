"""Records that state no value answer in what they have; who is not found is told what to try."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_running import BUYER_ID, ftg, row, write_table


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case of two lines without a value, of 10 kg each."""
    folder = tmp_path_factory.mktemp("without")
    table = write_table(folder / "INVENTED.csv", [row(1, ""), row(2, "", origin="CN")])
    ftg("new", folder / "case")
    ftg("add", folder / "case", table)
    return str(folder / "case")


def test_a_dossier_without_values_is_measured_by_what_its_lines_state(case: str) -> None:
    said = ftg("dossier", case, BUYER_ID).out
    assert "No line that counts states a value: these figures are of net kg." in said
    assert "Net kg: at least 20 – 20 – up to 20" in said


def test_a_measure_that_is_asked_for_is_kept(case: str) -> None:
    said = ftg("dossier", case, BUYER_ID, "--measure", "value").out
    assert "US dollars: at least 0" in said
    assert "No line that counts states a value." in said


def test_the_json_of_a_dossier_without_values_is_of_value_as_ever(case: str) -> None:
    answer = ftg("dossier", case, BUYER_ID, "--json").json
    assert answer["bases"]["measure"] == "value"


def test_a_page_without_values_is_of_what_its_lines_state(case: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    ftg("dossier", case, BUYER_ID, "--html", file)
    text = file.read_text(encoding="utf-8")
    assert "No line states a value: these figures are of net kg." in text


def test_who_finds_nobody_is_told_what_to_try(case: str) -> None:
    ran = ftg("find", case, "zzqqxx")
    assert ran.out == "Nobody.\n"
    assert "Try fewer words of the name, or a tax id" in ran.err


def test_a_screening_without_a_list_does_not_read_as_if_nobody_was_found(case: str) -> None:
    said = " ".join(ftg("screen", case, BUYER_ID).out.split())
    assert "No list of companies or persons is loaded: none of 2 parties was looked for." in said
    assert "may be on a list" not in said
