from __future__ import annotations

import struct
from pathlib import Path

import pytest
from formats_making import DECLARATION, dbase_iii_memo, dbf, declarations_dbf, foxpro_memo, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import GOODS, read_bytes, read_file

from followthegoods.errors import UnreadableFile
from followthegoods.sources.raw import sample

NAME = [("NAME", "C", 20, 0)]
GOODS_TEXT = "Части кузова, из черных металлов"
VISUAL_FOXPRO = 0x30


def cells_of(kind: str, size: int, cell: bytes, version: int = 0x03) -> str | None:
    """How one cell of a kind is read."""
    return read_bytes(dbf([("X", kind, size, 0)], [[cell]], version=version))[1][1].cells[0]


def test_a_dbase_table_is_known_by_its_content() -> None:
    read, _ = read_bytes(declarations_dbf(), "source.csv")
    assert (read.format, read.records, read.columns) == ("dbf", 4, 4)


def test_the_names_of_fields_are_the_first_row() -> None:
    assert read_bytes(declarations_dbf())[1][0].cells == ["ND", "G31_1", "G38", "GD1"]


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "koi8-r", "utf-8"])
def test_without_a_code_page_the_letters_tell_the_encoding(encoding: str) -> None:
    read, raw = read_bytes(declarations_dbf(encoding))
    assert (read.encoding, raw[1].cells[1]) == (encoding, GOODS_TEXT)


@pytest.mark.parametrize(
    ("code_page", "encoding", "text"),
    [
        (0x65, "cp866", "Насос"),
        (0xC9, "cp1251", "Насос"),
        (0x03, "cp1252", "São Tomé"),
        (0x02, "cp850", "São Tomé"),
        (0x7B, "cp932", "東京"),
    ],
)
def test_a_code_page_is_believed(code_page: int, encoding: str, text: str) -> None:
    read, raw = read_bytes(dbf(NAME, [[text.encode(encoding)]], code_page=code_page))
    assert (read.encoding, raw[1].cells) == (encoding, [text])


def test_names_of_fields_may_be_in_any_script() -> None:
    data = dbf([("ТОВАР", "C", 20, 0)], [["Насосы и клапаны".encode("cp1251")]], encoding="cp1251")
    assert read_bytes(data)[1][0].cells == ["ТОВАР"]


@pytest.mark.parametrize(
    ("kind", "size", "cell", "text"),
    [
        ("C", 10, b" pad ", " pad"),
        ("N", 10, b"1520.25", "1520.25"),
        ("N", 10, b"12.417", "12.4170"),
        ("N", 6, b"******", "******"),
        ("N", 6, b"1E3", "1000"),
        ("N", 6, b"", None),
        ("F", 10, b"1.5e-03", "0.0015"),
        ("D", 8, b"20240517", "2024-05-17"),
        ("D", 8, b"20240532", "20240532"),
        ("D", 8, b"00000000", None),
        ("D", 8, b"", None),
        ("L", 1, b"T", "TRUE"),
        ("L", 1, b"n", "FALSE"),
        ("L", 1, b"?", None),
    ],
)
def test_a_cell_of_a_kind_becomes_text(kind: str, size: int, cell: bytes, text: str | None) -> None:
    assert cells_of(kind, size, cell) == text


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        ("I", struct.pack("<i", -7), "-7"),
        ("B", struct.pack("<d", 12.5), "12.5"),
        ("Y", struct.pack("<q", 15_202_500), "1520.2500"),
        ("T", struct.pack("<iI", 2_460_448, 45_000_000), "2024-05-17 12:30:00"),
        ("T", struct.pack("<iI", 2_460_448, 0), "2024-05-17"),
        ("T", bytes(8), None),
    ],
)
def test_a_binary_cell_of_visual_foxpro_becomes_text(
    kind: str, cell: bytes, text: str | None
) -> None:
    assert cells_of(kind, len(cell), cell, VISUAL_FOXPRO) == text


def test_a_moment_that_cannot_be_is_marked() -> None:
    read, raw = read_bytes(dbf([("X", "T", 8, 0)], [[b"\xff" * 8]], version=VISUAL_FOXPRO))
    assert (raw[1].cells, read.replaced) == (["\ufffd"], 1)


def test_hidden_flags_say_how_long_a_text_is_and_whether_it_is_there() -> None:
    fields = [("X", "V", 8, 0), ("_NullFlags", "0", 1, 0)]
    rows = [[b"abc\0\0\0\0\x03", b"\1"], [b"abcdefgh", b"\0"], [b"--------", b"\2"]]
    data = dbf(fields, rows, version=VISUAL_FOXPRO, marks={"X": 2, "_NullFlags": 1})
    assert [row.cells for row in read_bytes(data)[1]] == [["X"], ["abc"], ["abcdefgh"], [None]]


