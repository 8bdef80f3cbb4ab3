"""What no customs record can check, by its words: nouns that a number measures, what it counts, and
what is done with it. See facts/stories/beyond_en.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from followthegoods.questions.stories.reading.trading import spelt_out


@dataclass(frozen=True)
class Beyond:
    """The words of a language for what is no trade, compiled."""

    figures: re.Pattern[str]
    """A noun that a number is the measure of: "turnover", "customs duties"."""
    spent: re.Pattern[str]
    """What brings or costs money and is no goods: "Repairs cost it €2 million"."""
    counted: re.Pattern[str]
    """What stands right after a number that counts it: "employees", "hectares"."""
    measured: re.Pattern[str]
    """The same, of a sum or a share: "in taxes", "stake"."""
    contents: re.Pattern[str]
    """What stands right after a share that is the content of it: "12.5% protein"."""
    makes: re.Pattern[str]
    """At the end of what stands before a number: what is made or used up."""
    does: re.Pattern[str]
    """The same: what is done to what is no import."""
    hands: re.Pattern[str]
    """The same, of a sum, with whom or what it is done to between: "fined Marvane €750,000"."""
    small: Mapping[str, re.Pattern[str]]
    """Small words, and how those above stand in a sentence."""


def beyond(table: Mapping[str, Any]) -> Beyond:
    """The words of what is beyond records, by a language's table."""
    lists, verbs = table["lists"], table["verbs"]
    pieces = {name.upper(): "|".join(said) for name, said in {**lists, **verbs}.items()}
    pieces["SINCE"] = table["small"]["since"]
    small = {name: spelt_out(said, pieces) for name, said in table["small"].items()}
    figures, counted, spent = (_any(table[name]) for name in ("figures", "counted", "spent"))
    follows, ends, hedged = small["adjectives"], small["noun_ends"], small["hedged"]
    measured = rf"{follows}(?:{figures})\b{ends}|{small['in_what']}(?:{figures}|{spent})\b{ends}"

    def does(of: str, between: str = "") -> re.Pattern[str]:
        return re.compile(rf"\b(?P<verb>{'|'.join(verbs[of])}){between}{hedged}", re.I)

    return Beyond(
        re.compile(rf"(?<![\w-])(?:{figures}){small['noun_goes_on']}", re.I),
        re.compile(rf"(?<![\w-])(?:{figures}|{spent})\b", re.I),
        re.compile(rf"{follows}(?:{counted})\b{ends}", re.I),
        re.compile(measured, re.I),
        re.compile(rf"^[\s-](?:{_any(table['contents'])})\b", re.I),
        does("makes"),
        does("does"),
        does("hands", small["few_words"]),
        {name: re.compile(said, re.I) for name, said in small.items()},
    )


def _any(families: Mapping[str, Iterable[str]]) -> str:
    """Any word of the families of a table."""
    return "|".join(word for family in families.values() for word in family) or "(?!)"
