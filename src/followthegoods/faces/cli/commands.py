"""What the commands do. Each asks the case one thing and prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import typer

from followthegoods.case import Added, Case, How, LineRow, shipped_layouts
from followthegoods.errors import BadParameter, FtgError
from followthegoods.faces.cli.options import Bases
from followthegoods.faces.cli.talk import data, progress, say, show
from followthegoods.render import books
from followthegoods.render import dossier as dossiers
from followthegoods.render import look as looks
from followthegoods.render import rows as lines
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.text import INVENTED, columns_of, safe


@contextmanager
def _open(path: Path) -> Iterator[Case]:
    """Open a case; whatever is asked of an invented one, that it is invented is said."""
    with Case.open(path) as case:
        if case.invented:
            say(INVENTED)
        yield case


def new(case: Path) -> None:
    with Case.new(case) as made:
        say(f"Made an empty case: {made.path}")
        say(f"Next: ftg add {case} FILE")


def look(file: Path, layout: str | None, as_json: bool) -> None:
    seen = Case.look(file, layout=layout)
    if as_json:
        data(to_json(seen))
    else:
        show(looks.look(seen))


def draft(file: Path) -> None:
    drafted = Case.draft(file)
    data(drafted.toml)
    mapped = sum(column.mapped for column in drafted.columns)
    rows = "all rows" if drafted.whole else f"a sample of {drafted.sampled_rows:,} rows"
    say(f"A draft from {rows}: {mapped} of {len(drafted.columns)} columns have a field.")
    for note in drafted.notes:
        say(note)
    say("Check it, fill in what says ??, then: ftg add CASE FILE --layout my.toml")


def add(case: Path, files: Sequence[Path], layout: str | None) -> None:
    with _open(case) as opened:
        load(opened, files, layout)


def load(case: Case, files: Sequence[Path], layout: str | None = None) -> list[Added]:
    """Add files and print their books; also of those that were loaded before one failed."""
    before = {book.source.source for book in case.status().books}
    try:
        with progress(len(files)) as report:
            added = case.add(files, layout=layout, progress=report)
    except FtgError:
        kept = [book for book in case.status().books if book.source.source not in before]
        for book in kept:
            show(books.added(Added(book.source.name, book, known=False)))
        names = ", ".join(safe(book.source.name) for book in kept)
        say(f"Loaded before it failed: {names}." if kept else "Nothing was loaded.")
        raise
    for file in added:
        say(f"{'known' if file.known else 'loaded'} {safe(file.file)}")
        show(books.added(file))
    return added


def status(case: Path, as_json: bool) -> None:
    with _open(case) as opened:
        held = opened.status()
    if as_json:
        data(to_json(held))
    else:
        show(books.status(held))


def refused(case: Path, source: str | None, limit: int, as_json: bool) -> None:
    with _open(case) as opened:
        found = opened.refused(source, limit)
    if as_json:
        data(to_json(found))
    else:
        show(books.refused(found))
    if len(found) == limit:
        say(f"Only the first {limit:,} are shown; --limit shows more.")


def find(case: Path, text: str, as_json: bool) -> None:
    with _open(case) as opened:
        found = opened.find(text)
    if as_json:
        data(to_json(found))
    else:
        show(lines.parties(found))


def dossier(case: Path, who: Sequence[str], bases: Bases, top: int, as_json: bool) -> None:
    how = asked(bases)
    with _open(case) as opened:
        answer = opened.dossier(*who, **how)
    if as_json:
        data(answer.to_json())
    else:
        show(dossiers.dossier(answer, top))


def rows(
    case: Path,
    who: Sequence[str],
    bases: Bases,
    where: Sequence[str],
    limit: int,
    as_json: bool,
    csv: Path | None,
) -> None:
    how = asked(bases)
    narrowed = dict(_pair(text, "--where", "KEY=VALUE") for text in where)
    with _open(case) as opened:
        found = opened.rows(*who, where=narrowed, limit=limit, **how)
    if csv is not None:
        _write_csv(csv, found)
    if as_json:
        data(to_json(found))
    elif csv is None:
        show(lines.rows(found))
    if len(found) == limit:
        say(f"Only the first {limit:,} are shown; --limit shows more.")


def _write_csv(path: Path, found: Sequence[LineRow]) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            lines.write_csv(found, out)
    except OSError as error:
        raise BadParameter(
            f"The file cannot be written: {error.strerror}.",
            where=str(path),
            do="Name a file in a folder that exists and that you may write to.",
        ) from error
    say(f"Wrote {len(found):,} lines to {path}")


def explain(case: Path, who: Sequence[str], bases: Bases) -> None:
    how = asked(bases)
    with _open(case) as opened:
        data(opened.explain(*who, **how).rstrip("\n") + "\n")


def remove(case: Path, source: str, yes: bool) -> None:
    with _open(case) as opened:
        if not yes:
            say(f"The rows of {source!r} are deleted, raw cells included.")
            say("Answers made from them can no longer be asked again.")
            typer.confirm("Take it out?", abort=True, err=True)
        gone = opened.remove(source)
    say(f"Took out {safe(gone.source.name)}:")
    show(books.books(gone))


def rates_add(case: Path, file: Path, currency: str) -> None:
    with _open(case) as opened:
        added = opened.add_rates(file, currency)
    what = "already in the case: nothing changed" if added.known else "added"
    left = f"; {added.left_out:,} rows left out" if added.left_out else ""
    data(
        f"{safe(added.name)}: {what}. {added.currency}, {added.days:,} days, "
        f"{added.first} to {added.last}{left}.\n"
    )


def layouts() -> None:
    table = columns_of("id", "title")
    for layout in shipped_layouts():
        table.add_row(layout.id, layout.title)
    show([table])


def asked(bases: Bases) -> How:
    """The options as the case takes them. Raises `BadParameter` for what cannot be one."""
    read: dict[str, Callable[[Any], Any]] = {
        "first": lambda text: _day(text, "--from"),
        "last": lambda text: _day(text, "--to"),
        "events": lambda texts: [_event(text) for text in texts],
        "regimes": lambda text: tuple(code.strip() for code in text.split(",")),
    }
    how = {key: read.get(key, str)(value) for key, value in bases.items() if value}
    return cast(How, how)


def _event(text: str) -> tuple[date, str]:
    day, label = _pair(text, "--event", "DATE=LABEL")
    return _day(day, "--event"), label


def _pair(text: str, option: str, shape: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise BadParameter(f"{text!r} has no '='.", where=option, do=f"Write {shape}.")
    return key.strip(), value.strip()


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            f"{text!r} is no day.", where=option, do="Write it as YYYY-MM-DD, such as 2022-02-24."
        ) from error
