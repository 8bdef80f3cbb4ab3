"""What a reconciled list can be extended with, from the parties of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthegoods.case import Case, Party
from followthegoods.errors import NoSuchParty
from followthegoods.model.answer import amount

PROPERTIES: dict[str, str] = {
    "name": "Name",
    "tax_id": "Tax id",
    "country": "Country",
    "mentions": "Spellings",
    "lines": "Lines",
    "imports_usd": "Imports in US dollars",
    "imports_usd_floor": "Imports in US dollars, at least",
    "imports_usd_ceiling": "Imports in US dollars, at most (empty: open)",
    "listed": "Lists it is on",
}
"""What can be asked of a party. Amounts are decimals, written as texts so that no digit is lost."""

_OF_DOSSIER = ("imports_usd", "imports_usd_floor", "imports_usd_ceiling", "listed")

Cells = list[dict[str, Any]]


def values(case: Case, party: Party, wanted: Sequence[str]) -> dict[str, Cells]:
    """The cells of a party; a dossier is asked for only where one of them needs it."""
    cells: dict[str, Cells] = {
        "name": [{"str": party.name}],
        "tax_id": [{"str": key.rsplit(":", 1)[-1]} for key in party.tax_ids],
        "country": [{"str": party.country}] if party.country else [],
        "mentions": [{"int": party.mentions}],
        "lines": [{"int": party.lines}],
    }
    if set(wanted) & set(_OF_DOSSIER):
        cells |= _imports(case, party)
    return {key: cells[key] for key in wanted}


def _imports(case: Case, party: Party) -> dict[str, Cells]:
    try:
        answer = case.dossier(party.id)
    except NoSuchParty:  # it stands in the records, and imports nothing
        return {key: [] for key in _OF_DOSSIER}
    value = answer.value_usd
    lists = (f"{one.list}/{one.entry}" for one in answer.screening if one.party == party.id)
    return {
        "imports_usd": [{"str": amount(value.point)}],
        "imports_usd_floor": [{"str": amount(value.floor)}],
        "imports_usd_ceiling": [] if value.ceiling_open else [{"str": amount(value.ceiling)}],
        "listed": [{"str": one} for one in dict.fromkeys(lists)],
    }
