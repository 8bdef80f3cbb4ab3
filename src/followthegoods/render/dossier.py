"""A dossier as text: the figures, and beside each table the caveats that concern it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from followthegoods.facts.countries import country_label
from followthegoods.model.answer import DOLLARS, Answer, Bases, MadeFrom
from followthegoods.render import figures, prices
from followthegoods.render.amounts import OPEN
from followthegoods.render.measured import instead_of_value
from followthegoods.render.notes import of_dossier as of_notes
from followthegoods.render.screening import of_dossier
from followthegoods.render.text import (
    INVENTED,
    banner,
    beside,
    columns_of,
    heading,
    plural,
    quiet,
    safe,
)

TOP = 12
"""Groups shown of a dimension unless more or fewer are asked for."""

ROLES: dict[str, str] = {
    "receiver": "receiver (box 8)",
    "sender": "sender (box 2)",
    "holder": "contract holder (box 9)",
    "declarant": "declarant (box 14)",
    "maker": "maker (box 31)",
}
VALUES: dict[str, str] = {
    "stated": "dollars as stated, else recomputed (statistical, CIF, FOB, customs, invoice)",
    "statistical": "statistical value (box 46)",
    "cif": "stated CIF dollars",
    "fob": "stated FOB dollars",
    "customs": "customs value (box 45) at the official rate",
    "invoice": "invoice value (box 42) at the official rate",
}
COUNTRIES: dict[str, str] = {
    "origin": "country of origin of the item (box 34: where it was produced)",
    "dispatch": "country of dispatch (box 15: where it was sent from)",
    "trading": "trading country (box 11: the seller's)",
    "sender": "country of the sender's address (box 2)",
    "purchase": "country of purchase",
}
DATES: dict[str, str] = {"registered": "day of registration", "released": "day of release"}

_TOTAL = (
    "rows_without_value",
    "rows_without_measure",
    "refused_rows_mention_subject",
    "months_missing",
    "uncertain_party",
    "probable_party",
    "release_not_stated",
    "conflicts",
    "suspected_repeats",
    "key_collisions",
    "marked_cells",
    "net_above_gross",
    "months_cut",
    "uncertain_goods",
    "goods_not_stated",
    "goods_by_words",
    "hs_same_digits",
    "hs_conversion_assumed",
    "hs_correlated",
    "hs_days_assumed",
    "vendors_cut",
    "source_gaps",
    "one_authority_only",
    "names_by_likeness",
    "eurasian_trade_missing",
)
_APART = (
    "shown_apart",
    "not_released",
    "no_regime",
    "no_previous_procedure",
    "transit_not_imports",
)


@dataclass(frozen=True)
class Section:
    """A part of the dossier, the codes of its caveats, and how much room these take of ten."""

    title: str
    body: RenderableType
    codes: tuple[str, ...] = ()
    notes: int = 3


def dossier(answer: Answer, top: int = TOP) -> list[RenderableType]:
    """The parts of a dossier, top to bottom. `top`: groups shown of each dimension."""
    invented = any(caveat.code == "invented_data" for caveat in answer.caveats)
    parts: list[RenderableType] = [banner(INVENTED), Text()] if invented else []
    parts += [*_title(answer), Text(), figures.headline(answer.measured, answer.unit), Text()]
    if instead_of_value(answer) is not None:
        measured = f": these figures are of {safe(answer.unit)}" if answer.unit != DOLLARS else ""
        parts[-1:] = [quiet(f"No line that counts states a value{measured}."), Text()]
    said = {"invented_data"}
    for section in _sections(answer, top):
        notes = [caveat.text for caveat in answer.caveats if caveat.code in section.codes]
        said.update(section.codes)
        if section.title:
            parts.append(heading(section.title))
        parts += [beside(section.body, notes, 10 - section.notes, section.notes), Text()]
    rest = [caveat.text for caveat in answer.caveats if caveat.code not in said]
    if rest:
        parts += [heading("Also"), *(Text(f"! {text}") for text in rest), Text()]
    parts += of_notes(answer.notes)
    parts += _made_from(answer.made_from)
    return [*parts, Text(), banner(INVENTED)] if invented else parts


def _title(answer: Answer) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(safe(answer.subject.name), style="bold underline")]
    for party in answer.subject.parties:
        ids = f", tax id {', '.join(party.tax_ids)}" if party.tax_ids else ", no tax id"
        name = f"{safe(party.name)}: " if len(answer.subject.parties) > 1 else ""
        parts.append(quiet(f"{name}party {party.id}{ids}"))
    parts += [Text(line) for line in bases_lines(answer.bases)]
    coverage = answer.coverage
    span = f"{coverage.first} to {coverage.last}" if coverage.first else "no dates"
    sources = plural(len(coverage.by_source), "source")
    missing = len(coverage.months_missing)
    gaps = f"; no records in {plural(missing, 'month')} between" if missing else ""
    parts.append(Text(f"Records: {span}, {sources}{gaps}."))
    return parts


def bases_lines(bases: Bases) -> list[str]:
    """The definitions a figure rests on, in words."""
    procedures = (
        "first arrival"
        if bases.regimes == ("first arrival",)
        else f"procedures {', '.join(bases.regimes)}"
    )
    return [
        f"{bases.direction.capitalize()}s as {ROLES[bases.role]} in the records of "
        f"{country_label(bases.authority)}; counted: {procedures}; by {DATES[bases.date]}.",
        f"Value: {VALUES[bases.value]}.",
        f"Country: {COUNTRIES[bases.country]}. Supplier: {ROLES[bases.supplier]}.",
    ]


def _sections(answer: Answer, top: int) -> list[Section]:
    total, by = answer.measured.point, answer.by
    sections = [
        Section("", _totals(answer, top), _TOTAL, notes=4),
        Section(
            f"By country ({safe(answer.unit)}; shares by {answer.bases.country})",
            figures.countries(answer, top),
            ("no_origin", "origin_of_declaration_only", "detours"),
            notes=2,
        ),
    ]
    several = len(answer.subject.parties) != 1
    for name, title, codes in (
        *([("importer", "Importers (box 8)", ())] if several else []),
        ("supplier", f"Suppliers: {ROLES[answer.bases.supplier]}", ("no_supplier",)),
        ("maker", "Makers (box 31)", ("makers_not_additive",)),
    ):
        if by.get(name):
            table = figures.groups_table(
                name, by[name], total, additive=answer.additive[name], top=top
            )
            sections.append(Section(title, table, codes))
    if by.get("year"):
        table = figures.years(by["year"], total)
        sections.append(Section("Years", table, ("no_date", "coverage_ends")))
    for name, title, keys in (
        ("hs4", "Commodity headings (box 33, four digits)", False),
        ("goods", "Goods (box 33), with the commonest description", True),
    ):
        if by.get(name):
            table = figures.groups_table(
                name, by[name], total, additive=answer.additive[name], top=top, keys=keys
            )
            sections.append(Section(title, table))
    if answer.prices.far:
        table = prices.table(answer.prices.codes, top)
        sections.append(Section(prices.TITLE, table, ("prices_far",)))
    sections += [Section("", figures.event(event, answer.unit)) for event in answer.events]
    if answer.screening:
        listed = of_dossier(answer.screening, answer.coverage)
        sections.append(Section("On lists (see ftg screen)", listed))
    if answer.apart:
        sections.append(
            Section(
                "Shown apart, in no figure",
                figures.apart(answer.apart, answer.unit),
                _APART,
                notes=4,
            )
        )
    bases = figures.groups_table(
        "basis", answer.value_bases, answer.value_usd.point, additive=True, top=top
    )
    rates = ("stated_dollars_far_off", "cif_below_fob", "no_rate")
    return [*sections, Section("What the dollars are taken from", bases, rates)]


def _totals(answer: Answer, top: int) -> RenderableType:
    books = answer.books
    table = columns_of("what became of the lines", "", numbers=[""])
    for words, number in (
        ("counted", books.lines),
        ("repeated", books.repeated),
        ("superseded", books.superseded),
        ("versions in conflict", books.conflicts),
        ("suspected repeats", books.suspected_repeats),
        ("perhaps another's", books.uncertain_party),
        ("without value", books.without_value),
        ("refused, naming the subject", books.refused_mentioning),
    ):
        table.add_row(words, f"{number:,}")
    parts: list[RenderableType] = [
        figures.exact(answer.measured, answer.unit),
        Text(),
        figures.measures(answer.measures, top),
    ]
    legend = quiet(
        f'{OPEN} open: something has no value or is missing; "=" floor and ceiling are the point.'
    )
    return Stack(*parts, legend, *_concentration(answer), Text(), table)


def _concentration(answer: Answer) -> list[RenderableType]:
    rests, priced = answer.concentration, prices.compared(answer.prices)
    parts: list[RenderableType] = [Text(priced)] if priced else []
    if rests.largest_lines_share is None:
        return parts
    said = f"The five largest lines make {rests.largest_lines_share:,} % of the point"
    if rests.largest_supplier_share is not None:
        said += f", the largest supplier {rests.largest_supplier_share:,} %"
    return [Text(f"{said}."), *parts]


def _made_from(made: MadeFrom) -> list[RenderableType]:
    layouts = ", ".join(f"{name} {sha[:8]}" for name, sha in made.layouts.items())
    return [
        heading("Made from"),
        quiet(f"state {made.state[:16]} (load {made.load}), ftg {made.program}"),
        quiet(f"layouts {layouts}; rates {made.rates}"),
        quiet(f"names read by {made.scorer}; judgements {made.judgements}"),
    ]
