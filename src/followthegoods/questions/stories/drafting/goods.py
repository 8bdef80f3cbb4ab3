"""Goods that a story's figure is of, by the words of its language and the codes they stand for."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.questions.stories.drafting.goods_heads import head_goods
from followthegoods.questions.stories.drafting.goods_words import (
    Said,
    attributive,
    goods_fields,
    known_goods,
)
from followthegoods.questions.stories.reading.scene import Scene

_WORDS = r"[^\W\d_][\w-]*"


def goods(scene: Scene, place: int) -> dict[str, Any]:
    """The goods of a number as fields of a claim: those it is said to be worth of, or that are
    said to be worth it. None where the words also speak of other parts or goods, which no code
    would cover."""
    if place >= len(scene.numbers):
        return {}
    number = scene.numbers[place]
    apart = scene.says("goods_apart")
    if apart and (set_apart := known_goods(apart["goods"].lower(), scene)):
        return goods_fields(set_apart)
    if number.kind == "":
        more = place + 1 < len(scene.numbers)
        until = scene.numbers[place + 1].start if more else len(scene.text)
        counted = _counted(scene, scene.text[number.end : until])
        if not counted and scene.sentence.item and not place:
            counted = _headed(scene, number.start)
        if not counted and scene.words.says("of_it", scene.text[number.end :]):
            told_of = [m for m in scene.traded if m.end("goods") <= number.start]
            counted = known_goods(_uncapped(told_of[-1]["goods"]), scene) if told_of else []
        bare = re.match(r"\s[a-z]+s\b", scene.text[number.end :]) is None
        return goods_fields(counted or (head_goods(scene, place) if bare else []))
    if number.kind in ("suppliers", "countries"):
        front = scene.text[: number.start]
        if of := scene.words.says("of_goods", scene.text[number.end :]):
            return goods_fields(known_goods(of["goods"], scene))
        came = scene.words.says("goods_came", front)
        named = known_goods(came["goods"], scene) if came else []
        return goods_fields(named or _bought(scene, number.start))
    if number.kind == "lines" and (lot := scene.words.says("lot_of", scene.text[number.end :])):
        return goods_fields(known_goods(lot["goods"], scene))  # "93 lorries with timber"
    if scene.sentence.item and (told := _headed(scene, number.start)):
        return goods_fields(told)
    rest = scene.text[number.end :]
    if number.kind == "share" and rest[:4] != " of " and (told := _counted(scene, rest)):
        return goods_fields(told)  # "four in ten logs"
    first = scene.numbers[place - 1].end if place else 0
    beside = _in_brackets(scene, place)
    following = scene.numbers[place + 1 + beside :]
    last = following[0].start if following else len(scene.text)
    if beside:  # "4.9 billion roubles ($53 million) on ingredients"
        behind = scene.text[scene.text.find(")", number.end) + 1 : last]
        on = scene.words.says("spent_on", behind)
        if on and (said := known_goods(on["goods"], scene)):
            return goods_fields(said)
    behind = scene.small["in_marks"].sub(r"\g<said>", scene.text[number.end : last])
    after = scene.words.cues["goods_after"].match(behind)
    unquoted = re.sub('[“”"]', "", scene.text[first : number.start])
    front = scene.words.cues["only_so_many"].sub(" ", scene.small["a_code"].sub("", unquoted))
    before = scene.words.cues["goods_before"].search(front)
    for found in (after, before):
        # What was bought begins after the verb.
        pieces = scene.words.cues["goods_begin"].split(found["goods"]) if found else [""]
        listed = scene.small["and_first"].sub("", scene.small["not_listed"].sub("", pieces[-1]))
        if found is after and " and " not in listed:
            listed = listed.split(", ")[0]  # "tonnes of graphite, customs data show"
        if found is before and (whose := _used_for(scene, front, found)):
            return goods_fields(whose)
        if found and found is after and not known_goods(listed, scene):
            listed = _apposed(found["goods"], scene) or listed
        listed = _until_a_verb(listed, scene)
        if found and (said := known_goods(listed, scene) or _last_of(listed, scene)):
            return goods_fields(said)
    if number.kind == "times" and (flow := _imported(scene, rest[: last - number.end])):
        return goods_fields(flow)
    if number.kind == "times" and (much := scene.words.says("as_much_of", rest)):
        return goods_fields(known_goods(much["goods"], scene))
    if _buys_so_many(scene, place) and (bought := goods(scene, place + 1)):
        return bought
    spent = scene.words.says("spent_on", rest[: last - number.end])
    paid = number.kind == "money" or (number.kind == "share" and "spent" in rest)
    if paid and spent and (said := known_goods(spent["goods"], scene)):
        return goods_fields(said)
    front = scene.small["a_code"].sub("", scene.text[first : number.start])
    told = _imported(scene, front) or _spoken_of(scene, front, place)
    told = told or head_goods(scene, place) or _traded(scene, place)
    return goods_fields(told or _of_a_code(scene))


def _of_a_code(scene: Scene) -> Said:
    """The goods that a sentence tells of by their code: "code 8482 – ball bearings"."""
    told = list(scene.small["code_tells"].finditer(scene.text))
    return known_goods(told[0]["goods"], scene) if len(told) == 1 else []


def _used_for(scene: Scene, front: str, found: re.Match[str] | None) -> Said:
    """The goods that are told with what they are for: "bolts for wind turbines worth"."""
    use = scene.small["for_use"].search(front[: found.end("goods")]) if found else None
    return known_goods(_uncapped(front[: use.start()].strip()), scene) if use else []


def _apposed(said: str, scene: Scene) -> str:
    """The goods that a general word is told by: "of its key ingredient, citric acid"."""
    general, _, told = said.partition(", ")
    kind = scene.words.cues["hypernym"].fullmatch(general.split()[-1]) if general else None
    return told.split(", ")[0] if kind else ""


def _traded(scene: Scene, place: int) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that a sentence says are traded in, of which a number tells: those told last before
    it, else those right after it: "pumps bought from Marvane cost it $3 million"."""
    number = scene.numbers[place]
    if number.kind not in ("money", "weight", "lines") or scene.says("generic_goods"):
        return []
    until = scene.numbers[place + 1].start if place + 1 < len(scene.numbers) else len(scene.text)
    told = [m for m in scene.traded if m.start("goods") < until]
    front = [m for m in told if m.end("goods") <= number.start]
    for m in (*reversed(front), *(m for m in told if m not in front)):
        if said := known_goods(_uncapped(m["goods"]), scene):
            return said
    return []


