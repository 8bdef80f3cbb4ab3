"""What a retelling changed, on a pair of our own, and on the shared pair where it is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.model.retelling import Aspect, Change, Comparison, Told
from followthegoods.questions.stories.comparing.compare import compare, read_text

PAIR = Path(__file__).parents[2] / ".." / "shared" / "stories"
ORIGINAL = """Tarnwell Pumps imported bearings worth at least $9 million between 2019 and 2022.

Of that, $2 million was produced in Japan.

It bought pumps, valves, seals and gaskets worth $4 million.

The deliveries were not in breach of sanctions.

The Tarnwell yacht was designed by the Corvello studio.

The yard will open a second dock in Rotterdam. Pellisart SAS also supplied goods. Rain fell all day.
"""
RETELLING = """Tarnwell Pumps imported bearings worth about $9 million between 2019 and 2021.

Of that, $2 million was from Japan.

It bought pumps, valves and seals worth $4 million.

The deliveries are not in breach of current sanctions.

Tarnwell Pumps was designed by the Corvello studio.

The yard plans to open a second dock in Rotterdam. Experts foresee enormous turmoil everywhere.
"""


@pytest.fixture(scope="module")
def found() -> Comparison:
    day = date(2024, 1, 1)
    return compare(read_text(ORIGINAL, day), read_text(RETELLING, day))


def differences(found: Comparison) -> set[tuple[str, str, str]]:
    return {(d.aspect, d.original, d.retelling) for told in found.told for d in told.differences}


@pytest.mark.parametrize(
    "difference",
    [
        (Aspect.HEDGE, "at least", "about"),
        (Aspect.PERIOD, "2019..2022", "2019..2021"),
        (Aspect.BASIS, "origin", "unspecified"),
        (Aspect.LIST, "gaskets", ""),
        (Aspect.SURENESS, "were", "are"),
        (Aspect.EMPHASIS, "", "current"),
        (Aspect.SUBJECT, "The Tarnwell yacht", "Tarnwell Pumps"),
        (Aspect.SURENESS, "will open", "plans to open"),
    ],
)
def test_what_differs_is_shown_with_both_words(
    found: Comparison, difference: tuple[str, str, str]
) -> None:
    assert difference in differences(found)


def words(text: str, told: Told, side: str) -> str:
    place = getattr(told, side)
    return "" if place is None else text[slice(*place)]


def test_a_sentence_without_a_counterpart_is_dropped(found: Comparison) -> None:
    dropped = {words(ORIGINAL, t, "original") for t in found.told if t.change is Change.DROPPED}
    assert {"Rain fell all day.", "Pellisart SAS also supplied goods."} <= dropped


def test_a_sentence_of_the_retelling_alone_is_added(found: Comparison) -> None:
    added = [words(RETELLING, t, "retelling") for t in found.told if t.change is Change.ADDED]
    assert added == ["Experts foresee enormous turmoil everywhere."]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(ORIGINAL.strip().split("\n\n")), min_size=1, unique=True))
def test_a_text_beside_itself_is_kept_whole(paragraphs: list[str]) -> None:
    text = read_text("\n\n".join(paragraphs), date(2024, 1, 1))
    told = compare(text, text).told
    assert {one.change for one in told} == {Change.KEPT}


# -- the shared pair: counted by kind and found by words that stand in any such text


@pytest.fixture(scope="module")
def pair() -> Comparison:
    if not PAIR.is_dir():
        pytest.skip("the shared pair of texts is not here")
    texts = [(PAIR / f"{name}.txt").read_text("utf-8") for name in ("original", "retelling")]
    return compare(*(read_text(text, date(2024, 6, 27)) for text in texts))


@pytest.mark.parametrize(
    ("aspect", "original", "retelling"),
    [
        (Aspect.BASIS, "origin", "unspecified"),
        (Aspect.SURENESS, "were", "do"),
        (Aspect.SURENESS, "was", "aims to"),
        (Aspect.SURENESS, "will start", "plans to start"),
        (Aspect.PERIOD, "in 2018", ""),
        (Aspect.PLACE, "South Korea", "South Korea, Italy, Hong Kong"),
        (Aspect.PLACE, "", "South Korea"),
        (Aspect.EMPHASIS, "", "heavily"),
        (Aspect.EMPHASIS, "", "current"),
    ],
)
def test_the_pair_shows_what_was_altered(
    pair: Comparison, aspect: Aspect, original: str, retelling: str
) -> None:
    assert (aspect, original, retelling) in differences(pair)


def test_two_lists_of_the_pair_lose_members(pair: Comparison) -> None:
    assert sum(aspect is Aspect.LIST for aspect, _, _ in differences(pair)) == 2


def test_the_pair_shows_at_least_fifteen_changes(pair: Comparison) -> None:
    altered = differences(pair)
    missing = [t for t in pair.told if t.change in (Change.DROPPED, Change.ADDED)]
    assert len(altered) >= 15
    assert len(missing) >= 15


def test_the_pair_cuts_the_claim_of_law_from_the_listing_beside_it(pair: Comparison) -> None:
    first = pair.stories[0]
    law = {claim.id for claim in first.claims if claim.measure == "breach"}
    assert any(
        d.aspect is Aspect.BELONGING for t in pair.told if t.claims[0] in law for d in t.differences
    )


def test_the_limit_of_the_data_is_dropped_in_the_pair(pair: Comparison) -> None:
    limit = next(c for c in pair.stories[0].claims if c.measure == "coverage")
    dropped = [t.original for t in pair.told if t.change is Change.DROPPED and t.original]
    assert any(start <= limit.at[0] < end for start, end in dropped)


def _differing(original: str, retelling: str) -> set[tuple[str, str, str]]:
    day = date(2024, 1, 1)
    return differences(compare(read_text(original, day), read_text(retelling, day)))


@pytest.mark.parametrize(
    "verb",
    [
        "imported goods worth",
        "says that it spent on new docks",
    ],
)
def test_a_sum_told_otherwise_in_a_reworded_sentence_shows_figure_hedge_and_place(
    verb: str,
) -> None:
    found = _differing(
        f"The shipyard {verb} at least $34 million.",
        f"Up to $43 million from Korea, the shipyard {verb}.",
    )
    assert (Aspect.FIGURE, "34 million USD", "43 million USD") in found
    assert (Aspect.HEDGE, "at least", "up to") in found
    assert (Aspect.PLACE, "", "South Korea") in found


def test_of_several_sums_of_other_countries_none_is_taken_for_another_told_otherwise() -> None:
    found = _differing(
        "The shipyard imported $3 million from Japan and $5 million from Italy in 2021.",
        "The shipyard imported $4 million from China and $9 million from India in 2021.",
    )
    assert not any(aspect is Aspect.FIGURE for aspect, _, _ in found)


def changes(original: str, retelling: str) -> list[Change]:
    day = date(2024, 1, 1)
    return [t.change for t in compare(read_text(original, day), read_text(retelling, day)).told]


TWO = """Bremworth Motors imported parts worth $34 million between 2018 and 2023, records show.

