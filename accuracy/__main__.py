"""Print how many columns drafts get right; exit code 1 where the target is missed.

Run as: python -m accuracy [FOLDER], the folder of the real files unless it is the usual one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from accuracy.invented import tables
from accuracy.score import TARGET, Score, read_key, score
from followthegoods.sources.draft import draft

KEYS = Path(__file__).parent / "keys"
REAL = Path(__file__).parents[1] / ".." / "shared" / "data" / "customs"


def real_scores(folder: Path) -> Iterator[Score]:
    """The scores of the real files that are there."""
    for path in sorted(KEYS.glob("*.toml")):
        source = folder / path.stem
        if source.exists():
            yield score(path.stem, draft(source).columns, read_key(path))


def invented_scores() -> Iterator[Score]:
    """The scores of the invented tables."""
    for table in tables():
        yield score(table.name, draft(table.sample).columns, table.key)


def report(scores: list[Score], *, details: bool) -> str:
    """The scores as a table; `details` names every column that is not right."""
    form = "{:<40}{:>8}{:>7}{:>6}{:>7}{:>8}{:>13}\n"
    text = form.format("file", "columns", "right", "%", "wrong", "missed", "money wrong")
    for one in scores:
        text += form.format(
            one.name, one.columns, one.right, one.percent,
            len(one.wrong), len(one.missed), one.money_wrong,
        )  # fmt: skip
        for header, given, wanted in (*one.wrong, *one.missed) if details else ():
            text += f"    {header}: {given or 'nothing'}, should be {wanted or 'nothing'}\n"
    return text


def main(arguments: list[str]) -> int:
    """Score everything and print it."""
    folder = Path(arguments[0]) if arguments else REAL
    real = list(real_scores(folder))
    absent = len(list(KEYS.glob("*.toml"))) - len(real)
    if absent:
        sys.stdout.write(f"{absent} real files with a key are not in {folder}: left out\n")
    scores = [*real, *invented_scores()]
    sys.stdout.write(report(scores, details=True))
    failed = [one.name for one in scores if not one.holds]
    sys.stdout.write(f"target: {TARGET} % of each file's columns, no money wrong: ")
    sys.stdout.write(f"missed by {', '.join(failed)}\n" if failed else "held\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
