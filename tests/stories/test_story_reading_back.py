"""What a sentence counts from or names again, each rule on a passage of our own: days from days,
sums, countries and goods that stand before it."""

from __future__ import annotations

import pytest
from drafts import days, drafted, of_amount

from followthegoods.model.story import Claim, Measure

LEAD = "Ostreva Mills imported 52,000 tonnes of quinoa in 2023, customs data show."
FLOW = "Bolivia's exports of tin concentrate to Malaysia dropped to 3,100 tonnes in 2023."


def of_measure(text: str, measure: Measure) -> Claim:
    return next(c for c in drafted(text) if c.measure is measure)


# -- days counted from days


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("It opened in June 2021. From then until the end of 2022 it bought", "2021-06..2022"),
        ("It opened a mill in 2019. That year it bought", "2019"),
        ("It opened a mill on 4 May 2022. Three weeks later it bought", "2022-05-25"),
        ("It opened a mill on 4 May 2022. By the end of that year it had bought", "..2022"),
        ("It opened a mill on 4 May 2022. In the six months after it, it bought",
         "2022-05-04..2022-11-03"),
        ("In 2019 sales were poor, in 2020 good. Two years later it bought", "2022"),
        ("It was closed until the invasion. In the two years after it, it bought",
         "2022-02-24..2024-02-23"),
        ("We read records for the period from May 2020 to July 2021. In that period it bought",
         "2020-05..2021-07"),
    ],
)  # fmt: skip
def test_days_are_counted_from_days_that_no_figure_has(said: str, period: str) -> None:
    assert days(of_amount(f"{LEAD}\n\n{said} 9,000 tonnes.", "9,000")) == period


def test_the_same_month_of_another_year_is_that_of_the_number_before_it() -> None:
    text = f"{LEAD} In May 2023 it took 640 tonnes, up from 410 tonnes in the same month of 2021."
    assert days(of_amount(text, "410")) == "2021-05"


def test_two_years_that_were_told_one_by_one_are_a_span() -> None:
    text = (
        "Ostreva Mills bought 52,000 tonnes of quinoa in the twelve months to June. In the twelve "
        "months before that it was 48,000.\n\nOver the two years it paid Tarkun Ltd $31 million."
    )
    assert days(of_amount(text, "31 million")) == "2022-07..2024-06"


def test_days_that_begin_a_sentence_stand_before_those_of_an_aside() -> None:
    text = f"{LEAD} In 2021 it had 29 suppliers. In 2022 there were just eleven, none of them new."
    found = of_amount(text, "11")
    assert (found.measure, found.unit, days(found)) == (Measure.SUPPLIERS, "suppliers", "2022")


def test_a_year_that_a_figure_is_only_set_against_does_not_stand() -> None:
    text = f"{LEAD} Of that, 20,000 tonnes were from Peru, up from 12,000 the year before. "
    assert days(of_amount(f"{text}It also bought 900 tonnes from Chile.", "900")) == "2023"


# -- what is named again


def test_a_change_that_opens_a_paragraph_is_of_the_figure_before_it() -> None:
    text = f"{FLOW}\n\nThat was 12% less than in 2022, when 3,520 tonnes were shipped."
    change, earlier = of_amount(text, "12"), of_amount(text, "3,520")
    assert (change.country, days(change), change.against and change.against.text) == (
        ("BO",), "2023", "2022",
    )  # fmt: skip
    assert (earlier.goods, earlier.country, days(earlier)) == (
        ("tin concentrate",),
        ("BO",),
        "2022",
    )


def test_the_imports_are_those_of_the_one_country_told_so_far() -> None:
    text = f"{FLOW}\n\nIn May alone the shipments came to 240 tonnes. There were none in August."
    assert of_amount(text, "240").country == ("BO",)
    assert of_measure(text, Measure.ABSENCE).country == ("BO",)


def test_goods_of_two_words_are_named_again_by_the_last() -> None:
    text = f"{FLOW} Malaysia paid $44 million for the Bolivian concentrate."
    assert of_amount(text, "44 million").goods == ("concentrate",)


def test_goods_told_before_any_buyer_are_not_those_of_a_buyer_named_later() -> None:
    text = (
        f"{FLOW}\n\nPerak Smelting bought 900 tonnes from Bolivia. Of that, 400 tonnes came from "
    )
    found = of_amount(f"{text}a single seller, Huanuni Metals LLC.", "400")
    assert (found.goods, found.country, found.supplier) == ((), ("BO",), ("Huanuni Metals LLC",))


@pytest.mark.parametrize(
    "said",
    [
        "Two years earlier it had been 17,000 tonnes.",
        "In 2021 the figure was 17,000 tonnes.",
        "In 2021 the total stood at 17,000 tonnes.",
    ],
)
def test_a_sum_told_again_is_of_the_same_trade_on_other_days(said: str) -> None:
    text = f"Ostreva Mills imported 52,000 tonnes of quinoa from Peru in 2023. {said}"
    found = of_amount(text, "17,000")
    assert (found.goods, found.country, days(found)) == (("quinoa",), ("PE",), "2021")


def test_the_country_is_the_one_spoken_of_last() -> None:
    text = f"{LEAD} A third came from Peru. In 2019 it bought 900 tonnes of quinoa in the country."
    assert of_amount(text, "900").country == ("PE",)


