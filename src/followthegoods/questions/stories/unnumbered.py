"""Claims without a number: lists, breaches, coverage, rank, presence, absence, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.days import following
from followthegoods.questions.stories.drafting import Drafting
from followthegoods.questions.stories.fielding import dated, nearest, placed
from followthegoods.questions.stories.goods import goods_moved
from followthegoods.questions.stories.names import Name
from followthegoods.questions.stories.presence import AMONG, LARGEST
from followthegoods.questions.stories.scene import Scene


def with_speech(drafting: Drafting, scene: Scene) -> bool:
    """Note who speaks; draft what cannot be checked because it is speech or opinion."""
    if scene.says("said"):
        own = [n.text for n in scene.names if n.company and not drafting.cast.about(n.text)]
        if own:
            drafting.speaker = own[0]
    lawyers, person = scene.says("lawyers"), scene.says("person")
    drafting.said_by = ""
    if lawyers:
        drafting.said_by = lawyers[1]
    elif scene.says("said") and not scene.says("records") and (person or drafting.speaker):
        own = [n.text for n in scene.names if n.company and not drafting.cast.about(n.text)]
        drafting.said_by = person[0] if person and not own else drafting.speaker
        if own and (topic := _topic_speaks(drafting, scene)):
            drafting.said_by = topic
    quote = scene.says("quote") if not _measured(scene) else None
    if quote and scene.words.says("first_person", quote[0]):
        inside = [n for n in scene.numbers if quote.start() <= n.start < quote.end()]
        drafting.nothing(scene, quote.span(1), "quote", inside[0] if inside else None)
        return True
    if scene.says("comment"):
        drafting.nothing(scene, (0, len(scene.text)), "comment")
        return True
    if scene.says("opinion") and not (scene.numbers or scene.periods or scene.places):
        drafting.nothing(scene, (0, len(scene.text)), "opinion")
        return True
    return False


def _topic_speaks(drafting: Drafting, scene: Scene) -> str:
    """The name of whom the story is about, where that one speaks, of another."""
    said = scene.says("said")
    front = [n.text for n in scene.names if said is not None and n.end <= said.start()]
    return front[-1] if front and drafting.cast.about(front[-1]) else ""


def _measured(scene: Scene) -> bool:
    """Whether a sentence has a sum or a weight, and days or countries that it is of."""
    sums = any(number.kind in ("money", "weight") for number in scene.numbers)
    return sums and bool(scene.periods or any(place.basis for place in scene.places))


def with_lists(drafting: Drafting, scene: Scene) -> bool:
    """Listings and breaches, which may share a sentence."""
    breach, listing = scene.says("breach"), _asserted(scene)
    if breach:
        at = scene.clause(*breach.span())
        drafting.add(scene, at, Measure.BREACH, of=drafting.subject(scene))
    if listing:
        _listing(drafting, scene, listing)
    if not listing and (listing := _did_so(drafting, scene)):
        _listing(drafting, scene, listing)
    records = any(number.kind in ("money", "weight", "lines") for number in scene.numbers)
    return bool(breach or listing) and not records


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
    lists = lists or re.search(r"sanction|blacklist|санкци", before.text, re.I) is not None
    return scene.says("did_so") if lists else None


def _listing(drafting: Drafting, scene: Scene, listing: re.Match[str]) -> None:
    front = [name for name in scene.names if name.start < listing.end()]
    named = [
        n.text
        for n in front
        if n.company or drafting.cast.about(n.text) or _stands_before(scene, n, listing)
    ]
    own = bool(named) and drafting.cast.about(named[-1])
    of = (named[-1],) if named and not own else drafting.subject(scene)
    if not named and re.search(r"\b(?:it|them)\b", listing[0]) and (one := drafting.alone()):
        of = (one,)  # "What of Marvane? The Americans put it on their list"
    if not named and (did := drafting.claims[-1:]) and scene.says("did_so"):
        of = did[0].of if did[0].measure is Measure.LISTING else of
    if struck := [name.text for name in scene.names if name.start == listing.end()]:
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
        if at > last and _LISTED.fullmatch(scene.text[last:at]):
            yield code
            last = at


_LISTED = re.compile(
    r"(?:the )?[\w.’']+(?: (?:[A-Z]\w+|of|Treasury))*(?:,| and|, and| as well as| и)\s"
    r"(?:the |by (?:the )?)?"
)


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
    found = scene.says("rank")
    firms = [place for place in scene.places if place.firms]
    if not found or scene.sentence.item:
        return False
    every = drafting.others(scene)
    front = [n.text for n in every if n.end <= found.start()] if not scene.says("among") else []
    named = tuple(dict.fromkeys(front or drafting.suppliers(scene)))
    named = named or (() if firms else drafting.focus)
    if scene.heading or not (named or firms):
        return False
    clause = (0, scene.numbers[0].start if scene.numbers else len(scene.text))
    if scene.numbers and found.start() > scene.numbers[0].start:
        clause = scene.clause(*found.span())
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "supplier": named,
        "unit": AMONG if scene.says("among") else LARGEST,
        **placed(firms),
        **dated(nearest(_within(scene, clause), found.start(), clause)),
    }
    if fields["supplier"] and len(fields["supplier"]) == 1:
        fields |= {"country": (), "basis": "unspecified"}  # an apposition, not a filter
    drafting.add(scene, clause, Measure.RANK, **fields)
    return not scene.numbers


def _within(scene: Scene, at: tuple[int, int]) -> Scene:
    """A sentence with the periods of one of its clauses."""
    return replace(scene, periods=[p for p in scene.periods if at[0] <= p.start < at[1]])


def with_dates(drafting: Drafting, scene: Scene) -> bool:
    """When the first or the last delivery came."""
    first, last = scene.says("first_date"), scene.says("last_date")
    told = first or last
    if told is None:
        return False
    said = nearest(scene, told.start()) if scene.numbers else nearest(scene, 0)
    if said is None or not said.text or ".." in said.text:
        return False
    measure = Measure.FIRST_DATE if first else Measure.LAST_DATE
    at = (0, len(scene.text))
    absent = scene.says("absence") is not None
    if scene.numbers or absent:
        at = (scene.clause(*told.span())[0], said.end)
        drafting.taken.add(scene.span(said.start, said.end))
    fields = {**placed([p for p in scene.places if p.basis]), **dated(said)}
    cues = ("refers_to_last", "from_it", "supplies_it")
    refers = any(scene.says(cue) for cue in cues)
    by = drafting.suppliers(scene) or (drafting.focus if refers else drafting.it(scene))
    if not by and scene.says("the_delivery"):
        by = next(
            (c.supplier for c in drafting.claims[-1:] if drafting.same_paragraph(scene, c)), ()
        )
    if by:
        fields |= {"supplier": by, "country": (), "basis": "unspecified"}
    drafting.add(scene, at, measure, of=drafting.subject(scene), **fields)
    return not (scene.numbers or absent)


def with_presence(drafting: Drafting, scene: Scene) -> bool:
    """That something came from somewhere, or that somebody supplied it."""
    at = (0, len(scene.text))
    of = drafting.subject(scene)
    if supplies := scene.says("supplies"):
        named = drafting.suppliers(scene)
        if not named and scene.says("pronoun") and drafting.speaker:
            named = (drafting.speaker,)
        if named:
            start = 0 if drafting.suppliers(scene) else scene.clause(*supplies.span())[0]
            said = dated(nearest(scene, supplies.start()))
            said |= goods_moved(scene)
            drafting.add(scene, (start, at[1]), Measure.PRESENCE, of=of, supplier=named, **said)
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
    if found and scene.says("imports") and not scene.says("banned"):
        fields = {**placed(found), **dated(nearest(scene, found[0].start)), **goods_moved(scene)}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    return False
