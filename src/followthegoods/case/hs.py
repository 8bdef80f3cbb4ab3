"""Tables of commodity codes in several editions come into a case, and go out again."""

from __future__ import annotations

from pathlib import Path

from followthegoods.case.changing import resolve_if_stale
from followthegoods.case.opened import Opened
from followthegoods.case.records import quiet
from followthegoods.errors import BadParameter
from followthegoods.reference.hs import HsTable, KeptHs, forget_hs, keep_hs, kept_hs, read_hs_table
from followthegoods.reference.kept import one_kept
from followthegoods.sources.place import source_file


def add_hs_table(case: Opened, file: str | Path) -> KeptHs:
    """Add a table of codes; see `Case.add_hs_table`."""
    path = source_file(file)
    table = read_hs_table(path)
    if table is None:
        raise BadParameter(
            "No header names two editions of the Harmonised System.",
            where=path.name,
            do="Name the columns after them, for example hs2022 and hs2017.",
        )
    with case.disk.one_writer():
        return keep_codes(case, table)


def keep_codes(case: Opened, table: HsTable) -> KeptHs:
    """Keep a table of codes that the case does not have yet; for the one writer."""
    if not any(kept.sha256 == table.sha256 for kept in kept_hs(case.catalogue)):
        resolve_if_stale(case, quiet)
        with case.catalogue.write("hs", case.settings.author) as load:
            keep_hs(case.catalogue, table, load)
    return next(kept for kept in kept_hs(case.catalogue) if kept.sha256 == table.sha256)


def remove_hs_table(case: Opened, name: str) -> KeptHs:
    """Take a table of codes out again; see `Case.remove_hs_table`."""
    with case.disk.one_writer():
        table = one_kept(kept_hs(case.catalogue), name, "table of codes", case.path)
        resolve_if_stale(case, quiet)
        with case.catalogue.write("hs", case.settings.author) as load:
            forget_hs(case.catalogue, table.number, load)
    return table
