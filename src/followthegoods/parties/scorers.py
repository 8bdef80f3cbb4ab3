"""Whether two readings are one company, and why: features, weights, and the rule that decides.

A rule looks at two mentions only. What hangs on all the others, such as how many companies of one
name there are, is `clusters`' to add, and only ever lowers a grade. The rules stand in `decide`,
in the order in which they are tried; `read.SCORER` is the name under which they are frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from followthegoods.facts.names import Forms, compare_forms, form_countries
from followthegoods.facts.sounds import latin
from followthegoods.facts.trade_words import OWN_NAME, canonical, weight
from followthegoods.parties.likeness import (
    LIGHT,
    LIKE,
    Aligned,
    Likeness,
    Weigh,
    compare_names,
    made_of_initials,
)
from followthegoods.parties.read import Reading

CERTAIN, PROBABLE, UNCERTAIN, APART = 3, 2, 1, 0
GRADES = {CERTAIN: "certain", PROBABLE: "probable", UNCERTAIN: "uncertain", APART: "apart"}

SAME_NAME = 0.995
CLOSE_NAME = 0.88
"""From which likeness two names are one, and from which one is a slip or a transcription of the
other: fixed on the half of the name pairs that rules are built on."""

TELLING = 0.9
"""What the words must weigh together that two names have in common, where a name is all there is:
one word of an own name, or several of the trade."""


FORM_UNSTATED = "name and country, form unstated"
"""The rule of a name that one side writes with its form and the other without, in one country."""


@dataclass(frozen=True)
class Feature:
    """One thing compared: its name, the two values, what came of it, what it weighs (words)."""

    name: str
    a: str
    b: str
    result: str
    weight: float | None = None


@dataclass(frozen=True)
class Name:
    """What the rules look at of two names: likeness, the weight of the words they have in common,
    and whether a number tells them apart."""

    score: float
    told: float
    numbers_differ: bool


@dataclass(frozen=True)
class Explained:
    """Two mentions compared: how like their names are, the grade, the rule, and every feature."""

    score: float
    grade: int
    rule: str
    features: tuple[Feature, ...]

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain values, for storing."""
        return {
            "score": round(self.score, 4),
            "grade": GRADES[self.grade],
            "rule": self.rule,
            "features": [vars(feature) for feature in self.features],
        }


def explain_pair(a: Reading, b: Reading, *, weigh: Weigh = weight) -> Explained:
    """Compare two readings. Symmetric but for the order of the values; never raises.

    `weigh` says how much a word tells; within a case, words that many companies have tell less.
    """
    likeness = name_likeness(a, b, weigh)
    forms = compare_forms(a.form, b.form)
    countries = compare_countries(a.form, b.form, _compared(a.country, b.country))
    addresses = _compared(a.address, b.address)
    ids = _ids(a, b)
    told = sum(pair.weight for pair in likeness.aligned)
    name = Name(likeness.score, told, likeness.numbers_differ)
    grade, rule = decide(name, forms, bool(a.form), countries, addresses, ids)
    features = (
        Feature("tax id", a.tax_id or "", b.tax_id or "", ids),
        Feature("name", a.core, b.core, f"{likeness.score:.2f}"),
        *(Feature("word", w.a, w.b, f"{w.like:.2f}", w.weight) for w in likeness.aligned),
        *(Feature("word", word, "", "only one", weigh(word)) for word in likeness.only_a),
        *(Feature("word", "", word, "only one", weigh(word)) for word in likeness.only_b),
        Feature("legal form", a.form, b.form, forms),
        Feature("country", a.country, b.country, countries),
        Feature("address", a.address, b.address, addresses),
    )
    return Explained(likeness.score, grade, rule, features)


def name_likeness(a: Reading, b: Reading, weigh: Weigh = weight) -> Likeness:
    """The likeness of two names; written without spaces too, where that makes them the same."""
    two_scripts = a.script != b.script
    best = compare_names(a.words, b.words, two_scripts=two_scripts, weigh=weigh)
    if best.score < SAME_NAME and _letters(a) == _letters(b):
        return Likeness(1.0, (Aligned(a.core, b.core, 1.0, OWN_NAME),), (), ())
    if best.score >= LIKE:
        return best
    if _abbreviates(a, b) or _abbreviates(b, a):
        return Likeness(LIKE, (Aligned(a.core, b.core, LIKE, OWN_NAME),), (), ())
    if a.also or b.also:
        return _also_called(a, b, two_scripts, weigh) or best
    return best


