"""What changed, in words: the rows of `changes` become leads.

A lead is worded as what it may be. Nothing here says that anybody broke a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from followthegoods.facts.hs import hs_text
from followthegoods.facts.hs_sections import section
from followthegoods.facts.placeholders import is_no_party
from followthegoods.model.answer import Figure
from followthegoods.model.leads import KINDS, Lead, LeadParty, LeadRows
from followthegoods.parties.search import party_id
from followthegoods.questions.changes import CROWDED, PLACES, TOLD

Results = Mapping[str, Sequence[tuple[Any, ...]]]

MANY_SECTIONS = 6
"""Sections of the Harmonised System from which on goods are called unrelated: the parts of one
machine are of plastics, base metals, machinery, vehicles and instruments, which are five."""

SENDER, MORE_SENDERS, ADDRESS, GOODS, MAKERS, SOON = 3, 1, 5, 2, 1, 1
"""What a possible successor has in common with the buyer that stopped: a sender, each more of
them (two at most), an address, most of its goods by code, a maker; and that it began within
`SOON_DAYS` of the last line of the other. An address weighs most: it is chosen, and few share it;
a sender or a code alone may be chance."""

MOST_SENDERS = 2
SOON_DAYS = 180
SUCCESSOR_FROM = 6
"""The score from which on a buyer is a lead: no one thing in common reaches it alone, nor do a
sender, its maker and the time, as buyers of one dealer come and go."""

SHOWN = 50
"""Leads listed of a kind."""


@dataclass(frozen=True)
class Leading:
    """What leads are told with: the event, the first day of the records, the subject's parties
    (empty: everybody), the names of parties, where a line stands."""

    event: date
    label: str
    first: date | None
    subject: tuple[str, ...]
    names: Mapping[int, str]
    place: Callable[[int], str]
    asked: Mapping[str, str]
    """The parameters that narrow the question, as `LeadRows.how` has them."""


def parties_of(results: Results) -> set[int]:
    """The parties that leads may name."""
    found: set[int] = set()
    for row in results["senders"]:
        found.add(row[TOLD])
    for row in results["new_ways"]:
        found |= {row[10], *(old["sender"] for old in row[11])}
        found |= {int(row[9])} if row[8] == "maker" else set()
    for row in results["successors"]:
        found |= {row[TOLD], row[TOLD + 1], *row[TOLD + 5]}
    for row in results["far_prices"]:
        found |= {row[TOLD + 2]} - {None}
    for row in results["addresses"]:
        found |= set(row[TOLD + 2])
    return found


def read_leads(results: Results, leading: Leading) -> tuple[tuple[Lead, ...], dict[str, int]]:
    """The leads, kind by kind, most money first; and how many more of a kind there are."""
    found: dict[str, list[Lead]] = {
        "new_sender": list(_new_senders(results, leading)),
        "successor": list(_successors(results, leading)),
        "intermediary": list(_intermediaries(results, leading)),
        "price": list(_prices(results, leading)),
        "many_goods": list(_many_goods(results, leading)),
        "one_address": list(_one_address(results, leading)),
    }
    found["successor"].sort(key=lambda lead: -(lead.score or 0))
    shown = tuple(lead for kind in KINDS for lead in found[kind][:SHOWN])
    return shown, {kind: len(own) - SHOWN for kind, own in found.items() if len(own) > SHOWN}


def _figure(row: Sequence[Any]) -> Figure:
    low, mid, high, has, lines = row[:5]
    amounts = Decimal(low), Decimal(mid), Decimal(high)
    return Figure(*amounts, True, int(has), int(lines) - int(has))


def _rows(
    row: Sequence[Any],
    leading: Leading,
    who: tuple[str, ...],
    how: Mapping[str, str],
    where: Mapping[str, str],
) -> LeadRows:
    places = tuple(leading.place(line) for line in (row[7] or ())[:PLACES])
    return LeadRows(int(row[4]), places, who, {**leading.asked, **how}, dict(where))


def _of_sender(row: Sequence[Any], sender: int, leading: Leading, **how: str) -> LeadRows:
    """How to list a sender's lines: the subject's that are its own, else all of its own."""
    if leading.subject:
        return _rows(row, leading, leading.subject, how, {"supplier": party_id(sender)})
    return _rows(row, leading, (party_id(sender),), {"role": "sender", **how}, {})


def _since(leading: Leading) -> dict[str, str]:
    asked = leading.asked.get("first")
    return {"first": max(leading.event.isoformat(), asked or "")}


def _name(leading: Leading, party: int) -> str:
    return leading.names.get(party) or party_id(party)


def _party(leading: Leading, party: int, part: str) -> LeadParty:
    return LeadParty(party_id(party), _name(leading, party), part)


def _days(first: date, last: date) -> str:
    days = (last - first).days
    return f"{days:,} day{'' if days == 1 else 's'}"


# -- kinds


def _new_senders(results: Results, leading: Leading) -> Iterator[Lead]:
    """Senders first seen since the event, where the records reach back before it."""
    if leading.first is None or leading.first >= leading.event:
        return
    for row in results["senders"]:
        sender, seen, seen_here, buyers = row[TOLD : TOLD + 4]
        if seen_here < leading.event:
            continue
        reasons = [
            f"first line on {row[5]}, {_days(leading.event, row[5])} after {leading.label}",
            f"none in the {_days(leading.first, leading.event)} of records before it",
        ]
        if seen < leading.event:
            reasons.append(f"it sent to other buyers before, since {seen} at least")
        elif buyers > 1:
            reasons.append(f"it sends to {buyers:,} buyers of these records, all since")
        name = _name(leading, sender)
        yield Lead(
            kind="new_sender",
            text=f"{name} may be a new supplier.",
            reasons=tuple(reasons),
            parties=(_party(leading, sender, "sender"),),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=None,
            rows=_of_sender(row, sender, leading, **_since(leading)),
        )


def _intermediaries(results: Results, leading: Leading) -> Iterator[Lead]:
    """New senders of a brand that another one stopped sending: a maker's first, as surer."""
    told: set[tuple[int, tuple[int, ...]]] = set()
    for row in sorted(results["new_ways"], key=lambda row: str(row[8])):
        kind, brand, sender, before = row[8:12]
        olds = tuple(old["sender"] for old in before)
        if (sender, olds) in told or (kind == "trademark" and is_no_party(brand)):
            continue
        told.add((sender, olds))
        maker = int(brand) if kind == "maker" else None
        called = brand if maker is None else _name(leading, maker)
        direct = maker in olds
        stopped = [f"{_name(leading, old['sender'])} until {old['ended']}" for old in before]
        parties = [_party(leading, sender, "sender")]
        parties += [_party(leading, old, "old sender") for old in olds]
        parties += [_party(leading, maker, "maker")] if maker is not None else []
        yield Lead(
            kind="intermediary",
            text=f"Goods of the {kind} {called} may go on through {_name(leading, sender)}.",
            reasons=(
                f"the same {kind} came from {'the maker itself, ' if direct else ''}"
                f"{'; '.join(stopped)}, and no more since",
                f"from {_name(leading, sender)} it comes since {row[5]}, and not before "
                f"{leading.label}",
            ),
            parties=tuple(parties),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=None,
            rows=_of_sender(row, sender, leading, **_since(leading)),
        )


