"""The one door: a case, what can be done to it, what it can be asked.

Every face (command line, web, notebooks) enters here. A `Case` is a folder; open it with
`Case.open`, make one with `Case.new`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict, TypeVar, Unpack

from followthegoods import __version__
from followthegoods.config import Settings, read_settings
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.errors import (
    BadParameter,
    CaseBusy,
    CaseDamaged,
    CaseExists,
    CaseReadOnly,
    DiskFull,
    FtgError,
    NoSuchCase,
    NoSuchParty,
)
from followthegoods.ingest.fate import settle_fates
from followthegoods.ingest.load import file_hash, load_file
from followthegoods.ingest.preview import Preview, preview
from followthegoods.lake.catalogue import Books, Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.model.answer import (
    Answer,
    Coverage,
    MadeFrom,
    PartyRef,
    SourceCoverage,
    Subject,
)
from followthegoods.parties.clusters import resolve
from followthegoods.parties.read import READER, SCORER, read_mentions
from followthegoods.parties.search import (
    Lookup,
    Party,
    find_parties,
    mentions_of,
    one_party,
)
from followthegoods.questions import counted as q
from followthegoods.questions.dossier import plan_dossier, plan_rows
from followthegoods.questions.reading import Setting, read_dossier
from followthegoods.questions.rows import LineRow, SourceFile, read_rows, rows_condition
from followthegoods.reference.rates import ECB, keep_rates, rates_name, read_rates, resolve_dollars
from followthegoods.sources.draft import Draft, draft
from followthegoods.sources.layout import Layout, choose_layout, shipped_layouts
from followthegoods.sources.place import source_file

__all__ = [
    "Added",
    "AddedRates",
    "Books",
    "Case",
    "How",
    "LineRow",
    "Party",
    "Preview",
    "Progress",
    "RefusedRow",
    "Status",
    "shipped_layouts",
]

Progress = Callable[[str, float], None]

Asked = TypeVar("Asked")


def _quiet(stage: str, done: float) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Added:
    """What adding one file did. `known` when the case already held it: nothing changed."""

    file: str
    books: Books
    known: bool


@dataclass(frozen=True)
class RefusedRow:
    """A row that could not be read as a line, whole."""

    source: str
    sheet: int
    row: int
    reason: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Status:
    """What a case holds: the books of its sources, its coverage, its state."""

    path: str
    invented: bool
    books: tuple[Books, ...]
    coverage: dict[str, Coverage]
    months: dict[str, dict[str, int]]
    """Authority -> month (YYYY-MM, empty where a line has no day) -> lines as read."""
    parties: int
    rates: str
    state: str
    load: int


@dataclass(frozen=True)
class AddedRates:
    """What adding a table of rates did."""

    name: str
    currency: str
    days: int
    first: date
    last: date
    left_out: int
    known: bool


class Case:
    """A case. One process at a time may change it; questions see one state of it, and never wait
    for who changes it."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self._disk = Disk(path)
        self._catalogue = Catalogue(self._disk.catalogue)
        self._runner_: Runner | None = None

    # -- opening and closing

    @classmethod
    def new(cls, path: str | Path, *, invented: bool = False) -> Case:
        """Make an empty case. Raises `CaseExists` when the folder holds anything, `BadParameter`
        where none can be made."""
        path = Path(path)
        try:
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise CaseExists(
                    "There is something at this place already.",
                    where=str(path),
                    do="Name a folder that does not exist yet, or open the case that is there.",
                )
            disk = Disk(path)
            disk.make()
            make_catalogue(disk.catalogue, invented=invented)
        except OSError as error:
            raise BadParameter(
                f"No case can be made here: {error.strerror}.",
                where=str(path),
                do="Name a folder where you may write and where there is room.",
            ) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> Case:
        """Open a case. Raises `NoSuchCase`, `NewerCase`, `CaseDamaged`, `BadSetting`."""
        path = Path(path).absolute()
        try:
            there = Disk(path).catalogue.is_file()
        except OSError as error:
            raise NoSuchCase(
                f"The case cannot be reached: {error.strerror}.",
                where=str(path),
                do="Check the name, and who may open the folder.",
            ) from error
        if not there:
            raise NoSuchCase(
                "This is no case.", where=str(path), do=f"Make one with: ftg new {path.name}"
            )
        return cls(path, read_settings())

    def close(self) -> None:
        """Let go of the engine and the catalogue."""
        if self._runner_ is not None:
            self._runner_.close()
            self._runner_ = None
        self._catalogue.close()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _runner(self) -> Runner:
        if self._runner_ is None:
            self._runner_ = Runner(self.path, self.settings)
        return self._runner_

    @property
    def invented(self) -> bool:
        """Whether the rows of this case are made up."""
        return self._catalogue.meta("invented") == "1"

    # -- changing it

    def add(
        self,
        files: Iterable[str | Path],
        *,
        layout: str | None = None,
        progress: Progress = _quiet,
    ) -> list[Added]:
        """Load files, each whole or not at all, then resolve who is who.

        The same file again, whatever its name, changes nothing. `layout` is the id of one that
        ships or the path of a TOML file; None tries those that ship. Raises `NoSuchFile`,
        `BadParameter`, `UnreadableFile`, `CaseBusy`, `CaseReadOnly` before anything is loaded;
        `UnreadableFile`, `UnknownLayout`, `DiskFull` at the file they are about: files before it
        stay loaded.
        """
        paths = [source_file(file) for file in files]
        chosen = choose_layout(layout) if layout else None
        with self._disk.one_writer():
            try:
                added = [self._add_one(path, chosen, progress) for path in paths]
            except FtgError:
                self._resolve_if_stale(progress)
                raise
            # Who interrupts does not wait for this: the next question sees to it.
            self._resolve_if_stale(progress)
            return added

    def _add_one(self, path: Path, layout: Layout | None, progress: Progress) -> Added:
        known = self._known(path)
        if known is None:
            with self._catalogue.write("add", self.settings.author) as load:
                self._disk.sweep(self._catalogue.all_files())
                source = load_file(
                    path, self._disk, self._catalogue, load, self.settings, layout, progress
                )
                progress("names", 0.0)
                read_mentions(self._disk, self._catalogue, load, source, self.settings)
                resolve_dollars(self._disk, self._catalogue, load, self.settings, [source])
            progress("done", 1.0)
            return Added(path.name, self._books(source), False)
        return Added(path.name, self._books(known), True)

    def _known(self, path: Path) -> int | None:
        """The source that holds this very file, if the case has it."""
        size = path.stat().st_size
        if not any(source.size == size for source in self._catalogue.sources()):
            return None
        source = self._catalogue.source_by_hash(file_hash(path))
        return None if source is None else source.source

    def _books(self, source: int) -> Books:
        return next(b for b in self._catalogue.books() if b.source.source == source)

    def remove(self, source: str) -> Books:
        """Take a source out again: its rows, raw cells included, are deleted. Returns its books.

        Answers made from it can no longer be asked again. Raises `NoSuchSource`, `CaseBusy`.
        """
        with self._disk.one_writer():
            found = self._catalogue.find_source(source)
            books = self._books(found.source)
            with self._catalogue.write("remove", self.settings.author) as load:
                settle_fates(
                    self._runner.db, self._disk, self._catalogue, load, found.source, gone=True
                )
                db = self._catalogue.db
                db.execute("UPDATE sources SET removed = ? WHERE source = ?", (load, found.source))
                db.execute("DELETE FROM files WHERE source = ?", (found.source,))
                self._resolve(load)
            self._disk.sweep(self._catalogue.all_files())
        return books

    def add_rates(self, file: str | Path, currency: str = "RUB") -> AddedRates:
        """Add a table of official rates: units of `currency` for a nominal of US dollars, by day.

        Raises `NoSuchFile`, `UnreadableFile`, `BadRates`, `BadParameter`, `CaseBusy`.
        """
        path = source_file(file)
        with self._disk.one_writer():
            self._resolve_if_stale(_quiet)
            with self._catalogue.write("rates", self.settings.author) as load:
                work = self._disk.work()
                try:
                    table = read_rates(path, currency, work, self.settings)
                finally:
                    shutil.rmtree(work, ignore_errors=True)
                new = keep_rates(self._catalogue, table, load)
                if new:
                    resolve_dollars(self._disk, self._catalogue, load, self.settings, [])
        days = sorted(table.usd)
        return AddedRates(
            table.name, table.currency, len(days), days[0], days[-1], table.left_out, not new
        )

    def _resolve_if_stale(self, progress: Progress) -> None:
        """Resolve parties when lines came since they were last resolved; for the one writer."""
        if not self._catalogue.stale():
            return
        progress("parties", 0.0)
        with self._catalogue.write("resolve", self.settings.author) as load:
            self._resolve(load)
        progress("parties", 1.0)

    def _resolve(self, load: int) -> None:
        if self._catalogue.files("readings"):
            resolve(self._disk, self._catalogue, load, self.settings)
        self._catalogue.db.execute(
            "DELETE FROM files WHERE name IN ('parties', 'names') AND load < ?", (load,)
        )

    # -- asking it

    def _ask_steadily(self, ask: Callable[[], Asked], *, resolved: bool = True) -> Asked:
        """Ask within one view of the case, and once more where a file of it went meanwhile.

        A load that was killed or interrupted before parties were resolved is made good first;
        where that cannot be, the answer is of the state before.
        """
        if resolved and self._catalogue.stale():
            with suppress(CaseBusy, CaseReadOnly, DiskFull), self._disk.one_writer():
                self._resolve_if_stale(_quiet)
        try:
            with self._catalogue.reading(resolved=resolved):
                return ask()
        except CaseDamaged:
            with self._catalogue.reading(resolved=resolved):
                return ask()

    @staticmethod
    def look(file: str | Path, *, layout: str | None = None) -> Preview:
        """How a file would be read, without loading it."""
        path = source_file(file)
        return preview(path, choose_layout(layout) if layout else None, read_settings())

    @staticmethod
    def draft(file: str | Path) -> Draft:
        """A layout drafted for a file that none knows: its columns and a TOML to correct.

        Nothing is guessed that changes money. Raises `NoSuchFile`, `UnreadableFile`.
        """
        return draft(source_file(file))

    def status(self) -> Status:
        """What the case holds."""
        return self._ask_steadily(self._status, resolved=False)

    def _status(self) -> Status:
        authorities = sorted({s.authority for s in self._catalogue.sources()})
        names = self._catalogue.files("names")
        parties = (
            self._runner.ask(f"SELECT count(*) FROM read_parquet('{names[-1]}')")[0][0]
            if names
            else 0
        )
        return Status(
            path=str(self.path),
            invented=self.invented,
            books=tuple(self._catalogue.books()),
            coverage={a: self._coverage(a) for a in authorities},
            months={a: self._months(a) for a in authorities},
            parties=parties,
            rates=rates_name(self._catalogue),
            state=self._state(),
            load=self._catalogue.last_load(),
        )

    def refused(self, source: str | None = None, limit: int = 100) -> list[RefusedRow]:
        """Refused rows with their reasons, in the order of their files."""
        return self._ask_steadily(lambda: self._refused(source, limit), resolved=False)

    def _refused(self, source: str | None, limit: int) -> list[RefusedRow]:
        sources = {s.source: s.name for s in self._catalogue.sources()}
        wanted = [self._catalogue.find_source(source).source] if source else list(sources)
        files = [self._catalogue.file_of("refused", number) for number in wanted]
        if not files:
            return []
        rows = self._runner.ask(
            "SELECT source, sheet, row, reason, cells FROM read_parquet(["
            + ", ".join(f"'{file}'" for file in files)
            + f"]) ORDER BY source, sheet, row LIMIT {int(limit)}"
        )
        return [RefusedRow(sources[r[0]], r[1], r[2], r[3], tuple(r[4])) for r in rows]

    def find(self, text: str) -> list[Party]:
        """The parties a text may mean, most lines first."""

        def ask() -> list[Party]:
            lookup = self._lookup()
            return find_parties(self._runner, lookup, text) if lookup else []

        return self._ask_steadily(ask)

    def dossier(self, *who: str, **how: Unpack[How]) -> Answer:
        """The dossier of one or several parties, taken together.

        `who`: ids, tax ids or names; `how`: period, events and bases, see `How`. Raises
        `NoSuchParty`, `AmbiguousParty`, `BadParameter`.
        """

        def ask() -> Answer:
            asked = self._ask(who, how)
            plan = plan_dossier(asked.parameters, asked.scope)
            return read_dossier(
                asked.parameters, asked.scope, self._runner.run(plan), asked.setting, plan.script()
            )

        return self._ask_steadily(ask)

    def explain(self, *who: str, **how: Unpack[How]) -> str:
        """The plan of a dossier as SQL that runs in a DuckDB shell opened in the case's folder."""

        def ask() -> str:
            asked = self._ask(who, how)
            return plan_dossier(asked.parameters, asked.scope).script()

        return self._ask_steadily(ask)

    def rows(
        self,
        *who: str,
        where: dict[str, str] | None = None,
        limit: int = 1000,
        **how: Unpack[How],
    ) -> list[LineRow]:
        """The lines behind a dossier's figures, with their place in the source and raw cells.

        `where` narrows them: `{"origin": "KR", "year": "2022", "counted": "point"}`.
        """

        def ask() -> list[LineRow]:
            asked = self._ask(who, how)
            sources = {
                s.source: SourceFile(s.name, s.sha256, self._disk.raw(s.sha256), s.format)
                for s in self._catalogue.sources()
            }
            plan = plan_rows(asked.parameters, asked.scope, rows_condition(where or {}), limit)
            return read_rows(self._runner, self._runner.run(plan)["rows"], sources)

        return self._ask_steadily(ask)

    # -- what a question is made of

    def _ask(self, who: Sequence[str], how: How) -> _Asked:
        if not who:
            raise BadParameter("Nobody is asked about.", do="Name a company, or give its tax id.")
        lookup = self._lookup()
        if lookup is None:
            raise NoSuchParty("The case holds no lines.", do="Add files first: ftg add CASE FILE")
        parties = {p.party: p for p in (one_party(self._runner, lookup, text) for text in who)}
        chosen = [parties[key] for key in sorted(parties)]
        mentions, texts = mentions_of(self._runner, lookup, chosen)
        files = self._catalogue.files
        role = how.get("role", "receiver")
        authority, others = self._authority(how.get("authority"), role, mentions)
        coverage = self._coverage(authority, how.get("first"), how.get("last"))
        parameters = _parameters(authority, how)
        scope = q.Scope(
            lines=files("lines"),
            fates=files("fates"),
            refused=files("refused"),
            dollars=files("dollars")[-1:],
            parties=lookup.parties,
            names=lookup.names,
            mentions=mentions,
            shown_by=texts,
            covered=(coverage.first, coverage.last) if coverage.first and coverage.last else None,
        )
        setting = Setting(
            subject=_subject(chosen),
            coverage=coverage,
            made_from=self._made_from(who, how),
            invented=self.invented,
            other_authorities=others,
        )
        return _Asked(parameters, scope, setting)

    def _authority(
        self, asked: str | None, role: str, mentions: Sequence[tuple[int, int]]
    ) -> tuple[str, tuple[str, ...]]:
        """The authority whose records count, and those of which the subject has lines besides.

        Figures never sum across authorities: unless one is asked for, the one with most lines.
        """
        known = sorted({s.authority for s in self._catalogue.sources()})
        if asked is not None and asked not in known:
            raise BadParameter(
                f"The case has no records of the authority {asked!r}.",
                do=f"It has: {', '.join(known)}.",
            )
        if len(known) == 1:
            return known[0], ()
        wanted = ", ".join(str(mention) for mention, _ in mentions)
        column = role if role in q.SUBJECT_ROLES else "receiver"
        rows = self._runner.ask(
            f"SELECT authority, count(*) FROM {files_sql(self._catalogue.files('lines'))} "
            f"WHERE {column} IN ({wanted}) GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        chosen = asked or (rows[0][0] if rows else known[0])
        return chosen, tuple(sorted(a for a, _ in rows if a != chosen))

    def _lookup(self) -> Lookup | None:
        files = self._catalogue.files
        if not files("parties"):
            return None
        return Lookup(
            files("names")[-1:], files("parties")[-1:], files("readings"), files("mentions")
        )

    def _coverage(
        self, authority: str, asked_from: date | None = None, asked_to: date | None = None
    ) -> Coverage:
        """What an authority's records cover; the months missing are those of the period asked."""
        sources = [s for s in self._catalogue.sources() if s.authority == authority]
        months = [m for m in self._catalogue.months() if m.source in {s.source for s in sources}]
        by_source = []
        for source in sorted(sources, key=lambda s: (s.name, s.sha256)):
            own = [m for m in months if m.source == source.source]
            by_source.append(
                SourceCoverage(
                    source=source.name,
                    layout=source.layout,
                    first=min((m.first for m in own if m.first), default=None),
                    last=max((m.last for m in own if m.last), default=None),
                    lines=sum(m.rows for m in own),
                    undated=sum(m.rows for m in own if not m.month),
                )
            )
        first = min((s.first for s in by_source if s.first), default=None)
        last = max((s.last for s in by_source if s.last), default=None)
        seen = {m.month for m in months}
        begin = max(first, asked_from) if first and asked_from else first
        end = min(last, asked_to) if last and asked_to else last
        missing = tuple(m for m in _months(begin, end) if m not in seen)
        return Coverage(first, last, missing, tuple(by_source))

    def _months(self, authority: str) -> dict[str, int]:
        own = {s.source for s in self._catalogue.sources() if s.authority == authority}
        months: Counter[str] = Counter()
        for month in self._catalogue.months():
            if month.source in own:
                months[month.month] += month.rows
        return dict(sorted(months.items()))

    def _state(self) -> str:
        """What every figure is a function of, in one hash, whatever the order of loading."""
        sources = sorted((s.sha256, s.layout_sha256) for s in self._catalogue.sources())
        rates = [
            row[0]
            for row in self._catalogue.db.execute("SELECT sha256 FROM rate_tables ORDER BY sha256")
        ]
        parts = [sources, rates, ECB, READER, SCORER, __version__]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _made_from(self, who: Sequence[str], how: How) -> MadeFrom:
        layouts = {s.layout: s.layout_sha256[:16] for s in self._catalogue.sources()}
        parameters: dict[str, Any] = {"who": list(who)}
        for key in sorted(how):
            parameters[key] = how[key]  # type: ignore[literal-required]
        return MadeFrom(
            state=self._state(),
            load=self._catalogue.last_load(),
            layouts=dict(sorted(layouts.items())),
            references={},
            rates=rates_name(self._catalogue),
            judgements="none",
            scorer=f"{READER} {SCORER}",
            program=__version__,
            parameters=parameters,
        )


class How(TypedDict, total=False):
    """How a dossier is asked: all of it optional, the defaults printed with every answer.

    Days are inclusive. An event is a day and a label and counts from its own day.
    """

    authority: str | None
    first: date | None
    last: date | None
    events: Sequence[tuple[date, str]]
    value: str
    country: str
    date: str
    supplier: str
    role: str
    direction: str
    regimes: Sequence[str]


@dataclass(frozen=True)
class _Asked:
    parameters: q.Parameters
    scope: q.Scope
    setting: Setting


_CHOICES: dict[str, Sequence[str]] = {
    "value": tuple(q.VALUE_BASES),
    "country": tuple(q.COUNTRY_BASES),
    "date": q.DATE_BASES,
    "supplier": q.SUPPLIER_ROLES,
    "role": q.SUBJECT_ROLES,
    "direction": ("import", "export"),
}


def _parameters(authority: str, how: How) -> q.Parameters:
    given: dict[str, Any] = {key: value for key, value in how.items() if value is not None}
    for key, choices in _CHOICES.items():
        if key in given and given[key] not in choices:
            raise BadParameter(
                f"{key} cannot be {given[key]!r}.", do=f"One of: {', '.join(choices)}."
            )
    for code in given.get("regimes", ()):
        if not re.fullmatch(r"\d{2}", code):
            raise BadParameter(f"{code!r} is no procedure.", do="Give two digits, such as 40.")
    if given.get("first") and given.get("last") and given["first"] > given["last"]:
        raise BadParameter("The period ends before it begins.", do="Swap the two days.")
    given["events"] = tuple(given.get("events", ()))
    given["regimes"] = tuple(given.get("regimes", ()))
    return q.Parameters(**{**given, "authority": authority})


def _subject(parties: Sequence[Party]) -> Subject:
    refs = tuple(
        PartyRef(p.id, p.name, tuple(key.rsplit(":", 1)[-1] for key in p.tax_ids)) for p in parties
    )
    return Subject(
        id="+".join(ref.id for ref in refs), name=" + ".join(ref.name for ref in refs), parties=refs
    )


def _months(first: date | None, last: date | None) -> list[str]:
    """Every month from the first day's to the last day's, as YYYY-MM."""
    if first is None or last is None:
        return []
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(start, end + 1)]
