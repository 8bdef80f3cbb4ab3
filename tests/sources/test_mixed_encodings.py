"""Cells in another encoding than their text: which they are, and where they are doubted."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_reading import SETTINGS, read_bytes

from followthegoods.engine import duckdb as engine
from followthegoods.sources.mixed import decode_text, other_cells
from followthegoods.sources.raw import mixed_rows, read_raw, sample
from followthegoods.sources.strange import strange_lines, strangeness

RUSSIAN = "1;ЗАВОД ЛЮТИК;части кузова из черных металлов\n"


@pytest.mark.parametrize(("own", "other"), [("cp1251", "koi8-r"), ("koi8-r", "cp1251")])
def test_a_cell_of_few_letters_that_may_be_in_another_encoding_is_doubted(
    own: str, other: str
) -> None:
    whole = (RUSSIAN * 40).encode(own)
    cell = "ВАСИЛЁК".encode(other)
    read, raw = read_bytes(whole + b"40;" + cell + b";" + "детали".encode(own))
    assert raw[40].cells[1] == cell.decode(own)
    assert read.notes == (
        f"1 cell may be in another encoding than {own}, too few letters tell, and read as {own}: "
        "in line 41",
    )


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize(
    "text", ["Чжэцзян Хуаюй", "ХЬЮСТОН, ШТ. ТЕХАС", "ОАО «ЩЙГУ-468»", "Съезд объединённых", "КВТ/Ч"]
)
def test_rare_letters_side_by_side_are_no_other_encoding(text: str, encoding: str) -> None:
    line = f"1;{text}\n".encode(encoding, "ignore")
    assert other_cells(line, encoding) == []


def _mixed_of(tmp_path: Path, data: bytes) -> tuple[list[str | None], list[str | None]]:
    """Raw's `mixed` of every row, as loaded and as sampled."""
    source, out = tmp_path / "f.csv", tmp_path / "raw.parquet"
    source.write_bytes(data)
    read = read_raw(source, out, tmp_path, SETTINGS, lambda stage, done: None)
    assert read.mixed
    with closing(engine.connect(SETTINGS)) as db:
        scan = mixed_rows(engine.path_literal(out))
        rows = dict(db.execute(f"SELECT row, mixed FROM {scan}").fetchall())
    sampled = sample(source).sheets[0].mixed
    last = range(1, read.records + 1)
    return [rows.get(n) for n in last], [sampled.get(n) for n in last]


@pytest.mark.parametrize("careful", [False, True])
def test_raw_keeps_which_cells_of_a_row_were_in_another_encoding(
    careful: bool, tmp_path: Path
) -> None:
    rows = [f"{n};ЗАВОД ЛЮТИК;части кузова;x\n".encode("cp1251") for n in range(60)]
    rows[20] = (
        b'20;"'
        + "ДОМ; СТРОКИ\n".encode("cp1251")
        + "НАСОС ЦЕНТРОБЕЖНЫЙ".encode("cp866")
        + b'";a;b\n'
    )
    rows[40] = "40;дом;ткани;\n".encode()
    rows[41] = b"41;" + "НАСОС ЦЕНТРОБЕЖНЫЙ".encode("cp866") + b";" + "детали".encode() + b";x\n"
    rows[50] = b"cut off\n" if careful else rows[50]
    loaded, sampled = _mixed_of(tmp_path, b"".join(rows))
    expected = {21: "2:cp866", 41: "2:utf-8 3:utf-8", 42: "2:cp866 3:utf-8"}
    assert loaded == sampled == [expected.get(n) for n in range(1, 61)]


def test_a_text_in_one_encoding_has_no_such_cells() -> None:
    assert not read_bytes((RUSSIAN * 30).encode("cp1251"))[0].mixed


def test_a_sign_kept_for_marks_is_no_mark_in_a_text_that_holds_it() -> None:
    odd = b"41;" + "Насосы новые".encode("cp1251") + ";a\ufdd3b\n".encode()
    assert read_bytes((RUSSIAN * 40).encode() + odd)[1][40].cells[2] == "a\ufffdb"


