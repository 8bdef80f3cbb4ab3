"""How surely, and of what time, two sentences say something."""

from __future__ import annotations

import re

from followthegoods.model.retelling import Aspect, Difference
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.comparing.aligning import stems
from followthegoods.questions.stories.comparing.beside import Beside
from followthegoods.questions.stories.reading.language import language_of
from followthegoods.questions.stories.reading.scene import Scene


def sureness(first: Scene, second: Scene) -> Difference | None:
    """Tense and sureness of a word that both say: "will start" against "plans to start"."""
    shared = stems(first.text) & stems(second.text)
    mine, theirs = _modals(first, shared), _modals(second, shared)
    for stem in mine:
        if stem in theirs and mine[stem][0] != theirs[stem][0]:
            return Difference(Aspect.SURENESS, mine[stem][1], theirs[stem][1])
    was, now = _main(first), _main(second)
    if was and now and (_says(second, was[1]) or _says(first, now[1])):
        return None  # the verbs of two clauses in another order
    if was and now and was[0] != now[0] and not set(mine) & set(theirs):
        return Difference(Aspect.SURENESS, was[1], now[1])
    return None


def _says(scene: Scene, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", scene.text, re.I) is not None


def doubt(both: Beside) -> Difference | None:
    """That one sentence says something as what may be, and the other as what is."""
    mine, theirs = _unsure(both.first), _unsure(both.second)
    if both.loses(mine, _unsure) or both.wins(theirs, _unsure):
        return Difference(Aspect.SURENESS, ", ".join(mine), ", ".join(theirs))
    return None


def _unsure(scene: Scene) -> list[str]:
    """What a sentence says may be, in its words. Case matters: "May" is a month."""
    said = "|".join(scene.words.words["modal"]["perhaps"])
    verb = scene.words.cues["verb_of_doubt"]
    found = re.finditer(rf"(?<![\w-])(?:{said})(?!\w)", scene.text)
    return [f"{m[0]}{done[0]}" for m in found if (done := verb.match(scene.text, m.end()))]


def _modals(scene: Scene, shared: frozenset[str]) -> dict[str, tuple[str, str]]:
    """A word said by both -> the class and the words of what stands right before it."""
    found: dict[str, tuple[str, str]] = {}
    for kind in ("future", "plan", "perhaps"):
        for said in scene.words.words["modal"].get(kind, ()):
            for m in re.finditer(rf"(?<!\w){said}\s(?P<verb>\w+)", scene.text):
                for stem in stems(m["verb"]) & shared:
                    found.setdefault(stem, (kind, m[0]))
    return found


def _main(scene: Scene) -> tuple[str, str] | None:
    """The class and the word of the first verb, where that tells its time; None for others."""
    found = [
        (m.start(), kind, m[0])
        for kind, spelt in scene.words.words["modal"].items()
        for said in spelt
        for m in re.finditer(rf"(?<![\w-]){said}(?![\w-])", scene.text)
    ]
    kind, word = min(found)[1:] if found else ("other", "")
    return None if kind == "other" else (kind, word)


def cut_off(first: Claim, second: Claim) -> Difference | None:
    """The tense of a claim of law: "were not in breach" against "do not violate"."""
    if first.measure is not Measure.BREACH:
        return None
    verb = language_of(first.text).small["tense"]
    mine, theirs = verb.search(first.text), verb.search(second.text)
    if mine and theirs and mine[0].lower() != theirs[0].lower():
        return Difference(Aspect.SURENESS, mine[0], theirs[0])
    return None
