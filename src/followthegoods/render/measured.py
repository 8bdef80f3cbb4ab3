"""What a dossier is measured by where no line that counts states a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from followthegoods.case import Evidence, How
from followthegoods.model.answer import Answer

_Asked = TypeVar("_Asked", Answer, Evidence)


def in_what_it_has(how: How, ask: Callable[[How], _Asked]) -> _Asked:
    """What is asked, by another measure where none was chosen and no line states a value."""
    found = ask(how)
    answer = found if isinstance(found, Answer) else found.answer
    other = None if "measure" in how else instead_of_value(answer)
    if other is None:
        return found
    again: How = {**how, "measure": other}
    return ask(again)


def instead_of_value(answer: Answer) -> str | None:
    """The measure to ask by again: the quantity that most lines state, else net kilograms, else
    lines. None where a line states a value, if only without a rate, and where no line counts."""
    if any(caveat.code == "no_rate" for caveat in answer.caveats):
        return None
    if answer.value_usd.rows or not answer.value_usd.rows_without_value:
        return None
    stated = [one for one in answer.measures.quantity if one.rows and one.unit]
    if stated:
        return f"quantity:{max(stated, key=lambda one: one.rows).unit}"
    return "net_kg" if answer.measures.net_kg.rows else "lines"
