from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from raw_reading import GOODS, HEADER, read_bytes, workbook

from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.sources.dialect import sniff_dialect
from followthegoods.sources.sniff import read_windows, sniff_encoding, sniff_format

RUSSIAN = ";".join(HEADER) + "\n" + "\n".join(";".join(row) for row in GOODS) + "\n"
UKRAINIAN = "Митниця оформлення;Країна походження\nКиївська митниця;Італія, Ґенуя\n"
PORTUGUESE = "País de aquisição;Descrição do produto\nSão Tomé;Automóveis elétricos\n"


def encoding_of(data: bytes, folder: Path) -> str:
    (folder / "f").write_bytes(data)
    return sniff_encoding(read_windows(folder / "f"))[0]


def dialect_of(text: str, folder: Path) -> tuple[str, str, int]:
    (folder / "f").write_text(text, encoding="utf-8", newline="")
    dialect = sniff_dialect(read_windows(folder / "f"), "utf-8", 0)
    return dialect.delimiter, dialect.quote, dialect.width


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866", "koi8-r"])
def test_the_encoding_of_russian_text_is_found(encoding: str, tmp_path: Path) -> None:
    assert encoding_of(RUSSIAN.replace("«", '"').replace("»", '"').encode(encoding), tmp_path) == (
        encoding
    )


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
def test_the_encoding_of_russian_capitals_is_found(encoding: str, tmp_path: Path) -> None:
    text = "ЗАВОД ЛЮТИК;ЧАСТИ КУЗОВА ИЗ ЧЕРНЫХ МЕТАЛЛОВ\n" * 3
    assert encoding_of(text.encode(encoding), tmp_path) == encoding


def test_ukrainian_text_in_windows_1251_is_found(tmp_path: Path) -> None:
    assert encoding_of(UKRAINIAN.encode("cp1251"), tmp_path) == "cp1251"


def test_accents_among_latin_letters_are_western_european(tmp_path: Path) -> None:
    assert encoding_of(PORTUGUESE.encode("cp1252"), tmp_path) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark(encoding: str, tmp_path: Path) -> None:
    assert encoding_of(("\ufeff" + RUSSIAN).encode(encoding), tmp_path) == encoding


def test_a_few_invalid_bytes_do_not_switch_the_encoding(tmp_path: Path) -> None:
    assert encoding_of(RUSSIAN.encode() + b"\xff;\xfe\n", tmp_path) == "utf-8"


def test_russian_rows_deep_inside_an_english_file_are_seen() -> None:
    rows = [b"declaration;sender;goods\n"] * 150_000
    rows[100_001] = "1;ЗАВОД ЛЮТИК;части кузова из черных металлов\n".encode("cp1251")
    read, raw = read_bytes(b"".join(rows))
    assert read.encoding == "cp1251"
    assert raw[100_001].cells[1] == "ЗАВОД ЛЮТИК"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    text = "".join(delimiter.join([f"x{n}", "y z", "12", ""]) + "\n" for n in range(9))
    assert dialect_of(text, tmp_path) == (delimiter, '"', 4)


def test_decimal_commas_are_not_taken_for_delimiters(tmp_path: Path) -> None:
    assert dialect_of("value;weight\n" + "12,50;3,125\n" * 9, tmp_path)[0] == ";"


def test_titles_above_the_table_do_not_hide_its_width(tmp_path: Path) -> None:
    text = "Imports, all offices\n\nfrom 2020, provisional\n" + "a;b;c;d\n" * 20
    assert dialect_of(text, tmp_path) == (";", '"', 4)


def test_quotes_that_never_close_are_text(tmp_path: Path) -> None:
    assert dialect_of("n;name\n" + '1;"LUTIK plant\n' * 9, tmp_path) == (";", "", 2)


def test_stray_quotes_inside_cells_do_not_turn_quoting_off(tmp_path: Path) -> None:
    assert dialect_of('n;name\n1;ООО "РОМАШКА"\n2;"a;b"\n', tmp_path) == (";", '"', 2)


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"%PDF-1.7\n%", "a PDF document"),
        (b"PARE" + bytes(50), "a Parquet file locked with a key"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a 7z archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Office file of the old kind"),
        (b"<html><p>Log in</p></html>", "a web page without a table, or XML"),
        (b"PK\x03\x04 cut short", "a damaged workbook or archive"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_looks_like(data: bytes, looks: str) -> None:
    with pytest.raises(UnreadableFile, match=looks) as caught:
        read_bytes(data)
    assert caught.value.do


def test_a_workbook_locked_with_a_password_is_named_as_such() -> None:
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UnreadableFile, match="locked with a password"):
        read_bytes(locked, "source.xlsx")


def test_an_archive_of_tables_is_told_from_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.xlsx", "w") as archive:
        archive.writestr("table.csv", "a;b\n")
    assert sniff_format(tmp_path / "f.xlsx", b"PK\x03\x04") == "zip"


def test_the_format_is_found_by_content_not_by_name() -> None:
    assert read_bytes(workbook([["a", "b"]]), "source.csv")[0].format == "xlsx"
    assert read_bytes(b"a;b\n", "source.xlsx")[0].format == "csv"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        read_bytes(data)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="There is no file"):
        read_windows(tmp_path / "nowhere.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not a file"):
        read_windows(tmp_path)
