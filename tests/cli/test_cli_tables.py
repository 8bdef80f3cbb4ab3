"""The commands on layouts and rates: a source read again, tables added, listed, taken out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from cli_running import BUYER_ID, ftg

# -- reading again


@pytest.fixture
def own(tmp_path: Path, table: Path) -> Path:
    """A folder with a case of the table, its answer `before.json`, and `own.toml`, by which box 46
    is roubles and not dollars."""
    text = ftg("layouts", "show", "ru-declarations").out
    assert text.count("[fields.statistical_usd]") == text.count("[fields.customs_value]") == 1
    swapped = (
        text.replace("[fields.statistical_usd]", "[fields.x]")
        .replace("[fields.customs_value]", "[fields.statistical_usd]")
        .replace("[fields.x]", "[fields.customs_value]")
        .replace('id = "ru-declarations"', 'id = "own"')
    )
    (tmp_path / "own.toml").write_text(swapped, encoding="utf-8")
    ftg("new", tmp_path / "case")
    ftg("add", tmp_path / "case", table)
    (tmp_path / "before.json").write_text(
        ftg("dossier", tmp_path / "case", BUYER_ID, "--json").out, encoding="utf-8"
    )
    return tmp_path


def test_a_source_read_again_shows_columns_books_and_figures_that_moved(own: Path) -> None:
    options = ("--layout", own / "own.toml", "--answer", own / "before.json")
    ran = ftg("relayout", own / "case", 1, *options)
    assert ran.code == 0, ran.err
    lines = [line.split() for line in ran.out.splitlines()]
    assert [
        "16",
        "G46",
        "(Статистическая",
        "стоимость)",
        "statistical_usd",
        "customs_value",
    ] in lines
    assert ["read", "5", "5", "="] in lines
    (point,) = (line for line in lines if line[:1] == ["value_usd.point"])
    after = ftg("dossier", own / "case", BUYER_ID, "--json").json["value_usd"]["point"]
    assert point == ["value_usd.point", "1007.75", after]


def test_a_preview_of_a_reading_changes_nothing_and_says_so(own: Path) -> None:
    before = ftg("status", own / "case", "--json").out
    ran = ftg("relayout", own / "case", 1, "--layout", own / "own.toml", "--preview")
    assert "would be read again" in ran.out
    assert "Nothing was changed: this was a preview." in ran.err
    assert ftg("status", own / "case", "--json").out == before


def test_the_same_layout_again_says_that_nothing_changed(own: Path) -> None:
    ran = ftg("relayout", own / "case", 1)
    assert (ran.code, "already (ru-declarations" in ran.out) == (0, True)


def test_a_reading_as_json_is_json_and_nothing_else(own: Path) -> None:
    done = ftg("relayout", own / "case", 1, "--layout", own / "own.toml", "--json").json
    assert (done["changed"], done["after"]["source"]["layout"]) == (True, "own")


# -- rates


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """A folder with an empty case that holds `one.csv`; `two.csv` says otherwise of a day."""
    (tmp_path / "one.csv").write_text("date;rate\n02.03.2022;100.00\n")
    (tmp_path / "two.csv").write_text("date;rate\n02.03.2022;104.50\n")
    ftg("new", tmp_path / "case")
    ftg("rates", "add", tmp_path / "case", tmp_path / "one.csv")
    return tmp_path


def test_a_day_with_two_rates_is_bad_data_unless_it_is_to_be_replaced(rated: Path) -> None:
    ran = ftg("rates", "add", rated / "case", rated / "two.csv")
    assert (ran.code, ran.out) == (3, "")
    assert "2022-03-02 has two rates of RUB to the dollar: 100 in one.csv, 104.5 in" in ran.err
    replaced = ftg("rates", "add", rated / "case", rated / "two.csv", "--replace")
    assert (replaced.code, "on 1 days it counts" in replaced.out) == (0, True)


def test_tables_of_rates_are_listed(rated: Path) -> None:
    out = ftg("rates", "list", rated / "case").out
    assert out.splitlines()[1].split() == [
        "1",
        "one.csv",
        "RUB",
        *["1", "1"],
        *["2022-03-02"] * 2,
    ]
    assert [one["name"] for one in ftg("rates", "list", rated / "case", "--json").json] == [
        "one.csv"
    ]


def test_a_table_of_rates_is_taken_out(rated: Path) -> None:
    ran = ftg("rates", "remove", rated / "case", "one.csv")
    assert (ran.code, ran.out) == (0, "one.csv: taken out. RUB, 1 days.\n")
    assert ftg("rates", "list", rated / "case", "--json").json == []


def test_rates_that_cannot_be_read_are_bad_data(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("colour;size\nred;1\n")
    ftg("new", tmp_path / "case")
    assert ftg("rates", "add", tmp_path / "case", file).code == 3


# -- layouts


def test_the_layouts_that_ship_are_listed() -> None:
    assert "ru-declarations" in ftg("layouts").out


def test_the_layouts_that_ship_are_listed_as_json_with_their_fields() -> None:
    by_id = {layout["id"]: layout for layout in ftg("layouts", "--json").json}
    assert by_id["ru-declarations"]["authority"] == "RU"
    assert "statistical_usd" in by_id["ru-declarations"]["fields"]


def test_a_layout_that_ships_is_printed_as_it_is() -> None:
    assert tomllib.loads(ftg("layouts", "show", "ru-declarations").out)["id"] == "ru-declarations"


def test_a_layout_is_printed_as_a_case_keeps_it(case: Path) -> None:
    shown = ftg("layouts", "show", "ru-declarations", "--case", case)
    assert shown.out == ftg("layouts", "show", "ru-declarations").out


def test_a_layout_that_does_not_ship_is_wrong_use() -> None:
    ran = ftg("layouts", "show", "none-such")
    assert (ran.code, "ru-declarations" in ran.err) == (2, True)


def test_a_layout_without_a_fault_is_said_to_be_usable(own_toml: Path) -> None:
    ran = ftg("layouts", "check", own_toml)
    assert (ran.code, "A layout that can be used." in ran.out) == (0, True)


def test_a_layout_is_checked_on_a_table(own_toml: Path, table: Path) -> None:
    ran = ftg("layouts", "check", own_toml, "--on", table)
    assert (ran.code, "First lines as they will be read" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ("schema = 1\nid = \n", 2, "Not valid TOML"),
        ('schema = 1\ncolour = "red"\n', 2, "Unknown key 'colour'."),
    ],
)
def test_a_fault_of_a_layout_is_said_with_its_line(
    tmp_path: Path, wrong: str, line: int, says: str
) -> None:
    file = tmp_path / "my.toml"
    file.write_text(wrong)
    ran = ftg("layouts", "check", file)
    assert (ran.code, ran.out) == (3, "")
    assert says in ran.err
    assert f"my.toml:{line}" in "".join(ran.err.split())
    assert "What to do: " in ran.err


@pytest.fixture
def own_toml(tmp_path: Path) -> Path:
    """A layout of one's own: the one that ships, under another name."""
    text = ftg("layouts", "show", "ru-declarations").out
    file = tmp_path / "own.toml"
    file.write_text(text.replace('id = "ru-declarations"', 'id = "own"'), encoding="utf-8")
    return file
