"""A denial in a clause of its own, beside what the rest of its sentence tells: "Oman, from which it
had bought no copper before 2023, sent 121 tonnes"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.names import Name
from followthegoods.questions.stories.reading.numbers import ELSE, Number, Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene, part_of

T = TypeVar("T", Number, Said, Place, Name)


def clause_of_denial(scene: Scene, denied: Span) -> Span | None:
    """Where a relative clause, or one of "although", stands that a denial is in, where the sentence
    tells figures outside it."""
    opens = list(scene.small["opens_clause"].finditer(scene.text, 0, denied[0] + 1))
    if not opens:
        return None
    start = opens[-1].start("clause")
    closes = scene.small["closes_clause"].search(scene.text, denied[1])
    end = closes.start() if closes else len(scene.text)
    told = [n for n in scene.numbers if n.kind != ELSE]
    told = [n for n in told if n.kind or scene.text[n.start].isdigit()]
    inside = [n for n in told if start <= n.start < end]
    return None if inside or not told else (start, end)


def of_denial(scene: Scene, at: Span) -> tuple[Scene, int]:
    """The clause of a denial with whom or what it is told of, and where that begins."""
    start, end = at
    relative = scene.small["relative"].match(scene.text, start) is not None
    front = scene.text[:start].rstrip(" ,–—-(")
    place = next((p for p in scene.places if p.end == len(front) and relative), None)
    name = next((n for n in scene.names if n.end == len(front) and relative), None)
    told: Place | Name | None = place or name
    clause = part_of(scene, told.start if told is not None else start, end)
    if place is not None:
        known = replace(place, basis="unspecified", firms=False)
        clause = replace(clause, places=[known, *(p for p in clause.places if p.start >= start)])
    return clause, told.start if told is not None else start


def without_denial(scene: Scene, at: Span) -> Scene:
    """A sentence without the clause of a denial: what stands on both sides belongs together."""
    start, end = at
    front = scene.text[:start].rstrip()
    start = len(front) - 1 if front[-1:] and front[-1] in ",–—-(" else start
    end += 1 if scene.text[end : end + 1] in (",", ")") else 0
    text, off = scene.text[:start] + scene.text[end:], end - start
    cuts = tuple((at - off if at >= end else at, many) for at, many in scene.sentence.cuts)
    cuts += ((start, off),)

    def kept(found: Sequence[T]) -> list[T]:
        before = [one for one in found if one.start < start]
        after = [one for one in found if one.start >= end]
        return before + [replace(one, start=one.start - off, end=one.end - off) for one in after]

    return replace(
        scene,
        sentence=replace(scene.sentence, text=text, cuts=cuts),
        numbers=kept(scene.numbers),
        periods=kept(scene.periods),
        places=kept(scene.places),
        names=kept(scene.names),
    )
