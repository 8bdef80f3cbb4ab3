"""What is put in between commas, brackets or dashes and tells nothing of a figure: a sentence is
read without it, as what stands on both sides belongs together. "China, whose own laws forbid it, 41
tonnes" is read as "China 41 tonnes"."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.scene import Scene, scene
from followthegoods.questions.stories.reading.told_times import references


def without_asides(
    one: Scene, words: Language, published: date | None, firms: Collection[str] = ()
) -> Scene:
    """A sentence without its asides; `published` and `firms` as `scene` has them."""
    found = list(_asides(one))
    if not found:
        return one
    text, cuts, taken = one.text, list(one.sentence.cuts), 0
    for start, end in found:
        text = text[: start - taken] + text[end - taken :]
        cuts.append((start - taken, end - start))
        taken += end - start
    return scene(replace(one.sentence, text=text, cuts=tuple(cuts)), words, published, firms)


def _asides(one: Scene) -> Iterator[Span]:
    """The asides of a sentence that hold nothing of which a claim could be."""
    put_in = list(one.small["put_in"].finditer(one.text))
    if not put_in:
        return
    held: list[Span] = [(number.start, number.end) for number in one.numbers]
    held += [(name.start, name.end) for name in one.names]
    held += [(said.start, said.end) for said in one.periods]
    held += [(place.start, place.end) for place in one.places]
    held += [(told.start, told.end) for told in one.goods]
    held += [(told.start, told.end) for told in references(one.text, one.words)]
    for m in put_in:
        if any(m.start() < end and start < m.end() for start, end in held):
            continue
        ends = any(name.end == m.start() for name in one.names)
        if ends and any(m.end() <= name.start <= m.end() + 1 for name in one.names):
            continue  # "Marvane, whose owner, Anton Borow, …" is no "Marvane Anton Borow"
        of_place = any(place.end == m.start() for place in one.places)
        cues = ("aside_tells",) if of_place else ("aside_tells", "aside_firm")
        if not any(one.words.says(cue, m[0]) for cue in cues):
            yield m.span()
