"""The claims file: what it says, what it refuses, that writing and reading give the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.errors import BadStory
from followthegoods.model.printed import period, printed
from followthegoods.model.story import Claim, Hedge, Measure, Story
from followthegoods.questions.stories.checking.claims_file import read_claims, write_claims

GOOD = """schema = 1
published = 2024-06-19

# Units of a currency to the US dollar, as printed.
[rates]
RUB = "88.2455"

[[claim]]
id = "c1"
text = "worth almost $15.5 million"
at = [120, 146]
measure = "value"
of = ["Orlemar Motors"]
country = ["KR"]
hedge = "almost"
amount = "15.5 million"
unit = "USD"
period = "2018..2023"
"""


def refused(text: str) -> BadStory:
    with pytest.raises(BadStory) as caught:
        read_claims(text, "claims.toml")
    return caught.value


def test_a_claims_file_is_read_field_by_field() -> None:
    story = read_claims(GOOD)
    claim = story.claims[0]
    assert (claim.hedge, claim.country, claim.period) == (
        Hedge.ALMOST,
        ("KR",),
        period("2018..2023"),
    )
    assert (story.published, story.rates) == (date(2024, 6, 19), {"RUB": Decimal("88.2455")})


def test_what_was_written_by_the_program_is_written_again_byte_for_byte() -> None:
    assert write_claims(read_claims(GOOD)) == GOOD


def test_a_rank_without_its_place_is_refused() -> None:
    error = refused('schema = 1\n\n[[claim]]\nmeasure = "rank"\nunit = "biggest"\n')
    assert "second largest" in error.do


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(st.lists(st.tuples(texts, texts, st.booleans()), max_size=4))
def test_writing_and_reading_give_the_same_story(fields: list[tuple[str, str, bool]]) -> None:
    claims = tuple(
        Claim(
            id=f"c{number}",
            text=text,
            at=(number, number + 1),
            measure=Measure.VALUE if numbered else Measure.NONE,
            of=(name,),
            amount=printed("3 million") if numbered else None,
            why="" if numbered else text,
        )
        for number, (text, name, numbered) in enumerate(fields)
    )
    story = Story(claims, date(2024, 1, 2))
    assert read_claims(write_claims(story)) == story


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        ('hedge = "nearly"', 'hedge = "almost"', "hedge cannot be 'nearly'."),
        ('amount = "15,5 million"', 'amount = "15.5 million"', "amount cannot be '15,5 million'."),
        ('country = ["Korea"]', 'country = ["KR"]', "country cannot be ['Korea']."),
        ('measure = "worth"', 'measure = "value"', "measure cannot be 'worth'."),
        ('period = "2023..2018"', 'period = "2018..2023"', "period cannot be '2023..2018'."),
        ("at = [146, 120]", "at = [120, 146]", "at cannot be [146, 120]."),
        ('RUB = "0"', 'RUB = "88.2455"', "The rate of RUB is '0'."),
        ("schema = 2", "schema = 1", "schema is 2."),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(wrong: str, right: str, what: str) -> None:
    error = refused(GOOD.replace(right, wrong))
    assert error.what == what
    assert error.do


def test_an_error_names_the_file_and_the_claim() -> None:
    error = refused(GOOD.replace('almost"\na', 'nigh"\na'))
    assert error.where == "claims.toml, claim c1"


def test_an_unknown_field_is_refused() -> None:
    assert refused(GOOD + 'currency = "USD"\n').what == "There is no field 'currency'."


def test_a_claim_of_value_needs_a_number() -> None:
    assert refused(GOOD.replace('amount = "15.5 million"\n', "")).what == (
        "A claim of value needs a number."
    )


def test_a_link_to_no_claim_is_refused() -> None:
    assert refused(GOOD + 'part_of = "c9"\n').what == "part_of cannot be 'c9'."


def test_two_claims_of_one_id_are_refused() -> None:
    twice = GOOD + GOOD[GOOD.index("\n[[claim]]") :]
    assert refused(twice).what == "Two claims have this id."
