"""Runs the command, and writes small files of invented records for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from followthegoods.faces.cli.main import run

COLUMNS = (
    "ND (Номер декларации)",
    "G32 (Номер товара)",
    "G072 (Дата регистрации)",
    "GD1 (Дата выпуска)",
    "G011 (ИМ/ЭК)",
    "G37 (Процедура)",
    "G022 (Отправитель)",
    "G081 (ИНН получателя)",
    "G082 (Получатель)",
    "G083 (Адрес получателя)",
    "G15A (Страна отправления)",
    "G34 (Страна происхождения)",
    "G31_1 (Наименование товара)",
    "G33 (Код ТН ВЭД)",
    "G38 (Вес нетто)",
    "G46 (Статистическая стоимость)",
)
BUYER_ID = "9900718344"
BUYER = 'ООО "ОРЛЕМАР"'


def row(item: int, usd: str = "1000,50", *, origin: str = "KR", goods: str = "КОРОБКА") -> str:
    """One line of an invented declaration in cells with semicolons between."""
    cells = (
        "10999999/010322/0000001",
        str(item),
        "01.03.2022",
        "02.03.2022",
        "ИМ",
        "4000",
        "СЕОБИНАМ ЛТД",
        BUYER_ID,
        BUYER,
        "Г. КАМСКИЙ ЯР",
        "DE",
        origin,
        goods,
        "8708999709",
        "10",
        usd,
    )
    return ";".join(cells)


def write_table(file: Path, rows: Sequence[str]) -> Path:
    """A CSV in Windows-1251, as vendors write it."""
    file.write_bytes("\r\n".join([";".join(COLUMNS), *rows, ""]).encode("cp1251"))
    return file


@dataclass(frozen=True)
class Ran:
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def ftg(*arguments: object, **environment: str) -> Ran:
    """Run `ftg` in this process, with pipes for a terminal: the same code, sooner."""
    said = [TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    code: object = 0
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FTG_THREADS": "1", **environment}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["ftg", *map(str, arguments)])
        patch.setattr(sys, "stdin", StringIO())
        patch.setattr(sys, "stdout", said[0])
        patch.setattr(sys, "stderr", said[1])
        try:
            run()
        except SystemExit as ended:
            code = ended.code or 0
    assert isinstance(code, int)
    out, err = (stream.buffer.getvalue().decode() for stream in said)
    return Ran(code, out, err)


def ftg_process(*arguments: object, **environment: str) -> Ran:
    """Run `ftg` as its own process, with pipes for a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "followthegoods.faces.cli.main", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "FTG_THREADS": "1", "PYTHONUTF8": "1", **environment},
    )
    return Ran(done.returncode, done.stdout, done.stderr)
