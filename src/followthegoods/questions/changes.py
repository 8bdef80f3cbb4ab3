"""What changed after an event, as a plan: senders, buyers and ways that are new, prices, addresses.

The steps follow `counted_steps` over the subject and its neighbours (those who buy of the same
senders), or over the whole case. What makes a lead of the rows is in `leads`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.questions.counted import Parameters, Scope, counted_steps
from followthegoods.questions.valued import VALUES, valued_sql

QUIET = 90
"""Days without a line, up to the end of the records, after which a company is taken to have
stopped: regular importers declare monthly, and a quarter is three chances missed."""

GRACE = 180
"""Days after the event within which a company that it stopped has stopped: goods ordered before
it are still on their way for months."""

COMMON = 50
"""Buyers from which on a sender is everybody's: that two share it says nothing of them."""

CROWDED = 12
"""Companies at one address from which on it is a business centre's: sharing it says little."""

SHARED = 3
"""Senders at one address from which on it is a lead: two are often a company and its branch."""

ENOUGH_PRICES = 20
"""Lines of a code from which on quartiles of their prices mean something."""

FENCE = 3
"""Quartile ranges beyond the quartiles from which on a price is far out (Tukey, Exploratory Data
Analysis, 1977). As prices of one code differ by factors, so do the quartiles: the range is the
upper over the lower, and a price is so many times this factor away."""

FACTOR = 3
"""And at least so many times the middle price or less than one so-manieth: where prices of a code
hardly differ, a small difference is far out and means nothing."""

PLACES = 20
"""Lines of a lead that are listed by their places."""


@dataclass(frozen=True)
class Around:
    """What is asked: the event, whose lines (parties; empty: everybody's), where addresses are."""

    event: date
    mine: Sequence[int]
    readings: Sequence[str]


def plan_changes(p: Parameters, scope: Scope, around: Around) -> Plan:
    """The plan of the leads: `bought`, then a result for each kind."""
    last = scope.covered[1] if scope.covered else around.event
    return Plan(
        (
            *counted_steps(p, scope),
            Step("bought", _bought(around), "table", "The counted lines, with what leads need."),
            Step("senders", _SENDERS),
            Step("ways", _WAYS, "table", "By whom goods of each maker and trademark came."),
            Step("new_ways", _new_ways(around.event, last)),
            *_successor_steps(scope, around, last),
            *_price_steps(p, scope),
            Step("addresses", _addresses(scope, around)),
        )
    )


def _bought(around: Around) -> str:
    wanted = ", ".join(map(str, around.mine))
    mine = f"coalesce(importer_party IN ({wanted}), false)" if around.mine else "true"
    makers = "list_concat([maker_party], list_transform(more_makers, lambda other: other.party))"
    return f"""SELECT line, day, importer_party AS buyer, supplier_party AS sender,
    left(hs, 6) AS hs6, left(hs, 2) AS chapter, upper(trademark) AS mark,
    list_distinct(list_filter({makers}, lambda x: x IS NOT NULL)) AS makers, usd,
    CASE WHEN supplier_grade = 3 OR usd < 0 THEN usd_floor ELSE 0 END AS low, usd_point AS mid,
    usd_ceiling AS high, {mine} AS mine, day >= DATE '{around.event}' AS since
FROM counted WHERE counts AND in_period = 'in' AND day IS NOT NULL"""


def _told(condition: str) -> str:
    """What is told of the lines of a lead: money, lines with and without value, days, places."""
    only = f"FILTER ({condition})"
    return f"""coalesce(sum(low) {only}, 0) AS low, coalesce(sum(mid) {only}, 0) AS mid,
    coalesce(sum(high) {only}, 0) AS high, count(usd) {only} AS has,
    count(*) {only} AS lines, min(day) {only} AS first, max(day) {only} AS last,
    (list(line ORDER BY usd DESC NULLS LAST, line) {only})[:{PLACES}] AS places"""


TOLD = 8
"""How many columns `_told` makes. They come first in each result."""


