"""Caveats: what an answer leaves out or assumes, in numbers. One table; the docs are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from followthegoods.facts.hs import revisions_assumed
from followthegoods.model.answer import (
    NO_PRICES,
    AnswerBooks,
    Caveat,
    Coverage,
    Prices,
    amount,
    unit_of,
)
from followthegoods.questions.counted import Parameters
from followthegoods.questions.goods import is_code

CAVEATS: dict[str, str] = {
    "invented_data": "Rows of this case are invented: no figure here is of the world.",
    "rows_without_value": "Lines without a value: {n}. They add nothing, and the ceiling is open.",
    "rows_without_measure": "Lines that state nothing in {unit}: {n}. They add nothing to these "
    "figures, and the ceiling is open.",
    "refused_rows_mention_subject": "Refused rows that name the subject: {n}. The ceiling is open.",
    "months_missing": "Months without records between the first and the last: {n} ({months}). The "
    "ceiling is open.",
    "source_gaps": "Months without records within a source's own first and last day: {n} "
    "({sources}).",
    "vendors_cut": "Sources with as many rows as vendors cut their exports at: {n} ({sources}). "
    "More rows may have been left out: the ceiling is open.",
    "stray_months": "Months of a few lines each, years apart from all others of their source: {n} "
    "({months}). Most likely mistyped days: the lines count, and are no coverage.",
    "coverage_ends": "The records run from {first} to {last}; nothing is known outside.",
    "period_beyond_records": "The period asked about reaches beyond the records: the ceiling is "
    "open.",
    "one_authority_only": "Lines of other authorities ({others}) are not added: an export record "
    "and an import record of the same goods are mirrors.",
    "uncertain_party": "Lines that may be the subject's: {n}. They give its name only, and others "
    "have that name, or no legal form is stated. In the ceiling only.",
    "uncertain_goods": "Lines that may be of the goods asked about: {n}. They do not state what is "
    "looked at, state a shorter code, or a code of which only a part is asked for. In the ceiling "
    "only.",
    "goods_not_stated": "Lines that state no goods text or no code, where one is looked at: {n}. "
    "The ceiling is open.",
    "goods_by_words": "Goods are found by words: lines that describe them in other words are in no "
    "figure. The ceiling is open.",
    "hs_days_assumed": "The editions of the Harmonised System are taken to be in force from the "
    "days of the world's amendments: those of this authority are not known.",
    "hs_same_digits": "Codes of other editions of the Harmonised System ({revisions}) are found by "
    "the same digits: no table says what they became.",
    "hs_conversion_assumed": "Codes of other editions of the Harmonised System ({revisions}) are "
    "found by a table of conversions, which gives one code for each: an assumption.",
    "hs_correlated": "Codes of other editions of the Harmonised System ({revisions}) are found by "
    "a correlation table; lines of codes that are only partly the goods are in the ceiling only.",
    "probable_party": "Lines linked by name and legal form only: {n}. Not in the floor.",
    "release_not_stated": "Lines from files without a release date: {n}. Not in the floor.",
    "shown_apart": "Lines shown apart and not counted: {n} ({why}).",
    "no_regime": "Counted lines that state no customs procedure: {n}.",
    "no_previous_procedure": "Counted lines that do not state the previous procedure: {n}.",
    "no_origin": "Counted lines that state no country of origin of the item: {n}.",
    "origin_of_declaration_only": "Of these, lines whose declaration states one for all its items "
    "(box 16): {n}. It is not used.",
    "no_supplier": "Counted lines that name no supplier in the role used: {n}.",
    "no_date": "Counted lines without a date: {n}. In no year, and in a period's ceiling only.",
    "conflicts": "Lines whose versions contradict each other, with nothing to tell which holds: "
    "{n}. Each counts once: the lower value in floor and point, the higher in the ceiling.",
    "suspected_repeats": "Lines that may repeat others: {n} (no key, or a month that declaration "
    "lines cover). In the ceiling only.",
    "key_collisions": "Lines that share a declaration and item number with a line of another "
    "company or day: {n}. They count as lines of their own.",
    "stated_dollars_far_off": "Lines whose stated dollars are more than a tenth away from their "
    "customs value at the official rate: {n}.",
    "net_above_gross": "Counted lines whose net weight is above their gross weight: {n}. One of "
    "the two is wrong: net kilograms, and prices by them, rest on the former.",
    "cif_below_fob": "Counted lines whose CIF value is below their FOB value: {n}. Freight and "
    "insurance only add: one of the two is wrong.",
    "months_cut": "Rows of a month of which only a part is asked about: {where}. There they are in "
    "the ceiling only.",
    "no_rate": "Lines with a value but no official rate for its currency and day: {n}. Without "
    "dollars until rates are added.",
    "no_values": "No values in this source: of the sources, {n} state none on any counted line. "
    "They answer in lines, kilograms and quantities.",
    "marked_cells": "Counted lines with a cell that could not be read, or was read with a doubt: "
    "{n}. See their marks.",
    "detours": "Counted lines sent from another country than they were produced in: {n}.",
    "prices_far": "Lines whose price by the kilogram is far from that of their code in the case: "
    "{n} of {compared} compared, {share} % of the point. A question to ask, and no finding: a "
    "wrong weight or unit, other goods under one code, or a price that is not at arm's length may "
    "be behind it.",
    "names_by_likeness": "Names are joined by likeness, in any script: lines under a translation "
    "or an abbreviation of the subject's name, without its tax id or address, are in no figure.",
    "makers_not_additive": "Makers' figures need not sum to the total.",
    "eurasian_trade_missing": "Trade inside the Eurasian union is not in declarations.",
    "transit_not_imports": "Goods declared as transit never show as imports.",
    "leads_only": "Leads are questions to ask, found by rules of thumb: each may have an innocent "
    "reason, and none says that anybody broke a rule. Doubtful lines are in no lead.",
    "mirrors_not_added": "Export and import records of the same goods are set side by side and "
    "never added.",
    "mirrors_may_be": "Two records of a pair may be of the same goods; that they are, their papers "
    "must show. Values differ by freight, insurance and margins on the way.",
}
"""Code -> text. `{n}` and other braces are filled with the answer's numbers."""


