"""The claims file: TOML that people write and correct by hand, and that diffs well.

A claim has a table of its own, a field has a line of its own, fields that say nothing are left
out. Reading what was written gives the same story.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from followthegoods.errors import BadStory
from followthegoods.facts.countries import country_codes
from followthegoods.model.printed import period, printed
from followthegoods.model.story import (
    AMONG,
    BASES,
    COUNTED,
    PLACES,
    SCHEMA,
    Claim,
    Hedge,
    Measure,
    Story,
)

_TOP = ("schema", "story", "published", "rates", "claim")
_LISTS = ("of", "supplier", "country", "goods", "hs", "authority", "doubts")
_WORDS = ("id", "text", "unit", "part_of", "equals", "by", "why")
_FIELDS = (
    *("id", "text", "at", "measure", "of", "supplier", "country", "basis", "goods", "hs"),
    *("hedge", "amount", "unit", "period", "against", "authority", "part_of", "equals"),
    *("by", "why", "doubts"),
)
_NUMBERED = COUNTED | {Measure.VALUE, Measure.QUANTITY, Measure.SHARE, Measure.CHANGE}


def read_claims(text: str, name: str = "claims file") -> Story:
    """A claims file as a story. Raises `BadStory` with the claim and the field that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadStory(f"This is no TOML: {error}.", where=name, do="Mend that line.") from error
    if data.get("schema") != SCHEMA:
        raise BadStory(
            f"schema is {data.get('schema')!r}.", where=name, do=f"Write: schema = {SCHEMA}"
        )
    _known(data, _TOP, name)
    claims = data.get("claim", [])
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        raise BadStory("Claims are not tables.", where=name, do="Begin each with: [[claim]]")
    read = tuple(_claim(raw, number, name) for number, raw in enumerate(claims, start=1))
    _links(read, name)
    published = data.get("published")
    if published is not None and type(published) is not date:
        raise BadStory(
            f"published is {published!r}.", where=name, do="Write a day: published = 2024-06-19"
        )
    rates = {code: _rate(code, rate, name) for code, rate in data.get("rates", {}).items()}
    return Story(read, published, str(data.get("story", "")), rates)


def _known(data: dict[str, Any], fields: tuple[str, ...], where: str) -> None:
    for field in data:
        if field not in fields:
            raise BadStory(
                f"There is no field {field!r}.", where=where, do=f"It has: {', '.join(fields)}."
            )


def _rate(code: str, rate: Any, name: str) -> Decimal:
    try:
        value = Decimal(rate)
    except (InvalidOperation, TypeError, ValueError):
        value = Decimal(0)
    if not isinstance(rate, str) or not value.is_finite() or value <= 0:
        raise BadStory(
            f"The rate of {code} is {rate!r}.",
            where=name,
            do=f'Write units to the dollar in quotes: {code} = "88.2455"',
        )
    return value


def _claim(raw: dict[str, Any], number: int, name: str) -> Claim:
    where = f"{name}, claim {raw.get('id', number)}"
    _known(raw, _FIELDS, where)
    fields: dict[str, Any] = {"id": f"c{number}", "text": "", "at": (0, 0)}
    for field, value in raw.items():
        fields[field] = _field(field, value, where)
    if "measure" not in raw:
        raise BadStory("The claim has no measure.", where=where, do=_one_of(Measure))
    claim = Claim(**fields)
    if claim.measure in _NUMBERED and claim.amount is None:
        raise BadStory(
            f"A claim of {claim.measure} needs a number.",
            where=where,
            do='Write it as printed, such as: amount = "15.5 million"',
        )
    ranks = (*PLACES, AMONG)
    if claim.measure is Measure.RANK and claim.unit not in ranks:
        raise _wrong("unit", claim.unit, where, f"A rank has one of: {', '.join(ranks)}.")
    return claim


def _field(field: str, value: Any, where: str) -> Any:
    if field in _LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _wrong(field, value, where, f'Write a list of texts: {field} = ["…"]')
        if field == "country" and (bad := set(value) - {*country_codes(), "EU", "EAEU"}):
            raise _wrong(field, sorted(bad), where, "Write ISO codes, or EU or EAEU.")
        return tuple(value)
    if field == "at":
        whole = isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)
        if not whole or not 0 <= value[0] <= value[1]:
            raise _wrong(field, value, where, "Write where the words stand: at = [120, 187]")
        return tuple(value)
    if not isinstance(value, str):
        raise _wrong(field, value, where, f'Write a text in quotes: {field} = "…"')
    if field in _WORDS:
        return value
    read, help_ = _READ[field]
    try:
        return read(value)
    except ValueError as error:
        raise _wrong(field, value, where, help_) from error


def _basis(text: str) -> str:
    if text not in BASES:
        raise ValueError(text)
    return text


def _one_of(names: type[StrEnum]) -> str:
    return f"One of: {', '.join(names)}."


_PERIOD = 'Write "2018..2023", "2022-02..", "..2021-12-31" or "2022-08".'
_READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "measure": (Measure, _one_of(Measure)),
    "hedge": (Hedge, _one_of(Hedge)),
    "basis": (_basis, f"One of: {', '.join(BASES)}."),
    "amount": (printed, 'Write "15.5 million", "528,356", "1/3" or "3 million .. 4 million".'),
    "period": (period, _PERIOD),
    "against": (period, _PERIOD),
}


def _wrong(field: str, value: Any, where: str, do: str) -> BadStory:
    return BadStory(f"{field} cannot be {value!r}.", where=where, do=do)


def _links(claims: tuple[Claim, ...], name: str) -> None:
    ids = [claim.id for claim in claims]
    for claim in claims:
        where = f"{name}, claim {claim.id}"
        if ids.count(claim.id) > 1:
            raise BadStory("Two claims have this id.", where=where, do="Give each its own.")
        for field in ("part_of", "equals"):
            other = getattr(claim, field)
            if other and (other == claim.id or other not in ids):
                raise _wrong(field, other, where, f"Name another claim: {', '.join(ids)}.")


def write_claims(story: Story) -> str:
    """A story as a claims file."""
    lines = [f"schema = {SCHEMA}"]
    if story.story:
        lines.append(f"story = {_text(story.story)}")
    if story.published:
        lines.append(f"published = {story.published.isoformat()}")
    if story.rates:
        lines += [
            "",
            "# Units of a currency to the US dollar, as printed.",
            "[rates]",
        ]
        lines += [f'{code} = "{rate:f}"' for code, rate in sorted(story.rates.items())]
    for claim in story.claims:
        lines += ["", "[[claim]]", *_claim_lines(claim)]
    return "\n".join(lines) + "\n"


def _claim_lines(claim: Claim) -> Iterator[str]:
    for field in _FIELDS:
        value = getattr(claim, field)
        if (not value and field not in ("id", "text")) or (field == "at" and value == (0, 0)):
            continue
        if (field, value) in (("basis", "unspecified"), ("hedge", Hedge.EXACT)):
            continue
        if field == "at":
            yield f"at = [{value[0]}, {value[1]}]"
        elif isinstance(value, tuple):
            yield f"{field} = [{', '.join(map(_text, value))}]"
        else:
            yield f"{field} = {_text(getattr(value, 'text', value))}"


def _text(value: str) -> str:
    """A basic TOML string. JSON escapes the same characters, all but the delete character."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