Calderfell Motors imported parts worth $12 million between 2018 and 2023, records show.
"""


def test_sums_of_two_companies_that_change_places_are_altered() -> None:
    swapped = TWO.replace("Bremworth", "?").replace("Calderfell", "Bremworth")
    found = _differing(TWO, swapped.replace("?", "Calderfell"))
    assert (Aspect.SUBJECT, "Bremworth Motors", "Calderfell Motors") in found
    assert (Aspect.SUBJECT, "Calderfell Motors", "Bremworth Motors") in found


@pytest.mark.parametrize(
    ("original", "retelling", "denied"),
    [
        ("did not respond to", "responded to", ("not respond", "")),
        ("responded to", "never responded to", ("", "never responded")),
        ("answered only", "answered not only", None),
        ("did not respond to", "declined to answer", None),
    ],
)
def test_what_one_side_denies_and_the_other_does_not_is_altered(
    original: str, retelling: str, denied: tuple[str, str] | None
) -> None:
    text = "Calderfell Motors {} a written request for comment on its deliveries."
    found = _differing(text.format(original), text.format(retelling))
    assert {d[1:] for d in found if d[0] is Aspect.DENIAL} == ({denied} if denied else set())


def test_something_told_of_what_was_nothing_is_altered() -> None:
    found = _differing(
        "Pellisart SAS stopped supplying Bremworth Motors in March 2022.",
        "Pellisart SAS continued supplying Bremworth Motors in March 2022.",
    )
    assert (Aspect.SAID, "absence", "presence") in found


def test_another_place_in_a_rank_is_altered() -> None:
    text = "Pellisart SAS was the {} supplier of Bremworth Motors in 2022."
    found = _differing(text.format("second largest"), text.format("largest"))
    assert (Aspect.FIGURE, "second largest", "largest") in found


def test_a_text_whose_sentences_end_without_a_mark_is_compared() -> None:
    original, *_ = TWO.splitlines()
    assert changes(original, original.rstrip(".")) == [Change.REWORDED]


def test_the_items_of_a_list_are_compared() -> None:
    items = "".join(f"- {line.rstrip('.')}\n" for line in TWO.splitlines() if line)
    assert changes(TWO, items) == [Change.REWORDED, Change.REWORDED]


def test_a_heading_that_says_the_first_sentence_again_is_left_out() -> None:
    headed = f"Bremworth Motors imported parts worth $34 million\n\n{TWO}"
    assert changes(headed, TWO) == [Change.KEPT, Change.KEPT]


def test_a_heading_with_a_number_of_its_own_is_compared() -> None:
    headed = f"Bremworth Motors imported parts worth $43 million\n\n{TWO}"
    assert Change.ADDED in changes(TWO, headed) or Change.ALTERED in changes(TWO, headed)


def test_words_of_another_language_are_not_of_its_own() -> None:
    russian = "Bremworth Motors импортировала детали на 34 млн долларов с 2018 по 2023 год."
    assert changes(TWO.split("\n")[0], russian) == [Change.REWORDED]


def test_a_figure_altered_in_another_language_is_seen() -> None:
    russian = "Bremworth Motors импортировала детали на 43 млн долларов с 2018 по 2023 год."
    found = _differing(TWO.split("\n")[0], russian)
    assert found == {(Aspect.FIGURE, "34 million USD", "43 million USD")}


def test_the_place_of_a_claim_is_looked_up_once() -> None:
    text = read_text("\n\n".join(TWO.replace("34", str(n)) for n in range(1, 60)))
    compare(text, text)
    assert {text.place(claim) for claim in text.story.claims} <= set(range(len(text.scenes)))
    assert text._starts is text._starts


def test_a_number_that_leads_whom_it_is_said_of_is_none_of_it() -> None:
    found = _differing(
        "At least 40 percent of the engines were made by Veltrix GmbH in 2021.",
        "Around 40% of the engines were made by Veltrix GmbH in 2021.",
    )
    assert {aspect for aspect, _, _ in found} == {Aspect.HEDGE}


def test_the_word_of_a_number_is_no_member_of_a_list() -> None:
    assert changes(
        "Alpha Marine imported goods worth $5 million from China, Turkey and India in 2020.",
        "In 2020 Alpha Marine bought $5m of goods from India, Turkey and China.",
    ) == [Change.REWORDED]


@pytest.mark.parametrize(
    ("original", "retelling", "unsure"),
    [
        ("may have broken", "broke", ("may have broken", "")),
        ("probably broke", "broke", ("probably broke", "")),
        ("broke", "could have broken", ("", "could have broken")),
        ("may have broken", "might have broken", None),
        ("broke", "broke in May", None),
    ],
)
def test_what_may_be_told_as_what_is_shows_in_sureness(
    original: str, retelling: str, unsure: tuple[str, str] | None
) -> None:
    text = "The deliveries {} the export rules of the province of Tarnwell."
    found = _differing(text.format(original), text.format(retelling))
    assert {d[1:] for d in found if d[0] is Aspect.SURENESS} == ({unsure} if unsure else set())


def test_a_month_of_may_is_no_doubt() -> None:
    found = _differing(
        "In May the yard was closed by the harbour office.",
        "The yard was closed by the harbour office in May.",
    )
    assert not any(aspect is Aspect.SURENESS for aspect, _, _ in found)


RULES = "The deliveries broke the export rules of the province"


@pytest.mark.parametrize(
    ("original", "retelling", "speakers"),
    [
        (f"{RULES}, said Olna Reit, a lawyer.", f"{RULES}.", ("said Olna Reit", "")),
        (
            f"{RULES}, said Olna Reit, a lawyer.",
            f"{RULES}, according to experts.",
            ("said Olna Reit", "according to experts"),
        ),
        (
            f"{RULES}, according to an analysis by the Bremworth Foundation.",
            f"{RULES}.",
            ("according to an analysis by the Bremworth Foundation", ""),
        ),
        (f"{RULES} and were found in seven crates.", f"{RULES}.", None),
        (f"{RULES}, the foundation said.", f"{RULES}.", ("the foundation said", "")),
    ],
)
def test_who_says_it_is_shown_and_nothing_else_is_taken_for_a_speaker(
    original: str, retelling: str, speakers: tuple[str, str] | None
) -> None:
    found = _differing(original, retelling)
    assert {d[1:] for d in found if d[0] is Aspect.SPEAKER} == ({speakers} if speakers else set())


def test_a_word_that_stands_for_the_speaker_leaves_nobody_out() -> None:
    found = _differing(
        "Bremworth Motors said it stopped all deliveries to the eastern ports in July 2023.",
        "The company says it stopped all deliveries to the eastern ports in July 2023.",
    )
    assert not any(aspect is Aspect.SPEAKER for aspect, _, _ in found)


def test_a_supplier_named_only_in_the_sentence_before_is_no_difference() -> None:
    found = _differing(
        "Figures for deliveries follow. In 2021 the imports were worth $30 million.",
        "Calderfell Motors imported valves from Pellisart SAS. "
        "In 2021 the imports were worth $30 million.",
    )
    assert not any(aspect is Aspect.NAMES for aspect, _, _ in found)


def test_a_country_that_left_the_origins_of_a_sentence_without_figures_is_seen() -> None:
    found = _differing(
        "The machines were produced in Germany and Taiwan.",
        "The machines were produced in Germany.",
    )
    assert (Aspect.PLACE, "Germany, Taiwan", "Germany") in found


@pytest.mark.parametrize(
    ("original", "retelling", "shown"),
    [
        (
            "The firm was set up by a former employee of the arms maker Vezur.",
            "The firm was set up by the arms maker Vezur.",
            ("former, employee", ""),
        ),
        (
            "Customs officials in Bremworth stopped the lorries of the carrier.",
            "Customs officials in Bremworth seized the lorries of the carrier.",
            ("stopped", "seized"),
        ),
        (
            "Lenses, sensors and housings made up most of the shipments.",
            "Lenses and sensors made up all of the shipments.",
            ("housings, most", "all"),
        ),
    ],
)
def test_a_reworded_sentence_shows_the_words_of_each_side(
    original: str, retelling: str, shown: tuple[str, str]
) -> None:
    assert (Aspect.WORDS, *shown) in _differing(original, retelling)
    assert changes(original, retelling) == [Change.REWORDED]


def test_a_number_that_is_no_claim_is_a_figure_left_out() -> None:
    found = _differing(
        "Its researchers matched 41 of the 57 farms with the register of fines.",
        "Its researchers matched 41 farms with the register of fines.",
    )
    assert (Aspect.FIGURE, "57 farms", "") in found


def test_a_sentence_of_names_told_in_a_longer_one_is_not_dropped() -> None:
    original = (
        "Tarnwell Pumps relied on papers issued by the seller, Corvello Metals. "
        "Corvello Metals is controlled by Peter Halvan, an Irish businessman."
    )
    retelling = (
        "Tarnwell Pumps relied on papers issued by the seller, Corvello Metals, which is owned by "
        "an Irish businessman, Peter Halvan."
    )
    assert Change.DROPPED not in changes(original, retelling)


def test_a_claim_of_a_whole_sentence_is_not_dropped_beside_the_sentence() -> None:
    found = changes(
        "The company said that it bought nothing from fined farms after August 2021.",
        "The company admitted that it bought from fined farms until August 2021.",
    )
    assert found == [Change.ALTERED]


def test_days_without_a_date_are_shown_by_their_words() -> None:
    texts = [f"The yard imported goods worth $26 million in {d}." for d in ("2023", "XX")]
    first = read_text(texts[0])
    second = read_text(texts[1].replace("in XX", "last year"))
    assert (Aspect.PERIOD, "2023", "last year") in differences(compare(first, second))


def test_a_denial_of_another_sentence_told_in_the_same_one_is_none() -> None:
    found = _differing(
        "Calderfell Motors imported pumps and valves through the harbour. "
        "The harbour office did not answer a written request.",
        "Calderfell Motors imported pumps and valves through the harbour, whose office did not "
        "answer a written request.",
    )
    assert not any(aspect is Aspect.DENIAL for aspect, _, _ in found)
