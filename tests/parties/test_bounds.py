"""What is told before two names are compared in full: which of them cannot be alike."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from followthegoods.facts.trade_words import canonical
from followthegoods.parties.bounds import may_be_alike
from followthegoods.parties.likeness import LIKE, MOST_WORDS, compare_names

WORD = st.sampled_from((
    "OLVANTEK", "OLVANTEC", "OLVANTK", "ZARIM", "ZORIM", "OLV", "OLVANTEKZARIM", "TRADING",
    "TRADNG", "MACHINERY", "MACHIN", "GROUP", "HOLDING", "=CN", "CHINA", "VII", "7", "OZT", "OZ",
    "TRADINGOLVANTEK", "CHINAZARIM", "INDUSTRIAL", "INDUSTRIALZARIM", "OLVA", "O", "Z", "OZ",
    "VANTEKZARIM", "KAZARNA", "KAZAMA", "KAZARMSK", "KAZARM", "QUOLVANTEK", "ZORIMSK", "VOLVANTEK",
))  # fmt: skip
NAME = st.lists(WORD, min_size=1, max_size=5)


@settings(max_examples=400)
@given(NAME, NAME, st.booleans())
@example(["=DE", "ZARIM"], ["GERMANYZARIM"], False)
def test_names_that_are_alike_are_never_told_apart_sooner(
    a: list[str], b: list[str], two_scripts: bool
) -> None:
    if compare_names(a, b, two_scripts=two_scripts).score >= LIKE:
        assert may_be_alike(a, b, two_scripts=two_scripts)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (["OLVANTEK", "TRADING"], ["OLVANTEC", "MACHINERY"]),
        (["OLVANTEK", "TRADING"], ["ZARIM", "TRADING"]),
        (["OLVANTEK", "TRADING", "GROUP"], ["OLVANTEC", "INDUSTRIAL"]),
    ],
)
def test_names_of_other_trades_are_told_apart_sooner(a: list[str], b: list[str]) -> None:
    assert not may_be_alike(a, b, two_scripts=False)


@pytest.mark.parametrize("word", ["MANUFACTURING", "ELECTRONICS", "INTERNATIONAL"])
def test_a_long_word_of_the_trade_is_known_by_every_slip(word: str) -> None:
    slips = [word[:at] + word[at + 1 :] for at in range(len(word))]
    slips += [f"{word[:at]}Q{word[at:]}" for at in range(len(word) + 1)]
    slips += [f"{word[:at]}Q{word[at + 1 :]}" for at in range(len(word))]
    slips += [word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in range(len(word))]
    assert {canonical((slip,)) for slip in slips} == {(word,)}


def test_a_text_too_long_to_be_a_name_is_compared_as_a_whole() -> None:
    text = ["OLVANTEK", "ZARIM"] * MOST_WORDS * 100
    for other, alike in (([*text], True), (text[1:], False), (["OLVANTEK", "ZARIM"], False)):
        assert may_be_alike(text, other, two_scripts=False) == alike
        assert (compare_names(text, other, two_scripts=False).score >= LIKE) == alike
