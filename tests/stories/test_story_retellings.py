"""What newsrooms do to a story: who says it is dropped, sentences are merged, figures moved."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.model.retelling import Aspect, Change, Comparison, Difference
from followthegoods.questions.stories.comparing.compare import compare, read_text
from followthegoods.render.story import differs


def told(original: str, retelling: str) -> Comparison:
    day = date(2024, 7, 1)
    return compare(read_text(original, day), read_text(retelling, day))


def differences(original: str, retelling: str) -> list[Difference]:
    return [d for one in told(original, retelling).told for d in one.differences]


def shown(original: str, retelling: str, aspect: Aspect) -> list[tuple[str, str]]:
    found = differences(original, retelling)
    return [(d.original, d.retelling) for d in found if d.aspect is aspect]


def words(original: str, retelling: str) -> set[str]:
    """The words of each side that a comparison shows."""
    sides = shown(original, retelling, Aspect.WORDS)
    return {word for side in sides for said in side for word in said.split(", ") if word}


def changes(original: str, retelling: str) -> list[Change]:
    return [one.change for one in told(original, retelling).told]


# -- numbers


def test_a_number_in_words_is_among_the_words_left_out() -> None:
    before = "Two of five certificates carried the stamp of an officer who had left the chamber."
    after = "Two certificates carried the stamp of an officer who had left the chamber."
    assert words(before, after) == {"five"}


def test_one_that_became_several_is_among_the_words() -> None:
    before = "The harbour office fined one importer of frozen herring for its papers."
    after = "The harbour office fined several importers of frozen herring for their papers."
    assert {"one", "several"} <= words(before, after)


def test_a_number_in_words_that_the_other_has_in_digits_is_not() -> None:
    before = "The harbour office fined seven importers of frozen herring for their papers."
    after = "The harbour office fined 7 importers of frozen herring for their papers."
    assert words(before, after) == set()


def test_the_hedge_of_a_number_that_is_no_claim_is_compared() -> None:
    before = "At least 28 of the machines were sent after the works was closed by the court."
    after = "28 of the machines were sent after the works was closed by the court."
    assert shown(before, after, Aspect.HEDGE) == [("at least", "")]


def test_a_number_without_a_hedge_is_shown_without_one() -> None:
    before = "Tarnwell Pumps imported bearings worth at least $9 million in 2022."
    after = "Tarnwell Pumps imported bearings worth $9 million in 2022."
    assert shown(before, after, Aspect.HEDGE) == [("at least", "")]


# -- which figure a line is about

TWO_SUMS = (
    "In 2022 Tarnwell Pumps imported bearings worth {} from Japan and valves worth "
    "$4 million from Italy."
)


def test_a_difference_names_which_of_several_figures_it_is_about() -> None:
    before, after = TWO_SUMS.format("at least $9 million"), TWO_SUMS.format("$9 million")
    found = [d for d in differences(before, after) if d.aspect is Aspect.HEDGE]
    assert [d.of for d in found] == ["at least $9 million"]


def test_a_figure_that_is_alone_in_its_sentence_is_not_named() -> None:
    before = "Tarnwell Pumps imported bearings worth at least $9 million in 2022."
    found = differences(before, before.replace("at least", "about"))
    assert [(d.aspect, d.of) for d in found] == [(Aspect.HEDGE, "")]


def test_a_place_that_a_figure_gained_names_the_figure() -> None:
    found = differences(
        "The shipyard imported goods worth at least $34 million.",
        "Up to $43 million from South Korea, the shipyard imported goods worth.",
    )
    places = [(d.original, d.retelling, d.of) for d in found if d.aspect is Aspect.PLACE]
    assert places == [("", "South Korea", "at least $34 million")]


def test_the_line_of_a_difference_says_what_figure_it_is_about() -> None:
    one = Difference(Aspect.PLACE, "", "South Korea", "millions of dollars")
    assert differs(one) == "place (of millions of dollars): (none) → South Korea"


def test_a_country_that_a_kept_sentence_still_names_is_not_lost_of_a_figure() -> None:
    before = "More than half of it, 3,100 tonnes, was landed in 2022 by Russian vessels in Norvik."
    after = "More than half of it was landed in 2022 by Russian vessels in Norvik."
    assert shown(before, after, Aspect.PLACE) == []


# -- who says it


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ("Reifen Sandmann GmbH said that it", "Reifen Sandmann GmbH said"),
        ("Reifen Sandmann GmbH claimed that it", "Reifen Sandmann GmbH claimed"),
        ("Reifen Sandmann GmbH denied that it", "Reifen Sandmann GmbH denied"),
    ],
)
def test_that_somebody_says_it_of_himself_is_not_dropped_in_silence(said: str, lost: str) -> None:
    before = f"{said} relied on papers of the chamber of commerce in Pavlodar."
    after = "Reifen Sandmann GmbH relied on papers of the chamber of commerce in Pavlodar."
    assert (lost, "") in shown(before, after, Aspect.SPEAKER)


def test_other_words_for_saying_leave_nobody_out() -> None:
    before = "Reifen Sandmann GmbH said it relied on papers of the chamber of commerce."
    after = "Reifen Sandmann GmbH insists it relied on papers of the chamber of commerce."
    assert shown(before, after, Aspect.SPEAKER) == []


def test_records_that_show_something_are_nobody_who_says_it() -> None:
    before = "Tarnwell Pumps bought bearings and seals from Japan, customs records show."
    after = "Tarnwell Pumps bought bearings and seals from Japan."
    assert shown(before, after, Aspect.SPEAKER) == []


# -- sentences merged and split

MERGED = """Reifen Sandmann GmbH said that it relied on certificates of origin issued in Pavlodar.

