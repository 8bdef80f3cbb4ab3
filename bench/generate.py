"""INVENTED declarations, as large as asked, the same for the same number of rows.

Written by the engine as UTF-8 and encoded again as Windows-1251, the way vendors deliver such
dumps: `;`, decimal commas, days as dd.mm.yyyy, 26 columns. Nothing in them is of the world: every
company is numbered, and every tax id is a running number with its checksum.

The shape is what makes loading and asking costly: declarations of 4 to 10 items with keys of their
own; 50,000 importers whose lines follow Zipf's law, so that one of them has about 0.01 % of them;
100,000 senders, each in three spellings, a tenth without an address; 80,000 makers.
"""

from __future__ import annotations

import codecs
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

IMPORTERS = 50_000
SENDERS = 100_000
MAKERS = 80_000
DAYS = 2191
"""1 January 2018 to 31 December 2023."""

_BLOCK = 49
"""Seven declarations of 4, 5 … 10 items."""

_CHUNK = 8 << 20

_NTH = [nth for nth in range(7) for _ in range(nth + 4)]
_ITEM = [item for nth in range(7) for item in range(1, nth + 5)]

_DECLARATION = f"""
SELECT i, i // {_BLOCK} * 7 + {_NTH}[1 + i % {_BLOCK}] AS d, {_ITEM}[1 + i % {_BLOCK}] AS item
FROM range({{rows}}) AS t(i)"""

_DRAWN = f"""
SELECT d, i, item,
    exp(hash(d * 31 + 1) % 1000003 / 1000003.0 * ln({IMPORTERS} + 1))::BIGINT AS importer,
    DATE '2018-01-01' + (hash(d * 31 + 2) % {DAYS})::INTEGER AS day,
    (hash(d * 31 + 3) % 100)::INTEGER AS office,
    (hash(d * 31 + 4) >> 2)::BIGINT AS draw, (hash(i * 31 + 5) >> 2)::BIGINT AS chance
FROM declaration"""

_PLACED = f"""
SELECT *, (importer * 7919 + draw % (1 + importer % 40) * 104729) % {SENDERS} AS sender,
    draw // 64 % 3 AS spelling, 770000000 + importer * 37 AS stem,
    ['CN', 'KR', 'DE', 'IT', 'TR', 'IN', 'JP', 'PL'] AS countries,
    chance % 90000000 + 1000 AS cents
FROM drawn"""

_DIGIT = "(stem // {place} % 10)"
_CHECK = (
    "(("
    + " + ".join(
        f"{weight} * {_DIGIT.format(place=10 ** (8 - n))}"
        for n, weight in enumerate((2, 4, 10, 3, 5, 9, 4, 6, 8))
    )
    + ") % 11 % 10)"
)


def _country(draw: str) -> str:
    return f"countries[1 + ({draw} % 8)]"


def _comma(number: str, places: int) -> str:
    return f"replace(({number} / 1{'0' * places})::DECIMAL(18,{places})::VARCHAR, '.', ',')"


