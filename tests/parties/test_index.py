"""What parties are found by: the index, and the tables where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from accuracy.resolving import Row, make_case, resolve_case
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.config import read_settings
from followthegoods.engine.plan import Runner
from followthegoods.facts.names import fold
from followthegoods.parties.index import Index
from followthegoods.parties.indexed import meant
from followthegoods.parties.numbers import each, held, pack, united, unpack
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

_WORDS = ("BERIMOL", "TALKREM", "ZORVANA", "ЗАРИМ", "ЗАВОД", "ЗИРАВОЛЬ", "ЗОРВЕНТ", "三喜", "ΟΛΒΑΝ")
MANY: list[Row] = [
    *((f"{front} {back} PLANT GMBH", None, "12 Mill Road, Sundorf", "DE")
      for front, back in combinations(_WORDS, 2)),
    *((f"ООО ВЫДУМАННЫЙ {word}", f"99000{number:05}", f"Москва, ул. Мира, {number}", "RU")
      for number, word in enumerate(_WORDS)),
    ("ЗАВОД", None, "Москва, ул. Мира, 5", "RU"),
    ("PLANT", None, None, "IT"),
    ("BERIMOL PLANT GMBH", None, "3 Harbour Road, Portalba", "DE"),
    ("OLV PLANT GMBH", None, "4 Harbour Road, Portalba", "DE"),
]  # fmt: skip
"""More parties of most words than an answer has."""

Found = tuple[Runner, Lookup]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    with _resolved(tmp_path_factory.mktemp("index"), ROWS) as case:
        yield case


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    with pytest.MonkeyPatch.context() as few:
        few.setattr("followthegoods.parties.indexing.MANY", 3)
        with _resolved(tmp_path_factory.mktemp("crowd"), MANY) as case:
            yield case


@contextmanager
def _resolved(root: Path, rows: list[Row]) -> Iterator[Found]:
    settings = read_settings()
    disk, catalogue = make_case(root, rows, settings)
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


def test_a_slip_in_a_word_of_three_letters_is_found(crowd: Found) -> None:
    assert "OLV PLANT GMBH" in names(search_parties(*crowd, "OLW PLANT GMBH"))


def test_a_text_that_ends_in_its_form_is_a_whole_name(crowd: Found) -> None:
    """The rest of it is as it stands at the beginning of other names, and a letter off its own."""
    found = names(search_parties(*crowd, "BERIMO PLANT GMBH"))
    assert found.index("BERIMOL PLANT GMBH") < found.index("BERIMOL TALKREM PLANT GMBH")


@pytest.mark.parametrize("word", ["OLV", "ЗАРИМ", "BERIMOL", "ЗИРАВОЛЬ"])
def test_every_word_that_is_a_letter_off_is_near(crowd: Found, word: str) -> None:
    runner, lookup = crowd
    letters = "AZАЗ"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    slips = {a + b[1:] for a, b in cuts if b} | {a + c + b for a, b in cuts for c in letters}
    slips |= {a + c + b[1:] for a, b in cuts if b for c in letters}
    slips |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    with closing(Index(runner.root / str(lookup.index))) as index:
        assert [slip for slip in sorted(slips - {word}) if word not in index.near(slip)] == []


def test_a_slip_in_the_legal_form_is_found(found: Found) -> None:
    assert "TALKREM LIMITED" in names(search_parties(*found, "TALKREM LIMTIED"))


def test_a_party_is_found_at_its_address(found: Found) -> None:
    assert names(search_parties(*found, "Harbour Road 3 Portalba")) == ["BERIMOL TRADING S.P.A."]


def _asked() -> list[str]:
    """Names, words of names and addresses, beginnings of them, pairs, tax ids."""
    texts = [part for name, tax_id, _, _ in MANY[::9] for part in (name, tax_id) if part]
    words = sorted(set(fold(" ".join((*texts, "Москва, ул. Мира, 5"))).split()))
    begun = {word[:letters] for word in words for letters in (1, 2, len(word) - 1, len(word))}
    pairs = {f"{a} {b[:2]}" for a in words[::5] for b in words[::4]}
    return sorted({*texts, *begun, *pairs} - {""})


def test_the_first_of_many_are_those_of_the_tables(
    crowd: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("followthegoods.parties.scan.LIKE", 2.0)  # those meant, nobody alike
    runner, lookup = crowd
    with closing(Index(runner.root / str(lookup.index))) as index:
        for text in _asked():
            told = find_parties(runner, replace(lookup, index=None), text)
            assert meant(index, text) == told, text
            assert meant(index, text, 20) == told[:20], text
            assert search_parties(runner, lookup, text)[: len(told)] == told[:20], text


def test_whoever_is_called_so_comes_before_whoever_has_more_lines(crowd: Found) -> None:
    assert names(search_parties(*crowd, "ЗАВОД"))[0] == "ЗАВОД"


@pytest.mark.parametrize(
    ("typed", "names"), [("990000", ["ООО ЗАРИМ"]), ("990000002", []), ("0990000", [])]
)
def test_a_number_is_found_as_it_is_typed(found: Found, typed: str, names: list[str]) -> None:
    assert [party.name for party in search_parties(*found, typed)] == names


def test_the_beginning_of_a_number_is_no_name_of_a_company(found: Found) -> None:
    assert find_parties(*found, "990000001") == []


def test_a_letter_that_begins_names_of_many_is_answered_with_twenty(crowd: Found) -> None:
    assert len(search_parties(*crowd, "З")) == 20


@given(st.lists(st.sets(st.integers(1, 5_000)), max_size=4))
def test_packed_sets_are_united_as_sets_are(sets: list[set[int]]) -> None:
    packed = [pack(sorted(one)) for one in sets]
    assert list(each(united(packed))) == sorted(set().union(*sets))
    assert [set(unpack(one)) for one in packed] == sets
    asked = set(range(0, 5_000, 3))
    assert [held(one, asked) for one in packed] == [one & asked for one in sets]
