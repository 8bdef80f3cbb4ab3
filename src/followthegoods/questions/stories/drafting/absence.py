"""Claims that nothing came from somewhere, or from somebody."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.denying import (
    clause_of_denial,
    of_denial,
    without_denial,
)
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.goods_told import goods_absent, goods_named
from followthegoods.questions.stories.drafting.numbered import with_numbers
from followthegoods.questions.stories.drafting.standing import standing_period
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER
from followthegoods.questions.stories.reading.numbers import ELSE
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene, part_of

DATES = (Measure.FIRST_DATE, Measure.LAST_DATE)
"""Claims of a day, after which a sentence may tell that nothing came."""


def with_absence(drafting: Drafting, scene: Scene) -> bool:
    """That nothing came from somewhere, or from somebody."""
    found = scene.says("absence") or _in_fewer_words(drafting, scene)
    if found is None and any(place.basis for place in scene.places):
        found = scene.says("none_was")
    if not found or scene.text.rstrip('*_ ”"').endswith("?"):
        return False
    if any(p.start <= found.start() < p.end for p in scene.periods):
        return False  # "since the EU stopped their export in July 2022" is when
    scene = drafting.without_taken(scene)
    if (apart := clause_of_denial(scene, found.span())) is not None:
        clause, start = of_denial(scene, apart)
        _absent(drafting, clause, start, apart[1])
        with_numbers(drafting, without_denial(scene, apart))
        return True
    if _after_figures(scene, found.start()):
        after = [p for p in scene.periods if p.start > found.start()]
        drafting.taken |= {scene.span(p.start, p.end) for p in after}
        figures = [n for n in scene.numbers if n.end <= found.start()]
        before = [place for place in scene.places if place.start < found.start()]
        with_numbers(drafting, replace(scene, numbers=figures, places=before))
        _absent(drafting, scene, found.start(), len(scene.text))
        return True
    turn = scene.words.cues["but_then"].search(scene.text, found.end())
    if turn and any(n.start >= turn.end() for n in scene.numbers):
        told = [p for p in scene.periods if p.end <= turn.start()]
        _absent(drafting, replace(part_of(scene, 0, turn.start()), periods=told), 0, turn.start())
        own = [place for place in scene.places if place.start > turn.start()]
        if own:  # "None came from Oman; 40 tonnes were Chilean"
            with_numbers(drafting, replace(scene, places=own))
        return bool(own)
    if (cut := _second(scene, found)) is not None:
        _absent(drafting, part_of(scene, 0, cut), 0, cut)
        _absent(drafting, part_of(scene, cut, len(scene.text)), cut, len(scene.text))
        return True
    second = scene.words.cues["second_absence"].search(scene.text, found.end())
    cut = second.start() if second else len(scene.text)
    first = scene.clause(*found.span())[0] if scene.says("absence_of_supplier") else 0
    middle = None if second else _before_it(scene, found.end())
    onward = None if second or middle is not None else _clause_after(scene, found.end())
    if onward is not None:
        _absent(drafting, part_of(scene, 0, onward), first, onward)
        with_numbers(drafting, part_of(scene, onward, len(scene.text)))
        return True
    if middle is not None:
        told = [p for p in scene.periods if p.end <= middle]
        _absent(drafting, replace(part_of(scene, 0, middle), periods=told), first, middle)
        then = [n for n in scene.numbers if n.start >= middle]
        days = [p for p in scene.periods if p.start >= middle]
        with_numbers(drafting, replace(scene, numbers=then, periods=days))
        return True
    _absent(drafting, scene, first, cut)
    if second:
        _absent(drafting, scene, cut, len(scene.text))
    return True


def _before_it(scene: Scene, start: int) -> int | None:
    """Where a sentence turns, after a denial, to what there had been: "… none from Oman in 2024,
    down from 300 tonnes a year earlier", "…, which had sent 40% in 2021"."""
    turn = scene.words.cues["had_been_some"].search(scene.text, start)
    if turn is None:
        return None
    then = [n for n in scene.numbers if n.start >= turn.end()]
    return turn.start() if then and then[0].kind and then[0].kind != ELSE else None


def _clause_after(scene: Scene, start: int) -> int | None:
    """Where a clause after a denial begins that tells what somebody did sell: "Marvane stopped in
    May, and Borowa took its place, with 300 tonnes"."""
    then = next((n for n in scene.numbers if n.start >= start and n.kind not in ("", ELSE)), None)
    if then is None:
        return None
    turns = [m.start() for m in scene.words.trade.small["parts"].finditer(scene.text, start)]
    named = [n for n in scene.names if n.company or n.role or " " in n.text]
    return next((at for at in turns if any(at < n.start < then.start for n in named)), None)


