"""A case as it was: after an earlier load, or in the state that an answer names.

A view of the past is a case of its own in a temporary folder: the catalogue cut back to the load,
links to the files it names, and parties resolved again where their files have been replaced since.
What is asked of it is asked as of any case, so an answer has the bytes it had then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from followthegoods import __version__
from followthegoods.case import held
from followthegoods.case.changing import resolve_parties
from followthegoods.case.opened import Opened
from followthegoods.errors import NoSuchState
from followthegoods.lake.disk import Disk
from followthegoods.lake.past import copy_catalogue, cut_back, gone, loads
from followthegoods.parties.read import READER, SCORER
from followthegoods.reference.rates import ECB

STATE_DIGITS = 8
"""The fewest digits of a state's id that are taken for one; a shorter number is a load's."""


@contextmanager
def as_of(case: Opened, at: int | str) -> Iterator[Opened]:
    """The case as of a load's number or the first digits of a state's id; only to be asked.

    Raises `NoSuchState` where the case has no such state, or not any more.
    """
    load = load_of(case, at)
    lost = gone(case.catalogue, load)
    if lost:
        what = "; ".join(f"{one.name} was {one.how} in load {one.load}" for one in lost)
        raise NoSuchState(
            f"The case cannot be asked as of load {load} any more: {what}.",
            where=str(case.path),
            do=f"Ask as of load {max(one.load for one in lost)} or later, or compare with the "
            "answer as it was saved.",
        )
    with (
        TemporaryDirectory(prefix="ftg-past-") as folder,
        closing(_cut(case, Path(folder), load)) as then,
    ):
        _resolved(then, load)
        yield then


def load_of(case: Opened, at: int | str) -> int:
    """The number of the load that `at` means: of a state, the newest that has it; `now` is the
    last one. Raises `NoSuchState`.
    """
    known = loads(case.catalogue)
    text = str(at).strip().lower()
    if text == "now" and known:
        return known[-1].load
    if text.isdecimal() and len(text) < STATE_DIGITS:
        if not 1 <= int(text) <= len(known):
            raise NoSuchState(
                f"The case has no load {text}.",
                where=str(case.path),
                do=f"Its loads are numbered from 1 to {len(known)}.",
            )
        return int(text)
    if len(text) < STATE_DIGITS or set(text) - set("0123456789abcdef"):
        raise NoSuchState(
            f"{str(at)!r} is neither the number of a load nor the id of a state.",
            do=f"Give a number, or at least {STATE_DIGITS} digits of the state that an answer "
            "names under `made_from`.",
        )
    return _load_of_state(case, text, sorted({one.program for one in known} - {__version__}))


def _load_of_state(case: Opened, text: str, programs: list[str]) -> int:
    """The newest load that has a state; the copy is cut back load by load."""
    with TemporaryDirectory(prefix="ftg-past-") as folder:
        numbers = [one.load for one in reversed(loads(case.catalogue))]
        with closing(_copy(case, Path(folder))) as copy:
            for load in numbers:
                cut_back(copy.catalogue.db, load)
                if held.state(copy).startswith(text):
                    return load
                for program in programs:
                    if held.state(copy, program).startswith(text):
                        raise NoSuchState(
                            f"State {text[:16]} is load {load} as ftg {program} answers of it; "
                            f"this is ftg {__version__}.",
                            where=str(case.path),
                            do=f"Use ftg {program} for the same bytes, or ask as of load {load} "
                            "for the figures that this version finds.",
                        )
    raise _unknown(case, text)


def _unknown(case: Opened, text: str) -> NoSuchState:
    number = len(loads(case.catalogue))
    lost = {one for load in range(1, number + 1) for one in gone(case.catalogue, load)}
    again = sorted(f"{one.name} in load {one.load}" for one in lost if one.how == "read again")
    why = (
        f" Read again since, which leaves no state of before: {'; '.join(again)}." if again else ""
    )
    return NoSuchState(
        f"No load of the case has a state {text[:16]}… under ftg {__version__}, {READER}, "
        f"{SCORER} and {ECB}.{why}",
        where=str(case.path),
        do="If the answer was made by another version or with other rates of the bank, its "
        "`made_from` says by which. Compare it with today's answer: ftg diff CASE ANSWER.json now",
    )


def _copy(case: Opened, folder: Path) -> Opened:
    """A case of the catalogue alone, in a folder of its own."""
    Disk(folder).make()
    copy_catalogue(case.catalogue, Disk(folder).catalogue)
    return Opened(folder, case.settings)


def _cut(case: Opened, folder: Path, load: int) -> Opened:
    """The case as of a load, with links to the files that are still there."""
    then = _copy(case, folder)
    cut_back(then.catalogue.db, load)
    for file in then.catalogue.all_files():
        then.disk.path(file).symlink_to(case.disk.path(file).absolute())
    return then


def _resolved(then: Opened, load: int) -> None:
    """Parties as they were: resolved again unless the file that was made then is there."""
    if then.catalogue.stale():
        # The load is one between two files of a job: here it is the one that resolves.
        then.catalogue.db.execute("UPDATE loads SET kind = 'resolve' WHERE load = ?", (load,))
        resolve_parties(then, load)
    elif not then.catalogue.files("parties"):
        resolve_parties(then, then.catalogue.resolved_by())
