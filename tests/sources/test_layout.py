from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from followthegoods.errors import BadLayout, UnknownLayout
from followthegoods.model.fields import BY_NAME
from followthegoods.sources.layout import (
    HEADER_WITHIN,
    Layout,
    choose_layout,
    fold_header,
    load_layout,
    no_layout,
    parse_layout,
    recognise,
    shipped_layouts,
    try_header,
)
from strategies import HEADER, SHARED, line

VARIANTS = SHARED / "layouts" / "ru_gtd_headers.json"
SHARED_BY_TWO = "Страна происхождения товара"
"""Boxes 16 and 34 are both called this; the item's origin is not taken from a doubtful column."""

NOT_USED = {"G073", "G541", "G42RUB", "USDKG", "FIRM"}
FIELD_OF_BOX = {
    "ND": "declaration",
    "G071": "office",
    "G072": "registered",
    "GD1": "released",
    "G32": "item",
    "G011": "direction",
    "G0121": "regime",
    "G37": "regime",
    "G021": "sender_id",
    "G022": "sender_name",
    "G023": "sender_address",
    "G0231": "sender_country",
    "G081": "receiver_id",
    "G082": "receiver_name",
    "G083": "receiver_address",
    "G0831": "receiver_country",
    "G091": "holder_id",
    "G092": "holder_name",
    "G093": "holder_address",
    "G141": "declarant_id",
    "G142": "declarant_name",
    "G11": "trading_country",
    "G15": "dispatch_country",
    "G15A": "dispatch_country",
    "G16": "declared_origin",
    "G34": "origin_country",
    "G31_13": "origin_country",
    "G17A": "destination_country",
    "G17B": "destination_country",
    "G31_1": "goods",
    "G31_11": "maker_name",
    "G31_12": "trademark",
    "G33": "hs",
    "G35": "gross_kg",
    "G38": "net_kg",
    "G12": "total_customs_value",
    "G221": "invoice_currency",
    "G222": "total_invoice_value",
    "G23": "invoice_rate",
    "G42": "invoice_value",
    "G45": "customs_value",
    "G46": "statistical_usd",
    "G202": "incoterms",
    "G2021": "delivery_place",
    "G25": "transport",
    "G29": "border_office",
    "G06": "packages",
    "G31_7": "quantity",
    "G31_71": "unit",
}
"""Box code -> field, after the declaration form (decision no. 257), written apart from layouts."""


def shipped(name: str) -> Layout:
    return next(layout for layout in shipped_layouts() if layout.id == name)


RU = shipped("ru-declarations")


def field_of(header: str) -> str | None:
    found = RU.field_of(header)
    return found and found[0]


def _variants() -> list[tuple[str, str]]:
    if not VARIANTS.exists():
        return []
    fields = json.loads(VARIANTS.read_text(encoding="utf-8"))["fields"]
    return [
        (field["graph"], header)
        for field in fields
        for header in (field["graph"], field["canonical_ru"], *field["variants"])
        if (field["graph"], header) != ("G31_13", SHARED_BY_TWO)
    ]


@pytest.mark.skipif(not VARIANTS.exists(), reason="the header variants of real dumps are absent")
@pytest.mark.parametrize(("box", "header"), _variants())
def test_a_header_of_a_real_dump_fills_the_field_of_its_box(box: str, header: str) -> None:
    if box in NOT_USED:
        assert field_of(header) is None
        assert RU.ignores(header)
    else:
        assert field_of(header) == FIELD_OF_BOX[box]


@pytest.mark.parametrize("box", [box for box in FIELD_OF_BOX if box not in ("G17B",)])
@pytest.mark.parametrize("written", ["{}", "{} (любые слова)", " {}  ", "{}."])
def test_a_box_code_is_known_bare_and_with_any_words_behind_it(box: str, written: str) -> None:
    assert field_of(written.format(box)) == FIELD_OF_BOX[box]


