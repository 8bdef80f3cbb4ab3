"""A language as stories are written in it: its table of words, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from followthegoods.facts.text import read_toml
from followthegoods.questions.stories.reading.beyond import Beyond, beyond
from followthegoods.questions.stories.reading.kinds import Kinds, kinds
from followthegoods.questions.stories.reading.naming import Naming, naming
from followthegoods.questions.stories.reading.patterns import (
    any_country,
    any_day,
    any_number,
    any_of,
    bare,
    capital_months,
    pieces_of,
    with_days,
    with_months,
    with_pieces,
    with_words,
)
from followthegoods.questions.stories.reading.time_words import (
    NO_MONTHS,
    Months,
    TimeWords,
    time_words,
)
from followthegoods.questions.stories.reading.trading import Grammar, grammar

LANGUAGES = ("en", "ru")
Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Cue:
    """Words that speak for or against something, in points, and where they are looked for."""

    points: int
    where: str
    says: Pattern


@dataclass(frozen=True)
class Language:
    """The words of one language as patterns; see facts/stories/en.toml for what each is."""

    code: str
    words: dict[str, Any]
    number: Pattern
    millions: list[tuple[str, Pattern]]
    day: Pattern
    periods: list[tuple[str, Pattern]]
    relative: list[tuple[str, Pattern]]
    hedges: list[tuple[str, Pattern]]
    shares: list[tuple[str, str, Pattern]]
    countries: Pattern
    """Any country's name or adjective, in a group called by its code."""
    authorities: list[tuple[str, Pattern]]
    bases: list[tuple[str, Pattern]]
    cues: dict[str, Pattern]
    small: dict[str, Pattern]
    """Small words that join or part what stands in a sentence."""
    weigh: list[Cue]
    """What speaks for or against a number being of trade."""
    goods: Kinds
    """Goods by their words, with their codes."""
    trade: Grammar
    """Verbs and nouns of trade, and who is who beside them."""
    beyond: Beyond
    """Words of what no record can check."""
    naming: Naming
    """How names are spelt, and whose are no party's."""
    regions: list[tuple[tuple[str, ...], Pattern]]
    """Groups of countries by their names, with the countries' codes."""
    ranks: list[Pattern]
    """What ranks countries, each a mark; see `placing`."""
    among: list[Pattern]
    """What says that countries are among others, each a mark."""
    orders: list[Pattern]
    """What gives a place to a country or a company, each a mark; see `ordering`."""
    learn: list[Pattern]
    """Where a story names goods as such."""
    learn_topics: list[Pattern]
    """Where it begins to speak of goods that the table may know."""
    learn_of_events: list[Pattern]
    """The same in sentences of what came first, last or no more."""
    time: TimeWords
    """What expressions of time are made of."""

    cities: Pattern = re.compile(r"(?!)")
    """Any city that tells where a company sits, in a group called by its country's code."""
    seasons: Months = NO_MONTHS
    """The months of the business years of the text."""

    spoken: frozenset[str] = frozenset()
    """The countries that the text speaks of."""

    bystanders: frozenset[str] = frozenset()
    """First words of the names of who publishes the text, and of towns: no party's."""
    in_full: Mapping[str, str] = field(default_factory=dict)
    """Names by the short forms that the text gives to them: "NKF"."""

    def says(self, cue: str, text: str) -> re.Match[str] | None:
        """Where a text has a cue."""
        return _said(self.code, cue, text)


@lru_cache(maxsize=4096)
def _said(code: str, cue: str, text: str) -> re.Match[str] | None:
    """Where a text has a cue of a language: several rules ask the same of one sentence."""
    return language(code).cues[cue].search(text)


def language_of(text: str) -> Language:
    """The language whose letters most of a text is written in."""
    counts = {code: len(re.findall(_table(code)["letters"], text)) for code in LANGUAGES}
    return language(max(LANGUAGES, key=lambda code: counts[code]))


@cache
def _table(code: str) -> dict[str, Any]:
    return read_toml(f"stories/{code}.toml")


