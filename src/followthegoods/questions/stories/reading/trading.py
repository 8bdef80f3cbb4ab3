"""Who buys and who sells in a sentence, by the grammar of its verbs and nouns of trade.

A word of trade gives a company a role by where it stands: before the verb, after it, or after a
preposition: "Marvane sold 40 pumps to Borowa", "pumps bought by Borowa from Marvane"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

ACTS, DONE, DOING, NOUN = "acts", "done", "doing", "noun"
"""The forms of a word of trade: of who acts, of what is done, of doing, and a noun."""


class Party(Protocol):
    """A name that may be a company's, as `Name` of names.py is."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True)
class Trade:
    """A word of trade in a sentence: its sense ("gets", "gives", "pays", "bills", "earns"), its
    form, and whether its subject is whom or what it is done to."""

    start: int
    end: int
    sense: str
    form: str
    passive: bool = False

    @property
    def roles(self) -> str:
        """The name of its roles in the table."""
        return f"{self.sense}_{DONE if self.passive else self.form}"


@dataclass(frozen=True)
class Grammar:
    """The words of trade of a language, compiled: see [trade] of its table."""

    words: re.Pattern[str]
    done: re.Pattern[str]
    nouns: Mapping[str, re.Pattern[str]]
    small: Mapping[str, re.Pattern[str]]
    roles: Mapping[str, Mapping[str, str]]
    stops: frozenset[str]
    """What no name is told with: prepositions, conjunctions, auxiliary verbs."""
    prepositions: frozenset[str]
    goods: Sequence[re.Pattern[str]]
    """Where a sentence names goods by who trades in them."""


def grammar(table: Mapping[str, Any], pieces: Mapping[str, str]) -> Grammar:
    """The grammar of a language's table of trade; `pieces` are what its words in capitals stand
    for: BUSINESS is what companies are called."""
    pieces = {**pieces, **{name.upper(): said for name, said in table["pieces"].items()}}
    groups: dict[str, list[str]] = {}
    every: list[str] = []
    for sense, verbs in table["verbs"].items():
        for verb in verbs:
            told = verb.split(" / ")
            forms = told if len(told) > 1 else [f"{verb}{end}" for end in table["endings"]]
            every.append(forms[1])
            for form, spelt in zip((ACTS, DONE, DOING), forms, strict=True):
                groups.setdefault(f"{sense}_{form}", []).append(spelt)
    for sense, spelt in table["nouns"].items():
        groups.setdefault(f"{sense}_{NOUN}", []).append(spelt)
    # Verbs are named before their participles, which are spelt alike as a rule.
    said = "|".join(f"(?P<{name}>{'|'.join(of)})" for name, of in groups.items())
    small = {name: re.compile(spelt_out(spelt, pieces)) for name, spelt in table["small"].items()}
    own = {**pieces, **_kinds_of_verbs(groups)}
    return Grammar(
        re.compile(rf"(?<![\w’'-])(?:{said or '(?!)'})(?![\w-])", re.I),
        re.compile("|".join(every) or "(?!)", re.I),
        {sense: re.compile(spelt, re.I) for sense, spelt in table["nouns"].items()},
        small,
        table["roles"],
        frozenset({*table["stops"], *table["prepositions"]}),
        frozenset(table["prepositions"]),
        [re.compile(spelt_out(spelt, own)) for spelt in table["goods"].values()],
    )


def _kinds_of_verbs(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The verbs of some senses as pieces of patterns."""

    def any_of(senses: Sequence[str], forms: Sequence[str]) -> str:
        spelt = [
            one for sense in senses for form in forms for one in groups.get(f"{sense}_{form}", ())
        ]
        return f"(?:{'|'.join(spelt) or '(?!)'})"

    acting = (ACTS, DOING)
    sure, all_gets, all_gives = (
        ("gets",),
        ("gets", "gets_weakly", "takes"),
        ("gives", "gives_weakly"),
    )
    return {
        "BUYS": any_of(sure, acting),
        "SELLS": any_of(("gives",), acting),
        "PAYS": any_of(("pays",), acting),
        "BILLS": any_of(("bills",), acting),
        "GETS": any_of(all_gets, acting),
        "GIVES": any_of(all_gives, acting),
        "DONE": any_of((*all_gets, *all_gives), (DONE,)),
        "EARNS": any_of(("earns", "earns_weakly", "takes"), acting),
        "FLOWS": any_of(("gets", "gives", "pays"), (NOUN,)),
    }


def spelt_out(said: str, pieces: Mapping[str, str]) -> str:
    """A pattern with the pieces that its words in capitals stand for."""
    for name, spelt in pieces.items():
        said = re.sub(rf"(?<![A-Z]){name}(?=END|(?![A-Z]))", lambda _, spelt=spelt: spelt, said)  # type: ignore[misc]
    return said


def trades(text: str, names: Sequence[Party], of: Grammar) -> list[Trade]:
    """The words of trade of a sentence, in its order."""
    return list(_trades(text, names, of))


def _trades(text: str, names: Sequence[Party], of: Grammar) -> Iterator[Trade]:
    for m in _words(of.words, text):
        if any(n.start <= m.start() < n.end != m.end() for n in names):
            continue
        sense, _, form = (m.lastgroup or "").rpartition("_")
        if sense == "earns_weakly" and not of.small["bare_sum"].match(text, m.end()):
            continue  # "makes pumps", and not "made $3 million from them"
        sense = sense.removesuffix("_weakly")
        before, after = text[: m.start()], text[m.end() :]
        if of.small["compound"].match(after):
            continue  # "import records show"
        acting = _acting(before, names, of)
        if form == DOING and of.small["goes_about"].search(before):
            form, acting = ACTS, True
        noun = next((s for s, spelt in of.nouns.items() if spelt.fullmatch(m[0])), "")
        if noun and not acting and not of.small["has"].search(before):
            yield Trade(m.start(), m.end(), noun, NOUN)
            continue
        if sense == "takes" and form != ACTS:
            sense = "gets"
        if form == ACTS and of.done.fullmatch(m[0]):
            if of.small["is"].search(before):
                if sense == "gets" and _of_a_company(before, names, of):
                    continue  # "Marvane was acquired by Borowa"
                sense = "gets" if sense == "takes" else sense
                yield Trade(m.start(), m.end(), sense, ACTS, passive=True)
                continue
            by_whom = of.small["by_whom"].match(after) is not None
            on = not acting and of.small["goes_on"].match(after) is not None
            if by_whom or (on and not of.small["has"].search(before)):
                form = DONE
        if form == ACTS and sense == "takes":  # "got $62 million", and "got $62 million of tyres"
            part = of.small["of_a_sum"].search(before) and of.small["so_much_alone"].match(after)
            sense = "earns" if part or of.small["bare_sum"].match(after) else "gets"
        yield Trade(m.start(), m.end(), sense, form)


def _of_a_company(before: str, names: Sequence[Party], of: Grammar) -> bool:
    """Whether what is said to be bought is a company: its name stands right before "was"."""
    front = of.small["adverbs"].sub("", of.small["being"].sub("", before)).rstrip()
    return any(n.end == len(front) for n in names)


@lru_cache(maxsize=512)
def _words(words: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """The words of a sentence that may be of trade: each reading of it asks for them again."""
    return tuple(words.finditer(text))


def _acting(before: str, names: Sequence[Party], of: Grammar) -> bool:
    """Whether who acts stands right before a verb: a name, a pronoun, "which"."""
    front = of.small["adverbs"].sub("", before)
    return any(n.end == len(front) for n in names) or of.small["pronoun"].search(front) is not None
