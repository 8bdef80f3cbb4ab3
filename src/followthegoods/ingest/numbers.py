"""Numbers as people write them: `1 250,5`, `9 000 000,00`, `12,500.50`, `12.417`.

A number that can only be read one way is read that way. `12.417` can be read two ways: what the
rest of its column, then the rest of the file, proves about the comma and the point decides; where
nothing decides, the cell is marked ambiguous and has no value. Nothing is guessed that changes
money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

SPACES = "' \u00a0\u202f\u2009\t"
"""What may group digits beside the comma and the point."""


@dataclass(frozen=True)
class Evidence:
    """How many cells of a column prove what the comma and the point are."""

    comma_decimal: int = 0
    comma_thousands: int = 0
    point_decimal: int = 0
    point_thousands: int = 0
    comma_unsure: int = 0
    point_unsure: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Style:
    """What a lone comma, and a lone point, before exactly three digits means in a column.

    `decimal`, `thousands` or `unsure`.
    """

    comma: str
    point: str


def style(column: Evidence, file: Evidence) -> Style:
    """Decide a column's style by its own evidence, else by the whole file's."""
    return Style(
        comma=_mark(column, "comma", "point") or _mark(file, "comma", "point") or "unsure",
        point=_mark(column, "point", "comma") or _mark(file, "point", "comma") or "unsure",
    )


def _mark(seen: Evidence, mark: str, other: str) -> str | None:
    """What a mark is by this evidence; None where it shows nothing of the mark."""
    decimal = getattr(seen, f"{mark}_decimal") > 0
    thousands = getattr(seen, f"{mark}_thousands") > 0
    if decimal and thousands:
        return "unsure"  # the column contradicts itself: nothing else can speak for it
    if decimal or thousands:
        return "decimal" if decimal else "thousands"
    if getattr(seen, f"{other}_decimal") and not getattr(seen, f"{other}_thousands"):
        return "thousands"
    return None


def evidence_sql(cells: str, names: Sequence[str], *, by_sheet: bool = False) -> str:
    """SQL that counts, for each text column named, what the fields of `Evidence` say, in order.

    Only the cheap look of a number's end is taken, at the place of its first comma and point: it
    runs over every cell of every number column. `cells` is a query. `by_sheet`: a row for each
    sheet, which comes first.
    """
    places = ", ".join(
        f"length({name}) - nullif(strpos({name}, '{mark}'), 0) AS {name}_{word}"
        for name in names
        for mark, word in ((",", "comma"), (".", "point"))
    )
    counts = ", ".join(f"count(*) FILTER ({test})" for name in names for test in _tests(name))
    counted = f"FROM (SELECT *, {places} FROM ({cells}))"
    if by_sheet:
        return f"SELECT sheet, {counts} {counted} GROUP BY sheet"
    return f"SELECT {counts} {counted}"


def _tests(name: str) -> tuple[str, ...]:
    """The tests behind the fields of `Evidence`, in their order."""

    def of(mark: str, other: str, after: str) -> tuple[str, str, str]:
        third = f"substr({name}, -4, 1) = '{mark}'"
        end = f"(substr({name}, -3, 1) = '{mark}' OR substr({name}, -2, 1) = '{mark}')"
        groups = (
            f"(contains({name}, '{other}') AND {name} LIKE '%{mark}___{other}%' "
            f"OR {third} AND {name} LIKE '%{mark}___{mark}___')"
        )
        # Four signs or more behind the first mark: there may be others, and all of it is looked at.
        return (
            f"CASE WHEN {after} > 3 THEN {end} ELSE {after} IN (1, 2) END",
            f"CASE WHEN {after} > 3 THEN {groups} END",
            f"CASE WHEN {after} > 3 THEN {third} ELSE {after} = 3 END",
        )

    comma_end, comma_groups, comma_third = of(",", ".", f"{name}_comma")
    point_end, point_groups, point_third = of(".", ",", f"{name}_point")
    return comma_end, comma_groups, point_end, point_groups, comma_third, point_third


def proof_sql(cell: str, name: str) -> str:
    """SQL that is true for a number, whole, that proves what `name` of `Evidence` says.

    The cheap look takes the end of a date (`31.03.25`) for a decimal; this one does not.
    """
    mark, other = (",", ".") if name.startswith("comma") else (".", ",")
    groups = rf"[0-9]{{1,3}}([{_sql(SPACES)}{other}][0-9]{{3}})+"
    form = {
        "decimal": rf"[+-]?([0-9]+|{groups})[{mark}][0-9]{{1,2}}",
        "thousands": rf"[+-]?[0-9]{{1,3}}([{mark}][0-9]{{3}})+([{mark}][0-9]{{3}}|[{other}][0-9]+)",
    }[name.partition("_")[2]]
    return f"regexp_full_match({cell}, '{form}')"


PROOFS = ("comma_decimal", "comma_thousands", "point_decimal", "point_thousands")
"""The fields of `Evidence` that decide a style."""


def number_sql(cell: str, kind: str, style: Style) -> str:
    """SQL that reads a number of type `kind` from a text expression; NULL when it cannot."""
    lead, other = (",", ".") if style.comma == "decimal" else (".", ",")
    quick = f"TRY_CAST(replace({cell}, '{lead}', '.') AS {kind})"
    quick = f"CASE WHEN NOT contains({cell}, '{other}') THEN {quick} END"
    decided = style.comma if lead == "," else style.point
    if decided != "decimal":
        # The engine's cast forgives white space at the end, behind which a mark would hide.
        plain = f"substr({cell}, -4, 1) <> '{lead}' AND substr({cell}, -1, 1) >= '0'"
        quick = f"CASE WHEN {plain} THEN {quick} END"
    bare = f"translate({cell}, '{_sql(SPACES)}', '')"
    grouped = rf"[+-]?[0-9]{{1,3}}([{_sql(SPACES)}][0-9]{{3}})+([.,][0-9]+)?"
    spaced = (
        f"CASE WHEN regexp_full_match({cell}, '{grouped}') "
        f"THEN TRY_CAST(replace({bare}, ',', '.') AS {kind}) END"
    )
    return f"coalesce({quick}, {spaced}, {_careful_sql(cell, kind, style)})"


def _careful_sql(cell: str, kind: str, style: Style) -> str:
    """The rare forms, each matched whole. Runs only where the quick reading failed."""

    def cast(expression: str) -> str:
        return f"TRY_CAST({expression} AS {kind})"

    as_point, no_comma = f"replace({cell}, ',', '.')", f"replace({cell}, ',', '')"
    no_point, digits = f"replace({cell}, '.', '')", f"translate({cell}, ',.', '')"
    lone = {"decimal": as_point, "thousands": digits}
    cases = [
        (r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", cast(f"replace({no_point}, ',', '.')")),
        (r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", cast(no_comma)),
        (r"[+-]?[0-9]{1,3}([.,][0-9]{3}){2,}", cast(digits)),
        (r"[+-]?(0|[0-9]{4,})?[.,][0-9]+", cast(as_point)),
        (r"[+-]?[0-9]+[.,]([0-9]{1,2}|[0-9]{4,})?", cast(as_point)),
        (r"[+-]?[0-9]{1,3},[0-9]{3}", cast(lone[style.comma]) if style.comma in lone else "NULL"),
        (r"[+-]?[0-9]{1,3}\.[0-9]{3}", cast(lone[style.point]) if style.point in lone else "NULL"),
        (r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)[eE][+-]?[0-9]+", cast(as_point)),
    ]
    whens = " ".join(
        f"WHEN regexp_full_match({cell}, '{form}') THEN {value}" for form, value in cases
    )
    return f"CASE {whens} END"


def unsure_sql(cell: str) -> str:
    """SQL that is true for a number that can be read two ways."""
    return f"regexp_full_match({cell}, '[+-]?[1-9][0-9]{{0,2}}[.,][0-9]{{3}}')"


def _sql(text: str) -> str:
    return text.replace("'", "''")
