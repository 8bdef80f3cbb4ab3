"""Whom a listing reaches by ownership, under each authority's rule."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.errors import BadList
from followthegoods.reference.ownership import Rule, Stake, reached, reaches, rules
from followthegoods.reference.stakes import read_stakes

DAY = date(2024, 1, 1)
LISTED = frozenset({"LISTED", "OTHER"})


def rule(authority: str, day: date = DAY, measure: str = "blocking") -> Rule:
    (found,) = (
        r
        for r in rules()
        if r.authority == authority and measure in r.measures and r.first <= day < r.until
    )
    return found


def stake(owner: str, owned: str, share: str | None, **more: object) -> Stake:
    return Stake(owner, owned, None if share is None else Decimal(share), **more)  # type: ignore[arg-type]


def sure(rule: Rule, *stakes: Stake, day: date = DAY) -> set[str]:
    return {name for name, one in reached(rule, stakes, LISTED, day).items() if one.sure}


def perhaps(rule: Rule, *stakes: Stake) -> set[str]:
    return set(reached(rule, stakes, LISTED, DAY))


def test_half_is_enough_in_the_united_states_and_not_yet_in_the_union() -> None:
    half = stake("LISTED", "X", "50")
    assert sure(rule("US"), half) == {"X"}
    assert sure(rule("EU"), half) == set()
    assert sure(rule("EU", date(2024, 7, 3)), half) == {"X"}
    assert sure(rule("GB"), half) == set()


def test_shares_of_several_listed_are_added_up_but_in_the_united_kingdom() -> None:
    stakes = stake("LISTED", "X", "30"), stake("OTHER", "X", "30")
    assert sure(rule("US"), *stakes) == {"X"}
    assert sure(rule("EU"), *stakes) == {"X"}
    assert sure(rule("GB"), *stakes) == set()


def test_a_chain_of_majorities_reaches_its_end() -> None:
    stakes = stake("LISTED", "A", "51"), stake("A", "B", "51"), stake("B", "C", "51")
    assert sure(rule("US"), *stakes) == {"A", "B", "C"}


def test_a_minority_ends_a_chain() -> None:
    stakes = stake("LISTED", "A", "49"), stake("A", "B", "100")
    assert sure(rule("US"), *stakes) == set()


def test_stated_control_is_enough_in_europe_and_not_in_the_united_states() -> None:
    control = stake("LISTED", "X", None, control=True)
    assert sure(rule("EU"), control) == sure(rule("GB"), control) == {"X"}
    assert perhaps(rule("US"), control) == set()


def test_a_share_that_is_not_known_could_be_enough() -> None:
    unknown = stake("LISTED", "X", None)
    assert sure(rule("US"), unknown) == set()
    assert perhaps(rule("US"), unknown) == {"X"}


def test_owners_that_own_each_other_come_to_an_end() -> None:
    stakes = stake("LISTED", "A", "60"), stake("A", "B", "60"), stake("B", "A", "60")
    assert sure(rule("US"), *stakes) == {"A", "B"}


def test_a_chain_begins_and_ends_on_its_days() -> None:
    stakes = [
        stake("LISTED", "A", "60", first=date(2022, 3, 1), last=date(2023, 6, 30)),
        stake("A", "B", "60", first=date(2022, 9, 1)),
    ]
    (found,) = (r for r in reaches(rule("US"), stakes, (), lambda _: LISTED) if r.owned == "B")
    assert (found.first, found.last) == (date(2022, 9, 1), date(2023, 6, 30))


def test_a_listing_reaches_from_the_day_it_holds() -> None:
    listed = date(2023, 1, 10)
    (found,) = reaches(
        rule("US"), [stake("LISTED", "A", "60")], [listed],
        lambda day: LISTED if day >= listed else frozenset(),
    )  # fmt: skip
    assert (found.first, found.last) == (listed, None)


def test_the_entity_lists_rule_held_for_its_short_life() -> None:
    short = rule("US", date(2025, 10, 1), "export_licence")
    (found,) = reaches(short, [stake("LISTED", "A", "60")], (), lambda _: LISTED)
    assert (found.first, found.last) == (date(2025, 9, 29), date(2025, 11, 9))


NAMES = st.sampled_from(["LISTED", "OTHER", "A", "B", "C"])
SHARES = st.none() | st.integers(0, 100).map(Decimal)
STAKES = st.lists(st.builds(Stake, NAMES, NAMES, SHARES, st.booleans()), max_size=8)


@given(STAKES, st.builds(Stake, NAMES, NAMES, SHARES), st.sampled_from(["US", "EU", "GB"]))
def test_one_more_stake_never_frees_anybody(
    stakes: list[Stake], more: Stake, authority: str
) -> None:
    assert sure(rule(authority), *stakes) <= sure(rule(authority), *stakes, more)


@given(STAKES, st.sampled_from(["US", "EU", "GB"]))
def test_nobody_is_reached_who_has_no_listed_owner_up_the_chain(
    stakes: list[Stake], authority: str
) -> None:
    for name, one in reached(rule(authority), stakes, LISTED, DAY).items():
        assert name not in LISTED
        assert any(step.owner in LISTED for step in one.chain)


def test_a_table_of_ownership_is_read(tmp_path: Path) -> None:
    file = tmp_path / "owners.csv"
    file.write_text(
        "owner,owned,share,control,from,to,source\n"
        'us-sdn/1,9900000017,"60,5 %",,2022-03-01,,a register\nA,B,,yes,,2023-06-30,\n',
        encoding="utf-8",
    )
    assert read_stakes(file) == [
        Stake("us-sdn/1", "9900000017", Decimal("60.5"), False, date(2022, 3, 1), None,
              "a register"),
        Stake("A", "B", None, True, None, date(2023, 6, 30), ""),
    ]  # fmt: skip


def test_stakes_are_read_from_entities(tmp_path: Path) -> None:
    file = tmp_path / "entities.ftm.json"
    file.write_text(
        '{"id":"a","schema":"Company","properties":{"name":["ALDER LLC"]}}\n'
        '{"id":"b","schema":"Company","properties":'
        '{"name":["BIRCH LLC"],"innCode":["7700000111"]}}\n'
        '{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],'
        '"percentage":["75"],"startDate":["2022-03"],"endDate":["2023"]}}\n',
        encoding="utf-8",
    )
    (found,) = read_stakes(file)
    assert (found.owner, found.owned) == ("ALDER LLC | /a", "BIRCH LLC | 7700000111 | /b")
    assert found.share == Decimal(75)
    assert (found.first, found.last) == (date(2022, 3, 1), date(2023, 12, 31))


def test_a_share_of_an_entity_that_is_a_range_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "entities.ftm.json.gz"
    said = '{"id":"o","schema":"Ownership","properties":' \
        '{"owner":["a"],"asset":["b"],"percentage":["25 to 50"]}}'  # fmt: skip
    file.write_bytes(gzip.compress(said.encode()))
    (found,) = read_stakes(file)
    assert (found.owner, found.owned, found.share) == ("/a", "/b", None)
    assert found.source.endswith("share as written: 25 to 50")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a,b\n1,2\n", "no table of ownership"),
        ("owner,owned,share\nA,B,many\n", "no share"),
        ("owner,owned,share\nA,B,101\n", "no share"),
        ("owner,owned,from\nA,B,soon\n", "no day"),
        ("owner,owned\nA,\n", "no owner"),
    ],
)
def test_a_table_that_cannot_be_one_says_why(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "owners.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match=what):
        read_stakes(file)


@pytest.mark.parametrize(
    "line",
    ['{"id": "INVENTED-1", "schema": "Ownership", "properties": ["x"]}', '{"id": "INVENTED-1"}'],
)
def test_an_entity_that_says_nothing_of_itself_is_named_by_its_line(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "owners.ftm.json"
    file.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(BadList, match="no FollowTheMoney entity") as error:
        read_stakes(file)
    assert error.value.where == "owners.ftm.json, line 1"
