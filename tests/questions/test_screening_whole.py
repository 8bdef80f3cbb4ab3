"""A whole case against lists: the lines that a list may concern, counted as a subject's are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tiny_case import MONTHLY, Row, case_of, inn, line, three
from tiny_lists import add_list, entry, write_csv

from followthegoods.case import Case
from followthegoods.model.screening import Screening
from followthegoods.render.screening import of_authority, screening
from followthegoods.render.text import to_text

ME, OTHER, MILL = inn(1), inn(2), "QORVANTE PRESSWORKS COMPANY LIMITED"
GOODS = ("list", "code", "revision", "measure", "valid_from")


def parts() -> Row:
    return line(inn=ME, registered="15.03.2023")


def add_goods(case: Case, folder: Path, code: str = "870829") -> None:
    """Add a list of goods of Korea, in force since 2023."""
    row = {"list": "goods list", "code": code, "revision": "HS2022", "measure": "export control",
           "valid_from": "2023-01-01"}  # fmt: skip
    file = write_csv(folder / "goods_2024-06-01.csv", GOODS, [row])
    case.add_lists([file], authority="KR")


def cells(found: Screening) -> dict[tuple[str, str], tuple[str, int]]:
    return {
        (cell.jurisdiction, cell.kind): (cell.state, cell.lines.rows) for cell in found.breach.cells
    }


def sums(found: Screening) -> list[tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """Codes that lines met, and what each state of each list sums to: the ceiling of a whole case
    is open always."""
    assert found.goods
    return [
        (
            one.codes,
            [
                (*three(figure), figure.rows)
                for figure in (one.met, one.possible, one.first_later, one.date_unknown)
            ],
        )
        for one in found.goods
    ]


def test_goods_on_a_list_are_found_in_the_whole_case_as_in_a_subjects_lines(
    tmp_path: Path,
) -> None:
    """By a code that is the list's, a longer one and a shorter one."""
    mine = [parts() | {"hs": hs} for hs in ("8708", "870829", "87082990", "4001")]
    case = case_of(tmp_path, [*mine, line(inn=OTHER, registered="15.03.2023", hs="4001100000")])
    add_goods(case, tmp_path)
    assert sums(case.screen()) == sums(case.screen(ME))


def test_the_matrix_of_a_whole_case_is_of_lines_that_a_list_may_concern(tmp_path: Path) -> None:
    other = line(inn=OTHER, registered="15.03.2023", hs="4001100000", dispatch="TR")
    case = case_of(tmp_path, [parts(), other])
    add_goods(case, tmp_path)
    found = case.screen()
    assert cells(found) == {("KR", "party"): ("not_loaded", 1), ("KR", "goods"): ("met", 1)}
    assert "whose rules they touch is not looked at" in found.breach.said
    assert "South Korea" in to_text(screening(found))


def test_of_a_whole_case_it_is_never_said_that_nothing_was_met(tmp_path: Path) -> None:
    case = case_of(tmp_path, [parts()])
    add_goods(case, tmp_path, "870830")
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), authority="KR")
    assert case.screen(ME).breach.verdict == "not_met"
    assert case.screen().breach.verdict == "not_determinable"


def test_lines_with_goods_on_a_list_alone_are_not_among_those_that_name_a_party(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [parts()])
    add_goods(case, tmp_path)
    assert case.screen().statuses == ()


def test_a_line_that_may_repeat_another_is_doubted_in_the_whole_case_too(tmp_path: Path) -> None:
    """The line that it may repeat names nobody who is listed."""
    kept = line(inn=ME, registered="15.03.2023", sender="ALDERVANE TRADING CO., LTD")
    again = line(inn=ME, registered="15.03.2023", declaration="", item="")
    case = case_of(tmp_path, [kept], [again])
    add_list(case, tmp_path, entry(name=MILL, since="2023-01-01", country="Korea"))
    of_one, of_all = (found.matches[0] for found in (case.screen(ME), case.screen()))
    assert three(of_one.since_listing)[:2] == (0, 0)
    assert three(of_all.since_listing) == three(of_one.since_listing)


def test_a_row_of_a_month_that_declarations_cover_is_doubted_in_the_whole_case_too(
    tmp_path: Path,
) -> None:
    """The declaration that covers its month is of goods that are on no list."""
    layout = tmp_path / "monthly.toml"
    layout.write_text(MONTHLY, encoding="utf-8")
    rows = tmp_path / "months.csv"
    said = f'2023-03;{ME};ООО "ЗАРЕЧНЫЙ МЕХАНИК";8708299009;ПАНЕЛЬ;KR;10.00'
    rows.write_text(f"MONTH;BUYER ID;BUYER;CODE;GOODS;ORIGIN;USD\n{said}\n", encoding="utf-8")
    case = case_of(tmp_path, [line(inn=ME, registered="10.03.2023", hs="4001100000")])
    case.add([rows], layout=str(layout))
    add_goods(case, tmp_path)
    (of_one,), (of_all,) = case.screen(ME).goods, case.screen().goods
    assert of_one.met.point == 0
    assert three(of_all.met) == three(of_one.met)


def test_a_maker_that_only_a_goods_text_names_is_found_in_the_whole_case(tmp_path: Path) -> None:
    goods = "ПАНЕЛЬ КУЗОВА. ИЗГОТОВИТЕЛЬ: ALDERVANE METALS CO., LTD"
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023", goods=goods)])
    add_list(case, tmp_path, entry(name="ALDERVANE METALS CO., LTD", since="2023-01-01"))
    of_one, of_all = (found.matches[0] for found in (case.screen(ME), case.screen()))
    assert of_one.roles == ("maker",)
    assert of_all.roles == of_one.roles
    assert three(of_all.since_listing) == three(of_one.since_listing) == (0, 100, 100)


def test_goods_asked_about_are_called_by_what_they_are_and_not_the_whole_case(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [parts()])
    found = case.screen(goods=["8708"])
    assert found.subject is not None
    assert "All lines by what they touch" in to_text(screening(found))
    assert case.screen(as_of=date(2023, 1, 1)).subject is None


def test_whoever_is_named_within_the_name_of_another_is_screened_with_the_line(
    tmp_path: Path,
) -> None:
    senders = ("ALDERVANE LLC BY ORDER OF ZAVOTRAL LLC", "ALDERVANE LLC C/O ZAVOTRAL LLC")
    named = (line(inn=ME, registered="15.03.2023", sender=name) for name in senders)
    case = case_of(tmp_path, list(named))
    add_list(case, tmp_path, entry(name="ZAVOTRAL LLC", since="2023-01-01"))
    for found in (case.screen(ME), case.screen()):
        parts_played = {role for match in found.matches for role in match.roles}
        assert parts_played == {"sender's principal", "sender's intermediary"}
        assert sum(match.since_listing.point for match in found.matches) == 200


def test_lines_of_other_authorities_that_are_not_counted_are_said_to_be_there(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [parts()])
    found = case.screen()
    assert of_authority(found) == []
    (said,) = of_authority(replace(found, other_authorities=("PE",)))
    assert said == "Lines are of the records of Russia alone; others are of Peru (--authority PE)."
