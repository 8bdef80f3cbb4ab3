"""Files that were sent to a case, kept beside it until they are loaded."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from followthegoods.errors import BadParameter, NoSuchFile
from followthegoods.faces.http.place import UPLOADS, folder, trouble

KEPT = 7 * 24 * 3600.0
"""Seconds after which a file that nobody loaded is swept away, with the next one that comes."""

_ID = re.compile(r"[0-9a-f]{16}")
_LONGEST = 200


@dataclass(frozen=True)
class Upload:
    """A file that was sent: its id, the name it had, its bytes, and where it lies."""

    id: str
    name: str
    size: int
    path: Path


class Uploads:
    """The files that were sent to the case in a folder."""

    def __init__(self, case: Path) -> None:
        self._case = case

    def keep(self, name: str, content: Iterable[bytes]) -> Upload:
        """Keep a file under a new id. Raises `BadParameter` for a name that no file can have,
        `CaseReadOnly`, `DiskFull`."""
        own = file_name(name)
        self._sweep()
        number = secrets.token_hex(8)
        place = folder(self._case, UPLOADS) / number
        half = place.with_suffix(".half")  # nobody sees a file before it is whole
        try:
            half.mkdir()
            with (half / own).open("wb") as out:
                out.writelines(content)
            half.rename(place)
        except BaseException as error:
            shutil.rmtree(half, ignore_errors=True)
            if isinstance(error, OSError):
                raise trouble(self._case, error) from error
            raise
        return self.find(number)

    def find(self, number: str) -> Upload:
        """The file of an id. Raises `NoSuchFile`."""
        place = folder(self._case, UPLOADS) / number
        files = list(place.iterdir()) if _ID.fullmatch(number) and place.is_dir() else []
        if not files:
            raise NoSuchFile(
                f"No file {number!r} was sent to this case, or it is not kept any more.",
                do="Send the file again.",
            )
        return Upload(number, files[0].name, files[0].stat().st_size, files[0])

    def all(self) -> list[Upload]:
        """The files that are kept, oldest first."""
        found = []
        for place in folder(self._case, UPLOADS).iterdir():
            with suppress(NoSuchFile, FileNotFoundError):  # it may be deleted meanwhile
                upload = self.find(place.name)
                found.append((upload.path.stat().st_mtime, upload))
        return [upload for _, upload in sorted(found, key=lambda one: one[0])]

    def drop(self, number: str) -> None:
        """Delete the file of an id. Raises `NoSuchFile`."""
        shutil.rmtree(self.find(number).path.parent)

    def _sweep(self) -> None:
        for place in folder(self._case, UPLOADS).iterdir():
            with suppress(FileNotFoundError):
                if time.time() - place.stat().st_mtime > KEPT:
                    shutil.rmtree(place, ignore_errors=True)


def file_name(name: str) -> str:
    """The name that a file which was sent is kept under. Raises `BadParameter`."""
    own = re.split(r"[/\\]", name)[-1].strip()
    if own in ("", ".", "..") or not own.isprintable() or len(own.encode()) > _LONGEST:
        raise BadParameter(
            f"A file cannot be called {own[:60]!r}.",
            where="name",
            do=f"Give it a name of printable letters, {_LONGEST} bytes at most.",
        )
    return own
