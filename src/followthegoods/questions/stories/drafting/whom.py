"""Whom a sentence is about: who buys and who sells, by name or by a pronoun."""

from __future__ import annotations

import re

from followthegoods.model.story import Measure
from followthegoods.questions.stories.drafting.abreast import in_order
from followthegoods.questions.stories.drafting.casting import Cast
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.told import Told
from followthegoods.questions.stories.reading.companies import described, same_name
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name, head, speaks
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS


class Whom(Told):
    """What was told so far, and who was spoken of."""

    def __init__(self, text: str, cast: Cast) -> None:
        super().__init__(text)
        self.cast = cast
        self.focus: tuple[str, ...] = ()
        """The supplier that was spoken of last."""
        self.buyer: tuple[str, int] = ("", -1)
        """The buyer that was spoken of last, and the paragraph where."""
        self.bought: list[str] = []
        """All buyers that were spoken of, the last one at the end."""
        self.sold: list[str] = []
        """All suppliers that were said to sell, the last one at the end."""
        self.known: dict[str, frozenset[str]] = {}
        """The companies that were spoken of, the last one at the end, and what they are called."""
        self.resold = ""
        """Who was said, in the sentence before, to sell what it had bought."""
        self.topic_named = False
        """Whether whom the story is about was named."""

    def met_in(self, scene: Scene) -> None:
        """Keep the companies of a sentence, and who of them bought and sold."""
        for told, words in described(scene).items():
            full = next((one for one in self.known if same_name(one, told)), told)
            self.known[full] = self.known.pop(full, frozenset()) | words
        self.resold = next(iter(self.sells_again(scene)), "")
        if bought := self.buyers(scene):
            self.buyer = bought[0].text, scene.sentence.paragraph
            for name in bought:
                forms = {head(name.text), name.text}
                own = self.cast.about(name.text)
                same = [
                    one
                    for one in self.bought
                    if {head(one), one} & forms or (own and self.cast.about(one))
                ]
                self.bought = [one for one in self.bought if one not in same]
                self.bought.append(max([*same, name.text], key=len))
        here = [c.of for c in self.claims[-1:] if c.at[0] >= scene.sentence.start]
        if here == [(self.cast.seller,)]:  # it buys as well
            self.buyer = self.cast.seller, scene.sentence.paragraph
        for sells in (n.text for n in self.others(scene) if n.role == SUPPLIER):
            self.sold = [*(one for one in self.sold if not same_name(one, sells)), sells]

    def every_buyer(self) -> list[str]:
        """All buyers of the story, those that were spoken of last at the end."""
        named = (one for one in self.cast.companies if self.cast.buys(one))
        return [*named, *self.bought]

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
        if sells := self.sells_again(scene):
            return sells
        if scene.says("the_giver"):
            return self.focus
        last = self.scene
        near = last is not None and last.sentence.paragraph == scene.sentence.paragraph
        one = self.alone() if near and scene.says("it_begins") else ""
        # "The firm earned €1 million from Velmora" is not Velmora.
        own = scene.says("it_begins") and any(self.cast.about(n.text) for n in scene.names)
        if last is not None and near and not one and (own or scene.says("its_flow")):
            sellers = [n.text for n in last.names if n.company and not self.cast.about(n.text)]
            one = sellers[-1] if len(set(sellers)) == 1 else ""
        return (one,) if one and not self.cast.buys(one) else ()

    def subject(self, scene: Scene, until: int = -1, start: int = 0) -> tuple[str, ...]:
        """Whom a claim is about: of the buyers that its sentence names the last before a number
        that stands at `until`, from the one before it at `start` on, else the first; else the one
        that was spoken of, else whom the story is about."""
        if scene.says("both_buy") and len(self.bought) > 1:
            return tuple(self.bought[-2:])
        named = self.buyers(scene)
        if until >= 0:
            named = _not_apart(scene, named, until)
        if until >= 0 and len({name.text for name in named}) > 1:
            own = [name for name in named if start <= name.start < until]
            named = own[-1:] or [name for name in named if name.start < until][-1:]
        went = [n for n in scene.names if _went_to(scene, until, n)][:1]
        named = went or named
        if until >= 0:
            named = [n for n in named if not _of_a_part(scene, until, n)]
        if until >= 0 and start and (another := self.also_gets(scene, start, until)):
            named = [another]
        front = [name for name in named if name.start < until]
        it_is = scene.words.says("it_before", scene.text[:until])
        if until >= 0 and not (front or went) and it_is and not self.sells_again(scene):
            named = []  # "Last year it paid €5 million, whereas Marvane spent …"
        if named:
            together = self._together(scene, named[0])
            at = [place for place, n in enumerate(scene.numbers) if n.start == until]
            if at and scene.says("respectively"):
                together = in_order(scene, at[0], together) or together
            told = [n.text for n in together]
            return tuple(dict.fromkeys(self.cast.topic if self.cast.about(n) else n for n in told))
        if self.cast.seller and not named and self._goes_abroad(scene):
            return ()
        one = self._spoken_of(scene)
        sells = self.sells_again(scene) or [
            n.text for n in scene.names if n.role == SUPPLIER and self._resells(scene, n)
        ]
        return one if not any(same_name(a, b) for a in one for b in sells) else ()

    def _spoken_of(self, scene: Scene) -> tuple[str, ...]:
        """Whom a sentence that names no buyer is about."""
        if self._seller_buys(scene):
            return (self.cast.seller,)
        if scene.buyer_again and self.cast.several:
            own = self.cast.about(scene.buyer_again)
            return (self.cast.topic if own else scene.buyer_again,)
        if standing := self._buyer(scene):
            return standing
        unnamed = self.cast.several or not self.topic_named
        if unnamed and self.bought and not self.cast.seller:
            return (self.bought[-1],)
        return (self.cast.topic,) if self.cast.topic and not self.cast.seller else ()

    def _seller_buys(self, scene: Scene) -> bool:
        """Whether who sold abroad is said to buy as well, for itself: where its paragraph speaks of
        no buyer, or other goods than it sold come from a country."""
        if not self.cast.seller or not (scene.says("it_buys") or scene.says("we_buy")):
            return False
        if self.buyer[1] != scene.sentence.paragraph:
            near = self.scene and self.scene.sentence.paragraph == scene.sentence.paragraph
            one = self.alone() if near else ""
            return not one or same_name(one, self.cast.seller)
        if same_name(self.buyer[0], self.cast.seller):
            return True
        sold = {name.split()[-1] for c in self.claims for name in c.goods}
        own = {name.split()[-1] for name in goods_named(scene).get("goods", ())}
        return bool(own) and not own & sold and any(p.basis for p in scene.places)

    def sells_again(self, scene: Scene) -> tuple[str, ...]:
        """The buyer that was spoken of last, where a sentence says that it sells to another whom it
        names: "That year it sold 40 tonnes to Borowa"."""
        near = self.buyer[1] == scene.sentence.paragraph
        last = (self.resold or self.buyer[0]) if near else ""
        buys = [n for n in scene.names if n.role == RECEIVER and not same_name(n.text, last)]
        if not (last and buys) or any(n.role == SUPPLIER for n in scene.names):
            return ()
        small = scene.words.trade.small
        for word in scene.trades:
            front = small["adverbs"].sub("", small["being"].sub("", scene.text[: word.start]))
            gives = word.sense in ("gives", "bills") and word.form == ACTS and not word.passive
            if gives and small["stands_for"].search(front):
                return (last,)
        return ()

    def _together(self, scene: Scene, name: Name) -> list[Name]:
        """A buyer with those that buy together with it: "Marvane and Kolbrek imported", "both"."""
        told = [n for n in self.buyers(scene) if n.role == name.role == RECEIVER]
        found = [n for n in told if n.start == name.start and n.end == name.end]
        after = [n for n in told if n.start > name.end and not n.text[:1].islower()]
        for at, other in enumerate(after):
            ends = scene.text[other.end : after[at + 1].start] if at + 1 < len(after) else ""
            listed = scene.small["and_beside"].fullmatch(ends) is not None
            if listed and scene.text[found[-1].end : other.start] == ", ":
                found.append(other)  # "Marvane, Borowa and Kolbrek imported"
            between = scene.text[found[-1].end : other.start]
            if found[-1] is not other and scene.small["and_beside"].fullmatch(between):
                found.append(other)
        for other in reversed([n for n in told if n.end < name.start]):
            between = scene.text[other.end : found[0].start] if found else "-"
            listed = len(found) > 1 and between == ", "
            if listed or scene.small["and_beside"].fullmatch(between):
                found.insert(0, other)
        return found or [name]

    def also_gets(self, scene: Scene, start: int, until: int) -> Name | None:
        """The company right before a number that gets it as another does the one before: "invoiced
        Marvane €6 million, and Kolbrek €2 million"."""
        money = _BETWEEN.fullmatch
        one = next((n for n in scene.names if money(scene.text[n.end : until])), None)
        parted = one and _AND.search(scene.text[start : one.start])
        first = [n for n in self.buyers(scene) if n.end < start]
        alike = any(_SUM.match(scene.text, n.end, start) for n in first)
        return one if one is not None and parted and alike else None

    def _goes_abroad(self, scene: Scene) -> bool:
        """Whether a sentence tells of what was exported, or went to a country, whoever bought it
        there."""
        to = (scene.small["to_name"].search(scene.text[: p.start]) for p in scene.places)
        return any(to) or scene.says("own_exports") is not None

    def buyers(self, scene: Scene) -> list[Name]:
        """The buyers that a sentence names."""
        return [
            name
            for name in scene.names
            if name.role != SUPPLIER
            and (name.role == RECEIVER or self.cast.buys(name.text))
            and (name.role or name.company or " " in name.text or self.cast.about(name.text))
        ]

    def _buyer(self, scene: Scene) -> tuple[str, ...]:
        """Whom a sentence without a buyer is about, where that is not whom the story is about: the
        one company that was named before "it bought", else the buyer of the claim before."""
        before = self.scene.names if self.scene is not None else ()
        one = self.alone() if scene.says("it_buys") else ""
        if one and one in self.cast.companies and not any(n.role == SUPPLIER for n in before):
            return (one,)
        if self.buyer[1] == scene.sentence.paragraph:
            return (self.cast.topic if self.cast.about(self.buyer[0]) else self.buyer[0],)
        last = self.claims[-1] if self.claims else None
        if last is None or last.measure is Measure.LISTING or not self.same_paragraph(scene, last):
            return ()
        return last.of

    def others(self, scene: Scene) -> list[Name]:
        """Companies of a sentence that are not those the claim is about."""
        own, bought = self.subject(scene), self.buyers(scene)
        # A place stands beside the company of an item: "Ostwerk Stahl GmbH, Hamburg".
        listed = scene.sentence.item and not any(n.company for n in scene.names)
        return [
            name
            for name in scene.names
            if name.role != RECEIVER
            and (name.company or name.role or listed)
            and not (self._receives_here(scene, name, own) or name in bought)
            and name.text not in own
        ]

    def _resells(self, scene: Scene, name: Name) -> bool:
        """Whether a sentence tells to whom, or that abroad, a company that it names sells."""
        others = [n for n in scene.names if n.role == RECEIVER and not same_name(n.text, name.text)]
        counts = any(n.kind == "countries" for n in scene.numbers)  # "exports to 30 countries"
        return bool(others) or (self._goes_abroad(scene) and not counts)

    def _receives_here(self, scene: Scene, name: Name, own: tuple[str, ...]) -> bool:
        """Whether a name is whom the story is about, unless that one sells to another here."""
        resells = name.role == SUPPLIER and self._resells(scene, name)
        resells = resells and not any(self.cast.about(one) for one in own)
        return self.cast.about(name.text) and not resells

    def actors(self, scene: Scene) -> list[Name]:
        """Companies of a sentence that the story is not about, and names of several words that
        are nobody's who speaks."""
        bought = self.buyers(scene)
        return [
            name
            for name in scene.names
            if name.role != RECEIVER
            and (name.company or _acts(name, scene))
            and not name.aside
            and not (self.cast.about(name.text) or name in bought)
        ]

    def suppliers(self, scene: Scene) -> tuple[str, ...]:
        """The names of a sentence's other companies."""
        return tuple(dict.fromkeys(name.text for name in self.others(scene)))

    def receives(self, scene: Scene) -> bool:
        """Whether a sentence begins with a word or two that are said to receive: "It bought"."""
        verbs = scene.words.words["name"]["receiver_verbs"]
        return re.search(rf"^\S+(?: \S+)? {verbs}(?!\w)", scene.text, re.I) is not None


