"""An answer as a notebook shows it: the three numbers, countries and suppliers, the caveats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followthegoods.model.answer import Answer, Figure, Group

SHOWN = 8


def answer_html(answer: Answer) -> str:
    """A fragment of HTML with every digit of its figures; texts from records are escaped."""
    total = answer.measured
    parts = [f"<h3>{escape(answer.subject.name)}: {escape(answer.bases.direction)}s</h3>"]
    parts.append(
        f"<p>{escape(answer.unit)}: at least {total.floor:,}; point <b>{total.point:,}</b>; "
        f"ceiling {total.ceiling:,}{' (open)' if total.ceiling_open else ''}; "
        f"{total.rows:,} lines.</p>"
    )
    for name in ("origin", "dispatch", "supplier"):
        if answer.by.get(name):
            parts += _table(name, answer.by[name])
    caveats = "".join(f"<li>{escape(caveat.text)}</li>" for caveat in answer.caveats)
    parts.append(f"<ul>{caveats}</ul>" if caveats else "")
    made = answer.made_from
    parts.append(f"<p>State {escape(made.state[:16])}, ftg {escape(made.program)}.</p>")
    return "<div>" + "\n".join(parts) + "</div>"


def _table(name: str, groups: Sequence[Group]) -> Iterator[str]:
    yield f"<table><thead><tr><th>{escape(name)}</th>"
    yield "<th>floor</th><th>point</th><th>ceiling</th><th>lines</th></tr></thead><tbody>"
    for group in groups[:SHOWN]:
        yield f"<tr><td>{escape(group.label)}</td>{_cells(group)}</tr>"
    more = len(groups) - SHOWN
    yield (f"<tr><td>{more} more</td></tr>" if more > 0 else "") + "</tbody></table>"


def _cells(figure: Figure) -> str:
    amounts = (f"{figure.floor:,}", f"{figure.point:,}", f"{figure.ceiling:,}", f"{figure.rows:,}")
    return "".join(f"<td>{amount}</td>" for amount in amounts)
