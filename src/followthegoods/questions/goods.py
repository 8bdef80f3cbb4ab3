"""Goods as a subject: by commodity code, or by words. A line is of them, may be, or is not.

A text of 2 to 10 digits is the beginning of a commodity code, in one edition of the Harmonised
System; in others it is the codes that a table given by the user says. Any other text is words that
must all stand in the goods text, the trademark or the maker's name: whole words, and where a word
ends in `*`, those that begin so. Case does not matter, Ё is Е, and letters that look alike in the
Latin and the Cyrillic script are one.

A line that does not state what is looked at, or a code shorter than the one asked for, may be of
the goods: it is in the ceiling only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.facts.text import TO_CYRILLIC, TO_LATIN
from followthegoods.reference.hs import CodeSet

SURELY, PERHAPS, NOT = 3, 1, 0
"""How a line stands to the goods asked about; the first two are grades, as of a link."""

Codes = Mapping[tuple[str, str], CodeSet]
"""By the code asked for and an edition: what it is there. Without an entry: the same digits."""


def is_code(text: str) -> bool:
    """Whether a text about goods is the beginning of a commodity code."""
    return re.fullmatch(r"[0-9]{2,10}", text) is not None


def goods_words(text: str) -> tuple[str, ...]:
    """The words of a text about goods. Raises `BadParameter` where there is none."""
    words = tuple(re.findall(r"[^\W_]+\*?", text.upper()))
    if not words:
        raise BadParameter(
            f"Goods cannot be {text!r}.",
            do="Give words of the goods text, or 2 to 10 digits of a commodity code.",
        )
    return words


def goods_label(goods: Iterable[str], revision: str) -> str:
    """The goods asked about, in words."""
    said = [
        f"code {text}… (HS {revision})" if is_code(text) else f"words “{text}”" for text in goods
    ]
    return " or ".join(said)


def grade_sql(
    goods: Sequence[str], codes: Codes, spans: Sequence[tuple[date, str]], said: Sequence[str]
) -> str:
    """How a line `l` stands to any of the goods: `SURELY`, `PERHAPS` or `NOT`.

    `spans`: the editions of the authority with their first days; `said`: the files of mentions,
    where makers' names are.
    """
    grades = [
        _code_sql(text, codes, spans) if is_code(text) else _words_sql(text, said) for text in goods
    ]
    return grades[0] if len(grades) == 1 else f"greatest({', '.join(grades)})"


def unstated_sql(goods: Sequence[str]) -> str:
    """Whether a line `l` does not state what is looked at."""
    looked_at = {"l.hs" if is_code(text) else "l.goods" for text in goods}
    return " OR ".join(f"{column} IS NULL" for column in sorted(looked_at))


def refused_sql(goods: Sequence[str]) -> str:
    """Whether a refused row, of which only the text `said` is known, may be of the goods."""
    tests = []
    for text in goods:
        if is_code(text):
            tests.append(f"contains(said, {literal(f' {text}')})")
        else:
            words = [f"regexp_matches(said, {_pattern(word)})" for word in goods_words(text)]
            tests.append(f"({' AND '.join(words)})")
    return " OR ".join(tests)


# -- codes


def _code_sql(code: str, codes: Codes, spans: Sequence[tuple[date, str]]) -> str:
    """By the edition in force on a line's day; the same test throughout needs no day."""
    tests = [(start, _edition_sql(code, codes.get((code, revision)))) for start, revision in spans]
    if len({test for _, test in tests}) == 1:
        return tests[0][1]
    day = "coalesce(l.registered, l.month)"
    # A line without a day: of no edition that is known.
    cases = f"WHEN {day} IS NULL THEN least({PERHAPS}, greatest("
    cases += ", ".join(sorted({test for _, test in tests})) + ")) "
    cases += " ".join(f"WHEN {day} >= DATE '{start}' THEN {test}" for start, test in tests[:0:-1])
    return f"CASE {cases} ELSE {tests[0][1]} END"


def _edition_sql(code: str, known: CodeSet | None) -> str:
    if known is None:
        known = CodeSet((code,))
    shorter = sorted(
        {full[:n] for full in (*known.whole, *known.part) for n in range(4, min(len(full), 10))}
    )
    cases = [f"WHEN l.hs IS NULL THEN {PERHAPS}"]
    for found, grade in ((known.whole, SURELY), (known.part, PERHAPS)):
        if found:
            cases.append(f"WHEN {_begins_sql(found)} THEN {grade}")
    if shorter:
        cases.append(f"WHEN l.hs IN ({', '.join(map(literal, shorter))}) THEN {PERHAPS}")
    return f"CASE {' '.join(cases)} ELSE {NOT} END"


def _begins_sql(codes: Sequence[str]) -> str:
    sixes = sorted(code for code in codes if len(code) == 6)
    tests = [f"starts_with(l.hs, {literal(code)})" for code in codes if len(code) != 6]
    if len(sixes) == 1:
        tests.append(f"starts_with(l.hs, {literal(sixes[0])})")
    elif sixes:
        tests.append(f"left(l.hs, 6) IN ({', '.join(map(literal, sixes))})")
    return " OR ".join(tests)


# -- words


# Some dumps glue the pieces of a long text together with a mark, inside words too: КУЗО_[=1=]ВА.
_SAID = (
    "upper(concat_ws(' ', CASE WHEN contains(l.goods, '[=') "
    r"THEN regexp_replace(l.goods, '_?\[=[0-9]{1,4}=\]', '', 'g') ELSE l.goods END, l.trademark))"
)
"""The goods text and the trademark of a line, in capitals."""


def _words_sql(text: str, said: Sequence[str]) -> str:
    tests = []
    for word in goods_words(text):
        pattern = _pattern(word)
        test = f"regexp_matches({_SAID}, {pattern})"
        if said:
            makers = f"SELECT mention FROM {files_sql(said)} WHERE as_maker > 0 AND "
            test = f"({test} OR coalesce(l.maker IN ({makers}{_named(pattern)}), false))"
        tests.append(test)
    return (
        f"CASE WHEN {' AND '.join(tests)} THEN {SURELY} "
        f"WHEN l.goods IS NULL THEN {PERHAPS} ELSE {NOT} END"
    )


def _named(pattern: str) -> str:
    return f"regexp_matches(upper(name), {pattern})"


def _pattern(word: str) -> str:
    """A regular expression, as a literal, that finds a word in a text of capitals."""
    letters = "".join(map(_letter, word.rstrip("*")))
    end = "" if word.endswith("*") else r"([^\pL\pN]|$)"
    return literal(rf"(^|[^\pL\pN]){letters}{end}")


def _letter(letter: str) -> str:
    alike = {letter, letter.translate(TO_LATIN), letter.translate(TO_CYRILLIC)}
    if alike & {"Е", "Ё"}:
        alike |= {"E", "Е", "Ё"}
    return letter if len(alike) == 1 else f"[{''.join(sorted(alike))}]"
