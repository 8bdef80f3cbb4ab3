from __future__ import annotations

from pathlib import Path

import pytest
from formats_making import as_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import GOODS, HEADER, read_bytes

from followthegoods.errors import UnreadableFile
from followthegoods.sources import transcode
from followthegoods.sources.encoding import (
    Evidence,
    evidence_of,
    single_byte,
    unmarked_utf16,
)
from followthegoods.sources.mixed import decode_text, other_cells
from followthegoods.sources.raw import sample

PORTUGUESE = "País de aquisição;Descrição do produto\nSão Tomé;Automóveis elétricos\n"
RUSSIAN = "1;ЗАВОД ЛЮТИК;части кузова из черных металлов\n"


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-8", "utf-16-le"])
def test_tabs_part_the_cells_of_any_encoding(encoding: str) -> None:
    read, raw = read_bytes(as_csv(encoding, "\t"))
    assert (read.encoding, read.delimiter, read.columns) == (encoding, "\t", 4)
    assert raw[0].cells == HEADER


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_its_mark(encoding: str) -> None:
    read, raw = read_bytes(as_csv(encoding))
    assert (read.encoding, read.replaced) == (encoding, 0)
    assert raw[1].cells[1] == GOODS[0][1]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_latin_utf_16_is_read_without_its_mark(encoding: str) -> None:
    raw = read_bytes("a;b\r\n1;2\r\n".encode(encoding))[1]
    assert [row.cells for row in raw] == [["a", "b"], ["1", "2"]]


def test_small_numbers_of_two_bytes_are_no_text() -> None:
    assert unmarked_utf16(b"".join(n.to_bytes(2, "little") for n in range(1, 30)) * 9) == ""


@given(st.binary(max_size=200))
def test_bytes_are_utf_16_without_a_mark_only_if_they_decode(data: bytes) -> None:
    encoding = unmarked_utf16(data)
    assert not encoding or "\0" not in data[: len(data) & ~1].decode(encoding, "replace")


def test_latin_1_is_told_by_controls_that_windows_1252_lacks() -> None:
    read, raw = read_bytes(PORTUGUESE.replace(" do", "\x81do").encode("latin-1"))
    assert (read.encoding, read.replaced) == ("latin-1", 0)
    assert "\x81" in str(raw[0].cells[1])


def test_windows_1252_is_told_by_its_quotes() -> None:
    read, raw = read_bytes(PORTUGUESE.replace("Tomé", "“Tomé”").encode("cp1252"))
    assert (read.encoding, raw[1].cells[0]) == ("cp1252", "São “Tomé”")


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
def test_the_whole_file_decides_the_encoding(encoding: str) -> None:
    """The only rows in Russian stand where no window looks, the rest are a few signs."""
    head = "declaration;sender;goods 25\xb0C\n".encode("latin-1") * 4
    rows = [b"declaration;sender;goods of steel\n"] * 100_000
    rows[41_000:41_050] = [RUSSIAN.encode(encoding)] * 50
    read, raw = read_bytes(head + b"".join(rows))
    assert read.encoding == encoding
    assert raw[41_004].cells[1] == "ЗАВОД ЛЮТИК"


@given(st.lists(st.sampled_from([RUSSIAN, PORTUGUESE, "a;b\n"]), min_size=1, max_size=6))
def test_evidence_of_the_parts_is_that_of_the_whole(texts: list[str]) -> None:
    parts = [text.encode("cp1251", "replace") for text in texts]
    assert sum(map(evidence_of, parts), Evidence()) == evidence_of(b"\n".join(parts))


def test_a_large_block_is_judged_by_a_part_of_it() -> None:
    assert single_byte(evidence_of(RUSSIAN.encode("koi8-r") * 10_000)) == "koi8-r"


def test_the_letters_of_ukrainian_tell_its_own_variant_of_koi8() -> None:
    text = "Митниця оформлення; Відправник; ЄДРПОУ одержувача; Країна походження"
    assert single_byte(evidence_of(text.encode("koi8-u"))) == "koi8-u"


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
def test_lines_of_utf_8_in_another_text_are_read_as_such(encoding: str) -> None:
    lines = [RUSSIAN.encode(encoding)] * 60
    lines[30] = "2;ТОРГОВЫЙ ДОМ;ткани\n".encode()
    read, raw = read_bytes(b"".join(lines))
    assert (read.encoding, read.replaced) == (encoding, 0)
    assert raw[30].cells == ["2", "ТОРГОВЫЙ ДОМ", "ткани"]
    assert raw[31].cells[1] == "ЗАВОД ЛЮТИК"
    assert read.notes == (f"1 line is UTF-8 in a text in {encoding}, and read as such",)


