"""Routes and mirrors as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Caveat
from followthegoods.model.flows import Detour, Flows, Mirror, MirrorLine, Mirrors, Route
from followthegoods.render import figures
from followthegoods.render.amounts import band, bar, full, share, short
from followthegoods.render.dossier import bases_lines
from followthegoods.render.text import (
    INVENTED,
    banner,
    columns_of,
    heading,
    indented,
    plural,
    quiet,
    safe,
)


def flows(found: Flows, top: int) -> list[RenderableType]:
    """Routes, the same around each event, and detours; `top` rows of each table."""
    parts = opening(found.caveats, found.subject.name)
    parts += [Text(line) for line in bases_lines(found.bases)]
    parts += [Text(), figures.headline(found.measured, found.unit), Text()]
    parts += [
        heading(f"Routes ({safe(found.unit)}; they sum to the whole)"),
        _routes(found, top),
        Text(),
    ]
    for number, event in enumerate(found.events):
        parts.append(heading(f"Around {event.date.isoformat()}: {safe(event.label)}"))
        parts += [_around(found, number, top), Text()]
    parts += [heading("Detours: produced in one country, sent from another")]
    if not found.detours:
        parts.append(Text("None on any counted line that states both."))
    for detour in found.detours[:top]:
        parts += [_detour(found, detour, top), Text()]
    if len(found.detours) > top:
        parts += [quiet(f"and {plural(len(found.detours) - top, 'detour')} more"), Text()]
    return [*parts, *closing(found.caveats, found.made_from.state, found.made_from.load)]


def opening(caveats: Sequence[Caveat], name: str) -> list[RenderableType]:
    """The title, under a banner where the rows are invented."""
    invented = any(caveat.code == "invented_data" for caveat in caveats)
    title = Text(safe(name), style="bold underline")
    return [banner(INVENTED), Text(), title] if invented else [title]


def closing(caveats: Sequence[Caveat], state: str, load: int) -> list[RenderableType]:
    """The caveats, and what the answer was made from."""
    said = [Text(f"! {c.text}") for c in caveats if c.code not in ("invented_data", "leads_only")]
    return [*said, Text(), quiet(f"Made from state {state[:16]} (load {load}).")]


def _places(found: Flows, route: Route) -> list[str]:
    return [safe(found.countries[key]) for key in (route.origin, route.dispatch, route.destination)]


def _routes(found: Flows, top: int) -> RenderableType:
    table = columns_of(
        *("produced in", "sent from", "sent to", "point", " ", "share", "floor–ceiling", "lines"),
        "net kg",
        numbers=["point", "share", "lines", "net kg"],
    )
    total = found.measured.point
    for route in found.routes[:top]:
        value = route.measured
        table.add_row(
            *_places(found, route),
            short(value.point),
            bar(value.point, total, 5),
            share(value.point, total),
            band(value),
            f"{value.rows + value.rows_without_value:,}",
            short(route.net_kg.point) if route.net_kg.rows else "not stated",
        )
    rest = found.routes[top:]
    if not rest:
        return table
    return Stack(table, quiet(f"and {plural(len(rest), 'route')} more"))


def _around(found: Flows, number: int, top: int) -> RenderableType:
    event = found.events[number]
    heads = ["since"]
    if event.days is not None:
        heads += [f"{event.days:,} days before", f"{event.days:,} days from it"]
    table = columns_of("produced in", "sent from", "sent to", *heads, numbers=heads)
    rows = [(_places(found, route), route.events[number]) for route in found.routes[:top]]
    for places, around in [*rows, (["all", "", ""], event.whole)]:
        cells = [short(around.since.point)]
        if around.before is not None and around.after is not None:
            cells += [short(around.before.point), short(around.after.point)]
        table.add_row(*places, *cells)
    return table


def _detour(found: Flows, detour: Detour, top: int) -> RenderableType:
    origin, dispatch = (safe(found.countries[key]) for key in (detour.origin, detour.dispatch))
    days = f"{detour.first} to {detour.last}" if detour.first else "without a date"
    title = f"{origin}, sent from {dispatch}: {short(detour.measured.point, words=True)}, {days}"
    table = columns_of("sender", "point", "floor–ceiling", "lines", "first so", "first at all", "",
                       numbers=["point", "lines"])  # fmt: skip
    for sender in detour.senders[:top]:
        value = sender.measured
        table.add_row(
            safe(sender.name),
            short(value.point),
            band(value),
            f"{value.rows + value.rows_without_value:,}",
            str(sender.first or "–"),
            str(sender.first_seen or "–"),
            "appeared with it" if sender.id and sender.appeared else "",
        )
    more = len(detour.senders) - top
    rest = [quiet(f"and {plural(more, 'sender')} more")] if more > 0 else []
    return Stack(Text(title), indented(table), *rest)


# -- mirrors


def mirrors(found: Mirrors, top: int) -> list[RenderableType]:
    """Each two authorities side by side, and the lines that may be of the same goods."""
    parts = [*opening(found.caveats, found.subject.name), Text()]
    if not found.mirrors:
        parts += [Text("No code is on both sides of any two authorities."), Text()]
    for mirror in found.mirrors:
        parts += _mirror(mirror, top)
    return [*parts, *closing(found.caveats, found.made_from.state, found.made_from.load)]


def _mirror(mirror: Mirror, top: int) -> list[RenderableType]:
    exporter, importer = country_label(mirror.exporter), country_label(mirror.importer)
    table = columns_of(
        *("code", "goods", f"exported by {exporter}", "kg", "lines"),
        *(f"imported by {importer}", "kg ", "lines ", "pairs"),
        numbers=[f"exported by {exporter}", f"imported by {importer}", "kg", "kg ", "lines",
                 "lines ", "pairs"],
    )  # fmt: skip
    for goods in mirror.goods[:top]:
        cells = [goods.hs6, safe(goods.label)[:40]]
        for side in (goods.exports, goods.imports):
            cells += [short(side.value_usd.point), short(side.weight_kg.point)]
            cells.append(f"{side.lines.rows:,}")
        table.add_row(*cells, f"{goods.pairs:,}")
    more = len(mirror.goods) - top
    parts: list[RenderableType] = [
        heading(f"{exporter} to {importer}: side by side, never added"),
        table,
        *([quiet(f"and {plural(more, 'code')} more")] if more > 0 else []),
        Text(),
        Text(
            f"Pairs that may be of the same goods: {len(mirror.pairs):,}; without a pair: "
            f"{mirror.unpaired_exports:,} export lines, {mirror.unpaired_imports:,} import lines."
        ),
    ]
    for pair in mirror.pairs[:top]:
        parts.append(Text(f"  {', '.join(pair.reasons)}"))
        lines = columns_of("", "line", "day", "code", "kg", "US dollars", "sender", "receiver",
                           numbers=["kg", "US dollars"])  # fmt: skip
        for name, line in (("export", pair.export), ("import", pair.import_)):
            lines.add_row(name, *_line(line))
        parts.append(indented(lines))
    return [*parts, Text()]


def _line(line: MirrorLine) -> list[str]:
    return [
        safe(line.place),
        str(line.day or "–"),
        line.hs,
        "–" if line.kg is None else full(line.kg),
        "–" if line.value_usd is None else full(line.value_usd),
        safe(line.sender or "–"),
        safe(line.receiver or "–"),
    ]
