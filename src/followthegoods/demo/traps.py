"""The traps: rows that must not be counted, or not twice, or only up to a point.

Each function takes what it needs from the subject's ordinary declarations and changes or adds
rows. A declaration is used for one trap at most, so that no two traps meet in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from followthegoods.demo.clerk import Clerk
from followthegoods.demo.companies import LIMOUSINES
from followthegoods.demo.entry import (
    A_EARLY,
    A_LATE,
    CENT,
    CUT_SHORT,
    UNCERTAIN,
    B,
    C,
    Entry,
    checked_inn,
    file_of_year,
)
from followthegoods.demo.goods import article
from followthegoods.demo.money import amounts_at
from followthegoods.demo.streams import CORRECTED, EVENT, KEYLESS, STREAMS, TWINS

Declaration = list[Entry]

_UNCERTAIN = (
    "81234.10", "12480.75", "5310.00", "97655.42", "33018.60",
    "48907.33", "7741.95", "66120.08", "41359.27", "18590.50",
)  # fmt: skip
_APART: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "transit": ("ИМ", "8000000", ("7777777.77", "777777.70", "77777.00")),
    "temporary": ("ИМ", "5300000", ("3333333.33", "333333.30", "33333.00")),
    "re_import": ("ИМ", "6010000", ("1111111.11", "111111.10")),
    "from_zone": ("ИМ", "4078000", ("2222222.22", "222222.20", "22222.00")),
    "export": ("ЭК", "1000000", ("5555555.55", "555555.50", "55555.00", "5555.00")),
    "unreleased": ("ИМ", "4000000", ("666666.66", "66666.60", "6666.60", "666.60")),
}
APART = tuple(_APART)


def plant(clerk: Clerk, ordinary: Sequence[Declaration]) -> list[Entry]:
    """All rows of the subject: the ordinary declarations with the traps planted in them."""
    waiting = list(ordinary)
    clerk.rng.shuffle(waiting)
    rows: list[Entry] = []
    rows += _boundary(clerk, waiting)
    rows += _without_tax_id(_take(waiting, 8, lambda d: d[0].file != C))
    rows += _wrong_tax_id(clerk, _take(waiting, 6, lambda d: d[0].file != C))
    rows += _stamped_otherwise(_take(waiting, 2, lambda d: len(d) == 1 and d[0].registered.day > 1))
    rows += _starred(_take(waiting, 10, lambda d: d[0].file in (A_EARLY, A_LATE)))
    rows += _superseded(clerk, _take(waiting, 12, lambda d: len(d) == 1 and d[0].file != C))
    rows += _conflicts(clerk, _take(waiting, 3, lambda d: len(d) == 1 and d[0].file != C))
    rows += _collisions(_take(waiting, 2, lambda d: len(d) == 1 and d[0].file in (A_LATE, B)))
    rows += _repeated(clerk, _take(waiting, 95, lambda d: d[0].file != C))
    for declaration in waiting:
        rows += declaration
    rows += _twins(clerk) + _keyless(clerk) + _corrected(clerk)
    rows += _without_value(clerk) + _uncertain(clerk) + _apart(clerk) + _refused(clerk)
    return rows


def again(clerk: Clerk, row: Entry, file: str, trap: str) -> Entry:
    """The same line as another vendor has it: names in its own spelling."""
    name, address = clerk.receiver(file)
    return replace(
        row, file=file, sender=clerk.written(row.supplier), receiver=name,
        receiver_address=address, trap=trap,
    )  # fmt: skip


def with_usd(row: Entry, usd: Decimal) -> Entry:
    """The same line with another value in all three boxes."""
    invoice, _, customs = amounts_at(usd, row.currency, row.registered)
    return replace(row, usd=usd, invoice=invoice, customs=customs)


def _take(
    waiting: list[Declaration], count: int, fits: Callable[[Declaration], bool]
) -> list[Declaration]:
    """The first declarations that fit, removed from those waiting."""
    taken = [declaration for declaration in waiting if fits(declaration)][:count]
    for declaration in taken:
        waiting.remove(declaration)
    return taken


def _boundary(clerk: Clerk, waiting: list[Declaration]) -> list[Entry]:
    """Registered on the event's day, and the day before but released after it."""
    rows: list[Entry] = []
    for fits, day in ((_after, EVENT), (_before, EVENT - timedelta(days=1))):
        for declaration in _take(waiting, 2, fits):
            serial = clerk.serials.next(declaration[0].office, day)
            rows += [
                replace(
                    with_usd(replace(row, registered=day, stamp=day, serial=serial), row.usd),
                    released=EVENT + timedelta(days=2),
                    file=C if row.file == C else file_of_year(day),
                    trap="around the event",
                )
                for row in declaration
            ]
    return rows


