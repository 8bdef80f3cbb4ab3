"""What `ftg lines` does."""

from __future__ import annotations

from pathlib import Path

from followthegoods.case import Narrowed
from followthegoods.faces.cli.commands import opened_case, say_if_cut
from followthegoods.faces.cli.talk import data, show
from followthegoods.render import lines as pages
from followthegoods.render.as_json import as_json as to_json


def lines(case: Path, by: Narrowed, limit: int, as_json: bool) -> None:
    with opened_case(case) as opened:
        found = opened.lines(limit + 1, **by)
    if as_json:
        data(to_json(found[:limit]))
    else:
        show(pages.lines(found[:limit]))
    say_if_cut(found, limit)
