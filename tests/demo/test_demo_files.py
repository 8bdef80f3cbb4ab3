"""What was planted is in the files: every figure again, from a naive reading of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from demo_reading import Read, Reading

from followthegoods.demo import DemoFiles
from followthegoods.demo.entry import checked_inn

EVENT = date(2022, 2, 24)


def named_like_the_subject(row: Read) -> bool:
    name = row.receiver.replace("\xa0", " ")
    return "ОРЛЕМАР" in name or "ORLEMAR" in name


def is_subject(row: Read, demo: DemoFiles) -> bool:
    """The tax id; or the name at the subject's address under no tax id that holds."""
    if row.inn == demo.truth.subject.inn:
        return True
    holds = row.inn and checked_inn(row.inn[:9]) == row.inn
    return not holds and named_like_the_subject(row) and "КАМСКИЙ ЯР" in row.address


def is_counted(row: Read) -> bool:
    regime = row.regime in ("4000000", "7800000")
    return row.direction == "ИМ" and regime and row.released is not None


@pytest.fixture(scope="module")
def own(demo: DemoFiles, reading: Reading) -> list[Read]:
    return [row for row in reading.rows if is_subject(row, demo) and is_counted(row)]


@pytest.fixture(scope="module")
def standing(own: list[Read]) -> list[tuple[Read, Decimal, Decimal]]:
    """Each line once: the row that stands, its amount in floor and point, and in the ceiling."""
    return list(settled(own))


def settled(rows: list[Read]) -> Iterator[tuple[Read, Decimal, Decimal]]:
    keyed: defaultdict[object, list[Read]] = defaultdict(list)
    keyless: defaultdict[object, list[Read]] = defaultdict(list)
    for row in rows:
        if row.item == 0:
            keyless[row.number, row.goods, row.usd].append(row)
        elif row.usd < 0:
            yield row, row.usd, row.usd
        else:
            keyed[row.key].append(row)
    for same in keyed.values():
        last = max(row.released or date.min for row in same)
        left = sorted((row for row in same if row.released == last), key=lambda row: row.usd)
        yield left[0], left[0].usd, left[-1].usd
    for same in keyless.values():
        most = max(Counter(row.file for row in same).values())
        for place, row in enumerate(same):
            yield row, row.usd if place < most else Decimal(0), row.usd


def korea(standing: list[tuple[Read, Decimal, Decimal]], basis: str) -> Decimal:
    return sum((usd for row, usd, _ in standing if getattr(row, basis) == "KR"), Decimal(0))


def test_the_point_is_in_the_files(
    demo: DemoFiles, standing: list[tuple[Read, Decimal, Decimal]]
) -> None:
    assert sum(usd for _, usd, _ in standing) == demo.truth.total.point


def test_the_ceiling_is_in_the_files(
    demo: DemoFiles, reading: Reading, standing: list[tuple[Read, Decimal, Decimal]]
) -> None:
    name_only = [
        row.usd
        for row in reading.rows
        if named_like_the_subject(row) and not row.inn and not row.address
    ]
    assert len(name_only) == demo.truth.uncertain.rows == 10
    ceiling = sum(usd for *_, usd in standing) + sum(name_only)
    assert ceiling == demo.truth.total.ceiling


@pytest.mark.parametrize("basis", ["origin", "dispatch", "trading", "sender_country"])
def test_south_korea_is_in_the_files_on_every_basis(
    demo: DemoFiles, standing: list[tuple[Read, Decimal, Decimal]], basis: str
) -> None:
    planted = demo.truth.by_country[basis.removesuffix("_country")]["KR"]
    assert korea(standing, basis) == planted


def test_what_came_since_the_event_is_in_the_files(
    demo: DemoFiles, standing: list[tuple[Read, Decimal, Decimal]]
) -> None:
    since = [line for line in standing if line[0].registered >= EVENT]
    assert sum(usd for _, usd, _ in since) == demo.truth.since.point
    assert korea(since, "origin") == demo.truth.since.by_country["origin"]["KR"]


def test_every_written_sender_of_the_subject_is_a_planted_spelling(
    demo: DemoFiles, own: list[Read]
) -> None:
    planted = {name for each in demo.truth.by_supplier.values() for name in each.written}
    assert {(row.sender, row.sender_country) for row in own} <= planted


def copies(own: list[Read], places: tuple[str, ...]) -> dict[str, list[Read]]:
    found: dict[str, list[Read]] = {place: [] for place in places}
    for row in own:
        place = f"{row.number} item {row.item}"
        if place in found:
            found[place].append(row)
    return found


