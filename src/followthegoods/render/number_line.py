"""A stated number against floor, point and ceiling, drawn on one line."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from followthegoods.model.story import Claim, Measure, Verdict
from followthegoods.render.amounts import full, short

WIDTH = 640
HEIGHT = 74
_LEFT, _RIGHT, _Y = 12, 628, 40
_ROOM = Decimal("0.12")
"""What stays free at either end, of what is between the least and the greatest number."""


def number_line(claim: Claim, verdict: Verdict) -> str:
    """The line as SVG: a bar from floor to ceiling (an arrow where that is open), a tick at the
    point, a mark at what is printed. Empty where a verdict rests on no number."""
    figure, stated = verdict.figure, verdict.stated
    if figure is None or stated is None:
        return ""
    numbers = [*stated, figure.floor, figure.point, figure.ceiling]
    low, high = min(numbers), max(numbers)
    room = (high - low) * _ROOM or abs(high) * _ROOM or Decimal(1)
    low, high = low - room, high + room

    def at(value: Decimal) -> str:
        return f"{_LEFT + (_RIGHT - _LEFT) * (value - low) / (high - low):.1f}"

    floor, ceiling = at(figure.floor), at(figure.ceiling)
    end = str(_RIGHT) if figure.ceiling_open else ceiling
    width = max(Decimal(end) - Decimal(floor), Decimal(2))
    parts = [
        f'<line class="axis" x1="{_LEFT}" x2="{_RIGHT}" y1="{_Y}" y2="{_Y}"/>',
        f'<rect class="span" x="{floor}" y="{_Y - 5}" width="{width:.1f}" height="10"/>',
        f'<line class="tick" x1="{at(figure.point)}" x2="{at(figure.point)}" '
        f'y1="{_Y - 9}" y2="{_Y + 9}"/>',
    ]
    if figure.ceiling_open:
        parts.append(
            f'<path class="open" d="M{_RIGHT - 9} {_Y - 9}L{_RIGHT} {_Y}L{_RIGHT - 9} {_Y + 9}"/>'
        )
    first, last = at(stated[0]), at(stated[1])
    parts.append(
        f'<path class="stated" d="M{first} {_Y - 7}l-6 -11h12z"/>'
        + (f'<line class="stated" x1="{first}" x2="{last}" y1="{_Y - 14}" y2="{_Y - 14}"/>'
           f'<path class="stated" d="M{last} {_Y - 7}l-6 -11h12z"/>' if first != last else "")
    )  # fmt: skip
    printed = " to ".join(dict.fromkeys(said(claim, one) for one in stated))
    parts += [_text(first, 16, f"printed {printed}", "stated")]
    parts += [_text(at(figure.point), _Y + 26, f"point {said(claim, figure.point)}", "point")]
    told = (
        f"Printed: {printed}. Floor {said(claim, figure.floor)}, point "
        f"{said(claim, figure.point)}, ceiling {said(claim, figure.ceiling)}"
        f"{' or more' if figure.ceiling_open else ''}."
    )
    return (
        f'<svg class="numberline" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-label="{escape(told)}">{"".join(parts)}</svg>'
    )


def _text(x: str, y: int, words: str, name: str) -> str:
    """Words over a place, turned inwards near the ends."""
    place = float(x)
    anchor = "start" if place < WIDTH * 0.2 else "end" if place > WIDTH * 0.8 else "middle"
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def said(claim: Claim, value: Decimal) -> str:
    """A number of a claim's figure in short, with its unit."""
    if "%" in claim.unit or claim.measure is Measure.SHARE:
        return f"{(value * 100).quantize(Decimal('0.1'))} %"
    if claim.measure is Measure.CHANGE:
        return f"{value.quantize(Decimal('0.01'))} times"
    if claim.measure is Measure.VALUE:
        return f"${short(value)}"
    if claim.measure is Measure.QUANTITY:
        return f"{short(value)} {claim.unit}"
    return full(value)
