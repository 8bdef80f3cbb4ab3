"""The parties of a case as a reconciliation service, version 0.2 of the W3C community group's
protocol: a list in OpenRefine is reconciled against the case, and extended from it."""

from __future__ import annotations

import json
from html import escape
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from followthegoods import __version__
from followthegoods.case import Case, Party
from followthegoods.errors import BadParameter, NoSuchParty
from followthegoods.faces.http.api.answers import PROBLEMS, served_by
from followthegoods.faces.http.api.asked import CaseName, Name, Text
from followthegoods.faces.http.api.candidates import TYPES, Asked, candidates, types_of
from followthegoods.faces.http.api.properties import PROPERTIES, values
from followthegoods.faces.http.forms import read_form
from followthegoods.faces.http.guards import POLICY

router = APIRouter(prefix="/cases/{case}/reconcile", tags=["reconciliation"], responses=PROBLEMS)
MOST = 100
"""Queries in a batch, and parties that are extended at once."""

OPENREFINE = ("http://127.0.0.1:3333", "http://localhost:3333")
"""Pages that may read this service from a browser, where it asks for no token."""

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {
                            "type": "string",
                            "description": "A batch of queries as JSON.",
                            "example": '{"q0": {"query": "orlemar", "limit": 3}}',
                        },
                        "extend": {
                            "type": "string",
                            "description": "Parties and properties as JSON.",
                            "example": '{"ids": ["p1a"], "properties": [{"id": "tax_id"}]}',
                        },
                    },
                }
            }
        },
    }
}
Json = Annotated[
    str | None,
    Query(
        max_length=100_000,
        description="A batch of queries as JSON.",
        examples=['{"q0": {"query": "orlemar", "limit": 3}}'],
    ),
]
Extend = Annotated[
    str | None,
    Query(
        max_length=100_000,
        description="Parties and properties as JSON.",
        examples=['{"ids": ["p1a"], "properties": [{"id": "tax_id"}]}'],
    ),
]
Prefix = Annotated[Text, Query(description="What was typed.", examples=["orle"])]


class _Wanted(BaseModel):
    id: str
    settings: dict[str, Any] = Field(default_factory=dict)


class Extension(BaseModel):
    """Parties, and what is wanted of them."""

    model_config = ConfigDict(extra="ignore")

    ids: list[Name] = Field(max_length=MOST)
    properties: list[_Wanted] = Field(max_length=100)


_BATCH = TypeAdapter(dict[str, Asked])
_EXTENSION = TypeAdapter(Extension)


@router.get("", response_model=dict[str, Any])
def service(
    request: Request, case: CaseName, queries: Json = None, extend: Extend = None
) -> Response:
    """What the service can do, or with `queries` or `extend` what it answers."""
    return _serve(request, case, queries, extend)


@router.post("", response_model=dict[str, Any], openapi_extra=_FORM)
def serve(request: Request, case: CaseName) -> Response:
    """The same for batches that are too long for an address."""
    form = read_form(request)
    queries, extend = form.get("queries"), form.get("extend")
    return _serve(
        request,
        case,
        queries if isinstance(queries, str) else None,
        extend if isinstance(extend, str) else None,
    )


def _serve(request: Request, name: str, queries: str | None, extend: str | None) -> Response:
    with served_by(request).case(name) as case:
        if queries is not None:
            batch = _parsed(_BATCH, queries, "queries")
            if len(batch) > MOST:
                raise BadParameter(f"More than {MOST} queries at once.", where="queries")
            return _shared(
                request, {key: {"result": candidates(case, one)} for key, one in batch.items()}
            )
        if extend is not None:
            return _shared(request, _extended(case, _parsed(_EXTENSION, extend, "extend")))
    return _shared(request, _manifest(request, name))


def _parsed(kind: TypeAdapter[Any], text: str, where: str) -> Any:
    try:
        return kind.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, (where, *first["loc"])))
        raise BadParameter(
            f"{first['msg']}.", where=place, do="Write JSON as the protocol has it, version 0.2."
        ) from error


