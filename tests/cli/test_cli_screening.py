"""The commands on lists, owners and screening say what they did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli_running import BUYER_ID, ftg, row, write_table

LIST = (
    "ent_num,sdn_name,sdn_type,program,tax_id_inn,registration_ogrn,linked_to,address,aka,source\n"
    f"7,LIMITED LIABILITY COMPANY ORLEMAR,entity,INVENTED,{BUYER_ID},,,,,INVENTED\n"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of one line, and an invented list in it that its buyer is on."""
    folder = tmp_path_factory.mktemp("listed")
    made, lists = folder / "case", folder / "us_2024-06-01.csv"
    lists.write_text(LIST, encoding="utf-8")
    assert ftg("new", made).code == 0
    assert ftg("add", made, write_table(folder / "a.csv", [row(1)])).code == 0
    ran = ftg("lists", "add", made, lists)
    assert (ran.code, "us_2024-06-01.csv: kept. us-sdn (US) of 2024-06-01" in ran.out) == (0, True)
    return folder


@pytest.fixture
def case(listed: Path, tmp_path: Path) -> Path:
    """That case, to change as a test likes."""
    shutil.copytree(listed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "case"


def test_lists_are_listed_with_their_versions(case: Path) -> None:
    (version,) = json.loads(ftg("lists", "list", case, "--json").out)["versions"]
    assert (version["list"], version["latest"], version["entries"]) == ("us-sdn", "2024-06-01", 1)


def test_the_same_list_again_changes_nothing(case: Path) -> None:
    assert "nothing changed" in ftg("lists", "add", case, case.parent / "us_2024-06-01.csv").out


def test_an_entry_is_found_by_name(case: Path) -> None:
    assert "us-sdn/7" in ftg("lists", "find", case, "ORLEMAR LLC").out


def test_a_day_needs_a_source(case: Path) -> None:
    ran = ftg("lists", "date", case, "us-sdn/7", "2022-02-01", "--source", " ")
    assert (ran.code, "needs a source" in ran.err) == (2, True)


def test_a_screening_says_what_came_since_the_listing(case: Path) -> None:
    given = ftg("lists", "date", case, "us-sdn/7", "2022-02-01", "--source", "a notice")
    ran = ftg("screen", case, BUYER_ID)
    assert (given.code, ran.code) == (0, 0)
    assert "listed on 2022-02-01 (given by hand: a notice)" in ran.out
    assert "1 line while it was listed" in ran.out


def test_a_screening_as_json_has_the_matches(case: Path) -> None:
    (match,) = json.loads(ftg("screen", case, BUYER_ID, "--json").out)["matches"]
    assert (match["match_grade"], match["authority"]) == ("certain", "US")


def test_owners_are_added_listed_and_taken_out(case: Path) -> None:
    owners = case.parent / "owners.csv"
    owners.write_text(f"owner,owned,share\nALDER LLC,{BUYER_ID},60\n", encoding="utf-8")
    assert "owners.csv: kept. 1 stake." in ftg("ownership", "add", case, owners).out
    assert "owners.csv" in ftg("ownership", "list", case).out
    assert "taken out" in ftg("ownership", "remove", case, "owners.csv").out


def test_a_table_of_codes_is_kept_as_such(case: Path) -> None:
    codes = case.parent / "codes.csv"
    codes.write_text("hs2022,hs2017\n854151,854150\n854159,854150\n", encoding="utf-8")
    assert "codes of 2022, 2017, 2 pairs" in ftg("lists", "add", case, codes).out


def test_a_screening_is_written_as_a_page_and_a_workbook(case: Path) -> None:
    page, book = case.parent / "s.html", case.parent / "s.xlsx"
    ran = ftg("screen", case, BUYER_ID, "--html", page, "--xlsx", book)
    assert (ran.code, f"Wrote {page}" in ran.err, f"Wrote {book}" in ran.err) == (0, True, True)
    assert "not legal advice" in page.read_text(encoding="utf-8")
    assert book.read_bytes()[:2] == b"PK"


def test_a_company_and_an_entry_are_judged_and_it_is_undone(case: Path) -> None:
    ran = ftg("judge", case, BUYER_ID, "us-sdn/7", "different", "--why", "another register")
    assert (ran.code, "different: another register" in ran.out) == (0, True)
    assert json.loads(ftg("screen", case, BUYER_ID, "--json").out)["matches"] == []
    assert ftg("lists", "undo", case, "1", "--why", "no grounds").code == 0
    assert len(json.loads(ftg("screen", case, BUYER_ID, "--json").out)["matches"]) == 1
    (first, second) = json.loads(ftg("lists", "judgements", case, "--json").out)
    assert (first["standing"], second["verdict"]) == ("undone", "undo")
