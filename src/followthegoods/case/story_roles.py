"""In what role records name whom a story is about."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.case.subject import choose
from followthegoods.engine.plan import files_sql

RECEIVER, SENDER = "receiver", "sender"
_LINKED = 2
"""The grade from which a mention is one of the party's: probable."""


def role_in_records(case: Opened, who: Sequence[str]) -> str:
    """`receiver`, or `sender` where the records name it as a sender and never as a receiver.

    Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`.
    """
    if not who:
        return RECEIVER
    lookup = lookup_of(case)
    own = [mention for mention, grade in choose(case, lookup, who).mentions if grade >= _LINKED]
    wanted = ", ".join(map(str, own)) or "NULL"
    rows = case.runner.ask(
        "SELECT coalesce(sum(as_receiver), 0), coalesce(sum(as_sender), 0) "
        f"FROM {files_sql(lookup.mentions)} WHERE mention IN ({wanted})"
    )
    receives, sends = rows[0]
    return SENDER if sends and not receives else RECEIVER
