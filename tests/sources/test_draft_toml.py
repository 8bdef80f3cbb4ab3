from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from draft_making import (
    CODES,
    DAYS,
    LINE_VALUES,
    NUMBERS,
    RECEIVERS,
    TAX_IDS,
    TEXTS,
    Cells,
    drafted,
    sample_rows,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.errors import BadLayout
from followthegoods.sources.draft import Draft, draft
from followthegoods.sources.layout import parse_layout, try_header
from followthegoods.sources.layout_model import ESSENTIAL

ROOT = Path(__file__).parents[2]
CUSTOMS = ROOT / ".." / "shared" / "data" / "customs"

RUSSIAN: dict[str, Cells] = {
    "Номер декларации": NUMBERS, "Дата регистрации": DAYS, "ИНН получателя": TAX_IDS,
    "Получатель": RECEIVERS, "Код ТН ВЭД": CODES, "Товар": TEXTS,
    "Таможенная стоимость": LINE_VALUES,
}  # fmt: skip


def filled_in(toml: str) -> str:
    """A draft's TOML with what a person has to say said."""
    head, fields, rest = toml.partition("[fields]")
    for key, said in (("authority", "RU"), ("currency", "RUB"), ("direction", "import")):
        head = head.replace(f'{key} = "??"', f'{key} = "{said}"')
    return head + fields + rest


def read_columns(made: Draft, header: list[str | None]) -> dict[str, tuple[int, ...]]:
    """Field -> columns as the draft's layout reads a header."""
    layout = parse_layout(filled_in(made.toml), "draft")
    reading = try_header(layout, 1, 1, header)
    return reading.columns if reading else {}


def mapped_columns(made: Draft) -> dict[str, set[int]]:
    """Field -> columns as the draft says it."""
    found: dict[str, set[int]] = {}
    for column in made.columns:
        if column.mapped and column.field:
            found.setdefault(column.field, set()).add(column.place)
    return found


def test_the_layout_maps_what_the_draft_maps() -> None:
    made = drafted(RUSSIAN)
    read = read_columns(made, list(RUSSIAN))
    assert {name: set(places) for name, places in read.items()} == mapped_columns(made)


def test_tax_ids_and_declaration_numbers_say_whose_records_these_are() -> None:
    made = tomllib.loads(drafted(RUSSIAN).toml)
    assert (made["authority"], made["currency"], made["direction"]) == ("RU", "RUB", "import")


def test_a_declaration_number_of_known_form_gives_the_key() -> None:
    assert "(?P<office>10[0-9]{6})" in tomllib.loads(drafted(RUSSIAN).toml)["key"]["pattern"]


def test_a_draft_without_an_authority_is_refused_until_a_person_says_it() -> None:
    made = drafted({"HS code": CODES, "Goods": TEXTS, "Importer": ["Quiet Mill Ltd"] * 12})
    with pytest.raises(BadLayout, match="Say whose records these are"):
        parse_layout(made.toml, "draft")
    assert "Say whose records these are: fill in `authority`." in made.notes


def test_the_second_column_of_one_name_is_named_by_its_number() -> None:
    rows = [["Умови поставки", "Умови поставки", "Код товару"]]
    rows += [["DAP", f"м. Городок {n}", c] for n, c in enumerate(CODES)]
    made = draft(sample_rows([list(row) for row in rows]))
    assert "Умови поставки#2" in made.toml


def test_a_row_of_months_makes_a_layout_by_month() -> None:
    months = [f"2023{n:02}" for n in range(1, 13)]
    made = drafted({"Month": months, "HS code": CODES, "Goods": TEXTS})
    assert tomllib.loads(made.toml)["grain"] == "month"


headers = st.sampled_from(
    ["Товар", "HS CODE", "Получатель", "Вес нетто, кг", "Дата", "FOB USD", "Страна", "№", 'a"b\\c']
) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
cells = st.sampled_from(["8413702100", "ООО ЛУГ", "12.5", "КИТАЙ", "01.02.2023", "7707083893"])


@settings(max_examples=60, deadline=None)
@given(st.lists(headers, min_size=2, max_size=6, unique_by=str.casefold), st.data())
def test_any_draft_is_toml_and_maps_as_it_says(names: list[str], data: st.DataObject) -> None:
    width = len(names)
    body = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))
    made = draft(sample_rows([list(names), *[list(row) for row in body]]))
    wanted = mapped_columns(made)
    said = tomllib.loads(made.toml)
    assert set(said["fields"]) == set(wanted)
    if wanted.keys() & set(ESSENTIAL) and "#2" not in made.toml:
        # What looks like no header (a lone 0) is not taken for one: the draft names the columns.
        read = read_columns(made, said.get("columns", [c.header or "" for c in made.columns]))
        assert {name: set(places) for name, places in read.items()} == wanted


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.none() | st.text(max_size=8), max_size=5), max_size=12))
def test_any_table_can_be_drafted(rows: list[list[str | None]]) -> None:
    assert tomllib.loads(draft(sample_rows(rows)).toml)["schema"] == 1


