"""Files of every format, damaged: read with nothing lost, or refused with an error of ours."""

from __future__ import annotations

import gzip
import io
import random
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from formats_making import every_format, zipped
from raw_reading import read_file

from followthegoods.errors import FtgError
from followthegoods.sources.raw import sample

WHOLE = every_format()
FEW, MANY = 60, 1000


def hurt(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, taken out, doubled or cleared, or the end cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        length = chance.choice([1, 1, 2, 4, 40])
        how = chance.randrange(6)
        if how <= 1:
            changed[at] = chance.randrange(256)
        elif how == 2:
            del changed[at : at + length]
        elif how == 3:
            changed[at:at] = changed[at : at + length]
        elif how == 4:
            changed[at : at + length] = bytes([chance.choice([0, 255])]) * length
        elif chance.random() < 0.3:
            del changed[at:]
    return bytes(changed)


def damaged(kind: str, chance: random.Random) -> bytes:
    """A damaged file of a format; of packed ones, often what is inside is damaged."""
    data = WHOLE[kind]
    if chance.random() < 0.3:
        return hurt(data, chance)
    if kind == "gz":
        return gzip.compress(hurt(gzip.decompress(data), chance))
    if kind in ("zip", "xlsx", "xlsb", "ods"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(list(members))
        members[name] = hurt(members[name], chance)
        return zipped(*members.items())
    return hurt(data, chance)


def read_or_refused(number: int) -> None:
    """Read a damaged file, chosen by number; raise whatever is no error of ours."""
    chance = random.Random(number)
    kind = list(WHOLE)[number % len(WHOLE)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"source.{kind}"
        path.write_bytes(damaged(kind, chance))
        with suppress(FtgError):
            read, raw = read_file(path)
            assert read.records == sum(sheet.rows for sheet in read.sheets) == len(raw)
            places = [(row.sheet, row.row) for row in raw]
            assert places == sorted(set(places))
        with suppress(FtgError):
            sample(path)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_damaged_file_raises_nothing_but_our_errors(part: int) -> None:
    for number in range(part, FEW, 4):
        read_or_refused(number)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_damaged_files_raise_nothing_but_our_errors(part: int) -> None:
    for number in range(FEW + part, FEW + MANY, 20):
        read_or_refused(number)
