"""What the records cover: vendors' cuts, and months that a source skips."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_case import case_of, inn, line

from followthegoods.model.answer import Answer


def codes(answer: Answer) -> set[str]:
    return {caveat.code for caveat in answer.caveats}


@pytest.mark.parametrize(("rows", "cut"), [(1000, True), (999, False), (1001, False)])
def test_a_source_with_as_many_rows_as_vendors_cut_at_is_told_and_opens_the_ceiling(
    tmp_path: Path, rows: int, cut: bool
) -> None:
    with case_of(tmp_path, [line(inn=inn(1), usd="1") for _ in range(rows)]) as case:
        answer = case.dossier(inn(1))
    assert ("vendors_cut" in codes(answer)) is cut
    assert answer.value_usd.ceiling_open is cut


def test_months_that_one_source_skips_are_told_though_another_has_them(tmp_path: Path) -> None:
    march, april, may = (
        line(inn=inn(1), registered=f"10.{month}.2022", released=f"11.{month}.2022")
        for month in ("03", "04", "05")
    )
    with case_of(tmp_path, [march, may], [april]) as case:
        answer = case.dossier(inn(1))
    assert [source.months_missing for source in answer.coverage.by_source] == [("2022-04",), ()]
    assert codes(answer) >= {"source_gaps"}
    assert "months_missing" not in codes(answer)
    assert not answer.value_usd.ceiling_open
