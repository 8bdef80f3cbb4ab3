"""Files made of answers: the page, the workbook, charts; and lines as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from followthegoods.case import Case, Evidence, How, Rows
from followthegoods.errors import NoSuchPage
from followthegoods.faces.http.api.answers import NOT_MODIFIED, PROBLEMS, ask, served_by
from followthegoods.faces.http.api.asked import Bases, CaseName, NarrowedQuery, ScreenAsked
from followthegoods.faces.http.api.streams import arrow_stream, csv_stream, json_stream
from followthegoods.model.screening import Screening
from followthegoods.render.charts import CHARTS, WIDE, standing_alone
from followthegoods.render.measured import in_what_it_has
from followthegoods.render.page import page
from followthegoods.render.page_rows import ROWS
from followthegoods.render.publication import for_publication
from followthegoods.render.screening_page import screening_page
from followthegoods.render.screening_public import screening_for_publication
from followthegoods.render.screening_sheets import write_screening
from followthegoods.render.vega import png, svg
from followthegoods.render.workbook import write_workbook

router = APIRouter(prefix="/cases/{case}", tags=["exports"], responses=PROBLEMS)

MOST_LINES = 100_000
"""Lines in a workbook."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STREAMS: dict[str, tuple[str, Callable[[Iterator[Rows]], Iterator[bytes]]]] = {
    "ndjson": ("application/x-ndjson", json_stream),
    "csv": ("text/csv; charset=utf-8", csv_stream),
    "arrow": ("application/vnd.apache.arrow.stream", arrow_stream),
}
"""Forms of streamed lines: their media type, and how they are written."""


class Exported(Bases):
    """A dossier as a file for others."""

    published: bool = Field(
        default=True,
        description="Replace names of files, hashes, vendors' tags and personal data.",
    )


class ScreenedOut(ScreenAsked, Exported):
    """A screening as a file for others."""


ExportedQuery = Annotated[Exported, Query()]
ScreenedQuery = Annotated[ScreenedOut, Query()]


def _as(*kinds: str) -> dict[int | str, dict[str, Any]]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {200: {"content": content}, **NOT_MODIFIED}


@router.get("/dossier.html", response_class=Response, responses=_as("text/html"))
def dossier_page(request: Request, case: CaseName, wanted: ExportedQuery) -> Response:
    """A dossier as a page that stands alone. `ftg dossier --html`."""

    def question(opened: Case) -> Response:
        text = page(_evidence(opened, wanted, ROWS))
        headers = {"Content-Disposition": 'attachment; filename="dossier.html"'}
        return Response(text, headers=headers, media_type="text/html; charset=utf-8")

    return ask(request, case, question)


@router.get("/dossier.xlsx", response_class=Response, responses=_as(XLSX))
def dossier_workbook(request: Request, case: CaseName, wanted: ExportedQuery) -> Response:
    """A dossier with its lines as a workbook. `ftg dossier --xlsx`."""

    def question(opened: Case) -> Response:
        with TemporaryDirectory(prefix="ftg-") as folder:
            file = File(folder) / "dossier.xlsx"
            write_workbook(_evidence(opened, wanted, MOST_LINES), file)
            content = file.read_bytes()
        headers = {"Content-Disposition": 'attachment; filename="dossier.xlsx"'}
        return Response(content, headers=headers, media_type=XLSX)

    return ask(request, case, question)


@router.get("/screen.html", response_class=Response, responses=_as("text/html"))
def screening_as_page(request: Request, case: CaseName, wanted: ScreenedQuery) -> Response:
    """A screening as a page that stands alone. `ftg screen --html`."""

    def question(opened: Case) -> Response:
        text = screening_page(_screening(opened, wanted), published=wanted.published)
        headers = {"Content-Disposition": 'attachment; filename="screening.html"'}
        return Response(text, headers=headers, media_type="text/html; charset=utf-8")

    return ask(request, case, question)


@router.get("/screen.xlsx", response_class=Response, responses=_as(XLSX))
def screening_as_workbook(request: Request, case: CaseName, wanted: ScreenedQuery) -> Response:
    """A screening as a workbook. `ftg screen --xlsx`."""

    def question(opened: Case) -> Response:
        with TemporaryDirectory(prefix="ftg-") as folder:
            file = File(folder) / "screening.xlsx"
            write_screening(_screening(opened, wanted), file, published=wanted.published)
            content = file.read_bytes()
        headers = {"Content-Disposition": 'attachment; filename="screening.xlsx"'}
        return Response(content, headers=headers, media_type=XLSX)

    return ask(request, case, question)


def _screening(case: Case, wanted: ScreenedOut) -> Screening:
    """A screening, fit to publish unless it is not to be."""
    found = case.screen(
        *wanted.who, as_of=wanted.as_of, lists=wanted.only, at=wanted.at, **wanted.how()
    )
    return screening_for_publication(found) if wanted.published else found


@router.get(
    "/charts/{name}.{form}",
    response_class=Response,
    responses=_as("image/svg+xml", "image/png"),
)
def chart(
    request: Request,
    case: CaseName,
    name: Annotated[
        Literal["timeline", "routes", "suppliers", "goods"], Path(description="Which chart.")
    ],
    form: Annotated[Literal["svg", "png"], Path(description="As what it is drawn.")],
    wanted: ExportedQuery,
) -> Response:
    """A chart of a dossier. `ftg dossier --chart`."""

    def question(opened: Case) -> Response:
        evidence = _evidence(opened, wanted, ROWS)
        drawn = CHARTS[name](evidence, WIDE)
        if drawn is None:
            raise NoSuchPage(f"No chart {name}: there is nothing to draw.")
        spec = standing_alone(drawn, evidence)
        if form == "png":
            return Response(png(spec), media_type="image/png")
        return Response(svg(spec), media_type="image/svg+xml")

    return ask(request, case, question)


def _evidence(case: Case, wanted: Exported, limit: int) -> Evidence:
    """A dossier with its lines, fit to publish unless it is not to be."""
    where = {} if limit == MOST_LINES else {"counted": "ceiling"}

    def asked(how: How) -> Evidence:
        return case.evidence(*wanted.who, where=where, limit=limit, at=wanted.at, **how)

    found = in_what_it_has(wanted.how(), asked)
    return for_publication(found) if wanted.published else found


@router.get(
    "/rows.{form}",
    response_class=Response,
    responses=_as("application/x-ndjson", "text/csv", "application/vnd.apache.arrow.stream"),
)
def rows_streamed(
    request: Request,
    case: CaseName,
    form: Annotated[Literal["ndjson", "csv", "arrow"], Path(description="As what it is sent.")],
    wanted: NarrowedQuery,
) -> Response:
    """All the lines behind a dossier's figures, of one state of the case, as they are found: a
    line of JSON each, CSV that a spreadsheet takes no formula from, or an Arrow stream."""
    where, how = wanted.narrowed(), wanted.how()
    kind, written = STREAMS[form]

    def every() -> Iterator[bytes]:
        with served_by(request).apart(case) as opened:
            batches = opened.every_row(*wanted.who, where=where, at=wanted.at, **how)
            with closing(batches):
                # What is wrong with a question is found with its first line: before any is sent.
                begun = list(islice(batches, 1))
                yield from written(chain(begun, batches))

    pieces = every()
    first = next(pieces, b"")
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(_joined(first, pieces), headers=headers, media_type=kind)


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
