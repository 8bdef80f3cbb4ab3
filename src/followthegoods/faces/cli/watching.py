"""What `ftg watch` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import data, say, show
from followthegoods.render import watching as pages
from followthegoods.render.as_json import as_json as to_json


def watch(case: Path, who: Sequence[str], as_json: bool, *, stop: bool, looked: bool) -> None:
    if (who and looked) or (stop and not who):
        raise BadParameter(
            "--stop names whom; --looked stands alone.",
            do="Write: ftg watch CASE PARTY --stop, or: ftg watch CASE --looked",
        )
    with opened_case(case) as opened:
        if who:
            every = opened.watch(*who, stop=stop)
            if as_json:
                data(to_json(every))
            else:
                show(pages.watched(every))
            return
        news = opened.news()
        if as_json:
            data(to_json(news))
        else:
            show(pages.news(news))
        if looked:
            mark = opened.look_over()
            say(f"Marked as seen up to load {mark.load}. What comes later is new.")
