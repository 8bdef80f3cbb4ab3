"""The words that expressions of time are made of in a language, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Pattern = re.Pattern[str]
YEAR = r"(?:19|20)\d\d(?![\d,.]\d|\d)"


@dataclass(frozen=True)
class Months:
    """The months that the business years or seasons of a text begin and end in. `by_first` is
    whether one of a single number is named by the year that it begins in, not by that of its end.
    """

    first: int = 1
    last: int = 12
    by_first: bool = False


NO_MONTHS = Months()
"""The months of a business year where a text tells none: those of the calendar."""


@dataclass(frozen=True)
class TimeWords:
    """Patterns of days, months and years; rules of what stands around them; and what the words of
    a kind mean: `unit` months, `order` numbers, `edge`, `way`, `turn` ahead or
    back, `back` years, `ago` months, `feast` a day, `near` whether a month is over, `season_back`
    business years or seasons. `refer` tells a time against another, by kinds."""

    base: tuple[Pattern, ...]
    rules: dict[str, Pattern]
    refer: dict[str, tuple[Pattern, ...]]
    meanings: dict[str, tuple[tuple[str, Pattern], ...]]

    def means(self, kind: str, said: str) -> str:
        """What words of a kind mean."""
        return next(name for name, spelt in self.meanings[kind] if spelt.fullmatch(said))


_KINDS = (
    *("unit", "days", "order", "edge", "way", "turn", "back", "ago", "feast"),
    *("near", "season_back"),
)


def time_words(words: dict[str, Any]) -> TimeWords:
    """The words of time of a language's table."""
    table = words["time"]
    parts = {kind.upper(): "|".join(table[kind].values()) for kind in _KINDS}
    parts |= {
        "M": "|".join(words["month"].values()),
        "Y": YEAR,
        "N": r"\d{1,2}|" + "|".join(words["number"]),
        "NTH": words["ordinal"],
        "YEAR_KIND": words["word_of"].get("year_kind", "(?!)"),
    }
    parts |= {name.upper(): said for name, said in table["word"].items()}

    def spelt(said: str) -> str:
        for _ in range(3):  # a word may be made of others, and these of others again
            said = re.sub(
                r"\b[A-Z_]+\b", lambda m: f"(?:{parts[m[0]]})" if m[0] in parts else m[0], said
            )
        return said

    return TimeWords(
        base=tuple(re.compile(rf"(?<!\w){spelt(one)}(?!\w)", re.I) for one in table["base"]),
        rules={name: re.compile(spelt(said), re.I) for name, said in table["rule"].items()},
        refer={
            kind: tuple(re.compile(rf"(?<!\w){spelt(one)}(?!\w)", re.I) for one in said)
            for kind, said in table["refer"].items()
        },
        meanings={
            kind: tuple((name, re.compile(spelt(said), re.I)) for name, said in table[kind].items())
            for kind in _KINDS
        },
    )
