from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from deriving import Rows, derive
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.errors import UnknownLayout, UnreadableFile
from followthegoods.ingest.derive import plan_sheets
from followthegoods.model.codes import MARKS, REFUSED, SKIPPED
from strategies import HEADER, NARROW, NARROW_HEADER, cell_texts, line, narrow

# -- which rows are lines


def verdicts(*rows: list[str]) -> dict[int, str]:
    """What became of the rows below a header at row 1 that are no lines, by row."""
    found = derive([NARROW_HEADER, *rows])
    return {row: verdict for (_, row), verdict in found.apart.items() if row > 1}


def test_a_row_with_a_goods_item_is_a_line() -> None:
    assert verdicts(narrow()) == {}


def test_a_repeated_header_is_skipped() -> None:
    rows = [narrow(), NARROW_HEADER, narrow(item="2")]
    assert verdicts(*rows) == {3: "skipped:repeated_header"}


def test_a_row_of_the_columns_numbers_is_skipped() -> None:
    numbers = [str(n) for n in range(1, len(NARROW_HEADER) + 1)]
    assert verdicts(numbers, narrow()) == {2: "skipped:column_numbers"}


def test_a_goods_item_that_begins_with_small_numbers_is_a_line() -> None:
    header = ["G32", "ND", "G31_1", "G33", "G46", "G082"]
    assert derive([header, ["1", "2", "3", "8703", "500", ""]]).line["hs"] == "8703"


def test_a_row_of_totals_is_skipped_in_every_spelling() -> None:
    spelled = [
        "ИТОГО",
        "Итого:",
        "ВСЕГО по листу",
        " TOTAL",
        "Grand total",
        "УСЬОГО",
        "\u00a0ИТОГО",
        "Общий итог",
        "Всього:",
        "TOTALES",
        "Sub-total",
        "Genel Toplam",
    ]
    rows = [[word, *[""] * 8, "1000000"] for word in spelled]
    assert verdicts(*rows) == dict.fromkeys(range(2, 14), "skipped:totals")


def test_a_row_of_totals_is_known_by_its_first_filled_cell() -> None:
    totals = [" ", "", "\u00a0", "", "", "ИТОГО", "", "", "100", "1000000"]
    assert verdicts(narrow(), totals) == {3: "skipped:totals"}


def test_a_goods_item_of_a_company_called_total_is_a_line() -> None:
    header = ["G022", "G082", "ND", "G33", "G46"]
    rows = [header, ["TOTAL OILS LTD", "ООО РОМАШКА", "10000010/150322/0000001", "", "500"]]
    assert derive(rows).line["statistical_usd"] == Decimal(500)


def test_a_goods_item_whose_text_begins_with_total_is_a_line() -> None:
    header = ["G31_1", "G082", "ND", "G33", "G46"]
    rows = [header, ["TOTAL STATION", "ООО РОМАШКА", "10000010/150322/0000001", "", "500"]]
    assert derive(rows).line["goods"] == "TOTAL STATION"


def test_a_row_of_white_space_is_blank() -> None:
    rows = [[cell] * len(NARROW) for cell in ("", " ", "\u00a0", "\t", " \n ")]
    assert verdicts(*rows, narrow()) == dict.fromkeys(range(2, 7), "skipped:blank")


def test_a_row_whose_cells_say_that_there_is_nothing_is_no_goods_item() -> None:
    words = ["NULL", "n/a", "-", "ОТСУТСТВУЕТ", "нет  данных", "_x0000_", "| NULL", "N/A\n"]
    rows = [[word] * len(NARROW) for word in words]
    assert verdicts(*rows, narrow()) == dict.fromkeys(range(2, 10), "refused:no_goods_item")


GOODS = ("hs", "goods", "net_kg", "statistical_usd")


def test_a_row_with_parties_and_nothing_of_goods_is_refused() -> None:
    assert verdicts(narrow(**dict.fromkeys(GOODS, ""))) == {2: "refused:no_goods_item"}


def test_one_cell_of_goods_makes_a_line() -> None:
    rows = [narrow(**{name: "" for name in GOODS if name != kept}) for kept in GOODS]
    assert verdicts(*rows) == {}


