"""The API as one router, and its description."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from followthegoods import __version__
from followthegoods.faces.http.api import (
    exports,
    folders,
    identity,
    lines,
    loading,
    notes,
    questions,
    reconcile,
    references,
    stories,
    watching,
)
from followthegoods.faces.http.api.answers import Problem, json_answer

ROOT = "/api/v1"
TITLE = "followthegoods"
ABOUT = (
    "Every question and action of the command line. Answers have the shapes of `--json`; amounts "
    "are decimal strings, days are ISO dates. Problems are RFC 9457 problem details. An answer's "
    "`ETag` is of the state of the case: send it back as `If-None-Match`. Long lists come in "
    "pages: the `Link` header has the next. What takes long is a job, which goes on whoever looks."
)

api = APIRouter(prefix=ROOT, generate_unique_id_function=lambda route: route.name)
for part in (
    questions,
    exports,
    folders,
    identity,
    notes,
    stories,
    references,
    loading,
    reconcile,
    watching,
    lines,
):
    api.include_router(part.router)


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of the API."""
    return json_answer(description())


@cache
def description() -> dict[str, Any]:
    """The API as an OpenAPI document."""
    app = FastAPI()
    app.include_router(api)
    made = get_openapi(title=TITLE, version=__version__, description=ABOUT, routes=app.routes)
    parts = made["components"]
    parts["schemas"]["Problem"] = Problem.model_json_schema()
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{}, {"token": []}]
    return made
