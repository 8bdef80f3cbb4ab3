"""Files of ownership come into a case, and go out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.errors import BadParameter
from followthegoods.ingest.load import file_hash
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
        kept = kept_stakes(case.catalogue)
        found = [k for k in kept if name in (str(k.number), k.name) or k.sha256.startswith(name)]
        if len(found) != 1:
            raise BadParameter(
                f"{len(found) or 'No'} files of ownership are called {name!r}.",
                do="Name one of: " + (", ".join(f"{k.number} ({k.name})" for k in kept) or "none"),
            )
        resolve_if_stale(case, quiet)
        with case.catalogue.write("ownership", case.settings.author) as load:
            forget_stakes(case.catalogue, found[0].number, load)
        return found[0]
