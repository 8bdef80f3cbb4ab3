"""Lines and parties for other programs: the folder that `ftg export` makes, in one archive."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from followthegoods.faces.cli.exporting import export
from followthegoods.faces.http.api.answers import PROBLEMS, served_by
from followthegoods.faces.http.api.asked import Bases, CaseName

router = APIRouter(prefix="/cases/{case}", tags=["exports"], responses=PROBLEMS)
ZIP = "application/zip"
_ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}
}


class FolderAsked(Bases):
    """Lines and parties, in the form of another program."""

    kind: Literal["ftm", "csv", "parquet", "delta"] = Field(
        default="csv", alias="as", description="ftm (FollowTheMoney), csv, parquet, delta."
    )
    published: bool | None = Field(
        default=None,
        description="Leave out names of files, vendors' tags and personal data. Default: left out "
        "of ftm, kept in tables.",
    )
    excel: bool = Field(
        default=False, description="CSV with semicolons and a mark, as Excel opens it."
    )

    def bases(self) -> dict[str, Any]:
        """The bases as the command has them."""
        return {
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "events": self.event,
            "goods": self.goods,
            "hs_revision": self.hs_revision,
            "value": self.value_basis,
            "country": self.country_basis,
            "date": self.date_basis,
            "supplier": self.supplier_role,
            "role": self.role,
            "direction": self.direction,
            "regimes": self.regimes,
            "authority": self.authority,
            "measure": self.measure,
            "at": self.at,
        }


@router.get("/export.zip", response_class=FileResponse, responses=_ARCHIVE)
def exported_folder(
    request: Request, case: CaseName, wanted: Annotated[FolderAsked, Query()]
) -> Response:
    """Lines and the parties on them for other programs, with a dictionary of the columns: of
    companies, of goods, or of the whole case. `ftg export`."""
    half = Path(mkdtemp(prefix="ftg-"))
    try:
        with served_by(request).long(case) as path:
            export(
                path,
                half / "export",
                wanted.kind,
                wanted.who,
                wanted.bases(),
                published=wanted.published,
                excel=wanted.excel,
            )
        archive = _packed(half / "export", half / "export.zip")
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, half, ignore_errors=True)
    return FileResponse(archive, media_type=ZIP, filename="export.zip", background=gone)


def _packed(folder: Path, archive: Path) -> Path:
    """The files of a folder in one archive; the folder itself is gone then."""
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            packed.write(file, file.relative_to(folder))
    shutil.rmtree(folder)
    return archive
