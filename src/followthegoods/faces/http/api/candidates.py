"""Whom a query of the reconciliation protocol may mean, and how sure that is."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz

from followthegoods.case import Case, Party
from followthegoods.errors import BadParameter
from followthegoods.faces.http.api.asked import Text
from followthegoods.facts.countries import country_code
from followthegoods.facts.names import split_form, transliterate

TYPES = {"company": "company", "person": "natural person"}
"""Types of parties, and what they are called."""

SURE = 100.0
OTHER_ID, OTHER_COUNTRY = 0.5, 0.8
"""What a score is multiplied with where the query names another tax id, or another country."""

Value = Text | bool | int | float | dict[str, Any]


class Property(BaseModel):
    """A value that a candidate is compared by."""

    model_config = ConfigDict(extra="ignore")

    pid: Text
    v: Value | Annotated[list[Value], Field(max_length=100)]

    def said(self) -> list[str]:
        """The values as texts; one that was reconciled before, as what it is called."""
        every = self.v if isinstance(self.v, list) else [self.v]
        return [
            str(value.get("name") or value.get("id") or "")
            if isinstance(value, dict)
            else str(value)
            for value in every
        ]


class Asked(BaseModel):
    """A query: a name, or a tax id as a property, or both."""

    model_config = ConfigDict(extra="ignore")

    query: Text = ""
    type: Text | list[Text] | None = None
    limit: float = 20
    properties: list[Property] = Field(default=[], max_length=100)
    type_strict: Literal["any", "should", "all"] | None = None

    def values_of(self, pid: str) -> list[str]:
        """What the query says of a property."""
        return [text for one in self.properties if one.pid == pid for text in one.said() if text]

    @property
    def types(self) -> set[str]:
        """The types asked for; none where any will do."""
        asked = [self.type] if isinstance(self.type, str) else self.type or []
        return set(asked) & TYPES.keys()


def candidates(case: Case, asked: Asked) -> list[dict[str, Any]]:
    """Parties that a query may mean, the likeliest first. `match` has at most one: the only one
    with the tax id, else the only one of that name, where nothing speaks against it.

    Raises `BadParameter` for a query that says nothing.
    """
    ids, countries = _ids(asked), _countries(asked)
    if not asked.query.strip() and not ids:
        raise BadParameter(
            "A query has neither a name nor a tax id.", do="Give `query`, or the property tax_id."
        )
    found = [
        party for text in (*sorted(ids), asked.query) if text.strip() for party in case.find(text)
    ]
    parties = {
        party.id: party
        for party in found
        if not asked.types or types_of(party)[0]["id"] in asked.types
    }
    rated = [_rated(party, asked.query, ids, countries) for party in parties.values()]
    sure = [one for one in rated if one["score"] == SURE]
    by_id = [one for one in sure if _feature(one, "tax_id")]
    for one in rated:
        one["match"] = one in (by_id or sure) and len(by_id or sure) == 1
    # The order of those found is kept among equals: it knows more than the score does.
    rated.sort(key=lambda one: -one["score"])
    return rated[: max(int(asked.limit), 0)]


def types_of(party: Party) -> list[dict[str, str]]:
    """The type of a party."""
    key = "person" if party.personal else "company"
    return [{"id": key, "name": TYPES[key]}]


def _rated(party: Party, query: str, ids: set[str], countries: set[str]) -> dict[str, Any]:
    own = {_bare(key) for key in party.tax_ids}
    named = likeness(query, party.name)
    same_id = bool(own & (ids | {_bare(query)})) or query.strip() == party.id
    same_country = party.country in countries
    score = SURE if same_id else named
    if ids and own and not own & ids:
        score *= OTHER_ID
    if countries and party.country and not same_country:
        score *= OTHER_COUNTRY
    return {
        "id": party.id,
        "name": party.name,
        "type": types_of(party),
        "score": round(score, 2),
        "match": False,
        "features": [
            {"id": "name", "value": round(named, 2)},
            {"id": "tax_id", "value": same_id},
            {"id": "country", "value": same_country},
            {"id": "lines", "value": party.lines},
        ],
    }


def likeness(query: str, name: str) -> float:
    """How like two names are, 0 to 100, their legal forms and scripts aside."""
    cores = [transliterate(split_form(text)[0]) for text in (query, name)]
    return SURE if cores[0] == cores[1] else min(fuzz.token_sort_ratio(*cores), SURE - 1)


def _feature(rated: dict[str, Any], name: str) -> bool:
    return any(one["id"] == name and one["value"] is True for one in rated["features"])


def _ids(asked: Asked) -> set[str]:
    return {_bare(text) for text in asked.values_of("tax_id")} - {""}


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text.rsplit(":", 1)[-1])


def _countries(asked: Asked) -> set[str]:
    codes = {country_code(text) for text in asked.values_of("country")}
    return {code for code in codes if code}