def _second(scene: Scene, found: re.Match[str]) -> int | None:
    """Where a second denial of a sentence begins, in a clause of its own: "… from Oman, and its
    declarations for 2024 contain no Turkish cloth"."""
    cues = (scene.words.cues[cue] for cue in ("absence", "papers_lack"))
    more = [m.start() for cue in cues if (m := cue.search(scene.text, found.end())) is not None]
    cut = scene.small["and_then"].search(scene.text, found.end(), min(more)) if more else None
    return cut.start() if cut else None


def _in_fewer_words(drafting: Drafting, scene: Scene) -> re.Match[str] | None:
    """A denial without a verb of trade: papers that hold "no Chilean copper", neither of two who
    bought anything, or "last year, none" after a figure."""
    if (neither := scene.says("neither_did")) is not None:
        return neither
    lack = scene.says("papers_lack")
    if lack and (goods_absent(scene) or any(p.basis for p in scene.places)):
        return lack
    figures = [n for n in scene.numbers if n.kind or scene.text[n.start].isdigit()]
    return scene.says("none_then") if figures else None


def _after_figures(scene: Scene, start: int) -> bool:
    """Whether all figures of a sentence stand before a place of it: numbers that only tell how long
    something lasts are none."""
    before = [n for n in scene.numbers if n.end <= start]
    told = [n for n in scene.numbers if n.kind or scene.text[n.start].isdigit()]
    return bool(before) and not any(n.start >= start and n.kind != ELSE for n in told)


