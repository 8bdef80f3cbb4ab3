"""The files behind the paths that someone names: a folder stands for the files in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from followthegoods.errors import NoSuchFile, UnreadableFile
from followthegoods.lake.disk import Disk
from followthegoods.sources.dbf_memo import MEMO_ENDINGS
from followthegoods.sources.place import source_file


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Every file named, and the files of every folder named, at any depth, sorted by name.

    Left out of folders: hidden files and folders, cases, links, memo files beside their table.
    Raises `NoSuchFile` for a path that is not there, and for a folder without a file; what
    `source_file` raises; `UnreadableFile` for a folder that may not be opened.
    """
    return [file for path in paths for file in _files(Path(path))]


def _files(path: Path) -> list[Path]:
    if not os.path.isdir(path):
        return [source_file(path)]
    found = list(_walk(path))
    if not found:
        raise NoSuchFile(
            "There is no file in this folder.",
            where=str(path),
            do="Hidden files and cases do not count: name a folder that holds tables.",
        )
    return found


def _walk(folder: Path) -> Iterator[Path]:
    if Disk(folder).catalogue.is_file():
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
            yield from _walk(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _is_memo(name: str, names: set[str]) -> bool:
    stem, ending = os.path.splitext(name)
    return ending in MEMO_ENDINGS and f"{stem}.dbf" in names