def _successors(results: Results, leading: Leading) -> Iterator[Lead]:
    for row in results["successors"]:
        old, new, _, ended, began, senders, addresses, makers, codes, point = row[TOLD:]
        score, reasons = 0, [f"{_name(leading, old)} has no line after {ended}"]
        if senders:
            score += SENDER + MORE_SENDERS * min(len(senders) - 1, MOST_SENDERS)
            named = ", ".join(_name(leading, sender) for sender in senders[:5])
            reasons.append(f"both buy from {named}{', …' if len(senders) > 5 else ''}")
        if addresses:
            score += ADDRESS
            reasons.append("both give the same address")
        if row[1] > 0 and Decimal(point) * 2 >= row[1]:
            score += GOODS
            reasons.append(f"most of what it buys is of codes the other bought: {codes[0]} …")
        if makers:
            score += MAKERS
            reasons.append("both buy goods of the same maker")
        if abs((began - ended).days) <= SOON_DAYS:
            score += SOON
            reasons.append(f"it began on {began}, {_days(*sorted((ended, began)))} apart")
        if score < SUCCESSOR_FROM:
            continue
        yield Lead(
            kind="successor",
            text=f"{_name(leading, new)} looks like a possible successor of {_name(leading, old)}.",
            reasons=tuple(reasons),
            parties=(
                _party(leading, new, "buyer"),
                _party(leading, old, "old buyer"),
                *(_party(leading, sender, "sender") for sender in senders[:5]),
            ),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=score,
            rows=_rows(row, leading, (party_id(new),), {}, {}),
        )


