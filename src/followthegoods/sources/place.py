"""Where a source lies: whether what was named is a file that can be read at all."""

from __future__ import annotations

import os
from pathlib import Path

from followthegoods.errors import BadParameter, NoSuchFile, UnreadableFile


def source_file(file: str | Path) -> Path:
    """The path of a file to read. Raises `NoSuchFile`, `BadParameter`, `UnreadableFile`."""
    path = Path(file)
    shown = str(path).encode("utf-8", "backslashreplace").decode()
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:
        raise NoSuchFile(
            f"The file cannot be reached: {error.strerror}.",
            where=shown,
            do="Check the name, and who may open the folder.",
        ) from error
    if is_folder:
        raise BadParameter(
            "This is a folder, and one file is needed.", where=shown, do="Name a file in it."
        )
    if not is_file:
        raise NoSuchFile("There is no such file.", where=shown, do="Check the name and the folder.")
    if shown != str(path):
        raise BadParameter(
            "The name of the file is not text on this machine.", where=shown, do="Rename the file."
        )
    if not os.access(path, os.R_OK):
        raise UnreadableFile(
            "You may not read this file.",
            where=shown,
            do="Give yourself permission to read it, or copy it to a place of your own.",
        )
    return path