def _absent(drafting: Drafting, scene: Scene, start: int, end: int) -> None:
    denied = scene.says("absence")
    own = any(name.role == RECEIVER for name in scene.names) or scene.says("absence_of_supplier")
    sent = scene.says("absence_of_supplier") or _to_it(scene)
    named = goods_absent(scene) or goods_named(scene)
    if start and not goods_absent(scene) and not _named_within(scene, named, start):
        named = {}
    vanished = scene.says("vanishes")
    of_them = not named and scene.says("a_single_one") is not None
    if of_them:
        named = drafting.spoken_goods
    last = drafting.claims[-1] if drafting.claims else None
    if not named and scene.says("such_ones") and last is not None:
        named = {"goods": last.goods, "hs": last.hs}  # "Turkish ones have not been imported"
    fields: dict[str, Any] = {"of": drafting.subject(scene), **named}
    if own and sent:
        spoken = (drafting.speaker,) if drafting.speaker and scene.says("said") else ()
        others = [n for n in drafting.others(scene) if n.text != drafting.person]
        denies = [n.text for n in others if denied and n.end <= denied.start()]
        fields["supplier"] = (
            tuple(dict.fromkeys(denies)) or drafting.suppliers(scene) or _giver(drafting, scene)
        )
        apart = start if scene.says("and_that") else 0
        sends = [p for p in scene.places if denied and p.basis and p.end <= denied.start()]
        before = [p for p in scene.places if vanished and p.end <= vanished.start()]
        gone = [n.text for n in drafting.actors(scene) if vanished and n.end <= vanished.start()]
        fields["supplier"] = fields["supplier"] or tuple(gone[:1])
        if vanished and before and not fields["supplier"]:
            fields |= placed([replace(before[-1], basis="unspecified")])
        elif not fields["supplier"] and sends and not sends[-1].goods:
            fields |= placed(sends[-1:])  # "Peru has sent no fishmeal", "Finnish firms sold none"
        else:
            it = last.of if last is not None and _just_listed(drafting, scene, last) else ()
            fields["supplier"] = fields["supplier"] or it or spoken or drafting.focus
            of_whom = start if denied and start < denied.start() else apart
            fields |= placed([p for p in _of_denied(scene) if of_whom <= p.start])
    else:
        to = scene.small["to_name"]
        paid = scene.says("no_cent")  # "not a cent went to German sellers"
        told = [
            p
            for p in scene.places
            if p.basis and ((p.firms and paid) or not to.search(scene.text[: p.start]))
        ]
        within = [p for p in told if start <= p.start < end]
        fields |= placed(within or ([] if start and scene.says("and_that") else told))
        by = [n.text for n in drafting.others(scene) if n.role == SUPPLIER]
        by = by or _from_speaker(drafting, scene)
        if not by and not fields.get("country") and scene.says("orders_from"):
            by = list(drafting.focus)  # "had no order from Marvane"
        if by and not fields.get("country"):
            fields["supplier"] = tuple(by)
    if scene.says("none_then") and not scene.says("absence") and last is not None:
        fields |= {"country": last.country, "basis": last.basis, "supplier": last.supplier}
    here = last is not None and start > 0 and last.at[0] >= scene.sentence.start
    if here and last is not None and last.amount is not None and scene.says("bare_none"):
        fields |= _of_the_figure(scene, last, named, start)
    of_it = scene.says("none_of_it") is not None
    if scene.says("none_was") and last is not None and (of_them or not named):
        fields |= _goods_of(last)
        fields |= {} if scene.periods else {"period": last.period}
    narrowed = bool(fields.get("country") or drafting.suppliers(scene))
    if last is not None and scene.says("neither_of_them") and not narrowed:
        fields |= _neither(drafting, scene, last, named)
    if of_it and last is not None and not scene.periods and last.period is not None:
        fields |= {"period": last.period}
    gave_none = scene.says("gave_none") or (not named and scene.says("any_alone"))
    if gave_none and last is not None and not named:
        fields |= _goods_of(last) if last.goods else drafting.spoken_goods
    if scene.says("they_gave") and last is not None and last.country and not last.supplier:
        told_by = fields.get("supplier") or fields.get("country")
        fields |= {} if told_by else {"country": last.country, "basis": last.basis}
    one = scene.says("not_one") is not None
    if one and last is not None and not named:
        fields |= _goods_of(last)
    if scene.says("zero_of_it") and last is not None and not scene.periods:
        fields |= {"period": last.period}
    if (
        of_it and not one and not fields.get("country") and last is not None
    ):  # "None were delivered": of the same
        same = ("supplier", "country", "basis", "goods", "hs")
        fields |= {name: getattr(last, name) for name in same}
    dated_here = last is not None and last.measure in DATES and last.at[0] >= scene.sentence.start
    if last is not None and dated_here and _names_no_one(fields) and not named:
        fields |= _goods_of(last) | {"supplier": last.supplier}
        fields |= {"country": last.country, "basis": last.basis}
    if _names_no_one(fields) and denied is not None and denied.lastgroup == "gone":
        fields |= _gone(drafting, scene, denied)
    if _names_no_one(fields) and scene.says("gave_none") and here and last is not None:
        fields |= {"country": last.country, "basis": last.basis, "supplier": last.supplier}
    elif start and not fields.get("goods") and scene.says("gave_none"):
        front = [p for p in scene.places if p.end <= start and p.goods]
        fields |= goods_named(scene) | (placed(front) if _names_no_one(fields) else {})
    if (
        last is not None
        and denied is not None
        and scene.words.says("among_them", scene.text[denied.start() :])
    ):
        fields |= {} if fields.get("goods") else _goods_of(last)
        fields |= {} if scene.periods else {"period": last.period}
    near = nearest(scene, start + 2 * scene.text.startswith((", ", "; "), start))
    found = [p for p in scene.periods if start <= p.start < end and ".." in p.text]
    inside = [p for p in found if denied and p.start >= denied.end()] or found
    if near is not None and near.same:
        fields["period"] = drafting.last_said()
    fields |= dated(inside[0] if inside else near)
    if near is None and "period" not in fields and not scene.says("at_no_time"):
        alike = last is not None and last.goods and last.goods == fields.get("goods")
        if alike and last is not None and drafting.same_paragraph(scene, last):
            fields["period"] = standing_period(drafting, scene).get("period")
    now = scene.says("present_perfect") or scene.words.says("stops", denied[0] if denied else "")
    if near is None and "period" not in fields and not now:
        told_here = any(drafting.same_paragraph(scene, c) for c in drafting.claims)
        days = standing_period(drafting, scene).get("period") if told_here else None
        fields |= {"period": days} if days and days.first and days.last else {}
    when = fields.get("period")
    stopped = denied is not None and scene.words.says("stops", denied[0])
    if stopped and when is not None and ".." not in when.text:
        fields["period"] = period(f"{when.text}..")  # what stopped then, was not since
    drafting.add(scene, (start, end), Measure.ABSENCE, **fields)


