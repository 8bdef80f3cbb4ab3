"""What a sentence takes over from those before it: days told against them, bans, the scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.drafting.anchoring import anchored, years_in_a_row
from followthegoods.questions.stories.drafting.parts import (
    elided,
    months_and_halves,
    opened,
    parts_of_told,
    years_of_span,
)
from followthegoods.questions.stories.reading.days import (
    UNTOLD,
    Said,
    can_be,
    following,
    months_of,
    spelt_day,
)
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.shifting import (
    days_of,
    months_of_period,
    shortened,
)
from followthegoods.questions.stories.reading.told_times import Reference, references

_YEAR = re.compile(r"\d{4}")


_OF_A_DAY = ("before_that", "next_span", "next_part", "prior_span", "months_off", "days_later")
"""References told against a day that was spoken of, be it a figure's or not."""


def told_against(
    scene: Scene,
    last: Period | None,
    ban: str,
    told: str = "",
    published: date | None = None,
    day: str = "",
    near: str = "",
) -> Scene:
    """A sentence whose days are told against those before ("two years later", "over the following
    months", "since then", "since the ban") with those days. `last` was spoken of before it, `told`
    are the words of that day or period, be it a figure's or not, `day` the one that they name;
    `ban` is when the last ban or listing spoken of began; `published` is the day of the story;
    `near` are the days that the paragraph of the sentence told last."""
    found = anchored(scene, [*_since(scene, told, day)], near, published)
    days = (
        *years_of_span(scene, told),
        *months_and_halves(scene, last, published, told),
        *_between(scene, told),
        *_of_its_year(scene, told),
        *parts_of_told(scene, near),
    )
    for one in days:
        if any(p.start < one.start and one.end <= p.end and p.text for p in found):
            continue  # "January and February of this year"
        found = [p for p in found if p.end <= one.start or one.end <= p.start]
        found.append(one)
    found += [one for one in elided(scene, found, told) if _is_free(one, found)]
    told_by = sorted(_references(scene.text, scene.words), key=attrgetter("start"))
    prior = {one.start for one in told_by if one.kind == "prior_span"}
    for ref in told_by:
        met = [p for p in found if ref.start < p.end and p.start < ref.end]
        if ref.kind != "same" and any(not _inside(p, ref) for p in met):
            continue
        found = [p for p in found if p not in met]  # "the December before" is no other December
        own = [p for p in found if not scene.words.says("than_in", scene.text[: p.start])]
        against = _base_of(ref, own, last, told, prior)
        text = shortened(days_of(ref, against, ban))
        if text and ".." not in text and scene.words.says("by_the_end", scene.text[: ref.start]):
            text = f"..{text}"
        base = against.text if against is not None and text else ""
        if ref.kind == "same" and against is not None and _goes_on(against, published):
            found.append(Said(ref.start, ref.end, "", doubt=UNTOLD))
        elif text or ref.kind == "same":
            found.append(Said(ref.start, ref.end, text, base=base))
    if any(one.base and one.text for one in found):  # "a year earlier … over the two months"
        found = [one for one in found if not one.same or one.one or one.now]
    found = [one for one in found if not one.text or can_be(one.text)]
    found.sort(key=lambda one: one.start)
    found = _until_then(found)
    figures = [n for n in scene.numbers if not _in_days(n, told_by)]
    return replace(scene, periods=found, numbers=figures)


def _goes_on(against: Period, published: date | None) -> bool:
    """Whether days had not ended when the story was published: "so far this year"."""
    return against.last is None or (published is not None and against.last > published)


def _inside(said: Said, ref: Reference) -> bool:
    """Whether days are only a part of the words of a reference."""
    longer = ref.end - ref.start > said.end - said.start
    return longer and ref.start <= said.start and said.end <= ref.end


def _base_of(
    ref: Reference, found: Sequence[Said], last: Period | None, told: str, prior: set[int]
) -> Period | None:
    """What a reference is told against: the days before it in the sentence, else those told before
    it. `prior` are the places of references to what was right before a day."""
    before = [p for p in found if p.text and p.end <= ref.start and not p.event]
    before.sort(key=lambda p: p.end)
    day = period(told.removesuffix("..")) if told else None
    near = day if day is not None and ref.kind in _OF_A_DAY else last
    if ref.kind in ("years_later", "next_year") and told and last:
        later = (period(told).last or date.min) > (last.last or date.max)
        near = period(told) if later else near  # "in 2022 the sum fell. A year later"
    if ref.kind == "next_span" and day is not None and before and before[-1].start in prior:
        return day  # "in the year before that 64 … in the year after it"
    if ref.kind == "same":
        after = [p for p in found if p.text and p.start >= ref.end and not p.event]
        every = [period(p.text) for p in reversed(before)]
        every += [near] if near is not None else []
        every += [period(p.text) for p in after]
        return next((p for p in every if ref.unit in (0, months_of_period(p))), None)
    if before and before[-1].base and _turns(ref, before[-1]):
        return period(before[-1].base)  # "the month before … and the month after"
    return period(before[-1].text) if before else near


