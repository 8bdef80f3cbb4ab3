"""Controlled goods: one row of a table, one code."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from followthegoods.errors import BadList
from followthegoods.facts.text import key
from followthegoods.model.listing import Control, Measure
from followthegoods.reference.lists.cells import read_day
from followthegoods.reference.lists.measures import read_measures
from followthegoods.reference.lists.rows import Cellbook


def read_control(row: Cellbook, where: str) -> Control:
    """One row of a list of goods. Raises `BadList` for a code, day or amount that cannot be one."""
    layout = row.layout
    code = re.sub(r"[\s.]", "", row.text("code"))
    if not re.fullmatch("[0-9]{2,12}", code):
        raise BadList(
            f"{row.text('code')!r} is no commodity code.",
            where=where,
            do="Write codes as 2 to 12 digits, leading zeros included.",
        )
    stated = read_measures(row.values("measure"))[0] if row.values("measure") else None
    return Control(
        code=code,
        revision=key(row.text("revision") or layout.revision).replace(" ", ""),
        tier=row.text("tier"),
        description=row.text("description"),
        measure=stated or next(iter(layout.measures), Measure.UNSTATED),
        valid_from=_day(row, "valid_from", where),
        valid_to=_day(row, "valid_to", where),
        threshold=_amount(row.text("threshold"), where),
        threshold_currency=row.text("threshold_currency").upper(),
        threshold_unit=row.text("threshold_unit"),
        note="; ".join(row.values("note")),
    )


def _day(row: Cellbook, name: str, where: str) -> date | None:
    text = row.text(name)
    day = read_day(text) if text else None
    if text and day is None:
        raise BadList(f"{text!r} is no day.", where=where, do="Write days as 2024-02-23.")
    return day


def _amount(text: str, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text.replace(" ", "")).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise BadList(
            f"{text!r} is no amount.", where=where, do="Write amounts as 1234.56."
        ) from error