_SENDERS = f"""SELECT {_told("mine AND since")}, sender, min(day) AS seen,
    min(day) FILTER (mine) AS seen_here, count(DISTINCT buyer) AS buyers,
    coalesce(list_sort(list(DISTINCT chapter) FILTER (mine AND since AND chapter IS NOT NULL)), [])
        AS chapters
FROM bought WHERE sender IS NOT NULL
GROUP BY sender HAVING bool_or(mine AND since) ORDER BY mid DESC, sender"""


_WAYS = f"""WITH named AS (
    SELECT *, 'maker' AS kind, unnest(list_transform(makers, lambda m: CAST(m AS VARCHAR))) AS brand
    FROM bought WHERE mine
    UNION ALL
    SELECT *, 'trademark', mark FROM bought WHERE mine AND mark IS NOT NULL
)
SELECT kind, brand, sender, min(day) AS began, max(day) AS ended, sum(mid) AS point,
    {_told("since")}
FROM named WHERE sender IS NOT NULL GROUP BY kind, brand, sender"""


def _stopped(column: str, event: date, last: date) -> str:
    return f"{column} < DATE '{event}' + {GRACE} AND {column} <= DATE '{last}' - {QUIET}"


def _new_ways(event: date, last: date) -> str:
    """New senders of a maker's or trademark's goods, where one that sent them before stopped."""
    return f"""SELECT n.low, n.mid, n.high, n.has, n.lines, n.first, n.last, n.places, n.kind,
    n.brand, n.sender,
    list({{'sender': o.sender, 'ended': o.ended}} ORDER BY o.point DESC, o.sender) AS before
FROM ways AS n JOIN ways AS o ON o.kind = n.kind AND o.brand = n.brand AND o.sender <> n.sender
WHERE n.began >= DATE '{event}' AND o.began < DATE '{event}'
    AND {_stopped("o.ended", event, last)} AND CAST(n.sender AS VARCHAR) <> n.brand
GROUP BY ALL ORDER BY n.mid DESC, n.kind, n.brand, n.sender"""


def _successor_steps(scope: Scope, around: Around, last: date) -> list[Step]:
    wanted = ", ".join(map(str, around.mine))
    asked = f"WHERE s.old IN ({wanted}) OR s.new IN ({wanted})" if around.mine else ""
    buyers = f"""SELECT buyer, began, ended, began < DATE '{around.event}'
        AND {_stopped("ended", around.event, last)} AS stopped, began >= DATE '{around.event}'
        AS fresh
FROM (SELECT buyer, min(day) AS began, max(day) AS ended FROM bought
    WHERE buyer IS NOT NULL GROUP BY buyer) AS b"""
    return [
        Step("buyers", buyers, "table", "Who stopped, and who is new."),
        Step("seats", _seats(scope, around), "table", "Where they sit."),
        Step("shares", _SHARES, "table", "What one that stopped and a new one have in common."),
        Step("successors", _SUCCESSORS.format(asked=asked)),
    ]


def _seats(scope: Scope, around: Around) -> str:
    """Addresses of those who stopped and those who are new; not those of business centres."""
    readings, parties = files_sql(around.readings), files_sql(scope.parties)
    return f"""SELECT DISTINCT p.party AS buyer, r.address
FROM {readings} AS r JOIN {parties} AS p ON p.mention = r.mention AND p.grade > 1
WHERE r.address <> '' AND p.party IN (SELECT buyer FROM buyers WHERE stopped OR fresh)
    AND r.address NOT IN ({_crowded(readings)})"""


def _crowded(readings: str) -> str:
    return (
        f"SELECT address FROM {readings} WHERE address <> '' "
        f"GROUP BY address HAVING count(DISTINCT sound) > {CROWDED}"
    )