def test_what_stands_above_the_header_is_preamble() -> None:
    found = derive([["ВЫГРУЗКА"], ["Записей: 12.417"], [], NARROW_HEADER, narrow()])
    assert found.apart == {
        (1, 1): "skipped:preamble",
        (1, 2): "skipped:preamble",
        (1, 3): "skipped:blank",
        (1, 4): "skipped:header",
    }


def test_a_sheet_that_goes_on_without_a_header_is_read_on() -> None:
    found = derive([NARROW_HEADER, narrow()], [narrow(item="2"), narrow(item="3")])
    assert [(row["sheet"], row["item"]) for row in found.lines] == [(1, 1), (2, 2), (2, 3)]


def test_a_sheet_that_goes_on_after_a_blank_row_is_read_on() -> None:
    found = derive([NARROW_HEADER, narrow()], [[], narrow(item="2")])
    assert [row["item"] for row in found.lines] == [1, 2]


def test_a_sheet_that_goes_on_with_times_in_utc_is_read_on() -> None:
    moment = "2022-03-15T10:00:00.000Z"
    found = derive([NARROW_HEADER, narrow()], [narrow(item="2", registered=moment)])
    assert [row["item"] for row in found.lines] == [1, 2]


def test_a_sheet_that_goes_on_is_not_given_up_for_one_bad_row() -> None:
    found = derive(
        [NARROW_HEADER, narrow()], [narrow(hs="код"), narrow(item="2"), narrow(item="3")]
    )
    assert len(found.lines) == 4


def test_a_sheet_of_notes_is_no_sheet_of_records() -> None:
    found = derive([NARROW_HEADER, narrow()], [["Примечание"], ["Источник: выгрузка"]])
    assert {at: why for at, why in found.apart.items() if at[0] == 2} == {
        (2, 1): "skipped:other_sheet",
        (2, 2): "skipped:other_sheet",
    }


def test_each_sheet_has_a_header_of_its_own() -> None:
    turned = [NARROW_HEADER[::-1], narrow(item="2")[::-1]]
    assert [row["item"] for row in derive([NARROW_HEADER, narrow()], turned).lines] == [1, 2]


def test_a_table_that_no_layout_knows_is_refused() -> None:
    with pytest.raises(UnknownLayout):
        derive([["A", "B"], ["1", "2"]])


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        plan_sheets("empty.csv", [[]], None)


ROWS = st.one_of(
    st.just(NARROW_HEADER),
    st.just(narrow()),
    st.just(["ИТОГО", *[""] * (len(NARROW_HEADER) - 2), "1"]),
    st.just([""] * len(NARROW_HEADER)),
    st.lists(cell_texts(), min_size=1, max_size=len(NARROW_HEADER)),
    st.lists(cell_texts(), min_size=len(NARROW_HEADER), max_size=len(NARROW_HEADER)),
)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.lists(ROWS, max_size=8), max_size=2), st.lists(ROWS, max_size=8))
def test_every_row_of_any_table_is_a_line_or_set_apart_for_one_known_reason(
    more: list[Rows], rows: Rows
) -> None:
    sheets = [[*rows[:3], NARROW_HEADER, *rows[3:]], *more]
    found = derive(*sheets)
    lines = {(row["sheet"], row["row"]) for row in found.lines}
    every = {(s, r) for s, sheet in enumerate(sheets, 1) for r in range(1, len(sheet) + 1)}
    known = {f"refused:{why}" for why in REFUSED} | {f"skipped:{why}" for why in SKIPPED}
    assert len(lines) == len(found.lines)
    assert lines | found.apart.keys() == every
    assert not lines & found.apart.keys()
    assert set(found.apart.values()) <= known
    codes = {m.split(":")[1] for row in found.lines if row["marks"] for m in row["marks"].split()}
    assert codes <= set(MARKS)


# -- what a line says


BAD = {
    "registered": ("31.02.2022", "registered:not_a_date"),
    "released": ("вчера", "released:not_a_date"),
    "hs": ("код", "hs:not_a_code"),
    "origin_country": ("АТЛАНТИДА", "origin_country:unknown_country"),
    "direction": ("ТУДА", "direction:unknown_direction"),
    "regime": ("4", "regime:unknown_regime"),
    "invoice_currency": ("ТАЛЕР", "invoice_currency:unknown_currency"),
    "customs_value": ("много", "customs_value:not_a_number"),
    "item": ("1.5", "item:not_a_number"),
    "goods": ("НАС\ufffdСЫ", "goods:undecodable"),
}


