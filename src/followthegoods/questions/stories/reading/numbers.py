"""Numbers in a sentence: money, counts, weights, shares, multiples, with their hedges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from followthegoods.model.printed import RANGE, printed
from followthegoods.model.story import Hedge
from followthegoods.questions.stories.reading.language import Language, currency_of, which
from followthegoods.questions.stories.reading.sharing import with_units

Span = tuple[int, int]
_RATE = re.compile(r"\(?\$ ?1 ?= ?(?P<num>\d+(?:[.,]\d+)?) (?P<cur>[^\W\d]+)\)?")


ELSE = "else"


@dataclass(frozen=True)
class Number:
    """A number and its place in the sentence, the hedge included. `kind`: money, share, times,
    weight, or a noun of records that is counted; empty for any other count, and `ELSE` for a
    length of time or way."""

    start: int
    end: int
    text: str
    unit: str
    kind: str
    hedge: Hedge = Hedge.EXACT
    noun: str = ""


def rate_of(text: str, words: Language) -> tuple[str, Decimal, Span] | None:
    """A rate that a story prints: the currency, its units to the dollar, and the place."""
    if not (found := _RATE.search(text)):
        return None
    currency = which(words.words["currency"], found["cur"])
    return (currency, Decimal(found["num"].replace(",", ".")), found.span()) if currency else None


def numbers(
    text: str, words: Language, taken: Sequence[Span], days: Sequence[Span] = ()
) -> list[Number]:
    """The numbers of a sentence in their order; what is `taken` (days, rates) is none. `days` are
    the places of its periods."""
    found = [n for n in _digits(text, words) if not _overlaps((n.start, n.end), taken)]
    for scale, pattern in words.millions:
        for m in pattern.finditer(text):
            unit = currency_of(m["cur"], words)
            found.append(Number(*m.span(), f"1 {scale}", unit, "money", Hedge.MILLIONS))
    for amount, unit, pattern in words.shares:
        kind = "share" if unit == "%" else "times"
        found += [
            Number(*m.span(), amount, unit, kind)
            for m in pattern.finditer(text)
            if kind == "times" or not words.says("as_much", text[m.end() :])
        ]
    found += _one_in(text, words) + _n_times(text, words) + _as_much_again(text, words)
    found.sort(key=lambda n: (n.start, -n.end, n.kind == ""))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    told = with_units(_scaled(apart, text, words), text, words, days)
    hedged = [_hedged(n, text, words) for n in _ranges(told, text, words)]
    return _grown_again([_grown(number, text, words) for number in hedged], text, words)


def _grown_again(found: Sequence[Number], text: str, words: Language) -> list[Number]:
    """Shares beside a change that are changes too: "grew by 45% in 2023 and by another 12%"."""
    told: list[Number] = []
    for number in found:
        last = told[-1] if told else None
        grown = last is not None and last.unit in ("% more", "% less") and number.kind == "share"
        if grown and last and words.says("again_by", text[last.end : number.start]):
            number = replace(number, unit=last.unit, kind="times")
        told.append(number)
    return told


_OF_MANY = 100
"""A share is one in so many at the most: "5 in 2021" is none."""


def _one_in(text: str, words: Language) -> list[Number]:
    """Shares such as "one in fifty"."""
    found = []
    for m in words.cues["one_in"].finditer(text):
        part, whole = (_canonical(m[name], words) for name in ("part", "whole"))
        if part.isdigit() and whole.isdigit() and 0 < int(part) < int(whole) <= _OF_MANY:
            found.append(Number(*m.span(), f"{part}/{whole}", "%", "share"))
    for m in words.cues["of_every"].finditer(text):
        part, whole = (_canonical(m[name], words) for name in ("part", "whole"))
        if part.isdigit() and whole.isdigit() and 0 < int(part) < int(whole):
            found.append(Number(*m.span("part"), f"{part}/{whole}", "%", "share"))
    return found


def _grown(number: Number, text: str, words: Language) -> Number:
    """A share by which something rose or fell is a change."""
    if number.kind != "share":
        return number
    front, after = text[: number.start], text[number.end :]
    for unit, cue in (("% more", "more"), ("% less", "less")):
        if words.cues[f"{cue}_before"].search(front) or words.cues[f"{cue}_after"].match(after):
            return replace(number, unit=unit, kind="times")
    return number


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _digits(text: str, words: Language) -> list[Number]:
    found = []
    for m in words.number.finditer(text):
        if words.says("not_number", text[: m.start("num")]) or _ITEM.match(text, 0, m.end() + 2):
            continue
        if _CODE.search(text, 0, m.start("num")) or _slashed(m["num"], text, m.span("num")):
            continue  # "a TS-640", "entry 10013160/171023/3412907"
        if words.says("measures_else", text[m.end("num") :]):
            if m["num"].isdigit():  # "31 years" counts nothing of trade
                found.append(Number(*m.span("num"), m["num"], "", ELSE))
            continue
        if _OLD_YEAR.fullmatch(m["num"]) and not (m["pre"] or m["cur"] or m["scale"] or m["unit"]):
            continue  # "founded in 1927"
        scale = which(words.words["scale"], m["scale"]) if m["scale"] else ""
        if m["scale"] and len(m["scale"]) == 1 and text[m.start("scale") - 1] in "  -":
            scale = ""  # "5 m" is a length; "$5m" is money
        unit, kind = _unit(m, words)
        if m["unit"] and not scale:
            scale = which(words.words["many"], m["unit"])  # "184 kt"
        end = m.end()
        if lot := words.says("a_lot_of_it", text[m.end("num") :]):
            unit, kind, end = which(words.words["unit"], lot["unit"]), "weight", end + lot.end()
        if m["scale"] and not scale:
            end, unit, kind = m.end("num"), "", ""
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        said = _said(_canonical(m["num"], words), scale, words)
        if unit == "lines" and words.says("filed", text[:start]):
            unit = "declarations"  # "filed 164 entries"
        following = re.match(r"\s([^\W\d_]+)", text[end:])
        noun = m["count"] or (following[1] if following else "")
        found.append(Number(start, end, said, unit, kind, noun=noun))
    return found


def _said(digits: str, scale: str, words: Language) -> str:
    """A number with its scale; one that is part of another is told in that: "214 crore" is "2.14
    billion"."""
    part, _, whole = words.words["scale_part"].get(scale, "").partition(" ")
    if whole:
        return f"{Decimal(digits.replace(',', '')) * Decimal(part)} {whole}"
    return f"{digits} {scale}".strip()


