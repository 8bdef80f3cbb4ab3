"""An answer with its evidence: what pages, workbooks and charts are made of, in one view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from followthegoods.case.asking import Asked, ask
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.case.screening import screened
from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.errors import BadParameter
from followthegoods.lake.catalogue import Source
from followthegoods.model.answer import Answer
from followthegoods.parties.search import party_id
from followthegoods.questions.crossed import Crossed, crossed_step, grain_of, read_crossed
from followthegoods.questions.dossier import plan_rows
from followthegoods.questions.rows import Rows, SourceFile, read_rows, rows_condition
from followthegoods.sources.store import raw_rows


@dataclass(frozen=True)
class SheetColumns:
    """A sheet's columns in order: what the header calls each, and the field it fills (or "")."""

    headers: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class EvidenceSource:
    """A source as the evidence names it. `number` is the case's own for it."""

    number: int
    name: str
    sha256: str
    layout: str
    sheets: tuple[SheetColumns, ...]


@dataclass(frozen=True)
class RawRow:
    """One row of a source, every cell as written; `sheet` and `row` count from 1."""

    source: EvidenceSource
    sheet: int
    row: int
    cells: tuple[str | None, ...]

    @property
    def columns(self) -> SheetColumns:
        """The columns of its sheet."""
        sheets = self.source.sheets
        return sheets[self.sheet - 1] if self.sheet <= len(sheets) else SheetColumns((), ())


@dataclass(frozen=True)
class Evidence:
    """An answer, its cells, and the lines behind it.

    `rows` are the largest of those that `where` asks for; `found` is how many there are of them.
    `sources` are keyed by what the rows' `sha256` says; `personal` are ids of natural persons.
    """

    answer: Answer
    crossed: Crossed
    rows: Rows
    found: int
    where: dict[str, str]
    sources: dict[str, EvidenceSource]
    personal: frozenset[str]
    published: bool = False


def evidence(
    case: Opened, who: Sequence[str], where: dict[str, str], limit: int, how: How, *, cells: bool
) -> Evidence:
    """The answer to a dossier's question, crossed, and at most `limit` lines, with their raw
    `cells` or without."""
    asked = ask(case, who, how)
    grain = grain_of(asked.setting.coverage)
    beside = (crossed_step(asked.parameters, grain), *_rows_steps(asked, where, limit))
    answer, results = screened(case, asked, beside)
    sources = {source.source: source for source in case.catalogue.sources()}
    files = {
        n: SourceFile(s.name, s.sha256, case.disk.raw(s.sha256), s.format)
        for n, s in sources.items()
    }
    return Evidence(
        answer=answer,
        crossed=read_crossed(results["crossed"], grain, answer),
        rows=read_rows(case.runner, results["rows"], files, cells=cells),
        found=results["found"][0][0],
        where=dict(where),
        sources={s.sha256: _source(s) for s in sources.values()},
        personal=_personal(case, answer, results["rows"]),
    )


def raw_row(case: Opened, source: str, sheet: int, row: int) -> RawRow:
    """One row of a source, as written; see `Case.raw_row`."""
    found = case.catalogue.find_source(source)
    own = _source(found)
    one = [row] if len(own.sheets) == 1 else []
    scan = raw_rows(literal(case.disk.raw(found.sha256)), one)
    # A row far outside is no number that the engine's columns can be compared with.
    known = max(sheet, row) < 1 << 31
    rows = known and case.runner.ask(
        f"SELECT * EXCLUDE (sheet, row, broken) FROM {scan} WHERE sheet = {sheet} AND row = {row}"
    )
    if not rows:
        raise BadParameter(
            f"The source has no row {row} in sheet {sheet}.",
            where=found.name,
            do="Check the place.",
        )
    return RawRow(own, sheet, row, tuple(rows[0]))


def _rows_steps(asked: Asked, where: dict[str, str], limit: int) -> list[Step]:
    """How many lines there are, and the largest of them in the order of all."""
    every = plan_rows(asked.parameters, asked.scope, rows_condition(where), _ALL).steps[-1].sql
    largest = f"SELECT * FROM ({every}) AS r ORDER BY abs(usd) DESC NULLS LAST, line LIMIT {limit}"
    order = "day NULLS LAST, declaration, item, source, sheet, row"
    return [
        Step("found", f"SELECT count(*) FROM ({every}) AS r"),
        Step("rows", f"SELECT * FROM ({largest}) AS l ORDER BY {order}"),
    ]


_ALL = (1 << 31) - 1


def _source(source: Source) -> EvidenceSource:
    sheets = [_columns(sheet) for sheet in source.format["sheets"]]
    return EvidenceSource(source.source, source.name, source.sha256, source.layout, tuple(sheets))


def _columns(sheet: Mapping[str, Any]) -> SheetColumns:
    headers = [header or "" for header in sheet["header"]]
    fields = [""] * len(headers)
    for name, places in sheet["fields"].items():
        for place in places:
            if place <= len(fields):
                fields[place - 1] = name
    return SheetColumns(tuple(headers), tuple(fields))


def _personal(case: Opened, answer: Answer, rows: Iterable[Sequence[Any]]) -> frozenset[str]:
    """Who of those that the answer or its lines name is a natural person or a sole trader."""
    ids = {party.id for party in answer.subject.parties}
    ids |= {group.key for name in ("supplier", "maker") for group in answer.by.get(name, ())}
    numbers = {int(key[1:], 16) for key in ids if key}
    numbers |= {party for row in rows for party in row[15:17] if party is not None}
    files = case.catalogue.files("names")[-1:]
    if not numbers or not files:
        return frozenset()
    wanted = ", ".join(map(str, sorted(numbers)))
    found = case.runner.ask(
        f"SELECT party FROM {files_sql(files)} WHERE personal AND party IN ({wanted})"
    )
    return frozenset(party_id(party) for (party,) in found)
