"""Questions as addresses: the parameters of a page, which are those of the command line.

An address says all that a page shows, so that it can be kept, sent and compared. Forms leave fields
empty and send days of events in two parts; `tidied` is the address without these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from urllib.parse import quote, urlencode

from starlette.requests import Request

from followthegoods.case import How
from followthegoods.errors import BadParameter

Pair = tuple[str, str]

_MANY = ("goods", "event")
_ONE: dict[str, str] = {
    "from": "first",
    "to": "last",
    "hs_revision": "hs_revision",
    "value_basis": "value",
    "country_basis": "country",
    "date_basis": "date",
    "supplier_role": "supplier",
    "role": "role",
    "direction": "direction",
    "regimes": "regimes",
    "measure": "measure",
    "authority": "authority",
}
"""Parameter of an address -> parameter of the case, of those that are given once."""

_NEAREST: dict[str, Callable[[str, str], str]] = {"from": max, "to": min}
"""Of two days, as addresses have them, the one that is within the other."""

_EVENT_DAY, _EVENT_LABEL = "event_day", "event_label"
_BY = "by_"
"""What a form narrows lines by begins so: `by_origin=KR` is `where=origin=KR`."""

DEFAULTS: dict[str, str] = {
    "value_basis": "stated",
    "country_basis": "origin",
    "date_basis": "registered",
    "supplier_role": "sender",
    "role": "receiver",
    "direction": "import",
}


def address(case: str, view: str, pairs: Iterable[Pair] = ()) -> str:
    """The address of a view of a case."""
    own = f"/c/{quote(case, safe='')}" + (f"/{view}" if view else "")
    query = urlencode([*pairs])
    return f"{own}?{query}" if query else own


@dataclass(frozen=True)
class Asked:
    """What a page asks: whom or what goods, on which bases, of which lines, as of when.

    `one` are the parameters that are given once, `where` narrows lines, `at` is a load or a state.
    """

    who: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    events: tuple[Pair, ...] = ()
    one: tuple[Pair, ...] = ()
    where: tuple[Pair, ...] = ()
    at: str | None = None

    @classmethod
    def of(cls, request: Request) -> Asked:
        """What the address of a page asks. Raises `BadParameter`."""
        given = request.query_params
        one = tuple((name, given[name].strip()) for name in _ONE if given.get(name, "").strip())
        return cls(
            who=_texts(given.getlist("who")),
            goods=_texts(given.getlist("goods")),
            events=tuple(_parts(text, "event", "DAY=LABEL") for text in given.getlist("event")),
            one=one,
            where=tuple(_parts(text, "where", "KEY=VALUE") for text in given.getlist("where")),
            at=given.get("at", "").strip() or None,
        )

    @property
    def empty(self) -> bool:
        """Whether nobody and no goods are asked about."""
        return not self.who and not self.goods

    @property
    def said(self) -> dict[str, str]:
        """The parameters that are given once, by their names in the address."""
        return dict(self.one)

    @property
    def narrowed(self) -> dict[str, str]:
        """What the lines are narrowed by."""
        return dict(self.where)

    def how(self) -> How:
        """The question as the case takes it. Raises `BadParameter`."""
        read: dict[str, Callable[[str], Any]] = {
            "from": lambda text: _day(text, "from"),
            "to": lambda text: _day(text, "to"),
            "regimes": lambda text: tuple(code.strip() for code in text.split(",")),
        }
        how: dict[str, Any] = {_ONE[name]: read.get(name, str)(text) for name, text in self.one}
        if self.goods:
            how["goods"] = self.goods
        if self.events:
            how["events"] = [(_day(day, "event"), label) for day, label in self.events]
        return cast(How, how)

    def pairs(self) -> list[Pair]:
        """The question as the parameters of an address."""
        pairs = [("who", one) for one in self.who]
        pairs += [("goods", one) for one in self.goods]
        pairs += [("event", f"{day}={label}") for day, label in self.events]
        pairs += self.one
        pairs += [("where", f"{key}={value}") for key, value in self.where]
        return [*pairs, ("at", self.at)] if self.at else pairs

    def at_lines(self, of: Mapping[str, str]) -> Asked:
        """The same question, narrowed to the lines of a figure or of a mark: by what these are of,
        and to days where `from` or `to` is among it, those within the days asked about."""
        days, where = self.said, dict(self.where)
        for key, value in of.items():
            if key in _NEAREST:
                days[key] = _NEAREST[key](value, days.get(key, value))
            else:
                where[key] = value
        return replace(self, where=tuple(where.items()), one=tuple(days.items()))


def tidied(request: Request) -> str | None:
    """The address that says the same without what a form left empty; None where it is that."""
    given = request.query_params.multi_items()
    kept = [
        (name, text)
        for name, text in given
        if text.strip()
        and name not in (_EVENT_DAY, _EVENT_LABEL)
        and not name.startswith(_BY)
        and DEFAULTS.get(name) != text
    ]
    by = {name[len(_BY) :]: text for name, text in given if name.startswith(_BY) and text.strip()}
    kept = [
        (name, text)
        for name, text in kept
        if name != "where" or text.partition("=")[0].strip() not in by
    ]
    days = request.query_params.getlist(_EVENT_DAY)
    labels = request.query_params.getlist(_EVENT_LABEL)
    events = [
        ("event", f"{day}={label.strip() or day}")
        for day, label in zip(days, labels, strict=False)
        if day.strip()
    ]
    if len(kept) == len(given):
        return None
    narrowed = [("where", f"{key}={text.strip()}") for key, text in by.items()]
    query = urlencode([*kept, *events, *narrowed])
    return request.url.path + (f"?{query}" if query else "")


def _texts(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in given if text.strip())


def _parts(text: str, name: str, shape: str) -> Pair:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise BadParameter(f"{text!r} has no '='.", where=name, do=f"Write {shape}.")
    return key.strip(), value.strip()


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            f"{text!r} is no day.", where=name, do="Write it as YYYY-MM-DD, such as 2022-02-24."
        ) from error


def number(request: Request, name: str, otherwise: int, most: int) -> int:
    """A whole number from 1 to `most` of an address. Raises `BadParameter`."""
    text = request.query_params.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        raise BadParameter(f"{text!r} cannot be {name}.", do=f"A number from 1 to {most:,}.")
    return int(text)


def day(request: Request, name: str) -> date | None:
    """A day of an address, None where it has none. Raises `BadParameter`."""
    return read_day(request.query_params.get(name, ""), name)


def read_day(text: str, name: str) -> date | None:
    """A day as a form sends it, None where nothing was filled in. Raises `BadParameter`."""
    return _day(text.strip(), name) if text.strip() else None
