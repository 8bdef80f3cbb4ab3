"""Lists kept in versions, and the days between which each listing held."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists_samples import (
    ADD,
    EU_XML,
    FTM,
    GOODS,
    LARCH,
    SDN_ADVANCED,
    SETTINGS,
    Shelf,
    us_parts,
    us_version,
)

from followthegoods.engine.plan import Plan, Runner, Step
from followthegoods.errors import BadList, BadParameter
from followthegoods.lake.references import given_dates, list_versions
from followthegoods.model.listing import Dated
from followthegoods.reference.lists.dates import find_entries, give_date
from followthegoods.reference.lists.views import lists_name, lists_of, plan_lists

TODAY = date.today()


def asked(shelf: Shelf, sql: str) -> list[tuple[Any, ...]]:
    """What a question would read from the tables of the lists."""
    runner = Runner(shelf.disk.root, SETTINGS)
    try:
        steps = (*plan_lists(lists_of(shelf.catalogue)), Step("asked", sql))
        return runner.run(Plan(steps))["asked"]
    finally:
        runner.close()


def spans(shelf: Shelf, entry: str) -> list[tuple[Any, ...]]:
    """From when to when an entry was listed, run by run, and how that is known."""
    return asked(
        shelf,
        "SELECT listed_earliest, listed_latest, listed_basis, delisted_earliest, delisted_latest, "
        f"delisted_basis FROM listing_spans WHERE entry = '{entry}' ORDER BY nth",
    )


def give(
    shelf: Shelf, entry: str, day: date, what: str = "listed", source: str = "a notice"
) -> None:
    with shelf.catalogue.write("list date", "tester") as load:
        give_date(shelf.catalogue, shelf.disk, load, entry, day, source, SETTINGS, what=what)


JANUARY, FEBRUARY, MARCH = "us_2024-01-08.csv", "us_2025-02-27.csv", "us_2026-03-01.csv"


@pytest.fixture
def three(shelf: Shelf, tmp_path: Path) -> Shelf:
    """Three versions: 1 is always there, 2 comes, 3 goes, 4 goes and comes again."""
    for name, uids in ((JANUARY, "134"), (FEBRUARY, "123"), (MARCH, "124")):
        shelf.keep(us_version(tmp_path, name, uids))
    return shelf


# -- keeping


def test_a_list_is_kept_with_its_day_and_its_entries(shelf: Shelf, tmp_path: Path) -> None:
    kept = shelf.keep(us_version(tmp_path, JANUARY, "123"))
    assert (kept.list, kept.entries, kept.known) == ("us-sdn", 3, False)
    assert kept.version.earliest == kept.version.latest == date(2024, 1, 8)
    assert kept.version.dated is Dated.FILE_NAME


def test_the_same_file_again_is_known_whatever_its_name(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(us_version(tmp_path, JANUARY, "123"))
    again = shelf.keep(us_version(tmp_path, "other.csv", "123"))
    assert again.known
    assert len(list_versions(shelf.catalogue)) == 1


def test_the_same_file_published_again_later_is_another_version(
    three: Shelf, tmp_path: Path
) -> None:
    again = three.keep(us_version(tmp_path, "same.csv", "124"), as_of=date(2026, 6, 1))
    assert not again.known
    assert spans(three, "3")[0][3:5] == (date(2025, 2, 27), date(2026, 3, 1))


def test_another_part_beside_it_makes_another_version(shelf: Shelf, tmp_path: Path) -> None:
    path = us_parts(tmp_path)
    shelf.keep(path)
    (tmp_path / "add.csv").write_text(ADD.replace("Minsk", "Brest"), encoding="utf-8")
    assert not shelf.keep(path).known


def test_every_version_of_a_list_stays(three: Shelf) -> None:
    assert [v.latest for v in list_versions(three.catalogue)] == [
        date(2024, 1, 8),
        date(2025, 2, 27),
        date(2026, 3, 1),
    ]


def test_a_day_given_by_hand_goes_before_the_files_own(shelf: Shelf, tmp_path: Path) -> None:
    path = us_version(tmp_path, JANUARY, "1")
    version = shelf.keep(path, as_of=date(2024, 1, 9)).version
    assert (version.latest, version.dated) == (date(2024, 1, 9), Dated.BY_HAND)


def test_a_day_stated_in_the_file_goes_before_its_name(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "eu_2020-01-01.xml"
    path.write_text(EU_XML, encoding="utf-8")
    version = shelf.keep(path).version
    assert (version.latest, version.dated) == (date(2026, 6, 11), Dated.STATED)


def test_a_file_without_a_day_lies_between_its_newest_entry_and_today(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = us_parts(tmp_path)
    version = shelf.keep(path).version
    assert (version.earliest, version.dated) == (None, Dated.NEWEST)
    assert abs(version.latest - TODAY) <= timedelta(days=1)


def test_a_day_to_come_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="is not yet"):
        shelf.keep(us_version(tmp_path, JANUARY, "1"), as_of=TODAY + timedelta(days=9))


def test_whose_list_it_is_may_be_said(shelf: Shelf, tmp_path: Path) -> None:
    path = us_version(tmp_path, JANUARY, "1")
    assert shelf.keep(path, authority="XX").version.authority == "XX"


def test_an_empty_list_is_refused_and_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BadList, match="no entry"):
        shelf.keep(us_version(tmp_path, JANUARY, ""))
    assert list_versions(shelf.catalogue) == []
    assert not list((shelf.disk.root / "lake").glob("*/*"))
    assert not list((shelf.disk.root / "work").iterdir())


def test_an_entry_without_a_name_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    path = us_version(tmp_path, JANUARY, "1")
    path.write_text(path.read_text().replace("LARCH 1 LLC", ""), encoding="utf-8")
    with pytest.raises(BadList, match="has no name"):
        shelf.keep(path)


def test_a_case_without_lists_has_none(shelf: Shelf) -> None:
    assert list_versions(shelf.catalogue) == []
    assert given_dates(shelf.catalogue) == []
    assert asked(shelf, "SELECT count(*) FROM listing_spans") == [(0,)]
    assert lists_name(lists_of(shelf.catalogue)) == "no lists"


def test_what_lists_an_answer_is_made_from_can_be_said(three: Shelf) -> None:
    give(three, "us-sdn/1", date(2024, 1, 1))
    said = lists_name(lists_of(three.catalogue))
    assert said.startswith("us-sdn 2024-01-08 (")
    assert said.endswith("us-sdn/1 listed 2024-01-01: a notice")


# -- the tables that a screening joins


def test_names_are_folded_as_those_of_parties_are(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(us_parts(tmp_path))
    rows = asked(
        shelf, "SELECT core, form, latin FROM entry_names WHERE script = 'Cyrillic' ORDER BY core"
    )
    assert rows == [("ЛИСТВЕННИЦА МОТОРС", "LLC", "LISTVENNITSA MOTORS")]


def test_a_tax_id_has_the_key_that_parties_have(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(us_parts(tmp_path))
    rows = asked(
        shelf, "SELECT entry FROM entry_ids WHERE valid AND id_key = 'RU:INN:" + LARCH + "'"
    )
    assert rows == [("101",)]


def test_what_any_version_said_of_an_entry_is_kept(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(us_parts(tmp_path), as_of=date(2025, 1, 1))
    advanced = tmp_path / "advanced.xml"
    advanced.write_text(SDN_ADVANCED, encoding="utf-8")
    shelf.keep(advanced)
    names = {row[0] for row in asked(shelf, "SELECT name FROM entry_names WHERE entry = '102'")}
    assert names == {"MAPLE, Ivan Petrovich", "MAPLE, Ivan", "КЛЁН"}


def test_an_entry_stands_once_as_its_newest_version_has_it(three: Shelf) -> None:
    rows = asked(three, "SELECT entry, listed_now FROM entries ORDER BY entry")
    assert rows == [("1", True), ("2", True), ("3", False), ("4", True)]


def test_codes_of_goods_say_when_their_version_was_the_newest(shelf: Shelf, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text(GOODS, encoding="utf-8")
    new.write_text(GOODS.replace("8703 23", "8703 24"), encoding="utf-8")
    shelf.keep(old, as_of=date(2022, 3, 16))
    shelf.keep(new, as_of=date(2023, 6, 24))
    rows = asked(
        shelf,
        "SELECT code, published_latest, until FROM controlled_goods WHERE tier = 'A' "
        "ORDER BY published_latest",
    )
    assert rows == [
        ("870323", date(2022, 3, 16), date(2023, 6, 24)),
        ("870324", date(2023, 6, 24), None),
    ]


# -- from when to when


def test_an_entry_that_came_was_listed_between_two_versions(three: Shelf) -> None:
    assert spans(three, "2") == [
        (date(2024, 1, 8), date(2025, 2, 27), "versions", None, None, None)
    ]


def test_an_entry_of_the_first_version_was_listed_by_then(three: Shelf) -> None:
    assert spans(three, "1") == [(None, date(2024, 1, 8), "versions", None, None, None)]


def test_an_entry_that_went_was_delisted_between_two_versions(three: Shelf) -> None:
    assert spans(three, "3") == [
        (None, date(2024, 1, 8), "versions", date(2025, 2, 27), date(2026, 3, 1), "versions")
    ]


def test_an_entry_that_went_and_came_again_was_listed_twice(three: Shelf) -> None:
    assert spans(three, "4") == [
        (None, date(2024, 1, 8), "versions", date(2024, 1, 8), date(2025, 2, 27), "versions"),
        (date(2025, 2, 27), date(2026, 3, 1), "versions", None, None, None),
    ]


def test_the_order_of_loading_does_not_matter(three: Shelf, tmp_path: Path) -> None:
    other = Shelf(tmp_path / "other")
    for name, uids in ((MARCH, "124"), (JANUARY, "134"), (FEBRUARY, "123")):
        other.keep(us_version(tmp_path, name, uids))
    for entry in "1234":
        assert spans(other, entry) == spans(three, entry)


def test_a_stated_day_goes_before_the_bounds(shelf: Shelf, tmp_path: Path) -> None:
    advanced = tmp_path / "advanced.xml"
    advanced.write_text(SDN_ADVANCED, encoding="utf-8")
    shelf.keep(us_version(tmp_path, JANUARY, ["102"]))
    shelf.keep(advanced)
    day = date(2024, 2, 23)
    assert spans(shelf, "101") == [(day, day, "stated", None, None, None)]


def test_a_stated_day_of_one_version_holds_in_the_next_that_has_none(
    shelf: Shelf, tmp_path: Path
) -> None:
    advanced = tmp_path / "advanced.xml"
    advanced.write_text(SDN_ADVANCED, encoding="utf-8")
    shelf.keep(advanced)
    shelf.keep(us_version(tmp_path, "us_2026-09-30.csv", ["101"]))
    day = date(2024, 2, 23)
    assert spans(shelf, "101") == [(day, day, "stated", None, None, None)]


def test_an_observation_bounds_the_day_from_above_alone(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "entities"
    path.write_text(FTM, encoding="utf-8")
    shelf.keep(path)
    assert spans(shelf, "NK-spruce") == [(None, date(2025, 10, 6), "observed", None, None, None)]


def test_the_listings_of_one_entity_have_spans_of_their_own(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "entities"
    path.write_text(FTM, encoding="utf-8")
    shelf.keep(path)
    rows = asked(
        shelf,
        "SELECT authority, listed_latest, delisted_latest FROM listing_spans "
        "WHERE entry = 'NK-larch' ORDER BY authority",
    )
    assert rows == [
        ("UA", date(2025, 1, 31), date(2025, 1, 31)),
        ("US", date(2024, 2, 23), None),
    ]


def extract(folder: Path, uid: str) -> Path:
    path = folder / "extract.csv"
    path.write_text(
        "ent_num,sdn_name,sdn_type,program,tax_id_inn,registration_ogrn,address,aka,source\n"
        f"{uid},LARCH {uid} LLC,entity,RUSSIA-EO14024,{LARCH},,,,the list\n",
        encoding="utf-8",
    )
    return path


def test_an_extract_never_delists(three: Shelf, tmp_path: Path) -> None:
    before = spans(three, "1")
    three.keep(extract(tmp_path, "2"))
    assert spans(three, "1") == before


def test_an_extract_adds_numbers_to_entries_of_the_list(three: Shelf, tmp_path: Path) -> None:
    before = spans(three, "2")
    three.keep(extract(tmp_path, "2"))
    assert asked(three, "SELECT entry, value FROM entry_ids") == [("2", LARCH)]
    assert spans(three, "2") == before


def test_an_entry_of_an_extract_alone_was_listed_by_the_day_of_its_load(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.keep(extract(tmp_path, "9"), as_of=date(2026, 1, 1))
    assert spans(shelf, "9") == [(None, date(2026, 1, 1), "versions", None, None, None)]


def test_an_entry_of_an_extract_is_bounded_by_the_complete_versions_without_it(
    three: Shelf, tmp_path: Path
) -> None:
    three.keep(extract(tmp_path, "9"), as_of=date(2026, 1, 1))
    assert spans(three, "9") == [
        (date(2025, 2, 27), date(2026, 1, 1), "versions",
         date(2026, 1, 1), date(2026, 3, 1), "versions"),
    ]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(present=st.lists(st.booleans(), min_size=1, max_size=6).filter(any))
def test_runs_of_versions_are_spans_in_order(
    tmp_path_factory: pytest.TempPathFactory, present: list[bool]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    shelf = Shelf(folder / "case")
    for year, there in enumerate(present, start=2010):
        uids = ["other", "it"] if there else ["other"]
        shelf.keep(us_version(folder, f"us_{year}.csv", uids), as_of=date(year, 6, 1))
    found = spans(shelf, "it")
    starts = sum(there and not before for before, there in pairwise([False, *present]))
    assert len(found) == starts
    assert (found[-1][4] is None) == present[-1]
    days = [day for span in found for day in (span[1], span[3]) if day]
    assert days == sorted(days)


# -- dates given by hand


def test_a_day_given_by_hand_goes_before_bounds_and_stated_days(three: Shelf) -> None:
    day = date(2024, 2, 23)
    give(three, "us-sdn/2", day)
    assert spans(three, "2") == [(day, day, "by_hand", None, None, None)]


def test_the_source_of_a_day_given_by_hand_and_the_bounds_are_told(three: Shelf) -> None:
    give(three, "us-sdn/2", date(2024, 2, 23), source="press release 1")
    rows = asked(
        three,
        "SELECT listed_source, listed_after, listed_by FROM listing_spans WHERE entry = '2'",
    )
    assert rows == [("press release 1", date(2024, 1, 8), date(2025, 2, 27))]


def test_the_newest_of_several_given_days_counts_and_the_others_stay(three: Shelf) -> None:
    give(three, "us-sdn/2", date(2024, 2, 22))
    give(three, "us-sdn/2", date(2024, 2, 23))
    assert [g.day for g in given_dates(three.catalogue)] == [date(2024, 2, 23)]
    (count,) = three.catalogue.db.execute("SELECT count(*) FROM listing_dates").fetchone()
    assert count == 2


def test_a_day_of_listing_is_of_the_first_time_and_of_delisting_of_the_last(three: Shelf) -> None:
    give(three, "us-sdn/4", date(2023, 5, 5))
    give(three, "us-sdn/4", date(2026, 5, 5), what="delisted")
    first, last = spans(three, "4")
    assert (first[0], first[2]) == (date(2023, 5, 5), "by_hand")
    assert (last[3], last[5]) == (date(2026, 5, 5), "by_hand")
    assert (first[5], last[2]) == ("versions", "versions")


def test_an_entry_is_found_by_id_by_list_and_id_or_by_any_name(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.keep(us_parts(tmp_path))
    for text in ("101", "us-sdn/101", "larch motors", "«Лиственница Моторс»"):
        found = find_entries(shelf.catalogue, shelf.disk, text, SETTINGS)
        assert [ref.entry for ref in found] == ["101"], text


@pytest.mark.parametrize(
    ("entry", "what", "source", "says"),
    [
        ("us-sdn/77", "listed", "a notice", "No entry of a list"),
        ("us-sdn/1", "listed", " ", "needs a source"),
        ("us-sdn/1", "seen", "a notice", "no day of a listing"),
    ],
)
def test_a_date_that_cannot_be_kept_is_refused(
    three: Shelf, entry: str, what: str, source: str, says: str
) -> None:
    with pytest.raises(BadParameter, match=says):
        give(three, entry, date(2024, 1, 1), what, source)


def test_an_entry_of_several_lists_must_be_named_with_its_list(
    three: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "eu.xml"
    path.write_text(EU_XML.replace("EU.7001.1", "1"), encoding="utf-8")
    three.keep(path)
    with pytest.raises(BadParameter, match="Several entries"):
        give(three, "1", date(2024, 1, 1))


def test_the_same_file_is_read_anew_by_a_mended_layout(shelf: Shelf, tmp_path: Path) -> None:
    layout = tmp_path / "extract.toml"
    layout.write_text(EXTRACT, encoding="utf-8")
    extract = tmp_path / "extract_2024-06-01.csv"
    extract.write_text("No;Called\n3;GONE LLC\n", encoding="utf-8")
    shelf.keep(extract, layout=layout)
    assert shelf.keep(extract, layout=layout).known
    layout.write_text(EXTRACT.replace('"us-sdn"', '"another"'), encoding="utf-8")
    assert shelf.keep(extract, layout=layout).list == "another"


EXTRACT = """
id = "extract"
title = "An extract (invented)"
authority = "US"
list = "us-sdn"
complete = false
recognised_by = ["No", "Called"]
[fields]
entry = "No"
name = "Called"
[defaults]
measures = ["blocking"]
"""


@pytest.mark.parametrize(
    ("what", "day"), [("listed", date(2999, 1, 1)), ("delisted", date(2023, 1, 1))]
)
def test_a_day_that_cannot_be_is_not_taken(three: Shelf, what: str, day: date) -> None:
    give(three, "3", date(2024, 2, 1))
    with pytest.raises(BadParameter, match=r"not yet|only"):
        give(three, "3", day, what)
