"""The planted truth says what the invented story prints."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthegoods.demo import DemoFiles, write_files
from followthegoods.demo.clerk import Clerk, Serials, ordinary
from followthegoods.demo.entry import REFUSED, Entry, checked_inn
from followthegoods.demo.ledger import account, settle
from followthegoods.demo.money import spread
from followthegoods.demo.traps import plant

MILLION = Decimal(1_000_000)
STORIES = Path(__file__).parents[2] / ".." / "shared" / "stories"


def subject_rows(seed: int) -> list[Entry]:
    clerk = Clerk(seed, Serials())
    return plant(clerk, ordinary(clerk))


def within(value: Decimal, low: str, high: str) -> bool:
    return Decimal(low) * MILLION <= value <= Decimal(high) * MILLION


def test_even_the_floor_of_all_imports_is_at_least_34_million(demo: DemoFiles) -> None:
    total = demo.truth.total
    assert Decimal(34) * MILLION <= total.floor <= total.point < total.ceiling
    assert within(total.point, "34", "34.4")


def test_only_dispatch_gives_almost_15_and_a_half_million_from_south_korea(
    demo: DemoFiles,
) -> None:
    korea = {basis: groups["KR"] for basis, groups in demo.truth.by_country.items()}
    assert [basis for basis, usd in korea.items() if within(usd, "15.4", "15.499")] == ["dispatch"]
    assert all(
        abs(usd - korea["dispatch"]) > MILLION for b, usd in korea.items() if b != "dispatch"
    )


def test_almost_16_million_came_since_the_event(demo: DemoFiles) -> None:
    assert within(demo.truth.since.point, "15.9", "15.999")


def test_only_origin_gives_five_million_from_south_korea_since_the_event(demo: DemoFiles) -> None:
    korea = {basis: groups["KR"] for basis, groups in demo.truth.since.by_country.items()}
    assert [basis for basis, usd in korea.items() if within(usd, "4.9", "5.1")] == ["origin"]


def test_the_goods_were_produced_in_six_countries_and_sent_by_companies_of_seven(
    demo: DemoFiles,
) -> None:
    assert set(demo.truth.by_country["origin"]) == {"KR", "CN", "IN", "TR", "IT", "DE"}
    assert set(demo.truth.by_country["sender"]) == {"KR", "CN", "IN", "TR", "IT", "DE", "HK"}


@pytest.mark.parametrize("basis", ["origin", "dispatch", "trading", "sender"])
def test_the_countries_of_a_basis_sum_to_the_point(demo: DemoFiles, basis: str) -> None:
    assert sum(demo.truth.by_country[basis].values()) == demo.truth.total.point


def test_years_codes_and_suppliers_each_sum_to_the_point(demo: DemoFiles) -> None:
    truth = demo.truth
    assert sum(truth.by_year.values()) == truth.total.point
    assert sum(truth.by_hs4.values()) == truth.total.point
    assert sum(supplier.point for supplier in truth.by_supplier.values()) == truth.total.point


def test_makers_sum_to_more_than_the_point_because_some_lines_name_two(demo: DemoFiles) -> None:
    assert sum(demo.truth.by_maker.values()) > demo.truth.total.point


def test_no_written_sender_belongs_to_two_suppliers(demo: DemoFiles) -> None:
    written = [name for supplier in demo.truth.by_supplier.values() for name in supplier.written]
    assert len(written) == len(set(written))


def test_the_truth_is_written_beside_the_files_with_amounts_as_strings(demo: DemoFiles) -> None:
    written = json.loads((demo.files[0].parent / "truth.json").read_text(encoding="utf-8"))
    assert written["total"]["point"] == str(demo.truth.total.point)
    assert "INVENTED" in written["note"]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_files(tmp_path / name, others=300) for name in ("one", "two"))
    names = [path.name for path in first.files] + ["truth.json"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert [path.name for path in second.files] == names[:-1]


def test_another_seed_gives_other_rows_and_the_same_sums() -> None:
    one, two = subject_rows(1), subject_rows(2)
    assert one != two
    first, second = account(one, {}, 1), account(two, {}, 2)
    assert (first.total.floor, first.total.point) == (second.total.floor, second.total.point)
    assert first.by_country == second.by_country
    assert first.since == second.since


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_change_what_is_counted(rng: Random) -> None:
    rows = [row for row in ROWS if row.trap not in REFUSED]
    rng.shuffle(rows)
    assert sums(rows) == SUMS


@given(st.integers(1, 60), st.integers(5_000_00, 10**10), st.integers())
def test_an_amount_is_spread_to_the_exact_cent(lines: int, cents: int, seed: int) -> None:
    total = Decimal(cents).scaleb(-2)
    amounts = spread(total, lines, Random(seed))
    assert sum(amounts) == total
    assert len(amounts) == lines
    assert min(amounts) > 0


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_the_check_digit_of_a_tax_id_is_one_digit(nine: str) -> None:
    assert re.fullmatch(r"[0-9]{10}", checked_inn(nine))


def test_no_company_of_a_published_story_appears_in_the_files(demo: DemoFiles) -> None:
    if not STORIES.is_dir():
        pytest.skip("no published stories beside the project")
    text = (STORIES / "original.txt").read_text(encoding="utf-8")
    form = r"(?:Co|CO LTD|Inc|Spa|SPA|Electronics|Motors|LLC|International)\b"
    named = {name.upper() for name in re.findall(rf"((?:[A-Z]\w+ )+){form}", text)}
    words = {word for name in named for word in name.split()} - {"INDUSTRIAL", "SOUTH", "CO"}
    assert len(words) >= 4
    early, late, _, c = demo.files
    written = early.read_text("cp1251") + late.read_text("cp1251") + c.read_text("utf-8-sig")
    found = set(re.findall(r"\w+", written.upper()))
    assert not words & found


def sums(rows: Sequence[Entry]) -> tuple[Decimal, Decimal, Decimal]:
    lines = settle(rows)
    return (
        sum((line.floor for line in lines), Decimal(0)),
        sum((line.point for line in lines), Decimal(0)),
        sum((line.ceiling for line in lines), Decimal(0)),
    )


ROWS = subject_rows(7)
SUMS = sums([row for row in ROWS if row.trap not in REFUSED])
