"""Jobs that change what a case holds: files come in, sources go out, parties are resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
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
from followthegoods.ingest.load import file_hash, load_file, load_together
from followthegoods.ingest.together import Ahead, Several, prepared_together, worth_it
from followthegoods.lake.catalogue import Books
from followthegoods.lake.merging import merge_small
from followthegoods.lake.sharing import separate
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
        rest = found[:small]
        while rest:
            alike = _alike(rest, ahead)
            loaded = _load_together(case, alike, named, progress)
            for one in rest[: max(1, len(alike))]:
                _add_found(case, one, ahead.get(one.path), layout, named, progress, done, loaded)
            rest = rest[max(1, len(alike)) :]
    return found[small:]


def _alike(found: Sequence[Found], ahead: Mapping[Path, Ahead]) -> list[tuple[Path, Ahead]]:
    """The first of some files that were prepared together; none where the first was not."""
    first = ahead.get(found[0].path)
    if first is None or first.shared is None:
        return []
    together = first.shared.prepared
    own = ((one.path, ahead.get(one.path)) for one in found)
    return [
        (path, one)
        for path, one in takewhile(lambda its: _of(its[1], together), own)
        if one is not None
    ]


def _of(one: Ahead | None, together: Several) -> bool:
    return one is not None and one.shared is not None and one.shared.prepared is together


def _load_together(
    case: Opened, alike: Sequence[tuple[Path, Ahead]], named: str | None, progress: Progress
) -> set[int]:
    """Load files that were prepared together in one load; return the numbers of their sources.

    None, and nothing is loaded, where one of them cannot be: by themselves the others can.
    """
    new: dict[str, tuple[Path, Ahead]] = {}
    for path, one in alike:
        if case.catalogue.source_by_hash(one.raw.sha256) is None:
            new.setdefault(one.raw.sha256, (path, one))
    if len(new) < 2:
        return set()
    files = list(new.values())
    with suppress(FtgError), case.catalogue.write("add", case.settings.author) as load:
        sources = load_together(files, case.disk, case.catalogue, load, case.settings, progress)
        _complete(case, sources, named, load, progress)
        return set(sources)
    return set()


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
    loaded: set[int] | None = None,
) -> None:
    """Add a file that was named; one of a folder only where it can be read.

    `loaded` are the sources of files just loaded together: they are added as their turn comes.
    """
    if not found.folder:
        done.append(_add_one(case, found.path, ahead, layout, named, progress, loaded or set()))
        return
    try:
        if found.link:
            raise BadParameter(
                "This is no file of the folder's own, but a link.", do="Name the file itself."
            )
        path = source_file(found.path)
        done.append(_add_one(case, path, ahead, layout, named, progress, loaded or set()))
    except (BadParameter, UnreadableFile, UnknownLayout) as error:
        done.left_out.append(LeftOut(found.shown, error.code, error.what, error.do or ""))


def _add_one(
    case: Opened,
    path: Path,
    ahead: Ahead | None,
    layout: Layout | None,
    named: str | None,
    progress: Progress,
    loaded: set[int],
) -> Added:
    source = _known(case, path, ahead)
    known = source is not None and source not in loaded
    if source is None:
        with case.catalogue.write("add", case.settings.author) as load:
            source = load_file(
                path, case.disk, case.catalogue, load, case.settings, layout, progress, ahead
            )
            _complete(case, [source], named, load, progress)
    # A copy of it among the files is known.
    loaded.discard(source)
    progress("loaded", 1.0)
    return Added(path.name, case.catalogue.books_of(source), known)


def _complete(
    case: Opened, sources: Sequence[int], named: str | None, load: int, progress: Progress
) -> None:
    """What a load does once its sources have their lines."""
    keep_layout(case, sources[0], named)
    progress("names", 0.0)
    read_mentions(case.disk, case.catalogue, load, sources, case.settings)
    resolve_dollars(case.disk, case.catalogue, load, case.settings, sources)
    merge_small(case.disk, case.catalogue, load, case.settings)


def keep_layout(case: Opened, source: int, named: str | None) -> None:
    """Keep the text of the layout that a source is read with; `named` as the user gave it."""
    sha256 = case.catalogue.source(source).layout_sha256
    case.catalogue.keep_layout(sha256, layout_text(sha256, named))


def _known(case: Opened, path: Path, ahead: Ahead | None = None) -> int | None:
    """The source that holds this very file, if the case has it."""
    if ahead is None and not case.catalogue.has_size(path.stat().st_size):
        return None
    source = case.catalogue.source_by_hash(ahead.raw.sha256 if ahead else file_hash(path))
    return None if source is None else source.source


def remove(case: Opened, source: str) -> Books:
    """Take a source out again; see `Case.remove`."""
    with case.disk.one_writer():
        found = case.catalogue.find_source(source)
        books = case.catalogue.books_of(found.source)
        with case.catalogue.write("remove", case.settings.author) as load:
            separate(case.runner.db, case.disk, case.catalogue, load, found.source)
            settle_fates(case.runner.db, case.disk, case.catalogue, load, [found.source], gone=True)
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
