from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import render_examples as examples


def test_a_notebook_shows_the_three_numbers_to_the_digit() -> None:
    said = examples.answer()._repr_html_()
    assert all(number in said for number in ("950,000.25", "1,000,000.00", "1,055,000.10"))


def test_a_notebook_says_that_a_ceiling_is_open() -> None:
    assert "1,055,000.10 (open)" in examples.answer()._repr_html_()


def test_a_notebook_says_how_many_groups_it_leaves_out() -> None:
    groups = tuple(examples.group(str(n), f"S{n}", "1") for n in range(11))
    answer = replace(examples.answer(), by={**examples.BY, "supplier": groups})
    assert "<td>3 more</td>" in answer._repr_html_()


def test_nothing_of_the_records_is_markup_in_a_notebook() -> None:
    group = replace(examples.group("p1", "<b>x</b>", "1"), ceiling=Decimal(2))
    answer = replace(examples.answer(), by={"supplier": (group,)})
    assert "<b>x</b>" not in answer._repr_html_()
