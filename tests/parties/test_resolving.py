"""Resolving: what is joined and how surely, what is left to a person, what judgements change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tiny_case import Row, case_of, inn, line

from followthegoods.case import Case
from followthegoods.lake.catalogue import Catalogue
from followthegoods.lake.disk import Disk
from followthegoods.parties.clusters import Judged, resolve
from followthegoods.parties.readings import second_id

QUAY = {"sender_country": "DE", "sender_address": ""}
ROWS: list[Row] = [
    line(inn=inn(1), sender="OLVANDER STAMPING GMBH", **{**QUAY, "sender_address": "QUAY 7"}),
    line(inn=inn(1), sender="ОЛВАНДЕР СТАМПИНГ ГМБХ", **QUAY),
    line(inn=inn(1), sender="OLVANDER STAMPPING GMBH", **QUAY),
    line(inn=inn(1), sender="OLVANDERSTAMPING GMBH", **QUAY),
    line(inn=inn(1), sender="DOLVANDER STAMPING GMBH", **QUAY),
    line(inn=inn(1), sender="BERIMO TOOLS GMBH ЧЕРЕЗ OLVANDER STAMPING GMBH", **QUAY),
    line(inn=inn(1), sender="BERIMA TOOLS GMBH", **{**QUAY, "sender_country": ""}),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_of(tmp_path_factory.mktemp("resolving"), ROWS)


def table(case: Case, name: str, columns: str) -> list[tuple[Any, ...]]:
    newest = max((case.path / "lake" / name).glob("*.parquet"))
    return duckdb.execute(
        f"SELECT {columns} FROM read_parquet(?) ORDER BY ALL", [str(newest)]
    ).fetchall()


def mention(case: Case, name: str) -> int:
    files = str(case.path / "lake" / "mentions" / "*.parquet")
    rows = duckdb.execute("SELECT mention FROM read_parquet(?) WHERE name = ?", [files, name])
    ((found,),) = rows.fetchall()
    return int(found)


def parties(case: Case) -> dict[int, tuple[int, int]]:
    rows = table(case, "parties", "mention, party, grade")
    return {mention: (party, grade) for mention, party, grade in rows if grade > 1}


def again(case: Case, judgements: Sequence[Judged] = ()) -> None:
    catalogue = Catalogue(case.path / "catalogue.sqlite")
    with catalogue.write("resolve", "") as load:
        resolve(Disk(case.path), catalogue, load, case.settings, judgements)
    catalogue.close()


def test_slips_transcriptions_and_lost_spaces_are_one_party(case: Case) -> None:
    names = [row["sender"] for row in ROWS[:4]]
    assert len({parties(case)[mention(case, name)][0] for name in names}) == 1


def test_what_is_joined_by_likeness_is_no_more_than_probable(case: Case) -> None:
    found = parties(case)
    assert found[mention(case, "OLVANDER STAMPING GMBH")][1] == 3
    assert found[mention(case, "OLVANDER STAMPPING GMBH")][1] == 2


def test_a_consonant_in_front_makes_another_company(case: Case) -> None:
    found = parties(case)
    one, other = "OLVANDER STAMPING GMBH", "DOLVANDER STAMPING GMBH"
    assert found[mention(case, one)][0] != found[mention(case, other)][0]


def test_a_second_company_in_a_cell_is_a_mention_of_its_own(case: Case) -> None:
    written = ROWS[5]["sender"]
    second = second_id(mention(case, written), "via", "OLVANDER STAMPING GMBH")
    found = parties(case)
    assert found[second][0] == found[mention(case, "OLVANDER STAMPING GMBH")][0]
    assert found[mention(case, written)][0] != found[second][0]


def test_every_link_names_its_rule_and_the_words_compared(case: Case) -> None:
    links = table(case, "links", "rule, grade, words")
    assert all(rule for rule, _, _ in links)
    alike = [words for rule, grade, words in links if rule == "like name and form" and grade == 2]
    assert any("STAMPPING" in words for words in alike)


def test_any_two_mentions_of_a_party_are_tied_by_links(case: Case) -> None:
    links = [(a, b) for a, b, grade in table(case, "links", "a, b, grade") if grade > 1]
    heads = {one: one for pair in links for one in pair}
    for _ in links:
        for a, b in links:
            heads[a] = heads[b] = min(heads[a], heads[b])
    for one, (party, _) in parties(case).items():
        assert heads.get(one, one) == heads.get(party, party)


def test_doubtful_pairs_say_what_money_hangs_on_them(case: Case) -> None:
    doubts = table(case, "doubtful", "rule, usd, lines")
    assert ("like name", 100, 1) in [(rule, usd, lines) for rule, usd, lines in doubts]


def test_judgements_are_replayed_and_undoing_them_restores_what_was(tmp_path: Path) -> None:
    with case_of(tmp_path, ROWS) as case:
        before = table(case, "parties", "*"), table(case, "names", "*")
        one = mention(case, "OLVANDER STAMPING GMBH")
        slip = mention(case, "OLVANDER STAMPPING GMBH")
        other = mention(case, "DOLVANDER STAMPING GMBH")
        again(case, [(one, slip, "different"), (one, other, "same")])
        found = parties(case)
        assert found[one][0] != found[slip][0]
        assert found[one] == found[other]
        assert found[other][1] == 3
        again(case)
        assert (table(case, "parties", "*"), table(case, "names", "*")) == before


def test_a_judgement_takes_apart_what_keys_had_joined(tmp_path: Path) -> None:
    rows = [
        line(inn=inn(1), sender="OLVAN GMBH", sender_address="QUAY 7", sender_country="DE"),
        line(inn=inn(1), sender="OLVAN GMBH", sender_address="PIER 9", sender_country="DE"),
    ]
    with case_of(tmp_path, rows) as case:
        files = str(case.path / "lake" / "mentions" / "*.parquet")
        (a,), (b,) = duckdb.execute(
            "SELECT mention FROM read_parquet(?) WHERE name = 'OLVAN GMBH' ORDER BY 1", [files]
        ).fetchall()
        assert parties(case)[a][0] == parties(case)[b][0]
        again(case, [(a, b, "different")])
        assert parties(case)[a][0] != parties(case)[b][0]


def test_a_name_without_form_at_the_address_of_one_company_is_probable(tmp_path: Path) -> None:
    rows = [
        line(inn=inn(1), receiver="ООО ТИХИЙ БЕРЕГ", address="Г. ХОЛМСКИЙ, УЛ. ПЕРВАЯ, Д. 1"),
        line(receiver="ТИХИЙ БЕРЕГ", address="Г. ХОЛМСКИЙ, УЛ. ПЕРВАЯ, Д. 1"),
    ]
    with case_of(tmp_path, rows) as case:
        found = parties(case)
        assert found[mention(case, "ТИХИЙ БЕРЕГ")] == (
            found[mention(case, "ООО ТИХИЙ БЕРЕГ")][0],
            2,
        )


def test_an_address_that_many_share_makes_nothing_certain(tmp_path: Path) -> None:
    office = {"sender_address": "TOWER 1, USAN", "sender_country": "KR"}
    names = ["ALBO", "BENTO", "CORVI", "DALMI", "EGRO", "FULSO", "GARTE", "HOLMI", "IRBO", "JULTE"]
    rows = [
        line(inn=inn(1), sender=f"{name}NAR LTD", **office)
        for name in [*names, "KELO", "LUMI", "MARVO"]
    ]
    with case_of(tmp_path, rows) as case:
        assert parties(case)[mention(case, "ALBONAR LTD")][1] == 2
