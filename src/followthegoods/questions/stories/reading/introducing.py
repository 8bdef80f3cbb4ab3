"""What the words around a name say that it is: a company, who looked at the records, a place, or
only goods with a capital."""

from __future__ import annotations

import re
from functools import cache

from followthegoods.questions.stories.reading.language import Language, language
from followthegoods.questions.stories.reading.naming import MARKS


@cache
def named_by_goods(name: str, code: str) -> bool:
    """Whether a name of several words ends with goods, which only a company's does: "Baltvik
    Ceramics"."""
    own, _, last = name.rpartition(" ")
    kind = language(code).goods.whole(last) if own else None
    return kind is not None and kind.sure


def researches(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is whose who looked at the records, or was told something."""
    table = words.words["name"]
    return (
        re.search(table["press_before"], text[:start]) is not None
        or re.match(table["press_after"], text[end:]) is not None
    )


def introduced(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is said to be a company's, in either order: "Marvane, a trader in Izmir",
    "an outfit in Bursa, Marvane Rulman", "Marvane (Turkey)"."""
    table = words.words["name"]
    after, before = (
        table[name].replace("BUSINESS", table["business"])
        for name in ("named_after", "named_before")
    )
    text = text[:end] + text[end:].lstrip(MARKS)
    start = len(text[:start].rstrip(MARKS))
    if words.naming.aside["firm_of"].search(text[:start]):
        return True
    if re.search(table["place_before"], text[:start]):
        return False
    if " " in text[start:end] and any(
        words.small["sits"].match(text, m.end(), start)
        for m in words.cities.finditer(text, 0, start)
    ):
        return True  # "Hyderabad's Srivalli Molecules"
    return (
        re.match(after, text[end:]) is not None
        or re.search(before, text[max(0, start - 120) : start]) is not None
    )


def sells_to_one(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is said to be somebody's supplier: "Marvane, its main supplier, received".
    One that is said to import itself is told by that."""
    small = words.trade.small
    after = small["whose_seller"].match(text, end)
    told = after or small["seller_before"].search(text[:start])
    if told is None or (told["whose"] and words.countries.fullmatch(told["whose"])):
        return False
    return small["buys_itself"].match(text, after.end() if after else end) is None


def names_goods(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a capital only begins the words of some goods."""
    told = text[start:].lower()
    return any(named.end >= end - start for named in words.goods.begins(told, 0))


def _has_goods(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is whose goods are spoken of: "Marvane's paraffin wax", "goods of Marvane"."""
    own = words.trade.small["its_goods"].match(text, end)
    if own is not None and any(True for _ in words.goods.begins(text.lower(), own.end())):
        return True
    of = words.trade.small["goods_of"].search(text[:start].removesuffix(" ").removesuffix(" the"))
    if of is None or not words.trade.words.match(text, end + 1):
        return False
    kind = of["goods"].lower()
    return words.goods.whole(kind) is not None or words.cues["no_goods"].search(kind) is not None


def stands_for_a_place(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is said to be where something is, or dates a report at its head."""
    table = words.words["name"]
    if words.naming.aside["firm_of"].search(text[:start]):
        return False
    if words.trade.small["party_of"].search(text[:start]):
        return False  # "the largest buyer of Marvane's figs"
    dateline = start == 0 and text[:end].isupper() and re.match(r",? ?[^.]{0,14}[–—(-]", text[end:])
    owns = re.match(table["receiver_possessive"], text[end:], re.I) is not None
    owns = owns or _has_goods(start, end, text, words)
    front = text[:start].removesuffix("the ").removesuffix("in ")
    owned = front != text[:start] and words.small["held_by"].search(front) is not None
    placed = re.search(table["place_before"], text[:start]) is not None and not (owns or owned)
    return bool(dateline) or placed
