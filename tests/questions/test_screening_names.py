"""Names of parties and of entries are compared by the same rules, however many are asked about."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler
from tiny_case import case_of, inn, line
from tiny_lists import add_list, entry

from followthegoods.case import Case, held
from followthegoods.config import read_settings
from followthegoods.engine.duckdb import connect
from followthegoods.facts.names import split_form
from followthegoods.facts.trade_words import canonical
from followthegoods.parties.likeness import LIKE, compare_names
from followthegoods.questions.screening.candidates import features
from followthegoods.questions.screening.comparing import alike
from followthegoods.questions.screening.few import list_indexes
from followthegoods.questions.screening.matching import find_matches
from followthegoods.reference.lists.views import lists_of
from followthegoods.render import lists as tables
from followthegoods.render.text import to_text

WORDS = [
    "ALDER", "ALDERS", "ALDRE", "BIRCHWOOD", "BIRCH", "WOOD", "QORVANTE", "KVORVANTE", "ZARECHNY",
    "ZARECHNYY", "MEKHANIK", "MECHANIC", "TRADING", "TRADE", "TRAIDING", "ELECTRIC", "ELECTRO",
    "GROUP", "KOREA", "KORIA", "7", "VIII", "ABW", "AL", "X", "SHIPREPAIR", "SHIP", "REPAIRING",
    "TECH", "BIRCHTECH",
]  # fmt: skip

ENGINE = connect(read_settings(), threads=1)

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(
    lambda words: " ".join(canonical(words))
)


@given(names, names, st.booleans())
@example("ALDER", "ALDER ALDER", False)
@example("ALDER", "ALDER GROUP HOLDING INTERNATIONAL", False)
def test_two_names_are_alike_where_the_parties_scorer_says_so(a: str, b: str, two: bool) -> None:
    scored = compare_names(a.split(), b.split(), two_scripts=two).score
    together = a.replace(" ", "") == b.replace(" ", "")
    assert alike(a, b, two) == (together or scored >= LIKE)


@given(names, names, st.booleans())
def test_it_does_not_matter_which_name_is_asked_about(a: str, b: str, two: bool) -> None:
    assert alike(a, b, two) == alike(b, a, two)


@given(st.text("ABKRSZ", min_size=1, max_size=12), st.text("ABKRSZ", min_size=1, max_size=12))
def test_the_engine_and_the_program_measure_likeness_alike(a: str, b: str) -> None:
    (said,) = ENGINE.execute("SELECT jaro_winkler_similarity(?, ?)", [a, b]).fetchone() or (None,)
    assert said == pytest.approx(JaroWinkler.similarity(a, b))


@given(st.text("AFHKLMNPRSTV", min_size=3, max_size=10), st.integers(1, 8))
def test_a_letter_exchanged_for_another_changes_six_features_at_most(text: str, at: int) -> None:
    slipped = text[: at % len(text)] + "L" + text[at % len(text) + 1 :]
    assert (features(text) ^ features(slipped)).bit_count() <= 6


PARTIES = [f"{one} {other} LLC" for one in WORDS[:9] for other in WORDS[9:16:2]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder: Path = tmp_path_factory.mktemp("names")
    rows = [line(sender=name, sender_address="", usd="1") for name in PARTIES]
    with case_of(folder, rows) as made:
        rng = random.Random(3)
        listed = [" ".join(rng.choices(WORDS, k=rng.choice((2, 2, 3)))) for _ in range(60)]
        listed += rng.sample(PARTIES, 10)
        places = {"country": "Korea", "address": "1 Alder Street, Seoul"}
        told = (entry(no=str(n), name=name, **places) for n, name in enumerate(listed))
        add_list(made, folder, *told)
        yield made


def test_a_few_parties_are_found_as_all_are(case: Case) -> None:
    lookup, lists = held.lookup(case._opened), lists_of(case._catalogue)
    assert lookup is not None
    every = find_matches(case._runner, lookup, lists)
    (rows,) = case._runner.ask("SELECT list(DISTINCT party) FROM 'lake/names/*.parquet'")
    assert len(every) > 10
    assert find_matches(case._runner, lookup, lists, sorted(rows[0])) == every
    for party in rows[0]:
        own = [match for match in every if match.party == party]
        assert find_matches(case._runner, lookup, lists, [party]) == own


def test_a_version_of_a_list_has_its_index(case: Case) -> None:
    with list_indexes(case.path, lists_of(case._catalogue)) as indexes:
        (index,) = indexes
        core = split_form("ALDER TRADING LLC")[0]
        assert all(row[0] == "wALDER" for row in index.under([f"w{core.split()[0]}"]))


def test_an_index_of_an_older_program_without_facts_of_entries_finds_the_same(case: Case) -> None:
    lookup, lists = held.lookup(case._opened), lists_of(case._catalogue)
    assert lookup is not None
    (rows,) = case._runner.ask("SELECT list(DISTINCT party) FROM 'lake/names/*.parquet'")
    found = find_matches(case._runner, lookup, lists, rows[0])
    with closing(sqlite3.connect(case.path / lists.files["list_index"][0])) as index:
        index.executescript("PRAGMA user_version = 0; ALTER TABLE entry RENAME TO none")
        assert find_matches(case._runner, lookup, lists, rows[0]) == found
        index.executescript("ALTER TABLE none RENAME TO entry; PRAGMA user_version = 4")
    assert find_matches(case._runner, lookup, lists, rows[0]) == found


def test_names_that_an_older_program_read_are_read_anew_when_a_list_is_added(
    tmp_path: Path,
) -> None:
    case = case_of(tmp_path, [line(inn=inn(1))])
    add_list(case, tmp_path, entry(name="QORVANTE PRESSWORKS COMPANY LIMITED"))
    (index,) = lists_of(case._catalogue).files["list_index"]
    with closing(sqlite3.connect(case.path / index)) as db:
        db.execute("UPDATE made SET reader = 'reader-0'")
        db.execute("UPDATE name SET words = 'READ OTHERWISE'")
        db.commit()
    said = to_text(tables.held(case.lists()))
    assert "Names were read by another version of the program: list-a." in said
    add_list(case, tmp_path, entry(name="SOMEBODY ELSE LLC"), name="list-b")
    assert case.lists().read_otherwise == ()
    assert [match.entry_name for match in case.screen(inn(1)).matches] == [
        "QORVANTE PRESSWORKS COMPANY LIMITED"
    ]
    assert len(lists_of(case._catalogue).files["entry_keys"]) == 2
