"""A job: how far it is, what came of it, and the way to cancel it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.errors import BadParameter
from followthegoods.faces.http.forms import posted
from followthegoods.faces.http.jobs import ENDED, Job
from followthegoods.faces.web.showing import case_name, page, see, served, show

BOOKS = ("lines", "repeated", "superseded")


@page
def job(request: Request) -> Response:
    """One job of a case. Raises `NoSuchJob`."""
    found = _job(request)
    name = case_name(request)
    added = []
    if found.action == "add" and isinstance(found.result, dict):
        added = [(one["file"], one["known"], one["books"]) for one in found.result["added"]]
    left = found.result["left_out"] if added and isinstance(found.result, dict) else []
    with served(request).case(name) as case:
        return show(
            request,
            "job.html",
            case=case,
            job=found,
            ended=found.status in ENDED,
            added=added,
            left_out=left,
            entries=BOOKS,
        )


def _job(request: Request) -> Job:
    served(request).path(case_name(request))
    found = served(request).jobs.get(request.path_params["job"])
    if found.case != case_name(request):
        raise BadParameter("The job is another case's.", do="Look at the jobs of that case.")
    return found


@page
def cancel(request: Request) -> Response:
    """End a job: the case is then as it was before the file that was being loaded."""
    posted(request)
    found = _job(request)
    served(request).jobs.cancel(found.id)
    return see(found.case, f"jobs/{found.id}")


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/jobs/{job}", job),
    Route("/c/{case}/jobs/{job}/cancel", cancel, methods=["POST"]),
]
