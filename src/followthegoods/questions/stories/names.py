"""Companies in a story: who is supplied, who supplies, as far as the words tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from followthegoods.questions.stories.language import Language, language
from followthegoods.questions.stories.places import Place

RECEIVER, SUPPLIER = "receiver", "supplier"
_CAPITALS = "".join(map(chr, filter(lambda code: chr(code).isupper(), range(0x250))))
_WORD = rf"(?:[dDlLO]['’])?[{_CAPITALS}](?!\.[{_CAPITALS}])[\w&-]*"


_PARTICLE = r" (?:de|del|della|di|do|da|dos|das|du|des|van|von|der|den|al)(?: (?:la|las|los|el))? "
"""What joins words of a name in other languages: "Granos del Sur"."""


@dataclass(frozen=True)
class Name:
    """A name and its place in a sentence; `role` is empty where the words do not tell."""

    start: int
    end: int
    text: str
    role: str = ""
    company: bool = False
    """Whether a legal form, a word of firms, quotation marks or the case say that it is one."""


def head(name: str) -> str:
    """The word that two forms of one name share."""
    words = [word.casefold() for word in re.findall(r"[\w&]+", name)]
    own = [word for word in words if word not in _FORMS_BEFORE] or words
    return own[0] if own else ""


_FORMS_BEFORE = frozenset(
    {"pt", "ooo", "ооо", "oao", "оао", "zao", "зао", "pao", "пао", "jsc", "llc", "ао", "тоо", "too"}
    | {"uab", "sia", "ab", "as", "ad", "cv", "fa"}
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
    forms = "|".join(sorted(table["forms"], key=len, reverse=True))
    found: list[Name] = []
    quoted = r"«(?P<quoted>[^«»]{2,60})»"
    run = rf"{_WORD}(?:(?: | & |{_PARTICLE})(?:{_WORD}))*"
    spelt = rf"{quoted}|(?<![\w’])(?P<run>{run})(?P<form>\.?,? (?:{forms})\.?(?![\w]))?"
    for m in re.finditer(spelt, text):
        if m["quoted"]:
            found.append(roled(m.start("quoted"), m.end("quoted"), True, text, words))
            continue
        start, end = _trimmed(m.start(), m.end("run"), text, words, countries)
        if start >= end:
            continue
        if re.fullmatch(rf"(?:{forms})\.?", text[start:end]):
            continue  # the end of a name of another build
        with_form = re.search(rf"(?:^|\s)(?:{forms})\.?$", text[start:end])
        end = m.end() if m["form"] else end
        company = bool(m["form"] or with_form) or _of_a_firm(text[start:end], firms)
        company = company or re.search(rf"\s{table['firm_words']}$", text[start:end]) is not None
        company = company or _named_by_goods(text[start:end], words.code)
        if not _stands_for_a_place(start, end, text, words):
            company = company or _introduced(start, end, text, words)
        person = words.small["a_person"].match(text, end) is not None and not with_form
        company = company and not person
        if not company and words.code != "en":
            continue  # a capital says little where names of companies stand in quotation marks
        if any(pattern.fullmatch(text[start:end]) for _, pattern in words.authorities):
            continue
        aside = head(m[0]) in words.bystanders or _researches(start, end, text, words)
        if aside and not with_form:
            continue
        if not (company or text[:start].strip("*_ ")) and words.small["labels"].match(text, end):
            continue  # "Route: in 2021 most came from …"
        if not company and _names_goods(start, end, text, words):
            continue  # "Jet fuel: 620,000 barrels"
        if company or not _stands_for_a_place(start, end, text, words):
            one = roled(start, end, company, text, words)
            found.append(replace(one, role="") if person else one)
    return _in_lists(found, text, words)


def _of_a_firm(name: str, firms: Collection[str]) -> bool:
    """Whether a name begins or ends with a word that is known to be a company's."""
    last = name.rpartition(" ")[2].casefold()
    return head(name) in firms or (len(last) >= _TELLING and last in firms)


@cache
def _named_by_goods(name: str, code: str) -> bool:
    """Whether a name of several words ends with goods, which only a company's does: "Baltvik
    Ceramics"."""
    own, _, last = name.rpartition(" ")
    return bool(own) and any(pattern.fullmatch(last) for pattern, _ in language(code).goods)


def _researches(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is whose who looked at the records, or was told something."""
    table = words.words["name"]
    return (
        re.search(table["press_before"], text[:start]) is not None
        or re.match(table["press_after"], text[end:]) is not None
    )


def _introduced(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is said to be a company's, in either order: "Marvane, a trader in Izmir",
    "an outfit in Bursa, Marvane Rulman", "Marvane (Turkey)"."""
    table = words.words["name"]
    after, before = (
        table[name].replace("BUSINESS", table["business"])
        for name in ("named_after", "named_before")
    )
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


def _names_goods(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a capital only begins the words of some goods."""
    told = text[start:].lower()
    begun = (pattern.match(told) for pattern, _ in words.goods_here)
    return any(m is not None and m.end() >= end - start for m in begun)


def _stands_for_a_place(start: int, end: int, text: str, words: Language) -> bool:
    """Whether a name is said to be where something is, or dates a report at its head."""
    table = words.words["name"]
    dateline = start == 0 and text[:end].isupper() and re.match(r",? ?[^.]{0,14}[–—(-]", text[end:])
    return bool(dateline) or re.search(table["place_before"], text[:start]) is not None


def _in_lists(found: Sequence[Name], text: str, words: Language) -> list[Name]:
    """Names joined in a list share the role that the words give to one of them, whatever each is
    called before it: "Voralp Rohr and the Czech company Moravske Trubky"."""
    told = list(found)
    called = (
        rf"(?:(?:the |an? )?(?:[A-Z][\w'’-]+ ){{0,2}}(?:[a-z-]+ )?{words.words['cue']['firms']}\s)?"
    )
    listed = re.compile(words.words["small"]["names_in_list"] + called)
    for order in (range(len(told) - 2, -1, -1), range(len(told) - 1)):
        for at in order:
            first, second = told[at], told[at + 1]
            between = text[first.end : second.start]
            if not listed.fullmatch(between) or (
                between == words.small["aside_the"].pattern
                and re.match(rf"\s{words.words['name']['business']}\b", text[second.end :])
            ):
                continue  # "Orlemar Motors, the Tatarstan carmaker"
            role = first.role or second.role
            told[at], told[at + 1] = (
                replace(name, role=name.role or role) for name in (first, second)
            )
    return told


def _trimmed(
    start: int, end: int, text: str, words: Language, countries: Sequence[Place]
) -> tuple[int, int]:
    """A run of capital words without words that begin sentences, and without countries."""
    skipped = frozenset(words.words["name"]["not_names"])
    moved = True
    while moved and start < end:
        moved = False
        word = re.match(r"[\w&-]+", text[start:end])
        country = next((p for p in countries if p.start <= start < p.end), None)
        if country is not None:
            start, moved = country.end, True
        elif word and (
            word[0] in skipped
            or word[0][0].islower()
            or words.small["seated_in"].fullmatch(word[0])
            or words.cues["no_name"].fullmatch(word[0])
        ):
            start, moved = start + word.end(), True
        while start < end and text[start] in " -":
            start += 1
    within = [p.start for p in countries if start < p.start < end]
    return start, min([end, *within])


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
    front = re.search(rf"{said}\s$", text[: name.start], re.I)
    return front is not None or re.match(near, text[name.end :], re.I) is not None
