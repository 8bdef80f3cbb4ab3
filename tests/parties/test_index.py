"""What parties are found by: the index, and the tables where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from accuracy.resolving import Row, make_case, resolve_case

from followthegoods.config import read_settings
from followthegoods.engine.plan import Runner
from followthegoods.parties.search import (
    Lookup,
    Party,
    find_parties,
    mentions_of,
    search_parties,
)

ROWS: list[Row] = [
    ("OLVANTEK MACHINERY GMBH", None, "12 Mill Road, Sundorf, 004512", "DE"),
    ("ОЛВАНТЕК МАШИНЕРИ ГМБХ", None, "12 Mill Road, Sundorf, 004512", "DE"),
    ("BERIMOL TRADING S.P.A.", None, "3 Harbour Road, Portalba, 009911", "IT"),
    ("ООО ЗАРИМ", "9900000017", "Москва, ул. Мира, 5", "RU"),
    ("TALKREM LIMITED", None, None, "IN"),
]

Found = tuple[Runner, Lookup]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    root = tmp_path_factory.mktemp("index")
    settings = read_settings()
    disk, catalogue = make_case(root, ROWS, settings)
    with closing(catalogue):
        resolve_case(disk, catalogue, settings)
        files = catalogue.files
        lookup = Lookup(
            files("names"), files("parties"), files("readings"), files("mentions"), *files("index")
        )
        with closing(Runner(root, settings)) as runner:
            yield runner, lookup


def names(parties: list[Party]) -> list[str]:
    return [party.name for party in parties]


@pytest.mark.parametrize(
    "text",
    ["9900000017", "ООО ЗАРИМ", "ЗАРИМ", "TALKREM LIMITED", "TALKR", "BERIMOL TRADING", "NOBODY"],
)
def test_the_index_and_the_tables_name_the_same_parties(found: Found, text: str) -> None:
    runner, lookup = found
    assert find_parties(runner, lookup, text) == find_parties(
        runner, replace(lookup, index=None), text
    )


def test_the_index_and_the_tables_give_the_same_mentions(found: Found) -> None:
    runner, lookup = found
    parties = find_parties(runner, lookup, "9900000017")
    assert mentions_of(runner, lookup, parties) == mentions_of(
        runner, replace(lookup, index=None), parties
    )


def test_an_index_that_is_gone_is_done_without(found: Found) -> None:
    runner, lookup = found
    without = replace(lookup, index=str(Path("lake") / "index" / "gone.sqlite"))
    assert names(find_parties(runner, without, "TALKREM LIMITED")) == ["TALKREM LIMITED"]


@pytest.mark.parametrize("text", ["BERIMOLL TRADING", "BERMOL TRADING SPA", "EBRIMOL S.P.A."])
def test_a_slip_of_the_hand_is_found(found: Found, text: str) -> None:
    assert "BERIMOL TRADING S.P.A." in names(search_parties(*found, text))


def test_a_slip_in_the_legal_form_is_found(found: Found) -> None:
    assert "TALKREM LIMITED" in names(search_parties(*found, "TALKREM LIMTIED"))


def test_a_party_is_found_at_its_address(found: Found) -> None:
    assert names(search_parties(*found, "Harbour Road 3 Portalba")) == ["BERIMOL TRADING S.P.A."]
