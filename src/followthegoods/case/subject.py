"""What a question is about: parties, each perhaps with days of its own, and goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from followthegoods.case.opened import Opened
from followthegoods.errors import BadParameter
from followthegoods.facts.hs import REVISIONS
from followthegoods.model.answer import PartyRef, Subject
from followthegoods.parties.search import Lookup, Party, mentions_of, one_party
from followthegoods.questions.counted import Dated
from followthegoods.questions.goods import Codes, goods_label, goods_words, is_code
from followthegoods.reference.hs import code_sets

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WITHIN = re.compile(rf"(?P<text>.+)@(?P<first>{_DAY})?\.\.(?P<last>{_DAY})?")

Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Chosen:
    """The parties asked about: their mentions with grades, and the texts that show them in a
    refused row. `dated`: the mentions again, where a party has days of its own."""

    parties: tuple[tuple[Party, Days], ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    texts: tuple[str, ...] = ()
    dated: tuple[Dated, ...] = ()

    def subject(self, goods: Sequence[str], revision: str) -> Subject:
        """As an answer names it."""
        refs = tuple(
            PartyRef(p.id, p.name, tuple(key.rsplit(":", 1)[-1] for key in p.tax_ids), *days)
            for p, days in self.parties
        )
        said = goods_label(goods, revision) if goods else None
        return Subject(
            id="+".join(dict.fromkeys(ref.id for ref in refs)),
            name=" + ".join(dict.fromkeys(ref.name for ref in refs))
            or (f"Goods: {said}" if said else "The whole case"),
            parties=refs,
            goods=said,
        )


def choose(case: Opened, lookup: Lookup, who: Sequence[str]) -> Chosen:
    """The parties that texts mean, each an id, a tax id or a name, perhaps with days of its own:
    `7700000000@2018-01-01..2020-12-31`, where either day may be missing.

    Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`.
    """
    found: set[tuple[int, Days]] = set()
    parties: dict[int, Party] = {}
    for text in who:
        name, days = within(text)
        party = one_party(case.runner, lookup, name)
        parties[party.party] = party
        found.add((party.party, days))
    always = {number for number, days in found if days == (None, None)}
    spans = sorted(
        ((n, days) for n, days in found if days == (None, None) or n not in always),
        key=lambda one: (one[0], one[1][0] or date.min, one[1][1] or date.max),
    )
    mentions, texts = mentions_of(case.runner, lookup, [parties[n] for n in sorted(parties)])
    dated: list[Dated] = []
    if any(days != (None, None) for _, days in spans):
        for number, days in spans:
            own, _ = mentions_of(case.runner, lookup, [parties[number]])
            dated += [Dated(mention, grade, *days) for mention, grade in own]
    return Chosen(
        tuple((parties[number], days) for number, days in spans),
        tuple(mentions),
        tuple(texts),
        tuple(dated),
    )


def within(text: str) -> tuple[str, Days]:
    """A party as it was given, and the days behind it. Raises `BadParameter`."""
    found = _WITHIN.fullmatch(text.strip())
    if found is None:
        return text, (None, None)
    try:
        first, last = (date.fromisoformat(day) if day else None for day in found.group(2, 3))
    except ValueError as error:
        raise BadParameter(
            f"{text!r} has a day that does not exist.", do="Write days as 2018-01-01..2020-12-31."
        ) from error
    if first and last and first > last:
        raise BadParameter(f"The days of {text!r} end before they begin.", do="Swap the two days.")
    return found["text"].strip(), (first, last)


def goods_asked(texts: Sequence[str], revision: str) -> tuple[str, ...]:
    """The goods asked about, checked. Raises `BadParameter`."""
    if revision not in REVISIONS:
        raise BadParameter(
            f"The Harmonised System has no edition {revision!r}.",
            do=f"One of: {', '.join(REVISIONS)}.",
        )
    goods = tuple(dict.fromkeys(text.strip() for text in texts))
    for text in goods:
        if not is_code(text):
            goods_words(text)
    return goods


def codes_of(case: Opened, goods: Sequence[str], revision: str) -> tuple[Codes, dict[str, str]]:
    """What the codes among goods are in other editions, and how that is known: by edition, the
    code of a caveat."""
    codes = [text for text in goods if is_code(text)]
    return code_sets(case.catalogue, codes, revision) if codes else ({}, {})