def _slashed(digits: str, text: str, at: Span) -> bool:
    """Whether digits are part of a code that is written with strokes."""
    before = text[: at[0]].endswith("/") and text[at[0] - 2].isdigit()
    return digits.isdigit() and (before or _STROKE.match(text, at[1]) is not None)


_STROKE = re.compile(r"/\d{3}")
_CODE = re.compile(r"[^\W\d_]-$")
"""A letter and a hyphen, as a code has them before its number."""
_OLD_YEAR = re.compile(r"1[5-9]\d\d")
_ITEM = re.compile(r"\W*\d{1,2}[.)]\s?$")
"""The number of an item of a list."""


def _n_times(text: str, words: Language) -> list[Number]:
    """Multiples in digits or words: "2.5 times", "two and a half times"."""
    found = []
    for m in words.cues["n_times"].finditer(text):
        many = _canonical(m["n"], words)
        if words.says("so_often", text[m.end() :]) and words.says("did_often", text[: m.start()]):
            found.append(Number(*m.span(), many, "consignments", "lines"))
        elif re.fullmatch(r"[\d.]+", many) and float(many) > 1:
            said = f"{many}.5" if m["half"] else many
            found.append(Number(*m.span(), said, "times", "times"))
    return found


def _as_much_again(text: str, words: Language) -> list[Number]:
    """Shares by which something grew: "half as much again"."""
    found = []
    for m in words.cues["as_much_again"].finditer(text):
        shares = (a for a, unit, said in words.shares if unit == "%" and said.fullmatch(m["part"]))
        if (amount := next(shares, None)) is not None:
            found.append(Number(*m.span(), amount, "% more", "times"))
    return found


def _unit(m: re.Match[str], words: Language) -> tuple[str, str]:
    if m["pre"] or m["cur"]:
        return currency_of(m["pre"] or m["cur"], words), "money"
    if m["unit"]:
        unit = which(words.words["unit"], m["unit"])
        return unit, "share" if unit == "%" else "weight"
    if m["count"]:
        unit = which(words.words["count"], m["count"]) or "consignments"
        return unit, unit if unit in ("countries", "suppliers") else "lines"
    return "", ""


def _canonical(digits: str, words: Language) -> str:
    if said := words.words["number_said"].get(digits.lower()):
        return str(said)
    parts = re.split("[ -]", digits.lower())
    spelt = [words.words["number"].get(part, 0) or part == "one" for part in parts]
    if words.words["hundred"] in parts:
        at = parts.index(words.words["hundred"])
        return str(max(1, sum(map(int, spelt[:at]))) * 100 + sum(map(int, spelt[at:])))
    if any(spelt):
        return str(sum(int(number) for number in spelt))
    if words.words["decimal"] == ",":
        digits = digits.replace(",", ".")
    return re.sub(r"[   ](?=\d{3})", ",", digits)


