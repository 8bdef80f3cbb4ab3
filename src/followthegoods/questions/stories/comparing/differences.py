"""In what two tellings of one thing differ: claims by their fields, sentences by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from followthegoods.facts.countries import country_label
from followthegoods.model.printed import Printed
from followthegoods.model.retelling import Aspect, Difference
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.comparing.aligning import stems
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.names import SUPPLIER, head
from followthegoods.questions.stories.reading.scene import Scene


def of_claims(
    first: Claim, second: Claim, scenes: tuple[Scene, Scene], *, names: bool = True
) -> Iterator[Difference]:
    """In what a claim differs from its counterpart, each in its scene; the `names` of two languages
    are not compared: they are spelt by their sound."""
    both = (first, second)
    if {first.measure, second.measure} == OPPOSED:
        yield Difference(Aspect.SAID, first.measure, second.measure)
    mine, theirs = _number(first.amount), _number(second.amount)
    if mine != theirs or first.unit != second.unit:
        yield Difference(Aspect.FIGURE, _figure(first), _figure(second))
    if first.hedge is not second.hedge:
        yield Difference(Aspect.HEDGE, first.hedge, second.hedge)
    checked = Measure.NONE not in (first.measure, second.measure)
    if checked and _period(first) != _period(second):
        yield from _when(both, scenes)
    if set(first.country) != set(second.country) and not _among(both, scenes):
        yield Difference(Aspect.PLACE, _labels(first.country), _labels(second.country))
    elif (
        set(first.country) == set(second.country) and first.country and first.basis != second.basis
    ):
        yield Difference(Aspect.BASIS, first.basis, second.basis)
    if names:
        yield from _who(first, second, scenes)


OPPOSED = {Measure.PRESENCE, Measure.ABSENCE}
"""Measures of claims of which one says what the other denies."""


def _who(first: Claim, second: Claim, scenes: tuple[Scene, Scene]) -> Iterator[Difference]:
    """Whom two claims are about, where both name them; who supplied; who says it."""
    about = [_named(claim) for claim in (first, second)]
    if all(about) and about[0].isdisjoint(about[1]):
        yield Difference(Aspect.SUBJECT, ", ".join(first.of), ", ".join(second.of))
    heads = [{head(name) for name in claim.supplier} for claim in (first, second)]
    # A name that neither sentence has, but what stands before it, is no difference of theirs.
    own = [its & _spelt(one.text) for its, one in zip(heads, scenes, strict=True)]
    if own[0] - heads[1] or own[1] - heads[0]:
        yield Difference(Aspect.NAMES, ", ".join(first.supplier), ", ".join(second.supplier))
    stands_for_it = (not first.by and _refers(scenes[0])) or (not second.by and _refers(scenes[1]))
    if first.by != second.by and not stands_for_it:
        yield Difference(Aspect.SPEAKER, first.by, second.by)


def _named(claim: Claim) -> set[str]:
    """Those whom a claim is about that its own words name."""
    return {head(name) for name in claim.of} & _spelt(claim.text)


def _spelt(text: str) -> set[str]:
    """The words of a text as the first words of names are spelt."""
    return set(re.findall(r"[\w&]+", text.casefold()))


def _number(amount: Printed | None) -> tuple[object, object] | None:
    return (amount.low, amount.high) if amount else None


def _period(claim: Claim) -> str:
    return claim.period.text if claim.period else ""


def _when(both: tuple[Claim, Claim], scenes: tuple[Scene, Scene]) -> Iterator[Difference]:
    """The periods of two claims, where their sentences name them: a sentence that names none has
    its period from what stands before it."""
    days = [_days(one, its) for one, its in zip(both, scenes, strict=True)]
    own = [
        bool(said) or any(day.text and not day.event for day in its.periods)
        for said, its in zip(days, scenes, strict=True)
    ]
    words = [_period(one) or said for one, said in zip(both, days, strict=True)]
    if (all(words) and any(own)) or any(o and w for o, w in zip(own, words, strict=True)):
        yield Difference(Aspect.PERIOD, *words)


def _among(both: tuple[Claim, Claim], scenes: tuple[Scene, Scene]) -> bool:
    """Whether two claims without a figure are each of countries that both sentences name: then it
    is not told which of them is meant."""
    named = [{place.code for place in scene.places} for scene in scenes]
    codes = {code for one in both for code in one.country}
    return not any(one.amount for one in both) and codes <= named[0] and bool(codes & named[1])


def _days(claim: Claim, its: Scene) -> str:
    """The words of the days in a claim's own words, where they give it no period: "last year"."""
    place = its.text.find(claim.text)
    end = place + len(claim.text)
    inside = (one for one in its.periods if place <= one.start < end)
    return ", ".join(its.text[one.start : one.end] for one in inside if not one.text)


