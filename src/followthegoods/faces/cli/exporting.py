"""What `ftg export` does: a folder of files for other programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from shutil import rmtree

from followthegoods.case import Case, How
from followthegoods.case.exporting import COLUMNS, ExportedParty, Line
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import asked, opened_case
from followthegoods.faces.cli.options import Bases
from followthegoods.faces.cli.talk import say
from followthegoods.faces.exchange import ftm
from followthegoods.model.fields import ROLES
from followthegoods.render.as_json import as_json, plain
from followthegoods.render.rows import escaped

Writer = Callable[[Case, Generator[list[Line]], Path], int]
"""Writes lines into a folder and says how many."""


def export(
    case: Path,
    out: Path,
    kind: str,
    who: Sequence[str],
    bases: Bases,
    *,
    published: bool | None,
    excel: bool,
) -> None:
    if kind not in (*KINDS, "ftm"):
        raise BadParameter(
            f"Nothing is exported as {kind!r}.",
            where="--as",
            do=f"One of: ftm, {', '.join(KINDS)}, lake.",
        )
    how = asked(bases)
    with opened_case(case, bases) as opened, _folder(out) as folder:
        public = kind == "ftm" if published is None else published
        if kind == "ftm":
            count, found = _entities(opened, folder, who, how, published=public)
        else:
            ids: set[str] = set()
            batches = _noted(opened.exports.lines(*who, published=public, **how), ids)
            write: Writer = _csv_for_excel if excel and kind == "csv" else KINDS[kind]
            with closing(batches):
                count = write(opened, batches, folder)
            found = opened.exports.parties(ids, published=public)
            _parties(found, folder / "parties.csv", excel=excel)
            _dictionary(folder / "dictionary.csv", excel=excel)
        about = {"made_from": opened.exports.made_from(*who, **how), "invented": opened.invented,
                 "for_publication": public, "lines": count, "parties": len(found)}  # fmt: skip
        if public:
            del about["made_from"]
            about["state"] = opened.state()
        (folder / "about.json").write_text(as_json(about), encoding="utf-8")
    form = "fit to publish" if public else "private: names of files and personal data are in it"
    say(f"{count:,} lines and {len(found):,} parties written to {out} ({form}).")


def lake(
    case: Path,
    out: str,
    who: Sequence[str],
    bases: Bases,
    *,
    published: bool | None,
    excel: bool,
) -> None:
    if who or published or excel or asked(bases) or bases.get("at"):
        raise BadParameter(
            "A lake is exported whole, with all that is private.",
            do="Give the case, the place and --as lake only; or export lines in another form.",
        )
    with opened_case(case, bases) as opened:
        made = opened.exports.lake(out)
    say(
        f"{made.copied:,} of {made.files:,} files copied to {out}, {made.bytes / 1e6:,.1f} MB "
        f"(private: all of the case is in it). State {made.state[:16]}."
    )


@contextmanager
def _folder(out: Path) -> Iterator[Path]:
    """A folder that is there whole in the end, or not at all."""
    if out.exists():
        raise BadParameter(f"{out} is there already.", do="Name a folder that is not.")
    half = out.with_name(f".{out.name}.part")
    try:
        rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        yield half
        half.rename(out)
    except OSError as error:
        raise BadParameter(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        rmtree(half, ignore_errors=True)


def _noted(batches: Iterable[list[Line]], ids: set[str]) -> Generator[list[Line]]:
    """The batches as they come; the ids of the parties on them are put into `ids`."""
    for batch in batches:
        on_lines = (line[f"{role}_party"] for line in batch for role in ROLES)
        ids.update(party for party in on_lines if party is not None)
        yield batch


def _csv(case: Case, batches: Iterable[list[Line]], folder: Path) -> int:
    return _table(folder / "lines.csv", _cells(batches), [c.name for c in COLUMNS], excel=False)


def _csv_for_excel(case: Case, batches: Iterable[list[Line]], folder: Path) -> int:
    return _table(folder / "lines.csv", _cells(batches), [c.name for c in COLUMNS], excel=True)


def _parquet(case: Case, batches: Iterable[list[Line]], folder: Path) -> int:
    return case.exports.parquet(batches, folder / "lines.parquet")


def _delta(case: Case, batches: Iterable[list[Line]], folder: Path) -> int:
    try:
        delta, arrow = import_module("deltalake"), import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise BadParameter(
            "deltalake is not installed.", do="Install it: pip install 'followthegoods[delta]'"
        ) from error
    whole = folder / "lines.parquet"
    count = case.exports.parquet(batches, whole)
    with arrow.ParquetFile(whole) as file:
        reader = file.iter_batches()
        schema = file.schema_arrow
        stream = import_module("pyarrow").RecordBatchReader.from_batches(schema, reader)
        delta.write_deltalake(str(folder / "lines"), stream)
    whole.unlink()
    return count


KINDS: dict[str, Writer] = {"csv": _csv, "parquet": _parquet, "delta": _delta}
"""What lines are written as, beside FollowTheMoney entities, `ftm`."""


def _cells(batches: Iterable[list[Line]]) -> Iterator[list[str]]:
    for batch in batches:
        for line in batch:
            yield [escaped(plain(line[column.name])) for column in COLUMNS]


def _table(file: Path, rows: Iterable[Sequence[str]], header: Sequence[str], *, excel: bool) -> int:
    """A CSV, for Excel with semicolons and a mark of its encoding; how many rows."""
    count = 0
    with file.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";" if excel else ",")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _parties(parties: Iterable[ExportedParty], file: Path, *, excel: bool) -> None:
    rows = (
        [
            *(escaped(cell) for cell in (one.id, one.name, " | ".join(one.also))),
            " ".join(one.tax_ids),
            one.country or "",
            "yes" if one.personal else "",
        ]
        for one in parties
    )
    header = ("party", "name", "also_written", "tax_ids", "country", "natural_person")
    _table(file, rows, header, excel=excel)


def _dictionary(file: Path, *, excel: bool) -> None:
    """What each column of the lines means."""
    rows = ((column.name, column.kind, column.means) for column in COLUMNS)
    _table(file, rows, ("column", "type", "means"), excel=excel)


def _entities(
    case: Case, folder: Path, who: Sequence[str], how: How, *, published: bool
) -> tuple[int, list[ExportedParty]]:
    """`entities.ftm.json`: the lines that are in some figure, and whom they name."""
    ids: set[str] = set()
    count = 0
    with (folder / "entities.ftm.json").open("w", encoding="utf-8", newline="\n") as out:
        lines = case.exports.lines(*who, published=published, counted=True, **how)
        with closing(lines):
            for batch in _noted(lines, ids):
                out.writelines(ftm.as_line(ftm.activity(line)) for line in batch)
                count += len(batch)
        found = case.exports.parties(ids, published=published)
        matches = case.screen(*who, **how).matches if case.lists().versions else ()
        notes = () if published else case.notes()
        named = () if published else case.exports.stakes()
        out.writelines(map(ftm.as_line, ftm.entities(found, matches, notes, named)))
    return count, found
