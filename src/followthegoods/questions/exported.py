"""Lines as they leave a case for other programs: a column a fact, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.model.fields import BY_NAME, ROLES, sql_type
from followthegoods.questions.counted import Parameters, Scope, counted_steps


@dataclass(frozen=True)
class Column:
    """A column of exported lines: name, type (as SQL names it), what it means."""

    name: str
    kind: str
    means: str


_PLACE = (
    Column("line", "BIGINT", "The line's number in the case."),
    Column("source", "VARCHAR", "The file it stands in; its number where fit to publish."),
    Column("sheet", "INTEGER", "Sheet of the file, from 1."),
    Column("row", "BIGINT", "Row of the sheet, from 1."),
)
_OWN = (
    *("declaration", "item", "office", "registered", "released", "month", "direction"),
    *("hs", "goods", "trademark", "origin_country", "dispatch_country", "trading_country"),
    *("sender_country", "purchase_country", "destination_country", "declared_origin", "net_kg"),
    *("gross_kg", "quantity", "unit", "transport"),
)
"""Fields of a line that leave as they are."""

_STATED = ("invoice_value", "invoice_currency", "customs_value")
_JUDGED = (
    Column("procedure", "VARCHAR", "Customs procedure requested, two digits (box 37)."),
    Column("previous_procedure", "VARCHAR", "Customs procedure before it, two digits."),
    Column("day", "DATE", "The day that figures date the line by, on the date basis asked for."),
    Column("value_usd", "DECIMAL(38,4)", "US dollars, by the first value basis that states any."),
    Column("value_basis", "VARCHAR", "What they are taken from: statistical, cif, fob, customs …"),
    Column("customs_currency", "VARCHAR", "Currency of the customs value."),
    Column("fate", "VARCHAR", "What became of the line: stands, repeated, superseded, conflict …"),
    Column("repeats", "BIGINT", "The line that this one repeats."),
    Column(
        "counted_in",
        "VARCHAR",
        "floor, point or ceiling: the lowest figure that it is in; else why it is in none. A line "
        "of the floor is in the point, one of the point in the ceiling.",
    ),
    Column("marks", "VARCHAR", "Cells that could not be read, or were read with a doubt."),
)


def _of_role(role: str) -> tuple[Column, ...]:
    box = BY_NAME[f"{role}_name"].doc
    return (
        Column(f"{role}_name", "VARCHAR", f"As written. {box}"),
        Column(f"{role}_tax_id", "VARCHAR", "As written."),
        Column(f"{role}_address", "VARCHAR", "As written."),
        Column(f"{role}_party", "VARCHAR", "The party behind the name, by its id in the case."),
        Column(f"{role}_grade", "VARCHAR", "How sure that is: certain or probable."),
    )


COLUMNS: tuple[Column, ...] = (
    *_PLACE,
    *(Column(name, sql_type(BY_NAME[name].kind), BY_NAME[name].doc) for name in (*_OWN, *_STATED)),
    *_JUDGED,
    *(column for role in ROLES for column in _of_role(role)),
)
"""The columns of exported lines, in their order."""


def plan_exported(p: Parameters, scope: Scope, condition: str) -> Plan:
    """The plan that lists lines for export, with the columns of `COLUMNS`: `source` is its number,
    `ROLE_party` the number of the party."""
    own = ", ".join(f"r.{name}" for name in _OWN)
    stated = ", ".join(f"f.{name}" for name in _STATED)
    roles = ",\n    ".join(
        f"{role}_.name AS {role}_name, {role}_.tax_id AS {role}_tax_id, "
        f"{role}_.address AS {role}_address, {role}_.party AS {role}_party, "
        f"CASE {role}_.grade WHEN 3 THEN 'certain' WHEN 2 THEN 'probable' END AS {role}_grade"
        for role in ROLES
    )
    joins = "\n".join(f"LEFT JOIN who AS {role}_ ON {role}_.mention = r.{role}" for role in ROLES)
    mentions = f"SELECT unnest([{', '.join(ROLES)}]) FROM placed"
    rows = f"""WITH who AS (
    SELECT m.*, p.party, p.grade FROM (
        SELECT DISTINCT ON (mention) mention, name, tax_id, address
        FROM {files_sql(scope.said)} WHERE mention IN ({mentions}) ORDER BY mention
    ) AS m LEFT JOIN (
        SELECT mention, max(party) AS party, max(grade) AS grade FROM {files_sql(scope.parties)}
        WHERE grade > 1 AND mention IN ({mentions}) GROUP BY mention
    ) AS p ON p.mention = m.mention
), stated AS (
    SELECT DISTINCT ON (line) line, customs_currency, {", ".join(_STATED)} FROM found ORDER BY line
), listed AS (
    SELECT p.*, CASE WHEN apart IS NOT NULL THEN apart
         WHEN p.fate IN ('repeated', 'superseded') THEN p.fate
         WHEN (c.one_floor > 0 OR c.usd_floor < 0) AND c.counts AND p.in_period = 'in' THEN 'floor'
         WHEN c.counts AND p.in_period = 'in' THEN 'point' ELSE 'ceiling' END AS counted_in
    FROM placed AS p LEFT JOIN counted AS c ON c.line = p.line
)
SELECT r.line, r.source, r.sheet, r.row, {own},
    {stated},
    r.requested AS procedure, r.previous AS previous_procedure, r.day, r.usd AS value_usd,
    r.value_basis, f.customs_currency, r.fate, r.with_line AS repeats, r.counted_in, r.marks,
    {roles}
FROM listed AS r LEFT JOIN stated AS f ON f.line = r.line
{joins}
WHERE {condition}
ORDER BY r.day NULLS LAST, r.line"""
    return Plan((*counted_steps(p, scope), Step("exported", rows)))


COUNTED = "counted_in IN ('floor', 'point', 'ceiling')"
"""The lines that are in some figure: no repeats, nothing set apart."""
