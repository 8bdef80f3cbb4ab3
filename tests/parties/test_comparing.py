"""The words of a comparison, as they are kept beside a link."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.parties.comparing import words_json
from followthegoods.parties.likeness import Aligned, Likeness

WORDS = st.text(max_size=6)
SHARES = st.floats(0, 1)


@settings(max_examples=30)
@given(st.lists(st.builds(Aligned, WORDS, WORDS, SHARES, SHARES)), st.lists(WORDS), st.lists(WORDS))
def test_the_words_of_a_comparison_are_json_whatever_stands_in_them(
    aligned: list[Aligned], only_a: list[str], only_b: list[str]
) -> None:
    told = json.loads(words_json(Likeness(1.0, tuple(aligned), tuple(only_a), tuple(only_b))))
    assert told == [
        *([one.a, one.b, round(one.like, 3), round(one.weight, 3)] for one in aligned),
        *([word, "", 0, None] for word in only_a),
        *(["", word, 0, None] for word in only_b),
    ]
