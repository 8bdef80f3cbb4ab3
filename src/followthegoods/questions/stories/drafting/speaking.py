"""Who says what a story tells, and what of it records cannot check."""

from __future__ import annotations

import re

from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.names import Name, head
from followthegoods.questions.stories.reading.numbers import Span
from followthegoods.questions.stories.reading.scene import Scene


def with_speech(drafting: Drafting, scene: Scene) -> bool:
    """Note who speaks; draft what cannot be checked because it is speech or opinion."""
    others = [n for n in scene.names if not drafting.cast.about(n.text)]
    own = [n.text for n in others if n.company]
    told = {head(name) for claim in drafting.claims for name in claim.supplier}
    speaks = own or [n.text for n in others if head(n.text) in told]
    if scene.says("said") and speaks:
        drafting.speaker = speaks[0]
    drafting.said_by = _speaker(drafting, scene, own)
    quote = scene.says("quote") if not _measured(scene) else None
    if quote and scene.words.says("first_person", quote[0]) and not _told_of_trade(scene, quote):
        inside = [n for n in scene.numbers if quote.start() <= n.start < quote.end()]
        drafting.nothing(scene, quote.span(1), "quote", inside[0] if inside else None)
        _beside(drafting, scene, quote.span())
        return True
    comment = scene.says("comment")
    if comment and not _trades_after(scene, comment.end()):
        drafting.nothing(scene, (0, len(scene.text)), "comment")
        _beside(drafting, scene)
        return scene.says("listing") is None
    if scene.says("opinion") and not (scene.numbers or scene.periods or scene.places):
        drafting.nothing(scene, (0, len(scene.text)), "opinion")
        return True
    return False


def _beside(drafting: Drafting, scene: Scene, but: Span = (0, 0)) -> None:
    """Note the numbers of such a sentence, `but` for those of a place of it."""
    for number in scene.numbers:
        told = number.kind or scene.text[number.end - 1].isdigit()
        if told and not but[0] <= number.start < but[1]:
            drafting.nothing(scene, (number.start, number.end), "other", number)


def _speaker(drafting: Drafting, scene: Scene, own: list[str]) -> str:
    """Who says what a sentence tells; empty where nobody is said to."""
    if lawyers := scene.says("lawyers"):
        return lawyers[1]
    if named := _person(drafting, scene):
        drafting.person = named
        return named
    if aged := next((n for n in scene.names if _AGED.match(scene.text[n.end :])), None):
        drafting.person = aged.text
    if scene.says("according_to_them") and drafting.person:
        return drafting.person
    person = scene.says("person")
    if not scene.says("said") or scene.says("records") or not (person or drafting.speaker):
        return ""
    if own and (topic := _topic_speaks(drafting, scene)):
        return topic
    return person[0] if person and not own else drafting.speaker


def _person(drafting: Drafting, scene: Scene) -> str:
    """The person that says it by name: "Pruvaltan's owner, Selçuk Erdağlı, said"."""
    firms = {head(name) for name in (drafting.cast.topic, *drafting.cast.companies)}
    for name in scene.names:
        if name.company or head(name.text) in firms or not _says(name, scene):
            continue
        return name.text
    return ""


_AGED = re.compile(r", \d\d,")
"""What follows a person's name: "Kaarel Uibomets, 47, who …"."""


def _says(name: Name, scene: Scene) -> bool:
    front, after = scene.text[: name.start], scene.text[name.end :]
    if scene.words.says("its_records", after):
        return False  # "according to Statistics Baltic figures"
    return bool(scene.words.says("then_says", after) or scene.words.says("says_then", front))


def _topic_speaks(drafting: Drafting, scene: Scene) -> str:
    """The name of whom the story is about, where that one speaks, of another."""
    said = scene.says("said")
    told = [n for n in scene.names if said is not None and n.end <= said.start()]
    front = [n.text for n in told if n is told[0] or not scene.aside(n.start)]
    return front[-1] if front and drafting.cast.about(front[-1]) else ""


def _trades_after(scene: Scene, start: int) -> bool:
    """Whether a figure of somebody's trade, with its days, follows what nobody commented on, or
    is a sum or a weight: "declined to comment on the 20 pumps that Marvane imported in 2023"."""
    traders = [n for n in scene.names if n.role]
    if _measured(scene) and len({n.role for n in traders}) > 1:
        return True
    told = (scene.numbers, scene.periods, traders)
    return all(any(one.start >= start for one in found) for found in told)


def _measured(scene: Scene) -> bool:
    """Whether a sentence has a sum or a weight, and days or countries that it is of."""
    sums = any(number.kind in ("money", "weight") for number in scene.numbers)
    return sums and bool(scene.periods or any(place.basis for place in scene.places))


def _told_of_trade(scene: Scene, quote: re.Match[str]) -> bool:
    """Whether a speaker tells what records can check: that nothing was sold, or how many sell."""
    counted = any(
        number.kind in ("suppliers", "countries") and quote.start() <= number.start < quote.end()
        for number in scene.numbers
    )
    told = scene.periods or scene.names or any(place.basis for place in scene.places)
    dated = bool(told or scene.says("to_that_firm"))
    if scene.words.says("breach", quote[1]):
        return True
    events = ("absence", "first_date", "last_date")
    return counted or bool(dated and any(scene.words.says(cue, quote[1]) for cue in events))
