"""Claims of lists and breaches: that somebody was listed, that no sanctions were broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from followthegoods.model.printed import Period, period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.absence import with_absence
from followthegoods.questions.stories.drafting.fielding import dated, nearest, placed
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.names import Name, head
from followthegoods.questions.stories.reading.scene import Scene, part_of


def with_lists(drafting: Drafting, scene: Scene) -> bool:
    """Listings and breaches, which may share a sentence."""
    breach, listing = scene.says("breach"), _asserted(scene)
    if breach:
        _breach(drafting, scene, breach)
    if listing := listing or _did_so(drafting, scene) or _lists(scene):
        _listing(drafting, scene, listing)
        _listed_too(drafting, scene, listing.end())
        _others_listed(drafting, scene, listing.end())
    records = any(n.kind in ("money", "weight", "lines", "share") for n in scene.numbers)
    absent = scene.says("absence")
    if breach and absent and not listing:
        start, end = scene.clause(*breach.span())
        if not start <= absent.start() < end:
            front = (0, start) if absent.start() < start else (end, len(scene.text))
            return with_absence(drafting, part_of(scene, *front)) or True
    after = listing is not None and absent is not None
    if absent and listing:
        then = scene.words.says("then_it", scene.text[listing.end() : absent.end()])
        after = absent.end() < listing.start() or bool(then)
    cues = ("first_date", "last_date", "first_arrived", "last_arrived")
    dated_too = listing is not None and any(scene.says(cue) for cue in cues)
    return bool(breach or listing) and not (records or after or dated_too)


def _breach(drafting: Drafting, scene: Scene, found: re.Match[str]) -> None:
    """That none of somebody's trade broke sanctions: that of whom the story is about, or what
    the supplier that speaks sold."""
    at = scene.clause(*found.span())
    fields: dict[str, Any] = {"of": drafting.subject(scene)}
    part = part_of(scene, *at)
    fields |= placed([p for p in part.places if p.basis]) | goods_named(part)
    own = scene.words.says("its_sales_kept", scene.text[at[0] : at[1]])
    speaks = [n.text for n in drafting.others(scene) if n.end <= found.start()]
    if own and (scene.says("said") or scene.says("lawyers")) and speaks:
        fields["supplier"] = tuple(dict.fromkeys(speaks[-1:]))
    drafting.add(scene, at, Measure.BREACH, **fields)


def _listed_too(drafting: Drafting, scene: Scene, start: int) -> None:
    """Others of which the same is said in fewer words: "…, the European Union in February"."""
    for code, pattern in scene.words.authorities:
        for m in pattern.finditer(scene.text, start):
            told = next((p for p in scene.periods if p.start >= m.end() and p.text), None)
            upto = scene.text[m.end() : told.start] if told is not None else ""
            if told is None or scene.small["did_it_too"].fullmatch(upto) is None:
                continue
            if not scene.words.says("and_others", scene.text[: m.start()]):
                continue
            last = drafting.claims[-1]
            if last.period is None or not any(start <= p.end <= m.start() for p in scene.periods):
                continue  # "by the United States and Switzerland in 2023": one day for both
            when = _month_after(scene, told, last)
            fields = {"of": last.of, "authority": (code,), "period": when}
            drafting.add(scene, (m.start(), told.end), Measure.LISTING, **fields)
            return


def _month_after(scene: Scene, said: Said, last: Claim) -> Period:
    """When others listed as well: a month without a year is the first after the listing before."""
    told = period(said.text.removesuffix(".."))
    before = last.period.first if last.period is not None else None
    words = scene.text[said.start : said.end]
    named = any(re.search(rf"\b{m}", words, re.I) for m in scene.words.words["month"].values())
    if before is None or not named or _YEAR.search(words):
        return told
    then = (period(_YEAR.sub(str(before.year + more), told.text)) for more in (0, 1))
    return next((one for one in then if one.last and one.last >= before), told)


_YEAR = re.compile(r"\d{4}")


def _others_listed(drafting: Drafting, scene: Scene, start: int) -> None:
    """Others whom the same authority listed on a day of their own: "sanctioned Kolbrek in February
    and Marvane in June"."""
    for name in (n for n in scene.names if n.start >= start):
        last = drafting.claims[-1]
        day = next((p for p in scene.periods if 0 <= p.start - name.end <= 1 and p.text), None)
        front = scene.text[: name.start]
        if (
            day is None
            or last.period is None
            or not scene.words.says("and_others_named", front[-6:])
        ):
            continue
        own = drafting.cast.about(name.text)
        fields: dict[str, Any] = {"authority": last.authority, "period": period(day.text)}
        fields["of"] = drafting.subject(scene) if own else (name.text,)
        drafting.add(scene, (name.start, day.end), Measure.LISTING, **fields)


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


