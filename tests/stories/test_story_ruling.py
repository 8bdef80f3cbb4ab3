"""The table of verdicts, and its laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.model.answer import Figure
from followthegoods.model.printed import Printed, printed
from followthegoods.model.story import Hedge, Ruling
from followthegoods.questions.stories.checking.ruling import admits, rule

S, P, C, N = (
    Ruling.SUPPORTED,
    Ruling.PROBABLE,
    Ruling.CONTRADICTED,
    Ruling.NOT_DETERMINABLE,
)


def figure(floor: str, point: str, ceiling: str, *, opened: bool = False) -> Figure:
    return Figure(Decimal(floor), Decimal(point), Decimal(ceiling), opened, 1, 0)


def ruled(hedge: Hedge, amount: str, found: Figure) -> Ruling:
    return rule(hedge, printed(amount), found)[0]


@pytest.mark.parametrize(
    ("hedge", "amount", "numbers", "opened", "wanted"),
    [
        (Hedge.AT_LEAST, "34", ("34", "35", "36"), True, S),
        (Hedge.AT_LEAST, "34", ("33", "34", "36"), True, P),
        (Hedge.AT_LEAST, "34", ("30", "31", "33"), False, C),
        (Hedge.AT_LEAST, "34", ("30", "31", "33"), True, N),
        (Hedge.MORE_THAN, "34", ("34", "34", "34"), False, C),
        (Hedge.MORE_THAN, "34", ("34.01", "35", "36"), True, S),
        (Hedge.ALMOST, "15.5", ("15.4", "15.49", "15.6"), True, S),
        (Hedge.ALMOST, "15.5", ("15.5", "15.5", "15.6"), True, C),
        (Hedge.ALMOST, "15.5", ("15.2", "15.4", "15.6"), True, P),
        (Hedge.ALMOST, "15.5", ("15.2", "15.3", "15.35"), False, C),
        (Hedge.ABOUT, "340", ("338.5", "341", "342"), True, S),
        (Hedge.ABOUT, "340", ("341.5", "342", "343"), True, C),
        (Hedge.UP_TO, "30", ("20", "25", "30"), False, S),
        (Hedge.UP_TO, "30", ("20", "25", "30"), True, N),
        (Hedge.UP_TO, "30", ("20", "25", "31"), False, P),
        (Hedge.UP_TO, "30", ("31", "31", "31"), True, C),
        (Hedge.LESS_THAN, "30", ("20", "25", "30"), False, P),
        (Hedge.BETWEEN, "3 .. 4", ("3", "3.5", "4"), False, S),
        (Hedge.BETWEEN, "3 .. 4", ("4.1", "5", "6"), True, C),
        (Hedge.EXACT, "5 million", ("4600000", "5400000", "5500000"), True, S),
        (Hedge.EXACT, "5 million", ("5500000", "5500000", "5500000"), True, C),
        (Hedge.MILLIONS, "1 million", ("2000000", "3000000", "3000000"), True, S),
        (Hedge.MILLIONS, "1 million", ("900000", "1900000", "1950000"), False, C),
    ],
)
def test_the_table_of_verdicts(
    hedge: Hedge, amount: str, numbers: tuple[str, str, str], opened: bool, wanted: Ruling
) -> None:
    assert ruled(hedge, amount, figure(*numbers, opened=opened)) is wanted


@pytest.mark.parametrize(
    ("hedge", "amount", "found", "wanted"),
    [
        (Hedge.EXACT, "2", "1.6", N),  # "doubled"
        (Hedge.EXACT, "2", "1.95", S),
        (Hedge.EXACT, "2", "2.2", N),
        (Hedge.EXACT, "2", "2.6", C),
        (Hedge.ALMOST, "2", "1.05", C),  # "nearly doubled"
        (Hedge.ALMOST, "2", "1.6", N),
        (Hedge.ALMOST, "2", "1.85", S),
        (Hedge.ABOUT, "2 million", "1000000", C),
        (Hedge.ABOUT, "2 million", "1550000", N),
        (Hedge.ABOUT, "2 million", "2200000", S),
        (Hedge.EXACT, "15.5 million", "15460000", S),
        (Hedge.ABOUT, "15.5 million", "15360000", S),
    ],
)
def test_a_number_of_one_digit_is_read_within_a_tenth_of_it(
    hedge: Hedge, amount: str, found: str, wanted: Ruling
) -> None:
    same = figure(found, found, found)
    assert rule(hedge, printed(amount), same, least=Decimal(0))[0] is wanted


def test_what_rounds_to_a_number_and_is_far_from_it_is_noted() -> None:
    _, notes = rule(Hedge.EXACT, printed("2"), figure("1.6", "1.6", "1.6"), least=Decimal(0))
    assert notes == ("It rounds to what is printed, and is further from it than that is read.",)


def test_what_is_counted_in_pieces_has_a_step_of_one() -> None:
    two, six = (figure(n, n, n) for n in ("2", "6"))
    assert rule(Hedge.ALMOST, printed("3"), two, least=Decimal(1))[0] is S
    assert rule(Hedge.ABOUT, printed("7"), six, least=Decimal(1))[0] is S


def test_a_figure_more_than_half_above_at_least_is_noted() -> None:
    _, notes = rule(Hedge.AT_LEAST, printed("10"), figure("16", "16", "16"))
    assert notes == ("The figure is more than half above what is printed.",)


def test_a_figure_half_above_at_least_is_not_noted() -> None:
    assert rule(Hedge.AT_LEAST, printed("10"), figure("15", "15", "15"))[1] == ()


numbers = st.decimals(min_value=0, max_value=1000, places=2)
amounts = st.one_of(
    numbers.map(lambda n: Printed(n, n, Decimal("0.1"), str(n))),
    st.tuples(numbers, numbers).map(
        lambda two: Printed(min(two), max(two), Decimal("0.1"), "range")
    ),
)
figures = st.tuples(st.lists(numbers, min_size=3, max_size=3).map(sorted), st.booleans()).map(
    lambda f: Figure(*f[0], f[1], 1, 0)
)
hedges = st.sampled_from(Hedge)


@given(hedges, amounts, figures)
def test_up_to_is_never_supported_by_an_open_ceiling(
    hedge: Hedge, amount: Printed, found: Figure
) -> None:
    ruling, _ = rule(hedge, amount, found)
    if hedge in (Hedge.UP_TO, Hedge.LESS_THAN) and found.ceiling_open:
        assert ruling in (C, N)


@given(amounts, figures)
def test_what_is_more_than_is_at_least(amount: Printed, found: Figure) -> None:
    if rule(Hedge.MORE_THAN, amount, found)[0] is S:
        assert rule(Hedge.AT_LEAST, amount, found)[0] is S


@given(amounts, figures)
def test_what_holds_exactly_holds_about(amount: Printed, found: Figure) -> None:
    if rule(Hedge.EXACT, amount, found)[0] in (S, P):
        assert rule(Hedge.ABOUT, amount, found)[0] in (S, P)


@given(hedges, amounts, figures)
def test_a_contradicted_number_admits_nothing_from_floor_to_ceiling(
    hedge: Hedge, amount: Printed, found: Figure
) -> None:
    if rule(hedge, amount, found)[0] is C:
        admitted = admits(hedge, amount)
        for value in (found.floor, found.point):
            assert value not in admitted


@given(hedges, amounts, figures)
def test_opening_a_ceiling_never_supports_and_never_contradicts_more(
    hedge: Hedge, amount: Printed, found: Figure
) -> None:
    opened = Figure(found.floor, found.point, found.ceiling, True, 1, 0)
    closed = Figure(found.floor, found.point, found.ceiling, False, 1, 0)
    before, after = rule(hedge, amount, closed)[0], rule(hedge, amount, opened)[0]
    assert after in (before, N)


@given(amounts, figures, numbers)
def test_raising_a_floor_never_takes_support_from_at_least(
    amount: Printed, found: Figure, more: Decimal
) -> None:
    raised = Figure(
        found.floor + more, found.point + more, found.ceiling + more, found.ceiling_open, 1, 0
    )
    order = [C, N, P, S]
    before, after = (rule(Hedge.AT_LEAST, amount, f)[0] for f in (found, raised))
    assert order.index(after) >= order.index(before)


@given(hedges, amounts, figures)
def test_supported_needs_the_floor_and_probable_the_point(
    hedge: Hedge, amount: Printed, found: Figure
) -> None:
    ruling, _ = rule(hedge, amount, found)
    admitted = admits(hedge, amount)
    if ruling is S:
        assert found.floor in admitted
    if ruling in (S, P):
        assert found.point in admitted


@given(hedges, amounts, figures)
def test_a_narrower_step_supports_no_more_and_contradicts_none_that_rounds_to_it(
    hedge: Hedge, amount: Printed, found: Figure
) -> None:
    wide, narrow = rule(hedge, amount, found)[0], rule(hedge, amount, found, least=Decimal(0))[0]
    if narrow in (S, P):
        assert wide in (S, P)
    rounds = amount.low - amount.step / 2 <= found.point < amount.low
    if narrow is C and hedge in (Hedge.EXACT, Hedge.ALMOST, Hedge.ABOUT):
        assert not rounds
