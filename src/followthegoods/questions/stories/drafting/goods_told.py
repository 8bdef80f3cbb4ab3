"""Goods that a sentence tells, whatever its figures are of: those of which there were none,
of which it tells the first or the last, whose suppliers it ranks, and the only ones it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from followthegoods.questions.stories.drafting.goods_heads import fronted_goods, topic_goods
from followthegoods.questions.stories.drafting.goods_words import (
    goods_fields,
    known_goods,
    one_of,
)
from followthegoods.questions.stories.reading.kinds import Named
from followthegoods.questions.stories.reading.scene import Scene


def goods_absent(scene: Scene) -> dict[str, Any]:
    """The goods of which a sentence says that there were none, as fields of a claim."""
    found = scene.says("absent_goods")
    if found is None:
        return {}
    none_of_one = scene.words.says("one_before", scene.text[: found.start("goods")])
    single = one_of(found["goods"], scene) if none_of_one else []
    return goods_fields(
        single or known_goods(found["goods"], scene) or one_of(found["goods"], scene)
    )


def goods_dated(scene: Scene) -> dict[str, Any]:
    """The goods of which a sentence tells the first or the last: "the first cargo of cocoa", "its
    last lathe", "lathes were first imported"."""
    found = scene.says("dated_goods")
    if found is None:
        return {}
    said = next(group for group in found.groups() if group)
    said = said[:1].lower() + said[1:]
    return goods_fields(known_goods(said, scene) or one_of(said, scene))


def goods_ranked(scene: Scene) -> dict[str, Any]:
    """The goods of which a sentence ranks the suppliers."""
    found = scene.says("rank_of")
    said = known_goods(found["goods"] or found["of"], scene) if found else fronted_goods(scene)
    return goods_fields(said)


def goods_named(scene: Scene) -> dict[str, Any]:
    """The goods of a sentence that names one kind of them, as fields of a claim."""
    found: dict[tuple[str, ...], str] = {}
    for named in _outermost(scene):
        trade = scene.words.says("of_a_trade", scene.text[named.end :])
        trade = trade or scene.small["it_makes"].search(scene.text[: named.start])
        land = any(p.start <= named.start < p.end for p in scene.places)  # "Ivory Coast"
        again = bool(found) and _named_again(scene, named)
        if not (trade or land or again or _of_a_name(scene, named)):
            said = named.text if named.text[:2].isupper() else named.text.lower()
            longer = max(found.get(named.codes, ""), said, key=len)
            found[named.codes] = longer
    return goods_fields([(name, codes) for codes, name in found.items()]) if len(found) == 1 else {}


def goods_begun(scene: Scene, told: bool) -> dict[str, Any]:
    """The goods that a sentence speaks of, as fields of a claim: the one kind that it names, else
    what it is about. What a firm makes or sells itself is not spoken of where no figure is `told`
    of goods."""
    if not told and scene.says("own_goods"):
        return {}
    return goods_named(scene) or ({} if told else goods_fields(topic_goods(scene)))


def _outermost(scene: Scene) -> Iterator[Named]:
    """The goods of a sentence but for words within others: "marine diesel engines", no engines."""
    end = 0
    for named in scene.goods:
        if named.end > end:
            end = named.end
            yield named


def _named_again(scene: Scene, named: Named) -> bool:
    """Whether a general word only names goods again that stand before it: "titanium dioxide … the
    white pigment"."""
    general = scene.words.cues["hypernym"].fullmatch(named.text) is not None
    return general and scene.small["again_the"].search(scene.text[: named.start]) is not None


def _of_a_name(scene: Scene, named: Named) -> bool:
    """Whether words of goods are part of a name: "Tessaly Optics"."""
    return any(
        name.start <= named.start < name.end
        for name in scene.names
        if name.company or " " in name.text or name.start
    )


def goods_moved(scene: Scene) -> dict[str, Any]:
    """The goods that a sentence says came from somewhere, as fields of a claim."""
    verb = scene.says("moved")
    found = scene.words.cues["goods_before"].search(scene.text[: verb.start()]) if verb else None
    return goods_fields(known_goods(found["goods"], scene)) if found else {}
