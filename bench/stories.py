"""A story of a thousand words and thirty claims: drafted, then checked under every definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.dossier import SHARES, TARGET_SHARE, subjects
from bench.measure import Failed, Spread, timed
from followthegoods.case import Case
from followthegoods.case.stories import check_story, draft_claims

WORDS, CLAIMS = 1_000, 30
DAY = date(2024, 1, 15)
TARGET_SECONDS = 15.0
"""Seconds that a story against ten million lines may take, of a subject with 0.01 % of them."""

_SHARES = (TARGET_SHARE, SHARES[0])

_TOLD = (
    "The buyer imported goods worth at least ${0} million in 2022.",
    "Goods worth almost ${0} million were imported from China in 2022.",
    "The buyer imported parts worth about ${0} million from Germany between 2021 and 2022.",
    "More than {0} percent of the goods that the buyer imported were made in China.",
    "The buyer received {0} consignments from Turkey in 2022.",
    "Goods worth more than ${0} million that the buyer imported were shipped from Italy.",
    "In all, {0} suppliers sent goods to the buyer in 2022.",
    "The goods that the buyer imported in 2022 weighed at least {0} tonnes.",
    "Parts were imported from Japan, India and France.",
    "No goods were imported from Norway after March 2022.",
)
_FILL = (
    "Nobody at the gate wanted to talk that morning, and rain fell on the yard until the evening."
)


@dataclass(frozen=True)
class Telling:
    """One story about one subject: its claims, and the seconds of drafting and of checking."""

    share: float
    lines: int
    words: int
    claims: int
    drafting: Spread
    checking: Spread

    def as_json(self) -> dict[str, object]:
        return {
            "share": self.share,
            "lines": self.lines,
            "words": self.words,
            "claims": self.claims,
            "drafting_seconds": self.drafting.as_json(),
            "checking_seconds": self.checking.as_json(),
        }


def story() -> str:
    """A text of so many words that tells so many claims."""
    told = [_TOLD[n % len(_TOLD)].format(n + 2) for n in range(CLAIMS)]
    paragraphs = [f"{sentence} {_FILL}" for sentence in told]
    while len(" ".join(paragraphs).split()) < WORDS:
        paragraphs.append(_FILL)
    return "\n\n".join(paragraphs) + "\n"


def bench_stories(folder: Path, rows: int, times: int) -> list[Telling]:
    """Tell the story of the subject with 0.01 % of the lines, and of the largest."""
    text = folder.parent / "story.txt"
    text.write_text(story(), encoding="utf-8")
    known = subjects(folder, rows)
    with Case.open(folder) as case:
        found = [_tell(case, text, *known[SHARES.index(s)], rows, times) for s in _SHARES]
    text.unlink()
    return found


def _tell(case: Case, text: Path, who: str, lines: int, rows: int, times: int) -> Telling:
    drafted = draft_claims(case, text, published=DAY, of=[who])
    if len(drafted.claims) < CLAIMS or len(check_story(case, drafted).verdicts) < CLAIMS:
        raise Failed(f"The story has {len(drafted.claims)} claims, not {CLAIMS}.")
    pairs = [
        (
            timed(lambda: draft_claims(case, text, published=DAY, of=[who])),
            timed(lambda: check_story(case, drafted)),
        )
        for _ in range(times)
    ]
    return Telling(
        share=lines / rows,
        lines=lines,
        words=len(text.read_text(encoding="utf-8").split()),
        claims=len(drafted.claims),
        drafting=Spread.of([drafting for drafting, _ in pairs]),
        checking=Spread.of([checking for _, checking in pairs]),
    )
