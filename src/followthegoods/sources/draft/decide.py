"""Which column is which field: by its header's words, by its values, by its neighbours.

Words name the field; values may only confirm or refuse it, and speak alone where no words are.
Origin and dispatch, sender and receiver are never told apart by values.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from followthegoods.facts.countries import VARIOUS, country_code
from followthegoods.facts.currencies import currency_code
from followthegoods.facts.units import unit_code
from followthegoods.model.fields import BY_NAME, ROLES, Kind
from followthegoods.sources.draft import values
from followthegoods.sources.draft.choice import (
    LIKELY,
    SURE,
    UNSURE,
    Choice,
    Seen,
    percent,
    settle,
    standing,
)
from followthegoods.sources.draft.relations import counts_items, counts_rows, over_rows
from followthegoods.sources.draft.table import Table
from followthegoods.sources.draft.values import Column, fit_of
from followthegoods.sources.draft.words import Hit, read_header, word_set

AGREE, REFUSE = 0.8, 0.4
"""From this share on, cells confirm a header; below that one they refuse it."""

_NUMERIC = (Kind.WEIGHT, Kind.QUANTITY, Kind.RATE, Kind.INTEGER)
_DIGITS = re.compile(r"\d{7,14}(?:\.0)?")


def look_at(table: Table) -> dict[int, Seen]:
    """Every column of a table with its header taken apart, by place."""
    found = {}
    for place, text in enumerate(table.header, start=1):
        column = Column(place, tuple(table.column(place)))
        found[place] = Seen(column, read_header(text) if text else None)
    return found


def decide(seen: dict[int, Seen]) -> dict[int, Choice]:
    """A choice for every column but those of money, which are decided by themselves."""
    choices = {place: by_header(one) for place, one in seen.items()}
    _no_rows(choices, seen)
    settle(choices, seen)
    _by_weight(choices, seen)
    _by_values(choices, seen)
    _by_counting(choices, seen)
    _by_neighbour(choices, seen)
    settle(choices, seen)
    return choices


def nothing(seen: Seen) -> Choice:
    """No field: what the column is, as far as can be told."""
    column = seen.column
    if column.is_guid:
        why = "a vendor's own tags"
    elif not column.filled:
        why = "no cell is filled"
    elif column.constant:
        why = f"every cell reads {next(iter(column.counted))[:40]!r}"
    elif seen.concepts:
        said = ", ".join(sorted(seen.concepts)).replace("_", " ")
        why = f"header says {said}; that names no field"
    else:
        why = "the header says nothing that is known" if seen.header else "no header"
    return Choice(seen.place, None, SURE if column.is_guid else LIKELY, why)


def by_header(seen: Seen) -> Choice:
    """The field that a header names and the values do not refuse."""
    if seen.header is None or seen.column.is_guid:
        return nothing(seen)
    refused = []
    for hit in seen.header.hits:
        if BY_NAME[hit.field].kind is Kind.MONEY:
            continue
        field = _as_values_say(hit.field, seen.column)
        choice = _confirmed(hit, field, seen)
        if choice.field:
            return choice
        refused.append(choice)
    return refused[0] if refused else nothing(seen)


def _confirmed(hit: Hit, field: str, seen: Seen) -> Choice:
    column, test = seen.column, fit_of(field)
    why = f"header says {hit.said}"
    if factor := seen.factor(field):
        why += f", times {factor:,}"
    if hit.strange:
        why += f", but also {' '.join(hit.strange)}"
    confidence = (SURE if hit.weight > 1 else LIKELY) if hit.whole else UNSURE
    if not column.filled:
        known = LIKELY if hit.whole else UNSURE
        return Choice(seen.place, field, known, f"{why}; no cell is filled", hit.weight)
    if test is not None:
        share = (column if BY_NAME[field].kind in _NUMERIC else column.stated).share(test[0])
        if share < REFUSE or (share < AGREE and not hit.whole):
            return Choice(
                seen.place, None, LIKELY, f"{why}; only {percent(share, column, test[1])}"
            )
        why += f"; {percent(share, column, test[1])}"
        if share < AGREE and confidence == SURE:
            confidence = LIKELY
    return Choice(seen.place, field, confidence, why, hit.weight)


def _as_values_say(field: str, column: Column) -> str:
    """The field's nearest kin where the values are plainly that and not the field itself."""
    if not column.filled:
        return field
    role, _, part = field.partition("_")
    if role in ROLES and part == "name" and column.share(_is_digits) > AGREE:
        return f"{role}_id" if f"{role}_id" in BY_NAME else field
    if role in ROLES and part == "id" and column.share(_is_sentence) > AGREE:
        return f"{role}_name"
    if field == "origin_country" and any(country_code(c) == VARIOUS for c in column.counted):
        return "declared_origin"
    if field == "regime" and column.share(values.is_regime) < REFUSE:
        return "direction" if column.share(values.is_direction) > AGREE else field
    if field == "registered" and column.share(values.is_month) > 0.95 and len(column.counted) > 1:
        return "month"
    return field


