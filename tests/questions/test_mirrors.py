from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tiny_case import Row, case_of, inn, line, write

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.flows import Mirror, MirrorPair

BUYER = inn(1)

EXPORTS = """
schema = 1
id = "invented-exports"
title = "Exports as a neighbour records them"
authority = "TR"
currency = "TRY"
grain = "line"
direction = "export"
released = "all"
required = [["hs"], ["sender_name"]]
notes = "An invented vendor."
[fields.declaration]
headers = ["NUMBER"]
[fields.item]
headers = ["ITEM"]
[fields.registered]
headers = ["DAY"]
[fields.sender_name]
headers = ["SELLER"]
[fields.receiver_name]
headers = ["BUYER"]
[fields.destination_country]
headers = ["TO"]
[fields.hs]
headers = ["CODE"]
[fields.goods]
headers = ["GOODS"]
[fields.net_kg]
headers = ["NET"]
[fields.gross_kg]
headers = ["GROSS"]
[fields.quantity]
headers = ["QUANTITY"]
[fields.unit]
headers = ["UNIT"]
[fields.statistical_usd]
headers = ["USD"]
"""
HEADERS = {
    "number": "NUMBER", "item": "ITEM", "day": "DAY", "seller": "SELLER", "buyer": "BUYER",
    "to": "TO", "code": "CODE", "goods": "GOODS", "net": "NET", "gross": "GROSS",
    "quantity": "QUANTITY", "unit": "UNIT", "usd": "USD",
}  # fmt: skip


def export(number: str, **cells: str) -> Row:
    """A line of the neighbour's exports."""
    usual = {
        "number": number, "item": "1", "day": "2022-03-01", "seller": "BEYAZ KOPRU A.S.",
        "buyer": "ZARECHNY MEKHANIK LLC", "to": "RU", "code": "870829", "goods": "BODY PANEL",
        "net": "100", "gross": "", "quantity": "", "unit": "", "usd": "900",
    }  # fmt: skip
    return {**usual, **cells}


def imported(**cells: str) -> Row:
    """A line of the imports, sent from the neighbour."""
    usual = {
        "inn": BUYER, "dispatch": "TR", "origin": "TR", "trading": "TR", "sender_country": "TR",
        "sender": "OTHER SPELLING LTD", "net": "100", "usd": "1000",
    }  # fmt: skip
    return line(**{**usual, **cells})


def mirrored(folder: Path, exports: list[Row], imports: list[Row]) -> Case:
    case = case_of(folder, imports)
    layout = folder / "exports.toml"
    layout.write_text(EXPORTS, encoding="utf-8")
    case.add([write(folder / "exports.csv", exports, HEADERS)], layout=str(layout))
    return case


def only(case: Case) -> Mirror:
    (mirror,) = case.mirrors().mirrors
    return mirror


def weights(pair: MirrorPair) -> tuple[Decimal | None, Decimal | None]:
    return pair.export.kg, pair.import_.kg


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    exports = [
        export("1"),
        export("2", net="", gross="57", usd="500"),
        export("3", net="5000", usd="1"),
        export("4", to="DE", net="300"),
        export("5", code="840991", net="8"),
    ]
    imports = [
        imported(net="101", registered="02.04.2022"),
        imported(net="50", registered="15.03.2022", usd="600"),
        imported(net="101", registered="02.08.2022"),
        imported(net="57", dispatch="KR", origin="KR", trading="KR", sender_country="KR"),
    ]
    with mirrored(tmp_path_factory.mktemp("lane"), exports, imports) as case:
        yield case


def test_export_and_import_records_are_set_side_by_side_and_not_added(lane: Case) -> None:
    mirror = only(lane)
    (goods,) = mirror.goods
    assert (mirror.exporter, mirror.importer, goods.hs6) == ("TR", "RU", "870829")
    assert goods.exports.value_usd.point == Decimal(1401)
    assert goods.imports.value_usd.point == Decimal(2600)


def test_goods_sent_to_or_from_another_country_are_not_of_the_lane(lane: Case) -> None:
    (goods,) = only(lane).goods
    assert (goods.exports.lines.point, goods.imports.lines.point) == (3, 3)


def test_a_code_of_one_side_only_has_no_mirror(lane: Case) -> None:
    assert "840991" not in {goods.hs6 for goods in only(lane).goods}


def test_lines_pair_by_weight_within_the_month_and_the_next(lane: Case) -> None:
    found = {weights(pair) for pair in only(lane).pairs}
    assert found == {(Decimal(100), Decimal(101)), (Decimal(57), Decimal(50))}


def test_gross_weight_stands_in_where_net_is_not_stated(lane: Case) -> None:
    (goods,) = only(lane).goods
    assert goods.exports.weight_kg.point == Decimal(5157)


def test_a_quantity_of_kilograms_is_a_weight(tmp_path: Path) -> None:
    exports = [export("1", net="", quantity="99", unit="KGM")]
    with mirrored(tmp_path, exports, [imported(net="100")]) as case:
        (pair,) = only(case).pairs
    assert weights(pair) == (Decimal(99), Decimal(100))


def test_lines_without_a_pair_are_counted_on_both_sides(lane: Case) -> None:
    mirror = only(lane)
    assert (mirror.unpaired_exports, mirror.unpaired_imports) == (1, 1)


def test_a_pair_says_what_speaks_for_it(lane: Case) -> None:
    near, far = sorted(only(lane).pairs, key=lambda pair: -pair.score)
    assert "weights within 2 %" in near.reasons
    assert "weights within 15 %" in far.reasons
    assert "months next to each other" in near.reasons


def test_a_pair_names_where_both_lines_stand(lane: Case) -> None:
    places = {(pair.export.place, pair.import_.place) for pair in only(lane).pairs}
    assert places == {("exports.csv:2", "a.csv:2"), ("exports.csv:3", "a.csv:3")}


def test_of_equal_lines_each_finds_a_mirror_of_its_own(tmp_path: Path) -> None:
    exports = [export(str(n)) for n in range(3)]
    with mirrored(tmp_path, exports, [imported() for _ in range(3)]) as case:
        pairs = only(case).pairs
    assert len({pair.import_.place for pair in pairs}) == 3


def test_a_line_without_weight_pairs_by_quantity_only(tmp_path: Path) -> None:
    exports = [export("1", net="", quantity="12", unit="PCS"), export("2", net="")]
    imports = [imported(net="", quantity="12", unit="ШТ"), imported(net="")]
    with mirrored(tmp_path, exports, imports) as case:
        (pair,) = only(case).pairs
    assert pair.reasons == ("the same subheading", "the same month", "the same quantity")


def test_a_company_that_one_side_names_otherwise_has_no_mirror(lane: Case) -> None:
    assert lane.mirrors(BUYER).mirrors == ()


def test_a_case_of_one_authority_has_no_mirrors(tmp_path: Path) -> None:
    with (
        case_of(tmp_path, [imported()]) as case,
        pytest.raises(BadParameter, match="No two authorities"),
    ):
        case.mirrors()


def test_a_wrong_pair_is_never_called_the_same_goods(lane: Case) -> None:
    assert "mirrors_may_be" in {caveat.code for caveat in lane.mirrors().caveats}