def _figure(claim: Claim) -> str:
    return f"{claim.amount.text} {claim.unit}".strip() if claim.amount else claim.unit


def _labels(codes: Sequence[str]) -> str:
    return ", ".join(country_label(code) for code in codes)


def of_sentences(
    first: Scene,
    second: Scene,
    told: Sequence[Scene],
    sources: Sequence[Scene],
    *,
    mutual: bool,
    claims: bool,
) -> Iterator[Difference]:
    """In what a sentence differs from its counterpart beside its claims. `told` are all that tell
    it, `sources` all that the counterpart may tell. `mutual`: each is the other's nearest; else
    only what both surely speak of is compared. `claims`: it has some, and they have the periods."""
    yield from _speaker(first, second, told, sources if mutual else ())
    if not mutual:
        return
    yield from _emphasis(first, second, sources)
    yield from _denial(first, second, sources)
    if not claims:
        yield from _periods(first, second)
        yield from _places(first, second)
    yield from _subject(first, second)
    if surer := _sureness(first, second) or _doubt(first, second, sources):
        yield surer


_SMALL = 3
"""Letters of words that tell nothing of who speaks."""


def _speaker(
    first: Scene, second: Scene, told: Sequence[Scene], sources: Sequence[Scene]
) -> Iterator[Difference]:
    """Who says it that no telling names, and who says it instead. A word that may stand for a name,
    as "the company says", leaves nobody out."""
    lost = [] if any(_refers(one) for one in told) else _unnamed(first, told)
    refers = any(_refers(one) for one in sources)
    won = _unnamed(second, [first] if lost else sources) if sources and not refers else []
    if lost or won:
        yield Difference(Aspect.SPEAKER, ", ".join(lost), ", ".join(won))


def _unnamed(scene: Scene, others: Sequence[Scene]) -> list[str]:
    """By whom a sentence has what it says, in its words, of whom the others have no word."""
    known = stems(" ".join(one.text for one in others))
    found = []
    for said in scene.words.cues["attribution"].finditer(scene.text):
        who = next(group for group in said.groups() if group)
        telling = {stem for stem in stems(who) if len(stem) > _SMALL} or stems(who)
        if telling and not telling & known:
            found.append(said[0])
    return found


def _refers(scene: Scene) -> bool:
    """Whether somebody speaks in it whom it does not name."""
    return scene.says("speaks_again") is not None


def _periods(first: Scene, second: Scene) -> Iterator[Difference]:
    """Days of a sentence that names no figure and that its counterpart leaves out."""
    kept = {said.text[:4] for said in second.periods}
    for said in first.periods:
        if not first.numbers and not said.event and said.text and said.text[:4] not in kept:
            yield Difference(Aspect.PERIOD, first.text[said.start : said.end], "")


def _places(first: Scene, second: Scene) -> Iterator[Difference]:
    """Where something came from, in sentences without a claim of it."""
    origins = [
        list(dict.fromkeys(p.code for p in one.places if p.basis)) for one in (first, second)
    ]
    named = [{p.code for p in one.places} for one in (first, second)]
    lost, won = set(origins[0]) - named[1], set(origins[1]) - named[0]
    if (lost or won) and (all(origins) or (first.numbers and second.numbers)):
        yield Difference(Aspect.PLACE, _labels(origins[0]), _labels(origins[1]))