def _also_called(a: Reading, b: Reading, two_scripts: bool, weigh: Weigh) -> Likeness | None:
    """The likeness of what either is called besides, in brackets or before, to the other's name;
    None where it is another as well."""
    for one in (a.core, *a.also):
        for other in (b.core, *b.also):
            names = canonical(one.split()), canonical(other.split())
            if (one, other) == (a.core, b.core) or not all(names):
                continue
            if compare_names(*names, two_scripts=two_scripts, weigh=weigh).score >= LIKE:
                return Likeness(LIKE, (Aligned(one, other, LIKE, OWN_NAME),), (), ())
    return None


def _abbreviates(short: Reading, spelt: Reading) -> bool:
    """Whether a word of a name is made of the initials of several of the other's, as these are
    written, and the rest is the same but for words such as GROUP. The initials of two words tell
    where they stand apart and are the whole name."""
    words = [latin(word) for word in spelt.core.split()]
    telling = [word for word in words if weight(canonical((word,))[0]) > 0]
    if len(short.words) == 1 and len(short.core.split()) == len(short.words[0]):
        return any(made_of_initials(short.words[0], told, 2) for told in (words, telling))
    return any(
        _lacks_little((*short.words[:at], *short.words[at + 1 :]), rest)
        for at, word in enumerate(short.words)
        if len(word) > 2 and word not in spelt.words
        for told in (words, telling)
        for rest in _without_initials(word, told)
    )


def _without_initials(word: str, told: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What a name has in canonical words besides those whose first letters a word is made of."""
    for size in (len(word), len(word) - 1):
        for at in range(len(told) - size + 1):
            spelt = told[at : at + size]
            whole = size == len(word) or at + size == len(told)
            letters = any(len(part) == 1 for part in spelt)
            if whole and not letters and made_of_initials(word, spelt):
                yield canonical((*told[:at], *told[at + size :]))


def _lacks_little(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two sets of words have all in common but light ones."""
    one, other = Counter(a), Counter(b)
    return all(weight(word) <= LIGHT for word in (one - other) + (other - one))


def _letters(one: Reading) -> str:
    return one.core.replace(" ", "")


def decide(
    name: Name, forms: Forms, form_stated: bool, countries: str, addresses: str, ids: str
) -> tuple[int, str]:
    """The grade of a link between two mentions and the rule that gives it."""
    if ids == "same":
        return CERTAIN, "tax id"
    if ids == "differ":
        return APART, "two tax ids"
    if name.score < LIKE:
        return APART, "names differ"
    if forms == "differ":
        return APART, "legal forms differ"
    same = name.score >= SAME_NAME
    if countries == "differ":
        alike = same and forms == "same" and form_stated
        return (UNCERTAIN, "name and form in two countries") if alike else (APART, "two countries")
    if same and forms == "same" and addresses == "same":
        return CERTAIN, "name, form and address"
    return _by_name(name, forms, form_stated, countries, addresses, same)


def _by_name(
    name: Name, forms: Forms, form_stated: bool, countries: str, addresses: str, same: bool
) -> tuple[int, str]:
    """The grade where neither an identifier nor name, form and address together decide."""
    if name.numbers_differ:
        return UNCERTAIN, "names but for a number"
    if forms == "near":
        return UNCERTAIN, "name and a near form"
    close = name.score >= CLOSE_NAME and name.told >= TELLING
    if forms == "unstated" or not form_stated:
        if addresses == "same" and name.told >= TELLING:
            return PROBABLE, "name and address"
        alone = same and forms == "unstated" and name.told >= TELLING
        if alone and countries == "same" and addresses != "differ":
            return PROBABLE, FORM_UNSTATED
        return UNCERTAIN, "name without a legal form" if same else "like name without a legal form"
    if same:
        return PROBABLE, "name and form"
    if close and (countries == "same" or addresses == "same"):
        return PROBABLE, "like name and form"
    if addresses == "same" and name.told >= TELLING:
        return PROBABLE, "like name at one address"
    return UNCERTAIN, "like name"


def _ids(a: Reading, b: Reading) -> str:
    if not a.tax_id or not b.tax_id:
        return "unstated"
    if a.tax_id == b.tax_id:
        return "same"
    return "differ" if a.tax_id.rpartition(":")[0] == b.tax_id.rpartition(":")[0] else "other kind"


Compared: TypeAlias = Literal["unstated", "same", "differ"]


def compare_countries(form_a: str, form_b: str, stated: Compared) -> Compared:
    """The countries of two names, of which `stated` says how those beside them compare; forms that
    no country has in common count as two."""
    of_form = form_countries(form_a), form_countries(form_b)
    if all(of_form) and not of_form[0] & of_form[1]:
        return "differ"
    return stated


def _compared(a: str, b: str) -> Compared:
    if not a or not b:
        return "unstated"
    return "same" if a == b else "differ"
