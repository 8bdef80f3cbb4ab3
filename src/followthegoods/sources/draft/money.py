"""Which column is the line's value: by words that leave no doubt or by proof, else nobody's choice.

A column that repeats over a declaration is a total. `TOTAL` in a header may be the line's own sum
or the declaration's: it counts as the line's only where unit price times quantity, or one rate a
day to a value of the line, proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from followthegoods.facts.currencies import currency_code
from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.draft.choice import (
    LIKELY,
    SURE,
    UNSURE,
    Choice,
    Seen,
    standing,
)
from followthegoods.sources.draft.relations import (
    is_product,
    is_sum,
    multiplies,
    one_rate,
    repeats,
)
from followthegoods.sources.draft.values import Column
from followthegoods.sources.draft.words import BOX, Hit

LINE_VALUES = ("statistical_usd", "customs_value", "cif_usd", "fob_usd", "invoice_value")
TOTALS = {"customs_value": "total_customs_value", "invoice_value": "total_invoice_value"}

_MONEY = frozenset({"value", "price", "fob", "cif", "freight", "insurance"})
_NO_VALUE = frozenset({"per_unit", "freight", "insurance"})


@dataclass
class Money:
    """The columns of money, and what else is needed to tell them apart."""

    seen: dict[int, Seen]
    choices: dict[int, Choice]

    def __post_init__(self) -> None:
        free = [one for one in self.seen.values() if not self.choices[one.place].stands]
        self.columns = [
            one for one in free
            if (one.column.numeric or not one.column.filled) and _is_money(one)
        ]  # fmt: skip
        self.values = [one for one in self.columns if not one.concepts & _NO_VALUE]
        self.declarations = self.column("declaration")
        self.days = self.column("registered") or self.column("released")
        self.quantity = self.column("quantity")

    def column(self, field: str) -> Column | None:
        found = standing(self.choices, field)
        return self.seen[found.place].column if found else None

    def repeats(self, one: Seen) -> bool | None:
        """Whether a column is of the declaration rather than of the line; None: not to be told."""
        if self.declarations is None:
            return None
        others = [each.column for each in self.columns if each.column.numeric]
        others += [c for c in map(self.column, ("net_kg", "gross_kg", "quantity")) if c]
        return repeats(one.column, self.declarations, others)

    def price_of(self, one: Seen) -> Seen | None:
        """The column of unit prices that times the quantity gives this one."""
        if self.quantity is None:
            return None
        for price in self.columns:
            named = bool(price.concepts & {"price", "per_unit"}) and "total" not in price.concepts
            telling = price is not one and (named or multiplies(self.quantity))
            if telling and is_product(one.column, price.column, self.quantity):
                return price
        return None

    def value_of(self, one: Seen) -> Seen | None:
        """The column that this one, times the quantity, gives: then this is a price."""
        if self.quantity is None or not multiplies(self.quantity):
            return None
        for value in self.columns:
            if value is not one and is_product(value.column, one.column, self.quantity):
                return value
        return None


def _is_money(one: Seen) -> bool:
    if one.header is None:
        return one.column.share(lambda cell: "." in cell or "," in cell) > 0.5
    named = any(BY_NAME[hit.field].kind is Kind.MONEY and hit.whole for hit in one.header.hits)
    return bool(one.concepts & _MONEY) or named


def decide_money(seen: dict[int, Seen], choices: dict[int, Choice]) -> list[Choice]:
    """Decide the columns of money in `choices`; returns those that a person has to choose from."""
    money = Money(seen, choices)
    for one in money.columns:
        choices[one.place] = _by_words(one, money)
    _one_each(money)
    _by_rate(money)
    _by_sum(money)
    return [
        choices[one.place] for one in money.values
        if not choices[one.place].stands and one.column.filled and not one.column.constant
    ]  # fmt: skip


def _by_words(one: Seen, money: Money) -> Choice:
    hit, why = _hit(one, money)
    if hit is None:
        return Choice(one.place, None, LIKELY if one.concepts & _NO_VALUE else UNSURE, why)
    why = f"header says {hit.said}"
    if factor := one.factor(hit.field):
        why += f", times {factor:,}"
    if not one.column.filled:
        return Choice(one.place, hit.field, LIKELY, f"{why}; no cell is filled", hit.weight)
    repeated = money.repeats(one)
    if hit.field.startswith("total_"):
        if repeated is False and hit.weight < BOX:
            return Choice(one.place, None, UNSURE, f"{why}; but it differs within declarations")
        return Choice(one.place, hit.field, SURE if repeated else LIKELY, why, hit.weight)
    if repeated:
        total = TOTALS.get(hit.field)
        why += "; it repeats over a declaration whose lines differ: a total"
        return Choice(one.place, total, SURE, why, hit.weight)
    if (value := money.value_of(one)) is not None:
        why += f"; times the quantity it is {value.label}: a price"
        return Choice(one.place, None, SURE, why)
    return _of_the_line(one, hit, why, repeated, money)


def _of_the_line(one: Seen, hit: Hit, why: str, repeated: bool | None, money: Money) -> Choice:
    if hit.total:
        price = money.price_of(one)
        if price is not None:
            why += f"; {price.label} times the quantity is this: the line's own"
        elif repeated is False:
            why += "; it differs within declarations: the line's own"
        else:
            why += "; nothing proves that it is the line's and not the declaration's"
            return Choice(one.place, hit.field, UNSURE, why, hit.weight)
        return Choice(one.place, hit.field, LIKELY, why, hit.weight)
    if hit.weight == 1 and [each for each in money.values if each.column.filled] != [one]:
        why += "; other columns hold money too"
        return Choice(one.place, hit.field, UNSURE, why, hit.weight)
    if repeated is False:
        why += "; it differs within declarations"
    return Choice(one.place, hit.field, SURE if hit.weight > 1 else LIKELY, why, hit.weight)


def _hit(one: Seen, money: Money) -> tuple[Hit | None, str]:
    """The field of money that a header names as a whole; else why none."""
    if one.header is None:
        return None, "numbers with decimals, no header"
    said = ", ".join(sorted(word.replace("_", " ") for word in one.concepts & (_MONEY | {"total"})))
    named = f"header says {said}" if said else "numbers"
    stated = one.header.currency or ("USD" if "usd" in one.concepts else None)
    for hit in one.header.hits:
        if BY_NAME[hit.field].kind is not Kind.MONEY:
            continue
        if hit.field == "invoice_value" and stated:
            words_left = [w for w in hit.strange if w not in ("USD", "ДOЛ", "ДOЛЛ", "CШA")]
            if not words_left and _contract_in(stated, money):
                return Hit(hit.field, hit.weight, hit.said, (), hit.total), ""
            named += f" in {stated}, which is not the contract's one currency"
        elif hit.whole:
            return hit, ""
    if one.concepts & _NO_VALUE:
        return None, f"{named}: a part of the value, or of one unit"
    return None, named + ("" if stated else "; no currency is stated")


def _contract_in(stated: str, money: Money) -> bool:
    """Whether every contract is in that currency."""
    column = money.column("invoice_currency")
    return column is not None and {currency_code(c) for c in column.counted} == {stated}


def _one_each(money: Money) -> None:
    """One column for each value: of several, the plainest header; between equals a person."""
    for field in (*LINE_VALUES, *TOTALS.values()):
        rivals = [c for c in money.choices.values() if c.stands and c.field == field]
        best = max((c.weight for c in rivals), default=0)
        filled = [c for c in rivals if money.seen[c.place].column.filled] or rivals
        first = [c for c in filled if c.weight == best]
        for choice in rivals:
            if len(first) == 1 and choice is first[0]:
                continue
            if len(rivals) > 1:
                why = f"{choice.why}; {len(rivals)} columns say so"
                money.choices[choice.place] = Choice(choice.place, field, UNSURE, why)


def _by_rate(money: Money) -> None:
    """Dollars at one rate a day to the line's customs value are its statistical value."""
    national = money.column("customs_value")
    if national is None or standing(money.choices, "statistical_usd"):
        return
    found = [
        one for one in money.values
        if money.choices[one.place].field == "statistical_usd"
        and not money.choices[one.place].stands
        and one_rate(national, one.column, money.days)
    ]  # fmt: skip
    if len(found) == 1:
        place = found[0].place
        why = money.choices[place].why.partition(";")[0]
        why += "; the customs value stands to it at one rate a day: the line's own"
        money.choices[place] = Choice(place, "statistical_usd", LIKELY, why)


def _by_sum(money: Money) -> None:
    """CIF = FOB + freight + insurance names the two, where both are stated in dollars."""
    freight = [one.column for one in money.columns if "freight" in one.concepts]
    insurance = [one.column for one in money.columns if "insurance" in one.concepts]
    if len(freight) != 1 or len(insurance) > 1:
        return
    added = [*freight, *insurance]
    dollars = [
        one for one in money.values
        if "usd" in one.concepts and (choice := money.choices[one.place])
        and (not choice.stands or choice.field in ("fob_usd", "cif_usd"))
    ]  # fmt: skip
    pairs = [
        (fob, cif) for fob, cif in permutations(dollars, 2)
        if fob.column.filled and is_sum(cif.column, [fob.column, *added])
    ]  # fmt: skip
    if len(pairs) != 1:
        return
    for field, one in zip(("fob_usd", "cif_usd"), pairs[0], strict=True):
        choice = money.choices[one.place]
        if not standing(money.choices, field) and money.repeats(one) is not True:
            why = f"{choice.why}; {pairs[0][1].label} is {pairs[0][0].label} + freight + insurance"
            money.choices[one.place] = Choice(one.place, field, LIKELY, why)
