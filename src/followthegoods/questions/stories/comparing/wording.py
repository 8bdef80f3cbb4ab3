"""In what the words of two sentences differ: names, members of lists, words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from followthegoods.model.retelling import Aspect, Difference
from followthegoods.questions.stories.comparing.aligning import stems
from followthegoods.questions.stories.comparing.things import value_of, values
from followthegoods.questions.stories.reading.names import SUPPLIER, head
from followthegoods.questions.stories.reading.scene import Scene


def lost_names(first: Scene, kept: AbstractSet[str]) -> Iterator[Difference]:
    """Companies of a sentence that the whole retelling, whose words are `kept`, no longer names."""
    firms = [name.text for name in first.names if name.company or name.role == SUPPLIER]
    lost = [name for name in firms if head(name) not in kept]
    if lost:
        yield Difference(Aspect.NAMES, ", ".join(lost), "")


def lists(first: Scene, told: Sequence[Scene]) -> Iterator[Difference]:
    """Members of a sentence's lists that its counterparts do not name."""
    theirs = stems(" ".join(scene.text for scene in told))
    for members in _members(first):
        lost = [
            member for member in members if not _core(member) & theirs and not _scale(member, first)
        ]
        if lost:
            yield Difference(Aspect.LIST, ", ".join(lost), "")


def _members(scene: Scene) -> Iterator[list[str]]:
    small = scene.small
    listed = list(small["list_members"].finditer(scene.text))
    for m in listed:
        members = small["between_members"].split(m["list"])
        yield [small["member_until"].sub("", member.strip()) for member in members]
    for m in small["two_members"].finditer(scene.text):
        if not any(m.start() >= n.start() and m.end() <= n.end() for n in listed):
            yield [word for word in m.groups() if word]


def _scale(member: str, scene: Scene) -> bool:
    """Whether it is a word of a number, such as million, and no member of a list."""
    scales = [said for spelt in scene.words.words["scale"].values() for said in spelt]
    return re.fullmatch("|".join(scales), member, re.I) is not None


def _core(member: str) -> frozenset[str]:
    """What tells a member of a list: its words, those of its first words that lead in left out."""
    words = member.split()
    return stems(" ".join(words[-2:]))


def new_words(second: Scene, told: Sequence[Scene]) -> list[str]:
    """The words of a sentence that none of its counterparts has; small words are left out."""
    return _unlike(second, second.text, told, r"[^\W\d_]{4,}")


def other_words(scene: Scene, told: Sequence[Scene], shown: str) -> list[str]:
    """The words of a sentence that none of its counterparts has, with short words and the digits of
    numbers, without what goes with a number and what is `shown` already. A number in words is one
    of them unless a counterpart has its value, a country unless one names it."""
    text = scene.text
    named = {place.code for one in told for place in one.places}
    for place in scene.places:
        if place.code in named:
            text = text[: place.start] + " " * (place.end - place.start) + text[place.end :]
    had = {value for one in told for value in values(one)}
    for number in scene.numbers:
        kept = re.sub(r"[^\d.,]", " ", text[number.start : number.end])
        if value_of(number.text) in had:
            kept = " " * len(kept)
        elif not re.search(r"\d", kept):
            continue
        text = text[: number.start] + kept + text[number.end :]
    known = stems(shown)
    found = _unlike(scene, text, told, r"[^\W\d_]{3,}|\d+(?:[.,]\d+)*")
    return [word for word in found if not stems(word) or stems(word) - known]


def _unlike(scene: Scene, text: str, told: Sequence[Scene], spelt: str) -> list[str]:
    known = stems(" ".join(one.text for one in told))
    small = scene.words.cues["small"]
    found = dict.fromkeys(re.findall(spelt, text))
    return [word for word in found if not small.fullmatch(word) and not stems(word) & known]
