"""Files come in and go out: sent, looked at, loaded, read again, removed; and the jobs for it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import Case, Drafted, Preview, look_or_draft, shipped_layouts
from followthegoods.errors import BadParameter
from followthegoods.faces.http.api.answers import PROBLEMS, json_answer, served_by
from followthegoods.faces.http.api.asked import CaseName, JobId, Name, SourceName, Text, UploadId
from followthegoods.faces.http.api.bodies import stream_of
from followthegoods.faces.http.api.shapes import Sent, Work
from followthegoods.faces.http.jobs import Job
from followthegoods.faces.http.uploads import Upload

router = APIRouter(prefix="/cases/{case}", responses=PROBLEMS)
BYTES = "application/octet-stream"
TOML = "application/toml"

_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_DRAFT: dict[int | str, dict[str, Any]] = {
    200: {"content": {TOML: {"schema": {"type": "string"}, "example": 'id = "my-layout"\n'}}}
}
ACCEPTED = 202
Layout = Annotated[
    Text | None, Query(description="The id of a layout that ships.", examples=["ru-alta"])
]


class Chosen(BaseModel):
    """A layout: one that ships, by its id, or a TOML file that was sent, by its upload's id."""

    model_config = ConfigDict(extra="forbid")

    layout: Name | None = None
    layout_upload: Name | None = None


class Loaded(Chosen):
    """Files that were sent, to be loaded."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"uploads": ["0123456789abcdef"]}]}
    )

    uploads: list[Name] = Field(min_length=1, max_length=1000)


class Reread(Chosen):
    """A source, to be read again by a corrected layout."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"layout": "ru-alta", "preview": True}]}
    )

    preview: bool = False


# -- files that were sent


@router.post(
    "/uploads",
    response_model=Sent,
    status_code=201,
    openapi_extra=_FILE,
    tags=["files"],
)
def upload(
    request: Request,
    case: CaseName,
    name: Annotated[Name, Query(description="The file's name.", examples=["march.csv"])],
) -> Response:
    """Send a file; it is kept beside the case until it is loaded or deleted."""
    sent = served_by(request).uploads(case).keep(name, stream_of(request))
    return json_answer(_sent(sent), 201)


@router.get("/uploads", response_model=list[Sent], tags=["files"])
def uploads(request: Request, case: CaseName) -> Response:
    """The files that were sent and are not loaded yet."""
    return json_answer([_sent(sent) for sent in served_by(request).uploads(case).all()])


@router.delete("/uploads/{upload}", status_code=204, response_class=Response, tags=["files"])
def forget(request: Request, case: CaseName, upload: UploadId) -> Response:
    """Delete a file that was sent."""
    served_by(request).uploads(case).drop(upload)
    return Response(status_code=204)


@router.get("/uploads/{upload}/look", response_model=Preview | Drafted, tags=["files"])
def look(
    request: Request,
    case: CaseName,
    upload: UploadId,
    layout: Layout = None,
    layout_upload: Annotated[
        Text | None, Query(description="Or a layout's TOML that was sent: its upload's id.")
    ] = None,
) -> Response:
    """How a file would be read, without loading it. `ftg look --json`."""
    file = served_by(request).uploads(case).find(upload).path
    chosen = _layout(request, case, layout, layout_upload)
    return json_answer(Case.look(file, layout=chosen) if chosen else look_or_draft(file))


@router.get("/uploads/{upload}/draft", response_class=Response, responses=_DRAFT, tags=["files"])
def draft(request: Request, case: CaseName, upload: UploadId) -> Response:
    """A layout drafted for a file, as TOML to correct. `ftg look --draft`."""
    file = served_by(request).uploads(case).find(upload).path
    return Response(Case.draft(file).toml, media_type=TOML)


def _sent(upload: Upload) -> Sent:
    return Sent(upload.id, upload.name, upload.size)


def _layout(request: Request, case: str, layout: str | None, upload: str | None) -> str | None:
    """A layout as the case takes it; never a path of the server's disk that somebody names."""
    if upload is not None:
        if layout is not None:
            raise BadParameter("Two layouts are named.", do="Give `layout` or `layout_upload`.")
        return str(served_by(request).uploads(case).find(upload).path)
    if layout is not None and layout not in (known := [one.id for one in shipped_layouts()]):
        raise BadParameter(
            f"No layout that ships is called {layout!r}.",
            where="layout",
            do=f"One of: {', '.join(known)}. Or send a TOML file and name it as layout_upload.",
        )
    return layout


# -- jobs


def started(request: Request, case: str, action: str, args: dict[str, Any]) -> Response:
    """Start a job on a case, and say where it is found."""
    served = served_by(request)
    served.path(case)
    job = served.jobs.start(case, action, args)
    place = f"/api/v1/cases/{case}/jobs/{job.id}"
    return json_answer(_work(job), ACCEPTED, {"Location": place})


def _work(job: Job) -> Work:
    return Work(
        job.id,
        job.case,
        job.action,
        job.status,
        job.progress,
        job.result,
        job.error,
        job.asked,
        job.ended,
    )


@router.post("/add", response_model=Work, status_code=ACCEPTED, tags=["files"])
def add(request: Request, case: CaseName, loaded: Loaded) -> Response:
    """Load files that were sent, as a job. Its result has the books of each. `ftg add`."""
    held = served_by(request).uploads(case)
    files = [held.find(number) for number in loaded.uploads]
    layout = _layout(request, case, loaded.layout, loaded.layout_upload)
    args = {
        "files": [str(file.path) for file in files],
        "layout": layout,
        "uploads": [file.id for file in files],
    }
    return started(request, case, "add", args)


@router.post("/resolve", response_model=Work, status_code=ACCEPTED, tags=["who is who"])
def resolve(request: Request, case: CaseName) -> Response:
    """Resolve who is who again, as a job. `ftg resolve --json`."""
    return started(request, case, "resolve", {})


@router.delete("/sources/{source}", response_model=Work, status_code=ACCEPTED, tags=["files"])
def remove(request: Request, case: CaseName, source: SourceName) -> Response:
    """Take a source out again, raw cells included, as a job. `ftg remove --yes`."""
    return started(request, case, "remove", {"source": source})


@router.post(
    "/sources/{source}/relayout", response_model=Work, status_code=ACCEPTED, tags=["files"]
)
def relayout(request: Request, case: CaseName, source: SourceName, reread: Reread) -> Response:
    """Read a source again by a corrected layout, as a job. `ftg relayout --json`."""
    layout = _layout(request, case, reread.layout, reread.layout_upload)
    args = {"source": source, "layout": layout, "preview": reread.preview}
    return started(request, case, "relayout", args)


@router.get("/jobs", response_model=list[Work], tags=["jobs"])
def jobs(request: Request, case: CaseName) -> Response:
    """The jobs of a case, the newest first."""
    served = served_by(request)
    served.path(case)
    return json_answer([_work(job) for job in served.jobs.of(case)])


@router.get("/jobs/{job}", response_model=Work, tags=["jobs"])
def job(request: Request, case: CaseName, job: JobId) -> Response:
    """How far a job is, and what came of it."""
    return json_answer(_work(served_by(request).jobs.get(job, case)))


@router.post("/jobs/{job}/cancel", response_model=Work, tags=["jobs"])
def cancel(request: Request, case: CaseName, job: JobId) -> Response:
    """End a job: the case is then as it was before, or before the file that it was loading."""
    served = served_by(request)
    served.jobs.get(job, case)
    return json_answer(_work(served.jobs.cancel(job)))
