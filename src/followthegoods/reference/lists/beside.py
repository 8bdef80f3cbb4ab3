"""What stands elsewhere in a file than the entry it belongs to, kept on disk until it is asked for.

Lists of linked records (addresses, documents, listings, each in a part of its own) are read twice:
once for what is linked, which is put here, once for the entries. Memory does not grow with them.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any


class Beside:
    """Records by kind and by the key of what they belong to, in a file of a work folder."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "beside.sqlite", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE beside (kind TEXT, key TEXT, value TEXT); BEGIN"
        )
        self._indexed = False

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keep a record, anything that JSON can hold."""
        self._db.execute("INSERT INTO beside VALUES (?, ?, ?)", (kind, key, json.dumps(value)))

    def of(self, kind: str, key: str) -> list[Any]:
        """The records of a kind that belong to something, in the order they were put."""
        if not self._indexed:
            self._db.execute("CREATE INDEX beside_key ON beside (kind, key)")
            self._indexed = True
        found = self._db.execute(
            "SELECT value FROM beside WHERE kind = ? AND key = ? ORDER BY rowid", (kind, key)
        )
        return [json.loads(value) for (value,) in found]
