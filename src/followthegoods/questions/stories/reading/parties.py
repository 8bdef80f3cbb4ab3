"""Who a company is by where it stands beside the words of trade of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from followthegoods.questions.stories.reading.trading import (
    ACTS,
    NOUN,
    Grammar,
    Party,
    Trade,
    trades,
)

SUBJECT, OBJECT, OWNER, TOLD = "subject", "object", "owner", "told"
GOODS_OF, GOODS_FROM = "goods_of", "goods_from"
"""Where a company may stand beside a preposition."""


def parties(text: str, names: Sequence[Party], of: Grammar) -> dict[int, str]:
    """The roles that the words of trade of a sentence give to its names, by their places."""
    said = trades(text, names, of)
    found: dict[int, str] = {}
    for word in sorted(said, key=lambda word: _put_between(text, word, of)):
        roles = of.roles.get(word.roles, {})
        if (role := roles.get(SUBJECT)) and word.form == ACTS:
            who = _subject(text, names, word, said, of)
            found |= {one: role for one in who if one not in found}
    for at in range(len(names)):
        if at not in found and (role := _placed(text, names, at, said, of)):
            found[at] = role
    for at in range(len(names)):
        if at not in found and (role := _told_as(text, names, at, said, of)):
            found[at] = role
    for at in range(1, len(names)):
        if at not in found and (role := _beside(text, names, at, said, found, of)):
            found[at] = role
    return found


def _put_between(text: str, word: Trade, of: Grammar) -> bool:
    """Whether a verb is only that of what is put in between two commas, without a figure, before
    the verb of its sentence: ", which supplies shops,"."""
    ends = text.find(",", word.end)
    if ends < 0 or any(letter.isdigit() for letter in text[word.end : ends]):
        return False
    which = of.small["relative_before"].search(text[: word.start]) is not None
    return which and not of.small["parts"].match(text, ends)


def _told_as(text: str, names: Sequence[Party], at: int, said: Sequence[Trade], of: Grammar) -> str:
    """The role of a name that is told as somebody's customer or supplier, or as the one who did
    what was told: "its customers were Marvane and …", "the firm that sold it is called Marvane"."""
    name = names[at]
    kept = of.small["kept"].search(text[: name.start])
    if kept and of.small["in_supply"].match(text, name.end):
        return of.roles.get("gives_done", {}).get(SUBJECT, "")
    for word in said:
        role = of.roles.get(word.roles, {}).get(TOLD) if word.form == NOUN else None
        if role and of.small["is_whose"].fullmatch(text, name.end, max(word.start, name.end)):
            return role
    front = text[: _before(text, name.start, said, of)[1]]
    for word in reversed([w for w in said if w.end <= len(front)]):
        between = front[word.end :]
        if word.form == NOUN and (role := of.roles.get(word.roles, {}).get(TOLD)):
            if of.small["told_as"].fullmatch(between):
                return role
        elif word.form == ACTS and of.small["is_called"].search(between):
            roles = of.roles.get(word.roles, {})
            if whom := of.small["whom_of"].search(text[: word.start]):
                return roles.get(whom[1], "")
            if of.small["that"].search(text[: word.start]):
                return roles.get(SUBJECT, "")
    return ""


def _beside(
    text: str,
    names: Sequence[Party],
    at: int,
    said: Sequence[Trade],
    found: Mapping[int, str],
    of: Grammar,
) -> str:
    """The role of a name that a list goes on with, or that did as the one before, without a verb:
    "Marvane took 300 tonnes and Borowa 200", "Kolbrek ($6m) and Marvane ($2m)"."""
    name, last = names[at], names[at - 1]
    end = _before(text, name.start, said, of)[1]
    if any(last.end <= w.start < name.start and w.form != NOUN for w in said):
        return ""
    between = text[last.end : end]
    apart = between.endswith(",") and bool(of.small["apart"].match(text[end : name.start]))
    many = of.small["so_many"].match(text, name.end)
    bare = many is not None and "(" not in many[0]
    apart = apart or (bare and of.small["so_many"].match(text, last.end) is None)
    ranked = many and of.small["ranked"].search(between) and any(w.sense == "buyer" for w in said)
    if at - 1 in found and (ranked or (not apart and of.small["listed"].fullmatch(between))):
        return found[at - 1]
    if not (many and of.small["anew"].search(text[:end])):
        return ""
    verb = next((w for w in reversed(said) if w.end <= name.start and w.form == ACTS), None)
    roles = of.roles.get(verb.roles, {}) if verb else {}
    told = [
        found.get(one)
        for one in range(at)
        if verb and _before(text, names[one].start, said, of)[1] == verb.end
    ]
    handed = roles.get(OBJECT, "")
    return handed if handed and handed in told else roles.get(SUBJECT, "")


def _subject(
    text: str, names: Sequence[Party], word: Trade, said: Sequence[Trade], of: Grammar
) -> list[int]:
    """The names that a verb says something of: the one right before it, or before what is put in
    between, or whom "which" stands for."""
    front = of.small["adverbs"].sub("", of.small["being"].sub("", text[: word.start]))
    front = of.small["adverbs"].sub("", front)
    for at in reversed(range(len(names))):
        name = names[at]
        if name.end > len(front):
            continue
        between = front[name.end :]
        if of.small["put_in"].fullmatch(between) or of.small["relative"].fullmatch(between):
            return _joined_to(text, names, at, said, of)
        if between == "," and of.small["apposed"].search(text[: name.start]):
            return [at]  # "Its maker, Marvane, bought"
        if of.small["parts"].search(between) or any(
            name.end <= w.start < word.start and w.form != NOUN for w in said
        ):
            return []
    return []


def _joined_to(
    text: str, names: Sequence[Party], at: int, said: Sequence[Trade], of: Grammar
) -> list[int]:
    """A name that is a subject, with those that are joined to it: "Marvane and Borowa bought"."""
    found = [at]
    while at:
        stop, end = _before(text, names[at].start, said, of)
        before = _before(text, names[at - 1].start, said, of)[0]
        joined = of.small["listed"].fullmatch(text[names[at - 1].end : end]) is not None
        if not stop or not joined or before in of.prepositions:
            break
        at -= 1
        found.append(at)
    return found


def _placed(text: str, names: Sequence[Party], at: int, said: Sequence[Trade], of: Grammar) -> str:
    """The role of a name by whose trade is spoken of, by the preposition before it, or by the verb
    that it is the object of."""
    name = names[at]
    for noun in (w for w in said if w.form == NOUN and w.start > name.end):
        if of.small["owns"].fullmatch(text, name.end, noun.start):
            return of.roles.get(noun.roles, {}).get(OWNER, "")
    if role := _by_goods(text, names, at, said, of):
        return role
    if whom := of.small["to_whom"].match(text, name.end):
        role = _governed(whom[1], (w for w in said if w.start >= whom.end()), of)
        if role:
            return role
    stop = _before(text, name.start, said, of)
    front = text[: stop[1]]
    if of.small["ranked"].search(front) and any(w.sense == "buyer" for w in said):
        return ""
    done = of.small["done_by"].search(front) if stop[0] == "by" else None
    flows = any(w.form == NOUN and w.end <= stop[1] for w in said)  # "deliveries made by Marvane"
    if done and not (flows or any(w.start <= done.start("done") < w.end for w in said)):
        return ""  # "sold by Marvane and carried by Borowa"
    if stop[0] in of.prepositions:
        if of.small["those_of"].search(front):  # "its imports came to 900 tonnes, those of Borowa"
            owned = (of.roles.get(w.roles, {}).get(OWNER) for w in reversed(said) if w.form == NOUN)
            return next((role for role in owned if role), "")
        cut = max((m.end() for m in of.small["parts"].finditer(front)), default=0)
        if role := _governed(stop[0], (w for w in reversed(said) if cut <= w.start < stop[1]), of):
            return role
        if of.small["opens"].search(front[: len(front) - len(stop[0])]):
            if cut and not any(w.form != NOUN for w in said if w.start >= cut):
                verbs = (w for w in reversed(said) if w.form != NOUN and w.end <= cut)
                return _governed(stop[0], verbs, of)  # "sold 9 tonnes to …; to Marvane, 5"
            return _governed(stop[0], (w for w in said if w.start > name.end), of)
        return ""
    last = next((w for w in reversed(said) if w.end == stop[1]), None)
    return of.roles.get(last.roles, {}).get(OBJECT, "") if last is not None else ""


def _by_goods(
    text: str, names: Sequence[Party], at: int, said: Sequence[Trade], of: Grammar
) -> str:
    """The role of a name by whose goods came, went or cost something: "Marvane's beams reached
    Borowa" is of a seller, "Borowa's beams came from Marvane" of a buyer."""
    name = names[at]
    verb = next((w for w in said if w.start >= name.end), None)
    if verb is None or verb.form != ACTS or of.small["so_many"].match(text, verb.end):
        return ""  # "Marvane's wheat cost €5 million" may be what it paid
    roles = of.roles.get(verb.roles, {})
    front = of.small["adverbs"].sub("", of.small["being"].sub("", text[: verb.start]))
    stop = _before(text, name.start, said, of)
    between = front[name.end :] + " "
    owns = of.small["whose_goods"].fullmatch(between) is not None
    moved = between == " " and stop[0] == "of" and of.small["goods_of"].search(text[: stop[1]])
    if not (owns or moved):
        return ""
    whence = next((one for one in names if one.start >= verb.end), None)
    if whence is not None and _before(text, whence.start, said, of)[0] == "from":
        return roles.get(GOODS_FROM, "")
    return roles.get(GOODS_OF, "")


