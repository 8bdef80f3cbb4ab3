"""Whom a sentence is about: who buys and who sells, by name or by a pronoun."""

from __future__ import annotations

import re

from followthegoods.model.story import Measure
from followthegoods.questions.stories.casting import Cast
from followthegoods.questions.stories.names import RECEIVER, SUPPLIER, Name, speaks
from followthegoods.questions.stories.scene import Scene
from followthegoods.questions.stories.told import Told


class Whom(Told):
    """What was told so far, and who was spoken of."""

    def __init__(self, text: str, cast: Cast) -> None:
        super().__init__(text)
        self.cast = cast
        self.focus: tuple[str, ...] = ()
        """The supplier that was spoken of last."""

    def alone(self) -> str:
        """The one company that the sentence before names, which "it" is."""
        found = self.scene.names if self.scene else ()
        names = {name.text for name in found if name.company}
        if self.scene is not None and not names:
            names = {name.text for name in self.actors(self.scene)}
        return names.pop() if len(names) == 1 else ""

    def it(self, scene: Scene) -> tuple[str, ...]:
        """The supplier that a sentence begins with as "it": the one company that the sentence
        before names, unless the story is about that one."""
        if scene.says("the_giver"):
            return self.focus
        last = self.scene
        near = last is not None and last.sentence.paragraph == scene.sentence.paragraph
        one = self.alone() if near and scene.says("it_begins") else ""
        if last is not None and near and not one and scene.says("its_flow"):
            sellers = [n.text for n in last.names if n.company and not self.cast.about(n.text)]
            one = sellers[-1] if len(set(sellers)) == 1 else ""
        return (one,) if one and not self.cast.about(one) else ()

    def subject(self, scene: Scene) -> tuple[str, ...]:
        """Whom a claim is about: who is said to receive, else whom the story is about."""
        receivers = [name.text for name in scene.names if name.role == RECEIVER]
        other = [name for name in receivers if not self.cast.about(name)]
        if other and len(other) == len(receivers) and other[0] in self.cast.companies:
            return (other[0],)
        if not receivers and (standing := self._buyer(scene)):
            return standing
        return (self.cast.topic,) if self.cast.topic else ()

    def _buyer(self, scene: Scene) -> tuple[str, ...]:
        """Whom a sentence without a buyer is about, where that is not whom the story is about: the
        one company that was named before "it bought", else the buyer of the claim before."""
        if any(self.cast.about(name.text) for name in scene.names):
            return ()
        before = self.scene.names if self.scene is not None else ()
        one = self.alone() if scene.says("it_buys") else ""
        if one and one in self.cast.companies and not any(n.role == SUPPLIER for n in before):
            return (one,)
        last = self.claims[-1] if self.claims else None
        if last is None or last.measure is Measure.LISTING or not self.same_paragraph(scene, last):
            return ()
        return last.of

    def others(self, scene: Scene) -> list[Name]:
        """Companies of a sentence that are not those the claim is about."""
        own = self.subject(scene)
        # A place stands beside the company of an item: "Ostwerk Stahl GmbH, Hamburg".
        listed = scene.sentence.item and not any(n.company for n in scene.names)
        return [
            name
            for name in scene.names
            if name.role != RECEIVER
            and (name.company or name.role or listed)
            and not self.cast.about(name.text)
            and name.text not in own
        ]

    def actors(self, scene: Scene) -> list[Name]:
        """Companies of a sentence that the story is not about, and names of several words that
        are nobody's who speaks."""
        return [
            name
            for name in scene.names
            if name.role != RECEIVER
            and (name.company or _acts(name, scene))
            and not self.cast.about(name.text)
        ]

    def suppliers(self, scene: Scene) -> tuple[str, ...]:
        """The names of a sentence's other companies."""
        return tuple(dict.fromkeys(name.text for name in self.others(scene)))

    def receives(self, scene: Scene) -> bool:
        """Whether a sentence begins with a word or two that are said to receive: "It bought"."""
        verbs = scene.words.words["name"]["receiver_verbs"]
        return re.search(rf"^\S+(?: \S+)? {verbs}(?!\w)", scene.text, re.I) is not None


def _acts(name: Name, scene: Scene) -> bool:
    """Whether a name of several words may be a company's: nobody's who speaks, and no town's as in
    "a St Petersburg dealer"."""
    seat = rf"\s(?:[a-z-]+ )?{scene.words.words['name']['business']}\b"
    town = re.match(seat, scene.text[name.end :]) is not None
    return " " in name.text and not town and not speaks(name, scene.text, scene.words)
