"""Questions: parameters to a plan, run over one view of the case, to an answer."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from followthegoods.case import held
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.case.subject import choose, codes_of, goods_asked
from followthegoods.engine.plan import Plan, files_sql
from followthegoods.errors import BadParameter, NoSuchParty
from followthegoods.facts.hs import NEWEST
from followthegoods.model.answer import Answer
from followthegoods.parties.search import names_of
from followthegoods.questions import counted as q
from followthegoods.questions.dossier import plan_dossier, plan_rows
from followthegoods.questions.reading import Setting, read_dossier
from followthegoods.questions.rows import Rows, SourceFile, read_rows, rows_condition


@dataclass(frozen=True)
class Asked:
    """A question, ready to be planned."""

    parameters: q.Parameters
    scope: q.Scope
    setting: Setting

    def plan(self, *, listed: bool = False) -> Plan:
        return plan_dossier(self.parameters, self.scope, listed=listed)


def dossier(case: Opened, who: Sequence[str], how: How) -> Answer:
    """The answer to a dossier's question."""
    asked = ask(case, who, how)
    plan = asked.plan()
    results = case.runner.run(plan)
    with _no_search_for_rings():
        return read_dossier(asked.parameters, asked.scope, results, asked.setting, plan.script())


@contextmanager
def _no_search_for_rings() -> Iterator[None]:
    """Inside the block Python does not search what was made for objects that hold one another: an
    answer has none, and looking through the groups of many companies takes as long as making
    them."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def rows(
    case: Opened,
    who: Sequence[str],
    where: dict[str, str],
    limit: int,
    offset: int,
    how: How,
    *,
    cells: bool,
) -> Rows:
    """The lines behind a dossier's figures, with their raw `cells` or without."""
    asked = ask(case, who, how)
    plan = plan_rows(asked.parameters, asked.scope, rows_condition(where), limit, offset)
    found = case.runner.run(plan)["rows"]
    return read_rows(case.runner, found, _source_files(case), cells=cells)


BATCH = 5000
"""Lines that are read at once where all are wanted."""


def every_row(case: Opened, who: Sequence[str], where: dict[str, str], how: How) -> Iterator[Rows]:
    """All lines behind a dossier's figures, a batch at a time."""
    asked = ask(case, who, how)
    plan = plan_rows(asked.parameters, asked.scope, rows_condition(where), None)
    sources = _source_files(case)
    for batch in case.runner.batches(plan, BATCH):
        yield read_rows(case.runner, batch, sources)


def _source_files(case: Opened) -> dict[int, SourceFile]:
    return {
        s.source: SourceFile(s.name, s.sha256, case.disk.raw(s.sha256), s.format)
        for s in case.catalogue.sources()
    }


def ask(
    case: Opened, who: Sequence[str], how: How, *, whole: bool = False, measured: bool = False
) -> Asked:
    """What a question is made of; with nobody and no goods, where it may be, of the `whole` case.
    `measured`: whether that may be asked in another measure than dollars.

    Raises `BadParameter`, `NoSuchParty`, `AmbiguousParty`.
    """
    if whole and not measured and (how.get("measure") or "value") != "value":
        raise BadParameter(
            f"Only dossiers and flows are measured by {how['measure']!r}; this is in dollars.",
            do="Leave out --measure; or ask for a dossier, or for flows.",
        )
    revision = how.get("hs_revision") or NEWEST
    goods = goods_asked(how.get("goods") or (), revision)
    if not who and not goods and not whole:
        raise BadParameter(
            "Nobody is asked about, and no goods.",
            do="Name a company, or give its tax id; or goods: --goods TEXT.",
        )
    lookup = held.lookup(case)
    if lookup is None:
        raise NoSuchParty("The case holds no lines.", do="Add files first: ftg add CASE FILE")
    chosen = choose(case, lookup, who)
    files = case.catalogue.files
    role = how.get("role", "receiver")
    authority, others = _authority(case, how.get("authority"), role, chosen.mentions)
    coverage = held.coverage(case, authority, how.get("first"), how.get("last"))
    parameters = _parameters(authority, {**how, "goods": goods, "hs_revision": revision})
    codes, hs_said = codes_of(case, goods, revision)
    own = [source for source in case.catalogue.sources() if source.authority == authority]
    keyless = case.catalogue.keyless()
    scope = q.Scope(
        lines=_line_files(case, role, [mention for mention, _ in chosen.mentions]),
        fates=files("fates"),
        refused=files("refused"),
        dollars=files("dollars")[-1:],
        parties=lookup.parties,
        names=lookup.names,
        mentions=chosen.mentions,
        shown_by=chosen.texts,
        monthly=any(source.monthly for source in own),
        keyless=len(own) > 1 and any(source.source in keyless for source in own),
        covered=(coverage.first, coverage.last) if coverage.first and coverage.last else None,
        dated=chosen.dated,
        codes=codes,
        said=lookup.mentions,
        makers=files("makers"),
        prices=files("prices")[-1:],
        many=not chosen.parties or sum(party.lines for party, _ in chosen.parties) > _MANY,
    )
    setting = Setting(
        subject=chosen.subject(goods, revision),
        coverage=coverage,
        made_from=held.made_from(case, who, how),
        invented=case.invented,
        other_authorities=others,
        cut=held.cut_sources(case, authority),
        hs_said=hs_said,
        sources=_source_files(case),
        names=partial(names_of, case.runner, lookup),
    )
    return Asked(parameters, scope, setting)


