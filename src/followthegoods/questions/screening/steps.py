"""The plan of a screening: what each listing was on each line's day, and what that sums to.

The steps follow a dossier's, and read its `counted`, so that no line counts otherwise here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.model.screening import MAYBE, OWNERSHIP, Match, Status
from followthegoods.questions.counted import Parameters, Scope
from followthegoods.questions.figures import groups_sql
from followthegoods.reference.lists.views import Lists, plan_lists

ROLES = ("receiver", "sender", "maker", "holder", "declarant")
"""Who of a line is screened."""

RANKS = (
    Status.THEN,
    Status.DATE_UNKNOWN,
    Status.DAY_UNKNOWN,
    Status.DELISTED,
    Status.LATER,
)
"""Statuses, gravest first: of several spans of one listing the gravest holds for a line."""


def screening_steps(
    p: Parameters,
    scope: Scope,
    lists: Lists,
    matches: Sequence[Match],
    subject: Sequence[int],
    more: Sequence[Step] = (),
    groups: Sequence[str] = (),
    owned: Sequence[Sequence[str]] = (),
    *,
    readings: Sequence[str],
    whole: bool = False,
) -> list[Step]:
    """The steps that follow a dossier's. `subject` are the numbers of its parties: in its role, no
    other party counts. `more`: steps with tables of what else lines touch; `groups`: what these
    put lines into, each a query of lines and lists of groups (`touched`). `owned`: rows of `held`
    for the last of the matches, that rest on ownership and on no entry of their own. `readings`:
    the files of what mentions say. Of a `whole` case only the lines of parties with a match are
    divided by status."""
    direct = len(matches) - len(owned)
    return [
        Step("matched", matched_sql(matches, direct), "table", "Who is matched."),
        *plan_lists(lists, only="matched"),
        Step("held", _held(owned), "table", "Each match's listings, by authority and measure."),
        Step("seconds", _seconds(scope, readings), "table", "Who is named within another's name."),
        Step("taking_part", _taking_part(p, scope, subject), "table", "Who is on which line."),
        Step("touching", _TOUCHING, "table", "What each listing was on each line's day."),
        *more,
        Step("counted", _counted(groups, whole), "table", "The lines, with all that they touch."),
        Step("screened", groups_sql({}, {}, more=["touched"])),
        Step("listings_held", "SELECT * FROM held ORDER BY key, listed_latest, listed_earliest"),
        Step("touches", _TOUCHES),
        Step("entry_names_held", "SELECT list, entry, name FROM entries ORDER BY list, entry"),
        Step("wind_downs", _WIND_DOWNS),
        Step("months", _MONTHS),
    ]


def narrowed(
    steps: Iterable[Step],
    scope: Scope,
    matches: Sequence[Match],
    codes: Iterable[str],
    readings: Sequence[str],
) -> list[Step]:
    """A dossier's steps over the whole case, narrowed to lines that name a party with a match, or
    whose code is one of these, a part of one, or begins with one."""
    wanted = ", ".join(sorted({str(match.party) for match in matches})) or "NULL"
    own = f"SELECT mention FROM {files_sql(scope.parties)} WHERE party IN ({wanted})"
    mentions = f"""{own}
UNION SELECT "of" FROM {files_sql(readings)} WHERE "of" IS NOT NULL AND mention IN ({own})"""
    tests = [f"f.{role} IN (SELECT mention FROM matching)" for role in ROLES]
    if scope.makers:
        named = f"SELECT line FROM {files_sql(scope.makers)} AS k JOIN matching USING (mention)"
        tests.append(f"f.line IN ({named})")
    tests += _coded(codes)
    test = " OR ".join(tests)
    matching = Step("matching", mentions, "table", "Mentions of parties with a match.")
    if scope.compared:  # which lines may repeat others is told by all lines of a company
        lines = f"SELECT line FROM found AS f WHERE {test}"
        only = f"SELECT * FROM counted WHERE line IN ({lines})"
        return [matching, *steps, Step("counted", only, "table", "Those that a list concerns.")]
    return [
        matching,
        *(
            replace(step, sql=f"SELECT * FROM ({step.sql}) AS f WHERE {test}")
            if step.name == "found"
            else step
            for step in steps
        ),
    ]


def _coded(codes: Iterable[str]) -> list[str]:
    """Whether a line's code begins with one of some, or one of them with it."""
    fronts: defaultdict[int, set[str]] = defaultdict(set)
    short: set[str] = set()
    for code in codes:
        fronts[len(code)].add(code)
        short |= {code[:size] for size in range(2, len(code))}
    tests = [
        f"left(f.hs, {size}) IN ({', '.join(map(literal, sorted(own)))})"
        for size, own in sorted(fronts.items())
    ]
    return [*tests, f"f.hs IN ({', '.join(map(literal, sorted(short)))})"] if short else tests


