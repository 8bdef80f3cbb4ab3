"""Prices by the kilogram beside what the case's lines of the same six-digit code cost: an
indicator of weights and values to look at, and no figure.

What is usual is read off all lines of the case once, whenever parties are resolved or rates
change, and kept (`usual_sql`): a dossier compares its own lines with it and reads no others. A
price is far out where Tukey's outer fences say so (Exploratory Data Analysis, 1977), of its
logarithm, as prices of one code differ by factors; and it is at least `FACTOR` times the middle
price or less than one so-manieth of it: where prices of a code hardly differ, a small difference
means nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import files_sql
from followthegoods.facts.hs import hs_text
from followthegoods.model.answer import FarPrice, PricedLine, Prices
from followthegoods.questions.valued import VALUES, valued_sql

BASIS = "stated"
"""The basis of dollars that usual prices are on; prices are compared on no other."""

ENOUGH = 20
"""Lines of a code from which on quartiles of their prices mean something."""

FENCE = 3
"""Quartile ranges beyond the quartiles from which on a price is far out."""

FACTOR = 3

STEPS = 100
"""Prices are counted by steps of a hundredth of their logarithm: what is usual is known to one
per cent, from as many numbers as there are steps, however many lines there are."""

SHOWN = 5
"""Lines listed of a code, those worth most."""

_IN_DOLLARS = "coalesce(nullif(statistical_usd, 0), nullif(cif_usd, 0), nullif(fob_usd, 0))"
"""The dollars that a line itself states, in the order of `BASIS`."""

GONE = ("repeated", "superseded", "master", "suspected")
"""Fates of lines that say nothing of what goods cost: they are other lines' again, or may be."""

_BOUND = "greatest(0.000001, least(99999999999, {}))::DECIMAL(20,6)"
"""A price as it is kept: wide, so that its product with any weight is. What would not fit is no
bound that any price can pass."""


def usual_sql(lines: str, fates: str | None, dollars: Sequence[str]) -> str:
    """What a kilogram usually costs: a row for each authority, direction and six-digit code with
    enough lines. `low`, `middle`, `high` are the quartiles; `below` and `above` the fences.

    `lines` and `fates` are tables of all lines and of their fates. Amounts are binary numbers here:
    the statement belongs to no question's plan.
    """
    gone = ", ".join(map(literal, GONE))
    stands = (
        f"AND line NOT IN (SELECT line FROM {fates} GROUP BY line "
        f"HAVING arg_max(fate, load) IN ({gone}))"
        if fates
        else ""
    )
    values = ", ".join(VALUES)
    weighed = f"""(SELECT registered, month, {values}, authority, direction,
        left(hs, 6) AS hs6, net_kg AS kg, {_IN_DOLLARS} AS direct
    FROM {lines} WHERE net_kg > 0 AND length(hs) >= 6 {stands})"""
    # Most lines state dollars, which the basis takes first: the others alone ask for rates.
    others = f"(SELECT * EXCLUDE (direct) FROM {weighed} WHERE direct IS NULL)"
    low, middle, high = (f"exp(q{part} / {STEPS}.0)" for part in (1, 2, 3))
    fence = f"power(high / low, {FENCE})"
    below = f"least(middle / {FACTOR}, low / {fence})"
    above = f"greatest(middle * {FACTOR}, high * {fence})"
    return f"""WITH step AS (
    SELECT authority, direction, hs6, count(*) AS lines,
        CAST(round({STEPS} * ln(usd::DOUBLE / kg::DOUBLE)) AS INTEGER) AS price
    FROM (
        SELECT authority, direction, hs6, kg, direct AS usd FROM {weighed} WHERE direct > 0
        UNION ALL
        SELECT authority, direction, hs6, kg, usd
        FROM ({valued_sql(BASIS, dollars, others)}) AS v WHERE usd > 0
    )
    GROUP BY ALL
), ranked AS (
    SELECT *, sum(lines) OVER (PARTITION BY authority, direction, hs6 ORDER BY price) AS upto,
        sum(lines) OVER (PARTITION BY authority, direction, hs6) AS every
    FROM step
), quartile AS (
    SELECT authority, direction, hs6, CAST(any_value(every) AS BIGINT) AS lines,
        min(price) FILTER (upto * 4 >= every) AS q1, min(price) FILTER (upto * 2 >= every) AS q2,
        min(price) FILTER (upto * 4 >= every * 3) AS q3
    FROM ranked GROUP BY authority, direction, hs6 HAVING any_value(every) >= {ENOUGH}
), price AS (
    SELECT *, {low} AS low, {middle} AS middle, {high} AS high FROM quartile
)
SELECT authority, direction, hs6, lines, {_BOUND.format("low")} AS low,
    {_BOUND.format("middle")} AS middle, {_BOUND.format("high")} AS high,
    {_BOUND.format(below)} AS below, {_BOUND.format(above)} AS above
FROM price ORDER BY authority, direction, hs6"""


