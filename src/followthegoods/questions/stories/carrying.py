"""What a sentence takes over from those before it: days told against them, bans, the scope."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.days import Said, can_be, following, spelt_day
from followthegoods.questions.stories.language import Language
from followthegoods.questions.stories.parts import elided, months_and_halves, years_of_span
from followthegoods.questions.stories.scene import Scene

_YEAR = re.compile(r"\d{4}")


def year_before(said: Period) -> Period | None:
    """The same days a year before, of a period that does not say more than two years."""
    if not said.first or not said.last or (said.last - said.first).days > 366:
        return None
    return moved(said, -1)


def moved(said: Period, years: int) -> Period | None:
    """The same days of another year."""
    try:
        return period(_YEAR.sub(lambda m: str(int(m[0]) + years), said.text))
    except ValueError:  # the 29th of February
        return None


_OF_A_DAY = ("before_that", "next_span", "next_part", "prior_span", "months_later", "days_later")
"""References told against a day that was spoken of, be it a figure's or not."""


def months_before(said: Period, months: int) -> Period | None:
    """So many months up to a period."""
    if said.first is None:
        return None
    end = said.first.year * 12 + said.first.month - 2
    begun = end - months + 1
    return period(f"{begun // 12}-{begun % 12 + 1:02}..{end // 12}-{end % 12 + 1:02}")


def span_before(said: Period) -> Period | None:
    """As long a time as a period of whole months, right before it."""
    if not said.first or not said.last:
        return None
    begin = said.first.year * 12 + said.first.month - 1
    months = said.last.year * 12 + said.last.month - begin
    if months == 12 and said.first.month == 1:
        return period(str(said.first.year - 1))
    begun, end = begin - months, begin - 1
    return period(f"{begun // 12}-{begun % 12 + 1:02}..{end // 12}-{end % 12 + 1:02}")


