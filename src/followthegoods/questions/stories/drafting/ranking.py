"""Claims of rank: who or what supplied the most."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.story import AMONG, LARGEST, PLACES, Claim, Measure
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.goods_told import goods_named, goods_ranked
from followthegoods.questions.stories.drafting.placing import ranked_places
from followthegoods.questions.stories.drafting.standing import standing_period
from followthegoods.questions.stories.drafting.standing_goods import of_one_kind
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene


def with_rank(drafting: Drafting, scene: Scene) -> bool:
    """The largest supplier, or some among the largest."""
    counted = _counted_before(drafting, scene)
    found = scene.says("rank") or scene.says("no_other")
    found = found or (scene.says("outdone") if not scene.numbers else None)
    here = any(number.kind == "suppliers" for number in scene.numbers)
    found = found or (scene.says("largest_of_them") if counted or here else None)
    if (countries := _countries_ranked(drafting, scene)) is not None:
        return countries
    firms = [place for place in scene.places if place.firms]
    told = scene.says("copula") or scene.says("largest_of_them")
    if not found or (scene.sentence.item and not (told or scene.text[found.end() :][:1] == ":")):
        return False
    own = scene.clause(*found.span())
    among = scene.words.says("among", scene.text[own[0] : own[1]])
    among = None if scene.words.says("the_list", found[0]) else among
    apposed = _apposed(scene, found)
    named = () if apposed else _ranked_firms(drafting, scene, found, among=bool(among))
    ranked = apposed or ([] if named or firms else _ranked_countries(drafting, scene, found))
    if not named and counted is not None:
        named = tuple(n.text for n in drafting.actors(scene) if n.start >= found.end())[:1]
    named = named or (() if firms or ranked else drafting.focus)
    if scene.heading or not (named or firms or ranked):
        return False
    clause = (0, scene.numbers[0].start if scene.numbers else len(scene.text))
    denied = scene.says("absence")
    beside = denied is not None and not own[0] <= denied.start() < own[1]
    if beside or apposed or (scene.numbers and found.start() > scene.numbers[0].start):
        clause = own
    lower = scene.words.says("ranked_lower", scene.text[: found.start()])
    place = PLACES[int(lower.lastgroup[1:]) - 1] if lower and lower.lastgroup else AMONG
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "supplier": named,
        "unit": place if lower else AMONG if among else LARGEST,
        **placed(firms or ranked),
        **goods_ranked(scene),
        **dated(nearest(_within(scene, clause), found.start(), clause)),
    }
    if scene.says("no_other") or scene.says("outdone"):
        fields |= goods_named(scene)
    if apposed and scene.words.says("a_source", found[0]) and "goods" not in fields:
        fields |= goods_named(scene) or of_one_kind(drafting, scene, Measure.QUANTITY, fields)
    if counted is not None and not scene.says("rank"):
        fields |= {"goods": counted.goods, "hs": counted.hs}
        if counted.period is not None:
            fields["period"] = counted.period
    if here and not scene.says("rank"):
        fields |= dated(nearest(scene, 0)) or standing_period(drafting, scene)
    if ranked and "goods" not in fields and not scene.says("generic_goods"):
        fields |= goods_named(scene)
    if fields["supplier"] and len(fields["supplier"]) == 1:
        fields |= {"country": (), "basis": "unspecified"}  # an apposition, not a filter
    then = bool(apposed) or any(scene.says(cue) for cue in _THEN)
    past = scene.words.says("once", scene.text[own[0] : found.start()])
    if then and not (past or among or {"period", "doubts"} & fields.keys()):
        said = nearest(scene, found.start()) if apposed else None
        fields |= dated(said) or standing_period(drafting, scene)
    if lower and place == AMONG:
        fields["doubts"] = (*fields.get("doubts", ()), _LOWER)
    listed_as = scene.text[found.start() : found.end() + _NOUN]
    if fields.get("country") and scene.words.says("of_origins", listed_as):
        fields["basis"] = "origin"  # "the number one origin"
    if beside and not any(own[0] <= p.start < own[1] for p in scene.periods):
        fields.pop("period", None)  # "once its main supplier, has sent none since May"
    drafting.add(scene, clause, Measure.RANK, **fields)
    return not (scene.numbers or beside)


def _countries_ranked(drafting: Drafting, scene: Scene) -> bool | None:
    """Draft the rank of countries that a sentence tells of one that the story is about; whether the
    sentence is done, or None where it tells no such rank."""
    ranked = ranked_places(scene) if _own(drafting, scene) and not scene.heading else None
    if ranked is None or drafting.others(scene):
        return None
    at, found = ranked
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "unit": LARGEST,
        **placed(found),
        **(goods_ranked(scene) or goods_named(scene)),
    }
    fields |= dated(nearest(scene, at[0])) or standing_period(drafting, scene)
    drafting.add(scene, at, Measure.RANK, **fields)
    return all(at[0] <= number.start < at[1] for number in scene.numbers)


def _own(drafting: Drafting, scene: Scene) -> bool:
    """Whether a sentence speaks of whom the story is about."""
    own = scene.says("pronoun") or any(drafting.cast.about(n.text) for n in scene.names)
    return bool(own) or any(drafting.same_paragraph(scene, claim) for claim in drafting.claims)


_NOUN = 10
"""Letters after a rank that may say of what: "number one origin"."""
_THEN = ("ranked_then", "no_other", "largest_of_them", "outdone")
"""What says that a rank is of the days of the figures around it."""


def _ranked_firms(
    drafting: Drafting, scene: Scene, found: re.Match[str], *, among: bool
) -> tuple[str, ...]:
    """The companies that are said to be the largest, or `among` them: those before the words, else
    all that supply; of one largest supplier the first after the words."""
    every = drafting.others(scene)
    front = [n.text for n in every if n.end <= found.start()] if not among else []
    if not front and scene.says("it_ranks"):
        front = list(drafting.focus)
    named = tuple(dict.fromkeys(front or drafting.suppliers(scene)))
    if among or not named or front or scene.words.says("ranks_many", found[0]):
        return named
    every = sorted({*every, *drafting.actors(scene)}, key=lambda one: one.start)
    return tuple(n.text for n in every if n.start >= found.end())[:1] or named


def with_outdone(drafting: Drafting, scene: Scene, before: int) -> None:
    """A figure that is said to be more than any other supplier's, or any other country's; `before`
    so many claims were there before those of the sentence."""
    for found in scene.words.cues["outdone"].finditer(scene.text):
        place = scene.sentence.at(found.start())
        own = [c for c in drafting.claims[before:] if c.amount is not None and c.at[0] < place]
        figures = [n for n in scene.numbers if n.end <= found.start()]
        if (
            not own
            or not figures
            or scene.small["and_then"].search(scene.text, figures[-1].end, found.start())
        ):
            continue
        last = own[-1]
        fields: dict[str, Any] = {"of": last.of, "goods": last.goods, "hs": last.hs}
        if last.supplier:
            fields["supplier"] = last.supplier
        elif last.country:
            fields |= {"country": last.country, "basis": last.basis}
        else:
            continue
        if last.period is not None:
            fields["period"] = last.period
        drafting.add(scene, found.span(), Measure.RANK, unit=LARGEST, **fields)


_LOWER = "It is said to come next; whether it is among the largest is what is checked."


def _ranked_countries(drafting: Drafting, scene: Scene, found: re.Match[str]) -> list[Place]:
    """The country that a sentence says to be the largest source of whom the story is about: "The
    United States remained its biggest source of scrap"."""
    own = _own(drafting, scene)
    if own and (after := _places_after(scene, found)):
        return after
    front = [p for p in scene.places if p.end <= found.start()]
    over = [p for p in front if scene.words.says("overtakes", scene.text[p.end :])]
    if own and len(over) == 1:
        return [replace(over[0], basis="unspecified", firms=False)]
    said = front and scene.words.says("copula", scene.text[front[-1].end : found.start()])
    return [replace(front[-1], basis="unspecified")] if own and said and len(front) == 1 else []


