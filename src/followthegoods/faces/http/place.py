"""What a server keeps beside a case: files that were sent, jobs, and what was asked.

    CASE/served/
    ├── uploads/<id>/<name>   a file that was sent and is not loaded yet
    ├── jobs/<id>.json        a job: what was wanted and what came of it
    └── asked.log             a line of JSON for each request

It lies with the case so that what is confidential stays on its disk, and may be deleted.
"""

from __future__ import annotations

import errno
from pathlib import Path

from followthegoods.errors import CaseReadOnly, DiskFull

SERVED = "served"
UPLOADS = "uploads"
JOBS = "jobs"
ASKED = "asked.log"


def folder(case: Path, *names: str) -> Path:
    """A folder of what is kept beside the case, made where it is not there.

    Raises `CaseReadOnly`, `DiskFull`.
    """
    place = case.joinpath(SERVED, *names)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(case, error) from error
    return place


def trouble(case: Path, error: OSError) -> CaseReadOnly | DiskFull:
    """What an error of writing beside the case means."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            "There is no room left on the disk.", where=str(case), do="Free some space."
        )
    return CaseReadOnly(
        f"Nothing can be written beside the case: {error.strerror}.",
        where=str(case),
        do="Give the server permission to write there, or serve a copy of the case.",
    )