def test_a_deleted_record_is_kept_and_said() -> None:
    read, raw = read_bytes(dbf(NAME, [[b"one"], [b"two"], [b"three"]], deleted=[1]))
    assert [(row.row, row.cells, row.broken) for row in raw[1:]] == [
        (2, ["one"], None),
        (3, ["two"], "deleted_record"),
        (4, ["three"], None),
    ]
    assert read.notes == ("1 records are marked as deleted",)


def test_a_text_may_be_longer_than_255_characters() -> None:
    text = b"x" * 1000
    assert read_bytes(dbf([("G31", "C", 1000, 0)], [[text]]))[1][1].cells == [text.decode()]


def test_records_that_the_head_does_not_count_yet_are_read() -> None:
    read, raw = read_bytes(dbf(NAME, [[b"one"], [b"two"]], claimed=1))
    assert [row.cells for row in raw[1:]] == [["one"], ["two"]]
    assert read.notes == ("the head claims 1 records, 2 are there",)


def test_what_fills_the_end_of_a_file_is_no_record() -> None:
    read, _ = read_bytes(dbf(NAME, [[b"one"]], end=b"\x1a" + bytes(500)))
    assert (read.records, read.notes) == (2, ())


def test_a_last_record_that_is_cut_short_is_kept() -> None:
    read, raw = read_bytes(dbf(NAME, [[b"one"], [b"two and more"]], end=b"")[:-15])
    assert (raw[-1].cells, raw[-1].broken) == (["two a"], "too_few_cells")
    assert "the head claims 2 records, 1 are there" in read.notes


def test_a_nul_inside_a_text_is_marked() -> None:
    read, raw = read_bytes(dbf(NAME, [[b"a\0b"]]))
    assert (raw[1].cells, read.replaced) == (["a\ufffdb"], 1)


def test_bytes_that_the_code_page_does_not_have_are_marked() -> None:
    read, raw = read_bytes(dbf(NAME, [[b"a\x98b"]], code_page=0xC9))
    assert (raw[1].cells, read.replaced) == (["a\ufffdb"], 1)


MEMO = [("NAME", "C", 4, 0), ("G31", "M", 10, 0)]


def test_memo_texts_of_dbase_are_read_from_the_file_beside(tmp_path: Path) -> None:
    text = "Насосы\r\n" * 200
    data = dbf(MEMO, [[b"a", b"1"], [b"b", b""]], version=0x83, code_page=0x65)
    (tmp_path / "t.dbf").write_bytes(data)
    (tmp_path / "t.DBT").write_bytes(dbase_iii_memo([text.encode("cp866")]))
    read, raw = read_file(tmp_path / "t.dbf")
    assert [row.cells for row in raw[1:]] == [["a", text], ["b", None]]
    assert read.notes[0].startswith("memo texts were read from t.DBT, ")


def test_memo_texts_of_foxpro_are_read_from_the_file_beside(tmp_path: Path) -> None:
    fields = [("G31", "M", 4, 0)]
    data = dbf(fields, [[struct.pack("<I", 8)]], version=VISUAL_FOXPRO, code_page=0xC9)
    (tmp_path / "t.dbf").write_bytes(data)
    (tmp_path / "t.fpt").write_bytes(foxpro_memo("Насосы".encode("cp1251")))
    assert read_file(tmp_path / "t.dbf")[1][1].cells == ["Насосы"]


def test_memo_texts_are_found_inside_an_archive() -> None:
    data = dbf(MEMO, [[b"a", b"1"]], version=0x83, code_page=0x65)
    raw = read_bytes(zipped(("X/T.DBT", dbase_iii_memo([b"pumps"])), ("X/t.dbf", data)))[1]
    assert raw[1].cells == ["a", "pumps"]


def test_a_memo_text_that_is_not_there_is_marked() -> None:
    read, raw = read_bytes(dbf(MEMO, [[b"a", b"1"]], version=0x83))
    assert (raw[1].cells, read.replaced) == (["a", "\ufffd"], 1)
    assert "1 memo texts are not in a file beside the table" in read.notes


def test_pictures_are_left_out_and_said() -> None:
    read, raw = read_bytes(dbf([("NAME", "C", 4, 0), ("PIC", "G", 10, 0)], [[b"a", b"1"]]))
    assert (raw[1].cells, read.notes) == (["a", None], ("PIC holds objects, not text: not read",))


def test_a_head_that_does_not_fill_its_records_is_no_dbase_table() -> None:
    data = bytearray(declarations_dbf())
    data[10] += 1
    with pytest.raises(UnreadableFile, match="binary data"):
        read_bytes(bytes(data))