def _is_digits(cell: str) -> bool:
    return bool(_DIGITS.fullmatch(cell))


def _is_sentence(cell: str) -> bool:
    return " " in cell and values.is_wordy(cell)


def _by_weight(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """Two columns of kilograms of which one is never the lighter: gross and net."""
    found = [
        one for place, one in seen.items()
        if {"weight", "kg"} <= one.concepts and not choices[place].stands
        and one.column.numeric and not one.concepts & {"gross", "net", "total", "per_unit"}
    ]  # fmt: skip
    if len(found) != 2 or any(standing(choices, name) for name in ("gross_kg", "net_kg")):
        return
    for gross, net in (found, found[::-1]):
        pairs = [
            (a, b) for a, b in zip(gross.column.numbers, net.column.numbers, strict=True)
            if a is not None and b is not None
        ]  # fmt: skip
        if pairs and all(a >= b for a, b in pairs) and any(a > b for a, b in pairs):
            why = f"header says weight in kg; of {gross.label} and {net.label} one is never lighter"
            choices[gross.place] = Choice(gross.place, "gross_kg", LIKELY, why)
            choices[net.place] = Choice(net.place, "net_kg", LIKELY, why)


def _by_values(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """What values say of columns whose headers say nothing."""
    silent = [
        one for place, one in seen.items()
        if choices[place].field is None and one.column.filled and not one.column.is_guid
        and not (one.header and one.header.hits)
    ]  # fmt: skip
    taken = {choice.field for choice in choices.values() if choice.stands}
    proposed: dict[str | None, list[Choice]] = defaultdict(list)
    for one in silent:
        proposal = _proposal(one)
        if proposal and proposal.field not in taken:
            proposed[proposal.field].append(proposal)
    dated = bool(taken & {"registered", "released", "month"})
    for field, found in proposed.items():
        for choice in found:
            # `Ship date` says that it is a date, and of something else.
            other_date = field == "registered" and "date" in seen[choice.place].concepts
            alone = len(found) == 1 and not other_date
            alone &= not (dated and field in ("registered", "month"))
            confidence = choice.confidence if alone else UNSURE
            choices[choice.place] = Choice(choice.place, field, confidence, choice.why)


def _proposal(one: Seen) -> Choice | None:
    column, headed = one.column, one.header is not None
    for field, test, what, needed, confidence in _PROPOSALS:
        share = column.share(test)
        if share >= needed and (len(column.counted) > 1 or headed):
            said = percent(share, column, what)
            return Choice(one.place, field, UNSURE if confidence == _BARE and headed else
                          LIKELY if confidence == _BARE else confidence, said)  # fmt: skip
    if column.form:
        why = "declaration numbers: office, date, number"
        return Choice(one.place, "declaration", LIKELY, why)
    if column.length > 40 and column.share(_is_sentence) > AGREE:
        distinct = len(column.counted) / column.filled
        if distinct > 0.2 and column.share(values.is_address) < 0.5:
            why = f"long texts, {len(column.counted):,} different"
            return Choice(one.place, "goods", UNSURE if headed else LIKELY, why)
    return None


_BARE = "likely where there is no header"

_PROPOSALS = (
    ("month", values.is_month, "months", 0.98, LIKELY),
    ("registered", lambda c: values.is_day(c) and not c.isdigit(), "days", 0.9, LIKELY),
    ("incoterms", values.is_incoterms, "delivery terms", 0.9, LIKELY),
    ("direction", values.is_direction, "import or export", 0.95, LIKELY),
    ("hs", lambda c: values.is_code(c) and len(c) in (6, 8, 10), "commodity codes", 0.95, _BARE),
    ("invoice_currency", lambda c: len(c) == 3 and currency_code(c) is not None and c.isupper(),
     "currencies", 0.95, _BARE),
    ("unit", lambda c: unit_code(c) is not None and not c.isdigit(), "units", 0.95, _BARE),
    (None, lambda c: values.is_country(c) and not c.isdigit(),
     "countries, and nothing says which: origin, dispatch, destination", 0.9, UNSURE),
    (None, values.is_company, "names with a legal form, and nothing says whose", 0.6, UNSURE),
)  # fmt: skip


def _no_rows(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """No column that numbers the rows of the file numbers items: a row that comes again in another
    file has another number there, and would count twice."""
    declarations = standing(choices, "declaration")
    if declarations is None:
        return
    numbers = seen[declarations.place].column
    for place, choice in choices.items():
        if choice.field == "item" and counts_rows(seen[place].column, numbers):
            why = "counts the rows of the file, not the lines of a declaration"
            choices[place] = Choice(place, None, LIKELY, why)


def _by_counting(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """A column that counts the lines of each declaration is the item number, where its header says
    no more than that it is one of numbers."""
    declarations = standing(choices, "declaration")
    if declarations is None or standing(choices, "item"):
        return
    numbers = seen[declarations.place].column
    found = [
        one for place, one in seen.items()
        if choices[place].field is None and one.concepts <= {"number"}
        and not (one.header and one.header.hits) and one.column.numeric
        and counts_items(one.column, numbers) and not counts_rows(one.column, numbers)
    ]  # fmt: skip
    if len(found) == 1:
        why = "counts the lines of each declaration"
        choices[found[0].place] = Choice(found[0].place, "item", LIKELY, why)


def _by_neighbour(choices: dict[int, Choice], seen: dict[int, Seen]) -> None:
    """A tax id or an address beside a party's name is that party's."""
    for place, one in seen.items():
        if choices[place].stands or (one.header and one.header.hits):
            continue
        part = _part(one)
        if part is None:
            continue
        roles = {_role(choices.get(beside)) for beside in (place - 1, place + 1)} - {None}
        fields = [f"{role}_{part}" for role in roles]
        fields = [name for name in fields if name in BY_NAME and not standing(choices, name)]
        test = fit_of(f"receiver_{part}")
        agrees = test is None or one.column.share(test[0]) >= AGREE
        said = f"tax ids of {one.column.register}" if one.column.register else f"header says {part}"
        if len(fields) == 1 and agrees:
            role = fields[0].partition("_")[0]
            why = f"{said}; beside the {role}'s name"
            choices[place] = Choice(place, fields[0], LIKELY, why)
        elif not roles and one.column.register and _only_importers(choices, seen):
            why = f"{said}; the importers are the only companies here: likely theirs"
            choices[place] = Choice(place, "receiver_id", LIKELY, why)
        elif not choices[place].field:
            choices[place] = Choice(place, None, UNSURE, f"{said}; nothing says whose")


def _only_importers(choices: dict[int, Choice], seen: dict[int, Seen]) -> bool:
    """Whether one column says who imported, and no other column names a company or its id."""
    parties = [c for c in choices.values() if _is_of_a_party(c, seen[c.place])]
    if [choice.field for choice in parties] != ["receiver_name"]:
        return False
    header = seen[parties[0].place].header
    return header is not None and bool(set(header.words) & word_set("values", "importer"))


def _is_of_a_party(choice: Choice, one: Seen) -> bool:
    role, _, part = (choice.field or "").partition("_")
    named = choice.stands and role in ROLES and part in ("name", "id")
    return named or (choice.field != "goods" and one.column.share(values.is_company) >= 0.5)


def _part(one: Seen) -> str | None:
    words = one.header.words if one.header else ()
    if one.column.register and not one.concepts & {"hs", "number", "declaration"}:
        return "id"
    if len(words) <= 3 and "id" in one.concepts:
        return "id"
    return "address" if len(words) == 1 and "address" in one.concepts else None


def _role(choice: Choice | None) -> str | None:
    if choice is None or not choice.stands or not choice.field:
        return None
    role, _, part = choice.field.partition("_")
    return role if role in ROLES and part == "name" else None


def written_once(choices: dict[int, Choice], seen: dict[int, Seen]) -> frozenset[int]:
    """The columns of fields that stand once over the rows of a declaration."""
    declarations, items = standing(choices, "declaration"), standing(choices, "item")
    if declarations is None:
        return frozenset()
    others = [
        seen[place].column for place, choice in choices.items()
        if choice.stands and choice.field and place != declarations.place
        and BY_NAME[choice.field].kind not in (*_NUMERIC, Kind.MONEY)
    ]  # fmt: skip
    found = over_rows(
        seen[declarations.place].column, others, seen[items.place].column if items else None
    )
    for column in found:
        choice = choices[column.place]
        why = f"{choice.why}; written once over several rows"
        choices[column.place] = replace(choice, why=why)
    return frozenset(column.place for column in found)


def mapped(choices: dict[int, Choice], seen: dict[int, Seen]) -> dict[str, list[int]]:
    """Field -> places, in the order of the vocabulary; of twins the plain one first."""
    found: dict[str, list[int]] = {}
    for name in BY_NAME:
        places = [c.place for c in choices.values() if c.stands and c.field == name]
        ranks = {place: header.rank if (header := seen[place].header) else 0 for place in places}
        if places:
            found[name] = sorted(places, key=lambda place: (ranks[place], place))
    return found
