"""In what role records name whom a story is about."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
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


def side_in_records(case: Opened, who: Sequence[str], role: str) -> How:
    """Which records of a party in a role are asked, where those that a dossier takes by itself hold
    exports alone: an authority's that hold imports, else these as exports. Without a party all
    lines are its own.

    Raises `NoSuchParty`, `AmbiguousParty`, `BadParameter`.
    """
    named = ""
    if who:
        mentions = choose(case, lookup_of(case), who).mentions
        named = f" WHERE {role} IN ({', '.join(str(one) for one, _ in mentions) or 'NULL'})"
    files = case.catalogue.files("lines")
    if not files:
        return How()
    rows = case.runner.ask(
        "SELECT authority, count(*), count(*) FILTER (direction IS DISTINCT FROM 'export') "
        f"FROM {files_sql(files)}{named} GROUP BY authority ORDER BY 2 DESC, 1"
    )
    if not rows or rows[0][2]:
        return How()
    authority, _, imports = max(rows, key=lambda row: row[2])
    return How(authority=authority) if imports else How(direction="export")
