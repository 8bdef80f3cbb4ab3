"""Mirrors: one authority's export records beside another's import records of the same goods.

Both sides are counted by the rules of every figure, each in its own authority's records, and set
side by side; nothing is added. Line by line, two records may be of the same goods where they agree
on the subheading and nearly on the month, and on something besides: the weight, the quantity, or a
company. Each line has at most one mirror: of those that each would choose first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.facts.hs import hs_text
from followthegoods.model.answer import Figure
from followthegoods.model.flows import Mirror, MirrorGoods, MirrorLine, MirrorPair, MirrorSide
from followthegoods.questions.counted import Parameters, Scope, counted_steps
from followthegoods.questions.figures import figure_sql

Results = Mapping[str, Sequence[tuple[Any, ...]]]

MONTHS_APART = 1
"""Goods are on the way for weeks: an import is registered in the month of its export, in the next
one, or, where one side dates by a later paper, in the one before."""

NEAR_PER_CENT = 2
"""Two weights of one consignment differ by rounding and scales."""

WEIGHT_PER_CENT = 15
"""One side may state net weight and the other gross: packing makes a tenth or so."""

NAMED, NEAR, ALIKE, COUNTED, SAME_MONTH = 4, 3, 2, 2, 1
"""What an agreement is worth: a company, a near weight, a weight within packing, the quantity in
the same unit, the month. They order the candidates; at least `ENOUGH` beside the month is asked."""

ENOUGH = 2


def plan_mirror(exports: tuple[Parameters, Scope], imports: tuple[Parameters, Scope]) -> Plan:
    """The plan for two authorities: what the first's exports and the second's imports are, by
    subheading, and which lines of them pair."""
    exporter, importer = exports[0].authority, imports[0].authority
    steps: list[Step] = []
    for side, (p, scope), lane in (
        ("exports", exports, _to(importer)),
        ("imports", imports, _from(exporter)),
    ):
        steps += [*counted_steps(p, scope), Step("counted", _lane(lane), "table", _LANE_NOTE)]
        for measure in ("usd", "kg", "one"):
            steps.append(Step(f"{side}_{measure}", figure_sql(measure, "hs6")))
        steps.append(Step(side, _SIDE, "table", f"The {side}, as they are compared."))
    return Plan(
        (
            *steps,
            Step("candidates", _candidates(), "table", "Lines that may be of the same goods."),
            Step("paired", _PAIRED, "table", "Those that each would choose first."),
            Step("pairs", _pairs(files_sql(exports[1].names))),
            Step("unpaired", _UNPAIRED),
        )
    )


_LANE_NOTE = "Those of the lane between the two authorities, with weight and code to compare."


def _to(importer: str) -> str:
    return f"coalesce(c.destination_country, {literal(importer)}) = {literal(importer)}"


def _from(exporter: str) -> str:
    """Goods that came from there by any country that is stated, or of which none is."""
    countries = "[c.origin_country, c.dispatch_country, c.trading_country, c.sender_country]"
    stated = f"list_filter({countries}, lambda x: x IS NOT NULL)"
    return f"(len({stated}) = 0 OR list_contains({stated}, {literal(exporter)}))"


def _lane(condition: str) -> str:
    """The counted lines of a lane. Where no net weight is stated, gross weight or a quantity of
    kilograms is compared."""
    weight = "coalesce(nullif(p.gross_kg, 0), CASE WHEN c.unit = 'KG' THEN c.qty END, 0)"
    added = ", ".join(
        f"CASE WHEN c.kg IS NULL THEN {weight} * c.one_{part} ELSE c.kg_{part} END AS kg_{part}"
        for part in ("floor", "point", "ceiling")
    )
    return (
        f"SELECT c.* REPLACE (coalesce(c.kg, nullif({weight}, 0)) AS kg, {added}),\n"
        "    left(c.hs, 6) AS hs6, year(c.day) * 12 + month(c.day) AS month_number\n"
        f"FROM counted AS c JOIN placed AS p ON p.line = c.line\nWHERE {condition}"
    )


_SIDE = """SELECT line, declaration, day, hs, hs6, goods, usd, kg, qty, unit, month_number,
    supplier_party AS sender, importer_party AS receiver,
    row_number() OVER (PARTITION BY hs6, month_number, kg, qty, unit, supplier_party,
        importer_party ORDER BY usd, declaration, day, goods, line) AS copy
FROM counted
WHERE counts AND in_period = 'in' AND length(hs6) = 6 AND month_number IS NOT NULL"""
"""Lines that agree in all that is compared are numbered, so that the first goes with the first."""


def _candidates() -> str:
    apart = "abs(e.kg - i.kg) * 100"
    heavier = "greatest(e.kg, i.kg)"
    return f"""SELECT *, by_sender + by_receiver + by_weight + by_quantity + by_month AS score
