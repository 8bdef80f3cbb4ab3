"""What is inside an archive (gzip, ZIP), unpacked within bounds, in a process of its own.

Members are written under numbers, never under the names they claim. A member that is cut short or
changed is an error of the whole archive: nothing of it may go missing.
"""

from __future__ import annotations

import gzip
import lzma
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from followthegoods.errors import UnreadableFile
from followthegoods.sources.children import (
    answer_parent,
    bound_memory,
    run_children,
    stop_if_orphaned,
)
from followthegoods.sources.dbf_memo import MEMO_ENDINGS
from followthegoods.sources.sniff import GZIP

MAX_TOTAL = 64 << 30
MAX_RATIO = 1000
SMALL = 64 << 20
"""Unpacked, an archive below this size is harmless however well it was packed."""

MAX_MEMBERS = 1000

_BLOCK = 1 << 20
_SEEKING = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")
"""How files begin that cannot be looked at in part."""

_DAMAGED = (
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class Member:
    """One file of an archive: what it is called there, and where it was written."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path


def unpack(
    source: Path, kind: str, folder: Path, most: int, name: str, tick: Callable[[], None]
) -> list[Member]:
    """Unpack the members of an archive into a folder, in their order; memo files beside tables.

    `most` bytes of each are enough where it can be read in part; 0 takes all. `name` is what the
    archive is known by. Raises `UnreadableFile` for one that is damaged, locked, or unpacks beyond
    all bounds.
    """
    arguments = [str(source), kind, str(folder), str(most), name]
    (found,) = run_children("followthegoods.sources.unpack", [arguments], name, tick)
    return [Member(member["name"], Path(member["path"])) for member in found["members"]]


class _Meter:
    """Counts what is unpacked, and stops it where it goes beyond all bounds."""

    def __init__(self, packed: int, alive: Callable[[], None]) -> None:
        self._bound = min(MAX_TOTAL, max(SMALL, packed * MAX_RATIO))
        self._alive = alive
        self._total = 0

    def copy(self, member: IO[bytes] | gzip.GzipFile, path: Path, most: int) -> None:
        """Write a member to a path: the first `most` bytes are enough, if not 0."""
        size = 0
        with path.open("wb") as out:
            while data := member.read(_BLOCK):
                if not size and data.startswith(_SEEKING):
                    most = 0
                size += len(data)
                self._total += len(data)
                if self._total > self._bound:
                    raise UnreadableFile(
                        f"The archive unpacks to over {self._bound:,} bytes: it may be a trap.",
                        do="Unpack it where there is room, and add what is inside.",
                    )
                out.write(data)
                self._alive()
                if most and size >= most:
                    return


def convert(
    source: Path, kind: str, folder: Path, most: int, name: str, alive: Callable[[], None]
) -> list[dict[str, str]]:
    """Unpack and say what was unpacked where. Runs in a child."""
    meter = _Meter(source.stat().st_size, alive)
    with _damage_is_ours():
        if kind != GZIP:
            return _unzip(source, folder, most, meter)
        path = folder / "1.table"
        with gzip.open(source) as member:
            meter.copy(member, path, most)
    inner = name[:-3] if name.lower().endswith(".gz") else name
    return [{"name": inner, "path": str(path)}]


@contextmanager
def _damage_is_ours() -> Iterator[None]:
    do = "Get it again: this copy is cut short or changed."
    try:
        yield
    except _DAMAGED as error:
        raise UnreadableFile(f"The archive is damaged ({error}).", do=do) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise UnreadableFile(f"The archive is damaged ({error}).", do=do) from error


def _unzip(source: Path, folder: Path, most: int, meter: _Meter) -> list[dict[str, str]]:
    # Names that do not say that they are UTF-8 are mostly those of old Russian archivers.
    with zipfile.ZipFile(source, metadata_encoding="cp866") as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise UnreadableFile(
                f"The archive holds {len(members):,} files, more than {MAX_MEMBERS:,}.",
                do="Unpack it, and add the tables that matter.",
            )
        if any(member.flag_bits & 1 for member in members):
            do = "Unpack it with its password, and add what is inside."
            raise UnreadableFile("The archive is locked with a password.", do=do)
        unpacked = []
        for member, path in zip(members, _paths(members, folder), strict=True):
            with archive.open(member) as opened:
                meter.copy(opened, path, most)
            if path.suffix not in MEMO_ENDINGS:
                unpacked.append({"name": member.filename, "path": str(path)})
    return unpacked


def _paths(members: list[zipfile.ZipInfo], folder: Path) -> Iterator[Path]:
    """A place for each member, by number; that of a memo file is beside its table."""
    stems = [PurePosixPath(member.filename.lower()) for member in members]
    tables = {stem.with_suffix(""): n for n, stem in enumerate(stems) if stem.suffix == ".dbf"}
    for n, stem in enumerate(stems):
        table = tables.get(stem.with_suffix("")) if stem.suffix in MEMO_ENDINGS else None
        yield folder / (f"{n}.table" if table is None else f"{table}{stem.suffix}")


def main(arguments: list[str]) -> None:
    """Unpack one archive: the body of the unpacking process."""
    source, kind, folder, most, name, parent = arguments
    bound_memory()

    def work() -> dict[str, Any]:
        alive = partial(stop_if_orphaned, int(parent))
        return {"members": convert(Path(source), kind, Path(folder), int(most), name, alive)}

    answer_parent(work)


if __name__ == "__main__":
    main(sys.argv[1:])
