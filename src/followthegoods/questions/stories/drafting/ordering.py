"""Places among suppliers or countries that are told without a noun: "Peru was second with 43
tonnes, Chile third", "the runner-up, Marvane SA"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from followthegoods.model.story import PLACES, Claim, Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.placing import MARK
from followthegoods.questions.stories.drafting.standing import standing_period
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.scene import Scene

FIRM = "¤"
"""Stands for each letter of a company in the patterns, as `placing.MARK` does for a country's."""


def with_order(drafting: Drafting, scene: Scene, before: int) -> None:
    """Draft the places that a sentence tells of suppliers or of countries. They are put before its
    other claims, which are those from `before` on: what comes next goes on from its figures."""
    if scene.heading or not any(drafting.same_paragraph(scene, c) for c in drafting.claims):
        return
    here = drafting.claims[before:]
    ranked = {c.supplier or c.country for c in here if c.measure is Measure.RANK}
    text = _marked(drafting, scene)
    found = [m for pattern in scene.words.orders for m in pattern.finditer(text)]
    for order in sorted(found, key=lambda m: m.start("who")):
        whose = _whose(drafting, scene, order)
        if not whose or (whose.get("supplier") or whose["country"]) in ranked:
            continue
        if order.groupdict().get("goes_on") is not None and not ranked:
            continue  # "Chile third" only goes on from "Peru was second"
        claim = _ranked(drafting, scene, order, whose | _as_told(here, whose))
        ranked.add(claim.supplier or claim.country)
    drafting.claims[before:] = [*drafting.claims[before + len(here) :], *here]


def _ranked(drafting: Drafting, scene: Scene, order: re.Match[str], whose: dict[str, Any]) -> Claim:
    """The claim of one place."""
    said = next((n for n, words in order.groupdict().items() if n[0] == "p" and words), "p1")
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "unit": PLACES[int(said[1:]) - 1],
        **whose,
        **(goods_named(scene) if "country" in whose else {}),
    }
    own = scene.clause(*order.span())
    within = replace(scene, periods=[p for p in scene.periods if own[0] <= p.start < own[1]])
    fields |= dated(nearest(within, order.start("who"))) or standing_period(drafting, scene)
    return drafting.add(scene, order.span(), Measure.RANK, **fields)


def _whose(drafting: Drafting, scene: Scene, order: re.Match[str]) -> dict[str, Any]:
    """The company or the country that has a place, as fields."""
    start, end = order.span("who")
    for name in drafting.others(scene):
        if start <= name.start < end:
            return {"supplier": (name.text,)}
    for place in scene.places:
        if start <= place.start < end:
            return {"country": (place.code,), "basis": "unspecified"}
    return {}


def _as_told(here: Sequence[Claim], whose: dict[str, Any]) -> dict[str, Any]:
    """What a country is in the figure of its place: "Peru was second, whence 43 tonnes came"."""
    told = (c.basis for c in here if c.country and c.country == whose.get("country"))
    return {"basis": basis} if (basis := next(told, None)) is not None else {}


def _marked(drafting: Drafting, scene: Scene) -> str:
    """A sentence in which each country and each company but its subject is one mark."""
    marked = [(place.start, place.end, MARK) for place in scene.places]
    marked += [(name.start, name.end, FIRM) for name in drafting.others(scene)]
    text = scene.text
    for start, end, mark in marked:
        text = f"{text[:start]}{mark * (end - start)}{text[end:]}"
    return text
