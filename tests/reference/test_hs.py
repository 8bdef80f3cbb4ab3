"""Tables of commodity codes in several editions: read, related, kept."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.reference.hs import CodeSet, code_set, read_hs_table, relation

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "reference"


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


CORRELATED = frozenset({("111111", "111110"), ("111112", "111110"), ("111112", "111190"),
                        ("222222", "222222")})  # fmt: skip


# -- reading


def test_the_columns_of_a_table_are_named_after_editions(tmp_path: Path) -> None:
    found = read_hs_table(table(tmp_path / "t.csv", "HS 2022,note,hs2012", "010121,x,010110"))
    assert found
    assert found.pairs == {("2022", "2012"): frozenset({("010121", "010110")})}


def test_a_leading_zero_that_a_spreadsheet_took_is_restored(tmp_path: Path) -> None:
    found = read_hs_table(table(tmp_path / "t.csv", "hs2022;hs2017", "10121;10.129"))
    assert found
    assert found.pairs["2022", "2017"] == {("010121", "010129")}


def test_a_table_of_something_else_is_none(tmp_path: Path) -> None:
    assert read_hs_table(table(tmp_path / "t.csv", "name,hs2022", "x,010121")) is None


def test_a_table_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="six-digit"):
        read_hs_table(table(tmp_path / "t.csv", "hs2022,hs2017", "horses,asses"))


# -- relating


def test_a_code_all_of_whose_successors_are_asked_for_is_whole() -> None:
    assert code_set("1111", CORRELATED) == CodeSet(("1111",))


def test_a_code_of_which_a_part_is_asked_for_is_partly() -> None:
    assert code_set("111111", CORRELATED) == CodeSet((), ("111110",))


def test_a_code_that_split_and_merged_is_told_apart() -> None:
    assert code_set("111112", CORRELATED) == CodeSet(("111190",), ("111110",))


def test_national_digits_hold_in_another_edition_only_where_the_code_stayed_itself() -> None:
    assert code_set("2222220001", CORRELATED) == CodeSet(("2222220001",))
    assert code_set("1111120001", CORRELATED) == CodeSet((), ("111110", "111190"))


def test_a_code_that_no_pair_knows_is_not_in_the_table() -> None:
    assert code_set("99", CORRELATED) is None


def test_two_tables_relate_editions_over_one_between_them() -> None:
    known = {
        ("2022", "2017"): frozenset({("333333", "444444")}),
        ("2017", "2012"): frozenset({("444444", "555555")}),
    }
    assert relation(known, "2022", "2012") == {("333333", "555555")}
    assert relation(known, "2012", "2022") == {("555555", "333333")}
    assert relation(known, "2022", "2007") == frozenset()


digits = st.integers(0, 9).map(lambda n: f"84000{n}")


@given(st.frozensets(st.tuples(digits, digits), max_size=12), st.integers(2, 6))
def test_whole_codes_hold_nothing_else_and_no_related_code_is_missing(
    related: frozenset[tuple[str, str]], length: int
) -> None:
    code = "840005"[:length]
    found = code_set(code, related)
    asked = {mine for mine, _ in related if mine.startswith(code)}
    assert (found is None) == (not asked)
    if found is None:
        return
    theirs = {other for _, other in related}
    whole = {other for other in theirs if other.startswith(found.whole)}
    for other in whole:
        assert {mine for mine, its in related if its == other} <= asked
    assert whole | set(found.part) == {other for mine, other in related if mine in asked}


# -- kept in a case


def test_the_same_table_again_changes_nothing(tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "hs2022,hs2017", "010121,010129")
    with Case.new(tmp_path / "case") as case:
        before = case.status().state
        assert case.add_hs_table(file) == case.add_hs_table(file)
        assert case.status().state != before
        case.remove_hs_table("t.csv")
        assert (case.hs_tables(), case.status().state) == ([], before)


def test_no_table_of_codes_goes_by_a_few_letters_of_its_hash(tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "hs2022,hs2017", "010121,010129")
    with Case.new(tmp_path / "case") as case:
        kept = case.add_hs_table(file)
        with pytest.raises(BadParameter, match="No table of codes answers"):
            case.remove_hs_table(kept.sha256[:1])


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "a,b", "1,2")
    with Case.new(tmp_path / "case") as case, pytest.raises(BadParameter, match="editions"):
        case.add_hs_table(file)


@pytest.mark.parametrize(
    ("name", "editions"),
    [
        ("hs2022_conversions.csv", ("2022", "2017", "2012")),
        ("hs2017_to_hs2012.csv", ("2017", "2012")),
    ],
)
def test_published_tables_are_read(name: str, editions: tuple[str, ...]) -> None:
    if not REAL.is_dir():
        pytest.skip("no published tables beside the project")
    found = read_hs_table(REAL / name)
    assert found
    assert set(found.pairs) == set(combinations(editions, 2))
    assert all(len(pairs) > 5000 for pairs in found.pairs.values())
