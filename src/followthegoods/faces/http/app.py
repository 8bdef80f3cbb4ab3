"""The server: the pages and the HTTP API of the cases it serves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from followthegoods import __version__
from followthegoods.errors import (
    BadParameter,
    Broken,
    FtgError,
    NoSuchMethod,
    NoSuchPage,
    UsageError,
)
from followthegoods.faces import web
from followthegoods.faces.http.access import LOOPBACK, Access
from followthegoods.faces.http.api.routes import api
from followthegoods.faces.http.asked_log import AskedLog
from followthegoods.faces.http.entering import entering
from followthegoods.faces.http.guards import API, HEADERS, Guard
from followthegoods.faces.http.problems import problem_response
from followthegoods.faces.http.served import Served
from followthegoods.faces.web.pages import ROUTES
from followthegoods.faces.web.showing import failed

SILENT: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Nothing of what is asked leaves the machine, whatever the environment says."""

STATIC = Path(web.__file__).parent / "static"


def make_app(cases: Mapping[str, Path], access: Access = LOOPBACK) -> FastAPI:
    """The server of these cases, each under its name: pages at `/c/NAME/…`, the API at `/api/v1`.

    `request.app.state.served` has the cases, `request.app.state.access` who may do what, and
    `request.state.level` what this request may do.
    """
    app = FastAPI(
        title="followthegoods",
        version=__version__,
        lifespan=_life,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry=SILENT,
    )
    app.state.served = Served(cases)
    app.state.access = access
    app.state.log = AskedLog(app.state.served.paths)
    app.router.routes.extend([entering(), *ROUTES])
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    app.include_router(api)
    app.add_middleware(Guard, access=access, log=app.state.log)
    for kind in (FtgError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _failed)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.served.close()
    app.state.log.close()


def _failed(request: Request, error: Exception) -> Response:
    """What was raised, as problem details, or as a page where a page was asked for."""
    if request.url.path.startswith(API):
        return problem_response(_known(error, "See /api/v1/openapi.json"), dict(HEADERS))
    return failed(request, _known(error, "Look at the address, or go on from the cases."))


def _known(error: Exception, do: str) -> FtgError:
    """What was raised as an error of the tree; `do` says where there is something."""
    if isinstance(error, FtgError):
        return error
    if isinstance(error, RequestValidationError):
        return _invalid(error, do)
    if not isinstance(error, HTTPException):
        return Broken(
            f"The server failed: {type(error).__name__}.",
            do="This is a bug of ftg: report it with what the server printed.",
        )
    if isinstance(error.__cause__, FtgError):
        return error.__cause__
    if error.status_code == NoSuchPage.http_status:
        return NoSuchPage("There is nothing at this address.", do=do)
    if error.status_code == NoSuchMethod.http_status:
        return NoSuchMethod("This cannot be done at this address.", do=do)
    return UsageError(str(error.detail))


def _invalid(error: RequestValidationError, do: str) -> BadParameter:
    """The first of what is wrong with the parameters of a request."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    said = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    return BadParameter(f"{said}.", where=" ".join(where), do=do)