@cache
def language(code: str) -> Language:
    """A language by its code."""
    words = _table(code)
    day = any_day(words)
    return Language(
        code=code,
        words=words,
        number=any_number(words),
        millions=[
            (scale, re.compile(rf"{said} (?P<cur>{any_of(words['currency'])})(?!\w)", re.I))
            for scale, said in words["millions"].items()
        ],
        day=re.compile(day, re.I),
        periods=[
            (kind, re.compile(rf"(?<!\w){with_months(with_days(said, day), words)}(?!\w)", re.I))
            for kind, spelt in words["period"].items()
            for said in (with_words(one, words) for one in spelt)
        ],
        relative=[
            *(
                (k, re.compile(rf"(?<!\w){with_months(s, words)}(?!\w)", re.I))
                for k, s in words["relative"].items()
            ),
            (
                "month",
                re.compile(
                    rf"(?<!\w)(?i:{words['in_a_month']}) (?:{capital_months(words)})"
                    r"(?!\w| \d|,? (?:19|20)\d\d(?!\d))"
                ),
            ),
        ],
        hedges=[
            (hedge, re.compile(rf"(?<!\w){phrase}\s*$", re.I))
            for hedge, phrases in words["hedge"].items()
            for phrase in phrases
        ],
        shares=[
            (amount, unit, re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.I))
            for unit, table in _shares(words)
            for amount, said in table.items()
        ],
        countries=any_country(words),
        authorities=[
            (code, re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)"))
            for code, said in words["authority"].items()
        ],
        bases=[
            (basis, re.compile(rf"(?<!\w){with_words(said, words)} {words['article']}$", re.I))
            for basis, spelt in words["basis"].items()
            for said in spelt
        ],
        cues={
            name: re.compile(
                with_words(with_months(with_days(said, f"(?P<D>{bare(day)})"), words), words),
                re.I,
            )
            for name, said in words["cue"].items()
        },
        small={name: re.compile(said) for name, said in words["small"].items()},
        weigh=[
            Cue(cue["points"], cue["where"], re.compile(words["cue"].get(said, said), re.I))
            for cue in words["weigh"].values()
            if (said := cue["says"])
        ],
        goods=kinds(read_toml(f"stories/goods_{code}.toml")),
        trade=(trade := grammar(read_toml(f"stories/trade_{code}.toml"), pieces_of(words))),
        beyond=beyond(read_toml(f"stories/beyond_{code}.toml")),
        naming=naming(read_toml(f"stories/names_{code}.toml"), words["name"]["forms"]),
        cities=re.compile(
            r"(?<!\w)(?=[^\W\d_a-zа-яё])(?:"
            + "|".join(f"(?P<{c}>{s})" for c, s in words["city"].items())
            + r")(?!\w)"
        ),
        regions=[
            (tuple(codes.split("-")), re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)"))
            for codes, said in words["region"].items()
        ],
        ranks=[re.compile(with_words(said, words), re.I) for said in words["ranks"].values()],
        orders=[re.compile(with_words(said, words), re.I) for said in words["orders"].values()],
        among=[re.compile(with_words(said, words), re.I) for said in words["among"].values()],
        learn=[
            *(
                re.compile(with_pieces(said, words["learn"]))
                for said in words["learn"]["from"].values()
            ),
            *trade.goods,
        ],
        learn_topics=[
            re.compile(with_pieces(said, words["learn"]))
            for said in words["learn"]["topics"].values()
        ],
        learn_of_events=[
            re.compile(with_pieces(said, words["learn"]))
            for said in words["learn"]["events"].values()
        ],
        time=time_words(words),
    )


def _shares(words: dict[str, Any]) -> tuple[tuple[str, dict[str, list[str]]], ...]:
    """The tables of amounts in words, by their unit."""
    return (("%", words["share"]), ("times", words["times"]), ("% less", words["cut"]))


def which(table: dict[str, list[str]], text: str) -> str:
    """The key of a table that a text is a spelling of; empty where of none."""
    for key, spelt in table.items():
        if any(spelling(one).fullmatch(text) for one in spelt):
            return key
    return ""


@cache
def spelling(said: str) -> Pattern:
    """A spelling of a table of words as a pattern, compiled once; for none of a story's words."""
    return re.compile(said, re.I)


def currency_of(said: str, words: Language) -> str:
    """The code of a currency that a text spells: by its name or sign, else it is the code."""
    if currency := which(words.words["currency"], said):
        return currency
    shared = words.words["shared_currency"].items()
    several = next((codes for form, codes in shared if re.fullmatch(form, said, re.I)), ())
    # A currency's code begins with its country's.
    spoken = [code for code in several if code[:2] in words.spoken]
    return next(iter((*spoken, *several)), said.upper())
