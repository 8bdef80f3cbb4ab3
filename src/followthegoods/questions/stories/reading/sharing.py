"""The unit of a number that is told once, with another number beside it or with what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from followthegoods.model.printed import printed
from followthegoods.questions.stories.reading.language import Language, which

if TYPE_CHECKING:
    from followthegoods.questions.stories.reading.numbers import Number, Span

_SHARED = ("money", "weight", "lines", "share")
_COUNTS = ("suppliers", "countries")


def with_units(
    found: Sequence[Number], text: str, words: Language, days: Sequence[Span]
) -> list[Number]:
    """Numbers whose unit is said once: "3.4 million barrels, of which 1.9 million from Russia"."""
    counted = words.says("number_of", text) or words.says("noun_moved", text)
    unit = which(words.words["count"], counted["what"]) if counted else ""
    told: list[Number] = []
    for number in found:
        last = _main(told, text)
        bare = not number.kind and _is_bare(number, text[number.end :], words, days)
        if counted and unit and bare and number.start > counted.end():
            kind = unit if unit in ("countries", "suppliers") else "lines"
            number = replace(number, kind=kind, unit=unit, noun=counted["what"])
        elif unit_told := _in_number(number, text, words):
            kind = unit_told if unit_told in ("countries", "suppliers") else "lines"
            number = replace(number, kind=kind, unit=unit_told)
        elif whole := _of_next(number, found, text, words):
            number = replace(number, kind=whole.kind, unit=whole.unit, noun=whole.noun)
        elif moved := _up_to(number, found, text, words):
            said = _in_its_scale(number.text, moved.text)
            number = replace(number, kind=moved.kind, unit=moved.unit, noun=moved.noun, text=said)
        elif last is not None and not number.kind and last.kind in _SHARED:
            between, after = text[last.end : number.start], text[number.end :]
            joined = any(words.says(cue, between) for cue in ("includes", "goes_on"))
            joined = joined or words.says("of_it", after) is not None
            scaled = " " in number.text and words.says("sum_again", between) is not None
            if last.kind != "money" and words.says("paid_so_much", between):
                joined = False  # "688,000 tonnes for 21.1 million"
            least = last.kind != "money" or printed(number.text).high >= _LEAST
            if last.kind == "share":
                joined = _right_after_a_place(between, words)
                least = printed(number.text).high < _HUNDRED
            if not joined and words.small["and_another"].fullmatch(between):
                place = words.countries.match(after, 1)  # "1,200 tonnes Austrian and 600 Italian"
                after = after[place.end() :] if place else after
                joined = place is not None
            joined = joined or _spent_alike(text[last.end :], text[number.end :], between, words)
            joined = joined or (between == " (" and after[:1] == ")" and last.kind == "weight")
            joined = joined or _only_days(last, number, text, words, days)
            if (joined or scaled) and least and _is_bare(number, after, words, days):
                number = replace(number, kind=last.kind, unit=last.unit, noun=last.noun)
        elif bare and last is not None and _of_another(last, number, text, words):
            number = replace(number, kind=last.kind, unit=last.unit, noun=last.noun)
        told.append(number)
    return told


def _main(told: Sequence[Number], text: str) -> Number | None:
    """The number before: of a sum told in two currencies the first, "412 million kroner (€55
    million)"."""
    last = told[-1] if told else None
    if last is not None and len(told) > 1 and text[: last.start].endswith("("):
        paid = told[-2].kind == last.kind == "money" and text[told[-2].end : last.start] == " ("
        return told[-2] if paid else last
    return last


def _of_another(last: Number, number: Number, text: str, words: Language) -> bool:
    """Whether a number counts for a second company what the one before it does for the first:
    "Marvane had 22 suppliers, Kolbrek nine"."""
    if last.kind not in _COUNTS:
        return False
    between = text[last.end : number.start]
    return words.small["another_has"].fullmatch(between) is not None


