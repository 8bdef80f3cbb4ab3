"""Interrupts the engine so many times while it writes a file. For tests, as a process: where the
engine waits for itself, nothing but the end of the process ends it."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Thread

from followthegoods.config import Settings
from followthegoods.engine.duckdb import connect, engine_errors, literal

PATIENCE = 10.0
_TEXTS = """CREATE TABLE texts AS SELECT range AS a, md5(range::VARCHAR) AS b,
    md5((7 * range)::VARCHAR) AS c, md5((1 + range)::VARCHAR) AS d FROM range(600_000)"""


def main(folder: Path, times: int) -> None:
    out = literal(str(folder / "texts.parquet"))
    copy = f"COPY texts TO {out} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 40_960)"
    with closing(connect(Settings(memory="1GB", threads=2, author=""), folder)) as db:
        db.execute(_TEXTS)
        for nth in range(times):
            writer = db.cursor()

            def write(writer: object = writer) -> None:
                try:
                    with engine_errors("texts", None):
                        writer.execute(copy)  # type: ignore[attr-defined]
                except KeyboardInterrupt:
                    pass

            thread = Thread(target=write, daemon=True)
            thread.start()
            time.sleep(0.05 + 0.15 * nth / times)
            writer.interrupt()
            thread.join(PATIENCE)
            if thread.is_alive():
                sys.stdout.write(f"hangs, at interruption {1 + nth}\n")
                sys.stdout.flush()
                return
    sys.stdout.write("ended\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
