"""The lines that name a company, as they are put to it."""

from __future__ import annotations

import csv
from dataclasses import fields
from typing import TextIO

from rich.console import RenderableType
from rich.text import Text

from followthegoods.model.identity import NamedLine, Reply
from followthegoods.render.amounts import money
from followthegoods.render.as_json import plain
from followthegoods.render.rows import escaped
from followthegoods.render.text import heading, plural, quiet, safe


def reply(found: Reply) -> list[RenderableType]:
    """Every line in full, a paragraph each: nothing of it is cut."""
    ids = f" ({', '.join(found.tax_ids)})" if found.tax_ids else ""
    person = ", a natural person" if found.personal else ""
    lines = plural(len(found.lines), "line")
    parts: list[RenderableType] = [
        heading(f"{safe(found.name)}{ids}{person}: {lines} of customs records name it")
    ]
    if found.uncertain:
        more = plural(found.uncertain, "more line")
        parts.append(Text(f"{more} may name it and are not shown: that is uncertain."))
    parts += [quiet("Names of files and personal data of others are left out."), Text()]
    for line in found.lines:
        parts += [*_line(line), Text()]
    return parts


def _line(line: NamedLine) -> list[RenderableType]:
    item = "" if line.item is None else f", item {line.item}"
    dates = [f"registered {line.registered}" if line.registered else ""]
    dates.append(f"released {line.released}" if line.released else "")
    head = f"{safe(line.declaration) or 'No declaration number'}{item}"
    facts = [
        f"code {line.hs}" if line.hs else "",
        f"{line.net_kg:,} kg net" if line.net_kg is not None else "",
        f"origin {line.origin}" if line.origin else "",
        f"sent from {line.dispatch}" if line.dispatch else "",
        f"{money(line.usd)} US dollars" if line.usd is not None else "",
        f"customs value {money(line.customs_value)}" if line.customs_value is not None else "",
        f"invoice {money(line.invoice_value)} {line.invoice_currency or ''}".strip()
        if line.invoice_value is not None
        else "",
    ]
    return [
        Text(f"{head} · {', '.join(filter(None, [line.direction, *dates]))}", style="bold"),
        Text(f"  as {line.role}: {safe(line.as_written)}"),
        *([Text(f"  other side: {safe(line.other_side)}")] if line.other_side else []),
        Text(f"  {safe(line.goods, None) or 'no goods text'}"),
        Text(f"  {' · '.join(filter(None, facts))}"),
        quiet(f"  records of {line.authority}, {line.source}, sheet {line.sheet}, row {line.row}"
              + (f"; {line.fate}" if line.fate else "")),
    ]  # fmt: skip


def write_csv(found: Reply, out: TextIO) -> None:
    """Every field of every line. A cell that a spreadsheet would take for a formula is written
    with an apostrophe before it."""
    names = [field.name for field in fields(NamedLine)]
    writer = csv.writer(out)
    writer.writerow(names)
    for line in found.lines:
        writer.writerow([escaped(plain(getattr(line, name))) for name in names])
