from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from knowing import disk

from followthegoods.case import Case
from followthegoods.errors import BadParameter, BadRates, NoSuchFile
from followthegoods.reference import rates as looking_up
from followthegoods.reference.kept import one_kept
from followthegoods.reference.rate_table import PLACES, read_rates
from followthegoods.reference.rates import Rate, Series
from strategies import CLOVER, DAISY, SETTINGS, SHARED, csv_bytes, workbook_bytes, write_files

CBR = SHARED / "reference" / "cbr_usd_rub_1992_2023.xlsx"
HEADER = ["ND", "G32", "G071", "G072", "G081", "G082", "G33", "G45", "G221", "G42"]


def rouble_line(item: str, day: str, value: str = "1000000", who: str = DAISY) -> list[str]:
    return ["1", item, "10000010", day, who, "ООО РОМАШКА", "8413302008", value, "", ""]


@pytest.fixture
def roubles(tmp_path: Path) -> Case:
    """A case of customs values in roubles: before and after the European series ends."""
    rows = [
        rouble_line("1", "01.03.2022"),
        rouble_line("2", "02.03.2022"),
        rouble_line("3", "05.01.2023"),
        rouble_line("4", "01.12.2023"),
        rouble_line("5", "15.03.2022", "", CLOVER),
    ]
    (path,) = write_files(tmp_path, {"roubles.csv": csv_bytes(rows, HEADER)})
    case = Case.new(tmp_path / "case")
    case.add([path])
    return case


def dollars(case: Case) -> dict[date | None, Decimal | None]:
    return {row.day: row.value_usd for row in case.rows(DAISY)}


def test_the_european_rouble_ends_on_1_march_2022(roubles: Case) -> None:
    found = dollars(roubles)
    assert [day for day, usd in found.items() if usd is not None] == [date(2022, 3, 1)]


def test_a_line_without_a_rate_is_counted_and_said(roubles: Case) -> None:
    answer = roubles.dossier(DAISY)
    assert answer.value_usd.rows_without_value == 3
    assert "no_rate" in {caveat.code for caveat in answer.caveats}


def test_added_rates_give_later_roubles_a_value(roubles: Case, tmp_path: Path) -> None:
    table = csv_bytes([["02.03.2022", "100,00"], ["05.01.2023", "80,00"]], ["date", "rate"])
    roubles.add_rates(write_files(tmp_path, {"rates.csv": table})[0])
    found = dollars(roubles)
    assert found[date(2022, 3, 2)] == Decimal(10000)
    assert found[date(2023, 1, 5)] == Decimal(12500)


def test_added_rates_are_not_carried_past_their_end(roubles: Case, tmp_path: Path) -> None:
    table = csv_bytes([["05.01.2023", "80,00"], ["30.11.2023", "90,00"]], ["date", "rate"])
    roubles.add_rates(write_files(tmp_path, {"rates.csv": table})[0])
    assert dollars(roubles)[date(2023, 12, 1)] is None


def test_added_rates_come_before_the_european_ones(roubles: Case, tmp_path: Path) -> None:
    table = csv_bytes([["01.03.2022", "100,00"]], ["date", "rate"])
    roubles.add_rates(write_files(tmp_path, {"rates.csv": table})[0])
    assert dollars(roubles)[date(2022, 3, 1)] == Decimal(10000)


def test_adding_rates_changes_no_line_file(roubles: Case, tmp_path: Path) -> None:
    derived = ("lake/dollars/", "lake/prices/")
    before = {name: h for name, h in disk(roubles).items() if not name.startswith(derived)}
    table = csv_bytes([["02.03.2022", "100,00"]], ["date", "rate"])
    roubles.add_rates(write_files(tmp_path, {"rates.csv": table})[0])
    after = {name: h for name, h in disk(roubles).items() if not name.startswith(derived)}
    assert after == before


def _looked_up(case: Case) -> list[str]:
    """The files of rates looked up for lines, each of which stands alone."""
    return sorted(name for name in disk(case) if name.startswith("lake/dollars/"))


def test_a_file_whose_days_are_known_needs_no_rates_looked_up(
    roubles: Case, tmp_path: Path
) -> None:
    before = _looked_up(roubles)
    roubles.add(
        write_files(tmp_path, {"2.csv": csv_bytes([rouble_line("6", "01.03.2022")], HEADER)})
    )
    assert _looked_up(roubles) == before
    assert all(usd for day, usd in dollars(roubles).items() if day == date(2022, 3, 1))


