"""The cases of a server, open for questions, and the jobs that change them.

A question has a case of its own for as long as it takes, so that questions do not wait for one
another, nor for a job: a job is a process of its own. Each question sees the newest state.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

from followthegoods.case import Case
from followthegoods.errors import FtgError, NoSuchCase, TooMany
from followthegoods.faces.http.jobs import Jobs
from followthegoods.faces.http.uploads import Uploads

Made = TypeVar("Made")

ENGINES = 4
"""Questions answered at once; each has an engine with the memory that the settings allow."""
STREAMS = 2
"""Long answers sent at once."""


KEPT = 64
"""What was made of states of cases and is kept to be given again, so many things."""


class Kept:
    """What is a function of a state, by the question and the state's tag: the newest asked for."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: dict[Hashable, Any] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under a key, or what is made now."""
        with self._lock:
            found = self._kept.pop(key, None)
        if found is None:
            found = make()
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > self._most:  # what was not asked for longest
                del self._kept[next(iter(self._kept))]
        made: Made = found
        return made


class Served:
    """The cases by their names. Its methods may be called from any thread."""

    def __init__(self, cases: Mapping[str, Path]) -> None:
        self.paths = {name: Path(path).absolute() for name, path in cases.items()}
        self.jobs = Jobs(self.paths)
        self.kept = Kept()
        self._idle: dict[str, list[Case]] = {name: [] for name in self.paths}
        self._turn = BoundedSemaphore(ENGINES)
        self._streams = BoundedSemaphore(STREAMS)
        self._lock = Lock()

    @property
    def names(self) -> list[str]:
        """The names of the cases, in the order they were given."""
        return list(self.paths)

    def path(self, name: str) -> Path:
        """The folder of a case. Raises `NoSuchCase`."""
        if name not in self.paths:
            raise NoSuchCase(
                f"No case called {name!r} is served here.",
                do=f"One of: {', '.join(self.paths)}." if self.paths else None,
            )
        return self.paths[name]

    def uploads(self, name: str) -> Uploads:
        """The files that were sent to a case and wait to be loaded. Raises `NoSuchCase`."""
        return Uploads(self.path(name))

    @contextmanager
    def case(self, name: str) -> Iterator[Case]:
        """A case for one question (`with served.case(name) as case:`); ask no other meanwhile.

        Raises `NoSuchCase` and as `Case.open` does.
        """
        path = self.path(name)
        with self._turn:
            case = self._take(name) or Case.open(path)
            sound = False
            try:
                yield case
                sound = True
            except FtgError as error:
                sound = error.exit_code < FtgError.exit_code
                raise
            finally:
                if sound:
                    self._give_back(name, case)
                else:
                    case.close()

    @contextmanager
    def apart(self, name: str) -> Iterator[Case]:
        """A case for one long answer, however slowly it is taken: it keeps no question waiting.

        Raises `NoSuchCase`, `TooMany` and as `Case.open` does.
        """
        with self.long(name) as path, Case.open(path) as case:
            yield case

    @contextmanager
    def long(self, name: str) -> Iterator[Path]:
        """The folder of a case for as long as a long answer is made; few are at once.

        Raises `NoSuchCase`, `TooMany`.
        """
        path = self.path(name)
        if not self._streams.acquire(blocking=False):
            raise TooMany(
                f"{STREAMS} long answers are being sent already.", do="Wait until one has ended."
            )
        try:
            yield path
        finally:
            self._streams.release()

    def _take(self, name: str) -> Case | None:
        with self._lock:
            return self._idle[name].pop() if self._idle[name] else None

    def _give_back(self, name: str, case: Case) -> None:
        with self._lock:
            self._idle[name].append(case)

    def close(self) -> None:
        """End the jobs that run and let go of every case."""
        self.jobs.close()
        with self._lock:
            for idle in self._idle.values():
                while idle:
                    idle.pop().close()