def test_keys_and_values_of_json_hold_no_marks() -> None:
    lines = ['{"товар": "части кузова", "кто": "ЗАВОД ЛЮТИК"}\n'.encode("cp1251")] * 40
    lines[30] = '{"товар": "насосы новые", "кто": "ДОМ"}\n'.encode()
    raw = read_bytes(b"".join(lines), "f.jsonl")[1]
    assert (len(raw[0].cells), raw[31].cells) == (2, ["насосы новые", "ДОМ"])


_DECLARATION = (
    "10000634/191218/0000001;ИМ;ИНДИЯ;ООО ЛОРПЕТУМАР;115000, Г. СОСНОВЫЙ МЫС, УЛ. МОЛОЧНАЯ;"
    "НАСОСЫ ЦЕНТРОБЕЖНЫЕ ДЛЯ ПЕРЕКАЧКИ ЖИДКОСТЕЙ;ШТ;4\xa0593,67"
)


_PAIRS = [
    pair
    for pair in permutations(["cp1251", "cp866", "koi8-r", "utf-8"], 2)
    # Four letters of Windows-1251 are too few to be told from frames drawn in cp866.
    if pair != ("cp866", "cp1251")
]


@pytest.mark.parametrize(("own", "other"), _PAIRS)
def test_short_cells_of_a_line_in_another_encoding_are_read_as_the_long_ones(
    own: str, other: str
) -> None:
    lines = [_DECLARATION.encode(own)] * 20 + [_DECLARATION.encode(other)] * 20
    assert set(decode_text(b"\n".join(lines), own).split("\n")) == {_DECLARATION}


@pytest.mark.parametrize("other", ["cp866", "koi8-r", "utf-8"])
def test_short_cells_beside_one_in_another_encoding_stay_in_the_own_one(other: str) -> None:
    cells = [cell.encode("cp1251") for cell in _DECLARATION.split(";")]
    cells[5] = _DECLARATION.split(";")[5].encode(other)
    assert decode_text(b";".join(cells), "cp1251") == _DECLARATION


def test_a_cell_of_utf_8_beside_one_that_is_not_stays_as_it_is() -> None:
    line = "МК;".encode() + "НАСОСЫ ЦЕНТРОБЕЖНЫЕ ДЛЯ ПЕРЕКАЧКИ ЖИДКОСТЕЙ".encode("koi8-r")
    assert decode_text(line, "utf-8") == "МК;НАСОСЫ ЦЕНТРОБЕЖНЫЕ ДЛЯ ПЕРЕКАЧКИ ЖИДКОСТЕЙ"


@pytest.mark.parametrize("other", ["koi8-u", "cp1251"])
def test_a_ukrainian_line_among_utf_8_is_read_as_its_cells_together_say(other: str) -> None:
    cells = ["Київська митниця", "непрямий", "Частини до автомобіля, бувші у використанні"]
    data = ";".join(cells).encode(other) + "\nЛьвівська митниця;прямий;Двері\n".encode()
    found = other_cells(data, "utf-8")
    assert [(cell.encoding, cell.text) for cell in found] == [(other, cell) for cell in cells]


@given(
    st.lists(st.text(st.sampled_from("бщъйюпртоеаАБЩЪ ;,09aZ\n"), max_size=40), max_size=6),
    st.sampled_from(["cp1251", "koi8-r"]),
)
def test_a_line_is_suspected_by_strange_pairs_near_one_another(
    lines: list[str], encoding: str
) -> None:
    data = "\n".join(lines).encode(encoding)
    text = data.decode(encoding)
    pairs = [n for n in range(len(text) - 1) if strangeness(text[n : n + 2], encoding)[1]]
    first = [a for a, b in pairwise(pairs) if b - a <= 10]
    spans = {(text.rfind("\n", 0, n) + 1, (text + "\n").index("\n", n)) for n in first}
    assert list(strange_lines(data, encoding)) == sorted(spans)