def _uncapped(said: str) -> str:
    """Goods that a sentence begins with, as they stand within one."""
    return said if said[:2].isupper() else said[:1].lower() + said[1:]


def _until_a_verb(listed: str, scene: Scene) -> str:
    """Goods without what was done next: "tonnes of mining equipment and charged"."""
    front, joined, last = listed.rpartition(" and ")
    done = joined and scene.words.says("then_a_verb", f" {last}") and not known_goods(last, scene)
    return front if done else listed


def _buys_so_many(scene: Scene, place: int) -> bool:
    """Whether a sum was paid for what the next number counts: "€9 million for 212,000 lamps"."""
    if scene.numbers[place].kind != "money" or place + 1 >= len(scene.numbers):
        return False
    between = scene.text[scene.numbers[place].end : scene.numbers[place + 1].start]
    counts = scene.numbers[place + 1].kind in ("", "weight", "lines")
    return counts and scene.small["paid_for_so_many"].fullmatch(between) is not None


def _in_brackets(scene: Scene, place: int) -> bool:
    """Whether the next number is the same sum in another currency, in brackets."""
    if place + 1 >= len(scene.numbers):
        return False
    first, second = scene.numbers[place : place + 2]
    between = scene.text[first.end : second.start]
    return first.kind == second.kind == "money" and between.strip() == "("


