"""What a case knows, without what tells one history of it from another."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from followthegoods.case import Case
from strategies import DAISY, fates_of


def figures(case: Case, who: str = DAISY) -> dict[str, Any]:
    """A dossier as JSON data, without the number of the load and the names of files in the plan."""
    said = case.dossier(who).to_dict()
    del said["plan"], said["made_from"]["load"]
    return said


def ledger(case: Case) -> dict[str, Any]:
    """The books of every file by its name, with what became of its lines."""
    fates = fates_of(case)
    return {
        book.source.name: {
            "books": (book.read, book.lines, book.repeated, book.superseded, book.conflicts),
            "apart": (book.refused, book.skipped, book.collisions, book.suspected, book.marks),
            "fates": {at: fate for at, fate in fates.items() if at[0] == book.source.name},
        }
        for book in case.status().books
    }


def disk(case: Case) -> dict[str, str]:
    """Every file of a case's raw and lake, with its hash."""
    return {
        str(path.relative_to(case.path)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("raw", "lake")
        for path in sorted((case.path / folder).rglob("*"))
        if path.is_file()
    }


def sources(folder: Path) -> list[Path]:
    return [folder / "first.csv", folder / "second.csv"]
