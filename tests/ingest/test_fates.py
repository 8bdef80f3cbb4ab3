from __future__ import annotations

from typing import Any

import pytest
from fating import Fate, Row, fates, judged, ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.facts.identifiers import read_identifier
from strategies import CLOVER, DAISY

KEYED: Row = {
    "key": 1,
    "registered": "2022-03-15",
    "released": "2022-03-16",
    "statistical_usd": "1000.5",
    "net_kg": "100.25",
    "hs": "8413302008",
    "regime": "40 00",
    "origin_country": "KR",
    "receiver_id": DAISY,
    "receiver_name": "ООО РОМАШКА",
    "goods": "НАСОСЫ",
}
"""A line with a key."""

KEYLESS: Row = {**KEYED, "key": None, "content": 5}


def row(**changes: Any) -> Row:
    return {**KEYED, **changes}


def two(**changes: Any) -> list[str]:
    """The fates of a line and of one with its key in another file that says something else."""
    found = fates(a=[KEYED], b=[row(**changes)])
    return [*found["a"], *found["b"]]


# -- repeated


def test_a_released_line_stands_before_a_fuller_one_that_is_only_registered() -> None:
    waiting = row(released=None, release="not_released", unit="PCS", quantity="5")
    assert fates(a=[waiting], b=[KEYED]) == {"a": ["repeated"], "b": ["stands"]}


def test_what_was_only_registered_gives_way_to_what_was_released_with_other_values() -> None:
    waiting = row(released=None, release="not_released", statistical_usd="900")
    assert fates(a=[waiting], b=[KEYED]) == {"a": ["superseded"], "b": ["stands"]}


def test_a_line_of_a_file_without_release_dates_does_not_give_way() -> None:
    unknown = row(released=None, release="unknown", statistical_usd="900")
    assert fates(a=[unknown], b=[KEYED]) == {"a": ["conflict"], "b": ["conflict"]}


def test_the_same_line_in_two_files_stands_once() -> None:
    assert two() == ["stands", "repeated"]


def test_the_same_line_twice_in_one_file_stands_once() -> None:
    assert fates(a=[KEYED, KEYED]) == {"a": ["stands", "repeated"]}


def test_what_stands_is_named_by_what_is_repeated() -> None:
    found = judged(a=[KEYED], b=[KEYED])
    assert found["b", 1].stands_for == ("a", 1)


@pytest.mark.parametrize("field", ["net_kg", "origin_country", "released", "hs", "goods"])
def test_the_fuller_line_stands(field: str) -> None:
    assert two(statistical_usd="1000.5") == ["stands", "repeated"]
    assert fates(a=[row(**{field: None})], b=[KEYED]) == {"a": ["repeated"], "b": ["stands"]}


@pytest.mark.parametrize(
    ("said", "direction"), [("80 00", "import"), ("40 78", "import"), ("40 00", "export")]
)
def test_a_line_whose_procedure_does_not_count_stands_before_a_fuller_one(
    said: str, direction: str
) -> None:
    fuller = {"unit": "PCS", "quantity": "5", "trading_country": "HK", "direction": direction}
    silent = row(regime=None if said != "40 78" else "40 ", **fuller)
    bare = row(regime=said, statistical_usd=None, direction=direction)
    assert fates(a=[silent], b=[bare]) == {"a": ["repeated"], "b": ["stands"]}


def test_a_longer_code_makes_a_line_fuller() -> None:
    short = row(hs="8413", unit="PCS", quantity="5")
    assert fates(a=[short], b=[KEYED]) == {"a": ["repeated"], "b": ["stands"]}


def test_a_zero_that_means_none_makes_no_line_fuller() -> None:
    found = fates(a=[row(net_kg="0", goods=None)], b=[row(net_kg=None)])
    assert found == {"a": ["repeated"], "b": ["stands"]}


def test_a_line_with_a_value_stands_before_a_fuller_one_without() -> None:
    poor = row(statistical_usd=None, unit="PCS", quantity="5", trading_country="HK")
    assert fates(a=[poor], b=[KEYED]) == {"a": ["repeated"], "b": ["stands"]}


def test_a_line_with_dollars_stands_before_a_fuller_one_with_roubles() -> None:
    poor = row(statistical_usd=None, customs_value="110000", unit="PCS", quantity="5")
    assert fates(a=[poor], b=[KEYED]) == {"a": ["repeated"], "b": ["stands"]}


@pytest.mark.parametrize(
    "changes",
    [
        {"statistical_usd": None},
        {"statistical_usd": "0"},
        {"net_kg": None},
        {"origin_country": None},
        {"receiver_id": None, "receiver_name": None},
        {"registered": None},
        {"released": None},
        {"regime": None},
        {"regime": "40 "},
        {"hs": "8413"},
        {"hs": None},
        {"goods": "НАСОСЫ ВОДЯНЫЕ"},
        {"receiver_name": "ROMASHKA LLC"},
    ],
)
def test_what_is_empty_or_shorter_matches_anything(changes: Row) -> None:
    assert set(two(**changes)) == {"stands", "repeated"}


