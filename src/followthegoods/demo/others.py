"""Everybody else: some fifteen hundred invented importers, and the subject's namesake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from followthegoods.demo.clerk import OFFICES, Serials
from followthegoods.demo.companies import NAMESAKE, RUSSIAN_COUNTRIES, SUPPLIERS, Receiver
from followthegoods.demo.entry import (
    A_EARLY,
    CELL_TOO_MANY,
    CENT,
    CUT_SHORT,
    HOMONYM,
    OTHER,
    B,
    C,
    Entry,
    checked_inn,
    file_of_year,
    latin,
)
from followthegoods.demo.goods import KINDS, Kind, article, box_31, pieces
from followthegoods.demo.money import amounts_at
from followthegoods.demo.streams import FIRST, LAST

IMPORTERS = 1500

_HEADS = [
    "БРУ",
    "ВЕЛ",
    "ГОР",
    "ДАМ",
    "ЖЕР",
    "ЗУЛ",
    "КАМ",
    "ЛОР",
    "МИР",
    "НЕВ",
    "ПАЛ",
    "РУМ",
    "САВ",
    "ТОЛ",
    "УФР",
    "ФЕН",
    "ХАЛ",
    "ЦЕР",
    "ШАН",
    "ЮЛ",
]
_MIDDLES = ["БАР", "ВИН", "ДУС", "КЕР", "ЛАМ", "МОН", "НАР", "ПЕТ", "РИЛ", "СОТ"]
_TAILS = ["АДОН", "ЕКС", "ИВИР", "ОТЕКС", "УМАР", "ЯНДА", "ОЛИТ", "ЕСКО", "АРИУМ", "УНА"]
_TOWNS = [
    "ВЕРХНИЙ БРОД",
    "СОСНОВЫЙ МЫС",
    "КРАСНАЯ ГРЯДА",
    "НОВЫЙ ЗАТОН",
    "БЕЛАЯ РОЩА",
    "СТАРЫЙ ПЛЁС",
]
_STREETS = ["СКЛАДСКАЯ", "ЯБЛОНЕВАЯ", "ПРИЧАЛЬНАЯ", "МОЛОЧНАЯ", "ДАЛЬНЯЯ", "КУЗНЕЧНАЯ"]
_REGIONS = ("01", "05", "16", "23", "38", "50", "54", "66", "77", "78")
_SENDER_WORDS = ["TRADING", "FOODS", "CERAMICA", "VALVES", "HOME", "TEXTILE", "EXPORT", "MACHINERY"]
_SENDER_FORMS = {
    "CN": "CO., LTD", "TR": "A.S.", "IN": "PVT LTD", "IT": "S.R.L.", "DE": "GMBH",
    "VN": "CO LTD", "PL": "SP. Z O.O.", "BR": "LTDA", "KR": "CO., LTD",
}  # fmt: skip
_GOODS = ("food", "home", "works", "works", "plastic", "sensors", "switches")


@dataclass(frozen=True)
class Importer:
    """An invented importer: who it is, what it brings in and from whom."""

    who: str
    receiver: Receiver
    goods: tuple[Kind, ...]
    senders: tuple[tuple[str, str, str], ...]
    """Name, address, country of each."""


def everybody(rows: int, seed: int, serials: Serials, subject: Iterable[Entry]) -> list[Entry]:
    """About `rows` rows of other importers, and those that share a number with the subject.

    One declaration in forty of vendors A and B is in vendor C's file too.
    """
    rng = Random(f"{seed}/others")
    importers = _importers(rng)
    found = _namesake(rng, serials) + _collisions(rng, importers, subject)
    found += _refused(rng, importers, serials)
    while len(found) < rows:
        importer = rng.choice(importers)
        day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))
        draw = rng.random()
        file = file_of_year(day) if draw < 0.45 else B if draw < 0.68 else C
        declaration = _declaration(rng, importer, serials, day, file, rng.randrange(1, 9))
        found += declaration
        if file != C and rng.random() < 0.025:
            found += [_as_c(row, importer.receiver) for row in declaration]
    return found


def _importers(rng: Random) -> list[Importer]:
    names = ["".join(parts) for parts in product(_HEADS, _MIDDLES, _TAILS)]
    chosen = rng.sample(names, IMPORTERS)
    senders = [_sender(rng) for _ in range(900)]
    return [_importer(rng, number, name, senders) for number, name in enumerate(chosen)]


def _sender(rng: Random) -> tuple[str, str, str]:
    country = rng.choice(sorted(_SENDER_FORMS))
    name = latin(rng.choice(_MIDDLES) + rng.choice(_HEADS) + rng.choice(_TAILS))
    word, form = rng.choice(_SENDER_WORDS), _SENDER_FORMS[country]
    return f"{name} {word} {form}", f"NO {rng.randrange(1, 400)}, EXPORT ROAD", country


def _importer(
    rng: Random, number: int, name: str, senders: Sequence[tuple[str, str, str]]
) -> Importer:
    region = rng.choice(_REGIONS)
    form = "ООО" if rng.random() < 0.88 else "АО"
    town, street = rng.choice(_TOWNS), rng.choice(_STREETS)
    address = f"{region}0999, Г. {town}, УЛ. {street}, Д. {rng.randrange(1, 90)}"
    bought = list(rng.sample(senders, 3))
    if number % 40 == 0:  # some buy from those who supply the subject
        supplier = SUPPLIERS[rng.choice(sorted(SUPPLIERS))]
        bought.append((supplier.written[0], supplier.address, supplier.country))
    receiver = Receiver(
        checked_inn(f"{region}99{number + 10001:05}"), (f'{form} "{name}"', f"{form} {name}"),
        (address,), (f"{latin(form)} {latin(name)}",), latin(address),
    )  # fmt: skip
    kinds = rng.sample(KINDS[rng.choice(_GOODS)], 2)
    return Importer(OTHER, receiver, tuple(kinds), tuple(bought))


def _declaration(
    rng: Random, importer: Importer, serials: Serials, day: date, file: str, items: int
) -> list[Entry]:
    office = rng.choice(OFFICES)
    sender, address, country = rng.choice(importer.senders)
    dispatch = country if rng.random() < 0.8 else rng.choice(sorted(RUSSIAN_COUNTRIES)[:8])
    receiver = importer.receiver
    zero = Decimal(0)
    head = Entry(
        file=file, office=office, stamp=day, serial=serials.next(office, day), item=1,
        registered=day, released=day + timedelta(days=rng.choice((0, 1, 2, 4))), direction="ИМ",
        regime=rng.choices(("4000000", "7800000", "8000000", "5300000"), (93, 4, 2, 1))[0],
        sender=sender, sender_address=address, sender_country=country, receiver_id=receiver.inn,
        receiver=rng.choice(receiver.latin_names if file == C else receiver.names),
        receiver_address=receiver.latin_address if file == C else receiver.addresses[0],
        holder_id=receiver.inn, holder=receiver.names[0], trading=country, dispatch=dispatch,
        origin=country, declared_origin=RUSSIAN_COUNTRIES[country], goods="", maker="",
        mark="", hs="", gross=zero, net=zero, quantity=0, unit="ШТ",
        currency=rng.choice(("USD", "USD", "EUR", "CNY")), rate=zero, invoice=zero,
        customs=zero, usd=zero, incoterms=rng.choice(("FCA", "CIF", "DAP")), who=importer.who,
    )  # fmt: skip
    return [_line(rng, head, item, rng.choice(importer.goods)) for item in range(1, items + 1)]


def _line(rng: Random, head: Entry, item: int, kind: Kind) -> Entry:
    usd = Decimal(int(rng.lognormvariate(13.6, 1.3)) + 500) * CENT
    net = max(Decimal("0.10"), (usd / kind.per_kg).quantize(CENT))
    invoice, rate, customs = amounts_at(usd, head.currency, head.registered)
    mark = head.sender.split()[0]
    quantity = pieces(usd, kind)
    return replace(
        head, item=item, maker=head.sender, mark=mark, hs=kind.hs, net=net,
        gross=(net * Decimal("1.05")).quantize(CENT), quantity=quantity, rate=rate,
        goods=box_31(kind, head.sender, mark, article(rng), quantity, rng),
        invoice=invoice, customs=customs, usd=usd,
    )  # fmt: skip


def _as_c(row: Entry, receiver: Receiver) -> Entry:
    """The same line in vendor C's file."""
    return replace(
        row, file=C, receiver=receiver.latin_names[0], receiver_address=receiver.latin_address,
        trap="repeated",
    )  # fmt: skip


