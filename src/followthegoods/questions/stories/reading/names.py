"""Companies in a story: who is supplied, who supplies, as far as the words tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, zip_longest

from followthegoods.questions.stories.reading.introducing import (
    introduced,
    named_by_goods,
    names_goods,
    researches,
    sells_to_one,
    stands_for_a_place,
)
from followthegoods.questions.stories.reading.language import Language
from followthegoods.questions.stories.reading.naming import MARKS, NOBODY, aside, spelt
from followthegoods.questions.stories.reading.parties import parties
from followthegoods.questions.stories.reading.places import Place
from followthegoods.questions.stories.reading.trimming import trimmed

RECEIVER, SUPPLIER = "receiver", "supplier"


@dataclass(frozen=True)
class Name:
    """A name and its place in a sentence; `role` is empty where the words do not tell."""

    start: int
    end: int
    text: str
    role: str = ""
    company: bool = False
    """Whether a legal form, a word of firms, quotation marks or the case say that it is one."""
    aside: str = ""
    """Whether it is no party's, or is one's only where words of trade say so; see naming.py."""
    again: int = 0
    """How many later sentences say that it buys by a word that stands for it; antecedents.py."""


@lru_cache(maxsize=4096)
def head(name: str) -> str:
    """The word that two forms of one name share."""
    words = [word.casefold() for word in re.findall(r"[\w&]+", name)]
    own = [word for word in words if word not in _FORMS_BEFORE] or words
    return own[0] if own else ""


_FORMS_BEFORE = frozenset(
    {"pt", "ooo", "ооо", "oao", "оао", "zao", "зао", "pao", "пао", "jsc", "llc", "ао", "тоо", "too"}
    | {"uab", "sia", "ab", "as", "ad", "cv", "fa", "ao", "npo", "npp", "td"}
)
"""Legal forms that stand before a name."""


def names(
    text: str, words: Language, countries: Sequence[Place], firms: Collection[str] = ()
) -> list[Name]:
    """The names of a sentence that may be companies', with their roles. `firms` are first words
    of names that are known to be companies'."""
    if text.isupper() and " " in text.strip():
        return []  # a heading in capitals
    table = words.words["name"]
    found: list[Name] = []
    nobody = len(text)
    for said in spelt(text, words.naming):
        if not said.run_end:
            one = roled(said.start, said.end, True, text, words)
            found.append(replace(one, text=said.text))
            continue
        start, end = trimmed(said.start, said.run_end, text, words, countries)
        if start >= end:
            continue
        if words.naming.form.fullmatch(text, start, end):
            continue  # the end of a name of another build
        with_form = said.sure or words.naming.formed.search(text[start:end]) is not None
        end = said.end if said.sure else end
        firm = with_form or re.search(rf"\s{table['firm_words']}$", text[start:end]) is not None
        firm = firm or words.naming.firm_first.match(text, start, end) is not None
        firm = firm or named_by_goods(text[start:end], words.code)
        beside = aside(said.start, end, text, words.naming, firm)
        if beside == NOBODY or researches(start, end, text, words):
            nobody = len(text) if stands_for_a_place(start, end, text, words) else end
        elif not (firm or beside) and words.naming.aside["and_beside"].fullmatch(
            text, nobody, start
        ):
            beside, nobody = NOBODY, end
        company = firm or _of_a_firm(text[start:end], firms)
        if not stands_for_a_place(start, end, text, words):
            company = company or introduced(start, end, text, words)
        person = words.small["a_person"].match(text, end) is not None and not with_form
        company = company and not (person or beside)
        if not company and words.code != "en":
            continue  # a capital says little where names of companies stand in quotation marks
        if any(pattern.fullmatch(text[start:end]) for _, pattern in words.authorities):
            continue
        looks = head(text[said.start : said.end]) in words.bystanders
        if (looks or researches(start, end, text, words)) and not with_form:
            continue
        if not (company or text[:start].strip("*_ ")) and words.small["labels"].match(text, end):
            continue  # "Route: in 2021 most came from …"
        if not company and names_goods(start, end, text, words):
            continue  # "Jet fuel: 620,000 barrels"
        if company or (firm and beside) or not stands_for_a_place(start, end, text, words):
            one = _with_marks(roled(start, end, company, text, words), text)
            if person and not company and words.small["a_who"].match(text, end):
                beside = beside or NOBODY
            found.append(replace(one, role="", aside=beside) if beside or person else one)
    found = _with_parties(_without_seats(found, text, words), text, words)
    found = [
        replace(one, role=SUPPLIER, company=True)
        if one.aside != NOBODY and sells_to_one(one.start, one.end, text, words)
        else one
        for one in found
    ]
    full = words.in_full
    return [
        replace(one, text=full[one.text], company=True) if one.text in full else one
        for one in _in_lists(found, text, words)
    ]


