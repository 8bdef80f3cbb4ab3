"""Who says what is told, in two tellings of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followthegoods.model.retelling import Aspect, Difference
from followthegoods.questions.stories.comparing.aligning import stems
from followthegoods.questions.stories.comparing.beside import Beside
from followthegoods.questions.stories.comparing.cues import cue
from followthegoods.questions.stories.reading.scene import Scene

_SMALL = 3
"""Letters of words that tell nothing of who speaks."""


def speakers(both: Beside) -> Iterator[Difference]:
    """Who says it where no telling has anybody say it, or that no telling names; and who says it
    instead. A word that may stand for a name, as "the company says", leaves nobody out."""
    lost = _lost(both)
    won = _won(both, lost)
    if lost or won:
        yield Difference(Aspect.SPEAKER, ", ".join(lost), ", ".join(won))


def _lost(both: Beside) -> list[str]:
    if both.loses(said := _saying(both.first), _saying):
        return said
    if not both.lost or not both.alike or any(refers(one) for one in both.told):
        return []
    return _unnamed(both.first, both.told)


def _won(both: Beside, lost: Sequence[str]) -> list[str]:
    if both.wins(said := _saying(both.second), _saying):
        return said
    if not both.mutual or not both.alike or any(refers(one) for one in both.sources):
        return []
    return _unnamed(both.second, [both.first] if lost else both.sources)


def _saying(one: Scene) -> list[str]:
    """That somebody says what a sentence tells, in its words; records are nobody."""
    text = one.text
    named = list(one.words.cues["attribution"].finditer(text))
    found = []
    for said in cue(one, "says").finditer(text):
        told = [m for m in named if m.start() < said.end() and said.start() < m.end()]
        before = [m.end() for m in cue(one, "before_who").finditer(text, 0, said.start())]
        start = max(before, default=0)
        found.append(told[0][0] if told else text[start : said.end()].strip())
    return list(dict.fromkeys(found))


def _unnamed(scene: Scene, others: Sequence[Scene]) -> list[str]:
    """By whom a sentence has what it says, in its words, of whom the others have no word."""
    known = stems(" ".join(one.text for one in others))
    found = []
    for said in scene.words.cues["attribution"].finditer(scene.text):
        who = next(group for group in said.groups() if group)
        telling = {stem for stem in stems(who) if len(stem) > _SMALL} or stems(who)
        if telling and not telling & known:
            found.append(said[0])
    return found


def refers(scene: Scene) -> bool:
    """Whether somebody speaks in it whom it does not name."""
    return scene.says("speaks_again") is not None