@pytest.mark.parametrize("box", [box for box in FIELD_OF_BOX if re.fullmatch(r"G\d+", box)])
def test_a_box_code_is_known_without_its_letter(box: str) -> None:
    assert field_of(box.removeprefix("G")) == FIELD_OF_BOX[box]


def test_case_white_space_and_underscores_of_a_header_do_not_matter() -> None:
    assert field_of("  importer_NAME\n") == "receiver_name"


def test_the_senders_tax_id_never_fills_the_receivers() -> None:
    assert field_of("ИНН отправителя") == "sender_id"


@pytest.mark.parametrize(
    "header",
    [
        *("ИНН", "Страна", "Стоимость", "Вес", "Наименование", "CODE", "VALUE", "G", "G3", "G330"),
        *("ИНН получателя и отправителя", "COUNTRY OF ORIGIN AND DISPATCH", "not G081"),
    ],
)
def test_a_part_of_a_header_is_not_the_header(header: str) -> None:
    assert field_of(header) is None


def test_the_country_of_the_whole_declaration_is_not_that_of_the_item() -> None:
    assert field_of("Страна происхождения") == "declared_origin"


def test_codes_are_preferred_to_names_where_a_file_has_both() -> None:
    header = ["G15 (Страна отправления)", "G15A (Код страны отправления)", "G33", "G082", "ND"]
    reading = try_header(RU, 1, 1, header)
    assert reading is not None
    assert reading.columns["dispatch_country"] == (2, 1)


def test_columns_that_are_not_known_are_named() -> None:
    reading = try_header(RU, 1, 1, [*HEADER, "ЦВЕТ"])
    assert reading is not None
    assert reading.unmapped == (len(HEADER) + 1,)


def test_every_field_of_a_declaration_total_is_marked_as_a_total() -> None:
    totals = {field_of(header) for header in ("G12", "G222", "G06")}
    assert {name for name, field in BY_NAME.items() if field.total} == totals


@pytest.mark.parametrize("row", [1, 7, HEADER_WITHIN])
def test_a_header_is_found_anywhere_in_the_first_rows(row: int) -> None:
    rows = [["ВЫГРУЗКА"]] * (row - 1) + [HEADER, line()]
    assert recognise(1, rows, shipped_layouts())[0].header_row == row


def test_a_header_below_the_first_rows_is_not_looked_for() -> None:
    rows = [["ВЫГРУЗКА"]] * HEADER_WITHIN + [HEADER, line()]
    assert recognise(1, rows, shipped_layouts()) == []


def test_of_a_header_given_twice_the_first_counts() -> None:
    assert recognise(1, [HEADER, line(), HEADER], shipped_layouts())[0].header_row == 1


def test_a_file_of_another_country_is_refused_though_it_shares_headers() -> None:
    foreign = ["DATE", "HS CODE", "GOODS DESCRIPTION", "QUANTITY", "UNIT", "IMPORTER NAME"]
    own = ["PORT", "VESSEL", "BERTH", "FLAG"]
    assert recognise(1, [[*foreign, "DECLARATION NUMBER", *own]], shipped_layouts()) == []


def test_a_layout_that_is_asked_for_reads_what_it_would_not_recognise() -> None:
    header = ["G33", "G082", "ND", "A", "B", "C", "D"]
    assert recognise(1, [header], [RU], forced=True)[0].layout is RU


def test_a_file_without_a_day_or_a_number_is_not_one_of_declarations() -> None:
    header = ["HS_CODE", "SUPPLIER_NAME", "ORIGIN_COUNTRY", "IMPORTER_NAME_EN", "IMPORT_PORT_EN"]
    assert recognise(1, [header], shipped_layouts()) == []


