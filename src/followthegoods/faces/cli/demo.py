"""`ftg demo`: the invented case, from files to a dossier, checked against what was planted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from followthegoods.case import Case
from followthegoods.demo import TRUTH, write_files
from followthegoods.demo.lists import LISTINGS, SOURCE, write_list
from followthegoods.errors import CaseExists, CheckFailed
from followthegoods.faces.cli.commands import load
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.model.answer import Answer
from followthegoods.render.amounts import full
from followthegoods.render.dossier import dossier

EVENT = (date(2022, 2, 24), "Invasion of Ukraine")
OTHERS = 50_000

_NOTE = "All rows are INVENTED."
_DIMENSIONS = {
    "origin": "origin",
    "dispatch": "dispatch",
    "trading": "trading",
    "sender": "sender_country",
}
"""Country basis of the truth -> the answer's dimension."""


def demo(folder: Path, others: int = OTHERS) -> None:
    """Write the files, load them, print the dossier, compare it with the planted truth.

    `others`: about how many rows of other importers are invented. Raises `CheckFailed` when a
    figure differs from what was planted.
    """
    say(f"A demonstration. {_NOTE} No company, tax id or amount is real.")
    with _case(folder, others) as case:
        truth = _truth(folder)
        answer = case.dossier(truth["subject"]["inn"], events=[EVENT])
    say(f"The dossier of the invented subject follows. {_NOTE}")
    show(dossier(answer))
    _check(truth, answer)
    say(f"{_NOTE} Next, try:")
    for command in (
        f"ftg status {folder / 'case'}",
        f"ftg rows {folder / 'case'} {truth['subject']['inn']} --where origin=KR --limit 20",
        f"ftg dossier {folder / 'case'} {truth['subject']['inn']} --country-basis dispatch",
        f"ftg screen {folder / 'case'} {truth['subject']['inn']}",
    ):
        say(f"  {command}")


def _case(folder: Path, others: int) -> Case:
    """The demonstration's case with all its files; made now, or found."""
    place = folder / "case"
    if place.exists():
        case = Case.open(place)
        if not case.invented:
            case.close()
            raise CaseExists(
                "The case in this folder is not a demonstration.",
                where=str(place),
                do="Name another folder: ftg demo FOLDER",
            )
        say(f"The case is there already and is used again: {place}. {_NOTE}")
    else:
        case = Case.new(place, invented=True)
    files = folder / "files"
    if not (files / TRUTH).exists():
        say(f"Writing the invented files to {files}. {_NOTE}")
        write_files(files, others)
    names = list(_truth(folder)["books"])
    for name in names:
        say(f"Adding {name}. {_NOTE}")
    load(case, [files / name for name in names])
    _list(case, folder / "lists")
    return case


def _list(case: Case, folder: Path) -> None:
    """Add the invented list to the case, and the days of listing, which the list itself lacks."""
    folder.mkdir(exist_ok=True)
    case.add_lists([write_list(folder)])
    given = {f"{day.list}/{day.entry}" for day in case.lists().given}
    for entry, day in LISTINGS.items():
        if entry not in given:
            case.date_listing(entry, day, source=SOURCE)


def _truth(folder: Path) -> Any:
    return json.loads((folder / "files" / TRUTH).read_text(encoding="utf-8"))


def _check(truth: dict[str, Any], answer: Answer) -> None:
    differing = []
    for name, planted, found in _compared(truth, answer):
        equal = planted == found
        verdict = "equal" if equal else f"NOT EQUAL: the dossier has {_words(found)}"
        data(f"planted truth: {name}, {_words(planted)}: {verdict}\n")
        if not equal:
            differing.append(name)
    if differing:
        raise CheckFailed(
            f"The dossier differs from the planted truth in: {', '.join(differing)}.",
            do="Remove the folder and run the demonstration again; if it differs again, report it.",
        )


Compared = Decimal | dict[str, Decimal]


def _words(value: Compared) -> str:
    if isinstance(value, Decimal):
        return full(value)
    return f"{len(value)} groups of {full(sum(value.values(), Decimal(0)))}"


def _compared(truth: dict[str, Any], answer: Answer) -> Iterator[tuple[str, Compared, Compared]]:
    for name in ("floor", "point", "ceiling"):
        yield f"total {name}", Decimal(truth["total"][name]), getattr(answer.value_usd, name)
    yield "lines in the total", Decimal(truth["total"]["rows"]), Decimal(answer.value_usd.rows)
    for basis, dimension in _DIMENSIONS.items():
        yield f"by {basis}", _planted(truth["by_country"][basis]), _points(answer, dimension)
    yield "by year", _planted(truth["by_year"]), _points(answer, "year")
    yield "by heading", _planted(truth["by_hs4"]), _points(answer, "hs4")
    yield f"since {EVENT[0]}", Decimal(truth["since"]["point"]), answer.events[0].since.point


def _planted(amounts: dict[str, str]) -> dict[str, Decimal]:
    return {key: Decimal(amount) for key, amount in amounts.items() if Decimal(amount)}


def _points(answer: Answer, dimension: str) -> dict[str, Decimal]:
    return {group.key: group.point for group in answer.by[dimension] if group.point}
