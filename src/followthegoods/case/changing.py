"""Jobs that change what a case holds: files come in, sources go out, parties are resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from followthegoods.case.opened import Opened
from followthegoods.case.prices import resolve_prices
from followthegoods.case.records import Added, AddedFiles, LeftOut, Progress, quiet
from followthegoods.engine.duckdb import one_engine
from followthegoods.errors import (
    BadParameter,
    CaseBusy,
    CaseDamaged,
    CaseReadOnly,
    DiskFull,
    FtgError,
    UnknownLayout,
    UnreadableFile,
)
from followthegoods.ingest.fate import settle_fates
from followthegoods.ingest.load import file_hash, load_file
from followthegoods.ingest.together import Ahead, prepared_together, worth_it
from followthegoods.lake.catalogue import Books
from followthegoods.lake.merging import merge_small
from followthegoods.parties.clusters import resolve
from followthegoods.parties.judgements import in_force, read_judgements
from followthegoods.parties.readings import read_mentions
from followthegoods.reference.rates import resolve_dollars
from followthegoods.sources.folders import Found, expand
from followthegoods.sources.layout import Layout, choose_layout
from followthegoods.sources.layout_text import layout_text
from followthegoods.sources.place import source_file

Result = TypeVar("Result")


def add(
    case: Opened, files: Iterable[str | Path], layout: str | None, progress: Progress
) -> AddedFiles:
    """Load files and those of folders; see `Case.add`."""
    found = expand(files)
    chosen = choose_layout(layout) if layout else None
    done = AddedFiles()
    with case.disk.one_writer(), one_engine(case.settings, case.disk.engine):
        try:
            rest: Sequence[Found] = found
            while rest:
                rest = _add_next(case, rest, chosen, layout, progress, done)
        except FtgError:
            resolve_if_stale(case, progress)
            raise
        # Who interrupts does not wait for this: the next question sees to it.
        resolve_if_stale(case, progress)
    return done


def _add_next(
    case: Opened,
    found: Sequence[Found],
    layout: Layout | None,
    named: str | None,
    progress: Progress,
    done: AddedFiles,
) -> Sequence[Found]:
    """Add the first of some files, with the small ones that follow it; return the rest."""
    case.disk.sweep(case.catalogue.all_files())
    small = worth_it(_sizes(found))
    if small < 2:
        _add_found(case, found[0], None, layout, named, progress, done)
        return found[1:]
    paths = [one.path for one in found[:small] if _known(case, one.path) is None]
    with prepared_together(paths, case.disk, case.settings, layout, progress) as ahead:
        for one in found[:small]:
            _add_found(case, one, ahead.get(one.path), layout, named, progress, done)
    return found[small:]


def _sizes(found: Iterable[Found]) -> Iterator[int]:
    """The bytes of files, up to the first that is none of its own or cannot be looked at."""
    for one in found:
        if one.link:
            return
        try:
            yield one.path.stat().st_size
        except OSError:
            return


def _add_found(
    case: Opened,
    found: Found,
    ahead: Ahead | None,
    layout: Layout | None,
    named: str | None,
    progress: Progress,
    done: AddedFiles,
) -> None:
    """Add a file that was named; one of a folder only where it can be read."""
    if not found.folder:
        done.append(_add_one(case, found.path, ahead, layout, named, progress))
        return
    try:
        if found.link:
            raise BadParameter(
                "This is no file of the folder's own, but a link.", do="Name the file itself."
            )
        done.append(_add_one(case, source_file(found.path), ahead, layout, named, progress))
    except (BadParameter, UnreadableFile, UnknownLayout) as error:
        done.left_out.append(LeftOut(found.shown, error.code, error.what, error.do or ""))


def _add_one(
    case: Opened,
    path: Path,
    ahead: Ahead | None,
    layout: Layout | None,
    named: str | None,
    progress: Progress,
) -> Added:
    known = _known(case, path)
    if known is None:
        with case.catalogue.write("add", case.settings.author) as load:
            source = load_file(
                path, case.disk, case.catalogue, load, case.settings, layout, progress, ahead
            )
            keep_layout(case, source, named)
            progress("names", 0.0)
            read_mentions(case.disk, case.catalogue, load, source, case.settings)
            resolve_dollars(case.disk, case.catalogue, load, case.settings, [source])
            merge_small(case.disk, case.catalogue, load, case.settings)
    progress("loaded", 1.0)
    number = source if known is None else known
    return Added(path.name, case.catalogue.books_of(number), known is not None)


def keep_layout(case: Opened, source: int, named: str | None) -> None:
    """Keep the text of the layout that a source is read with; `named` as the user gave it."""
    sha256 = case.catalogue.source(source).layout_sha256
    case.catalogue.keep_layout(sha256, layout_text(sha256, named))


def _known(case: Opened, path: Path) -> int | None:
    """The source that holds this very file, if the case has it."""
    if not case.catalogue.has_size(path.stat().st_size):
        return None
    source = case.catalogue.source_by_hash(file_hash(path))
    return None if source is None else source.source


def remove(case: Opened, source: str) -> Books:
    """Take a source out again; see `Case.remove`."""
    with case.disk.one_writer():
        found = case.catalogue.find_source(source)
        books = case.catalogue.books_of(found.source)
        with case.catalogue.write("remove", case.settings.author) as load:
            settle_fates(case.runner.db, case.disk, case.catalogue, load, found.source, gone=True)
            db = case.catalogue.db
            db.execute("UPDATE sources SET removed = ? WHERE source = ?", (load, found.source))
            case.catalogue.forget_files(found.source)
            resolve_parties(case, load)
        case.disk.sweep(case.catalogue.all_files())
    return books


def resolve_if_stale(case: Opened, progress: Progress) -> None:
    """Resolve parties when lines or judgements came since; for the one writer."""
    if not case.catalogue.stale():
        return
    progress("parties", 0.0)
    with case.catalogue.write("resolve", case.settings.author) as load:
        resolve_parties(case, load)
    progress("parties", 1.0)


def resolve_parties(case: Opened, load: int) -> None:
    """Resolve all mentions anew as part of a load, in place of what was resolved before, and
    replay the judgements that are in force; read off what goods cost where lines came or went."""
    if case.catalogue.files("readings"):
        judged = in_force(read_judgements(case.catalogue))
        resolve(case.disk, case.catalogue, load, case.settings, judged)
    case.catalogue.db.execute(
        "DELETE FROM files "
        "WHERE name IN ('parties', 'names', 'links', 'doubtful', 'index') AND load < ?",
        (load,),
    )
    resolve_prices(case, load)


def steadily(case: Opened, ask: Callable[[], Result], *, resolved: bool = True) -> Result:
    """Ask within one view of the case, and once more where a file of it went meanwhile.

    A load that was killed or interrupted before parties were resolved is made good first;
    where that cannot be, the answer is of the state before.
    """
    if resolved and case.catalogue.stale():
        with suppress(CaseBusy, CaseReadOnly, DiskFull), case.disk.one_writer():
            resolve_if_stale(case, quiet)
    try:
        with case.catalogue.reading(resolved=resolved):
            return ask()
    except CaseDamaged:
        with case.catalogue.reading(resolved=resolved):
            return ask()
