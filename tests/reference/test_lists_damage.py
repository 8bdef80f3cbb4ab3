"""Damaged and hostile lists: refused whole, in words, within bounds."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lists_samples import (
    EU_XML,
    FTM,
    GOODS,
    SDN,
    SDN_ADVANCED,
    SHARED,
    UK_CSV,
    UN_XML,
    Shelf,
    gzipped,
    opened,
)

from followthegoods.errors import BadList, FtgError
from followthegoods.reference.lists import xml

WHOLE = [SDN, SDN_ADVANCED, EU_XML, UK_CSV, UN_XML, FTM, GOODS]
NAMES = ["us-csv", "us-advanced", "eu-xml", "uk-csv", "un-xml", "ftm", "goods"]


def read(data: bytes) -> None:
    """Read a file as a list; an error of the program is the only one it may end with."""
    folder = Path(mkdtemp())
    path = folder / "list"
    path.write_bytes(data)
    work = folder / "work"
    work.mkdir()
    with suppress(FtgError):
        opened(path, work)


# -- entities


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><CONSOLIDATED_LIST><ENTITY><FIRST_NAME>&i;</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    "<CONSOLIDATED_LIST><ENTITY><FIRST_NAME>&e;</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>"
)
REMOTE = '<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><CONSOLIDATED_LIST/>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, REMOTE], ids=["bomb", "file", "address"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(tmp_path: Path, work: Path, text: str, encoding: str) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(
        text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    )
    with pytest.raises(BadList, match="document type"):
        opened(path, work)


def test_an_entity_that_nobody_declared_is_refused(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(UN_XML.replace("LARCH FRONT", "&larch;"), encoding="utf-8")
    with pytest.raises(BadList, match="no whole XML document"):
        opened(path, work)


# -- bounds


def test_a_record_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_RECORD", 1 << 20)
    path = tmp_path / "list.xml"
    path.write_text("<a><r>" + "<b>text</b>" * 300_000 + "</r></a>", encoding="utf-8")
    with pytest.raises(BadList, match="larger, or deeper"):
        list(xml.records(path, frozenset(("r",)), "list.xml"))


def test_a_record_without_bottom_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text("<a>" + "<r>" * 50_000, encoding="utf-8")
    with pytest.raises(BadList, match="larger, or deeper"):
        list(xml.records(path, frozenset(("r",)), "list.xml"))


def test_records_that_were_read_are_let_go(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text("<a><s>" + "<r><b>text</b></r>" * 5_000 + "</s></a>", encoding="utf-8")
    assert sum(1 for _ in xml.records(path, frozenset(("r",)), "list.xml")) == 5_000
    path.write_text("<a>" + "<n><m>text</m></n>" * 5_000 + "</a>", encoding="utf-8")
    assert list(xml.records(path, frozenset(("r",)), "list.xml")) == []


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "list.gz"
    path.write_bytes(gzipped("\0" * (80 << 20)))
    with pytest.raises(BadList, match="may be a trap"):
        opened(path, work)


# -- cut short


@pytest.mark.parametrize("text", [SDN_ADVANCED, EU_XML, UN_XML, FTM], ids=NAMES[1:3] + NAMES[4:6])
def test_a_list_cut_short_is_refused_whole(tmp_path: Path, work: Path, text: str) -> None:
    path = tmp_path / "list"
    path.write_text(text.strip()[:-40], encoding="utf-8")
    with pytest.raises(BadList):
        opened(path, work)


def test_a_row_that_cannot_be_split_refuses_the_list(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "list.csv"
    whole = '"{}","LARCH {} LLC","entity","X","","",""\n'
    rows = "".join(whole.format(n, n) for n in range(9)) + '"9","LARCH 9'
    header = "uid,name,type,programs,aliases,addresses,countries\n"
    path.write_text(header + rows, encoding="utf-8")
    with pytest.raises(BadList, match="cannot be split into cells"):
        opened(path, work)


def test_an_entry_that_stands_twice_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(FTM + FTM, encoding="utf-8")
    with pytest.raises(BadList, match="stands in it twice"):
        shelf.keep(path)


# -- whatever


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), whole=st.sampled_from(WHOLE))
def test_changed_bytes_never_crash_a_reader(data: st.DataObject, whole: str) -> None:
    changed = bytearray(whole.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(changed) - 1))
        how = data.draw(st.sampled_from(["set", "cut", "put", "copy"]))
        if how == "set":
            changed[place] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del changed[place : place + data.draw(st.integers(1, 200))]
        elif how == "put":
            changed[place:place] = data.draw(st.binary(min_size=1, max_size=20))
        else:
            changed[place:place] = changed[place : place + data.draw(st.integers(1, 200))]
        if not changed:
            return
    read(bytes(changed))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(min_size=1, max_size=2_000))
def test_any_bytes_are_a_list_or_an_error_in_words(data: bytes) -> None:
    read(data)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the published lists are absent")
@pytest.mark.parametrize("seed", range(24))
def test_a_published_list_with_changed_bytes_never_crashes_a_reader(seed: int) -> None:
    chance = random.Random(seed)
    names = ["eu_833_2014.csv", "un_consolidated_2026-02-27.xml", "ofac_aurus_block.csv"]
    changed = bytearray((SHARED / names[seed % 3]).read_bytes())
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(changed))
        changed[place : place + chance.randint(0, 5)] = chance.randbytes(chance.randint(0, 5))
    read(bytes(changed))
