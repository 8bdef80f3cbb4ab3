"""Claims without a number: lists, breaches, coverage, rank, presence, absence, dates."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.model.printed import period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.days import following
from followthegoods.questions.stories.drafting import Drafting, dated, nearest, placed
from followthegoods.questions.stories.names import RECEIVER
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
        drafting.said_by = drafting.speaker or (person[0] if person else "")
    quote = scene.says("quote")
    if quote and scene.words.says("first_person", quote[0]):
        drafting.nothing(scene, quote.span(1), "quote")
        return True
    if scene.says("comment"):
        drafting.nothing(scene, (0, len(scene.text)), "comment")
        return True
    if scene.says("opinion") and not scene.numbers:
        drafting.nothing(scene, (0, len(scene.text)), "opinion")
        return True
    return False


def with_lists(drafting: Drafting, scene: Scene) -> bool:
    """Listings and breaches, which may share a sentence."""
    breach, listing = scene.says("breach"), scene.says("listing")
    if breach:
        at = scene.clause(*breach.span())
        drafting.add(scene, at, Measure.BREACH, of=drafting.subject(scene))
    if listing and not scene.words.says("negated", scene.text[: listing.end()]):
        _listing(drafting, scene, listing)
    return bool(breach or listing)


def _listing(drafting: Drafting, scene: Scene, listing: re.Match[str]) -> None:
    front = [name for name in scene.names if name.start < listing.start()]
    named = [n.text for n in front if n.company or drafting.cast.about(n.text)]
    of = (named[-1],) if named else drafting.subject(scene)
    found = [(m.start(), c) for c, p in scene.words.authorities for m in p.finditer(scene.text)]
    # Who lists stands nearest: others are where the company sits, or whose market it is.
    close = [code for at, code in sorted(found, key=lambda f: abs(f[0] - listing.start()))]
    fields: dict[str, Any] = {"of": of, "authority": tuple(close[:1])}
    if said := nearest(scene, listing.start()):
        # "Sanctioned since March" tells when it happened.
        fields |= dated(said)
        if said.text:
            fields["period"] = period(said.text.removesuffix(".."))
    first = scene.clause(*listing.span())[0]
    start = min(first, *(n.start for n in front)) if front and not scene.says("breach") else first
    end = next((p.end for p in scene.periods if p.start > listing.start()), listing.end())
    drafting.add(scene, (start, max(end, listing.end())), Measure.LISTING, **fields)


def with_coverage(drafting: Drafting, scene: Scene) -> bool:
    """What the records do not hold."""
    found = scene.says("coverage")
    if not found:
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
    if not found:
        return False
    clause = (0, scene.numbers[0].start if scene.numbers else len(scene.text))
    fields: dict[str, Any] = {
        "of": drafting.subject(scene),
        "supplier": drafting.suppliers(scene),
        "unit": AMONG if scene.says("among") else LARGEST,
        **placed([p for p in scene.places if p.firms]),
        **dated(nearest(scene, found.start())),
    }
    if fields["supplier"] and len(fields["supplier"]) == 1:
        fields |= {"country": (), "basis": "unspecified"}  # an apposition, not a filter
    drafting.add(scene, clause, Measure.RANK, **fields)
    return not scene.numbers


def with_absence(drafting: Drafting, scene: Scene) -> bool:
    """That nothing came from somewhere, or from somebody."""
    found = scene.says("absence")
    if not found:
        return False
    second = scene.words.cues["second_absence"].search(scene.text, found.end())
    cut = second.start() if second else len(scene.text)
    first = scene.clause(*found.span())[0] if scene.says("absence_of_supplier") else 0
    _absent(drafting, scene, first, cut)
    if second:
        _absent(drafting, scene, cut, len(scene.text))
    return True


def _absent(drafting: Drafting, scene: Scene, start: int, end: int) -> None:
    own = any(name.role == RECEIVER for name in scene.names) or scene.says("absence_of_supplier")
    fields: dict[str, Any] = {"of": drafting.subject(scene)}
    if own and scene.says("absence_of_supplier"):
        by = drafting.suppliers(scene) or ((drafting.speaker,) if drafting.speaker else ())
        fields["supplier"] = by
    else:
        fields |= placed([p for p in scene.places if p.basis])
    near = nearest(scene, start)
    inside = [p for p in scene.periods if start <= p.start < end and ".." in p.text]
    if near is not None and near.same:
        fields["period"] = drafting.last_said()
    fields |= dated(inside[0] if inside else near)
    drafting.add(scene, (start, end), Measure.ABSENCE, **fields)


def with_dates(drafting: Drafting, scene: Scene) -> bool:
    """When the first or the last delivery came."""
    first, last = scene.says("first_date"), scene.says("last_date")
    said = nearest(scene, 0)
    if not (first or last) or said is None or ".." in said.text:
        return False
    measure = Measure.FIRST_DATE if first else Measure.LAST_DATE
    fields = {**placed([p for p in scene.places if p.basis]), **dated(said)}
    drafting.add(scene, (0, len(scene.text)), measure, of=drafting.subject(scene), **fields)
    return True


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
            drafting.add(scene, (start, at[1]), Measure.PRESENCE, of=of, supplier=named, **said)
            return True
    found = [p for p in scene.places if p.basis and not p.firms]
    routed = [p for p in found if p.basis == "dispatch"]
    found = routed or found  # "Italian bearings arrived via Kazakhstan" tells the way
    if found and scene.says("imports"):
        fields = {**placed(found), **dated(nearest(scene, found[0].start))}
        drafting.add(scene, at, Measure.PRESENCE, of=of, **fields)
        return True
    return False