def test_a_share_of_a_number_told_again_is_of_its_goods_and_days() -> None:
    text = f"{LEAD}\n\nSome 58% of the 52,000 were sent from Peru and a further 24% from Bolivia."
    found = [of_amount(text, amount) for amount in ("58", "24")]
    assert [(c.goods, days(c), c.basis) for c in found] == [(("quinoa",), "2023", "dispatch")] * 2


def test_a_number_by_itself_is_of_what_the_next_sentence_says_it_counts() -> None:
    text = (
        "**The week in numbers: 214,000.** That's how many kettles Ostreva Mills imported in 2023."
    )
    found = of_amount(text, "214,000")
    assert (found.measure, found.goods, days(found)) == (Measure.QUANTITY, ("kettles",), "2023")


@pytest.mark.parametrize("verb", ["share", "make up", "account for", "divide"])
def test_who_shares_the_rest_is_present(verb: str) -> None:
    text = f"{LEAD} Some 58% was shipped from Peru. Chile and Bolivia {verb} the rest."
    found = of_measure(text, Measure.PRESENCE)
    assert (found.country, found.basis) == (("CL", "BO"), "dispatch")


# -- whom it is of


def test_whom_money_went_to_supplied() -> None:
    text = f"{LEAD} Tarkun Ltd is a supplier. The biggest share, $51m, went to Tarkun."
    assert of_amount(text, "51 million").supplier == ("Tarkun",)


def test_some_of_this_amount_is_of_its_supplier() -> None:
    text = f"{LEAD} It bought quinoa worth $46m from Tarkun Ltd. Some 40% of this amount was grown "
    assert of_amount(f"{text}in Peru.", "40").supplier == ("Tarkun Ltd",)


def test_who_made_no_deliveries_is_who_did_not_supply() -> None:
    text = f"{LEAD} Tarkun Ltd is a supplier. Tarkun Ltd made no deliveries after May 2023."
    found = of_measure(text, Measure.ABSENCE)
    assert (found.supplier, days(found)) == (("Tarkun Ltd",), "2023-06..")


def test_an_authority_that_followed_listed_the_same_party() -> None:
    text = f"{LEAD}\n\nOn 4 May 2023 OFAC designated Tarkun Ltd. The UK followed on 9 June 2023."
    found = [c for c in drafted(text) if c.measure is Measure.LISTING]
    assert [(c.of, c.authority, days(c)) for c in found] == [
        (("Tarkun Ltd",), ("US",), "2023-05-04"),
        (("Tarkun Ltd",), ("GB",), "2023-06-09"),
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [("Ivory Coast", "CI"), ("Ethiopia", "ET"), ("Myanmar", "MM"), ("Bosnia", "BA")],
)
def test_countries_are_known_by_their_common_names(said: str, code: str) -> None:
    assert of_amount(f"{LEAD} Some 900 tonnes came from {said}.", "900").country == (code,)


def test_what_a_port_handled_is_not_of_the_trade() -> None:
    text = f"{LEAD}\n\nRotterdam handled 13.4 million containers last year."
    assert of_amount(text, "13.4 million").measure is Measure.NONE


def test_a_name_with_a_particle_is_one_name() -> None:
    text = f"{LEAD} A rival in Rosario, Granos del Estuario, got $2.3m in the same year."
    assert of_amount(text, "2.3 million").supplier == ("Granos del Estuario",)


def test_a_count_of_who_sold_goes_on_in_another_year() -> None:
    text = f"{LEAD} Eighteen companies sold to it in 2023; in 2020 there had been forty-one."
    found = [(c.unit, days(c)) for c in (of_amount(text, "18"), of_amount(text, "41"))]
    assert found == [("suppliers", "2023"), ("suppliers", "2020")]


def test_a_span_is_counted_from_the_day_its_own_sentence_tells() -> None:
    text = f"{LEAD} It met Tarkun Ltd in March 2020; in the two years that followed, it bought 700 "
    assert days(of_amount(f"{text}tonnes from Tarkun Ltd.", "700")) == "2020-04..2022-03"


@pytest.mark.parametrize(
    "said",
    [
        "Not one has come since October 2023.",
        "None have arrived since October 2023.",
        'Tarkun Ltd says it has "never shipped a single one" since October 2023.',
    ],
)
def test_that_not_one_has_come_is_an_absence(said: str) -> None:
    text = f"{LEAD} Tarkun Ltd sent 31 consignments. {said}"
    assert days(of_measure(text, Measure.ABSENCE)) == "2023-10.."


def test_its_share_is_that_of_the_country_the_sentence_is_about() -> None:
    text = f"{LEAD} A third was grown in Peru. Since then Chile has taken over: its share was 71% "
    found = of_amount(f"{text}in 2024.", "71")
    assert (found.country, days(found)) == (("CL",), "2024")


def test_who_an_item_is_about_has_no_country_of_goods() -> None:
    text = "**Findings**\n\n- Ostreva Mills, a Russian maker of flour, imported quinoa worth $27m "
    assert of_amount(f"{text}in 2023.", "27 million").country == ()


@pytest.mark.parametrize(
    "said",
    [
        "It opened in June 2021. Between then and 2019 it bought 900 tonnes.",
        "On 29 February 2024 it bought 700 tonnes, up from 900 in the same month of 2023.",
        "It opened on 29 February 2024. In the year after it, it bought 900 tonnes.",
    ],
)
def test_days_that_cannot_be_are_none(said: str) -> None:
    assert of_amount(f"{LEAD}\n\n{said}", "900").measure is Measure.QUANTITY
