"""Claims without a number: lists, breaches, coverage, rank, presence, absence, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.days import following
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import dated, nearest, placed
from followthegoods.questions.stories.goods import (
    goods_bought,
    goods_moved,
    goods_named,
    goods_ranked,
)
from followthegoods.questions.stories.names import Name, head
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.presence import AMONG, LARGEST
from followthegoods.questions.stories.scene import Scene
from followthegoods.questions.stories.standing import standing_period


def with_lists(drafting: Drafting, scene: Scene) -> bool:
    """Listings and breaches, which may share a sentence."""
    breach, listing = scene.says("breach"), _asserted(scene)
    if breach:
        at = scene.clause(*breach.span())
        drafting.add(scene, at, Measure.BREACH, of=drafting.subject(scene))
    if listing:
        _listing(drafting, scene, listing)
        _listed_too(drafting, scene, listing.end())
    if not listing and (listing := _did_so(drafting, scene)):
        _listing(drafting, scene, listing)
    records = any(number.kind in ("money", "weight", "lines") for number in scene.numbers)
    absent = scene.says("absence")
    after = listing is not None and absent is not None and absent.end() < listing.start()
    return bool(breach or listing) and not records and not after


def _listed_too(drafting: Drafting, scene: Scene, start: int) -> None:
    """Others of which the same is said in fewer words: "…, the European Union in February"."""
    for code, pattern in scene.words.authorities:
        for m in pattern.finditer(scene.text, start):
            told = next((p for p in scene.periods if 0 <= p.start - m.end() <= 1 and p.text), None)
            if told is None or not scene.words.says("and_others", scene.text[: m.start()]):
                continue
            last = drafting.claims[-1]
            if last.period is None or not any(start <= p.end <= m.start() for p in scene.periods):
                continue  # "by the United States and Switzerland in 2023": one day for both
            when = period(told.text.removesuffix(".."))
            fields = {"of": last.of, "authority": (code,), "period": when}
            drafting.add(scene, (m.start(), told.end), Measure.LISTING, **fields)
            return


def _asserted(scene: Scene) -> re.Match[str] | None:
    """The first listing of a sentence that is not denied."""
    for found in scene.words.cues["listing"].finditer(scene.text):
        verb = found.start() + len(found[0].split(" ")[0])
        if not any(scene.words.says("negated", scene.text[:end]) for end in (verb, found.end())):
            return found
    return None


def _did_so(drafting: Drafting, scene: Scene) -> re.Match[str] | None:
    """Where another authority is said to have listed as well: "Washington did so in May"."""
    before = drafting.scene
    if before is None:
        return None
    lists = any(
        c.measure is Measure.LISTING and c.at[0] >= before.sentence.start for c in drafting.claims
    )
    lists = lists or scene.small["a_sanction"].search(before.text) is not None
    return scene.says("did_so") if lists else None


def _listing(drafting: Drafting, scene: Scene, listing: re.Match[str]) -> None:
    front = [name for name in scene.names if name.start < listing.end()]
    spoken = {head(name) for claim in drafting.claims for name in claim.supplier}
    named = [
        n.text
        for n in front
        if n.company
        or drafting.cast.about(n.text)
        or _stands_before(scene, n, listing)
        or (head(n.text) in spoken and n.end <= listing.start())
    ]
    own = bool(named) and drafting.cast.about(named[-1])
    of = (named[-1],) if named and not own else drafting.subject(scene)
    if not named and scene.small["it_or_them"].search(listing[0]) and (one := drafting.alone()):
        of = (one,)  # "What of Marvane? The Americans put it on their list"
    if not named and (did := drafting.claims[-1:]) and scene.says("did_so"):
        of = did[0].of if did[0].measure is Measure.LISTING else of
    after = (listing.end(), scene.text.find("the latter"), scene.text.find("the former"))
    if struck := [name.text for name in scene.names if name.start in after]:
        of = (struck[0],)  # "Washington blacklisted …"
    found = [(m.start(), c) for c, p in scene.words.authorities for m in p.finditer(scene.text)]
    # Who lists stands nearest: others are where the company sits, or whose market it is.
    close = sorted(found, key=lambda f: abs(f[0] - listing.start()))[:1]
    within = sorted(f for f in found if listing.start() <= f[0] < listing.end())
    told = _joined(scene, within or close, sorted(found))
    fields: dict[str, Any] = {"of": of, "authority": tuple(dict.fromkeys(told))}
    if not fields["authority"] and drafting.claims:
        last = drafting.claims[-1]
        fields["authority"] = last.authority if last.measure is Measure.LISTING else ()
    if said := nearest(scene, listing.start()):
        # "Sanctioned since March" tells when it happened.
        fields |= dated(said)
        if said.text:
            fields["period"] = period(said.text.removesuffix(".."))
    if said and scene.words.says("beside_it", scene.text[: listing.end()]):
        drafting.taken.add(scene.span(said.start, said.end))
    first = scene.clause(*listing.span())[0]
    start = min(first, *(n.start for n in front)) if front and not scene.says("breach") else first
    end = next((p.end for p in scene.periods if p.start > listing.start()), listing.end())
    drafting.add(scene, (start, max(end, listing.end())), Measure.LISTING, **fields)


def _joined(
    scene: Scene, near: list[tuple[int, str]], found: list[tuple[int, str]]
) -> Iterator[str]:
    """Those who list, with those that "and" or a comma joins to them."""
    last = near[-1][0] if near else 0
    yield from (code for _, code in near)
    for at, code in found:
        if at > last and scene.small["listers"].fullmatch(scene.text[last:at]):
            yield code
            last = at


def _stands_before(scene: Scene, name: Name, listing: re.Match[str]) -> bool:
    """Whether a name of several words, such as a person's, is right before what is said of it."""
    between = scene.text[name.end : listing.start()]
    fits = name.end <= listing.start() and between.strip(" ,") in ("", "who", "which")
    return fits and " " in name.text