def test_a_table_without_records_is_its_names() -> None:
    assert [row.cells for row in read_bytes(dbf(NAME, []))[1]] == [["NAME"]]


def test_a_sample_shows_which_records_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "t.dbf").write_bytes(dbf(NAME, [[b"one"], [b"two"]], deleted=[0]))
    seen = sample(tmp_path / "t.dbf")
    assert seen.sheets[0].rows == [["NAME"], ["one"], ["two"]]
    assert seen.sheets[0].broken == {2: "deleted_record"}


def test_texts_beside_each_other_are_not_mixed_up() -> None:
    raw = read_bytes(declarations_dbf())[1]
    assert [row.cells[0] for row in raw[1:]] == [row[0] for row in GOODS]
    assert {row.cells[2] for row in raw[1:]} == {"12.4170"}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([("cp866", 0x65), ("cp1251", 0xC9), ("cp1252", 0x58)]),
    st.lists(
        st.tuples(
            st.text(st.sampled_from("абвЯ xyz\"';,\n0"), max_size=24),
            st.integers(-(10**6), 10**6),
            st.dates(),
            st.booleans(),
        ),
        max_size=8,
    ),
)
def test_any_records_read_back(
    code: tuple[str, int], rows: list[tuple[str, int, object, bool]]
) -> None:
    encoding, code_page = code
    fields = [*NAME, ("N", "N", 10, 2), ("D", "D", 8, 0)]
    fields[0] = ("NAME", "C", 24, 0)
    texts = [text.encode(encoding, "ignore").decode(encoding) for text, *_ in rows]
    records = [
        [text.encode(encoding), f"{n / 100:.2f}".encode(), f"{day:%Y%m%d}".rjust(8, "0").encode()]
        for text, (_, n, day, _) in zip(texts, rows, strict=True)
    ]
    deleted = [n for n, row in enumerate(rows) if row[3]]
    _, raw = read_bytes(dbf(fields, records, code_page=code_page, deleted=deleted))
    assert [(row.cells, row.broken) for row in raw[1:]] == [
        (
            [text.rstrip(" ") or None, f"{n / 100:.2f}", str(day)],
            "deleted_record" if gone else None,
        )
        for text, (_, n, day, gone) in zip(texts, rows, strict=True)
    ]


def test_every_record_of_a_table_of_many_blocks_is_read() -> None:
    count = 30_000
    records = [[b"%d" % n, b"x", b"1.50", b"20240517"] for n in range(count)]
    raw = read_bytes(dbf(DECLARATION, records))[1]
    assert [row.cells[0] for row in raw[1:]] == [str(n) for n in range(count)]


@pytest.mark.parametrize("sign", ["\x1f", "\x1e", "\n", "\r", '"'])
def test_a_text_comes_through_with_every_sign(sign: str) -> None:
    text = f"Насос{sign}новый"
    cells = [[b"x"], [text.encode("cp866")], [b"y"]]
    raw = read_bytes(dbf(NAME, cells, code_page=0x65))[1]
    assert [row.cells for row in raw[1:]] == [["x"], [text], ["y"]]


def test_text_in_a_column_of_numbers_leaves_the_texts_beside_it_alone() -> None:
    fields = [("NAME", "C", 20, 0), ("KG", "N", 8, 3)]
    cells = [["Насос".encode("cp866"), b"  12.500"], ["Ось".encode("cp866"), b"\xe9"]]
    raw = read_bytes(dbf(fields, cells, code_page=0x65))[1]
    assert [row.cells for row in raw[1:]] == [["Насос", "12.5000"], ["Ось", "é"]]


@pytest.mark.parametrize(
    ("code_page", "stated", "encoding"),
    [
        (0x26, "cp866", "cp1251"),
        (0xC9, "cp1251", "cp866"),
        (0x01, "cp437", "cp866"),
        (0x03, "cp1252", "cp1251"),
    ],
)
def test_texts_that_plainly_are_in_another_code_page_are_read_by_it(
    code_page: int, stated: str, encoding: str
) -> None:
    cells = [["ЗАВОД ЛЮТИК, части".encode(encoding)] for _ in range(8)]
    read, raw = read_bytes(dbf(NAME, cells, code_page=code_page))
    assert (read.encoding, raw[1].cells) == (encoding, ["ЗАВОД ЛЮТИК, части"])
    assert f"the head says {stated}, but the texts are {encoding}, as read" in read.notes


@pytest.mark.parametrize(("code_page", "encoding"), [(0x03, "cp1252"), (0x01, "cp437")])
def test_accents_do_not_speak_against_the_code_page(code_page: int, encoding: str) -> None:
    cells = [["Peças à medida, ação elétrica".encode(encoding, "ignore")]] * 20
    assert read_bytes(dbf(NAME, cells, code_page=code_page))[0].encoding == encoding