FROM (
    SELECT e.line AS export, i.line AS import,
        e.day AS export_day, e.declaration AS export_number, e.usd AS export_usd,
        i.day AS import_day, i.declaration AS import_number, i.usd AS import_usd,
        abs(e.copy - i.copy) AS copies_apart,
        coalesce(abs(e.kg - i.kg), 0) AS kg_apart,
        CASE WHEN e.sender = i.sender THEN {NAMED} ELSE 0 END AS by_sender,
        CASE WHEN e.receiver = i.receiver THEN {NAMED} ELSE 0 END AS by_receiver,
        CASE WHEN {apart} <= {NEAR_PER_CENT} * {heavier} THEN {NEAR}
            WHEN {apart} <= {WEIGHT_PER_CENT} * {heavier} THEN {ALIKE} ELSE 0 END AS by_weight,
        CASE WHEN e.unit = i.unit AND e.qty = i.qty THEN {COUNTED} ELSE 0 END AS by_quantity,
        CASE WHEN e.month_number = i.month_number THEN {SAME_MONTH} ELSE 0 END AS by_month
    FROM (SELECT *, unnest(range(month_number - {MONTHS_APART},
            month_number + {MONTHS_APART} + 1)) AS near FROM exports) AS e
    JOIN imports AS i ON i.hs6 = e.hs6 AND i.month_number = e.near
    WHERE e.kg IS NULL OR i.kg IS NULL OR {apart} <= {WEIGHT_PER_CENT} * {heavier}
) AS c
WHERE by_sender + by_receiver + by_weight + by_quantity >= {ENOUGH}"""


_PAIRED = """SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY export
            ORDER BY score DESC, kg_apart, copies_apart, import_day, import_number, import_usd,
                import) AS for_export,
        row_number() OVER (PARTITION BY import
            ORDER BY score DESC, kg_apart, copies_apart, export_day, export_number, export_usd,
                export) AS for_import
    FROM candidates) AS c
WHERE for_export = 1 AND for_import = 1"""


def _pairs(names: str) -> str:
    told = "line, declaration, day, hs, goods, usd, kg"
    sides = ", ".join(
        f"{side}.{column}"
        for side in ("e", "i")
        for column in (*told.split(", "), "sender_name", "receiver_name")
    )
    called = (
        "(SELECT s.*, a.name AS sender_name, b.name AS receiver_name FROM {side} AS s "
        f"LEFT JOIN {names} AS a ON a.party = s.sender "
        f"LEFT JOIN {names} AS b ON b.party = s.receiver)"
    )
    return f"""SELECT {sides}, p.by_sender, p.by_receiver, p.by_weight, p.by_quantity, p.by_month,
    p.score
FROM paired AS p JOIN {called.format(side="exports")} AS e ON e.line = p.export
JOIN {called.format(side="imports")} AS i ON i.line = p.import
ORDER BY p.score DESC, e.usd DESC NULLS LAST, e.day, e.hs, e.line"""


_UNPAIRED = """SELECT
    (SELECT count(*) FROM exports WHERE hs6 IN (SELECT hs6 FROM imports)
        AND line NOT IN (SELECT export FROM paired)) AS exports,
    (SELECT count(*) FROM imports WHERE hs6 IN (SELECT hs6 FROM exports)
        AND line NOT IN (SELECT import FROM paired)) AS imports"""


def read_mirror(
    results: Results,
    authorities: tuple[str, str],
    open_: tuple[bool, bool],
    place: Callable[[int], str],
    plan: str,
) -> Mirror:
    """The results of `plan_mirror`. `open_`: whether something opens the ceilings of all exports,
    and of all imports. `place`: where a line stands, by its number. Only codes on both sides are
    listed."""
    sides = [
        _sides(results, side, everything)
        for side, everything in zip(("exports", "imports"), open_, strict=True)
    ]
    pairs = tuple(_pair(row, place) for row in results["pairs"])
    number = {hs6: sum(pair.export.hs[:6] == hs6 for pair in pairs) for hs6 in sides[0]}
    goods = [
        MirrorGoods(hs6, hs_text(hs6) or hs6, sides[0][hs6], sides[1][hs6], number[hs6])
        for hs6 in sides[0]
        if hs6 in sides[1]
    ]
    largest = sorted(goods, key=lambda g: (-g.exports.value_usd.point, g.hs6))
    exporter, importer = authorities
    exports, imports = results["unpaired"][0]
    return Mirror(exporter, importer, tuple(largest), pairs, exports, imports, plan)


def _sides(results: Results, side: str, open_: bool) -> dict[str, MirrorSide]:
    figures: dict[str, dict[str, Figure]] = {}
    for measure in ("one", "usd", "kg"):
        for hs6, *row in results[f"{side}_{measure}"]:
            if hs6 and len(hs6) == 6:
                figures.setdefault(hs6, {})[measure] = _figure(row, open_)
    return {
        hs6: MirrorSide(found["one"], found["usd"], found["kg"]) for hs6, found in figures.items()
    }


def _figure(row: Sequence[Any], open_: bool) -> Figure:
    low, mid, high, has, lacks, unknown = row
    amounts = Decimal(low), Decimal(mid), Decimal(high)
    return Figure(*amounts, open_ or bool(unknown), int(has), int(lacks))


def _pair(row: Sequence[Any], place: Callable[[int], str]) -> MirrorPair:
    export, import_ = (MirrorLine(place(side[0]), *side[1:]) for side in (row[:9], row[9:18]))
    sender, receiver, weight, quantity, month, score = row[18:]
    reasons = ["the same subheading", "the same month" if month else "months next to each other"]
    if sender:
        reasons.append(f"the same sender, {export.sender}")
    if receiver:
        reasons.append(f"the same receiver, {export.receiver}")
    if weight:
        within = NEAR_PER_CENT if weight == NEAR else WEIGHT_PER_CENT
        reasons.append(f"weights within {within} %")
    if quantity:
        reasons.append("the same quantity")
    return MirrorPair(export, import_, score, tuple(reasons))
