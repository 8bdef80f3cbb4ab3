"""Mentions looked up: what they say, whose they are, where they stand, how they are tied."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followthegoods.engine.duckdb import literal
from followthegoods.engine.plan import Runner, files_sql
from followthegoods.facts.names import split_form
from followthegoods.facts.trade_words import canonical
from followthegoods.model.fields import ROLES
from followthegoods.parties.comparing import weigh_by
from followthegoods.parties.likeness import Weigh
from followthegoods.parties.read import Reading
from followthegoods.parties.search import Lookup, one_party

AS_ROLES = " + ".join(f"coalesce(as_{role}, 0)" for role in ROLES)


@dataclass(frozen=True)
class Known:
    """A mention as the lake has it: what it says, what was read in it, its party, its lines.

    `party` is None for one that names nobody. `of` is the mention in whose cell it is the second
    company.
    """

    mention: int
    name: str
    tax_id: str
    address: str
    country: str
    reading: Reading
    party: int | None
    lines: int
    of: int | None


@dataclass(frozen=True)
class Tie:
    """A link of the case between two mentions."""

    a: int
    b: int
    grade: int
    rule: str
    score: float


def numbers(values: Iterable[int]) -> str:
    """Numbers as a list of SQL that is never empty."""
    return ", ".join(map(str, sorted(values))) or "NULL"


_KNOWN = """
SELECT r.mention, r."of", coalesce(r.said, m.name, ''), coalesce(m.tax_id, ''),
    coalesce(m.address, ''), coalesce(m.country, ''), p.party, coalesce(m.lines, 0)::BIGINT,
    r.core, r.form, r.words, r.script, r.tax_id, r.weak_id, r.personal, r.address,
    coalesce(r.country, ''), r.also, r.role
FROM (SELECT * FROM {readings} WHERE mention IN ({wanted})
    QUALIFY row_number() OVER (PARTITION BY mention
        ORDER BY domestic DESC, tax_id NULLS LAST, country) = 1) AS r
LEFT JOIN (SELECT mention, min(name) AS name, min(tax_id) AS tax_id, min(address) AS address,
        min(country) AS country, sum({lines}) AS lines
    FROM {mentions} WHERE mention IN ({wanted}) GROUP BY mention) AS m USING (mention)
