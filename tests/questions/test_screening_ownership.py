"""A listing that reaches a party through a chain of owners, as of the day of each line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tiny_case import case_of, inn, line, three, usd
from tiny_lists import add_list, entry

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.render.screening import when

ME = inn(1)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Lines of March 2022, 2023 and 2024; a parent on a list since February 2022."""
    days = {"01.03.2022": "100", "01.03.2023": "200", "01.03.2024": "400"}
    case = case_of(tmp_path, [line(inn=ME, registered=d, usd=v) for d, v in days.items()])
    add_list(case, tmp_path, entry(name="PARENT HOLDING JSC", since="2022-02-01"))
    return case


def own(case: Case, folder: Path, *rows: str) -> None:
    file = folder / "owners.csv"
    file.write_text("owner,owned,share,from,to\n" + "\n".join(rows) + "\n", encoding="utf-8")
    case.add_ownership(file)


def test_a_chain_that_begins_and_ends_counts_the_lines_of_its_days(
    case: Case, tmp_path: Path
) -> None:
    own(case, tmp_path, "list-a/1,MIDDLE LLC,60,2022-06-01,2023-12-31", f"MIDDLE LLC,{ME},51,,")
    (match,) = case.screen(ME).matches
    assert (match.match_grade, match.rule) == ("certain", "owned 51 % by the listed")
    assert {group.key: group.point for group in match.statuses} == {
        "listed_later": 100, "listed_then": 200, "delisted_before": 400,
    }  # fmt: skip


def test_a_chain_that_ended_is_not_called_a_delisting(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, f"list-a/1,{ME},60,2022-06-01,2023-12-31")
    found = case.screen(ME)
    (match,) = found.matches
    assert [group.label for group in match.statuses] == [
        "reached by a listing then", "reached no more", "reached later",
    ]  # fmt: skip
    said = "reached through its owners, first on 2022-06-01, no more on 2024-01-01"
    assert when(match) == said


@pytest.mark.parametrize(
    ("owner", "owned"),
    [
        ("АО ПАРЕНТ ХОЛДИНГ", "LLC ZARECHNYY MEKHANIK"),
        ("PARENT HOLDING JOINT STOCK COMPANY", 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ЗАРЕЧНЫЙ'
         ' МЕХАНИК"'),
        ("SOMEBODY | /1", f"ANOTHER NAME | {ME} | /b"),
    ],
)  # fmt: skip
def test_owners_and_owned_are_known_in_any_script_and_by_any_of_their_numbers(
    case: Case, tmp_path: Path, owner: str, owned: str
) -> None:
    file = tmp_path / "owners.csv"
    file.write_text(f"owner;owned;share\n{owner};{owned};60\n", encoding="utf-8")
    case.add_ownership(file)
    (match,) = case.screen(ME).matches
    assert match.rule == "owned 60 % by the listed"


def test_the_chain_is_shown_with_its_rule(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, "list-a/1,MIDDLE LLC,60,2022-06-01,", f"MIDDLE LLC,{ME},51,,")
    (match,) = case.screen(ME).matches
    stakes = [(c.a, c.b) for c in match.compared if c.name == "stake"]
    assert stakes == [("MIDDLE LLC", ME), ("list-a/1", "MIDDLE LLC")]
    assert match.compared[-1].result.startswith("OFAC")


def test_a_share_that_is_not_known_could_be_enough(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, f"list-a/1,{ME},,,")
    (match,) = case.screen(ME).matches
    assert (match.match_grade, match.rule) == ("uncertain", "could be owned by the listed")
    assert three(match.since_listing) == usd(0, 0, 700)


def test_too_small_a_share_reaches_nobody(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, f"list-a/1,{ME},49.9,,")
    assert case.screen(ME).matches == ()


def test_ownership_taken_out_reaches_nobody(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, f"list-a/1,{ME},75,,")
    case.remove_ownership("owners.csv")
    assert case.screen(ME).matches == ()


def test_no_file_of_ownership_goes_by_a_few_letters_of_its_hash(case: Case, tmp_path: Path) -> None:
    own(case, tmp_path, f"list-a/1,{ME},75,,")
    with pytest.raises(BadParameter, match="No file of ownership answers"):
        case.remove_ownership(case.ownership()[0].sha256[:1])


def test_an_owner_listed_on_a_day_that_is_only_bounded_leaves_the_lines_of_before_open(
    case: Case, tmp_path: Path
) -> None:
    owner, other = entry(name="GRANDPARENT JSC"), entry(no="9", name="SOMEBODY ELSE LLC")
    add_list(case, tmp_path, owner, name="list-b", day="2023-06-01")
    add_list(case, tmp_path, owner, other, name="list-b", day="2024-06-01")
    own(case, tmp_path, f"list-b/1,{ME},60,2022-06-01,")
    (match,) = case.screen(ME).matches
    assert match.listed_between == (date(2022, 6, 1), date(2023, 6, 1))
    assert {group.key: group.point for group in match.statuses} == {
        "listed_later": 100, "listed_date_unknown": 200, "listed_then": 400,
    }  # fmt: skip


def test_what_an_owner_spreads_after_the_newest_version_of_its_list_is_not_known(
    case: Case, tmp_path: Path
) -> None:
    owner = entry(name="GRANDPARENT JSC", since="2022-06-01")
    add_list(case, tmp_path, owner, name="list-b", day="2023-06-01")
    own(case, tmp_path, f"list-b/1,{ME},60,2022-06-01,")
    (match,) = case.screen(ME).matches
    assert {group.key: group.point for group in match.statuses} == {
        "listed_later": 100, "listed_then": 200, "listed_date_unknown": 400,
    }  # fmt: skip
    assert match.delisted_on is None
    assert match.delisted_between is None


def test_an_owner_that_is_on_two_lists_spreads_each_under_its_own_rule(
    case: Case, tmp_path: Path
) -> None:
    number = f"ИНН {inn(2)}"
    add_list(case, tmp_path, entry(no="7", name="OWNER LLC", number=number, since="2022-02-01"),
             name="list-us")  # fmt: skip
    add_list(case, tmp_path, entry(no="7", name="OWNER LLC", number=number, since="2022-02-01"),
             name="a-list-of-gb", authority="GB")  # fmt: skip
    own(case, tmp_path, f"{inn(2)},{ME},60,,")
    assert {(m.list, m.authority) for m in case.screen(ME).matches} == {
        ("list-us", "US"), ("a-list-of-gb", "GB"),
    }  # fmt: skip
