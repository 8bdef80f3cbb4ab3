"""What lists say of the entries that names have met: countries, addresses, numbers."""

from __future__ import annotations

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner
from followthegoods.questions.screening.grading import Listed
from followthegoods.reference.lists.views import Lists, scan


class Entries:
    """Countries, addresses and numbers of the entries that names have met."""

    def __init__(self, runner: Runner, lists: Lists, entries: set[tuple[str, str]]) -> None:
        only = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in sorted(entries))
        where = f"WHERE (list, entry) IN ({only})" if entries else "WHERE false"
        self.countries: dict[tuple[str, str], set[str]] = {}
        self.addresses: dict[tuple[str, str], set[str]] = {}
        self.ids: dict[tuple[str, str], set[str]] = {}
        for name, entry, countries in runner.ask(
            f"SELECT list, entry, countries FROM {scan(lists, 'entries')} {where}"
        ):
            self.countries.setdefault((name, entry), set()).update(countries)
        places = scan(lists, "entry_addresses")
        for name, entry, key, country in runner.ask(
            f"SELECT list, entry, address_key, country FROM {places} {where}"
        ):
            self.addresses.setdefault((name, entry), set()).add(key)
            if country:
                self.countries.setdefault((name, entry), set()).add(country)
        for name, entry, key in runner.ask(
            f"SELECT list, entry, id_key FROM {scan(lists, 'entry_ids')} {where} AND valid"
        ):
            self.ids.setdefault((name, entry), set()).add(key)

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
            core=text,
            form=form,
            words=words,
            script=script,
            countries=frozenset(self.countries.get(key, ())),
            addresses=tuple(sorted(self.addresses.get(key, ()))),
            tax_ids=frozenset(self.ids.get(key, ())),
        )