def told_with(text: str, start: int, said: Sequence[Trade], of: Grammar) -> int:
    """Where what is said of a company right before its name begins: "the Swiss trader Marvane".
    `said` are the words of trade of its sentence."""
    return _before(text, start, said, of)[1]


def _governed(where: str, said: Iterable[Trade], of: Grammar) -> str:
    """The role that the first of some words of trade gives to who stands at such a place."""
    told = (of.roles.get(word.roles, {}).get(where.lower()) for word in said)
    return next((role for role in told if role), "")


def _before(text: str, start: int, said: Sequence[Trade], of: Grammar) -> tuple[str, int]:
    """What stands before a name and all that is said of it: "from" of "from a Hong Kong trader
    called Kolbrek", with where it ends."""
    ends = {word.end for word in said if word.form != NOUN}
    while start:
        front = text[:start].rstrip()
        if len(front) in ends:
            return "", len(front)
        if described := of.small["described"].search(front):
            start = described.start()
            continue
        house = of.small["house_of"].search(front)
        if house and not any(w.form == NOUN and house.start() <= w.start < start for w in said):
            start = house.start()
            continue
        word = _WORD.search(front)
        if word is None or word[0].lower() in of.stops or word[0][0].isdigit():
            return (word[0].lower() if word else ""), len(front)
        start = word.start()
    return "", 0


_WORD = re.compile(r"[^\s,;:()–—]+$")
