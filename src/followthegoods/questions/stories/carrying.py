"""What a sentence takes over from those before it: days told against them, bans, the scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from followthegoods.model.printed import Period, period
from followthegoods.questions.stories.days import Said, months_of
from followthegoods.questions.stories.language import Language
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


def following_months(said: Period, months: int) -> Period | None:
    """So many months from the end of a period on."""
    if said.last is None:
        return None
    begin = said.last + timedelta(days=1)
    end = begin.year * 12 + begin.month - 2 + months
    return period(f"{begin.isoformat()[:7]}..{end // 12}-{end % 12 + 1:02}")


def told_against(scene: Scene, last: Period | None, ban: str) -> Scene:
    """A sentence whose days are told against those before ("two years later", "over the following
    months", "since the ban") with those days. `last` was spoken of before it; `ban` is when the
    last ban or listing spoken of began."""
    found = [*scene.periods]
    for m in scene.words.cues["months_only"].finditer(scene.text):
        day = last.last or last.first if last else None
        if day is not None and (text := months_of(m["m"], day.year, scene.words)):
            found = [one for one in found if not m.start() <= one.start < m.end()]
            found.append(Said(*m.span(), text))
    for m in scene.words.cues["half_of"].finditer(scene.text):
        day = last.last or last.first if last else None
        if day is not None:
            late = m["half"].lower().startswith(("second", "latter", "втор"))
            text = f"{day.year}-{'07' if late else '01'}..{day.year}-{'12' if late else '06'}"
            found = [one for one in found if not m.start() <= one.start < m.end()]
            found.append(Said(*m.span(), text))
    for start, end, kind, many in _references(scene.text, scene.words):
        if any(start < one.end and one.start < end for one in found):
            continue
        before = [one for one in found if one.text and one.end <= start and not one.event]
        against = period(before[-1].text) if before else last
        text = _days(kind, many, against, ban)
        if text:
            found.append(Said(start, end, text))
    return replace(scene, periods=sorted(found, key=lambda one: one.start))


def _days(kind: str, many: int, against: Period | None, ban: str) -> str:
    """The days of a reference as the claims file writes them; empty where they are not known."""
    if kind == "since_ban":
        return f"{ban}.." if ban else ""
    if kind == "before_ban":
        first = period(ban).first if ban else None
        return f"..{(first - timedelta(days=1)).isoformat()}" if first else ""
    if against is None:
        return ""
    if kind == "next_span":
        found = following_months(against, many)
    else:
        found = moved(against, many) if against.last else None
    return found.text if found else ""


def _references(text: str, words: Language) -> Iterator[tuple[int, int, str, int]]:
    """The references of a sentence: their place, kind, and how many years or months they tell."""
    for kind in ("since_ban", "before_ban"):
        for m in words.cues[kind].finditer(text):
            yield *m.span(), kind, 0
    for kind, sign in (("years_later", 1), ("years_before", -1)):
        for m in words.cues[kind].finditer(text):
            many = _number(m["n"], words) if m["n"] else 1
            if sign > 0 or many > 1:  # "a year earlier" is read with its number
                yield *m.span(), kind, sign * many
    for m in words.cues["next_span"].finditer(text):
        many = _number(m["n"] or m["n2"] or "", words)
        yield *m.span(), "next_span", many * (1 if m["what"].startswith(("m", "м")) else 12)


def _number(said: str, words: Language) -> int:
    return words.words["number"].get(said.lower()) or (int(said) if said.isdigit() else 1)


def scope_of(scene: Scene) -> Period | None:
    """The days that all figures of a text are of, where a sentence says what its records cover."""
    spans = [p.text for p in scene.periods if ".." in p.text.strip(".")]
    if not spans or scene.numbers or not scene.says("scope"):
        return None
    return period(spans[0])


def ban_of(scene: Scene) -> str:
    """When a ban began that a sentence tells of; empty where it tells of none."""
    told = next((p.text for p in scene.periods if p.text and not p.event), "")
    if not told or not scene.says("banned"):
        return ""
    return told.split("..")[0]
