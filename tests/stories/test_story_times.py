"""Expressions of time, put together of a day, a part of it, a count and a direction; times told
against others; and the two times of a change."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import DAY, days, drafted, of_amount

from followthegoods.model.story import Measure
from followthegoods.questions.stories.reading.language import language
from followthegoods.questions.stories.reading.periods import periods


def told(text: str, code: str = "en", published: date | None = DAY) -> list[str]:
    """The days of each expression of a sentence, as the claims file writes them."""
    return [said.text for said in periods(text, language(code), published)]


@pytest.mark.parametrize(
    ("said", "days_told"),
    [
        ("in the 12 months to June 2024", "2023-07..2024-06"),
        ("in the year ended 31 March 2024", "2023-04..2024-03"),
        ("in the quarter ended September 30, 2024", "2024-07..2024-09"),
        ("in the twelve months from July 2023", "2023-07..2024-06"),
        ("in the two months following the fire of August 2023", "2023-09..2023-10"),
        ("in the twelve months before it was sanctioned in June 2023", "2022-06..2023-05"),
        ("a year after the ban of June 2022", "2023-06"),
        ("from the start of May to the end of October 2024", "2024-05..2024-10"),
        ("between the beginning of 2022 and the middle of 2024", "2022-01..2024-06"),
        ("between the second quarter of 2022 and Q1 2024", "2022-04..2024-03"),
        ("between January 2023 and last November", "2023-01..2024-11"),
        ("in January and February of this year", "2025-01..2025-02"),
        ("in 2022, 2023 or 2024", "2022..2024"),
        ("in H2 2023", "2023-07..2023-12"),
        ("in 3Q24", "2024-07..2024-09"),
        ("in the second and third quarters of 2024", "2024-04..2024-09"),
        ("in the closing quarter of 2023", "2023-10..2023-12"),
        ("in 2024’s first half", "2024-01..2024-06"),
        ("on the 14th of February 2022", "2022-02-14"),
        ("on 13/11/2023", "2023-11-13"),
        ("by mid-2024", "..2024-06"),
        ("up to and including 2021", "..2021"),
        ("before the end of 2023", "..2023"),
        ("from 2022 onwards", "2022.."),
        ("since the EU put the plant on its list in May 2023", "2023-05.."),
        ("in fiscal 2023, which ended in March 2024", "2023-04..2024-03"),
        ("the season of 2023/24, which lasts from October to April", "2023-10..2024-04"),
        ("in the year before last", "2023"),
        ("in the season that ended on 31 August", "2023-09..2024-08"),
        ("in the three years that ended in December", "2022-01..2024-12"),
        ("in the 14 months to February", "2024-01..2025-02"),
        ("in the week to 2 March", "2025-02-24..2025-03-02"),
        ("in the financial year beginning 1 July 2023", "2023-07..2024-06"),
        ("in the June 2024 quarter", "2024-04..2024-06"),
        ("in the year to date", "2025"),
        ("last Sept. 27", "2024-09-27"),
        ("since the end of 2020", "2020-12.."),
        ("by Christmas 2023", "..2023-12-25"),
        ("before New Year’s", "..2024-12-31"),
        ("between the start of 2022 and the autumn of 2023", "2022-01-01.."),
        ("in December, the most since May 2022,", "2024-12"),
        ("before the war", "..2022-02-23"),
        ("in the year that ended last March", "2023-04..2024-03"),
        ("since last March", "2024-03.."),
        ("this March", "2025-03"),
    ],
)
def test_times_are_put_together_of_their_parts(said: str, days_told: str) -> None:
    assert days_told in told(f"It imported 9 tonnes {said}.")


@pytest.mark.parametrize(
    ("said", "days_told"),
    [
        ("in the last financial year", "2023-07..2024-06"),
        ("in the financial year just ended", "2023-07..2024-06"),
        ("in this financial year", "2024-07..2025-06"),
        ("in the financial year before last", "2022-07..2023-06"),
        ("over the last two financial years", "2022-07..2024-06"),
        ("in the first half of last season", "2023-07..2023-12"),
        ("in the season just ended", "2023-07..2024-06"),
        ("in 2021/22", "2021-07..2022-06"),
    ],
)
def test_business_years_are_of_the_months_that_the_story_tells(said: str, days_told: str) -> None:
    text = f"Its financial year runs from July to June. Velmora Foods imported 9 tonnes {said}."
    assert days(of_amount(text, "9")) == days_told


def test_a_business_year_of_no_told_months_stays_open() -> None:
    claim = of_amount("Velmora Foods imported 9 tonnes in the last financial year.", "9")
    assert days(claim) == ""


def test_the_one_before_a_season_is_the_season_before_it() -> None:
    seasons = "A season runs from July to June. In the season just ended, Velmora Foods imported"
    claim = of_amount(f"{seasons} 9 tonnes of oil, 70% less than in the one before.", "70")
    assert (days(claim), claim.against and claim.against.text) == (
        "2023-07..2024-06",
        "2022-07..2023-06",
    )


@pytest.mark.parametrize(
    ("said", "days_told"),
    [
        ("за два года по декабрь 2022 года", "2021-01..2022-12"),
        ("во втором полугодии 2023 года", "2023-07..2023-12"),
        ("с марта 2022 года", "2022-03.."),
        ("до конца 2023 года", "..2023"),
    ],
)
def test_times_of_another_language_are_put_together_alike(said: str, days_told: str) -> None:
    assert told(f"Завод ввёз {said} 9 тонн.", "ru") == [days_told]


def test_a_month_takes_the_year_of_those_beside_it() -> None:
    text = "It imported 9 tonnes in July, 8 tonnes in August and 7 tonnes in September 2023."
    assert told(text) == ["2023-07", "2023-08", "2023-09"]


@pytest.mark.parametrize("said", ["in late 2022", "in the closing months of 2022"])
def test_a_vague_time_leaves_the_days_of_a_figure_open(said: str) -> None:
    found = of_amount(f"Ostreva Mills imported 9,000 tonnes of quinoa {said}.", "9,000")
    assert (days(found), any("not told in days" in doubt for doubt in found.doubts)) == ("", True)


def test_what_is_unsure_does_not_stand_for_what_follows() -> None:
    text = f"{LEAD} in 2022. In late 2023 it bought 9,000 tonnes. Peru supplied 7,000 tonnes."
    assert days(of_amount(text, "7,000")) == ""


def test_days_told_against_those_that_have_not_ended_stay_open() -> None:
    text = f"So far this year {LEAD}, against 9,000 tonnes in the same stretch a year before."
    assert days(of_amount(text, "9,000")) == ""


def test_a_business_year_is_named_by_the_year_it_begins_in_where_it_is_told_so() -> None:
    text = f"{LEAD} in business year 2023 (to 31 March 2024). In business year 2022 it was 9,000 t."
    assert days(of_amount(text, "9,000")) == "2022-04..2023-03"


def test_a_database_that_begins_and_ends_tells_a_span() -> None:
    said = "The database, which begins in January 2019 and ends in June 2024, has it."
    assert told(said) == ["2019-01..2024-06"]


LEAD = "Ostreva Mills imported 52,000 tonnes of quinoa"


@pytest.mark.parametrize(
    ("text", "days_told"),
    [
        (f"{LEAD} in May 2023. The month after, 9,000 tonnes came.", "2023-06..2023-06"),
        (f"{LEAD} in the four months to September 2023, versus 9,000 tonnes in the previous four.",
         "2023-02..2023-05"),
        (f"{LEAD} in July-September 2023, against 9,000 tonnes in the year-ago quarter.",
         "2022-07..2022-09"),
        (f"{LEAD} last December, and 9,000 tonnes the December before.", "2023-12"),
        (f"{LEAD} in 2023. Two years on, 9,000 tonnes came in.", "2025"),
        (f"{LEAD} in 2021, in the next only 9,000 tonnes.", "2022"),
        (f"{LEAD} from 2021 to 2023, of which 9,000 tonnes in the first of those years.", "2021"),
        (f"{LEAD} in 2023, of which 9,000 tonnes came in the first half.", "2023-01..2023-06"),
        (f"{LEAD} on 14 May 2023. In the ten months before that, 9,000 tonnes came.",
         "2022-07-14..2023-05-13"),
        (f"{LEAD} on 14 May 2023. From that day on, 9,000 tonnes came in.", "2023-05-14.."),
        (f"{LEAD} in 2022. It has since imported 9,000 tonnes.", "2023.."),
        (f"{LEAD} in 2022. In the last three months of the year, 9,000 tonnes came.",
         "2022-10..2022-12"),
        (f"{LEAD} in June 2022. In the rest of the year 9,000 tonnes came.", "2022-07..2022-12"),
        (f"{LEAD} in 2022; from May to July of the following year, 9,000 tonnes.",
         "2023-05..2023-07"),
        (f"{LEAD} in the 2022/23 crop year (July to June). In the first quarter of that crop year "
         "9,000 tonnes came.", "2022-07..2022-09"),
        (f"{LEAD} in 2022 and 2023, 9,000 tonnes in the first year.", "2022"),
        ("Fire broke out at Ostreva Mills in June 2022. In the six months before the fire it "
         "imported 9,000 tonnes of quinoa.", "2021-12..2022-05"),
        ("Figures in this text are for 2022. Ostreva Mills imported 9,000 tonnes of quinoa.",
         "2022"),
        ("The 2022/23 marketing year ended on June 30. During it, Ostreva Mills imported 9,000 "
         "tonnes of quinoa, 100 more than in 2021/22.", "2022-07..2023-06"),
        ("In 2023, a paper wrote in May, Ostreva Mills imported 9,000 tonnes of quinoa.", "2023"),
    ],
)  # fmt: skip
def test_a_time_is_told_against_the_one_before(text: str, days_told: str) -> None:
    assert days(of_amount(text, "9,000")) == days_told


@pytest.mark.parametrize(
    ("said", "pair"),
    [
        ("tripled from 2021 to 2023", ("2023", "2021")),
        ("were 7% higher in 2023 than in 2021", ("2023", "2021")),
        ("quadrupled between the first halves of 2022 and 2024",
         ("2024-01..2024-06", "2022-01..2022-06")),
        ("rose 8% in the third quarter of 2023, quarter-on-quarter",
         ("2023-07..2023-09", "2023-04..2023-06")),
        ("rose 8% year on year in May 2024", ("2024-05", "2023-05")),
        ("in January-June 2024 exceeded those of the second half of 2023 by 17%",
         ("2024-01..2024-06", "2023-07..2023-12")),
        ("doubled in the space of two years, to 9,000 tonnes in 2024", ("2024", "2022")),
        ("have tripled since 2020, to 9,000 tonnes last year", ("2024", "2020")),
        ("fell for the second time in 2023, by 9 percent", ("2023", "2022")),
    ],
)  # fmt: skip
def test_a_change_is_of_two_times(said: str, pair: tuple[str, str]) -> None:
    found = drafted(f"Ostreva Mills’ imports of quinoa {said}.")
    change = next(c for c in found if c.measure is Measure.CHANGE)
    assert (days(change), change.against.text if change.against else "") == pair


def test_a_sentence_may_begin_with_what_a_change_is_set_against() -> None:
    change = of_amount("Compared with 2019, Ostreva Mills’ imports were up by 41% in 2023.", "41")
    assert (days(change), change.against.text if change.against else "") == ("2023", "2019")


def test_what_was_halved_became_half_less() -> None:
    change = drafted("Ostreva Mills’ imports of quinoa more than halved in 2023.")[0]
    assert (change.amount.text if change.amount else "", change.unit) == ("1/2", "% less")


def test_by_how_much_a_sum_is_larger_is_no_sum() -> None:
    text = f"{LEAD} in 2024, 9,000 tonnes more than in 2023."
    assert of_amount(text, "9,000").measure is Measure.NONE


def test_days_alone_between_two_numbers_leave_them_their_country() -> None:
    text = f"{LEAD} from Peru in Q1 2024 and 9,000 tonnes in Q2."
    assert of_amount(text, "9,000").country == ("PE",)


def test_so_much_each_month_is_no_total() -> None:
    text = "Ostreva Mills imported 9,000 tonnes of quinoa from Peru in each month of 2024."
    assert of_amount(text, "9,000").measure is Measure.NONE


def test_each_of_two_changes_is_of_the_times_before_it() -> None:
    text = "From 2021 to 2022 Ostreva’s imports rose by 41%, and from 2022 to 2023 fell by 23%."
    assert [days(of_amount(text, amount)) for amount in ("41", "23")] == ["2022", "2023"]


def test_none_at_a_time_is_of_the_time_before_it() -> None:
    text = f"{LEAD} in May 2024. A month earlier it had been 9,000 tonnes, a month later none."
    none = next(c for c in drafted(text) if c.measure is Measure.ABSENCE)
    assert days(none) in ("2024-06", "2024-06..2024-06")