def _giver(drafting: Drafting, scene: Scene) -> tuple[str, ...]:
    """Who is said to have given nothing more: the company, or name of several words, right before
    the denial that is not the buyer's."""
    denied = scene.says("absence")
    if denied is None or denied.lastgroup != "gave":
        return ()
    front = [n.text for n in drafting.actors(scene) if n.end <= denied.start()]
    return tuple(front[-1:])


def _names_no_one(fields: dict[str, Any]) -> bool:
    """Whether a denial names neither a country nor a supplier."""
    return not (fields.get("country") or fields.get("supplier"))


def _gone(drafting: Drafting, scene: Scene, denied: re.Match[str]) -> dict[str, Any]:
    """Who or what a paper does not name: the company that stands before, else the countries that
    are named without being anything."""
    actors = [n.text for n in drafting.actors(scene) if n.end <= denied.start()]
    if actors:
        return {"supplier": tuple(actors[:1])}
    free = [p for p in scene.places if p.start < denied.end()]
    if not free and (firms := [p for p in scene.places if p.firms]):
        return placed(firms)  # "no longer shows up as a customer of German smelters"
    if not free and drafting.scene is not None and scene.says("neither_of_them"):
        free = list(drafting.scene.places[-2:])  # "Neither country appears in its declarations"
    return placed([replace(p, basis="unspecified") for p in free])


def _of_denied(scene: Scene) -> list[Place]:
    """The countries of goods that somebody denies to have sold: adjectives of goods that are known,
    or of what there was none: "sold no Belgian machinery"."""
    denied = scene.says("absent_goods")
    firm = scene.words.words["name"]["business"]
    if denied and re.match(rf"{firm}\b", denied["goods"]):
        denied = None  # "has sold to no Russian company"
    found = []
    for place in scene.places:
        if denied and denied.start() <= place.start < denied.start("goods") and not place.goods:
            place = replace(place, basis="unspecified", firms=False, goods=True)
        found += [place] if place.goods else []
    return found


def _just_listed(drafting: Drafting, scene: Scene, last: Claim) -> bool:
    """Whether a claim is the listing of somebody else that the same sentence told of: "Britain
    listed Marvane in May: since then it has supplied none"."""
    here = last.at[0] >= scene.sentence.start and last.measure is Measure.LISTING
    return here and not any(drafting.cast.about(name) for name in last.of)


def _from_speaker(drafting: Drafting, scene: Scene) -> list[str]:
    """The supplier that speaks of what came "from us", or that "the refinery" is."""
    if scene.says("from_us") and drafting.speaker:
        return [drafting.speaker]
    last = drafting.claims[-1] if drafting.claims else None
    it = scene.says("from_it") and last is not None and last.supplier
    return list(drafting.focus) if it or scene.says("from_the_firm") else []


def _of_the_figure(scene: Scene, last: Claim, named: dict[str, Any], start: int) -> dict[str, Any]:
    """What a denial right after a figure of its sentence takes over: its goods, and its days."""
    told = {} if named else _goods_of(last)
    own = any(p.start >= start for p in scene.periods)
    return told if own or last.period is None else told | {"period": last.period}


def _neither(
    drafting: Drafting, scene: Scene, last: Claim, named: dict[str, Any]
) -> dict[str, Any]:
    """What "neither" names again: the two suppliers told before it in its paragraph, else the
    countries of the claim before."""
    before = (c for c in reversed(drafting.claims) if drafting.same_paragraph(scene, c))
    both = list(dict.fromkeys(name for c in before for name in c.supplier))[:2]
    if len(both) > 1 and not last.country:
        return {"supplier": tuple(reversed(both))}
    return {"country": last.country, "basis": last.basis, **({} if named else _goods_of(last))}


def _named_within(scene: Scene, named: dict[str, Any], start: int) -> bool:
    """Whether goods are named from a place of the sentence on, or nothing parts them from it."""
    words = named.get("goods", ())
    if scene.small["told_of_it"].search(scene.text[:start]):
        return any(word in scene.text[start:].lower() for word in named.get("goods", ()))
    if not scene.says("and_that"):
        return True
    return any(word in scene.text[start:].lower() for word in words)


def _goods_of(claim: Claim) -> dict[str, Any]:
    return {"goods": claim.goods, "hs": claim.hs}


def _to_it(scene: Scene) -> bool:
    """Whether what did not come would have gone to a receiver that is named: so the one who speaks
    would have sent it."""
    return scene.says("of_the_firm") is not None and any(
        name.role == RECEIVER and scene.small["to_name"].search(scene.text[: name.start])
        for name in scene.names
    )
