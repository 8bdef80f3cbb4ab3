"""Units of quantity as written in records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.facts.text import key, read_toml, skeleton
from followthegoods.facts.units import unit_code


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("ШТ", "PCS"),
        ("шт.", "PCS"),
        ("796", "PCS"),
        ("U  ", "PCS"),
        ("UNIDAD", "PCS"),
        ("NOS", "PCS"),
        ("М2", "M2"),
        ("м²", "M2"),
        ("square metres", "M2"),
        ("cubic metres", "M3"),
        ("55", "M2"),
        ("SQF", "FT2"),
        ("КГ", "KG"),
        ("166.0", "KG"),
        ("K", "KG"),
        ("QUILOGRAMA LIQUIDO", "KG"),
        ("715", "PAIR"),
        ("1000 ШТ", "1000PCS"),
        ("КВТ.Ч", "KWH"),
        ("КАРАТ", "CAR"),
        ("SET", "SET"),
        ("CTN", "CTN"),
    ],
)
def test_a_unit_is_understood_as_written(written: str, unit: str) -> None:
    assert unit_code(written) == unit


@pytest.mark.parametrize("written", ["", "0", "999", "X", "NULL", "КГ И ШТ"])
def test_an_unknown_unit_is_none(written: str) -> None:
    assert unit_code(written) is None


def test_no_spelling_stands_for_two_units() -> None:
    owners: dict[str, set[str]] = {}
    for unit, names in read_toml("units.toml")["unit"].items():
        for name in (unit, *names):
            owners.setdefault(skeleton(key(name)), set()).add(unit)
    assert {name: units for name, units in owners.items() if len(units) > 1} == {}


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    unit = unit_code(text)
    assert unit is None or unit_code(unit) == unit


def test_the_international_unit_of_peru_is_a_piece() -> None:
    assert unit_code("NIU") == "PCS"
