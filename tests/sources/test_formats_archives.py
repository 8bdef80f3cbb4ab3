from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from formats_making import as_csv, declarations_dbf, every_format, parquet, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_reading import GOODS, read_bytes, read_file, workbook

from followthegoods.errors import UnreadableFile
from followthegoods.sources import archive, sniff, unpack
from followthegoods.sources.raw import sample

TABLE = as_csv()


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "dbf", "parquet", "xlsx"])
def test_a_table_in_gzip_reads_as_it_does_alone(kind: str) -> None:
    data = every_format()[kind]
    assert read_bytes(gzip.compress(data))[1] == read_bytes(data)[1]


def test_the_sheet_in_gzip_has_the_name_without_gz() -> None:
    read, _ = read_bytes(gzip.compress(TABLE), "gtd_2023.csv.GZ")
    assert (read.format, read.encoding, read.delimiter) == ("gz", "utf-8", ";")
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [("gtd_2023.csv", 4)]


@pytest.mark.parametrize("data", [gzip.compress(TABLE), zipped(("a.csv", TABLE))])
def test_the_hash_is_that_of_the_archive(data: bytes) -> None:
    assert read_bytes(data)[0].sha256 == hashlib.sha256(data).hexdigest()


def test_gzip_of_several_stretches_is_read_whole() -> None:
    assert len(read_bytes(gzip.compress(b"a;b\n1;2\n") + gzip.compress(b"3;4\n"))[1]) == 3


@pytest.mark.parametrize("cut", [-1, -9, 20])
def test_gzip_that_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableFile, match="archive is damaged"):
        read_bytes(gzip.compress(TABLE)[:cut])


def test_members_of_an_archive_are_sheets_under_their_names() -> None:
    data = zipped(
        ("2022/a.csv", TABLE),
        ("b.dbf", declarations_dbf()),
        ("c.xlsx", workbook([["x"]], [["y"]])),
        ("d.parquet", parquet("SELECT 1 AS n")),
    )
    read, raw = read_bytes(data)
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [
        ("2022/a.csv", 4),
        ("b.dbf", 4),
        ("c.xlsx: Sheet1", 1),
        ("c.xlsx: Sheet2", 1),
        ("d.parquet", 2),
    ]
    assert [(row.sheet, row.row) for row in raw] == [
        *((1, n) for n in range(1, 5)),
        *((2, n) for n in range(1, 5)),
        (3, 1),
        (4, 1),
        (5, 1),
        (5, 2),
    ]
    assert raw[1].cells == [*GOODS[0]]
    assert (read.encoding, read.columns) == ("", 4)


def test_a_narrow_member_is_filled_up() -> None:
    raw = read_bytes(zipped(("a.csv", b"1;2\n"), ("b.csv", b"1;2;3\n")))[1]
    assert [row.cells for row in raw] == [["1", "2", None], ["1", "2", "3"]]


def test_large_members_stay_in_order() -> None:
    tables = [(f"{n}.csv", f"{n};x\n".encode() * 130_000) for n in range(2)]
    raw = read_bytes(zipped(*tables, ("2.csv", b"2;x\n")))[1]
    places = [(row.sheet, row.row) for row in raw]
    assert places == sorted(places)
    assert {(row.sheet, row.cells[0]) for row in raw} == {(1, "0"), (2, "1"), (3, "2")}


def test_broken_records_of_members_stay_broken() -> None:
    rows = b"a;b;c\n" * 60 + b"x;y\n"
    raw = read_bytes(zipped(("a.csv", rows), ("b.csv", TABLE)))[1]
    assert (raw[60].broken, raw[60].cells[0]) == ("too_few_cells", "x;y")


def test_how_members_were_read_is_said() -> None:
    read, _ = read_bytes(zipped(("a.csv", as_csv("cp1251")), ("b.jsonl", b'{"a": 1}\n[2]\n')))
    assert read.notes == (
        "a.csv was read as csv, cp1251, delimiter ';'",
        "b.jsonl was read as jsonl, utf-8",
        "b.jsonl: 1 record is broken: not_an_object",
    )


def test_a_member_that_is_no_table_is_said() -> None:
    read, _ = read_bytes(zipped(("a.csv", TABLE), ("scan.png", b"\x89PNG\r\n"), ("none.csv", b"")))
    assert read.notes[:2] == (
        "scan.png was not read: The file looks like a picture.",
        "none.csv was not read: The file is empty.",
    )


def test_an_archive_inside_the_archive_is_not_opened() -> None:
    read, _ = read_bytes(zipped(("a.csv", TABLE), ("b.zip", zipped(("c.csv", TABLE)))))
    assert read.notes[0] == "b.zip was not read: It is an archive inside the archive."
    with pytest.raises(UnreadableFile, match="inside the archive"):
        read_bytes(gzip.compress(zipped(("c.csv", TABLE))))


