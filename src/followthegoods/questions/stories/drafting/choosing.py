"""The days of each claim of a draft, chosen among all that it may be of by weights.

The weights are learned from the keyed stories (`accuracy/learning.py`, docs/decisions/49) and stand
in `facts/stories/weights_of_days.toml`: what each sign of days (`eligible`) is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from followthegoods.facts.text import read_toml
from followthegoods.model.printed import Days, Period, period
from followthegoods.model.story import OPEN, Claim, Measure
from followthegoods.questions.stories.drafting.eligible import Signs, eligible
from followthegoods.questions.stories.drafting.fielding import PERIOD
from followthegoods.questions.stories.drafting.lengths import days_of_claim
from followthegoods.questions.stories.drafting.read_through import Told
from followthegoods.questions.stories.reading.days import unsure
from followthegoods.questions.stories.reading.moments import as_written
from followthegoods.questions.stories.reading.shifting import year_before

CHOSEN = "Its days are the likeliest; by the rules they would be {}."
NO_DAYS = "none"


@cache
def weights() -> Mapping[str, int]:
    """What each sign is worth, in hundredths."""
    return dict(read_toml("stories/weights_of_days.toml")["days"])


def likeliest(signs: Signs, worth: Mapping[str, int]) -> Days | None:
    """The days whose signs are worth most; of equal ones the first."""
    return max(signs, key=lambda days: sum(worth.get(sign, 0) for sign in signs[days]))


def chosen_days(told: Told, worth: Mapping[str, int]) -> list[Days | None]:
    """The days of each claim of a text, one after the other."""
    chosen: list[Days | None] = []
    left_open: set[int] = set()
    for place, claim in enumerate(told.claims):
        if claim.period is None and _stays_open(told, place, left_open):
            left_open.add(place)
        ruled = days_of_claim(claim)
        if claim.measure is Measure.NONE or place in left_open:
            chosen.append(ruled)
            continue
        likely = likeliest(eligible(told, place, chosen), worth)
        here = [days for _, days in told.said[told.homes[place]]]
        # Of days that its own sentence tells the rules know better which are whose.
        chosen.append(ruled if ruled in here and likely in here else likely)
    return chosen


def _stays_open(told: Told, place: int, left_open: Collection[int]) -> bool:
    """Whether a claim without days is of such as are told, but not in days ("in late 2022", "last
    year" in a story of no day), or goes on from one that is."""
    doubts, home = told.claims[place].doubts, told.homes[place]
    if unsure(doubts) or any(doubt.endswith(f"{OPEN}.") for doubt in doubts):
        return True
    on = place - 1 in left_open and told.apart(told.homes[place - 1], home) != "far"
    return on and not told.said[home]


def with_chosen_days(told: Told) -> list[Claim]:
    """The claims of a text with the days that are chosen for them."""
    return [
        _of_days(told, claim, days)
        for claim, days in zip(told.claims, chosen_days(told, weights()), strict=True)
    ]


def _of_days(told: Told, claim: Claim, days: Days | None) -> Claim:
    """A claim with days that may be others than the rules chose, and a doubt that says so."""
    if days == days_of_claim(claim):
        return claim
    now = _as_said(told, days) if days is not None else None
    over = PERIOD.split("{")[0]
    doubts = tuple(doubt for doubt in claim.doubts if not doubt.startswith(over))
    was = claim.period.text if claim.period else NO_DAYS
    return replace(
        claim,
        period=now,
        against=_against(claim, now),
        doubts=(*doubts, CHOSEN.format(was)),
    )


def _against(claim: Claim, now: Period | None) -> Period | None:
    """What a change is against: the year before where it was so before."""
    if claim.against is None or claim.period is None or now is None:
        return claim.against
    yearly = year_before(claim.period)
    alike = yearly is not None and (yearly.first, yearly.last) == (
        claim.against.first,
        claim.against.last,
    )
    return (year_before(now) or claim.against) if alike else claim.against


def _as_said(told: Told, days: Days) -> Period:
    """Days as the story's own words were read, else as the claims file writes them."""
    said = (one.text for every in told.said for one, same in every if same == days)
    held = (
        c.period.text for c in told.claims if c.period and (c.period.first, c.period.last) == days
    )
    return period(next(iter((*said, *held)), "") or _written(days))


def _written(days: Days) -> str:
    first, last = days
    if first and last:
        return as_written(first, last)
    if first:
        return f"{first.isoformat()[: 7 if first.day == 1 else None]}.."
    return f"..{last}"