def _is_bare(number: Number, after: str, words: Language, days: Sequence[Span]) -> bool:
    """Whether no noun follows a number, but a mark, a small word or days: "from nine in 2021 to 38
    last year". `after` is the text after it."""
    dated = any(start == number.end + 1 for start, _ in days)
    return dated or words.says("bare_after", after) is not None


def _spent_alike(first: str, second: str, between: str, words: Language) -> bool:
    """Whether a number goes on from the one before it with the same small word: "640,000 lari on
    nuts and another 90,000 on raisins"."""
    told = [words.small["same_way"].match(after) for after in (first, second)]
    alike = bool(told[0] and told[1]) and {m[1] for m in told if m} == {told[0][1]}  # type: ignore[index]
    return alike and words.small["and_again"].search(between) is not None


def _only_days(
    last: Number, number: Number, text: str, words: Language, days: Sequence[Span]
) -> bool:
    """Whether only days stand between two numbers: "€14 billion in 2023 and 12 billion in 2021"."""
    said = [span for span in days if last.end <= span[0] and span[1] <= number.start]
    rest = text[last.end : number.start]
    for start, end in said:
        rest = rest.replace(text[start:end], "", 1)
    if last.kind == "money" and " " in number.text:
        rest = words.small["on_goods"].sub("", rest)  # "€14 billion on resin in 2023, 12 billion"
    return bool(said) and words.small["in_series"].fullmatch(rest) is not None


def _in_number(number: Number, text: str, words: Language) -> str:
    """The unit of a number that is told after what it counts: "The Dutch consignments, 54 in
    number", "the consignments numbered 54"; empty where it is not."""
    told = None if number.kind else [*words.cues["counted_ones"].finditer(text, 0, number.start)]
    if not told:
        return ""
    between, after = text[told[-1].end() : number.start], text[number.end :]
    beside = words.small["beside_noun"].fullmatch(between) and words.says("in_number", after)
    many = words.small["noun_numbers"].fullmatch(between) and words.says("bare_after", after)
    return which(words.words["count"], told[-1]["what"]) if beside or many else ""


def _right_after_a_place(between: str, words: Language) -> bool:
    """Whether a country stands right before a number: "46 per cent, the Netherlands' 38"."""
    found = [*words.countries.finditer(between)]
    return bool(found) and words.says("share_beside", between[found[-1].end() :]) is not None


_HUNDRED = 100
_LEAST = 1000
"""What is less than this beside a sum is no part of it: "$61 million, of which 265 came from"."""


def _up_to(number: Number, found: Sequence[Number], text: str, words: Language) -> Number | None:
    """The number that a bare one moved to: "rose from 30,000 to 128,000 tonnes"."""
    if number.kind or words.small["from_it"].search(text[: number.start]) is None:
        return None
    after = next((n for n in found if n.start > number.end), None)
    if after is None or after.kind not in (*_SHARED, "suppliers"):
        return None
    between = text[number.end : after.start]
    return after if words.small["moves_to"].fullmatch(between) else None


def _in_its_scale(text: str, other: str) -> str:
    """A number in the scale of the other, where that alone tells it: "from 3.1 to 5.2 million"."""
    scale = other.partition(" ")[2]
    small = " " not in text and printed(text).high < _LEAST
    return f"{text} {scale}" if scale and small else text


def _of_next(number: Number, found: Sequence[Number], text: str, words: Language) -> Number | None:
    """The number of which a bare one counts some: "820 of the 1,050 tonnes"."""
    if number.kind:
        return None
    after = next((n for n in found if n.start > number.end), None)
    if after is None or after.kind not in (*_SHARED, "suppliers"):
        return None
    between = text[number.end : after.start]
    digits = text[number.start : number.end].replace(words.words["thousands"], "").isdigit()
    beside = digits and words.small["and_beside"].fullmatch(between)
    return after if beside or words.small["of_the"].fullmatch(between) else None
