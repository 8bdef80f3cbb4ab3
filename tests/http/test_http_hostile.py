"""Values that nobody means well with: nothing of them breaks the server, none is run or opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from http_case import client_of, problem_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from followthegoods.case import Case
from strategies import DAISY

CASE = "/api/v1/cases/case"
HOSTILE = [
    "\x00",
    "a\x00b",
    "\n\r\t\x0b\x1b[31m",
    "'",
    '"',
    "');DROP TABLE lines;--",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "=1+1",
    "\u202e\u200b\ufeff",
    "\ufffd\U0010ffff",
    "ÿ" * 1000,
    "*" * 1000,
    "\\",
    "1e400",
    "p" + "f" * 16,
    "p" + "f" * 40,
    "9" * 400,
]


def asked(client: TestClient, address: str, **parameters: Any) -> int:
    """The status of an answer, which is one that was meant."""
    answer = client.get(f"{CASE}/{address}", params=parameters)
    if answer.status_code >= 400:
        assert problem_of(answer)["code"] != "broken", answer.text
    return int(answer.status_code)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_finds_somebody_or_is_a_problem(client: TestClient, value: str) -> None:
    assert asked(client, "find", text=value) in (200, 400)


@pytest.mark.parametrize("value", ["\x00", "');DROP TABLE lines;--", "../../x", "p" + "f" * 16])
@pytest.mark.parametrize(
    ("address", "parameter", "given"),
    [
        ("dossier", "who", {}),
        ("dossier", "goods", {}),
        ("rows", "where", {"who": DAISY}),
        ("refused", "source", {}),
        ("why", "a", {"b": DAISY}),
        ("lists/entries", "text", {}),
        ("reconcile/suggest/entity", "prefix", {}),
    ],
)
def test_a_hostile_value_is_an_answer_or_a_problem(
    client: TestClient, address: str, parameter: str, given: dict[str, str], value: str
) -> None:
    assert asked(client, address, **{parameter: value}, **given) in (200, 400, 404, 409)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_key_narrows_nothing(client: TestClient, value: str) -> None:
    assert asked(client, "rows", who=DAISY, where=f"{value}=x") == 400


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_filter_finds_no_line(client: TestClient, value: str) -> None:
    answer = client.get(f"{CASE}/rows", params={"who": DAISY, "where": f"goods={value}"})
    assert answer.status_code == 400 or answer.json() == []


@pytest.mark.parametrize(
    "path",
    ["%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "web.css%00", "//etc/passwd"],
)
def test_no_file_of_the_servers_disk_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e", "case%2f..", "case%00", "%ff", "CASE", " case", "c" * 5000]
)
def test_no_other_folder_is_a_case(client: TestClient, name: str) -> None:
    assert client.get(f"/api/v1/cases/{name}/status").status_code == 404


def test_a_lone_surrogate_in_json_is_a_problem(client: TestClient) -> None:
    answer = client.post(
        f"{CASE}/judgements",
        content=b'{"a": "\\ud800", "b": "x", "verdict": "same", "why": "y"}',
        headers={"Content-Type": "application/json"},
    )
    assert problem_of(answer)["status"] == 400


@pytest.mark.parametrize("kind", ["claims", "check"])
@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff\xfe", b"=" * 9, b"schema = 1\n[[claim]]\n"])
def test_a_hostile_story_is_an_answer_or_a_problem(
    client: TestClient, kind: str, body: bytes
) -> None:
    assert client.post(f"{CASE}/{kind}", content=body).status_code in (200, 400, 404, 422)


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", "<script>", "x" * 5_000])
def test_hostile_stories_are_compared_or_refused(client: TestClient, text: str) -> None:
    body = {"original": text.encode("utf-8", "replace").decode(), "retelling": "One."}
    assert client.post("/api/v1/compare", json=body).status_code in (200, 400, 422)


@given(text=st.text(max_size=40))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_is_found_or_refused(client: TestClient, text: str) -> None:
    assert asked(client, "find", text=text.encode("utf-8", "replace").decode()) in (200, 400)


@given(text=st.text(max_size=40))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_about_is_answered_or_refused(client: TestClient, text: str) -> None:
    said = text.encode("utf-8", "replace").decode()
    assert asked(client, "dossier", who=said) in (200, 400, 404, 409)


def test_an_empty_case_is_served(tmp_path: Path) -> None:
    Case.new(tmp_path / "case").close()
    with client_of(tmp_path / "case") as client:
        codes = {
            name: client.get(f"{CASE}/{name}").status_code
            for name in ("status", "states", "refused", "judgements", "rates", "lists", "jobs")
        }
        assert set(codes.values()) == {200}
        assert client.get(f"{CASE}/dossier", params={"who": "x"}).status_code == 404


def test_a_case_that_went_is_a_problem(tmp_path: Path) -> None:
    with client_of(tmp_path / "case") as client:
        assert problem_of(client.get(f"{CASE}/status"))["code"] == "no_such_case"
