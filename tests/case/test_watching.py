"""Companies that are watched: what is new of them, and of lists, since somebody last looked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.errors import BadParameter, NoSuchParty
from strategies import CLOVER, DAISY, NARROW_HEADER, csv_bytes, narrow, write_files

LATER = csv_bytes([narrow(item="9", registered="20.05.2023", statistical_usd="50")], NARROW_HEADER)
HEAD = "ent_num,sdn_name,sdn_type,program,tax_id_inn,registration_ogrn,linked_to,address,aka,source"
LISTED = f"{HEAD}\n900001,ROMASHKA LLC,entity,INVENTED,{DAISY},,,,,INVENTED DATA\n"


@pytest.fixture(scope="module")
def watched(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which one company is watched and that was looked over."""
    place = tmp_path_factory.mktemp("watched") / "case"
    shutil.copytree(made / "case", place)
    with Case.open(place) as case:
        case.watch(DAISY)
        case.look_over()
    return place


@pytest.fixture(scope="module")
def later(watched: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The case after a file and a list came."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(watched, folder / "case")
    files = {"later.csv": LATER, "invented_us_list_2024-06-01.csv": LISTED.encode()}
    file, listed = write_files(folder, files)
    with Case.open(folder / "case") as case:
        case.add([file])
        case.add_lists([listed])
        yield case


def test_nothing_is_new_right_after_a_look(watched: Path) -> None:
    with Case.open(watched) as case:
        found = case.news()
    assert (found.loads, found.listings, found.gone) == ((), (), ())
    assert [one.any for one in found.companies] == [False]


def test_new_lines_of_a_watched_company_are_told_with_their_source(later: Case) -> None:
    (company,) = later.news().companies
    (lines,) = company.lines
    assert (lines.name, lines.role, lines.lines, str(lines.first)) == (
        "later.csv", "receiver", 1, "2023-05-20",
    )  # fmt: skip


def test_the_new_lines_are_the_rows_of_their_source(later: Case) -> None:
    (company,) = later.news().companies
    (lines,) = company.lines
    rows = later.rows(company.company.party, where={"source": str(lines.source)})
    assert [row.source for row in rows] == ["later.csv"]


def test_other_figures_stand_beside_those_that_were_seen(later: Case) -> None:
    (company,) = later.news().companies
    (role,) = company.figures
    assert role.before is not None
    assert role.after is not None
    assert role.after.point - role.before.point == Decimal(50)
    assert role.after.point == later.dossier(DAISY).value_usd.point


def test_a_listing_that_came_to_touch_the_case_is_told(later: Case) -> None:
    (one,) = later.news().listings
    assert (one.entry, one.match_grade) == ("900001", "certain")


def test_what_was_done_since_is_told_in_order(later: Case) -> None:
    kinds = [one.kind for one in later.news().loads]
    assert kinds[:2] == ["add", "resolve"]
    assert "list" in kinds


def test_each_author_has_a_look_of_his_own(watched: Path) -> None:
    with Case.open(watched) as case:
        case._opened.settings = replace(case.settings, author="Another")
        assert case.news().since is None


def test_looking_and_watching_change_no_answer(made: Path, watched: Path) -> None:
    with Case.open(made / "case") as before, Case.open(watched) as after:
        assert before.state() == after.state()
        assert before.dossier(DAISY).to_json() == after.dossier(DAISY).to_json()


def test_a_company_is_watched_once_and_until_that_is_ended(watched: Path, tmp_path: Path) -> None:
    shutil.copytree(watched, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        assert len(case.watch(DAISY)) == 1
        assert case.watch(DAISY, stop=True) == []
        with pytest.raises(BadParameter, match="is not watched"):
            case.watch(DAISY, stop=True)


def test_who_is_not_in_the_case_cannot_be_watched(watched: Path) -> None:
    with Case.open(watched) as case, pytest.raises(NoSuchParty):
        case.watch(CLOVER)
