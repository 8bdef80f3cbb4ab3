"""Learn from the keyed stories what each sign of days is worth, and write the weights.

Run as: python -m accuracy.learning. Every keyed claim is a choice among the days that it may be of
(`drafting/eligible.py`), of which its key has the right ones: the weights are those that make the
right ones likeliest (a log-linear model, fitted in a fixed order, so that the same stories give the
same weights).

Rules are nearly always right on stories that they were made by, so these say nothing of how far
rules are to be trusted. `stories/first_days.csv` has the claims that rules which had not seen a
story gave other days than its key has; all others of these stories they had right. With those, what
rules chose is learned from; without, the choices are learned from as if there were no rules, and
with a small weight as the rules choose now.
"""

from __future__ import annotations

import csv
import math
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from accuracy.lowest import lowest
from accuracy.short_stories import DAY, NOBODY, PARTS, keyed, stories
from accuracy.stories import PAIR, TEXTS, Keyed, keys_of, pairs
from followthegoods.model.printed import Days, period
from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.draft import told_by_rules
from followthegoods.questions.stories.drafting.eligible import eligible
from followthegoods.questions.stories.drafting.lengths import days_of, days_of_claim
from followthegoods.questions.stories.drafting.read_through import Told

WEIGHTS = Path(__file__).parents[1] / "src/followthegoods/facts/stories/weights_of_days.toml"
FIRST = TEXTS / "first_days.csv"
HEAD = """# What each sign of the days that a claim may be of is worth, in hundredths; see
# drafting/eligible.py for the signs. Learned: python -m accuracy.learning writes this file.
"""

_UNFIRST = re.compile(r"[0-7]\d-|8[0-8]-|pair-|sentences$|mixed$|texts$")
"""Stories of which no first draft by rules that had not seen them is kept."""
_LOOSE = re.compile(r"[0-5]\d-|pair-")
"""Texts whose keys left out days that only an earlier sentence tells."""
AS_NOW = 0.3
"""What a choice counts with the rules as they are, which were made by the story."""
LEAST = 10
"""Choices that a sign must be met in."""
PULL = 3.0
"""The pull of weights to nought."""
SMALLEST = 5
"""Hundredths below which a weight is left out."""


@dataclass(frozen=True)
class Read:
    """A keyed story as the rules draft it, and the key of each claim that has one."""

    name: str
    text: str
    told: Told
    keys: Mapping[int, Keyed]


@dataclass(frozen=True)
class Choice:
    """The signs of each of the days that a claim may be of, which are right, what it counts."""

    signs: Sequence[Sequence[str]]
    right: int
    counts: float = 1.0


def read(name: str, text: str, told: Told, key: Sequence[Keyed]) -> Read:
    """A story with its key laid beside its claims."""
    return Read(name, text, told, keys_of(key, told.claims))


def all_read() -> Iterator[Read]:
    """Every keyed story, long and short."""
    for name, text, published, key in pairs(PAIR, TEXTS):
        yield read(name, text, told_by_rules(text, published=published)[0], key)
    for part in PARTS:
        for of, text, lines in stories(part):
            told, _ = told_by_rules(text, published=DAY, of=() if of == NOBODY else (of,))
            yield read(part.stem, text, told, [keyed(line, text) for line in lines])


def first_days() -> dict[tuple[str, int, str], str]:
    """The wrong days that rules first drafted, by story, place and measure of the key."""
    with FIRST.open(encoding="utf-8", newline="") as rows:
        return {
            (row["story"], int(row["at"]), row["measure"]): row["days"]
            for row in csv.DictReader(rows)
        }


def mark_of(text: str) -> str:
    """What a story is called in the file of first days."""
    return f"{zlib.crc32(text.encode()):08x}"


def as_first_drafted(one: Read, first: Mapping[tuple[str, int, str], str]) -> Read:
    """A story with the days that rules first gave to its claims."""
    claims = list(one.told.claims)
    for n, key in one.keys.items():
        right = str(key.fields.get("period", ""))
        text = first.get((mark_of(one.text), key.at[0], key.measure), right)
        claims[n] = replace(claims[n], period=period(text) if text else None)
    return replace(one, told=replace(one.told, claims=claims))


def choices(one: Read, *, ruled: bool, counts: float = 1.0) -> Iterator[Choice]:
    """The choices that a story's key makes; the days before each are those of the key."""
    chosen: list[Days | None] = []
    for n, claim in enumerate(one.told.claims):
        key = one.keys.get(n)
        drafted = days_of_claim(claim)
        right = days_of(str(key.fields.get("period", ""))) if key else drafted
        left_out = right is None and drafted is not None and _LOOSE.match(one.name)
        if key and claim.measure is not Measure.NONE and not left_out:
            signs = eligible(one.told, n, chosen, ruled=ruled)
            if right in signs:
                place = list(signs).index(right)
                yield Choice([sorted(s) for s in signs.values()], place, counts)
        chosen.append(right)


def choices_of(every: Sequence[Read]) -> list[Choice]:
    """All choices to learn from."""
    found: list[Choice] = []
    first = first_days()
    for one in every:
        long = one.name[0].isdigit() or one.name.startswith("pair-")
        if not _UNFIRST.match(one.name):
            found += choices(as_first_drafted(one, first), ruled=True)
        if long:
            found += choices(one, ruled=False)
        found += choices(one, ruled=True, counts=AS_NOW)
    return found


def learned(found: Sequence[Choice]) -> dict[str, float]:
    """What each sign is worth, so that the right ones of all choices are likeliest."""
    met = Counter(sign for one in found for sign in {s for signs in one.signs for s in signs})
    names = sorted(sign for sign, many in met.items() if many >= LEAST)
    number = {sign: n for n, sign in enumerate(names)}
    rows = [
        ([[number[s] for s in signs if s in number] for signs in one.signs], one.right, one.counts)
        for one in found
    ]

    def loss(weights: list[float]) -> tuple[float, list[float]]:
        """How unlikely the right ones are, and how that changes with each weight."""
        unlikely = PULL / 2 * sum(w * w for w in weights)
        slope = [PULL * w for w in weights]
        for signs, right, counts in rows:
            points = [sum([weights[s] for s in one]) for one in signs]
            top = max(points)
            likely = [math.exp(point - top) for point in points]
            whole = sum(likely)
            unlikely += counts * (math.log(whole) + top - points[right])
            for place, one in enumerate(signs):
                off = counts * (likely[place] / whole - (place == right))
                if abs(off) > _NOUGHT:
                    for s in one:
                        slope[s] += off
        return unlikely, slope

    return dict(zip(names, lowest(loss, [0.0] * len(names)), strict=True))


_NOUGHT = 1e-7


def written(weights: Mapping[str, float]) -> str:
    """Weights as the file of them."""
    told = {sign: round(100 * worth) for sign, worth in weights.items()}
    lines = (f'"{s}" = {worth}\n' for s, worth in sorted(told.items()) if abs(worth) >= SMALLEST)
    return f"{HEAD}\n[days]\n{''.join(lines)}"


def main() -> int:
    """Learn and write."""
    found = choices_of(list(all_read()))
    weights = learned(found)
    WEIGHTS.write_text(written(weights), encoding="utf-8")
    sys.stdout.write(f"{len(weights)} signs learned from {len(found)} choices\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
