"""What the commands on routes, changes and states do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from followthegoods.errors import BadParameter
from followthegoods.faces.cli.commands import asked, opened_case
from followthegoods.faces.cli.options import Bases
from followthegoods.faces.cli.talk import data, show
from followthegoods.render import changes as leads
from followthegoods.render import diff as differences
from followthegoods.render import flows as routes
from followthegoods.render.as_json import as_json as to_json


def flows(case: Path, who: Sequence[str], bases: Bases, top: int, as_json: bool) -> None:
    how = asked(bases)
    with opened_case(case, bases) as opened:
        found = opened.flows(*who, **how)
    if as_json:
        data(to_json(found))
    else:
        show(routes.flows(found, top))


def mirrors(case: Path, who: Sequence[str], bases: Bases, top: int, as_json: bool) -> None:
    how = asked(bases)
    with opened_case(case, bases) as opened:
        found = opened.mirrors(*who, **how)
    if as_json:
        data(to_json(found))
    else:
        show(routes.mirrors(found, top))


def changes(case: Path, who: Sequence[str], bases: Bases, top: int, as_json: bool) -> None:
    how = asked(bases)
    with opened_case(case, bases) as opened:
        found = opened.changes(*who, **how)
    if as_json:
        data(to_json(found))
    else:
        show(leads.changes(found, str(case), top))


def diff(
    case: Path,
    before: str,
    after: str,
    who: Sequence[str],
    bases: Bases,
    top: int,
    as_json: bool,
) -> None:
    if bases.get("at"):
        raise BadParameter("Two states are compared as they were.", do="Leave out --at.")
    how = asked(bases)
    with opened_case(case, bases) as opened:
        found = opened.diff(before, after, *who, **how)
    if as_json:
        data(to_json(found))
    else:
        show(differences.diff(found, top))
