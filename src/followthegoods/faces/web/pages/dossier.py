"""The dossier: the page that stands alone, with its figures and marks leading to their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import Case, Evidence, How
from followthegoods.errors import BadParameter
from followthegoods.faces.http.api.answers import tag_of
from followthegoods.faces.web.asked import Asked, address
from followthegoods.faces.web.showing import case_name, page, rendered, served, show
from followthegoods.render import page as standing_alone
from followthegoods.render.charts import CHARTS, NARROW, WIDE
from followthegoods.render.charts import standing_alone as whole
from followthegoods.render.measured import in_what_it_has
from followthegoods.render.page_rows import ROWS, largest, raw_cells
from followthegoods.render.publication import for_publication
from followthegoods.render.vega import Link, Spec, inline_svg, png, svg
from followthegoods.render.workbook import write_workbook

MOST_LINES = 100_000
"""Lines in a workbook, as in the command line's."""

SHOWN = 20
"""Lines on the page, the ones worth most; the table of rows has all."""

_NO_STORE = {"Cache-Control": "no-store"}


@page
def dossier(request: Request) -> Response:
    """The dossier that an address asks for, or the form to ask for one. Its charts, which take
    longer to draw than all of the rest, come after it."""
    asked, name = Asked.of(request), case_name(request)
    with served(request).case(name) as case:
        if asked.empty:
            return show(request, "dossier_asked.html", case=case, asked=asked, view="dossier")
        evidence = _seen(request, case, asked)
        pairs = asked.pairs()

        def later(spec: Spec, chart: str, _: Link) -> str:
            place = escape(address(name, f"drawn/{chart}", pairs))
            svg = escape(address(name, f"chart/{chart.partition('-')[0]}.svg", pairs))
            size = f"0 0 {spec['width']} {spec['height']}"
            without = f'<noscript><a href="{svg}">The chart as SVG</a></noscript>'
            return (
                f'<div id="drawn-{chart}" data-later="{place}">'
                f'<svg viewBox="{size}" aria-hidden="true"></svg>{without}</div>'
            )

        context = standing_alone.context(evidence, _links(name, asked), later)
        return show(request, "dossier.html", case=case, asked=asked, pairs=pairs, **context)


@page
def drawn(request: Request) -> Response:
    """A chart of a dossier's page, each mark of which leads to its rows."""
    asked, name = Asked.of(request), case_name(request)
    chart, _, width = (own := request.path_params["chart"]).partition("-")
    if chart not in CHARTS or width not in WIDTHS:
        raise BadParameter(f"There is no chart {own[:40]!r}.", do=f"One of: {', '.join(CHARTS)}.")
    with served(request).case(name) as case:
        evidence = _seen(request, case, asked)
    made = CHARTS[chart](evidence, WIDTHS[width])
    svg = inline_svg(made.spec, own, _links(name, asked)) if made else ""
    return HTMLResponse(f'<div id="drawn-{own}">{svg}</div>', headers=_NO_STORE)


@page
def opened(request: Request) -> Response:
    """The raw cells of one of a page's lines, by its place from 1, beside what was read in them."""
    asked, place = Asked.of(request), request.path_params["place"]
    with served(request).case(case_name(request)) as case:
        evidence = _seen(request, case, asked)
        lines = largest(evidence)
        if not 1 <= place <= len(lines):
            raise BadParameter(f"The page has no line {place}.", do=f"From 1 to {len(lines)}.")
        line = lines[place - 1]
        raw = case.raw_row(line.row.sha256, line.row.sheet, line.row.row)
    cells = raw_cells(evidence, replace(line.row, cells=raw.cells))
    text = rendered(request, "raw_cells.html", line=replace(line, cells=tuple(cells)))
    return HTMLResponse(f'<div id="opened-{place}">{text}</div>', headers=_NO_STORE)


WIDTHS = {"wide": WIDE, "narrow": NARROW}


def _links(name: str, asked: Asked) -> Link:
    """Where the rows of a figure or of a mark are."""
    return lambda of: address(name, "rows", asked.at_lines(_rows_of(of)).pairs())