It ended the business in December 2024, after questions were asked by reporters.
"""


def test_a_sentence_told_at_the_end_of_another_is_not_dropped() -> None:
    after = (
        "The company said it relied on certificates of origin from Pavlodar and ended the "
        "business in 2024."
    )
    assert not {Change.DROPPED, Change.ADDED} & set(changes(MERGED, after))
    assert ("in December 2024", "in 2024") in shown(MERGED, after, Aspect.PERIOD)


def test_the_second_half_of_a_sentence_told_on_its_own_is_not_added() -> None:
    before = (
        "The director said that a new production line had been running for years, but pictures "
        "taken from above show no building."
    )
    after = (
        "The director said that a new production line had been running for years. Pictures taken "
        "from above show no such building."
    )
    assert Change.ADDED not in changes(before, after)


def test_a_listing_told_by_the_short_name_of_a_union_is_not_dropped() -> None:
    before = (
        "The drone maker was put on the European Union's sanctions list on 2 December 2021. "
        "Deliveries did not stop: the records list 412 shipments after that date."
    )
    after = "The company, under EU sanctions since December 2021, received 412 shipments."
    assert Change.DROPPED not in changes(before, after)


def test_a_sentence_whose_claim_is_told_elsewhere_is_not_dropped() -> None:
    before = (
        "The cod was loaded on trawlers which belong to the company Polar Fleet LLC. "
        "Polar Fleet LLC was sanctioned by Norway on 14 July 2023."
    )
    after = "The cod came from trawlers of Polar Fleet LLC, which is under Norwegian sanctions."
    assert Change.DROPPED not in changes(before, after)


def test_the_words_of_a_merged_sentence_are_shown_once() -> None:
    before = (
        "Tarnwell Pumps imported bearings and seals through the harbour. "
        "The harbour office refused to answer a written request for comment."
    )
    after = (
        "Tarnwell Pumps imported bearings and seals through the harbour, whose tardy office "
        "refused to answer a written request for comment."
    )
    lines = [after for _, after in shown(before, after, Aspect.WORDS)]
    assert sum("tardy" in line for line in lines) == 1


# -- periods and places in sentences that have no claim of them


def test_a_year_altered_in_a_sentence_without_a_claim_is_shown() -> None:
    before = "The harbour office fined an importer of frozen herring 23,000 euros in 2024."
    after = "The harbour office fined an importer of frozen herring 23,000 euros in 2023."
    assert shown(before, after, Aspect.PERIOD) == [("in 2024", "in 2023")]


def test_a_country_in_place_of_another_is_shown() -> None:
    before = "Most of the crates arrived by lorry through Turkey."
    after = "Most of the crates arrived by lorry through China."
    assert shown(before, after, Aspect.PLACE) == [("Turkey", "China")]


def test_a_figure_moved_to_another_country_of_its_sentence_is_shown() -> None:
    before = (
        "In 2023 Poland took 21,400 tonnes of wood, Germany 9,800 tonnes and Spain 7,150 tonnes."
    )
    after = (
        "In 2023 Poland took 21,400 tonnes of wood, Germany 7,150 tonnes and Spain 9,800 tonnes."
    )
    found = {("Germany", "Spain"), ("Spain", "Germany")}
    assert set(shown(before, after, Aspect.PLACE)) == found


def test_a_country_that_both_sentences_name_is_not_gained_by_a_word_for_the_buyer() -> None:
    before = (
        "Ostara Lift BV delivered crane parts worth 11.2 million euros to the Primorye Shipyard "
        "in the far east of Russia between March 2022 and September 2024."
    )
    after = (
        "A company delivered crane parts worth 11.2 million euros to a sanctioned Russian "
        "shipyard between 2022 and 2024, documents show."
    )
    assert shown(before, after, Aspect.PLACE) == []
    assert changes(before, after) == [Change.ALTERED]


def test_a_country_left_out_of_a_list_is_shown() -> None:
    before = "The rest of the crates came from Kazakhstan and the United Arab Emirates."
    after = "The rest of the crates came from Kazakhstan."
    (lost,) = shown(before, after, Aspect.PLACE)
    assert "United Arab Emirates" in lost[0]
    assert "United Arab Emirates" not in lost[1]


def test_what_is_denied_is_told_by_a_whole_word() -> None:
    before = "The yard wrote that the name of the customer must not appear on any paper."
    after = "The yard wrote that the name of the customer must appear on its papers."
    assert shown(before, after, Aspect.DENIAL) == [("not appear", "")]


def test_another_name_of_a_country_is_no_other_country() -> None:
    before = "The seller has been under sanctions of the United Kingdom for its deliveries."
    after = "The seller has been under British sanctions for its deliveries."
    assert shown(before, after, Aspect.PLACE) == []
    assert words(before, after) == set()


# -- quotations

QUOTED = 'The director wrote to the yard that "the customer in the Far East" must not be named.'


@pytest.mark.parametrize(
    ("after", "quotes"),
    [
        (QUOTED, []),
        (
            QUOTED.replace("Far East", "north"),
            [("the customer in the Far East", "the customer in the north")],
        ),
        (QUOTED.replace('"', ""), []),
        (
            QUOTED.replace('"the customer in the Far East"', "a buyer"),
            [("the customer in the Far East", "")],
        ),
    ],
)
def test_words_in_quotation_marks_are_kept_or_shown(
    after: str, quotes: list[tuple[str, str]]
) -> None:
    assert shown(QUOTED, after, Aspect.QUOTE) == quotes


# -- what is said of whom, and how surely


def test_another_clause_before_a_verb_is_not_whom_it_is_said_of() -> None:
    before = "Oponex SA did not dispute the figures but said the tyres were made in Kazakhstan."
    after = "Oponex SA admitted the figures and said the tyres were made in Kazakhstan."
    assert shown(before, after, Aspect.SUBJECT) == []


def test_a_doubt_is_shown_with_its_whole_verb() -> None:
    before = "Oponex SA did not dispute it but said the tyres may have been made in Kazakhstan."
    after = "Oponex SA admitted it and said the tyres were made in Kazakhstan."
    assert ("may have been made", "") in shown(before, after, Aspect.SURENESS)


# -- translations

ENGLISH = """Kamensk Works imported machine tools worth $17.6 million in 2022, records show.