def caveat_text(code: str, **values: object) -> str:
    """The text of a caveat with its numbers filled in."""
    filled = {
        key: f"{value:,}" if isinstance(value, int) else str(value) for key, value in values.items()
    }
    return CAVEATS[code].format(**filled)


APART: dict[str, str] = {
    "other_direction": "the other direction",
    "from_other_procedure": "released from a zone, a warehouse or another procedure",
    "re_import": "re-imported",
    "temporary": "temporarily imported",
    "transit": "in transit",
    "warehouse": "put into a warehouse",
    "export_side": "export procedures",
    "other": "other procedures",
    "unknown_procedure": "procedures that are not known",
    "not_released": "registered, not released",
    "no_procedure": "no procedure stated",
    "first_arrival": "first arrivals, which were not asked for",
    "master_bill": "master bills of lading, whose house bills count",
}
"""Why lines are shown apart, in words."""


@dataclass(frozen=True)
class Said:
    """What the caveats of an answer are made of."""

    invented: bool
    coverage: Coverage
    beyond: bool
    """Whether the period asked about reaches beyond the records."""
    other_authorities: Sequence[str]
    cut: Sequence[str]
    hs: Sequence[tuple[str, str]]
    """Codes of the caveats on other editions of the Harmonised System, each with those editions."""
    books: AnswerBooks
    facts: Mapping[str, Any]
    """The counts of `FACTS` by name."""
    apart: Sequence[tuple[str, int]]
    lacking: int = 0
    """Lines of the point that have nothing of the measure that groups are measured by."""
    prices: Prices = NO_PRICES
    cut_months: Sequence[tuple[str, int, Decimal]] = ()
    """What cuts rows of a month in two, how many, and how much of the measure these have."""


