"""Rows of a table: what their numbers and names are, as the row above them all says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from followthegoods.questions.stories.drafting.goods_told import goods_named
from followthegoods.questions.stories.drafting.goods_words import known_goods
from followthegoods.questions.stories.reading.language import Language, spelling, which
from followthegoods.questions.stories.reading.numbers import Number, Span
from followthegoods.questions.stories.reading.periods import periods
from followthegoods.questions.stories.reading.places import places
from followthegoods.questions.stories.reading.scene import Scene

_KINDS = {"suppliers": "suppliers", "countries": "countries", "%": "share"}


def columned(scene: Scene, lead: Scene) -> Scene:
    """A row with what its columns say of its numbers: unit, scale, days."""
    heads = [lead.text[slice(*at)].strip(" *_") for at in _cells(lead.text)]
    cells = _cells(scene.text)
    if len(heads) < 2 or len(cells) != len(heads):
        unit = scene.words.says("unit_of_list", lead.text)
        each = [_united(n, unit["unit"], scene.words) if unit else n for n in scene.numbers]
        return replace(scene, numbers=each)
    found, said, where = [], [*scene.periods], [*scene.places]
    for number in scene.numbers:
        column = next((n for n, at in enumerate(cells) if at[0] <= number.start < at[1]), None)
        head = heads[column] if column is not None else ""
        united = _united(number, head, scene.words)
        if not united.kind and column and scene.words.says("part_of_column", head):
            united = _united(number, heads[column - 1], scene.words)  # "of which from Paraguay"
        found.append(united)
        if head and not scene.places:
            where += [
                replace(p, start=number.end, end=number.end) for p in places(head, scene.words)
            ]
        told = periods(head, scene.words, None)
        if len(told) == 1 and told[0].text and not scene.periods:
            said.append(replace(told[0], start=number.end, end=number.end))
    return replace(scene, numbers=found, periods=said, places=where)


def _cells(text: str) -> list[Span]:
    """The places of a row's cells."""
    edges = [-1, *(m.start() for m in re.finditer(r"\|", text)), len(text)]
    spans = [(a + 1, b) for a, b in pairwise(edges)]
    outer = text.lstrip().startswith("|")
    return spans[1 : -1 if text.rstrip().endswith("|") else None] if outer else spans


def _united(number: Number, head: str, words: Language) -> Number:
    """A number without a unit, in that of its column."""
    if number.kind or not head:
        return number
    table = words.words
    for kind, spelt in (("money", "currency"), ("weight", "unit"), ("lines", "count")):
        for unit, forms in table[spelt].items():
            if any(spelling(_SIGN.format(form)).search(head) for form in forms):
                scaled = _scaled(number.text, head, words)
                return replace(number, unit=unit, kind=_KINDS.get(unit, kind), text=scaled)
    return number


_SIGN = r"(?<!\w){0}(?!\w)|{0}(?=(?:m|mn|bn|k)\b)"
"""A unit at the head of a column: "Value, $m"."""


def _scaled(text: str, head: str, words: Language) -> str:
    """A number in the scale of its column: "Value, $ million"."""
    found = re.search(r"[^\W\d_]+\.?(?=\W*(?:\([^()]*\)\W*)?$)", head)
    scale = which(words.words["scale"], found[0]) if found else ""
    return f"{text} {scale}" if scale and " " not in text else text


def led_goods(leads: Sequence[Scene | None]) -> list[tuple[str, tuple[str, ...]]]:
    """The goods that the heading of a list names: "Suppliers of diesel"."""
    for lead in leads:
        if lead is not None and "|" not in lead.text:
            found = lead.small["heads_goods"].search(lead.text.strip("*_#: "))
            if found and (told := known_goods(found[1], lead)):
                return told
        if lead is not None and (said := goods_named(lead).get("goods")):
            return known_goods(said[0], lead)
    return []
