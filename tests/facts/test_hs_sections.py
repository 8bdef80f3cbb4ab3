from __future__ import annotations

import pytest

from followthegoods.facts.hs_sections import section


@pytest.mark.parametrize(
    ("chapter", "expected"),
    [("01", 1), ("05", 1), ("06", 2), ("15", 3), ("84", 16), ("85", 16), ("86", 17), ("97", 21)],
)
def test_a_chapter_is_of_the_section_that_the_nomenclature_puts_it_in(
    chapter: str, expected: int
) -> None:
    assert section(chapter) == expected


@pytest.mark.parametrize("chapter", ["00", "98", "99", "", "AB"])
def test_what_is_no_chapter_of_goods_is_of_no_section(chapter: str) -> None:
    assert section(chapter) is None