def test_a_file_with_new_days_keeps_the_rates_of_the_old(roubles: Case, tmp_path: Path) -> None:
    roubles.add(
        write_files(tmp_path, {"2.csv": csv_bytes([rouble_line("6", "28.02.2022")], HEADER)})
    )
    found = dollars(roubles)
    assert [day for day, usd in found.items() if usd] == [date(2022, 2, 28), date(2022, 3, 1)]


def test_rates_of_another_edition_of_the_ecbs_are_looked_up_again(
    roubles: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking_up._ecb_on.cache_clear()
    monkeypatch.setattr(looking_up, "ECB", "ECB reference rates (another edition)")
    before = _looked_up(roubles)
    roubles.add(
        write_files(tmp_path, {"2.csv": csv_bytes([rouble_line("6", "01.03.2022")], HEADER)})
    )
    looking_up._ecb_on.cache_clear()
    assert len(_looked_up(roubles)) == len(before) + 1


def test_rates_added_before_the_files_give_the_same_figures(roubles: Case, tmp_path: Path) -> None:
    table = csv_bytes([["02.03.2022", "100,00"], ["05.01.2023", "80,00"]], ["date", "rate"])
    (path,) = write_files(tmp_path, {"rates.csv": table})
    roubles.add_rates(path)
    with Case.new(tmp_path / "other") as other:
        other.add_rates(path)
        other.add([tmp_path / "roubles.csv"])
        assert dollars(other) == dollars(roubles)
        assert other.status().state == roubles.status().state


def test_the_same_rates_again_are_known(roubles: Case, tmp_path: Path) -> None:
    table = csv_bytes([["02.03.2022", "100,00"]], ["date", "rate"])
    (path,) = write_files(tmp_path, {"rates.csv": table})
    assert [roubles.add_rates(path).known for _ in range(2)] == [False, True]


def test_the_same_rates_again_take_no_number(roubles: Case, tmp_path: Path) -> None:
    (path,) = rate_files(tmp_path, first={"02.03.2022": "100,00"})
    roubles.add_rates(path)
    before = (roubles.status(), disk(roubles))
    roubles.add_rates(path)
    assert (roubles.status(), disk(roubles)) == before


def test_the_same_rates_as_another_currencys_are_refused(roubles: Case, tmp_path: Path) -> None:
    (path,) = rate_files(tmp_path, first={"02.03.2022": "100,00"})
    roubles.add_rates(path)
    with pytest.raises(BadParameter, match="already, as rates of RUB"):
        roubles.add_rates(path, "KZT")


# -- tables that disagree


def rate_files(folder: Path, **tables: dict[str, str]) -> list[Path]:
    """Tables of rates: name -> day -> rate."""
    data = {
        f"{name}.csv": csv_bytes([list(row) for row in rates.items()], ["date", "rate"])
        for name, rates in tables.items()
    }
    return write_files(folder, data)


@pytest.fixture
def two(roubles: Case, tmp_path: Path) -> list[Path]:
    """Two tables that disagree on one of three days; the case holds the first."""
    paths = rate_files(
        tmp_path,
        first={"02.03.2022": "100,00", "03.03.2022": "100,00"},
        second={"02.03.2022": "125,00", "03.03.2022": "100,00", "05.01.2023": "80,00"},
    )
    roubles.add_rates(paths[0])
    return paths


def test_a_day_with_two_rates_is_refused_with_the_day_and_both(
    roubles: Case, two: list[Path]
) -> None:
    before = (roubles.status(), disk(roubles))
    with pytest.raises(BadRates) as refused:
        roubles.add_rates(two[1])
    assert refused.value.what == (
        "2022-03-02 has two rates of RUB to the dollar: 100 in first.csv, 125 in second.csv."
    )
    assert (roubles.status(), disk(roubles)) == before


def test_tables_that_agree_where_they_overlap_are_taken(roubles: Case, tmp_path: Path) -> None:
    one, other = rate_files(
        tmp_path,
        one={"02.03.2022": "100,00"},
        other={"02.03.2022": "100,00", "05.01.2023": "80,00"},
    )
    roubles.add_rates(one)
    assert roubles.add_rates(other).replaced == 0
    assert dollars(roubles)[date(2023, 1, 5)] == Decimal(12500)


def test_tables_of_two_currencies_do_not_disagree(roubles: Case, two: list[Path]) -> None:
    assert roubles.add_rates(two[1], "KZT").replaced == 0


def test_a_table_that_replaces_counts_on_the_days_that_differ(
    roubles: Case, two: list[Path]
) -> None:
    assert roubles.add_rates(two[1], replace=True).replaced == 1
    assert dollars(roubles)[date(2022, 3, 2)] == Decimal(8000)
    assert [(kept.name, kept.days, kept.in_force) for kept in roubles.rates()] == [
        ("first.csv", 2, 1),
        ("second.csv", 3, 3),
    ]


def test_a_table_taken_out_lets_the_other_count_again(roubles: Case, two: list[Path]) -> None:
    before = (dollars(roubles), roubles.status().state)
    roubles.add_rates(two[1], replace=True)
    assert roubles.remove_rates("second.csv").days == 3
    assert (dollars(roubles), roubles.status().state) == before


def test_which_of_two_tables_counts_is_part_of_the_state(
    roubles: Case, two: list[Path], tmp_path: Path
) -> None:
    roubles.add_rates(two[1], replace=True)
    with Case.new(tmp_path / "other") as other:
        other.add([tmp_path / "roubles.csv"])
        other.add_rates(two[1])
        other.add_rates(two[0], replace=True)
        assert dollars(other) != dollars(roubles)
        assert other.status().state != roubles.status().state


def test_the_order_of_tables_that_agree_changes_no_state(roubles: Case, tmp_path: Path) -> None:
    tables = rate_files(tmp_path, a={"02.03.2022": "100,00"}, b={"05.01.2023": "80,00"})
    with Case.new(tmp_path / "other") as other:
        other.add([tmp_path / "roubles.csv"])
        for path in tables:
            roubles.add_rates(path)
        for path in reversed(tables):
            other.add_rates(path)
        assert other.status().state == roubles.status().state
        assert dollars(other) == dollars(roubles)


def test_a_table_is_named_by_its_number_its_name_or_its_hash(
    roubles: Case, two: list[Path]
) -> None:
    (kept,) = roubles.rates()
    names = ("1", "first.csv", kept.sha256, kept.sha256[:6])
    assert {one_kept([kept], name, "table of rates", roubles.path) for name in names} == {kept}


@pytest.mark.parametrize("letters", [0, 1, 5])
def test_a_few_letters_of_a_hash_name_no_table(
    roubles: Case, two: list[Path], letters: int
) -> None:
    (kept,) = roubles.rates()
    with pytest.raises(BadParameter, match="No table of rates answers"):
        roubles.remove_rates(kept.sha256[:letters])


def test_a_table_that_is_not_there_is_said_to_be_so(roubles: Case, two: list[Path]) -> None:
    with pytest.raises(BadParameter, match="No table of rates answers"):
        roubles.remove_rates("third.csv")


@pytest.mark.skipif(not CBR.exists(), reason="the central bank's table is absent")
def test_the_central_banks_table_gives_roubles_until_november_2023(roubles: Case) -> None:
    added = roubles.add_rates(CBR)
    assert (added.first, added.last, added.days) == (date(1992, 7, 1), date(2023, 11, 30), 7231)
    found = dollars(roubles)
    assert found[date(2022, 3, 2)] == Decimal("10899.69")  # 1 000 000 / 91.7457
    assert found[date(2023, 1, 5)] == Decimal("14217.17")  # the rate of 31.12.2022, 70.3375
    assert found[date(2023, 12, 1)] is None


# -- reading a table


def table_of(tmp_path: Path, data: bytes, currency: str = "RUB") -> dict[date, Decimal]:
    (path,) = write_files(tmp_path, {"rates": data})
    work = tmp_path / "work"
    work.mkdir()
    return read_rates(path, currency, work, SETTINGS).usd


DAY = date(2022, 3, 15)


@pytest.mark.parametrize(
    ("header", "row", "dollars_a_unit"),
    [
        (["date", "rate"], ["15.03.2022", "100,00"], "0.01"),
        (["Дата", "Курс"], ["2022-03-15", "100.00"], "0.01"),
        (["day", "nominal", "value"], ["15.03.2022", "10", "1 000,50"], "0.0099950024987506"),
        (["day", "value"], ["15.03.2022", "1,250.00"], "0.0008"),
        (["day", "value"], ["15.03.2022", "1.250,00"], "0.0008"),
        (["day", "value"], ["15.03.2022", "0,125"], "8"),
    ],
)
def test_a_rate_is_read_as_it_is_written(
    tmp_path: Path, header: list[str], row: list[str], dollars_a_unit: str
) -> None:
    assert table_of(tmp_path, csv_bytes([row], header)) == {DAY: Decimal(dollars_a_unit)}


def test_a_rate_before_three_digits_is_read_by_the_others(tmp_path: Path) -> None:
    rows = [["15.03.2022", "1,250"], ["16.03.2022", "1,250.50"]]
    assert table_of(tmp_path, csv_bytes(rows, ["date", "rate"]))[DAY] == Decimal("0.0008")


def test_rates_that_can_be_read_two_ways_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRates, match="two ways"):
        table_of(tmp_path, csv_bytes([["15.03.2022", "1,300"]], ["date", "rate"]), "KRW")


