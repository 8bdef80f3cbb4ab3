"""What the commands on who is who do."""

from __future__ import annotations

from pathlib import Path

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, progress, say, show
from followthegoods.model.identity import Judging
from followthegoods.render import identity as tables
from followthegoods.render import reply as replies
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.lists import judged

Said = tuple[str | None, str | None, str | None]


def resolve(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened, progress(1) as report:
        done = opened.identity.resolve(report)
    if as_json:
        data(to_json(done))
    else:
        show(tables.resolved(done))


def judge(case: Path, said: Said, why: str, preview: bool, undo: int | None, as_json: bool) -> None:
    party, entry, verdict = said
    with opened_case(case) as opened:
        lists = {version.list for version in opened.lists().versions}
        if party and entry and verdict and entry.partition("/")[0] in lists and not preview:
            made = opened.judge_entry(party, entry, verdict, why=why)
            data(to_json(made) if as_json else judged(made))
            return
        done = _judged(opened, said, why, preview, undo)
        nobody = not opened.settings.author
    if as_json:
        data(to_json(done))
    else:
        show(tables.judging(done))
    if preview:
        say("Nothing was changed: this was a preview.")
    elif nobody and not done.known:
        say("Nobody's name is written beside it. To write yours: export FTG_AUTHOR=…")


def _judged(case: Case, said: Said, why: str, preview: bool, undo: int | None) -> Judging:
    a, b, verdict = said
    if undo is not None:
        if a is not None:
            raise BadParameter(
                "An undoing names no mentions.", do="Give the number alone: ftg judge CASE --undo N"
            )
        return case.identity.undo(undo, why=why, preview=preview)
    if a is None or b is None or verdict is None:
        raise BadParameter(
            "A judgement names two mentions and a verdict.",
            do="ftg judge CASE A B same|different|unsure --why TEXT",
        )
    return case.identity.judge(a, b, verdict, why=why, preview=preview)


def judgements(case: Path, export: Path | None, taken: Path | None, as_json: bool) -> None:
    if export is not None and taken is not None:
        raise BadParameter("Judgements are exported or imported, not both at once.")
    with opened_case(case) as opened:
        if taken is not None:
            done = opened.identity.import_judgements(taken)
            data(to_json(done) if as_json else tables.imported(done))
            return
        if export is not None:
            count = opened.identity.export_judgements(export)
            say(f"Wrote {count:,} judgements to {export}.")
            return
        every = opened.identity.judgements()
    if as_json:
        data(to_json(every))
    else:
        show(tables.judgements(every))


def why(case: Path, a: str, b: str, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.identity.why(a, b)
    if as_json:
        data(to_json(found))
    else:
        show(tables.why(found))


def reply(case: Path, party: str, csv: Path | None, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.identity.reply(party)
    if csv is not None:
        try:
            with csv.open("w", encoding="utf-8", newline="") as out:
                replies.write_csv(found, out)
        except OSError as error:
            raise BadParameter(
                f"The file cannot be written: {error.strerror}.", where=str(csv)
            ) from error
        say(f"Wrote {len(found.lines):,} lines to {csv}.")
    if as_json:
        data(to_json(found))
    elif csv is None:
        show(replies.reply(found))