def _after(declaration: Declaration) -> bool:
    return declaration[0].registered >= EVENT


def _before(declaration: Declaration) -> bool:
    return not _after(declaration)


def _without_tax_id(declarations: Sequence[Declaration]) -> list[Entry]:
    """No tax id, but the subject's name, form and address."""
    return [
        replace(row, receiver_id="", trap="without tax id")
        for declaration in declarations
        for row in declaration
    ]


def _wrong_tax_id(clerk: Clerk, declarations: Sequence[Declaration]) -> list[Entry]:
    """One digit of the tax id wrong, so that its checksum fails; name and address right."""
    inn = LIMOUSINES.inn
    wrong = [
        f"{inn[:place]}{(int(inn[place]) + 1) % 10}{inn[place + 1 :]}" for place in range(2, 9)
    ]
    wrong = [number for number in wrong if checked_inn(number[:9]) != number]
    return [
        replace(row, receiver_id=number, trap="wrong tax id")
        for declaration in declarations
        for number in (clerk.rng.choice(wrong),)
        for row in declaration
    ]


def _stamped_otherwise(declarations: Sequence[Declaration]) -> list[Entry]:
    """The date inside the number disagrees with the date column."""
    return [
        replace(row, stamp=row.registered - timedelta(days=1), trap="dates disagree")
        for declaration in declarations
        for row in declaration
    ]


def _starred(declarations: Sequence[Declaration]) -> list[Entry]:
    """A code of six digits and the mark of a code that is not complete."""
    return [
        replace(row, hs=f"{row.hs[:6]}*", trap="code with a star")
        for declaration in declarations
        for row in declaration
    ]


def _superseded(clerk: Clerk, declarations: Sequence[Declaration]) -> list[Entry]:
    """An earlier version in another file; the version released later holds the planted sum."""
    rows: list[Entry] = []
    for number, (stands,) in enumerate(declarations):
        assert stands.released is not None
        factor = Decimal(clerk.rng.choice(("0.72", "0.9", "1.15", "1.4")))
        earlier = with_usd(stands, (stands.usd * factor).quantize(CENT))
        earlier = again(clerk, earlier, C, "superseded")
        later = replace(stands, released=stands.released + timedelta(days=9), trap="supersedes")
        if number % 3 == 2:  # here the later version is the one in vendor C's file
            earlier = again(clerk, earlier, stands.file, "superseded")
            later = again(clerk, later, C, "supersedes")
        rows += [earlier, later]
    return rows


def _conflicts(clerk: Clerk, declarations: Sequence[Declaration]) -> list[Entry]:
    """Two values, one release date: the lower value holds the planted sum."""
    rows: list[Entry] = []
    for (lower,) in declarations:
        higher = with_usd(lower, lower.usd + Decimal("5150.25"))
        rows += [replace(lower, trap="conflict"), again(clerk, higher, C, "conflict")]
    return rows


def _collisions(declarations: Sequence[Declaration]) -> list[Entry]:
    """Lines whose number another importer's line has too; `others` writes that line."""
    return [replace(row, trap="key collision") for (row,) in declarations]


