"""What is worth a note and is no match: an address that a party shares with an entry.

Everybody in a special economic zone has one address, and so has everybody in a business centre.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.model.screening import Match, Note
from followthegoods.parties.search import Lookup, party_id
from followthegoods.reference.lists.views import Lists, scan

_SHARED = """SELECT DISTINCT p.party, n.name, a.list, a.entry, e.name AS entry_name, a.address
FROM {readings} AS r JOIN {parties} AS p ON p.mention = r.mention AND p.grade > 1
JOIN {addresses} AS a ON a.address_key = r.address
JOIN (SELECT list, entry, arg_max(name, version) AS name FROM {entries} GROUP BY list, entry) AS e
    ON e.list = a.list AND e.entry = a.entry
LEFT JOIN {names} AS n ON n.party = p.party
WHERE r.address <> '' AND strpos(r.address, ' ') > 0 AND a.list IN ({lists})
    AND p.party IN ({parties_asked})
ORDER BY ALL"""


def address_notes(
    runner: Runner,
    lookup: Lookup,
    lists: Lists,
    parties: Sequence[int],
    matches: Sequence[Match],
) -> list[Note]:
    """Entries at the address of a party that is not held to be that entry."""
    if not parties or not lists.files.get("entry_addresses"):
        return []
    known = {(match.party, match.list, match.entry) for match in matches}
    rows = runner.ask(
        _SHARED.format(
            readings=files_sql(lookup.readings),
            parties=files_sql(lookup.parties),
            addresses=scan(lists, "entry_addresses"),
            entries=scan(lists, "entries"),
            names=files_sql(lookup.names),
            lists=", ".join(sorted({literal(version.list) for version in lists.versions})),
            parties_asked=", ".join(map(str, parties)),
        )
    )
    return [
        Note(party_id(party), name or "", list_, entry, entry_name, address)
        for party, name, list_, entry, entry_name, address in rows
        if (party, list_, entry) not in known
    ]