# -- superseded


def test_a_later_release_supersedes_an_earlier_one() -> None:
    assert two(released="2022-04-01", statistical_usd="5") == ["superseded", "stands"]


def test_a_correction_document_supersedes_what_it_corrects() -> None:
    assert two(correction="КДТ", statistical_usd="5") == ["superseded", "stands"]


def test_a_correction_is_heard_before_a_later_release() -> None:
    later = row(released="2022-04-01")
    assert fates(a=[later], b=[row(correction="1")]) == {"a": ["superseded"], "b": ["stands"]}


def test_the_tenth_correction_supersedes_the_ninth() -> None:
    found = fates(a=[row(correction="9")], b=[row(correction="10", statistical_usd="5")])
    assert found == {"a": ["superseded"], "b": ["stands"]}


def test_what_is_superseded_names_what_stands() -> None:
    found = judged(a=[KEYED], b=[row(correction="1", statistical_usd="5")])
    assert found["a", 1] == Fate("superseded", ("b", 1), frozenset(), False)


# -- conflict


@pytest.mark.parametrize(
    "changes",
    [
        {"statistical_usd": "999"},
        {"net_kg": "7"},
        {"origin_country": "CN"},
        {"regime": "40 78"},
        {"regime": "51 00"},
        {"hs": "8413302009"},
        {"hs": "8414"},
        {"invoice_value": "7", "statistical_usd": "8"},
    ],
)
def test_versions_between_which_nothing_tells_are_in_conflict(changes: Row) -> None:
    assert two(**changes) == ["conflict", "conflict"]


def test_lines_in_conflict_are_versions_of_one_another() -> None:
    found = judged(a=[KEYED], b=[row(net_kg="7")])
    assert found["a", 1].versions == found["b", 1].versions == {("a", 1), ("b", 1)}


def test_two_latest_releases_that_contradict_each_other_are_in_conflict() -> None:
    late = row(released="2022-04-01", statistical_usd="5")
    found = fates(a=[KEYED], b=[late], c=[{**late, "statistical_usd": "6"}])
    assert found == {"a": ["superseded"], "b": ["conflict"], "c": ["conflict"]}


# -- collision


def collides(**changes: Any) -> bool:
    found = judged(a=[KEYED], b=[row(**changes)])
    return found["a", 1].collision or found["b", 1].collision


@pytest.mark.parametrize(
    "changes",
    [
        {"receiver_id": CLOVER, "receiver_name": "ООО КЛЕВЕР"},
        {"receiver_id": CLOVER},
        {"registered": "2022-03-17"},
        {"receiver_id": None, "receiver_name": "ООО КЛЕВЕР"},
    ],
)
def test_another_receiver_or_day_is_another_line_under_the_same_key(changes: Row) -> None:
    assert two(**changes) == ["stands", "stands"]
    assert collides(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"receiver_id": DAISY[:-1] + str((int(DAISY[-1]) + 1) % 10)},
        {"receiver_id": "123"},
        {"receiver_name": "ROMASHKA LLC"},
        {"receiver_id": None, "receiver_name": "ROMASHKA LLC"},
        {"receiver_id": None, "receiver_name": "РОМАШКА ООО"},
        {"receiver_id": None, "receiver_name": "ООО ТД РОМАШКА"},
    ],
)
def test_a_receiver_spelled_otherwise_is_no_other_receiver(changes: Row) -> None:
    assert two(**changes) == ["stands", "repeated"]
    assert not collides(**changes)


def test_a_tax_id_that_lost_its_zero_is_the_same_tax_id() -> None:
    full = "0100000011"
    assert read_back(full) == read_back(full.lstrip("0")) == full
    found = fates(a=[row(receiver_id=full)], b=[row(receiver_id=full.lstrip("0"))])
    assert found == {"a": ["stands"], "b": ["repeated"]}


def read_back(tax_id: str) -> str | None:
    from_register = read_identifier(tax_id, "RU")
    return from_register.value if from_register and from_register.valid else None


def test_two_companies_in_one_alphabet_are_two_though_a_third_name_is_foreign() -> None:
    nameless = {"receiver_id": None}
    found = judged(
        a=[row(**nameless)],
        b=[row(**nameless, receiver_name="ООО КЛЕВЕР")],
        c=[row(**nameless, receiver_name="ROMASHKA LLC")],
    )
    assert sorted(fate.fate for fate in found.values()) == ["repeated", "stands", "stands"]
    assert all(fate.collision for fate in found.values())


