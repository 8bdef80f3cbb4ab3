"""Worth how much: which value a line states, in which money, by which rate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from currency_converter import CurrencyConverter
from tiny_case import Row, by_key, case_of, inn, line, three, usd

from followthegoods.case import Case

DAY = date(2021, 6, 15)
NO_VALUE = {"usd": "", "customs": "", "invoice": "", "currency": ""}


def priced(number: int, **values: str) -> Row:
    day = {"registered": "15.06.2021", "released": "16.06.2021"}
    return line(inn=inn(number), **{**NO_VALUE, **day, **values})


ROWS: list[Row] = [
    priced(1, usd="100.01", customs="5000", invoice="90", currency="USD"),
    priced(2, customs="5000.50", invoice="90", currency="USD"),
    priced(3, usd="0", customs="0.00", invoice="1000.55", currency="EUR"),
    priced(4, invoice="1000", currency="CNY"),
    priced(5, invoice="1234.56", currency="USD"),
    priced(6, usd="0", customs="0", invoice="0", currency="USD"),
    priced(6, usd="50"),
    priced(7, usd="100", customs="10000"),
    priced(7, usd="100", customs="5400"),
    priced(8, usd="300", customs="15000"),
    priced(8, usd="-100", customs="-5000"),
    priced(9, usd="70", receiver="АО СИНИЙ МЫС"),
    {**priced(9), "inn": "", "receiver": "СИНИЙ МЫС", "address": ""},
    priced(10, usd="5"),
    priced(10, invoice="99999999999999", currency="EUR"),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("values")
    rates = folder / "official.csv"
    rates.write_text("date,rate,nominal\n2021-06-15,50,1\n2021-06-16,500,10\n", encoding="utf-8")
    with case_of(folder, ROWS) as made:
        made.add_rates(rates, "RUB")
        yield made


def ecb(amount: str, currency: str) -> Decimal:
    """Dollars for an amount by the European Central Bank's rates of the day, to the cent."""
    rates = CurrencyConverter(decimal=True)
    return Decimal(rates.convert(Decimal(amount), currency, "USD", date=DAY)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def point(case: Case, number: int, value: str = "stated") -> Decimal:
    return case.dossier(inn(number), value=value).value_usd.point


def test_the_stated_dollars_come_first(case: Case) -> None:
    assert point(case, 1) == Decimal("100.01")


def test_the_customs_value_at_the_official_rate_comes_next_rounded_once(case: Case) -> None:
    assert point(case, 2) == Decimal("100.01")


@pytest.mark.parametrize(
    ("number", "amount", "currency"), [(3, "1000.55", "EUR"), (4, "1000", "CNY")]
)
def test_the_invoice_comes_last_at_the_central_banks_rate(
    case: Case, number: int, amount: str, currency: str
) -> None:
    assert point(case, number) == ecb(amount, currency)


def test_an_invoice_in_dollars_needs_no_rate(case: Case) -> None:
    assert point(case, 5) == Decimal("1234.56")


@pytest.mark.parametrize(
    ("value", "worth"), [("statistical", "100.01"), ("customs", "100"), ("invoice", "90")]
)
def test_the_basis_can_be_switched(case: Case, value: str, worth: str) -> None:
    answer = case.dossier(inn(1), value=value)
    assert answer.value_usd.point == Decimal(worth)
    assert answer.bases.value == value
    assert [group.key for group in answer.value_bases] == [value]


def test_how_much_rests_on_each_basis_is_part_of_the_answer(case: Case) -> None:
    answer = case.dossier(inn(1), inn(2), inn(5))
    assert {key: group.point for key, group in by_key(answer.value_bases).items()} == {
        "statistical": Decimal("100.01"),
        "customs": Decimal("100.01"),
        "invoice": Decimal("1234.56"),
    }


def test_a_basis_that_a_line_does_not_state_is_not_filled_from_another(case: Case) -> None:
    figure = case.dossier(inn(2), value="statistical").value_usd
    assert three(figure) == usd(0, 0, 0)
    assert (figure.rows_without_value, figure.ceiling_open) == (1, True)


def test_values_left_out_by_the_basis_are_not_said_to_lack_a_rate(case: Case) -> None:
    answer = case.dossier(inn(2), value="statistical")
    assert "no_rate" not in {caveat.code for caveat in answer.caveats}


def test_a_zero_that_means_none_is_no_value_and_opens_the_ceiling(case: Case) -> None:
    figure = case.dossier(inn(6)).value_usd
    assert three(figure) == usd(50, 50, 50)
    assert (figure.rows, figure.rows_without_value, figure.ceiling_open) == (1, 1, True)


def test_the_ceiling_of_lines_with_values_is_closed(case: Case) -> None:
    assert case.dossier(inn(1)).value_usd.ceiling_open is False


def test_a_doubtful_line_without_a_value_opens_the_ceiling_too(case: Case) -> None:
    figure = case.dossier(inn(9)).value_usd
    assert (figure.rows_without_value, figure.ceiling_open) == (0, True)


def test_dollars_a_tenth_away_from_the_customs_value_are_flagged(case: Case) -> None:
    said = {caveat.code: caveat.text for caveat in case.dossier(inn(7)).caveats}
    assert "1" in said["stated_dollars_far_off"]


def test_a_negative_line_that_agrees_with_its_customs_value_is_not_flagged(case: Case) -> None:
    answer = case.dossier(inn(8))
    assert "stated_dollars_far_off" not in {caveat.code for caveat in answer.caveats}


def test_a_certain_correction_nets_with_its_line_in_all_three_numbers(case: Case) -> None:
    assert three(case.dossier(inn(8)).value_usd) == usd(200, 200, 200)


def test_a_value_without_a_rate_is_said_until_rates_are_added(tmp_path: Path) -> None:
    row = line(inn=inn(1), **{**NO_VALUE, "customs": "12000"})
    with case_of(tmp_path, [row]) as case:
        before = case.dossier(inn(1))
        rates = tmp_path / "official.csv"
        rates.write_text("date,rate\n15.03.2022,120\n", encoding="utf-8")
        case.add_rates(rates, "RUB")
        after = case.dossier(inn(1))
    assert "no_rate" in {caveat.code for caveat in before.caveats}
    assert (before.value_usd.rows, before.value_usd.ceiling_open) == (0, True)
    assert (after.value_usd.point, after.value_usd.ceiling_open) == (Decimal(100), False)
    assert before.made_from.state != after.made_from.state


def test_an_amount_that_no_dollars_can_hold_leaves_its_line_without_value(case: Case) -> None:
    value = case.dossier(inn(10)).value_usd
    assert (value.point, value.rows_without_value, value.ceiling_open) == (Decimal(5), 1, True)