def test_a_bad_cell_marks_the_cell_and_keeps_the_line() -> None:
    found = derive([HEADER, *(line(**{field: cell}) for field, (cell, _) in BAD.items())])
    marks = [row["marks"].split() for row in found.lines]
    assert [mark in own for own, (_, mark) in zip(marks, BAD.values(), strict=True)] == [True] * 10


def test_a_bad_cell_leaves_its_field_empty() -> None:
    empty = ("released", "hs", "origin_country", "regime", "invoice_currency", "customs_value")
    found = derive([HEADER, *(line(**{field: BAD[field][0]}) for field in empty)])
    assert [row[field] for row, field in zip(found.lines, empty, strict=True)] == [None] * 6


def test_a_good_line_has_no_mark() -> None:
    assert derive([HEADER, line()]).line["marks"] is None


def test_an_item_number_is_a_whole_number_or_none() -> None:
    cells = {"1": 1, "1.0": 1, "10": 10, "1.05": None, "1_0": None, "1e1": None, "-1": None}
    found = derive([NARROW_HEADER, *(narrow(item=cell) for cell in cells)])
    assert [row["item"] for row in found.lines] == list(cells.values())


def test_junk_around_words_is_taken_off() -> None:
    found = derive([HEADER, line(goods=" | НАСОСЫ_x000D_\n  ВОДЯНЫЕ\u00a0 ")]).line
    assert found["goods"] == "НАСОСЫ ВОДЯНЫЕ"


def test_a_word_for_nothing_is_no_maker() -> None:
    words = ["NULL", "n/a", "ОТСУТСТВУЕТ", "Б/Н", "--", "NO DISPONIBLE"]
    found = derive([HEADER, *(line(maker_name=word) for word in words)])
    assert [row["maker"] for row in found.lines] == [None] * len(words)


def test_a_tax_id_that_was_a_number_is_an_id_again() -> None:
    found = derive([HEADER, line(receiver_id="7700000016.0")]).line
    assert found["receiver_id"] == "7700000016"


def test_where_no_column_says_the_direction_it_is_the_layouts() -> None:
    assert derive([HEADER, line(direction="")]).line["direction"] == "import"


def test_goods_are_released_when_their_day_of_release_is_given() -> None:
    cells = {"16.03.2022": "released", "": "not_released", "скоро": "unknown"}
    found = derive([HEADER, *(line(released=cell) for cell in cells)])
    assert [row["release"] for row in found.lines] == list(cells.values())


def test_without_a_column_of_releases_it_is_not_known_whether_goods_were() -> None:
    assert derive([NARROW_HEADER, narrow()]).line["release"] == "unknown"


def test_totals_of_the_declaration_fill_no_value() -> None:
    header = ["ND", "G082", "G33", "G12", "G222", "G06"]
    found = derive([header, ["1", "ООО РОМАШКА", "8413302008", "5000", "4000", "3"]]).line
    values = ("statistical_usd", "customs_value", "invoice_value", "cif_usd", "fob_usd")
    assert [found[name] for name in values] == [None] * 5
    assert found["total_customs_value"] == Decimal(5000)


def test_the_day_inside_the_number_stands_in_for_one_that_is_not_given() -> None:
    found = derive([HEADER, line(registered="")]).line
    assert (found["registered"], found["marks"]) == (date(2022, 3, 15), "registered:from_number")


def test_a_day_that_differs_from_the_one_inside_the_number_is_kept_and_marked() -> None:
    found = derive([HEADER, line(registered="17.03.2022")]).line
    assert found["registered"] == date(2022, 3, 17)
    assert found["marks"] == "registered:differs_from_number"


def test_two_lines_that_differ_in_a_letter_of_the_goods_are_two_contents() -> None:
    rows = [NARROW_HEADER, narrow(item=""), narrow(item="", goods="НАСОСЬ")]
    assert len({row["content"] for row in derive(rows).lines}) == 2


def test_a_line_has_the_same_content_however_its_numbers_are_written() -> None:
    written = ["1 110 000,50", "1110000,5", "1.110.000,500"]
    rows = [NARROW_HEADER, *(narrow(item="", statistical_usd=cell) for cell in written)]
    assert len({row["content"] for row in derive(rows).lines}) == 1
