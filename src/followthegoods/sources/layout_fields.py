"""What is wrong with the fields of a layout file, said so that its writer can mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from followthegoods.errors import BadLayout
from followthegoods.model.fields import BY_NAME, Kind

Bad = Callable[[str, str], BadLayout]

_NUMBERS = (Kind.MONEY, Kind.WEIGHT, Kind.QUANTITY, Kind.RATE)
_CODED = (Kind.COUNTRY, Kind.CURRENCY, Kind.UNIT, Kind.REGIME, Kind.DIRECTION)
_FORMS = {Kind.DATE: ("ddmmyyyy",), Kind.MONTH: ("yymm",)}
_ONCE = tuple(kind for kind in Kind if kind not in (*_NUMBERS, Kind.INTEGER))
"""What a cell over several rows may be of: an amount in it is of all of them together."""
_KEYS: dict[str, tuple[Kind, ...] | None] = {
    "headers": None,
    "codes": None,
    "join": (Kind.TEXT, Kind.NUMBER),
    "separator": (Kind.TEXT, Kind.NUMBER),
    "constant": _CODED,
    "factor": _NUMBERS,
    "values": _CODED,
    "form": tuple(_FORMS),
    "down": _ONCE,
}
"""What can be said of a field, and of which kinds; None: of any."""


def check_fields(data: dict[str, Any], bad: Bad) -> None:
    """Check what a layout says of its fields, what it requires and the tables of its values."""
    _check_tables(data.get("values", {}), bad)
    for name, spec in data["fields"].items():
        if name not in BY_NAME:
            raise bad(f"{name!r} is not a field.", f"Fields: {', '.join(BY_NAME)}.")
        if not isinstance(spec, dict) or not set(spec) <= set(_KEYS) or not spec:
            raise bad(f"fields.{name} is not understood.", 'Give headers = ["…"], codes = ["…"].')
        _check_field(name, spec, data.get("values", {}), bad)
    check_texts(data.get("ignore", []), "ignore", bad)
    if not data["required"]:
        raise bad("required is empty.", 'List what a header must have, as [["hs", "goods"]].')
    for group in data["required"]:
        check_texts(group, "required", bad)
        if not any("constant" not in data["fields"].get(name, {"constant": 0}) for name in group):
            raise bad(f"required asks for {group}, which no field fills.", "Add one to fields.")


def _check_field(name: str, spec: dict[str, Any], tables: dict[str, Any], bad: Bad) -> None:
    kind = BY_NAME[name].kind
    for key, given in spec.items():
        place, kinds = f"fields.{name}.{key}", _KEYS[key]
        if kinds is not None and kind not in kinds:
            raise bad(f"{place} cannot be said of a {kind}.", f"Only of: {', '.join(kinds)}.")
        if key in ("headers", "codes", "join"):
            check_texts(given, place, bad)
        elif key == "factor":
            if not isinstance(given, int) or isinstance(given, bool) or given < 2:
                raise bad(f"{place} must be a whole number above 1.", "1000 for thousands.")
        elif key == "down":
            if given is not True:
                raise bad(f"{place} can only be true.", "Leave it out otherwise.")
        elif not isinstance(given, str):
            raise bad(f"{place} must be a text.", "See the layouts that ship.")
    if "values" in spec and spec["values"] not in tables:
        raise bad(f"fields.{name} asks for values.{spec['values']}.", "Add that table.")
    if spec.get("form") not in (None, *_FORMS.get(kind, ())):
        raise bad(f"fields.{name}.form cannot be {spec['form']!r}.", f"{', '.join(_FORMS[kind])}.")
    _check_together(name, spec, bad)


def _check_together(name: str, spec: dict[str, Any], bad: Bad) -> None:
    """A field is filled by one thing: by columns of which one is taken, by all, or by none."""
    ways = [way for way in ({"headers", "codes"}, {"join"}, {"constant"}) if way & set(spec)]
    if len(ways) != 1:
        raise bad(
            f"fields.{name} is filled by {len(ways)} ways.",
            "Give headers (and codes), or join, or constant.",
        )
    if "constant" in spec and len(spec) > 1:
        raise bad(f"fields.{name} is a constant, and says more.", "Leave the rest out.")
    if "join" in spec and len(spec["join"]) < 2:
        raise bad(f"fields.{name}.join names one column.", "Give it as headers.")
    if "separator" in spec and "join" not in spec:
        raise bad(f"fields.{name}.separator joins nothing.", "Give join, or leave it out.")


def _check_tables(tables: dict[str, Any], bad: Bad) -> None:
    for name, table in tables.items():
        if not isinstance(table, dict) or not table:
            raise bad(f"values.{name} must be a table.", 'Write it as {"1" = "one"}.')
        for code, meaning in table.items():
            if not isinstance(meaning, str):
                raise bad(f"values.{name}.{code} must be a text.", "Put it into quotation marks.")


def check_texts(texts: object, where: str, bad: Bad) -> None:
    """A list of texts that say something, or raise."""
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise bad(f"{where} must be a list of texts.", 'Write it as ["one", "another"].')
