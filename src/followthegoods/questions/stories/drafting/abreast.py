"""How the numbers of a sentence stand to each other: which words are whose, which tell the same in
other units, which go on from the one before, which are listed in the order of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeVar

from followthegoods.questions.stories.drafting.fielding import alone_in_brackets
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.scene import Scene

T = TypeVar("T")

_LONG = 40
"""Letters between two numbers of one thing at the most."""
LEAD = 5
"""Letters before what leads a sentence at the most: "From ", "The "."""


def span_of(scene: Scene, place: int) -> Span:
    """A number's part of its sentence: from mark to mark between the numbers."""
    number = scene.numbers[place]
    start = scene.text.rfind("; ", 0, number.start) + 1
    end = scene.text.find("; ", number.end)
    end = end if end >= 0 else len(scene.text)
    if place:
        start = _cut(scene, scene.numbers[place - 1].end, number.start)
    if place + 1 < len(scene.numbers):
        end = _cut(scene, number.end, scene.numbers[place + 1].start)
    return start, end


def _cut(scene: Scene, start: int, end: int) -> int:
    """Where one number's words end and those of the next begin."""
    marks = [start + m.start() for m in re.finditer(r"[,;(–]", scene.text[start:end])]
    turn = scene.small["turn"].search(scene.text, start, end)
    return marks[0] if marks else turn.start() if turn else end


def apposed(scene: Scene, place: int) -> bool:
    """Whether a number tells the same as the one before it in other units: "a third of that, $12
    million, was made in …"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : second.start]
    if second.kind == "times":
        return False
    if second.kind == "share" and scene.small["some_of_it"].match(scene.text, second.end):
        return False  # "€11 million, nine tenths of it from China"
    kinds = first.kind != second.kind or first.unit != second.unit
    return (
        kinds and len(between) < _LONG and scene.small["same_again"].fullmatch(between) is not None
    )


def tied(scene: Scene, place: int) -> bool:
    """Whether a number tells more of what the one before it counts: "73 loads weighing …"."""
    between = scene.text[scene.numbers[place - 1].end : scene.numbers[place].start]
    if scene.words.says("includes", between):
        return False
    goes_on = scene.words.says("goes_on", between) is not None or _in_series(scene, place)
    goes_on = goes_on or alone_in_brackets(scene, place) or _in_other_units(scene, place)
    clause = scene.small["last_clause"].search(between)
    refers = clause is not None and scene.words.says("anaphora", clause[1]) is not None
    of_it = scene.words.says("of_it", scene.text[scene.numbers[place].end :]) is not None
    shares = scene.numbers[place].kind == scene.numbers[place - 1].kind == "share"
    goes_on = goes_on or (shares and scene.small["other_measure"].fullmatch(between) is not None)
    if place == 1 and scene.numbers[0].start <= LEAD and scene.numbers[0].kind != "share":
        # "The 9,100 tonnes of barley that it bought from Denmark cost €3.5 million"
        goes_on = goes_on or scene.words.says("subject_cost", between) is not None
    return goes_on or refers or of_it


def _in_other_units(scene: Scene, place: int) -> bool:
    """Whether a number tells in another unit what the one before it does, at the end: "2,100
    barrels from Peru in 2023, or 290 tonnes", "14 cargoes from Peru, 900 tonnes in all"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    if first.unit == second.unit or not {first.kind, second.kind} <= {"", "weight", "lines"}:
        return False
    between = scene.text[first.end : second.start]
    ends = scene.words.says("ends_it", scene.text[second.end :]) is not None
    in_all = scene.words.says("in_number", scene.text[second.end :]) is not None
    small = scene.small
    return (ends and small["or_as_much"].fullmatch(between) is not None) or (
        in_all and small["then_as_much"].fullmatch(between) is not None
    )


def _in_series(scene: Scene, place: int) -> bool:
    """Whether only days stand between two numbers: "$3 million in 2021, $4 million in 2022"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    said = [p for p in scene.periods if first.end <= p.start and p.end <= second.start]
    alike = (first.kind, first.unit) == (second.kind, second.unit) or not second.kind
    if said and alike and _dated_at_once(scene, second.end):
        joint = scene.text[max(p.end for p in said) : second.start]
        if scene.small["in_series"].fullmatch(joint) is not None:
            return True  # "500 tonnes from Brazil in 2023 and 430 tonnes in 2024"
    begun = first.end
    if said and (of := scene.small["of_some_goods"].fullmatch(scene.text, begun, said[0].start)):
        alike = (first.kind, first.unit) == (second.kind, second.unit)
        begun = of.end() if alike and _dated_at_once(scene, second.end) else begun
    rest = scene.text[begun : second.start]
    told = [(p.start, p.end) for p in said]  # "€3 million from Velmora in 2022, but only €400,000"
    told += [(n.start, n.end) for n in scene.names if first.end <= n.start < second.start]
    for start, end in told:
        rest = rest.replace(scene.text[start:end], "", 1)
    return bool(said) and scene.small["in_series"].fullmatch(rest) is not None


def _dated_at_once(scene: Scene, end: int) -> bool:
    """Whether days follow a number at once, and no goods or countries: "six tonnes in May"."""
    return any(not scene.text[end : p.start].strip() for p in scene.periods)


def group_of(scene: Scene, place: int) -> tuple[int, int]:
    """The first and the last of the numbers that tell the same as one of them."""
    first = last = place
    while first and apposed(scene, first):
        first -= 1
    while last + 1 < len(scene.numbers) and apposed(scene, last + 1):
        last += 1
    return first, last


def is_whole(scene: Scene, place: int) -> bool:
    """Whether a number is the whole that the share or the part right before it is of: "94% of the
    118,000 tonnes", "£2m of the £9m": what is said of the part is not said of it."""
    first, number = scene.numbers[place - 1], scene.numbers[place]
    between = scene.text[first.end : number.start]
    part = first.kind == "share" or (first.kind, first.unit) == (number.kind, number.unit)
    return part and scene.small["of_a_whole"].fullmatch(between) is not None


def in_order(scene: Scene, place: int, members: Sequence[T]) -> list[T]:
    """The member of a list that is a number's where both are told in one order: "from A and B,
    worth $2 million and $1 million respectively"."""
    kind = scene.numbers[place].kind
    told = scene.says("respectively")
    end = told.start() if told else len(scene.text)
    alike = [
        n for n, number in enumerate(scene.numbers) if number.kind == kind and number.end <= end
    ]
    if len(alike) != len(members) or place not in alike or len(alike) < 2:
        return []
    if not scene.says("respectively") and not _in_two_lists(scene, alike, members):
        return []
    return [members[alike.index(place)]]


def _in_two_lists(scene: Scene, alike: Sequence[int], members: Sequence[Any]) -> bool:
    """Whether all members are listed first, and then all numbers."""
    numbers = [scene.numbers[n] for n in alike]
    listed = all(
        scene.small["set_side_by_side"].fullmatch(scene.text[first.end : second.start])
        for first, second in pairwise(numbers)
    )
    return listed and all(member.end <= numbers[0].start for member in members)


def elliptical(scene: Scene, place: int) -> bool:
    """Whether a number says the same as the one before it of somewhere else, in fewer words: "and
    at least $4 million from Norway"."""
    first, second = scene.numbers[place - 1], scene.numbers[place]
    after = scene.text[second.end :]
    same = (first.kind, first.unit) == (second.kind, second.unit)
    return same and scene.small["from_there_too"].match(after) is not None
