"""A party and an entry held against one another: the parties' scorer, and what lists add to it."""

from __future__ import annotations

from dataclasses import dataclass

from followthegoods.facts.sounds import latin, skeleton
from followthegoods.facts.trade_words import PLACE
from followthegoods.model.answer import Compared
from followthegoods.model.listing import Nature, Quality
from followthegoods.parties.read import SOLE_TRADER, Reading
from followthegoods.parties.scorers import (
    APART,
    CERTAIN,
    FORM_UNSTATED,
    PROBABLE,
    SAME_NAME,
    TELLING,
    UNCERTAIN,
    explain_pair,
)


@dataclass(frozen=True)
class Seen:
    """A party as one of its mentions names it; the valid identifiers are those of the party."""

    party: int
    mention: int
    core: str
    form: str
    words: str
    script: str
    country: str
    address: str
    tax_ids: frozenset[str]


@dataclass(frozen=True)
class Listed:
    """An entry under one of its names; numbers, countries and addresses (keys) are the entry's."""

    list: str
    entry: str
    name: str
    quality: str
    nature: str
    core: str
    form: str
    words: str
    script: str
    countries: frozenset[str]
    addresses: tuple[str, ...]
    tax_ids: frozenset[str]


@dataclass(frozen=True)
class Graded:
    """How surely a party is an entry, by which rule, and all that was compared."""

    grade: int
    rule: str
    score: float
    compared: tuple[Compared, ...]


NEAR_FORM = "name and a near form"
"""The rule of a name with two forms that records often do not keep apart."""

WHOLE_NAME = 1.3
"""What the words of a name must weigh together for the same name to tell who is meant without a
legal form: one word of its own, and another that tells something. So many companies on lists have
no form that one cannot be asked for."""

FULL_NAME = 2.0
"""What they must weigh where a name is like another's only: two words of its own."""


def grade(seen: Seen, listed: Listed) -> Graded:
    """Hold a party against an entry. Never raises."""
    address, exact = _shared_address(seen.address, listed.addresses)
    own, theirs = _ids(seen.tax_ids, listed.tax_ids)
    here = seen.country in listed.countries
    country = seen.country if here else min(listed.countries, default="")
    said = country if here else ""
    one = _reading(seen, own, seen.country, seen.address, said)
    other = _reading(listed, theirs, country, seen.address if exact else "", said)
    if "".join(one.words) == "".join(other.words):  # one name, perhaps written together
        one, other = (side._replace(core=" ".join(side.words)) for side in (one, other))
    found = explain_pair(one, other)
    compared = tuple(Compared(f.name, f.a, f.b, f.result, f.weight) for f in found.features)
    level, rule = found.grade, found.rule
    if rule == FORM_UNSTATED:  # one company of that name in a case is not the only one there is
        level, rule = UNCERTAIN, "name without a legal form"
    level, rule = _of_list(seen, listed, level, rule)
    told = sum(f.weight or 0 for f in found.features if f.name == "word" and f.result != "only one")
    if rule == "name without a legal form" and listed.quality != Quality.WEAK:
        if address:
            level, rule = PROBABLE, "name and place"
        elif told >= WHOLE_NAME:
            level, rule = PROBABLE, "whole name"
    elif rule == NEAR_FORM and _is_whole(found.score, told, listed) and here:
        level, rule = PROBABLE, "whole name"
    elif rule == "name and form" and not address and told < TELLING:
        level, rule = min(level, UNCERTAIN), "a name of words of the trade"
    elif rule == "like name and form" and not address and told < FULL_NAME:
        # Among so many entries one word is like another by chance.
        level = min(level, UNCERTAIN)
    return Graded(level, rule, found.score, compared)


def _is_whole(score: float, told: float, listed: Listed) -> bool:
    """Whether a name is the listed one, and tells by itself who is meant."""
    return score >= SAME_NAME and told >= WHOLE_NAME and listed.quality != Quality.WEAK


def _of_list(seen: Seen, listed: Listed, level: int, rule: str) -> tuple[int, str]:
    """What is lowered because of what the entry is, or how good its name."""
    if level in (APART, CERTAIN) and rule == "tax id":
        return level, rule
    if listed.nature == Nature.PERSON:
        if seen.form not in ("", SOLE_TRADER):
            return APART, "a company, and a person"
        return min(level, UNCERTAIN), "name of a person" if level else rule
    if level > UNCERTAIN and listed.quality == Quality.WEAK:
        return UNCERTAIN, "a weak alias"
    return level, rule


def _reading(
    of: Seen | Listed, tax_id: str | None, country: str, address: str, said: str
) -> Reading:
    """What is compared of one side. `said` is the country that both sides state: a name that
    repeats it, X (HONG KONG) LIMITED, tells nothing more by that."""
    words = tuple(of.words.split())
    return Reading(
        core=of.core,
        form=of.form,
        words=tuple(word for word in words if word != PLACE + said) or words,
        script=of.script,
        tax_id=tax_id,
        weak_id=None,
        personal=False,
        address=address,
        country=country,
    )


def _ids(own: frozenset[str], theirs: frozenset[str]) -> tuple[str | None, str | None]:
    """A number of each side: the one they share, else two of one register, else any."""
    for number in sorted(own & theirs):
        return number, number
    for a in sorted(own):
        for b in sorted(theirs):
            if a.rpartition(":")[0] == b.rpartition(":")[0]:
                return a, b
    return min(own, default=None), min(theirs, default=None)


def _shared_address(own: str, theirs: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether a party sits where an entry does, in whatever script, and whether to the letter."""
    if own and own in theirs:
        return True, True
    return any(same_place(own, address) for address in theirs), False


def same_place(a: str, b: str) -> bool:
    """Whether two address keys, in any script, are of one place: a number of three digits and more
    in common (a postcode), or a shorter one, and half of the words of the shorter."""
    one, other = _place(a), _place(b)
    numbers = one[0] & other[0]
    words = one[1] & other[1]
    fewest = min(len(one[1]), len(other[1]))
    return bool(numbers) and fewest > 0 and len(words) * 2 >= fewest and len(words) > 0


def _place(key: str) -> tuple[frozenset[str], frozenset[str]]:
    words = [latin(word) for word in key.split()]
    numbers = frozenset(word for word in words if any(map(str.isdigit, word)))
    told = frozenset(skeleton(word) for word in words if word not in numbers and len(word) > 3)
    return numbers, told
