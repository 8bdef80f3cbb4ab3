"""Suppliers that a number of a story is of."""

from __future__ import annotations

import re

from followthegoods.questions.stories.drafting.abreast import (
    apposed,
    group_of,
    in_order,
    is_whole,
    span_of,
)
from followthegoods.questions.stories.drafting.dealing import of_the_deal
from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.drafting.turning import turns_to_buyer, unnamed_seller
from followthegoods.questions.stories.reading.companies import of_a_firm
from followthegoods.questions.stories.reading.names import RECEIVER, SUPPLIER, Name
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.scene import Scene


def suppliers(drafting: Drafting, scene: Scene, place: int) -> tuple[str, ...]:
    """The suppliers of a number: those named with it, else those its sentence is about, else the
    one that a pronoun refers to."""
    if (place and is_whole(scene, place)) or unnamed_seller(scene, scene.numbers[place]):
        return ()
    if sells := drafting.sells_again(scene):
        return sells
    front = scene.numbers[place - 1].end if place else 0
    if front and drafting.claims and drafting.also_gets(scene, front, scene.numbers[place].start):
        return drafting.claims[-1].supplier
    ranked = scene.sentence.item or scene.says("rank") is not None
    named = [n for n in drafting.others(scene) if n.role == SUPPLIER or ranked]
    number = scene.numbers[place]
    first, last = group_of(scene, place)
    start = span_of(scene, first)[0]
    later = [n for n in scene.numbers[last + 1 :] if not _counts_named(scene, n, named)]
    end = later[0].start if later else len(scene.text)
    if (cut := scene.text.find("; ", number.end, end)) >= 0:
        end = cut
    rest = scene.says("the_rest")
    if rest is not None and rest.start() > number.end:
        end = min(end, rest.start())  # "…, €900,000 from Marvane and the rest from Borowa"
    every = [*drafting.others(scene), *drafting.actors(scene)]
    bracketed = [
        n for n in every if scene.small["own_number"].fullmatch(scene.text[n.end : number.start])
    ]
    bracketed = bracketed or _listed_bare(drafting, scene, number)
    if bracketed:
        return _joined(bracketed)
    owner = [
        n for n in every if scene.small["of_somebody"].fullmatch(scene.text[number.end : n.start])
    ]
    if owner and scene.text[owner[0].end :][:2] in _OF_IT:
        return _joined(owner[:1])  # "28 of Kolbrek's machines"
    paid = [n for n in every if _is_paid(scene, place, n)]
    if paid:
        return _joined(_beside(scene, paid[0], every))
    if place and scene.sentence.item and "|" in scene.text:
        row = [n for n in named if n.end <= scene.numbers[0].start]
        if row:
            return _joined(row[:1])
    near = [
        n
        for n in named
        if start <= n.start < end
        and not _of_part(scene, first, n)
        and (n.start > number.start or scene.sentence.item or not _parted(scene, n, number.start))
    ]
    if ordered := in_order(scene, place, [n for n in named if n.start < number.start]):
        return _joined(ordered)
    if place + 1 < len(scene.numbers):
        near = [n for n in near if n.start < number.end or not _of_next(scene, n, place)]
    buys = [n.start for n in scene.names if n.role == RECEIVER and n.end <= number.start]
    if buys and any(n.start > number.end for n in near):
        near = [n for n in near if n.start > buys[-1]]  # "After Kolbrek had closed, it bought …"
    if near:
        return _joined(_of_its_clause(scene, near, number))
    own = [
        n
        for n in drafting.others(scene)
        if place and n.company and start <= n.start and n.end <= number.start
    ]
    if own and not any(drafting.cast.about(name.text) for name in own):
        return _joined(own)  # "…, and Kolbrek valves worth $2 million"
    if listed := _after_colon(drafting, scene, number.end):
        return listed
    before = [n for n in named if n.start < start and _acts(scene, n, number.start)]
    if before:
        return _joined(before)
    giving = [n for n in drafting.actors(scene) if gives(scene, n, number.start)]
    if giving:
        return _joined(giving[-1:])
    if turns_to_buyer(scene, number):
        return ()
    leads = [drafting.lead, drafting.above] if scene.sentence.item else []
    if any(lead is not None and lead.says("its_deliveries") for lead in leads):
        return drafting.focus
    pays = scene.words.says("pays_the_firm", scene.text[: number.start])
    if scene.says("it_ranks"):
        return drafting.focus
    following = scene.text[number.end : end]
    firms = [p for p in scene.places if p.end <= number.start and not _buys_here(scene, p)]
    if any(of_a_firm(scene, p.start, p.end) for p in firms):
        return drafting.focus
    if _is_that_firm(scene, number.start) or (pays and number.kind == "money"):
        return drafting.focus
    if (gave := scene.says("supplies_it")) and number.kind in ("weight", "money", "lines", ""):
        own = [n for n in drafting.others(scene) if n.company and n.end <= gave.start()]
        if len({n.text for n in own}) == 1:
            return _joined(own)  # "As to Kolbrek, all of the tonnes that it supplied"
    if scene.says("supplies_it") or scene.says("later") or scene.words.says("from_it", following):
        return drafting.spoken if scene.says("plural") else drafting.focus
    whence = any(p.basis for p in scene.places)
    if whence and scene.words.says("it_got_so_much", scene.text[: number.start]):
        return ()
    if place == 0 and drafting.goes_on_of_supplier(scene):
        return drafting.focus
    if scene.says("its_exports") and not drafting.buyers(scene) and drafting.cast.topic:
        return (drafting.cast.topic,)
    if not drafting.receives(scene) and (one_before := drafting.it(scene)):
        return one_before
    return of_the_deal(drafting, scene, place)


