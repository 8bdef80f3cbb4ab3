"""A checked story, or a retelling beside its original, as an HTML page that stands alone.

No script, nothing from a network. Claims are underlined in the text, each leads to its verdict.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from followthegoods import __version__
from followthegoods.case.stories import StoryRow
from followthegoods.facts.countries import country_label
from followthegoods.model.retelling import Comparison, Told
from followthegoods.model.story import Behind, Checked, Claim, Ruling, Verdict
from followthegoods.render.amounts import full
from followthegoods.render.number_line import number_line, said
from followthegoods.render.story import asked, beside, counts, differs, words_of
from followthegoods.render.text import INVENTED, safe

MARKS: dict[Ruling, tuple[str, str]] = {
    Ruling.SUPPORTED: ("supported", "✓"),
    Ruling.PROBABLE: ("probable", "✓?"),
    Ruling.DEFINITION: ("definition", "§"),
    Ruling.CONTRADICTED: ("contradicted", "✗"),
    Ruling.NOT_DETERMINABLE: ("open", "?"),
    Ruling.NOT_CHECKABLE: ("none", "–"),
}
"""Ruling -> the class of its colour, and a mark for who sees no colours."""


@dataclass(frozen=True)
class Piece:
    """A piece of a story: its text, the claim it belongs to, and whether that ends here."""

    text: str
    claim: str = ""
    ends: bool = False


def checked_page(
    found: Checked, text: str, rows: Mapping[int, StoryRow], *, invented: bool = False
) -> str:
    """The page of a checked story. `text` as it was read, empty where it is not there; `rows` by
    the numbers of the lines."""
    verdicts = {verdict.claim: verdict for verdict in found.verdicts}
    cards = [_card(claim, verdicts[claim.id], rows) for claim in found.story.claims]
    paragraphs = [
        [_shown(piece, verdicts) for piece in paragraph] for paragraph in pieces(text, found)
    ]
    return _page(
        "story.html",
        title=safe(found.story.story) or "A story, checked",
        published=found.story.published,
        paragraphs=paragraphs,
        cards=cards,
        summary=counts(found),
        invented=INVENTED if invented else "",
    )


def compared_page(found: Comparison, *, invented: bool = False) -> str:
    """The page of a retelling beside its original."""
    changes = [told.change for told in found.told]
    return _page(
        "retelling.html",
        told=[_told(found, told) for told in found.told],
        summary=[(change, changes.count(change)) for change in dict.fromkeys(changes)],
        checked=found.verdicts is not None,
        invented=INVENTED if invented else "",
    )


def _page(name: str, **context: Any) -> str:
    templates = files("followthegoods.render").joinpath("templates")
    style = "\n".join(
        templates.joinpath(sheet).read_text("utf-8").strip() for sheet in ("page.css", "story.css")
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    template = _ENVIRONMENT.get_template(name)
    page = template.render(style=Markup(style), policy=policy, program=__version__, **context)
    return page + "\n"


_ENVIRONMENT = Environment(
    loader=PackageLoader("followthegoods.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def pieces(text: str, found: Checked) -> list[list[Piece]]:
    """The paragraphs of a story, cut where claims begin and end. Of claims that overlap a piece
    belongs to the shortest."""
    claims = [c for c in found.story.claims if c.at[0] < c.at[1] <= len(text)]
    cuts = sorted({0, len(text), *(place for claim in claims for place in claim.at)})
    paragraphs: list[list[Piece]] = [[]]
    for start, end in pairwise(cuts):
        over = [c for c in claims if c.at[0] <= start and end <= c.at[1]]
        own = min(over, key=lambda c: (c.at[1] - c.at[0], c.id)) if over else None
        lines = text[start:end].split("\n")
        for number, line in enumerate(lines):
            if number and paragraphs[-1]:
                paragraphs.append([])
            last = own is not None and number == len(lines) - 1 and end == own.at[1]
            if line.strip() or (line and paragraphs[-1]):
                paragraphs[-1].append(Piece(line, own.id if own else "", last))
    return [paragraph for paragraph in paragraphs if paragraph]


def _shown(piece: Piece, verdicts: Mapping[str, Verdict]) -> dict[str, Any]:
    ruling = verdicts[piece.claim].ruling if piece.claim else None
    colour, mark = MARKS[ruling] if ruling else ("", "")
    return {
        "text": _kept(piece.text),
        "claim": piece.claim,
        "colour": colour,
        "mark": mark,
        "ends": piece.ends,
    }


def _kept(text: str) -> str:
    """A piece as one line, with the blanks at its ends."""
    inner = safe(text, None)
    front = " " if text[:1].isspace() else ""
    return front + inner + (" " if inner and text[-1:].isspace() else "")


def _card(claim: Claim, verdict: Verdict, rows: Mapping[int, StoryRow]) -> dict[str, Any]:
    colour, mark = MARKS[verdict.ruling]
    return {
        "id": claim.id,
        "words": safe(claim.text) or asked(claim),
        "asked": asked(claim),
        "of": list(_narrowed(claim)),
        "ruling": verdict.ruling,
        "colour": colour,
        "mark": mark,
        # Drawn from numbers alone.
        "line": Markup(number_line(claim, verdict)),
        "said": list(beside(claim, verdict)),
        "rows": [_row(claim, one, rows[one.line]) for one in verdict.lines if one.line in rows],
        "more": verdict.figure.rows if verdict.figure else 0,
        "plan": verdict.plan,
    }


def _narrowed(claim: Claim) -> Iterator[tuple[str, str]]:
    """What a claim is of, a field each."""
    yield from (
        (name, ", ".join(map(safe, value)))
        for name, value in (("of", claim.of), ("supplier", claim.supplier), ("goods", claim.goods))
        if value
    )
    if claim.country:
        places = ", ".join(country_label(code) for code in claim.country)
        yield f"country ({claim.basis})", places
    if claim.period:
        yield "period", claim.period.text
    if claim.against:
        yield "against", claim.against.text
    if claim.authority:
        yield "list", ", ".join(claim.authority)
    if claim.by:
        yield "said by", safe(claim.by)


def _row(claim: Claim, one: Behind, row: StoryRow) -> dict[str, str]:
    return {
        "day": one.day.isoformat() if one.day else "no day",
        "adds": said(claim, one.adds) if claim.unit not in ("%", "times") else full(one.adds),
        "from": f"{row.origin or '–'} / {row.dispatch or '–'}",
        "hs": row.hs,
        "place": f"source {row.source}, sheet {row.sheet}, row {row.row}",
    }


def _told(found: Comparison, told: Told) -> dict[str, Any]:
    sides = []
    for number, (text, place) in enumerate(
        ((found.original, told.original), (found.retelling, told.retelling))
    ):
        rulings = []
        if found.verdicts is not None and place is not None:
            story, checks = found.stories[number], found.verdicts[number]
            rulings = [
                {"text": safe(claim.text), "ruling": verdict.ruling, "mark": MARKS[verdict.ruling]}
                for claim, verdict in zip(story.claims, checks.verdicts, strict=True)
                if place[0] <= claim.at[0] < place[1]
            ]
        sides.append({"text": words_of(text, place) if place else "", "rulings": rulings})
    return {
        "change": told.change,
        "sides": sides,
        "differences": [differs(one) for one in told.differences],
    }