def test_a_line_of_utf_8_in_western_text_is_read_as_such() -> None:
    data = (PORTUGUESE * 5).encode("cp1252") + "São Paulo;Peças\n".encode()
    assert read_bytes(data)[1][-1].cells == ["São Paulo", "Peças"]


def test_two_signs_that_could_be_one_of_utf_8_are_left_alone() -> None:
    data = (RUSSIAN * 20 + "3;при 5 В°;x\n").encode("cp1251")
    assert decode_text("3;5 В°;x\n".encode("cp1251"), "cp1251") == "3;5 В°;x\n"
    assert read_bytes(data)[1][-1].cells[1] == "при 5 В°"


def test_a_line_of_two_encodings_keeps_the_one_of_the_file() -> None:
    data = (RUSSIAN * 20).encode("cp1251") + "4;дом ".encode("cp1251") + "дом;x\n".encode()
    raw = read_bytes(data)[1]
    assert raw[-1].cells[1] == "дом " + "дом".encode().decode("cp1251")


def test_a_stated_replacement_in_a_line_of_utf_8_is_no_damage() -> None:
    data = (RUSSIAN * 20).encode("cp1251") + "2;дом \ufffd;x\n".encode()
    read, raw = read_bytes(data)
    assert (raw[-1].cells[1], read.replaced) == ("дом \ufffd", 0)


def test_bytes_that_no_encoding_has_mark_their_cell_only() -> None:
    read, raw = read_bytes((RUSSIAN * 20).encode("cp1251") + b"5;a\x98b;c\n")
    assert (raw[-1].cells, read.replaced) == (["5", "a\ufffdb", "c"], 1)
    assert read.notes == ("1 place could not be decoded and read as U+FFFD",)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["ткани", "НАСОСЫ «А»", "x"]), st.booleans()), max_size=40),
    st.sampled_from(["cp1251", "cp866", "koi8-r"]),
)
def test_any_mix_of_lines_reads_back(lines: list[tuple[str, bool]], encoding: str) -> None:
    texts = [text.encode(encoding, "ignore").decode(encoding) for text, _ in lines]
    mixed = [
        (text + ";1\n").encode("utf-8" if wide else encoding)
        for text, (_, wide) in zip(texts, lines, strict=True)
    ]
    _, raw = read_bytes(RUSSIAN.encode(encoding) * 60 + b"".join(mixed))
    assert [row.cells[0] for row in raw[60:]] == [
        f"{text};1" if row.broken else text for row, text in zip(raw[60:], texts, strict=True)
    ]


def test_a_mixed_file_shared_by_processes_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (RUSSIAN.encode("cp1251") * 9 + "2;дом;ткани\n".encode()) * 3000
    alone = read_bytes(data)
    monkeypatch.setattr(transcode, "PARALLEL_FROM", 1)
    assert read_bytes(data) == alone


def test_too_many_control_characters_are_no_text() -> None:
    with pytest.raises(UnreadableFile, match="binary"):
        read_bytes(b"a;b\n" + b"\x01\x02\x03" * 40)


def test_a_sample_shows_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(as_csv("koi8-r"))
    assert sample(tmp_path / "f").encoding == "koi8-r"


_MIXED = [f"{n};ЗАВОД ЛЮТИК № {n};части кузова, новые" for n in range(40)]


@pytest.mark.parametrize(("own", "other"), [("cp1251", "cp866"), ("cp866", "cp1251")])
@pytest.mark.parametrize("cell", ["ООО ВАСИЛЁК № 7", "насос центробежный", "Насосы, новые"])
def test_a_cell_in_the_other_encoding_is_read_by_it_and_its_line_is_named(
    own: str, other: str, cell: str
) -> None:
    whole = "\n".join(_MIXED).encode(own)
    read, raw = read_bytes(whole + b"\n40;" + cell.encode(other) + b";" + "детали".encode(own))
    assert (read.encoding, raw[40].cells) == (own, ["40", cell, "детали"])
    assert any("1 cell is in another" in note and "in line 41" in note for note in read.notes)