def prices_sql(prices: Sequence[str], authority: str, direction: str) -> str:
    """The lines of the point whose price by the kilogram is far from what is usual for their code:
    a row for each code and way with its largest lines; first, how many lines were compared.

    `prices`: the file that `usual_sql` filled. Rows: way, code, lines of it in the case, low,
    middle, high, lines, dollars, largest lines.
    """
    return f"""WITH compared AS (
    SELECT c.line, c.declaration, c.day, c.supplier_party, c.usd, c.kg, c.usd_point,
        u.hs6, u.lines AS usual, u.low, u.middle, u.high,
        CASE WHEN c.usd < u.below * c.kg THEN 'below' WHEN c.usd > u.above * c.kg THEN 'above'
            ELSE '' END AS way
    FROM counted AS c JOIN {files_sql(prices)} AS u
        ON u.hs6 = left(c.hs, 6) AND u.authority = {literal(authority)}
        AND u.direction = {literal(direction)}
    WHERE c.counts AND c.in_period = 'in' AND c.versions_of IS NULL AND c.usd > 0 AND c.kg > 0
), far AS (
    SELECT *, row_number() OVER (PARTITION BY hs6, way ORDER BY usd DESC, line) AS place
    FROM compared WHERE way <> ''
)
SELECT '' AS way, '' AS hs6, 0 AS usual, 0 AS low, 0 AS middle, 0 AS high, count(*) AS lines,
    0 AS amount, NULL AS largest
FROM compared
UNION ALL
SELECT way, hs6, any_value(usual), any_value(low), any_value(middle), any_value(high), count(*),
    sum(usd_point) AS amount,
    list({{'line': line, 'declaration': declaration, 'day': day, 'supplier': supplier_party,
        'usd': usd, 'kg': kg}} ORDER BY place) FILTER (place <= {SHOWN})
FROM far GROUP BY way, hs6
ORDER BY amount DESC, hs6, way"""


def far_lines_sql(prices: Sequence[str], authority: str, direction: str) -> str:
    """The lines of the point whose price is far from the usual, and which way, as a table."""
    return f"""SELECT c.line, CASE WHEN c.usd < u.below * c.kg THEN 'below' ELSE 'above' END AS way
FROM counted AS c JOIN {files_sql(prices)} AS u
    ON u.hs6 = left(c.hs, 6) AND u.authority = {literal(authority)}
    AND u.direction = {literal(direction)}
WHERE c.counts AND c.in_period = 'in' AND c.versions_of IS NULL AND c.usd > 0 AND c.kg > 0
    AND (c.usd < u.below * c.kg OR c.usd > u.above * c.kg)"""


def read_prices(
    rows: Sequence[Sequence[Any]],
    names: Mapping[str, str],
    place: Callable[[int], str],
    goods_of: Callable[[str], str],
    share: Callable[[Decimal], Decimal | None],
) -> Prices:
    """Rows of `prices_sql`. `names`: of parties by number; `place`: where a line stands;
    `goods_of`: what a code is called that no table has; `share`: of the point, in per cent."""
    found = [row for row in rows if row[0]]
    far = sum((Decimal(row[7]) for row in found), Decimal(0))
    return Prices(
        compared=sum(int(row[6]) for row in rows if not row[0]),
        far=sum(int(row[6]) for row in found),
        far_point=far,
        far_share=share(far),
        codes=tuple(
            FarPrice(
                code=hs6,
                text=hs_text(hs6) or goods_of(hs6),
                way=way,
                lines=int(lines),
                point=Decimal(amount),
                usual_lines=int(usual),
                usual_low=_digits(low),
                usual_middle=_digits(middle),
                usual_high=_digits(high),
                largest=tuple(
                    PricedLine(
                        place=place(one["line"]),
                        declaration=one["declaration"],
                        day=one["day"],
                        supplier=names.get(str(one["supplier"])),
                        value_usd=one["usd"],
                        net_kg=one["kg"],
                        price=_digits(one["usd"] / one["kg"]),
                        times=_times(one["usd"] / one["kg"], Decimal(middle)),
                    )
                    for one in largest
                ),
            )
            for way, hs6, usual, low, middle, high, lines, amount, largest in found
        ),
    )


_THREE = Context(prec=3)


def _digits(price: Decimal) -> Decimal:
    """A price of three digits: more would be no more than an indicator has."""
    return Decimal(f"{_THREE.plus(Decimal(price)):f}")


def _times(price: Decimal, middle: Decimal) -> Decimal:
    """How many times the middle price; of a price below it, how many times the middle is it."""
    return _digits(max(price, middle) / min(price, middle))
