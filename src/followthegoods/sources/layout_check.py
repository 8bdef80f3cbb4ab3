"""What is wrong with a layout file, said so that its writer can mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from followthegoods.errors import BadLayout
from followthegoods.model.fields import BY_NAME

SCHEMA = 1

_KEYS: dict[str, tuple[type, ...]] = {
    "schema": (int,),
    "id": (str,),
    "title": (str,),
    "authority": (str,),
    "currency": (str,),
    "grain": (str,),
    "direction": (str,),
    "released": (str,),
    "utc_offset": (float, int),
    "required": (list,),
    "notes": (str,),
    "ignore": (list,),
    "key": (dict,),
    "fields": (dict,),
}
_MAY_LACK = ("ignore", "key", "utc_offset")
_CHOICES = {
    "grain": ("line", "month"),
    "direction": ("import", "export"),
    "released": ("column", "all", "unknown"),
}
_SHAPES = {
    "id": (r"[a-z0-9][a-z0-9-]*", "Use small letters, digits and hyphens."),
    "authority": (r"[A-Z]{2}", "Say whose records these are: two letters of ISO 3166-1."),
    "currency": (r"[A-Z]{3}", "Give the three letters of ISO 4217."),
}
_GROUPS = ("office", "date", "number", "item")
_TYPES = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "list": "a list",
    "dict": "a table",
}
_UNKNOWN_TO_RE2 = re.compile(r"\(\?(?!P<|:)|\\[1-9]|\(\?P[=>]|[*+?}]\+")
"""Looking around, references back: the engine's regular expressions have none of these."""

Bad = Callable[[str, str], BadLayout]


def check_layout(data: dict[str, Any], fold: Callable[[str], str], where: str) -> None:
    """Check a parsed layout file whole. `fold` is how headers are compared.

    Raises `BadLayout` with what is wrong, where, and what would be right.
    """

    def bad(what: str, do: str) -> BadLayout:
        return BadLayout(what, where=where, do=do)

    _check_keys(data, bad)
    _check_fields(data, bad)
    _check_headers(data, fold, bad)
    _check_pattern(data.get("key", {}), bad)


def _check_keys(data: dict[str, Any], bad: Bad) -> None:
    for key in data:
        if key not in _KEYS:
            raise bad(f"Unknown key {key!r}.", f"Known keys: {', '.join(_KEYS)}.")
    for key, types in _KEYS.items():
        if key not in data:
            if key not in _MAY_LACK:
                raise bad(f"The key {key!r} is missing.", "Add it; see the layouts that ship.")
        elif not isinstance(data[key], types) or isinstance(data[key], bool):
            raise bad(f"{key!r} must be {_TYPES[types[0].__name__]}.", "See those that ship.")
    if data["schema"] != SCHEMA:
        raise bad(f"schema = {data['schema']} is not known.", f"This program reads {SCHEMA}.")
    for key, choices in _CHOICES.items():
        if data[key] not in choices:
            raise bad(f"{key} cannot be {data[key]!r}.", f"One of: {', '.join(choices)}.")
    for key, (shape, do) in _SHAPES.items():
        if not re.fullmatch(shape, data[key]):
            raise bad(f"{key} cannot be {data[key]!r}.", do)


def _check_fields(data: dict[str, Any], bad: Bad) -> None:
    for name, spec in data["fields"].items():
        if name not in BY_NAME:
            raise bad(f"{name!r} is not a field.", f"Fields: {', '.join(BY_NAME)}.")
        if not isinstance(spec, dict) or not set(spec) <= {"headers", "codes"} or not spec:
            raise bad(f"fields.{name} is not understood.", 'Give headers = ["…"], codes = ["…"].')
        for key, texts in spec.items():
            _check_texts(texts, f"fields.{name}.{key}", bad)
    _check_texts(data.get("ignore", []), "ignore", bad)
    if not data["required"]:
        raise bad("required is empty.", 'List what a header must have, as [["hs", "goods"]].')
    for group in data["required"]:
        _check_texts(group, "required", bad)
        if not any(name in data["fields"] for name in group):
            raise bad(f"required asks for {group}, which no field fills.", "Add one to fields.")


def _check_texts(texts: object, where: str, bad: Bad) -> None:
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise bad(f"{where} must be a list of texts.", 'Write it as ["one", "another"].')


def _headers(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, spec in data["fields"].items():
        for header in (*spec.get("headers", ()), *spec.get("codes", ())):
            yield header, f"fields.{name}"
    for header in data.get("ignore", ()):
        yield header, "ignore"


def _check_headers(data: dict[str, Any], fold: Callable[[str], str], bad: Bad) -> None:
    seen: dict[str, str] = {}
    for header, place in _headers(data):
        folded = fold(header)
        if not folded:
            raise bad(f"{place} has the header {header!r}, which says nothing.", "Take it out.")
        if seen.setdefault(folded, place) != place:
            raise bad(
                f"The header {header!r} is given to both {seen[folded]} and {place}.",
                "Leave it in one place.",
            )


def _check_pattern(key: dict[str, Any], bad: Bad) -> None:
    for name in key:
        if name != "pattern":
            raise bad(f"Unknown key 'key.{name}'.", "Known: pattern.")
    pattern = key.get("pattern", "")
    if not isinstance(pattern, str):
        raise bad("key.pattern must be a text.", "Give a regular expression.")
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise bad(f"key.pattern is not a regular expression: {error}.", "Mend it.") from error
    if _UNKNOWN_TO_RE2.search(pattern):
        raise bad("key.pattern looks around or back.", "Say it without (?=, (?!, (?<, \\1, a++.")
    for group in groups:
        if group not in _GROUPS:
            raise bad(f"key.pattern names {group!r}.", f"Groups: {', '.join(_GROUPS)}.")
