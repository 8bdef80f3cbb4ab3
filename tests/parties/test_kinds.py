"""Every kind of variation that names of the trade have is known, and none that tells two apart."""

from __future__ import annotations

import pytest
from accuracy.kinds import OTHER, REPORTED_SEED, SAME, linked, pairs


@pytest.mark.parametrize("kind", SAME)
def test_a_name_varied_so_is_linked(kind: str) -> None:
    at_all, _ = linked(pairs(kind, SAME[kind], REPORTED_SEED, 40))
    assert at_all >= 0.8


@pytest.mark.parametrize("kind", OTHER)
def test_a_name_that_differs_so_is_another_company(kind: str) -> None:
    at_all, probable = linked(pairs(kind, OTHER[kind], REPORTED_SEED, 40))
    assert probable == 0.0
    assert at_all <= 0.1
