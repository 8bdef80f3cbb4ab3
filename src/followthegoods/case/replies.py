"""The exact lines that name a company, ready to be put to it before publication.

What goes out names no file and nobody's vendor, only the case's number of a source; natural
persons other than the company itself, and personal data in texts, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.engine.plan import files_sql
from followthegoods.facts.personal import redact
from followthegoods.model.fields import ROLES
from followthegoods.model.identity import NamedLine, Reply
from followthegoods.parties.mentions import Known, known_mentions, mention_meant, numbers
from followthegoods.parties.search import Lookup, Party, find_parties, party_id

PERSON = "[person]"

_LINES = """
SELECT l.source, l.sheet, l.row, l.authority, l.declaration, l.item, l.registered, l.released,
    l.direction, l.goods, l.hs, l.net_kg, l.origin_country, l.dispatch_country,
    coalesce(l.statistical_usd, l.cif_usd, l.fob_usd), l.customs_value, l.invoice_value,
    l.invoice_currency, coalesce(f.fate, ''), {roles}, {named}
FROM (SELECT * FROM {lines} WHERE {either}) AS l
LEFT JOIN {fates} AS f USING (line)
ORDER BY l.registered NULLS LAST, l.declaration, l.item, l.line"""

_COLUMNS = (
    *("source", "sheet", "row", "authority", "declaration", "item", "registered", "released"),
    *("direction", "goods", "hs", "net_kg", "origin", "dispatch", "usd", "customs_value"),
    *("invoice_value", "invoice_currency"),
)

_FATES = "(SELECT line, arg_max(fate, load) AS fate FROM {files} GROUP BY line)"


def reply(case: Opened, text: str) -> Reply:
    """The lines that name a company; see `Identity.reply`."""
    lookup = lookup_of(case)
    meant = mention_meant(case.runner, lookup, text)
    (party,) = find_parties(case.runner, lookup, party_id(meant.party or meant.mention))
    grades = _mentions(case, lookup, party)
    sure = sorted(mention for mention, grade in grades.items() if grade > 1)
    rows = _rows(case, sure)
    on_lines = {mention for row in rows for mention in row[-len(ROLES) :] if mention is not None}
    known = known_mentions(case.runner, lookup, on_lines)
    lines = tuple(_line(row, set(sure), known) for row in rows)
    unsure = [mention for mention, grade in grades.items() if grade == 1]
    return Reply(
        party=party.id,
        name=party.name,
        tax_ids=tuple(key.rpartition(":")[2] for key in party.tax_ids),
        personal=party.personal,
        lines=lines,
        uncertain=len(_rows(case, unsure)),
    )


def _mentions(case: Opened, lookup: Lookup, party: Party) -> dict[int, int]:
    rows = case.runner.ask(
        f"SELECT mention, max(grade) FROM {files_sql(lookup.parties)} "
        f"WHERE party = {party.party} GROUP BY mention ORDER BY mention"
    )
    return {int(mention): int(grade) for mention, grade in rows}


def _rows(case: Opened, mentions: Sequence[int]) -> list[tuple[Any, ...]]:
    """The lines that name any of these mentions, with those of all roles at the end."""
    if not mentions:
        return []
    wanted = numbers(mentions)
    files = case.catalogue.files
    either = [f"{role} IN ({wanted})" for role in ROLES]
    if files("makers"):
        either.append(
            f"line IN (SELECT line FROM {files_sql(files('makers'))} WHERE mention IN ({wanted}))"
        )
    fates = files("fates")
    none = "(SELECT NULL::BIGINT AS line, NULL::VARCHAR AS fate)"
    roles = ", ".join(f"CASE WHEN l.{role} IN ({wanted}) THEN '{role}' END" for role in ROLES)
    return case.runner.ask(
        _LINES.format(
            lines=files_sql(files("lines")),
            either=" OR ".join(either),
            fates=_FATES.format(files=files_sql(fates)) if fates else none,
            roles=f"concat_ws(', ', {roles})",
            named=", ".join(f"l.{role}" for role in ROLES),
        )
    )


def _line(row: Sequence[Any], own: set[int], known: Mapping[int, Known]) -> NamedLine:
    """A line as it may be shown to the company whose mentions are `own`."""
    *said, fate, role = row[: -len(ROLES)]
    by_role = dict(zip(ROLES, row[-len(ROLES) :], strict=True))
    written = [_written(known[m]) for m in dict.fromkeys(by_role.values()) if m in own]
    facing = by_role["receiver" if "receiver" not in role else "sender"]
    named: dict[str, Any] = dict(zip(_COLUMNS, said, strict=True))
    named["source"] = f"source {named['source']}"
    goods = named.pop("goods")
    return NamedLine(
        **named,
        role=role or "maker, in the goods text",
        as_written="; ".join(written),
        other_side=_other(known.get(facing)) if facing is not None and facing not in own else "",
        goods=redact(goods) if goods else None,
        fate=fate,
    )


def _written(one: Known) -> str:
    return ", ".join(filter(None, (one.tax_id, one.name, one.address)))


def _other(one: Known | None) -> str:
    """Who stands on the other side of a line; a natural person is not named."""
    if one is None:
        return ""
    return PERSON if one.reading.personal else redact(one.name)
