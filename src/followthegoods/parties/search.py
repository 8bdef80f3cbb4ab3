"""Who is meant: a party by its id, a tax id, or its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from followthegoods.engine.plan import Runner, files_sql
from followthegoods.errors import AmbiguousParty, NoSuchParty
from followthegoods.facts.text import number_of
from followthegoods.parties.index import Index
from followthegoods.parties.indexed import begun_number, cores_of, meant
from followthegoods.parties.likeliest import alike, likeliest
from followthegoods.parties.party import Lookup, Party, party_id
from followthegoods.parties.scan import scan_mentions, scan_parties

__all__ = [
    "Lookup",
    "Party",
    "find_parties",
    "mentions_of",
    "names_of",
    "one_party",
    "party_id",
    "search_parties",
]


def find_parties(runner: Runner, lookup: Lookup, text: str) -> list[Party]:
    """The parties a text may mean: by id, else tax id, else whole name, else words of a name.

    The first of these that finds anybody decides; a name that may be several companies' is found
    where no other is. A name is found in any script, words by how they begin, and where nobody is
    called so, those whose name is like it. Most lines first.
    """
    with _index(runner, lookup) as index:
        found = meant(index, text) if index else None
        if index is None or found is None:
            return scan_parties(runner, lookup, text)
        return found or sorted(alike(index, text), key=lambda p: (-p.lines, p.party))


def search_parties(runner: Runner, lookup: Lookup, text: str, limit: int = 20) -> list[Party]:
    """Whom a text may be about, the likeliest first: those it means (see `find_parties`), then
    those whose name, or a part of it, is like it, then those at such an address. Among equals,
    most lines first. A number finds only those that bear it; where none does, as while it is being
    typed, those with a tax id that begins so. A text that ends in a legal form is a whole name:
    those whose name is like it come before those whose words begin like it."""
    most = max(limit, 1)
    with _index(runner, lookup) as index:
        found = likeliest(index, text, most) if index else None
        if found is None:
            return scan_parties(runner, lookup, text)[:most]
        if index and not found:
            found = begun_number(index, text, most)
        return list({party.party: party for party in found}.values())[:most]


@contextmanager
def _index(runner: Runner, lookup: Lookup) -> Iterator[Index | None]:
    path = runner.root / lookup.index if lookup.index else None
    if path is None or not path.exists():
        yield None
        return
    index = Index(path)
    try:
        yield index
    finally:
        index.close()


def one_party(runner: Runner, lookup: Lookup, text: str) -> Party:
    """The one party a text means. Raises `NoSuchParty` or `AmbiguousParty` with the candidates."""
    found = find_parties(runner, lookup, text)
    if not found:
        raise NoSuchParty(
            f"Nobody in the case answers to {text!r}.",
            do="Try a tax id, or fewer words of the name as the records write it.",
        )
    if len(found) > 1:
        shown = "; ".join(_describe(party) for party in found[:8])
        more = f"; and {len(found) - 8} more" if len(found) > 8 else ""
        raise AmbiguousParty(
            f"{len(found)} parties answer to {text!r}: {shown}{more}.",
            do="Name one by its id or its tax id, or several one after the other.",
        )
    return found[0]


_FEW = 20_000
"""Up to so many names are looked up one by one: it takes less time than the engine needs to read
so many numbers."""


def names_of(
    runner: Runner, lookup: Lookup, parties: Sequence[int]
) -> Sequence[tuple[int, str | None, str | None]]:
    """The name and the country of parties, in the order of their numbers."""
    with _index(runner, lookup) as index:
        if index is not None and len(parties) <= _FEW:
            return index.called(parties)
    return runner.ask(
        f"SELECT party, name, country FROM {files_sql(lookup.names)} "
        "WHERE party IN (SELECT unnest(CAST(? AS BIGINT[]))) ORDER BY party",
        [list(parties)],
    )


def _describe(party: Party) -> str:
    ids = ", ".join(key.rsplit(":", 1)[-1] for key in party.tax_ids)
    lines = number_of(party.lines, "line", "lines")
    return f"{party.id} {party.name}{f' ({ids})' if ids else ''}, {lines}"


def mentions_of(
    runner: Runner, lookup: Lookup, parties: list[Party]
) -> tuple[list[tuple[int, int]], list[str]]:
    """A subject's mentions with their grade, and the texts that would show it in a refused row.

    The texts are its tax ids, with and without leading zeros, and the cores of its names, folded.
    """
    with _index(runner, lookup) as index:
        if index is None:
            mentions, cores = scan_mentions(runner, lookup, parties)
        else:
            best: dict[int, int] = {}
            for party in parties:
                for mention, grade in index.members(party.party):
                    best[mention] = max(grade, best.get(mention, 0))
            mentions, cores = sorted(best.items()), cores_of(index, parties)
    ids = [key.rsplit(":", 1)[-1] for party in parties for key in party.tax_ids]
    ids += [number.lstrip("0") for number in ids if number.startswith("0")]
    return mentions, [*ids, *cores]
