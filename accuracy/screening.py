"""How well parties are found on lists, and how seldom the innocent are.

Run with: python -m accuracy.screening [FOLDER OF SHARED DATA]. Sets that are absent are left out.
The targets are those of the product; nothing is tuned on what is reported here.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from accuracy.resolving import Row, make_case
from followthegoods.case.lists import add_lists
from followthegoods.case.opened import Opened
from followthegoods.config import read_settings
from followthegoods.engine.duckdb import connect, path_literal
from followthegoods.model.screening import Match
from followthegoods.parties.indexing import build_index
from followthegoods.parties.readings import read_mentions
from followthegoods.parties.search import Lookup
from followthegoods.questions.screening.matching import find_matches
from followthegoods.reference.lists.views import lists_of

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
PROBABLE = 2
INNOCENT, SEED = 50_000, 11


@dataclass(frozen=True)
class Found:
    """Of so many parties, how many were found, and how many should be at least or at most."""

    name: str
    parties: int
    found: int
    least: int = 0
    most: int | None = None

    @property
    def holds(self) -> bool:
        return self.found >= self.least and (self.most is None or self.found <= self.most)


def screened(rows: Sequence[Row], lists: Iterable[Path]) -> list[Match]:
    """The matches of parties, one a row, whose number is the row's place from 1."""
    with TemporaryDirectory() as folder:
        case, lookup = case_with_lists(Path(folder), rows, lists)
        found = find_matches(case.runner, lookup, lists_of(case.catalogue))
        case.close()
        return found


def case_with_lists(
    root: Path, rows: Sequence[Row], lists: Iterable[Path]
) -> tuple[Opened, Lookup]:
    """A case of parties, one a row, without lines, with lists; and where parties are looked up."""
    settings = read_settings()
    disk, catalogue = make_case(root, rows, settings)
    with catalogue.write("add", "") as load:
        read_mentions(disk, catalogue, load, [1], settings)
    readings = path_literal(disk.path(catalogue.files("readings")[0]))
    with closing(connect(settings, root / "work")) as db, catalogue.write("resolve", "") as load:
        db.execute(f"CREATE TEMP TABLE node AS FROM read_parquet({readings})")
        for table, made, sql in (("parties", "party", _PARTY), ("names", "called", _CALLED)):
            db.execute(f"CREATE TEMP TABLE {made} AS {sql}")
            file = disk.table_file(table, load)
            db.execute(f"COPY {made} TO {path_literal(disk.path(file))} (FORMAT parquet)")
            catalogue.add_file(table, file, load, None, len(rows))
        index = disk.index_file(load)
        build_index(db, "called", disk.path(index))
        catalogue.add_file("index", index, load, None, len(rows))
    catalogue.close()
    case = Opened(root, settings)
    add_lists(case, list(lists), None, None, None)
    files = case.catalogue.files
    names = ("names", "parties", "readings", "mentions")
    return case, Lookup(*map(files, names), index)


_PARTY = "SELECT mention, mention AS party, 3 AS grade, '' AS rule FROM node"
_CALLED = """SELECT mention AS party, core AS name,
    CASE WHEN tax_id IS NULL THEN NULL ELSE [tax_id] END AS tax_ids, country, personal,
    1::BIGINT AS mentions, 1::BIGINT AS lines FROM node"""


def surely(matches: Iterable[Match]) -> set[tuple[int, str]]:
    """Parties and entries that were held to be one, probably at least."""
    return {(match.party, match.entry) for match in matches if match.grade >= PROBABLE}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def known_seven(data: Path) -> Iterator[Found]:
    """The entries of the extract by tax id; with these hidden by name and address, and by name."""
    path = data / "reference" / "ofac_aurus_block.csv"
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    entries = [(row["ent_num"], row["tax_id_inn"]) for row in _rows(path)]
    wanted = {(place, entry) for place, (entry, _) in enumerate(entries, 1)}
    numbered = {(place, entry) for place, (entry, number) in enumerate(entries, 1) if number}
    by_id: list[Row] = [("ООО НЕЧТО ИНОЕ", number or None, None, "RU") for _, number in entries]
    told: list[Row] = [(written[e]["name"], None, written[e]["address"], "RU") for e, _ in entries]
    alone: list[Row] = [(name, None, None, None) for name, *_ in told]
    yield Found("by tax id", len(numbered), len(surely(screened(by_id, [path])) & numbered),
                len(numbered))  # fmt: skip
    yield Found("by name and address", 7, len(surely(screened(told, [path])) & wanted), 6)
    yield Found("by name alone", 7, len(surely(screened(alone, [path])) & wanted))


