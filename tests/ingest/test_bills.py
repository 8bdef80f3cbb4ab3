"""Bills of lading: houses and masters, revisions, numbers used again, cargo in transit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fating import Row, fates, judged, ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.case import Case
from followthegoods.model.answer import Answer

SAMPLE = Path(__file__).parent / "samples" / "INVENTED-us-ams-bills.csv"
NAMES = "abc"


def bill(number: str, **changes: Any) -> Row:
    """A line of a bill: its number alone is its key."""
    return {
        "grain": "bill",
        "declaration": number,
        "key": zlib.crc32(number.encode()),
        "registered": date(2018, 3, 5),
        "quantity": Decimal(10),
        **changes,
    }


def house(number: str, master: str, **changes: Any) -> Row:
    return bill(number, master_bill=master, **changes)


MASTER = bill("MASTER1")


# -- masters and houses


def test_a_master_counts_where_none_of_its_houses_is_there() -> None:
    assert fates(a=[MASTER, house("HOUSE1", "MASTER2")]) == {"a": ["stands", "stands"]}


def test_a_master_is_left_out_where_a_house_of_it_is_there() -> None:
    assert fates(a=[MASTER, house("HOUSE1", "MASTER1")]) == {"a": ["master", "stands"]}


def test_a_master_is_left_out_whichever_of_two_files_came_first() -> None:
    houses = [house("HOUSE1", "MASTER1")]
    assert fates(a=[MASTER], b=houses) == {"a": ["master"], "b": ["stands"]}
    assert fates(b=houses, a=[MASTER]) == {"a": ["master"], "b": ["stands"]}


def test_a_master_counts_again_when_its_last_house_is_removed() -> None:
    with ledger() as made:
        made.add("a", [MASTER])
        made.add("b", [house("HOUSE1", "MASTER1")])
        made.add("c", [house("HOUSE2", "MASTER1")])
        made.remove("b")
        assert made.fates()["a", 1].fate == "master"
        made.remove("c")
        assert made.fates()["a", 1].fate == "stands"


def test_a_regular_bill_whose_number_stands_with_the_masters_is_no_master() -> None:
    assert fates(a=[bill("REGULAR1", master_bill="REGULAR1")]) == {"a": ["stands"]}


def test_a_master_is_known_however_its_number_is_written() -> None:
    rows = [bill("ABCD-0012 3"), house("HOUSE1", "abcd00123")]
    assert fates(a=rows) == {"a": ["master", "stands"]}


def test_of_a_master_in_two_files_one_is_repeated_and_the_other_left_out() -> None:
    found = fates(a=[MASTER], b=[MASTER], c=[house("HOUSE1", "MASTER1")])
    assert found == {"a": ["master"], "b": ["repeated"], "c": ["stands"]}


def test_two_masters_that_contradict_each_other_are_both_left_out() -> None:
    other = {**MASTER, "quantity": Decimal(11)}
    found = judged(a=[MASTER, other, house("HOUSE1", "MASTER1")])
    assert [found["a", n].fate for n in (1, 2)] == ["master", "master"]
    assert found["a", 1].versions == frozenset()


def test_a_declaration_with_a_bills_number_is_no_master() -> None:
    declared = {**MASTER, "grain": "line", "key": 7}
    assert fates(a=[declared, house("HOUSE1", "MASTER1")]) == {"a": ["stands", "stands"]}


# -- versions of a bill


def test_the_latest_revision_of_a_bill_supersedes_the_others() -> None:
    revised = [
        bill("B1", correction="2018-03-01"),
        bill("B1", correction="2018-03-09", quantity=Decimal(12)),
        bill("B1", correction="2018-03-04", quantity=Decimal(11)),
    ]
    assert fates(a=revised) == {"a": ["superseded", "stands", "superseded"]}


@pytest.mark.parametrize(
    "changes", [{"registered": date(2018, 3, 12)}, {"receiver_name": "CLOVER LLC"}]
)
def test_a_revision_may_change_the_day_and_the_consignee(changes: Row) -> None:
    first = bill("B1", correction="1", receiver_name="DAISY LLC")
    revised = {**first, "correction": "2", **changes}
    assert fates(a=[first, revised]) == {"a": ["superseded", "stands"]}


def test_one_bill_under_two_days_of_arrival_is_counted_once() -> None:
    rows = [bill("B1"), bill("B1", registered=date(2018, 3, 19))]
    assert sorted(fates(a=rows)["a"]) == ["repeated", "stands"]


def test_bills_that_contradict_each_other_without_a_revision_are_in_conflict() -> None:
    rows = [bill("B1"), bill("B1", quantity=Decimal(11))]
    assert fates(a=rows) == {"a": ["conflict", "conflict"]}


def test_a_number_that_comes_again_after_half_a_year_is_of_another_bill() -> None:
    rows = [bill("B1"), bill("B1", registered=date(2018, 9, 2), quantity=Decimal(99))]
    found = judged(a=rows)
    assert [found["a", n].fate for n in (1, 2)] == ["stands", "stands"]
    assert [found["a", n].collision for n in (1, 2)] == [True, True]


# -- laws

NUMBERS = st.sampled_from(["M1", "M2", "H1", "H2"])
BILLS = st.builds(
    lambda number, master, day, revision, quantity: bill(
        number,
        master_bill=master,
        registered=day,
        correction=revision,
        quantity=Decimal(quantity),
    ),
    NUMBERS,
    st.none() | NUMBERS,
    st.sampled_from([None, date(2018, 3, 5), date(2018, 3, 9), date(2019, 3, 5)]),
    st.sampled_from([None, "1", "2"]),
    st.integers(1, 2),
)
FILES = st.lists(st.lists(BILLS, min_size=1, max_size=4), min_size=1, max_size=3)


@settings(deadline=None, max_examples=10)
@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_loading_changes_no_fate(files: list[list[Row]], random: Any) -> None:
    named = dict(zip(NAMES, files, strict=False))
    turned = random.sample(sorted(named), len(named))
    assert judged(**named) == judged(**{name: named[name] for name in turned})


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(FILES, st.integers(0, 2))
def test_removing_a_file_is_never_having_added_it(files: list[list[Row]], which: int) -> None:
    named = dict(zip(NAMES, files, strict=False))
    gone = NAMES[which % len(files)]
    with ledger() as made:
        for name, rows in named.items():
            made.add(name, rows)
        made.remove(gone)
        left = {at: fate for at, fate in made.fates().items() if at[0] != gone}
    assert left == judged(**{name: rows for name, rows in named.items() if name != gone})


@settings(deadline=None, max_examples=8)
@given(FILES)
def test_what_is_left_out_is_a_bill_that_has_a_house(files: list[list[Row]]) -> None:
    named = dict(zip(NAMES, files, strict=False))
    masters = {
        row["master_bill"]
        for rows in files
        for row in rows
        if row["master_bill"] not in (None, row["declaration"])
    }
    for (name, row), fate in judged(**named).items():
        number = named[name][row - 1]["declaration"]
        if fate.fate in ("stands", "conflict", "master"):
            assert (fate.fate == "master") == (number in masters)


# -- what the answer says


def split(folder: Path) -> list[Path]:
    """The sample, its master in one file and everything else in another."""
    header, master, *others = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    folder.mkdir()
    (folder / "masters.csv").write_text(header + master, encoding="utf-8")
    (folder / "bills.csv").write_text(header + "".join(others), encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.new(tmp_path_factory.mktemp("bills") / "case") as made:
        made.add([SAMPLE])
        yield made


def ask(case: Case, name: str) -> Answer:
    return case.dossier(case.find(name)[0].id)


def test_the_books_of_bills_balance(case: Case) -> None:
    (books,) = case.status().books
    assert books.balanced
    assert (books.read, books.lines, books.superseded, books.repeated) == (6, 4, 1, 0)
    assert books.masters == 1


def test_packages_of_houses_are_counted_once_and_at_their_latest(case: Case) -> None:
    (quantity,) = ask(case, "DAISY IMPORTS LLC").measures.quantity
    assert (quantity.unit, quantity.point, quantity.rows) == ("CTN", Decimal(36), 3)


def test_a_forwarders_master_is_shown_apart(case: Case) -> None:
    answer = ask(case, "CLOVER FORWARDING LLC")
    assert [(group.key, group.rows_without_value) for group in answer.apart] == [("master_bill", 1)]
    assert answer.measures.lines.point == 0
    (said,) = (caveat.text for caveat in answer.caveats if caveat.code == "shown_apart")
    assert "1 master bills of lading" in said


def test_an_answer_of_bills_says_that_they_state_no_value(case: Case) -> None:
    answer = ask(case, "DAISY IMPORTS LLC")
    assert (answer.value_usd.point, answer.value_usd.rows_without_value) == (0, 3)
    (said,) = (caveat.text for caveat in answer.caveats if caveat.code == "no_values")
    assert said.startswith("No values in this source")


@pytest.mark.parametrize("turned", [False, True])
def test_masters_and_houses_of_two_files_do_not_double(tmp_path: Path, turned: bool) -> None:
    files: Sequence[Path] = split(tmp_path / "files")
    with Case.new(tmp_path / "case") as made:
        made.add(files[::-1] if turned else files)
        (quantity,) = ask(made, "DAISY IMPORTS LLC").measures.quantity
        assert quantity.point == Decimal(36)
        assert ask(made, "CLOVER FORWARDING LLC").measures.lines.point == 0


def test_a_master_counts_once_more_when_the_file_of_its_houses_is_removed(tmp_path: Path) -> None:
    files = split(tmp_path / "files")
    with Case.new(tmp_path / "case") as made:
        made.add(files)
        made.remove("bills.csv")
        assert ask(made, "CLOVER FORWARDING LLC").measures.lines.point == 1


@pytest.mark.parametrize(("entry", "counted"), [("61", 1), ("62", 0), ("63", 0), ("", 1)])
def test_cargo_in_transit_is_set_apart(tmp_path: Path, entry: str, counted: int) -> None:
    header, *rows = SAMPLE.read_text(encoding="utf-8").splitlines()
    text = f"{header},in_bond_entry_type\n{rows[-1]},{entry}\n"
    (tmp_path / "transit.csv").write_text(text, encoding="utf-8")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "transit.csv"])
        answer = ask(made, "DAISY IMPORTS LLC")
    assert answer.measures.lines.point == counted
    assert [group.key for group in answer.apart] == ([] if counted else ["transit"])