LEFT JOIN (SELECT mention, party FROM {parties} WHERE grade > 1) AS p USING (mention)
ORDER BY r.mention"""


def known_mentions(runner: Runner, lookup: Lookup, wanted: Iterable[int]) -> dict[int, Known]:
    """Those of the mentions that files of the case have."""
    rows = runner.ask(
        _KNOWN.format(
            readings=files_sql(lookup.readings),
            mentions=files_sql(lookup.mentions),
            parties=files_sql(lookup.parties),
            lines=AS_ROLES,
            wanted=numbers(wanted),
        )
    )
    return {
        row[0]: Known(
            row[0], row[2], row[3], row[4], row[5], _reading(*row[8:]), row[6], row[7], row[1]
        )
        for row in rows
    }


def _reading(
    core: str,
    form: str,
    words: str,
    script: str,
    tax_id: str | None,
    weak_id: str | None,
    personal: bool,
    address: str,
    country: str,
    also: Sequence[str],
    role: str,
) -> Reading:
    return Reading(
        core,
        form,
        tuple(words.split()),
        script,
        tax_id,
        weak_id,
        personal,
        address,
        country,
        tuple(also),
        role,
    )


def party_members(runner: Runner, lookup: Lookup, party: int) -> list[int]:
    """The mentions that are certainly or probably of a party."""
    rows = runner.ask(
        f"SELECT mention FROM {files_sql(lookup.parties)} "
        f"WHERE party = {party} AND grade > 1 ORDER BY mention"
    )
    return [mention for (mention,) in rows]


def mention_meant(runner: Runner, lookup: Lookup, text: str) -> Known:
    """The mention that a text means: by its own id; else of the party meant the one written so,
    else the one that it is named by. Raises `NoSuchParty`, `AmbiguousParty`.
    """
    text = text.strip()
    party = one_party(runner, lookup, text)
    members = known_mentions(runner, lookup, party_members(runner, lookup, party.party))
    if text[:1] == "p" and text[1:].isalnum():
        own = members.get(int(text[1:], 16)) if _is_hex(text[1:]) else None
        if own:
            return own
    core, form = split_form(text)
    key = " ".join(sorted(canonical(core.split())))
    digits = "".join(filter(str.isdigit, text))

    def nearness(one: Known) -> tuple[bool, bool, bool, bool, bool, int, int]:
        read = one.reading
        number = (read.tax_id or "").rpartition(":")[2]
        return (
            not (len(digits) > 5 and number.lstrip("0") == digits.lstrip("0")),
            one.name != text,
            not core or (read.core, read.form) != (core, form),
            not core or read.core != core,
            not key or read.key != key,
            -one.lines,
            one.mention,
        )

    return min(members.values(), key=nearness)


def _is_hex(text: str) -> bool:
    return bool(text) and not set(text) - set("0123456789abcdef")


def places(
    runner: Runner, lines: Sequence[str], mentions: Iterable[int]
) -> dict[int, tuple[int, int]]:
    """One line of each mention, and its source: the first one loaded."""
    wanted = numbers(mentions)
    named = " UNION ALL ".join(
        f"SELECT {role} AS mention, line, source FROM {files_sql(lines)} WHERE {role} IN ({wanted})"
        for role in ROLES
    )
    rows = runner.ask(
        f"SELECT mention, min(line), arg_min(source, line) FROM ({named}) AS n GROUP BY mention"
    )
    return {mention: (line, source) for mention, line, source in rows}


def case_weights(runner: Runner, lookup: Lookup, words: Iterable[str]) -> Weigh:
    """What words tell within the case, by in how many of its names they stand."""
    wanted = ", ".join(sorted(literal(word) for word in set(words))) or "NULL"
    rows = runner.ask(
        "SELECT word, count(DISTINCT key) FROM (SELECT DISTINCT key, "
        f"unnest(string_split(words, ' ')) AS word FROM {files_sql(lookup.readings)} "
        f"WHERE key <> '') AS w WHERE word IN ({wanted}) GROUP BY word"
    )
    return weigh_by({str(word): int(names) for word, names in rows})


def ties_of(runner: Runner, links: Sequence[str], mentions: Iterable[int]) -> list[Tie]:
    """The links of the case among these mentions."""
    wanted = numbers(mentions)
    rows = runner.ask(
        f"SELECT a, b, grade, rule, score FROM {files_sql(links)} "
        f"WHERE a IN ({wanted}) AND b IN ({wanted}) AND a <> b ORDER BY ALL"
    )
    return [Tie(*row) for row in rows]


def best_path(ties: Sequence[Tie], start: int, end: int) -> list[Tie]:
    """The path whose weakest link is the strongest, and the shortest of such; empty for none."""
    for grade in sorted({tie.grade for tie in ties}, reverse=True):
        beside: dict[int, list[tuple[int, Tie]]] = {}
        for tie in ties:
            if tie.grade >= grade:
                beside.setdefault(tie.a, []).append((tie.b, tie))
                beside.setdefault(tie.b, []).append((tie.a, tie))
        path = _shortest(beside, start, end)
        if path:
            return path
    return []


def _shortest(beside: Mapping[int, Sequence[tuple[int, Tie]]], start: int, end: int) -> list[Tie]:
    came: dict[int, tuple[int, Tie] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        at = waiting.popleft()
        for other, tie in sorted(beside.get(at, ()), key=lambda one: (one[0], -one[1].grade)):
            if other not in came:
                came[other] = (at, tie)
                waiting.append(other)
    path: list[Tie] = []
    step = came.get(end)
    while step is not None:
        path.append(step[1])
        step = came[step[0]]
    return path[::-1]
