"""What a listing was on a line's day, and what that sums to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_case import MONTHLY, case_of, inn, line, three, usd
from tiny_lists import add_list, entry, write_csv

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Screened
from followthegoods.model.screening import Screening
from followthegoods.render.screening import screening, sentence, when
from followthegoods.render.text import to_text

ME, MILL = inn(1), "QORVANTE PRESSWORKS COMPANY LIMITED"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Three lines: 100 dollars in 2022, 200 in 2023, 400 in 2024."""
    days = {"01.03.2022": "100", "01.03.2023": "200", "01.03.2024": "400"}
    return case_of(tmp_path, [line(inn=ME, registered=d, usd=v) for d, v in days.items()])


def one(found: Screening, name: str = "list-a", measure: str = "blocking") -> Screened:
    (match,) = (m for m in found.matches if m.list == name and m.measure == measure)
    return match


def statuses(match: Screened) -> dict[str, Decimal]:
    return {group.key: group.point for group in match.statuses}


def me(**cells: str) -> dict[str, str]:
    return entry(name="LLC ZARECHNY MEKHANIK", number=f"ИНН {ME}", **cells)


def test_lines_on_and_after_the_day_of_listing_are_since_it(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    assert three(one(case.screen(ME)).since_listing) == usd(600, 600, 600)


def test_lines_before_the_listing_are_listed_later_and_say_by_how_much(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2024-03-11"))
    match = one(case.screen(ME))
    assert statuses(match) == {"listed_later": 700}
    assert (match.status, match.days_later) == ("listed_later", 10)


def test_lines_after_the_delisting_are_delisted_before(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2022-01-01", until="2023-01-01"))
    assert statuses(one(case.screen(ME))) == {"listed_then": 100, "delisted_before": 600}


def test_a_listing_without_a_day_is_bounded_by_the_version(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(), day="2023-06-01")
    add_list(case, tmp_path, me(), entry(no="9", name="SOMEBODY ELSE LLC"), day="2024-06-01")
    match = one(case.screen(ME))
    assert statuses(match) == {"listed_date_unknown": 300, "listed_then": 400}
    assert match.listed_between == (None, date(2023, 6, 1))


def test_lines_after_the_newest_version_are_in_the_ceiling_of_since_only(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2022-01-01"), day="2023-06-01")
    match = one(case.screen(ME))
    assert statuses(match) == {"listed_date_unknown": 400, "listed_then": 300}
    assert three(match.since_listing) == usd(300, 300, 700)


def test_a_version_that_is_as_new_as_the_lines_settles_them(case: Case, tmp_path: Path) -> None:
    since = me(since="2022-01-01")
    add_list(case, tmp_path, since, day="2023-06-01")
    add_list(case, tmp_path, since, entry(no="9", name="SOMEBODY ELSE LLC"), day="2024-03-01")
    assert three(one(case.screen(ME)).since_listing) == usd(700, 700, 700)


def test_lines_between_two_versions_are_in_the_ceiling_of_since_only(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, entry(no="9", name="SOMEBODY ELSE LLC"), day="2022-06-01")
    nine, ten = (entry(no=no, name=f"SOMEBODY {no} LLC") for no in ("9", "10"))
    add_list(case, tmp_path, nine, me(), day="2023-06-01")
    add_list(case, tmp_path, nine, ten, me(), day="2024-06-01")
    assert three(one(case.screen(ME)).since_listing) == usd(400, 400, 600)


X, Y = (entry(no=no, name=f"SOMEBODY {no} LLC") for no in ("9", "10"))
Versions = dict[str, list[dict[str, str]]]


@pytest.mark.parametrize(
    ("versions", "by", "said"),
    [
        (
            {"2022-06-01": [me(since="2020-01-01")], "2024-06-01": [me(since="2023-12-01"), X]},
            {"listed_then": 700},
            "listed on 2020-01-01",
        ),
        (
            {"2022-06-01": [me()], "2024-06-01": [me(since="2023-12-01"), X]},
            {"listed_then": 600, "listed_date_unknown": 100},
            "listed on an unknown day, by 2022-06-01",
        ),
        (
            {"2022-06-01": [me(since="2022-09-01")], "2024-06-01": [me(since="2022-09-01"), X]},
            {"listed_then": 600, "listed_later": 100},
            "listed on 2022-09-01",
        ),
    ],
)
def test_a_day_stated_after_a_version_that_had_the_entry_is_another_days(
    case: Case, tmp_path: Path, versions: Versions, by: dict[str, int], said: str
) -> None:
    """Unless that very version stated it, as a day to come."""
    for day, entries in versions.items():
        add_list(case, tmp_path, *entries, day=day)
    assert statuses(one(case.screen(ME))) == by
    assert said in when(one(case.screen(ME)))


@pytest.mark.parametrize(
    ("versions", "by", "said"),
    [
        (
            {"2021-06-01": [me(since="2020-01-01")], "2022-06-01": [X],
             "2023-06-01": [me(since="2020-01-01"), X, Y]},
            {"listed_date_unknown": 700},
            "delisted between 2021-06-01 and 2022-06-01, listed again between 2022-06-01 and "
            "2023-06-01",
        ),
        (
            {"2021-06-01": [me(seen="2020-01-01")], "2022-06-01": [X],
             "2024-06-01": [me(seen="2020-01-01"), X, Y]},
            {"listed_date_unknown": 700},
            "listed again between 2022-06-01 and 2024-06-01",
        ),
        (
            {"2022-02-01": [me(since="2020-01-01", until="2021-06-01")],
             "2024-06-01": [me(since="2023-06-01"), X]},
            {"delisted_before": 300, "listed_then": 400},
            "delisted on 2021-06-01, listed again on 2023-06-01",
        ),
    ],
)  # fmt: skip
def test_a_listing_that_went_and_came_back_did_not_hold_in_between(
    case: Case, tmp_path: Path, versions: Versions, by: dict[str, int], said: str
) -> None:
    for day, entries in versions.items():
        add_list(case, tmp_path, *entries, day=day)
    match = one(case.screen(ME))
    assert statuses(match) == by
    assert said in when(match)


def test_a_day_seen_is_an_upper_bound(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(seen="2023-01-01"))
    match = one(case.screen(ME))
    assert match.listed_basis == "observed"
    assert statuses(match) == {"listed_date_unknown": 100, "listed_then": 600}


def test_a_day_given_by_hand_counts_and_names_its_source(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me())
    case.date_listing("list-a/1", date(2023, 3, 1), source="a notice")
    match = one(case.screen(ME))
    assert (match.listed_on, match.listed_source) == (date(2023, 3, 1), "a notice")
    assert three(match.since_listing) == usd(600, 600, 600)


def test_a_day_of_an_entry_that_several_listed_is_of_the_one_that_is_named(
    case: Case, tmp_path: Path
) -> None:
    columns = ("id", "schema", "name", "aliases", "countries", "identifiers", "sanctions",
               "program_ids", "dataset", "first_seen", "last_seen", "last_change")  # fmt: skip
    row = {"id": "NK-1", "schema": "Company", "name": "LLC ZARECHNY MEKHANIK", "countries": "ru",
           "identifiers": f"{ME}", "program_ids": "US-SDN;EU-UKR", "dataset": "x",
           "first_seen": "2022-01-01", "last_seen": "2024-06-01"}  # fmt: skip
    case.add_lists([write_csv(tmp_path / "targets.simple.csv", columns, [row])])
    with pytest.raises(BadParameter, match="listed by several: EU, US"):
        case.date_listing("NK-1", date(2023, 3, 1), source="a notice")
    with pytest.raises(BadParameter, match="GB has not listed it"):
        case.date_listing("NK-1", date(2023, 3, 1), source="a notice", authority="GB")
    case.date_listing("NK-1", date(2023, 3, 1), source="a notice", authority="US")
    by = {match.authority: match.listed_on for match in case.screen(ME).matches}
    assert by == {"US": date(2023, 3, 1), "EU": None}


def test_what_a_list_cites_for_a_listing_stands_in_the_match(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01", cited="Act 269, Annex I"))
    found = case.screen(ME)
    assert one(found).reference == "Act 269, Annex I"
    assert "The list cites: Act 269, Annex I." in to_text(screening(found))


def test_the_last_day_to_end_dealings_is_shown_where_it_was_given(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    case.date_listing("list-a/1", date(2023, 4, 1), source="a licence", what="wind_down")
    assert one(case.screen(ME)).wound_down_by == date(2023, 4, 1)


def test_the_last_day_to_end_dealings_is_taken_from_a_list_that_states_it(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2023-03-01", end="2023-05-15"))
    assert one(case.screen(ME)).wound_down_by == date(2023, 5, 15)


def test_a_last_day_that_a_person_gave_stays_when_a_list_states_another(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"), day="2023-04-01")
    case.date_listing("list-a/1", date(2023, 4, 1), source="a licence", what="wind_down")
    add_list(case, tmp_path, me(since="2023-03-01", end="2023-05-15"))
    assert one(case.screen(ME)).wound_down_by == date(2023, 4, 1)


def test_a_line_without_a_day_is_in_the_ceiling_of_since_only(tmp_path: Path) -> None:
    case = case_of(tmp_path, [line(inn=ME, registered="", declaration="7", usd="5"), line(inn=ME)])
    add_list(case, tmp_path, me(since="2022-01-01"))
    match = one(case.screen(ME))
    assert statuses(match) == {"listed_then": 100, "day_unknown": 5}
    assert three(match.since_listing) == usd(100, 100, 105)


def test_a_month_that_straddles_the_listing_is_of_an_unknown_day(tmp_path: Path) -> None:
    layout = tmp_path / "monthly.toml"
    layout.write_text(MONTHLY, encoding="utf-8")
    rows = tmp_path / "months.csv"
    months = ("2022-02", "2022-03", "2022-04")
    head = "MONTH;BUYER ID;BUYER;CODE;GOODS;ORIGIN;USD\n"
    body = (f'{m};{ME};ООО "ЗАРЕЧНЫЙ МЕХАНИК";8708299009;ПАНЕЛЬ;KR;10.00\n' for m in months)
    rows.write_text(head + "".join(body), encoding="utf-8")
    with Case.new(tmp_path / "case") as case:
        case.add([rows], layout=str(layout))
        add_list(case, tmp_path, me(since="2022-03-15"))
        match = one(case.screen(ME))
    assert statuses(match) == {"listed_then": 10, "day_unknown": 10, "listed_later": 10}


def test_a_supplier_that_is_listed_midway_has_the_money_since_then(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, entry(name=MILL, since="2023-03-01", country="Korea"))
    match = one(case.screen(ME))
    assert (match.roles, match.match_grade) == (("sender",), "probable")
    assert three(match.since_listing) == usd(0, 600, 600)


def test_each_measure_of_an_entry_has_its_own_status(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    add_list(case, tmp_path, me(since="2024-03-01", measure="export restriction"), name="list-b")
    found = case.screen(ME)
    assert one(found).since_listing.point == 600
    assert one(found, "list-b", "export_licence").since_listing.point == 400


def test_where_only_the_match_is_uncertain_the_sentence_says_that(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2023-03-01") | {"number": "", "name": "ZARECHNY MEKHANICS"})
    found = case.screen(ME)
    assert one(found).match_grade == "uncertain"
    assert "whether they name this entry is not certain" in sentence(one(found), found.coverage)


def test_of_the_whole_case_only_lines_of_parties_with_a_match_are_divided_and_it_says_so(
    case: Case, tmp_path: Path
) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    whole, mine = (to_text(screening(found)) for found in (case.screen(), case.screen(ME)))
    assert "Lines that name a party with a match, by what they touch" in whole
    assert "All lines by what they touch" in mine


def test_lines_that_touch_no_listing_are_on_none_of_the_lists(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"))
    (group,) = case.screen(ME).statuses
    assert (group.key, group.point) == ("not_listed", 700)


def test_of_several_listings_the_gravest_is_the_lines(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    add_list(case, tmp_path, entry(name=MILL, since="2024-03-01"), name="list-b")
    by = {group.key: group.point for group in case.screen(ME).statuses}
    assert by == {"listed_then": 600, "listed_later": 100}


def test_the_status_on_a_day_is_that_of_the_listing_then(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    assert one(case.screen(ME, as_of=date(2023, 2, 28))).status == "listed_later"
    assert one(case.screen(ME, as_of=date(2023, 3, 1))).status == "listed_then"


def test_the_status_after_the_newest_version_is_not_known(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    assert one(case.screen(ME, as_of=date(2024, 6, 1))).status == "listed_then"
    assert one(case.screen(ME, as_of=date(2024, 6, 2))).status == "listed_date_unknown"


def test_a_dossier_carries_its_screening(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"))
    (match,) = case.dossier(ME).screening
    assert three(match.since_listing) == usd(600, 600, 600)


def test_adding_a_list_makes_another_state(case: Case, tmp_path: Path) -> None:
    before = case.dossier(ME).made_from
    add_list(case, tmp_path, me())
    after = case.dossier(ME).made_from
    assert before.state != after.state
    assert "list list-a, 2024-06-01" in after.references


def test_an_earlier_state_is_screened_by_the_lists_of_then(case: Case, tmp_path: Path) -> None:
    before = case.dossier(ME)
    add_list(case, tmp_path, me())
    assert case.dossier(ME, at=before.made_from.load).to_json() == before.to_json()


def test_the_whole_case_is_screened_as_its_parties_are(case: Case, tmp_path: Path) -> None:
    add_list(case, tmp_path, me(since="2023-03-01"), entry(no="2", name=MILL, since="2024-01-01"))
    of_one, of_all = case.screen(ME).matches, case.screen().matches
    assert [(m.party, m.rule, m.since_listing.point) for m in of_one] == [
        (m.party, m.rule, m.since_listing.point) for m in of_all
    ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Lines of several days, months apart, one without a day."""
    folder = tmp_path_factory.mktemp("shared")
    days = [f"{d:02}.{m:02}.2022" for m in range(1, 13) for d in (5, 20)]
    undated = line(inn=ME, registered="", declaration="7", usd="10")
    case = case_of(folder, [*(line(inn=ME, registered=d, usd="10") for d in days), undated])
    add_list(case, folder, me())
    return case


LISTED = st.dates(date(2021, 12, 1), date(2023, 2, 1))
runs = settings(deadline=None, max_examples=12)


@pytest.mark.slow
@runs
@given(LISTED, LISTED)
def test_moving_a_listing_later_never_raises_what_came_since(
    shared: Case, a: date, b: date
) -> None:
    figures = []
    for day in sorted((a, b)):
        shared.date_listing("list-a/1", day, source="a notice")
        figures.append(three(one(shared.screen(ME)).since_listing))
    assert all(late <= early for early, late in zip(*figures, strict=True))


@runs
@given(LISTED)
def test_the_statuses_of_a_listing_divide_the_lines(shared: Case, day: date) -> None:
    shared.date_listing("list-a/1", day, source="a notice")
    match = one(shared.screen(ME))
    assert sum(group.point for group in match.statuses) == 250
    assert sum(group.rows for group in match.statuses) == 25
