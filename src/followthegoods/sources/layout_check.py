"""What is wrong with a layout file, said so that its writer can mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from followthegoods.errors import BadLayout
from followthegoods.sources.layout_fields import Bad, check_fields, check_texts

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
    "header_rows": (int,),
    "columns": (list,),
    "key": (dict,),
    "values": (dict,),
    "fields": (dict,),
}
_MAY_LACK = ("ignore", "key", "utc_offset", "header_rows", "columns", "values")
_CHOICES = {
    "grain": ("line", "month", "bill"),
    "direction": ("import", "export"),
    "released": ("column", "all", "unknown"),
}
_SHAPES = {
    "id": (r"[a-z0-9][a-z0-9-]*", "Use small letters, digits and hyphens."),
    "authority": (r"[A-Z]{2}", "Say whose records these are: two letters of ISO 3166-1."),
    "currency": (r"[A-Z]{3}", "Give the three letters of ISO 4217."),
}
_GROUPS = ("office", "date", "number", "item")
_PARTS = ("office", "year", "number", "item")
_TYPES = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "list": "a list",
    "dict": "a table",
}
_UNKNOWN_TO_RE2 = re.compile(r"\(\?(?!P<|:)|\\[1-9]|\(\?P[=>]|[*+?}]\+")
"""Looking around, references back: the engine's regular expressions have none of these."""


def check_layout(data: dict[str, Any], fold: Callable[[str], str], where: str) -> None:
    """Check a parsed layout file whole. `fold` is how headers are compared.

    Raises `BadLayout` with what is wrong, where, and what would be right.
    """

    def bad(what: str, do: str) -> BadLayout:
        return BadLayout(what, where=where, do=do)

    _check_keys(data, bad)
    check_fields(data, bad)
    _check_headers(data, fold, bad)
    _check_columns(data, fold, bad)
    _check_key(data.get("key", {}), bad)


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
    if data.get("header_rows", 1) not in (1, 2):
        raise bad(f"header_rows cannot be {data['header_rows']}.", "1, or 2 for a header of two.")


def _headers(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, spec in data["fields"].items():
        for header in (*spec.get("headers", ()), *spec.get("codes", ()), *spec.get("join", ())):
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


def _check_columns(data: dict[str, Any], fold: Callable[[str], str], bad: Bad) -> None:
    """`columns` names every column of a file without a header: each once, all fields' among them.

    A field that has none of them would be filled by no column of such a file; a header row may
    still name others.
    """
    if "columns" not in data:
        return
    check_texts(data["columns"], "columns", bad)
    folded = [fold(name) for name in data["columns"]]
    for name in folded:
        if folded.count(name) > 1:
            raise bad(f"columns has {name!r} twice.", "Call the second one by another name.")
    known = {fold(header): place for header, place in _headers(data)}
    for group in data["required"]:
        if not any(known.get(name) in {f"fields.{field}" for field in group} for name in folded):
            raise bad(f"columns has none of what required asks for: {group}.", "Add one to it.")
    if data.get("header_rows", 1) != 1:
        raise bad("columns and header_rows do not go together.", "Leave one of them out.")


def _check_key(key: dict[str, Any], bad: Bad) -> None:
    for name in key:
        if name not in ("pattern", "parts"):
            raise bad(f"Unknown key 'key.{name}'.", "Known: pattern, parts.")
    parts = key.get("parts", ["number"])
    check_texts(parts, "key.parts", bad)
    if "number" not in parts or not set(parts) <= set(_PARTS):
        raise bad(f"key.parts cannot be {parts}.", f"number, and any of: {', '.join(_PARTS)}.")
    _check_pattern(key.get("pattern", ""), bad)


def _check_pattern(pattern: object, bad: Bad) -> None:
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
