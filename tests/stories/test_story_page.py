"""The pages of a checked story and of a retelling."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from followthegoods.case.story_rows import StoryRow
from followthegoods.model.answer import Figure
from followthegoods.model.printed import printed
from followthegoods.model.story import (
    Behind,
    Checked,
    Claim,
    Hedge,
    Measure,
    Ruling,
    Story,
    Verdict,
)
from followthegoods.questions.stories.comparing.compare import compare, read_text
from followthegoods.render.number_line import number_line
from followthegoods.render.story_page import checked_page, compared_page, pieces

TEXT = "Tarnwell <Pumps> bought parts.\n\nThey cost $9 million, with $2 million from Japan.\n"
WHOLE = "They cost $9 million, with $2 million from Japan"
PART = "$2 million from Japan"


def claim(id: str, words: str, amount: str) -> Claim:
    start = TEXT.index(words)
    return Claim(
        id, words, (start, start + len(words)), Measure.VALUE, of=("Tarnwell",),
        hedge=Hedge.AT_LEAST, amount=printed(amount), unit="USD",
    )  # fmt: skip


def verdict(id: str, ruling: Ruling, point: int, stated: int, *, opened: bool = False) -> Verdict:
    figure = Figure(Decimal(point - 1), Decimal(point), Decimal(point + 1), opened, 3, 0)
    lines = (Behind(7, date(2022, 5, 1), Decimal(point)),)
    return Verdict(id, ruling, "", figure, stated=(Decimal(stated),) * 2, lines=lines, plan="SQL")


FOUND = Checked(
    Story((claim("c1", WHOLE, "9 million"), claim("c2", PART, "2 million")), date(2024, 1, 2)),
    (
        verdict("c1", Ruling.SUPPORTED, 9_500_000, 9_000_000, opened=True),
        verdict("c2", Ruling.CONTRADICTED, 1_000_000, 2_000_000),
    ),
)
ROWS = {7: StoryRow(3, 1, 44, "JP", "CN", "8708299009")}


@pytest.fixture(scope="module")
def html() -> str:
    return checked_page(FOUND, TEXT, ROWS)


def test_the_pieces_of_a_story_are_its_text() -> None:
    said = "\n\n".join("".join(p.text for p in paragraph) for paragraph in pieces(TEXT, FOUND))
    assert said == TEXT.strip()


def test_of_claims_that_overlap_the_shorter_has_the_words() -> None:
    told = {p.text: p.claim for paragraph in pieces(TEXT, FOUND) for p in paragraph}
    assert told[PART] == "c2"


def test_a_claim_is_underlined_in_the_story_and_leads_to_its_verdict(html: str) -> None:
    assert f'<a class="claim contradicted" href="#c2">{PART}<sup>c2 ✗</sup></a>' in html
    assert 'id="c2"' in html


def test_words_of_a_story_are_no_markup(html: str) -> None:
    assert "Tarnwell &lt;Pumps&gt; bought parts." in html


def test_a_page_holds_no_script_and_nothing_of_a_network(html: str) -> None:
    assert re.search(r"<script|https?://|\bsrc=|@import|url\(", html) is None


def test_the_rows_behind_a_figure_stand_beside_it_by_the_cases_numbers(html: str) -> None:
    assert "source 3, sheet 1, row 44" in html


def test_a_page_without_the_text_has_the_verdicts_alone() -> None:
    html = checked_page(FOUND, "", ROWS)
    assert '<article class="text"' not in html
    assert 'id="c1"' in html


def test_the_same_verdicts_give_the_same_bytes(html: str) -> None:
    assert checked_page(FOUND, TEXT, ROWS) == html


def test_a_number_line_says_in_words_what_it_draws() -> None:
    said = number_line(FOUND.story.claims[0], FOUND.verdicts[0])
    assert 'aria-label="Printed: $9.00 M. Floor $9.50 M, point $9.50 M' in said
    assert "or more." in said


def test_an_open_ceiling_is_drawn_as_an_arrow_and_a_closed_one_is_not() -> None:
    opened, closed = (
        number_line(claim, verdict)
        for claim, verdict in zip(FOUND.story.claims, FOUND.verdicts, strict=True)
    )
    assert ('class="open"' in opened, 'class="open"' in closed) == (True, False)


def test_what_is_printed_stands_left_of_a_point_that_is_more() -> None:
    said = number_line(FOUND.story.claims[0], FOUND.verdicts[0])
    stated = re.search(r'class="stated" d="M([\d.]+)', said)
    point = re.search(r'class="tick" x1="([\d.]+)', said)
    assert stated
    assert point
    assert float(stated[1]) < float(point[1])


def test_a_verdict_without_a_number_has_no_line() -> None:
    bare = Verdict("c1", Ruling.NOT_CHECKABLE, "An opinion.")
    assert number_line(FOUND.story.claims[0], bare) == ""


def test_a_retelling_stands_beside_its_original_with_what_differs() -> None:
    first = read_text("Tarnwell Pumps imported bearings worth at least $9 million in 2022.")
    second = read_text("Tarnwell Pumps imported bearings worth about $9 million in 2022.")
    html = compared_page(compare(first, second))
    assert "hedge: at least → about" in html
    assert html.count('<div class="side">') == 2


def test_both_ends_of_a_printed_range_stand_on_the_line() -> None:
    said = number_line(
        claim("c1", "", "30 million .. 40 million"),
        replace(
            verdict("c1", Ruling.SUPPORTED, 34_000_000, 0),
            stated=(Decimal(30_000_000), Decimal(40_000_000)),
        ),
    )
    assert "printed $30.00 M to $40.00 M" in said