def _apposed(scene: Scene, found: re.Match[str]) -> list[Place]:
    """The country that is said beside its name to be the largest source: "China, its main source,
    sent …"."""
    front = [p for p in scene.places if p.end <= found.start()]
    ends = scene.small["apposed_ends"].match(scene.text, found.end())
    if not front or not ends:
        return []
    between = scene.text[front[-1].end : found.start()]
    apposed = scene.small["apposed_rank"].fullmatch(between)
    return [replace(front[-1], basis="unspecified", firms=False)] if apposed else []


def _places_after(scene: Scene, found: re.Match[str]) -> list[Place]:
    """The countries that are said after it to be the largest: "its main sources were Peru, with
    43%, and Chile, with 28%"; of one source the first alone."""
    members: list[Place] = []
    for place in (p for p in scene.places if p.start >= found.end()):
        cue = "ranked_next" if members else "ranked_after"
        start = members[-1].end if members else found.end()
        if not scene.words.says(cue, scene.text[start : place.start]):
            break
        members.append(replace(place, basis="unspecified", firms=False))
    return members if scene.words.says("ranks_many", found[0]) else members[:1]


def _counted_before(drafting: Drafting, scene: Scene) -> Claim | None:
    """The suppliers counted right before, of whom "the largest" is one."""
    main = [claim for claim in drafting.claims[-2:] if claim.id not in drafting.beside]
    last = main[-1] if main else None
    if last is None or last.measure not in (Measure.SUPPLIERS, Measure.COUNTRIES):
        return None
    return last if drafting.next_paragraph(scene, last) else None


def _within(scene: Scene, at: tuple[int, int]) -> Scene:
    """A sentence with the periods of one of its clauses."""
    return replace(scene, periods=[p for p in scene.periods if at[0] <= p.start < at[1]])
