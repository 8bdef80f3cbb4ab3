"""Who owned whom, from when to when, and what that makes of a listing under an authority's rule.

Shares and days are taken from what people gave. Control is stated, never computed from shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from followthegoods.facts.text import read_toml

BESIDE = " | "
"""What parts the names, numbers and ids that one owner, or one who is owned, is given by."""


def parts_of(name: str) -> list[str]:
    """What an owner, or one who is owned, is given by: the name first."""
    return [part for part in map(str.strip, name.split(BESIDE)) if part] or [name]


WHOLE = Decimal(100)
"""A whole company, in per cent."""


@dataclass(frozen=True)
class Stake:
    """What one holds of another: a share in per cent, None where it is not known; or control.

    `owner` and `owned` are as given: an id of a list (`us-sdn/1`; `/1` is one of any), a tax id, a
    name, or several of these (`ALDER LLC | 7700000111`). The days are inclusive; None is open.
    """

    owner: str
    owned: str
    share: Decimal | None
    control: bool = False
    first: date | None = None
    last: date | None = None
    source: str = ""

    def held(self, day: date) -> bool:
        """Whether it was held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Rule:
    """How a listing spreads, under one authority, for some measures, in some days."""

    authority: str
    measures: tuple[str, ...]
    first: date
    until: date
    least: Decimal
    or_equal: bool
    together: bool
    control: bool
    source: str

    def enough(self, share: Decimal) -> bool:
        """Whether a share spreads a listing."""
        return share >= self.least if self.or_equal else share > self.least


@cache
def rules() -> tuple[Rule, ...]:
    """The rules that ship."""
    return tuple(
        Rule(
            authority=rule["authority"],
            measures=tuple(rule["measures"]),
            first=rule["from"],
            until=rule.get("until", date.max),
            least=Decimal(rule["least"]),
            or_equal=rule["or_equal"],
            together=rule["together"],
            control=rule["control"],
            source=rule["source"],
        )
        for rule in read_toml("ownership_rules.toml")["rule"]
    )


@dataclass(frozen=True)
class Reached:
    """A listing that reaches a company on a day: surely, or only if shares that are not known are
    high enough. `share` in per cent, None where control or such a share decides."""

    sure: bool
    share: Decimal | None
    chain: tuple[Stake, ...]


def reached(
    rule: Rule, stakes: Iterable[Stake], listed: frozenset[str], day: date
) -> dict[str, Reached]:
    """Whom the listing of some reaches on a day, through chains of any length.

    Who is reached counts as listed for whom it owns in turn. `listed` and the keys of the result
    are names as stakes have them.
    """
    held = [stake for stake in stakes if stake.held(day)]
    sure = _spread(rule, held, listed, unknown=Decimal(0))
    perhaps = _spread(rule, held, listed, unknown=WHOLE)
    return {
        name: sure.get(name) or Reached(False, None, found.chain) for name, found in perhaps.items()
    }


def _spread(
    rule: Rule, held: Sequence[Stake], listed: frozenset[str], unknown: Decimal
) -> dict[str, Reached]:
    found: dict[str, Reached] = {}
    by_owned: dict[str, list[Stake]] = {}
    for stake in held:
        by_owned.setdefault(stake.owned, []).append(stake)
    while True:
        inside = listed | found.keys()
        new = {
            owned: one
            for owned, stakes in by_owned.items()
            if owned not in inside
            and (one := _decide(rule, [s for s in stakes if s.owner in inside], found, unknown))
        }
        if not new:
            return found
        found.update(new)


def _decide(
    rule: Rule, stakes: Sequence[Stake], found: Mapping[str, Reached], unknown: Decimal
) -> Reached | None:
    """Whether stakes of listed owners, or of those whom a listing reached, are enough."""
    chain = tuple(
        dict.fromkeys(
            step
            for stake in stakes
            for step in (stake, *(found[stake.owner].chain if stake.owner in found else ()))
        )
    )
    if rule.control and any(stake.control for stake in stakes):
        return Reached(True, None, chain)
    shares = [
        unknown if stake.share is None else stake.share for stake in stakes if not stake.control
    ]
    share = sum(shares, Decimal(0)) if rule.together else max(shares, default=Decimal(0))
    return Reached(True, min(share, WHOLE), chain) if rule.enough(share) else None


Days = tuple[date, date | None]
"""A first day and a last one; None: it goes on."""


@dataclass(frozen=True)
class Reach:
    """A listing that reaches a company from a first day to a last one (None: it still does).

    `surely` are the days of these on which it is known that the listings held; on the others they
    may have.
    """

    owned: str
    rule: Rule
    first: date
    last: date | None
    reached: Reached
    surely: tuple[Days, ...] = ()


Listed = Callable[[date], frozenset[str]]
"""Who is listed on a day."""


def reaches(
    rule: Rule,
    stakes: Sequence[Stake],
    turns: Iterable[date],
    listed: Listed,
    perhaps: Listed | None = None,
) -> list[Reach]:
    """From when to when the listings of some reach others. `turns` are days on which who is
    listed changes; days on which stakes begin and end are turns as well. `perhaps` says who may be
    listed on a day, where listings have bounds for days: all of the `listed`, and others."""
    days = {rule.first, rule.until, *turns}
    days |= {stake.first for stake in stakes if stake.first}
    days |= {stake.last + timedelta(days=1) for stake in stakes if stake.last}
    ordered = sorted(day for day in days if rule.first <= day < rule.until)
    found: list[Reach] = []
    for place, day in enumerate(ordered):
        after = ordered[place + 1] if place + 1 < len(ordered) else rule.until
        last = None if after == date.max else after - timedelta(days=1)
        known = reached(rule, stakes, listed(day), day)
        may = reached(rule, stakes, perhaps(day), day) if perhaps else known
        for owned, one in sorted(may.items()):
            sure = owned in known and known[owned].sure >= one.sure
            now = Reach(owned, rule, day, last, one, ((day, last),) if sure else ())
            before = next((r for r in found if r.owned == owned and _goes_on(r, one, day)), None)
            if before is None:
                found.append(now)
            else:
                found[found.index(before)] = _joined(before, now)
    return found


def _goes_on(reach: Reach, one: Reached, day: date) -> bool:
    return reach.reached == one and reach.last == day - timedelta(days=1)


def _joined(before: Reach, now: Reach) -> Reach:
    """A reach and what follows it without a gap."""
    surely = (*before.surely, *now.surely)
    if before.surely and now.surely and before.surely[-1][1] == before.last:
        surely = (*before.surely[:-1], (before.surely[-1][0], now.last))
    return replace(before, last=now.last, surely=surely)
