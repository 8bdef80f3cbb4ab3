"""Who is let in, what they may do, and what is written down of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from http_case import READ, TOKENS, WRITE, client_of, problem_of
from starlette.testclient import TestClient

from followthegoods.errors import TooMany
from followthegoods.faces.http import guards
from followthegoods.faces.http.access import LOOPBACK, Access
from followthegoods.faces.http.app import make_app
from followthegoods.faces.http.place import ASKED, SERVED
from followthegoods.faces.http.rate import Rate

STATUS = "/api/v1/cases/case/status"
WRITES = "/api/v1/cases/case/lists/dates"
DATED = {"entry": "nobody", "day": "2024-02-23", "source": "a test"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# -- what stands on every answer


@pytest.mark.parametrize("address", [STATUS, "/api/v1/nothing", "/nothing", "/static/nothing"])
def test_every_answer_has_the_strict_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"] == guards.POLICY
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("unsafe", ["unsafe-inline", "unsafe-eval", "*", "http:", "https:"])
def test_the_policy_lets_nothing_in_from_elsewhere(unsafe: str) -> None:
    assert unsafe not in guards.POLICY


def test_who_is_refused_gets_the_policy_too(guarded: TestClient) -> None:
    answer = guarded.get(STATUS)
    assert (answer.status_code, answer.headers["content-security-policy"]) == (401, guards.POLICY)


# -- the name of the server


@pytest.mark.parametrize("host", ["localhost", "localhost:8400", "127.0.0.1:1", "[::1]:8400"])
def test_a_name_of_this_machine_will_do(client: TestClient, host: str) -> None:
    assert client.get(STATUS, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["example.com", "localhost.example.com", "192.168.1.5", "", "[", "[::1", "127.0.0.1.nip.io"],
)
def test_a_name_of_elsewhere_that_means_this_machine_is_refused(
    client: TestClient, host: str
) -> None:
    said = problem_of(client.get(STATUS, headers={"Host": host}))
    assert (said["status"], said["code"], said["where"]) == (403, "not_allowed", "Host")


def test_who_has_a_token_may_call_the_server_by_any_name(guarded: TestClient) -> None:
    answer = guarded.get(STATUS, headers={"Host": "case.example.org", **bearer(READ)})
    assert answer.status_code == 200


# -- tokens


def test_without_a_token_nothing_is_said(guarded: TestClient) -> None:
    answer = guarded.get(STATUS)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert problem_of(answer)["code"] == "not_admitted"


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer ", f"Basic {READ}", f"{READ}", f"Bearer {READ}x", "Bearer ы"]
)
def test_what_is_no_token_is_refused(guarded: TestClient, header: str) -> None:
    assert guarded.get(STATUS, headers=[(b"Authorization", header.encode())]).status_code == 401


@pytest.mark.parametrize("token", [READ, WRITE])
def test_both_tokens_read(guarded: TestClient, token: str) -> None:
    assert guarded.get(STATUS, headers=bearer(token)).status_code == 200


def test_the_token_that_reads_changes_nothing(guarded: TestClient) -> None:
    said = problem_of(guarded.post(WRITES, json=DATED, headers=bearer(READ)))
    assert (said["status"], said["code"]) == (403, "not_allowed")


def test_the_token_that_writes_is_let_through(guarded: TestClient) -> None:
    said = problem_of(guarded.post(WRITES, json=DATED, headers=bearer(WRITE)))
    assert said["code"] == "bad_parameter"


def test_a_question_that_is_posted_needs_no_more_than_reading(guarded: TestClient) -> None:
    retold = {"original": "One car.", "retelling": "Two cars."}
    assert guarded.post("/api/v1/compare", json=retold, headers=bearer(READ)).status_code == 200


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST"])
def test_no_other_method_is_free_to_who_reads(guarded: TestClient, method: str) -> None:
    answer = guarded.request(method, "/api/v1/cases/case/sources/1", headers=bearer(READ))
    assert answer.status_code == 403


def test_where_only_writing_has_a_token_reading_needs_it_too(case: Path) -> None:
    with client_of(case, Access(write=WRITE)) as client:
        assert client.get(STATUS).status_code == 401
        assert client.get(STATUS, headers=bearer(WRITE)).status_code == 200


def test_tokens_are_not_shown_by_what_holds_them() -> None:
    assert READ not in repr(TOKENS)
    assert WRITE not in repr(TOKENS)


# -- browsers


def test_a_browser_without_a_token_is_sent_to_where_one_is_entered(guarded: TestClient) -> None:
    answer = guarded.get("/c/case?a=1", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter?to=/c/case%3Fa%3D1")


@pytest.fixture
def browser(case: Path) -> Any:
    with client_of(case, TOKENS, follow_redirects=False) as client:
        yield client


def test_a_token_that_is_entered_gives_a_cookie_that_lets_in(browser: TestClient) -> None:
    answer = browser.post("/enter", data={"token": READ, "to": "/c/case"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/case")
    assert browser.get(STATUS).status_code == 200
    assert browser.post(WRITES, json=DATED).status_code == 403


def test_the_cookie_does_not_hold_the_token_and_is_for_this_server_alone(
    browser: TestClient,
) -> None:
    cookie = browser.post("/enter", data={"token": WRITE}).headers["set-cookie"]
    assert WRITE not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("value", ["write", "write.", "write.0", "root.1", ".", "read.ы"])
def test_a_cookie_that_somebody_made_up_is_refused(guarded: TestClient, value: str) -> None:
    assert guarded.get(STATUS, headers=[(b"Cookie", f"ftg={value}".encode())]).status_code == 401


def test_the_cookie_of_another_server_is_refused(browser: TestClient, case: Path) -> None:
    cookie = browser.post("/enter", data={"token": WRITE}).cookies["ftg"]
    with client_of(case, Access(READ, WRITE)) as other:
        assert other.get(STATUS, headers={"Cookie": f"ftg={cookie}"}).status_code == 401


@pytest.mark.parametrize(
    "to", ["//example.com", "https://example.com", "/\\example.com", "javascript:1", "/a\nb", ""]
)
def test_who_enters_is_sent_nowhere_else(browser: TestClient, to: str) -> None:
    assert browser.post("/enter", data={"token": READ, "to": to}).headers["location"] == "/"


def test_wrong_tokens_are_counted_and_soon_no_more_are_taken(browser: TestClient) -> None:
    tries = [browser.post("/enter", data={"token": "wrong"}).status_code for _ in range(7)]
    assert tries == [401] * 5 + [429] * 2


def test_the_page_where_a_token_is_entered_writes_nothing_as_html(guarded: TestClient) -> None:
    text = guarded.get("/enter", params={"to": '/"><script>'}).text
    assert "<script>" not in text


# -- pages of elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://example.com"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_page_of_elsewhere_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    said = problem_of(client.post(WRITES, json=DATED, headers=headers))
    assert (said["status"], said["where"]) == (403, "Origin")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_the_servers_own_pages_and_other_programs_may(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert problem_of(client.post(WRITES, json=DATED, headers=headers))["status"] == 400


# -- how much, how often


def test_more_than_may_be_sent_is_refused_by_its_length(client: TestClient) -> None:
    answer = client.post(WRITES, content=b"x", headers={"Content-Length": str(guards.LARGEST + 1)})
    assert problem_of(answer)["code"] == "too_large"


def test_more_than_may_be_sent_is_refused_as_it_comes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "LARGEST", 10)
    answer = client.post(
        "/api/v1/cases/case/check", content=iter([b"x" * 6, b"x" * 6]), headers={"X": "y"}
    )
    assert problem_of(answer)["code"] == "too_large"


def test_a_length_that_is_no_number_is_refused(client: TestClient) -> None:
    answer = client.post(WRITES, content=b"x", headers={"Content-Length": "many"})
    assert answer.status_code == 403


def test_a_client_may_ask_so_often_and_others_still_may() -> None:
    now = [0.0]
    rate = Rate(1.0, burst=2.0, clock=lambda: now[0])
    rate.take("a")
    rate.take("a")
    with pytest.raises(TooMany):
        rate.take("a")
    rate.take("b")
    now[0] = 1.0
    rate.take("a")


def test_without_a_bound_a_client_may_ask_as_often_as_it_likes() -> None:
    rate = Rate(None)
    for _ in range(1000):
        rate.take("a")


def test_requests_of_a_server_with_tokens_are_counted(case: Path) -> None:
    with client_of(case, Access(READ, rate=0.1)) as client:
        codes = [client.get(STATUS, headers=bearer(READ)).status_code for _ in range(3)]
    assert codes == [200, 429, 429]


def test_on_loopback_nobody_is_counted() -> None:
    assert LOOPBACK.rate is None


# -- what is written down


@pytest.fixture
def log(case: Path) -> Any:
    """What was written since."""
    path = case / SERVED / ASKED
    before = path.stat().st_size if path.exists() else 0

    def lines() -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_bytes()[before:].splitlines()]

    return lines


def test_what_was_asked_is_written_down(guarded: TestClient, log: Any) -> None:
    guarded.get(f"{STATUS}?x=1", headers=bearer(READ))
    guarded.get(STATUS)
    first, second = log()
    assert (first["path"], first["query"], first["as"], first["status"]) == (
        STATUS,
        "x=1",
        "read",
        200,
    )
    assert (second["as"], second["status"]) == (None, 401)


def test_no_token_is_written_down(guarded: TestClient, log: Any) -> None:
    guarded.get(STATUS, headers=bearer(WRITE))
    guarded.post("/enter", data={"token": READ, "to": STATUS})
    text = json.dumps(log())
    assert WRITE not in text
    assert READ not in text


def test_a_line_break_in_what_was_asked_makes_no_second_line(client: TestClient, log: Any) -> None:
    client.get("/api/v1/cases/case/find", params={"text": "a\nb"})
    client.get("/api/v1/cases/case/%0a{}")
    assert [line["status"] for line in log()] == [200, 404]


def test_the_log_is_for_its_owner_alone(client: TestClient, case: Path) -> None:
    client.get(STATUS)
    assert (case / SERVED / ASKED).stat().st_mode & 0o077 == 0


# -- nothing goes out


def test_no_telemetry_is_sent_whatever_the_environment_says(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example.org")
    app = make_app({"case": case})
    assert not app._native_telemetry.enabled()
    assert app._telemetry["auto_configure"] is False