def _spoken_of(scene: Scene, front: str, place: int) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that a sentence is about, or that were bought from somebody for a sum: "the milk
    powder that it imported cost €21 million", "bought prisms from Kolbrek for"."""
    cues = ("goods_that", "supplier_of_goods", "bought_from_for", "goods_of_which")
    kind = scene.numbers[place].kind
    for cue in cues if kind in ("money", "weight", "lines") else ():
        if (said := scene.words.says(cue, front)) and (told := known_goods(said["goods"], scene)):
            return told
    return []


def _last_of(listed: str, scene: Scene) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that stand last, after words that are none: "of its imports and butter"."""
    if " and " not in listed and ", " in listed:
        last = scene.small["article"].sub("", listed.rpartition(", ")[2])
        return known_goods(last, scene)  # "the year before, the marble had come to"
    head, _, last = listed.rpartition(" and ")
    return known_goods(last, scene) if scene.small["flows_end"].search(head) else []


def _imported(scene: Scene, front: str) -> list[tuple[str, tuple[str, ...]]]:
    """The goods whose imports a number tells: "put its mercury imports at 38.4 tonnes"."""
    said = list(scene.words.cues["imports_of"].finditer(front))
    said = [m for m in said if not m.start() or (m["goods"] or m["of"])[0].islower()]
    told = [
        known_goods(m["goods"] or m["of"], scene)
        or (attributive(_uncapped(m["goods"]), scene) if m["goods"] else [])
        for m in said
    ]
    return next((goods for goods in reversed(told) if goods), [])


def goods_of_imports(scene: Scene, start: int) -> dict[str, Any]:
    """The goods whose imports a sentence tells from a place on, as fields of a claim."""
    return goods_fields(_imported(scene, scene.text[start:]))


def names_goods(scene: Scene, place: int) -> bool:
    """Whether goods are named with a number, be they in the table or not."""
    number = scene.numbers[place]
    found = scene.words.cues["goods_after"].match(scene.text, number.end)
    if found is None:
        return False
    # "Of Russian origin" names no goods.
    return not any(p.start < found.end() and p.end > found.start() for p in scene.places)


def goods_bought(scene: Scene, end: int) -> dict[str, Any]:
    """The goods that a sentence says were bought from somewhere, as fields of a claim."""
    return goods_fields(_bought(scene, end))


def _bought(scene: Scene, end: int) -> list[tuple[str, tuple[str, ...]]]:
    """What a sentence says was bought, before it counts from how many: "bought the chips from 23
    companies"."""
    verbs = list(scene.words.cues["imports"].finditer(scene.text[:end]))
    found = scene.small["bought_from"].search(scene.text, verbs[-1].end(), end) if verbs else None
    return known_goods(found[1], scene) if found else []


_HEAD = re.compile(r"\s*(?:[-*•–—|]\s*|\d{1,2}[.)]\s)?[*_]*([^:|.]{3,60}?)[*_]*\s?[:|–—]")
"""What stands before the colon of an item."""


def _headed(scene: Scene, end: int) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that an item of a list names before its number: "Jet fuel: 620,000 barrels"."""
    head = _HEAD.match(scene.text)
    return (
        known_goods(head[1][:1].lower() + head[1][1:], scene) if head and head.end() <= end else []
    )


def _counted(scene: Scene, after: str) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that stand right after their number, with those joined to them."""
    after = scene.small["of_whose"].sub("", after)
    words = re.match(rf"(?:\s{_WORDS}){{1,3}}", after)
    pieces = words[0].split() if words else []
    for n in reversed(range(len(pieces))):  # "diesel engines" are no diesel
        phrase = " ".join(pieces[: n + 1])
        said = known_goods(phrase, scene)
        if said:
            rest = after[len(phrase) + 1 :]
            if scene.small["of_a_plural"].match(" ".join(pieces[n : n + 2])):
                return []  # "landing gear assemblies"
            if re.match(rf"\s{scene.words.words['name']['business']}\b", rest):
                return []  # "three pulp producers"
            more = scene.small["and_more"].match(rest)
            if more and scene.words.says("then_a_verb", rest[more.end() :]):
                more = None
            also = _counted(scene, rest[more.end() :]) if more else []
            return [] if more and not also else [*said, *also]
    return []
