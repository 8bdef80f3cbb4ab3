"""The dimensions of an answer: what the lines of `counted` are grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.facts.countries import NO_ONE_COUNTRY, VARIOUS, group_members
from followthegoods.questions.counted import COUNTRY_BASES

_BANDS = (("under 1,000", 1_000), ("1,000 to 10,000", 10_000), ("10,000 to 100,000", 100_000),
          ("100,000 to 1 million", 1_000_000))  # fmt: skip
_TOP_BAND = "1 million and more"
_NEGATIVE = "below 0"

BANDS = (_NEGATIVE, *(name for name, _ in _BANDS), _TOP_BAND)
"""The value bands of a line, in US dollars, lowest first."""

_BAND_SQL = (
    f"CASE WHEN usd IS NULL THEN '' WHEN usd < 0 THEN '{_NEGATIVE}' "
    + " ".join(f"WHEN usd < {limit} THEN '{name}'" for name, limit in _BANDS)
    + f" ELSE '{_TOP_BAND}' END"
)

GROUPS: dict[str, str] = {
    "origin": "coalesce(origin_country, '')",
    "dispatch": "coalesce(dispatch_country, '')",
    "trading": "coalesce(trading_country, '')",
    "sender_country": "coalesce(sender_country, '')",
    "purchase": "coalesce(purchase_country, '')",
    "supplier": "coalesce(CAST(supplier_party AS VARCHAR), '')",
    "maker": "coalesce(CAST(maker_party AS VARCHAR), '')",
    "importer": "coalesce(CAST(importer_party AS VARCHAR), '')",
    "mark": "coalesce(upper(trademark), '')",
    "year": "coalesce(strftime(day, '%Y'), '')",
    "quarter": "coalesce(strftime(day, '%Y') || '-Q' || CAST(quarter(day) AS VARCHAR), '')",
    "month": "coalesce(strftime(day, '%Y-%m'), '')",
    "hs2": "coalesce(left(hs, 2), '')",
    "hs4": "coalesce(left(hs, 4), '')",
    "hs6": "coalesce(left(hs, 6), '')",
    "goods": "coalesce(hs, '')",
    "regime": "coalesce(requested, '')",
    "transport": "coalesce(transport, '')",
    "value_band": _BAND_SQL,
}
"""The dimensions of which a line is in one group, and that group. `country_group` comes beside."""

LINKS: dict[str, tuple[str, str]] = {
    "supplier": ("supplier_grade", "supplier_perhaps"),
    "maker": ("maker_grade", "maker_perhaps"),
    "importer": ("importer_grade", "importer_perhaps"),
}
"""Dimensions whose groups are parties: the grade of a line's link, the others it may be of."""

COUNTRY_GROUP = "country_group"

ADDITIVE: dict[str, bool] = {
    **{name: name != "maker" for name in GROUPS},
    COUNTRY_GROUP: True,
}
"""Whether the points of a dimension's groups sum to the total's. A line can name several makers."""

PERIODS = ("year", "quarter", "month")
CODES = ("hs2", "hs4", "hs6", "goods")
COUNTRIES = ("origin", "dispatch", "trading", "sender_country", "purchase")

_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PERIODS, ("day",)),
    **dict.fromkeys(CODES, ("hs",)),
    **{name: (f"{name}_party",) for name in LINKS},
    "origin": ("origin_country",),
    "dispatch": ("dispatch_country",),
    "trading": ("trading_country",),
    "sender_country": ("sender_country",),
    "purchase": ("purchase_country",),
    "mark": ("trademark",),
    "regime": ("requested",),
    "transport": ("transport",),
}
"""The columns that dimensions are made of; the others', each line's own group is read."""

EVENT_GROUPS = ("origin", "dispatch", "trading", "sender_country", "supplier")


_SEVERAL = ", ".join(map(literal, NO_ONE_COUNTRY))

ON_DETOUR = (
    f"(origin_country <> dispatch_country AND origin_country NOT IN ({_SEVERAL}) "
    f"AND dispatch_country NOT IN ({_SEVERAL}))"
)
"""Whether a line was sent from another country than the one that produced it: from Germany, what
is of "the European Union" may well come from home."""

OTHER_COUNTRIES = "other"
COUNTRY_GROUPS: dict[str, str] = {
    "EU": "European Union (members on the day)",
    "EAEU": "Eurasian Economic Union (members on the day)",
    OTHER_COUNTRIES: "other countries",
}
"""What the country groups are called."""

_SETTLED = date(1991, 1, 1)
"""Whoever joined a group before is in it in all records there are."""


def dimensions(country: str) -> dict[str, str]:
    """Every dimension of an answer, by what it is called; `country`: the basis asked for."""
    return {**GROUPS, COUNTRY_GROUP: _country_group(COUNTRY_BASES[country])}


def alike(country: str) -> dict[str, tuple[str, ...]]:
    """The columns that dimensions are made of: of many lines, those alike are summed first."""
    return {**_OF, COUNTRY_GROUP: (COUNTRY_BASES[country], "day")}


def _country_group(column: str) -> str:
    """The group a country was in on the line's day. The groups share no member.

    A line without a day, of a country that joined or left, states no group: it may be of any. So
    may one of various countries.
    """
    groups = group_members()
    changing = sorted(
        {
            code
            for spans in groups.values()
            for (first, until), members in spans.items()
            if first >= _SETTLED or until != date.max
            for code in members
        }
    )
    inside = " ".join(
        f"WHEN {_member_sql(column, spans)} THEN {literal(group)}"
        for group, spans in groups.items()
    )
    maybe = f"day IS NULL AND {column} IN ({', '.join(map(literal, changing))})"
    none = f"{column} IS NULL OR {column} = {literal(VARIOUS)}"
    return f"CASE WHEN {none} OR ({maybe}) THEN '' {inside} ELSE '{OTHER_COUNTRIES}' END"


def _member_sql(column: str, spans: dict[tuple[date, date], tuple[str, ...]]) -> str:
    always: list[str] = []
    tests = []
    for (first, until), members in spans.items():
        if first < _SETTLED and until == date.max:
            always += members
            continue
        days = [f"day >= DATE '{first}'"] if first >= _SETTLED else []
        days += [f"day < DATE '{until}'"] if until != date.max else []
        tests.append(f"({_in(column, members)} AND {' AND '.join(days)})")
    return " OR ".join([*([_in(column, always)] if always else []), *tests])


def _in(column: str, members: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(map(literal, members))})"
