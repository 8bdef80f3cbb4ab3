"""FollowTheMoney entities of a case: goods lines, companies, sanctions, notes.

A goods line is an `EconomicActivity` of its own, since amounts there are sets: two equal lines in
one entity would be one amount. The schema has no slot for dollars, weights, quantities, the maker
or what a line counts for: they stand in `summary`, in words, and in `description` as JSON.
Schema: followthemoney 4, https://followthemoney.tech.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from followthegoods.case.exporting import ExportedParty, Line, Stake
from followthegoods.model.answer import Screened, amount
from followthegoods.model.notes import Note

Entity = dict[str, Any]

_COUNTRIES = {
    "originCountry": "origin_country",
    "departureCountry": "dispatch_country",
    "tradingCountry": "trading_country",
    "destinationCountry": "destination_country",
}
_WHO = {
    "sender": "sender",
    "receiver": "receiver",
    "contractHolder": "holder",
    "declarant": "declarant",
}
_BESIDE = (
    *("value_usd", "value_basis", "net_kg", "gross_kg", "quantity", "unit", "maker_name"),
    *("maker_party", "trademark", "counted_in", "fate", "sender_country", "purchase_country"),
)
"""What the schema has no slot for."""

_NUMBERS = {
    "RU:INN": "innCode",
    "RU:OGRN": "ogrnCode",
    "RU:OKPO": "okpoCode",
    "CN:USCC": "uscCode",
    "LEI": "leiCode",
}
"""Kinds of identifiers that the schema has a slot of their own for; others are tax numbers."""


def activity(line: Line) -> Entity:
    """One goods line."""
    currency = line["customs_currency"]
    beside = {name: _plain(line[name]) for name in _BESIDE if line[name] is not None}
    given: dict[str, Any] = {
        "ccdNumber": line["declaration"],
        "vedCode": line["hs"],
        "goodsDescription": line["goods"],
        "directionOfTransportation": line["direction"],
        "customsProcedure": line["procedure"],
        "invoiceAmount": _money(line["invoice_value"], line["invoice_currency"]),
        "customsAmount": _money(line["customs_value"], currency),
        "startDate": _plain(line["registered"]) or (line["month"] and f"{line['month']:%Y-%m}"),
        "endDate": _plain(line["released"]),
        "recordId": f"{line['source']}:{line['sheet']}:{line['row']}",
        "summary": _summary(line),
        "description": json.dumps(beside, ensure_ascii=False, sort_keys=True),
    }
    given |= {name: _code(line[field]) for name, field in _COUNTRIES.items()}
    given |= {name: _id(line[f"{role}_party"]) for name, role in _WHO.items()}
    return _entity(f"ftg-line-{line['line']}", "EconomicActivity", given)


def _summary(line: Line) -> str:
    said = [f"{line['item']}. item" if line["item"] is not None else ""]
    if line["value_usd"] is not None:
        said.append(f"{amount(line['value_usd'])} US dollars ({line['value_basis']})")
    if line["net_kg"] is not None:
        said.append(f"{amount(line['net_kg'])} kg net")
    if line["quantity"] is not None:
        said.append(f"{amount(line['quantity'])} {line['unit'] or ''}".strip())
    said.append(f"counted in the {line['counted_in']}")
    return ", ".join(part for part in said if part)


def company(party: ExportedParty) -> Entity:
    """A party, with every name it is written by and its valid numbers."""
    given: dict[str, Any] = {
        "name": [party.name],
        "alias": list(party.also),
        "country": _code(party.country),
    }
    for key in party.tax_ids:
        kind, _, number = key.rpartition(":")
        given.setdefault(_NUMBERS.get(kind, "taxNumber"), []).append(number)
    schema = "LegalEntity" if party.personal or not party.tax_ids else "Company"
    return _entity(_id(party.id) or "", schema, given)


def sanction(one: Screened, place: int) -> Entity:
    """A listing of a party. That the party is the entry is a match, and says so."""
    early, late = one.listed_between or (None, None)
    given: dict[str, Any] = {
        "entity": _id(one.party),
        "authority": one.authority,
        "program": one.programme,
        "provisions": one.measure,
        "listingDate": _plain(one.listed_on),
        "startDate": _plain(one.listed_on),
        "endDate": _plain(one.delisted_on),
        "recordId": one.entry,
        "summary": f"{one.match_grade} match with {one.entry_name} of {one.list}: {one.rule}",
    }
    if one.listed_on is None and (early or late):
        given["description"] = f"listed between {early or 'unknown'} and {late or 'unknown'}"
    return _entity(f"ftg-sanction-{one.party}-{place}", "Sanction", given)


def note(one: Note) -> Entity:
    """A note about a party: who said, saw or asked what, with its source."""
    said = {"kind": one.kind, "by": one.by, "to": one.to, "on": one.on, "at": one.place,
            "amount": one.amount, "outcome": one.outcome, "source": one.source}  # fmt: skip
    given = {
        "entity": _id(one.party),
        "name": one.words[:120],
        "description": one.words,
        "notes": "; ".join(f"{name}: {value}" for name, value in said.items() if value),
    }
    return _entity(f"ftg-note-{one.number}", "Note", given)


def ownership(stake: Stake) -> Iterator[Entity]:
    """A stake, and those whom it names, as they are named there: nobody says who they are here."""
    ends = []
    for name in (stake.owner, stake.owned):
        own = f"ftg-named-{blake2b(name.encode(), digest_size=8).hexdigest()}"
        ends.append(own)
        yield _entity(own, "Company", {"name": name})
    given = {
        "owner": ends[0],
        "asset": ends[1],
        "percentage": None if stake.share is None else amount(stake.share),
        "role": "control" if stake.control else None,
        "startDate": _plain(stake.first),
        "endDate": _plain(stake.last),
        "summary": stake.source,
    }
    own = blake2b(repr(stake).encode(), digest_size=8).hexdigest()
    yield _entity(f"ftg-stake-{own}", "Ownership", given)


def entities(
    parties: Iterable[ExportedParty],
    matches: Sequence[Screened],
    notes: Iterable[Note],
    stakes: Iterable[Stake],
) -> Iterator[Entity]:
    """The parties, what lists say of them, what was noted of them, who owns whom."""
    known = set()
    for party in parties:
        known.add(party.id)
        yield company(party)
    for place, match in enumerate(matches, start=1):
        if match.party in known and match.match_grade != "uncertain":
            yield sanction(match, place)
    for one in notes:
        if one.party in known and one.undone_by is None and one.undoes is None:
            yield note(one)
    for stake in stakes:
        yield from ownership(stake)


def as_line(entity: Entity) -> str:
    """An entity as a line of `entities.ftm.json`."""
    return json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n"


def _entity(own: str, schema: str, given: Mapping[str, Any]) -> Entity:
    properties = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in given.items()
        if value
    }
    return {"id": own, "schema": schema, "properties": properties}


def _id(party: str | None) -> str | None:
    return None if party is None else f"ftg-{party}"


def _code(country: str | None) -> str | None:
    return None if country is None else country.lower()


def _money(value: Decimal | None, currency: str | None) -> str | None:
    return None if value is None else f"{amount(value)} {currency or ''}".strip()


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    return amount(value) if isinstance(value, Decimal) else str(value)
