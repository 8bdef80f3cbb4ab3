"""How verdicts and retellings are printed."""

from __future__ import annotations

from decimal import Decimal

from followthegoods.model.answer import Figure
from followthegoods.model.printed import printed
from followthegoods.model.story import (
    Checked,
    Claim,
    Definition,
    Hedge,
    Measure,
    Ruling,
    Story,
    Verdict,
)
from followthegoods.questions.stories.comparing.compare import compare, read_text
from followthegoods.render.story import asked, checked, compared, definition, note, three
from followthegoods.render.text import to_text

CLAIM = Claim(
    "c1", "worth almost $15.5 million | from Japan", (0, 3), Measure.VALUE, of=("Tarnwell",),
    hedge=Hedge.ALMOST, amount=printed("15.5 million"), unit="USD",
)  # fmt: skip
FIGURE = Figure(Decimal("15461664.73"), Decimal("15461664.73"), Decimal("15839463.05"), True, 9, 1)
VERDICT = Verdict(
    "c1", Ruling.DEFINITION, "", FIGURE, Definition(country="dispatch"), 28, Decimal(0),
    Decimal("16851870.48"), (Definition(country="dispatch"),),
)  # fmt: skip
FOUND = Checked(Story((CLAIM,)), (VERDICT,))


def test_a_verdict_is_printed_under_its_claim_with_figure_and_definition() -> None:
    assert to_text(checked(FOUND)) == (
        "c1 worth almost $15.5 million | from Japan\n"
        "  supported only under a definition\n"
        "  floor 15,461,664.73, point 15,461,664.73, ceiling 15,839,463.05 or more; 9 lines, 1 "
        "without a\n"
        "  value\n"
        "  read as: country of dispatch\n"
        "  28 definitions tried, 0 to 16,851,870.48; borne out by: country of dispatch\n"
        "\n"
        "supported only under a definition: 1\n"
    )


def test_a_note_is_a_table_whose_cells_break_no_markdown() -> None:
    assert "worth almost $15.5 million \\| from Japan" in note(FOUND)


def test_a_share_is_printed_to_four_places() -> None:
    share = Figure(Decimal("0.44"), Decimal("0.45001"), Decimal("0.46"), False, 3, 0)
    assert three(share) == "floor 0.44, point 0.45, ceiling 0.46; 3 lines"


def test_the_defaults_are_called_so() -> None:
    assert definition(Definition()) == "the defaults"


def test_a_comparison_shows_both_sides_and_what_differs() -> None:
    first = read_text("Tarnwell Pumps imported bearings worth at least $9 million in 2022.")
    second = read_text("Tarnwell Pumps imported bearings worth about $9 million in 2022.")
    assert to_text(compared(compare(first, second))) == (
        "altered\n"
        "  - Tarnwell Pumps imported bearings worth at least $9 million in 2022.\n"
        "  + Tarnwell Pumps imported bearings worth about $9 million in 2022.\n"
        "  hedge: at least → about\n"
        "\n"
        "altered: 1\n"
    )


SHARE = Claim(
    "c1", "about 38 percent", (0, 3), Measure.SHARE, of=("Tarnwell",), country=("KR",),
    hedge=Hedge.ABOUT, amount=printed("38"), unit="%",
)  # fmt: skip


def test_a_share_of_a_claim_is_told_in_per_cent_as_its_story_tells_it() -> None:
    figure = Figure(Decimal("0.371"), Decimal("0.3755"), Decimal("0.38"), False, 9, 0)
    verdict = Verdict(
        "c1", Ruling.SUPPORTED, "", figure, Definition(), 2, figure.floor, figure.point
    )
    text = to_text(checked(Checked(Story((SHARE,)), (verdict,))))
    assert "floor 37.1 %, point 37.6 %, ceiling 38.0 %; 9 lines" in text
    assert "2 definitions tried, 37.1 % to 37.6 %" in text


def test_the_country_of_the_default_is_named_where_a_claim_leaves_it_open() -> None:
    verdict = Verdict(
        "c1", Ruling.DEFINITION, "", FIGURE, Definition(), 2, Decimal(0), Decimal(1),
        (Definition(), Definition(value="statistical")),
    )  # fmt: skip
    text = " ".join(to_text(checked(Checked(Story((SHARE,)), (verdict,)))).split())
    assert "read as: country of origin 2" in text
    assert "borne out by: country of origin; country of origin, statistical value" in text


def test_a_claim_without_a_number_has_no_hedge_in_words() -> None:
    bare = Claim("c1", "", (0, 0), Measure.RANK, of=("Tarnwell",), unit="largest")
    assert asked(bare) == "rank largest"
