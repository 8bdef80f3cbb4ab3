"""What the commands about notes do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from followthegoods.case import NewNote
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.render import notes as pages
from followthegoods.render.as_json import as_json as to_json


def note(
    case: Path,
    party: str | None,
    words: Mapping[str, str | None],
    beside: Mapping[str, str],
    undo: int | None,
    as_json: bool,
) -> None:
    given = [(kind, said) for kind, said in words.items() if said is not None]
    if undo is not None:
        if party is not None or given:
            raise BadParameter("--undo stands alone.", do="Write: ftg note CASE --undo N")
    elif party is None or len(given) != 1:
        raise BadParameter(
            "A note is about one company and is one thing.",
            do="Write: ftg note CASE PARTY --statement WORDS --on DATE --source TEXT; or one of "
            "--request, --visit, --figure, --document.",
        )
    with opened_case(case) as opened:
        if undo is not None:
            kept = opened.undo_note(undo)
            say(f"Note {undo} is taken back.")
        else:
            kind, said = given[0]
            kept = opened.add_note(str(party), NewNote(kind, str(said), **beside))
            say(f"Noted as {kept.number}.")
    if as_json:
        data(to_json(kept))
    else:
        show(pages.notes([kept]))


def notes(case: Path, party: str | None, as_json: bool) -> None:
    with opened_case(case) as opened:
        every = opened.notes(party)
    if as_json:
        data(to_json(every))
    else:
        show(pages.notes(every))
