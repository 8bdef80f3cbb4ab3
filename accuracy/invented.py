"""Small invented tables in six languages, with what each column is planted beside it.

They were made after the words and rules of the draft, to see whether those hold for headers that
nobody had in mind. Every company is invented.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from followthegoods.sources.raw import Sample, SampledSheet

ROWS = 60

Line = dict[str, str]


@dataclass(frozen=True)
class Invented:
    """A table as a sample would have it, and its key."""

    name: str
    sample: Sample
    key: dict[str, str]


_GOODS = {
    "en": "Centrifugal pump, cast iron, model {n}, for water supply systems, new",
    "ru": "НАСОС ЦЕНТРОБЕЖНЫЙ ЧУГУННЫЙ, МОДЕЛЬ {n}, ДЛЯ СИСТЕМ ВОДОСНАБЖЕНИЯ, НОВЫЙ",
    "uk": "Насос відцентровий чавунний, модель {n}, для систем водопостачання, новий",
    "es": "Bomba centrífuga de hierro fundido, modelo {n}, para agua potable, nueva",
    "pt": "Bomba centrífuga de ferro fundido, modelo {n}, para água potável, nova",
    "tr": "Santrifüj pompa, dökme demir, model {n}, su şebekesi için, yeni",
}
_HOME = {
    "en": ["Bluefern Imports Ltd", "Harrow Mill Trading LLC", "Oakmarsh Pumps Inc"],
    "ru": ["ООО ЛУГОВОЙ ВАСИЛЁК", "АО СИНИЙ ЧАЙНИК", "ООО ТИХАЯ ПРИСТАНЬ"],
    "uk": ['ТОВ "ЗЕЛЕНИЙ ЯВІР"', 'ТОВ "СРІБНА РИБКА"', 'ПП "КАЛИНОВИЙ ГАЙ"'],
    "es": ["COMERCIAL LUCERO AZUL S.A.", "BOMBAS DEL VALLE NUEVO S.A.C.", "RIO MANSO LTDA"],
    "pt": ["COMERCIO LUA MANSA LTDA", "BOMBAS SERRA CLARA S.A.", "RIO AZULADO LTDA"],
    "tr": ["MAVİ PINAR TİCARET A.Ş.", "YEŞİL DERE LTD. ŞTİ.", "UZAK TEPE A.Ş."],
}
_ABROAD = ["Silbertal Pumpen GmbH", "Quiet River Machinery Co., Ltd", "Pompe Monteverde S.p.A."]
_BRANDS = ["SILBERTAL", "QUIETRIVER", "MONTEVERDE"]
_STREETS = ["Hauptstrasse", "Musterweg", "Via Piana"]
_PLACES = {
    "en": ("India", "China", "Italy"),
    "ru": ("ИНДИЯ", "КИТАЙ", "ИТАЛИЯ"),
    "uk": ("Індія", "Китай", "Італія"),
    "es": ("INDIA", "CHINA", "ITALIA"),
    "pt": ("INDIA", "CHINA", "ITALIA"),
    "tr": ("HİNDİSTAN", "ÇİN", "İTALYA"),
}
_TAX_IDS = {
    "ru": ("7707083893", "7736050003", "5003052454"),
    "uk": ("14360570", "00032129", "20077720"),
    "es": ("20100047218", "20131312955", "20100070970"),
}


def lines(language: str, seed: int) -> list[Line]:
    """Lines of declarations of two to five items, with everything a table may show of them."""
    rng = random.Random(seed)
    made: list[Line] = []
    number = 100
    while len(made) < ROWS:
        number += rng.randint(1, 9)
        made += _declaration(rng, language, number)
    return made[:ROWS]


def _declaration(rng: random.Random, language: str, number: int) -> list[Line]:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), 2023
    party, abroad = rng.randrange(3), rng.randrange(3)
    origin, dispatch = rng.sample(_PLACES[language], 2)
    rate = Decimal(70 + day + month * 3) + Decimal("0.1234")
    items = []
    for item in range(1, rng.randint(2, 5) + 1):
        quantity = rng.randint(2, 90)
        price = Decimal(rng.randint(500, 90_000)) / 100
        net = Decimal(rng.randint(100, 900_000)) / 100
        fob = quantity * price
        freight = (fob * Decimal("0.07")).quantize(Decimal("0.01"))
        insurance = (fob * Decimal("0.004")).quantize(Decimal("0.01"))
        items.append((item, quantity, price, net, fob, freight, insurance))
    total = sum((i[4] + i[5] + i[6] for i in items), Decimal(0))
    return [
        {
            "number": f"{number:06}",
            "ru": f"10{100000 + number % 7}/{day:02}{month:02}23/{number:07}",
            "uk": f"{100000000 + number % 7}/2023/{number:06}",
            "item": str(item),
            "iso": f"{year}-{month:02}-{day:02}",
            "dotted": f"{day:02}.{month:02}.{year}",
            "slashed": f"{day:02}/{month:02}/{year}",
            "month": f"{year}{month:02}",
            "home": _HOME[language][party],
            "abroad": _ABROAD[abroad],
            "brand": _BRANDS[abroad],
            "street": f"{_STREETS[abroad]} {day}, {10000 + day} Testdorf",
            "tax": _TAX_IDS.get(language, ("", "", ""))[party],
            "origin": origin,
            "dispatch": dispatch,
            "hs": f"841370{rng.choice(['2100', '3500', '8100'])}",
            "goods": _GOODS[language].format(n=f"{number}-{item}"),
            "quantity": str(quantity),
            "price": f"{price}",
            "net": f"{net}",
            "gross": f"{net * Decimal('1.08'):.2f}",
            "fob": f"{fob:.2f}",
            "freight": f"{freight}",
            "insurance": f"{insurance}",
            "cif": f"{fob + freight + insurance:.2f}",
            "perkg": f"{fob / net:.4f}",
            "national": f"{(fob + freight + insurance) * rate:.2f}",
            "total": f"{total:.2f}",
            "national_total": f"{total * rate:.2f}",
            "duty": f"{fob * Decimal('0.05'):.2f}",
            "terms": rng.choice(["FOB", "CIF", "DAP"]),
            "guid": f"{rng.getrandbits(32):08x}-0000-4000-8000-{rng.getrandbits(48):012x}",
        }
        for item, quantity, price, net, fob, freight, insurance in items
    ]


def tables() -> list[Invented]:
    """Every invented table."""
    text = (Path(__file__).parent / "invented.toml").read_text(encoding="utf-8")
    return [_made(seed, spec) for seed, spec in enumerate(tomllib.loads(text)["table"])]


def _made(seed: int, spec: dict[str, Any]) -> Invented:
    columns: list[tuple[str, str, str]] = spec["columns"]
    rows: list[list[str | None]] = [[header for header, _, _ in columns]]
    for line in lines(spec["language"], seed):
        rows.append([w[1:] if w.startswith("=") else line[w] or None for _, w, _ in columns])
    sample = Sample(0, "csv", "utf-8", ";", '"', (SampledSheet("table", rows),), True)
    key = {header: field for header, _, field in columns}
    return Invented(f"invented: {spec['name']}", sample, key)