def with_coverage(drafting: Drafting, scene: Scene) -> bool:
    """What the records do not hold."""
    found = scene.says("coverage")
    if not found or scene.says("absence"):
        return False
    said = nearest(scene, found.start())
    if said is not None and said.text:
        ends = scene.says("ends") and not said.text.endswith("..")
        fields: dict[str, Any] = {"period": period(following(said.text))} if ends else dated(said)
    elif (last := drafting.last_period()) is not None and (text := following(last.text)):
        fields = {"period": period(text)}
    else:
        fields = {"doubts": ("It is not clear which period the records lack.",)}
    drafting.add(scene, scene.clause(*found.span()), Measure.COVERAGE, **fields)
    return True


def with_rank(drafting: Drafting, scene: Scene) -> bool:
    """The largest supplier, or some among the largest."""
    counted = _counted_before(drafting, scene)
    found = scene.says("rank") or scene.says("no_other")
    found = found or (scene.says("largest_of_them") if counted else None)
    firms = [place for place in scene.places if place.firms]
    if not found or (scene.sentence.item and not scene.words.says("copula", scene.text)):
        return False
    every = drafting.others(scene)
    among = scene.says("among") and not scene.words.says("the_list", found[0])
    front = [n.text for n in every if n.end <= found.start()] if not among else []
    if not front and scene.says("it_ranks"):
        front = list(drafting.focus)
    named = tuple(dict.fromkeys(front or drafting.suppliers(scene)))
    ranked = [] if named or firms else _ranked_countries(drafting, scene, found)
    named = named or (() if firms or ranked else drafting.focus)
    if scene.heading or not (named or firms or ranked):
        return False
    clause = (0, scene.numbers[0].start if scene.numbers else len(scene.text))
    if scene.numbers and found.start() > scene.numbers[0].start:
        clause = scene.clause(*found.span())
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "supplier": named,
        "unit": AMONG if among else LARGEST,
        **placed(firms or ranked),
        **goods_ranked(scene),
        **dated(nearest(_within(scene, clause), found.start(), clause)),
    }
    if scene.says("no_other"):
        fields |= goods_named(scene)
    if counted is not None and not scene.says("rank"):
        fields |= {"goods": counted.goods, "hs": counted.hs, "period": counted.period}
    if fields["supplier"] and len(fields["supplier"]) == 1:
        fields |= {"country": (), "basis": "unspecified"}  # an apposition, not a filter
    then = scene.says("ranked_then") or scene.says("no_other")
    if not among and then and not {"period", "doubts"} & fields.keys():
        fields |= standing_period(drafting, scene)
    drafting.add(scene, clause, Measure.RANK, **fields)
    return not scene.numbers


def _ranked_countries(drafting: Drafting, scene: Scene, found: re.Match[str]) -> list[Place]:
    """The country that a sentence says to be the largest source of whom the story is about: "The
    United States remained its biggest source of scrap"."""
    own = scene.says("pronoun") or any(drafting.cast.about(n.text) for n in scene.names)
    own = own or any(drafting.same_paragraph(scene, claim) for claim in drafting.claims)
    front = [p for p in scene.places if p.end <= found.start()]
    said = front and scene.words.says("copula", scene.text[front[-1].end : found.start()])
    return [replace(front[-1], basis="unspecified")] if own and said and len(front) == 1 else []


def _counted_before(drafting: Drafting, scene: Scene) -> Claim | None:
    """The suppliers counted right before, of whom "the largest" is one."""
    last = drafting.claims[-1] if drafting.claims else None
    if last is None or last.measure is not Measure.SUPPLIERS:
        return None
    return last if drafting.same_paragraph(scene, last) else None


def _within(scene: Scene, at: tuple[int, int]) -> Scene:
    """A sentence with the periods of one of its clauses."""
    return replace(scene, periods=[p for p in scene.periods if at[0] <= p.start < at[1]])


def with_presence(drafting: Drafting, scene: Scene) -> bool:
    """That something came from somewhere, or that somebody supplied it."""
    if (scene.heading and "|" in scene.text) or scene.text.endswith("?"):
        return False  # the first row of a table, or what is asked
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
    if (from_firm := scene.says("came_from_firm")) and not scene.numbers:
        named = tuple(n.text for n in drafting.others(scene) if n.start >= from_firm.end())
        if named:
            told = goods_moved(scene) or goods_bought(scene, from_firm.end()) or goods_named(scene)
            said = told | dated(nearest(scene, from_firm.start()))
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
    rest = scene.says("remainder_moved") if drafting.claims else None
    if found and rest and not scene.numbers:
        last = drafting.claims[-1]
        held = {"goods": last.goods, "hs": last.hs, "period": last.period}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **held, **placed(found))
        return True
    if (shared := scene.says("rest_shared")) and drafting.claims and not scene.numbers:
        last = drafting.claims[-1]
        members = [replace(p, basis=last.basis) for p in scene.places if p.end <= shared.start()]
        held = {"goods": last.goods, "hs": last.hs, "period": last.period}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **held, **placed(members))
        return True
    barred = any(scene.says(cue) for cue in ("banned", "intends", "nation_total"))
    barred = barred or (
        bool(found) and scene.words.says("denied_place", scene.text[: found[0].start]) is not None
    )
    if found and scene.says("imports") and not barred:
        moved = goods_moved(scene) or goods_bought(scene, found[0].start)
        fields = {**placed(found), **dated(nearest(scene, found[0].start)), **moved}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    return False
