from __future__ import annotations

import os
import re

import pytest

from followthegoods.config import SETTINGS, read_settings
from followthegoods.errors import BadSetting


def test_without_an_environment_every_setting_has_its_default() -> None:
    found = read_settings({})
    assert (found.memory, found.author) == ("1GB", "")


def test_a_default_is_a_value_its_setting_can_have() -> None:
    assert [s.name for s in SETTINGS if not re.fullmatch(s.pattern, s.default)] == []


def test_no_threads_means_every_core() -> None:
    assert read_settings({}).threads == os.cpu_count()


def test_settings_are_read_from_the_environment() -> None:
    found = read_settings({"FTG_MEMORY": "4GB", "FTG_THREADS": "3", "FTG_AUTHOR": "A. Reporter"})
    assert (found.memory, found.threads, found.author) == ("4GB", 3, "A. Reporter")


def test_white_space_around_a_value_does_not_matter() -> None:
    assert read_settings({"FTG_MEMORY": " 4GB "}).memory == "4GB"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *(("FTG_MEMORY", value) for value in ("", "lots", "0GB", "4", "4gb", "-4GB", "4GB; DROP")),
        *(("FTG_THREADS", value) for value in ("", "two", "-1", "1.5", "9999")),
        *(("FTG_AUTHOR", value) for value in ("A\nB", "x" * 201)),
    ],
)
def test_a_value_a_setting_cannot_have_stops_the_program(variable: str, value: str) -> None:
    with pytest.raises(BadSetting, match=variable):
        read_settings({variable: value})


@pytest.mark.parametrize("variable", ["FTG_MEMROY", "FTG_", "FTG_memory"])
def test_a_setting_that_does_not_exist_stops_the_program(variable: str) -> None:
    with pytest.raises(BadSetting, match="is not a setting"):
        read_settings({variable: "4GB"})


def test_what_is_no_setting_of_ours_is_left_alone() -> None:
    assert read_settings({"HOME": "/nowhere", "XFTG_MEMORY": "lots"}) == read_settings({})


def test_every_setting_is_explained_and_has_a_variable_of_its_own() -> None:
    assert all(s.doc.endswith(".") for s in SETTINGS)
    assert len({s.variable for s in SETTINGS}) == len(SETTINGS)
    assert all(s.variable == f"FTG_{s.name.upper()}" for s in SETTINGS)