def _in_days(number: Number, told_by: Sequence[Reference]) -> bool:
    """Whether a number only counts months or years: "in the previous 12 months"."""
    return any(one.start <= number.start and number.end <= one.end for one in told_by)


def _turns(one: Reference, last: Said) -> bool:
    """Whether a reference points the other way than the one before it."""
    first, base = period(last.text).first, period(last.base).first
    back = first is not None and base is not None and first < base
    ahead = one.kind in ("next_part", "next_year", "next_span", "next_alike") or (
        one.kind in ("months_off", "years_later", "days_later") and one.many > 0
    )
    return back == ahead


def _since(scene: Scene, told: str, day: str) -> Iterator[Said]:
    """The periods of a sentence, with the days of what came later than the one before each."""
    month = told if _MONTH.fullmatch(told.removesuffix("..")) else ""
    for one in scene.periods:
        if one.later and one.after and month and "month" in scene.text[one.start : one.end]:
            yield replace(one, later=False, text=_later(month, after=True))
            continue
        named = day if ".." in told.removeprefix("..") else told.removeprefix("..")
        if not named and told and not told.endswith("..") and "month" in _words(scene, one):
            named = told.split("..")[1][:7]  # "the 12 months to January … in that month"
        part = scene.small["part_of_year"].search(scene.text[one.start : one.end])
        if one.same and one.one and named and not (one.now or part):
            one = _that_year(scene, one, named)
        if one.later and told:
            on = _words(scene, one).startswith("from ") and ".." not in told
            text = f"{told}.." if on else _later(told, after=one.after)
            one = replace(one, later=False, text=text)
        told, day = (one.text, "") if one.text else (told, day)
        yield one


def _words(scene: Scene, said: Said) -> str:
    return scene.text[said.start : said.end].lower()


def _until_then(found: list[Said]) -> list[Said]:
    """Days with those of a year up to one that is told of it: "by the end of June 2024 … that
    year"."""
    for n, one in enumerate(found):
        if not one.text.startswith("..") or one.event:
            continue
        year = one.text.removeprefix("..")[:4]
        again = next((p for p in found[n + 1 :] if p.text == year and p.again), None)
        if again is not None and len(one.text) > len("..2024"):
            whole = replace(
                one, text=f"{year}-01{one.text}" if len(one.text) == _MONTHLY else one.text
            )
            return [*found[:n], whole, *(p for p in found[n + 1 :] if p is not again)]
    return found


_MONTHLY = len("..2024-06")


def _is_free(one: Said, found: list[Said]) -> bool:
    return all(p.end <= one.start or one.end <= p.start for p in found)


def day_named(scene: Scene) -> str:
    """The day, month or year that the words of the last period of a sentence name, where they name
    one: May of "after May 2022"."""
    last = next((p for p in reversed(scene.periods) if p.text and not p.event), None)
    named = [*scene.words.day.finditer(scene.text, last.start, last.end)] if last else []
    return (spelt_day(named[0], scene.words) or "") if len(named) == 1 else ""


def _that_year(scene: Scene, said: Said, told: str) -> Said:
    """ "That year", "by the end of that month", of the day that was spoken of last."""
    words = scene.text[said.start : said.end]
    text = told[:4] if words.endswith("year") else told[:7] if words.endswith("month") else told
    until = scene.words.says("by_the_end", scene.text[: said.start])
    text = f"..{text}" if until else text
    return replace(said, same=False, one=False, text=text, again=True)


