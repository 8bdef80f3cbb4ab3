"""Layouts of list tables: those that ship, and a user's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lists_samples import LARCH, SETTINGS, Shelf, numbers, opened

from followthegoods.case.lists import NAMES
from followthegoods.errors import BadList
from followthegoods.model.listing import Basis, Measure, Nature, Quality, When
from followthegoods.reference.lists.layout import load_layout, parse_layout, shipped_layouts
from followthegoods.reference.lists.store import keep_list

OWN = """
id = "own"
title = "Somebody's list"
authority = "XX"
list = "own"
recognised_by = ["No", "Who", "Since"]
[fields]
entry = "No"
name = "Who"
nature = "Kind"
alias = { columns = ["Also"], split = "/" }
listed = "Since"
delisted = "Until"
measure = "What"
[[identifiers]]
columns = ["Tax"]
kind = "RU:INN"
[values.nature]
firm = "organisation"
man = "person"
"""
ROWS = (
    "A title above\nNo;Who;Kind;Also;Since;Until;What;Tax\n"
    f"7;LARCH LLC;firm;ЛИСТВА / LRC;23.02.2024;;asset freeze;{LARCH}\n"
    "8;Ivan Maple;man;;sometime;1.3.2025;something new;\n"
)


def test_a_table_is_read_by_a_users_own_layout(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(ROWS, encoding="utf-8")
    reading, (firm, man) = opened(path, work, parse_layout(OWN, "own.toml"))
    assert (reading.list, reading.authority) == ("own", "XX")
    assert (firm.id, firm.nature, numbers(firm)) == (
        "7",
        Nature.ORGANISATION,
        {f"RU:INN:{LARCH}": True},
    )
    assert [(n.text, n.quality) for n in firm.names] == [
        ("LARCH LLC", Quality.PRIMARY),
        ("ЛИСТВА", Quality.STRONG),
        ("LRC", Quality.STRONG),
    ]
    day = date(2024, 2, 23)
    assert firm.listings[0].listed == When(day, day, Basis.STATED)
    assert firm.listings[0].measures == (Measure.BLOCKING,)
    assert man.nature is Nature.PERSON


def test_a_measure_that_is_not_known_is_other_and_none_is_unstated(
    tmp_path: Path, work: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(ROWS.replace("asset freeze", ""), encoding="utf-8")
    _, (firm, man) = opened(path, work, parse_layout(OWN, "own.toml"))
    assert firm.listings[0].measures == (Measure.UNSTATED,)
    assert man.listings[0].measures == (Measure.OTHER,)


def test_a_day_that_cannot_be_read_stays_in_the_remarks(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(ROWS, encoding="utf-8")
    _, (_, man) = opened(path, work, parse_layout(OWN, "own.toml"))
    assert man.listings[0].listed is None
    assert man.remarks == "date as written: sometime"
    assert man.listings[0].delisted is not None


def test_a_list_is_kept_by_a_users_own_layout(shelf: Shelf, tmp_path: Path) -> None:
    path, own = tmp_path / "own.csv", tmp_path / "own.toml"
    path.write_text(ROWS, encoding="utf-8")
    own.write_text(OWN, encoding="utf-8")
    with shelf.catalogue.write("list", "tester") as load:
        kept = keep_list(shelf.catalogue, shelf.disk, load, path, None, SETTINGS, NAMES, layout=own)
    assert (kept.list, kept.entries) == ("own", 2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[fields]", "[fields"), "Not valid TOML"),
        (('id = "own"', ""), "`id` is missing"),
        (('title = "Somebody', 'titel = "Somebody'), "has no 'titel'"),
        (('name = "Who"', ""), "No column is the name"),
        (('name = "Who"', 'nmae = "Who"'), "has no 'nmae'"),
        (('man = "person"', 'man = "human"'), "'human' is no nature"),
        (('list = "own"', 'list = "own"\nkind = "people"'), "`kind` is 'people'"),
        (('split = "/"', 'spilt = "/"'), "has no 'spilt'"),
        (('recognised_by = ["No", "Who", "Since"]', ""), "`recognised_by` is a list of headers"),
        (("[values.nature]", '[defaults]\nmeasures = ["ban"]\n[values.nature]'), "no measure"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong(change: tuple[str, str], says: str) -> None:
    with pytest.raises(BadList, match=says):
        parse_layout(OWN.replace(*change), "own.toml")


def test_a_layout_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="cannot be read"):
        load_layout(tmp_path / "absent.toml")


DOCS = Path(__file__).parents[2] / "docs" / "how-to" / "lists.md"


def from_docs(name: str) -> str:
    return DOCS.read_text(encoding="utf-8").split(f" {name}\n")[1].split("```")[0]


def test_the_list_and_the_layout_of_the_docs_are_read(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "my-list.csv"
    path.write_text(from_docs("my-list.csv"), encoding="utf-8")
    _, (larch, spruce) = opened(path, work, parse_layout(from_docs("my-list.toml"), "docs"))
    assert [n.text for n in larch.names[1:]] == ["ООО ЛИСТВЕННИЦА МОТОРС", "LARCH WORKS"]
    assert numbers(larch) == {"RU:INN:7700000111": True}
    assert spruce.listings[0].measures == (Measure.TRANSPORT,)


def test_the_list_of_goods_of_the_docs_is_read(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "annex.csv"
    path.write_text(from_docs("annex.csv"), encoding="utf-8")
    _, (cars,) = opened(path, work)
    assert (cars.code, cars.measure) == ("870323", Measure.EXPORT_LICENCE)


def test_every_measure_is_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [measure for measure in Measure if f"`{measure}`" not in text] == []


def test_the_layouts_that_ship_have_names_of_their_own() -> None:
    found = [layout.id for layout in shipped_layouts()]
    assert found == sorted(set(found))


def test_no_layout_that_ships_takes_another_ones_table() -> None:
    for layout in shipped_layouts():
        for other in shipped_layouts():
            inside = set(other.recognised_by) <= set(layout.recognised_by)
            assert (other is layout) or not inside, (layout.id, other.id)
