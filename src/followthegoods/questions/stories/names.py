"""Companies in a story: who is supplied, who supplies, as far as the words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from followthegoods.questions.stories.language import Language
from followthegoods.questions.stories.places import Place
from followthegoods.questions.stories.reading import Sentence

RECEIVER, SUPPLIER = "receiver", "supplier"
_WORD = r"[A-Z][\w&-]*"


@dataclass(frozen=True)
class Name:
    """A name and its place in a sentence; `role` is empty where the words do not tell."""

    start: int
    end: int
    text: str
    role: str = ""
    company: bool = False
    """Whether a legal form, or quotation marks, say that it is a company."""


@dataclass(frozen=True)
class Cast:
    """Whom a story is about, and all companies it names, as printed. `named` is what the text
    calls it, where `topic` was given as a tax id or an id."""

    topic: str
    companies: tuple[str, ...]
    named: str

    def about(self, name: str) -> bool:
        """Whether a name is another form of the one the story is about."""
        return bool(name) and head(name) in (head(self.topic), head(self.named))


def head(name: str) -> str:
    """The word that two forms of one name share."""
    words = re.findall(r"[\w&]+", name)
    return words[0].casefold() if words else ""


def names(text: str, words: Language, countries: Sequence[Place]) -> list[Name]:
    """The names of a sentence that may be companies', with their roles."""
    table = words.words["name"]
    forms = "|".join(sorted(table["forms"], key=len, reverse=True))
    found: list[Name] = []
    quoted = r"«(?P<quoted>[^«»]{2,60})»"
    run = rf"{_WORD}(?:(?: | & )(?:{_WORD}))*"
    spelt = rf"{quoted}|(?<![\w’])(?P<run>{run})(?P<form>,? (?:{forms})\.?(?![\w]))?"
    skipped = frozenset(table["not_names"])
    for m in re.finditer(spelt, text):
        if m["quoted"]:
            found.append(_roled(m.start("quoted"), m.end("quoted"), True, text, words))
            continue
        start, end = _trimmed(m.start(), m.end("run"), text, skipped, countries)
        if start >= end:
            continue
        with_form = re.search(rf"(?:^|\s)(?:{forms})\.?$", text[start:end])
        end = m.end() if m["form"] else end
        company = bool(m["form"] or with_form)
        if not company and words.code != "en":
            continue  # a capital says little where names of companies stand in quotation marks
        found.append(_roled(start, end, company, text, words))
    return found


def _trimmed(
    start: int, end: int, text: str, skipped: frozenset[str], countries: Sequence[Place]
) -> tuple[int, int]:
    """A run of capital words without words that begin sentences, and without countries."""
    moved = True
    while moved and start < end:
        moved = False
        word = re.match(r"[\w&-]+", text[start:end])
        country = next((p for p in countries if p.start <= start < p.end), None)
        if country is not None:
            start, moved = country.end, True
        elif word and word[0] in skipped:
            start, moved = start + word.end(), True
        while start < end and text[start] in " -":
            start += 1
    within = [p.start for p in countries if start < p.start < end]
    return start, min([end, *within])


def _roled(start: int, end: int, company: bool, text: str, words: Language) -> Name:
    table = words.words["name"]
    closing = 1 if text[end : end + 1] == "»" else 0
    after, before = text[end + closing :], text[:start].rstrip("«")
    receives = re.match(rf"\s{table['receiver_verbs']}(?!\w)", after, re.I)
    role = ""
    if receives or re.search(rf"(?<!\w)(?:{table['receiver_before']})$", before, re.I):
        role = RECEIVER
    elif re.match(rf"\s{table['supplier_verbs']}(?!\w)", after, re.I):
        role = SUPPLIER
    return Name(start, end, text[start:end].strip(), role, company)


def cast(
    said: Iterable[tuple[Sentence, list[Name]]], words: Language, given: Sequence[str]
) -> Cast:
    """Whom the story is about: a name that is given, else the receiver that is named most, else
    who acts in sentences of trade."""
    mentions: Counter[str] = Counter()
    receivers: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    companies: dict[str, None] = {}
    acting: Counter[str] = Counter()
    for sentence, found in said:
        trade = words.says("trade", sentence.text)
        for name in found:
            key = head(name.text)
            mentions[key] += 1
            receivers[key] += name.role == RECEIVER
            supplies = words.says("rank", sentence.text) or words.says("supplies", sentence.text)
            acts = words.says("verb", sentence.text[name.end :])
            acting[key] += bool(trade and acts and not supplies)
            forms.setdefault(key, Counter())[name.text] += 1 + 2 * (name.role == RECEIVER)
            if name.company or name.role:
                companies[name.text] = None
    ranked = sorted(
        (key for key in mentions if receivers[key]),
        key=lambda key: (-receivers[key], -mentions[key]),
    )
    others = [key for key, count in acting.most_common() if count]
    others += [key for key, count in mentions.most_common() if count > 1]
    best = ranked[0] if ranked else next(iter(others), "") or _listed(companies)
    topic = max(forms[best], key=lambda text: (forms[best][text], len(text))) if best else ""
    return Cast(given[0] if given else topic, tuple(companies), topic)


def _listed(companies: Iterable[str]) -> str:
    first = next(iter(companies), "")
    return head(first)
