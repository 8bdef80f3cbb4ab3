"""What people decide and write down, over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from http_case import client_of, problem_of
from starlette.testclient import TestClient

from followthegoods.faces.http.served import Served
from strategies import CLOVER, DAISY

CASE = "/api/v1/cases/case"


@pytest.fixture(scope="module")
def own(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the case that may be changed."""
    return Path(shutil.copytree(case, tmp_path_factory.mktemp("writing") / "case"))


@pytest.fixture(scope="module")
def writer(own: Path) -> Iterator[TestClient]:
    with client_of(own) as client:
        yield client


def posted(client: TestClient, address: str, **body: Any) -> Any:
    answer = client.post(f"{CASE}/{address}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ended(client: TestClient, answer: Any) -> Any:
    """The job that an answer says was begun, when it has ended."""
    assert answer.status_code == 202, answer.text
    served: Served = client.app.state.served  # type: ignore[attr-defined]
    served.jobs.wait(answer.json()["id"])
    return client.get(answer.headers["location"]).json()


def worked(client: TestClient, address: str, **sent: Any) -> Any:
    """What a job gives that is begun by this."""
    job = ended(client, client.post(f"{CASE}/{address}", **sent))
    assert job["status"] == "done", job["error"]
    return job["result"]


def got(client: TestClient, address: str, **parameters: Any) -> Any:
    answer = client.get(f"{CASE}/{address}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_judgement_is_made_and_undone_and_both_are_told(writer: TestClient) -> None:
    decided = {"a": DAISY, "b": CLOVER, "verdict": "same", "why": "a test"}
    shown = worked(writer, "judgements", json={**decided, "preview": True})
    assert (shown["preview"], shown["one_party"]) == (True, True)
    assert got(writer, "judgements") == []
    tag = writer.get(f"{CASE}/status").headers["etag"]
    done = worked(writer, "judgements", json=decided)
    assert done["parties"] == shown["parties"]
    assert writer.get(f"{CASE}/status").headers["etag"] != tag
    number = done["judgement"]["number"]
    undone = worked(writer, f"judgements/{number}/undo", json={"why": "it was a test"})
    assert undone["one_party"] is False
    assert [one["verdict"] for one in got(writer, "judgements")] == ["same", "undo"]


def test_judgements_go_out_and_come_in_as_lines(writer: TestClient, case: Path) -> None:
    decided = {"a": DAISY, "b": CLOVER, "verdict": "different", "why": "a test"}
    number = worked(writer, "judgements", json=decided)["judgement"]["number"]
    lines = writer.get(f"{CASE}/judgements/exported")
    assert lines.headers["content-type"] == "application/x-ndjson"
    known = worked(writer, "judgements/imported", content=lines.content)
    assert (known["taken"], known["known"]) == (0, 1)
    worked(writer, f"judgements/{number}/undo", json={})


def test_a_doubtful_pair_is_looked_at_and_decided(writer: TestClient) -> None:
    (pair,) = got(writer, "review")
    sides = {"a": pair["a"], "b": pair["b"]}
    assert got(writer, "review/pair", **sides)["doubt"] == pair
    made = posted(writer, "review", **sides, verdict="different", why="a test")
    assert (made["verdict"], made["standing"]) == ("different", "in force")
    assert got(writer, "review") == []


def test_a_day_of_listing_is_written_down(writer: TestClient) -> None:
    dated = {"entry": "us-sdn/900001", "day": "2022-04-16", "source": "an invented notice"}
    assert posted(writer, "lists/dates", **dated)["entry"] == "900001"
    assert got(writer, "lists")["given"][0]["day"] == "2022-04-16"


def test_who_is_an_entry_is_judged_and_undone(writer: TestClient) -> None:
    judged = {"party": CLOVER, "entry": "us-sdn/900001", "verdict": "same", "why": "a test"}
    made = posted(writer, "lists/judgements", **judged)
    assert made["verdict"] == "same"
    posted(writer, f"lists/judgements/{made['number']}/undo", why="it was a test")
    assert [one["verdict"] for one in got(writer, "lists/judgements")] == ["same", "undo"]


def test_a_note_is_kept_and_taken_back(writer: TestClient) -> None:
    noted = {"kind": "document", "words": "A contract", "source": "an invented archive"}
    kept = posted(writer, "notes", party=DAISY, **noted)
    assert (kept["kind"], kept["words"]) == ("document", "A contract")
    assert [one["number"] for one in got(writer, "notes", party=DAISY)] == [kept["number"]]
    writer.post(f"{CASE}/notes/{kept['number']}/undo")
    assert got(writer, "notes")[0]["undone_by"] is not None


def test_claims_are_drafted_and_checked(writer: TestClient) -> None:
    text = "Romashka imported goods worth at least $1,000 from South Korea in 2022."
    drafted = writer.post(f"{CASE}/claims", content=text, params={"of": DAISY})
    assert drafted.headers["content-type"].startswith("application/toml")
    checked = writer.post(f"{CASE}/check", content=drafted.content).json()
    assert len(checked["verdicts"]) == len(checked["story"]["claims"]) > 0


def test_a_retelling_is_compared_with_verdicts_where_there_is_a_case(writer: TestClient) -> None:
    retold = {"original": "It imported 5 cars in 2022.", "retelling": "It imported 9 cars in 2022."}
    assert writer.post("/api/v1/compare", json=retold).json()["verdicts"] is None
    assert posted(writer, "compare", **retold)["verdicts"] is not None


@pytest.mark.parametrize(
    ("address", "body", "code"),
    [
        ("judgements", {"a": DAISY, "b": CLOVER, "verdict": "maybe", "why": "x"}, "bad_parameter"),
        ("judgements", {"a": DAISY, "verdict": "same", "why": "x"}, "bad_parameter"),
        ("judgements/0/undo", {}, "bad_parameter"),
        ("review", {"a": "p1", "b": "p2", "verdict": "same", "why": "x"}, "no_such_party"),
        ("lists/dates", {"entry": "x", "day": "soon", "source": "y"}, "bad_parameter"),
        ("notes", {"party": DAISY, "kind": "document", "words": "x"}, "bad_parameter"),
        (
            "notes",
            {"party": "qqqq", "kind": "document", "words": "x", "source": "y"},
            "no_such_party",
        ),
        ("add", {"uploads": []}, "bad_parameter"),
        ("add", {"uploads": ["0123456789abcdef"]}, "no_such_file"),
        ("rates", {"upload": "../../x"}, "no_such_file"),
    ],
)
def test_what_cannot_be_written_down_is_a_problem(
    writer: TestClient, address: str, body: dict[str, Any], code: str
) -> None:
    assert problem_of(writer.post(f"{CASE}/{address}", json=body))["code"] == code


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("judgements", {"a": DAISY, "b": CLOVER, "verdict": "same", "why": " "}),
        ("judgements/99/undo", {}),
    ],
)
def test_a_judgement_that_cannot_be_made_is_the_problem_of_its_job(
    writer: TestClient, address: str, body: dict[str, Any]
) -> None:
    job = ended(writer, writer.post(f"{CASE}/{address}", json=body))
    assert (job["status"], job["error"]["code"]) == ("failed", "bad_parameter")