def test_only_the_dollars_rows_of_a_table_of_currencies_are_read(tmp_path: Path) -> None:
    rows = [["15.03.2022", "110,00", "EUR"], ["15.03.2022", "100,00", "USD"]]
    found = table_of(tmp_path, csv_bytes(rows, ["date", "rate", "currency"]))
    assert found == {DAY: Decimal("0.01")}


def test_a_header_is_found_below_a_title(tmp_path: Path) -> None:
    book = workbook_bytes([["Курсы"], ["date", "rate"], ["15.03.2022", 100]])
    assert table_of(tmp_path, book) == {DAY: Decimal("0.01")}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["15.03.2022", "100,00"], ["15.03.2022", "101,00"]], "two different rates"),
        ([["15.03.2022", "нет"]], "None of"),
        ([["15.03.2022", "0,00"]], "None of"),
        ([["15.03.2022", "-5,00"]], "None of"),
    ],
)
def test_a_table_without_good_rates_is_refused(
    tmp_path: Path, rows: list[list[str]], says: str
) -> None:
    with pytest.raises(BadRates, match=says):
        table_of(tmp_path, csv_bytes(rows, ["date", "rate"]))


def test_a_table_without_a_day_or_a_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRates, match="No header"):
        table_of(tmp_path, csv_bytes([["1", "2"]], ["a", "b"]))


