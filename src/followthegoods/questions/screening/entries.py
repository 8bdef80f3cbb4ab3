"""What lists say of the entries that names have met: countries, addresses, numbers."""

from __future__ import annotations

from collections.abc import Iterable

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner
from followthegoods.parties.read import read_parts
from followthegoods.questions.screening.grading import Listed
from followthegoods.reference.lists.index import ListIndex
from followthegoods.reference.lists.views import Lists, scan

Entry = tuple[str, str]
"""A list, and an entry of it."""


class Entries:
    """Countries, addresses and numbers of the entries that names have met."""

    def __init__(self) -> None:
        self.countries: dict[Entry, set[str]] = {}
        self.addresses: dict[Entry, set[str]] = {}
        self.ids: dict[Entry, set[str]] = {}

    @classmethod
    def indexed(cls, indexes: Iterable[ListIndex], entries: Iterable[Entry]) -> Entries:
        """What the indexes of lists say of some entries."""
        found = cls()
        every = tuple(indexes)
        for key in entries:
            for index in every:
                countries, addresses, numbers = index.facts(*key)
                found.countries.setdefault(key, set()).update(countries)
                found.addresses.setdefault(key, set()).update(addresses)
                found.ids.setdefault(key, set()).update(numbers)
        return found

    @classmethod
    def told(cls, runner: Runner, lists: Lists, entries: Iterable[Entry]) -> Entries:
        """What the tables of lists say of some entries."""
        found = cls()
        only = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in sorted(entries))
        where = f"WHERE (list, entry) IN ({only})"
        for name, entry, countries in runner.ask(
            f"SELECT list, entry, countries FROM {scan(lists, 'entries')} {where}"
        ):
            found.countries.setdefault((name, entry), set()).update(countries)
        places = scan(lists, "entry_addresses")
        for name, entry, key, country in runner.ask(
            f"SELECT list, entry, address_key, country FROM {places} {where}"
        ):
            found.addresses.setdefault((name, entry), set()).add(key)
            if country:
                found.countries.setdefault((name, entry), set()).add(country)
        for name, entry, key in runner.ask(
            f"SELECT list, entry, id_key FROM {scan(lists, 'entry_ids')} {where} AND valid"
        ):
            found.ids.setdefault((name, entry), set()).add(key)
        return found

    def listed(
        self,
        name: str,
        entry: str,
        text: str,
        quality: str,
        nature: str,
        form: str,
        words: str,
        script: str,
    ) -> Listed:
        key = name, entry
        return Listed(
            list=name,
            entry=entry,
            name=text,
            quality=quality,
            nature=nature,
            core=read_parts(text, None, None, None)[0].written.core,
            form=form,
            words=words,
            script=script,
            countries=frozenset(self.countries.get(key, ())),
            addresses=tuple(sorted(self.addresses.get(key, ()))),
            tax_ids=frozenset(self.ids.get(key, ())),
        )