def test_a_repeated_line_has_the_same_figures_in_two_files(
    demo: DemoFiles, own: list[Read]
) -> None:
    planted = copies(own, demo.truth.planted["repeated"])
    assert len(planted) > 200
    for one, two in planted.values():
        assert one.file != two.file
        assert one.hs.strip("*") == two.hs
        assert (one.usd, one.customs, one.invoice, one.net) == (
            two.usd, two.customs, two.invoice, two.net,
        )  # fmt: skip
        assert (one.origin, one.dispatch, one.trading, one.sender_country) == (
            two.origin, two.dispatch, two.trading, two.sender_country,
        )  # fmt: skip
        assert (one.registered, one.released, one.inn) == (two.registered, two.released, two.inn)


def test_a_superseded_line_has_another_value_and_a_later_release_elsewhere(
    demo: DemoFiles, own: list[Read]
) -> None:
    planted = copies(own, demo.truth.planted["superseded"])
    assert len(planted) == 12
    for one, two in planted.values():
        assert one.file != two.file
        assert one.usd != two.usd
        assert one.released != two.released


def test_a_conflict_has_two_values_and_one_release(demo: DemoFiles, own: list[Read]) -> None:
    planted = copies(own, demo.truth.planted["conflict"])
    assert len(planted) == 3
    for one, two in planted.values():
        assert one.usd != two.usd
        assert one.released == two.released


def test_a_key_collision_is_two_importers_under_one_number(
    demo: DemoFiles, reading: Reading
) -> None:
    planted = copies(reading.rows, demo.truth.planted["key collision"])
    assert len(planted) == 2
    for rows in planted.values():
        assert len({row.inn for row in rows}) == 2


def test_twins_differ_by_item_and_article_only(demo: DemoFiles, own: list[Read]) -> None:
    twins = [row for rows in copies(own, demo.truth.planted["twin"]).values() for row in rows]
    assert len(twins) == 3
    assert len({(row.number, row.usd, row.net, row.hs) for row in twins}) == 1
    assert len({row.item for row in twins}) == len({row.goods for row in twins}) == 3


def test_a_wrong_tax_id_is_one_digit_off_and_fails_its_checksum(
    demo: DemoFiles, own: list[Read]
) -> None:
    inn = demo.truth.subject.inn
    wrong = {row.inn for row in own if row.inn and row.inn != inn}
    assert wrong
    for number in wrong:
        assert sum(a != b for a, b in zip(number, inn, strict=True)) == 1
        assert checked_inn(number[:9]) != number


def test_the_namesake_has_the_same_name_its_own_tax_id_and_its_own_town(
    demo: DemoFiles, reading: Reading
) -> None:
    subject = demo.truth.subject
    rows = [row for row in reading.rows if row.inn == subject.namesake_inn]
    assert len(rows) == subject.namesake_rows
    assert all(named_like_the_subject(row) for row in rows)
    assert not any("КАМСКИЙ ЯР" in row.address for row in rows)


def test_lines_without_value_have_none_of_the_three_values(own: list[Read]) -> None:
    bare = [row for row in own if row.usd == 0]
    assert len(bare) == 3
    assert not any(row.customs or row.invoice for row in bare)


def test_the_dates_of_two_lines_disagree_with_their_numbers(
    demo: DemoFiles, own: list[Read]
) -> None:
    off = [row for row in own if row.number.split("/")[1] != row.registered.strftime("%d%m%y")]
    assert {f"{row.number} item {row.item}" for row in off} == set(
        demo.truth.planted["dates disagree"]
    )
    assert len(off) == 2


@pytest.mark.parametrize(
    ("trap", "regime"),
    [("transit", "80"), ("temporary", "53"), ("re_import", "60"), ("from_zone", "4078")],
)
def test_what_is_no_first_arrival_is_in_the_files_apart(
    demo: DemoFiles, reading: Reading, trap: str, regime: str
) -> None:
    rows = [
        row
        for row in reading.rows
        if row.inn == demo.truth.subject.inn and row.regime.startswith(regime)
    ]
    assert len(rows) == demo.truth.apart[trap].rows
    assert sum(row.usd for row in rows) == demo.truth.apart[trap].usd


def test_lines_never_released_are_in_the_files_apart(demo: DemoFiles, reading: Reading) -> None:
    rows = [row for row in reading.rows if row.released is None]
    assert len(rows) == demo.truth.apart["unreleased"].rows == 4
    assert sum(row.usd for row in rows) == demo.truth.apart["unreleased"].usd


def test_the_books_have_every_physical_row(demo: DemoFiles, reading: Reading) -> None:
    for name, book in demo.truth.books.items():
        lines = sum(row.file == name for row in reading.rows)
        assert (book.rows_read, book.refused, book.lines) == (
            reading.records[name], len(reading.refused[name]), lines,
        )  # fmt: skip


def test_one_refused_row_names_the_subject(demo: DemoFiles, reading: Reading) -> None:
    rows = [cells for each in reading.refused.values() for cells in each]
    assert len(rows) == 6
    assert sum(demo.truth.subject.inn in cells for cells in rows) == 1
    assert demo.truth.ceiling_open