def _repeated(clerk: Clerk, declarations: Sequence[Declaration]) -> list[Entry]:
    """Lines of vendors A and B that vendor C has too."""
    rows: list[Entry] = []
    for declaration in declarations:
        rows += [replace(row, trap="has a repeat") for row in declaration]
        rows += [again(clerk, row, C, "repeated") for row in declaration]
    return rows


def _twins(clerk: Clerk) -> list[Entry]:
    """Lines of one declaration that differ by item and article only."""
    day = date(2019, 10, 15)
    first, *rest = clerk.declaration(TWINS, TWINS.reserved, day, file_of_year(day))
    made = first.goods.split("АРТИКУЛ ")[1].split(";")[0]
    twins = [
        replace(first, item=row.item, goods=first.goods.replace(made, article(clerk.rng)))
        for row in rest
    ]
    return [replace(row, trap="twin") for row in (first, *twins)]


def _keyless(clerk: Clerk) -> list[Entry]:
    """Item 0, in both of vendor A's files: 2 and 1, 1 and 2, 1 and 1 copies."""
    first, _, second, _, third = KEYLESS.reserved
    rows: list[Entry] = []
    for usd, early, late in ((first, 2, 1), (second, 1, 2), (third, 1, 1)):
        (row,) = clerk.declaration(KEYLESS, (usd,), date(2020, 12, 29), A_EARLY)
        row = replace(row, item=0, released=date(2021, 1, 12), trap="without key")
        rows += [row] * early + [replace(row, file=A_LATE)] * late
    return rows


def _corrected(clerk: Clerk) -> list[Entry]:
    """A line and, under the same key, a negative correction of it."""
    day = date(2021, 6, 8)
    usd, less = CORRECTED.reserved
    (row,) = clerk.declaration(CORRECTED, (usd,), day, file_of_year(day))
    none = Decimal(0)
    correction = replace(
        with_usd(row, less), net=none, gross=none, quantity=0, trap="negative correction"
    )
    return [replace(row, trap="corrected"), correction]


def _without_value(clerk: Clerk) -> list[Entry]:
    """Neither a statistical nor a customs nor an invoice value."""
    rows: list[Entry] = []
    for stream, file in ((STREAMS[5], ""), (STREAMS[18], B), (STREAMS[24], C)):
        day = clerk.day(stream.since)
        rows += clerk.declaration(stream, (Decimal(0),), day, file or file_of_year(day))
    return [replace(row, trap="without value") for row in rows]


def _uncertain(clerk: Clerk) -> list[Entry]:
    """The subject's name and form and nothing else; a namesake exists, so nobody can tell."""
    rows: list[Entry] = []
    for number, usd in enumerate(_UNCERTAIN):
        stream = STREAMS[3 + number * 3]
        day = clerk.day(stream.since)
        file = (file_of_year(day), B, C)[number % 3]
        names = LIMOUSINES.latin_names if file == C else LIMOUSINES.names
        rows += [
            replace(
                row, receiver_id="", receiver=names[0], receiver_address="", who=UNCERTAIN,
                holder_id="", holder="", trap="name only",
            )
            for row in clerk.declaration(stream, (Decimal(usd),), day, file)
        ]  # fmt: skip
    return rows


def _apart(clerk: Clerk) -> list[Entry]:
    """What is not a first arrival, and what was registered and never released."""
    rows: list[Entry] = []
    for trap, (direction, regime, amounts) in _APART.items():
        for number, usd in enumerate(amounts):
            stream = STREAMS[3 + number]
            day = clerk.day(stream.since)
            file = B if number % 2 else file_of_year(day)
            (row,) = clerk.declaration(stream, (Decimal(usd),), day, file)
            released = None if trap == "unreleased" else row.released
            rows.append(
                replace(row, direction=direction, regime=regime, released=released, trap=trap)
            )
    return rows


def _refused(clerk: Clerk) -> list[Entry]:
    """A row cut short behind the subject's name: no line can be read from it."""
    day = date(2022, 9, 14)
    (row,) = clerk.declaration(STREAMS[21], (Decimal("90210.00"),), day, A_LATE)
    return [replace(row, trap=CUT_SHORT)]
