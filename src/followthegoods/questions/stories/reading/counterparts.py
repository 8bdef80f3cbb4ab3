"""Companies that a sentence tells by how they stand to another: "its rival", "the other", the one
that "which sold it" sold to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followthegoods.model.story import Claim
from followthegoods.questions.stories.reading.companies import same_name
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name, roled
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS


def with_rival(scene: Scene, buyers: Sequence[str], last: str) -> Scene:
    """A sentence with "its rival" or "the other" as the one of two buyers that it speaks not of;
    `buyers` are all of the story, those spoken of last at the end, `last` is the last of them."""
    told = scene.words.trade.small["the_rival"].search(scene.text)
    if told is None:
        return scene
    whose = [n.text for n in scene.names if n.role == RECEIVER and n.end <= told.start()]
    own = whose[-1] if whose else last
    others: list[str] = []
    for name in (one for one in buyers if own and not same_name(one, own)):
        others = [*(one for one in others if not same_name(one, name)), name]
    which = "what" if told["what"] else "other"
    one = roled(*told.span(which), True, scene.text, scene.words)
    many = scene.words.trade.small["so_many"].match(scene.text, one.end)
    if len(others) != 1 or (one.role == SUPPLIER and not many):
        return scene
    beside = [n for n in scene.names if not (n.start < one.end and one.start < n.end)]
    rival = replace(one, text=others[0], role=RECEIVER)
    return _with(replace(scene, names=beside), rival)


def with_whom_it_sold(scene: Scene) -> Scene:
    """A sentence with the "it" of a clause that tells what a seller sold as whom the sentence is
    about: "Borowa dealt only with Marvane, which sold it 75 tonnes"."""
    small = scene.words.trade.small
    for word in scene.trades:
        sells = word.sense in ("gives", "bills") and word.form == ACTS and not word.passive
        which = small["relative_before"].search(scene.text[: word.start]) if sells else None
        it = small["it_next"].match(scene.text, word.end) if which else None
        first = next(iter(scene.names), None)
        if which and it and first is not None and first.end < which.start():
            one = Name(*it.span("what"), first.text, RECEIVER, True)
            return _with(scene, one)
    return scene


def with_takers(scene: Scene, last: Claim | None) -> Scene:
    """A sentence with whom it says to account for some of the sales that the claim before tells as
    one that bought: "Exports reached 15 tonnes. One refiner, Borowa, accounted for 9 tonnes"."""
    took = scene.words.trade.small["took_its_part"].search(scene.text)
    if last is None or not took or not last.supplier or last.of:
        return scene
    front = [n for n in scene.names if n.end <= took.start() and n.text not in last.supplier]
    if not front:
        return scene
    own = replace(front[-1], role=RECEIVER, company=True)
    return replace(scene, names=[own if n is front[-1] else n for n in scene.names])


def _with(scene: Scene, name: Name) -> Scene:
    return replace(scene, names=sorted([*scene.names, name], key=lambda one: one.start))
