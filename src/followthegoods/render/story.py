"""Verdicts and retellings as people read them: for a terminal, and as a note in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.answer import Figure
from followthegoods.model.retelling import Change, Comparison, Difference, Told
from followthegoods.model.story import (
    DEFAULT,
    Checked,
    Claim,
    Definition,
    Measure,
    Ruling,
    Story,
    Verdict,
)
from followthegoods.render.amounts import full
from followthegoods.render.text import heading, indented, plural, quiet, safe

STYLES: dict[Ruling, str] = {
    Ruling.SUPPORTED: "green",
    Ruling.PROBABLE: "green dim",
    Ruling.DEFINITION: "yellow",
    Ruling.CONTRADICTED: "bold red",
    Ruling.NOT_DETERMINABLE: "magenta",
    Ruling.NOT_CHECKABLE: "dim",
}
_CHANGES: dict[Change, str] = {
    Change.KEPT: "dim",
    Change.REWORDED: "dim",
    Change.ALTERED: "yellow",
    Change.DROPPED: "red",
    Change.ADDED: "blue",
}
_SAYS: dict[str, str] = {
    "country": "country of {}",
    "value": "{} value",
    "supplier": "the supplier is the {}",
    "date": "dated as {}",
}
_SHOWN = 3
"""Definitions that reproduce a number are listed up to so many."""


def checked(found: Checked) -> list[RenderableType]:
    """The claims with their verdicts, in the order of the story."""
    parts: list[RenderableType] = []
    for claim, verdict in zip(found.story.claims, found.verdicts, strict=True):
        parts.append(Text.assemble((f"{claim.id} ", "bold"), safe(claim.text) or asked(claim)))
        body: list[RenderableType] = [Text(verdict.ruling, style=STYLES[verdict.ruling])]
        body += [quiet(line) for line in beside(claim, verdict)]
        parts += [indented(part) for part in body]
    return [*parts, Text(""), _summary(found)]


def asked(claim: Claim) -> str:
    """What a claim says of itself, where its words are not there."""
    number = (claim.hedge, claim.amount.text) if claim.amount else ()
    return safe(" ".join(filter(None, (claim.measure, *number, claim.unit))))


def beside(claim: Claim, verdict: Verdict) -> Iterator[str]:
    """What is said under a verdict, a line each."""
    if verdict.why:
        yield safe(verdict.why)
    if verdict.figure is not None:
        yield three(verdict.figure, share=_in_parts(claim))
    read = verdict.definition
    if read is not None and (read != DEFAULT or verdict.ruling is Ruling.DEFINITION):
        yield f"read as: {definition(read, country=_leaves_country(claim))}"
    if verdict.tried > 1:
        yield _tried(claim, verdict)
    yield from (safe(note) for note in verdict.notes)
    yield from (f"! {safe(caveat)}" for caveat in verdict.caveats)
    yield from (f"? {safe(doubt)}" for doubt in claim.doubts)


def _in_parts(claim: Claim) -> bool:
    """Whether the figure of a claim is a part of 1, told in per cent."""
    return claim.measure is Measure.SHARE or "%" in claim.unit


def _leaves_country(claim: Claim) -> bool:
    """Whether a claim leaves open what its country is."""
    counted = bool(claim.country) or claim.measure is Measure.COUNTRIES
    return counted and claim.basis == "unspecified"


def three(figure: Figure, *, share: bool = False) -> str:
    """A figure's three numbers, with its rows; a `share` of 1 in per cent."""
    more = " or more" if figure.ceiling_open else ""
    numbers = [_number(n, share=share) for n in (figure.floor, figure.point, figure.ceiling)]
    rows = plural(figure.rows, "line")
    lacking = figure.rows_without_value
    told = f"floor {numbers[0]}, point {numbers[1]}, ceiling {numbers[2]}{more}; {rows}"
    return told + (f", {lacking:,} without a value" if lacking else "")


def _number(value: Decimal, *, share: bool) -> str:
    if share:
        return f"{value * 100:,.1f} %"
    whole = value == value.to_integral_value()
    places = Decimal(1) if whole else Decimal("0.01") if abs(value) >= 2 else Decimal("0.0001")
    return full(value.quantize(places))