def test_a_line_with_several_such_cells_is_named_once() -> None:
    whole = "\n".join(_MIXED).encode("cp1251")
    other = "насос центробежный".encode("cp866")
    read, _ = read_bytes(whole + b"\n40;" + other + b";" + other + b"\n" + b"41;a;" + other)
    assert "3 cells are in another encoding than cp1251" in read.notes[-1]
    assert read.notes[-1].endswith("in lines 41, 42")


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
@given(st.text("АОВСТЯавостячь №-\"'().,:", max_size=30))
def test_a_cell_in_the_encoding_of_its_text_stays_as_it_is(encoding: str, cell: str) -> None:
    line = f"деталь;{cell}\n".encode(encoding)
    # Letters at random may well be such as hardly stand side by side.
    assert {found.encoding for found in other_cells(line, encoding)} <= {"koi8-r"}


def test_quotes_dashes_and_frames_are_no_cells_in_another_encoding() -> None:
    for text, encoding in (("«„“–”»;© “Ёлка”…", "cp1251"), ("╠═╦═╬╣;─────", "cp866")):
        line = text.encode(encoding)
        assert other_cells(line, encoding) == []


_OWN_AND_OTHER = [
    ("cp1251", "cp866"),
    ("cp866", "cp1251"),
    ("cp1251", "utf-8"),
    ("koi8-u", "utf-8"),
    ("utf-8", "cp1251"),
    ("utf-8", "cp866"),
    ("cp1251", "koi8-r"),
    ("koi8-r", "cp1251"),
    ("koi8-u", "cp866"),
    ("cp866", "koi8-r"),
    ("utf-8", "koi8-r"),
]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(("own", "other"), _OWN_AND_OTHER)
def test_a_cell_in_another_encoding_is_read_whatever_parts_the_cells(
    own: str, other: str, delimiter: str
) -> None:
    lines = [["1", "ЗАВОД ЛЮТИК", "части кузова"]] * 40
    whole = "".join(delimiter.join(line) + "\n" for line in lines).encode(own)
    cell = "Насосы, новые части кузова"
    odd = delimiter.encode().join([b"41", f'"{cell}"'.encode(other), "детали".encode(own)])
    read, raw = read_bytes(whole + odd + b"\n")
    assert (read.encoding, read.replaced) == (own, 0)
    assert raw[40].cells == ["41", cell, "детали"]
    assert "1 cell is in another encoding than" in read.notes[-1]


@pytest.mark.parametrize(("own", "other"), [("cp1252", "utf-8"), ("utf-8", "cp1252")])
def test_a_western_cell_in_another_encoding_is_read_by_it(own: str, other: str) -> None:
    whole = (PORTUGUESE * 20).encode(own) + "São Tomé;".encode(own)
    assert read_bytes(whole + "Peças de São Tomás".encode(other))[1][-1].cells == [
        "São Tomé",
        "Peças de São Tomás",
    ]


def test_a_cell_cut_off_inside_a_sign_of_utf_8_keeps_what_is_left_of_it() -> None:
    data = (RUSSIAN * 20).encode() + b"2;" + "ЗАВОД ЛЮТИК".encode()[:-1] + ";ткани\n".encode()
    assert read_bytes(data)[1][-1].cells == ["2", "ЗАВОД ЛЮТИ\ufffd", "ткани"]


def test_a_line_of_utf_8_keeps_letters_that_the_encoding_of_its_text_lacks() -> None:
    data = (RUSSIAN * 20).encode("cp1251") + "2;ЗАВОД;қазақ\n".encode()
    assert read_bytes(data)[1][-1].cells == ["2", "ЗАВОД", "қазақ"]


@pytest.mark.parametrize(("own", "other"), _OWN_AND_OTHER)
def test_a_sample_reads_cells_in_another_encoding_as_the_load_does(
    own: str, other: str, tmp_path: Path
) -> None:
    odd = b"41;" + "части кузова, новые".encode(other) + b";" + "детали".encode(own)
    (tmp_path / "f").write_bytes((RUSSIAN * 40).encode(own) + odd + b"\n")
    assert sample(tmp_path / "f").sheets[0].rows[40] == ["41", "части кузова, новые", "детали"]


@given(
    st.text('аеиоАБВ ;,"\n', max_size=40),
    st.sampled_from(["cp1251", "cp866", "koi8-r", "utf-8"]),
)
def test_a_text_in_one_encoding_reads_as_it_was_written(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), encoding) == text
