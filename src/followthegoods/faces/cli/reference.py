"""What the commands on layouts and rates do."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from followthegoods.case import Case, check_layout_file, shipped_layout_text, shipped_layouts
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.render import layouts as renderings
from followthegoods.render import look as looks
from followthegoods.render import rows as tables
from followthegoods.render.as_json import as_json as to_json
from followthegoods.render.text import safe


def layouts(as_json: bool = False) -> None:
    shipped = shipped_layouts()
    if as_json:
        data(to_json([renderings.as_data(layout) for layout in shipped]))
    else:
        show(renderings.layouts(shipped))


def layouts_show(name: str, case: Path | None) -> None:
    if case is None:
        data(shipped_layout_text(name))
        return
    with opened_case(case) as opened:
        texts = opened.layout_text(name)
    for text in texts:
        data(text)
    if len(texts) > 1:
        say(f"Sources of this case are read by {len(texts)} versions of it: all are printed.")


def layouts_check(file: Path, on: Path | None, as_json: bool) -> None:
    layout = check_layout_file(file)
    seen = Case.look(on, layout=str(file)) if on else None
    if as_json:
        data(to_json({"layout": renderings.as_data(layout), "read": seen}))
    else:
        show([*renderings.checked(layout), *([Text(), *looks.look(seen)] if seen else [])])
    shipped = {layout.id: layout.sha256 for layout in shipped_layouts()}
    if shipped.get(layout.id, layout.sha256) != layout.sha256:
        say(f"A layout that ships is called {layout.id} too: give yours an id of its own.")


def rates_add(case: Path, file: Path, currency: str, replace: bool) -> None:
    with opened_case(case) as opened:
        added = opened.add_rates(file, currency, replace=replace)
    what = "already in the case: nothing changed" if added.known else "added"
    left = f"; {added.left_out:,} rows left out" if added.left_out else ""
    if added.replaced:
        left += f"; on {added.replaced:,} days it counts in the place of another table"
    data(
        f"{safe(added.name)}: {what}. {added.currency}, {added.days:,} days, "
        f"{added.first} to {added.last}{left}.\n"
    )


def rates_list(case: Path, as_json: bool) -> None:
    with opened_case(case) as opened:
        kept = opened.rates()
    if as_json:
        data(to_json(kept))
    else:
        show(tables.rates(kept))


def rates_remove(case: Path, name: str) -> None:
    with opened_case(case) as opened:
        gone = opened.remove_rates(name)
    data(f"{safe(gone.name)}: taken out. {gone.currency}, {gone.days:,} days.\n")
