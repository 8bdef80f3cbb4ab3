"""INVENTED companies and an INVENTED list, for screening at size: nothing in them is of the world.

Names are words of two to four syllables, drawn so that a few words stand in very many names, with
a word of the trade now and then and a legal form. An entry has one alias. Of the parties a small
share is entries: by their name or alias, in Latin or Cyrillic letters, a third of them with a slip
of the hand. Who is who is known, so that errors can be counted.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

_ONSETS = [*"bdfgklmnprstvz", "br", "dr", "kl", "kr", "pl", "pr", "sk", "st", "tr", "sh"]
_VOWELS = ["a", "e", "i", "o", "u"]
_CODAS = ["", "", "", "n", "r", "l", "k", "m", "s"]
_TRADE = ["TRADE", "TECHNOLOGY", "EXPORT", "INDUSTRIES", "LOGISTICS", "ELECTRONICS", "MOTORS"]
_FORMS = {"LLC": "ООО", "JSC": "АО", "LTD": "", "CO., LTD": "", "GMBH": "", "INC": ""}
"""Legal forms, with what they are in Russian."""
_CYRILLIC = [("sh", "ш"), *zip("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз", strict=True)]
_COUNTRIES = ["RU", "CN", "TR", "AE", "KR", "DE"]
ENTRY_SHARE = 0.002
"""How many of the parties are entries."""


@dataclass(frozen=True)
class Invented:
    """Parties as rows of name, tax id, address and country; the file of the list; which parties
    (by their row, from 1) are which entries."""

    rows: list[tuple[str, str | None, str | None, str | None]]
    list_file: Path
    truth: set[tuple[int, str]]


def invent(folder: Path, parties: int, entries: int, seed: int = 7) -> Invented:
    """So many parties and entries; the same for the same numbers."""
    rng = Random(seed)
    words = _words(rng, 90_000)
    weights = list(accumulate(1 / (place + 40) for place in range(len(words))))

    def own() -> str:
        count = rng.choice((1, 1, 2, 2, 3))
        return " ".join(rng.choices(words, cum_weights=weights, k=count))

    listed = []
    for number in range(entries):
        trade = f" {rng.choice(_TRADE)}" if rng.random() < 0.4 else ""
        names = [f"{own()} {rng.choice(words)}{trade}".upper() for _ in range(2)]
        listed.append((str(number + 1), *names, rng.choice(list(_FORMS)), rng.choice(_COUNTRIES)))
    rows: list[tuple[str, str | None, str | None, str | None]] = []
    truth = set()
    for place in range(1, parties + 1):
        if rng.random() < ENTRY_SHARE:
            entry, name, alias, form, country = rng.choice(listed)
            truth.add((place, entry))
            rows.append((_written(rng, rng.choice((name, alias)), form), None, None, country))
            continue
        trade = f" {rng.choice(_TRADE)}" if rng.random() < 0.4 else ""
        form = rng.choice(list(_FORMS))
        rows.append((_formed(rng, own() + trade, form), None, None, rng.choice(_COUNTRIES)))
    return Invented(rows, _list(folder, rng, listed), truth)


def _words(rng: Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.choice((2, 2, 3, 3, 4))
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables))
        found[word + rng.choice(_CODAS)] = None
    return list(found)


def _written(rng: Random, name: str, form: str) -> str:
    """A listed name as records have it."""
    if rng.random() < 1 / 3:
        at = rng.choice([at for at, letter in enumerate(name) if at and letter != " "])
        name = name[:at] + rng.choice("AEIOU") + name[at + 1 :]
    return _formed(rng, name, form)


def _formed(rng: Random, name: str, form: str) -> str:
    """A name with its legal form; every other Russian one in Cyrillic letters."""
    if not _FORMS[form] or rng.random() < 0.5:
        return f"{name.upper()} {form}"
    name = name.lower()
    for latin, letter in _CYRILLIC:
        name = name.replace(latin, letter)
    return f'{_FORMS[form]} "{name.upper()}"'


def _list(folder: Path, rng: Random, listed: list[tuple[str, str, str, str, str]]) -> Path:
    path = folder / "us_invented_2024-06-01.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["uid", "name", "type", "programs", "aliases", "addresses", "countries"])
        for uid, name, alias, form, country in listed:
            table.writerow([uid, f"{name} {form}", "entity", "INVENTED",
                            f"{alias} {form}", "", country])  # fmt: skip
    return path
