"""Lines against lists of goods, and the matrix of whose rules they touch."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tiny_case import case_of, inn, line
from tiny_lists import Row, add_list, entry, write_csv

from followthegoods.case import Case
from followthegoods.model.screening import Controlled, Screening
from followthegoods.render.screening import screening
from followthegoods.render.text import to_text

ME = inn(1)
CHIPS = "common-high-priority-list"
GOODS = ("list", "code", "revision", "tier", "measure", "valid_from", "valid_to", "threshold",
         "threshold_currency", "threshold_unit")  # fmt: skip


def add_goods(
    case: Case, folder: Path, *rows: Row, authority: str = "KR", day: str = "2024-06-01"
) -> None:
    """Add a version of a list of goods of an authority, as of June 2024."""
    usual = {"list": "goods list", "revision": "HS2022", "measure": "export control"}
    file = write_csv(folder / f"goods_{day}.csv", GOODS, ({**usual, **row} for row in rows))
    case.add_lists([file], authority=authority)


def screened(folder: Path, *goods: Row, **cells: str) -> Screening:
    """One line of motor-car parts of March 2023 from Korea, against a list of goods."""
    case = case_of(folder, [line(inn=ME, registered="15.03.2023", **cells)])
    if goods:
        add_goods(case, folder, *goods)
    return case.screen(ME)


def met(found: Screening, name: str = "goods-list") -> dict[str, Decimal]:
    """What each state of a list's controls sums to, where anything does."""
    states = ("met", "possible", "first_later", "no_longer", "date_unknown")
    (one,) = (one for one in found.goods if one.list == name)
    return {s: getattr(one, s).point for s in states if getattr(one, s).rows}


def first(found: Screening) -> Controlled:
    return found.goods[0]


