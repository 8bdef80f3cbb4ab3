"""A language as stories are written in it: its table of words, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from followthegoods.facts.countries import country_codes, country_label
from followthegoods.facts.currencies import currency_codes
from followthegoods.facts.text import read_toml
from followthegoods.questions.stories.kinds import Kinds, kinds
from followthegoods.questions.stories.naming import Naming, naming
from followthegoods.questions.stories.time_words import TimeWords, time_words
from followthegoods.questions.stories.trading import Grammar, grammar

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
    naming: Naming
    """How names are spelt, and whose are no party's."""
    regions: list[tuple[tuple[str, ...], Pattern]]
    """Groups of countries by their names, with the countries' codes."""
    ranks: list[Pattern]
    """What ranks countries, each a mark; see `placing`."""
    among: list[Pattern]
    """What says that countries are among others, each a mark."""
    learn: list[Pattern]
    """Where a story names goods as such."""
    learn_of_events: list[Pattern]
    """The same in sentences of what came first, last or no more."""
    time: TimeWords
    """What expressions of time are made of."""

    cities: Pattern = re.compile(r"(?!)")
    """Any city that tells where a company sits, in a group called by its country's code."""
    fiscal: int = 12
    """The month that a business year of the text ends in."""

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
    day = _day(words)
    return Language(
        code=code,
        words=words,
        number=_number(words),
        millions=[
            (scale, re.compile(rf"{said} (?P<cur>{_named(words['currency'])})(?!\w)", re.I))
            for scale, said in words["millions"].items()
        ],
        day=re.compile(day, re.I),
        periods=[
            (kind, re.compile(rf"(?<!\w){_with_months(_with_days(said, day), words)}(?!\w)", re.I))
            for kind, spelt in words["period"].items()
            for said in spelt
        ],
        relative=[
            *(
                (k, re.compile(rf"(?<!\w){_with_months(s, words)}(?!\w)", re.I))
                for k, s in words["relative"].items()
            ),
            (
                "month",
                re.compile(
                    rf"(?<!\w)(?i:{words['in_a_month']}) (?:{_capital_months(words)})(?!\w|,? \d)"
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
        countries=_countries(words),
        authorities=[
            (code, re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)"))
            for code, said in words["authority"].items()
        ],
        bases=[
            (basis, re.compile(rf"(?<!\w){_with_verbs(said, words)} {words['article']}$", re.I))
            for basis, spelt in words["basis"].items()
            for said in spelt
        ],
        cues={
            name: re.compile(
                _with_verbs(_with_months(_with_days(said, f"(?P<D>{_bare(day)})"), words), words),
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
        trade=(trade := grammar(read_toml(f"stories/trade_{code}.toml"), _pieces(words))),
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
        ranks=[re.compile(_with_verbs(said, words), re.I) for said in words["ranks"].values()],
        among=[re.compile(_with_verbs(said, words), re.I) for said in words["among"].values()],
        learn=[
            *(
                re.compile(_spelt_out(said, words["learn"]))
                for said in words["learn"]["from"].values()
            ),
            *trade.goods,
        ],
        learn_of_events=[
            re.compile(_spelt_out(said, words["learn"]))
            for said in words["learn"]["events"].values()
        ],
        time=time_words(words),
    )


def _shares(words: dict[str, Any]) -> tuple[tuple[str, dict[str, list[str]]], ...]:
    """The tables of amounts in words, by their unit."""
    return (("%", words["share"]), ("times", words["times"]), ("% less", words["cut"]))


def _pieces(words: dict[str, Any]) -> dict[str, str]:
    """What words in capitals stand for in the table of trade, those made of others first."""
    learn = {name.upper(): said for name, said in words["learn"].items() if isinstance(said, str)}
    order = [name for name in ("LIST", "KIND", "WORD") if name in learn]
    pieces = {name: learn[name] for name in (*order, *(n for n in learn if n not in order))}
    return {**pieces, "BUSINESS": words["name"]["business"]}


def _spelt_out(said: str, pieces: dict[str, Any]) -> str:
    """A pattern with the pieces that its words in capitals stand for."""
    for name in ("moved", "told", "bits", "nation", "list", "kind", "word", "name", "end", "sum"):
        if name in pieces:
            spelt = pieces[name].replace("\\", "\\\\")
            said = re.sub(rf"\b{name.upper()}(?=\b|END)", spelt, said)
    return said


def _with_days(said: str, day: str) -> str:
    """A pattern of the table with D as any day."""
    spelt = day if day.startswith("(?P<D>") else f"(?:{_bare(day)})"
    return re.sub(r"\bD\b", lambda _: spelt, said)


def _with_months(said: str, words: dict[str, Any]) -> str:
    """A pattern of the table with M as any month."""
    return re.sub(r"\bM\b", lambda _: f"(?:{'|'.join(words['month'].values())})", said)


def _with_verbs(said: str, words: dict[str, Any]) -> str:
    """A pattern of the table with GAVE, GOT and the others as the words that they stand for."""
    for name, spelt in {**words["word_of"], "business": words["name"]["business"]}.items():
        said = re.sub(rf"(?<![A-Z_]){name.upper()}(?![A-Z_])", spelt.replace("\\", r"\\"), said)
    return said


def _bare(pattern: str) -> str:
    """A pattern whose groups have no names, so that it may stand twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _named(table: dict[str, list[str]]) -> str:
    """Any of a table's spellings, the longest first."""
    return "|".join(sorted((s for spelt in table.values() for s in spelt), key=len, reverse=True))


def which(table: dict[str, list[str]], text: str) -> str:
    """The key of a table that a text is a spelling of; empty where of none."""
    for key, spelt in table.items():
        if any(re.fullmatch(one, text, re.IGNORECASE) for one in spelt):
            return key
    return ""


_SIGNS = r"(?:US|HK|NT|NZ|C|A|S|R|E)?[$]|[€£¥₽₩₺₴₸₹₦₪₾₼₫฿₱৳]|\b(?-i:Rs\.?|KSh|Rp|RM|E£)(?=\s?\d)"
"""Signs of currencies, which stand before their number."""


def _number(words: dict[str, Any]) -> Pattern:
    point, group = re.escape(words["decimal"]), words["thousands"]
    gap = "[  ]" if group == " " else re.escape(group)
    digits = rf"\d{{1,3}}(?:{gap}\d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)?"
    tens = "|".join(word for word, n in words["number"].items() if n >= 20)
    ones = "|".join(word for word, n in words["number"].items() if n < 10)
    spelt = (
        f"(?:{tens})[ -](?:one|{ones})|" + "|".join(words["number"])
        if tens
        else ("|".join(words["number"]))
    )
    if hundred := words["hundred"]:
        spelt = rf"(?:one|{ones}) {hundred}(?: and (?:{spelt}|one))?|{spelt}"
    codes = "|".join(currency_codes())
    shared = "|".join(words["shared_currency"])
    scale = _named(words["scale"])
    money = f"{_named(words['currency'])}|(?-i:{codes})" + (f"|{shared}" if shared else "")
    return re.compile(
        rf"(?P<pre>{_SIGNS}|\b(?-i:{codes})(?=\s?\d))?\s?(?<!\d[.,])(?<!\w)"
        rf"(?P<num>{digits}|(?:{spelt})(?!\w))"
        rf"(?:[  -]?(?P<scale>{scale})(?!\w))?"
        rf"(?:[  -]?(?P<cur>{money})(?!\w)|\s?(?P<unit>{_named(words['unit'])})(?!\w|-[^\W\d]{{3}})"
        rf"|\s(?:(?:{words['of_counted']}) )?(?:(?:{words['counted']}) )?"
        rf"(?P<count>{_named(words['count'])})(?!\w))?",
        re.IGNORECASE,
    )


def currency_of(said: str, words: Language) -> str:
    """The code of a currency that a text spells: by its name or sign, else it is the code."""
    if currency := which(words.words["currency"], said):
        return currency
    shared = words.words["shared_currency"].items()
    several = next((codes for form, codes in shared if re.fullmatch(form, said, re.I)), ())
    # A currency's code begins with its country's.
    spoken = [code for code in several if code[:2] in words.spoken]
    return next(iter((*spoken, *several)), said.upper())


def _day(words: dict[str, Any]) -> str:
    month = "|".join(words["month"].values())
    year = r"(?:19|20)\d\d(?![\d,.]\d)"
    tail, part, nth = words["day_tail"], words["day_part"], words["ordinal"]
    return (
        rf"{part}(?:(?P<d1>\d{{1,2}}){nth} (?P<m1>{month}),? (?P<y1>{year})"
        rf"|(?P<m2>{month}) (?P<d2>\d{{1,2}}){nth},? (?P<y2>{year})"
        rf"|(?P<m3>{month}),? (?P<y3>{year})|(?P<y4>{year})){tail}"
    )


def _capital_months(words: dict[str, Any]) -> str:
    """Months as a story writes them without a year: with a capital where the language has one."""
    months = words["month"].values()
    spelt = [m[0].upper() + m[1:] if m[0].isascii() else m for m in months]
    return "|".join(spelt)


def _countries(words: dict[str, Any]) -> Pattern:
    """Countries by their names and adjectives, the longest first; those without an entry by their
    English label."""
    spelt = dict(words["country"])
    for code in country_codes():
        label = country_label(code)
        if code not in spelt and len(label) > 3 and label.replace(" ", "").isalpha():
            spelt[code] = [re.escape(label)]
    pairs = [(code, said) for code, forms in spelt.items() for said in forms]
    pairs.sort(key=lambda pair: -len(pair[1]))
    named = "|".join(f"(?P<{code}{n}>{said}s?)(?!\\w)" for n, (code, said) in enumerate(pairs))
    return re.compile(rf"(?<!\w){words['country_opens']}(?:{named})")