def test_the_error_for_unknown_headers_shows_the_fullest_row() -> None:
    error = no_layout("x.csv", [["ОТЧЁТ"], ["A", "B"]])
    assert isinstance(error, UnknownLayout)
    assert "'A', 'B'" in error.what
    assert error.where == "x.csv"
    assert "--layout" in (error.do or "")


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.id)
def test_a_shipped_layout_is_recognised_by_its_own_first_headers(layout: Layout) -> None:
    first = {
        name: layout.headers[name] if name in layout.joins else layout.named(name)[:1]
        for name in layout.headers
    }
    header = [text.partition("#")[0] for name in first for text in first[name]]
    assert recognise(1, [header], shipped_layouts())[0].layout is layout


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.id)
def test_every_header_of_a_shipped_layout_leads_to_its_own_field(layout: Layout) -> None:
    found = {
        header: layout.field_of(header) for headers in layout.headers.values() for header in headers
    }
    wanted = {header: name for name, headers in layout.headers.items() for header in headers}
    assert {header: hit and hit[0] for header, hit in found.items()} == wanted


def test_a_header_is_folded_once_and_for_all() -> None:
    headers = [
        header for layout in shipped_layouts() for h in layout.headers.values() for header in h
    ]
    assert [fold_header(fold_header(h)) for h in headers] == [fold_header(h) for h in headers]


# -- layouts of the user's own


GOOD: dict[str, str] = {
    "schema": "1",
    "id": '"own"',
    "title": '"Own"',
    "authority": '"RU"',
    "currency": '"RUB"',
    "grain": '"line"',
    "direction": '"import"',
    "released": '"all"',
    "required": '[["hs"]]',
    "notes": '""',
    "key": "{pattern = '(?P<number>[0-9]+)'}",
    "fields": '{hs = {headers = ["CODE"]}, net_kg = {headers = ["KILOS"]}}',
}


def layout_text(**changes: str | None) -> str:
    whole = {**GOOD, **changes}
    return "\n".join(f"{key} = {value}" for key, value in whole.items() if value is not None)


def test_a_layout_of_the_users_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(layout_text(), encoding="utf-8")
    found = choose_layout(str(tmp_path / "own.toml")).field_of("kilos")
    assert found == ("net_kg", 0)


def test_a_whole_number_of_hours_is_an_offset() -> None:
    assert parse_layout(layout_text(utc_offset="3"), "own.toml").utc_offset == 3


