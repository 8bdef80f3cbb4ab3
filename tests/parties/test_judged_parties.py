"""Resolving by judgements: what is judged holds, undoing is exact, ids go on finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_case import Row, case_of, inn, line

from followthegoods.case import Case
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk
from followthegoods.parties.clusters import Judged, resolve
from followthegoods.parties.groups import Groups

QUAY = {"sender_country": "DE", "sender_address": ""}
ROWS: list[Row] = [
    line(inn=inn(1), receiver="ООО ТИХИЙ БЕРЕГ", sender="OLVANDER STAMPING GMBH", **QUAY),
    line(inn=inn(1), receiver="TIHI BEREG LLC", sender="OLVANDER STAMPPING GMBH", **QUAY),
    line(inn=inn(1), receiver='"ТИХИЙ БЕРЕГ" ООО', sender="OLVANDERSTAMPING GMBH", **QUAY),
    line(inn=inn(2), receiver="ООО ТИХИЙ БЕРЕГ", sender="BERIMO TOOLS GMBH", **QUAY),
    line(inn="", receiver="ООО ТИХИЙ БЕРЕГ", sender="BERIMA TOOLS GMBH", **QUAY),
]

Tables = tuple[list[tuple[Any, ...]], ...]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("judged"), ROWS) as made:
        yield made


def resolved(case: Case, judgements: Sequence[Judged] = ()) -> Tables:
    catalogue = Catalogue(case.path / "catalogue.sqlite")
    with catalogue.write("resolve", "") as load:
        resolve(Disk(case.path), catalogue, load, case.settings, judgements)
    catalogue.close()
    return tuple(table(case, name) for name in ("parties", "names", "links", "doubtful"))


def table(case: Case, name: str) -> list[tuple[Any, ...]]:
    newest = max((case.path / "lake" / name).glob("*.parquet"))
    return duckdb.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(newest)]).fetchall()


def mentions(case: Case) -> list[int]:
    return sorted({row[0] for row in table(case, "parties")})


def parties(tables: Tables) -> dict[int, tuple[int, int]]:
    return {row[0]: (row[1], row[2]) for row in tables[0] if row[2] > 1}


@st.composite
def consistent(draw: st.DrawFn, size: int) -> list[tuple[int, int, str]]:
    """Judgements about mentions by their place, none of which contradicts another."""
    group = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pairs = draw(st.lists(pair.filter(lambda p: p[0] != p[1]), max_size=5, unique=True))
    return [(a, b, "same" if group[a] == group[b] else "different") for a, b in pairs]


few = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@few
@given(st.data())
def test_what_is_judged_holds_and_undoing_it_restores_what_was(
    case: Case, data: st.DataObject
) -> None:
    before = resolved(case)
    known = mentions(case)
    judged: list[Any] = [
        (known[a], known[b], verdict) for a, b, verdict in data.draw(consistent(len(known)))
    ]
    after = parties(resolved(case, judged))
    one = Groups((a, b) for a, b, verdict in judged if verdict == "same")
    for a, b, verdict in judged:
        if verdict == "same":
            assert after[a] == (after[b][0], 3)
        else:
            assert all(after[x][0] != after[y][0] for x in one.of(a) for y in one.of(b))
    assert set(after) == set(parties(before))
    assert all(after[party][0] == party for party, _ in after.values())
    assert resolved(case) == before


def test_the_order_of_judgements_does_not_matter(case: Case) -> None:
    a, b, c, d, *_ = mentions(case)
    judged: list[Judged] = [(a, b, "same"), (c, d, "different"), (b, c, "unsure")]
    assert resolved(case, judged) == resolved(case, judged[::-1])


def test_a_judgement_about_mentions_that_are_not_there_changes_nothing(case: Case) -> None:
    before = resolved(case)
    assert resolved(case, [(1, 2, "same"), (1, mentions(case)[0], "different")]) == before


def test_a_pair_that_nobody_can_tell_is_doubtful_no_more(case: Case) -> None:
    before = resolved(case)
    pair = before[3][0]
    judged: list[Judged] = [(pair[2], pair[3], "unsure")]
    after = resolved(case, judged)
    assert pair[:2] not in [row[:2] for row in after[3]]
    assert after[0] == before[0]


NAMES = st.sampled_from(["ООО ТИХИЙ БЕРЕГ", "TIHI BEREG LLC", "АО ТИХИЙ БЕРЕГ", "ООО ЛУГ", ""])
RECORDS = st.lists(
    st.tuples(NAMES, st.sampled_from([inn(1), inn(2), ""])), min_size=1, max_size=5
).map(lambda pairs: [line(receiver=name, inn=number) for name, number in pairs if name or number])


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(first=RECORDS, more=RECORDS)
def test_adding_a_file_never_splits_what_an_identifier_joined(
    tmp_path_factory: pytest.TempPathFactory, first: list[Row], more: list[Row]
) -> None:
    if not first or not more:
        return
    with case_of(tmp_path_factory.mktemp("growing"), first) as case:
        joined = _by_identifier(case)
    with case_of(tmp_path_factory.mktemp("grown"), first, more) as case:
        found = {row[0]: row[1] for row in table(case, "parties") if row[2] > 1}
    for together in joined:
        assert len({found[mention] for mention in together}) == 1


def _by_identifier(case: Case) -> list[list[int]]:
    readings = str(case.path / "lake" / "readings" / "*.parquet")
    rows = duckdb.execute(
        "SELECT list(DISTINCT mention) FROM read_parquet(?) WHERE tax_id IS NOT NULL "
        "GROUP BY tax_id",
        [readings],
    ).fetchall()
    return [together for (together,) in rows]


def test_who_leaves_a_party_is_found_by_its_own_id_and_the_rest_by_theirs(tmp_path: Path) -> None:
    with case_of(tmp_path, ROWS) as case:
        party = case.find(inn(1))[0]
        members = [m for m, (p, _) in parties(resolved(case)).items() if p == party.party]
        anchor, other = party.party, next(m for m in members if m != party.party)
        done = case.identity.judge(f"p{anchor:x}", f"p{other:x}", "different", why="two firms")
        assert not done.one_party
        for mention in members:
            (found,) = case.find(f"p{mention:x}")
            assert case.find(found.id) == [found]
