"""What the commands on lists and screening do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from followthegoods.case import Kept
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import asked, opened_case
from followthegoods.faces.cli.exports import write_file
from followthegoods.faces.cli.options import Bases, Exported
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.model.answer import SCHEMA
from followthegoods.model.screening import EntryJudgement, Screening
from followthegoods.render import lists as tables
from followthegoods.render import screening as screenings
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.screening_page import screening_page
from followthegoods.render.screening_public import screening_for_publication
from followthegoods.render.screening_sheets import write_screening
from followthegoods.render.text import plural, safe


def lists_add(
    case: Path,
    files: Sequence[Path],
    authority: str | None,
    as_of: str | None,
    layout: Path | None,
) -> None:
    day = _day(as_of, "--as-of")
    with opened_case(case) as opened:
        for file in files:
            (kept,) = opened.add_lists([file], authority=authority, as_of=day, layout=layout)
            if isinstance(kept, Kept):
                data(tables.kept(kept))
            else:
                data(tables.codes(kept))


def lists_list(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        held = opened.lists()
    if as_json:
        data(to_json(held))
    else:
        show(tables.held(held))


def lists_find(case: Path, entry: str, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.find_listed(entry)
    if as_json:
        data(to_json(found))
    else:
        show(tables.entries(found))


def lists_date(case: Path, entry: str, day: str, source: str, what: str, authority: str) -> None:
    when = _day(day, "DAY")
    assert when is not None
    with opened_case(case) as opened:
        ref = opened.date_listing(entry, when, source=source, what=what, authority=authority)
    data(f"{ref.list}/{ref.entry} {ref.name}: {what.replace('_', ' ')} {when}, {source.strip()}\n")


def lists_judge(case: Path, party: str, entry: str, verdict: str, why: str, as_json: bool) -> None:
    with opened_case(case) as opened:
        made = opened.judge_entry(party, entry, verdict, why=why)
    _judged(made, as_json)


def lists_undo(case: Path, number: int, why: str, as_json: bool) -> None:
    with opened_case(case) as opened:
        made = opened.undo_entry(number, why=why)
    _judged(made, as_json)


def _judged(made: EntryJudgement, as_json: bool) -> None:
    data(to_json(made) if as_json else tables.judged(made))


def lists_judgements(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        every = opened.entry_judgements()
    if as_json:
        data(to_json(every))
    else:
        show(tables.judgements(every))


def ownership_add(case: Path, file: Path) -> None:
    with opened_case(case) as opened:
        kept = opened.add_ownership(file)
    what = "in the case already: nothing changed" if kept.known else "kept"
    data(f"{safe(kept.name)}: {what}. {plural(kept.stakes, 'stake')}.\n")


def ownership_list(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        kept = opened.ownership()
    if as_json:
        data(to_json(kept))
    else:
        show(tables.stakes(kept))


def ownership_remove(case: Path, name: str) -> None:
    with opened_case(case) as opened:
        gone = opened.remove_ownership(name)
    data(f"{safe(gone.name)}: taken out. {plural(gone.stakes, 'stake')}.\n")


def screen(
    case: Path,
    who: Sequence[str],
    as_of: str | None,
    only: Sequence[str],
    as_json: bool,
    files: Exported,
    bases: Bases,
) -> None:
    day, how = _day(as_of, "--as-of"), asked(bases)
    with opened_case(case, bases) as opened:
        found = opened.screen(*who, as_of=day, lists=only, **how)
    _write(found, **files)
    if as_json:
        data(to_json({"schema": SCHEMA, **vars(found)}))
    else:
        show(screenings.screening(found))


def _write(found: Screening, html: Path | None, xlsx: Path | None, published: bool | None) -> None:
    """Write the files asked for: fit to publish, unless the private form is asked for."""
    public = published is not False
    shown = screening_for_publication(found) if public else found
    if html is not None:
        write_file(html, screening_page(shown, published=public).encode())
    if xlsx is not None:
        write_screening(shown, xlsx, published=public)
        say(f"Wrote {xlsx}")


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            f"{text!r} is no day.", where=option, do="Write it as YYYY-MM-DD, such as 2024-02-23."
        ) from error
