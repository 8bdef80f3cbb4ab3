"""One row of a list table, its cells by field of the layout."""

from __future__ import annotations

from followthegoods.facts.names import fold
from followthegoods.reference.lists.cells import clean, split_cell
from followthegoods.reference.lists.layout import Cells, Header, TableLayout

Row = tuple[str | None, ...]


class Cellbook:
    """One row of a table, its cells by field."""

    def __init__(self, header: Header, row: Row) -> None:
        self._header = header
        self._row = row

    @property
    def layout(self) -> TableLayout:
        return self._header.layout

    def values(self, name: str) -> list[str]:
        """What the columns of a field say; empty where it has none, or they are empty."""
        cells = self._header.layout.fields.get(name)
        return self.read(cells) if cells else []

    def text(self, name: str) -> str:
        """The values of a field as one text."""
        return " ".join(self.values(name))

    def read(self, cells: Cells) -> list[str]:
        """The values of some columns, joined or split as the layout says."""
        found = []
        for column in cells.columns:
            place = self._header.places.get(column)
            if place is not None and (text := clean(self._row[place])):
                found.append(text)
        if cells.join is not None and found:
            found = [cells.join.join(found)]
        if not cells.split or not found:
            return found
        parts = [p for text in found for p in split_cell(text, cells.split, quoted=cells.quoted)]
        return [value for value in map(clean, parts) if value]

    def entry(self) -> str:
        """The entry's id; where the list gives none, or no number within its part, by name."""
        cells = self._header.layout.fields.get("entry")
        if cells is None:
            return fold(self.text("name"))
        places = (self._header.places.get(column) for column in cells.columns)
        parts = [clean(self._row[place]) if place is not None else "" for place in places]
        return (cells.join or "").join([*parts[:-1], parts[-1] or fold(self.text("name"))])
