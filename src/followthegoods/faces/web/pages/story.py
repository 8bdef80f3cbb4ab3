"""Stories: pasted or dropped, their claims underlined, checked, corrected in place, compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import stories
from followthegoods.case.kept_stories import (
    FIELDS,
    correct_claim,
    drop_story,
    keep_story,
    kept_stories,
    kept_story,
    name_party,
)
from followthegoods.case.stories import StoryRow
from followthegoods.errors import BadStory
from followthegoods.faces.http.forms import posted
from followthegoods.faces.web.asked import read_day
from followthegoods.faces.web.showing import case_name, page, see, served, show
from followthegoods.model.story import BASES, Claim, Hedge, Measure, Verdict
from followthegoods.render import story as words
from followthegoods.render.number_line import number_line
from followthegoods.render.story_page import MARKS, pieces

CANDIDATES = 4
"""Parties offered for a name of a story."""

_ID = re.compile(r"p[0-9a-f]+|[0-9]+")
"""What names a party without doubt: an id, a tax id."""


@page
def told(request: Request) -> Response:
    """The stories of a case, and the form for another."""
    with served(request).case(case_name(request)) as case:
        return show(request, "stories.html", case=case, kept=kept_stories(case), view="story")


@page
def tell(request: Request) -> Response:
    """Keep a story that was pasted or dropped, with its claims drafted."""
    form, name = posted(request), case_name(request)
    text = _sent(form) or str(form.get("text", "")).replace("\r\n", "\n")
    published = read_day(str(form.get("published", "")), "published")
    of = [one.strip() for one in str(form.get("of", "")).split(";") if one.strip()]
    with served(request).case(name) as case:
        kept = keep_story(case, text, published=published, of=of)
    return see(name, f"story/{kept.id}")


def _sent(form: FormData) -> str:
    """The text of a file that was sent; empty where there is none. Raises `BadStory`."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return ""
    try:
        return sent.file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadStory("The text is not in UTF-8.", do="Save it again in UTF-8.") from error


@page
def story(request: Request) -> Response:
    """A story with its claims underlined, and what the records say of each."""
    with served(request).case(case_name(request)) as case:
        kept = kept_story(case, request.path_params["story"])
        checked = stories.check_story(case, kept.story)
        rows = stories.rows_behind(case, checked)
        names = sorted({name for c in kept.story.claims for name in c.named})
        meant = [(name, case.find(name)[:CANDIDATES]) for name in names if not _ID.fullmatch(name)]
        several = [name for name, parties in meant if len(parties) > 1]
        return show(
            request,
            "story.html",
            case=case,
            kept=kept,
            paragraphs=pieces(kept.text, checked),
            rulings={verdict.claim: MARKS[verdict.ruling] for verdict in checked.verdicts},
            cards=[
                _card(claim, verdict, rows, several)
                for claim, verdict in zip(kept.story.claims, checked.verdicts, strict=True)
            ],
            summary=words.counts(checked),
            meant=meant,
            others=[one for one in kept_stories(case) if one.id != kept.id],
            measures=list(Measure),
            hedges=list(Hedge),
            bases=BASES,
        )


def _card(
    claim: Claim, verdict: Verdict, rows: Mapping[int, StoryRow], several: Sequence[str]
) -> dict[str, Any]:
    """A claim with its verdict, as the page shows them; names of `several` parties are asked
    about above them all, once."""
    said = list(words.beside(claim, verdict))
    if open_ := [name for name in dict.fromkeys(claim.named) if name in several]:
        said = [one for one in said if not any(_asks(one, name) for name in open_)]
        said.insert(0, f"Say above who {' and '.join(open_)} is: several companies are called so.")
    return {
        "claim": claim,
        "verdict": verdict,
        # Drawn from numbers, with every text of it escaped.
        "line": Markup(number_line(claim, verdict)),
        "said": said,
        "rows": [(one, rows[one.line]) for one in verdict.lines if one.line in rows],
    }


def _asks(said: str, name: str) -> bool:
    """Whether what stands beside a claim asks which party a name means."""
    return any(f"parties answer to {one}:" in said for one in (name, repr(name)))


@page
def correct(request: Request) -> Response:
    """Correct a claim, and show the story checked again."""
    form, name = posted(request), case_name(request)
    own, claim = request.path_params["story"], request.path_params["claim"]
    fields = {key: str(form[key]) for key in FIELDS if key in form}
    with served(request).case(name) as case:
        correct_claim(case, own, claim, fields)
    return see(name, f"story/{own}", anchor=claim)


@page
def name(request: Request) -> Response:
    """Say which party a name of the story means."""
    form, own = posted(request), request.path_params["story"]
    with served(request).case(case_name(request)) as case:
        name_party(case, own, str(form.get("name", "")), str(form.get("party", "")))
    return see(case_name(request), f"story/{own}")


@page
def drop(request: Request) -> Response:
    """Delete a story and its claims."""
    posted(request)
    name = case_name(request)
    with served(request).case(name) as case:
        drop_story(case, request.path_params["story"])
    return see(name, "story")


@page
def claims(request: Request) -> Response:
    """The claims file, as the command line reads it."""
    with served(request).case(case_name(request)) as case:
        kept = kept_story(case, request.path_params["story"])
    headers = {"Content-Disposition": 'attachment; filename="claims.toml"'}
    text = stories.write_claims(kept.story)
    return Response(text, headers=headers, media_type="application/toml; charset=utf-8")


@page
def note(request: Request) -> Response:
    """The verdicts as a table in Markdown, for an editor to paste."""
    with served(request).case(case_name(request)) as case:
        kept = kept_story(case, request.path_params["story"])
        text = words.note(stories.check_story(case, kept.story))
    headers = {"Content-Disposition": 'attachment; filename="verdicts.md"'}
    return Response(text, headers=headers, media_type="text/markdown; charset=utf-8")


@page
def compare(request: Request) -> Response:
    """A retelling beside its original."""
    with served(request).case(case_name(request)) as case:
        original = kept_story(case, request.path_params["story"])
        retelling = kept_story(case, request.path_params["other"])
        found = stories.compare_stories(
            original.path, retelling.path, published=original.story.published
        )
        return show(
            request,
            "compare.html",
            case=case,
            original=original,
            retelling=retelling,
            found=found,
            differs=words.differs,
            view="story",
        )


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/story", told, methods=["GET"]),
    Route("/c/{case}/story", tell, methods=["POST"]),
    Route("/c/{case}/story/{story}", story),
    Route("/c/{case}/story/{story}/claims.toml", claims),
    Route("/c/{case}/story/{story}/verdicts.md", note),
    Route("/c/{case}/story/{story}/name", name, methods=["POST"]),
    Route("/c/{case}/story/{story}/drop", drop, methods=["POST"]),
    Route("/c/{case}/story/{story}/claim/{claim}", correct, methods=["POST"]),
    Route("/c/{case}/story/{story}/compare/{other}", compare),
]
