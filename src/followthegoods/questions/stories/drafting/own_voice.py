"""Who speaks in a text of its own: a statement in which "we" bought, or sold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.names import Name, head, roled, speaks
from followthegoods.questions.stories.reading.scene import Scene

_OFTEN = 2
"""Sentences in which "we" trade that make a text the statement of a company, at the least."""


def with_own_voice(scenes: Sequence[Scene], words: Language) -> list[Scene]:
    """The sentences of a statement, with "we" and "our" as the company that they name first; those
    of any other text as they are."""
    found = [list(_places(scene, words)) for scene in scenes]
    if sum(bool(places) for places in found) < _OFTEN:
        return list(scenes)
    name = _named_first(scenes, words)
    return [
        replace(
            scene,
            names=sorted(
                [*scene.names, *(_own(scene, place, name, words) for place in places)],
                key=lambda one: one.start,
            ),
        )
        if name and places
        else scene
        for scene, places in zip(scenes, found, strict=True)
    ]


def _places(scene: Scene, words: Language) -> Iterator[tuple[int, int]]:
    """Where a sentence says "we" of somebody who trades, but for what others are quoted with."""
    for m in words.small["we_trade"].finditer(scene.text):
        front = scene.text[: m.start()]
        if front.count("“") <= front.count("”") and front.count('"') % 2 == 0:
            yield m.span("we")


def _named_first(scenes: Sequence[Scene], words: Language) -> str:
    """The longest name of the first company that several sentences name, else of the first; empty
    where there is none."""
    named: Counter[str] = Counter()
    forms: dict[str, str] = {}
    for scene in scenes:
        own = [n for n in scene.names if n.company and not speaks(n, scene.text, words)]
        named.update(list(dict.fromkeys(head(n.text) for n in own)))
        for n in own:
            forms[head(n.text)] = max(forms.get(head(n.text), ""), n.text, key=len)
    often = [one for one in named if named[one] >= _OFTEN]
    return next((forms[one] for one in [*often, *named]), "")


def _own(scene: Scene, place: tuple[int, int], name: str, words: Language) -> Name:
    """A mention of the company, with the role that the words would give to its name there."""
    start, end = place
    said = scene.text[start:end]
    ours = words.small["ours"].fullmatch(said) is not None
    text = f"{scene.text[:start]}{name}{_OF_IT if ours else ''}{scene.text[end:]}"
    one = roled(start, start + len(name), True, text, words)
    return replace(one, end=end, text=name)


_OF_IT = "’s"
