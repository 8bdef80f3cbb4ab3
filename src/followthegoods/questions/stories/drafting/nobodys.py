"""Whose trade a word of trade tells of, where records have none of it: that of a whole country, an
industry or an office, or what somebody sold to nobody who is told."""

from __future__ import annotations

from followthegoods.questions.stories.drafting.state import Drafting
from followthegoods.questions.stories.reading.names import RECEIVER
from followthegoods.questions.stories.reading.numbers import Number
from followthegoods.questions.stories.reading.scene import Scene
from followthegoods.questions.stories.reading.trading import ACTS, NOUN, Trade


def nobodys(drafting: Drafting, scene: Scene, number: Number, word: Trade) -> bool:
    """Whether a word of trade that governs a number tells of no trade that records have: what a
    whole country buys or sells, or what somebody sold to nobody who is told. A story without any
    company is about the trade between the countries that it tells of."""
    small = scene.words.beyond.small
    bought = (n for n in scene.names if n.role == RECEIVER)
    if any(not small["according"].search(scene.text[: n.start]) for n in bought):
        return False
    if small["to_whom"].search(scene.text):
        return False
    if word.form == ACTS and _of_an_office(drafting, scene, word):
        return True
    trades = small["nation_trades"].fullmatch(scene.text, word.start, word.end)
    between = len({p.code for p in scene.places}) > 1 and not drafting.cast.companies
    between = between and not small["statistics"].search(scene.text)
    if trades and not (between or _told_from_records(scene)) and _of_a_nation(scene, word):
        return True
    return _sold_to_nobody(drafting, scene, number, word)


def _told_from_records(scene: Scene) -> bool:
    """Whether a sentence itself tells from records what a country bought or sold."""
    small = scene.words.beyond.small
    if small["from_customs"].search(scene.text):
        return True
    return scene.says("records_tell") is not None and not small["statistics"].search(scene.text)


def _of_a_nation(scene: Scene, word: Trade) -> bool:
    """Whether a word of trade is said of a whole country or industry: "Georgia exported", "Peru's
    exports", or of nobody by who counts for a country."""
    small = scene.words.beyond.small
    front = scene.text[: word.start]
    if any(name.company and name.end <= word.start for name in scene.names):
        return False
    if small["its_government"].search(front):
        return True
    subject = small["adverbs"].sub("", front)
    if word.form == NOUN:
        owner = small["own_of"].search(front)
        if owner is not None:
            subject = front[: owner.start()]
        elif word.sense != "gives":
            subject = ""  # "Chinese imports" are from China
    if word.form == ACTS and (also := small["and_does"].search(subject)):
        first = (p for p in scene.places if p.end <= also.start())
        return any(small["clause_head"].search(front[: p.start]) for p in first)
    starts = [p.start for p in scene.places if p.end == len(subject)]
    if found := small["nation"].search(subject):
        starts.append(found.start())
    heads = word.form == NOUN or any(small["clause_head"].search(subject[:at]) for at in starts)
    if starts and heads:
        return True
    counted = small["statistics"].search(scene.text)
    return counted is not None and small["firm"].search(scene.text[: word.end]) is None


def _of_an_office(drafting: Drafting, scene: Scene, word: Trade) -> bool:
    """Whether a ministry or a town orders or pays for something from whom the story is about, or
    growers bring in their crop."""
    small = scene.words.beyond.small
    subject = small["adverbs"].sub("", scene.text[: word.start])
    if small["brings_in"].fullmatch(scene.text, word.start, word.end):
        nation = small["nation"].search(subject) is not None
        return nation and small["from_whom"].search(scene.text[word.end :]) is None
    if not small["office_pays"].fullmatch(scene.text, word.start, word.end):
        return False
    own = any(drafting.cast.about(n.text) and n.start >= word.end for n in scene.names)
    return own and small["office"].search(subject) is not None


def of_a_country(scene: Scene, front: str) -> bool:
    """Whether a number of firms is how many a whole country has, or who counts for it says so:
    "Norway has 95 licensed exporters"."""
    small = scene.words.beyond.small
    has = small["has_sellers"].search(front)
    if has is not None and any(p.end + 1 == has.start() for p in scene.places):
        return True
    named = any(name.company for name in scene.names) or small["firm"].search(front) is not None
    return small["statistics"].search(scene.text) is not None and not named


def _sold_to_nobody(drafting: Drafting, scene: Scene, number: Number, word: Trade) -> bool:
    """Whether a word of selling tells what somebody sold to nobody who is told, at home or in all:
    "Marvane's sales reached €63 million"."""
    small = scene.words.beyond.small
    if word.sense != "gives" or not small["sells"].fullmatch(scene.text, word.start, word.end):
        return False
    if small["at_home"].search(scene.text):
        return True
    after = scene.text[number.end :]
    if number.kind == "share" and small["of_its_own"].match(after):
        return True
    if word.form == ACTS and not drafting.cast.seller and small["in_a_place"].match(after):
        return True
    if small["partner"].search(scene.text):
        return False
    own = any(drafting.cast.about(n.text) and n.end <= word.start for n in scene.names)
    return word.form == NOUN or (own and word.form == ACTS and not drafting.cast.seller)
