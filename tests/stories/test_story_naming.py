"""How names of companies are spelt, and whose names are no party's to a trade."""

from __future__ import annotations

from datetime import date

import pytest

from followthegoods.model.story import Claim
from followthegoods.questions.stories.drafting.draft import draft_story

DAY = date(2025, 3, 10)


def claim_of(text: str, amount: str) -> Claim:
    drafted = draft_story(text, published=DAY).claims
    return next(c for c in drafted if c.amount is not None and c.amount.text == amount)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("eVolta bought 90 engines from Kolbrek Trading in 2023.", "eVolta"),
        ("3D Meridian bought 90 engines from Kolbrek Trading in 2023.", "3D Meridian"),
        ("In 2021 Factory No. 12 at Gorsk imported 90 engines.", "Factory No. 12"),
        ("NPO “Vesna-Optika” imported 90 engines in 2023.", "Vesna-Optika"),
        ("D'Alvaro Pelli S.r.l. imported 90 engines in 2023.", "D'Alvaro Pelli S.r.l."),
        ("Brandholm Vinduer A/S imported 90 engines in 2023.", "Brandholm Vinduer A/S"),
        ("Turkey Brook Farms imported 90 engines in 2023.", "Turkey Brook Farms"),
    ],
)
def test_a_name_of_any_shape_is_whom_a_claim_is_about(text: str, name: str) -> None:
    assert claim_of(text, "90").of == (name,)


@pytest.mark.parametrize(
    "lead",
    [
        "Dr Ilona Farkas, a trade expert at a university, notes that",
        "The Ministry of Agriculture confirmed that",
        "Declarations collected by the Cargo Integrity Project list what",
        "The campaign group Clean Shelves says that",
        "An analysis by the Northern Examiner and its partner Le Relais shows that",
        "Under its founder, Rashid Bekov,",
        "For the Blue Corridor project,",
        "In Santa Rosalba, a town of 4,000,",
    ],
)
def test_who_is_no_company_neither_buys_nor_sells(lead: str) -> None:
    claim = claim_of(
        f"{lead} Lactis Moldova imported 310 tonnes of whey from Ukraine in 2023.", "310"
    )
    assert (claim.of, claim.supplier) == (("Lactis Moldova",), ())


def test_a_short_form_stands_for_the_name_that_it_is_given_beside() -> None:
    text = "Norddeutsche Kabelfabrik (NKF) lies in Kiel. In 2023 NKF imported 90 engines."
    assert claim_of(text, "90").of == ("Norddeutsche Kabelfabrik",)


def test_who_is_only_told_of_between_two_commas_is_not_whom_a_claim_is_about() -> None:
    text = "Danube Foods, which supplies the shops Kolbrek and Fremark, imported 90 ovens in 2022."
    claim = claim_of(text, "90")
    assert (claim.of, claim.supplier) == (("Danube Foods",), ())


def test_firms_that_a_number_only_counts_are_the_suppliers_named_after_it() -> None:
    text = "Marvane Foods took 900 tonnes of rice in 2023 from two mills, Kisan and Borowa Grains."
    assert claim_of(text, "900").supplier == ("Kisan", "Borowa Grains")


def test_a_figure_that_nobody_commented_on_is_a_claim() -> None:
    text = (
        "No one would comment on Polfrost, which bought 900 tonnes of berries from Ukraine in 2024."
    )
    assert claim_of(text, "900").of == ("Polfrost",)


@pytest.mark.parametrize(
    "line",
    [
        "By Rosalind Akehurst and Hamid Tarrant",
        "By Dale Ruppersberg, Harbour Valley Courier, March 9, 2025",
        "*Institute for Common Commerce, Policy Brief 14/2025, 9 December 2024*",
        "Issue 63 / 5 February 2025",
    ],
)
def test_a_line_of_who_wrote_and_when_is_of_no_party_and_of_no_claim(line: str) -> None:
    told = "Marvane Foods imported 310 tonnes of whey in 2023. Poland supplied 90 tonnes."
    claim = claim_of(f"{line}\n\n{told}", "90")
    assert (claim.of, claim.supplier) == (("Marvane Foods",), ())
    assert claim.period is not None
    assert claim.period.text == "2023"


def test_a_line_of_who_wrote_ends_what_a_heading_leads() -> None:
    text = (
        "# One capacitor, three borders\n\n*Common Forum, Brief 7, 5 March 2025*\n\n"
        "## Key points\n\n"
        "- Marvane Group imported tantalum capacitors for $26 million in 2024.\n"
        "- Some 71% of them had been made in Japan.\n"
    )
    assert claim_of(text, "71").goods == ("tantalum capacitors",)


def test_a_feast_supplies_nothing() -> None:
    text = (
        "Marvane Foods received 212 shipments of whey in 2024. Only two more shipments arrived"
        " from Poland before New Year's."
    )
    assert claim_of(text, "2").supplier == ()


def test_who_is_said_to_keep_fish_is_a_person_and_buys_nothing() -> None:
    text = (
        "Its largest supplier is Jade Sturgeon Ltd, set up by an engineer called Shen Boyuan, who"
        " keeps 200,000 fish. Marvane Foods took 40 tonnes of caviar from it in 2024."
    )
    assert claim_of(text, "40").of == ("Marvane Foods",)


def test_whose_declarations_were_read_is_the_buyer() -> None:
    text = (
        "We studied the customs declarations of Okava Avto, the plant where the sedan is put"
        " together.\n\nFrom January to August 2024 the plant took delivery of 1,460 painted bodies,"
        " all from Taizhou Yunqiao Vehicle."
    )
    claim = claim_of(text, "1,460")
    assert (claim.of, claim.supplier) == (("Okava Avto",), ("Taizhou Yunqiao Vehicle",))
