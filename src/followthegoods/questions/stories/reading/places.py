"""Countries in a sentence, and what each is said to be: produced there, shipped from there …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from followthegoods.facts.countries import country_label
from followthegoods.questions.stories.reading.language import Language


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


_NEXT = 2
"""Words from a country to a firm that it stands before as an adjective does."""
_STATED = ("origin", "dispatch")
_ACTING = {"makes_after": "origin", "sends_after": "dispatch", "gives_after": "unspecified"}


def places(text: str, words: Language) -> list[Place]:
    """The countries of a sentence, in its order; members of a list share what the first is."""
    found = [
        Place(*m.span(), m.lastgroup.rstrip("0123456789"))
        for m in words.countries.finditer(text)
        if m.lastgroup
    ]
    groups = {m.span(): codes for codes, said in words.regions for m in said.finditer(text)}
    found += [Place(*span, codes[0]) for span, codes in groups.items()]
    found += _ports(text, words)
    found.sort(key=lambda place: (place.start, -place.end))
    found = [p for n, p in enumerate(found) if not n or p.start >= found[n - 1].end]
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
    told = [_as_stated(place, text, words) for place in told]
    return [replace(p, code=c) for p in told for c in groups.get((p.start, p.end), (p.code,))]


def _ports(text: str, words: Language) -> list[Place]:
    """The cities of a sentence that something was sent from, or loaded or bought in, or that firms
    sit in, each as its country: "loaded in Rotterdam", "Ningbo-based traders"."""
    return [
        Place(*m.span(), m.lastgroup)
        for m in words.cities.finditer(text)
        if m.lastgroup
        and (
            words.says("sent_from_port", text[: m.start()])
            or words.says("seat_after", text[m.end() :])
            or words.says("dispatch_after", text[m.end() :])
            or (not text[: m.start()].strip() and words.says("city_sends", text[m.end() :]))
        )
    ]


def _as_stated(place: Place, text: str, words: Language) -> Place:
    """A country with the basis that its sentence states for what follows: "by country of origin",
    "Origin: Spain 4,100 tonnes"."""
    every = [*words.cues["stated_basis"].finditer(text)]
    before = [m for m in every if m.end() <= place.start]
    stated = (before or every[:1])[-1:]
    label = bool(before) and ":" in text[before[-1].end() - 2 : before[-1].end() + 1]
    near = label or (bool(before) and place.start - before[-1].end() <= _NEAR)
    if not stated or not (place.basis == "unspecified" or (near and not place.basis)):
        return place
    said = next(word for word in stated[0].groups() if word)
    basis = next((b for b in _STATED if words.small[f"stated_{b}"].match(said)), "")
    return replace(place, basis=basis or place.basis)


_NEXT = 2
"""Blanks before a noun of firms that is at once, or one word on, told with an adjective."""
_NEAR = 20
"""Letters between what states a basis and a country of which nothing else is said."""


def resumed(start: int, end: int, code: str, text: str, words: Language) -> Place:
    """A country that words name again, with what they say it is: "the former shipped"."""
    return _said(Place(start, end, code), text, words)


def _backwards(told: list[Place], text: str, words: Language) -> list[Place]:
    """Adjectives that share the noun of the last of them: "Russian or Belarusian plywood"."""
    acting = False
    for n in range(len(told) - 2, -1, -1):
        first, second = told[n], told[n + 1]
        acting = acting or (bool(second.basis) and _acts(second, text, words))
        between = text[first.end : second.start]
        joined = words.small["list_of_places"].fullmatch(between) is not None
        so_many = words.small["of_so_many"].fullmatch(between) is not None
        if second.goods and not first.basis and (joined or so_many):
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
    front = text[: place.start]
    if earlier.firms and words.says("those_in", front):
        return replace(place, basis=earlier.basis, firms=True)
    bare = not place.basis and (
        words.small["in_place"].search(front)
        or words.says("elliptical_after", after)
        or (words.small["of_bare"].search(front) and words.small["ends_bare"].match(after))
        or (words.small["new_clause"].search(front) and words.small["its_number"].match(after))
    )
    sent = earlier.basis == "dispatch" and words.says("out_of", text[: earlier.start])
    if place.basis == "unspecified" and sent:  # "410 were shipped from China and 120 from Oman"
        again = words.says("from_too", text[earlier.end : place.start])
        return replace(place, basis="dispatch") if again else place
    ones = words.small["ones"].match(after) or words.says("came_next", after)
    if earlier.firms and words.small["ones"].match(after):
        return replace(place, basis=earlier.basis, firms=True)
    same = place.basis == "unspecified" and ones
    if same or (bare and not earlier.firms):
        return replace(place, basis=earlier.basis, firms=earlier.firms)
    return place


def _said(place: Place, text: str, words: Language) -> Place:
    before, after = text[: place.start], words.small["states"].sub("", text[place.end :])
    if words.says("whose_firms", after):
        return replace(place, basis="sender")  # "from Dubai, whose traders earned $50 million"
    if words.says("its_papers", after):
        return place  # "Kenyan import entries show"
    if words.says("own_firms_act", after):
        return replace(place, basis="sender", firms=True)  # "Botswana's miners supplied"
    if words.says("possessive", after):
        alone = _own_goods(after, words)  # "New Zealand's butter, 900 tonnes"
        return replace(place, basis="unspecified" if alone else "", goods=alone)
    if words.says("origin_after", after):
        return replace(place, basis="origin")
    if words.says("dispatch_after", after):
        return replace(place, basis="dispatch")
    if words.says("seat_after", after):
        aside = words.small["the_article"].search(before) or _receives(after, words)
        return place if aside else replace(place, basis="sender", firms=True)
    own = text[place.start : place.end]
    adjective = re.search(words.words["adjective"]["words"], own) is not None
    several = words.small["states"].match(text[place.end :]) is not None
    adjective = adjective and own != country_label(place.code) and not several
    adjective = adjective and not (own.isupper() and words.says("gives_on", after))  # "The EU gave"
    # The noun of an adjective follows at once or after a few small words.
    firm = re.match(rf"\s(?:[^\W\d_]+\s){{0,4}}?{words.words['cue']['firms']}\b", after, re.I)
    at_once = firm is not None and firm[0].count(" ") <= _NEXT and words.says("attributive", before)
    if (adjective or at_once) and firm and not (firm[0].count(" ") > _NEXT and _made(after, words)):
        if words.says("made_by", before):
            return replace(place, basis="origin")  # "poured in Indian foundries"
        told_before = words.small["the_article"].search(before) and not firm[0].endswith("s")
        done = words.small["that_does"].sub("", after[firm.end() :])
        if not told_before and words.says("makes_after", done):
            return replace(place, basis="origin")  # "Turkish factories produced …"
        if told_before or _receives(after, words):
            return place  # "the Turkish firm"; "the Russian company that … bought"
        return replace(place, basis="sender", firms=True)
    if adjective and words.says("firms_act", after):
        return replace(place, basis="sender", firms=True)  # "Pakistani weavers sold it"
    after = words.small["told_aside"].sub("", after)
    basis = next((basis for basis, pattern in words.bases if pattern.search(before)), "")
    if basis == "sender" and _receives(after, words):
        return place  # "a company registered in Serbia imported"
    if basis == "unspecified" and words.says("sent_in_clause", text):
        basis = _sent_from(before, after, words) or basis
    if adjective and _made(after, words) and _of_one_firm(before, after, words):
        return place  # "the Latvian dairy Marvane"
    goods = adjective and (
        _made(after, words)
        or (words.says("one_before", before) is not None and _one_made(after, words))
    )
    named = adjective or words.small["the_article"].search(before)  # "the U.S. shipments"
    goods = goods or bool(named and words.says("flow_after", after))
    by_noun = _by_what_follows(before, after, words, adjective=adjective)
    by_noun = by_noun or ("unspecified" if goods else "")
    return replace(place, basis=basis or by_noun, firms=basis == "sender", goods=goods)


def _receives(after: str, words: Language) -> bool:
    """Whether a company is said to receive, in what stands after its country."""
    receives = words.words["name"]["receiver_verbs"]
    found = re.search(rf"^(.{{0,90}}?\s){receives}(?!\w)", after, re.I)
    return found is not None and words.says("is_done", found[1]) is None


def _sent_from(before: str, after: str, words: Language) -> str:
    """The basis of a country that something was sent from, though other words stand between: "From
    Serbia, 640 tonnes were shipped", "had wheat shipped in, half of it from Serbia"."""
    front = words.says("begins_from", before) and words.says("was_sent", after)
    sent = front or words.says("sent_then_from", before)
    return "dispatch" if sent else ""


