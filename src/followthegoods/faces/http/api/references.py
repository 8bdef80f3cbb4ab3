"""What a case is read against: layouts, rates, lists, ownership."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import (
    Case,
    EntryRef,
    HeldLists,
    KeptCompanies,
    KeptRates,
    KeptStakes,
    check_layout_file,
    shipped_layout_text,
    shipped_layouts,
)
from followthegoods.faces.http.api.answers import (
    NOT_MODIFIED,
    PROBLEMS,
    ask,
    asked,
    json_answer,
    served_by,
)
from followthegoods.faces.http.api.asked import CaseName, Day, KeptName, LayoutId, Name, Text
from followthegoods.faces.http.api.bodies import body_file
from followthegoods.faces.http.api.loading import ACCEPTED, TOML, started
from followthegoods.faces.http.api.shapes import LayoutData, Work
from followthegoods.render.layouts import as_data

router = APIRouter(tags=["references"], responses=PROBLEMS)
_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {TOML: {"schema": {"type": "string"}}}}}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {TOML: {"schema": {"type": "string"}, "example": 'id = "my-layout"\n'}},
    }
}


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")

    upload: Name = Field(description="The id of a file that was sent.")


class RatesSent(_Sent):
    """A table of official rates that was sent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"upload": "0123456789abcdef", "currency": "RUB"}]}
    )

    currency: Text = "RUB"
    replace: bool = Field(
        default=False, description="Let it count on days on which another table differs."
    )


class ListSent(_Sent):
    """A sanctions or control list that was sent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"upload": "0123456789abcdef", "authority": "US"}]}
    )

    authority: Text | None = None
    as_of: Day | None = Field(default=None, description="The day the list is of.")
    layout_upload: Name | None = Field(
        default=None, description="A layout of your own for a table: its upload's id."
    )


class OwnershipSent(_Sent):
    """A file of who owns whom that was sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"upload": "0123456789abcdef"}]})


class CompaniesSent(_Sent):
    """A file of companies known from elsewhere that was sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"upload": "0123456789abcdef"}]})


class Dated(BaseModel):
    """A day of listing, and where it was found."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"entry": "us-sdn/1", "day": "2024-02-23", "source": "The press release."}]
        },
    )

    entry: Name
    day: Day
    source: Name
    what: Text = Field(default="listed", description="listed, delisted or wind_down.")
    authority: Text = Field(default="", description="Whose listing, where several listed it.")


# -- layouts


@router.get("/layouts", response_model=list[LayoutData])
def layouts() -> Response:
    """The layouts that ship. `ftg layouts --json`."""
    return json_answer([as_data(layout) for layout in shipped_layouts()])


@router.get("/layouts/{layout}", response_class=Response, responses=_TEXT)
def layout_text(layout: LayoutId) -> Response:
    """The TOML of a layout that ships. `ftg layouts show`."""
    return Response(shipped_layout_text(layout), media_type=TOML)


@router.post("/layouts/check", response_model=LayoutData, openapi_extra=_BODY)
def check_layout(request: Request) -> Response:
    """Whether a layout's TOML can be used, and what is wrong in it. `ftg layouts check`."""
    with body_file(request, "layout.toml") as file:
        return json_answer(as_data(check_layout_file(file)))


@router.get(
    "/cases/{case}/layouts/{layout}",
    response_class=Response,
    responses={**_TEXT, **NOT_MODIFIED},
)
def kept_layout(request: Request, case: CaseName, layout: LayoutId) -> Response:
    """The TOML by which sources of a case were read. `ftg layouts show --case`."""

    def question(opened: Case) -> Response:
        return Response("".join(opened.layout_text(layout)), media_type=TOML)

    return ask(request, case, question)


# -- rates


@router.get("/cases/{case}/rates", response_model=list[KeptRates], responses=NOT_MODIFIED)
def rates(request: Request, case: CaseName) -> Response:
    """The tables of rates that were added. `ftg rates list --json`."""
    return asked(request, case, lambda opened: opened.rates())


@router.post("/cases/{case}/rates", response_model=Work, status_code=ACCEPTED)
def add_rates(request: Request, case: CaseName, sent: RatesSent) -> Response:
    """Add a table of official rates, as a job. `ftg rates add`."""
    args = {"currency": sent.currency, "replace": sent.replace}
    return _with_file(request, case, "rates/add", sent.upload, args)


