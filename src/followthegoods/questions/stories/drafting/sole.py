"""What a sentence names alone: the one kind of goods, the only days. They are those of a number of
which nothing else tells."""

from __future__ import annotations

from typing import Any

from followthegoods.model.story import DATED, Measure
from followthegoods.questions.stories.drafting.fielding import dated
from followthegoods.questions.stories.drafting.goods import goods_of_imports
from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.reading.scene import Scene


def sole_goods(scene: Scene, place: int, measure: Measure, has: dict[str, Any]) -> dict[str, Any]:
    """The goods that a sentence names alone, for a number that has the fields `has`. What somebody
    was paid may be for others, and a share of all imports is of goods told before it."""
    paid = measure is Measure.VALUE and has.get("supplier") and not _paid_alike(scene, place)
    if has.get("goods") or scene.sentence.item or paid or scene.says("generic_goods"):
        return {}
    before = any(g.end <= scene.numbers[place].start for g in scene.goods)
    part = measure is Measure.SHARE and before  # "Lenses made up 44 per cent of its imports"
    if scene.says("of_its_imports") and not part:
        return goods_of_imports(scene, scene.numbers[place].end)  # "59% of its coal imports"
    counts = measure in (Measure.SUPPLIERS, Measure.COUNTRIES)
    return goods_named(scene) if scene.traded or not counts else {}


def _paid_alike(scene: Scene, place: int) -> bool:
    """Whether two sums went to two firms for the same: "$6 million to Marvane and $4 million to
    Borowa for lenses"."""
    later = scene.numbers[place + 1 :]
    named = [g for g in scene.goods if not any(n.start <= g.start < n.end for n in scene.names)]
    if len(later) != 1 or later[0].kind != scene.numbers[place].kind or not named:
        return False
    between = scene.text[scene.numbers[place].end : later[0].start]
    to_firms = any(name.role for name in scene.names if name.start > later[0].end)
    after = all(g.start > later[0].end for g in named)
    return to_firms and after and scene.small["and_then_to"].search(between) is not None


def sole_days(scene: Scene, place: int, measure: Measure, has: dict[str, Any]) -> dict[str, Any]:
    """The only days that a sentence tells, for a number that has the fields `has`, unless it is
    what another was before: "rose from 40 tonnes to 60 tonnes in 2023"."""
    said = [p for p in scene.periods if not (p.event or p.aside)]
    if has.get("period") or has.get("doubts") or measure not in DATED or len(said) != 1:
        return {}
    front = scene.text[: scene.numbers[place].start]
    first = scene.numbers[place - 1].end if place else 0
    upto = scene.text[first : scene.numbers[place].end]
    if scene.words.says("moved_from", front) or scene.words.says("set_against", upto):
        return {}
    return dated(said[0])
