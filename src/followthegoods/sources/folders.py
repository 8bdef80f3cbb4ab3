"""The files behind the paths that someone names: a folder stands for the files in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.lake.disk import Disk
from followthegoods.sources.dbf_memo import MEMO_ENDINGS
from followthegoods.sources.place import source_file


@dataclass(frozen=True)
class Found:
    """A file that was named, or one of a `folder` that was; a `link` in one is not followed."""

    path: Path
    folder: Path | None = None
    link: bool = False

    @property
    def shown(self) -> str:
        """The file as who named its folder would write it."""
        at = self.path if self.folder is None else self.path.relative_to(self.folder.parent)
        return str(at).encode("utf-8", "backslashreplace").decode()


def expand(paths: Iterable[str | Path]) -> list[Found]:
    """Every file named, and the files of every folder named, at any depth, sorted by name.

    Left out of folders: hidden files and folders, cases, memo files beside their table. Files of a
    folder may turn out to be no tables, or may not be read. Raises `NoSuchFile` for a path that is
    not there, and for a folder without a file; what `source_file` raises for a file that is named;
    `UnreadableFile` for a folder that may not be opened.
    """
    return [file for path in paths for file in _files(Path(path))]


def _files(path: Path) -> list[Found]:
    if not os.path.isdir(path):
        return [Found(source_file(path))]
    found = list(_walk(path, path))
    if not found:
        raise NoSuchFile(
            "There is no file in this folder.",
            where=str(path),
            do="Hidden files and cases do not count: name a folder that holds tables.",
        )
    return found


def _walk(folder: Path, named: Path) -> Iterator[Found]:
    if os.path.isfile(Disk(folder).catalogue):
        return
    try:
        with os.scandir(folder) as entries:
            seen = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise UnreadableFile(
            f"The folder cannot be opened: {error.strerror}.",
            where=str(folder),
            do="Give yourself permission to open it, or name the files to add.",
        ) from error
    names = {entry.name.lower() for entry in seen}
    for entry in seen:
        if entry.name.startswith((".", "~$")) or _is_memo(entry.name.lower(), names):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), named)
        elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
            yield Found(Path(entry.path), named, entry.is_symlink())


def _is_memo(name: str, names: set[str]) -> bool:
    stem, ending = os.path.splitext(name)
    return ending in MEMO_ENDINGS and f"{stem}.dbf" in names
