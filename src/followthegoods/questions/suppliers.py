"""What each supplier supplies, in plain words: its largest codes, its commonest goods texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from followthegoods.facts.goods_text import read_goods, small_words
from followthegoods.facts.hs import hs_text
from followthegoods.model.answer import SuppliedCode, Supplier
from followthegoods.parties.search import party_id
from followthegoods.questions.figures import measured_sql

_SUPPLIERS = """WITH own AS (
    SELECT supplier_party AS party, hs, day, {measured},
        list_concat([maker_party], list_transform(more_makers, lambda other: other.party)) AS makers
    FROM counted WHERE counts AND in_period = 'in' AND supplier_party IS NOT NULL
), told AS (
    SELECT party, count(*) AS lines, min(day) AS first, max(day) AS last,
        sum(amount_point) AS amount, list_sort(list_distinct(flatten(list(makers)))) AS makers
    FROM own GROUP BY party
), largest AS (
    SELECT party FROM told ORDER BY amount DESC, lines DESC, party LIMIT {most}
), coded AS (
    SELECT party, list({'code': code, 'amount': amount, 'lines': lines} ORDER BY place)
        FILTER (place <= 3) AS codes
    FROM (SELECT party, code, sum(amount_point) AS amount, count(*) AS lines,
            row_number() OVER (PARTITION BY party ORDER BY sum(amount_point) DESC, code) AS place
        FROM (SELECT party, left(hs, 6) AS code, amount_point FROM own
            WHERE hs IS NOT NULL AND party IN (SELECT party FROM largest)) AS o
        GROUP BY party, code) AS c
    GROUP BY party
), described AS (
    SELECT party, list({'goods': goods, 'lines': lines} ORDER BY place)
        FILTER (place <= 8) AS texts
    FROM (SELECT party, goods, count(*) AS lines,
            row_number() OVER (PARTITION BY party
                ORDER BY count(*) DESC, sum(amount_point) DESC, goods) AS place
        FROM (SELECT supplier_party AS party, goods, {measured} FROM counted
            WHERE counts AND in_period = 'in' AND goods IS NOT NULL
                AND supplier_party IN (SELECT party FROM largest)) AS o
        GROUP BY party, goods) AS t
    GROUP BY party
)
SELECT t.party, t.lines, t.first, t.last, t.makers, c.codes, d.texts
FROM told AS t LEFT JOIN coded AS c ON c.party = t.party
LEFT JOIN described AS d ON d.party = t.party
ORDER BY t.amount DESC, t.party"""


def suppliers_sql(measure: str) -> str:
    """One row a supplier of the point: lines, first and last day, makers, codes, goods texts."""
    return _SUPPLIERS.replace("{measured}", measured_sql(measure)).replace("{most}", str(MOST))


MOST = 1_000
"""Suppliers told in plain words, those with most of the point; of more, as goods of a whole
chapter have, the days and the makers are told."""


_WORDS = 6
_WORD = re.compile(r"[^\W\d_]{3,}")


def read_suppliers(
    rows: Sequence[Sequence[Any]],
    names: Mapping[str, str],
    countries: Mapping[str, str | None],
    role_is_maker: bool,
    goods_of: Callable[[str], str],
) -> tuple[Supplier, ...]:
    """Rows of `suppliers_sql` as details. `goods_of`: what codes are called that no table has."""
    called = _Called(names)
    return tuple(
        Supplier(
            key=party_id(party),
            label=called[party],
            country=countries.get(str(party)),
            lines=lines,
            first=first,
            last=last,
            codes=tuple(
                SuppliedCode(c["code"], hs_text(c["code"]) or goods_of(c["code"]), c["amount"],
                             c["lines"])
                for c in codes or ()
            ),
            words=_commonest(texts or ()),
            makers=()
            if role_is_maker
            else tuple(map(called.__getitem__, makers or ())),
        )
        for party, lines, first, last, makers, codes, texts in rows
    )  # fmt: skip


class _Called(dict[int, str]):
    """What parties are called, each looked up once: many suppliers have the same makers."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, party: int) -> str:
        name = self[party] = self._names.get(str(party), party_id(party))
        return name


def _commonest(texts: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The commonest words of goods texts, each once a text, as the first text that has them."""
    if not texts:
        return ()
    counts: Counter[str] = Counter()
    place: dict[str, int] = {}
    for text in texts:
        words = dict.fromkeys(word.upper() for word in _WORD.findall(_described(text["goods"])))
        for word in (word for word in words if word not in small_words()):
            counts[word] += text["lines"]
            place.setdefault(word, len(place))
    ranked = sorted(counts, key=lambda word: (-counts[word], place[word]))
    return tuple(ranked[:_WORDS])


def _described(goods: str) -> str:
    """What stands in a goods text before the first label of a maker, a mark, an article: what
    comes behind it is names and numbers. All of it where nothing stands before."""
    read = read_goods(goods)
    if not read.parts:
        return read.clean
    before = goods[: read.parts[0].start]
    end = max(before.rfind(mark) for mark in ".;,")
    return read_goods(before[:end]).clean if end > 0 else read.clean
