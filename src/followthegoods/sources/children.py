"""Work done in processes of its own: in parallel, or where a damaged file may bring a reader down.

A child is a module of the program that prints one JSON object when it is done. It never outlives
its parent by more than the block it is working on.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from followthegoods.errors import Broken, FtgError, UnreadableFile

FAILED = 3
"""Exit status of a child that refuses its file; what it printed says why."""

NO_ROOM = 4
"""Exit status of a child that found the disk full."""

MEMORY = 8 << 30
"""Address space a reader of files that may be damaged may take at most."""

CRASHED = "The reader broke down on this file"


def run_children(
    module: str, jobs: Sequence[Sequence[str]], where: str, tick: Callable[[], None]
) -> list[dict[str, Any]]:
    """Run `module` once per job, all at once, and return what each printed, in order.

    `tick` is called several times a second. Raises what the child refused its file with, and
    `UnreadableFile` where a child broke down. None is left running, whatever happens.
    """
    command = [sys.executable, "-P", "-m", module]
    children = [
        subprocess.Popen(
            [*command, *job, str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for job in jobs
    ]
    try:
        return [_result(child, where, tick) for child in children]
    finally:
        for child in children:
            child.kill()
        for child in children:
            child.communicate()


def _result(child: subprocess.Popen[bytes], where: str, tick: Callable[[], None]) -> dict[str, Any]:
    while True:
        try:
            printed, _ = child.communicate(timeout=0.2)
        except subprocess.TimeoutExpired:
            tick()
            continue
        break
    if child.returncode == 0:
        result: dict[str, Any] = json.loads(printed)
        return result
    if child.returncode == FAILED:
        refusal = json.loads(printed)
        raise UnreadableFile(refusal["what"], where=where, do=refusal["do"])
    if child.returncode == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    raise UnreadableFile(
        f"{CRASHED}: it is damaged, or too large to be held in memory.",
        where=where,
        do="Open it in a spreadsheet program, save it again (large sheets as CSV), and add that.",
    )


def answer_parent(work: Callable[[], dict[str, Any]]) -> None:
    """The body of a child: do the work, print what came of it, leave with the status that fits."""
    try:
        result, status = work(), 0
    except FtgError as error:
        result, status = {"what": error.what, "do": error.do}, FAILED
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        result, status = {}, NO_ROOM
    sys.stdout.write(json.dumps(result))
    sys.stdout.flush()
    sys.exit(status)


def stop_if_orphaned(parent: int) -> None:
    """Leave if the process that started this one has gone."""
    if parent and os.getppid() != parent:
        raise Broken("The process that started this one has gone.")


def stop_when_orphaned(parent: int) -> None:
    """Leave, whatever is being done, soon after the process that started this one has gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def bound_memory(most: int = MEMORY) -> None:
    """Let this process take no more address space than that, and no more than MEMORY."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    bounded = min(most, MEMORY)
    if limit != resource.RLIM_INFINITY:
        bounded = min(limit, bounded)
    resource.setrlimit(resource.RLIMIT_AS, (bounded, limit))