def test_a_code_in_the_lines_own_edition_in_its_days_is_met(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"})
    assert first(found).codes == ("870829",)
    assert met(found, first(found).list) == {"met": 100}


def test_whether_a_line_without_a_code_meets_a_control_is_not_known(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"}, hs="")
    assert cells(found)["KR", "goods"] == "possible"
    assert verdict(found) == "not_determinable"


def test_a_line_before_a_control_is_on_a_list_first_later(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-04-01"})
    assert met(found, first(found).list) == {"first_later": 100}


def test_a_line_after_a_control_is_on_it_no_longer(tmp_path: Path) -> None:
    goods = {"code": "870829", "valid_from": "2022-01-01", "valid_to": "2022-12-31"}
    found = screened(tmp_path, goods)
    assert met(found, first(found).list) == {"no_longer": 100}


def test_a_control_without_days_may_be_older_than_the_version_that_has_it(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829"})
    assert met(found, first(found).list) == {"date_unknown": 100}


def test_whether_a_code_still_held_after_the_newest_version_is_not_known(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": "870829", "valid_from": "2023-01-01"}, day="2023-03-14")
    found = case.screen(ME)
    assert met(found, first(found).list) == {"date_unknown": 100}
    assert verdict(found) == "not_determinable"


def test_a_priority_is_read_as_unchanged_after_the_newest_version(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    columns = ("hs6", "nomenclature", "tier", "list", "version_date", "description_hs2022")
    row = {"hs6": "870829", "nomenclature": "HS2022", "tier": "1", "version_date": "2023-03-14"}
    case.add_lists([write_csv(tmp_path / "priorities.csv", columns, [row])])
    assert met(case.screen(ME), CHIPS) == {"met": 100}


@pytest.mark.parametrize(
    ("earlier", "later", "state"),
    [("870829", "999999", "date_unknown"), ("999999", "870829", "date_unknown"),
     ("870829", "870829", "met")],
)  # fmt: skip
def test_a_code_that_one_of_two_versions_lacks_is_bounded_by_them(
    tmp_path: Path, earlier: str, later: str, state: str
) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": earlier}, day="2022-06-01")
    add_goods(case, tmp_path, {"code": later}, {"code": "888888"})
    found = case.screen(ME)
    assert met(found, first(found).list) == {state: 100}


def test_a_code_of_another_edition_is_possible_only(tmp_path: Path) -> None:
    goods = {"code": "870829", "revision": "HS2017", "valid_from": "2023-01-01"}
    found = screened(tmp_path, goods)
    assert met(found, first(found).list) == {"possible": 100}


def test_a_code_of_eight_digits_is_compared_in_six_and_is_possible_only(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "87082910", "valid_from": "2023-01-01"})
    assert met(found, first(found).list) == {"possible": 100}


def test_a_line_with_a_shorter_code_is_possible_only(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"}, hs="8708")
    assert met(found, first(found).list) == {"possible": 100}


PRICE = {"code": "870829", "valid_from": "2023-01-01", "threshold": "50",
         "threshold_currency": "EUR", "threshold_unit": "pcs"}  # fmt: skip


@pytest.mark.parametrize(
    ("invoice", "currency", "state"),
    [("100", "EUR", {"met": 100}), ("99.99", "EUR", None), ("200", "USD", {"possible": 100})],
)
def test_a_threshold_is_for_one_unit_in_its_currency(
    tmp_path: Path, invoice: str, currency: str, state: dict[str, Decimal] | None
) -> None:
    cells = {"invoice": invoice, "currency": currency, "quantity": "2", "unit": "ШТ"}
    found = screened(tmp_path, PRICE, **cells)
    assert state is None or met(found, first(found).list) == state
    assert bool(found.goods) is (state is not None)


def test_the_list_of_priorities_ships_and_says_what_came_before_it(tmp_path: Path) -> None:
    found = screened(tmp_path, hs="8542310000")
    assert met(found, CHIPS) == {"first_later": 100}
    assert first(found).measure == "priority"


def test_a_priority_that_is_newer_than_its_code_is_possible_by_the_wider_code(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2021", hs="8541500000")])
    (one,) = case.screen(ME).goods
    assert one.codes == ("854151", "854159")


def cells(found: Screening) -> dict[tuple[str, str], str]:
    assert found.breach is not None
    return {(cell.jurisdiction, cell.kind): cell.state for cell in found.breach.cells}


def verdict(found: Screening) -> str:
    assert found.breach is not None
    return found.breach.verdict


def test_a_touched_jurisdiction_without_a_list_leaves_the_breach_not_determinable(
    tmp_path: Path,
) -> None:
    found = screened(tmp_path)
    assert cells(found) == {("KR", "party"): "not_loaded", ("KR", "goods"): "not_loaded"}
    assert verdict(found) == "not_determinable"


def test_a_list_of_the_united_nations_that_is_loaded_touches_every_line(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    un = entry(name="ZARECHNY MEKHANIK LLC", number=f"ИНН {ME}", since="2022-01-01")
    add_list(case, tmp_path, un, name="un-list", authority="UN")
    found = case.screen(ME)
    assert found.breach is not None
    assert [(c.label, c.kind, c.state) for c in found.breach.cells if c.jurisdiction == "UN"] == [
        ("United Nations", "party", "met")
    ]
    assert "met: un-list" in to_text(screening(found))


def test_priorities_answer_for_no_jurisdiction(tmp_path: Path) -> None:
    found = screened(tmp_path, hs="8542310000", dispatch="US")
    assert cells(found)["US", "goods"] == "not_loaded"


def test_a_control_in_force_on_the_day_is_met(tmp_path: Path) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"})
    assert cells(found)["KR", "goods"] == "met"
    assert found.breach is not None
    assert found.breach.met


def test_what_lines_met_leaves_the_breach_not_determinable_while_a_touched_list_is_not_loaded(
    tmp_path: Path,
) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"})
    assert found.breach is not None
    assert found.breach.not_loaded == ("KR party",)
    assert verdict(found) == "not_determinable"


def test_with_every_touched_list_loaded_a_measure_that_is_met_is_the_verdict(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": "870829", "valid_from": "2023-01-01"})
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), authority="KR")
    assert verdict(case.screen(ME)) == "met"


def test_lines_after_the_newest_version_of_a_list_leave_the_breach_not_determinable(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": "999999", "valid_from": "2023-01-01"})
    add_list(case, tmp_path, entry(name="X LLC"), authority="KR", day="2023-03-14")
    found = case.screen(ME)
    assert verdict(found) == "not_determinable"
    assert found.breach is not None
    assert "South Korea (party, 2023-03-14)" in found.breach.said


def test_lines_beyond_those_that_met_a_measure_are_not_determinable_without_every_list(
    tmp_path: Path,
) -> None:
    found = screened(tmp_path, {"code": "870829", "valid_from": "2023-01-01"})
    assert found.breach is not None
    assert "Beyond these lines it is not determinable" in found.breach.said


def test_a_member_of_the_union_touches_its_rules(tmp_path: Path) -> None:
    found = screened(tmp_path, dispatch="DE")
    assert ("EU", "party") in cells(found)


def test_a_currency_touches_the_jurisdiction_that_it_clears_in(tmp_path: Path) -> None:
    found = screened(tmp_path, currency="USD", invoice="100")
    assert ("US", "party") in cells(found)


def test_an_extract_of_a_list_leaves_the_breach_not_determinable(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": "999999", "valid_from": "2023-01-01"})
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), authority="KR", complete=False)
    found = case.screen(ME)
    assert (cells(found)["KR", "party"], verdict(found)) == ("extract", "not_determinable")


def test_with_every_touched_list_loaded_and_none_met_the_sentence_says_at_most_that(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_goods(case, tmp_path, {"code": "999999", "valid_from": "2023-01-01"})
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), authority="KR")
    found = case.screen(ME)
    assert verdict(found) == "not_met"
    assert "on these lists, in these versions, on these days" in (found.breach or found).said  # type: ignore[union-attr]


def test_a_buyer_listed_elsewhere_is_said_to_be(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="15.03.2023")])
    add_list(case, tmp_path, entry(name="X LLC", number=f"ИНН {ME}", since="2023-01-01"))
    found = case.screen(ME)
    assert found.breach is not None
    assert "Parties were on lists of US" in found.breach.said