_MANY = 50_000
"""Lines of a subject from which on sums of lines alike take less time than one long statement."""

_FEW = 5_000
"""Up to this many mentions, files without any of them are left out of the plan."""


def _line_files(case: Opened, role: str, mentions: Sequence[int]) -> list[str]:
    if role == "receiver" and 0 < len(mentions) <= _FEW:
        return case.catalogue.lines_of(mentions)
    return case.catalogue.files("lines")


def _authority(
    case: Opened, asked: str | None, role: str, mentions: Sequence[tuple[int, int]]
) -> tuple[str, tuple[str, ...]]:
    """The authority whose records count, and those of which the subject has lines besides.

    Figures never sum across authorities: unless one is asked for, the one with most lines.
    """
    known = sorted({s.authority for s in case.catalogue.sources()})
    if asked is not None and asked not in known:
        raise BadParameter(
            f"The case has no records of the authority {asked!r}.",
            do=f"It has: {', '.join(known)}.",
        )
    if len(known) == 1:
        return known[0], ()
    if not mentions:
        most = asked or max(known, key=lambda a: (held.lines_of(case, a), a))
        return most, tuple(a for a in known if a != most)
    wanted = ", ".join(str(mention) for mention, _ in mentions)
    column = role if role in q.SUBJECT_ROLES else "receiver"
    rows = case.runner.ask(
        f"SELECT authority, count(*) FROM {files_sql(case.catalogue.files('lines'))} "
        f"WHERE {column} IN ({wanted}) GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    chosen = asked or (rows[0][0] if rows else known[0])
    return chosen, tuple(sorted(a for a, _ in rows if a != chosen))


_CHOICES: dict[str, Sequence[str]] = {
    "value": tuple(q.VALUE_BASES),
    "country": tuple(q.COUNTRY_BASES),
    "date": q.DATE_BASES,
    "supplier": q.SUPPLIER_ROLES,
    "role": q.SUBJECT_ROLES,
    "direction": ("import", "export"),
}


def _parameters(authority: str, how: How) -> q.Parameters:
    given: dict[str, Any] = {key: value for key, value in how.items() if value is not None}
    for key, choices in _CHOICES.items():
        if key in given and given[key] not in choices:
            raise BadParameter(
                f"{key} cannot be {given[key]!r}.", do=f"One of: {', '.join(choices)}."
            )
    measure = given.get("measure", "value")
    if measure not in q.MEASURES and not re.fullmatch(r"quantity:\S.*", measure):
        raise BadParameter(
            f"measure cannot be {measure!r}.",
            do=f"One of: {', '.join(q.MEASURES)}, or quantity:UNIT, such as quantity:BBL.",
        )
    for code in given.get("regimes", ()):
        if not re.fullmatch(r"\d{2}", code):
            raise BadParameter(f"{code!r} is no procedure.", do="Give two digits, such as 40.")
    if given.get("first") and given.get("last") and given["first"] > given["last"]:
        raise BadParameter("The period ends before it begins.", do="Swap the two days.")
    given["events"] = tuple(given.get("events", ()))
    given["regimes"] = tuple(given.get("regimes", ()))
    return q.Parameters(**{**given, "authority": authority})