def matched_sql(matches: Sequence[Match], direct: int) -> str:
    """A table of matches by their places; the first `direct` are entries themselves, the others
    are reached by the listing of an entry."""
    rows = ", ".join(
        f"({n}, {m.party}, {literal(m.list)}, {literal(m.entry)}, {m.grade}, {n < direct})"
        for n, m in enumerate(matches)
    )
    columns = "match, party, list, entry, grade, direct"
    typed = (
        "match::INTEGER AS match, party::BIGINT AS party, list::VARCHAR AS list, "
        "entry::VARCHAR AS entry, grade::INTEGER AS grade, direct::BOOLEAN AS direct"
    )
    if not rows:
        nothing = "(NULL, NULL, NULL, NULL, NULL, NULL)"
        return f"SELECT {typed} FROM (VALUES {nothing}) AS m({columns}) LIMIT 0"
    return f"SELECT {typed} FROM (VALUES {rows}) AS m({columns})"


def _held(owned: Sequence[Sequence[str]]) -> str:
    """The listings of matches, and those that reach others by ownership."""
    if not owned:
        return HELD
    rows = ", ".join("(" + ", ".join(row) + ")" for row in owned)
    more = f"""SELECT match, party::BIGINT AS party, grade, authority, measure,
    []::VARCHAR[] AS programmes, nth, listed_earliest, listed_latest,
    '{OWNERSHIP}' AS listed_basis, NULL::VARCHAR AS listed_source, delisted_earliest,
    delisted_latest, '{OWNERSHIP}' AS delisted_basis, known_until, NULL::VARCHAR AS reference
FROM (VALUES {rows}) AS o(match, party, grade, authority, measure, nth, listed_earliest,
    listed_latest, delisted_earliest, delisted_latest, known_until)"""
    return f"""SELECT * REPLACE (dense_rank() OVER (ORDER BY match, authority, measure)::INTEGER
    AS key) FROM ({HELD} UNION ALL SELECT *, 0 AS key FROM ({more}) AS m) AS h"""


HELD = """SELECT *, dense_rank() OVER (ORDER BY match, authority, measure)::INTEGER AS key
FROM (
    SELECT m.match, m.party, m.grade, s.authority,
        unnest(CASE WHEN len(s.measures) = 0 THEN ['unstated'] ELSE s.measures END) AS measure,
        s.programmes, s.nth, s.listed_earliest, s.listed_latest, s.listed_basis, s.listed_source,
        s.delisted_earliest, s.delisted_latest, s.delisted_basis, s.known_until, s.reference
    FROM matched AS m JOIN listing_spans AS s USING (list, entry) WHERE m.direct
) AS h"""

_WIND_DOWNS = """SELECT m.match, g.day, g.source
FROM matched AS m JOIN given_dates AS g USING (list, entry)
WHERE g.what = 'wind_down' ORDER BY m.match, g.day"""


def _seconds(scope: Scope, readings: Sequence[str]) -> str:
    """Matched parties that are named within the name of another: X BY ORDER OF Y."""
    parties = f"SELECT mention FROM {files_sql(scope.parties)}"
    return f"""SELECT mention, "of", CASE role WHEN 'via' THEN 'intermediary' ELSE 'principal' END
    AS part
FROM {files_sql(readings)} WHERE "of" IS NOT NULL
    AND mention IN ({parties} WHERE party IN (SELECT party FROM matched))"""


def _taking_part(p: Parameters, scope: Scope, subject: Sequence[int]) -> str:
    """Lines with the parties that they name and by how sure a link: one row for each role."""
    named = "\n    UNION ALL ".join(
        f"SELECT line, '{role}' AS role, {role} AS mention FROM found WHERE {role} IS NOT NULL"
        for role in ROLES
    )
    mentions = f"SELECT mention, party, grade FROM {files_sql(scope.parties)}"
    mine = ", ".join(map(str, subject))
    only = f"\nWHERE r.role <> {literal(p.role)} OR p.party IN ({mine})" if subject else ""
    taking = f"""WITH roles AS ({named})
SELECT r.line, r.role, p.party, p.grade
FROM (SELECT * FROM roles
    UNION ALL SELECT r.line, r.role || '''s ' || s.part, s.mention
    FROM roles AS r JOIN seconds AS s ON s."of" = r.mention) AS r JOIN ({mentions}
    WHERE party IN (SELECT party FROM matched)) AS p ON p.mention = r.mention{only}"""
    if not scope.makers:
        return taking
    return f"""{taking}
UNION ALL SELECT line, 'maker', x.party, x.grade
FROM (SELECT line, unnest(named) AS x FROM named) AS n
WHERE x.party IN (SELECT party FROM matched)"""


