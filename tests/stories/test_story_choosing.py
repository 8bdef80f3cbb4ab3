"""The days of a claim are chosen among all that it may be of, by weights learned from keys."""

from __future__ import annotations

from datetime import date

from drafts import DAY, days, drafted, of_amount

from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.choosing import chosen_days, likeliest, weights
from followthegoods.questions.stories.drafting.draft import draft_story, told_by_rules
from followthegoods.questions.stories.drafting.eligible import eligible
from followthegoods.questions.stories.drafting.lengths import days_of, following_from, grain

SPAN = (
    "I spent a week with the import declarations of Marvane Foods. They begin in January 2021 and "
    "break off in June 2024. Of 48,300 kilograms of honey, 36,900 were produced in Oman."
)


def test_days_that_two_sentences_before_bound_are_chosen() -> None:
    assert days(of_amount(SPAN, "48,300")) == "2021-01..2024-06"


def test_the_rules_alone_leave_them_open() -> None:
    told, _ = told_by_rules(SPAN, published=DAY)
    assert next(c.period for c in told.claims if c.amount and c.amount.text == "48,300") is None


def test_what_rules_took_over_has_the_days_chosen_for_what_they_took_it_from() -> None:
    assert days(of_amount(SPAN, "36,900")) == "2021-01..2024-06"


def test_a_claim_says_what_days_the_rules_gave_it() -> None:
    doubts = of_amount(SPAN, "48,300").doubts
    assert "Its days are the likeliest; by the rules they would be none." in doubts


def test_a_claim_of_the_days_that_the_rules_chose_has_no_such_doubt() -> None:
    found = of_amount("Marvane Foods imported 3,400 tonnes of honey in 2023.", "3,400")
    assert (days(found), found.doubts) == ("2023", ())


def test_days_that_are_told_without_being_told_in_days_stay_open() -> None:
    found = of_amount("Marvane Foods imported 3,400 tonnes of honey in late 2023.", "3,400")
    assert days(found) == ""


def test_days_against_the_day_of_a_story_without_one_stay_open() -> None:
    text = "Marvane Foods was founded in 2021. It imported 3,400 tonnes of honey last year."
    found = next(c for c in draft_story(text).claims if c.amount and c.amount.text == "3,400")
    assert days(found) == ""


def test_a_change_whose_days_change_is_against_the_year_before_these() -> None:
    changed = [
        claim
        for claim in drafted(SPAN + " In 2023 it bought 12% more than a year earlier.")
        if claim.measure is Measure.CHANGE
    ]
    assert [(days(c), c.against and c.against.text) for c in changed] == [("2023", "2022")]


def test_the_days_whose_signs_are_worth_most_are_the_likeliest() -> None:
    signs = {days_of("2022"): {"own"}, days_of("2023"): {"own", "near"}, None: {"none"}}
    assert likeliest(signs, {"own": 5, "near": 2, "none": 6}) == days_of("2023")


def test_a_sign_that_is_worth_nothing_counts_nothing() -> None:
    assert likeliest({days_of("2022"): {"new"}, None: {"none"}}, {"none": 1}) is None


def test_days_of_the_same_sentence_and_that_there_are_none_are_eligible() -> None:
    told, _ = told_by_rules("Marvane Foods imported 900 tonnes of honey in 2021.", published=DAY)
    assert {days_of("2021"), None} <= eligible(told, 0, ()).keys()


def test_what_the_rules_chose_is_a_sign_unless_it_shall_not_be() -> None:
    told, _ = told_by_rules("Marvane Foods imported 900 tonnes of honey in 2021.", published=DAY)
    with_it, without = (eligible(told, 0, (), ruled=ruled)[days_of("2021")] for ruled in (1, 0))
    assert ("ruled" in with_it, "ruled" in without) == (True, False)


def test_no_sign_is_a_word_of_the_text() -> None:
    english, russian = (
        told_by_rules(text, published=DAY)[0]
        for text in (
            "Marvane Foods imported 900 tonnes of honey in 2021.",
            "Компания «Марвейн» импортировала 900 тонн мёда в 2021 году.",
        )
    )
    assert eligible(english, 0, ()) == eligible(russian, 0, ())


def test_the_same_text_has_the_same_days_each_time() -> None:
    told, _ = told_by_rules(SPAN, published=DAY)
    assert chosen_days(told, weights()) == chosen_days(told, weights())


def test_a_month_is_followed_by_the_days_since_it() -> None:
    assert ("from", (date(2022, 5, 1), None)) in following_from(
        (date(2022, 5, 1), date(2022, 5, 31))
    )


def test_the_end_of_february_stays_the_end_of_february_in_another_year() -> None:
    found = dict(following_from((date(2023, 1, 1), date(2023, 2, 28))))
    assert found["year after"] == (date(2024, 1, 1), date(2024, 2, 29))


def test_how_long_days_are_is_told_by_the_nearest_unit() -> None:
    told = ("2024-02-03", "2024-02", "2024-01..2024-03", "2024", "2022..2024", "2024..", "..2024")
    assert [grain(days_of(one)) for one in told] == [
        *("day", "month", "quarter", "year", "years", "since", "until")
    ]


def test_of_two_days_in_its_sentence_a_claim_has_those_that_the_rules_chose() -> None:
    text = (
        "Marvane Foods imported honey worth $34 million between 2018 and 2023.\n\n"
        "Foreign supplies kept coming after Russia's full-scale invasion of Ukraine, with goods "
        "worth almost $16 million, including $5 million produced in Oman, imported since "
        "February 2022."
    )
    assert days(of_amount(text, "16 million")) == "2022-02.."
