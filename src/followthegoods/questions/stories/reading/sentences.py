"""Reading a story: plain text, Markdown or HTML as one text, and its sentences with their places.

Places are counted in the text as read; of plain text and Markdown that is the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "template", "noscript"})
_HEADINGS = frozenset(f"h{number}" for number in range(1, 7))
_BLOCKS = _HEADINGS | {
    *("p", "div", "br", "li", "ul", "ol", "table", "tr", "section", "article", "nav"),
    *("blockquote", "header", "footer", "figcaption", "caption"),
}
_CELLS = frozenset({"td", "th"})
BAR = " | "
"""What stands between the cells of a table."""

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\w+[^>]*>.*</\w+>)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """A sentence and its place; `paragraph` counts from 0. `item`: whether it stands in a list or
    in a row of a table, whose lead says what its figures are. `cuts`: what was left out of its
    text, each by the place in it and how many letters."""

    text: str
    start: int
    paragraph: int
    item: bool = False
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def end(self) -> int:
        return self.at(len(self.text) - 1) + 1

    def at(self, place: int) -> int:
        """Where the letter at a place of its text stands in the story."""
        return self.start + place + sum(many for cut, many in self.cuts if cut <= place)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag == "li":
            self.parts.append("• ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag in _CELLS:
            self.parts.append(BAR)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def story_text(raw: str) -> str:
    """The text of a story. HTML loses its tags, a paragraph a block; other text stays as it is."""
    raw = raw.removeprefix("\ufeff")
    if not _HTML.match(raw):
        return raw
    page = _Page()
    page.feed(raw)
    page.close()
    blocks = (
        " ".join(block.split()).removesuffix(BAR.rstrip())
        for block in "".join(page.parts).split("\n\n")
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


_PARAGRAPH = re.compile(r"[^\n]+")
_MARKED = re.compile(r"\s*(?:>\s*)?(?:[-*•–—]\s|\d{1,2}[.)]\s)")
_BULLET = re.compile(r"\s*(?:>\s*)?(?:[-*•–—]|\(?\d{1,2}[.)]|\([a-z]\))\s+")
"""The mark of an item, which is none of its words."""
_END = re.compile(r"[.!?…]+[”»\"’)*_]*(?=\s+[\"“«(‘]?[A-ZА-ЯЁ0-9$€£#*])")
_ABBREVIATED = re.compile(
    r"(?:^\s*\d{1,2}|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|Co|Ltd|Inc|Corp|vs|etc|approx|тыс|млн|млрд|руб|долл|г|гг|ул|им)|"
    r"\b(?:U\.S|s\.r\.o|a\.s|S\.p\.A|S\.A|A\.Ş|A\.S|S\.L|B\.V|N\.V|d\.o\.o|S\.r\.l|z o\.o|"
    r"т\.е|т\.д))\.$"
)


_FORM = re.compile(r"\b(?:Co|Ltd|Inc|Corp|s\.r\.o|a\.s|S\.p\.A|S\.A)\.$")
"""Abbreviations that may also end a sentence, which then goes on with such a word:"""
_BEGINS = re.compile(
    r"\s+(?:The|It|Its|They|Their|In|On|At|But|And|Neither|Both|This|That|These|Those|He|She|After|"
    r"Before|Since|Another|Only|When|While|None|Nobody|According|Customs|Records|No|Of)\b|"
    r"\s+(?!Ltd|LLC|Inc|Co\b|KG|Limited|Şti|Corp)[A-Z][\w’'-]+(?: [A-Z][\w’'-]*){0,2} "
    r"(?:is|was|has|had|were|are|bought|sold|sent|paid|got|took|made|did|[a-z]{3,}ed)\b"
)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text. A line is a paragraph."""
    rows = False
    for number, block in enumerate(_PARAGRAPH.finditer(text)):
        ruled = rows and not any(character.isalnum() for character in block[0])
        row = BAR in block[0] or ruled
        # The first row of a table leads those beneath it.
        item = (row and rows) or _MARKED.match(block[0]) is not None
        rows = row
        mark = _BULLET.match(block[0])
        start = block.start() + (mark.end() if mark else 0)
        for end in (*_ends(block[0]), len(block[0])):
            for cut in (*_cuts(text, start, block.start() + end), block.start() + end):
                yield from _sentence(text, start, cut, number, item=item)
                start = cut


_LONGEST = 1000
"""Characters of the longest sentence: what goes on is no prose, and would be read ever slower."""


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence without an end is cut: at white space, if there is any."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        start = space + 1 if space > start else start + _LONGEST
        yield start


_CAPTION = re.compile(r"\s*(?:[-*•–—]\s)?(\*\*|__)(?![^*_]*: ?[$€£]?\d)[^*_]{1,40}\1$")
"""What stands in bold at the head of a paragraph: a sentence only with what follows it, unless it
says of what its figure is."""


def _ends(block: str) -> Iterator[int]:
    for match in _END.finditer(block):
        if _CAPTION.match(block[: match.end()]):
            continue
        read = block[max(0, match.start() - _LONGEST) : match.start() + 1]
        if not _ABBREVIATED.search(read) or (
            _FORM.search(read) and _BEGINS.match(block[match.end() :])
        ):
            yield match.end()


def _sentence(text: str, start: int, end: int, paragraph: int, *, item: bool) -> Iterator[Sentence]:
    piece = text[start:end]
    kept = piece.strip()
    if any(character.isalnum() for character in kept):
        yield Sentence(kept, start + piece.index(kept), paragraph, item)
