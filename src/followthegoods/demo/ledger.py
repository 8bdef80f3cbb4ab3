"""The independent ledger: settles the invented rows by the rules of a figure.

It sees what was planted, not the files, and shares nothing with the program that reads them, so
that the two can be compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from followthegoods.demo.companies import LIMOUSINES, NAMESAKE, SUPPLIERS
from followthegoods.demo.entry import HOMONYM, REFUSED, SUBJECT, UNCERTAIN, Entry
from followthegoods.demo.streams import EVENT
from followthegoods.demo.traps import APART
from followthegoods.demo.truth import (
    NOTE,
    Apart,
    Book,
    SinceTruth,
    SubjectTruth,
    Sums,
    SupplierTruth,
    Truth,
)

_COUNTED = ("4000000", "7800000")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Settled:
    """One line after all files: its three numbers, and what became of its other copies."""

    entry: Entry
    floor: Decimal
    point: Decimal
    ceiling: Decimal
    fate: str = ""
    dropped: int = 0
    suspected: bool = False


def settle(rows: Iterable[Entry]) -> list[Settled]:
    """Each line once. `rows` are all rows of all files that can be read as lines."""
    keyed: defaultdict[object, list[Entry]] = defaultdict(list)
    keyless: defaultdict[Entry, Counter[str]] = defaultdict(Counter)
    settled: list[Settled] = []
    for row in rows:
        if row.key is None:
            keyless[replace(row, file="")][row.file] += 1
        elif row.usd < 0:  # a correction nets with its line
            settled.append(Settled(row, row.usd, row.usd, row.usd))
        else:
            keyed[row.key, row.receiver_id].append(row)
    for same in keyed.values():
        settled.append(_one(same))
    for row, files in keyless.items():
        most, copies = max(files.values()), sum(files.values())
        settled += [Settled(row, row.usd, row.usd, row.usd)] * most
        extra = Settled(row, _ZERO, _ZERO, row.usd, "suspected repeat", suspected=True)
        settled += [extra] * (copies - most)
    return settled


def _one(same: Sequence[Entry]) -> Settled:
    """What stands of the rows under one key and one receiver."""
    first, others = same[0], len(same) - 1
    if not others:
        return Settled(first, first.usd, first.usd, first.usd)
    if len({_figures(row) for row in same}) == 1:
        return Settled(first, first.usd, first.usd, first.usd, "repeated", others)
    last = max(row.released or date.min for row in same)
    standing = [row for row in same if row.released == last]
    if len(standing) == 1:
        usd = standing[0].usd
        return Settled(standing[0], usd, usd, usd, "superseded", others)
    lower = min(standing, key=lambda row: row.usd)
    higher = max(row.usd for row in standing)
    return Settled(lower, lower.usd, lower.usd, higher, "conflict", others)


def _figures(row: Entry) -> tuple[object, ...]:
    """The fields figures use."""
    return (
        row.usd, row.customs, row.invoice, row.net, row.gross, row.hs, row.origin, row.dispatch,
        row.trading, row.sender_country, row.registered, row.released,
    )  # fmt: skip


def _counts(row: Entry) -> bool:
    """An import, a first arrival, released."""
    return row.direction == "ИМ" and row.regime in _COUNTED and row.released is not None


def account(rows: Sequence[Entry], books: Mapping[str, Book], seed: int) -> Truth:
    """The planted truth of `rows`, refused ones included; `books` by file name."""
    readable = [row for row in rows if row.trap not in REFUSED]
    settled = settle(readable)
    lines = [line for line in settled if line.entry.who == SUBJECT and _counts(line.entry)]
    doubtful = [line for line in settled if line.entry.who == UNCERTAIN]
    point = [line for line in lines if not line.suspected]
    uncertain = Apart(len(doubtful), sum((line.ceiling for line in doubtful), _ZERO))
    since = [line for line in point if line.entry.registered >= EVENT]
    return Truth(
        note=NOTE,
        seed=seed,
        subject=_subject(rows),
        total=Sums(
            floor=sum((line.floor for line in lines), _ZERO),
            point=_sum(point),
            ceiling=sum((line.ceiling for line in lines), uncertain.usd),
            rows=sum(line.entry.usd != 0 for line in point),
            rows_without_value=sum(line.entry.usd == 0 for line in point),
        ),
        ceiling_open=True,
        ceiling_open_because=("lines without a value", "a refused row names the subject"),
        by_country=_by_country(point),
        by_year=_by(point, lambda row: str(row.registered.year)),
        by_hs4=_by(point, lambda row: row.hs[:4]),
        by_supplier=_by_supplier(point, readable),
        by_maker=_by_maker(point),
        since=SinceTruth(EVENT, _sum(since), _by_country(since)),
        apart={trap: _apart(settled, trap) for trap in APART},
        uncertain=uncertain,
        planted=_planted(rows),
        counts={
            "everybody": _fates(settled),
            "subject": _fates([line for line in settled if line.entry.who == SUBJECT]),
        },
        books=dict(books),
    )


def _sum(lines: Iterable[Settled]) -> Decimal:
    return sum((line.point for line in lines), _ZERO)


def _by(lines: Iterable[Settled], key: Callable[[Entry], str]) -> dict[str, Decimal]:
    groups: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        groups[key(line.entry)] += line.point
    return dict(sorted(groups.items()))


def _by_country(lines: Sequence[Settled]) -> dict[str, dict[str, Decimal]]:
    return {
        "origin": _by(lines, lambda row: row.origin),
        "dispatch": _by(lines, lambda row: row.dispatch),
        "trading": _by(lines, lambda row: row.trading),
        "sender": _by(lines, lambda row: row.sender_country),
    }


def _by_maker(lines: Iterable[Settled]) -> dict[str, Decimal]:
    groups: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        for maker in line.entry.makers:
            groups[maker] += line.point
    return dict(sorted(groups.items()))


def _by_supplier(lines: Sequence[Settled], readable: Sequence[Entry]) -> dict[str, SupplierTruth]:
    written: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in readable:
        if row.who == SUBJECT:
            written[row.supplier].add((row.sender, row.sender_country))
    found: dict[str, SupplierTruth] = {}
    for name, supplier in SUPPLIERS.items():
        own = [line for line in lines if line.entry.supplier == name]
        found[supplier.name] = SupplierTruth(
            supplier.country, _sum(own), len(own), tuple(sorted(written[name]))
        )
    return found


def _subject(rows: Sequence[Entry]) -> SubjectTruth:
    namesake = [row for row in rows if row.who == HOMONYM]
    names = {row.receiver for row in rows if row.who == SUBJECT}
    return SubjectTruth(
        name=LIMOUSINES.names[0],
        inn=LIMOUSINES.inn,
        spellings=tuple(sorted(names)),
        addresses=(*LIMOUSINES.addresses, LIMOUSINES.latin_address),
        namesake_inn=NAMESAKE.inn,
        namesake_address=NAMESAKE.addresses[0],
        namesake_rows=len(namesake),
        namesake_usd=sum((row.usd for row in namesake), _ZERO),
    )


def _apart(settled: Iterable[Settled], trap: str) -> Apart:
    rows = [line.entry for line in settled if line.entry.trap == trap]
    return Apart(len(rows), sum((row.usd for row in rows), _ZERO))


def _planted(rows: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The subject's lines each trap was planted in, and refused rows whoever they name."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.trap and (row.who in (SUBJECT, UNCERTAIN) or row.trap in REFUSED):
            places[row.trap].add(row.place)
    return {trap: tuple(sorted(found)) for trap, found in sorted(places.items())}


def _fates(settled: Iterable[Settled]) -> dict[str, int]:
    """Rows that fell away as repeated or superseded, lines in conflict, suspected repeats."""
    fates: Counter[str] = Counter()
    for line in settled:
        if line.fate == "conflict":
            fates["conflict"] += 1
        elif line.fate:
            fates[line.fate] += line.dropped or 1
    return dict(sorted(fates.items()))