def definition(one: Definition, *, country: bool = False) -> str:
    """A definition in words: what it changes of the defaults; with the `country` where a claim
    leaves open what its country is."""
    told = [
        said.format(getattr(one, name))
        for name, said in _SAYS.items()
        if getattr(one, name) != getattr(DEFAULT, name) or (name == "country" and country)
    ]
    if one.reading:
        told.append("counted from the event's day")
    return ", ".join(told) or "the defaults"


def _tried(claim: Claim, verdict: Verdict) -> str:
    said = f"{verdict.tried} definitions tried"
    if verdict.lowest is not None and verdict.highest is not None:
        ends = [_number(n, share=_in_parts(claim)) for n in (verdict.lowest, verdict.highest)]
        said += f", {ends[0]} to {ends[1]}"
    open_country = _leaves_country(claim)
    hits = [definition(one, country=open_country) for one in verdict.reproducing[:_SHOWN]]
    more = len(verdict.reproducing) - len(hits)
    if not hits:
        return f"{said}; none bears it out"
    return f"{said}; borne out by: {'; '.join(hits)}" + (f"; and {more} more" if more else "")


def counts(found: Checked) -> list[tuple[Ruling, int]]:
    """How many claims there are of each ruling that there is."""
    rulings = [verdict.ruling for verdict in found.verdicts]
    return [(ruling, rulings.count(ruling)) for ruling in Ruling if ruling in rulings]


def _summary(found: Checked) -> Text:
    return Text("; ".join(f"{ruling}: {count}" for ruling, count in counts(found)))


def note(found: Checked) -> str:
    """The verdicts as a table in Markdown, for an editor to paste."""
    lines = ["| | claim | verdict | what the records say |", "| --- | --- | --- | --- |"]
    for claim, verdict in zip(found.story.claims, found.verdicts, strict=True):
        cells = [_cell(cell) for cell in (claim.id, claim.text or asked(claim), verdict.ruling)]
        cells.append("<br>".join(_cell(line) for line in beside(claim, verdict)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    escaped = safe(text).replace("\\", "\\\\")
    for mark in "|*_`<[":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped


def compared(found: Comparison) -> list[RenderableType]:
    """What a retelling changed, in the order of the original, then what it adds."""
    parts: list[RenderableType] = []
    for told in found.told:
        parts.append(Text(told.change, style=f"bold {_CHANGES[told.change]}"))
        if told.original:
            parts.append(indented(Text(f"- {words_of(found.original, told.original)}")))
        if told.retelling:
            parts.append(indented(Text(f"+ {words_of(found.retelling, told.retelling)}")))
        parts += [indented(Text(differs(d), style="yellow")) for d in told.differences]
        if said := _verdicts(found, told):
            parts.append(indented(quiet(said)))
    counts = [(change, sum(1 for t in found.told if t.change is change)) for change in Change]
    said = "; ".join(f"{change}: {count}" for change, count in counts if count)
    return [*parts, Text(""), heading(said)]


def words_of(text: str, place: tuple[int, int]) -> str:
    """The words at a place of a text."""
    return safe(text[place[0] : place[1]], None)


def differs(difference: Difference) -> str:
    """A difference in a line, with the figure it is about where it is told."""
    before, after = safe(difference.original), safe(difference.retelling)
    of = f" (of {safe(difference.of)})" if difference.of else ""
    return f"{difference.aspect}{of}: {before or '(none)'} → {after or '(none)'}"


def _verdicts(found: Comparison, told: Told) -> str:
    """The verdicts of the claims in a sentence and in its counterpart."""
    if found.verdicts is None:
        return ""
    sides = []
    for story, checks, place in zip(
        found.stories, found.verdicts, (told.original, told.retelling), strict=True
    ):
        own = _within(story, checks, place)
        sides.append(", ".join(f"{claim} {ruling}" for claim, ruling in own) or "no claim")
    return "" if sides == ["no claim", "no claim"] else f"verdicts: {sides[0]} → {sides[1]}"


def _within(
    story: Story, checks: Checked, place: tuple[int, int] | None
) -> Sequence[tuple[str, str]]:
    if place is None:
        return []
    return [
        (claim.id, verdict.ruling)
        for claim, verdict in zip(story.claims, checks.verdicts, strict=True)
        if place[0] <= claim.at[0] < place[1]
    ]
