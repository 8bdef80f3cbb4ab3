"""Questions beside questions, and beside who writes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from http_case import problem_of
from starlette.testclient import TestClient

from followthegoods.errors import NoSuchCase, NoSuchParty
from followthegoods.faces.http.served import ENGINES, Served
from strategies import DAISY

CASE = "/api/v1/cases/case"


@contextmanager
def written(case: Path) -> Iterator[None]:
    """As long as another process writes to a case."""
    folder = os.open(case, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def test_a_question_does_not_wait_for_who_writes(client: TestClient, case: Path) -> None:
    with written(case):
        assert client.get(f"{CASE}/dossier", params={"who": DAISY}).status_code == 200


def test_who_would_write_meanwhile_is_told_so(client: TestClient, case: Path) -> None:
    dated = {"entry": "us-sdn/900001", "day": "2024-02-23", "source": "a test"}
    with written(case):
        answer = client.post(f"{CASE}/lists/dates", json=dated)
    assert (problem_of(answer)["code"], answer.status_code) == ("case_busy", 423)


def test_questions_at_once_have_the_answers_that_they_have_alone(client: TestClient) -> None:
    def ask(_: int) -> str:
        return client.get(f"{CASE}/dossier", params={"who": DAISY}).text

    alone = ask(0)
    with ThreadPoolExecutor(2 * ENGINES) as pool:
        assert set(pool.map(ask, range(2 * ENGINES))) == {alone}


@pytest.fixture
def served(case: Path) -> Iterator[Served]:
    served = Served({"case": case})
    yield served
    served.close()


def test_an_open_case_is_used_again(served: Served) -> None:
    with served.case("case") as first:
        pass
    with served.case("case") as again:
        assert again is first


def test_a_wrong_question_costs_no_case(served: Served) -> None:
    with pytest.raises(NoSuchParty), served.case("case") as first:
        first.dossier("nobody of that name")
    with served.case("case") as again:
        assert again is first


def test_a_case_in_which_something_broke_is_not_used_again(served: Served) -> None:
    with pytest.raises(ZeroDivisionError), served.case("case") as first:
        raise ZeroDivisionError
    with served.case("case") as again:
        assert again is not first


def test_a_case_that_is_not_served_is_not_there(served: Served) -> None:
    with pytest.raises(NoSuchCase, match="other"), served.case("other"):
        pass
