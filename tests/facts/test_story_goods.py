"""The words of goods in stories: laws that the tables of all languages keep."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from followthegoods.facts.text import read_toml
from followthegoods.questions.stories.reading.kinds import kinds, spellings
from followthegoods.questions.stories.reading.language import LANGUAGES

CODES = Path(__file__).parents[2] / ".." / "shared" / "data" / "reference" / "hs_2012_2017_2022.csv"
KEPT_FREE = "77"
"""The chapter that the Harmonised System keeps for later."""


def entries(language: str) -> list[tuple[str, str]]:
    """The codes and the names of a table, as they are written."""
    table = read_toml(f"stories/goods_{language}.toml")["goods"]
    return [(codes, one.strip()) for codes, names in table.items() for one in names.split(",")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_begins_codes_of_the_harmonised_system(language: str) -> None:
    if not CODES.exists():
        pytest.skip("the shared test data are not here")
    with CODES.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file) if row["in_hs2022"] == "1"}
    told = {code for codes, _ in entries(language) for code in codes.split()}
    assert sorted(told - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_stands_for_two_kinds_of_goods(language: str) -> None:
    table = read_toml(f"stories/goods_{language}.toml")
    known = kinds(table)
    for codes, entry in entries(language):
        for name in spellings(entry.removesuffix("?"), table.get("also_spelt", {})):
            found = known.whole(name)
            assert (name, found and " ".join(found.codes)) == (name, codes)


def test_every_chapter_is_named() -> None:
    chapters = {code[:2] for codes, _ in entries("en") for code in codes.split()}
    assert [f"{n:02d}" for n in range(1, 98) if f"{n:02d}" not in chapters] == [KEPT_FREE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty(language: str) -> None:
    assert [codes for codes, entry in entries(language) if not entry.strip("?()/ ")] == []
