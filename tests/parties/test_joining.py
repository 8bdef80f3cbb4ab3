"""Companies drawn together: the best links first, and never a chain of weak ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from followthegoods.parties.joining import Company, Joined, Link, join


def company(id: int, *ids: str, forms: str = "", lines: int = 1, placed: bool = False) -> Company:
    countries = frozenset(forms.split())
    return Company(id, f"W{id}", "L", frozenset(ids), countries, lines, placed)


def link(a: int, b: int, score: float = 0.9) -> Link:
    return Link(a, b, 2, score, row=0)


def joined(
    companies: list[Company],
    links: list[Link],
    same: list[tuple[int, int]] | None = None,
    different: list[tuple[int, int]] | None = None,
    alike: bool = True,
) -> Joined:
    known = {one.id: one for one in companies}
    return join(known, links, lambda a, b: alike, same or [], different or [])


def test_linked_companies_are_one_under_the_best_known() -> None:
    got = joined([company(1), company(2, lines=9), company(3)], [link(1, 2), link(2, 3)])
    assert got.anchors == {1: 2, 2: 2, 3: 2}


def test_a_company_with_an_identifier_is_the_anchor_then_one_with_an_address() -> None:
    one, two, three = company(1, lines=9), company(2, "RU:INN:1"), company(3, placed=True)
    assert joined([one, two, three], [link(1, 2), link(2, 3)]).anchors[1] == 2
    assert joined([one, three], [link(1, 3)]).anchors[1] == 3


def test_two_identifiers_of_one_kind_never_meet_through_a_third_company() -> None:
    companies = [company(1, "RU:INN:1"), company(2), company(3, "RU:INN:3")]
    got = joined(companies, [link(1, 2, 0.95), link(2, 3, 0.9)])
    assert got.anchors == {1: 1, 2: 1, 3: 3}
    assert [(refused.b, why) for refused, why in got.refused] == [(3, "two tax ids")]


def test_identifiers_of_two_kinds_may_be_one_companys() -> None:
    got = joined([company(1, "RU:INN:1"), company(2, "KZ:BIN:1")], [link(1, 2)])
    assert got.anchors[2] == 1


def test_legal_forms_of_two_countries_are_cut() -> None:
    got = joined([company(1, forms="DE AT"), company(2, forms="IT")], [link(1, 2)])
    assert got.refused[0][1] == "forms of two countries"


def test_a_chain_of_names_that_are_not_alike_at_its_ends_is_cut() -> None:
    got = joined(
        [company(1, lines=9), company(2), company(3)], [link(1, 2), link(2, 3, 0.8)], alike=False
    )
    assert got.anchors == {1: 1, 2: 1, 3: 3}
    assert got.refused[0][1] == "a chain of names"


def test_a_judgement_joins_whatever_speaks_against_it() -> None:
    got = joined([company(1, "RU:INN:1"), company(2, "RU:INN:2")], [], same=[(1, 2)])
    assert got.anchors == {1: 1, 2: 1}


def test_a_judgement_keeps_apart_also_through_others() -> None:
    companies = [company(1, lines=9), company(2), company(3)]
    got = joined(companies, [link(1, 2, 0.95), link(2, 3)], different=[(1, 3)])
    assert got.anchors == {1: 1, 2: 1, 3: 3}
    assert got.refused[0][1] == "judged different"


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Company], list[Link]]:
    count = draw(st.integers(2, 8))
    companies = [
        company(n, *draw(st.sampled_from([(), ("K:1",), ("K:2",)])), lines=draw(st.integers(0, 3)))
        for n in range(count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    found = draw(st.lists(pairs.filter(lambda p: p[0] < p[1]), unique=True, max_size=12))
    return companies, [link(a, b, draw(st.sampled_from([0.9, 0.95]))) for a, b in found]


@given(cases())
def test_the_order_of_links_changes_nothing(case: tuple[list[Company], list[Link]]) -> None:
    companies, links = case
    assert joined(companies, links).anchors == joined(companies, links[::-1]).anchors


@given(cases())
def test_no_party_holds_two_identifiers_of_one_kind(case: tuple[list[Company], list[Link]]) -> None:
    companies, links = case
    held: dict[int, set[str]] = {}
    for one in companies:
        held.setdefault(joined(companies, links).anchors[one.id], set()).update(one.ids)
    assert all(len(ids) <= 1 for ids in held.values())
