"""The place of suppliers, or of countries, by value: the largest, the second, among the largest.

A place is told of points, and borne out as an opponent would have it: whoever stands before is
larger whatever is doubtful, and nobody who stands behind may be. Who has lines without a value
may be larger than anybody. A place is one in these records: that there may be more than they hold
takes none away, and contradicts none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from followthegoods.model.answer import Figure, Group
from followthegoods.model.story import AMONG, PLACES, Ruling
from followthegoods.questions.stories.checking.outcome import Outcome
from followthegoods.questions.stories.checking.records import Found

AMONG_FIRST = 5
"""Who is "among the largest": one of so many, or of those who together make half of the value."""


def places(
    groups: Sequence[Group], wanted: Sequence[set[str]], unit: str, *, opened: bool = False
) -> list[Outcome]:
    """Whether each of those `wanted` (the largest of several keys) stands in the place of a rank's
    unit. Several stand from that place on, in any order. The group without a key are lines that
    state nobody, and may be anybody's. `opened`: whether there may be more than the records hold;
    the ceiling of a group is open where lines of its own have no value."""
    named = sorted((group for group in groups if group.key), key=lambda group: -group.point)
    nobody = [group for group in groups if not group.key]
    if unit == AMONG:
        found = [_among(named, keys, nobody) for keys in wanted]
    else:
        first = PLACES.index(unit) + 1
        span = first, first + len(wanted) - 1
        found = [_placed(named, keys, span, nobody) for keys in wanted]
    return [_in_open_records(one) for one in found] if opened else found


def _in_open_records(one: Outcome) -> Outcome:
    """An outcome of records that may hold only some of the lines."""
    found = one.found and replace(one.found, figure=replace(one.found.figure, ceiling_open=True))
    wrong = one.ruling is Ruling.CONTRADICTED
    return replace(one, found=found, ruling=Ruling.NOT_DETERMINABLE if wrong else one.ruling)


def _placed(
    groups: Sequence[Group], wanted: set[str], span: tuple[int, int], nobody: Sequence[Group]
) -> Outcome:
    """Whether the largest of those wanted stands from the first to the last place. Who has no value
    has none, and a tie is none."""
    first, last = span
    best, rivals = _parted(groups, wanted)
    if best is None:
        return Outcome(Ruling.NOT_DETERMINABLE, _NOBODY)
    why, found = _place(best, groups), Found(_of(best))
    hidden, most_hidden, opened = _hidden(nobody)
    larger = sum(rival.floor > best.ceiling + most_hidden for rival in rivals)  # whatever is true
    if best.ceiling_open or opened:
        larger = 0
    perhaps = sum(
        opened or rival.ceiling_open or rival.ceiling + most_hidden >= best.floor
        for rival in rivals
    )
    perhaps += opened or (bool(most_hidden) and most_hidden >= best.floor)
    if larger + 1 > last or perhaps + 1 < first:
        return Outcome(Ruling.CONTRADICTED, why, found, key=best.key)
    if best.point > 0 and best.floor > 0 and first <= larger + 1 and perhaps + 1 <= last:
        return Outcome(Ruling.SUPPORTED, why, found, key=best.key)
    at_best = 1 + sum(rival.point >= best.point + hidden for rival in rivals)
    at_worst = 1 + sum(rival.point + hidden >= best.point for rival in rivals)
    at_worst += bool(hidden) and hidden >= best.point
    if not (best.point > 0 and first <= at_best and at_worst <= last):
        return Outcome(Ruling.NOT_DETERMINABLE, why, found, key=best.key)
    # By what has a value it stands there: what has none could be in the way.
    behind = [rival for rival in rivals if rival.point < best.point]
    before = [best] if first > 1 else []
    room = last - at_worst
    if opened or sum(rival.ceiling_open for rival in behind) > room or _any_open(before):
        why += _could_change([*behind, *before, *nobody])
        return Outcome(Ruling.NOT_DETERMINABLE, why, found, key=best.key)
    return Outcome(Ruling.PROBABLE, why, found, key=best.key)


def _parted(groups: Sequence[Group], wanted: set[str]) -> tuple[Group | None, list[Group]]:
    """The largest of those wanted, and all who are not."""
    mine = [group for group in groups if group.key in wanted]
    return (mine[0] if mine else None), [group for group in groups if group.key not in wanted]


def _hidden(nobody: Sequence[Group]) -> tuple[Decimal, Decimal, bool]:
    """What lines that state nobody have: their point, their ceiling, whether it is open."""
    point = sum((group.point for group in nobody), Decimal(0))
    return point, sum((group.ceiling for group in nobody), Decimal(0)), _any_open(nobody)


def _any_open(groups: Sequence[Group]) -> bool:
    return any(group.ceiling_open for group in groups)


def _could_change(groups: Sequence[Group]) -> str:
    """That lines without a value could change a place, and how many of them count."""
    lacking = sum(group.rows_without_value for group in groups)
    many = f"{lacking:,}" if lacking else "those that are doubtful"
    return f" Lines without a value could change that: {many}."


def _place(one: Group, groups: Sequence[Group]) -> str:
    """The place of one among those that have a value, in words."""
    if one.point <= 0:
        return f"No line gives {one.label} a value, and so a place by value."
    larger = sum(group.point > one.point for group in groups)
    return f"{one.label} is number {larger + 1} of {sum(g.point > 0 for g in groups)} by value."


_NOBODY = "The records show none of those named."


def _among(groups: Sequence[Group], wanted: set[str], nobody: Sequence[Group]) -> Outcome:
    best, rivals = _parted(groups, wanted)
    if best is None:
        return Outcome(Ruling.NOT_DETERMINABLE, _NOBODY)
    why, found = _place(best, groups), Found(_of(best))
    if best.point <= 0 or best.key not in _large(groups, lambda group: group.point):
        return Outcome(Ruling.NOT_DETERMINABLE, why, found, key=best.key)
    # Five could be larger, of whom those with open sums may be any.
    behind = [rival for rival in rivals if rival.point < best.point]
    larger = sum(rival.point >= best.point for rival in rivals)
    larger += sum(rival.ceiling_open for rival in behind)
    if (_any_open(nobody) or _any_open(behind)) and larger >= AMONG_FIRST:
        why += _could_change([*behind, *nobody])
        return Outcome(Ruling.NOT_DETERMINABLE, why, found, key=best.key)
    sure = best.floor > 0 and best.key in _large(groups, lambda group: group.floor)
    return Outcome(Ruling.SUPPORTED if sure else Ruling.PROBABLE, why, found, key=best.key)


def _large(groups: Sequence[Group], size: Callable[[Group], Decimal]) -> set[str]:
    ordered = sorted(groups, key=lambda g: -size(g))
    half = sum((size(g) for g in groups), Decimal(0)) / 2
    large, together = set[str](), Decimal(0)
    for number, group in enumerate(ordered):
        if number >= AMONG_FIRST and together >= half:
            break
        large.add(group.key)
        together += size(group)
    return large


def _of(group: Group) -> Figure:
    return Figure(
        group.floor, group.point, group.ceiling, group.ceiling_open,
        group.rows, group.rows_without_value,
    )  # fmt: skip
