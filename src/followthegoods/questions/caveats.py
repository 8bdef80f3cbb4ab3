"""Caveats: what an answer leaves out or assumes, in numbers. One table; the docs are made of it."""

from __future__ import annotations

CAVEATS: dict[str, str] = {
    "invented_data": "Every row of this case is invented: no figure here is of the world.",
    "rows_without_value": "{n} lines state no value: they add nothing, and the ceiling is open.",
    "refused_rows_mention_subject": "{n} refused rows name the subject: the ceiling is open.",
    "months_missing": "No records for {n} months between the first and the last ({months}): the "
    "ceiling is open.",
    "coverage_ends": "The records run from {first} to {last}; nothing is known outside.",
    "one_authority_only": "Lines of other authorities ({others}) are not added: an export record "
    "and an import record of the same goods are mirrors.",
    "uncertain_party": "{n} lines may be the subject's (its name only, and others have that name, "
    "or no legal form): in the ceiling only.",
    "probable_party": "{n} lines are linked by name and legal form only: not in the floor.",
    "release_not_stated": "{n} lines come from files without a release date: not in the floor.",
    "not_released": "{n} lines were registered and not released: shown apart.",
    "shown_apart": "{n} lines are shown apart and not counted: {why}.",
    "no_regime": "{n} counted lines state no customs procedure.",
    "no_previous_procedure": "{n} counted lines do not state the previous procedure.",
    "no_origin": "{n} counted lines state no country of origin of the item.",
    "origin_of_declaration_only": "{n} of them state one for the whole declaration (box 16), which "
    "is not used.",
    "no_supplier": "{n} counted lines name no supplier in the role used.",
    "no_date": "{n} counted lines have no date: in no year, and in a period's ceiling only.",
    "conflicts": "{n} lines have versions that contradict each other and nothing tells which "
    "holds: counted once, the lower value in floor and point, the higher in the ceiling.",
    "suspected_repeats": "{n} lines may repeat others (no key, or a month that declaration lines "
    "cover): in the ceiling only.",
    "key_collisions": "{n} lines share a declaration and item number with another company's or "
    "day's line: they count as lines of their own.",
    "stated_dollars_far_off": "{n} lines state dollars more than a tenth away from their customs "
    "value at the official rate.",
    "no_rate": "{n} lines have a value but no official rate for its currency and day: without "
    "dollars until rates are added.",
    "marked_cells": "{n} counted lines have a cell that could not be read; see the marks.",
    "detours": "{n} counted lines were sent from another country than they were produced in.",
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