def _by_what_follows(before: str, after: str, words: Language, *, adjective: bool) -> str:
    """What a country is by the words after it; empty where they do not tell."""
    if words.says("whose", after):
        return "unspecified"
    if not adjective:
        return next((basis for cue, basis in _ACTING.items() if words.says(cue, after)), "")
    counted = words.says("was_before", before) or words.says("so_many_before", before)
    bare = words.says("bare_after", after) and counted  # "27 tonnes Dutch"
    return "unspecified" if bare or _made(after, words) or words.says("goods", after) else ""


def _of_one_firm(before: str, after: str, words: Language) -> bool:
    """Whether what follows an adjective is what one company is called, though it may be goods:
    "the Latvian dairy Marvane", "Marvane, a Latvian dairy"."""
    business = words.words["name"]["business"]
    called = re.match(rf"\s{business}(?=\s[^\W\d_a-z]|[,.;)])", after)
    if called is None:
        return False
    named = after[called.end() : called.end() + 1] == " "
    return named or words.trade.small["a_firm_is"].search(before) is not None


def _one_made(after: str, words: Language) -> bool:
    """Whether one of some goods of the table stands after an adjective: "a Dutch lathe"."""
    noun = re.match(r"\s([\w-]+)(?=\s|[.,;:)”\"]|$)", after)
    if noun is None or words.says("of_a_trade", after[noun.end() :]):
        return False
    return any(words.goods.whole(f"{noun[1]}{ending}") for ending in ("s", "es"))


def _own_goods(after: str, words: Language) -> bool:
    """Whether goods alone stand after the possessive of a country: "New Zealand's butter was"."""
    noun = re.match(r"[’\x27]s?\s(?:[a-z-]+\s)?", after)
    starts = {m.end() for m in (re.match(r"[’\x27]s?\s", after), noun) if m}
    ends = [named.end for start in starts for named in words.goods.begins(after, start)]
    return any(words.says("goods_alone", after[end:]) for end in ends)


def _made(after: str, words: Language) -> bool:
    """Whether goods of the table stand after an adjective, at once or after one more word."""
    noun = re.match(r"\s(?:[\w-]+\s)?", after)
    starts = {1, noun.end()} if noun else set()
    ends = [named.end for start in starts for named in words.goods.begins(after, start)]
    return any(not words.says("of_a_trade", after[end:]) for end in ends)
