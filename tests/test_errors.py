from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from followthegoods import errors
from followthegoods.errors import FtgError

DRAWN = re.compile(r"^ {4}([│ ]*(?:[├└]── )?)(\w+) +(\d) +(\d{3})(?: +(\S.*))?$", re.MULTILINE)


def drawing() -> list[tuple[str, str | None, int, int, str]]:
    """Every error of the drawing: name, the one above it, exit code, HTTP status, what it says."""
    above: list[str] = []
    rows = []
    for branch, name, code, status, says in DRAWN.findall(errors.__doc__ or ""):
        depth = len(branch) // 4
        rows.append((name, above[depth - 1] if depth else None, int(code), int(status), says))
        above[depth:] = [name]
    return rows


def tree(kind: type[FtgError] = FtgError) -> Iterator[type[FtgError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


def test_every_error_is_drawn_with_its_exit_code_and_status() -> None:
    drawn = {(name, above, code, status) for name, above, code, status, _ in drawing()}
    raised = {
        (
            kind.__name__,
            None if kind is FtgError else kind.__bases__[0].__name__,
            kind.exit_code,
            kind.http_status,
        )
        for kind in tree()
    }
    assert drawn == raised


def test_every_error_below_the_root_is_explained_in_the_drawing() -> None:
    assert [name for name, above, _, _, says in drawing() if above and not says] == []


def test_every_error_lives_in_one_module() -> None:
    assert {kind.__module__ for kind in tree()} == {errors.__name__}


def test_exit_codes_are_the_five_that_are_documented() -> None:
    assert {kind.exit_code for kind in tree()} <= {1, 2, 3, 4}


def test_an_exit_code_is_one_family() -> None:
    families = {errors.UsageError: 2, errors.DataError: 3, errors.CheckFailed: 1, errors.Broken: 4}
    for family, code in families.items():
        assert {kind.exit_code for kind in tree(family)} == {code}


def test_a_wrong_request_and_wrong_data_are_the_askers_fault() -> None:
    for family in (errors.UsageError, errors.DataError):
        assert all(400 <= kind.http_status < 500 for kind in tree(family))


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = errors.NoSuchFile("There is no such file.", where="x.csv", do="Check the name.")
    assert str(error) == "There is no such file.\nWhere: x.csv\nWhat to do: Check the name."


def test_an_error_says_no_more_than_it_knows() -> None:
    assert str(errors.CheckFailed("It does not hold.")) == "It does not hold."


@pytest.mark.parametrize("kind", list(tree()), ids=lambda kind: kind.__name__)
def test_an_error_has_a_name_for_other_programs(kind: type[FtgError]) -> None:
    code = kind("x").code
    assert "".join(part.capitalize() for part in code.split("_")) == kind.__name__
