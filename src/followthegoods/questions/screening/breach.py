"""Was any of it in breach? A matrix of jurisdictions and kinds of list, and never more than that.

A line touches the jurisdictions of its sender, its seller, the places of dispatch and of origin,
of its maker and of the currency of its contract. A cell is answered where a list of that
jurisdiction and kind is loaded; with one that is not, the question is not determinable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Step, files_sql
from followthegoods.facts.countries import country_label, group_members
from followthegoods.model.listing import Measure, Version
from followthegoods.model.screening import MAYBE, Breach, Cell
from followthegoods.questions.screening.reading import Figures
from followthegoods.questions.screening.steps import RANKS

CURRENCIES = {
    "USD": "US", "EUR": "EU", "GBP": "GB", "JPY": "JP", "KRW": "KR", "CHF": "CH", "CAD": "CA",
    "AUD": "AU", "NZD": "NZ", "SGD": "SG", "HKD": "HK", "CNY": "CN", "TRY": "TR", "AED": "AE",
    "INR": "IN",
}  # fmt: skip
"""Whose jurisdiction a payment in a currency touches, as a rule: it clears there."""

KINDS = ("party", "goods")
UN = "UN"
_LABELS = {"EU": "European Union", UN: "United Nations"}
_COUNTRIES = ("sender_country", "trading_country", "dispatch_country", "origin_country")


def breach_steps(names: Sequence[str], home: str, lists: Loaded) -> list[Step]:
    """The steps that follow those of a screening. `names` are the files of parties' names, `home`
    the authority whose records these are: its own rules are not those that bind who sends. The
    lists of the United Nations bind everybody, and so touch every line where one is loaded."""
    codes = ", ".join(f"WHEN '{c}' THEN '{of}'" for c, of in CURRENCIES.items()).replace(",", "")
    places = ", ".join(_jurisdiction(f"c.{column}") for column in _COUNTRIES)
    places += f", {literal(UN)}" if any(UN in lists[kind] for kind in KINDS) else ""
    touched = f"""SELECT DISTINCT line, jurisdiction FROM (
    SELECT c.line, unnest([{places}, {_jurisdiction("n.country")},
        CASE f.invoice_currency {codes} END]) AS jurisdiction
    FROM counted AS c JOIN found AS f ON f.line = c.line
    LEFT JOIN {files_sql(names)} AS n ON n.party = c.maker_party
) AS j WHERE jurisdiction IS NOT NULL AND jurisdiction <> {literal(home)}"""
    return [
        Step("bound", touched, "table", "Jurisdictions that lines touch."),
        Step("binding", _BINDING),
    ]


JURISDICTIONS = """SELECT line, list({'dimension': 'bound', 'key': jurisdiction, 'link': 3})
    AS touched FROM bound GROUP BY line"""
"""The groups that jurisdictions put a line into."""


def _jurisdiction(column: str) -> str:
    """A country's jurisdiction on a line's day: the European Union for its members."""
    tests = []
    for (first, until), members in group_members()["EU"].items():
        inside = f"{column} IN ({', '.join(map(literal, members))})"
        tests.append(f"({inside} AND coalesce(c.day BETWEEN DATE '{max(first, _EVER)}' "
                     f"AND DATE '{until}', true))")  # fmt: skip
    return f"CASE WHEN {' OR '.join(tests)} THEN 'EU' ELSE {column} END"


_EVER = min(first for first, _ in group_members()["EU"])
_MAYBE = ", ".join(str(RANKS.index(status)) for status in MAYBE)

_BINDING = f"""SELECT b.jurisdiction,
    coalesce(bool_or(t.met), false) AS party_met, coalesce(bool_or(t.perhaps), false)
        AS party_perhaps,
    coalesce(bool_or(g.met), false) AS goods_met, coalesce(bool_or(g.perhaps), false)
        AS goods_perhaps,
    bool_or(coalesce(c.hs, '') = '') AS uncoded,
    max(CASE WHEN c.by_month THEN last_day(c.day) ELSE c.day END) AS last
FROM bound AS b JOIN counted AS c ON c.line = b.line
LEFT JOIN (SELECT t.line, h.authority, bool_or(t.rank = 0 AND t.link >= 2) AS met,
        bool_or(t.rank = 0 OR t.rank IN ({_MAYBE})) AS perhaps
    FROM touching AS t JOIN (SELECT DISTINCT key, authority FROM held) AS h USING (key)
    GROUP BY t.line, h.authority) AS t
    ON t.line = b.line AND list_contains(string_split(t.authority, ', '), b.jurisdiction)
LEFT JOIN (SELECT line, authority, bool_or(state = 'met') AS met,
        bool_or(state IN ('met', 'possible', 'date_unknown')) AS perhaps
    FROM goods_met WHERE binding GROUP BY line, authority) AS g
    ON g.line = b.line AND list_contains(string_split(g.authority, ', '), b.jurisdiction)
