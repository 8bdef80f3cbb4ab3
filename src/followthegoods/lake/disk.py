"""The disk, drawn once. Paths of a case are made here and nowhere else.

    CASE/
    ├── catalogue.sqlite          sources, loads, books, rates, judgements; which files make a table
    ├── raw/<sha256>.parquet      every cell of a source, as text, in row order
    ├── lake/
    │   ├── lines/<load>.parquet      the lines a load added, sorted by receiver; further files
    │   │                             of the same load are <load>-0001.parquet and so on. Where
    │   │                             it added several sources, any of these tables' files has
    │   │                             rows of all; one taken out of them leaves <load>-rest-<load>
    │   │                             and, until it is gone, <load>-own-<load>
    │   ├── refused/<load>.parquet    its refused rows, whole, with the reason
    │   ├── mentions/<load>.parquet   the names as written that its lines point at
    │   ├── readings/<load>.parquet   what was read out of each mention
    │   ├── makers/<load>.parquet     makers that goods texts name: line, mention, where it stands
    │   ├── fates/<load>.parquet      what became of lines: repeated, superseded, in conflict
    │   ├── parties/<load>.parquet    mention -> party, resolved in full
    │   ├── names/<load>.parquet      one row a party: how it is called, its tax ids
    │   ├── links/<load>.parquet      two mentions, and the rule that makes them one company
    │   ├── doubtful/<load>.parquet   pairs of parties that may be one, most money first
    │   ├── index/<load>-3.sqlite     what parties are found by: words, sounds, addresses, tax ids
    │   ├── dollars/<load>.parquet    dollars per unit of a currency, by day
    │   ├── prices/<load>.parquet     what a kilogram of each commodity code usually costs
    │   ├── entries/<load>.parquet    who is on one version of a sanctions list
    │   ├── listings/<load>.parquet   by whom, under what, how and since when they are
    │   ├── entry_names/<load>.parquet      how they are called, folded as parties are
    │   ├── entry_keys/<load>.parquet       names of entries, as they are compared
    │   ├── list_index/<load>.sqlite        what names and numbers of entries are found by
    │   ├── entry_ids/<load>.parquet        their tax ids and other numbers
    │   ├── entry_addresses/<load>.parquet  their addresses
    │   ├── controls/<load>.parquet   the codes of one version of a list of goods
    │   └── merged/<table>-<load>.parquet   the rows of many small files of a table once more, in
    │                                 one: read in their place; further ones are <load>-1 and so on
    ├── stories/<id>/             a story that is kept: its text, and its claims as corrected
    └── work/<random>/            half-made files of a running job; swept by the next writer

Plans name files relative to the case folder, so that a printed plan runs wherever the case lies.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from followthegoods.errors import Broken, CaseBusy, DiskFull

CATALOGUE = "catalogue.sqlite"
RAW = "raw"
LAKE = "lake"
WORK = "work"
STORIES = "stories"
MERGED = "merged"
STORED = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10_240"
"""How files of tables that every load adds to are written. Rows of a group are read together: a
question about one importer reads few more than its own. Groups of twice as many rows take two
fifths more of the processor for it, smaller ones no less, and more where a column is read whole."""

INDEX_ENDING = "-3.sqlite"
"""How the name of an index of parties ends that this program reads. Another is done without, until
the parties are resolved anew."""

TABLES: tuple[str, ...] = (
    "lines",
    "refused",
    "mentions",
    "readings",
    "makers",
    "fates",
    "parties",
    "names",
    "links",
    "doubtful",
    "index",
    "dollars",
    "prices",
    "entries",
    "listings",
    "entry_names",
    "entry_keys",
    "list_index",
    "entry_ids",
    "entry_addresses",
    "controls",
)


class Disk:
    """The folder of one case."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def catalogue(self) -> Path:
        return self.root / CATALOGUE

    def raw(self, sha256: str) -> str:
        """The raw file of a source, relative to the case."""
        return f"{RAW}/{sha256}.parquet"

    def table_file(self, table: str, load: int, part: int = 0) -> str:
        """The file one load adds to a table, relative to the case; `part` counts further ones."""
        return f"{LAKE}/{table}/{load:08d}{f'-{part:04d}' if part else ''}.parquet"

    def separate_file(self, file: str, load: int, which: str) -> str:
        """A file that one load makes of one that sources share: `own` has the rows of one of them,
        `rest` those of the others. Relative to the case, as `file` is."""
        first = file.removesuffix(".parquet").split("-rest-")[0]
        return f"{first}-{which}-{load:08d}.parquet"

    def index_file(self, load: int, table: str = "index") -> str:
        """The index of the parties that one load resolved, or of the list that it kept
        (`list_index`), relative to the case."""
        ending = INDEX_ENDING if table == "index" else ".sqlite"
        return f"{LAKE}/{table}/{load:08d}{ending}"

    def merged_file(self, table: str, load: int, nth: int) -> str:
        """The `nth` file, from 0, that one load merges out of small ones of a table, relative to
        the case."""
        return f"{LAKE}/{MERGED}/{table}-{load:08d}{f'-{nth}' if nth else ''}.parquet"

    @property
    def engine(self) -> Path:
        """Where the engine of a job that loads many files spills to; a sweep passes over it."""
        return self.root / WORK / "engine"

    @property
    def stories(self) -> Path:
        """The folder of the stories that are kept, each in a folder of its own."""
        return self.root / STORIES

    def path(self, relative: str) -> Path:
        return self.root / relative

    def make(self) -> None:
        """Make the folders of an empty case."""
        (self.root / RAW).mkdir(parents=True, exist_ok=True)
        for table in (*TABLES, MERGED):
            (self.root / LAKE / table).mkdir(parents=True, exist_ok=True)
        (self.root / WORK).mkdir(exist_ok=True)

    @contextmanager
    def one_writer(self) -> Iterator[None]:
        """Be the one process that changes the case, from the first file of a job to its last.

        The lock goes with the process, however that ends. Raises `CaseBusy` at once where another
        one holds it.
        """
        folder = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise case_busy(self.root) from error
            except OSError as error:
                raise Broken(
                    f"The case cannot be locked for writing: {error.strerror}.",
                    where=str(self.root),
                    do="Move the case to a local disk: shared folders often know no locks.",
                ) from error
            yield
        finally:
            os.close(folder)

    def work(self) -> Path:
        """A fresh folder for half-made files; whoever asks removes it."""
        (self.root / WORK).mkdir(exist_ok=True)
        return Path(mkdtemp(dir=self.root / WORK))

    def sweep(self, known: Iterable[str]) -> None:
        """Delete what no committed load owns. Only the one writer may call this."""
        keep = {self.path(name) for name in known}
        for path in (self.root / WORK).glob("*"):
            if path != self.engine:
                shutil.rmtree(path, ignore_errors=True)
        for path in (*(self.root / RAW).glob("*"), *(self.root / LAKE).glob("*/*")):
            if path not in keep:
                path.unlink(missing_ok=True)

    def need(self, size: int, what: str) -> None:
        """Raise `DiskFull` when fewer than `size` bytes are free for the case."""
        free = shutil.disk_usage(self.root).free
        if free < size:
            raise DiskFull(
                f"{what} needs about {size / 1e6:,.0f} MB, {free / 1e6:,.0f} MB are free.",
                where=str(self.root),
                do="Free some space or move the case to a larger disk, then run it again. "
                "The case is as it was.",
            )


def case_busy(root: Path) -> CaseBusy:
    """The error for a case that another process is changing."""
    return CaseBusy(
        "Another process is writing to this case.",
        where=str(root),
        do="Wait until it has finished and run this again; questions work meanwhile.",
    )


def settle(path: Path, final: Path) -> None:
    """Move a finished file to its place so that it survives a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