def _seen(request: Request, case: Case, asked: Asked) -> Evidence:
    """The dossier of a page and of its charts: asked once of each state of the case."""
    key = ("dossier", str(case.path), tag_of(case), asked)
    return served(request).kept.get(key, lambda: _evidence(case, asked, SHOWN, cells=False))


def _rows_of(of: Mapping[str, str]) -> Mapping[str, str]:
    """Of a figure of a dimension the rows are those of its point; totals say which theirs are."""
    return of if "counted" in of else {**of, "counted": "point"}


COUNTED = {"counted": "ceiling"}
"""What lines are narrowed to that count somewhere."""


def _evidence(
    case: Case, asked: Asked, limit: int, where: dict[str, str] = COUNTED, *, cells: bool = True
) -> Evidence:
    """The dossier with its largest lines, at most `limit`, as the case is or was; of the lines the
    raw `cells`, which take longer to find than the rest, or not."""

    def ask(how: How) -> Evidence:
        return case.evidence(*asked.who, where=where, limit=limit, at=asked.at, cells=cells, **how)

    return in_what_it_has(asked.how(), ask)


@page
def as_json(request: Request) -> Response:
    """The dossier as the command line's `--json` has it."""
    asked = Asked.of(request)
    with served(request).case(case_name(request)) as case:
        answer = case.dossier(*asked.who, at=asked.at, **asked.how())
    return _file(answer.to_json(), "application/json", "dossier.json")


@page
def as_html(request: Request) -> Response:
    """The page that stands alone, fit to publish unless the private form is asked for."""
    return _file(standing_alone.page(_exported(request, ROWS)), "text/html", "dossier.html")


@page
def as_xlsx(request: Request) -> Response:
    """The workbook with its lines, fit to publish unless the private form is asked for."""
    evidence = _exported(request, MOST_LINES, lines=True)
    with TemporaryDirectory(prefix="ftg-xlsx-") as folder:
        path = Path(folder) / "dossier.xlsx"
        write_workbook(evidence, path)
        return _file(path.read_bytes(), _XLSX, "dossier.xlsx")


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
def chart(request: Request) -> Response:
    """One chart, as SVG or PNG. Raises `BadParameter` for one that there is not."""
    name, kind = request.path_params["chart"], request.path_params["kind"]
    if name not in CHARTS or kind not in ("svg", "png"):
        raise BadParameter(
            f"There is no chart {name}.{kind}.",
            do=f"One of: {', '.join(CHARTS)}; .svg or .png.",
        )
    evidence = _exported(request, 1)
    drawn = CHARTS[name](evidence, WIDE)
    if drawn is None:
        raise BadParameter(f"There is nothing to draw for the chart {name}.")
    spec = whole(drawn, evidence)
    if kind == "svg":
        return _file(svg(spec), "image/svg+xml", f"{name}.svg")
    return _file(png(spec), "image/png", f"{name}.png")


def _exported(request: Request, limit: int, *, lines: bool = False) -> Evidence:
    """The evidence of an export; with `lines`, those that the address narrows them to, or all,
    those that count nowhere among them."""
    asked = Asked.of(request)
    with served(request).case(case_name(request)) as case:
        evidence = _evidence(case, asked, limit, asked.narrowed if lines else COUNTED)
    private = request.query_params.get("private") == "1"
    return evidence if private else for_publication(evidence)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    """A file to keep. Whatever it is, a browser does not show it in the place of a page."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type=kind)


ROUTES: list[BaseRoute] = [
    Route("/c/{case}/dossier", dossier),
    Route("/c/{case}/dossier.json", as_json),
    Route("/c/{case}/dossier.html", as_html),
    Route("/c/{case}/dossier.xlsx", as_xlsx),
    Route("/c/{case}/drawn/{chart}", drawn),
    Route("/c/{case}/opened/{place:int}", opened),
    Route("/c/{case}/chart/{chart}.{kind}", chart),
]
