"""What leaves a case for other programs: lines and the parties on them, whole or fit to publish.

Exports that are fit to publish name files by their numbers, and leave out personal data and the
tags that vendors put on rows; see `facts.personal`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Unpack

from followthegoods.case import changing, held
from followthegoods.case.asking import ask
from followthegoods.case.lake import ExportedLake, export_lake
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.engine.duckdb import connect, engine_errors, literal
from followthegoods.engine.plan import files_sql
from followthegoods.facts.personal import redact
from followthegoods.model.answer import MadeFrom
from followthegoods.model.fields import ROLES
from followthegoods.parties.search import party_id
from followthegoods.questions.exported import COLUMNS, COUNTED, plan_exported
from followthegoods.reference.ownership import Stake
from followthegoods.reference.stakes import stakes_of

__all__ = ["COLUMNS", "ExportedLake", "ExportedParty", "Exports", "Line", "Stake"]

Line = dict[str, Any]
"""A line by the names of `questions.exported.COLUMNS`."""

_BATCH = 5000
_TEXTS = ("declaration", "goods", "trademark", "marks", *(f"{r}_name" for r in ROLES))
_PERSON, _ID, _ADDRESS = "[person]", "[id]", "[address]"


@dataclass(frozen=True)
class ExportedParty:
    """A party that lines name: how it is written, its valid tax ids with their kinds
    (`RU:INN:7707083893`), where it sits."""

    id: str
    name: str
    also: tuple[str, ...]
    tax_ids: tuple[str, ...]
    country: str | None
    personal: bool


class Exports:
    """What of a case other programs may have; each in one state of it."""

    def __init__(self, case: Opened) -> None:
        self._case = case

    def lines(
        self, *who: str, published: bool, counted: bool = False, **how: Unpack[How]
    ) -> Generator[list[Line]]:
        """Lines of a subject, or of the whole case, in the order of their days, a batch at a time.

        `counted`: only those that are in some figure. Nothing else may be asked of the case until
        the last batch was taken, or the iterator closed. Raises as a dossier does.
        """
        case = self._case
        changing.steadily(case, lambda: None)
        with case.catalogue.reading(resolved=True):
            asked = ask(case, who, how, whole=True)
            plan = plan_exported(asked.parameters, asked.scope, COUNTED if counted else "true")
            files = {s.source: s.name for s in case.catalogue.sources()}
            persons = _persons(case) if published else frozenset()
            names = [column.name for column in COLUMNS]
            for batch in case.runner.batches(plan, _BATCH):
                made = [dict(zip(names, row, strict=True)) for row in batch]
                for line in made:
                    _name(line, files, persons, published=published)
                yield made

    def parties(self, ids: Iterable[str], *, published: bool) -> list[ExportedParty]:
        """The parties of some ids, by id. Names are those that links at least probable bear out."""
        wanted = ", ".join(str(int(one.removeprefix("p"), 16)) for one in sorted(ids))
        if not wanted:
            return []
        files = self._case.catalogue.files
        rows = self._case.runner.ask(
            _PARTIES.format(
                names=files_sql(files("names")),
                parties=files_sql(files("parties")),
                mentions=files_sql(files("mentions")),
                wanted=wanted,
            )
        )
        return [_party(row, published=published) for row in rows]

    def stakes(self) -> list[Stake]:
        """Who owns how much of whom, as the files of ownership in the case say."""
        return stakes_of(self._case.catalogue)

    def lake(self, to: str) -> ExportedLake:
        """Write the whole lake to a folder, or to a URL that Spark knows, with the catalogue's
        tables beside it; a lake of this case that is there is brought up to date.

        Nothing is left out of it. Raises `BadParameter`, `CaseBusy`, `DiskFull`.
        """
        return export_lake(self._case, to)

    def made_from(self, *who: str, **how: Unpack[How]) -> MadeFrom:
        """The state that an export is of."""
        return held.made_from(self._case, who, how)

    def parquet(self, batches: Iterable[list[Line]], target: Path) -> int:
        """Write lines as one Parquet file, typed; how many. Raises `DiskFull`."""
        columns = ", ".join(f'"{column.name}" {column.kind}' for column in COLUMNS)
        unnested = ", ".join(f"unnest(?::{column.kind}[])" for column in COLUMNS)
        written = 0
        with (
            TemporaryDirectory(prefix="ftg-") as spill,
            closing(connect(self._case.settings, Path(spill))) as db,
            engine_errors(str(target), None),
        ):
            db.execute(f"CREATE TABLE exported ({columns})")
            for batch in batches:
                cells = [[line[column.name] for line in batch] for column in COLUMNS]
                db.execute(f"INSERT INTO exported SELECT {unnested}", cells)
                written += len(batch)
            db.execute(
                f"COPY exported TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
            )
        return written


_PARTIES = """SELECT n.party, n.name, n.tax_ids, n.country, n.personal,
    coalesce(list_sort(list_distinct(list(m.name)
        FILTER (m.name IS NOT NULL AND m.name <> n.name))), []) AS also
FROM {names} AS n
LEFT JOIN {parties} AS p ON p.party = n.party AND p.grade > 1
LEFT JOIN {mentions} AS m ON m.mention = p.mention
WHERE n.party IN ({wanted}) GROUP BY ALL ORDER BY n.party"""


def _party(row: Sequence[Any], *, published: bool) -> ExportedParty:
    party, name, tax_ids, country, personal, also = row
    if published and personal:
        return ExportedParty(party_id(party), _PERSON, (), (), country, True)
    return ExportedParty(
        party_id(party), name, tuple(also), tuple(tax_ids or ()), country, bool(personal)
    )


def _name(line: Line, files: dict[int, str], persons: frozenset[int], *, published: bool) -> None:
    """Put names for numbers; where it is to be published, leave out what is not fit to be."""
    line["source"] = f"source {line['source']}" if published else files[line["source"]]
    if published:
        for text in _TEXTS:
            line[text] = line[text] and redact(line[text])
    for role in ROLES:
        party = line[f"{role}_party"]
        if party in persons:
            line[f"{role}_name"] = _PERSON
            line[f"{role}_tax_id"] = line[f"{role}_tax_id"] and _ID
            line[f"{role}_address"] = line[f"{role}_address"] and _ADDRESS
        elif published:
            for part in ("tax_id", "address"):
                line[f"{role}_{part}"] = line[f"{role}_{part}"] and redact(line[f"{role}_{part}"])
        line[f"{role}_party"] = None if party is None else party_id(party)


def _persons(case: Opened) -> frozenset[int]:
    """The parties that are natural persons or sole traders."""
    names = files_sql(case.catalogue.files("names"))
    return frozenset(p for (p,) in case.runner.ask(f"SELECT party FROM {names} WHERE personal"))
