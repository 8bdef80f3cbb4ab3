"""Verdicts beside what is not in their figures: lines shown apart, rows that repeat others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from followthegoods.case import Case
from followthegoods.case.stories import check_story
from followthegoods.demo.entry import checked_inn
from followthegoods.model.story import Ruling, Verdict
from followthegoods.questions.stories.checking.claims_file import read_claims

INN = checked_inn("990055501")
HEADERS = (
    "ND;G32;G072;GD1;G011;G37;G022;G023;G0231;G081;G082;G083;G15A;G34;G31_1;G33;G38;G46"
    ";G31_7;G31_71"
)
Row = tuple[str, str, str, str]
"""Declaration, procedure, sender, dollars."""
ARRIVED: Row = ("0000001", "4000", "QORVANTE PRESSWORKS CO., LTD", "900000.00")
SECOND: Row = ("0000002", "4000", "BREVILLA STAMPI SPA", "600000.00")
PASSED: Row = ("0000003", "8000", "BREVILLA STAMPI SPA", "500000.00")
LENT: Row = ("0000004", "5300", "BREVILLA STAMPI SPA", "200000.00")


def written(path: Path, *rows: Row, weight: str = "1000") -> Path:
    lines = [HEADERS]
    for number, procedure, sender, usd in rows:
        lines.append(
            f"10404050/150322/{number};1;15.03.2022;15.03.2022;ИМ;{procedure};{sender};"
            f'9, MILL LANE, IT;IT;{INN};ООО "ЗАРЕЧНЫЙ МЕХАНИК";'
            f"Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ, Д. 4;IT;IT;ПАНЕЛЬ КУЗОВА;8708299009;{weight};{usd};10;ШТ"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def one(tmp_path: Path, fields: str, *rows: Row, again: tuple[Row, ...] = ()) -> Verdict:
    """The verdict of a claim of the company that these rows name."""
    files = [written(tmp_path / "a.csv", *rows)]
    if again:
        files.append(written(tmp_path / "b.csv", *again))
    with Case.new(tmp_path / "case") as made:
        made.add(files)
        told = read_claims(f'schema = 1\n[[claim]]\nof = ["{INN}"]\n{fields}')
        return check_story(made, told).verdicts[0]


VALUE = 'measure = "value"\nunit = "USD"'


def test_lines_shown_apart_are_told_with_how_much_they_state(tmp_path: Path) -> None:
    found = one(tmp_path, f'{VALUE}\namount = "1,500,000"', ARRIVED, SECOND, PASSED, LENT)
    assert found.caveats == (
        "Lines shown apart, and not in the figure: 2, 700,000 US dollars "
        "(temporarily imported: 1; in transit: 1).",
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('measure = "quantity"\nunit = "t"\namount = "2"', "2, 2,000 kilograms"),
        ('measure = "quantity"\nunit = "pieces"\namount = "20"', "2, 20 of the unit"),
        ('measure = "lines"\namount = "2"', "2 ("),
        ('measure = "lines"\nunit = "declarations"\namount = "2"', "2 ("),
        ('measure = "presence"', "2 ("),
    ],
)
def test_lines_shown_apart_state_what_is_measured(tmp_path: Path, fields: str, said: str) -> None:
    found = one(tmp_path, fields, ARRIVED, SECOND, PASSED, LENT)
    assert found.caveats[0].startswith(f"Lines shown apart, and not in the figure: {said}")


def test_lines_shown_apart_are_those_that_a_claim_is_of(tmp_path: Path) -> None:
    fields = f'{VALUE}\namount = "900,000"\nsupplier = ["QORVANTE PRESSWORKS"]'
    assert one(tmp_path, fields, ARRIVED, SECOND, PASSED).caveats == ()


@pytest.mark.parametrize(
    ("number", "ruling"),
    [
        ('amount = "1,500,000"', Ruling.DEFINITION),  # so many arrived: with the others it is less
        ('amount = "2,200,000"', Ruling.DEFINITION),  # all together
        ('amount = "1,700,000"', Ruling.NOT_DETERMINABLE),  # with what was lent, without transit
        ('hedge = "at least"\namount = "1.4 million"', Ruling.SUPPORTED),  # either way
        ('amount = "900,000"', Ruling.CONTRADICTED),  # neither
        ('hedge = "up to"\namount = "1.6 million"', Ruling.DEFINITION),
    ],
)
def test_what_lines_shown_apart_would_change_is_not_plain(
    tmp_path: Path, number: str, ruling: Ruling
) -> None:
    found = one(tmp_path, f"{VALUE}\n{number}", ARRIVED, SECOND, PASSED, LENT)
    assert found.ruling is ruling


def test_a_verdict_says_what_lines_shown_apart_would_make_of_it(tmp_path: Path) -> None:
    found = one(tmp_path, f'{VALUE}\namount = "1,500,000"', ARRIVED, SECOND, PASSED)
    assert (
        "Supported without the lines that are shown apart; with them it is contradicted."
        in found.notes
    )


@pytest.mark.parametrize(
    ("fields", "rows", "ruling"),
    [
        ('measure = "absence"\nhs = ["8708"]', (PASSED,), Ruling.DEFINITION),
        (
            'measure = "absence"\nsupplier = ["BREVILLA STAMPI"]',
            (ARRIVED, PASSED),
            Ruling.DEFINITION,
        ),
        (
            'measure = "rank"\nunit = "largest"\nsupplier = ["QORVANTE PRESSWORKS"]',
            (ARRIVED, SECOND, PASSED),
            Ruling.DEFINITION,
        ),
        ('measure = "share"\nunit = "%"\namount = "60"\nsupplier = ["QORVANTE PRESSWORKS"]',
         (ARRIVED, SECOND, PASSED), Ruling.DEFINITION),
        ('measure = "suppliers"\namount = "1"', (ARRIVED, PASSED), Ruling.DEFINITION),
    ],
)  # fmt: skip
def test_every_measure_is_looked_at_with_the_lines_shown_apart(
    tmp_path: Path, fields: str, rows: tuple[Row, ...], ruling: Ruling
) -> None:
    assert one(tmp_path, fields, *rows).ruling is ruling


def test_the_whole_of_a_share_has_lines_shown_apart_too(tmp_path: Path) -> None:
    fields = 'measure = "share"\nunit = "%"\namount = "60"\nsupplier = ["QORVANTE PRESSWORKS"]'
    found = one(tmp_path, fields, ARRIVED, SECOND, PASSED)
    assert any(caveat.startswith("Of the whole: Lines shown apart") for caveat in found.caveats)


@pytest.mark.parametrize("unit", ["", "shipments"])
def test_rows_that_are_there_again_are_told_beside_a_count(tmp_path: Path, unit: str) -> None:
    fields = f'measure = "lines"\namount = "2"\nunit = "{unit}"'
    found = one(tmp_path, fields, ARRIVED, SECOND, again=(SECOND, ARRIVED))
    assert found.ruling is Ruling.SUPPORTED
    assert found.caveats == ("Rows that repeat these lines or were replaced, not counted: 2.",)


def test_rows_that_are_there_again_are_those_of_the_lines_counted(tmp_path: Path) -> None:
    fields = 'measure = "lines"\namount = "1"\nsupplier = ["QORVANTE PRESSWORKS"]'
    found = one(tmp_path, fields, ARRIVED, SECOND, again=(SECOND,))
    assert found.caveats == ()


@pytest.mark.parametrize(
    "fields",
    [
        'measure = "share"\nunit = "%"\namount = "60"\nsupplier = ["QORVANTE PRESSWORKS"]',
        'measure = "share"\nunit = "%"\namount = "60"\nhs = ["8708"]',
        'measure = "rank"\nunit = "largest"\nsupplier = ["QORVANTE PRESSWORKS"]',
        'measure = "suppliers"\namount = "2"',
        'measure = "change"\nunit = "times"\namount = "2"\nperiod = "2022"\nagainst = "2022-03"',
    ],
)
def test_a_plan_holds_all_that_a_figure_is_made_of(tmp_path: Path, fields: str) -> None:
    found = one(tmp_path, fields, ARRIVED, SECOND)
    with duckdb.connect() as shell:
        shell.execute(f"SET file_search_path = '{tmp_path / 'case'}'")
        rows = shell.execute(found.plan).fetchall()
    sums = {number for row in rows for number in row}
    assert 1_500_000 in sums or {900_000, 600_000} <= sums


def test_a_shares_plan_prints_its_part_and_then_the_whole(tmp_path: Path) -> None:
    fields = 'measure = "share"\nunit = "%"\namount = "60"\nsupplier = ["QORVANTE PRESSWORKS"]'
    found = one(tmp_path, fields, ARRIVED, SECOND)
    part, _, whole = found.plan.partition("-- of the whole:\n")
    with duckdb.connect() as shell:
        shell.execute(f"SET file_search_path = '{tmp_path / 'case'}'")
        points = [shell.execute(plan).fetchall()[0][1] for plan in (part, whole)]
    assert points == [900_000, 1_500_000]


@pytest.mark.parametrize(
    ("usd", "ruling"),
    [("", Ruling.NOT_DETERMINABLE), ("100000.00", Ruling.SUPPORTED)],
)
def test_a_rivals_lines_without_a_value_may_make_it_the_largest(
    tmp_path: Path, usd: str, ruling: Ruling
) -> None:
    unvalued = ("0000005", "4000", "BREVILLA STAMPI SPA", usd)
    fields = 'measure = "rank"\nunit = "largest"\nsupplier = ["QORVANTE PRESSWORKS"]'
    found = one(tmp_path, fields, ARRIVED, SECOND, unvalued)
    assert found.ruling is ruling
    assert ("Lines without a value could change that: 1." in found.why) is not bool(usd)


def test_lines_of_ones_own_without_a_value_change_no_first_place(tmp_path: Path) -> None:
    unvalued = ("0000005", "4000", "QORVANTE PRESSWORKS CO., LTD", "")
    fields = 'measure = "rank"\nunit = "largest"\nsupplier = ["QORVANTE PRESSWORKS"]'
    assert one(tmp_path, fields, ARRIVED, SECOND, unvalued).ruling is Ruling.SUPPORTED