def following_months(said: Period, months: int, *, alone: bool = False) -> Period | None:
    """So many months from the end of a period, or from a day, on, or the last of them `alone`."""
    if said.last is None:
        return None
    if said.first == said.last and not alone:
        month = said.last.year * 12 + said.last.month - 1 + months
        day = min(said.last.day, monthrange(month // 12, month % 12 + 1)[1])
        until = date(month // 12, month % 12 + 1, day) - timedelta(days=1)
        return period(f"{said.last.isoformat()}..{until.isoformat()}")
    if alone:
        month = said.last.year * 12 + said.last.month - 1 + months
        return period(f"{month // 12}-{month % 12 + 1:02}")
    begin = said.last + timedelta(days=1)
    end = begin.year * 12 + begin.month - 2 + months
    return period(f"{begin.isoformat()[:7]}..{end // 12}-{end % 12 + 1:02}")


def told_against(
    scene: Scene,
    last: Period | None,
    ban: str,
    told: str = "",
    published: date | None = None,
    day: str = "",
) -> Scene:
    """A sentence whose days are told against those before ("two years later", "over the following
    months", "since then", "since the ban") with those days. `last` was spoken of before it, `told`
    are the words of that day or period, be it a figure's or not, `day` the one that they name;
    `ban` is when the last ban or listing spoken of began; `published` is the day of the story."""
    found = [*_since(scene, told, day)]
    days = (
        *years_of_span(scene, told),
        *months_and_halves(scene, last, published, told),
        *_between(scene, told),
        *_same_of(scene, found, last),
        *_same_before(scene, found, last),
    )
    for one in days:
        found = [p for p in found if p.end <= one.start or one.end <= p.start]
        found.append(one)
    references = sorted(_references(scene.text, scene.words), key=itemgetter(1))
    prior = {start for start, _, kind, _ in references if kind == "prior_span"}
    found += [one for one in elided(scene, found) if _is_free(one, found)]
    for start, end, kind, many in references:
        if any(start < one.end and one.start < end for one in found):
            continue
        before = [one for one in found if one.text and one.end <= start and not one.event]
        before.sort(key=lambda one: one.end)
        near = period(told.removesuffix("..")) if told and kind in _OF_A_DAY else last
        if (
            kind in ("years_later", "next_year")
            and told
            and last
            and (period(told).last or date.min) > (last.last or date.max)
        ):
            near = period(told)  # "in 2022 the sum fell. A year later"
        if kind == "next_span" and told and before and before[-1].start in prior:
            before, near = [], period(told.removesuffix(".."))  # "in the year before that 64 …"
        against = period(before[-1].text) if before else near
        if text := _days(kind, many, against, ban):
            if ".." not in text and scene.words.says("by_the_end", scene.text[:start]):
                text = f"..{text}"
            found.append(Said(start, end, text))
    found = [one for one in found if not one.text or can_be(one.text)]
    return replace(scene, periods=sorted(found, key=lambda one: one.start))


def _since(scene: Scene, told: str, day: str) -> Iterator[Said]:
    """The periods of a sentence, with the days of what came later than the one before each."""
    month = told if _MONTH.fullmatch(told.removesuffix("..")) else ""
    for one in scene.periods:
        if one.later and one.after and month and "month" in scene.text[one.start : one.end]:
            yield replace(one, later=False, text=_later(month, after=True))
            continue
        named = day if ".." in told else told
        part = scene.small["part_of_year"].search(scene.text[one.start : one.end])
        if one.same and one.one and named and not (one.now or part):
            one = _that_year(scene, one, named)
        if one.later and told:
            one = replace(one, later=False, text=_later(told, after=one.after))
        told, day = (one.text, "") if one.text else (told, day)
        yield one


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
    return replace(said, same=False, one=False, text=text)


def _between(scene: Scene, told: str) -> Iterator[Said]:
    """ "Between then and the end of last year"."""
    for m in scene.words.cues["between_told"].finditer(scene.text):
        near = [p for p in scene.periods if p.start <= m.end() < p.end and p.text]
        before = [p.text for p in scene.periods if p.end <= m.start() and p.text]
        first = (before[-1] if before else told).removesuffix("..")
        if near and first and ".." not in first:
            yield Said(m.start(), near[0].end, f"{first}..{near[0].text.removeprefix('..')}")


def _same_of(scene: Scene, found: list[Said], last: Period | None) -> Iterator[Said]:
    """ "In the same month of 2023", of the month told before it in the sentence."""
    for m in scene.words.cues["same_of"].finditer(scene.text):
        before = [p.text for p in found if p.end <= m.start() and p.text and not p.event]
        before = before or ([last.text] if last is not None and "-" in last.text else [])
        if before and (text := re.sub(r"\d{4}", m["year"], before[-1])):
            yield Said(*m.span(), text)


def _same_before(scene: Scene, found: list[Said], last: Period | None) -> Iterator[Said]:
    """ "In the same month of last year", of the month told before it."""
    for m in scene.words.cues["same_before"].finditer(scene.text):
        before = [p.text for p in found if p.end <= m.start() and p.text and not p.event]
        now = period(before[-1]) if before else last
        if now is not None and (earlier := moved(now, -1)) is not None:
            yield Said(*m.span(), earlier.text)


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


def _days(kind: str, many: int, against: Period | None, ban: str) -> str:
    """The days of a reference as the claims file writes them; empty where they are not known."""
    if kind == "since_ban":
        return f"{ban}.." if ban else ""
    if kind == "before_ban":
        first = period(ban).first if ban else None
        return f"..{(first - timedelta(days=1)).isoformat()}" if first else ""
    if kind == "ban_span":
        listed = period(ban) if ban else None
        if listed is None:
            return ""
        around = months_before(listed, -many) if many < 0 else following_months(listed, many)
        return around.text if around else ""
    if against is None:
        return ""
    if kind == "before_that":
        return f"..{(against.first - timedelta(days=1)).isoformat()}" if against.first else ""
    if kind in ("next_span", "next_part"):
        found = following_months(against, many)
    elif kind == "prior_span":
        found = months_before(against, many)
    elif kind == "previous_span":
        found = span_before(against)
    elif kind == "days_later":
        day = against.first if against.first == against.last else None
        found = period((day + timedelta(days=many)).isoformat()) if day else None
    elif kind == "months_later":
        found = following_months(against, many, alone=True)
    elif kind == "next_year" and against.last and against.text[:4] == str(against.last.year):
        found = period(str(against.last.year + 1))
    else:
        found = moved(against, many) if against.last else None
    return found.text if found else ""


def _references(text: str, words: Language) -> Iterator[tuple[int, int, str, int]]:
    """The references of a sentence: their place, kind, and how many years or months they tell."""
    for m in words.cues["ban_span"].finditer(text):
        many = _number(m["n"], words) * (1 if m["what"].startswith("m") else 12)
        yield *m.span(), "ban_span", -many if m["side"] in ("before", "preceding") else many
    for kind in ("since_ban", "before_ban"):
        for m in words.cues[kind].finditer(text):
            yield *m.span(), kind, 0
    for m in words.cues["next_span"].finditer(text):
        many = _number(m["n"] or m["n2"] or m["n3"] or "", words)
        what = m["what"] or m["what3"]
        yield *m.span(), "next_span", many * (1 if what.startswith(("m", "м")) else 12)
    for m in words.cues["next_part"].finditer(text):
        part = next(said for said in m.groups() if said)
        yield *m.span(), "next_part", next(n for w, n in _MONTHS_OF if part.startswith(w))
    for kind, sign in (("years_later", 1), ("years_before", -1)):
        for m in words.cues[kind].finditer(text):
            many = _number(m["n"], words) if m["n"] else 1
            heads = not m.start() and text[m.end() : m.end() + 1] in (" ", ",")
            heads = heads or text[m.start() - 1 :][:1] + text[m.end() :][:1] == "(:"
            if (
                sign > 0 or many > 1 or not m["n"] or heads
            ):  # "a year earlier" is read with its number
                whole = sign > 0 and bool(m["next"])
                yield *m.span(), "next_year" if whole else kind, sign * many
    for m in words.cues["prior_span"].finditer(text):
        many = _number(m["n"], words)
        yield *m.span(), "prior_span", many * (1 if m["what"].startswith("m") else 12)
    for m in words.cues["before_that"].finditer(text):
        yield *m.span(), "before_that", 0
    for m in words.cues["previous_span"].finditer(text):
        yield *m.span(), "previous_span", 0
    for m in words.cues["days_later"].finditer(text):
        yield *m.span(), "days_later", _number(m["n"], words) * (7 if m["what"] == "weeks" else 1)
    for m in words.cues["months_later"].finditer(text):
        yield *m.span(), "months_later", _number(m["n"] or "", words)


_MONTHS_OF = (
    ("quarter", 3),
    ("half", 6),
    ("month", 1),
    ("квартал", 3),
    ("полугод", 6),
    ("месяц", 1),
)
"""How many months a part of a year has, by the beginning of its word."""


def _number(said: str, words: Language) -> int:
    return words.words["number"].get(said.lower()) or (int(said) if said.isdigit() else 1)


_OF_RECORDS = frozenset({"declarations", "lines"})
"""Units of numbers that tell how much was read, and nothing of what came."""


def scope_of(scene: Scene) -> Period | None:
    """The days that all figures of a text are of, where a sentence says what its records cover."""
    spans = [p for p in scene.periods if ".." in p.text.strip(".") and not p.event]
    if not spans or scene.words.says("denied_place", scene.text[: spans[0].start]):
        return None
    for_years = scene.words.says("for_years", scene.text[: spans[0].end])
    figures = [n for n in scene.numbers if n.kind and n.unit not in _OF_RECORDS]
    of_papers = scene.says("scope") or scene.words.says("papers_then", scene.text[spans[0].end :])
    if for_years is None and (figures or not of_papers):
        return None
    return period(spans[0].text)


def ban_of(scene: Scene) -> str:
    """When a ban began that a sentence tells of; empty where it tells of none."""
    banned = scene.says("banned")
    told = next((p.text for p in scene.periods if p.text and not p.event), "")
    if not told or banned is None or scene.says("said"):
        return ""
    return told.split("..")[0]
