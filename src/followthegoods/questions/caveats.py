"""Caveats: what an answer leaves out or assumes, in numbers. One table; the docs are made of it."""

from __future__ import annotations

CAVEATS: dict[str, str] = {
    "invented_data": "Every row of this case is invented: no figure here is of the world.",
    "rows_without_value": "Lines without a value: {n}. They add nothing, and the ceiling is open.",
    "refused_rows_mention_subject": "Refused rows that name the subject: {n}. The ceiling is open.",
    "months_missing": "Months without records between the first and the last: {n} ({months}). The "
    "ceiling is open.",
    "coverage_ends": "The records run from {first} to {last}; nothing is known outside.",
    "period_beyond_records": "The period asked about reaches beyond the records: the ceiling is "
    "open.",
    "one_authority_only": "Lines of other authorities ({others}) are not added: an export record "
    "and an import record of the same goods are mirrors.",
    "uncertain_party": "Lines that may be the subject's: {n}. They give its name only, and others "
    "have that name, or no legal form is stated. In the ceiling only.",
    "probable_party": "Lines linked by name and legal form only: {n}. Not in the floor.",
    "release_not_stated": "Lines from files without a release date: {n}. Not in the floor.",
    "shown_apart": "Lines shown apart and not counted: {n} ({why}).",
    "no_regime": "Counted lines that state no customs procedure: {n}.",
    "no_previous_procedure": "Counted lines that do not state the previous procedure: {n}.",
    "no_origin": "Counted lines that state no country of origin of the item: {n}.",
    "origin_of_declaration_only": "Of these, lines whose declaration states one for all its items "
    "(box 16): {n}. It is not used.",
    "no_supplier": "Counted lines that name no supplier in the role used: {n}.",
    "no_date": "Counted lines without a date: {n}. In no year, and in a period's ceiling only.",
    "conflicts": "Lines whose versions contradict each other, with nothing to tell which holds: "
    "{n}. Each counts once: the lower value in floor and point, the higher in the ceiling.",
    "suspected_repeats": "Lines that may repeat others: {n} (no key, or a month that declaration "
    "lines cover). In the ceiling only.",
    "key_collisions": "Lines that share a declaration and item number with a line of another "
    "company or day: {n}. They count as lines of their own.",
    "stated_dollars_far_off": "Lines whose stated dollars are more than a tenth away from their "
    "customs value at the official rate: {n}.",
    "no_rate": "Lines with a value but no official rate for its currency and day: {n}. Without "
    "dollars until rates are added.",
    "marked_cells": "Counted lines with a cell that could not be read: {n}. See their marks.",
    "detours": "Counted lines sent from another country than they were produced in: {n}.",
    "names_by_keys_only": "Names are joined by equal keys only: lines under another spelling of "
    "the subject, without its tax id, are in no figure.",
    "makers_not_additive": "Makers' figures need not sum to the total.",
    "eurasian_trade_missing": "Trade inside the Eurasian union is not in declarations.",
    "transit_not_imports": "Goods declared as transit never show as imports.",
}
"""Code -> text. `{n}` and other braces are filled with the answer's numbers."""


def caveat_text(code: str, **values: object) -> str:
    """The text of a caveat with its numbers filled in."""
    filled = {
        key: f"{value:,}" if isinstance(value, int) else str(value) for key, value in values.items()
    }
    return CAVEATS[code].format(**filled)
