from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import render_examples as examples
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.answer import Answer
from followthegoods.render import books, dossier, figures, look, rows
from followthegoods.render.as_json import as_json
from followthegoods.render.text import LONGEST, Broken, beside, place, safe, to_text


def printed(answer: Answer) -> str:
    return to_text(dossier.dossier(answer))


def line_with(text: str, needle: str) -> str:
    return next(line for line in text.splitlines() if needle in line)


# -- the dossier


def test_every_caveat_is_in_the_dossier() -> None:
    # In half the width a caveat is broken into lines, so its words are looked for.
    words = set(printed(examples.answer()).split())
    for caveat in examples.CAVEATS[1:]:
        assert set(caveat.text.split()) <= words


def test_the_caveat_of_countries_stands_beside_the_countries_header() -> None:
    header = line_with(printed(examples.answer()), "▸origin")
    assert "! 2 counted lines" in header


def test_the_caveat_of_the_total_stands_beside_the_total() -> None:
    assert "! No records for 2 months" in line_with(printed(examples.answer()), "US dollars    ")


def test_an_open_ceiling_is_never_up_to() -> None:
    assert "up to" not in figures.headline(examples.figure("1", "2", "3")).plain


def test_a_closed_ceiling_is_up_to() -> None:
    closed = examples.figure("1", "2", "3", open_=False)
    assert figures.headline(closed).plain == "US dollars: at least 1 – 2 – up to 3"


def test_an_invented_dossier_says_so_above_and_below() -> None:
    lines = printed(examples.answer()).splitlines()
    assert "INVENTED" in lines[0]
    assert "INVENTED" in lines[-1]


def test_a_dossier_of_real_records_does_not_speak_of_invention() -> None:
    assert "INVENTED" not in printed(examples.answer(invented=False))


def test_the_chosen_country_basis_is_marked() -> None:
    answer = examples.answer()
    switched = replace(answer, bases=replace(answer.bases, country="dispatch"))
    assert "▸dispatch" in printed(switched)


def test_a_country_basis_that_nothing_states_is_named_and_not_tabled() -> None:
    assert "Not stated on any counted line: trading." in printed(examples.answer())


def test_makers_have_no_shares() -> None:
    table = figures.groups_table(
        "maker",
        examples.BY["maker"],
        examples.answer().value_usd.point,
        additive=False,
        top=5,
    )
    assert "%" not in to_text([table])


def test_others_are_not_summed_where_groups_overlap() -> None:
    table = figures.groups_table(
        "maker",
        examples.BY["maker"],
        examples.answer().value_usd.point,
        additive=False,
        top=1,
    )
    assert "and 1 more" in to_text([table])


def test_others_are_summed_where_groups_add_up() -> None:
    table = figures.groups_table(
        "supplier",
        examples.BY["supplier"],
        examples.answer().value_usd.point,
        additive=True,
        top=2,
    )
    assert "50.0 k" in line_with(to_text([table]), "2 others")


def test_a_year_without_lines_between_two_with_lines_is_shown() -> None:
    table = figures.years(examples.BY["year"], examples.answer().value_usd.point)
    assert line_with(to_text([table]), "2019").split() == ["2019", "–", "0"]


# -- the other renderings


def test_books_that_do_not_balance_say_so() -> None:
    unbalanced = replace(examples.books(), read=131)
    assert "THE BOOKS DO NOT BALANCE: 131 read, 130 accounted" in to_text(books.books(unbalanced))


def test_a_whole_file_is_not_called_a_sample() -> None:
    assert "sample" not in to_text(look.look(examples.preview(whole=True)))


def test_an_empty_case_says_what_to_do() -> None:
    empty = replace(examples.status(), books=(), coverage={})
    assert "ftg add CASE FILE" in to_text(books.status(empty))


def test_a_long_place_is_folded_and_not_cut() -> None:
    text = to_text(rows.rows([examples.line(source="x" * 120 + ".csv")]))
    assert text.count("x") >= 120


def test_a_place_names_the_sheet_unless_it_is_the_first() -> None:
    assert [place("a.xlsx", 1, 7), place("a.xlsx", 2, 7)] == ["a.xlsx:7", "a.xlsx:2:7"]


def test_nothing_is_put_beside_a_body_without_notes() -> None:
    assert beside("body", [], 7, 3) == "body"


# -- texts from records


def test_a_cell_cannot_move_the_cursor() -> None:
    assert safe("A\x1b[2JB\u202eC\nD") == "A[2JBC D"


def test_brackets_in_a_cell_are_no_markup() -> None:
    text = to_text(rows.parties([replace(examples.party(), name="[bold]ROVEN[/bold]")]))
    assert "[bold]ROVEN[/bold]" in text


@given(st.text())
def test_a_safe_text_is_safe_already(text: str) -> None:
    assert safe(safe(text)) == safe(text)


# -- CSV and JSON


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_raw_cell_that_is_a_formula_is_written_as_text() -> None:
    out = io.StringIO()
    rows.write_csv([examples.line()], out)
    assert read_csv(out.getvalue())[0]["cell_2"] == "'=SUM(A1)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_escaped(start: str) -> None:
    assert rows.escaped(f"{start}1") == f"'{start}1"


def test_a_cell_that_is_no_formula_is_left_as_it_is() -> None:
    assert rows.escaped("1=1") == "1=1"


@given(st.lists(st.text(alphabet="=+-@\t\r\n'\";,aЯ1"), max_size=4))
def test_no_cell_of_a_csv_begins_like_a_formula(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    rows.write_csv([examples.line(goods="-1", cells=tuple(cells))], out)
    written = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert not [c for row in written for c in row if c.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_line_in_json_has_decimal_strings_and_iso_days() -> None:
    found = json.loads(as_json([examples.line()]))[0]
    assert (found["value_usd"], found["day"]) == ("1250.50", "2018-03-01")


def test_a_party_in_json_has_its_id() -> None:
    assert json.loads(as_json(examples.party()))["id"] == "pff"


# -- names without room


@given(st.text("aA1-_/.:( ", max_size=40), st.integers(4, 60))
def test_a_name_that_is_broken_keeps_every_character(name: str, width: int) -> None:
    said = to_text([Broken(name)], width)
    assert "".join(said.split()) == "".join(name.split())
    assert max(map(len, said.splitlines()), default=0) <= width


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("INVENTED-vendor-a-2018-2020.csv", ["INVENTED-vendor-a-", "2018-2020.csv"]),
        ("dump/2018/january_export.csv:17", ["dump/2018/january_", "export.csv:17"]),
        ("10129060/170418/0001205/1", ["10129060/170418/", "0001205/1"]),
        ("short.csv", ["short.csv"]),
    ],
)
def test_a_name_is_broken_after_its_own_marks(name: str, lines: list[str]) -> None:
    assert to_text([Broken(name)], 20).splitlines() == lines


def test_a_source_that_says_it_is_invented_is_marked_in_the_status() -> None:
    held = examples.status()
    source = replace(held.books[0].source, format={"invented": True})
    marked = replace(held, books=(replace(held.books[0], source=source), held.books[1]))
    said = to_text(books.status(marked))
    assert said.count("(INVENTED)") == 1


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    cut = safe("x" * 1_000_000)
    assert len(cut) == LONGEST
    assert cut.endswith(" … [cut here]")
    assert safe(cut) == cut


def test_a_text_that_is_shown_whole_is_not_cut() -> None:
    assert safe("x" * 1_000_000, None) == "x" * 1_000_000
