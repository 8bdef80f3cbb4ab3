"""How questions are asked over HTTP: the command line's options as parameters of an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, cast

from fastapi import Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from followthegoods.case import How
from followthegoods.errors import BadParameter

_NO_NUL = r"^[^\x00]*$"
MOST_ROWS = 10_000


def _day(text: object) -> date:
    """A day as it is written; no number passes for one."""
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise ValueError(f"{str(text)[:40]!r} is no day: write it as YYYY-MM-DD") from error


Text = Annotated[str, StringConstraints(max_length=1000, pattern=_NO_NUL)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=_NO_NUL)]
Reason = Annotated[str, StringConstraints(max_length=4000, pattern=_NO_NUL)]
Day = Annotated[date, BeforeValidator(_day)]
CaseName = Annotated[
    str, Path(description="The name of a case that is served.", examples=["demo"], alias="case")
]


def _named(description: str, example: str) -> Any:
    return Path(max_length=300, description=description, examples=[example])


UploadId = Annotated[str, _named("The id of a file that was sent.", "0123456789abcdef")]
JobId = Annotated[str, _named("The id of a job.", "0123456789abcdef")]
SourceName = Annotated[str, _named("A source's number, file name or hash.", "1")]
LayoutId = Annotated[str, _named("The id of a layout.", "ru-alta")]
KeptName = Annotated[str, _named("Its number, file name or hash.", "1")]
Number = Annotated[
    int, Path(ge=1, lt=1 << 62, description="The number of a judgement.", examples=[1])
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="At most so many.")]
Cursor = Annotated[
    str | None,
    Field(max_length=200, description="Where to go on: from the `Link` header of the page before."),
]


class Parameters(BaseModel):
    """Parameters of an address; one that is none of these is an error."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Bases(Parameters):
    """The period, events, goods and bases of a question; the defaults stand in every answer."""

    who: list[Name] = Field(
        default=[],
        max_length=100,
        description="Companies: ids, tax ids or names, taken together; each perhaps with days of "
        "its own: NAME@2018-01-01..2020-12-31.",
        examples=[["9900718344"]],
    )
    first: Day | None = Field(
        default=None, alias="from", description="First day.", examples=["2022-01-01"]
    )
    last: Day | None = Field(
        default=None, alias="to", description="Last day, inclusive.", examples=["2023-12-31"]
    )
    event: list[Text] = Field(
        default=[],
        max_length=20,
        description="A day that matters, as DATE=LABEL.",
        examples=[["2022-02-24=Invasion of Ukraine"]],
    )
    goods: list[Name] = Field(
        default=[],
        max_length=100,
        description="Words of the goods text, trademark or maker (`word*`: that begin so), or 2 to "
        "10 digits of a commodity code: any of them.",
        examples=[["8708"]],
    )
    hs_revision: Text | None = Field(
        default=None, description="The edition of the codes: 2022 (default) …", examples=["2022"]
    )
    value_basis: Text | None = Field(
        default=None,
        description="stated (default), statistical, cif, fob, customs, invoice.",
        examples=["stated"],
    )
    country_basis: Text | None = Field(
        default=None,
        description="origin (default), dispatch, trading, sender, purchase.",
        examples=["dispatch"],
    )
    date_basis: Text | None = Field(
        default=None, description="registered (default), released.", examples=["released"]
    )
    supplier_role: Text | None = Field(
        default=None, description="sender (default), maker, holder.", examples=["maker"]
    )
    role: Text | None = Field(
        default=None,
        description="What `who` is: receiver (default), holder, declarant, sender.",
        examples=["receiver"],
    )
    direction: Text | None = Field(
        default=None, description="import (default), export.", examples=["import"]
    )
    regimes: Text | None = Field(
        default=None,
        description="Procedures that count, with commas; default: first arrival.",
        examples=["40,78"],
    )
    authority: Text | None = Field(
        default=None, description="Whose records, where there are several.", examples=["RU"]
    )
    measure: Text | None = Field(
        default=None,
        description="What groups and events are measured by: value (default), net_kg, lines, or "
        "quantity:UNIT, as quantity:BBL.",
        examples=["net_kg"],
    )
    at: Text | None = Field(
        default=None,
        description="The case as it was after this load, or in this state.",
        examples=["1"],
    )

    def how(self) -> How:
        """The bases as the case takes them. Raises `BadParameter` for an event that is none."""
        given: Mapping[str, Any] = {
            "first": self.first,
            "last": self.last,
            "events": [_event(text) for text in self.event],
            "goods": tuple(self.goods),
            "regimes": tuple(code.strip() for code in (self.regimes or "").split(",") if code),
            "hs_revision": self.hs_revision,
            "value": self.value_basis,
            "country": self.country_basis,
            "date": self.date_basis,
            "supplier": self.supplier_role,
            "role": self.role,
            "direction": self.direction,
            "authority": self.authority,
            "measure": self.measure,
        }
        return cast(How, {key: value for key, value in given.items() if value})


class Narrowed(Bases):
    """A question for lines, narrowed."""

    where: list[Text] = Field(
        default=[],
        max_length=50,
        description="KEY=VALUE: narrow by a dimension of the answer (origin, dispatch, year, "
        "month, hs4, goods, supplier, maker, importer by their ids …), fate, or counted=floor, "
        "point, ceiling or doubtful.",
        examples=[["origin=KR", "counted=point"]],
    )

    def narrowed(self) -> dict[str, str]:
        """What lines are narrowed by. Raises `BadParameter`."""
        return dict(_pair(text, "where", "KEY=VALUE") for text in self.where)


class RowsAsked(Narrowed):
    """A page of lines."""

    limit: Limit = 1000
    cursor: Cursor = None


class ScreenAsked(Bases):
    """A screening."""

    as_of: Day | None = Field(
        default=None,
        description="Say what each listing was on this day.",
        examples=["2024-02-23"],
    )
    only: list[Name] = Field(
        default=[],
        alias="list",
        max_length=100,
        description="Use these lists only.",
        examples=[["us-sdn"]],
    )


class DiffAsked(Bases):
    """Two states, compared."""

    before: str = Field(
        pattern=r"^(now|\d{1,7}|[0-9a-f]{8,64})$",
        description="A load's number, a state's id, or `now`.",
        examples=["1"],
    )
    after: str = Field(
        default="now",
        pattern=r"^(now|\d{1,7}|[0-9a-f]{8,64})$",
        description="A load's number, a state's id, or `now`.",
        examples=["now"],
    )


BasesQuery = Annotated[Bases, Query()]
NarrowedQuery = Annotated[Narrowed, Query()]
RowsQuery = Annotated[RowsAsked, Query()]
ScreenQuery = Annotated[ScreenAsked, Query()]
DiffQuery = Annotated[DiffAsked, Query()]


def _event(text: str) -> tuple[date, str]:
    day, label = _pair(text, "event", "DATE=LABEL")
    try:
        return date.fromisoformat(day), label
    except ValueError as error:
        raise BadParameter(
            f"{day!r} is no day.", where="event", do="Write it as YYYY-MM-DD, such as 2022-02-24."
        ) from error


def _pair(text: str, parameter: str, shape: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise BadParameter(f"{text!r} has no '='.", where=parameter, do=f"Write {shape}.")
    return key.strip(), value.strip()