@pytest.mark.skipif(not CUSTOMS.exists(), reason="the shared data is not here")
@pytest.mark.parametrize(
    "name", ["peru_trucks_import.xlsx", "ukraine_import.csv", "kazakhstan_import_full.xlsx"]
)
def test_a_draft_of_a_real_file_is_a_layout_that_maps_as_it_says(name: str) -> None:
    made = draft(CUSTOMS / name)
    read = read_columns(made, [column.header for column in made.columns])
    assert {field: set(places) for field, places in read.items()} == mapped_columns(made)


@pytest.mark.slow
def test_drafts_are_as_right_as_they_are_said_to_be() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "accuracy"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def once(cells: Cells, of: int = 2) -> Cells:
    """Cells as they stand where one is written over so many rows."""
    return [cell if n % of == 0 else None for n, cell in enumerate(cells)]


ONCE: dict[str, Cells] = {
    "Номер декларации": once(NUMBERS), "Дата регистрации": once(DAYS),
    "Получатель": once(RECEIVERS), "Код ТН ВЭД": CODES, "Товар": TEXTS,
    "Таможенная стоимость": LINE_VALUES,
}  # fmt: skip


def down(made: Draft) -> set[str]:
    """The fields that a draft says are written once over several rows."""
    fields = tomllib.loads(made.toml)["fields"]
    return {name for name, spec in fields.items() if spec.get("down")}


def test_what_stands_once_over_the_rows_of_a_declaration_is_drafted_so() -> None:
    made = drafted(ONCE)
    assert down(made) == {"declaration", "registered", "receiver_name"}
    assert made.columns[0].why.endswith("; written once over several rows")
    assert any("going on with the row above" in note for note in made.notes)


def test_a_number_that_some_rows_lack_is_not_written_once_over_several() -> None:
    assert down(drafted(RUSSIAN | {"Номер декларации": once(NUMBERS)})) == set()


def test_items_that_begin_anew_on_rows_without_a_number_are_of_none() -> None:
    assert down(drafted(ONCE | {"Номер товара": ["1"] * 12})) == set()


def test_items_that_go_on_counting_are_of_the_number_above() -> None:
    numbered = RUSSIAN | {"Номер декларации": once(NUMBERS), "Номер товара": ["1", "2"] * 6}
    assert down(drafted(numbered)) == {"declaration"}


@pytest.mark.parametrize(
    ("header", "field", "factor"),
    [
        ("Статистическая стоимость, тыс. долл. США", "statistical_usd", 1000),
        ("STATISTICAL VALUE IN 1000 USD", "statistical_usd", 1000),
        ("Customs value, thousand USD", "statistical_usd", 1000),
        ("FOB value (US$ '000)", "fob_usd", 1000),
        ("CIF value, million USD", "cif_usd", 1_000_000),
        ("Вес нетто, т", "net_kg", 1000),
        ("Gross weight (MT)", "gross_kg", 1000),
        ("Gross weight (kg)", "gross_kg", None),
        ("Количество, тыс. шт", "quantity", 1000),
    ],
)
def test_what_a_column_counts_in_is_drafted_as_its_factor(
    header: str, field: str, factor: int | None
) -> None:
    made = drafted({"Номер декларации": NUMBERS, "Код ТН ВЭД": CODES, header: LINE_VALUES})
    fields = tomllib.loads(made.toml)["fields"]
    assert (fields[field]["headers"], fields[field].get("factor")) == ([header], factor)


def test_a_column_of_money_to_choose_says_what_it_counts_in() -> None:
    made = drafted(RUSSIAN | {"Стоимость, тыс.": LINE_VALUES})
    assert '#headers = ["Стоимость, тыс."]\n#factor = 1000\n' in made.toml
