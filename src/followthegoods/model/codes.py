"""The codes of what became of rows, cells and lines, one table each; the docs are made of it."""

from __future__ import annotations

REFUSED: dict[str, str] = {
    "too_few_cells": "The row has fewer cells than the table: it was cut or broken in two.",
    "too_many_cells": "The row has more cells than the table: a delimiter inside a cell.",
    "open_quote": "A quotation mark is opened and never closed.",
    "cell_too_long": "A cell is longer than 16 MB.",
    "not_an_object": "The text is no JSON object, or gives one key twice.",
    "no_goods_item": "No code, no goods, no value and no weight: nothing that makes a goods item.",
}
"""Why a row cannot be a line. It is kept whole."""

SKIPPED: dict[str, str] = {
    "blank": "Every cell is empty.",
    "preamble": "Above the header.",
    "header": "The header.",
    "repeated_header": "The header again.",
    "column_numbers": "The columns' numbers, 1, 2, 3 …, as forms have them below their header.",
    "totals": "A row of totals.",
    "other_sheet": "A sheet that holds no declarations.",
    "deleted_record": "A dBase record that is marked as deleted.",
}
"""Rows that are no records at all."""

MARKS: dict[str, str] = {
    "not_a_date": "The cell is no day of the calendar.",
    "date_out_of_range": "The day is outside 1990 to 2100.",
    "ambiguous_date": "A day such as 03/04/2022 in a column that writes some days first and some "
    "months: the cell has no value.",
    "order_assumed": "A day such as 03/04/2022, and nothing in the column tells the day from the "
    "month: it is read as the authority's country writes days.",
    "time_zone_unknown": "A time in UTC, and the layout does not say where the local day begins.",
    "unknown_country": "The cell names no country that is known; it may name two.",
    "unknown_currency": "The cell names no currency that is known.",
    "unknown_direction": "Neither import nor export.",
    "unknown_regime": "No customs procedure can be read.",
    "not_a_code": "No commodity code of 4 to 12 digits.",
    "not_a_number": "No number, or one too large for its field.",
    "ambiguous_number": "A comma or point before three digits, and nothing in the column or the "
    "file tells what it is: the cell has no value.",
    "undecodable": "The cell holds bytes that the file's encoding does not have.",
    "differs_from_number": "The day of registration is not the one inside the declaration number.",
    "from_number": "No day of registration is given: the one inside the number is taken.",
    "from_above": "The cell is empty, as it is where one cell stands over several rows: what is "
    "written above is taken, as the layout says (`down`).",
    **{
        f"read_as_{encoding.replace('-', '_')}": f"The cell was written in {encoding}, unlike its "
        "file, and is read as that."
        for encoding in ("utf-8", "cp1251", "cp866", "koi8-r", "cp1252")
    },
}
"""What was wrong with a cell, written `field:code`. The line stays; the cell is empty unless the
code says how it is read."""

FATES: dict[str, str] = {
    "stands": "The line counts.",
    "repeated": "Another line says the same and is fuller.",
    "superseded": "A later version of the line was loaded.",
    "conflict": "Two versions contradict each other and nothing tells which holds: counted once.",
    "suspected": "No key, and another file holds the same content, or a line of the same company, "
    "day, code, value and goods text: in the ceiling only.",
    "master": "A master bill of lading whose house bills are there too: left out.",
    "overlap": "Dated by month, in a month that declaration lines cover: in the ceiling only.",
}
"""What became of a line. `collision` beside it: it shares a key with a line that is another."""
