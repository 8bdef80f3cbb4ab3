"""What no customs record can check, by its words: nouns that a number measures, what it counts, and
what is done with it. See facts/stories/beyond_en.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Beyond:
    """The words of a language for what is no trade, compiled."""

    figures: re.Pattern[str]
    """A noun that a number is the measure of: "turnover", "customs duties"."""
    counted: re.Pattern[str]
    """What stands right after a number that counts it: "employees", "hectares"."""
    contents: re.Pattern[str]
    """What stands right after a share that is the content of it: "12.5% protein"."""
    makes: re.Pattern[str]
    """At the end of what stands before a number: what is made or used up."""
    does: re.Pattern[str]
    """The same: what is done to what is no import."""
    hands: re.Pattern[str]
    """The same, with whom or what it is done to between: "fined Marvane €750,000"."""
    small: Mapping[str, re.Pattern[str]]


def beyond(table: Mapping[str, Any]) -> Beyond:
    """The words of what is beyond records, by a language's table."""
    small = table["small"]
    figures, counted = _any(table["figures"]), _any(table["counted"])
    verbs, hedged = table["verbs"], small["hedged"]
    follows = rf"{small['adjectives']}(?:{figures}|{counted})\b{small['noun_ends']}"
    kept = rf"{small['in_what']}(?:{figures})\b{small['noun_ends']}"
    return Beyond(
        re.compile(rf"(?<![\w-])(?:{figures}){small['noun_goes_on']}", re.I),
        re.compile(rf"{follows}|{kept}", re.I),
        re.compile(rf"^[\s-](?:{_any(table['contents'])})\b", re.I),
        re.compile(rf"\b(?:{'|'.join(verbs['makes'])}){hedged}", re.I),
        re.compile(rf"\b(?:{'|'.join(verbs['does'])}){hedged}", re.I),
        re.compile(rf"\b(?:{'|'.join(verbs['hands'])}){small['few_words']}{hedged}", re.I),
        {name: re.compile(said, re.I) for name, said in small.items()},
    )


def _any(families: Mapping[str, Iterable[str]]) -> str:
    """Any word of the families of a table."""
    return "|".join(word for family in families.values() for word in family) or "(?!)"
