"""Files come in: sent, looked at, their layout corrected, loaded as a job. And refused rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import (
    Case,
    Drafted,
    Preview,
    RefusedRow,
    check_layout_file,
    look_or_draft,
    shipped_layout_text,
    shipped_layouts,
)
from followthegoods.errors import BadParameter, DataError
from followthegoods.faces.http.forms import posted
from followthegoods.faces.http.uploads import Upload
from followthegoods.faces.web.asked import Pair, number
from followthegoods.faces.web.showing import case_name, page, see, served, show
from followthegoods.render.rows import escaped

_CHUNK = 1 << 20
REFUSED_SHOWN = 200
MOST = 1_000_000
LAYOUT_NAME = "layout.toml"

KINDS: dict[str, str] = {
    "add": "customs records",
    "lists/add": "a sanctions list, a list of goods, or a table of codes",
    "rates/add": "official rates",
    "ownership/add": "who owns whom",
    "companies/add": "companies known from elsewhere",
}
"""What a file can be loaded as: the job's action, in words."""


@page
def files(request: Request) -> Response:
    """Where files are dropped, and those that were sent and wait."""
    name = case_name(request)
    waiting = [one for one in served(request).uploads(name).all() if one.name != LAYOUT_NAME]
    with served(request).case(name) as case:
        return show(request, "files.html", case=case, waiting=waiting)


@page
def send(request: Request) -> Response:
    """Keep what was sent; go on to look at it."""
    name = case_name(request)
    uploads = served(request).uploads(name)
    sent = [one for one in posted(request).getlist("file") if isinstance(one, UploadFile)]
    kept = [uploads.keep(one.filename or "", _chunks(one)) for one in sent if one.filename]
    if not kept:
        raise BadParameter("No file was chosen.", do="Choose one, or drop it onto the page.")
    return see(name, f"files/{kept[0].id}" if len(kept) == 1 else "files")


def _chunks(file: UploadFile) -> Iterator[bytes]:
    while chunk := file.file.read(_CHUNK):
        yield chunk


@dataclass(frozen=True)
class _Looked:
    """How a file would be read, or why it cannot be; and a layout's text to correct."""

    seen: Preview | None
    drafted: Drafted | None
    toml: str
    wrong: DataError | None


@page
def look(request: Request) -> Response:
    """How a file that was sent would be read, by the layout chosen for it, named or corrected."""
    name, upload = case_name(request), _upload(request)
    layout, own = (request.query_params.get(key, "") for key in ("layout", "corrected"))
    corrected = served(request).uploads(name).find(own) if own else None
    looked = _look(upload, layout, corrected)
    with served(request).case(name) as case:
        return show(
            request,
            "look.html",
            case=case,
            view="files",
            upload=upload,
            layout=layout,
            corrected=own,
            looked=looked,
            layouts=[(one.id, one.title) for one in shipped_layouts()],
            kinds=KINDS,
        )


def _upload(request: Request) -> Upload:
    return served(request).uploads(case_name(request)).find(request.path_params["upload"])


def _look(upload: Upload, layout: str, corrected: Upload | None) -> _Looked:
    """A look at a file. What is wrong with it, or with its layout, is a part of the look."""
    try:
        if corrected is not None:
            toml = corrected.path.read_text(encoding="utf-8")
            return _Looked(Case.look(upload.path, layout=str(corrected.path)), None, toml, None)
        if layout:
            toml = shipped_layout_text(layout)
            return _Looked(Case.look(upload.path, layout=layout), None, toml, None)
        seen = look_or_draft(upload.path)
    except DataError as error:
        toml = corrected.path.read_text(encoding="utf-8") if corrected else ""
        return _Looked(None, None, toml, error)
    if isinstance(seen, Drafted):
        return _Looked(seen.seen, seen, seen.draft.toml, None)
    return _Looked(seen, None, shipped_layout_text(seen.layout), None)


@page
def correct(request: Request) -> Response:
    """Keep a corrected layout beside the file, and look at the file by it."""
    form, name, upload = posted(request), case_name(request), _upload(request)
    text = _text(form, "toml").replace("\r\n", "\n")
    kept = served(request).uploads(name).keep(LAYOUT_NAME, [text.encode()])
    return see(name, f"files/{upload.id}", [("corrected", kept.id)], anchor="layout")


@page
def load(request: Request) -> Response:
    """Load a file as a job. Raises `BadParameter`, `BadLayout`."""
    form, name, upload = posted(request), case_name(request), _upload(request)
    action = _text(form, "as")
    if action not in KINDS:
        raise BadParameter("Say what the file is.", do=f"One of: {', '.join(KINDS)}.")
    args: dict[str, Any] = {"files": [str(upload.path)]}
    if action == "add" and _text(form, "corrected"):
        layout = served(request).uploads(name).find(_text(form, "corrected")).path
        check_layout_file(layout)
        args["layout"] = str(layout)
    elif action == "add":
        args["layout"] = _text(form, "layout") or None
    elif action == "rates/add":
        args["currency"] = _text(form, "currency") or "RUB"
    elif action == "lists/add":
        args["authority"] = _text(form, "authority") or None
        args["as_of"] = _text(form, "as_of") or None
    job = served(request).jobs.start(name, action, args)
    return see(name, f"jobs/{job.id}")


@page
def drop(request: Request) -> Response:
    """Delete a file that was sent; what was loaded from it stays in the case."""
    posted(request)
    name, upload = case_name(request), _upload(request)
    served(request).uploads(name).drop(upload.id)
    return see(name, "files")


def _text(form: FormData, name: str) -> str:
    said = form.get(name, "")
    return said.strip() if isinstance(said, str) else ""


@page
def refused(request: Request) -> Response:
    """Refused rows with their reasons, of one source or of all."""
    source = request.query_params.get("source") or None
    limit = number(request, "limit", REFUSED_SHOWN, MOST)
    pairs: list[Pair] = [("source", source)] if source else []
    with served(request).case(case_name(request)) as case:
        rows = case.refused(source, limit + 1)
        return show(
            request,
            "refused.html",
            case=case,
            rows=rows[:limit],
            more=len(rows) > limit,
            pairs=pairs,
        )


@page
def refused_csv(request: Request) -> Response:
    """Refused rows as a file: place, reason, every cell. Formulas are escaped."""
    with served(request).case(case_name(request)) as case:
        rows = case.refused(request.query_params.get("source") or None, MOST)
    headers = {"Content-Disposition": 'attachment; filename="refused.csv"'}
    return Response(refused_rows(rows), headers=headers, media_type="text/csv; charset=utf-8")


def refused_rows(rows: Sequence[RefusedRow]) -> bytes:
    """Refused rows as CSV, with no cell that a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    width = max((len(row.cells) for row in rows), default=0)
    cells = [f"cell_{place}" for place in range(1, width + 1)]
    writer.writerow(["source", "sheet", "row", "reason", *cells])
    for row in rows:
        values = (row.source, row.sheet, row.row, row.reason, *row.cells)
        writer.writerow([escaped(value) for value in values])
    return out.getvalue().encode("utf-8-sig")


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/files", files, methods=["GET"]),
    Route("/c/{case}/files", send, methods=["POST"]),
    Route("/c/{case}/files/{upload}", look, methods=["GET"]),
    Route("/c/{case}/files/{upload}/layout", correct, methods=["POST"]),
    Route("/c/{case}/files/{upload}/load", load, methods=["POST"]),
    Route("/c/{case}/files/{upload}/drop", drop, methods=["POST"]),
    Route("/c/{case}/refused", refused),
    Route("/c/{case}/refused.csv", refused_csv),
]
