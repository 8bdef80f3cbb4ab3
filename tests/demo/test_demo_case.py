"""What the program reads out of the invented files is what was planted in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from followthegoods.case import Case
from followthegoods.case.held import lookup as lookup_of
from followthegoods.demo import DemoFiles
from followthegoods.demo.streams import EVENT
from followthegoods.demo.truth import Book
from followthegoods.model.answer import Answer, Group
from followthegoods.parties.search import find_parties

BASES = {
    "origin": "origin",
    "dispatch": "dispatch",
    "trading": "trading",
    "sender": "sender_country",
}
APART = {
    "transit": "transit",
    "temporary": "temporary",
    "re_import": "re_import",
    "from_zone": "from_other_procedure",
    "export": "other_direction",
    "unreleased": "not_released",
}
"""What the truth calls what is shown apart -> what an answer calls it."""
MILLION = Decimal(1_000_000)


@pytest.fixture(scope="module")
def case(demo: DemoFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.new(tmp_path_factory.mktemp("demo-case") / "case", invented=True) as made:
        made.add(demo.files)
        yield made


@pytest.fixture(scope="module")
def answer(case: Case, demo: DemoFiles) -> Answer:
    return case.dossier(demo.truth.subject.inn, events=[(EVENT, "the event")])


def points(groups: tuple[Group, ...]) -> dict[str, Decimal]:
    return {group.key: group.point for group in groups if group.rows}


# -- the total


def test_floor_point_and_ceiling_are_the_planted_ones(demo: DemoFiles, answer: Answer) -> None:
    total, planted = answer.value_usd, demo.truth.total
    assert (total.floor, total.point, total.ceiling) == (
        planted.floor, planted.point, planted.ceiling,
    )  # fmt: skip


def test_the_floor_bears_out_at_least_34_million(answer: Answer) -> None:
    assert answer.value_usd.floor >= 34 * MILLION


def test_rows_with_and_without_a_value_are_the_planted_ones(
    demo: DemoFiles, answer: Answer
) -> None:
    total, planted = answer.value_usd, demo.truth.total
    assert (total.rows, total.rows_without_value) == (planted.rows, planted.rows_without_value)


def test_lines_without_value_and_a_refused_row_open_the_ceiling(
    demo: DemoFiles, answer: Answer
) -> None:
    assert answer.value_usd.ceiling_open is demo.truth.ceiling_open is True
    assert answer.books.refused_mentioning == 1
    assert answer.books.without_value == demo.truth.total.rows_without_value


# -- the groups


@pytest.mark.parametrize("basis", BASES)
def test_each_country_has_its_planted_sum_under_each_basis(
    demo: DemoFiles, answer: Answer, basis: str
) -> None:
    assert points(answer.by[BASES[basis]]) == demo.truth.by_country[basis]


def test_only_dispatch_gives_almost_15_and_a_half_million_from_korea(answer: Answer) -> None:
    korea = {basis: points(answer.by[name])["KR"] for basis, name in BASES.items()}
    almost = [basis for basis, usd in korea.items() if 15.4 * 10**6 <= usd < 15.5 * 10**6]
    assert almost == ["dispatch"]


def test_each_year_has_its_planted_sum(demo: DemoFiles, answer: Answer) -> None:
    assert points(answer.by["year"]) == demo.truth.by_year


def test_each_heading_has_its_planted_sum(demo: DemoFiles, answer: Answer) -> None:
    assert points(answer.by["hs4"]) == demo.truth.by_hs4


def test_the_event_has_its_planted_sum(demo: DemoFiles, answer: Answer) -> None:
    assert answer.events[0].since.point == demo.truth.since.point


@pytest.mark.parametrize("basis", BASES)
def test_each_country_has_its_planted_sum_since_the_event(
    demo: DemoFiles, answer: Answer, basis: str
) -> None:
    since = answer.events[0].since_by[BASES[basis]]
    assert points(since) == demo.truth.since.by_country[basis]


def test_every_maker_has_what_was_planted_also_where_a_line_names_two(
    demo: DemoFiles, answer: Answer
) -> None:
    found = {group.label: group.point for group in answer.by["maker"] if group.point}
    assert found == demo.truth.by_maker


def test_parts_for_assembling_are_the_lines_that_say_so(case: Case, demo: DemoFiles) -> None:
    who = demo.truth.subject.inn
    lines = case.rows(who, where={"counted": "point"}, limit=10_000)
    said = [line for line in lines if {"ДЛЯ", "СБОРКИ"} <= words(line.goods or "")]
    parts = case.dossier(who, goods=["для сборки"]).value_usd
    assert (parts.point, parts.rows) == (sum(line.value_usd or 0 for line in said), len(said))
    assert parts.rows > 0


def words(goods: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"_\[=\d+=\]", "", goods.upper())))


def test_makers_named_first_in_every_line_have_their_planted_sum(
    demo: DemoFiles, answer: Answer
) -> None:
    found = {group.label: group.point for group in answer.by["maker"]}
    exact = [name for name, usd in demo.truth.by_maker.items() if found[name] == usd]
    assert len(exact) >= 10


# -- what is not counted, or not as it stands


@pytest.mark.parametrize("why", APART)
def test_what_is_apart_has_its_planted_rows_and_sum(
    demo: DemoFiles, answer: Answer, why: str
) -> None:
    (group,) = (group for group in answer.apart if group.key == APART[why])
    assert (group.rows, group.point) == (demo.truth.apart[why].rows, demo.truth.apart[why].usd)


def test_nothing_else_is_apart(answer: Answer) -> None:
    assert {group.key for group in answer.apart} == set(APART.values())


def test_the_lines_that_only_have_the_name_are_in_the_ceiling_only(
    demo: DemoFiles, case: Case, answer: Answer
) -> None:
    rows = case.rows(demo.truth.subject.inn, where={"counted": "ceiling"}, limit=10_000)
    planted = set(demo.truth.planted["name only"])
    named = [row for row in rows if f"{row.declaration} item {row.item}" in planted]
    assert answer.books.uncertain_party == demo.truth.uncertain.rows == len(named)
    assert sum(row.value_usd or 0 for row in named) == demo.truth.uncertain.usd


def test_the_namesake_has_its_own_dossier_and_adds_nothing_to_the_subjects(
    demo: DemoFiles, case: Case
) -> None:
    subject = demo.truth.subject
    rows = case.rows(subject.namesake_inn, limit=10_000)
    own = [row.value_usd or 0 for row in rows if row.counted_in != "ceiling"]
    assert (len(own), sum(own)) == (subject.namesake_rows, subject.namesake_usd)
    assert case.dossier(subject.namesake_inn).value_usd.point <= subject.namesake_usd


def test_repeated_superseded_conflicting_and_suspected_lines_are_as_many_as_planted(
    demo: DemoFiles, answer: Answer
) -> None:
    counts, books = demo.truth.counts["subject"], answer.books
    assert (books.repeated, books.superseded, books.conflicts, books.suspected_repeats) == (
        counts["repeated"], counts["superseded"], counts["conflict"], counts["suspected repeat"],
    )  # fmt: skip


def test_a_conflict_is_the_lower_value_in_the_point_and_the_higher_in_the_ceiling(
    demo: DemoFiles, case: Case
) -> None:
    rows = case.rows(demo.truth.subject.inn, where={"fate": "conflict"})
    places = {f"{row.declaration} item {row.item}" for row in rows}
    assert places == set(demo.truth.planted["conflict"])
    low = sum(row.value_usd or 0 for row in rows if row.counted_in == "floor")
    high = sum(row.value_usd or 0 for row in rows if row.counted_in == "ceiling")
    assert high - low == len(places) * Decimal("5150.25")


def test_key_collisions_count_as_lines_of_their_own(demo: DemoFiles, answer: Answer) -> None:
    planted = len(demo.truth.planted["key collision"])
    (caveat,) = (caveat for caveat in answer.caveats if caveat.code == "key_collisions")
    assert str(planted) in caveat.text


def test_no_line_of_the_subject_states_dollars_far_from_its_customs_value(answer: Answer) -> None:
    assert "stated_dollars_far_off" not in {caveat.code for caveat in answer.caveats}


def test_the_books_of_every_file_are_the_planted_ones(demo: DemoFiles, case: Case) -> None:
    found = {
        books.source.name: Book(
            **{
                kind: books.skipped.get(kind, 0)
                for kind in ("preamble", "header", "repeated_header", "blank", "totals")
            },
            refused=sum(books.refused.values()),
            lines=books.lines + books.repeated + books.superseded,
            rows_read=books.read,
        )
        for books in case.status().books
    }
    assert found == demo.truth.books


def test_every_file_is_balanced(case: Case) -> None:
    assert all(books.balanced for books in case.status().books)


# -- who is who


def test_every_spelling_of_the_subject_with_its_tax_id_is_one_party(
    demo: DemoFiles, case: Case
) -> None:
    (party,) = case.find(demo.truth.subject.inn)
    assert party.tax_ids == (f"RU:INN:{demo.truth.subject.inn}",)


def test_two_suppliers_one_letter_apart_are_never_joined(case: Case) -> None:
    one = named(case, "IVORTEC ELECTRONICS LIMITED")
    other = named(case, "DIVORTEC ELECTRONICS LIMITED")
    assert one
    assert other
    assert not one & other


def test_no_party_holds_the_names_of_two_planted_suppliers(
    demo: DemoFiles, case: Case, answer: Answer
) -> None:
    held: dict[str, set[str]] = {}
    for name, supplier in demo.truth.by_supplier.items():
        for written, _ in supplier.written:
            for party in parties_of(case, answer, written):
                held.setdefault(party.key, set()).add(name)
    assert all(len(names) == 1 for names in held.values())


def test_every_planted_supplier_is_one_party_with_its_planted_point(
    demo: DemoFiles, case: Case, answer: Answer
) -> None:
    found = {
        name: [
            group.point
            for group in found_of(case, answer, [written for written, _ in supplier.written])
        ]
        for name, supplier in demo.truth.by_supplier.items()
    }
    assert found == {name: [supplier.point] for name, supplier in demo.truth.by_supplier.items()}


def named(case: Case, text: str) -> set[str]:
    """The ids of the parties that a name means; `find` shows those like it besides."""
    lookup = lookup_of(case._opened)
    assert lookup
    return {party.id for party in find_parties(case._runner, lookup, text)}


def parties_of(case: Case, answer: Answer, written: str) -> list[Group]:
    """The groups of the answer that a supplier's name, as written, stands in."""
    ids = named(case, written)
    return [group for group in answer.by["supplier"] if group.key in ids]


def found_of(case: Case, answer: Answer, names: list[str]) -> list[Group]:
    found = {g.key: g for name in names for g in parties_of(case, answer, name) if g.rows}
    return sorted(found.values(), key=lambda group: (-group.point, group.label))
