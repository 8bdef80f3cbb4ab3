"""What suppliers supply, how much rests on the largest, and what changed with an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_case import Row, case_of, inn, line, usd

from followthegoods.case import Case
from followthegoods.model.answer import Answer
from followthegoods.questions.reading import per_cent

OLD = {"sender": "QORVANTE PRESSWORKS CO., LTD", "sender_country": "KR"}
NEW = {"sender": "TEMBRASOL TRADING LIMITED", "sender_country": "HK", "origin": "CN"}
EVENT = date(2022, 3, 1)


def on(day: str, **more: str) -> Row:
    return line(inn=inn(1), registered=day, released=day, **more)


ROWS: list[Row] = [
    on("10.01.2022", usd="600", goods="ПАНЕЛЬ КУЗОВА ЛЕВАЯ", maker="OLVANDER STAMPING", **OLD),
    on("11.01.2022", usd="100", goods="ПАНЕЛЬ КУЗОВА ПРАВАЯ", maker="OLVANDER STAMPING", **OLD),
    on("12.02.2022", usd="50", goods="ТОРМОЗ ДИСКОВЫЙ", hs="8708301000", **OLD),
    on("10.03.2022", usd="200", goods="ПАНЕЛЬ КУЗОВА ЛЕВАЯ", **NEW),
    on("11.04.2022", usd="40", goods="", **NEW),
    on("12.04.2022", usd="10", goods="ШПИЛЬКА", **NEW),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("suppliers"), ROWS) as made:
        yield made


@pytest.fixture(scope="module")
def answer(case: Case) -> Answer:
    return case.dossier(inn(1), events=[(EVENT, "the event")])


def test_a_suppliers_largest_codes_are_named_in_words(answer: Answer) -> None:
    (first, second) = answer.suppliers[0].codes
    assert (first.code, first.point, first.lines) == ("870829", Decimal(700), 2)
    assert second.text.startswith("Vehicle parts; brakes")


def test_a_suppliers_commonest_words_are_those_of_its_goods_texts(answer: Answer) -> None:
    assert answer.suppliers[0].words[:2] == ("ПАНЕЛЬ", "КУЗОВА")


def test_a_supplier_has_its_country_its_days_and_the_makers_behind_it(answer: Answer) -> None:
    supplier = answer.suppliers[0]
    assert (supplier.country, supplier.lines) == ("KR", 3)
    assert (supplier.first, supplier.last) == (date(2022, 1, 10), date(2022, 2, 12))
    assert supplier.makers == ("OLVANDER STAMPING",)


def test_the_five_largest_lines_and_the_largest_supplier_are_weighed(answer: Answer) -> None:
    rests = answer.concentration
    assert (rests.largest_lines, rests.largest_lines_share) == (Decimal(990), Decimal("99.0"))
    assert (rests.largest_supplier, rests.largest_supplier_share) == (
        answer.suppliers[0].key,
        Decimal("75.0"),
    )


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_never_more_than_the_exact_one_nor_a_tenth_less(part: int, whole: int) -> None:
    share = per_cent(Decimal(part), Decimal(whole))
    assert share is not None
    assert share * whole <= 100 * part < (share + Decimal("0.1")) * whole


def test_nothing_is_a_share_of_nothing() -> None:
    assert per_cent(Decimal(1), Decimal(0)) is None


# -- events


def test_suppliers_that_are_new_and_that_vanished_with_an_event_are_told(answer: Answer) -> None:
    by_label = {supplier.label: supplier.key for supplier in answer.suppliers}
    (event,) = answer.events
    assert event.new_suppliers == (by_label[NEW["sender"]],)
    assert event.vanished_suppliers == (by_label[OLD["sender"]],)


def test_windows_of_equal_length_are_told_by_group(answer: Answer) -> None:
    window = answer.events[0].window
    assert window
    before, after = (
        {group.key: group.point for group in side["origin"]}
        for side in (window.before_by, window.after_by)
    )
    assert (before, after) == ({"KR": Decimal(50)}, {"CN": Decimal(250)})


def test_what_grew_is_told_most_first(answer: Answer) -> None:
    window = answer.events[0].window
    assert window
    grown = {(g.dimension, g.key): (g.before, g.after) for g in window.grew}
    assert grown["origin", "CN"] == usd(0, 250)
    assert grown["hs4", "8708"] == usd(50, 250)
    assert ("origin", "KR") not in grown
    gains = [g.after - g.before for g in window.grew]
    assert gains == sorted(gains, reverse=True)


def test_several_events_each_have_their_own_windows(case: Case) -> None:
    days = [(date(2022, 2, 1), "one"), (date(2022, 4, 1), "two")]
    one, two = case.dossier(inn(1), events=days).events
    assert one.window
    assert two.window
    assert (one.since.point, two.since.point) == usd(300, 50)
    assert (one.window.days, two.window.days) == (22, 12)


def test_names_behind_a_label_of_a_goods_text_are_no_words_of_goods(tmp_path: Path) -> None:
    goods = "ПАНЕЛЬ КУЗ_[=1=]ОВА. ИЗГОТОВИТЕЛЬ: OLVANDER STAMPING; АРТИКУЛ A628-147233"
    with case_of(tmp_path, [line(inn=inn(1), goods=goods)]) as made:
        (supplier,) = made.dossier(inn(1)).suppliers
    assert supplier.words == ("ПАНЕЛЬ", "КУЗОВА")
