"""Lines as they were read: narrowed by what stands on them, and searched through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.case import Case, browsing
from followthegoods.engine.duckdb import connect, literal
from followthegoods.errors import BadParameter
from followthegoods.questions.lines import Narrowing, quoted
from strategies import CLOVER, DAISY, SETTINGS, case_of, line

OWN = "10000010/150322/0000007"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    rows = [
        line(),
        line(item="2", goods="НАСОС «50% (А)» ЦЕНТРОБЕЖНЫЙ", hs="8413702100"),
        line(item="3", goods="КОЛЕСО", hs="8708705009", registered="01.06.2023"),
        line(declaration=OWN, receiver_id=CLOVER, receiver_name="ООО КЛЕВЕР", statistical_usd=""),
    ]
    with case_of(tmp_path_factory.mktemp("lines"), rows, [rows[0]]) as made:
        yield made


@pytest.mark.parametrize(
    ("by", "count"),
    [
        ({}, 5),
        ({"who": [DAISY]}, 4),
        ({"who": [DAISY, CLOVER]}, 5),
        ({"who": ["BUTTERCUP TRADING LTD"]}, 5),
        ({"code": "8413"}, 4),
        ({"code": "8413 70"}, 1),
        ({"first": date(2023, 1, 1)}, 1),
        ({"last": date(2022, 12, 31)}, 4),
        ({"number": OWN}, 1),
        ({"text": "насос"}, 4),
        ({"text": "50% (а)"}, 1),
        ({"text": "5.% "}, 0),
        ({"who": [DAISY], "code": "8708", "text": "колесо"}, 1),
    ],
)
def test_lines_are_narrowed_by_what_stands_on_them(
    case: Case, by: dict[str, Any], count: int
) -> None:
    assert len(case.lines(**by)) == count
    assert sum(len(part.found) for part in case.search_lines(**by)) == count


def test_a_search_finds_the_lines_in_their_order_and_says_how_far_it_is(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "WINDOW", 2)
    parts = list(case.search_lines(text="насос"))
    assert [one for part in parts for one in part.found] == case.lines(text="насос")
    assert [part.lines for part in parts] == sorted({part.lines for part in parts})
    assert (parts[-1].lines, parts[-1].of) == (5, 5)


def test_a_search_that_is_closed_lets_the_case_go(case: Case) -> None:
    search = case.search_lines()
    next(search)
    search.close()
    assert len(case.lines()) == 5


def test_more_lines_than_are_read_at_a_time_are_listed_all(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = case.lines()
    monkeypatch.setattr(browsing, "MOST", 2)
    assert case.lines() == every
    assert case.lines(3, 1) == every[1:4]


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ({"first": date(2022, 3, 31)}, True),
        ({"first": date(2022, 4, 1)}, False),
        ({"last": date(2022, 3, 1)}, True),
        ({"last": date(2022, 2, 28)}, False),
    ],
)
def test_a_line_of_a_month_is_of_any_day_of_it(by: dict[str, date], found: bool) -> None:
    row = "(SELECT NULL::DATE AS registered, DATE '2022-03-01' AS month)"
    condition = Narrowing(**by, monthly=True).condition()
    (said,) = connect(SETTINGS).execute(f"SELECT {condition} FROM {row}").fetchone() or ()
    assert bool(said) is found


def test_pages_are_the_list_in_pieces(case: Case) -> None:
    every = case.lines()
    assert [one for first in range(5) for one in case.lines(1, first)] == every


def test_a_line_has_its_dollars_its_parties_and_its_fate(case: Case) -> None:
    own = {(one.source, one.row): one for one in case.lines()}
    assert str(own["1.csv", 2].value_usd) == "1000.5000"
    assert own["1.csv", 2].receiver_party == case.find(DAISY)[0].id
    assert own["2.csv", 2].fate == "repeated"


def test_parties_are_called_by_their_ids_and_nobody_by_others(case: Case) -> None:
    daisy, clover = (case.find(number)[0] for number in (DAISY, CLOVER))
    others = ("p1", "p" + "f" * 16, "p" + "f" * 40, "nobody", "")
    assert case.names(daisy.id, clover.id, *others) == {
        daisy.id: daisy.name,
        clover.id: clover.name,
    }
    assert case.names(*others) == {}


def test_a_code_that_is_none_is_refused(case: Case) -> None:
    with pytest.raises(BadParameter):
        case.lines(code="87%")


@given(st.text(max_size=20).filter(lambda text: "\0" not in text))
def test_a_text_means_its_letters_and_nothing_else(text: str) -> None:
    with connect(SETTINGS) as db:
        pattern, said = literal("(?i)" + quoted(text)), literal(f"a{text}b")
        assert db.execute(f"SELECT regexp_matches({said}, {pattern})").fetchone() == (True,)
