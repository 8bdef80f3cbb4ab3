"""What lists call their measures, in the words of this program."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from followthegoods.facts.text import key
from followthegoods.model.listing import Measure


@cache
def _tables() -> tuple[dict[str, Measure], dict[str, tuple[Measure, ...]]]:
    """Measures by what states them, and those of the United Nations by regime."""
    data = tomllib.loads(
        (files("followthegoods.reference.lists") / "measures.toml").read_text(encoding="utf-8")
    )
    stated = {key(text): Measure(name) for name, texts in data["measure"].items() for text in texts}
    regimes = {name: tuple(map(Measure, found)) for name, found in data["united_nations"].items()}
    return stated, regimes


def read_measures(texts: Iterable[str]) -> tuple[Measure, ...]:
    """The measures that some texts state: `other` for one that is stated and not known here."""
    found: dict[Measure, None] = {}
    for text in texts:
        folded = key(text)
        known = [measure for words, measure in _tables()[0].items() if words in folded]
        found.update(dict.fromkeys(known or ([Measure.OTHER] if folded else [])))
    return tuple(found) or (Measure.UNSTATED,)


def united_nations(regime: str) -> tuple[Measure, ...]:
    """The measures of a regime of the Security Council, by its name in the consolidated list."""
    return _tables()[1].get(regime, (Measure.BLOCKING,))