def test_a_changed_layout_has_another_hash() -> None:
    one, other = (parse_layout(layout_text(notes=n), "own.toml") for n in ('"a"', '"b"'))
    assert one.sha256 != other.sha256


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"fields": '{colour = {headers = ["C"]}}'}, "'colour' is not a field"),
        ({"fields": '{hs = {headers = ["C"]}, goods = {headers = ["c "]}}'}, "to both"),
        ({"ignore": '["code"]'}, "to both"),
        ({"fields": '{hs = "CODE"}'}, "fields.hs is not understood"),
        ({"fields": '{hs = {header = ["CODE"]}}'}, "fields.hs is not understood"),
        ({"fields": '{hs = {headers = "CODE"}}'}, "must be a list of texts"),
        ({"fields": "{hs = {headers = [33]}}"}, "must be a list of texts"),
        ({"fields": '{hs = {headers = ["."]}}'}, "says nothing"),
        ({"required": "[]"}, "required is empty"),
        ({"required": '["hs"]'}, "required must be a list"),
        ({"required": '[["goods"]]'}, "which no field fills"),
        ({"key": "{pattern = '('}"}, "not a regular expression"),
        ({"key": "{pattern = '(?=1)'}"}, "looks around"),
        ({"key": "{pattern = '(?P<year>[0-9]+)'}"}, "names 'year'"),
        ({"key": "{pattern = 5}"}, "must be a text"),
        ({"key": '{form = "x"}'}, "Unknown key 'key.form'"),
        ({"key": '{parts = ["office"]}'}, "key.parts cannot be"),
        ({"key": '{parts = ["number", "page"]}'}, "key.parts cannot be"),
        ({"key": "{parts = 1}"}, "key.parts must be a list"),
        ({"header_rows": "3"}, "header_rows cannot be 3"),
        ({"header_rows": '"2"'}, "'header_rows' must be a number"),
        ({"columns": '["CODE", "KILOS"]', "header_rows": "2"}, "do not go together"),
        ({"columns": '["CODE", "code"]'}, "columns has 'code' twice"),
        ({"columns": '["KILOS"]'}, "columns has none of what required asks for: ['hs']"),
        ({"columns": "[1]"}, "columns must be a list of texts"),
        ({"fields": '{hs = {headers = ["C"], factor = 1000}}'}, "cannot be said of a hs"),
        ({"fields": '{net_kg = {headers = ["C"], factor = 1}}'}, "a whole number above 1"),
        ({"fields": '{net_kg = {headers = ["C"], factor = 0.5}}'}, "a whole number above 1"),
        ({"fields": '{net_kg = {headers = ["C"], down = true}}'}, "cannot be said of a weight"),
        ({"fields": '{goods = {headers = ["C"], down = false}}'}, "down can only be true"),
        ({"fields": '{hs = {constant = "8703"}}'}, "cannot be said of a hs"),
        ({"fields": '{unit = {constant = "KG", headers = ["U"]}}'}, "filled by 2 ways"),
        (
            {
                "fields": '{unit = {constant = "KG", values = "u"}, hs = {headers = ["C"]}}',
                "values": '{u = {"1" = "KG"}}',
            },
            "is a constant, and says more",
        ),
        ({"fields": '{unit = {values = "u"}}', "values": '{u = {"1" = "KG"}}'}, "filled by 0 ways"),
        ({"fields": '{unit = {headers = ["U"], values = "u"}}'}, "asks for values.u"),
        ({"values": '{u = "x"}'}, "values.u must be a table"),
        ({"values": '{u = {"1" = 1}}'}, "values.u.1 must be a text"),
        ({"fields": '{goods = {join = ["A"]}}'}, "names one column"),
        ({"fields": '{goods = {headers = ["A"], separator = "/"}}'}, "joins nothing"),
        ({"fields": '{goods = {join = ["A", "B"], headers = ["C"]}}'}, "filled by 2 ways"),
        ({"fields": '{net_kg = {join = ["A", "B"]}}'}, "cannot be said of a weight"),
        ({"fields": '{registered = {headers = ["D"], form = "yymm"}}'}, "form cannot be 'yymm'"),
        ({"fields": '{goods = {join = ["A", "a"]}, hs = {headers = ["A"]}}'}, "to both"),
        ({"fields": '{hs = {constant = "x"}}', "required": '[["hs"]]'}, "cannot be said of a hs"),
        (
            {"fields": '{unit = {constant = "KG"}}', "required": '[["unit"]]'},
            "which no field fills",
        ),
        ({"colour": '"red"'}, "Unknown key 'colour'"),
        ({"title": None}, "'title' is missing"),
        ({"title": "5"}, "'title' must be a text"),
        ({"schema": "2"}, "schema = 2"),
        ({"schema": "true"}, "'schema' must be a number"),
        ({"grain": '"week"'}, "grain cannot be 'week'"),
        ({"direction": '"in"'}, "direction cannot be 'in'"),
        ({"released": '"maybe"'}, "released cannot be 'maybe'"),
        ({"authority": '"RUS"'}, "authority cannot be 'RUS'"),
        ({"currency": '"rub"'}, "currency cannot be 'rub'"),
        ({"id": '"a/b"'}, "id cannot be 'a/b'"),
        ({"title": '"'}, "Not valid TOML"),
    ],
)
def test_a_wrong_layout_is_refused_with_what_where_and_what_to_do(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadLayout) as refused:
        parse_layout(layout_text(**changes), "own.toml")
    assert says in refused.value.what
    assert refused.value.where == "own.toml"
    assert refused.value.do


def test_a_layout_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(BadLayout, match="cannot be read"):
        choose_layout("no-such-layout")


def test_a_layout_that_is_not_in_utf8_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(layout_text(title='"Ц"').encode("cp1251"))
    with pytest.raises(BadLayout, match="cannot be read"):
        load_layout(tmp_path / "own.toml")
