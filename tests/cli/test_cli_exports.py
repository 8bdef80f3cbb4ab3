"""Files made of an answer on the command line."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import openpyxl
import pytest
from cli_running import BUYER_ID, ftg


@pytest.fixture(scope="module")
def folder(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of file of one dossier."""
    folder = tmp_path_factory.mktemp("exports")
    ran = ftg(
        *("dossier", case, BUYER_ID, "--html", folder / "a.html", "--xlsx", folder / "a.xlsx"),
        *("--chart", f"suppliers={folder / 'a.svg'}", "--chart", f"goods={folder / 'a.png'}"),
    )
    assert (ran.code, ran.out) == (0, ""), ran.err
    return folder


def test_a_dossiers_page_has_its_figures(folder: Path) -> None:
    assert '<data value="1007.75">1,007.75</data>' in (folder / "a.html").read_text("utf-8")


def test_a_dossiers_page_is_fit_to_publish(folder: Path) -> None:
    assert "invented.csv" not in (folder / "a.html").read_text("utf-8")


def test_a_dossiers_workbook_has_every_line_that_names_the_subject(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "a.xlsx")
    assert len(list(book["Lines"].iter_rows())) == 1 + 3


def test_charts_are_written_by_the_ends_of_their_names(folder: Path) -> None:
    assert (folder / "a.svg").read_text("utf-8").startswith("<svg")
    assert (folder / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_private_page_keeps_the_files_names(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    assert ftg("dossier", case, BUYER_ID, "--html", file, "--private").code == 0
    assert "invented.csv" in file.read_text("utf-8")


def test_json_is_printed_beside_the_files(case: Path, tmp_path: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID, "--html", tmp_path / "a.html", "--json")
    assert ran.json["value_usd"]["point"] == "1007.75"


def test_what_is_printed_is_the_same_with_files_and_without(case: Path, tmp_path: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID, "--html", tmp_path / "a.html", "--json")
    assert ran.out == ftg("dossier", case, BUYER_ID, "--json").out


def test_a_chart_that_there_is_not_is_wrong_use(case: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID, "--chart", "pie=a.svg")
    assert (ran.code, "timeline, routes, suppliers, goods" in ran.err) == (2, True)


def test_a_chart_of_another_kind_of_file_is_wrong_use(case: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID, "--chart", "goods=a.gif")
    assert (ran.code, ".svg or .png" in ran.err) == (2, True)


@pytest.mark.parametrize("option", ["--html", "--xlsx"])
def test_a_file_that_cannot_be_written_is_wrong_use(
    case: Path, tmp_path: Path, option: str
) -> None:
    ran = ftg("dossier", case, BUYER_ID, option, tmp_path / "no" / "file")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)


def test_rows_become_a_workbook(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    ran = ftg("rows", case, BUYER_ID, "--xlsx", file, "--where", "origin=DE")
    assert ran.code == 0, ran.err
    lines = list(openpyxl.load_workbook(file)["Lines"].iter_rows(values_only=True))
    assert len(lines) == 1 + 1


def test_rows_as_csv_keep_the_files_names(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    ftg("rows", case, BUYER_ID, "--csv", file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert {row["source"] for row in csv.DictReader(opened)} == {"invented.csv"}


def test_rows_as_csv_for_publication_do_not(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    ftg("rows", case, BUYER_ID, "--csv", file, "--for-publication")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert {row["source"] for row in csv.DictReader(opened)} == {"source 1"}


def test_lines_that_are_left_out_are_said(case: Path, tmp_path: Path) -> None:
    ran = ftg("rows", case, BUYER_ID, "--csv", tmp_path / "a.csv", "--limit", 1)
    assert "Of 3 lines it holds the 1 worth most." in ran.err


def test_a_page_is_made_without_a_network_and_in_any_language(case: Path, tmp_path: Path) -> None:
    quiet = {"http_proxy": "http://127.0.0.1:9", "LC_ALL": "C", "HOME": os.devnull}
    pages = []
    for name, environment in (("a", {}), ("b", quiet)):
        file = tmp_path / f"{name}.html"
        assert ftg("dossier", case, BUYER_ID, "--html", file, **environment).code == 0
        pages.append(file.read_bytes())
    assert pages[0] == pages[1]
