"""Objects built by hand for the renderings. Every name and number is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rich.console import RenderableType

from followthegoods.case import (
    Added,
    AnswerChange,
    Books,
    ColumnChange,
    Draft,
    Drafted,
    LineRow,
    Moved,
    Party,
    Preview,
    RefusedRow,
    Relayout,
    Status,
)
from followthegoods.ingest.preview import Column, Example
from followthegoods.lake.catalogue import Source
from followthegoods.model.answer import (
    Answer,
    AnswerBooks,
    Bases,
    Caveat,
    Concentration,
    Coverage,
    Event,
    Figure,
    Group,
    MadeFrom,
    Measures,
    PartyRef,
    Quantity,
    SourceCoverage,
    Subject,
    Window,
)
from followthegoods.sources.draft import DraftColumn

Golden = Callable[[str, Sequence[RenderableType]], None]
"""Compares a rendering with the file of that name."""


def figure(
    floor: str, point: str, ceiling: str, rows: int = 1, lacking: int = 0, *, open_: bool = True
) -> Figure:
    return Figure(Decimal(floor), Decimal(point), Decimal(ceiling), open_, rows, lacking)


def group(
    key: str,
    label: str,
    point: str,
    rows: int = 1,
    *,
    floor: str | None = None,
    ceiling: str | None = None,
    open_: bool = True,
) -> Group:
    low, high = Decimal(floor or point), Decimal(ceiling or point)
    return Group(low, Decimal(point), high, open_, rows, 0, key, label)


COVERAGE = Coverage(
    date(2018, 3, 1),
    date(2019, 12, 30),
    ("2018-05", "2019-02"),
    (
        SourceCoverage(
            "early.csv", "ru-declarations", date(2018, 3, 1), date(2018, 12, 28), 120, 1
        ),
        SourceCoverage("late.csv", "ru-declarations", date(2019, 1, 9), date(2019, 12, 30), 80, 0),
    ),
)

BY: dict[str, tuple[Group, ...]] = {
    "origin": (
        group("KR", "South Korea", "700000.00", 5, floor="650000.25", ceiling="745000.10"),
        group("DE", "Germany", "250000.50", 3),
        group("", "not stated", "49999.50", 2),
    ),
    "dispatch": (
        group("DE", "Germany", "600000.00", 5),
        group("HK", "Hong Kong", "400000.00", 5),
    ),
    "trading": (group("", "not stated", "1000000.00", 10),),
    "sender_country": (group("HK", "Hong Kong", "1000000.00", 10),),
    "purchase": (group("", "not stated", "1000000.00", 10),),
    "year": (group("2018", "2018", "300000.00", 4), group("2020", "2020", "700000.00", 6)),
    "hs4": (group("8708", "8708", "900000.00", 9), group("4011", "4011", "100000.00", 1)),
    "goods": (group("8708999709", "Parts of a gearbox", "900000.00", 9),),
    "supplier": (
        group("p1", "KOVRELL PARTS GMBH", "800000.00", 7, floor="790000.00", ceiling="810000.00"),
        group("p2", "HANGEUL DREAM CO., LTD.", "150000.00", 2),
        group("p3", "SUNNYVIEW TRADE LIMITED", "30000.00"),
        group("", "not stated", "20000.00"),
    ),
    "maker": (group("p4", "KOVRELL", "900000.00", 9), group("p5", "ORLEX", "200000.00", 2)),
}

CAVEATS = (
    Caveat("invented_data", "Rows of this case are invented."),
    Caveat("coverage_ends", "The records run from 2018-03-01 to 2019-12-30; nothing outside."),
    Caveat("months_missing", "No records for 2 months (2018-05, 2019-02): the ceiling is open."),
    Caveat("rows_without_value", "1 lines state no value: they add nothing."),
    Caveat("no_origin", "2 counted lines state no country of origin of the item."),
    Caveat("detours", "5 counted lines were sent from another country than they came from."),
    Caveat("no_supplier", "1 counted lines name no supplier in the role used."),
    Caveat("makers_not_additive", "Makers' figures need not sum to the total."),
    Caveat("no_regime", "4 counted lines state no customs procedure."),
    Caveat("shown_apart", "3 lines are shown apart and not counted: 3 in transit."),
    Caveat("no_rate", "1 lines have a value but no official rate."),
    Caveat("something_new", "A caveat that has no table of its own."),
)


SUBJECT = PartyRef("p9", "KOLMARA MOTORS", ("7700000000",))
FIRST_ARRIVAL = ("first arrival",)


def answer(*, invented: bool = True) -> Answer:
    """A subject with detours, two years with a gap, one event, and every kind of caveat."""
    total = figure("950000.25", "1000000.00", "1055000.10", 10, 1)
    event = Event(
        date(2019, 1, 1),
        "New year",
        figure("640000.00", "700000.00", "720000.00", 6),
        {
            "origin": (group("KR", "South Korea", "500000.00", 4),),
            "dispatch": BY["dispatch"][:1],
            "supplier": BY["supplier"][:1],
        },
        Window(300, figure("1.00", "300000.00", "300000.00", 4), figure("2.00", "3.50", "4.00")),
    )
    return Answer(
        subject=Subject("p9", "KOLMARA MOTORS", (SUBJECT,)),
        bases=Bases(
            "RU",
            "stated",
            "origin",
            "registered",
            "sender",
            "receiver",
            "import",
            ("first arrival",),
        ),
        coverage=COVERAGE,
        books=AnswerBooks(11, 2, 1, 1, 1, 0, 1, 1),
        value_usd=total,
        measured=total,
        measures=Measures(
            figure("9000.5", "10000", "10000", 10),
            figure("10", "11", "12", 11, open_=False),
            figure("4", "5", "6", 11, open_=False),
            (Quantity(Decimal(1), Decimal(2), Decimal(3), False, 2, 0, "PCE"),),
        ),
        value_bases=(group("statistical", "statistical", "1000000.00", 10),),
        by=BY,
        additive={**dict.fromkeys(BY, True), "maker": False},
        apart=(group("transit", "in transit", "5000.00", 3, floor="0"),),
        suppliers=(),
        concentration=Concentration(Decimal("700000.00"), Decimal("70.0"), None, None),
        events=(event,),
        screening=(),
        caveats=CAVEATS if invented else CAVEATS[1:],
        made_from=MadeFrom(
            "ab" * 32, 4, {"ru-declarations": "cd" * 8}, {}, "ECB", "none", "r1 s1", "0.1", {}
        ),
        plan="SELECT 1",
    )


def source(number: int, name: str) -> Source:
    return Source(
        number,
        "ef" * 32,
        name,
        1000,
        {"format": "csv"},
        "ru-declarations",
        "cd" * 32,
        "RU",
        1,
        None,
    )


def books(number: int = 1, name: str = "early.csv") -> Books:
    return Books(
        source=source(number, name),
        read=130,
        lines=119,
        repeated=1,
        superseded=1,
        refused={"too_few_cells": 2, "too_many_cells": 1},
        skipped={"blank": 3, "header": 1, "totals": 2},
        conflicts=2,
        marks={"registered:differs_from_number": 1},
    )


def added(*, known: bool = False) -> Added:
    return Added("early.csv", books(), known)


def relayout(*, preview: bool = False) -> Relayout:
    """A source of which one column was mapped anew, one row more refused, one answer moved."""
    before = books()
    after = replace(
        before,
        source=replace(before.source, layout="own", layout_sha256="0a" * 32),
        lines=118,
        refused={"too_few_cells": 3, "too_many_cells": 1},
        marks={},
    )
    return Relayout(
        before,
        after,
        changed=True,
        preview=preview,
        columns=(ColumnChange("early.csv", 4, "ЗАМЕТКА", None, "trademark"),),
        answers=(
            AnswerChange(
                "may.json", True, "", (Moved("by.origin.KR South Korea.point", "5", "7"),)
            ),
            AnswerChange("june.json", False, "Nobody answers to 'X'.", ()),
            AnswerChange("july.json", True, "", ()),
        ),
    )


def drafted() -> Drafted:
    columns = (
        DraftColumn(1, "Importer", "receiver_name", "sure", "header says receiver"),
        DraftColumn(2, "Accepted", "registered", "unsure", "all cells are days"),
        DraftColumn(3, "Sum", None, "unsure", "header says value; no currency is stated"),
    )
    draft = Draft(columns, "", ("Choose the column of the line's value.",), 3, True)
    return Drafted("files/unknown.csv", draft, None)


def status() -> Status:
    return Status(
        path="/cases/one",
        invented=False,
        books=(books(), books(2, "late.csv")),
        coverage={"RU": COVERAGE},
        months={"RU": {"2018-03": 40, "2018-04": 119, "2018-06": 1, "2018-12": 78, "2019-12": 119}},
        parties=17,
        rates="ECB",
        state="ab" * 32,
        load=4,
    )


def preview(*, whole: bool = False, given: bool = False) -> Preview:
    return Preview(
        file="early.csv",
        size=12345,
        format="csv",
        encoding="cp1251",
        delimiter=";",
        sheets=("early.csv",),
        header_rows=(2,),
        layout="ru-declarations",
        title="Russia: goods declarations",
        given=given,
        why="it knows 4 of 5 headers",
        runner_up="kz-declarations (knows 2 of 5 headers)",
        columns=(
            Column("early.csv", 1, "G081 (ИНН)", "receiver_id", "7700000000"),
            Column("early.csv", 2, "G33", "hs", "8708999709"),
            Column("early.csv", 3, "G073", "known, not used", "1"),
            Column("early.csv", 4, "ЗАМЕТКА", "not mapped", "срочно"),
        ),
        lines=(
            {"receiver_id": "7700000000", "hs": "8708999709", "registered": date(2018, 3, 1)},
            {"receiver_id": None, "hs": "4011", "registered": None},
        ),
        rows=200,
        would_be_lines=195,
        would_be_apart={"skipped:blank": 3, "refused:too_few_cells": 1},
        without_value=7,
        examples=(
            Example("no_value", 1, 9, ("7700000000", None, "8708999709")),
            Example("refused:too_few_cells", 1, 12, ("7700000000 cut sho", None, None)),
        ),
        numbers={"statistical_usd": "comma: decimal, point: absent"},
        marks={"goods:read_as_cp866": 2},
        whole=whole,
    )


def line(**changed: object) -> LineRow:
    values: dict[str, object] = {
        "source": "early.csv",
        "sha256": "ef" * 32,
        "sheet": 1,
        "row": 7,
        "declaration": "10000000/010318/0000001",
        "item": 1,
        "day": date(2018, 3, 1),
        "hs": "8708999709",
        "goods": "PARTS OF A GEARBOX",
        "value_usd": Decimal("1250.50"),
        "value_basis": "statistical",
        "net_kg": Decimal("12.000"),
        "origin": "KR",
        "dispatch": "DE",
        "trading": None,
        "supplier": "p1",
        "maker": None,
        "fate": "stands",
        "repeats": None,
        "counted_in": "floor",
        "marks": None,
        "cells": ("10000000/010318/0000001", "=SUM(A1)"),
    }
    return LineRow(**{**values, **changed})  # type: ignore[arg-type]


def refused() -> RefusedRow:
    return RefusedRow("early.csv", 1, 9, "too_few_cells", ("7700000000", None, "cut sho"))


def party() -> Party:
    return Party(255, "KOLMARA MOTORS", ("RU:inn:7700000000",), "RU", False, 3, 11)
