"""Questions about routes: where goods came from and by which way, and their mirrors."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.case.asking import Asked, ask
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.engine.plan import Plan, files_sql
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Caveat
from followthegoods.model.flows import Flows, Mirror, Mirrors
from followthegoods.questions.caveats import caveat_text
from followthegoods.questions.dossier import event_spans
from followthegoods.questions.flows import flow_steps, read_flows, senders_in
from followthegoods.questions.mirrors import plan_mirror, read_mirror
from followthegoods.questions.reading import names_in, read_dossier
from followthegoods.questions.rows import SourceFile, place_of


def flows(case: Opened, who: Sequence[str], how: How) -> Flows:
    """The routes of a subject's goods, or of the whole case's; see `Case.flows`."""
    asked = ask(case, who, how, whole=True, measured=True)
    own, spans = asked.plan(), event_spans(asked.parameters, asked.scope)
    plan = Plan((*own.steps, *flow_steps(spans, asked.parameters.measure)))
    results = case.runner.run(plan)
    answer = read_dossier(asked.parameters, asked.scope, results, asked.setting, own.script())
    names = names_in(asked.setting.names(senders_in(results)))
    return read_flows(results, answer, names, plan.script())


def source_files(case: Opened) -> dict[int, SourceFile]:
    """What the places of lines are made of, by source."""
    return {
        s.source: SourceFile(s.name, s.sha256, case.disk.raw(s.sha256), s.format)
        for s in case.catalogue.sources()
    }


def mirrors(case: Opened, who: Sequence[str], how: How) -> Mirrors:
    """Export records beside import records of the same goods; see `Case.mirrors`."""
    asked = ask(case, who, how, whole=True)
    sides = _sides(case)
    lanes = [
        (exporter, importer)
        for exporter in sorted(a for a, direction in sides if direction == "export")
        for importer in sorted(a for a, direction in sides if direction == "import")
        if exporter != importer
    ]
    if not lanes:
        held_by = ", ".join(f"{direction}s of {a}" for a, direction in sorted(sides)) or "no lines"
        raise BadParameter(
            "No two authorities of the case mirror each other.",
            where=str(case.path),
            do="Add the export records of one authority and the import records of another. "
            f"The case has: {held_by}.",
        )
    found = tuple(_mirror(case, who, how, *lane) for lane in lanes)
    return Mirrors(
        subject=asked.setting.subject,
        mirrors=tuple(one for one in found if one.goods),
        caveats=tuple(Caveat(code, caveat_text(code)) for code in _said(case)),
        made_from=asked.setting.made_from,
    )


def _said(case: Opened) -> list[str]:
    return [*(["invented_data"] if case.invented else []), "mirrors_not_added", "mirrors_may_be"]


def _sides(case: Opened) -> set[tuple[str, str]]:
    """Which authorities the case has export records of, and which import records."""
    files = case.catalogue.files("lines")
    rows = case.runner.ask(f"SELECT DISTINCT authority, direction FROM {files_sql(files)}")
    return {(authority, direction) for authority, direction in rows}


def _mirror(case: Opened, who: Sequence[str], how: How, exporter: str, importer: str) -> Mirror:
    exports = ask(case, who, _of(how, exporter, "export"), whole=True)
    imports = ask(case, who, _of(how, importer, "import"), whole=True)
    plan = plan_mirror((exports.parameters, exports.scope), (imports.parameters, imports.scope))
    sources = source_files(case)
    return read_mirror(
        case.runner.run(plan),
        (exporter, importer),
        (_open(exports), _open(imports)),
        lambda line: place_of(line, sources),
        plan.script(),
    )


def _of(how: How, authority: str, direction: str) -> How:
    asked = how.copy()
    asked["authority"], asked["direction"] = authority, direction
    return asked


def _open(side: Asked) -> bool:
    """Whether months without records leave the ceilings of one side open."""
    return bool(side.setting.coverage.months_missing or side.setting.cut)
