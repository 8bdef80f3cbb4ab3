"""Who is who in a case: resolved, explained, judged, put to the company itself."""

from __future__ import annotations

from pathlib import Path

from followthegoods.case import doubts, judging, replies, whys
from followthegoods.case.changing import steadily
from followthegoods.case.opened import Opened
from followthegoods.case.records import Progress, quiet
from followthegoods.model.identity import (
    Doubt,
    DoubtShown,
    Imported,
    Judgement,
    Judging,
    Reply,
    Resolved,
    Why,
)


class Identity:
    """The parties of one case, and the judgements about them.

    Wherever a company is asked for, its id, a mention's id, a tax id or a name will do; a name
    that a mention of the party is written as means that mention. Raises `NoSuchParty`,
    `AmbiguousParty`.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def resolve(self, progress: Progress = quiet) -> Resolved:
        """Resolve all mentions again, and say what came of it. Raises `CaseBusy`, `DiskFull`."""
        judging.resolve_again(self._opened, progress)
        return steadily(self._opened, lambda: doubts.resolved(self._opened))

    def judge(self, a: str, b: str, verdict: str, *, why: str, preview: bool = False) -> Judging:
        """Decide that two mentions are the `same` company, `different` ones, or that it cannot be
        told (`unsure`), and say what that moves in the dossiers of both. A `preview` keeps nothing.

        The author is the setting's. Raises `BadParameter`, `CaseBusy`, `CaseReadOnly`.
        """
        return judging.judge(self._opened, a, b, verdict, why, preview=preview)

    def undo(self, number: int, *, why: str = "", preview: bool = False) -> Judging:
        """Undo a judgement by its number: what was before it is again. Raises as `judge` does."""
        return judging.undo(self._opened, number, why, preview=preview)

    def judgements(self) -> list[Judgement]:
        """Every judgement in the order they were made, those undone included."""
        return steadily(
            self._opened, lambda: judging.judgements(self._opened, waiting=True), resolved=False
        )

    def export_judgements(self, file: str | Path) -> int:
        """Write those in force as the JSON lines of nomenklatura's resolver; returns how many."""
        return judging.export_to(self._opened, Path(file))

    def import_judgements(self, file: str | Path) -> Imported:
        """Take judgements from the JSON lines of nomenklatura's resolver. Raises `NoSuchFile`,
        `BadParameter`, `CaseBusy`: then none of them is taken."""
        return judging.import_from(self._opened, file)

    def why(self, a: str, b: str) -> Why:
        """Why two mentions are one company, or why they are not."""
        return steadily(self._opened, lambda: whys.why(self._opened, a, b))

    def doubts(self, limit: int = 100, *, settled: bool = True) -> list[Doubt]:
        """The doubtful pairs, those that carry most money first. Not `settled`: as parties were
        last resolved, whatever was decided since."""
        return steadily(self._opened, lambda: doubts.doubts(self._opened, limit), resolved=settled)

    def look_at(self, doubt: Doubt) -> DoubtShown:
        """A doubtful pair with all that a person needs to decide."""
        return steadily(self._opened, lambda: doubts.look_at(self._opened, doubt), resolved=False)

    def decide(self, doubt: Doubt, verdict: str, *, why: str) -> Judgement:
        """Write down a judgement about a doubtful pair; parties are resolved with the next
        question, or by `settle`. Raises as `judge` does."""
        return judging.decide(self._opened, doubt, verdict, why)

    def take_back(self, judgement: Judgement, *, why: str) -> None:
        """Undo what `decide` wrote down; parties are resolved as after it."""
        judging.take_back(self._opened, judgement, why)

    def settle(self, progress: Progress = quiet) -> None:
        """Resolve parties now where judgements wait for it."""
        judging.settle(self._opened, progress)

    def reply(self, party: str) -> Reply:
        """The lines that name a company, as they may be put to it: without names of files, and
        without personal data of others."""
        return steadily(self._opened, lambda: replies.reply(self._opened, party))
