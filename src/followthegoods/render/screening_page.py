"""A screening as one HTML page that stands alone: no script, nothing from a network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Screened
from followthegoods.model.screening import Cell, Screening
from followthegoods.render import screening as words
from followthegoods.render.charts import NARROW, WIDE
from followthegoods.render.page import environment
from followthegoods.render.page_parts import Triple, triple
from followthegoods.render.screening_strip import strip
from followthegoods.render.text import INVENTED, safe
from followthegoods.render.vega import inline_svg

STRIPS = 30
"""Matches with a strip of their own, the gravest first; the others stand in the table alone."""

_ENVIRONMENT = environment()


def screening_page(found: Screening, *, published: bool) -> str:
    """The page. What it may show is settled before: see `screening_for_publication`."""
    template = files("followthegoods.render").joinpath("templates/page.css")
    style = template.read_text("utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = _ENVIRONMENT.get_template("screening.html")
    shown = {"style": Markup(style), "policy": policy, "published": published}
    return page.render(**shown, **_context(found)) + "\n"


def _context(found: Screening) -> dict[str, Any]:
    matches = [_match(place, one, found) for place, one in enumerate(found.matches)]
    name = found.subject.name if found.subject else "The whole case"
    return {
        "found": found,
        "program": found.made_from.program,
        "subject": safe(name),
        "invented": INVENTED if found.invented else "",
        "authority": country_label(found.bases.authority),
        "looked_at": words.looked_at(found),
        "caveats": list(_caveats(found)),
        "matches": matches,
        "most": STRIPS,
        "all_lines": words.all_lines(found),
        "rules_touched": words.rules_touched(found),
        "statuses_of_all": [(group.label, triple(group)) for group in found.statuses],
        "judgements": [words.judgement(one) for one in found.judgements],
        "notes": [words.note(one) for one in found.notes],
        "goods": [_goods(one) for one in found.goods],
        "measures": sorted({words.MEASURES.get(one.measure, one.measure) for one in found.goods}),
        "matrix": list(_matrix(found.breach.cells)),
    }


def _match(place: int, one: Screened, found: Screening) -> dict[str, Any]:
    measure = words.MEASURES.get(one.measure, one.measure)
    programme = f", {safe(one.programme)}" if one.programme else ""
    return {
        "place": place,
        "name": safe(one.name),
        "roles": ", ".join(one.roles),
        "grade": one.match_grade,
        "rule": one.rule,
        "entry": f"{safe(one.entry_name)} [{one.list}/{one.entry}]",
        "measure": f"{safe(one.authority)}{programme}: {measure}",
        "when": words.when(one),
        "reference": words.reference(one),
        "said": words.sentence(one, found.coverage),
        "status": one.status.replace("_", " "),
        "since": triple(one.since_listing),
        "statuses": [(group.label, triple(group)) for group in one.statuses],
        "compared": [
            (c.name, safe(c.a), safe(c.b), safe(c.result)) for c in one.compared if c.a or c.b
        ],
        "strip": _strip(place, one, found) if place < STRIPS else None,
    }


def _strip(place: int, one: Screened, found: Screening) -> dict[str, Any] | None:
    months = [month for month in found.over_time if month.match == place]
    wide = strip(one, months, found.coverage, WIDE)
    narrow = strip(one, months, found.coverage, NARROW)
    if wide is None or narrow is None:
        return None
    return {
        "title": wide.title,
        "note": wide.note,
        "alt": wide.alt,
        # What is drawn comes from the chart's library, with every text of it escaped.
        "wide": Markup(inline_svg(wide.spec, f"strip-{place}-wide")),
        "narrow": Markup(inline_svg(narrow.spec, f"strip-{place}-narrow")),
    }


def _caveats(found: Screening) -> Iterable[str]:
    coverage = found.coverage
    if coverage.first and coverage.last:
        yield f"Records run from {coverage.first} to {coverage.last}; nothing is known outside."
    yield from words.of_authority(found)
    yield from words.after_lists(found)
    if coverage.months_missing:
        yield f"Months without records: {', '.join(coverage.months_missing)}."
    unknown = sum(one.listed_on is None for one in found.matches)
    if unknown:
        yield f"Listings whose day is not known, or only bounded: {unknown:,}."
    uncertain = sum(one.match_grade == "uncertain" for one in found.matches)
    if uncertain:
        yield f"Matches that are uncertain, and in no point: {uncertain:,}."
    rest = len(found.matches) - STRIPS
    if rest > 0:
        yield f"{rest:,} more matches are in the table alone."
    if found.as_of:
        yield f"The status shown is that on {found.as_of}; figures are by line."


def _goods(one: Any) -> dict[str, Any]:
    figures: list[tuple[str, Triple]] = [
        ("on it then", triple(one.met)),
        ("perhaps", triple(one.possible)),
        ("on it first later", triple(one.first_later)),
        ("no longer", triple(one.no_longer)),
        ("date unknown", triple(one.date_unknown)),
    ]
    return {
        "list": safe(one.list),
        "tier": safe(one.tier),
        "codes": ", ".join(one.codes),
        "figures": figures,
    }


def _matrix(cells: Iterable[Cell]) -> Iterable[dict[str, Any]]:
    rows: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.jurisdiction, {})[cell.kind] = cell
    for own in rows.values():
        one = next(iter(own.values()))
        yield {
            "label": safe(one.label),
            "lines": triple(one.lines),
            "cells": [
                (
                    cell.state in ("met", "extract", "not_loaded"),
                    words.cell_said(cell),
                    ", ".join(cell.lists),
                )
                if cell
                else (False, "–", "")
                for cell in map(own.get, ("party", "goods"))
            ],
        }
