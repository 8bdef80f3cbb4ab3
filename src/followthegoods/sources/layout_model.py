"""What a layout says, and how one sheet is read by it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

KEY_PARTS = ("office", "year", "number", "item")
"""What a line's key is made of beside the authority, where a layout does not say otherwise."""

ESSENTIAL = (
    "hs",
    "goods",
    "statistical_usd",
    "customs_value",
    "cif_usd",
    "fob_usd",
    "invoice_value",
    "net_kg",
)
"""A row that has none of these is no goods item."""


@dataclass(frozen=True)
class Join:
    """A field made of several columns, in this order, with `separator` between their cells."""

    headers: tuple[str, ...]
    separator: str


@dataclass(frozen=True)
class Layout:
    """How one kind of export is read.

    `released` says what tells that goods were released: a `column`, `all` rows of this export
    are, or it is `unknown`. `utc_offset` (hours) moves times given in UTC to the authority's day.
    `required` lists alternatives: of each list one field must be there. `columns` names the
    columns of files that have no header row, in their order. By field: `joins`, the columns it is
    made of; `constants`, what no column says; `factors`, what its numbers are multiplied by;
    `values`, what its codes mean; `forms`, how days are written without marks between their parts.
    `down`: fields that are written once over several rows.
    """

    id: str
    title: str
    authority: str
    currency: str
    grain: str
    direction: str
    released: str
    required: tuple[tuple[str, ...], ...]
    notes: str
    ignore: tuple[str, ...]
    utc_offset: float | None
    header_rows: int
    columns: tuple[str, ...]
    key_pattern: str
    key_parts: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    joins: Mapping[str, Join]
    constants: Mapping[str, str]
    factors: Mapping[str, int]
    values: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, str]
    down: frozenset[str]
    sha256: str

    @property
    def filled(self) -> tuple[str, ...]:
        """The fields that this layout knows how to fill."""
        return (*self.headers, *self.constants)

    def named(self, field: str) -> tuple[str, ...]:
        """Every header a field may have, the preferred first; those it is joined of."""
        return (*self.codes[field], *self.headers[field])

    @cached_property
    def _by_header(self) -> dict[str, tuple[str, int]]:
        """Folded header -> field and its place in the field's order of preference."""
        known: dict[str, tuple[str, int]] = {}
        for name in self.headers:
            for place, header in enumerate(self.named(name)):
                known[fold_header(header)] = (name, place)
            for place, code in enumerate(self.codes[name]):
                known.setdefault(fold_header(code.removeprefix("G")), (name, place))
        return known

    @cached_property
    def _by_code(self) -> dict[str, tuple[str, int]]:
        return {
            fold_header(code): (name, place)
            for name, codes in self.codes.items()
            for place, code in enumerate(codes)
        }

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(map(fold_header, self.ignore))

    @property
    def known(self) -> Iterable[str]:
        """What folded headers, or the codes before their words, stand for a field."""
        return self._by_header.keys() | self._by_code.keys()

    def field_of(self, header: str) -> tuple[str, int] | None:
        """The field a header stands for and its preference (0 first), or None."""
        return self.field_of_folded(*fold_both(header))

    def field_of_folded(self, folded: str, code: str) -> tuple[str, int] | None:
        """As `field_of`, of what `fold_both` makes of a header."""
        return self._by_header.get(folded) or self._by_code.get(code)

    def ignores(self, header: str) -> bool:
        folded = fold_header(header)
        known = (folded, _before_words(folded), _NTH.sub("", folded))
        return not self._ignored.isdisjoint(known)


@dataclass(frozen=True)
class Reading:
    """How one sheet is read: which layout, where the header is, which columns fill a field.

    `header_row` 0: the sheet has no header, and `header` holds the layout's names.
    """

    layout: Layout
    sheet: int
    header_row: int
    header: tuple[str | None, ...]
    """The headers as the layout knows them; of two header rows, both."""
    written: tuple[str | None, ...]
    """The cells of the header row itself; none where there is none."""
    columns: Mapping[str, tuple[int, ...]]
    """Field -> columns (1-based) in order of preference; in their own order if they are joined."""
    unmapped: tuple[int, ...]
    """Columns with a header that the layout neither maps nor knows."""

    def places(self, field: str) -> tuple[int, ...]:
        """The columns a field is taken from, in order of preference.

        A bill that gives no house number is the carrier's own, numbered where masters are.
        """
        own = self.columns.get(field, ())
        if field == "declaration" and self.layout.grain == "bill":
            return (*own, *self.columns.get("master_bill", ()))
        return own

    @property
    def down(self) -> tuple[int, ...]:
        """The columns of fields that are written once over several rows."""
        return tuple(sorted({n for name in self.layout.down for n in self.columns.get(name, ())}))

    @property
    def score(self) -> tuple[int, int]:
        """More columns understood is better, fewer unknown ones next."""
        known = sum(len(c) for c in self.columns.values())
        ignored = sum(1 for h in self.header if h and self.layout.ignores(h))
        return known + ignored, -len(self.unmapped)


_NTH = re.compile(r"#[0-9]+$")


@lru_cache(maxsize=1 << 14)
def fold_header(text: str) -> str:
    """A header as it is compared: width, case, underscores and white space folded."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return re.sub(r"\s+", " ", folded).strip(" \ufeff\"':;.")


def fold_both(header: str) -> tuple[str, str]:
    """A header as it is compared, and the code before its words in brackets, empty without such."""
    folded = fold_header(header)
    return folded, _before_words(folded)


def _before_words(folded: str) -> str:
    """`G31_1 (any words)` -> the code; a header without words in brackets gives nothing."""
    code, bracket, _ = folded.partition("(")
    return code.strip() if bracket else ""
