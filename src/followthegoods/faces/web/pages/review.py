"""Doubtful pairs of companies, one by one: both sides, what each answer would move, undo.

What is decided is written down at once. Parties are resolved when that is asked for, or with the
next question; until then the queue is that of the last resolving, without what was decided since.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.faces.http.forms import posted
from followthegoods.faces.web.asked import number
from followthegoods.faces.web.showing import case_name, page, see, served, show
from followthegoods.model.identity import IN_FORCE, VERDICTS, Doubt, Judgement

LONGEST = 1000
"""Pairs of a queue."""

UNDONE_SHOWN = 10
"""Judgements that can be undone from the page; the newest."""


@page
def review(request: Request) -> Response:
    """The pair at a place of the queue, which begins with those that carry most money."""
    place = number(request, "place", 1, LONGEST)
    with served(request).case(case_name(request)) as case:
        queue, made = _queue(case)
        at = min(place, len(queue))
        shown = case.identity.look_at(queue[at - 1]) if queue else None
        return show(
            request,
            "review.html",
            case=case,
            shown=shown,
            place=at,
            of=len(queue),
            verdicts=VERDICTS,
            made=made[:UNDONE_SHOWN],
            author=case.settings.author,
        )


def _queue(case: Case) -> tuple[list[Doubt], list[Judgement]]:
    """The doubtful pairs that nobody decided, and the judgements in force, the newest first."""
    judged = [
        one
        for one in case.identity.judgements()
        if one.standing == IN_FORCE and one.verdict in VERDICTS
    ]
    decided = {frozenset((one.a, one.b)) for one in judged}
    doubts = case.identity.doubts(LONGEST, settled=False)
    queue = [one for one in doubts if frozenset((one.mention_a, one.mention_b)) not in decided]
    return queue, judged[::-1]


@page
def decide(request: Request) -> Response:
    """Write down what was decided about a pair. Raises `BadParameter`."""
    form = posted(request)
    a, b, verdict, why, place = (
        str(form.get(name, "")) for name in ("a", "b", "verdict", "why", "place")
    )
    with served(request).case(case_name(request)) as case:
        queue, _ = _queue(case)
        pair = next((one for one in queue if (one.mention_a, one.mention_b) == (a, b)), None)
        if pair is None or verdict not in VERDICTS:
            raise BadParameter(
                "This pair is not in the queue any more.", do="Go back to the review."
            )
        said = why.strip() or f"seen in review: {pair.rule}, {pair.score:.2f}"
        case.identity.decide(pair, verdict, why=said)
    return see(case_name(request), "review", [("place", place)] if place.isdecimal() else [])


@page
def undo(request: Request) -> Response:
    """Take a judgement back. Raises `BadParameter`."""
    said = str(posted(request).get("number", ""))
    with served(request).case(case_name(request)) as case:
        _, judged = _queue(case)
        judgement = next((one for one in judged if str(one.number) == said), None)
        if judgement is None:
            raise BadParameter(f"There is no judgement {said[:20]} in force.", do="Look again.")
        case.identity.take_back(judgement, why="taken back in review")
    return see(case_name(request), "review")


@page
def settle(request: Request) -> Response:
    """Resolve parties by what was decided, as a job."""
    posted(request)
    name = case_name(request)
    job = served(request).jobs.start(name, "settle", {})
    return see(name, f"jobs/{job.id}")


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/review", review, methods=["GET"]),
    Route("/c/{case}/review", decide, methods=["POST"]),
    Route("/c/{case}/review/undo", undo, methods=["POST"]),
    Route("/c/{case}/review/settle", settle, methods=["POST"]),
]