def _went_to(scene: Scene, until: int, name: Name) -> bool:
    """Whether a company follows a number as whom it went to: "300 tonnes to Marvane"."""
    number = next((n for n in scene.numbers if n.start == until), None)
    if number is None or number.kind == "money" or name.start < number.end or not name.company:
        return False
    after = scene.text[number.end : name.start]
    return scene.words.says("to_whom", after) is not None


def _of_a_part(scene: Scene, until: int, name: Name) -> bool:
    """Whether a company only got a part of what a number tells: "900 tonnes, of which 400 went to
    Marvane"."""
    between = (n for n in scene.numbers if until < n.start < name.start)
    return any(
        scene.words.says("includes", scene.text[until : n.start])
        and scene.words.says("to_whom", scene.text[n.end : name.start])
        for n in between
    )


_BETWEEN = re.compile(r" [^\w\s]{0,3}")
_SUM = re.compile(r" [^\w\s]{0,3}\d")
_AND = re.compile(r"(?:,|;| \w{1,3}) $")


def _not_apart(scene: Scene, named: list[Name], until: int) -> list[Name]:
    """Names without those that are only told of in what is put in between two commas before a
    number, unless there are no others: "Marvane, which supplies Kolbrek, imported 20"."""
    kept = [
        name
        for name in named
        if not (
            name.end < until
            and scene.small["aside_opens"].search(scene.text[: name.start])
            and "," in scene.text[name.end : until]
        )
    ]
    return kept or named


def _acts(name: Name, scene: Scene) -> bool:
    """Whether a name of several words may be a company's: nobody's who speaks, and no town's as in
    "a St Petersburg dealer"."""
    seat = rf"\s(?:[a-z-]+ )?{scene.words.words['name']['business']}\b"
    town = re.match(seat, scene.text[name.end :]) is not None
    return " " in name.text and not town and not speaks(name, scene.text, scene.words)
