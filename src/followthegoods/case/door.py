"""The one door: a case, what can be done to it, what it can be asked."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TypeVar, Unpack

from followthegoods.case import (
    asking,
    browsing,
    changing,
    companies,
    held,
    list_judging,
    looking,
    routes,
    watching,
)
from followthegoods.case import hs as codes
from followthegoods.case import lists as listed
from followthegoods.case import ownership as owners
from followthegoods.case import rates as tables
from followthegoods.case.browsing import Narrowed
from followthegoods.case.declarations import DeclaredLine, find_declaration
from followthegoods.case.difference import difference
from followthegoods.case.evidence import Evidence, RawRow, evidence, raw_row
from followthegoods.case.exporting import Exports
from followthegoods.case.identity import Identity
from followthegoods.case.leads import changes
from followthegoods.case.lists import HeldLists
from followthegoods.case.note_store import NewNote
from followthegoods.case.notes import add_note, noted, notes, undo_note, with_notes
from followthegoods.case.opened import Opened, make_case, open_case
from followthegoods.case.past import as_of
from followthegoods.case.records import (
    AddedFiles,
    AddedRates,
    How,
    Progress,
    RefusedRow,
    Status,
    quiet,
)
from followthegoods.case.relayout import Relayout, relayout
from followthegoods.case.screening import screen, screened_dossier
from followthegoods.engine.plan import Runner
from followthegoods.ingest.preview import Preview
from followthegoods.lake.catalogue import Books
from followthegoods.lake.past import Load, loads
from followthegoods.lake.references import entry_judgements
from followthegoods.model.answer import Answer
from followthegoods.model.difference import Difference
from followthegoods.model.flows import Flows, Mirrors
from followthegoods.model.leads import Changes
from followthegoods.model.lines import Searched, Shown
from followthegoods.model.notes import Note
from followthegoods.model.screening import EntryJudgement, Judged, Screening
from followthegoods.model.watching import Looked, News, Watched
from followthegoods.parties.search import Party
from followthegoods.questions.rows import Rows
from followthegoods.reference.companies import KeptCompanies, kept_companies
from followthegoods.reference.hs import KeptHs, kept_hs
from followthegoods.reference.lists.dates import EntryRef
from followthegoods.reference.lists.store import Kept
from followthegoods.reference.rates import KeptRates, kept_rates
from followthegoods.reference.stakes import KeptStakes, kept_stakes
from followthegoods.sources.draft import Draft, draft
from followthegoods.sources.place import source_file

Result = TypeVar("Result")


class Case:
    """A case. One process at a time may change it; questions see one state of it, and never wait
    for who changes it."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.path = opened.path
        self.settings = opened.settings
        self._disk = opened.disk
        self._catalogue = opened.catalogue

    # -- opening and closing

    @classmethod
    def new(cls, path: str | Path, *, invented: bool = False) -> Case:
        """Make an empty case, whole or not at all. Raises `CaseExists` when the folder holds
        anything, `BadParameter` where none can be made, `DiskFull`."""
        make_case(Path(path), invented=invented)
        return cls.open(path)

    @classmethod
    def open(
        cls, path: str | Path, *, engine: str | None = None, master: str | None = None
    ) -> Case:
        """Open a case. `engine`: what answers questions, `duckdb` or `spark`; `master`: the URL of
        a Spark cluster's; None: as the settings say. Raises `NoSuchCase`, `NewerCase`,
        `OlderCase`, `CaseDamaged`, `BadSetting`, `BadParameter`."""
        return cls(open_case(Path(path), engine, master))

    def close(self) -> None:
        """Let go of the engine and the catalogue."""
        self._opened.close()

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
        return self._opened.runner

    @property
    def invented(self) -> bool:
        """Whether the case was made for invented rows, or a source of it says that it is such."""
        return self._opened.invented

    @property
    def exports(self) -> Exports:
        """Lines and parties for other programs."""
        return Exports(self._opened)

    @property
    def identity(self) -> Identity:
        """Who is who in the case, why, and what people decided about it."""
        return Identity(self._opened)

    # -- changing it

    def add(
        self,
        files: Iterable[str | Path],
        *,
        layout: str | None = None,
        progress: Progress = quiet,
    ) -> AddedFiles:
        """Load files, each whole or not at all, then resolve who is who.

        A folder stands for the files in it, at any depth; those that are no tables, that no layout
        knows or that may not be read are in the result's `left_out`. The same file again, whatever
        its name, changes nothing. `layout` is the id of one that ships or the path of a TOML file;
        None tries those that ship. Raises `NoSuchFile`, `BadParameter`, `UnreadableFile`,
        `CaseBusy`, `CaseReadOnly` before anything is loaded; `UnreadableFile`, `UnknownLayout`,
        `DiskFull` at the file they are about: files before it stay loaded.
        """
        return changing.add(self._opened, files, layout, progress)

    def remove(self, source: str) -> Books:
        """Take a source out again: its rows, raw cells included, are deleted. Returns its books.

        Answers made from it can no longer be asked again. Raises `NoSuchSource`, `CaseBusy`.
        """
        return changing.remove(self._opened, source)

    def relayout(
        self,
        source: str,
        *,
        layout: str | None = None,
        preview: bool = False,
        answers: Sequence[str | Path] = (),
        progress: Progress = quiet,
    ) -> Relayout:
        """Read a source again by a corrected layout, from its raw cells: its lines are replaced,
        what became of lines is judged and parties are resolved anew, in one transaction.

        `layout` None: the one it was read by, as it ships now. `answers` are files that
        `ftg dossier --json` wrote: their questions are asked again, and the figures that moved are
        in the result. A `preview` does all this and keeps none of it. The same layout and program
        again change nothing. Raises `NoSuchSource`, `BadLayout`, `UnknownLayout`, `BadParameter`,
        `CaseBusy`, `CaseReadOnly`, `DiskFull`.
        """
        return relayout(self._opened, source, layout, answers, progress, preview=preview)

    def add_rates(
        self, file: str | Path, currency: str = "RUB", *, replace: bool = False
    ) -> AddedRates:
        """Add a table of official rates: units of `currency` for a nominal of US dollars, by day.

        A day on which a table of the case says otherwise is an error, unless `replace` lets the
        new table count there. The same table again changes nothing. Raises `NoSuchFile`,
        `UnreadableFile`, `BadRates`, `BadParameter`, `CaseBusy`.
        """
        return tables.add_rates(self._opened, file, currency, replace=replace)

    def remove_rates(self, name: str) -> KeptRates:
        """Take a table of rates out again, by its number, name or hash. Where it counted in the
        place of another table, that one counts again. Raises `BadParameter`, `CaseBusy`."""
        return tables.remove_rates(self._opened, name)

    def add_hs_table(self, file: str | Path) -> KeptHs:
        """Add a table of commodity codes in several editions of the Harmonised System: columns
        such as `hs2022` and `hs2017`, a row for each pair. The same table again changes nothing.

        Raises `NoSuchFile`, `UnreadableFile`, `BadParameter`, `CaseBusy`.
        """
        return codes.add_hs_table(self._opened, file)

    def remove_hs_table(self, name: str) -> KeptHs:
        """Take a table of commodity codes out again, by its number, name or hash. Raises
        `BadParameter`, `CaseBusy`."""
        return codes.remove_hs_table(self._opened, name)

    def add_lists(
        self,
        files: Sequence[str | Path],
        *,
        authority: str | None = None,
        as_of: date | None = None,
        layout: str | Path | None = None,
    ) -> list[Kept | KeptHs]:
        """Keep sanctions lists and lists of goods, each file as one more version of its list; a
        table of commodity codes in several editions is kept as such.

        `authority`: whose list it is; `as_of`: the day it is of; `layout`: the path of a layout
        for a table that none which ships knows. The same file again changes nothing. Raises
        `NoSuchFile`, `BadList`, `BadParameter`, `CaseBusy`; files before the one in error stay.
        """
        return listed.add_lists(self._opened, files, authority, as_of, layout)

    def date_listing(
        self, entry: str, day: date, *, source: str, what: str = "listed", authority: str = ""
    ) -> EntryRef:
        """Write down the day that an entry was `listed` or `delisted`, or the last day on which
        dealings with it could be ended (`wind_down`), and the `source` where that was found.
        `authority`: whose listing it is of, needed where several have listed it.

        What was given before is kept, the newest counts. Raises `BadParameter`, `CaseBusy`.
        """
        return listed.date_listing(self._opened, entry, day, source, what, authority)

    def judge_entry(self, party: str, entry: str, verdict: str, *, why: str) -> EntryJudgement:
        """Decide that a party and an entry of a list are the `same`, `different`, or that it
        cannot be told (`unsure`): screening goes by it, and nothing else changes.

        `party`: an id, a tax id or a name; `entry`: LIST/ID, an id or a whole name. The same
        again changes nothing. Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`, `CaseBusy`.
        """
        return list_judging.judge_entry(self._opened, party, entry, verdict, why)

    def undo_entry(self, number: int, *, why: str = "") -> EntryJudgement:
        """Undo such a judgement by its number: what was before it is again. Raises
        `BadParameter`, `CaseBusy`."""
        return list_judging.undo_entry(self._opened, number, why)

    def add_note(self, party: str, note: NewNote) -> Note:
        """Write down what no record holds about a party: a statement, a request for comment, a
        visit, a number, a document. Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`,
        `CaseBusy`."""
        return add_note(self._opened, party, note)

    def undo_note(self, number: int) -> Note:
        """Take a note back by its number; it stays told. Raises `BadParameter`, `CaseBusy`."""
        return undo_note(self._opened, number)

    def watch(self, *who: str, stop: bool = False) -> list[Watched]:
        """Watch companies from now on, or with `stop` no longer; returns those watched then.

        What was decided stays written down, with who and when; no figure is other for it. Raises
        `NoSuchParty`, `AmbiguousParty`, `BadParameter`, `CaseBusy`, `CaseReadOnly`.
        """
        return watching.stop(self._opened, who) if stop else watching.watch(self._opened, who)

    def look_over(self) -> Looked:
        """Write down that the settings' author has seen the case as it is: `news` begins here.
        Raises `CaseBusy`, `CaseReadOnly`."""
        return watching.look(self._opened)

    def add_ownership(self, file: str | Path) -> KeptStakes:
        """Add a file of who owns whom: a CSV with the columns owner, owned, share (per cent, empty
        where it is not known), control, from, to, source; or FollowTheMoney entities.

        Owners and owned are named by a list's id (`us-sdn/1`), a tax id or a whole name. The same
        file again changes nothing. Raises `NoSuchFile`, `BadList`, `CaseBusy`.
        """
        return owners.add_stakes(self._opened, file)

    def remove_ownership(self, name: str) -> KeptStakes:
        """Take a file of ownership out again, by its number, name or hash. Raises `BadParameter`,
        `CaseBusy`."""
        return owners.remove_stakes(self._opened, name)

    def add_companies(self, file: str | Path) -> KeptCompanies:
        """Add a file of companies known from elsewhere, FollowTheMoney entities with names and
        numbers: `find` then finds by these names whoever bears one of these numbers. They link
        nothing, and no figure is other for them. The same file again changes nothing.

        Raises `NoSuchFile`, `BadList`, `CaseBusy`.
        """
        return companies.add_companies(self._opened, file)

    def remove_companies(self, name: str) -> KeptCompanies:
        """Take a file of known companies out again, by its number, name or hash. Raises
        `BadParameter`, `CaseBusy`."""
        return companies.remove_companies(self._opened, name)

    # -- asking it

    def _asked(self, at: int | str | None, ask: Callable[[Opened], Result]) -> Result:
        """What is asked of the case as it is, or as it was."""
        if at is None:
            return changing.steadily(self._opened, lambda: ask(self._opened))
        with as_of(self._opened, at) as then:
            return ask(then)

    @contextmanager
    def past(self, at: int | str) -> Iterator[Case]:
        """The case as it was after the load of a number, or in the state of an id (its first
        digits): to be asked, not to be changed. Raises `NoSuchState`."""
        with as_of(self._opened, at) as then:
            yield Case(then)

    @staticmethod
    def look(file: str | Path, *, layout: str | None = None) -> Preview:
        """How a file would be read, without loading it. Raises as `add` does."""
        return looking.look(file, layout)

    @staticmethod
    def draft(file: str | Path) -> Draft:
        """A layout drafted for a file that none knows: its columns and a TOML to correct.

        Nothing is guessed that changes money. Raises `NoSuchFile`, `UnreadableFile`.
        """
        return draft(source_file(file))

    def status(self) -> Status:
        """What the case holds."""
        return changing.steadily(self._opened, lambda: held.status(self._opened), resolved=False)

    def months(self) -> dict[int, dict[str, int]]:
        """How many lines each source has in each month: source's number -> month (YYYY-MM, empty
        for lines without a day) -> lines as read."""
        return changing.steadily(
            self._opened, lambda: held.source_months(self._opened), resolved=False
        )

    def state(self) -> str:
        """The id of the state that every answer is a function of, as the answers name it."""
        return changing.steadily(self._opened, lambda: held.state(self._opened))

    def loads(self) -> list[Load]:
        """Everything that was done to the case, oldest first: what, when, by whom."""
        return loads(self._catalogue)

    def rates(self) -> list[KeptRates]:
        """The tables of rates that were added, in the order in which they were."""
        return kept_rates(self._catalogue)

    def hs_tables(self) -> list[KeptHs]:
        """The tables of commodity codes that were added, in the order in which they were."""
        return kept_hs(self._catalogue)

    def lists(self) -> HeldLists:
        """The lists that were added, in every version, and the days given by hand."""
        return listed.held_lists(self._opened)

    def entry_judgements(self) -> list[EntryJudgement]:
        """What people decided of parties and entries, in the order they did, those undone too."""
        return entry_judgements(self._catalogue)

    def notes(self, party: str | None = None) -> list[Note]:
        """The notes of a party, or all: with what its lines say of each statement, and which
        statements of one speaker differ. Raises `NoSuchParty`, `AmbiguousParty`."""
        return notes(self._opened, party)

    def companies(self) -> list[KeptCompanies]:
        """The files of known companies that were added, in the order in which they were."""
        return kept_companies(self._catalogue)

    def watched(self) -> list[Watched]:
        """The companies that are watched, in the order in which that began."""
        return watching.watched(self._opened)

    def news(self) -> News:
        """What is new since the settings' author last looked: loads, new lines and other figures
        of the companies watched, listings that touch the case now or do not any more."""
        return watching.news(self._opened)

    def ownership(self) -> list[KeptStakes]:
        """The files of ownership that were added, in the order in which they were."""
        return kept_stakes(self._catalogue)

    def find_listed(self, text: str) -> list[EntryRef]:
        """The entries of lists that a text names: an id, an id with its list, or a whole name."""
        return listed.find_listed(self._opened, text)

    def layout_text(self, name: str) -> list[str]:
        """The texts of the layouts of this id that sources of the case are read by: one, or
        several where the sources were read by different versions. Raises `BadParameter`."""
        return held.layout_texts(self._opened, name)

    def refused(self, source: str | None = None, limit: int = 100) -> list[RefusedRow]:
        """Refused rows with their reasons, in the order of their files."""
        return changing.steadily(
            self._opened, lambda: held.refused(self._opened, source, limit), resolved=False
        )

    def find(self, text: str) -> list[Party]:
        """The parties a text may mean, twenty at most: those with a tax id of a known company
        called so, those it names, then those like it."""
        return changing.steadily(self._opened, lambda: companies.find(self._opened, text))

    def names(self, *ids: str) -> dict[str, str]:
        """What the parties of these ids are called; those that the case has, by their ids."""
        return changing.steadily(self._opened, lambda: browsing.names(self._opened, ids))

    def find_declaration(self, number: str, limit: int = 50) -> list[DeclaredLine]:
        """The lines of the declarations that bear a number as it is written, in the order of their
        days and items; `limit` of them, 200 at most."""
        return changing.steadily(
            self._opened, lambda: find_declaration(self._opened, number, limit), resolved=False
        )

    def lines(self, limit: int = 100, offset: int = 0, **by: Unpack[Narrowed]) -> list[Shown]:
        """Lines as they were read, whatever they count for, in the order in which they are
        stored: of companies in any role, of a commodity code, of days, of a declaration, with a
        text among their goods. At most `limit`; the first `offset` are left out.

        Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`.
        """
        return changing.steadily(
            self._opened, lambda: browsing.lines(self._opened, limit, offset, by)
        )

    def search_lines(self, **by: Unpack[Narrowed]) -> Generator[Searched]:
        """All of what `lines` lists, as they are found, in one state of the case; each part says
        how far the search is. Nothing else may be asked of this case until the last part was
        taken, or the iterator closed, which ends the search."""
        changing.steadily(self._opened, lambda: None)
        with self._catalogue.reading(resolved=True):
            yield from browsing.search(self._opened, by)

    def dossier(self, *who: str, at: int | str | None = None, **how: Unpack[How]) -> Answer:
        """The dossier of one or several parties, taken together.

        `who`: ids, tax ids or names; `how`: period, events and bases, see `How`. `at`: as of a
        load's number or a state's id, with the bytes that the answer had then. Raises
        `NoSuchParty`, `AmbiguousParty`, `BadParameter`, `NoSuchState`.
        """
        return self._asked(at, lambda case: with_notes(case, screened_dossier(case, who, how)))

    def screen(
        self,
        *who: str,
        as_of: date | None = None,
        lists: Sequence[str] = (),
        judged: Sequence[Judged] = (),
        at: int | str | None = None,
        **how: Unpack[How],
    ) -> Screening:
        """Who of the records is on a list, since when, and what came while it was.

        Of a subject with all who stand on its lines; of goods; with neither of every party of the
        case, on the lines that a list may concern. A listing is judged on each line's day; `as_of`
        says besides what it was on one day. `lists`: the ids of those to use, all where none is
        named. `judged`: what people decided. Raises as `dossier` does, `BadParameter` without
        lists.
        """
        return self._asked(at, lambda case: screen(case, who, how, as_of, lists, judged))

    def explain(self, *who: str, at: int | str | None = None, **how: Unpack[How]) -> str:
        """The plan of a dossier as SQL that runs in a DuckDB shell opened in the case's folder."""
        return self._asked(at, lambda case: asking.ask(case, who, how).plan().script())

    def rows(
        self,
        *who: str,
        where: dict[str, str] | None = None,
        limit: int = 1000,
        offset: int = 0,
        at: int | str | None = None,
        cells: bool = True,
        **how: Unpack[How],
    ) -> Rows:
        """The lines behind a dossier's figures, with their place in the source and raw cells.

        `where` narrows them: `{"origin": "KR", "year": "2022", "counted": "point"}`; the first
        `offset` of them are left out. Without `cells` they come sooner: `raw_row` has those of one.
        """
        return self._asked(
            at,
            lambda case: asking.rows(case, who, where or {}, limit, offset, how, cells=cells),
        )

    def every_row(
        self,
        *who: str,
        where: dict[str, str] | None = None,
        at: int | str | None = None,
        **how: Unpack[How],
    ) -> Generator[Rows]:
        """All of what `rows` lists, a batch at a time and in one state of the case. Nothing else
        may be asked of this case until the last batch was taken, or the iterator closed."""
        if at is not None:
            with self.past(at) as then:
                yield from then.every_row(*who, where=where, **how)
            return
        changing.steadily(self._opened, lambda: None)
        with self._catalogue.reading(resolved=True):
            yield from asking.every_row(self._opened, who, where or {}, how)

    def flows(self, *who: str, at: int | str | None = None, **how: Unpack[How]) -> Flows:
        """Routes: origin, dispatch and destination, each with its figures, whole and around the
        events; and the detours among them, of goods sent from another country than produced them.

        Of parties, of goods, or with neither of the whole case. Raises as `dossier` does.
        """
        return self._asked(at, lambda case: routes.flows(case, who, how))

    def mirrors(self, *who: str, at: int | str | None = None, **how: Unpack[How]) -> Mirrors:
        """Export records of one authority beside import records of another of the same goods:
        compared, never added. `who` and `how` as in `flows`; each two authorities are compared.

        Raises as `dossier` does, and `BadParameter` where no two authorities mirror each other.
        """
        return self._asked(at, lambda case: routes.mirrors(case, who, how))

    def changes(self, *who: str, at: int | str | None = None, **how: Unpack[How]) -> Changes:
        """Leads: what changed after the one event of `how`, of buyers, of goods, or with neither
        of the whole case. Senders first seen since, possible successors of buyers that stopped,
        suppliers that may go on through somebody else, prices far from the usual, senders of
        unrelated goods, senders at one address; each with its reasons and its rows.

        Raises as `dossier` does.
        """
        return self._asked(at, lambda case: changes(case, who, how))

    def diff(self, before: str, after: str, *who: str, **how: Unpack[How]) -> Difference:
        """Which figures of a dossier moved between two states, and because of what.

        A state is a load's number, a state's id, or `now`; `before` may be the file of a dossier
        saved as JSON, whose question is asked where `who` is not given. Raises as `dossier` does.
        """
        return difference(self._opened, before, after, who, how)

    def raw_row(self, source: str, sheet: int, row: int) -> RawRow:
        """One row of a source with every cell as written, by its place: the source's number, name
        or hash; the sheet and the row, from 1. Raises `NoSuchSource`, `BadParameter`."""
        return changing.steadily(
            self._opened, lambda: raw_row(self._opened, source, sheet, row), resolved=False
        )

    def evidence(
        self,
        *who: str,
        where: dict[str, str] | None = None,
        limit: int = 1000,
        at: int | str | None = None,
        cells: bool = True,
        **how: Unpack[How],
    ) -> Evidence:
        """A dossier with its evidence: what pages, workbooks and charts are made of.

        The rows are the largest `limit` of those that `where` narrows to, with their raw `cells` or
        without. Raises as `dossier` does.
        """

        def ask(case: Opened) -> Evidence:
            return noted(case, evidence(case, who, where or {}, limit, how, cells=cells))

        return self._asked(at, ask)