def aliases(data: Path) -> Iterator[Found]:
    """Entities' other names as records would have them: with these names on the list, and with
    the first names alone."""
    path = data / "reference" / "ofac_sdn_2026-07-11.csv"
    rows = [row for row in _rows(path) if row["type"] == "entity" and row["aliases"]]
    named = [(row["uid"], name.strip()) for row in rows for name in row["aliases"].split(";")]
    parties: list[Row] = [(name, None, None, None) for _, name in named]
    wanted = {(place, uid) for place, (uid, _) in enumerate(named, 1)}
    with TemporaryDirectory() as folder:
        bare = Path(folder) / "us_sdn_2026-07-11.csv"
        with bare.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows({**row, "aliases": ""} for row in _rows(path))
        for said, file in (("on the list", path), ("left out of it", bare)):
            found = screened(parties, [file])
            yield Found(f"aliases {said}, probable", len(named), len(surely(found) & wanted))
            every = {(match.party, match.entry) for match in found}
            yield Found(f"aliases {said}, at any grade", len(named), len(every & wanted))


def innocents(data: Path) -> Iterator[Found]:
    """Names put together from two or three words of real ones, each with a form, so that nobody
    is called so but by chance; and the companies of a file of trade."""
    path = data / "reference" / "ofac_sdn_2026-07-11.csv"
    rng = Random(SEED)
    pairs = _rows(data / "names" / "company_cyrillic_latin_pairs.csv")
    parties: list[Row] = []
    for column, forms, country in (
        ("name_cyrillic", ("ООО", "АО", "ПАО", "ЗАО"), "RU"),
        ("name_latin", ("LLC", "JSC", "LTD", "CO., LTD", "GMBH", "INC"), None),
    ):
        words = [word for row in pairs for word in row[column].split() if word.isalpha()]
        for _ in range(INNOCENT // 2):
            name = " ".join(rng.choice(words) for _ in range(rng.choice((2, 2, 3))))
            parties.append((f"{rng.choice(forms)} {name}", None, None, country))
    trade = path_literal(data / "customs" / "us_petroleum_company_imports.parquet")
    with closing(connect(read_settings())) as db:
        names = db.execute(
            f"SELECT DISTINCT R_S_NAME FROM read_parquet({trade}) WHERE R_S_NAME <> '' ORDER BY 1"
        ).fetchall()
    parties += [(name, None, None, "US") for (name,) in names]
    found = {party for party, _ in surely(screened(parties, [path]))}
    yield Found("innocent names", len(parties), len(found), 0, len(parties) // 1000)


def report(found: Iterable[Found]) -> str:
    """The scores as a table."""
    form = "{:<40}{:>9}{:>9}{:>9}  {}\n"
    text = form.format("set", "parties", "found", "share", "target")
    for one in found:
        target = f"at least {one.least}" if one.least else ""
        target = target if one.most is None else f"at most {one.most}"
        share = f"{one.found / max(1, one.parties):.3f}"
        text += form.format(one.name, one.parties, one.found, share,
                            target + ("" if one.holds else " missed"))  # fmt: skip
    return text


def main(arguments: list[str]) -> int:
    """Score every set that is there and print it; 1 where a target is missed."""
    data = Path(arguments[0]) if arguments else DATA
    if not (data / "reference").exists():
        sys.stdout.write(f"the lists are not in {data}: nothing is scored\n")
        return 0
    found = [one for of in (known_seven, aliases, innocents) for one in of(data)]
    sys.stdout.write(report(found))
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