def _of_its_year(scene: Scene, told: str) -> Iterator[Said]:
    """ "By the end of the year", "over the full year", "that June", of the year spoken of last."""
    for m in scene.words.cues["that_month"].finditer(scene.text):
        near = [p.text for p in scene.periods if p.end <= m.start() and _YEAR.match(p.text)]
        if of := _YEAR.match((near or [told.removeprefix("..")])[-1]):
            month = months_of(f"{m['m']} {m['m']}", int(of[0]), scene.words).split("..")[0]
            yield Said(*m.span(), opened(month, (m["how"] or "").lower()))
    year = _YEAR.match(told.removeprefix(".."))
    if year is None:
        return
    for m in scene.words.cues["the_year_told"].finditer(scene.text):
        if not any(p.start <= m.start() < p.end and p.text for p in scene.periods):
            yield Said(*m.span(), f"..{year[0]}" if m["by"] else year[0])


def _between(scene: Scene, told: str) -> Iterator[Said]:
    """ "Between then and the end of last year"."""
    for m in scene.words.cues["between_told"].finditer(scene.text):
        near = [p for p in scene.periods if p.start <= m.end() < p.end and p.text]
        before = [p.text for p in scene.periods if p.end <= m.start() and p.text]
        first = (before[-1] if before else told).removesuffix("..")
        if near and first and ".." not in first:
            yield Said(m.start(), near[0].end, f"{first}..{near[0].text.removeprefix('..')}")


def _later(told: str, *, after: bool) -> str:
    """What came since a month, of which no day is told, or after a day or a longer period: "since
    then", "later deliveries"; "after that month" leaves the month out."""
    if not after and told.endswith(".."):
        return told
    if not after and _MONTH.fullmatch(told):
        return f"{told}.."
    if after and told.endswith("..") and _MONTH.fullmatch(told[:-2]):
        return following(told[:-2])
    return following(told.removesuffix(".."))


_MONTH = re.compile(r"\d{4}-\d\d")


def _references(text: str, words: Language) -> Iterator[Reference]:
    """The references of a sentence, to bans and to times told before."""
    for m in words.cues["ban_span"].finditer(text):
        many = _number(m["n"], words) * (1 if m["what"].startswith("m") else 12)
        yield Reference(
            *m.span(), "ban_span", -many if m["side"] in ("before", "preceding") else many
        )
    for kind in ("since_ban", "before_ban"):
        for m in words.cues[kind].finditer(text):
            yield Reference(*m.span(), kind, 0)
    for one in references(text, words):
        heads = not one.start and text[one.end : one.end + 1] in (" ", ",")
        heads = heads or text[one.start - 1 :][:1] + text[one.end :][:1] == "(:"
        if one.kind != "year_earlier":
            yield one
        elif heads:  # else it is read with its number
            yield replace(one, kind="years_before")
    for m in words.cues["before_that"].finditer(text):
        yield Reference(*m.span(), "before_that", 0)


def _number(said: str, words: Language) -> int:
    return words.words["number"].get(said.lower()) or (int(said) if said.isdigit() else 1)


_OF_RECORDS = frozenset({"declarations", "lines"})
"""Units of numbers that tell how much was read, and nothing of what came."""


def scope_of(scene: Scene) -> Period | None:
    """The days that all figures of a text are of, where a sentence says what its records cover."""
    spans = [p for p in scene.periods if ".." in p.text.strip(".") and not p.event]
    spans = spans or years_in_a_row(scene)
    for one in scene.periods:
        if one.text and scene.words.says("figures_are", scene.text[: one.start]):
            return period(one.text)  # "All figures are for 2023"
    if not spans or scene.words.says("denied_place", scene.text[: spans[0].start]):
        return None
    for_years = scene.words.says("for_years", scene.text[: spans[0].end])
    figures = [n for n in scene.numbers if n.kind and n.unit not in _OF_RECORDS]
    of_papers = scene.says("scope") or scene.words.says("papers_then", scene.text[spans[0].end :])
    told = of_papers or _told_in_passing(scene, spans[0])
    if for_years is None and (figures or not told):
        return None
    return period(spans[0].text)


def _told_in_passing(scene: Scene, said: Said) -> bool:
    """Whether the days stand right after papers that a sentence speaks of by the way: "I sat down
    with the customs lines for May 2023 to June 2024"."""
    if any(scene.says(cue) for cue in ("said", "coverage", "not_published", "records_lack")):
        return False
    return scene.words.says("papers_of_days", scene.text[: said.end]) is not None


def ban_of(scene: Scene) -> str:
    """When a ban began that a sentence tells of; empty where it tells of none."""
    banned = scene.says("banned")
    told = next((p.day or p.text for p in scene.periods if p.text and not p.event), "")
    if not told or banned is None or scene.says("said"):
        return ""
    return told.split("..")[0]
