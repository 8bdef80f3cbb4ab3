"""Claims without a number: coverage, rank, presence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.days import following
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import dated, nearest, placed
from followthegoods.questions.stories.goods import (
    goods_bought,
    goods_fields,
    goods_moved,
    goods_named,
    goods_ranked,
    one_of,
)
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.presence import AMONG, LARGEST
from followthegoods.questions.stories.scene import Scene
from followthegoods.questions.stories.standing import standing_period


def with_coverage(drafting: Drafting, scene: Scene) -> bool:
    """What the records do not hold."""
    found = scene.says("coverage") or (scene.says("not_published") if scene.periods else None)
    if not found or scene.says("absence"):
        return False
    said = nearest(scene, found.start())
    if (month := _month_told(drafting, scene, found)) and (said is None or not said.text):
        fields: dict[str, Any] = {"period": period(following(month))}
    elif said is not None and said.text:
        ends = scene.says("ends") and not said.text.endswith("..")
        fields = {"period": period(following(said.text))} if ends else dated(said)
    elif (last := drafting.last_period()) is not None and (text := following(last.text)):
        fields = {"period": period(text)}
    else:
        fields = {"doubts": ("It is not clear which period the records lack.",)}
    drafting.add(scene, scene.clause(*found.span()), Measure.COVERAGE, **fields)
    return True


def _month_told(drafting: Drafting, scene: Scene, found: re.Match[str]) -> str:
    """The last month of the records where it is told without its year: "which run to September"."""
    now = drafting.published
    for number, spelt in scene.words.words["month"].items():
        if now and re.match(rf"\s(?:{spelt})\b", scene.text[found.end() :], re.I):
            year = now.year - (int(number) > now.month)
            return f"{year}-{int(number):02}"
    return ""


def with_rank(drafting: Drafting, scene: Scene) -> bool:
    """The largest supplier, or some among the largest."""
    counted = _counted_before(drafting, scene)
    found = scene.says("rank") or scene.says("no_other")
    here = any(number.kind == "suppliers" for number in scene.numbers)
    found = found or (scene.says("largest_of_them") if counted or here else None)
    firms = [place for place in scene.places if place.firms]
    told = scene.says("copula") or scene.says("largest_of_them")
    if not found or (scene.sentence.item and not told):
        return False
    every = drafting.others(scene)
    among = scene.says("among") and not scene.words.says("the_list", found[0])
    front = [n.text for n in every if n.end <= found.start()] if not among else []
    if not front and scene.says("it_ranks"):
        front = list(drafting.focus)
    named = tuple(dict.fromkeys(front or drafting.suppliers(scene)))
    ranked = [] if named or firms else _ranked_countries(drafting, scene, found)
    if not among and len(named) > 1 and not (front or scene.words.says("ranks_many", found[0])):
        named = tuple(n.text for n in every if n.start >= found.end())[:1] or named
    if not named and counted is not None:
        named = tuple(n.text for n in drafting.actors(scene) if n.start >= found.end())[:1]
    named = named or (() if firms or ranked else drafting.focus)
    if scene.heading or not (named or firms or ranked):
        return False
    clause = (0, scene.numbers[0].start if scene.numbers else len(scene.text))
    if scene.numbers and found.start() > scene.numbers[0].start:
        clause = scene.clause(*found.span())
    lower = scene.words.says("ranked_lower", scene.text[: found.start()]) is not None
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "supplier": named,
        "unit": AMONG if among or lower else LARGEST,
        **placed(firms or ranked),
        **goods_ranked(scene),
        **dated(nearest(_within(scene, clause), found.start(), clause)),
    }
    if scene.says("no_other"):
        fields |= goods_named(scene)
    if counted is not None and not scene.says("rank"):
        fields |= {"goods": counted.goods, "hs": counted.hs}
        if counted.period is not None:
            fields["period"] = counted.period
    if here and not scene.says("rank"):
        fields |= dated(nearest(scene, 0)) or standing_period(drafting, scene)
    if fields["supplier"] and len(fields["supplier"]) == 1:
        fields |= {"country": (), "basis": "unspecified"}  # an apposition, not a filter
    cues = ("ranked_then", "no_other", "largest_of_them")
    then = any(scene.says(cue) for cue in cues)
    if not among and then and not {"period", "doubts"} & fields.keys():
        fields |= standing_period(drafting, scene)
    if lower:
        fields["doubts"] = (*fields.get("doubts", ()), _LOWER)
    drafting.add(scene, clause, Measure.RANK, **fields)
    return not scene.numbers


_LOWER = "It is said to come second or lower; whether it is among the largest is what is checked."


def _ranked_countries(drafting: Drafting, scene: Scene, found: re.Match[str]) -> list[Place]:
    """The country that a sentence says to be the largest source of whom the story is about: "The
    United States remained its biggest source of scrap"."""
    own = scene.says("pronoun") or any(drafting.cast.about(n.text) for n in scene.names)
    own = own or any(drafting.same_paragraph(scene, claim) for claim in drafting.claims)
    if own and (after := _places_after(scene, found)):
        return after
    front = [p for p in scene.places if p.end <= found.start()]
    over = [p for p in front if scene.words.says("overtakes", scene.text[p.end :])]
    if own and len(over) == 1:
        return [replace(over[0], basis="unspecified", firms=False)]
    said = front and scene.words.says("copula", scene.text[front[-1].end : found.start()])
    return [replace(front[-1], basis="unspecified")] if own and said and len(front) == 1 else []


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
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure not in (Measure.SUPPLIERS, Measure.COUNTRIES):
        return None
    return last if drafting.next_paragraph(scene, last) else None


