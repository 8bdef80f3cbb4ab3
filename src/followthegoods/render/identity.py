"""Who is who, as text: what resolving found, judgements and what they move, why two are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.difference import Moved
from followthegoods.model.identity import (
    Doubt,
    Figures,
    Imported,
    Judgement,
    Judging,
    LinkStep,
    Mention,
    PartyMoves,
    Resolved,
    Why,
)
from followthegoods.render.amounts import money
from followthegoods.render.text import Broken, columns_of, heading, indented, plural, quiet, safe

_SHOWN = 12
"""Of what moved besides the value, so many are named; JSON has all."""


def resolved(done: Resolved) -> list[RenderableType]:
    """Parties, links by grade and rule, the doubtful pairs with most money."""
    table = columns_of("grade", "rule", "links", numbers=["links"])
    for count in done.links:
        table.add_row(count.grade, count.rule, f"{count.links:,}")
    found = f"{plural(done.mentions, 'mention')}, {plural(done.parties, 'party', 'parties')}"
    parts: list[RenderableType] = [heading(found)]
    if done.judgements:
        parts.append(Text(f"  {plural(done.judgements, 'judgement')} in force"))
    parts += [Text(), heading("Links"), indented(table), Text()]
    return [*parts, *doubts(done.doubts)]


def doubts(pairs: Sequence[Doubt]) -> list[RenderableType]:
    """Doubtful pairs: who, by which rule, why they were not joined, what hangs on it."""
    if not pairs:
        return [Text("No doubtful pairs.")]
    table = columns_of("one", "another", "rule", "dollars", "lines", numbers=["dollars", "lines"])
    for doubt in pairs:
        rule = doubt.rule + (f"; {doubt.reason}" if doubt.reason else "")
        table.add_row(
            f"{safe(doubt.name_a)}\n{doubt.a}",
            f"{safe(doubt.name_b)}\n{doubt.b}",
            f"{rule}\n{doubt.score:.2f}",
            "–" if doubt.usd is None else money(doubt.usd),
            f"{doubt.lines:,}",
        )
    said = "dollars and lines: of the side that has less. To decide them: ftg review CASE"
    return [heading("Doubtful pairs, most money first"), indented(table), Text(), quiet(said)]


def judgements(every: Sequence[Judgement]) -> list[RenderableType]:
    """Judgements in the order they were made."""
    if not every:
        return [Text("No judgements.")]
    table = columns_of("no.", "verdict", "about", "why", "who, when", "", numbers=["no."])
    for one in every:
        about = f"{safe(one.said_a)} {one.a}\n{safe(one.said_b)} {one.b}"
        verdict = one.verdict if one.undoes is None else f"undo {one.undoes}"
        by = "" if one.by is None else f" by {one.by}"
        who = f"{safe(one.author) or '–'}\n{one.at[:10]}"
        standing = f"{one.standing}{by}"
        table.add_row(str(one.number), verdict, about, safe(one.why), who, standing)
    return [table]


def imported(done: Imported) -> str:
    """What came of a file of judgements."""
    parts = [f"{plural(done.taken, 'judgement')} taken"]
    if done.known:
        parts.append(f"{done.known:,} known before")
    if done.waiting:
        parts.append(f"{done.waiting:,} wait for mentions that no file of the case has")
    if done.left_out:
        parts.append(f"{plural(done.left_out, 'line')} about nothing of this case left out")
    return "; ".join(parts) + "\n"


def judging(done: Judging) -> list[RenderableType]:
    """What a judgement did or would do."""
    one = done.judgement
    if done.known:
        return [Text(f"Judgement {one.number} says so already: nothing changed.")]
    what = f"undoes {one.undoes}" if one.undoes is not None else one.verdict
    number = "A judgement" if done.preview else f"Judgement {one.number}"
    parts: list[RenderableType] = [
        heading(f"{number}: {what}"),
        Text(f"  {safe(one.said_a)} {one.a}"),
        Text(f"  {safe(one.said_b)} {one.b}"),
    ]
    if done.overrules:
        fallen = ", ".join(map(str, done.overrules))
        parts.append(Text(f"  It contradicts and overrules: {fallen}. The later one counts."))
    would = "would be " if done.preview else "are "
    parts.append(Text(f"  The two {would}{'one party' if done.one_party else 'two parties'}."))
    for side in done.parties:
        parts += [Text(), *_moves(side)]
    return parts


def _moves(side: PartyMoves) -> Iterator[RenderableType]:
    yield heading(f"{safe(side.name)} as {side.role}")
    table = columns_of("US dollars", "before", "after", "", numbers=["before", "after", ""])
    for name in ("floor", "point", "ceiling"):
        was, now = _of(side.before, name), _of(side.after, name)
        by = "=" if was == now else f"{'+' if now > was else '−'}{money(abs(now - was))}"
        table.add_row(name, money(was), money(now), by)
    before, after = (0 if f is None else f.lines for f in (side.before, side.after))
    by = "=" if before == after else f"{after - before:+,}"
    table.add_row("lines", f"{before:,}", f"{after:,}", by)
    yield indented(table)
    others = [one for one in side.moved if not one.place.startswith("value_usd.")]
    points = [one for one in others if one.place.endswith(".point")][:_SHOWN]
    if points:
        yield indented(_others(points))
    if len(others) > len(points):
        yield quiet(f"  and {len(others) - len(points):,} other values; --json has them all")


def _others(moved: Sequence[Moved]) -> RenderableType:
    table = columns_of("besides", "before", "after", numbers=["before", "after"])
    for one in moved:
        table.add_row(Broken(safe(one.place)), one.before or "–", one.after or "–")
    return table


def _of(figures: Figures | None, name: str) -> Decimal:
    return Decimal(0) if figures is None else getattr(figures, name)


def why(found: Why) -> list[RenderableType]:
    """The path of links between two mentions; or what was compared, and why it was not enough."""
    if found.one_party:
        steps = plural(len(found.path), "link")
        head = f"One company, {found.grade}: {steps}, the weakest of which decides"
    elif found.path:
        head = "Two companies that may be one: uncertain, in the ceiling only"
    else:
        head = "Two companies"
    direct = len(found.path) == 1 and {found.path[0].a.id, found.path[0].b.id} == {
        found.a.id,
        found.b.id,
    }
    parts: list[RenderableType] = [heading(head), *_mention(found.a), *_mention(found.b)]
    for number, step in enumerate(found.path, 1):
        parts += [Text(), *_step(f"Link {number}", step, said=direct)]
    if not direct:
        parts += [Text(), *_step("The two by themselves", found.pair, said=True)]
    if found.reason:
        parts += [Text(), Text(f"Not joined because of: {found.reason}.")]
    return parts


def _mention(one: Mention) -> Iterator[RenderableType]:
    person = " (a natural person)" if one.personal else ""
    yield Text(f"  {safe(one.name) or '–'}{person}", style="bold")
    said = [safe(one.tax_id), safe(one.address), one.country]
    yield Text(f"    {' · '.join(filter(None, said)) or 'nothing beside the name'}")
    lines = plural(one.lines, "line")
    place = f", the first at {safe(one.place)}" if one.place else ""
    yield quiet(f"    mention {one.id} of party {one.party}; {lines}{place}")


def _step(title: str, step: LinkStep, *, said: bool = False) -> Iterator[RenderableType]:
    """A comparison; its mentions are told unless they were `said` before."""
    yield heading(f"{title}: {step.grade}, by the rule “{step.rule}”")
    for one in () if said else (step.a, step.b):
        yield from _mention(one)
    if step.judgement is not None:
        own = step.judgement
        who = f" by {safe(own.author)}" if own.author else ""
        yield Text(f"  judgement {own.number}{who}, {own.at[:10]}: {own.verdict}, {safe(own.why)}")
    table = columns_of("compared", "one", "another", "result", "weight", numbers=["weight"])
    for feature in step.features:
        weight = "" if feature.weight is None else f"{feature.weight:.2f}"
        a, b = safe(feature.a) or "–", safe(feature.b) or "–"
        table.add_row(feature.name, a, b, feature.result, weight)
    yield indented(table)
    if step.alone:
        yield quiet(f"  by themselves: {step.alone}; the rest of the case decided otherwise")
