from __future__ import annotations

from datetime import timedelta

import pytest
from deriving import derive
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.facts.countries import country_codes
from followthegoods.facts.dates import day_order
from followthegoods.ingest.clean import CLEANERS, Cleaned, Context, clean
from followthegoods.model.fields import Kind
from strategies import HEADER, cell_texts, line

MOSCOW = Context(utc_offset=timedelta(hours=3))
CODES = Context(alpha_2=True)
LIMA = Context(utc_offset=timedelta(hours=-5))


def read(kind: Kind, text: str, context: Context = MOSCOW) -> Cleaned:
    return clean(kind, text, context)


@pytest.mark.parametrize(
    "text",
    [
        *("15.03.2022", "15.3.2022", "15.03.22", "15/03/2022", "15-03-2022", "2022-03-15"),
        *("2022-3-15", "2022.03.15", "20220315", "44635", "44635.0", "44635.75", " 15.03.2022 "),
        *("15.03.2022 14:05", "15.03.2022 14:05:09", "2022-03-15 14:05:09", "2022-03-15T14:05"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(Kind.DATE, text) == ("2022-03-15", None)


@pytest.mark.parametrize(
    "text", ["31.02.2022", "2022-02-31", "29.02.2021", "00.01.2022", "15.13.2022", "вчера", "15"]
)
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert read(Kind.DATE, text) == (None, "not_a_date")


def test_the_leap_day_of_a_leap_year_is_a_date() -> None:
    assert read(Kind.DATE, "29.02.2024") == ("2024-02-29", None)


@pytest.mark.parametrize("text", ["15.03.0022", "15.03.1922", "2101-01-01", "32000"])
def test_a_day_outside_the_years_of_declarations_is_marked(text: str) -> None:
    assert read(Kind.DATE, text)[1] in ("date_out_of_range", "not_a_date")


@pytest.mark.parametrize(
    ("text", "context", "day"),
    [
        ("2025-03-28T21:30:00.000Z", MOSCOW, "2025-03-29"),
        ("2025-03-28T20:59:59Z", MOSCOW, "2025-03-28"),
        ("2025-03-29T03:00:00.000Z", LIMA, "2025-03-28"),
        ("2024-12-31T22:00:00Z", MOSCOW, "2025-01-01"),
        ("2025-03-28T21:30:00", MOSCOW, "2025-03-28"),
    ],
)
def test_a_moment_in_utc_is_moved_to_the_authoritys_own_day(
    text: str, context: Context, day: str
) -> None:
    assert read(Kind.DATE, text, context) == (day, None)


def test_a_moment_in_utc_without_a_known_offset_is_marked() -> None:
    found = read(Kind.DATE, "2025-03-28T21:30:00.000Z", Context())
    assert found == (None, "time_zone_unknown")


def test_slashed_days_follow_the_order_of_their_column() -> None:
    assert read(Kind.DATE, "03/15/2022", Context(order="month")) == ("2022-03-15", None)


@pytest.mark.parametrize("order", ["day?", "month?"])
def test_a_slashed_day_whose_order_is_assumed_is_marked(order: str) -> None:
    day = "2022-04-03" if order == "day?" else "2022-03-04"
    assert read(Kind.DATE, "03/04/2022", Context(order=order)) == (day, "order_assumed")
    assert read(Kind.DATE, "03/03/2022", Context(order=order)) == ("2022-03-03", None)


def test_a_slashed_day_of_a_column_that_contradicts_itself_has_no_value() -> None:
    both = Context(order="both")
    assert read(Kind.DATE, "03/04/2022", both) == (None, "ambiguous_date")
    assert read(Kind.DATE, "13/04/2022", both) == ("2022-04-13", None)
    assert read(Kind.DATE, "04/13/2022", both) == ("2022-04-13", None)
    assert read(Kind.MONTH, "03/04/2022", both) == (None, "ambiguous_date")


@pytest.mark.parametrize(
    ("cells", "authority", "order"),
    [
        (["03/04/2022", "13/04/2022"], "US", "day"),
        (["03/04/2022", "04/13/2022"], "RU", "month"),
        (["13/04/2022", "04/13/2022"], "RU", "both"),
        (["03/04/2022", "13.04.2022"], "RU", "day?"),
        (["03/04/2022"], "US", "month?"),
    ],
)
def test_a_column_of_slashed_days_says_what_stands_first(
    cells: list[str], authority: str, order: str
) -> None:
    assert day_order(cells, authority) == order


def test_dotted_days_begin_with_the_day_whatever_the_column() -> None:
    assert read(Kind.DATE, "05.03.2022", Context(order="month")) == ("2022-03-05", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("8703", "8703"), ("870380", "870380"), ("8703800000", "8703800000")),
        *(("870380000000", "870380000000"), ("8703800000*", "8703800000"), ("8703*", "8703")),
        *(("8703 80 000 0", "8703800000"), ("8703.80.00", "87038000"), ("8703-80", "870380")),
        *(("6907219009.0", "6907219009"), ("'8703800000", "8703800000")),
        ("8703.80.00.000L", "87038000"),
    ],
)
def test_a_code_keeps_its_digits_however_it_is_written(text: str, code: str) -> None:
    assert read(Kind.HS, text) == (code, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("304", "0304"), ("30410", "030410"), ("304100000", "0304100000"), ("304.10", "030410")],
)
def test_a_lost_zero_of_a_code_is_put_back(text: str, code: str) -> None:
    assert read(Kind.HS, text) == (code, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("870380000", "87038000"), ("87038", "8703"), ("304100000", "0304100000"), ("9021", "9021")],
)
def test_an_odd_code_lacks_the_end_that_its_heading_proves(text: str, code: str) -> None:
    assert read(Kind.HS, text) == (code, None)