def _scaled(found: Sequence[Number], text: str, words: Language) -> list[Number]:
    """Sums whose scale is told once: "worth £3.1 and £2.2 million"."""
    told = list(found)
    for at in range(len(told) - 2, -1, -1):
        first, second = told[at], told[at + 1]
        alike = first.kind == second.kind == "money" and first.unit == second.unit
        small = " " not in first.text and " " in second.text
        if not (alike and small and printed(first.text).high < _LEAST_SUM):
            continue
        if words.small["side_by_side"].fullmatch(text[first.end : second.start]):
            told[at] = replace(first, text=f"{first.text} {second.text.partition(' ')[2]}")
    return told


_LEAST_SUM = 1000
"""A sum below this beside one of millions is of millions as well."""


def _ranges(found: Sequence[Number], text: str, words: Language) -> list[Number]:
    """Two numbers of one range are one; the first takes scale and unit of the second."""
    merged: list[Number] = []
    for number in found:
        last = merged[-1] if merged else None
        between = text[last.end : number.start] if last else ""
        joined = (words.small[one].fullmatch(between) for one in ("range", "range_up"))
        if last and any(joined):
            dash = between.strip() in "–—-"
            to = words.small["range_up"].fullmatch(between)
            opened = words.small["range_opens"].search(text[: last.start])
            opened = None if to and to["or"] else opened  # "from four or five": from so many
            up = not opened and _goes_up(last, number, text, words)
            if opened and (
                _moves(text[: opened.start()], words)
                or words.says("moved_from", text[: last.start])
            ):
                opened = None  # "rose from $4 million to $9 million" is no range
            if (dash or opened or up) and last.kind in ("", number.kind) and "/" not in last.text:
                low = (
                    last.text
                    if " " in last.text or " " not in number.text
                    else (f"{last.text} {number.text.split(' ')[1]}")
                )
                if printed(low).low > printed(number.text).high:
                    merged.append(number)
                    continue  # "1-0" is a score
                start = opened.start() if opened else last.start
                merged[-1] = replace(
                    number, start=start, text=f"{low}{RANGE}{number.text}", hedge=Hedge.BETWEEN
                )
                continue
        merged.append(number)
    return merged


_QUOTES = ("”", '"', "»")


def _goes_up(first: Number, second: Number, text: str, words: Language) -> bool:
    """Whether two numbers are a range by "to" or "or": "another $5m to $6m", "two or three"."""
    to = words.small["range_up"].fullmatch(text[first.end : second.start])
    quoted = text[second.end : second.end + 1] in _QUOTES  # “four or five” makers
    counts = to is not None and (second.kind or (to["or"] and (second.noun or quoted)))
    return bool(counts) and not _moves(text[: first.start], words)


def _moves(front: str, words: Language) -> bool:
    """Whether what stands before a number says that something rose or fell."""
    return any(words.cues[cue].search(front) for cue in ("more_before", "less_before"))


_NEAR = 100
"""Characters before a number among which its hedge is looked for: a text may be one long row."""


def _hedged(number: Number, text: str, words: Language) -> Number:
    if number.hedge is not Hedge.EXACT:
        return number
    near = max(0, number.start - _NEAR)
    before = text[near : number.start]
    if words.says("than_the", before):
        return number  # "more than the 95 tonnes of 2021" is told against them
    for front in (before, words.small["fillers"].sub(" ", before)):
        fits = [(m.start(), h) for h, p in words.hedges if (m := p.search(front))]
        if fits:
            start, hedge = min(fits)
            return replace(number, start=near + start, hedge=Hedge(hedge))
    if re.search(words.words["or_so"], text[number.start : number.end]):
        return replace(number, hedge=Hedge.ABOUT)
    after = words.says("hedged_after", text[number.end : number.end + _NEAR])
    said = after.lastgroup if after else None
    end = number.end + (after.end() if after and said in _JOINED else 0)
    return replace(number, hedge=_AFTER[said], end=end) if said else number


_AFTER = {
    "least": Hedge.AT_LEAST,
    "least_of_all": Hedge.AT_LEAST,
    "about": Hedge.ABOUT,
    "some": Hedge.ABOUT,
    "most": Hedge.UP_TO,
}
"""Hedges after a number: "75 tonnes or more", "40 or so", "15 at most"."""
_JOINED = ("some", "least_of_all")
"""Those that are written in one with it: "40-odd"."""