def _buys_here(scene: Scene, place: Place) -> bool:
    """Whether a country tells which company buys: "the Norwegian firm imported"."""
    return any(n.role == RECEIVER and n.start <= place.start < n.end for n in scene.names)


def _of_its_clause(scene: Scene, near: list[Name], number: Number) -> list[Name]:
    """Those of the names beside a number that stand before it, where others begin a clause after
    it: "Kolbrek got €7 million, while Borowa got"."""
    before = [n for n in near if n.end <= number.start]
    parts = scene.words.trade.small["parts"].search
    apart = [n for n in near if n.start >= number.end and parts(scene.text, number.end, n.start)]
    return [n for n in near if n not in apart] if before else near


_OF_IT = ("'s", "’s")


def _listed_bare(drafting: Drafting, scene: Scene, number: Number) -> list[Name]:
    """The name of one word that a number stands beside in a list of sellers: "Marvane SA, 500
    tonnes, Borowa, 300 tonnes"."""
    small = scene.words.trade.small
    sells = any(
        n.role == SUPPLIER and small["with_number"].fullmatch(scene.text, n.end, one.start)
        for n in scene.names
        for one in scene.numbers
    )
    first = next((n.start for n in scene.names if n.role == SUPPLIER), number.start)
    if not sells or any(one.end <= first for one in scene.numbers):
        return []  # "500 tonnes from Marvane SA, 300 tonnes from Borowa"
    return [
        n
        for n in scene.names
        if n.role != RECEIVER
        and not (n.aside or drafting.cast.buys(n.text))
        and small["with_number"].fullmatch(scene.text, n.end, number.start)
        and small["list_item"].search(scene.text[: scene.told_with(n)])
    ]


def _counts_named(scene: Scene, number: Number, named: list[Name]) -> bool:
    """Whether a number only counts firms whose names follow: "two mills, Kolbrek and Borowa"."""
    business = scene.words.words["name"]["business"]
    firms = re.compile(rf"(?: [^\W\d_][\w’'-]*){{0,2}}? {business}[,:] ")
    counted = number.kind not in ("money", "weight", "share")
    return counted and any(firms.fullmatch(scene.text, number.end, n.start) for n in named)


def _after_colon(drafting: Drafting, scene: Scene, end: int) -> tuple[str, ...]:
    """The companies that a sentence counts before its number, and lists after it: "Three firms sold
    it valves worth $5 million: A, B and C"."""
    colon = scene.text.find(": ", end)
    if colon < 0 or not scene.words.says("counted_firms", scene.text[:end]):
        return ()
    return _joined([n for n in scene.names if n.start > colon and not drafting.cast.about(n.text)])


