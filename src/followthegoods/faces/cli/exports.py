"""Files made of an answer: the page, the workbook, charts, lines as CSV.

Pages, workbooks and charts are fit to publish unless asked for otherwise; CSV is not, unless asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from followthegoods.case import Case, Evidence, How, Rows
from followthegoods.errors import BadParameter
from followthegoods.faces.cli.talk import say
from followthegoods.model.answer import Answer
from followthegoods.render import rows as lines
from followthegoods.render.charts import CHARTS, WIDE, standing_alone
from followthegoods.render.measured import in_what_it_has
from followthegoods.render.page import page
from followthegoods.render.page_rows import ROWS
from followthegoods.render.publication import for_publication
from followthegoods.render.vega import png, svg
from followthegoods.render.workbook import write_workbook

MOST_LINES = 100_000
"""Lines in the workbook of a dossier."""


@dataclass(frozen=True)
class Wanted:
    """The files asked for; `published` None leaves it to what each kind of file is for."""

    charts: tuple[tuple[str, Path], ...]
    published: bool | None
    html: Path | None = None
    xlsx: Path | None = None
    csv: Path | None = None

    def dossier(self, case: Case, who: Sequence[str], how: How) -> Answer:
        """Ask for a dossier and write the files of it."""

        def ask(how: How) -> Evidence:
            if self.xlsx is not None:
                return case.evidence(*who, limit=MOST_LINES, **how)
            return case.evidence(*who, where={"counted": "ceiling"}, limit=ROWS, **how)

        evidence = in_what_it_has(how, ask)
        write(evidence, self)
        return evidence.answer

    def rows(
        self, case: Case, who: Sequence[str], where: dict[str, str], limit: int, how: How
    ) -> Rows:
        """Ask for lines and write the files of them."""
        evidence = case.evidence(*who, where=where, limit=limit, **how)
        write(evidence, self)
        return evidence.rows


def wanted(charts: Sequence[tuple[str, str]], published: bool | None, **paths: Path) -> Wanted:
    """The files asked for. Raises `BadParameter` for charts that cannot be drawn."""
    for name, file in charts:
        if name not in CHARTS:
            raise BadParameter(
                f"There is no chart {name!r}.", where="--chart", do=f"One of: {', '.join(CHARTS)}."
            )
        if Path(file).suffix.lower() not in (".svg", ".png"):
            raise BadParameter(
                f"A chart cannot be written as {file!r}.",
                where="--chart",
                do="Name a file that ends in .svg or .png.",
            )
    return Wanted(tuple((name, Path(file)) for name, file in charts), published, **paths)


def write(evidence: Evidence, wanted: Wanted) -> None:
    """Write every file that is wanted and say so. Raises `BadParameter`."""
    public = evidence if wanted.published is False else for_publication(evidence)
    if wanted.html is not None:
        write_file(wanted.html, page(public).encode())
    if wanted.xlsx is not None:
        write_workbook(public, wanted.xlsx)
        _said(wanted.xlsx)
    for name, file in wanted.charts:
        _write_chart(public, name, file)
    if wanted.csv is not None:
        _write_csv(public if wanted.published else evidence, wanted.csv)
    if len(evidence.rows) < evidence.found and (wanted.xlsx or wanted.csv):
        say(f"Of {evidence.found:,} lines it holds the {len(evidence.rows):,} worth most.")


def _write_chart(evidence: Evidence, name: str, file: Path) -> None:
    chart = CHARTS[name](evidence, WIDE)
    if chart is None:
        say(f"No chart {name}: there is nothing to draw.")
        return
    spec = standing_alone(chart, evidence)
    drawn: Mapping[str, Callable[[], bytes]] = {
        ".svg": lambda: svg(spec).encode(),
        ".png": lambda: png(spec),
    }
    write_file(file, drawn[file.suffix.lower()]())


def _write_csv(evidence: Evidence, path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            lines.write_csv(evidence.rows, out)
    except OSError as error:
        raise _cannot(path, error) from error
    say(f"Wrote {len(evidence.rows):,} lines to {path}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file and say so. Raises `BadParameter`."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _cannot(path, error) from error
    _said(path)


def _said(path: Path) -> None:
    say(f"Wrote {path}")


def _cannot(path: Path, error: OSError) -> BadParameter:
    return BadParameter(
        f"The file cannot be written: {error.strerror}.",
        where=str(path),
        do="Name a file in a folder that exists and that you may write to.",
    )
