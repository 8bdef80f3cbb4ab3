from __future__ import annotations

from deriving import Rows, derive, shipped

from strategies import NARROW_HEADER, narrow

PERU = ["DUA / DAM", "Aduana", "Fecha", "Cod. Tributario", "Importador", "Partida Aduanera"]
PERU_HEADER = [*PERU, "U$ CIF Tot"]
KZ_HEADER = [
    *("DECLARATION_NUMBER", "CUSTOMS_OFFICE_CODE", "REGISTRATION_DATE", "IMPORTER_NAME"),
    *("HS_CODE", "CUSTOMS_VALUE_KZT"),
]


def keys(*rows: list[str], header: list[str] = NARROW_HEADER) -> list[int | None]:
    table: Rows = [header, *rows]
    return [row["key"] for row in derive(table).lines]


def peru(number: str, day: str, office: str = "MARITIMA DEL CALLAO") -> list[str]:
    return [number, office, day, "20100000001", "FLORES S.A.C.", "8704229000", "50000"]


def test_a_number_with_its_office_and_one_without_give_the_same_key() -> None:
    one, *others = keys(
        narrow(),
        narrow(declaration="0000001"),
        narrow(declaration="1"),
        narrow(declaration="150322/0000001"),
        narrow(declaration=" 10000010 / 150322 / 0000001 ", office=""),
        narrow(declaration="10000010/150322/0000001/2"),
    )
    assert one is not None
    assert others == [one] * 5


def test_another_office_year_number_or_item_is_another_key() -> None:
    changes = [
        {"declaration": "10000010/150322/0000002"},
        {"declaration": "10000020/150322/0000001"},
        {"declaration": "10000010/150323/0000001"},
        {"item": "2"},
    ]
    found = keys(narrow(), *(narrow(**changed) for changed in changes))
    assert None not in found
    assert len(set(found)) == 5


def test_an_item_of_nothing_makes_no_key() -> None:
    items = ["", "0", "NULL", "первый", "-1"]
    assert keys(*(narrow(item=item) for item in items)) == [None] * 5


def test_a_part_that_is_not_there_makes_no_key() -> None:
    changes = [
        {"declaration": ""},
        {"declaration": "0000001", "office": ""},
        {"declaration": "0000001", "registered": ""},
        {"declaration": "0000001", "registered": "31.02.2022"},
        {"declaration": "000/000"},
    ]
    assert keys(*(narrow(**changed) for changed in changes)) == [None] * 5


def test_a_line_without_a_key_has_a_content_and_one_with_a_key_has_none() -> None:
    keyed, keyless = derive([NARROW_HEADER, narrow(), narrow(item="0")]).lines
    assert (keyed["content"], keyless["key"]) == (None, None)
    assert None not in (keyed["key"], keyless["content"])


def test_a_peruvian_number_holds_the_item() -> None:
    rows = [PERU_HEADER, peru("117559 | 1", "10/05/2024"), peru("117559 | 2", "10/05/2024")]
    assert [row["item"] for row in derive(rows).lines] == [1, 2]


def test_a_peruvian_number_of_another_year_is_another_key() -> None:
    one, other = keys(
        peru("117559 | 1", "10/05/2024"), peru("117559 | 1", "10/02/2026"), header=PERU_HEADER
    )
    assert None not in (one, other)
    assert one != other


def test_a_peruvian_number_of_another_office_is_another_key() -> None:
    one, other = keys(
        peru("117559 | 1", "10/05/2024"),
        peru("117559 | 1", "10/05/2024", "PAITA"),
        header=PERU_HEADER,
    )
    assert one != other


def test_a_peruvian_number_however_spaced_is_one_key() -> None:
    one, other = keys(
        peru("117559 | 1", "10/05/2024"), peru("117559|1", "2024-05-10"), header=PERU_HEADER
    )
    assert one == other


def test_a_kazakh_number_holds_no_item_and_so_makes_no_key() -> None:
    row = ["50417/300925/0013512", "50417", "2025-09-30", "ТОО ВАСИЛЁК", "6907219009", "1000,5"]
    found = derive([KZ_HEADER, row], layout=shipped("kz-declarations")).line
    assert (found["key"], found["office"]) == (None, "50417")


def test_two_authorities_never_share_a_key() -> None:
    kz = shipped("kz-declarations")
    header = ["DECLARATION NUMBER", "CUSTOMS OFFICE CODE", "REGISTRATION DATE", "HS CODE"]
    row = ["0000001", "10000010", "2022-03-15", "8413302008"]
    russian = derive([[*header, "IMPORTER NAME"], [*row, "A"]], layout=shipped("ru-declarations"))
    kazakh = derive([[*header, "CUSTOMS VALUE KZT", "IMPORTER NAME"], [*row, "5", "A"]], layout=kz)
    assert [found.line["authority"] for found in (russian, kazakh)] == ["RU", "KZ"]
    assert russian.line["content"] != kazakh.line["content"]