@pytest.mark.parametrize("currency", ["USD", "ТАЛЕР", ""])
def test_rates_are_of_a_national_currency(tmp_path: Path, currency: str) -> None:
    with pytest.raises(BadParameter):
        table_of(tmp_path, csv_bytes([["15.03.2022", "1,00"]], ["date", "rate"]), currency)


def test_rates_that_are_not_there_are_said_to_be_so(roubles: Case, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        roubles.add_rates(tmp_path / "absent.csv")


# -- a series


ONE, TWO = Rate(Decimal(1), "a"), Rate(Decimal(2), "a")
SERIES = Series({date(2022, 12, 30): ONE, date(2023, 1, 10): TWO})


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2022, 12, 29), None),
        (date(2022, 12, 30), ONE),
        (date(2023, 1, 9), ONE),
        (date(2023, 1, 10), TWO),
        (date(2023, 1, 11), None),
    ],
)
def test_a_rate_holds_until_the_next_and_never_past_the_end(day: date, rate: Rate | None) -> None:
    found = SERIES.on(day)
    assert (found and found[1]) == rate


def test_a_rate_is_not_carried_over_a_long_gap() -> None:
    series = Series({date(2022, 1, 1): ONE, date(2023, 1, 1): TWO})
    assert series.on(date(2022, 1, 16)) is not None
    assert series.on(date(2022, 1, 17)) is None


def test_a_reciprocal_is_stored_to_sixteen_places(tmp_path: Path) -> None:
    found = table_of(tmp_path, csv_bytes([["15.03.2022", "3,00"]], ["date", "rate"]))[DAY]
    assert -int(found.as_tuple().exponent) == PLACES
