"""What a retelling makes of its original: sentence by sentence, claim by claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from followthegoods.model.story import Checked, Story


class Change(StrEnum):
    """What became of a sentence or a claim."""

    KEPT = "kept"
    REWORDED = "reworded"  # other words, which are shown, and nothing found that differs
    ALTERED = "altered"
    DROPPED = "dropped"
    ADDED = "added"


class Aspect(StrEnum):
    """In what two tellings differ."""

    FIGURE = "figure"
    HEDGE = "hedge"
    PERIOD = "period"
    PLACE = "place"
    BASIS = "what the place is"
    NAMES = "names"
    SUBJECT = "whom it is said of"
    SAID = "what is said"  # that something was there, against that nothing was
    DENIAL = "what is denied"
    SURENESS = "tense or sureness"
    EMPHASIS = "emphasis"
    SPEAKER = "who says it"
    LIST = "members of a list"
    QUOTE = "what is quoted"
    BELONGING = "what it stands with"
    WORDS = "words of its own"


@dataclass(frozen=True)
class Difference:
    """One thing that differs, in the words of each side; empty where a side says nothing. `of`:
    the figure it is about, as the original prints it (as the retelling does where the original has
    none), where a sentence has several or only one side gives it a place."""

    aspect: Aspect
    original: str
    retelling: str
    of: str = ""


@dataclass(frozen=True)
class Told:
    """A sentence or a claim and its counterpart. Places are of the texts as read; None where
    there is no counterpart. `claims` are ids of the two stories, empty for a whole sentence."""

    change: Change
    original: tuple[int, int] | None
    retelling: tuple[int, int] | None
    differences: tuple[Difference, ...] = ()
    claims: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Comparison:
    """A retelling beside its original. `told` follows the original, then what is added; the
    verdicts are there where a case was asked."""

    original: str
    retelling: str
    stories: tuple[Story, Story]
    told: tuple[Told, ...]
    verdicts: tuple[Checked, Checked] | None = None
