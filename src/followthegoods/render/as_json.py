"""Everything that is printed as JSON, in the dress of the answers' contract.

Amounts are decimal strings, days are ISO dates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.case import Party
from followthegoods.model.answer import amount


def as_json(value: object) -> str:
    """A dataclass, or lists and mappings of them, as readable JSON."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"


def plain(value: object) -> Any:
    """A value as JSON can hold it. A party's number is given as its id."""
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Party):
        own = {field.name: plain(getattr(value, field.name)) for field in fields(value)[1:]}
        return {"id": value.id, **own}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
