"""Countries that a sentence ranks, or says to be among those that something came from: patterns of
the table over a sentence in which each country is one mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followthegoods.questions.stories.reading.language import Pattern
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene

MARK = "§"
"""Stands for each letter of a country in the patterns."""


def ranked_places(scene: Scene) -> tuple[Span, list[Place]] | None:
    """The countries that a sentence ranks, with the words that do: "Serbia topped the list of its
    suppliers", "no country sold it more than France"."""
    return _told(scene, scene.words.ranks)


def present_places(scene: Scene) -> tuple[Span, list[Place]] | None:
    """The countries that a sentence says to be among others, with the words that do: "among the
    countries that supplied it were Serbia and France"."""
    return _told(scene, scene.words.among)


def _told(scene: Scene, patterns: Sequence[Pattern]) -> tuple[Span, list[Place]] | None:
    if not scene.places:
        return None
    text = scene.text
    for place in scene.places:
        text = f"{text[: place.start]}{MARK * (place.end - place.start)}{text[place.end :]}"
    for pattern in patterns:
        if (found := pattern.search(text)) is not None:
            start, end = found.span("who")
            who = [place for place in scene.places if start <= place.start < end]
            basis = _basis(scene, found[0])
            return found.span(), [replace(p, basis=_of(p, basis), firms=False) for p in who]
    return None


def _of(place: Place, said: str) -> str:
    """What a country is: a seller's seat, what the words of the list say, else what its own do."""
    if place.firms:
        return "sender"
    return said or place.basis or "unspecified"


def _basis(scene: Scene, said: str) -> str:
    """What countries of a list are by the list's name: "countries of origin", "that sent"."""
    for cue, basis in (("of_origins", "origin"), ("of_senders", "dispatch"), ("seated", "sender")):
        if scene.words.says(cue, said):
            return basis
    return ""
