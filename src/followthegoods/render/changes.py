"""Leads as text: what each may be, why, and how to list its rows."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.leads import KINDS, Changes, Lead, LeadRows
from followthegoods.render.amounts import short, short_floor
from followthegoods.render.dossier import bases_lines
from followthegoods.render.flows import closing, opening
from followthegoods.render.text import heading, indented, plural, quiet, safe

OPTIONS: dict[str, str] = {
    "authority": "--authority",
    "first": "--from",
    "last": "--to",
    "goods": "--goods",
    "role": "--role",
    "value": "--value-basis",
    "date": "--date-basis",
    "supplier": "--supplier-role",
    "direction": "--direction",
}
"""Parameters of `Case.rows` -> options of `ftg rows`."""


def changes(found: Changes, case: str, top: int) -> list[RenderableType]:
    """The leads by kind; `case` is how the case is called, `top` the leads shown of a kind."""
    parts = opening(found.caveats, found.subject.name)
    parts += [Text(line) for line in bases_lines(found.bases)]
    parts += [Text(f"Event: {found.event.isoformat()}, {safe(found.label)}."), Text()]
    parts += [Text(c.text, style="bold") for c in found.caveats if c.code == "leads_only"]
    for kind, title in KINDS.items():
        leads = [lead for lead in found.leads if lead.kind == kind]
        parts += [Text(), heading(f"{title}: {len(leads) + found.more.get(kind, 0):,}")]
        for lead in leads[:top]:
            parts += _lead(lead, case)
        more = len(leads) - top + found.more.get(kind, 0)
        if more > 0:
            parts.append(quiet(f"  and {more:,} more"))
    return [*parts, Text(), *closing(found.caveats, found.made_from.state, found.made_from.load)]


def _lead(lead: Lead, case: str) -> list[RenderableType]:
    value = lead.value_usd
    money = f"at least {short_floor(value.floor, words=True)}, {short(value.point, words=True)} in "
    score = f"; score {lead.score}" if lead.score is not None else ""
    lines = f"{plural(lead.rows.number, 'line')}, {lead.first} to {lead.last}{score}"
    said = Stack(
        Text(f"US dollars: {money}{lines}"),
        *(Text(f"- {safe(reason)}") for reason in lead.reasons),
        quiet(command(lead.rows, case)),
    )
    return [indented(Text(safe(lead.text), style="bold")), indented(indented(said))]


def command(rows: LeadRows, case: str) -> str:
    """The command that lists a lead's rows."""
    words = ["ftg", "rows", case, *rows.who]
    for key, value in rows.how.items():
        words += [OPTIONS[key], value]
    words += _where({**rows.where, "counted": "point"})
    return shlex.join(words)


def _where(where: Mapping[str, str]) -> list[str]:
    return [word for key, value in where.items() for word in ("--where", f"{key}={value}")]
