"""Reading a workbook and a dBase file to raw, beside libraries that only read; drafting a layout.

The peers, fastexcel and dbfread, live in an environment of their own. What is timed is the reading
alone, in fresh processes, once everything is imported: of the peers a table in memory, nothing
stored; of ours the file to raw, hashed, checked and stored.
"""

from __future__ import annotations

import subprocess
import venv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from bench.measure import Failed, Spread, python, run

HOME = Path(__file__).parent / ".peers" / "formats"

HEADER = (
    *("ND (Номер декларации)", "G32 (Номер товара по ГТД)", "G072 (Дата регистрации)"),
    *("G022 (Наименование отправителя)", "G081 (ИНН получателя)"),
    *("G082 (Наименование получателя)", "G31_1 (Наименование и характеристики товаров)"),
    *("G33 (Код товара по ТН ВЭД)", "G34 (Страна происхождения)", "G38 (Вес нетто)"),
    *("G42 (Фактурная стоимость)", "G46 (Статистическая стоимость)"),
)
WIDTHS = (24, 4, 10, 40, 10, 40, 80, 10, 20, 12, 14, 14)

_BARE = {
    "xlsx": """
import sys, time, fastexcel
began = time.perf_counter()
rows = fastexcel.read_excel(sys.argv[1]).load_sheet(0, header_row=None).height
print(rows, time.perf_counter() - began)
""",
    "dbf": """
import sys, time, dbfread
began = time.perf_counter()
rows = sum(1 for _ in dbfread.DBF(sys.argv[1], encoding="cp866", raw=True))
print(rows, time.perf_counter() - began)
""",
}
_OURS = """
import sys, tempfile, time
from pathlib import Path
from followthegoods.config import read_settings
from followthegoods.sources.raw import read_raw
with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    quiet = lambda stage, done: None
    began = time.perf_counter()
    read = read_raw(Path(sys.argv[1]), work / "raw.parquet", work, read_settings(), quiet)
    print(read.records, time.perf_counter() - began)
"""
_DRAFT = """
import sys
from followthegoods.case import Case
print(Case.draft(sys.argv[1]).sampled_rows)
"""


@dataclass(frozen=True)
class Reading:
    """One format: rows, seconds of reading of ours and of the peer, in fresh processes in turn."""

    format: str
    rows: int
    ours: Spread
    bare: Spread
    ratio: Spread

    def as_json(self) -> dict[str, object]:
        return {
            "format": self.format,
            "rows": self.rows,
            "ours_seconds": self.ours.as_json(),
            "bare_seconds": self.bare.as_json(),
            "ratio": self.ratio.as_json(),
        }


def bench_formats(
    folder: Path, xlsx_rows: int, dbf_rows: int, times: int
) -> list[dict[str, object]]:
    """A workbook and a dBase file of so many INVENTED rows, or why a peer was not measured."""
    try:
        _install()
    except (subprocess.CalledProcessError, OSError) as error:
        return [{"skipped": f"fastexcel and dbfread could not be installed: {error}"}]
    book, table = folder / "INVENTED.xlsx", folder / "INVENTED.dbf"
    _write_xlsx(book, xlsx_rows)
    _write_dbf(table, dbf_rows)
    done = [
        _beside("xlsx", book, xlsx_rows + 1, times).as_json(),
        _beside("dbf", table, dbf_rows, times).as_json(),
    ]
    book.unlink()
    table.unlink()
    return done


def bench_draft(csv: Path, times: int) -> dict[str, object]:
    """Drafting a layout for a large text, in fresh processes."""
    runs = [run(python("-c", _DRAFT, str(csv))) for _ in range(times)]
    return {
        "megabytes": csv.stat().st_size / 1e6,
        "seconds": Spread.of([one.wall for one in runs]).as_json(),
        "peak_gib": max(one.rss for one in runs) / (1 << 30),
    }


def _beside(kind: str, file: Path, rows: int, times: int) -> Reading:
    peer = str(HOME / "bin" / "python")
    ours, bare = [], []
    for _ in range(times):
        read, seconds = run([peer, "-c", _BARE[kind], str(file)]).said.split()
        mine, own_seconds = run(python("-c", _OURS, str(file))).said.split()
        if int(read) != rows or int(mine) - (kind == "dbf") != rows:
            raise Failed(f"{kind}: {read} and {mine} of {rows} rows.")
        bare.append(float(seconds))
        ours.append(float(own_seconds))
    return Reading(
        kind,
        rows,
        Spread.of(ours),
        Spread.of(bare),
        Spread.of([mine / read for mine, read in zip(ours, bare, strict=True)]),
    )


def _row(n: int) -> list[str]:
    """One INVENTED row: every company is numbered."""
    day = date(2018, 1, 1) + timedelta(days=n % 2000)
    return [
        f"10702070/{day:%d%m%y}/{n // 5:07d}",
        str(n % 5 + 1),
        f"{day:%d.%m.%Y}",
        f"ПОСТАВЩИК ВЫМЫШЛЕННЫЙ {n % 9973}",
        f"{7700000000 + n % 5000}",
        f"ООО ПОЛУЧАТЕЛЬ ВЫМЫШЛЕННЫЙ {n % 5000}",
        f"ИЗДЕЛИЕ {n} ИЗ ПЛАСТМАСС ДЛЯ ПРОМЫШЛЕННОЙ СБОРКИ, АРТИКУЛ {n * 7 % 100003}",
        f"{3926909700 + n % 97}",
        "КОРЕЯ, РЕСПУБЛИКА",
        f"{n % 900},{n % 997:03d}",
        f"{n % 90000},{n % 100:02d}",
        f"{n % 80000},{n % 100:02d}",
    ]


def _write_xlsx(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("INVENTED")
        sheet.write_row(0, 0, HEADER)
        for n in range(rows):
            sheet.write_row(n + 1, 0, _row(n))


def _write_dbf(path: Path, rows: int) -> None:
    """A dBase III file in cp866: a header of 32 bytes, 32 a column, records of fixed width."""
    head, record = 32 + 32 * len(WIDTHS) + 1, 1 + sum(WIDTHS)
    with path.open("wb") as out:
        out.write(bytes([3, 124, 1, 1]) + rows.to_bytes(4, "little"))
        out.write(head.to_bytes(2, "little") + record.to_bytes(2, "little"))
        out.write(bytes(17) + b"\x26" + bytes(2))
        for n, width in enumerate(WIDTHS):
            out.write(f"G{n:02d}".encode().ljust(11, b"\0") + b"C" + bytes(4))
            out.write(bytes([width]) + bytes(15))
        out.write(b"\r")
        for n in range(rows):
            cells = zip(_row(n), WIDTHS, strict=True)
            text = "".join(cell[:width].ljust(width) for cell, width in cells)
            out.write(b" " + text.encode("cp866", "replace"))
        out.write(b"\x1a")


def _install() -> None:
    """Make the peers' environment where it is not there."""
    if not (HOME / "bin" / "python").exists():
        venv.create(HOME, with_pip=True, clear=True)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "-q", "fastexcel", "dbfread"]
        subprocess.run(pip, check=True, capture_output=True)
