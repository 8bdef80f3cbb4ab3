"""The index as it is made: whatever stands under a word is found there."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest
from rapidfuzz.distance import OSA

from followthegoods.parties.index import Index
from followthegoods.parties.indexing import build_index
from followthegoods.parties.numbers import each, unpack

COMMON = "ZAVOD"
MOST = 400


def _names() -> list[tuple[str, str]]:
    """Names as written and as the trade's, the first the one of most lines: words of their own, of
    two letters only so that many are near, and one that many have, half of them as written."""
    rng = random.Random(7)
    own = [
        "".join(rng.choice("AB") for _ in range(rng.randrange(3, 11))) + rng.choice("CDE")
        for _ in range(MOST)
    ]
    common = [rng.choice(("", "PLANT", COMMON)) for _ in own]
    return [
        (f"{word} {more}".strip(), f"{word} {COMMON if more else ''}".strip())
        for word, more in zip(own, common, strict=True)
    ]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("indexing") / "index.sqlite"
    with duckdb.connect() as db, pytest.MonkeyPatch.context() as few:
        few.setattr("followthegoods.parties.indexing.MANY", 50)
        db.execute("CREATE TABLE name AS SELECT unnest(?) AS core, unnest(?) AS words",
                   [list(column) for column in zip(*_names(), strict=True)])  # fmt: skip
        db.execute(
            "CREATE TABLE node AS SELECT rowid + 1 AS mention, core, '' AS form, words, "
            "array_to_string(list_sort(string_split(words, ' ')), ' ') AS key, '' AS sound, "
            "'L' AS script, '' AS address, NULL::VARCHAR AS weak_id FROM name"
        )
        db.execute("CREATE TABLE party AS SELECT mention, mention AS party, 3 AS grade FROM node")
        db.execute(
            "CREATE TABLE called AS SELECT mention AS party, core AS name, NULL::VARCHAR[] AS "
            "tax_ids, NULL AS country, false AS personal, 1 AS mentions, 1 AS lines FROM node"
        )
        assert build_index(db, "called", path) == MOST
    with closing(Index(path)) as made:
        yield made


@pytest.fixture(scope="module")
def standing() -> dict[str, set[int]]:
    """Which numbers stand under each word."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, (core, words) in enumerate(_names(), 1):
        for word in f"{core} {words}".split():
            found[word].add(number)
    return found


def test_every_word_has_its_numbers(index: Index, standing: dict[str, set[int]]) -> None:
    found = {word: set(unpack(packed)) for word, _, packed in index.several("w", list(standing))}
    assert found == standing
    counts = {word: len(numbers) for word, numbers in standing.items()}
    assert index.counts("w", [*standing, "AC", "ZZ", ""]) == counts


def test_what_is_no_word_has_none(index: Index, standing: dict[str, set[int]]) -> None:
    cut = {word[:-1] for word in standing} | {word + "A" for word in standing} | {"", "\n", "1"}
    assert index.named(cut - standing.keys()) == set()


def test_words_are_found_by_how_they_begin(index: Index, standing: dict[str, set[int]]) -> None:
    for front in {word[:size] for word in standing for size in (0, 1, 2, 3, 5)}:
        begun = [numbers for word, numbers in standing.items() if word.startswith(front)]
        assert set(each(index.begun(front, written=False))) == set().union(*begun)


def test_names_are_found_by_how_they_are_written(index: Index) -> None:
    written = {n for n, (core, _) in enumerate(_names(), 1) if COMMON in core.split()}
    for front in (COMMON, COMMON[:2]):
        assert set(each(index.begun(front, written=True))) == written


def test_words_a_letter_off_are_near(index: Index, standing: dict[str, set[int]]) -> None:
    for word in sorted(standing)[::9]:
        off = {other for other in standing if other != word and OSA.distance(word, other) == 1}
        assert off <= index.near(word)