Most of them arrived through Turkey.

Demirok Makina AS denied that it sent machines worth $7.3 million in 2022.

It added that it had stopped in February 2023.

The records list 41 shipments by the trader.
"""
RUSSIAN = """Каменский завод импортировал станки на $17,6 млн в 2022 году.

Большинство из них прибыло через Китай.

Demirok Makina AS отправила станки на $7,3 млн в 2022 году.

В феврале 2022 года она остановилась.

В данных значится 41 поставка торговца.
"""


def test_a_translation_that_tells_every_sentence_drops_and_adds_none() -> None:
    assert not {Change.DROPPED, Change.ADDED} & set(changes(ENGLISH, RUSSIAN))


def test_a_country_altered_in_a_translation_is_shown() -> None:
    assert ("Turkey", "China") in shown(ENGLISH, RUSSIAN, Aspect.PLACE)


def test_a_day_altered_in_a_translation_is_shown() -> None:
    found = shown(ENGLISH, RUSSIAN, Aspect.PERIOD)
    assert ("in February 2023", "В феврале 2022 года") in found


def test_who_says_it_left_out_of_a_translation_is_shown() -> None:
    assert ("Demirok Makina AS denied", "") in shown(ENGLISH, RUSSIAN, Aspect.SPEAKER)


def test_a_unit_that_only_one_language_reads_is_no_other_figure() -> None:
    assert shown(ENGLISH, RUSSIAN, Aspect.FIGURE) == []
