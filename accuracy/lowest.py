"""The lowest point of a smooth function of many numbers, by the method of Broyden, Fletcher,
Goldfarb and Shanno with a short memory: steps along the slope, bent by how it changed before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

Slope = Callable[[list[float]], tuple[float, list[float]]]
"""The value of a function at a point, and its slope there."""

STEPS, MEMORY, ENOUGH = 120, 10, 1e-5
"""Steps at the most, steps that are remembered, and the fall of the value that ends them."""


def lowest(function: Slope, start: Sequence[float]) -> list[float]:
    """Where a function is lowest, from a point on."""
    point = list(start)
    value, slope = function(point)
    past: deque[tuple[list[float], list[float], float]] = deque(maxlen=MEMORY)
    for _ in range(STEPS):
        way = _bent(slope, past)
        down = _times(way, slope)
        length = 1.0 if past else 1.0 / max(1.0, sum(abs(one) for one in slope))
        while True:
            ahead = [p + length * w for p, w in zip(point, way, strict=True)]
            low, tilt = function(ahead)
            if low <= value + 1e-4 * length * down or length < 1e-10:
                break
            length /= 2
        gone = [a - p for a, p in zip(ahead, point, strict=True)]
        turned = [b - a for a, b in zip(slope, tilt, strict=True)]
        if (bend := _times(gone, turned)) > 0:
            past.append((gone, turned, bend))
        fallen = value - low
        point, value, slope = ahead, low, tilt
        if fallen <= ENOUGH * abs(value):
            break
    return point


def _bent(
    slope: list[float], past: Sequence[tuple[list[float], list[float], float]]
) -> list[float]:
    """The way down from a slope, as the steps before bend it."""
    way = [-one for one in slope]
    shares = []
    for gone, turned, bend in reversed(past):
        share = _times(gone, way) / bend
        shares.append(share)
        way = [w - share * t for w, t in zip(way, turned, strict=True)]
    if past:
        _, turned, bend = past[-1]
        scale = bend / _times(turned, turned)
        way = [scale * w for w in way]
    for (gone, turned, bend), share in zip(past, reversed(shares), strict=True):
        back = share - _times(turned, way) / bend
        way = [w + back * g for w, g in zip(way, gone, strict=True)]
    return way


def _times(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