def test_an_archive_without_a_table_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="holds no table"):
        read_bytes(zipped(("scan.png", b"\x89PNG\r\n")))


def test_an_empty_archive_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="holds no table"):
        read_bytes(zipped())


def test_the_error_of_a_table_in_gzip_names_the_archive() -> None:
    with pytest.raises(UnreadableFile, match="a picture") as caught:
        read_bytes(gzip.compress(b"\x89PNG\r\n"), "scan.gz")
    assert caught.value.where == "scan.gz"


def test_a_tar_archive_is_to_be_unpacked() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("a.csv"), io.BytesIO())
    with pytest.raises(UnreadableFile, match="tar archive"):
        read_bytes(gzip.compress(buffer.getvalue()))


def test_a_member_never_leaves_the_folder_it_is_unpacked_in(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    names = ("../../out.csv", f"{tmp_path}/out.csv", "..\\out.csv", "a\nb.csv")
    (tmp_path / "in" / "f.zip").write_bytes(zipped(*((name, TABLE) for name in names)))
    read, _ = read_file(tmp_path / "in" / "f.zip")
    assert [sheet.name for sheet in read.sheets] == list(names)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_names_of_members_may_be_those_of_an_old_archiver() -> None:
    data = zipped(("QWERTY.csv", TABLE)).replace(b"QWERTY", "ГТД_23".encode("cp866"))
    assert read_bytes(data)[0].sheets[0].name == "ГТД_23.csv"


def test_an_archive_that_unpacks_beyond_its_size_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(unpack, "SMALL", 1000)
    monkeypatch.setattr(unpack, "MAX_RATIO", 10)
    (tmp_path / "f.gz").write_bytes(gzip.compress(b"a;b\n" * 100_000))
    (tmp_path / "f.zip").write_bytes(zipped(("a.csv", b"a;b\n" * 100_000)))
    for name, kind in (("f.gz", "gz"), ("f.zip", "zip")):
        with pytest.raises(UnreadableFile, match="may be a trap"):
            unpack.convert(tmp_path / name, kind, tmp_path, 0, name, lambda: None)


def test_a_small_archive_may_unpack_a_thousandfold() -> None:
    assert len(read_bytes(gzip.compress(b"a;b\n" * 100_000))[1]) == 100_000


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = zipped(("a.csv", TABLE * 100))
    size = (len(TABLE) * 100).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="archive is damaged"):
        read_bytes(data.replace(size, (10).to_bytes(4, "little")))


def test_too_many_members_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 1,000"):
        read_bytes(zipped(*((f"{n}.csv", b"") for n in range(1001))))


def test_a_directory_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "MAX_DIRECTORY", 10)
    with pytest.raises(UnreadableFile, match="very many files"):
        read_bytes(zipped(("a.csv", TABLE)))


def test_a_sheet_among_others_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ROWS", 3)
    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        read_bytes(zipped(("a.csv", TABLE), ("b.csv", TABLE)))
    assert read_bytes(zipped(("a.csv", TABLE)))[0].records == 4


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(zipped(("a.csv", TABLE)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match="locked with a password"):
        read_bytes(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_read(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        packed.writestr("a.csv", TABLE)
    assert read_bytes(buffer.getvalue())[0].records == 4


def test_a_sample_shows_every_table(tmp_path: Path) -> None:
    data = zipped(("a.csv", TABLE), ("x.png", b"\x89PNG"), ("b.xlsx", workbook([["x"]], [["y"]])))
    (tmp_path / "f.zip").write_bytes(data)
    seen = sample(tmp_path / "f.zip", 2)
    assert (seen.format, seen.whole) == ("zip", True)
    assert [(sheet.name, len(sheet.rows)) for sheet in seen.sheets] == [
        ("a.csv", 2),
        ("b.xlsx: Sheet1", 1),
        ("b.xlsx: Sheet2", 1),
    ]


def test_a_sample_unpacks_only_the_beginning_of_a_large_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f.gz").write_bytes(gzip.compress(b"a;b\n" * 5_000_000))
    seen = sample(tmp_path / "f.gz")
    assert (seen.whole, len(seen.sheets[0].rows)) == (False, 200)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
            st.sampled_from([TABLE, as_csv("cp866"), b"a;b\n", declarations_dbf()]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_an_archive_holds_what_its_members_hold(members: list[tuple[str, bytes]]) -> None:
    members = [(f"{n}{name.replace('/', '')}", data) for n, (name, data) in enumerate(members)]
    read, raw = read_bytes(zipped(*members))
    alone = [read_bytes(data) for _, data in members]
    assert [sheet.name for sheet in read.sheets] == [name for name, _ in members]
    assert [[c for c in row.cells if c] for row in raw] == [
        [c for c in row.cells if c] for _, rows in alone for row in rows
    ]