def _emphasis(first: Scene, second: Scene, sources: Sequence[Scene]) -> Iterator[Difference]:
    pattern = first.words.cues["emphasis"]
    mine = {m[0].lower() for m in pattern.finditer(first.text)}
    theirs = {m[0].lower() for m in pattern.finditer(second.text)}
    known = {m[0].lower() for one in sources for m in pattern.finditer(one.text)}
    lost, won = sorted(mine - theirs), sorted(theirs - mine - known)
    if lost or won:
        yield Difference(Aspect.EMPHASIS, ", ".join(lost), ", ".join(won))


def _denial(first: Scene, second: Scene, sources: Sequence[Scene]) -> Iterator[Difference]:
    """That one sentence denies something and the other nothing: "did not respond", "responded"."""
    pattern = first.words.cues["denies"]
    mine, theirs = pattern.findall(first.text), pattern.findall(second.text)
    told = mine or any(pattern.search(one.text) for one in sources)
    if (mine and not theirs) or (theirs and not told):
        yield Difference(Aspect.DENIAL, ", ".join(mine), ", ".join(theirs))


def _subject(first: Scene, second: Scene) -> Iterator[Difference]:
    """Of whom the same is said: "the sedan was developed by" against "the company was"."""
    for mine in first.words.cues["passive"].finditer(first.text):
        for theirs in second.words.cues["passive"].finditer(second.text):
            if stems(mine["verb"]) != stems(theirs["verb"]):
                continue
            before = [_noun(first, mine.start()), _noun(second, theirs.start())]
            if all(before) and stems(before[0]) != stems(before[1]):
                yield Difference(Aspect.SUBJECT, before[0], before[1])


def _noun(scene: Scene, end: int) -> str:
    """What stands before a verb, without relative clauses and without a number that leads it."""
    start = max((one.end for one in scene.numbers if one.end <= end), default=0)
    text = scene.words.cues["which"].sub("", scene.text[start:end].rstrip() + " ")
    return re.split(r"[,;:–]", text.strip())[-1].strip()


def lost_names(first: Scene, kept: AbstractSet[str]) -> Iterator[Difference]:
    """Companies of a sentence that the whole retelling, whose words are `kept`, no longer names."""
    firms = [name.text for name in first.names if name.company or name.role == SUPPLIER]
    lost = [name for name in firms if head(name) not in kept]
    if lost:
        yield Difference(Aspect.NAMES, ", ".join(lost), "")


def _sureness(first: Scene, second: Scene) -> Difference | None:
    """Tense and sureness of a word that both say: "will start" against "plans to start"."""
    shared = stems(first.text) & stems(second.text)
    mine, theirs = _modals(first, shared), _modals(second, shared)
    for stem in mine:
        if stem in theirs and mine[stem][0] != theirs[stem][0]:
            return Difference(Aspect.SURENESS, mine[stem][1], theirs[stem][1])
    was, now = _main(first), _main(second)
    if was and now and (_says(second, was[1]) or _says(first, now[1])):
        return None  # the verbs of two clauses in another order
    if was and now and was[0] != now[0] and not set(mine) & set(theirs):
        return Difference(Aspect.SURENESS, was[1], now[1])
    return None


