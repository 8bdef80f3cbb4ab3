"""Patterns that are put together from the tables of a language: numbers, days, countries, and what
words in capitals stand for in other patterns."""

from __future__ import annotations

import re
from typing import Any

from followthegoods.facts.countries import country_codes, country_label
from followthegoods.facts.currencies import currency_codes


def pieces_of(words: dict[str, Any]) -> dict[str, str]:
    """What words in capitals stand for in the table of trade, those made of others first."""
    learn = {name.upper(): said for name, said in words["learn"].items() if isinstance(said, str)}
    order = [name for name in ("FIRST", "LIST", "KIND", "WORD") if name in learn]
    pieces = {name: learn[name] for name in (*order, *(n for n in learn if n not in order))}
    return {**pieces, "BUSINESS": words["name"]["business"]}


def with_pieces(said: str, pieces: dict[str, Any]) -> str:
    """A pattern with the pieces that its words in capitals stand for."""
    for name in (*_FIRST, "list", "kind", "word", "name", "end", "sum"):
        if name in pieces:
            spelt = pieces[name].replace("\\", "\\\\")
            said = re.sub(rf"\b{name.upper()}(?=\b|END)", spelt, said)
    return said


_FIRST = ("general", "moved", "told", "bits", "nation")
"""Pieces that stand in no other."""


def with_days(said: str, day: str) -> str:
    """A pattern of the table with D as any day."""
    spelt = day if day.startswith("(?P<D>") else f"(?:{bare(day)})"
    return re.sub(r"\bD\b", lambda _: spelt, said)


def with_months(said: str, words: dict[str, Any]) -> str:
    """A pattern of the table with M as any month."""
    return re.sub(r"\bM\b", lambda _: f"(?:{'|'.join(words['month'].values())})", said)


def with_words(said: str, words: dict[str, Any]) -> str:
    """A pattern of the table with GAVE, GOT and the others as the words that they stand for."""
    for name, spelt in {**words["word_of"], "business": words["name"]["business"]}.items():
        if (capitals := name.upper()) in said:
            spelt = spelt.replace("\\", r"\\")
            said = re.sub(rf"(?<![A-Z_]){capitals}(?![A-Z_])", spelt, said)
    return said


def bare(pattern: str) -> str:
    """A pattern whose groups have no names, so that it may stand twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def any_of(table: dict[str, list[str]]) -> str:
    """Any of a table's spellings, the longest first."""
    return "|".join(sorted((s for spelt in table.values() for s in spelt), key=len, reverse=True))


_SIGNS = r"(?:US|HK|NT|NZ|C|A|S|R|E)?[$]|[€£¥₽₩₺₴₸₹₦₪₾₼₫฿₱৳]|\b(?-i:Rs\.?|KSh|Rp|RM|E£)(?=\s?\d)"
"""Signs of currencies, which stand before their number."""


def any_number(words: dict[str, Any]) -> re.Pattern[str]:
    point, group = re.escape(words["decimal"]), words["thousands"]
    gap = "[  ]" if group == " " else re.escape(group)
    digits = rf"\d{{1,3}}(?:{gap}\d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)?"
    tens = "|".join(word for word, n in words["number"].items() if n >= 20)
    ones = "|".join(word for word, n in words["number"].items() if n < 10)
    spelt = (
        f"(?:{tens})[ -](?:one|{ones})|" + "|".join(words["number"])
        if tens
        else ("|".join(words["number"]))
    )
    if hundred := words["hundred"]:
        spelt = rf"(?:one|an?|{ones}) {hundred}(?: and (?:{spelt}|one))?|{spelt}"
    spelt = "|".join((*words["number_said"], spelt))
    codes = "|".join(currency_codes())
    shared = "|".join(words["shared_currency"])
    scale = any_of(words["scale"])
    money = f"{any_of(words['currency'])}|(?-i:{codes})" + (f"|{shared}" if shared else "")
    return re.compile(
        rf"(?P<pre>{_SIGNS}|\b(?-i:{codes})(?=\s?\d))?\s?(?<!\d[.,])(?<!\w)"
        rf"(?P<num>{digits}|(?:{spelt})(?!\w))"
        rf"(?:[  -]?(?P<scale>{scale})(?!\w))?"
        rf"(?:(?:{words['or_so']})?(?:[  -]?(?P<cur>{money})(?!\w)"
        rf"|\s?(?P<unit>{any_of(words['unit'])})(?!\w|-[^\W\d]{{3}}))"
        rf"|\s(?:(?:{words['of_counted']}) )?(?:(?:{words['counted']}) )?"
        rf"(?P<count>{any_of(words['count'])})(?!\w))?",
        re.IGNORECASE,
    )


def any_day(words: dict[str, Any]) -> str:
    month = "|".join(words["month"].values())
    year = r"(?:19|20)\d\d(?![\d,.]\d)"
    tail, part, nth = words["day_tail"], words["day_part"], words["ordinal"]
    return (
        rf"{part}(?:(?P<d1>\d{{1,2}}){nth} (?P<m1>{month}),? (?P<y1>{year})"
        rf"|(?P<m2>{month}) (?P<d2>\d{{1,2}}){nth},? (?P<y2>{year})"
        rf"|(?P<m3>{month}),? (?P<y3>{year})|(?P<y4>{year})){tail}"
    )


def capital_months(words: dict[str, Any]) -> str:
    """Months as a story writes them without a year: with a capital where the language has one."""
    months = words["month"].values()
    spelt = [m[0].upper() + m[1:] if m[0].isascii() else m for m in months]
    return "|".join(spelt)


def any_country(words: dict[str, Any]) -> re.Pattern[str]:
    """Countries by their names and adjectives, the longest first; those without an entry by their
    English label."""
    spelt = dict(words["country"])
    for code in country_codes():
        label = country_label(code)
        if code not in spelt and len(label) > 3 and label.replace(" ", "").isalpha():
            spelt[code] = [re.escape(label)]
    pairs = [(code, said) for code, forms in spelt.items() for said in forms]
    pairs.sort(key=lambda pair: -len(pair[1]))
    named = "|".join(f"(?P<{code}{n}>{said}s?)(?!\\w)" for n, (code, said) in enumerate(pairs))
    return re.compile(rf"(?<!\w){words['country_opens']}(?:{named})")