_SHARES = f"""WITH sent AS (
    SELECT buyer, sender FROM bought WHERE buyer IS NOT NULL AND sender IS NOT NULL
        AND sender NOT IN (SELECT sender FROM bought WHERE sender IS NOT NULL
            GROUP BY sender HAVING count(DISTINCT buyer) > {COMMON})
    GROUP BY buyer, sender
), made AS (
    SELECT DISTINCT buyer, unnest(makers) AS maker FROM bought WHERE buyer IS NOT NULL
), goods AS (
    SELECT buyer, hs6, sum(mid) AS point FROM bought
    WHERE buyer IS NOT NULL AND hs6 IS NOT NULL GROUP BY buyer, hs6
), pair AS (
    SELECT o.buyer AS old, n.buyer AS new FROM sent AS o JOIN sent AS n ON n.sender = o.sender
    UNION
    SELECT o.buyer, n.buyer FROM seats AS o JOIN seats AS n ON n.address = o.address
), fits AS (
    SELECT p.old, p.new, o.began AS old_began, o.ended AS old_ended, n.began AS new_began
    FROM pair AS p JOIN buyers AS o ON o.buyer = p.old AND o.stopped
    JOIN buyers AS n ON n.buyer = p.new AND n.fresh
)
SELECT f.*,
    (SELECT coalesce(list(o.sender ORDER BY o.sender), []) FROM sent AS o
        JOIN sent AS n ON n.sender = o.sender
        WHERE o.buyer = f.old AND n.buyer = f.new) AS senders,
    (SELECT count(*) FROM seats AS o JOIN seats AS n ON n.address = o.address
        WHERE o.buyer = f.old AND n.buyer = f.new) AS addresses,
    (SELECT count(*) FROM made AS o JOIN made AS n ON n.maker = o.maker
        WHERE o.buyer = f.old AND n.buyer = f.new) AS makers,
    (SELECT coalesce(list(n.hs6 ORDER BY n.point DESC, n.hs6), []) FROM goods AS o
        JOIN goods AS n ON n.hs6 = o.hs6 WHERE o.buyer = f.old AND n.buyer = f.new) AS codes,
    (SELECT coalesce(sum(n.point), 0) FROM goods AS o JOIN goods AS n ON n.hs6 = o.hs6
        WHERE o.buyer = f.old AND n.buyer = f.new) AS point_of_codes
FROM fits AS f"""


_SUCCESSORS = f"""SELECT {_told("since")}, s.old, s.new, s.old_began, s.old_ended, s.new_began,
    s.senders, s.addresses, s.makers, s.codes, s.point_of_codes
FROM shares AS s JOIN bought AS b ON b.buyer = s.new
{{asked}}
GROUP BY ALL ORDER BY mid DESC, s.old, s.new"""


def _price_steps(p: Parameters, scope: Scope) -> list[Step]:
    """Prices by kilogram and by unit over all lines of the case of the codes in question.

    They are an indicator and no figure: here, and nowhere else, amounts are binary numbers. They
    are only multiplied and divided, in one order, which every engine rounds alike.
    """
    return [
        Step("sold", _sold(p, scope), "table", "All lines of the codes bought since."),
        Step("sold_valued", valued_sql(p.value, scope.dollars, "sold"), "table", "In dollars."),
        Step("prices", _PRICES, "table", "Prices: an indicator, not a figure."),
        Step("usual", _USUAL, "table", "The quartiles of each code's."),
        Step("far_prices", _FAR_PRICES),
    ]


def _sold(p: Parameters, scope: Scope) -> str:
    values = ", ".join(f"l.{name}" for name in VALUES)
    gone = "('repeated', 'superseded', 'master', 'suspected')"
    fates = (
        f"AND l.line NOT IN (SELECT line FROM {files_sql(scope.fates)} GROUP BY line\n"
        f"        HAVING arg_max(fate, load) IN {gone})"
        if scope.fates
        else ""
    )
    return f"""SELECT l.line, l.registered, l.month, left(l.hs, 6) AS hs6, {values},
    nullif(l.net_kg, 0) AS kg, nullif(l.quantity, 0) AS qty, l.unit
FROM {files_sql(scope.lines)} AS l
WHERE l.authority = {literal(p.authority)} AND l.direction = {literal(p.direction)}
    AND left(l.hs, 6) IN (SELECT hs6 FROM bought WHERE mine AND since)
    {fates}"""


_PRICES = """SELECT line, hs6, 'kilogram' AS per, usd::DOUBLE / kg::DOUBLE AS price
FROM sold_valued WHERE usd > 0 AND kg > 0
UNION ALL
SELECT line, hs6, unit, usd::DOUBLE / qty::DOUBLE
FROM sold_valued WHERE usd > 0 AND qty > 0 AND unit IS NOT NULL AND unit <> 'KG'"""