def _within(scene: Scene, at: tuple[int, int]) -> Scene:
    """A sentence with the periods of one of its clauses."""
    return replace(scene, periods=[p for p in scene.periods if at[0] <= p.start < at[1]])


def _one_kind(scene: Scene) -> dict[str, Any]:
    """The goods of which every one came from there: "Every lens that it bought was made in"."""
    every = scene.says("every_one")
    return goods_fields(one_of(every["goods"].lower(), scene)) if every else {}


def _when_told(drafting: Drafting, scene: Scene, at: int) -> dict[str, Any]:
    """The days of what came from somewhere: those of its sentence, else those that its paragraph
    told of a figure."""
    said = nearest(scene, at)
    figures = any(
        c.amount and c.period and drafting.same_paragraph(scene, c) for c in drafting.claims
    )
    return dated(said) if said is not None or not figures else standing_period(drafting, scene)


def with_presence(drafting: Drafting, scene: Scene) -> bool:
    """That something came from somewhere, or that somebody supplied it."""
    asks = scene.text.rstrip('*_ ”"').endswith("?") or scene.says("asks_whether")
    if (scene.heading and "|" in scene.text) or asks:
        return False  # the first row of a table, or what is asked
    if scene.heading and not (scene.sentence.item or scene.names):
        return False  # "The stone that came back from Oman"
    at = (0, len(scene.text))
    of = drafting.subject(scene)
    supplies = scene.says("supplies")
    if supplies and not scene.words.says("denied_place", scene.text[: supplies.start() + 1]):
        named = drafting.suppliers(scene)
        if not named and scene.says("pronoun") and drafting.speaker:
            named = (drafting.speaker,)
        if named:
            start = 0 if drafting.suppliers(scene) else scene.clause(*supplies.span())[0]
            said = dated(nearest(scene, supplies.start()))
            said |= goods_moved(scene)
            drafting.add(scene, (start, at[1]), Measure.PRESENCE, of=of, supplier=named, **said)
            return True
    scene = drafting.without_taken(scene)
    if (from_firm := scene.says("came_from_firm")) and not scene.numbers:
        named = tuple(n.text for n in drafting.others(scene) if n.start >= from_firm.end())
        if named:
            told = goods_moved(scene) or goods_bought(scene, from_firm.end()) or goods_named(scene)
            said = told | _when_told(drafting, scene, from_firm.start())
            drafting.add(scene, at, Measure.PRESENCE, of=of, supplier=named, **said)
            return True
    if any(scene.words.says("a_year", scene.text[n.end :]) for n in scene.numbers):
        return False  # so much a month is told, and no more
    found = [p for p in scene.places if p.basis and not p.firms]
    routed = [p for p in found if p.basis == "dispatch"]
    found = routed or found  # "Italian bearings arrived via Kazakhstan" tells the way
    on = drafting.speaks_on(scene)
    if on is not None and found and found[0].basis in ("origin", "dispatch") and not scene.numbers:
        held = {"goods": on.goods, "hs": on.hs, "period": on.period}
        fields = {**held, **placed(found), **dated(nearest(scene, found[0].start))}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    barred = any(scene.says(cue) for cue in ("banned", "intends", "nation_total"))
    barred = barred or (
        bool(found) and scene.words.says("denied_place", scene.text[: found[0].start]) is not None
    )
    if found and scene.says("imports") and not barred:
        moved = goods_moved(scene) or goods_bought(scene, found[0].start) or _one_kind(scene)
        fields = {**placed(found), **_when_told(drafting, scene, found[0].start), **moved}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    return False