def _namesake(rng: Random, serials: Serials) -> list[Entry]:
    """The namesake's imports: outboard motors, in every file, under its own tax id."""
    senders = (("KAIDORI MARINE ENGINES CO LTD", "2-14 MINATO", "VN"),)
    importer = Importer(HOMONYM, NAMESAKE, KINDS["boats"], senders)
    rows: list[Entry] = []
    for number in range(24):
        day = FIRST + timedelta(days=80 * number + rng.randrange(60))
        file = (file_of_year(day), B, C)[number % 3]
        rows += _declaration(rng, importer, serials, day, file, rng.randrange(1, 4))
    return rows


def _collisions(
    rng: Random, importers: Sequence[Importer], subject: Iterable[Entry]
) -> list[Entry]:
    """Another importer's line under the number of one of the subject's."""
    rows: list[Entry] = []
    for row in subject:
        if row.trap == "key collision":
            # A counter of its own: the number is the subject's.
            (line,) = _declaration(rng, rng.choice(importers), Serials(), row.registered, C, 1)
            rows.append(
                replace(
                    line,
                    office=row.office,
                    stamp=row.stamp,
                    serial=row.serial,
                    item=row.item,
                    trap="key collision",
                )
            )
    return rows


def _refused(rng: Random, importers: Sequence[Importer], serials: Serials) -> list[Entry]:
    """Rows of other importers from which no line can be read."""
    planted = (
        (A_EARLY, CELL_TOO_MANY), (file_of_year(date(2022, 5, 5)), CELL_TOO_MANY),
        (A_EARLY, CUT_SHORT), (C, CELL_TOO_MANY), (C, CUT_SHORT),
    )  # fmt: skip
    rows: list[Entry] = []
    for number, (file, trap) in enumerate(planted):
        day = date(2019 if file == A_EARLY else 2022, 3 + number, 11)
        (row,) = _declaration(rng, importers[number], serials, day, file, 1)
        rows.append(replace(row, trap=trap))
    return rows