_EVER, _NEVER = "DATE '0001-01-01'", "DATE '9999-12-31'"
_LAST = "CASE WHEN c.by_month THEN last_day(c.day) ELSE c.day END"
_EXACT = (
    "h.listed_earliest = h.listed_latest AND (h.delisted_latest IS NULL "
    "OR h.delisted_earliest = h.delisted_latest)"
)
_GOES_ON = (
    f"CASE WHEN h.delisted_latest IS NULL THEN {_LAST} <= coalesce(h.known_until, {_NEVER}) "
    f"ELSE {_LAST} < coalesce(h.delisted_earliest, {_EVER}) END"
)
_TURNS = "(c.day < h.listed_latest OR h.delisted_latest IS NOT NULL)"
_RANK = f"""CASE
        WHEN c.day IS NULL THEN {RANKS.index(Status.DAY_UNKNOWN)}
        WHEN c.day >= h.listed_latest AND {_GOES_ON} THEN {RANKS.index(Status.THEN)}
        WHEN c.day >= h.delisted_latest THEN {RANKS.index(Status.DELISTED)}
        WHEN {_LAST} < coalesce(h.listed_earliest, {_EVER}) THEN {RANKS.index(Status.LATER)}
        WHEN c.by_month AND {_EXACT} AND {_TURNS} THEN {RANKS.index(Status.DAY_UNKNOWN)}
        ELSE {RANKS.index(Status.DATE_UNKNOWN)} END"""
"""What a listing was on a line's day: a line of a month is of any day in it, a listing of any day
between its bounds, and what is not so on all of them is not known. Nor is it known what became of
a listing after the newest version that has it."""

_TOUCHING = f"""SELECT t.line, h.key, max(least(t.grade, h.grade)) AS link, min({_RANK}) AS rank,
    min(CASE WHEN {_LAST} < h.listed_earliest THEN h.listed_earliest - {_LAST} END) AS days_later,
    list_sort(list(DISTINCT t.role)) AS roles, any_value(c.day) AS day
FROM taking_part AS t JOIN counted AS c ON c.line = t.line JOIN held AS h ON h.party = t.party
GROUP BY t.line, h.key"""

_MONTHS = """SELECT t.key, strftime(t.day, '%Y-%m') AS month, t.rank, count(*) AS lines,
    sum(CASE WHEN t.link >= 2 THEN c.usd_point ELSE 0 END) AS point
FROM touching AS t JOIN counted AS c ON c.line = t.line
WHERE t.day IS NOT NULL GROUP BY ALL ORDER BY ALL"""

_WORD = "CASE rank " + " ".join(f"WHEN {n} THEN '{s}'" for n, s in enumerate(RANKS)) + " END"
_MAYBE = ", ".join(str(RANKS.index(status)) for status in MAYBE)


def _counted(groups: Sequence[str], whole: bool) -> str:
    """The lines, each with the groups that it is in."""
    lists = "".join(f", coalesce(g{n}.touched, [])" for n in range(len(groups)))
    joins = "".join(
        f"\nLEFT JOIN ({sql}) AS g{n} ON g{n}.line = c.line" for n, sql in enumerate(groups)
    )
    counted = _COUNTED.replace("/* further */", lists)
    if whole:
        counted = counted.replace(_DIVIDED, f"CASE WHEN t.line IS NULL THEN [] ELSE {_DIVIDED} END")
    return counted + joins


_DIVIDED = f"""[{{'dimension': 'lines', 'key': coalesce(t.status, '{Status.NOT_LISTED}'),
        'link': coalesce(t.link, 3)}}]"""

_COUNTED = f"""SELECT c.*, list_concat(coalesce(t.touched, []),
    {_DIVIDED},
    CASE WHEN t.perhaps IS DISTINCT FROM coalesce(t.status, '{Status.NOT_LISTED}')
        AND t.perhaps IS NOT NULL
        THEN [{{'dimension': 'lines', 'key': t.perhaps, 'link': 1}}] ELSE [] END/* further */)
    AS touched
FROM counted AS c LEFT JOIN (
    SELECT line,
        flatten(list([{{'dimension': 'm' || key, 'key': {_WORD}, 'link': link}},
            {{'dimension': 's' || key,
                'key': CASE WHEN rank = 0 OR rank IN ({_MAYBE}) THEN 'since' ELSE '' END,
                'link': CASE WHEN rank = 0 THEN link ELSE 1 END}}])) AS touched,
        arg_min({_WORD}, rank) FILTER (link >= 2) AS status,
        arg_min(link, (rank, -link)) FILTER (link >= 2) AS link,
        arg_min({_WORD}, rank) FILTER (link = 1) AS perhaps
    FROM touching AS t GROUP BY line
) AS t ON t.line = c.line"""

_TOUCHES = f"""SELECT key, count(*) AS lines, min(day) AS first, max(day) AS last,
    min(rank) FILTER (link >= 2) AS rank, min(rank) AS any_rank,
    min(days_later) FILTER (rank = {RANKS.index(Status.LATER)}) AS days_later,
    list_sort(list_distinct(flatten(list(roles)))) AS roles
FROM touching GROUP BY key ORDER BY key"""