_USUAL = f"""SELECT hs6, per, count(*) AS lines, quantile_disc(price, 0.25) AS low,
    quantile_disc(price, 0.5) AS middle, quantile_disc(price, 0.75) AS high
FROM prices GROUP BY hs6, per HAVING count(*) >= {ENOUGH_PRICES}"""


_FAR = " * ".join(["(u.high / u.low)"] * FENCE)

_FAR_PRICES = f"""SELECT {_told("true")}, hs6, per, sender, price > middle AS above,
    min(price) AS lowest, max(price) AS highest, any_value(usual_lines) AS usual_lines,
    any_value(low_price) AS low_price, any_value(high_price) AS high_price
FROM (
    SELECT b.low, b.mid, b.high, b.usd, b.day, b.line, b.sender, x.hs6, x.per, x.price, u.middle,
        u.lines AS usual_lines, u.low AS low_price, u.high AS high_price
    FROM prices AS x JOIN usual AS u ON u.hs6 = x.hs6 AND u.per = x.per
    JOIN bought AS b ON b.line = x.line
    WHERE b.mine AND b.since
        AND (x.price >= u.middle * {FACTOR} OR x.price * {FACTOR} <= u.middle)
        AND (x.price > u.high * ({_FAR}) OR x.price * ({_FAR}) < u.low)
) AS f
GROUP BY hs6, per, sender, above ORDER BY mid DESC, hs6, per, sender, above"""


def _addresses(scope: Scope, around: Around) -> str:
    readings, parties = files_sql(around.readings), files_sql(scope.parties)
    written = files_sql(scope.said)
    return f"""WITH seat AS (
    SELECT r.address, p.party, min(m.address) AS written
    FROM {readings} AS r JOIN {parties} AS p ON p.mention = r.mention AND p.grade > 1
    LEFT JOIN {written} AS m ON m.mention = r.mention
    WHERE r.address <> '' AND p.party IN (SELECT sender FROM bought WHERE mine)
    GROUP BY r.address, p.party
), shared AS (
    SELECT address, min(written) AS written, list(party ORDER BY party) AS parties FROM seat
    GROUP BY address HAVING count(DISTINCT party) >= {SHARED}
)
SELECT {_told("mine")}, s.address, s.written, s.parties,
    list_sort(list(DISTINCT b.sender) FILTER (b.since)) AS since
FROM shared AS s JOIN bought AS b ON list_contains(s.parties, b.sender)
GROUP BY s.address, s.written, s.parties ORDER BY mid DESC, s.address"""


def neighbours_sql(
    lines: Sequence[str], parties: Sequence[str], readings: Sequence[str], mentions: Sequence[int]
) -> str:
    """The mentions, with grades, of a subject and of those who buy of its senders or sit where it
    does."""
    wanted = ", ".join(map(str, mentions))
    who, own = files_sql(parties), f"SELECT unnest([{wanted}]::BIGINT[]) AS mention"
    bought, read = files_sql(lines), files_sql(readings)
    return f"""WITH own AS ({own}), sender AS (
    SELECT DISTINCT p.party FROM {bought} AS l JOIN {who} AS p ON p.mention = l.sender
    WHERE p.grade > 1 AND l.receiver IN (SELECT mention FROM own)
), buyer AS (
    SELECT DISTINCT l.receiver AS mention FROM {bought} AS l
    JOIN {who} AS p ON p.mention = l.sender JOIN sender AS s ON s.party = p.party
    WHERE p.grade > 1
    UNION SELECT r.mention FROM {read} AS r WHERE r.address <> '' AND r.address IN (
        SELECT address FROM {read} WHERE mention IN (SELECT mention FROM own)
        EXCEPT {_crowded(read)})
    UNION SELECT mention FROM own
), known AS (
    SELECT DISTINCT party FROM {who} WHERE grade > 1 AND mention IN (SELECT mention FROM buyer)
)
SELECT mention, max(grade) FROM {who} WHERE party IN (SELECT party FROM known)
GROUP BY mention ORDER BY mention"""