def _says(scene: Scene, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", scene.text, re.I) is not None


def _doubt(first: Scene, second: Scene, sources: Sequence[Scene]) -> Difference | None:
    """That one sentence says something as what may be, and the other as what is."""
    mine, theirs = _unsure(first), _unsure(second)
    told = mine or any(_unsure(one) for one in sources)
    if (mine and not theirs) or (theirs and not told):
        return Difference(Aspect.SURENESS, ", ".join(mine), ", ".join(theirs))
    return None


def _unsure(scene: Scene) -> list[str]:
    """What a sentence says may be, in its words. Case matters: "May" is a month."""
    said = "|".join(scene.words.words["modal"]["perhaps"])
    verb = scene.words.cues["verb_of_doubt"]
    found = re.finditer(rf"(?<![\w-])(?:{said})(?!\w)", scene.text)
    return [f"{m[0]}{done[0]}" for m in found if (done := verb.match(scene.text, m.end()))]


def _modals(scene: Scene, shared: frozenset[str]) -> dict[str, tuple[str, str]]:
    """A word said by both -> the class and the words of what stands right before it."""
    found: dict[str, tuple[str, str]] = {}
    for kind in ("future", "plan", "perhaps"):
        for said in scene.words.words["modal"].get(kind, ()):
            for m in re.finditer(rf"(?<!\w){said}\s(?P<verb>\w+)", scene.text):
                for stem in stems(m["verb"]) & shared:
                    found.setdefault(stem, (kind, m[0]))
    return found


def _main(scene: Scene) -> tuple[str, str] | None:
    """The class and the word of the first verb, where that tells its time; None for others."""
    found = [
        (m.start(), kind, m[0])
        for kind, spelt in scene.words.words["modal"].items()
        for said in spelt
        for m in re.finditer(rf"(?<![\w-]){said}(?![\w-])", scene.text)
    ]
    kind, word = min(found)[1:] if found else ("other", "")
    return None if kind == "other" else (kind, word)


def lists(first: Scene, told: Sequence[Scene]) -> Iterator[Difference]:
    """Members of a sentence's lists that its counterparts do not name."""
    theirs = stems(" ".join(scene.text for scene in told))
    for members in _members(first):
        lost = [
            member for member in members if not _core(member) & theirs and not _scale(member, first)
        ]
        if lost:
            yield Difference(Aspect.LIST, ", ".join(lost), "")


def _members(scene: Scene) -> Iterator[list[str]]:
    small = scene.small
    listed = list(small["list_members"].finditer(scene.text))
    for m in listed:
        members = small["between_members"].split(m["list"])
        yield [small["member_until"].sub("", member.strip()) for member in members]
    for m in small["two_members"].finditer(scene.text):
        if not any(m.start() >= n.start() and m.end() <= n.end() for n in listed):
            yield [word for word in m.groups() if word]


def _scale(member: str, scene: Scene) -> bool:
    """Whether it is a word of a number, such as million, and no member of a list."""
    scales = [said for spelt in scene.words.words["scale"].values() for said in spelt]
    return re.fullmatch("|".join(scales), member, re.I) is not None


def _core(member: str) -> frozenset[str]:
    """What tells a member of a list: its words, those of its first words that lead in left out."""
    words = member.split()
    return stems(" ".join(words[-2:]))


def new_words(second: Scene, told: Sequence[Scene]) -> list[str]:
    """The words of a sentence that none of its counterparts has; small words are left out."""
    return _unlike(second, second.text, told, r"[^\W\d_]{4,}")


def other_words(scene: Scene, told: Sequence[Scene], shown: str) -> list[str]:
    """The words of a sentence that none of its counterparts has, with short words and the digits of
    numbers, without what goes with a number and what is `shown` already."""
    text = scene.text
    for number in scene.numbers:
        digits = re.sub(r"[^\d.,]", " ", text[number.start : number.end])
        text = text[: number.start] + digits + text[number.end :]
    known = stems(shown)
    found = _unlike(scene, text, told, r"[^\W\d_]{3,}|\d+(?:[.,]\d+)*")
    return [word for word in found if not stems(word) or stems(word) - known]


def _unlike(scene: Scene, text: str, told: Sequence[Scene], spelt: str) -> list[str]:
    known = stems(" ".join(one.text for one in told))
    small = scene.words.cues["small"]
    found = dict.fromkeys(re.findall(spelt, text))
    return [word for word in found if not small.fullmatch(word) and not stems(word) & known]


def cut_off(first: Claim, second: Claim) -> Difference | None:
    """The tense of a claim of law: "were not in breach" against "do not violate"."""
    if first.measure is not Measure.BREACH:
        return None
    verb = language_of(first.text).small["tense"]
    mine, theirs = verb.search(first.text), verb.search(second.text)
    if mine and theirs and mine[0].lower() != theirs[0].lower():
        return Difference(Aspect.SURENESS, mine[0], theirs[0])
    return None