def _is_paid(scene: Scene, place: int, name: Name) -> bool:
    """Whether a sum is said to have gone to a company: "€51m went to Marvane"."""
    number = scene.numbers[place]
    if number.kind not in ("money", "share") or name.start < number.end:
        return False
    told = scene.text[: scene.told_with(name)] + " "  # "went to Spain's Marvane"
    between = told[number.end :] if len(told) > number.end else ""
    more = [n for n in scene.numbers if number.end <= n.start < name.start]
    more = [n for n in more if not _counts_named(scene, n, [name])]  # "went to two mills, A and B"
    if place + 1 < len(scene.numbers) and is_whole(scene, place + 1):
        more = more[1:]  # "£2m of the £5m that it spent on casks went to Marvane"
        between = told[scene.numbers[place + 1].end :] if not more else between
    elif more and apposed(scene, place + 1):
        more = more[1:]  # "a third of that sum, €2 million, went to Marvane"
        between = told[scene.numbers[place + 1].end :]
    if more and "(" not in between:
        return False
    paid = scene.words.says("pays", scene.text[: number.start]) and scene.small[
        "paid_to_whom"
    ].fullmatch(between)
    return bool(paid) or scene.words.says("paid_to", between) is not None


def _beside(scene: Scene, first: Name, every: list[Name]) -> list[Name]:
    """A company with those that are told together with it: "went to Marvane and Borowa"."""
    found = [first]
    for other in (n for n in every if n.start > first.end):
        joint = scene.text[found[-1].end : scene.told_with(other)]
        if scene.small["and_beside"].fullmatch(f"{joint} "):
            found.append(other)
    return found


def gives(scene: Scene, name: Name, until: int) -> bool:
    """Whether a number is said of a company other than the one the story is about: that one gave
    what it counts, whatever the verb."""
    if name.end > until or not _acts(scene, name, until):
        return False
    between = scene.text[name.end : until]
    receives = scene.words.words["name"]["receiver_verbs"]
    if re.match(rf"(?:,[^,]*,|,)?\s{receives}(?!\w)", between, re.I):
        return False
    return not any(scene.words.says(cue, between) for cue in ("said", "records"))


def _is_that_firm(scene: Scene, until: int) -> bool:
    """Whether a sentence is about "the Finnish company" without its name, and that gave what the
    number counts: it does not receive."""
    business, receives = (scene.words.words["name"][w] for w in ("business", "receiver_verbs"))
    for p in scene.places:
        firm = re.match(rf"\s(?:[a-z-]+ ){{0,2}}?{business}\b(?!\s[A-Z])", scene.text[p.end :])
        if p.basis or firm is None or p.end > until or firm[0].endswith("s"):
            continue
        rest = scene.text[p.end + firm.end() :]
        if not scene.small["the_one"].search(scene.text[: p.start]) or re.match(
            rf"\s{receives}(?!\w)", rest, re.I
        ):
            continue
        return not re.match(r"[’']", rest) or scene.words.says("its_sales", rest) is not None
    return False


def _of_next(scene: Scene, name: Name, place: int) -> bool:
    """Whether a name stands with the number after: "…, and Kolbrek supplied …", "Kolbrek (…)"."""
    if scene.small["own_number"].fullmatch(scene.text[name.end : scene.numbers[place + 1].start]):
        return True
    if scene.words.says("includes", scene.text[scene.numbers[place].end : name.start]):
        return True  # "€61m, of which Marvane received €24m"
    if scene.small["that_it"].search(scene.text[: name.start]):
        return False  # "86 consignments that Kolbrek sold to Borowa"
    supplies = scene.words.words["name"]["supplier_verbs"]
    return re.match(rf"\s{supplies}(?!\w)", scene.text[name.end :], re.I) is not None


def _of_part(scene: Scene, place: int, name: Name) -> bool:
    """Whether a name belongs to some of what a number counts: "many of them made by …"."""
    number = scene.numbers[place]
    between = scene.text[number.end : name.start]
    if name.start <= number.end or scene.words.trade.small["order_with"].search(
        scene.text[: scene.told_with(name)]
    ):
        return False  # "orders worth €4 million with Marvane"
    return scene.words.says("partitive", between) is not None


def _acts(scene: Scene, name: Name, until: int) -> bool:
    """Whether a supplier is who its part of a sentence is about, rather than whom something came
    from."""
    from_it = scene.words.words["name"]["supplier_before"]
    if not scene.sentence.item and _parted(scene, name, until):
        return False
    return re.search(rf"(?<!\w)(?:{from_it})$", scene.text[: name.start], re.I) is None


def _parted(scene: Scene, name: Name, until: int) -> bool:
    return scene.small["clause_begins"].search(scene.text, name.end, until) is not None


def _joined(found: list[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in found))
