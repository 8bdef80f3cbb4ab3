"""Expressions of time, put together from their end.

A day, month or year; before it what part or end of it is meant ("the first half of", "mid-"); a
second one where the two are the ends of a span; then how many months up to it or from it on ("the
year to", "the twelve months from"); then whether it is since, until, before or after it. What each
is called is in the section `time` of a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from followthegoods.questions.stories.reading.counting import counted, middle_end
from followthegoods.questions.stories.reading.days import VAGUE, Said, many_of
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.moments import (
    Time,
    as_written,
    bases,
    dated_alike,
    day_moved,
    end_of,
    in_year,
    means,
    months_between,
    written_from,
    written_until,
)
from followthegoods.questions.stories.reading.numbers import Span

_YEAR, _QUARTER = 12, 3


def times(
    text: str, words: Language, published: date | None, taken: Sequence[Span] = ()
) -> list[Said]:
    """The expressions of time of a sentence whose days it tells itself, outside of `taken`."""
    found = [_within(text, one, words) for one in bases(text, words, published, taken)]
    found = [*_shared(text, found, words)]
    found = [*_spans(text, found, words)]
    apart = {one.start for one in found if _points(text, one, words)}
    found = [*dated_alike(found, published, apart)]
    found = [*_spans(text, found, words)]  # of months without a year, which now have one
    found = [*_spans(text, found, words, published)]  # of two that have none
    told: list[Said] = []
    for one in found:
        put = _put_back(text, one, words, published)
        said = _said(text, put, words) if not put.months else None
        loose = bool(one.months) or one.loose
        told += [replace(said, loose=loose)] if said is not None else []
    return told


# -- parts and ends of them


def _within(text: str, one: Time, words: Language) -> Time:
    """Days narrowed to what part or end of them the words before name."""
    while (m := _before(text, one, "part", words)) is not None:
        if (part := _narrowed(one, m, words)) is None:
            break
        one = part
    if (m := words.time.rules["part_after"].match(text, one.end)) is not None:
        part = _narrowed(one, m, words)
        one = replace(part, start=one.start, end=m.end()) if part is not None else one
    return one


def _before(text: str, one: Time, rule: str, words: Language) -> re.Match[str] | None:
    """What a rule of the language finds right before an expression."""
    return words.time.rules[rule].search(text, max(0, one.start - _FAR), one.start)


_FAR = 90
"""Letters before an expression that belong to it at the most."""


def _narrowed(one: Time, m: re.Match[str], words: Language) -> Time | None:
    """The part or end of a time that the words before it name; none where it has no such part."""
    said = {name: found for name, found in m.groupdict().items() if found is not None}
    if "vague" in said:
        return replace(one, start=m.start(), vague=one.grain >= _QUARTER or "days" in said)
    if "edge" in said:
        edge = means("edge", said["edge"], words)
        return replace(one, start=m.start(), edge=edge, vague=one.grain >= _YEAR)
    if "whole" in said:
        return replace(one, start=m.start())
    if one.grain != _YEAR or one.months:
        return None
    unit = int(means("unit", said["unit"], words))
    many = many_of(said.get("many", ""), words) or 1
    plural = said["unit"].lower().endswith("s")
    if plural and unit == 1 and "many" not in said:
        return replace(one, start=m.start(), vague=True)  # "the closing months of"
    first = _ordinal(said["order"], unit * many, words)
    last = _ordinal(said["to"], unit, words) + unit if "to" in said else first + unit * many
    if not 0 <= first < last <= _YEAR:
        return None
    begin = day_moved(one.first, first)
    part = replace(one, start=m.start(), first=begin, last=end_of(begin, last - first))
    return replace(part, shared=plural and not {"many", "to"} & said.keys())


def _shared(text: str, found: Sequence[Time], words: Language) -> Iterator[Time]:
    """Years of which two have a part that is told once: "the first halves of 2022 and 2024"."""
    last: Time | None = None
    for one in found:
        if last is not None and last.shared and one.grain == _YEAR and not one.months:
            joint = _joint(text, last, one, words)
            if joint is not None and joint["list"]:
                first = one.first.replace(month=last.first.month)
                one = replace(one, first=first, last=end_of(first, last.grain), shared=True)
        yield one
        last = one


def _ordinal(said: str, months: int, words: Language) -> int:
    """Where in a year so many months begin that are the first, second or last ones."""
    which = means("order", said, words)
    return _YEAR - months if which == "last" else (int(which) - 1) * months


# -- spans


def _spans(
    text: str, found: Sequence[Time], words: Language, published: date | None = None
) -> Iterator[Time]:
    """Expressions of which some are joined to spans; two of no year each, where the day of the
    story is given, to the last such span before it."""
    rest = list(found)
    while rest:
        one, *others = rest
        chain, joints = [one], []
        for other in others:
            joint = _joint(text, chain[-1], other, words)
            if joint is None:
                break
            chain.append(other)
            joints.append(joint)
        opened = _before(text, one, "opens", words)
        whole: Time | None = chain[-1]
        for first, joint in zip(reversed(chain[:-1]), reversed(joints), strict=True):
            whole = _joined(first, whole, opened, joint, published) if whole is not None else None
        if whole is None or len(chain) == 1:
            yield rest.pop(0)
            continue
        yield replace(whole, start=opened.start() if opened else one.start)
        rest = rest[len(chain) :]


def _joint(text: str, one: Time, other: Time, words: Language) -> re.Match[str] | None:
    """What joins two expressions that stand beside each other, or with a clause put in between
    them: "between July 2022, when the ban took effect, and September 2023"."""
    if one.span or other.span:
        return None
    between, joint = text[one.end : other.start], words.time.rules["joint"]
    joined = joint.fullmatch(between)
    put_in = _PUT_IN.sub("", between)
    if joined is None and put_in != between:
        joined = joint.fullmatch(put_in)
        alone = joined is not None and (joined["list"] or one.months or other.months)
        joined = joined if not alone or _before(text, one, "opens", words) is not None else None
    if joined is not None and joined.groupdict().get("clause"):
        opened = _before(text, one, "opens", words)
        return joined if opened is not None and opened["range"] else None
    return joined


_PUT_IN = re.compile(r"^,[^,;.:]{3,70},(?=\s)")


def _joined(
    one: Time,
    other: Time,
    opened: re.Match[str] | None,
    joint: re.Match[str],
    published: date | None,
) -> Time | None:
    """Two expressions as the ends of a span; none where they are told side by side."""
    ranged = opened is not None and bool(opened["range"])
    listed = bool(joint["list"]) and not ranged
    if joint["list"] and not (ranged or (opened is not None and opened["list"])):
        return None
    loose = bool(one.months and other.months)
    if loose:
        if published is None or not (ranged or not joint["list"]):
            return None
        other = _last_before(other, published)
    if one.months:
        one = _nearest_year(one, other, before=True)
    elif other.months:
        other = _nearest_year(other, one, before=False)
    if listed and months_between(one.last, other.first) != 1:
        return None
    first = one.first
    if one.edge == "middle":
        first = date(one.first.year, one.first.month + one.grain // 2, 1)
    last = middle_end(other) if other.edge == "middle" else other.last
    if first > last:
        return None
    told = (as_written(one.first, one.last), as_written(other.first, other.last))
    ends = ("", "") if listed else told
    untold = (one.vague and not one.edge, other.vague and not other.edge)
    whole = Time(one.start, other.end, first, last, ends=ends, span=True, untold=untold)
    return replace(whole, loose=loose)


def _last_before(one: Time, published: date) -> Time:
    """Days without a year as the last such days that are over on the day of the story."""
    put = in_year(one, published.year)
    return put if put.last <= published else in_year(one, published.year - 1)


def _nearest_year(one: Time, other: Time, *, before: bool) -> Time:
    """An end of a span in the year of the other end, or in the one beside it."""
    year = (other.first if before else other.last).year
    put = in_year(one, year)
    if before and put.first > other.last:
        return in_year(one, year - 1)
    return in_year(one, year + 1) if not before and put.last < other.first else put


# -- what they are told with


def _points(text: str, one: Time, words: Language) -> bool:
    """Whether it is told what was since or before a time."""
    way = _before(text, one, "way", words)
    which = _way(one, way, onwards=False, words=words)
    return which in ("since", "before", "after")


def _put_back(text: str, one: Time, words: Language, published: date | None) -> Time:
    """A time without a year that so many months are counted up to, or that something came by, as
    the last one before the day of the story: "the season that ended on 31 August"."""
    if not one.months or published is None:
        return one
    m = _before(text, one, "counted", words)
    upto = m is not None and means("way", m["way"], words) in ("to", "until")
    way = _before(text, one, "way", words)
    by = way is not None and _way(one, way, onwards=False, words=words) in ("until", "before")
    if not (upto or by):
        return one
    put = in_year(one, published.year)
    return put if put.first <= published else in_year(one, published.year - 1)


def _said(text: str, one: Time, words: Language) -> Said | None:
    """An expression with how many months it is counted in and which way it points."""
    m = _before(text, one, "counted", words)
    if m is not None and (days := counted(one, m, words)) is not None:
        start = _lead(text, days, words)
        day = as_written(one.first, one.last) if m["event"] else ""
        return Said(start, one.end, as_written(days.first, days.last, counted=True), day=day)
    way = _before(text, one, "way", words)
    after = words.time.rules["on"].match(text, one.end)
    which = _way(one, way, onwards=after is not None, words=words)
    if way is None or not which:
        start = _lead(text, one, words)
        if one.vague and not one.span:
            return Said(
                start,
                one.end,
                as_written(one.first, one.last),
                doubt=VAGUE.format(text[one.start : one.end]),
            )
        if any(one.untold):
            first, last = one.untold
            if first and last:
                return Said(start, one.end, "", doubt=VAGUE.format(text[one.start : one.end]))
            upto = f"..{one.last.isoformat()}" if first else f"{one.first.isoformat()}.."
            return Said(start, one.end, upto)
        return Said(start, one.end, as_written(one.first, one.last), ends=one.ends)
    end = after.end() if after is not None and which == "since" else one.end
    start = way.start()
    day = as_written(one.first, one.last) if way["blow"] or way["since"] else ""
    text = _pointed(one, which)
    return Said(start, end, text, day=day)


def _pointed(one: Time, way: str) -> str:
    """What is since, until, before or after a time, as the claims file writes it."""
    if way == "since":
        return f"{as_written(_begun(one), one.last).split('..')[0]}.."
    if way == "after":
        return f"{written_from(one, one.last + timedelta(days=1))}.."
    before = one.first - timedelta(days=1)
    if way == "before":
        return f"..{before.isoformat()}"
    if one.edge == "start":
        return f"..{written_until(one, before)}"
    return f"..{written_until(one, middle_end(one) if one.edge == 'middle' else one.last)}"


def _begun(one: Time) -> date:
    """The day that something begins on which goes on since a time, or since its middle or end."""
    if one.grain < _YEAR or one.edge not in ("middle", "end"):
        return one.first
    off = one.grain // 2 if one.edge == "middle" else one.grain - 1
    return day_moved(one.first, off)


def _way(one: Time, m: re.Match[str] | None, *, onwards: bool, words: Language) -> str:
    """Which way an expression points; empty where it does not."""
    if m is None:
        return ""
    said = m["way"] or m["since"] or m["blow"]
    way = means("way", said, words)
    if way == "from":
        return "since" if (onwards or not m.start() or m["blow"]) and not one.span else ""
    if way == "begun":
        return "since"
    if way == "to":
        return "until" if one.edge == "end" else ""
    turned = {("before", "end"): "until", ("after", "start"): "since"}
    return turned.get((way, one.edge), way)  # "before the end of 2023"


def _lead(text: str, one: Time, words: Language) -> int:
    """Where an expression begins with its preposition: "in the course of"."""
    m = _before(text, one, "lead", words)
    return m.start() if m is not None else one.start
