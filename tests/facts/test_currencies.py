"""Currencies as written in records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.currencies import currency_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USD", "USD"),
        ("usd ", "USD"),
        ("840", "USD"),
        ("840.0", "USD"),
        ("ДОЛЛАР США", "USD"),
        ("долл. США", "USD"),
        ("US$", "USD"),
        ("978", "EUR"),
        ("ЕВРО", "EUR"),
        ("€", "EUR"),
        ("643", "RUB"),
        ("РУБ", "RUB"),
        ("руб.", "RUB"),
        ("8", "ALL"),
        ("156", "CNY"),
        ("ЮАНЬ", "CNY"),
        ("410", "KRW"),
        ("KZT", "KZT"),
    ],
)
def test_a_currency_is_understood_as_written(written: str, code: str) -> None:
    assert currency_code(written) == code


@pytest.mark.parametrize(
    ("old", "new"), [("810", "643"), ("RUR", "RUB"), ("974", "933"), ("BYR", "BYN"), ("TRL", "TRY")]
)
def test_a_redenominated_currency_is_not_the_one_that_followed_it(old: str, new: str) -> None:
    assert currency_code(old) is not None
    assert currency_code(old) != currency_code(new)


@pytest.mark.parametrize("written", ["", "$", "000", "DOLLARS?", "РУБ ЗА ТОННУ"])
def test_what_is_not_one_currency_is_none(written: str) -> None:
    assert currency_code(written) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    code = currency_code(text)
    assert code is None or currency_code(code) == code
