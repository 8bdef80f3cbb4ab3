"""Controlled goods of a case: the codes of its lists of goods, and the common high-priority list.

That one ships as facts. It says what to watch first and forbids nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from followthegoods.facts.hs import REVISIONS
from followthegoods.facts.text import read_toml
from followthegoods.facts.units import unit_code
from followthegoods.model.listing import Measure, Version
from followthegoods.reference.hs import CodeSet
from followthegoods.reference.lists.layout import GOODS
from followthegoods.reference.lists.views import Lists, scan

Ask = Callable[[str], list[tuple[Any, ...]]]
Sets = Mapping[tuple[str, str], CodeSet]
"""What codes of one edition are in another: by the code and the other edition."""


@dataclass(frozen=True)
class GoodsControl:
    """One code of one version of a list of goods, in force between days that may be bounds only.

    `edition` is that of the Harmonised System, "" where the list does not say. `sure_until` is the
    last day on which it is known to have held, `last` the last on which it may have; None where
    there is none. A threshold is for one `unit` of the goods.
    """

    list: str
    authority: str
    measure: str
    tier: str
    code: str
    edition: str
    from_earliest: date | None
    from_latest: date | None
    sure_until: date | None
    last: date | None
    threshold: Decimal | None = None
    currency: str = ""
    unit: str = ""


@dataclass(frozen=True)
class CodeThere:
    """The beginning of a code that a control (by its place) is in one edition.

    Not `sure` where the code there is wider, or was found by a table of choices or by the same
    digits only.
    """

    control: int
    edition: str
    begins: str
    sure: bool


def controls_of(ask: Ask, lists: Lists) -> list[GoodsControl]:
    """The controls of a case's lists of goods; the list that ships unless the case has its own.

    A code without days of its own is bounded by the versions, as a party's listing is: in force
    after the last version without it and by the first with it, and it is known to hold until the
    newest version that has it. Priorities begin with the version that publishes them, and are read
    as unchanged after the newest.
    """
    versions = [version for version in lists.versions if version.kind == GOODS]
    rows = {
        version.number: ask(
            "SELECT code, revision, tier, measure, valid_from, valid_to, threshold, "
            f"threshold_currency, threshold_unit FROM {scan(lists, 'controls')} "
            f"WHERE version = {version.number} ORDER BY ALL"
        )
        for version in versions
    }
    found = []
    for version in versions:
        before, after = _beside(version, versions)
        going_on = {row[:4] for row in rows[after.number]} if after else set()
        for row in rows[version.number]:
            found.append(_control(version, before, after, row[:4] in going_on, *row))
    own = {version.list for version in versions}
    return [*found, *(control for control in high_priority() if control.list not in own)]


def _beside(version: Version, versions: Sequence[Version]) -> tuple[Version | None, Version | None]:
    """The complete versions of a list before and after one of them."""
    whole = [v for v in versions if v.list == version.list and v.complete]
    if version not in whole:
        return None, None
    place = whole.index(version)
    return (whole[place - 1] if place else None), next(iter(whole[place + 1 :]), None)


def _control(
    version: Version,
    before: Version | None,
    after: Version | None,
    going_on: bool,
    code: str,
    revision: str,
    tier: str,
    measure: str,
    start: date | None,
    end: date | None,
    threshold: Decimal | None,
    currency: str,
    unit: str,
) -> GoodsControl:
    published = before.earliest if before else None
    if measure == Measure.PRIORITY:
        published = version.earliest
    until = (after.earliest or after.latest) - timedelta(days=1) if after else None
    last = min((day for day in (end, until) if day is not None), default=None)
    sure = last if going_on or (last and last == end) else min(version.latest, last or date.max)
    if measure == Measure.PRIORITY and after is None:  # it forbids nothing that could be lifted
        sure = last
    elif sure is not None:
        sure = max(sure, start or sure)
    return GoodsControl(
        list=version.list,
        authority=version.authority,
        measure=measure,
        tier=tier,
        code=code,
        edition=_edition(revision),
        from_earliest=start or published,
        from_latest=start or version.latest,
        sure_until=sure,
        last=last,
        threshold=threshold,
        currency=currency,
        unit=(unit_code(unit) or unit) if unit else "",
    )


def _edition(revision: str) -> str:
    year = "".join(filter(str.isdigit, revision))
    return year if year in REVISIONS else ""


@cache
def _shipped() -> dict[str, Any]:
    return read_toml("high_priority.toml")


@cache
def high_priority() -> tuple[GoodsControl, ...]:
    """The common high-priority list of 23 February 2024."""
    data = _shipped()
    return tuple(
        GoodsControl(
            data["list"],
            data["authority"],
            data["measure"],
            str(tier),
            code,
            data["revision"],
            data["published"],
            data["published"],
            None,
            None,
        )
        for tier, codes in data["tiers"].items()
        for code in codes
    )


def codes_there(
    controls: Sequence[GoodsControl], sets: Sets, how: Mapping[str, str]
) -> list[CodeThere]:
    """What each control's code is in each edition.

    `sets` and `how` are of `reference.hs.code_sets`: only a correlation table tells surely. Digits
    beyond the sixth are each country's own: of them only the first six are looked at.
    """
    return [
        CodeThere(place, edition, begins, sure and len(control.code) <= HS_DIGITS)
        for place, control in enumerate(controls)
        for edition in REVISIONS
        for begins, sure in _in_edition(control, edition, sets, how)
    ]


HS_DIGITS = 6


def _in_edition(
    control: GoodsControl, edition: str, sets: Sets, how: Mapping[str, str]
) -> list[tuple[str, bool]]:
    code = control.code[:HS_DIGITS]
    if edition == control.edition:
        return [(code, True)]
    before = _shipped()["before"].get(code)
    if before and control.edition == _shipped()["revision"]:
        return [(before, False)]
    known = sets.get((code, edition))
    if known is None:
        return [(code, False)]
    sure = how.get(edition) == "hs_correlated"
    return [
        *((begins, sure) for begins in known.whole),
        *((begins, False) for begins in known.part),
    ]
