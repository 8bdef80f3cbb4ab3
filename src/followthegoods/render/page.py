"""A dossier as one HTML page that stands alone: no script, nothing from a network, fit for paper.

The page is a function of the evidence: the same evidence gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from followthegoods.case import Evidence
from followthegoods.facts.countries import country_label
from followthegoods.model.answer import Answer
from followthegoods.render import page_events, page_headline
from followthegoods.render import page_parts as parts
from followthegoods.render.charts import CHARTS, NARROW, WIDE
from followthegoods.render.dossier import bases_lines
from followthegoods.render.notes import headline, said
from followthegoods.render.page_rows import largest
from followthegoods.render.text import INVENTED, safe
from followthegoods.render.vega import Link, Spec, inline_svg, nowhere

BESIDE: dict[str, tuple[str, ...]] = {
    "total": (
        *("rows_without_value", "rows_without_measure", "refused_rows_mention_subject"),
        "months_missing",
        *("uncertain_party", "probable_party", "release_not_stated", "conflicts"),
        *("suspected_repeats", "key_collisions", "marked_cells", "one_authority_only"),
        *("names_by_likeness", "eurasian_trade_missing", "no_values", "period_beyond_records"),
    ),
    "time": ("no_date", "coverage_ends"),
    "countries": ("no_origin", "origin_of_declaration_only", "detours"),
    "suppliers": ("no_supplier",),
    "prices": ("prices_far",),
    "makers": ("makers_not_additive",),
    "apart": (
        *("shown_apart", "not_released", "no_regime", "no_previous_procedure"),
        "transit_not_imports",
    ),
    "dollars": ("stated_dollars_far_off", "no_rate"),
}
"""Part of the page -> the caveats that stand beside it. Others stand at the end of the figures."""

_APART = ("origin", "dispatch", "trading", "sender_country", "purchase", "supplier", "goods")
"""Dimensions that have a part of the page of their own."""


def page(evidence: Evidence) -> str:
    """The page. What it may show is settled before: see `publication.for_publication`."""
    style = files("followthegoods.render").joinpath("templates/page.css").read_text("utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    template = _ENVIRONMENT.get_template("page.html")
    return template.render(style=Markup(style), policy=policy, **context(evidence)) + "\n"


def environment(*loaders: BaseLoader) -> Environment:
    """Templates of loaders, then those of pages. Whatever stands in a text, it is never markup."""
    made = Environment(
        loader=ChoiceLoader([*loaders, PackageLoader("followthegoods.render")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["safe_text"] = safe
    return made


_ENVIRONMENT = environment()

Draw = Callable[[Spec, str, Link], str]
"""Puts a chart into a page: its specification, a name of its own, where its marks lead to."""


def context(evidence: Evidence, link: Link = nowhere, draw: Draw = inline_svg) -> dict[str, Any]:
    """What the template of a page is filled with; figures lead to where `link` says, and `draw`
    puts charts in their places."""
    answer = evidence.answer
    notes = {name: list(_caveats(answer, codes)) for name, codes in BESIDE.items()}
    placed = {code for codes in BESIDE.values() for code in codes} | {"invented_data"}
    invented = any(caveat.code == "invented_data" for caveat in answer.caveats)
    named = [name for name, groups in answer.by.items() if len(groups) > 1 or name in _APART]
    tables = [parts.dimension(evidence, name) for name in named if answer.by[name]]
    lines = largest(evidence)
    return {
        "answer": answer,
        "invented": INVENTED if invented else "",
        "published": evidence.published,
        "subject": safe(answer.subject.name),
        "authority": country_label(answer.bases.authority),
        "bases": bases_lines(answer.bases),
        "headline": page_headline.headline(answer),
        "unit": safe(answer.unit),
        "link": link,
        "charts": _charts(evidence, link, draw),
        "countries": parts.countries(answer),
        "tables": {table.name: table for table in tables if table.name in _APART},
        "others": [table for table in tables if table.name not in _APART],
        "events": [page_events.event(evidence, event) for event in answer.events],
        "measures": page_headline.measures(answer),
        "apart": [(safe(g.label), parts.triple(g)) for g in answer.apart],
        "value_bases": [(safe(g.label), parts.triple(g)) for g in answer.value_bases],
        "screening": page_events.screening(answer),
        "noted": [(headline(note), list(said(note))) for note in answer.notes],
        "prices": parts.prices(answer),
        "concentration": page_events.concentration(answer),
        "notes": notes,
        "also": [caveat.text for caveat in answer.caveats if caveat.code not in placed],
        "lines": lines,
        "found": evidence.found,
        "parameters": parts.asked(answer),
    }


def _caveats(answer: Answer, codes: tuple[str, ...]) -> Iterator[str]:
    return (caveat.text for caveat in answer.caveats if caveat.code in codes)


def _charts(evidence: Evidence, link: Link, put: Draw) -> dict[str, dict[str, Any]]:
    """Each chart twice: for wide screens and paper, and for narrow screens."""
    drawn: dict[str, dict[str, Any]] = {}
    for name, draw in CHARTS.items():
        wide, narrow = draw(evidence, WIDE), draw(evidence, NARROW)
        if wide is not None and narrow is not None:
            drawn[name] = {
                "title": wide.title,
                "note": wide.note,
                "alt": wide.alt,
                # What is drawn comes from the chart's library, with every text of it escaped.
                "wide": Markup(put(wide.spec, f"{name}-wide", link)),
                "narrow": Markup(put(narrow.spec, f"{name}-narrow", link)),
            }
    return drawn
