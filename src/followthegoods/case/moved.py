"""A saved answer beside the answer that the same question gets now: which figures moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from followthegoods.case.records import How
from followthegoods.errors import BadParameter
from followthegoods.model.difference import Moved
from followthegoods.sources.place import source_file

_FIGURES = ("value_usd", "measures", "value_bases", "by", "apart", "events", "books", "coverage")
"""The parts of an answer that are compared, in the order they are shown."""


@dataclass(frozen=True)
class SavedAnswer:
    """A dossier's JSON, read from a file."""

    file: str
    said: Mapping[str, Any]

    @property
    def who(self) -> tuple[str, ...]:
        return tuple(self.said["made_from"]["parameters"]["who"])

    @property
    def how(self) -> How:
        """The parameters it was asked with, as questions take them."""
        given = dict(self.said["made_from"]["parameters"])
        del given["who"]
        if unknown := given.keys() - How.__annotations__.keys():
            raise KeyError(*unknown)
        for key in ("first", "last"):
            if given.get(key):
                given[key] = date.fromisoformat(given[key])
        if given.get("events"):
            given["events"] = [(date.fromisoformat(day), label) for day, label in given["events"]]
        return cast(How, given)

    @property
    def state(self) -> str:
        return str(self.said["made_from"]["state"])


def read_answer(file: str | Path) -> SavedAnswer:
    """Read what `ftg dossier --json` wrote. Raises `NoSuchFile`, `BadParameter`."""
    path = source_file(file)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        answer = SavedAnswer(path.name, said)
        _ = answer.who, answer.how, answer.state, [said[part] for part in _FIGURES]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadParameter(
            "This is no saved answer.",
            where=path.name,
            do="Give a file that `ftg dossier … --json` wrote.",
        ) from error
    return answer


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Moved, ...]:
    """What differs between two answers as JSON data, in the order of the answer.

    Groups are compared by their keys; a supplier or maker whose id has changed, by its name.
    """
    found: list[Moved] = []
    for part in _FIGURES:
        found += _differing(part, before[part], after[part])
    lost, won = _caveats(before), _caveats(after)
    found += [Moved(f"caveats.{code}", lost[code], None) for code in lost if code not in won]
    found += [Moved(f"caveats.{code}", None, won[code]) for code in won if code not in lost]
    return tuple(found)


def _caveats(answer: Mapping[str, Any]) -> dict[str, str]:
    return {caveat["code"]: caveat["text"] for caveat in answer["caveats"]}


def _differing(place: str, before: Any, after: Any) -> Iterator[Moved]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        before, after = _by_name(before), _by_name(after)
        before = {_renamed(key, group, after): group for key, group in before.items()}
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            label = _label(before.get(key), after.get(key)) or key
            yield from _differing(f"{place}.{label}", before.get(key), after.get(key))
    else:
        # Of a group that came or went, its point stands for it.
        yield Moved(place, _shown(before), _shown(after))


def _by_name(items: list[Any]) -> dict[str, Any]:
    """A list by what names its items: a group's key, an event's day, a unit; else the item."""
    named = {}
    for item in items:
        name = item
        if isinstance(item, Mapping):
            name = next(str(item[key]) for key in ("key", "date", "unit", "source") if key in item)
        named[str(name)] = item
    return named


def _renamed(key: str, group: Any, others: Mapping[str, Any]) -> str:
    """The key that a group has in the other answer: its own, or that of its name."""
    if key in others or not isinstance(group, Mapping) or not group.get("label"):
        return key
    alike = [other for other, found in others.items() if found.get("label") == group["label"]]
    return alike[0] if len(alike) == 1 else key


def _label(*groups: Any) -> str:
    """What a person calls a group: its label with its key, where they differ."""
    for group in groups:
        if isinstance(group, Mapping) and "label" in group:
            key, label = str(group.get("key", group.get("date", ""))), str(group["label"])
            return label if key in ("", label) or key.startswith("p") else f"{key} {label}"
    return ""


def _shown(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return str(value.get("point", value.get("lines", "present")))
    return None if value is None else str(value)
