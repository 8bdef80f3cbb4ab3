"""Names of a text that parties of the case have, and what part these play."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.case import held
from followthegoods.case.opened import Opened
from followthegoods.engine.plan import files_sql
from followthegoods.facts.names import fold, transliterate
from followthegoods.parties.search import Lookup, Party, find_parties, mentions_of
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, head

_TELLING = 4
"""Letters of a name's first word from which it may tell a party."""


def known_names(case: Opened, names: Sequence[str]) -> dict[str, str]:
    """Those of a text's names that parties of the case have, each a receiver's or a supplier's. A
    party that is only like a name does not count: a word of the name must be one of the party's."""
    lookup: Lookup | None = held.lookup(case)
    if lookup is None:
        return {}
    known: dict[str, str] = {}
    for name in names:
        word = transliterate(fold(head(name)))
        if len(word) < _TELLING:
            continue
        parties = find_parties(case.runner, lookup, name)
        parties = [p for p in parties if word in transliterate(fold(p.name)).split()]
        if parties:
            known[name] = role_of(case, lookup, parties[0])
    return known


def role_of(case: Opened, lookup: Lookup, party: Party) -> str:
    """Whether a party mostly receives or mostly sends and makes."""
    mentions, _ = mentions_of(case.runner, lookup, [party])
    wanted = ", ".join(str(mention) for mention, _ in mentions) or "NULL"
    rows = case.runner.ask(
        "SELECT coalesce(sum(as_receiver), 0), coalesce(sum(as_sender), 0) + "
        f"coalesce(sum(as_maker), 0) FROM {files_sql(lookup.mentions)} WHERE mention IN ({wanted})"
    )
    receives, sends = rows[0]
    return RECEIVER if receives > sends else SUPPLIER
