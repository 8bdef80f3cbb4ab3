"""The clerk who fills in the subject's declarations from the planted streams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from followthegoods.demo.companies import (
    HOLDER,
    LIMOUSINES,
    RUSSIAN_COUNTRIES,
    SUPPLIERS,
)
from followthegoods.demo.entry import CENT, SUBJECT, B, C, Entry, file_of_year
from followthegoods.demo.goods import KINDS, MAKERS, article, box_31, pieces
from followthegoods.demo.money import amounts_at, spread
from followthegoods.demo.streams import EVENT, FIRST, LAST, STREAMS, Stream

OFFICES = ("10404050", "10404083", "10702070", "10129060", "10216170", "10317120", "10013160")

_SIZES = (1, 1, 2, 2, 3, 4, 5)


class Serials:
    """Running numbers of declarations per office and year, so that they recur across both."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

    def next(self, office: str, day: date) -> int:
        """The next number of an office in the year of a day."""
        place = (office, day.year)
        self._last[place] = self._last.get(place, 1200) + 1
        return self._last[place]


class Clerk:
    """Fills in declarations for the subject; everything follows from the seed."""

    def __init__(self, seed: int, serials: Serials) -> None:
        self.rng = Random(f"{seed}/subject")
        self.serials = serials

    def day(self, since: bool) -> date:
        """A day of registration on one side of the event."""
        first, last = (EVENT, LAST) if since else (FIRST, EVENT - timedelta(days=1))
        return first + timedelta(days=self.rng.randrange((last - first).days + 1))

    def home(self, day: date) -> str:
        """The file a declaration is in: about half of them are in vendor A's."""
        draw = self.rng.random()
        return file_of_year(day) if draw < 0.52 else B if draw < 0.79 else C

    def declaration(
        self, stream: Stream, amounts: Sequence[Decimal], day: date, file: str
    ) -> list[Entry]:
        """A declaration of one item per amount, released within a few days."""
        rng = self.rng
        office = rng.choice(OFFICES)
        serial = self.serials.next(office, day)
        head = self._head(stream, office, serial, day, file)
        return [
            self.line(replace(head, item=item), stream, usd)
            for item, usd in enumerate(amounts, start=1)
        ]

    def line(self, head: Entry, stream: Stream, usd: Decimal) -> Entry:
        """An item of a declaration: goods, maker, weights and values."""
        rng = self.rng
        group = rng.choice(stream.goods)
        kind = rng.choice(KINDS[group])
        maker, mark = MAKERS[stream.origin, group]
        quantity = pieces(usd, kind)
        goods = box_31(kind, maker, mark, article(rng), quantity, rng)
        makers: tuple[str, ...] = (maker,)
        if group == "sensors" and stream.origin == "KR" and rng.random() < 0.1:
            makers = (maker, MAKERS["KR", "controllers"][0])
            goods += f"; ИЗГОТОВИТЕЛЬ: {makers[1]}; КОЛ-ВО 1 ШТ"
        net = max(Decimal("0.10"), (abs(usd) / kind.per_kg).quantize(CENT))
        invoice, rate, customs = amounts_at(usd, head.currency, head.registered)
        return replace(
            head, goods=goods, maker=maker, mark=mark, makers=makers, hs=kind.hs, net=net,
            gross=(net * Decimal("1.08")).quantize(CENT), quantity=quantity,
            invoice=invoice, rate=rate, customs=customs, usd=usd,
        )  # fmt: skip

    def written(self, supplier: str) -> str:
        """A supplier's name as somebody wrote it: the first spelling in half of the rows."""
        names = SUPPLIERS[supplier].written
        return names[0] if self.rng.random() < 0.5 else self.rng.choice(names)

    def receiver(self, file: str) -> tuple[str, str]:
        """The subject's name and address as a vendor has them."""
        if file == C:
            return self.rng.choice(LIMOUSINES.latin_names), LIMOUSINES.latin_address
        names, addresses = LIMOUSINES.names, LIMOUSINES.addresses
        name = names[0] if self.rng.random() < 0.6 else self.rng.choice(names)
        return name, addresses[0] if self.rng.random() < 0.8 else addresses[1]

    def _head(self, stream: Stream, office: str, serial: int, day: date, file: str) -> Entry:
        rng = self.rng
        supplier = SUPPLIERS[stream.supplier]
        name, address = self.receiver(file)
        holder = HOLDER if rng.random() < 0.15 else (LIMOUSINES.inn, LIMOUSINES.names[0])
        various = rng.random() < 0.1
        zero = Decimal(0)
        return Entry(
            file=file, office=office, stamp=day, serial=serial, item=1, registered=day,
            released=day + timedelta(days=rng.choice((0, 1, 1, 2, 3, 5))), direction="ИМ",
            regime="7800000" if rng.random() < 0.1 else "4000000",
            sender=self.written(stream.supplier), sender_address=supplier.address,
            sender_country=supplier.country, receiver_id=LIMOUSINES.inn, receiver=name,
            receiver_address=address, holder_id=holder[0], holder=holder[1],
            trading=stream.trading, dispatch=stream.dispatch, origin=stream.origin,
            declared_origin="РАЗНЫЕ" if various else RUSSIAN_COUNTRIES[stream.origin],
            goods="", maker="", mark="", hs="", gross=zero, net=zero, quantity=0, unit="ШТ",
            currency=supplier.currency, rate=zero, invoice=zero, customs=zero, usd=zero,
            incoterms=rng.choice(("FCA", "CIP", "DAP", "FOB", "EXW")), who=SUBJECT,
            supplier=stream.supplier,
        )  # fmt: skip


def ordinary(clerk: Clerk) -> list[list[Entry]]:
    """The subject's declarations without anything planted: the streams less what is reserved."""
    declarations: list[list[Entry]] = []
    for stream in STREAMS:
        free = stream.total - sum(stream.reserved, Decimal(0))
        amounts = list(spread(free, stream.lines, clerk.rng))
        while amounts:
            size = clerk.rng.choice(_SIZES)
            day = clerk.day(stream.since)
            taken, amounts = amounts[:size], amounts[size:]
            declarations.append(clerk.declaration(stream, taken, day, clerk.home(day)))
    return declarations