def _lists(scene: Scene) -> re.Match[str] | None:
    """Where an authority is said to have listed somebody: "The European Union listed Marvane"."""
    if (did := scene.says("as_others_did")) is not None:
        return did
    for _, pattern in scene.words.authorities:
        for m in pattern.finditer(scene.text):
            said = scene.words.cues["lists_it"].match(scene.text[m.end() :])
            if said and not scene.words.says("negated", scene.text[: m.end()]):
                words = re.escape(said[0]) + r" (?:the )?\w+"
                return re.compile(words).search(scene.text, m.end())
    return None


def _listing(drafting: Drafting, scene: Scene, listing: re.Match[str]) -> None:
    front = [name for name in scene.names if name.start < listing.end()]
    front = [n for n in front if not _put_in(scene, n, listing)] or front
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
    if not named and scene.words.says("it_is_listed", scene.text[: listing.start()]):
        spoke = drafting.scene.names if drafting.scene is not None else ()
        of = (spoke[0].text,) if spoke and spoke[0].company else of  # who was spoken of first
    after_it = listing.end() + len(" them")
    it_is = scene.small["it_or_them"].search(scene.text, listing.start(), after_it)
    if not named and it_is and (one := drafting.alone()):
        of = (one,)  # "What of Marvane? The Americans put it on their list"
    if not named and scene.says("the_giver") and drafting.focus:
        of = (drafting.focus[0],)  # "The trader, on which Britain imposed sanctions"
    if not named and (did := drafting.claims[-1:]) and scene.says("did_so"):
        of = did[0].of if did[0].measure is Measure.LISTING else of
    after = (
        listing.end(),
        listing.end() + 1,
        scene.text.find("the latter"),
        scene.text.find("the former"),
    )
    if struck := [name.text for name in scene.names if name.start in after]:
        of = (struck[0], *_struck_too(scene, struck[0]))  # "Washington blacklisted …"
    found = [(m.start(), c) for c, p in scene.words.authorities for m in p.finditer(scene.text)]
    # Who lists stands nearest: others are where the company sits, or whose market it is.
    close = sorted(found, key=lambda f: abs(f[0] - listing.start()))[:1]
    within = sorted(f for f in found if listing.start() <= f[0] < listing.end())
    told = _joined(scene, _with_those_before(scene, within or close, sorted(found)), sorted(found))
    fields: dict[str, Any] = {"of": of, "authority": tuple(dict.fromkeys(told))}
    if not fields["authority"] and drafting.claims:
        last = drafting.claims[-1]
        fields["authority"] = last.authority if last.measure is Measure.LISTING else ()
    if said := nearest(scene, listing.start()):
        # "Sanctioned since March" tells when it happened.
        fields |= dated(said)
        before = drafting.claims[-1] if drafting.claims and scene.says("did_so") else None
        if said.text and before is not None and before.measure is Measure.LISTING:
            fields["period"] = _month_after(scene, said, before)
        elif said.text:
            fields["period"] = period(said.day or said.text.removesuffix(".."))
    if said and scene.words.says("beside_it", scene.text[: listing.end()]):
        drafting.taken.add(scene.span(said.start, said.end))
    first = scene.clause(*listing.span())[0]
    start = min(first, *(n.start for n in front)) if front and not scene.says("breach") else first
    end = next((p.end for p in scene.periods if p.start > listing.start()), listing.end())
    drafting.add(scene, (start, max(end, listing.end())), Measure.LISTING, **fields)


def _struck_too(scene: Scene, first: str) -> Iterator[str]:
    """Others that "and" joins to who was listed: "designated Marvane and its supplier Kolbrek"."""
    last = next(name for name in scene.names if name.text == first)
    for name in (n for n in scene.names if n.start > last.end and (n.company or " " in n.text)):
        if not scene.words.says("and_struck", scene.text[last.end : name.start]):
            return
        yield name.text
        last = name


def _put_in(scene: Scene, name: Name, listing: re.Match[str]) -> bool:
    """Whether a name only tells between two commas who another is: "Kolbrek, a supplier of Marvane,
    was sanctioned"."""
    closes = scene.text.find(",", name.end)
    return scene.aside(name.start) and name.end <= closes < listing.start()


def _with_those_before(
    scene: Scene, near: list[tuple[int, str]], found: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Those who list, with those before that "and" or a comma joins to them."""
    for at, code in reversed(found):
        if (
            near
            and at < near[0][0]
            and scene.small["listers"].fullmatch(scene.text[at : near[0][0]])
        ):
            near = [(at, code), *near]
    return near


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
    between = _ASIDE.sub("", scene.text[name.end : listing.start()])
    fits = name.end <= listing.start() and between.strip(" ,") in ("", "who", "which")
    return fits and " " in name.text


_ASIDE = re.compile(r"^, [^,]+,(?= )")