def _with_marks(one: Name, text: str) -> Name:
    """A name with the marks that set it in other letters as part of its place: "**Marvane**, its
    main supplier" is told by what stands beside them."""
    start, end = len(text[: one.start].rstrip(MARKS)), one.end
    end += len(text[end:]) - len(text[end:].lstrip(MARKS))
    return replace(one, start=start, end=end)


def _without_seats(found: Sequence[Name], text: str, words: Language) -> list[Name]:
    """Names without those of where the company sits that follows: "St Petersburg's Kolbrek"."""
    form = words.naming.formed
    seats = {
        first.start
        for first, second in pairwise(found)
        if text[first.end : second.start] in _OWNS and not form.search(first.text)
    }
    return [name for name in found if name.start not in seats]


_OWNS = ("'s ", "’s ")


def _with_parties(found: Sequence[Name], text: str, words: Language) -> list[Name]:
    """Names with the roles that the words of trade give to those that may be companies', and
    without those that only tell where the company named next is from."""
    own, small = words.trade, words.trade.small

    def sits_in(one: Name) -> bool:
        """Whether it is a town that a firm is told by: "Marvane's Izmir plant"."""
        before = small["a_town"].search(text[: one.start])
        if before is None or not small["town_of"].match(text, one.end):
            return False
        owner = next((m for m in words.cities.finditer(text) if m.end() == before.start()), None)
        return owner is None  # "Kharkiv's Marvane plant" is no plant in Marvane

    kept = [
        one
        for one, after in zip_longest(found, found[1:])
        if not own.words.fullmatch(one.text)
        and not (sits_in(one) and not one.company)
        and not (
            after
            and not (one.company and " " in one.text)
            and small["seat"].fullmatch(text, one.end, after.start)
        )
    ]
    told = [one for one in kept if one.aside == NOBODY]
    kept = [one for one in kept if one.aside != NOBODY]
    roles = parties(text, kept, own)
    for at, one in enumerate(kept):
        called = small["firm"].search(text[: one.start]) is not None
        by_whom = words.naming.aside["by_whom"].search(text[: one.start])
        may_be = one.company or one.role or one.aside or " " in one.text or called or by_whom
        if one.aside and words.naming.aside["carries"].search(text[: one.start]):
            moved = own.small["moved_by"].search(text[: one.start])
            may_be = may_be and moved is None and not small["carries_it"].match(text, one.end)
        if may_be and at in roles and not speaks(one, text, words):
            one = replace(one, role=roles[at], company=one.company or called, aside="")
        told.append(one)
    told.sort(key=lambda one: one.start)
    opens = words.naming.aside["opens_from"].fullmatch
    town = len(told) > 1 and not (told[0].company or " " in told[0].text)
    town = town and opens(text[: told[0].start]) is not None
    if town and told[1].role == SUPPLIER and text[told[0].end : told[1].start] == ", ":
        return told[1:]  # "From Lahore, Marvane Leathers supplied"
    return told


def _of_a_firm(name: str, firms: Collection[str]) -> bool:
    """Whether a name begins or ends with a word that is known to be a company's."""
    last = name.rpartition(" ")[2].casefold()
    return head(name) in firms or (len(last) >= _TELLING and last in firms)


def _in_lists(found: Sequence[Name], text: str, words: Language) -> list[Name]:
    """Names joined in a list share the role that the words give to one of them, whatever each is
    called before it: "Voralp Rohr and the Czech company Moravske Trubky"."""
    told = list(found)
    called = (
        rf"(?:(?:the |an? )?(?:[A-Z][\w'’-]+ ){{0,2}}(?:[a-z-]+ )?{words.words['cue']['firms']}\s)?"
    )
    listed = re.compile(words.words["small"]["names_in_list"] + called)
    apposed = re.compile(rf"\s{words.words['name']['business']}\b|(?: [a-z-]+){{1,4}},")
    for order in (range(len(told) - 2, -1, -1), range(len(told) - 1)):
        for at in order:
            first, second = told[at], told[at + 1]
            between = text[first.end : second.start]
            if not listed.fullmatch(between) or (
                between == words.small["aside_the"].pattern and apposed.match(text, second.end)
            ):
                continue  # "Orlemar Motors, the Tatarstan carmaker"
            role = first.role or second.role
            told[at], told[at + 1] = (
                replace(name, role=name.role or role) for name in (first, second)
            )
    for at in range(1, len(told)):
        told[at] = _without_verb(told[at - 1], told[at], text, words)
    return told


