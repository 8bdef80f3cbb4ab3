"""Times that are told against one that was told before: "two years later", "the same quarter of
2023", "the previous twelve months". What they are made of is in the section `time` of a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from followthegoods.questions.stories.reading.days import many_of
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.time_words import TimeWords

_YEAR = 12


@dataclass(frozen=True)
class Reference:
    """Words that tell a time against another. `kind` is how, `many` how many years, months or days
    on or, below 0, back; `unit` how many months the time has, 0 where that is not said."""

    start: int
    end: int
    kind: str
    many: int
    unit: int = 0


def references(text: str, words: Language) -> Iterator[Reference]:
    """The references of a sentence, those that tell most first."""
    taken: list[tuple[int, int]] = []
    for kind, patterns in words.time.refer.items():
        for pattern in patterns:
            for m in pattern.finditer(text):
                if any(m.start() < b and a < m.end() for a, b in taken):
                    continue
                told = {name: said for name, said in m.groupdict().items() if said is not None}
                found = _READ[kind](m, told, words.time, words)
                if found is not None:
                    taken.append(m.span())
                    yield found


def _unit(told: dict[str, str], time: TimeWords) -> int:
    """How many months a unit has; 0 where it says none."""
    said = told.get("unit", "")
    return next((int(n) for n, spelt in time.meanings["unit"] if spelt.fullmatch(said)), 0)


def _back(told: dict[str, str], time: TimeWords) -> bool:
    return "upto" in told or time.means("turn", told["turn"]) == "back"


def _same(
    m: re.Match[str], told: dict[str, str], time: TimeWords, words: Language
) -> Reference | None:
    """The same days of another year: `many` years back, or that year itself."""
    many = int(told["y"]) if "y" in told else -(many_of(told.get("n", ""), words) or 1)
    unit = _unit(told, time) * (many_of(told.get("many", ""), words) or 1)
    plural = told.get("unit", "").endswith("s") and "many" not in told
    return Reference(*m.span(), "same", many, 0 if plural or unit >= _YEAR else unit)


def _beside(
    m: re.Match[str], told: dict[str, str], time: TimeWords, words: Language
) -> Reference | None:
    """The month, quarter, year or so many of them right before or after: "the next quarter"."""
    back, unit = _back(told, time), _unit(told, time)
    many = many_of(told.get("many", ""), words)
    if "month" in told:
        month = next(
            int(n)
            for n, spelt in words.words["month"].items()
            if re.fullmatch(spelt, told["month"], re.I)
        )
        return Reference(*m.span(), "named_month", -month if back else month, 1)
    if back and (not unit or (not many and unit < _YEAR)):
        return Reference(*m.span(), "previous_span", 0, unit)
    if not unit:
        return Reference(*m.span(), "next_alike", 0) if "alike" in told else None
    if many:
        before = "prior_span" if "upto" in told else "previous_many"
        return Reference(*m.span(), before if back else "next_span", many * unit)
    if unit == _YEAR:
        return Reference(*m.span(), "years_before" if back else "next_year", -1 if back else 1)
    return Reference(*m.span(), "next_part", unit)


def _off(
    m: re.Match[str], told: dict[str, str], time: TimeWords, words: Language
) -> Reference | None:
    """So many years, months or days on or back: "two years later", "a month earlier"."""
    back, unit = _back(told, time), _unit(told, time)
    many = (many_of(told.get("many", ""), words) or 1) * (-1 if back else 1)
    if "days" in told:
        weeks = time.means("days", told["days"]) == "7"
        return Reference(*m.span(), "days_later", many * (7 if weeks else 1))
    if unit > _YEAR:
        many, unit = many * unit // _YEAR, _YEAR  # "a decade earlier"
    if unit == _YEAR:
        kind = (
            "year_earlier"
            if many == -1 and "many" in told
            else "years_before"
            if back
            else "years_later"
        )
        return Reference(*m.span(), kind, many)
    return Reference(*m.span(), "months_off", many * unit, unit)


_READ = {"same": _same, "beside": _beside, "off": _off}