GROUP BY b.jurisdiction ORDER BY b.jurisdiction"""


Loaded = Mapping[str, Mapping[str, Sequence[str]]]
"""Kind of list -> jurisdiction -> the lists of it that are loaded."""


def loaded(
    versions: Sequence[Version], listed: Mapping[str, set[str]], priorities: set[str]
) -> Loaded:
    """The lists that answer for each jurisdiction. `listed`: the authorities that the entries of a
    list name; `priorities`: lists of goods that forbid nothing and so answer for nobody."""
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
    for version in versions:
        if version.list in priorities:
            continue
        authorities = {*version.authority.split(", "), *listed.get(version.list, ())}
        for authority in authorities:
            lists = found[version.kind].setdefault(authority, [])
            if version.list not in lists:
                lists.append(version.list)
    return found


def read_breach(
    results: Mapping[str, Sequence[Any]],
    lists: Loaded,
    newest: Mapping[str, date],
    complete: AbstractSet[str],
    opened: bool,
    elsewhere: Sequence[str],
    *,
    whole: bool,
) -> Breach:
    """The matrix, and the sentence that follows from it. `newest`: the day of each list's newest
    version; `complete`: the lists of which more than extracts is loaded; `elsewhere`: the
    authorities on whose lists parties were on the day of a line; `whole`: it is of a whole case, of
    which other lines are not looked at."""
    figures = Figures(results, opened)
    cells = []
    for jurisdiction, *flags, uncoded, last in results["binding"]:
        lines = figures.figure("bound", jurisdiction)
        label = _LABELS.get(jurisdiction) or country_label(jurisdiction)
        for place, kind in enumerate(KINDS):
            own = tuple(lists[kind].get(jurisdiction, ()))
            if jurisdiction == UN and not own:
                continue
            met, perhaps = flags[2 * place : 2 * place + 2]
            perhaps = perhaps or (kind == "goods" and bool(own) and uncoded)
            state = "not_met" if not complete.isdisjoint(own) else "extract"
            state = state if own else "not_loaded"
            state = "met" if met else "possible" if perhaps else state
            until = max((newest[name] for name in own), default=None)
            until = until if until and last and until < last else None
            cells.append(Cell(jurisdiction, label, kind, state, own, until, lines))
    lacking = tuple(f"{c.jurisdiction} {c.kind}" for c in cells if c.state == "not_loaded")
    met = any(cell.state == "met" for cell in cells)
    return Breach(tuple(cells), met, lacking, *_verdict(cells, elsewhere, whole))


_OTHERS = (
    " Other lines of the case name nobody, and state no code, that these lists have; whose rules "
    "they touch is not looked at."
)


def _verdict(cells: Sequence[Cell], elsewhere: Sequence[str], whole: bool) -> tuple[str, str]:
    states = {cell.state for cell in cells}
    lacking = _lacking(cells) + (_OTHERS if whole else "")
    if "met" in states:
        verdict = "not_determinable" if lacking else "met"
        return verdict, (
            "Lines met a measure in force on their day. Whether that was a breach is for a lawyer: "
            "licences and exemptions are in no record."
            + (f" Beyond these lines it is not determinable.{lacking}" if lacking else "")
        )
    if not cells:
        return (
            "not_determinable",
            f"Not determinable: the lines touch no jurisdiction that is known.{lacking}",
        )
    nobody = "Nobody and nothing was surely found on these lists, in these versions, on these days."
    if elsewhere:
        nobody = (
            f"Parties were on lists of {', '.join(elsewhere)} on the days of lines, and the "
            "records do not show that these lines touch that jurisdiction."
        )
    if lacking or "possible" in states:
        why = lacking or " Lines may have met a measure, which their days or codes do not settle."
        return "not_determinable", (
            f"Not determinable whether any of it was in breach. At most: {nobody}{why}"
        )
    return "not_met", f"{nobody} Other lists, other rules and other days are not looked at."


def _lacking(cells: Sequence[Cell]) -> str:
    """What keeps the question open: lists that are not loaded, or are older than lines."""
    missing = sorted({f"{c.label} ({c.kind})" for c in cells if c.state == "not_loaded"})
    old = sorted({f"{c.label} ({c.kind}, {c.until})" for c in cells if c.until})
    parts = sorted({f"{c.label} ({c.kind})" for c in cells if c.state == "extract"})
    said = f" Not loaded, though lines touch them: {', '.join(missing)}." if missing else ""
    if parts:
        said += f" Of these only extracts are loaded, which leave others out: {', '.join(parts)}."
    if old:
        said += f" Lines come after the newest version loaded: {', '.join(old)}."
    return said


def priorities_of(measures: Mapping[str, set[str]]) -> set[str]:
    """Lists of goods all of whose measures are priorities."""
    return {name for name, found in measures.items() if found <= {Measure.PRIORITY}}
