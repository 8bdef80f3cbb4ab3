"""Files of ownership come into a case, and go out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.ingest.load import file_hash
from followthegoods.reference.kept import one_kept
from followthegoods.reference.stakes import KeptStakes, forget_stakes, keep_stakes, kept_stakes
from followthegoods.sources.place import source_file


def add_stakes(case: Opened, file: str | Path) -> KeptStakes:
    """Keep a file of ownership; see `Case.add_ownership`."""
    path = source_file(file)
    with case.disk.one_writer():
        sha256 = file_hash(path)
        for kept in kept_stakes(case.catalogue):
            if kept.sha256 == sha256:
                return replace(kept, known=True)
        resolve_if_stale(case, quiet)
        with case.catalogue.write("ownership", case.settings.author) as load:
            return keep_stakes(case.catalogue, path, load)


def remove_stakes(case: Opened, name: str) -> KeptStakes:
    """Take a file of ownership out again; see `Case.remove_ownership`."""
    with case.disk.one_writer():
        file = one_kept(kept_stakes(case.catalogue), name, "file of ownership", case.path)
        resolve_if_stale(case, quiet)
        with case.catalogue.write("ownership", case.settings.author) as load:
            forget_stakes(case.catalogue, file.number, load)
    return file