@pytest.mark.parametrize(
    ("text", "code"), [("870380000*", "87038000"), ("8703.80.0", "870380"), ("87038*", "8703")]
)
def test_a_code_that_never_was_a_number_has_lost_no_zero(text: str, code: str) -> None:
    assert read(Kind.HS, text) == (code, None)


@pytest.mark.parametrize(
    "text", ["12", "00", "0012", "001234", "1234567890123", "код", "87x3", "6.9E+09", "٨٧٠٣", "5*"]
)
def test_what_is_no_code_is_marked(text: str) -> None:
    assert read(Kind.HS, text) == (None, "not_a_code")


@pytest.mark.parametrize("text", ["ИМ", "им", "IM", "ИМ/40/ДТ", "ИМПОРТ", "Import", "ІМ 40 АА"])
def test_an_import_is_one_in_every_spelling(text: str) -> None:
    assert read(Kind.DIRECTION, text) == ("import", None)


@pytest.mark.parametrize("text", ["ЭК", "эк", "EX", "ЭК10", "ЭКСПОРТ", "Export"])
def test_an_export_is_one_in_every_spelling(text: str) -> None:
    expected = (None, "unknown_direction") if text == "ЭК10" else ("export", None)
    assert read(Kind.DIRECTION, text) == expected


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        *(("40", "40 "), ("40.0", "40 "), ("4000", "40 00"), ("4000000", "40 00")),
        *(("4078000", "40 78"), ("40 00 000", "40 00"), ("ИМ/40/ДТ", "40 "), ("7800021", "78 00")),
    ],
)
def test_a_procedure_is_what_is_requested_and_what_went_before(text: str, regime: str) -> None:
    assert read(Kind.REGIME, text) == (regime, None)


@pytest.mark.parametrize("text", ["0", "4", "400", "00", "импорт", "40000000000"])
def test_what_is_no_procedure_is_marked(text: str) -> None:
    assert read(Kind.REGIME, text) == (None, "unknown_regime")


@pytest.mark.parametrize("text", ["", " ", "NULL", "НЕИЗВЕСТНА", "00", "0", "N/A", "NA"])
def test_a_country_that_is_not_stated_is_empty_without_a_mark(text: str) -> None:
    assert read(Kind.COUNTRY, text) == (None, None)


