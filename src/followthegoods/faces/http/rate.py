"""How many requests a client may make."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from followthegoods.errors import TooMany

BURST = 10.0
"""Seconds' worth of requests that may come at once."""

_MOST_CLIENTS = 10_000


class Rate:
    """So many requests a second from each client for long, and a burst at once; no bound for None.

    Raises `TooMany` with what is beyond. `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        rate: float | None,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = rate
        self._most = 0.0 if rate is None else rate * burst
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, client: str) -> None:
        """Count one request of a client. Raises `TooMany`."""
        if self._rate is None:
            return
        with self._lock:
            now = self._clock()
            left, seen = self._left.pop(client, (self._most, now))
            left = min(self._most, left + (now - seen) * self._rate)
            enough = left >= 1
            self._left[client] = (left - enough, now)
            if len(self._left) > _MOST_CLIENTS:  # who has been silent longest is forgotten
                del self._left[next(iter(self._left))]
        if not enough:
            raise TooMany("Too many requests in a short time.", do="Wait a moment and ask again.")
