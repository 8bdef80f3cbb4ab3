"""Countries in a sentence, and what each is said to be: produced there, shipped from there …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from followthegoods.facts.countries import country_label
from followthegoods.questions.stories.language import Language


@dataclass(frozen=True)
class Place:
    """A country and its place in the sentence. `basis` is empty where it is nobody's origin: the
    buyer's country, a capital. `firms`: an adjective of companies ("Italian firms")."""

    start: int
    end: int
    code: str
    basis: str = ""
    firms: bool = False
    goods: bool = False
    """An adjective of goods that are named ("Kazakh plywood")."""


_STATED = ("origin", "dispatch")
_ACTING = {"makes_after": "origin", "sends_after": "dispatch", "gives_after": "unspecified"}


def places(text: str, words: Language) -> list[Place]:
    """The countries of a sentence, in its order; members of a list share what the first is."""
    found = [
        Place(*m.span(), m.lastgroup.rstrip("0123456789"))
        for m in words.countries.finditer(text)
        if m.lastgroup
    ]
    told: list[Place] = []
    for place in found:
        said = _said(place, text, words)
        between = text[told[-1].end : place.start] if told else ""
        if (
            told
            and told[-1].basis
            and not said.basis
            and words.small["list_of_places"].fullmatch(between)
        ):
            said = replace(said, basis=told[-1].basis, firms=told[-1].firms)
        elif earlier := next((p for p in reversed(told) if p.basis), None):
            said = _elliptical(said, earlier, text, words)
            if (
                said.firms
                and earlier.basis == "origin"
                and words.small["bare_firms"].match(text, said.end)
            ):
                said = replace(said, basis="origin", firms=False)
        told.append(said)
    told = _backwards(told, text, words)
    ports = words.small["loaded_at"].search(text)
    if ports and len({p.code for p in told}) == 1:
        # "Venezuelan coke: eight cargoes loaded at Jose"
        told = [replace(p, basis="dispatch") if p.goods else p for p in told]
    if stated := words.says("stated_basis", text):
        basis = next((b for b in _STATED if words.small[f"stated_{b}"].match(stated["basis"])), "")
        told = [replace(p, basis=basis) if p.basis == "unspecified" else p for p in told]
    return told


def resumed(start: int, end: int, code: str, text: str, words: Language) -> Place:
    """A country that words name again, with what they say it is: "the former shipped"."""
    return _said(Place(start, end, code), text, words)


def _backwards(told: list[Place], text: str, words: Language) -> list[Place]:
    """Adjectives that share the noun of the last of them: "Russian or Belarusian plywood"."""
    acting = False
    for n in range(len(told) - 2, -1, -1):
        first, second = told[n], told[n + 1]
        acting = acting or (bool(second.basis) and _acts(second, text, words))
        joined = words.small["list_of_places"].fullmatch(text[first.end : second.start]) is not None
        if second.goods and not first.basis and joined:
            told[n] = replace(first, basis=second.basis, goods=True)
        elif second.basis and not first.basis and joined and acting:
            told[n] = replace(first, basis=second.basis)  # "Japan and the US produced …"
        acting = acting and bool(joined)
    return told


def _acts(place: Place, text: str, words: Language) -> bool:
    """Whether what a country is was told by a verb after it."""
    return place.end < len(text) and words.small["told_by_verb"].match(text, place.end) is not None


def _elliptical(place: Place, earlier: Place, text: str, words: Language) -> Place:
    """A country after another of which the same is said in fewer words: "made in Japan, and a
    tenth in Italy", "of Korean origin, and two million on Chinese ones"."""
    after = text[place.end :]
    if words.says("possessive", after) and not words.says("elliptical_after", after):
        return place  # "as Korea's biggest maker prepares"
    bare = not place.basis and (
        words.small["in_place"].search(text[: place.start]) or words.says("elliptical_after", after)
    )
    ones = words.small["ones"].match(after) or words.says("came_next", after)
    same = place.basis == "unspecified" and ones
    if same or (bare and not earlier.firms):
        return replace(place, basis=earlier.basis, firms=earlier.firms)
    return place


def _said(place: Place, text: str, words: Language) -> Place:
    before, after = text[: place.start], words.small["states"].sub("", text[place.end :])
    if words.says("its_papers", after):
        return place  # "Kenyan import entries show"
    if words.says("possessive", after):
        return place  # "from Bulgaria's customs agency"
    if words.says("origin_after", after):
        return replace(place, basis="origin")
    if words.says("dispatch_after", after):
        return replace(place, basis="dispatch")
    own = text[place.start : place.end]
    adjective = re.search(words.words["adjective"]["words"], own) is not None
    several = words.small["states"].match(text[place.end :]) is not None
    adjective = adjective and own != country_label(place.code) and not several
    # The noun of an adjective follows at once or after a few small words.
    firm = re.match(rf"\s(?:[^\W\d_]+\s){{0,4}}?{words.words['cue']['firms']}\b", after, re.I)
    if adjective and firm:
        receives = words.words["name"]["receiver_verbs"]
        told_before = words.small["the_article"].search(before) and not firm[0].endswith("s")
        done = words.small["that_does"].sub("", after[firm.end() :])
        if not told_before and words.says("makes_after", done):
            return replace(place, basis="origin")  # "Turkish factories produced …"
        if told_before or re.search(rf"^.{{0,90}}?\s{receives}(?!\w)", after, re.I):
            return place  # "the Turkish firm"; "the Russian company that … bought"
        return replace(place, basis="sender", firms=True)
    after = words.small["told_aside"].sub("", after)
    basis = next((basis for basis, pattern in words.bases if pattern.search(before)), "")
    goods = adjective and (
        _made(after, words)
        or (words.says("one_before", before) is not None and _one_made(after, words))
        or words.says("flow_after", after) is not None
    )
    by_noun = _by_what_follows(before, after, words, adjective=adjective)
    by_noun = by_noun or ("unspecified" if goods else "")
    return replace(place, basis=basis or by_noun, goods=goods)


def _by_what_follows(before: str, after: str, words: Language, *, adjective: bool) -> str:
    """What a country is by the words after it; empty where they do not tell."""
    if words.says("whose", after):
        return "unspecified"
    if not adjective:
        return next((basis for cue, basis in _ACTING.items() if words.says(cue, after)), "")
    counted = words.says("was_before", before) or words.says("so_many_before", before)
    bare = words.says("bare_after", after) and counted  # "27 tonnes Dutch"
    return "unspecified" if bare or _made(after, words) or words.says("goods", after) else ""


def _one_made(after: str, words: Language) -> bool:
    """Whether one of some goods of the table stands after an adjective: "a Dutch lathe"."""
    noun = re.match(r"\s([\w-]+)(?=\s|[.,;:)”\"]|$)", after)
    if noun is None or words.says("of_a_trade", after[noun.end() :]):
        return False
    several = (f"{noun[1]}s", f"{noun[1]}es")
    return any(pattern.fullmatch(one) for pattern, _ in words.goods_here for one in several)


def _made(after: str, words: Language) -> bool:
    """Whether goods of the table stand after an adjective, at once or after one more word."""
    noun = re.match(r"\s(?:[\w-]+\s)?", after)
    starts = {1, noun.end()} if noun else set()
    ends = [
        m.end()
        for pattern, _ in words.goods_here
        for start in starts
        if (m := pattern.match(after, start))
    ]
    return any(not words.says("of_a_trade", after[end:]) for end in ends)
