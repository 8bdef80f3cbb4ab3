"""Whatever stands in a file: it is read with balanced books, or refused with a reason."""

from __future__ import annotations

import json
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from robust_files import SUBJECT, csv_bytes, declarations, write_csv, write_xlsx
from robust_mutations import ANY, TEXT, WORKBOOK, Damage
from robust_running import Ran, ftg

from followthegoods.case import Case
from followthegoods.faces.cli.main import run

PERU = Path(__file__).parents[2] / ".." / "shared" / "data" / "customs" / "peru_trucks_import.xlsx"
FAST, SLOW, AS_PROCESSES = 10, 200, 6


@dataclass(frozen=True)
class Base:
    """A sound file and what may befall it."""

    data: bytes
    suffix: str
    damages: dict[str, Damage]


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    folder = tmp_path_factory.mktemp("bases")
    rows = declarations(100, 60)
    book = write_xlsx(folder / "base.xlsx", rows).read_bytes()
    texts = [
        Base(csv_bytes(rows, e), ".csv", {**ANY, **TEXT}) for e in ("cp1251", "utf-8", "cp866")
    ]
    return [*texts, Base(book, ".xlsx", {**ANY, **WORKBOOK})]


@pytest.fixture(scope="session")
def small_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    with Case.new(folder / "case") as case:
        case.add([write_csv(folder / "sound.csv", declarations(0, 40))])
    return folder / "case"


def damaged(number: int, bases: list[Base], folder: Path) -> Path:
    """Damaged file number `number`: the kinds of damage take turns, the base is drawn."""
    draw = random.Random(number)
    kinds = sorted({kind for base in bases for kind in base.damages})
    kind = kinds[number % len(kinds)]
    base = draw.choice([base for base in bases if kind in base.damages])
    suffix = draw.choice((base.suffix, base.suffix, ".csv", ".xlsx", ""))
    file = folder / f"{number}-{kind.replace(' ', '-')}{suffix}"
    file.write_bytes(base.damages[kind](base.data, draw))
    return file


def ftg_here(
    *arguments: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ran:
    """Run `ftg` in this process."""
    monkeypatch.setattr(sys, "argv", ["ftg", *map(str, arguments)])
    code: object = 0
    try:
        run()
    except SystemExit as ended:
        code = ended.code or 0
    assert isinstance(code, int)
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)


def check_refusal(ran: Ran) -> None:
    """Read, or refused with what is wrong, where, and what to do."""
    assert ran.code in (0, 3), ran.err
    assert "Traceback" not in ran.err
    if ran.code:
        assert "Error: " in ran.err
        assert "Where: " in ran.err
        assert "What to do: " in ran.err


def check(file: Path, folder: Path, look: Ran, add: Ran) -> None:
    """Both commands say their piece, and the case holds all of the file or none of it."""
    check_refusal(look)
    check_refusal(add)
    with Case.open(folder) as case:
        books = case.status().books
        assert [b.source.name for b in books] == ["sound.csv", file.name][: 1 + (add.code == 0)]
        assert all(book.balanced for book in books)
        lines = json.loads(case.dossier(SUBJECT).to_json())["books"]["lines"]
        assert lines > 0 if add.code == 0 else lines == SOUND


SOUND = sum(SUBJECT in row for row in declarations(0, 40))


def survive(
    number: int,
    bases: list[Base],
    small_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = damaged(number, bases, tmp_path)
    folder = Path(shutil.copytree(small_case, tmp_path / "case"))
    look = ftg_here("look", file, monkeypatch=monkeypatch, capsys=capsys)
    add = ftg_here("add", folder, file, monkeypatch=monkeypatch, capsys=capsys)
    check(file, folder, look, add)


@pytest.mark.parametrize("number", range(FAST))
def test_a_damaged_file_is_read_or_refused_with_a_reason(
    number: int,
    bases: list[Base],
    small_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    survive(number, bases, small_case, tmp_path, monkeypatch, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FAST, FAST + SLOW))
def test_two_hundred_damaged_files_are_read_or_refused_with_a_reason(
    number: int,
    bases: list[Base],
    small_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    survive(number, bases, small_case, tmp_path, monkeypatch, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(300, 300 + AS_PROCESSES))
def test_a_damaged_file_given_to_the_command_is_read_or_refused_with_a_reason(
    number: int, bases: list[Base], small_case: Path, tmp_path: Path
) -> None:
    file = damaged(number, bases, tmp_path)
    folder = Path(shutil.copytree(small_case, tmp_path / "case"))
    check(file, folder, ftg("look", file), ftg("add", folder, file))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(10))
def test_a_damaged_real_workbook_is_read_or_refused_with_a_reason(
    number: int,
    small_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not PERU.is_file():
        pytest.skip("the real records are not here")
    peru = Base(PERU.read_bytes(), ".xlsx", {**ANY, **WORKBOOK})
    survive(number, [peru], small_case, tmp_path, monkeypatch, capsys)
