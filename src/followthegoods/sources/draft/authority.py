"""Whose records these are: by tax ids, declaration numbers, words and titles; else nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from followthegoods.facts.countries import country_code
from followthegoods.sources.draft.choice import Choice, Seen, standing
from followthegoods.sources.draft.table import Table
from followthegoods.sources.draft.words import (
    authorities_named,
    draft_words,
    fold_words,
    word_set,
)

UNKNOWN = "??"
_ENOUGH = 2


def find_authority(
    table: Table, seen: dict[int, Seen], choices: dict[int, Choice]
) -> tuple[str, str]:
    """The authority (ISO alpha-2) and why; `??` where too little, or more than one, speaks."""
    votes: Counter[str] = Counter()
    said: dict[str, list[str]] = {}
    for authority, weight, why in _votes(table, seen, choices):
        if why not in said.setdefault(authority, []):
            votes[authority] += weight
            said[authority].append(why)
    (best, most), (_, next_most) = (votes.most_common(2) + [(UNKNOWN, 0)] * 2)[:2]
    if most < _ENOUGH or most == next_most:
        return UNKNOWN, "; ".join(f"{name}: {', '.join(why)}" for name, why in said.items())
    return best, ", ".join(said[best])


def _votes(
    table: Table, seen: dict[int, Seen], choices: dict[int, Choice]
) -> Iterable[tuple[str, int, str]]:
    for one in seen.values():
        field = choices[one.place].field or ""
        if one.column.register and field not in ("hs", "declaration", "office", "item"):
            yield one.column.register, 2, f"tax ids in {one.label}"
        if field == "declaration" and one.column.form not in (None, UNKNOWN):
            yield one.column.form, 2, f"declaration numbers in {one.label}"
        if one.header is None:
            continue
        for authority in authorities_named(one.header.words):
            yield authority, 2, f"the header {one.label}"
        if one.header.currency and "value" in one.concepts:
            for authority, currency in draft_words()["currency_of"].items():
                if currency == one.header.currency:
                    yield authority, 1, f"values in {currency}"
    for text, weight in (*((line, 2) for line in table.preamble), (table.name, 1)):
        for word in re.split(r"[\W_]+", text):
            # Codes and short words in a title say nothing.
            if len(word) > 3 and (code := country_code(word)) in draft_words()["currency_of"]:
                yield str(code), weight, f"the title {text[:40]!r}"
    if any(set("іїєґІЇЄҐ") & set(one.header.text) for one in seen.values() if one.header):
        yield "UA", 1, "headers in Ukrainian"


def find_direction(
    table: Table, seen: dict[int, Seen], choices: dict[int, Choice], authority: str
) -> tuple[str, str]:
    """`import` or `export` where no column says, and why; `??` where nothing tells."""
    words = {word for text in (*table.preamble, table.name) for word in fold_words(text)}
    imports = bool(words & word_set("values", "imports"))
    exports = bool(words & word_set("values", "exports"))
    if imports != exports:
        return ("import" if imports else "export"), "the title says so"
    column = standing(choices, "direction") or standing(choices, "regime")
    if column:
        cells = seen[column.place].column.counted
        first = Counter(fold_words(cell)[0] for cell in cells.elements() if fold_words(cell))
        into = sum(n for word, n in first.items() if word in word_set("values", "imports"))
        out = sum(n for word, n in first.items() if word in word_set("values", "exports"))
        if into or out:
            return ("import" if into >= out else "export"), f"most of column {column.place}"
    for role, direction in (("receiver", "import"), ("sender", "export")):
        id_column = standing(choices, f"{role}_id")
        register = seen[id_column.place].column.register if id_column else None
        if register and register == authority:
            return direction, f"the {role}s have tax ids of {register}"
    named = {word for one in seen.values() if one.header for word in one.header.words}
    importer = bool(named & word_set("values", "importer"))
    if importer != bool(named & word_set("values", "exporter")):
        who = "importer" if importer else "exporter"
        return who.removesuffix("er"), f"the headers name an {who} and not the other side so"
    return UNKNOWN, "nothing tells imports from exports"


def currency_for(authority: str, seen: dict[int, Seen], choices: dict[int, Choice]) -> str:
    """The currency of the customs value: as its header says, else the authority's."""
    column = standing(choices, "customs_value")
    header = seen[column.place].header if column else None
    if header and header.currency:
        return header.currency
    return str(draft_words()["currency_of"].get(authority, UNKNOWN))
