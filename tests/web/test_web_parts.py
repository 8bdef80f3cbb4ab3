"""Addresses that say all that a page shows."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from followthegoods.faces.web.asked import Asked, address, tidied

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda text: text == text.strip() != ""
)
KEY = st.text(string.ascii_lowercase, min_size=1, max_size=8)


def request_of(path: str) -> Request:
    """A request for an address."""
    raw, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": raw, "query_string": query.encode()}
    return Request({**scope, "headers": [], "server": ("localhost", 80), "scheme": "http"})


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    return Asked(
        who=tuple(draw(st.lists(TEXT, max_size=3))),
        goods=tuple(draw(st.lists(TEXT, max_size=2))),
        events=tuple(draw(st.lists(st.tuples(KEY, TEXT), max_size=2))),
        one=(("value_basis", "cif"),) if draw(st.booleans()) else (),
        where=tuple(draw(st.dictionaries(KEY, TEXT, max_size=3)).items()),
        at=draw(st.none() | KEY),
    )


@given(questions())
def test_an_address_asks_again_what_was_asked(asked: Asked) -> None:
    assert Asked.of(request_of(address("a case", "rows", asked.pairs()))) == asked


@given(questions())
def test_an_address_that_the_program_makes_is_tidy(asked: Asked) -> None:
    assert tidied(request_of(address("demo", "rows", asked.pairs()))) is None


@given(
    st.lists(st.tuples(st.sampled_from(["who", "from", "by_year", "event_day", "role"]), TEXT)),
)
def test_tidying_twice_is_tidying_once(pairs: list[tuple[str, str]]) -> None:
    once = tidied(request_of(address("demo", "rows", pairs)))
    assert once is None or tidied(request_of(once)) is None