def test_a_bad_tax_id_of_one_key_is_not_forgotten_in_another() -> None:
    bad = "123"
    same = [row(key=2, receiver_id=bad), row(key=2, receiver_id=bad, receiver_name="ООО КЛЕВЕР")]
    odds = [row(key=3, receiver_id=bad), row(key=3, receiver_id=CLOVER)]
    assert fates(a=[*same, *odds])["a"][:2] == ["stands", "repeated"]


# -- no key


def test_of_copies_without_a_key_as_many_count_as_the_file_with_most_has() -> None:
    found = fates(a=[KEYLESS], b=[KEYLESS] * 3, c=[KEYLESS] * 2)
    assert found == {"a": ["suspected"], "b": ["stands"] * 3, "c": ["suspected"] * 2}


def test_copies_without_a_key_in_one_file_all_count() -> None:
    assert fates(a=[KEYLESS] * 3) == {"a": ["stands"] * 3}


def test_lines_without_a_key_that_say_different_things_are_different() -> None:
    assert fates(a=[KEYLESS], b=[{**KEYLESS, "content": 6}]) == {"a": ["stands"], "b": ["stands"]}


# -- corrections that net


@pytest.mark.parametrize("value", ["statistical_usd", "customs_value", "fob_usd"])
def test_a_negative_correction_stands_beside_what_it_corrects(value: str) -> None:
    good = {**row(statistical_usd=None), value: "500"}
    bad = {**good, value: "-500", "correction": "1"}
    assert fates(a=[good], b=[bad]) == {"a": ["stands"], "b": ["stands"]}


def test_a_negative_value_beside_a_zero_that_means_none_is_a_negative_line() -> None:
    bad = row(statistical_usd="0", customs_value="-500")
    assert fates(a=[KEYED], b=[bad]) == {"a": ["stands"], "b": ["stands"]}


def test_a_negative_correction_in_two_files_stands_once() -> None:
    bad = row(statistical_usd="-500", correction="1")
    found = fates(a=[KEYED, bad], b=[bad])
    assert found == {"a": ["stands", "stands"], "b": ["repeated"]}


# -- laws


ROW = st.fixed_dictionaries(
    {
        "key": st.sampled_from([1, 1, 2]),
        "registered": st.sampled_from(["2022-03-15"] * 3 + [None, "2022-03-17"]),
        "released": st.sampled_from(["2022-03-16", "2022-03-16", "2022-04-01", None]),
        "statistical_usd": st.sampled_from(["1000", "1000", "5", "0", "-5", None]),
        "hs": st.sampled_from(["8413302008", "8413", "8414", None]),
        "regime": st.sampled_from(["40 00", "40 ", "51 00"]),
        "correction": st.sampled_from([None, None, None, "9", "10"]),
        "receiver_id": st.sampled_from([DAISY, DAISY, CLOVER, "123", None]),
        "receiver_name": st.sampled_from(["ООО РОМАШКА", "ООО КЛЕВЕР", "ROMASHKA LLC", None]),
    }
)
BARE = st.fixed_dictionaries({"content": st.sampled_from([7, 7, 8])})
FILES = st.lists(st.lists(ROW | BARE, min_size=1, max_size=4), min_size=2, max_size=3)
NAMES = "abc"


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_loading_changes_no_fate(files: list[list[Row]], random: Any) -> None:
    named = dict(zip(NAMES, files, strict=False))
    turned = random.sample(sorted(named), len(named))
    assert judged(**named) == judged(**{name: named[name] for name in turned})


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(FILES, st.integers(0, 2))
def test_removing_a_file_is_never_having_added_it(files: list[list[Row]], which: int) -> None:
    named = dict(zip(NAMES, files, strict=False))
    gone = NAMES[which % len(files)]
    with ledger() as made:
        for name, rows in named.items():
            made.add(name, rows)
        made.remove(gone)
        left = {at: fate for at, fate in made.fates().items() if at[0] != gone}
    assert left == judged(**{name: rows for name, rows in named.items() if name != gone})


@settings(deadline=None, max_examples=6)
@given(FILES)
def test_of_every_group_of_lines_at_least_one_counts(files: list[list[Row]]) -> None:
    found = judged(**dict(zip(NAMES, files, strict=False)))
    for fate in found.values():
        if fate.fate in ("repeated", "superseded", "suspected"):
            assert fate.stands_for is not None
            assert found[fate.stands_for].fate in ("stands", "conflict")


@settings(deadline=None, max_examples=5)
@given(FILES)
def test_the_books_count_the_fates_as_they_are(files: list[list[Row]]) -> None:
    with ledger() as made:
        for name, rows in zip(NAMES, files, strict=False):
            made.add(name, rows)
        found, counts = made.fates(), made.counts()
    for name, counted in counts.items():
        own = [fate for at, fate in found.items() if at[0] == name]
        seen = {why: sum(fate.fate == why for fate in own) for why in counted}
        assert counted == {**seen, "collision": sum(fate.collision for fate in own)}
