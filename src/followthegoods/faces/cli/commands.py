"""What the commands do. Each asks the case one thing and prints it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import typer

from followthegoods.case import MOST_FOUND, Added, AddedFiles, Case, Drafted, How, look_or_draft
from followthegoods.errors import BadParameter, DataError, FtgError
from followthegoods.faces.cli.late import work
from followthegoods.faces.cli.options import Bases, Exported
from followthegoods.faces.cli.talk import data, progress, say, show
from followthegoods.render import books
from followthegoods.render import dossier as dossiers
from followthegoods.render import look as looks
from followthegoods.render import relayout as rereadings
from followthegoods.render import rows as lines
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.measured import in_what_it_has
from followthegoods.render.text import INVENTED, safe


@contextmanager
def opened_case(path: Path, bases: Bases | None = None) -> Iterator[Case]:
    """Open a case as the options ask: as it was, and of what engine; of an invented one, that it
    is invented is said."""
    bases = bases or {}
    at = bases.get("at")
    with Case.open(path, engine=bases.get("engine"), master=bases.get("master")) as case:
        if case.invented:
            say(INVENTED)
        if at is None:
            yield case
        else:
            with case.past(at) as then:
                yield then


def new(case: Path) -> None:
    with Case.new(case) as made:
        say(f"Made an empty case: {made.path}")
        say(f"Next: ftg add {case} FILE")


def look(file: Path, layout: str | None, as_json: bool) -> None:
    seen = Case.look(file, layout=layout) if layout else look_or_draft(file)
    if as_json:
        data(to_json(seen))
    elif isinstance(seen, Drafted):
        show(looks.drafted(seen))
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
    with opened_case(case) as opened:
        told = opened.invented
        added = load(opened, files, layout)
        if opened.invented and not told:
            say(INVENTED)
    if added.left_out:
        raise typer.Exit(DataError.exit_code)


def load(case: Case, files: Sequence[Path], layout: str | None = None) -> AddedFiles:
    """Add files and print their books; also of those that were loaded before one failed."""
    before = {book.source.source for book in case.status().books}
    counted = None if any(file.is_dir() for file in files) else len(files)
    try:
        with progress(counted) as report:
            added = case.add(files, layout=layout, progress=report)
    except FtgError:
        kept = _kept(case, before)
        say(f"Loaded before it failed: {kept}." if kept else "Nothing was loaded.")
        raise
    except KeyboardInterrupt:
        if kept := _kept(case, before):
            say(f"Loaded before it was interrupted: {kept}.")
        raise
    for file in added:
        say(f"{'known' if file.known else 'loaded'} {safe(file.file)}")
        show(books.added(file))
    if added.left_out:
        show(books.left_out(added.left_out))
    return added


def _kept(case: Case, before: Collection[int]) -> str:
    """Print the books of the sources that came since those of before; return their names."""
    kept = [book for book in case.status().books if book.source.source not in before]
    for book in kept:
        show(books.added(Added(book.source.name, book, known=False)))
    return ", ".join(safe(book.source.name) for book in kept)


def status(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        held = opened.status()
    if as_json:
        data(to_json(held))
    else:
        show(books.status(held))


def refused(case: Path, source: str | None, limit: int, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.refused(source, limit + 1)
    if as_json:
        data(to_json(found[:limit]))
    else:
        show(books.refused(found[:limit]))
    say_if_cut(found, limit)


def find(case: Path, text: str, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.find(text)
    if as_json:
        data(to_json(found))
    else:
        show(lines.parties(found))
    if not found:
        say("Try fewer words of the name, or a tax id: names are not found by translation.")
    if len(found) == MOST_FOUND:
        say(f"At most {MOST_FOUND} are found, the likeliest first: more of the name finds fewer.")


def dossier(
    case: Path,
    who: Sequence[str],
    bases: Bases,
    top: int,
    as_json: bool,
    files: Exported,
) -> None:
    how, exports = asked(bases), _exports(files)
    with opened_case(case, bases) as opened:
        if exports:
            answer = exports.dossier(opened, who, how)
        elif as_json:
            answer = opened.dossier(*who, **how)
        else:
            answer = in_what_it_has(how, lambda how: opened.dossier(*who, **how))
    if as_json:
        data(answer.to_json())
    elif not exports:
        show(dossiers.dossier(answer, top))


def rows(
    case: Path,
    who: Sequence[str],
    bases: Bases,
    where: Sequence[str],
    limit: int,
    as_json: bool,
    files: Exported,
) -> None:
    how, exports = asked(bases), _exports(files)
    narrowed = dict(_pair(text, "--where", "KEY=VALUE") for text in where)
    with opened_case(case, bases) as opened:
        if exports:
            found = exports.rows(opened, who, narrowed, limit, how)
        else:
            found = opened.rows(*who, where=narrowed, limit=limit + 1, **how)
    if as_json:
        data(to_json(found[:limit]))
    elif not exports:
        show(lines.rows(found[:limit]))
    say_if_cut(found, limit)


def say_if_cut(found: Sequence[object], limit: int) -> None:
    """Say so where more was found than is shown; one more than that was asked for."""
    if len(found) > limit:
        say(f"Only the first {limit:,} are shown; --limit shows more.")


def _exports(files: Exported) -> Any:
    """What writes the files asked for; None where there are none."""
    charts = [_pair(text, "--chart", "NAME=FILE") for text in files.get("charts") or ()]
    paths = {name: path for name, path in files.items() if isinstance(path, Path)}
    if not charts and not paths:
        return None
    return work("exports").wanted(charts, files["published"], **paths)


def explain(case: Path, who: Sequence[str], bases: Bases) -> None:
    how = asked(bases)
    with opened_case(case, bases) as opened:
        data(opened.explain(*who, **how).rstrip("\n") + "\n")


def remove(case: Path, source: str, yes: bool) -> None:
    with opened_case(case) as opened:
        if not yes:
            say(f"The rows of {source!r} are deleted, raw cells included.")
            say("Answers made from them can no longer be asked again.")
            typer.confirm("Take it out?", abort=True, err=True)
        gone = opened.remove(source)
    say(f"Took out {safe(gone.source.name)}:")
    show(books.books(gone))


def relayout(
    case: Path,
    source: str,
    layout: str | None,
    preview: bool,
    answers: Sequence[Path],
    as_json: bool,
) -> None:
    with opened_case(case) as opened, progress(1) as report:
        done = opened.relayout(
            source, layout=layout, preview=preview, answers=answers, progress=report
        )
    if as_json:
        data(to_json(done))
    else:
        show(rereadings.relayout(done))
    if done.changed and preview:
        say("Nothing was changed: this was a preview.")
    elif done.changed:
        say("Its old lines are gone. To have them back, give the layout they were read by:")
        say(f"  ftg layouts show {done.before.source.layout} --case {case}")


def asked(bases: Bases) -> How:
    """The options as the case takes them. Raises `BadParameter` for what cannot be one."""
    read: dict[str, Callable[[Any], Any]] = {
        "first": lambda text: _day(text, "--from"),
        "last": lambda text: _day(text, "--to"),
        "events": lambda texts: [_event(text) for text in texts],
        "goods": tuple,
        "regimes": lambda text: tuple(code.strip() for code in text.split(",")),
    }
    how = {
        key: read.get(key, str)(value)
        for key, value in bases.items()
        if value and key not in ("at", "engine", "master")
    }
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
