"""An official file in the format it is published in: dBase, numbers and texts padded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from formats_making import dbf

from followthegoods.case import Case
from strategies import lines_of

FIELDS = [
    *(("CODI_ADUAN", "C", 3, 0), ("ANO_PRESE", "C", 4, 0), ("NUME_CORRE", "C", 6, 0)),
    *(("FECH_INGSI", "N", 8, 0), ("LIBR_TRIBU", "C", 11, 0), ("DNOMBRE", "C", 40, 0)),
    *(("PAIS_ORIGE", "C", 2, 0), ("PAIS_ADQUI", "C", 2, 0), ("NUME_SERIE", "N", 4, 0)),
    *(("PART_NANDI", "N", 10, 0), ("DESC_COMER", "C", 50, 0), ("DESC_OTROS", "C", 50, 0)),
    *(("FOB_DOLPOL", "N", 15, 3), ("PESO_NETO", "N", 15, 3), ("PESO_BRUTO", "N", 15, 3)),
    *(("UNID_FIQTY", "N", 15, 3), ("UNID_FIDES", "C", 3, 0)),
]
RECORD = [
    *(b"118", b"2022", b"000101", b"20220103", b"20100000001", "PEQUEÑA SAC".encode("latin-1")),
    *(b"CN", b"US", b"1", b"201301000", b"CARNE", b"CONGELADA", b"1250.750", b"100.250"),
    *(b"120.500", b"10.000", b"12U"),
]


def test_a_weekly_file_of_the_peruvian_customs_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ma010203.dbf"
    file.write_bytes(dbf(FIELDS, [RECORD], code_page=0x03))
    with Case.new(tmp_path / "case") as case:
        (added,) = case.add([file])
        (line,) = lines_of(case)
    assert added.books.source.layout == "pe-sunat-import"
    assert [line[name] for name in ("declaration", "office", "item", "registered", "hs")] == [
        *("118-2022-000101", "118", 1, date(2022, 1, 3), "0201301000")
    ]
    assert [line[name] for name in ("origin_country", "purchase_country", "goods", "unit")] == [
        *("CN", "US", "CARNE CONGELADA", "DZN")
    ]
    assert (line["fob_usd"], line["net_kg"]) == (Decimal("1250.75"), Decimal("100.25"))
    assert line["key"] is not None
