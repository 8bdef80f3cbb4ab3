"""What a sentence tells that is the same in any language: numbers, days, countries, goods."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from followthegoods.model.printed import printed
from followthegoods.questions.stories.comparing.cues import cue
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene

DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_CHAPTER = 2
"""Digits of a commodity code by which goods of two languages are the same."""


@lru_cache(maxsize=4096)
def value_of(text: str) -> tuple[Decimal, Decimal] | None:
    """A number as a reading has it -> from and to; None where it is none."""
    try:
        number = printed(text)
    except ValueError:
        return None
    return number.low, number.high


def values(one: Scene) -> set[tuple[Decimal, Decimal]]:
    """The values of the numbers of a sentence."""
    return {value for number in one.numbers if (value := value_of(number.text))}


def spelt(number: Number, one: Scene) -> str:
    """A number in the words of its sentence, without the mark that may end it."""
    return one.text[number.start : number.end].rstrip(" .,;:")


def days_of(one: Scene) -> list[str]:
    """The days, months and years that the periods of a sentence begin or end with."""
    return [day for said in one.periods for day in DAY.findall(said.text)]


def codes_of(one: Scene) -> frozenset[str]:
    """The countries of a sentence, whatever they are called in it, and its days by year and
    month."""
    parts = {f"@{day[:end]}" for day in days_of(one) for end in (7, 10) if len(day) >= end}
    return frozenset(parts | {f"~{place.code}" for place in one.places})


def things(one: Scene) -> frozenset[str]:
    """What a sentence tells in any language."""
    years = {f"@{day[:4]}" for day in days_of(one)}
    numbers = {f"#{low.normalize()}" for low, _ in values(one)}
    goods = {f"%{code[:_CHAPTER]}" for kind in one.goods for code in kind.codes}
    says = {"!says"} if cue(one, "says").search(one.text) else set()
    denies = {"!denies"} if one.words.cues["denies"].search(one.text) else set()
    return codes_of(one) | years | numbers | goods | says | denies


def telling_alone(thing: str) -> bool:
    """Whether two sentences that share a thing may tell the same by that alone: a year, or that
    somebody says something, is in many."""
    return thing[0] != "!" and not (thing[0] == "@" and len(thing) == len("@2022"))
