"""The goods that a clause is about: what it begins with. They are its subject ("crutches, 9,000
pairs, followed", "bottles from Chile cost it $2 million", "gold chain, on which it spent") or are
set before it ("of sandals the chain bought")."""

from __future__ import annotations

import re

from followthegoods.questions.stories.drafting.goods_words import Said, known_goods, one_of
from followthegoods.questions.stories.reading.scene import Scene

_WORD = r"[^\W\d_][\w’'-]*"
_WORDS = re.compile(rf"{_WORD}(?:[ ]{_WORD}){{0,4}}")


def head_goods(scene: Scene, place: int) -> Said:
    """The goods that the clause of a number begins with. A number alone, after a colon or a comma,
    belongs to the clause before it: "silica sand was bought in Brazil: 18,000 tonnes"."""
    start = scene.numbers[place].start
    begins = [m.end() for m in scene.small["clause_begins"].finditer(scene.text, 0, start)]
    for begin in reversed(begins):
        if (told := _begun(scene, begin, start)) is not None:
            return told
        if not scene.words.says("only_so_many", f" {scene.text[begin:start]}"):
            bare = scene.text[begin:start].strip()
            if bare:
                return []
    return []


def _begun(scene: Scene, begin: int, end: int) -> Said | None:
    """The goods that a clause begins with; none where it begins with something else."""
    front = scene.small["set_before"].match(scene.text, begin, end)
    opened = front or scene.small["before_goods"].match(scene.text, begin, end)
    at = opened.end() if opened else begin
    found = _WORDS.match(scene.text, at, end)
    pieces = found[0].split(" ") if found else []
    for n in range(len(pieces), 0, -1):
        phrase = " ".join(pieces[:n])
        rest = scene.text[at + len(phrase) : end]
        cue = "is_set_before" if front else "goods_do"
        if scene.small[cue].match(rest) is None:
            continue
        said = phrase if phrase[:2].isupper() else phrase[:1].lower() + phrase[1:]
        if told := known_goods(said, scene):
            return told
    return _of_a_flow(scene, pieces) if not front else None


def _of_a_flow(scene: Scene, pieces: list[str]) -> Said | None:
    """The goods whose flow a clause begins with, told by one of them: "almond imports"."""
    for n in range(1, len(pieces)):
        if scene.small["a_flow"].fullmatch(pieces[n]):
            said = " ".join(pieces[:n])
            said = said if said[:2].isupper() else said[:1].lower() + said[1:]
            return known_goods(said, scene) or one_of(said, scene) or None
    return None
