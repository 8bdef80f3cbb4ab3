"""The process of a job: `python -m followthegoods.faces.http.work`.

It reads what is to be done from stdin, one JSON object (`case`, `action`, `args`), and prints
JSON lines: `{"stage", "done"}` as it goes on, and at the end `{"result"}` or `{"error"}`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from followthegoods.case import Case
from followthegoods.errors import FtgError
from followthegoods.faces.http.actions import ACTIONS
from followthegoods.faces.http.problems import problem
from followthegoods.render.as_json import plain

STEP = 0.01
"""How much further a stage must be before it is told again."""


class _Telling:
    """Prints progress: each stage when it begins and ends, and each hundredth between."""

    def __init__(self) -> None:
        self._stage, self._done = "", 0.0

    def __call__(self, stage: str, done: float) -> None:
        if stage != self._stage or abs(done - self._done) >= STEP or done >= 1:
            self._stage, self._done = stage, done
            _say({"stage": stage, "done": round(done, 3)})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Do the one job that stdin says."""
    wanted = json.load(sys.stdin)
    try:
        with Case.open(wanted["case"]) as case:
            done = ACTIONS[wanted["action"]](case, wanted["args"], _Telling())
    except FtgError as error:
        _say({"error": problem(error)})
        return error.exit_code
    _say({"result": plain(done)})
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
