"""What is left of a whole that a story has counted, told without a number: "and the rest in India",
"with Chile and Peru making up the remainder"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene

_COUNTED = (Measure.SHARE, Measure.QUANTITY, Measure.VALUE, Measure.LINES)
"""Measures of what something may be left of."""


def with_rest(drafting: Drafting, scene: Scene) -> bool:
    """That the rest of what was counted before came from somewhere, or from somebody."""
    if (last := _without_number(scene)) is not None and (whole := _last_of(drafting, scene)):
        held: dict[str, Any] = {"goods": whole.goods, "hs": whole.hs, "period": whole.period}
        held |= placed([replace(last, basis=whole.basis, firms=False)])
        drafting.add(scene, (last.start, last.end), Measure.PRESENCE, of=whole.of, **held)
        return True
    found = scene.says("the_rest") or scene.says("all_of_it")
    if found is None and drafting.asked(scene):
        found = scene.says("only_a_way")  # "How did it get there? By way of Oman."
    whole = _whole(drafting, scene, found) if found else None
    if found is None or whole is None:
        return False
    at = _clause(scene, found)
    if any(at[0] <= number.start < at[1] for number in scene.numbers):
        return False
    told = _whence(drafting, scene, found, at, whole)
    if not told and (sharing := _sharing(scene, found)):
        told = placed([replace(p, basis=whole.basis, firms=False) for p in sharing])
        at = sharing[0].start, at[1]
    if not told:
        return False
    fields: dict[str, Any] = {"goods": whole.goods, "hs": whole.hs, "period": whole.period}
    own = [p for p in scene.periods if at[0] <= p.start < at[1]]
    if own:
        fields |= dated(nearest(replace(scene, periods=own), at[0]))
    drafting.add(scene, at, Measure.PRESENCE, of=whole.of, **fields | told)
    return True


def _whole(drafting: Drafting, scene: Scene, found: re.Match[str]) -> Claim | None:
    """The figure right before that something is left of."""
    here = scene.sentence.at(found.start())
    before = [c for c in drafting.claims if c.at[0] <= here and c.measure in _COUNTED]
    last = before[-1] if before else None
    if last is None or drafting.same_paragraph(scene, last):
        return last
    return last if drafting.next_paragraph(scene, last) and drafting.asked(scene) else None


def _without_number(scene: Scene) -> Place | None:
    """The last of several countries that have their numbers in brackets, where it has none: "in
    Chile (900 tonnes), Peru (400) and Oman"."""
    if not scene.numbers:
        return None
    end = scene.numbers[-1].end
    after = [p for p in scene.places if p.start >= end]
    told = after and scene.small["then_one_more"].fullmatch(scene.text[end : after[0].start])
    ends = told and scene.words.says("ends_apposed", scene.text[after[0].end :])
    return after[0] if ends else None


def _last_of(drafting: Drafting, scene: Scene) -> Claim | None:
    """The figure of the sentence that is told last, of a country."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.at[0] < scene.sentence.start or last.measure not in _COUNTED:
        return None
    return last if last.country else None


def _clause(scene: Scene, found: re.Match[str]) -> Span:
    """The words that tell of the rest: from the number or the mark before them on."""
    numbers = [n.end for n in scene.numbers if n.end <= found.start()]
    start = max(numbers, default=0)
    for opens in scene.small["rest_opens"].finditer(scene.text, start, found.start()):
        start = opens.end()
    cut = scene.small["rest_ends"].search(scene.text, found.end())
    end = cut.start() if cut else len(scene.text)
    after = next((n.start for n in scene.numbers if found.end() <= n.start < end), None)
    if after is not None and (comma := scene.text.rfind(",", found.end(), after)) >= 0:
        end = comma  # "all came from Oman, and Marvane supplied more than half"
    return start, end


def _whence(
    drafting: Drafting, scene: Scene, found: re.Match[str], at: Span, whole: Claim
) -> dict[str, Any]:
    """The countries that are told after the rest, or the companies that it came from."""
    after = [p for p in scene.places if found.end() <= p.start < at[1] and not p.firms]
    bare = scene.words.says("rest_is", scene.text[found.end() : after[0].start]) if after else None
    if bare:  # "the rest Swiss": as the others are
        return placed([replace(after[0], basis=whole.basis if whole.country else "unspecified")])
    if any(p.basis for p in after):
        return placed(after)
    sellers = [
        n.text
        for n in drafting.others(scene)
        if found.end() <= n.start < at[1]
        and scene.words.says("rest_from", scene.text[found.end() : scene.told_with(n)] + " ")
    ]
    return {"supplier": tuple(dict.fromkeys(sellers))} if sellers else {}


def _sharing(scene: Scene, found: re.Match[str]) -> list[Place]:
    """The countries before the rest that share it: "Chile and Peru made up the rest"."""
    start = max((n.end for n in scene.numbers if n.end <= found.start()), default=0)
    members: list[Place] = []
    for place in reversed([p for p in scene.places if start <= p.start and p.end <= found.start()]):
        until = members[0].start if members else found.end()
        between = scene.text[place.end : until]
        joined = (
            scene.small["list_of_places"].fullmatch(between)
            if members
            else scene.words.says("rest_shared", between) or not between[: -len(found[0])].strip()
        )
        if not joined:
            break
        members.insert(0, place)
    return members
