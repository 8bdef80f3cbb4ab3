"""In what a sentence differs from its counterpart beside its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from followthegoods.facts.countries import country_label
from followthegoods.model.retelling import Aspect, Difference
from followthegoods.model.story import Hedge
from followthegoods.questions.stories.comparing.aligning import stems
from followthegoods.questions.stories.comparing.beside import Beside
from followthegoods.questions.stories.comparing.cues import cue
from followthegoods.questions.stories.comparing.speaking import speakers
from followthegoods.questions.stories.comparing.sureness import doubt, sureness
from followthegoods.questions.stories.comparing.things import DAY, days_of, spelt, value_of, values
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene

Value = tuple[Decimal, Decimal]

_QUOTED = re.compile(r"[“«]([^“”«»]+)[”»]|\"([^\"]+)\"")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """What a whole text has: countries, periods and the days that they begin or end with, and
    words in quotation marks."""

    places: frozenset[str]
    periods: frozenset[str]
    days: frozenset[str]
    quotes: str


@dataclass(frozen=True)
class Shown:
    """What is shown of two sentences already: the differences of their claims, the values of the
    claims of each, those of the first that are shown as dropped, in their words, the countries of
    those that are told, and whether it has a claim that records can check."""

    differences: Sequence[Difference]
    values: tuple[frozenset[Value], frozenset[Value]]
    dropped: Sequence[str]
    places: frozenset[str]
    claims: bool

    def words(self, aspect: Aspect) -> set[str]:
        """What the differences in something say."""
        found = [one for one in self.differences if one.aspect is aspect]
        return {said for one in found for said in (one.original, one.retelling)}


def of_sentences(both: Beside, known: tuple[Known, Known], shown: Shown) -> Iterator[Difference]:
    """In what a sentence differs from its counterpart beside its claims. Of two languages only what
    is the same in any is compared: that somebody says it, that it is denied or doubted, numbers,
    periods, places."""
    yield from speakers(both)
    yield from _denial(both)
    if both.alike and both.mutual:
        yield from _emphasis(both)
        yield from _subject(both.first, both.second)
    surer = sureness(both.first, both.second) if both.alike and both.mutual else None
    if surer := surer or doubt(both):
        yield surer
    yield from _numbers(both, shown)
    yield from _periods(both, known, shown)
    yield from _places(both, known[0], shown)
    if both.alike:
        yield from _quotes(both, known[0])


def _denial(both: Beside) -> Iterator[Difference]:
    """That one sentence denies something and the other nothing: "did not respond", "responded"."""
    mine, theirs = _denied(both.first), _denied(both.second)
    if both.loses(mine, _denied) or both.wins(theirs, _denied):
        yield Difference(Aspect.DENIAL, ", ".join(mine), ", ".join(theirs))


def _denied(one: Scene) -> list[str]:
    what = cue(one, "denied")
    found = one.words.cues["denies"].finditer(one.text)
    return [m[0] + (said[0] if (said := what.match(one.text, m.end())) else "") for m in found]


def _emphasis(both: Beside) -> Iterator[Difference]:
    pattern = both.first.words.cues["emphasis"]
    mine, theirs, known = (
        {m[0].lower() for one in some for m in pattern.finditer(one.text)}
        for some in ([both.first], [both.second], both.sources)
    )
    lost, won = sorted(mine - theirs), sorted(theirs - mine - known)
    if lost or won:
        yield Difference(Aspect.EMPHASIS, ", ".join(lost), ", ".join(won))


def _subject(first: Scene, second: Scene) -> Iterator[Difference]:
    """Of whom the same is said: "the sedan was developed by" against "the company was"."""
    for mine in first.words.cues["passive"].finditer(first.text):
        for theirs in second.words.cues["passive"].finditer(second.text):
            if stems(mine["verb"]) != stems(theirs["verb"]):
                continue
            before = [_noun(first, mine.start()), _noun(second, theirs.start())]
            said = [_telling(noun, first) for noun in before]
            if all(said) and not (said[0] <= said[1] or said[1] <= said[0]):
                yield Difference(Aspect.SUBJECT, before[0], before[1])


def _noun(scene: Scene, end: int) -> str:
    """What stands before a verb, without relative clauses, without what stands before its clause,
    and without a number that leads it."""
    start = max((one.end for one in scene.numbers if one.end <= end), default=0)
    text = scene.words.cues["which"].sub("", scene.text[start:end].rstrip() + " ")
    text = re.split(r"[,;:–]", text.strip())[-1].strip()
    text = cue(scene, "before_whom").split(text)[-1]
    return cue(scene, "after_whom").sub("", text).strip()


def _telling(noun: str, scene: Scene) -> frozenset[str]:
    """The words of a noun, without small ones."""
    small = scene.words.cues["small"]
    return stems(" ".join(word for word in _WORDS.findall(noun) if not small.fullmatch(word)))


def _numbers(both: Beside, shown: Shown) -> Iterator[Difference]:
    """Numbers that are no claims: their hedges, and those of one side alone. Words such as "two",
    unless hedged, are left to the words of each side."""
    mine = _own(both, both.first, shown.values[0]) if both.lost else []
    lost = []
    for value, number in mine:
        same = [n for one in both.told for n in one.numbers if value_of(n.text) == value]
        if not same and _figure(number, both.first):
            lost.append(number)
        elif same and all(number.hedge is not one.hedge for one in same):
            about = spelt(number, both.first)
            yield Difference(Aspect.HEDGE, _hedge(number), _hedge(same[0]), about)
    known = {value for one in both.sources for value in values(one)}
    own = _own(both, both.second, shown.values[1])
    won = [number for value, number in own if value not in known and _figure(number, both.second)]
    for number in lost:
        other = next((n for n in won if (n.unit, n.kind) == (number.unit, number.kind)), None)
        if other is not None:
            won.remove(other)
        after = _counted(other, both.second) if other is not None else ""
        yield Difference(Aspect.FIGURE, _counted(number, both.first), after)
    for number in won if both.won else []:
        yield Difference(Aspect.FIGURE, "", _counted(number, both.second))


def _own(both: Beside, one: Scene, claimed: frozenset[Value]) -> list[tuple[Value, Number]]:
    """The numbers of a sentence that are of no claim, with their values; of two languages those in
    digits, whose words may be read in one alone."""
    found = [
        (value, number)
        for number in one.numbers
        if (both.alike or _digits(number, one)) and (value := value_of(number.text))
    ]
    return [(value, number) for value, number in found if value not in claimed]


def _digits(number: Number, one: Scene) -> bool:
    return any(map(str.isdigit, spelt(number, one)))


def _figure(number: Number, one: Scene) -> bool:
    return _digits(number, one) or bool(number.unit) or number.hedge is not Hedge.EXACT


def _hedge(number: Number) -> str:
    return "" if number.hedge is Hedge.EXACT else number.hedge


def _counted(number: Number, one: Scene) -> str:
    """A number with what it counts, in the words of its sentence."""
    noun = re.match(r"\s([^\W\d_]+)", one.text[number.end :])
    if noun is None or number.unit or one.words.cues["small"].fullmatch(noun[1]):
        return spelt(number, one)
    return spelt(number, one) + noun[0]


def _periods(both: Beside, known: tuple[Known, Known], shown: Shown) -> Iterator[Difference]:
    """Days that one of the sentences tells and no counterpart does, beside those of the claims. A
    day that the other text tells elsewhere is neither lost nor new, but a year is."""
    done = shown.words(Aspect.PERIOD)
    kept = {text for one in both.told for said in one.periods for text in _told_by(said)}
    had = {text for one in both.sources for said in one.periods for text in _told_by(said)}
    lost = _days(both.first, kept | done) if both.lost else []
    new = _days(both.second, had | done)
    for said in lost:
        other = next((one for one in new if one.text[:4] == said.text[:4]), None)
        other = other or next((one for one in new if len(one.text) == len(said.text)), None)
        if other is not None:
            new.remove(other)
            yield Difference(Aspect.PERIOD, _spelt(said, both.first), _spelt(other, both.second))
        elif not (
            _elsewhere(said, known[1], _MONTH)
            or any(_spelt(said, both.first) in text for text in shown.dropped)
        ):
            yield Difference(Aspect.PERIOD, _spelt(said, both.first), "")
    for said in new if both.won else []:
        if said.text not in known[0].periods and not _elsewhere(said, known[0], 0):
            yield Difference(Aspect.PERIOD, "", _spelt(said, both.second))


_MONTH = len("2022-06")


def _elsewhere(said: Said, text: Known, least: int) -> bool:
    """Whether a text tells all days of a period, each of so many letters at the least."""
    days = DAY.findall(said.text)
    return all(len(day) >= least and day in text.days for day in days)


def _days(one: Scene, known: set[str]) -> list[Said]:
    return [
        said
        for said in one.periods
        if said.text and not said.event and not {*_told_by(said), _spelt(said, one)} & known
    ]


def _told_by(said: Said) -> set[str]:
    """A period and the day that it is told by: June 2022 of "after it was listed in June 2022"."""
    return {said.text, said.day} - {""}


def _spelt(said: Said, one: Scene) -> str:
    return one.text[said.start : said.end]


def _places(both: Beside, known: Known, shown: Shown) -> Iterator[Difference]:
    """Where something came from, in sentences without a claim of it; and countries in place of
    others, or that the original has nowhere."""
    first, second = both.first, both.second
    origins = [
        list(dict.fromkeys(p.code for p in one.places if p.basis)) for one in (first, second)
    ]
    named = [{p.code for p in one.places} for one in (first, second)]
    lost, won = set(origins[0]) - named[1], set(origins[1]) - named[0]
    figures = all(origins) or (first.numbers and second.numbers)
    if both.mutual and not shown.claims and (lost or won) and figures:
        yield Difference(Aspect.PLACE, labels(origins[0]), labels(origins[1]))
        return
    done = shown.words(Aspect.PLACE)
    gone = [code for code in _codes([first]) if both.lost and code not in _codes(both.told)]
    new = [code for code in _codes([second]) if both.won and code not in _codes(both.sources)]
    gone = [code for code in gone if code not in shown.places]
    gone, new = ([code for code in some if labels([code]) not in done] for some in (gone, new))
    if (gone and new) or any(code not in known.places for code in new):
        yield Difference(Aspect.PLACE, labels(gone), labels(new))
    elif of := [code for code in gone if code in origins[0] or code in _listed(first)]:
        yield Difference(Aspect.PLACE, labels(of), "")


def _listed(one: Scene) -> set[str]:
    """The countries of a sentence that stand in a list of them."""
    joined = one.small["between_members"]
    return {
        place.code
        for before, after in pairwise(one.places)
        if (m := joined.match(one.text, before.end))
        and len(_WORDS.findall(one.text[m.end() : after.start])) <= _ARTICLE
        for place in (before, after)
    }


_ARTICLE = 1
"""Words that may stand before a country in a list: "and the United Arab Emirates"."""


def _codes(some: Sequence[Scene]) -> list[str]:
    return list(dict.fromkeys(place.code for one in some for place in one.places))


def labels(codes: Sequence[str]) -> str:
    """Countries by their names."""
    return ", ".join(country_label(code) for code in codes)


def _quotes(both: Beside, known: Known) -> Iterator[Difference]:
    """Words in quotation marks that no telling has, marked or not; and such as the original quotes
    nowhere."""
    told = [_plain(one.text) for one in both.told]
    lost = [said for said in quotes(both.first) if not any(_plain(said) in text for text in told)]
    won = [said for said in quotes(both.second) if _plain(said) not in known.quotes]
    lost, won = (lost if both.lost else []), (won if both.won else [])
    if lost or won:
        yield Difference(Aspect.QUOTE, " … ".join(lost), " … ".join(won))


def quotes(one: Scene) -> list[str]:
    """What a sentence has in quotation marks, names left aside."""
    return [
        (m[1] or m[2]).strip(" ,.")
        for m in _QUOTED.finditer(one.text)
        if len(_WORDS.findall(m[0])) > 1
        and not any(m.start() <= name.end and name.start <= m.end() for name in one.names)
    ]


def _plain(text: str) -> str:
    """The words of a text alone, in small letters, each between blanks."""
    return f" {' '.join(_WORDS.findall(text.casefold()))} "


def known_of(scenes: Sequence[Scene], periods: Sequence[str]) -> Known:
    """What a whole text has; `periods` are those of its claims."""
    said = {day.text for one in scenes for day in one.periods}
    return Known(
        frozenset(_codes(scenes)),
        frozenset({*said, *periods}),
        frozenset(day for one in scenes for day in days_of(one)),
        " | ".join(_plain(quote) for one in scenes for quote in quotes(one)),
    )