def _prices(results: Results, leading: Leading) -> Iterator[Lead]:
    for row in results["far_prices"]:
        hs6, per, sender, above, lowest, highest, usual, low, high = row[TOLD:]
        called = _name(leading, sender) if sender is not None else "a sender not stated"
        seen = _price(lowest) if lowest == highest else f"{_price(lowest)} to {_price(highest)}"
        how = {**_since(leading), "goods": hs6}
        yield Lead(
            kind="price",
            text=f"Prices of {hs6} from {called} look far {'above' if above else 'below'} the "
            "usual ones.",
            reasons=(
                f"{seen} dollars a {per}; half of {usual:,} lines of the code in the case are "
                f"between {_price(low)} and {_price(high)}",
                f"the code is: {hs_text(hs6) or hs6}",
                "a wrong weight or unit, another kind of goods under one code, or a price that "
                "is not at arm's length may be behind it",
            ),
            parties=() if sender is None else (_party(leading, sender, "sender"),),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=None,
            rows=_rows(row, leading, leading.subject, how, {"supplier": ""})
            if sender is None
            else _of_sender(row, sender, leading, **how),
        )


def _price(value: float) -> str:
    """A price of three digits: more would be no more than an indicator has."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _many_goods(results: Results, leading: Leading) -> Iterator[Lead]:
    for row in results["senders"]:
        sender, chapters = row[TOLD], row[TOLD + 4]
        sections = {section(chapter) for chapter in chapters} - {None}
        if len(sections) < MANY_SECTIONS:
            continue
        yield Lead(
            kind="many_goods",
            text=f"{_name(leading, sender)} may be a trading house or a forwarder.",
            reasons=(
                f"since {leading.label} its goods are of {len(sections)} unrelated sections of "
                f"the nomenclature, chapters {', '.join(chapters)}",
            ),
            parties=(_party(leading, sender, "sender"),),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=None,
            rows=_of_sender(row, sender, leading, **_since(leading)),
        )


def _one_address(results: Results, leading: Leading) -> Iterator[Lead]:
    for row in results["addresses"]:
        address, written, parties, since = row[TOLD:]
        reasons = [f"all of them are at {written or address}"]
        if since:
            reasons.append(f"{len(since)} of them sent goods since {leading.label}")
        if len(parties) > CROWDED:
            reasons.append("so many that it may be a business centre or a registering office")
        yield Lead(
            kind="one_address",
            text=f"{len(parties)} senders give one address: they may be one business, or use one "
            "forwarder.",
            reasons=tuple(reasons),
            parties=tuple(
                sorted(
                    (_party(leading, party, "sender") for party in parties),
                    key=lambda one: (one.name, one.id),
                )
            ),
            value_usd=_figure(row),
            first=row[5],
            last=row[6],
            score=None,
            rows=_rows(row, leading, tuple(map(party_id, parties)), {"role": "sender"}, {}),
        )
