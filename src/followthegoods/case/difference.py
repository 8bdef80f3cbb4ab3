"""Which figures moved between two states of a case, and because of what.

The question is asked as of every change between the two, each with those before it made and those
after it not yet: what an answer differs by from the one before is that change's share. So the
shares sum to the whole movement. They are shares along the way that the case took: of two files
that hold the same lines, the first one loaded has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from followthegoods import __version__
from followthegoods.case import asking
from followthegoods.case.moved import SavedAnswer, moved, read_answer
from followthegoods.case.opened import Opened
from followthegoods.case.past import as_of, load_of
from followthegoods.case.records import How
from followthegoods.errors import BadParameter, NoSuchParty, NoSuchState
from followthegoods.lake.past import Load, concerned, loads
from followthegoods.model.difference import Cause, Difference, Moved, Shown
from followthegoods.parties.read import READER, SCORER

KINDS: dict[str, str] = {
    "add": "rows",
    "remove": "rows",
    "relayout": "layout",
    "rates": "rates",
    "judge": "judgements",
}
"""What kind of cause a load is; one of any other kind changed references."""

Said = Mapping[str, Any]


@dataclass(frozen=True)
class _Point:
    """An answer on the way, as JSON data: None where nobody answered to the question yet."""

    load: int
    said: Said | None


def difference(case: Opened, before: str, after: str, who: Sequence[str], how: How) -> Difference:
    """The movement of a dossier's figures between two states; see `Case.diff`."""
    saved = _saved(before)
    if saved and not who:
        who, how = saved.who, saved.how
    last = load_of(case, after)
    start = _saved_load(case, saved) if saved else load_of(case, before)
    if start > last:
        raise BadParameter(
            f"Load {start} came after load {last}.", do="Give the earlier state first."
        )
    first = _Point(start, saved.said if saved else _asked(case, start, who, how))
    end = _Point(last, _asked(case, last, who, how))
    causes = _causes(case, first, end, saved, who, how)
    whole = _movement(first.said, end.said)
    return Difference(tuple(who), _shown(first), _shown(end), whole, tuple(causes))


def _saved(text: str) -> SavedAnswer | None:
    """The saved answer that a text names; a text that is a state's is no file's name."""
    return read_answer(text) if text.lower().endswith(".json") or Path(text).is_file() else None


def _saved_load(case: Opened, saved: SavedAnswer) -> int:
    """The load that a saved answer is of, as it says; it may be of another program's state."""
    said = int(saved.said["made_from"]["load"])
    known = [one.load for one in loads(case.catalogue)]
    if said not in known:
        raise NoSuchState(
            f"The answer is of load {said}, and the case has {len(known)}.",
            where=saved.file,
            do="Compare it with the case that it was asked of.",
        )
    return said


def _asked(case: Opened, load: int, who: Sequence[str], how: How) -> Said | None:
    """The answer as of a load; None where nobody answered to the name then."""
    with as_of(case, load) as then:
        try:
            return asking.dossier(then, who, how).to_dict()
        except NoSuchParty:
            return None


def _causes(
    case: Opened,
    first: _Point,
    end: _Point,
    saved: SavedAnswer | None,
    who: Sequence[str],
    how: How,
) -> list[Cause]:
    causes: list[Cause] = []
    point, waiting, program = first, list[tuple[Load, ...]](), ""
    if saved:
        program = _otherwise_made(saved)
        try:
            point = _Point(first.load, _asked(case, first.load, who, how))
        except NoSuchState:
            pass
        else:
            if changes := _movement(first.said, point.said):
                what = program or "what the program knows of the world, or the bank's rates"
                shares = _shares(first, point)
                causes.append(Cause("program", what, (), *shares, changes))
            program = ""
    for group in _groups(loads(case.catalogue), first.load, end.load):
        waiting.append(group)
        load = group[-1].load
        try:
            said = end.said if load == end.load else _asked(case, load, who, how)
        except NoSuchState:
            continue
        reached = _Point(load, said)
        causes.append(_cause(case, waiting, program, point, reached))
        point, waiting, program = reached, [], ""
    return causes


def _otherwise_made(saved: SavedAnswer) -> str:
    """What made a saved answer, where it is not what answers now; else empty."""
    made = saved.said["made_from"]
    then = (f"ftg {made['program']}", made["scorer"])
    now = (f"ftg {__version__}", f"{READER} {SCORER}")
    return "" if then == now else f"{', '.join(then)} to {', '.join(now)}"


def _groups(every: Sequence[Load], first: int, last: int) -> list[tuple[Load, ...]]:
    """The changes between two loads, each with the resolving of parties that followed it."""
    groups: list[tuple[Load, ...]] = []
    for one in every:
        if not first < one.load <= last:
            continue
        if one.kind == "resolve" and groups:
            groups[-1] = (*groups[-1], one)
        else:
            groups.append((one,))
    return groups


def _cause(
    case: Opened, groups: Sequence[Sequence[Load]], program: str, before: _Point, after: _Point
) -> Cause:
    """The cause that several loads are; and a change of program that cannot be told from them."""
    changes = [one for group in groups for one in group]
    real = [one for one in changes if one.kind != "resolve"] or changes
    kinds = {_kind(one) for one in real}
    kind = "together" if program or len(real) > 1 else kinds.pop()
    what = "; ".join([*([program] if program else []), *(_what(case, one) for one in real)])
    numbers = tuple(one.load for one in changes)
    movement = _movement(before.said, after.said)
    return Cause(kind, what, numbers, *_shares(before, after), movement)


def _kind(load: Load) -> str:
    return KINDS.get(load.kind, "references")


def _what(case: Opened, load: Load) -> str:
    """A load in words: the files it is about, or what it was, with when and by whom."""
    about = [f"{name} {done}" for name, done in concerned(case.catalogue, load.load)]
    author = f" by {load.author}" if load.author else ""
    return ", ".join(about) or f"{load.kind}{author}, {load.at}"


def _movement(before: Said | None, after: Said | None) -> tuple[Moved, ...]:
    if before is None or after is None:
        was, now = _point(before), _point(after)
        return () if was == now else (Moved("value_usd.point", was, now),)
    return moved(before, after)


def _point(said: Said | None) -> str | None:
    return None if said is None else str(said["value_usd"]["point"])


def _shares(before: _Point, after: _Point) -> tuple[Decimal, Decimal, Decimal, int]:
    was, now = _shown(before), _shown(after)
    return (
        now.floor - was.floor,
        now.point - was.point,
        now.ceiling - was.ceiling,
        now.rows - was.rows,
    )


def _shown(point: _Point) -> Shown:
    if point.said is None:
        nothing = Decimal(0)
        return Shown(point.load, "", __version__, False, nothing, nothing, nothing, False, 0)
    figure, made = point.said["value_usd"], point.said["made_from"]
    return Shown(
        load=point.load,
        state=made["state"],
        program=made["program"],
        known=True,
        floor=Decimal(figure["floor"]),
        point=Decimal(figure["point"]),
        ceiling=Decimal(figure["ceiling"]),
        ceiling_open=figure["ceiling_open"],
        rows=figure["rows"],
    )