def _without_verb(first: Name, second: Name, text: str, words: Language) -> Name:
    """The second of two companies with the role of the first, where its clause leaves the verb
    out: "Marvane bought 400 tonnes and its rival Kolbrek 200"."""
    between = text[first.end : second.start]
    so_much = words.small["so_much_after"].match
    joined = words.small["next_clause"].search(between)
    if joined is None or second.text.isupper() or (so_much(text, first.end) and joined["whose"]):
        return second  # "invoiced Marvane for €3m, and its neighbour Kolbrek for €2m"
    told = words.number.search(between) and so_much(text, second.end)
    return replace(second, role=second.role or first.role) if told else second


def roled(start: int, end: int, company: bool, text: str, words: Language) -> Name:
    """A name at a place of a sentence, with the role that the words around it give to it."""
    table = words.words["name"]
    closing = 1 if text[end : end + 1] == "»" else 0
    after, before = text[end + closing :].lstrip("*_"), text[:start].rstrip("«*_")
    after = re.sub(r"^\.(?= [a-z(])", "", after)  # "Yunghsin Precision Co. sold"
    # A clause of its own tells what it does: ", which delivered 900 tonnes in 2021, said".
    relative = words.small["which_does"].match(after)
    # Without an apposition: ", the maker of …," or " of Modena".
    if relative:
        after = after[relative.end() :]
    elif not words.small["aside_opens"].search(before):  # else a comma ends what it stands in
        after = words.small["apposition"].sub("", after)
    several = company or " " in text[start:end]

    def follows(verbs: str) -> bool:
        return re.match(rf"\s{table[verbs]}(?!\w)", after, re.I) is not None

    def owns(what: str) -> bool:
        return any(re.match(table[what], told, re.I) for told in (after, text[end + closing :]))

    def precedes(what: str) -> bool:
        return re.search(rf"(?<!\w)(?:{table[what]})$", before, re.I) is not None

    asked = precedes("asked_before") and follows("asked_verbs")
    paid = _is_paid(after, words)
    receives = (follows("receiver_verbs") and not paid) or precedes("receiver_before")
    told = re.match(table["receiver_apposed"], text[end + closing :], re.I) is not None
    if owns("receiver_possessive") or receives or asked or told:
        role = RECEIVER
    else:
        gives = follows("supplier_verbs") or owns("supplier_possessive") or _priced(after) or paid
        from_it = several and precedes("supplier_before")
        role = SUPPLIER if gives or from_it or precedes("supplied_by") else ""
    return Name(start, end, text[start:end].strip(), role, company)


def _is_paid(after: str, words: Language) -> bool:
    """Whether a sum is what a company got rather than what its goods were worth: "got $62 million"
    but not "got $62 million of tyres"."""
    takes = re.match(rf"\s{words.words['name']['takes']}", after, re.I)
    sum_ = words.number.search(after, takes.end()) if takes else None
    if sum_ is None or sum_.start() - (takes.end() if takes else 0) > _TELLING * 2:
        return False
    money = bool(sum_["pre"] or sum_["cur"])
    return money and words.small["worth_of_it"].match(after[sum_.end() :]) is None


def _priced(after: str) -> bool:
    """Whether what was bought of a name stands in brackets after it."""
    return re.match(r"\s\((?:[a-z]+ ){0,3}(?:US)?[$€£¥]\s?\d", after) is not None


_TELLING = 6
"""Letters of a word of a name that may stand for it alone."""


def firms_of(said: Iterable[Sequence[Name]], words: Language) -> frozenset[str]:
    """The words that names begin with which are surely companies' somewhere in a text."""
    firm = re.compile(words.words["name"]["firm_words"], re.I)
    sure = [n.text for found in said for n in found if n.company or n.role]
    # A later mention may be by any word of a name that tells.
    later = [word for text in sure for word in re.findall(r"[\w&]+", text)[1:]]
    telling = {w.casefold() for w in later if len(w) >= _TELLING and not firm.fullmatch(w)}
    return frozenset({head(text) for text in sure} | telling)


def speaks(name: Name, text: str, words: Language) -> bool:
    """Whether a name is somebody's who says something: a person's, unless it is a company's."""
    near = rf"^,?\s(?:also |has |had )?{words.words['cue']['said']}"
    said = words.words["cue"]["said"]
    trades = words.trade.words.match(text, name.end + 1)  # "He said Marvane imported 20"
    front = None if trades else re.search(rf"{said}\s$", text[: name.start], re.I)
    return front is not None or re.match(near, text[name.end :], re.I) is not None
