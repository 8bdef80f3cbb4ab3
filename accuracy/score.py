"""A draft against its key: columns mapped right, wrongly, or missed; money apart."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from followthegoods.model.fields import BY_NAME, Kind
from followthegoods.sources.draft import DraftColumn

TARGET = 85
"""Percent of each file's columns that must be right."""


@dataclass(frozen=True)
class Score:
    """What became of a table's columns. `wrong` and `missed` say header, given, wanted.

    `money_wrong`: mapped to a value of money that the key does not give, the worst there is.
    """

    name: str
    columns: int
    right: int
    wrong: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str, str], ...]
    money_wrong: int

    @property
    def percent(self) -> int:
        return 100 * self.right // self.columns if self.columns else 0

    @property
    def holds(self) -> bool:
        """Whether enough is right and no money is wrong."""
        return self.percent >= TARGET and not self.money_wrong


def read_key(path: Path) -> dict[str, str]:
    """Header -> field, or "" for a column that is none."""
    columns: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["columns"]
    return columns


def score(name: str, columns: Iterable[DraftColumn], key: dict[str, str]) -> Score:
    """Compare a draft's columns with a key; columns without a header are keyed `#place`."""
    right, money_wrong = 0, 0
    wrong, missed = [], []
    seen = list(columns)
    for column in seen:
        header = column.header or f"#{column.place}"
        given, wanted = (column.field or "") if column.mapped else "", key[header]
        if given == wanted:
            right += 1
        elif given:
            wrong.append((header, given, wanted))
            money_wrong += BY_NAME[given].kind is Kind.MONEY
        else:
            missed.append((header, given, wanted))
    return Score(name, len(seen), right, tuple(wrong), tuple(missed), money_wrong)
