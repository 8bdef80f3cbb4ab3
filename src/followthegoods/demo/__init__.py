"""The demonstration: an invented case in three vendors' dialects, and the planted truth of it.

A maker of state limousines imports parts from six countries. Every company, person, tax id and
amount is invented, from a fixed seed, and every file says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from followthegoods.demo import vendor_a, vendor_b, vendor_c
from followthegoods.demo.clerk import Clerk, Serials, ordinary
from followthegoods.demo.entry import A_EARLY, A_LATE, FILES, B, C
from followthegoods.demo.ledger import account
from followthegoods.demo.others import everybody
from followthegoods.demo.traps import plant
from followthegoods.demo.truth import Truth

__all__ = ["TRUTH", "DemoFiles", "Truth", "write_files"]

TRUTH = "truth.json"

_WRITERS = {A_EARLY: vendor_a.write, A_LATE: vendor_a.write, B: vendor_b.write, C: vendor_c.write}


@dataclass(frozen=True)
class DemoFiles:
    """The files written, in loading order, and what is true of them."""

    files: tuple[Path, ...]
    truth: Truth


def write_files(folder: Path, others: int = 50_000, seed: int = 20240619) -> DemoFiles:
    """Writes the vendors' files and `truth.json` into `folder`, which is made if need be.

    `others` is about how many rows of other importers surround the subject's. The same seed and
    number give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    serials = Serials()
    clerk = Clerk(seed, serials)
    rows = plant(clerk, ordinary(clerk))
    rows += everybody(others, seed, serials, rows)
    rows.sort(key=lambda row: (row.registered, row.number, row.item))
    books = {
        name: _WRITERS[name](folder / name, [row for row in rows if row.file == name], seed)
        for name in FILES
    }
    truth = account(rows, books, seed)
    (folder / TRUTH).write_text(truth.as_json(), encoding="utf-8")
    return DemoFiles(tuple(folder / name for name in FILES), truth)
