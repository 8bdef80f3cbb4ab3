"""Small tables for drafts, column by column; every company is invented."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.sources.draft import Draft, DraftColumn, draft
from followthegoods.sources.raw import Sample, SampledSheet

Cells = Sequence[str | None]

NUMBERS = [f"10115070/0{1 + n // 2}0323/000000{n // 2}" for n in range(12)]
"""Six declarations of two lines each."""

ITEMS = [str(n % 2 + 1) for n in range(12)]
CODES = ["8413702100", "8481805910", "8708999709"] * 4
WEIGHTS = [f"{n * 7 + 3}.5" for n in range(12)]
TEXTS = [f"Насос центробежный, модель {n}, новый" for n in range(12)]
DAYS = [f"0{1 + n // 2}.03.2023" for n in range(12)]
RECEIVERS = ["ООО ТИХАЯ ПРИСТАНЬ", "АО СИНИЙ ЧАЙНИК"] * 6
SENDERS = ["Silbertal Pumpen GmbH", "Quiet River Machinery Co., Ltd"] * 6
TAX_IDS = ["7707083893", "7736050003"] * 6
LINE_VALUES = [f"{n * 131 + 1017}.25" for n in range(12)]
TOTALS = [f"{(n // 2) * 917 + 4017}.50" for n in range(12)]


def sample_of(columns: dict[str, Cells], *, above: Sequence[str] = ()) -> Sample:
    """A sample whose table has these columns, under lines of a title."""
    rows: list[list[str | None]] = [[line] for line in above]
    rows.append(list(columns))
    rows += [list(cells) for cells in zip(*columns.values(), strict=True)]
    return sample_rows(rows)


def sample_rows(rows: list[list[str | None]], name: str = "table") -> Sample:
    """A sample of one sheet of these rows."""
    return Sample(0, "csv", "utf-8", ";", '"', (SampledSheet(name, rows),), True)


def drafted(columns: dict[str, Cells], *, above: Sequence[str] = ()) -> Draft:
    """The draft of a table with these columns."""
    return draft(sample_of(columns, above=above))


def column(columns: dict[str, Cells], header: str) -> DraftColumn:
    """What the draft says of one column of a table."""
    return next(c for c in drafted(columns).columns if c.header == header)


def fields(made: Draft) -> dict[str | None, str | None]:
    """Header -> field of the columns that are mapped."""
    return {c.header: c.field for c in made.columns if c.mapped}
