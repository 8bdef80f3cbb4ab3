"""How names are spelt, and whose are no party's to a trade: persons, offices, papers, towns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from followthegoods.questions.stories.reading.trading import spelt_out

NOBODY, BESIDE = "nobody", "beside"
"""A name that is no party's, and one that is a party's only where words of trade say so."""

_CAPITALS = "".join(map(chr, filter(lambda code: chr(code).isupper(), range(0x250))))
_WORD = rf"(?:[dDlLO]['’])?(?![{_CAPITALS}]{{1,3}}\$)[{_CAPITALS}](?!\.\w|/[{_CAPITALS}])[\w&-]*"


MARKS = "*_"
"""What sets words in other letters."""
_LABEL = re.compile(r"[\s*_#(>]*[A-Z][.:]\s")
"""A letter that a sentence is labelled with: "Q. Through whom?"."""


@dataclass(frozen=True)
class Spelt:
    """A name as it is spelt: its place, the text that names it, whether it has a legal form or
    stands in quotation marks, and where its form begins: 0 for a name that is whole as it is."""

    start: int
    end: int
    text: str
    sure: bool
    run_end: int = 0


@dataclass(frozen=True)
class Naming:
    """The spelling of names in a language, compiled: see its table."""

    run: re.Pattern[str]
    """A run of capital words, with its legal form."""
    form: re.Pattern[str]
    """A legal form alone."""
    formed: re.Pattern[str]
    """What ends with a legal form."""
    firm_first: re.Pattern[str]
    """A word that only companies' names begin with, and what follows it."""
    marked: re.Pattern[str]
    """A name in quotation marks, with the legal form before it."""
    firm_after: re.Pattern[str]
    """What a name in quotation marks is called after them."""
    short: re.Pattern[str]
    """The short form that is given beside a name."""
    short_told: re.Pattern[str]
    """Words or marks that say that it is one."""
    office: re.Pattern[str]
    """The name of an office, a paper or a treaty."""
    aside: Mapping[str, re.Pattern[str]]
    """What tells, beside a name, that it is no party's; see [aside] of the table."""


def naming(table: Mapping[str, Any], forms: Iterable[str]) -> Naming:
    """The spelling of names by a language's table; `forms` are legal forms after names."""
    pieces = {name.upper(): said for name, said in table["pieces"].items()}
    told = table["spelt"]
    one = rf"(?:(?:{told['initials']})?(?:{_WORD}|{told['odd']}))"
    legal = "|".join(sorted(forms, key=len, reverse=True))
    run = (
        rf"(?<![\w’])(?P<run>(?P<numbered>{told['numbered']})"
        rf"|{one}(?:(?: | & |{told['joins']})(?:{_WORD}))*)"
        rf"(?P<form>\.?,? (?:{legal})\.?(?![\w]))?"
    )
    return Naming(
        re.compile(rf"«(?P<quoted>[^«»]{{2,60}})»|{run}"),
        re.compile(rf"(?:{legal})\.?"),
        re.compile(rf"(?:^|\s)(?:{legal})\.?$"),
        re.compile(told["firm_first"]),
        re.compile(rf"(?P<form>\b{told['form_before']} )?{told['in_marks']}"),
        re.compile(told["firm_after"]),
        re.compile(spelt_out(told["short"], pieces)),
        re.compile(told["short_told"]),
        re.compile(spelt_out(table["offices"]["name"], pieces)),
        {name: re.compile(spelt_out(said, pieces)) for name, said in table["aside"].items()},
    )


def spelt(text: str, of: Naming) -> Iterator[Spelt]:
    """The runs of capital words of a sentence that may be names, in its order; a name in quotation
    marks with its legal form, or with what it is called after them, is one."""
    marked = list(_marked(text, of))
    yield from marked
    label = _LABEL.match(text)
    for m in of.run.finditer(text):
        if any(m.start() < one.end and one.start < m.end() for one in marked):
            continue
        if label and m.start() < label.end():
            again = of.run.match(text, label.end()) if m.end() > label.end() else None
            if again is None:
                continue
            m = again
        if m["quoted"]:
            yield Spelt(m.start("quoted"), m.end("quoted"), m["quoted"], True)
        elif m["numbered"]:
            yield Spelt(m.start(), m.end(), m[0], True)
        else:
            yield Spelt(m.start(), m.end(), m[0], bool(m["form"]), m.end("run"))


def _marked(text: str, of: Naming) -> Iterator[Spelt]:
    for m in of.marked.finditer(text):
        after = of.firm_after.match(text, m.end())
        if m["form"] or after:
            end = after.end() if after else m.end()
            yield Spelt(m.start(), end, m["inner"], True)


def aside(start: int, end: int, text: str, of: Naming, firm: bool) -> str:
    """Whether the name at a place is no party's by what it is called: empty where it may be one.
    `firm` says that its own words are a company's."""
    told, front = of.aside, text[:start].rstrip(MARKS)
    text = text[:end] + text[end:].lstrip(MARKS)
    if told["source"].search(front) or _reads(text, end, front, told):
        return NOBODY
    if not firm:
        person = told["person_before"].search(front) or told["person_after"].match(text[end:])
        person = person or told["titled"].match(text, start, end)
        other = told["other_after"].match(text[end:]) or told["other_next"].match(text[end:])
        other = other or told["is_other"].search(front)
        if text[end : end + 1] == ",":
            other = other or told["is_apposed"].search(front)
        if other and not person and told["may_trade"].match(text[end:]):
            return BESIDE
        if person or other:
            return NOBODY
        if told["land"].fullmatch(text, start, end) or told["place_before"].search(front):
            return NOBODY
        if any(first <= start < last for first, last in _offices(text, of.office)):
            return BESIDE
    return BESIDE if told["beside_before"].search(front) else ""


def _reads(text: str, end: int, front: str, told: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a name is whose who was given records, or asked for them and read them."""
    if told["given_records"].search(front) or told["looks_at_records"].match(text[end:]):
        return True
    after = told["looks_at"].match(text[end:])
    return after is not None and told["whose_records"].search(front) is not None


@lru_cache(maxsize=64)
def _offices(text: str, office: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Where a sentence names offices."""
    return tuple(m.span() for m in office.finditer(text))


def short_form(name: str, end: int, text: str, of: Naming) -> str:
    """The short form that a name ending at a place is given beside it; empty where none is:
    "Norddeutsche Kabelfabrik (NKF)"."""
    told = of.short.match(text[end:])
    if told is None:
        return ""
    said = told["inside"] or told["beside"] or told["alias"]
    if told["inside"] and not of.short_told.match(text[end:]) and not _abbreviates(said, name):
        return ""
    return said


def _abbreviates(short: str, name: str) -> bool:
    """Whether letters are those of a name, in its order, and begin with its first."""
    letters, at = name.casefold(), 0
    if not short.isupper() or short[0].casefold() != letters[:1]:
        return False
    for letter in short.casefold():
        at = letters.find(letter, at) + 1
        if not at:
            return False
    return True
