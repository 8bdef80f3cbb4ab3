"""Companies that are watched, and what is new since somebody last looked."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.faces.http.api.answers import PROBLEMS, json_answer, served_by
from followthegoods.faces.http.api.asked import CaseName, Name
from followthegoods.faces.http.api.loading import ACCEPTED, started
from followthegoods.faces.http.api.shapes import Work
from followthegoods.model.watching import News, Watched

router = APIRouter(prefix="/cases/{case}/watch", tags=["watching"], responses=PROBLEMS)


class Watching(BaseModel):
    """Companies to be watched, or with `stop` no longer."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"who": ["9900718344"]}]}
    )

    who: list[Name] = Field(min_length=1, max_length=100)
    stop: bool = False


# What is new depends on who looked and when: no tag of the case's state says that.


@router.get("", response_model=News)
def news(request: Request, case: CaseName) -> Response:
    """What is new since the last look. `ftg watch --json`."""
    with served_by(request).case(case) as opened:
        return json_answer(opened.news())


@router.post("", response_model=list[Watched])
def watch(request: Request, case: CaseName, wanted: Watching) -> Response:
    """Watch companies, or no longer; the companies that are watched then.
    `ftg watch PARTY --json`."""
    with served_by(request).case(case) as opened:
        return json_answer(opened.watch(*wanted.who, stop=wanted.stop))


@router.post("/looked", response_model=Work, status_code=ACCEPTED)
def looked(request: Request, case: CaseName) -> Response:
    """Mark the case as seen, as a job: every party is screened. `ftg watch --looked`."""
    return started(request, case, "watch/looked", {})