FACTS = (
    "no_regime",
    "no_previous_procedure",
    "release_not_stated",
    "no_origin",
    "origin_of_declaration_only",
    "no_supplier",
    "stated_dollars_far_off",
    "net_above_gross",
    "cif_below_fob",
    "key_collisions",
    "no_date",
    "marked_cells",
    "detours",
    "probable_party",
    "no_rate",
    "no_values",
    "uncertain_goods",
    "goods_not_stated",
    "largest",
)
"""The columns of the plan's result `facts`: counts of lines, each the code of a caveat, and last
the dollars of the largest lines."""


def caveats(p: Parameters, said: Said) -> list[Caveat]:
    """The caveats of an answer, what concerns all of it first."""
    counts = {
        "rows_without_value": said.books.without_value if p.measure == "value" else 0,
        "refused_rows_mention_subject": said.books.refused_mentioning,
        "uncertain_party": said.books.uncertain_party,
        "conflicts": said.books.conflicts,
        "suspected_repeats": said.books.suspected_repeats,
        **{code: said.facts[code] for code in FACTS[:-1]},
    }
    found = [_say("invented_data")] if said.invented else []
    found += _on_coverage(said)
    if p.measure != "value" and said.lacking:
        found.append(_say("rows_without_measure", n=said.lacking, unit=unit_of(p.measure)))
    found += [_say(code, n=number) for code, number in counts.items() if number]
    if cut := [one for one in said.cut_months if one[1]]:
        unit = unit_of(p.measure)
        where = "; ".join(f"{n:,} ({amount(much)} {unit}) by {by}" for by, n, much in cut)
        found.append(_say("months_cut", where=where))
    if said.apart:
        why = ", ".join(f"{lines:,} {APART.get(code, code)}" for code, lines in said.apart)
        found.append(_say("shown_apart", n=sum(lines for _, lines in said.apart), why=why))
    if p.authority in ("RU", "KZ", "BY", "AM", "KG"):
        found += [_say("eurasian_trade_missing"), _say("transit_not_imports")]
    found += _on_goods(p, said)
    if said.prices.far:
        own = said.prices
        found.append(_say("prices_far", n=own.far, compared=own.compared, share=own.far_share))
    return [*found, _say("names_by_likeness"), _say("makers_not_additive")]


def _say(code: str, **values: object) -> Caveat:
    return Caveat(code, caveat_text(code, **values))


def _first_few(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


_SHOWN = 6


def _on_coverage(said: Said) -> Iterator[Caveat]:
    coverage = said.coverage
    if coverage.first and coverage.last:
        yield _say("coverage_ends", first=coverage.first, last=coverage.last)
    if said.beyond:
        yield _say("period_beyond_records")
    if coverage.months_missing:
        months = coverage.months_missing
        yield _say("months_missing", n=len(months), months=_first_few(months))
    if stray := sorted({month for own in coverage.by_source for month in own.stray_months}):
        yield _say("stray_months", n=len(stray), months=_first_few(stray))
    gaps = [source for source in coverage.by_source if source.months_missing]
    if gaps:
        missing = sum(len(source.months_missing) for source in gaps)
        yield _say("source_gaps", n=missing, sources=_first_few([s.source for s in gaps]))
    if said.cut:
        yield _say("vendors_cut", n=len(said.cut), sources=_first_few(said.cut))
    if said.other_authorities:
        yield _say("one_authority_only", others=", ".join(said.other_authorities))


def _on_goods(p: Parameters, said: Said) -> Iterator[Caveat]:
    if any(not is_code(text) for text in p.goods):
        yield _say("goods_by_words")
    if said.hs and revisions_assumed(p.authority):
        yield _say("hs_days_assumed")
    for code, editions in said.hs:
        yield _say(code, revisions=editions)
