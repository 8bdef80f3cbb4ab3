"""The log of what was asked: a line of JSON for each request about a case, beside that case.

It is only ever added to. It has the address asked and never what proves who asks.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request

from followthegoods.errors import FtgError
from followthegoods.faces.http.place import ASKED, folder

_CASE = re.compile(r"/(?:c|api/v1/cases)/([^/]+)")
_LONGEST = 4000
_talk = logging.getLogger("followthegoods.served")


class AskedLog:
    """The logs of the cases in these folders. Where one cannot be written, its lines are said."""

    def __init__(self, cases: Mapping[str, Path]) -> None:
        self._cases = dict(cases)
        self._files: dict[str, int] = {}

    def write(self, request: Request, level: str | None, status: int, seconds: float) -> None:
        """Write down one request, who made it (`read`, `write`, or nobody) and what it got."""
        found = _CASE.match(request.url.path)
        name = unquote(found[1]) if found else ""
        if name not in self._cases:
            return
        said = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "from": request.client.host if request.client else None,
            "as": level,
            "method": request.method,
            "path": request.url.path[:_LONGEST],
            "query": request.url.query[:_LONGEST],
            "status": status,
            "seconds": round(seconds, 3),
        }
        line = json.dumps(said, ensure_ascii=False) + "\n"
        try:
            os.write(self._file(name), line.encode("utf-8", "backslashreplace"))
        except (FtgError, OSError) as error:
            _talk.warning("The log of %s cannot be written (%s): %s", name, error, line.strip())

    def _file(self, name: str) -> int:
        if name not in self._files:
            path = folder(self._cases[name]) / ASKED
            self._files[name] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self._files[name]

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()