@router.delete("/cases/{case}/rates/{name}", response_model=Work, status_code=ACCEPTED)
def remove_rates(request: Request, case: CaseName, name: KeptName) -> Response:
    """Take a table of rates out again, by number, name or hash, as a job. `ftg rates remove`."""
    return started(request, case, "rates/remove", {"name": name})


# -- lists


@router.get("/cases/{case}/lists", response_model=HeldLists, responses=NOT_MODIFIED)
def lists(request: Request, case: CaseName) -> Response:
    """The versions of lists, and the days given by hand. `ftg lists list --json`."""
    return asked(request, case, lambda opened: opened.lists())


@router.post("/cases/{case}/lists", response_model=Work, status_code=ACCEPTED)
def add_list(request: Request, case: CaseName, sent: ListSent) -> Response:
    """Keep a file as one more version of its list, as a job. `ftg lists add`."""
    layout = sent.layout_upload
    args = {
        "authority": sent.authority,
        "as_of": sent.as_of.isoformat() if sent.as_of else None,
        "layout": str(served_by(request).uploads(case).find(layout).path) if layout else None,
    }
    return _with_file(request, case, "lists/add", sent.upload, args)


@router.get("/cases/{case}/lists/entries", response_model=list[EntryRef], responses=NOT_MODIFIED)
def entries(
    request: Request,
    case: CaseName,
    text: Annotated[
        Name, Query(description="An entry: LIST/ID, an id, or a whole name.", examples=["us-sdn/1"])
    ],
) -> Response:
    """Entries of lists. `ftg lists find --json`."""
    return asked(request, case, lambda opened: opened.find_listed(text))


@router.post("/cases/{case}/lists/dates", response_model=EntryRef)
def date_listing(request: Request, case: CaseName, dated: Dated) -> Response:
    """Write down the day that an entry was listed on, and where that was found.
    `ftg lists date`."""
    with served_by(request).case(case) as opened:
        ref = opened.date_listing(
            dated.entry, dated.day, source=dated.source, what=dated.what, authority=dated.authority
        )
    return json_answer(ref)


# -- ownership


@router.get("/cases/{case}/ownership", response_model=list[KeptStakes], responses=NOT_MODIFIED)
def ownership(request: Request, case: CaseName) -> Response:
    """The files of who owns whom. `ftg ownership list --json`."""
    return asked(request, case, lambda opened: opened.ownership())


@router.post("/cases/{case}/ownership", response_model=Work, status_code=ACCEPTED)
def add_ownership(request: Request, case: CaseName, sent: OwnershipSent) -> Response:
    """Add a file of who owns whom, as a job. `ftg ownership add`."""
    return _with_file(request, case, "ownership/add", sent.upload, {})


@router.delete("/cases/{case}/ownership/{name}", response_model=Work, status_code=ACCEPTED)
def remove_ownership(request: Request, case: CaseName, name: KeptName) -> Response:
    """Take a file of ownership out again, as a job. `ftg ownership remove`."""
    return started(request, case, "ownership/remove", {"name": name})


# -- companies known from elsewhere


@router.get("/cases/{case}/companies", response_model=list[KeptCompanies], responses=NOT_MODIFIED)
def companies(request: Request, case: CaseName) -> Response:
    """The files of known companies. `ftg companies list --json`."""
    return asked(request, case, lambda opened: opened.companies())


@router.post("/cases/{case}/companies", response_model=Work, status_code=ACCEPTED)
def add_companies(request: Request, case: CaseName, sent: CompaniesSent) -> Response:
    """Add a file of known companies, as a job. `ftg companies add`."""
    return _with_file(request, case, "companies/add", sent.upload, {})


@router.delete("/cases/{case}/companies/{name}", response_model=Work, status_code=ACCEPTED)
def remove_companies(request: Request, case: CaseName, name: KeptName) -> Response:
    """Take a file of known companies out again, as a job. `ftg companies remove`."""
    return started(request, case, "companies/remove", {"name": name})


def _with_file(
    request: Request, case: str, action: str, upload: str, args: dict[str, Any]
) -> Response:
    file = served_by(request).uploads(case).find(upload)
    return started(request, case, action, {**args, "files": [str(file.path)], "uploads": [file.id]})