@pytest.mark.parametrize("text", ["Атлантида", "KOREA OR CHINA", "K", "1234"])
def test_a_country_that_is_not_understood_is_marked(text: str) -> None:
    assert read(Kind.COUNTRY, text) == (None, "unknown_country")


@pytest.mark.parametrize("text", ["KR", "kr", "410", "410.0", "КОРЕЯ, РЕСПУБЛИКА", "S. Korea"])
def test_a_country_is_one_code_in_every_spelling(text: str) -> None:
    assert read(Kind.COUNTRY, text) == ("KR", None)


def test_every_country_code_is_left_as_it_is() -> None:
    found = {code: read(Kind.COUNTRY, code, CODES)[0] for code in country_codes()}
    assert found == {code: code for code in country_codes()}


def test_namibia_is_a_country_in_a_column_of_codes() -> None:
    rows = [HEADER, line(origin_country="NA"), line(item="2"), line(item="3", origin_country="CN")]
    assert derive(rows).lines[0]["origin_country"] == "NA"


def test_na_is_no_country_in_a_column_of_names() -> None:
    rows = [HEADER, line(origin_country="NA"), line(item="2", origin_country="КИТАЙ")]
    assert derive(rows).lines[0]["origin_country"] is None


@pytest.mark.parametrize("text", ["EUR", "eur", "978", "978.0"])
def test_a_currency_is_one_code_in_every_spelling(text: str) -> None:
    assert read(Kind.CURRENCY, text) == ("EUR", None)


def test_a_currency_that_is_not_known_is_marked() -> None:
    assert read(Kind.CURRENCY, "ТАЛЕР") == (None, "unknown_currency")


@pytest.mark.parametrize("text", ["шт", "ШТ.", "796", "796.0", "pcs", "U  "])
def test_a_unit_is_one_code_in_every_spelling(text: str) -> None:
    assert read(Kind.UNIT, text) == ("PCS", None)


@pytest.mark.parametrize("text", ["0", "0.0", "000", " 0 "])
def test_a_zero_in_a_column_of_units_is_none(text: str) -> None:
    assert clean(Kind.UNIT, text, Context()) == (None, None)


def test_a_unit_that_is_not_known_stays_as_written() -> None:
    assert read(Kind.UNIT, "  горсть  риса ") == ("ГОРСТЬ РИСА", None)


PLAUSIBLE: dict[Kind, st.SearchStrategy[str]] = {
    Kind.MONTH: st.dates().map("{:%Y%m}".format) | st.dates().map("{:%m.%Y}".format),
    Kind.DATE: st.dates().map("{:%d.%m.%Y}".format) | st.integers(1, 99999).map(str),
    Kind.HS: st.from_regex(r"[0-9]{1,13}[*A-Z]?", fullmatch=True),
    Kind.REGIME: st.from_regex(r"(ИМ/)?[0-9]{2,7}(/ДТ)?", fullmatch=True),
    Kind.COUNTRY: st.sampled_from(country_codes()) | st.integers(0, 999).map(str),
    Kind.CURRENCY: st.from_regex(r"[A-Z]{3}|[0-9]{3}", fullmatch=True),
    Kind.UNIT: st.from_regex(r"[0-9]{1,4}|[A-ZА-Я]{1,4}[23]?", fullmatch=True),
    Kind.DIRECTION: st.from_regex(r"[ИЭ][МК][/ ]?[0-9]{0,2}", fullmatch=True),
}


@pytest.mark.parametrize("kind", list(CLEANERS))
@settings(deadline=None, max_examples=150)
@given(st.data())
def test_cleaning_twice_is_cleaning_once(kind: Kind, data: st.DataObject) -> None:
    value, _ = read(kind, data.draw(PLAUSIBLE[kind] | cell_texts()), CODES)
    assert value is None or read(kind, value, CODES) == (value, None)


@pytest.mark.parametrize("kind", list(CLEANERS))
@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_cell_has_a_value_or_a_mark_or_states_nothing(kind: Kind, data: st.DataObject) -> None:
    value, mark = read(kind, data.draw(PLAUSIBLE[kind] | cell_texts()))
    assert value is None or mark is None
