"""The question what changed after an event, and the leads that answer it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from followthegoods.case import held
from followthegoods.case.asking import Asked, ask
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.case.routes import source_files
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Caveat
from followthegoods.model.leads import Changes
from followthegoods.questions.caveats import caveat_text
from followthegoods.questions.changes import Around, neighbours_sql, plan_changes
from followthegoods.questions.counted import Scope
from followthegoods.questions.leads import Leading, parties_of, read_leads
from followthegoods.questions.reading import read_dossier
from followthegoods.questions.rows import place_of


def changes(case: Opened, who: Sequence[str], how: How) -> Changes:
    """What changed after the one event of `how`; see `Case.changes`."""
    event, label = _event(how)
    asked = ask(case, who, how, whole=True)
    if asked.parameters.role != "receiver":
        raise BadParameter(
            "Changes are asked of buyers: receivers.", do="Leave out --role, or name receivers."
        )
    own = asked.plan()
    answer = read_dossier(
        asked.parameters, asked.scope, case.runner.run(own), asked.setting, own.script()
    )
    mine = [int(party.id[1:], 16) for party in answer.subject.parties]
    readings = case.catalogue.files("readings")
    around = Around(event, mine, readings)
    plan = plan_changes(asked.parameters, _wide(case, asked, readings), around)
    results = case.runner.run(plan)
    sources = source_files(case)
    leading = Leading(
        event=event,
        label=label,
        first=answer.coverage.first,
        subject=tuple(party.id for party in answer.subject.parties),
        names=_names(case, parties_of(results)),
        place=lambda line: place_of(line, sources),
        asked=_asked(how),
    )
    leads, more = read_leads(results, leading)
    said = (Caveat("leads_only", caveat_text("leads_only")), *answer.caveats)
    return Changes(
        subject=answer.subject,
        bases=answer.bases,
        coverage=answer.coverage,
        event=event,
        label=label,
        leads=leads,
        more=more,
        caveats=said,
        made_from=answer.made_from,
        plan=plan.script(),
    )


def _event(how: How) -> tuple[date, str]:
    events = how.get("events") or ()
    if len(events) != 1:
        raise BadParameter(
            f"Changes are asked after one event; {len(events)} are given.",
            do="Give one: --event 2022-02-24=invasion",
        )
    return events[0]


def _wide(case: Opened, asked: Asked, readings: Sequence[str]) -> Scope:
    """The lines that leads are found in: the neighbours' as well, or all."""
    lines = case.catalogue.files("lines")
    if not asked.scope.mentions:
        return asked.scope
    mentions = [mention for mention, _ in asked.scope.mentions]
    rows = case.runner.ask(neighbours_sql(lines, asked.scope.parties, readings, mentions))
    wide = [(mention, grade) for mention, grade in rows]
    return replace(asked.scope, lines=lines, mentions=wide, dated=())


def _names(case: Opened, parties: Collection[int]) -> dict[int, str]:
    lookup = held.lookup(case)
    if lookup is None or not parties:
        return {}
    wanted = ", ".join(map(str, sorted(parties)))
    rows = case.runner.ask(
        f"SELECT party, name FROM {files_sql(lookup.names)} WHERE party IN ({wanted})"
    )
    return {party: name for party, name in rows if name}


def _asked(how: How) -> dict[str, str]:
    """What narrows the question, as it is written on the command line."""
    return {
        key: str(how[key])  # type: ignore[literal-required]
        for key in _NARROWING
        if how.get(key)
    }


_NARROWING = ("authority", "first", "last", "value", "date", "supplier", "direction")