COLUMNS: dict[str, tuple[str, str]] = {
    "ND (Номер декларации)": (
        "VARCHAR",
        "printf('10%06d', 100000 + office * 1000) || '/' || strftime(day, '%d%m%y') || '/' "
        "|| printf('%07d', d)",
    ),
    "G32 (Номер товара по ГТД)": ("INTEGER", "item"),
    "G072 (Дата регистрации)": ("DATE", "strftime(day, '%d.%m.%Y')"),
    "GD1 (Дата выпуска)": ("DATE", "strftime(day + (draw % 5)::INTEGER, '%d.%m.%Y')"),
    "G011 (Направление перемещения)": ("VARCHAR", "'ИМ'"),
    "G37 (Процедура)": ("VARCHAR", "CASE WHEN draw % 50 = 0 THEN '4051' ELSE '4000' END"),
    "G022 (Наименование отправителя)": (
        "VARCHAR",
        "'INVENTED SUPPLIER ' || sender || "
        "[' CO., LTD', ' CO LTD', ' COMPANY LIMITED'][1 + spelling]",
    ),
    "G023 (Адрес отправителя)": (
        "VARCHAR",
        "CASE WHEN draw % 10 > 0 THEN sender % 900 || ', INVENTED STREET ' || sender % 70 END",
    ),
    "G0231 (Код страны отправителя)": ("VARCHAR", _country("sender")),
    "G081 (ИНН получателя)": ("VARCHAR", f"stem || '' || {_CHECK}"),
    "G082 (Наименование получателя)": (
        "VARCHAR",
        "CASE WHEN draw % 4 > 0 THEN 'ООО ВЫДУМАННЫЙ ИМПОРТЕР ' || importer "
        "ELSE 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ ВЫДУМАННЫЙ ИМПОРТЕР ' || importer END",
    ),
    "G083 (Адрес получателя)": ("VARCHAR", "'Г. ВЫДУМКА, УЛ. ПРИДУМАННАЯ, Д. ' || importer"),
    "G11 (Код торгующей страны)": ("VARCHAR", _country("draw // 512")),
    "G15A (Код страны отправления)": ("VARCHAR", _country("draw // 4096")),
    "G34 (Код страны происхождения)": ("VARCHAR", _country("chance // 8")),
    "G31_1 (Наименование и характеристики товаров)": (
        "VARCHAR",
        "'ВЫДУМАННЫЕ ЧАСТИ ДЛЯ ПРОМЫШЛЕННОЙ СБОРКИ АВТОМОБИЛЕЙ, АРТИКУЛ ' || chance || ', КОЛ-ВО ' "
        "|| chance % 100 || ' ШТ, ИЗ ЧЕРНЫХ МЕТАЛЛОВ, НЕ ЛОМ, ДЛЯ ГРАЖДАНСКОГО НАЗНАЧЕНИЯ'",
    ),
    "G31_11 (Фирма-изготовитель)": ("VARCHAR", f"'ВЫДУМАННЫЙ ЗАВОД ' || chance % {MAKERS}"),
    "G31_12 (Товарный знак, патент)": ("VARCHAR", "'ВЫДУМКА-' || chance % 20011"),
    "G33 (Код товара по ТН ВЭД)": ("VARCHAR", "8400000000 + chance % 900 * 1000000 + 9000"),
    "G35 (Вес брутто, кг)": ("DECIMAL(18,3)", _comma("chance % 10000000 + 90", 3)),
    "G38 (Вес нетто, кг)": ("DECIMAL(18,3)", _comma("chance % 10000000 + 10", 3)),
    "G42 (Фактурная стоимость)": ("DECIMAL(18,2)", _comma("cents", 2)),
    "G221 (Букв.код валюты контракта)": ("VARCHAR", "['USD', 'EUR', 'CNY'][1 + sender % 3]"),
    "G23 (Курс валюты)": ("DECIMAL(18,4)", "'73,4512'"),
    "G45 (Таможенная стоимость)": ("DECIMAL(18,2)", _comma("cents * 73", 2)),
    "G46 (Статистическая стоимость, USD.)": ("DECIMAL(18,2)", _comma("cents", 2)),
}
"""Header -> its type in a typed reading, and the SQL of its text."""


@dataclass(frozen=True)
class Dump:
    """One generated table: as UTF-8 for the peer, as Windows-1251 for the program."""

    rows: int
    utf8: Path
    cp1251: Path

    @property
    def size(self) -> int:
        return self.cp1251.stat().st_size

    def delete(self) -> None:
        """Give the space back."""
        self.utf8.unlink(missing_ok=True)
        self.cp1251.unlink(missing_ok=True)


def generate(folder: Path, rows: int, memory: str = "1500MB") -> Dump:
    """Write a dump of so many rows into `folder`. The same rows, byte for byte, every time."""
    dump = Dump(
        rows,
        folder / f"INVENTED-{rows}-utf8.csv",
        folder / f"INVENTED-{rows}-cp1251.csv",
    )
    columns = ", ".join(f'({sql})::VARCHAR AS "{name}"' for name, (_, sql) in COLUMNS.items())
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder)}) as db:
        db.execute(
            f"COPY (WITH declaration AS ({_DECLARATION.format(rows=rows)}), "
            f"drawn AS ({_DRAWN}), placed AS ({_PLACED}) SELECT {columns} FROM placed) "
            f"TO '{dump.utf8}' (HEADER, DELIMITER ';', QUOTE '')"
        )
    _encode(dump)
    return dump


def _encode(dump: Dump) -> None:
    """The UTF-8 file again as Windows-1251, by two processes, each with one half of it."""
    size = dump.utf8.stat().st_size
    with dump.utf8.open("rb") as text:
        text.seek(size // 2)
        text.readline()
        middle = text.tell()
    second = dump.cp1251.with_suffix(".half")
    with ProcessPoolExecutor(2) as pool:
        halves = [
            pool.submit(_encode_part, dump.utf8, 0, middle, dump.cp1251),
            pool.submit(_encode_part, dump.utf8, middle, size, second),
        ]
        for half in halves:
            half.result()
    with dump.cp1251.open("ab") as whole, second.open("rb") as rest:
        while block := rest.read(_CHUNK):
            whole.write(block)
    second.unlink()


def _encode_part(source: Path, start: int, end: int, target: Path) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open("rb") as text, target.open("wb") as out:
        text.seek(start)
        while start < end:
            block = text.read(min(_CHUNK, end - start))
            start += len(block)
            out.write(decoder.decode(block).encode("cp1251"))


def typed_read_sql(dump: Dump, target: Path) -> str:
    """The bare typed reading of a dump into Parquet: the least any loader has to do."""
    types = ", ".join(f"'{name}': '{kind}'" for name, (kind, _) in COLUMNS.items())
    return (
        f"COPY (SELECT * FROM read_csv('{dump.utf8}', delim = ';', quote = '', escape = '', "
        f"header = true, auto_detect = false, decimal_separator = ',', dateformat = '%d.%m.%Y', "
        f"columns = {{{types}}})) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )
