"""Drafting claims from texts of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.printed import printed
from followthegoods.model.story import Claim, Hedge, Measure, Story
from followthegoods.questions.stories.checking.claims_file import read_claims, write_claims
from followthegoods.questions.stories.drafting.draft import GONE, draft_story, redrafted
from followthegoods.questions.stories.reading.language import language, language_of
from followthegoods.questions.stories.reading.numbers import numbers
from followthegoods.questions.stories.reading.periods import periods
from followthegoods.questions.stories.reading.sentences import sentences, story_text

DAY = date(2024, 6, 19)
ENGLISH, RUSSIAN = language("en"), language("ru")


def drafted(text: str) -> list[Claim]:
    return list(draft_story(text, published=DAY).claims)


def only(text: str) -> Claim:
    (claim,) = drafted(text)
    return claim


@pytest.mark.parametrize(
    ("text", "amount", "unit", "hedge"),
    [
        ("at least $34 million", "34 million", "USD", "at least"),
        ("nearly $34m", "34 million", "USD", "almost"),
        ("€1.2bn", "1.2 billion", "EUR", "exactly"),
        ("46.625 million roubles", "46.625 million", "RUB", "exactly"),
        ("about 1,250 tonnes", "1,250", "t", "about"),
        ("more than half", "1/2", "%", "more than"),
        ("one in five", "1/5", "%", "exactly"),
        ("up to 4 per cent", "4", "%", "up to"),
        ("between $3 and $4 million", "3 million .. 4 million", "USD", "between"),
        ("tripled", "3", "times", "exactly"),
        ("millions of dollars", "1 million", "USD", "millions of"),
        ("ninety-one suppliers", "91", "suppliers", "exactly"),
    ],
)
def test_numbers_are_read_in_their_usual_wordings(
    text: str, amount: str, unit: str, hedge: str
) -> None:
    (found,) = numbers(f"It was {text}.", ENGLISH, ())
    assert (found.text, found.unit, found.hedge) == (amount, unit, hedge)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "hedge"),
    [
        ("не менее чем на 18,5 млн долларов", "18.5 million", "USD", "at least"),
        ("почти 2,3 млрд рублей", "2.3 billion", "RUB", "almost"),
        ("около 1 340 тонн", "1,340", "t", "about"),
        ("более половины", "1/2", "%", "more than"),
    ],
)
def test_russian_numbers_are_read_in_their_usual_wordings(
    text: str, amount: str, unit: str, hedge: str
) -> None:
    (found,) = numbers(f"Ввезли {text}.", RUSSIAN, ())
    assert (found.text, found.unit, found.hedge) == (amount, unit, hedge)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("between 2018 and 2023", "2018..2023"),
        ("from March 2022 to December 2023", "2022-03..2023-12"),
        ("since February 2022", "2022-02.."),
        ("after April 2023", "2023-05.."),
        ("before 2022", "..2021-12-31"),
        ("on 14 February 2023", "2023-02-14"),
        ("on February 14, 2023", "2023-02-14"),
        ("in the first half of 2022", "2022-01..2022-06"),
        ("in the two years to December 2022", "2021-01..2022-12"),
        ("since the invasion", "2022-02-24.."),
        ("last year", "2023"),
        ("last month", "2024-05"),
        ("on Monday", "2024-06-17"),
        ("in January", "2024-01"),
        ("in July", "2023-07"),
    ],
)
def test_periods_are_read_against_the_day_of_the_story(text: str, period: str) -> None:
    (found,) = periods(f"It came {text}.", ENGLISH, DAY)
    assert found.text == period


def test_last_year_stays_open_without_the_day_of_the_story() -> None:
    (found,) = periods("It came last year.", ENGLISH, None)
    assert (found.text, bool(found.doubt)) == ("", True)


def test_produced_in_is_origin_and_shipped_from_is_dispatch() -> None:
    made = only("Velmora Auto imported goods worth $3 million produced in Japan.")
    sent = only("Velmora Auto imported goods worth $3 million shipped from Japan.")
    from_there = only("Velmora Auto imported goods worth $3 million from Japan.")
    assert [c.basis for c in (made, sent, from_there)] == ["origin", "dispatch", "unspecified"]


def test_several_figures_of_a_sentence_are_linked() -> None:
    whole, part = drafted(
        "Velmora Auto imported goods worth almost $19 million, including $4 million "
        "produced in Japan, since March 2022."
    )
    assert (part.part_of, part.period) == (whole.id, whole.period)


def test_money_in_brackets_is_the_same_in_another_currency() -> None:
    roubles, dollars = drafted("Velmora Auto imported goods worth 90 million roubles ($1 million).")
    assert (dollars.measure, dollars.equals) == (Measure.ARITHMETIC, roubles.id)


def test_a_price_is_not_checkable_and_says_why() -> None:
    claim = only("Prices of the car start at $88,000.")
    assert claim.measure is Measure.NONE
    assert claim.why


def test_a_negated_listing_is_not_drafted_as_a_listing() -> None:
    claims = drafted("Velmora Auto LLC has not been sanctioned by Japan.")
    assert all(claim.measure is not Measure.LISTING for claim in claims)


def test_the_company_is_whom_the_story_is_about() -> None:
    claims = drafted(
        "Velmora Auto imported pumps worth $3 million.\n\nThe company bought 40 tonnes of wire."
    )
    assert claims[1].of == ("Velmora Auto",)


def test_a_statement_has_its_speaker() -> None:
    claims = drafted(
        "Velmora Auto imported pumps worth $3 million from Pellisart SAS.\n\n"
        "Pellisart SAS said it had not signed any contract with Velmora Auto since 2021."
    )
    assert (claims[-1].measure, claims[-1].by) == (Measure.ABSENCE, "Pellisart SAS")
    assert claims[-1].supplier == ("Pellisart SAS",)


def test_html_is_read_without_its_tags_and_scripts() -> None:
    page = "<body><script>let a = 1;</script><p>Worth <b>$3</b>&nbsp;million.</p></body>"
    assert story_text(page) == "Worth $3 million.\n"


def test_the_language_is_that_of_most_letters() -> None:
    assert language_of("Завод «Velmora» ввёз станки").code == "ru"


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert len(list(sentences("Kolbrek s.r.o. sent parts. It said so."))) == 2


@given(st.text(max_size=200))
def test_a_span_is_where_the_words_stand(text: str) -> None:
    for claim in draft_story(text, published=DAY).claims:
        assert " ".join(text[slice(*claim.at)].split()) == claim.text


@given(st.text("Velmora imported $3 million, goods from Japan in 2022. ", max_size=120))
def test_any_draft_is_a_claims_file_that_reads_back(text: str) -> None:
    story = draft_story(text, published=DAY)
    assert read_claims(write_claims(story)) == story


def test_drafting_is_deterministic() -> None:
    text = "Velmora Auto imported goods worth $3 million from Japan and Italy in 2022."
    assert drafted(text) == drafted(text)


# -- a second draft

TEXT = "Velmora Auto imported goods worth $3 million from Japan. It bought 40 tonnes of wire."


def test_a_second_draft_keeps_corrections() -> None:
    first = draft_story(TEXT, published=DAY)
    corrected = replace(first.claims[0], basis="origin", doubts=())
    edited = replace(first, claims=(corrected, *first.claims[1:]))
    assert redrafted(edited, draft_story(TEXT, published=DAY), TEXT) == edited


def test_a_second_draft_adds_what_is_new_in_the_text() -> None:
    first = draft_story(TEXT, published=DAY)
    longer = TEXT + " It also bought parts from Turkey."
    again = redrafted(first, draft_story(longer, published=DAY), longer)
    assert [claim.country for claim in again.claims] == [("JP",), (), ("TR",)]


def test_a_second_draft_keeps_and_doubts_a_claim_whose_words_are_gone() -> None:
    first = draft_story(TEXT, published=DAY)
    shorter = TEXT.split(". ")[0] + "."
    again = redrafted(first, draft_story(shorter, published=DAY), shorter)
    assert GONE in again.claims[1].doubts


def test_a_second_draft_finds_a_claim_where_it_now_stands() -> None:
    first = draft_story(TEXT, published=DAY)
    moved = "A new beginning.\n\n" + TEXT
    again = redrafted(first, draft_story(moved, published=DAY), moved)
    assert [c.at[0] - d.at[0] for c, d in zip(again.claims, first.claims, strict=True)] == [18, 18]


def test_a_claim_added_by_hand_stays_in_a_second_draft() -> None:
    by_hand = Claim("x", "40 tonnes", (0, 9), Measure.QUANTITY, amount=printed("40"), unit="t")
    first = Story((by_hand,))
    again = redrafted(first, draft_story(TEXT, published=DAY), TEXT)
    assert "x" in {claim.id for claim in again.claims}


def test_hedges_are_kept_apart() -> None:
    text = "Velmora Auto imported goods worth {} $3 million."
    said = {hedge: only(text.format(hedge)).hedge for hedge in ("over", "under", "some", "nearly")}
    assert said == {
        "over": Hedge.MORE_THAN,
        "under": Hedge.LESS_THAN,
        "some": Hedge.ABOUT,
        "nearly": Hedge.ALMOST,
    }


@pytest.mark.parametrize("text", ["2001 to 2000 goods", "1 to 0 goods", "1..0 of 3 kg", "0-0000"])
def test_a_text_whose_numbers_run_backwards_is_read(text: str) -> None:
    found = draft_story(text, published=DAY).claims
    assert all(claim.text in " ".join(text.split()) for claim in found)


def test_a_span_of_years_that_ends_before_it_begins_is_no_period() -> None:
    found = periods("Imports from 2001 to 2000 fell.", language_of("Imports"), DAY)
    assert "2001..2000" not in {said.text for said in found}