def _manifest(request: Request, name: str) -> dict[str, Any]:
    root = f"{request.scope['scheme']}://{request.headers['host']}"
    page = f"{root}/c/{quote(name, safe='')}/dossier?who={{{{id}}}}"
    own = f"{root}/api/v1/cases/{quote(name, safe='')}/reconcile"

    def path(place: str) -> dict[str, str]:
        return {"service_url": own, "service_path": place}

    return {
        "versions": ["0.2"],
        "name": f"Parties of the case {name} (followthegoods)",
        "identifierSpace": f"{root}/c/{quote(name, safe='')}/dossier?who=",
        "schemaSpace": "urn:ftg:party",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": key, "name": word} for key, word in TYPES.items()],
        "view": {"url": page},
        "preview": {"url": f"{own}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {kind: path(f"/suggest/{kind}") for kind in ("entity", "type", "property")},
        "extend": {"propose_properties": path("/properties"), "property_settings": []},
    }


def _extended(case: Case, wanted: Extension) -> dict[str, Any]:
    ids = [one.id for one in wanted.properties]
    for key in ids:
        if key not in PROPERTIES:
            raise BadParameter(
                f"Parties have no property {key!r}.", do=f"One of: {', '.join(PROPERTIES)}."
            )
    rows = {}
    for number in dict.fromkeys(wanted.ids):
        found = [party for party in case.find(number) if number.startswith("p")]
        rows[number] = values(case, found[0], ids) if found else {key: [] for key in ids}
    return {"meta": [{"id": key, "name": PROPERTIES[key]} for key in ids], "rows": rows}


# -- suggestions


@router.get("/suggest/entity", response_model=dict[str, Any])
def suggest_entity(request: Request, case: CaseName, prefix: Prefix = "") -> Response:
    """Parties whose names begin so, or are like it."""
    found: list[Party] = []
    if prefix.strip():
        with served_by(request).case(case) as opened:
            found = opened.find(prefix)
    return _shared(
        request,
        {
            "result": [
                {
                    "id": party.id,
                    "name": party.name,
                    "description": described(party),
                    "notable": types_of(party),
                }
                for party in found
            ]
        },
    )


@router.get("/suggest/type", response_model=dict[str, Any])
def suggest_type(request: Request, case: CaseName, prefix: Prefix = "") -> Response:
    """The types of parties."""
    served_by(request).path(case)
    return _shared(request, {"result": _suggested(TYPES, prefix)})


@router.get("/suggest/property", response_model=dict[str, Any])
def suggest_property(request: Request, case: CaseName, prefix: Prefix = "") -> Response:
    """The properties of parties."""
    served_by(request).path(case)
    return _shared(request, {"result": _suggested(PROPERTIES, prefix)})


def _suggested(known: dict[str, str], prefix: str) -> list[dict[str, str]]:
    wanted = prefix.strip().lower()
    return [
        {"id": key, "name": word}
        for key, word in known.items()
        if wanted in key or wanted in word.lower()
    ]


@router.get("/properties", response_model=dict[str, Any])
def propose_properties(
    request: Request,
    case: CaseName,
    type: Annotated[Text, Query(description="A type of parties.", examples=["company"])] = "",
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = 100,
) -> Response:
    """What parties can be extended with."""
    served_by(request).path(case)
    some = [{"id": key, "name": word} for key, word in PROPERTIES.items()][:limit]
    return _shared(request, {"type": type, "limit": limit, "properties": some})


# -- the preview

_PREVIEW = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{name}</title></head>
<body>
<h1>{name}</h1>
<p>{about}</p>
<p>{mentions} spellings, {lines} lines in the records of the case.</p>
</body>
</html>
"""


@router.get("/preview", response_class=HTMLResponse)
def preview(
    request: Request,
    case: CaseName,
    id: Annotated[Name, Query(description="A party's id.", examples=["p1a"])],
) -> Response:
    """A party in a small page, for the frame in which OpenRefine shows it."""
    with served_by(request).case(case) as opened:
        found = opened.find(id) if id.startswith("p") else []
    if not found:
        raise NoSuchParty(f"No party of the case is called {id!r}.")
    party = found[0]
    text = _PREVIEW.format(
        name=escape(party.name),
        about=escape(described(party)),
        mentions=party.mentions,
        lines=party.lines,
    )
    framed = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(OPENREFINE)}")
    headers = {"Content-Security-Policy": framed, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HTMLResponse(text, headers=headers)


def described(party: Party) -> str:
    """What tells a party from others of its name."""
    ids = [key.rsplit(":", 1)[-1] for key in party.tax_ids]
    kind = TYPES["person"] if party.personal else ""
    return ", ".join(filter(None, [*ids, party.country or "", kind, f"{party.lines:,} lines"]))


def _shared(request: Request, said: dict[str, Any]) -> Response:
    """An answer that OpenRefine's own page may read too."""
    origin = request.headers.get("origin", "")
    allowed = request.app.state.access.open and origin in OPENREFINE
    headers = {"Vary": "Origin", "Cache-Control": "no-store"}
    if allowed:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return Response(
        json.dumps(said, ensure_ascii=False), headers=headers, media_type="application/json"
    )
