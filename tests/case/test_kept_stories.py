"""Stories that a case keeps, with the corrections of their claims."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.case.kept_stories import (
    _settled,
    correct_claim,
    drop_story,
    keep_story,
    kept_stories,
    kept_story,
    name_party,
)
from followthegoods.errors import BadParameter, BadStory, CaseReadOnly, NoSuchFile, NoSuchParty
from followthegoods.model.story import Claim, Measure
from strategies import csv_bytes, line, write_files

TEXT = "Romashka imported pumps worth at least $500 in 2022. It was founded in 1999."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("stories")
    with Case.new(folder / "case", invented=True) as made:
        made.add(write_files(folder, {"INVENTED.csv": csv_bytes([line()])}))
        yield made


def test_a_story_is_kept_with_its_claims(case: Case) -> None:
    kept = keep_story(case, TEXT, published=date(2024, 6, 1))
    assert kept_story(case, kept.id) == kept
    assert kept.text.startswith("Romashka imported")
    assert kept.story.claims


def test_the_title_of_a_long_first_line_ends_with_a_whole_word(case: Case) -> None:
    kept = keep_story(case, "Romashka imported pumps worth at least $500 million. " + "More. " * 30)
    assert kept.title.endswith("More. …")
    drop_story(case, kept.id)


def test_a_correction_is_kept_when_the_same_text_comes_again(case: Case) -> None:
    kept = keep_story(case, TEXT)
    first = kept.story.claims[0]
    correct_claim(case, kept.id, first.id, {"amount": "700", "of": "ООО РОМАШКА"})
    again = keep_story(case, TEXT)
    assert again.story.claims[0].of == ("ООО РОМАШКА",)
    assert again.story.claims[0].amount is not None
    assert again.story.claims[0].amount.text == "700"


def test_a_name_is_replaced_by_a_party_s_id_in_every_claim(case: Case) -> None:
    text = f"{TEXT} In 2022 Romashka also imported valves worth $9."
    kept = keep_story(case, text)
    names = {name for claim in kept.story.claims for name in claim.of}
    (party,) = case.find("РОМАШКА")
    for name in names:
        kept = name_party(case, kept.id, name, party.id)
    assert {name for claim in kept.story.claims for name in claim.of} == {party.id}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"measure": "weight of the moon"}, BadParameter),
        ({"amount": "much"}, BadParameter),
        ({"basis": "birth"}, BadParameter),
        ({"text": "another"}, BadParameter),
        ({"country": "Atlantis"}, BadStory),
    ],
)
def test_what_a_claims_file_cannot_hold_changes_nothing(
    case: Case, fields: dict[str, str], error: type[Exception]
) -> None:
    kept = keep_story(case, TEXT)
    with pytest.raises(error):
        correct_claim(case, kept.id, kept.story.claims[0].id, fields)
    assert kept_story(case, kept.id) == kept


def test_nobody_is_meant_by_an_id_that_nobody_has(case: Case) -> None:
    kept = keep_story(case, TEXT)
    with pytest.raises(NoSuchParty):
        name_party(case, kept.id, "Romashka", "p123")


@pytest.mark.parametrize("own", ["../../catalog", "0123456789abcdef", ""])
def test_a_story_that_is_not_kept_is_not_found(case: Case, own: str) -> None:
    with pytest.raises(NoSuchFile):
        kept_story(case, own)


def test_an_empty_text_is_no_story(case: Case) -> None:
    with pytest.raises(BadParameter):
        keep_story(case, " \n ")


def test_a_story_that_is_dropped_is_kept_no_more(case: Case) -> None:
    kept = keep_story(case, "Another story, of $5 million of pumps in 2022.")
    drop_story(case, kept.id)
    assert kept.id not in {one.id for one in kept_stories(case)}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_case_that_cannot_be_written_to_is_said(case: Case) -> None:
    folder: Path = case.path / "stories"
    folder.chmod(0o500)
    try:
        with pytest.raises(CaseReadOnly):
            keep_story(case, "A third story, of $6 million of pumps in 2022.")
    finally:
        folder.chmod(0o700)


def test_naming_one_party_leaves_the_doubts_of_another_whose_name_begins_alike() -> None:
    doubts = (
        "Nobody in the case answers to Alpha Marine.",
        "2 parties answer to Alpha: give an id.",
    )
    claim = Claim("c1", "", (0, 0), Measure.VALUE, doubts=doubts)
    assert _settled(claim, "Alpha") == doubts[:1]
