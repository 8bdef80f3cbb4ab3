"""What the API answers with is what the command line prints, to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer.main
from http_case import problem_of
from starlette.testclient import TestClient
from typer.testing import CliRunner

from followthegoods.faces.cli.main import app
from followthegoods.faces.http.api.asked import Bases
from strategies import CLOVER, DAISY

CASE = "/api/v1/cases/case"
EVENT = "2022-04-01=An event"


def printed(*arguments: object) -> str:
    """What a command prints on stdout."""
    ran = CliRunner().invoke(app, list(map(str, arguments)))
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def got(client: TestClient, address: str, **parameters: Any) -> str:
    answer = client.get(address, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.text


QUESTIONS: list[tuple[str, list[str], dict[str, Any]]] = [
    ("status", [], {}),
    ("refused", [], {}),
    ("refused", ["--source", "1", "--limit", "1"], {"source": "1", "limit": 1}),
    ("find", ["ромашка"], {"text": "ромашка"}),
    ("dossier", [DAISY], {"who": DAISY}),
    ("dossier", [DAISY, CLOVER, "--event", EVENT], {"who": [DAISY, CLOVER], "event": EVENT}),
    (
        "dossier",
        ["--goods", "насосы", "--from", "2022-03-01", "--to", "2022-04-30", "--at", "2"],
        {"goods": "насосы", "from": "2022-03-01", "to": "2022-04-30", "at": "2"},
    ),
    (
        "dossier",
        [DAISY, "--country-basis", "dispatch", "--value-basis", "customs", "--regimes", "40,78"],
        {"who": DAISY, "country_basis": "dispatch", "value_basis": "customs", "regimes": "40,78"},
    ),
    (
        "dossier",
        [DAISY, "--date-basis", "released", "--supplier-role", "maker", "--authority", "RU"],
        {"who": DAISY, "date_basis": "released", "supplier_role": "maker", "authority": "RU"},
    ),
    (
        "rows",
        [DAISY, "--where", "origin=KR", "--where", "counted=point"],
        {"who": DAISY, "where": ["origin=KR", "counted=point"]},
    ),
    ("flows", [DAISY, "--event", EVENT], {"who": DAISY, "event": EVENT}),
    ("flows", [], {}),
    ("dossier", [DAISY, "--measure", "net_kg"], {"who": DAISY, "measure": "net_kg"}),
    ("changes", [DAISY, "--event", EVENT], {"who": DAISY, "event": EVENT}),
    ("screen", [DAISY, "--as-of", "2024-02-23"], {"who": DAISY, "as_of": "2024-02-23"}),
    ("screen", [], {}),
    ("diff", ["1", "now", DAISY], {"before": "1", "after": "now", "who": DAISY}),
    ("why", [DAISY, CLOVER], {"a": DAISY, "b": CLOVER}),
    ("judgements", [], {}),
    ("notes", [], {}),
    ("reply", [DAISY], {"party": DAISY}),
]


@pytest.mark.parametrize(("question", "arguments", "parameters"), QUESTIONS)
def test_an_answer_has_the_bytes_that_the_command_prints(
    client: TestClient,
    case: Path,
    question: str,
    arguments: list[str],
    parameters: dict[str, Any],
) -> None:
    said = got(client, f"{CASE}/{question}", **parameters)
    assert said == printed(question, case, *arguments, "--json")


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("rates", ("rates", "list")),
        ("lists", ("lists", "list")),
        ("lists/judgements", ("lists", "judgements")),
        ("ownership", ("ownership", "list")),
        ("companies", ("companies", "list")),
        ("watch", ("watch",)),
        ("lines", ("lines",)),
    ],
)
def test_references_have_the_bytes_that_the_command_prints(
    client: TestClient, case: Path, address: str, command: tuple[str, ...]
) -> None:
    assert got(client, f"{CASE}/{address}") == printed(*command, case, "--json")


def test_entries_of_lists_are_found_as_by_the_command(client: TestClient, case: Path) -> None:
    said = got(client, f"{CASE}/lists/entries", text="900001")
    assert said == printed("lists", "find", case, "900001", "--json")


def test_layouts_are_those_that_the_command_lists(client: TestClient) -> None:
    assert got(client, "/api/v1/layouts") == printed("layouts", "--json")


def test_a_layout_is_the_toml_that_the_command_prints(client: TestClient) -> None:
    name = json.loads(got(client, "/api/v1/layouts"))[0]["id"]
    assert got(client, f"/api/v1/layouts/{name}") == printed("layouts", "show", name)


def test_the_layout_of_a_case_is_the_toml_that_the_command_prints(
    client: TestClient, case: Path
) -> None:
    status = json.loads(got(client, f"{CASE}/status"))
    name = status["books"][0]["source"]["layout"]
    assert got(client, f"{CASE}/layouts/{name}") == printed("layouts", "show", name, "--case", case)


def test_the_plan_is_the_sql_that_explain_prints(client: TestClient, case: Path) -> None:
    assert got(client, f"{CASE}/explain", who=DAISY) == printed("explain", case, DAISY)


def test_the_cases_are_named_with_their_load_and_state(client: TestClient) -> None:
    (one,) = json.loads(got(client, "/api/v1/cases"))
    status = json.loads(got(client, f"{CASE}/status"))
    assert one == {
        "name": "case",
        "invented": True,
        "load": status["load"],
        "state": status["state"],
    }


def test_every_load_is_listed(client: TestClient) -> None:
    kinds = [load["kind"] for load in json.loads(got(client, f"{CASE}/states"))]
    assert kinds == ["add", "resolve", "list"]


# -- tags


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(f"{CASE}/dossier", params={"who": DAISY}).headers["etag"]
    again = client.get(f"{CASE}/dossier", params={"who": DAISY}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_another_tag_gets_the_answer(client: TestClient) -> None:
    answer = client.get(f"{CASE}/status", headers={"If-None-Match": '"another"'})
    assert answer.status_code == 200


# -- pages


def pages(client: TestClient, address: str, **parameters: Any) -> list[Any]:
    """Every page of a list, by its links."""
    found = []
    answer = client.get(address, params=parameters)
    while True:
        found.append(answer.json())
        if "next" not in answer.links:
            return found
        answer = client.get(answer.links["next"]["url"])


@pytest.mark.parametrize(
    ("address", "parameters"), [("rows", {"who": DAISY}), ("rows", {"goods": "насосы"})]
)
def test_pages_are_the_list_in_pieces(
    client: TestClient, address: str, parameters: dict[str, str]
) -> None:
    whole = client.get(f"{CASE}/{address}", params=parameters).json()
    pieces = pages(client, f"{CASE}/{address}", limit=2, **parameters)
    assert [row for piece in pieces for row in piece] == whole
    assert [len(piece) for piece in pieces[:-1]] == [2] * (len(pieces) - 1)
    assert len(pieces) > 1


@pytest.mark.parametrize("cursor", ["x", "e30=", "WzEsICJhbm90aGVyIl0=", "WyJ4IiwgIngiXQ==", "ы"])
def test_a_cursor_that_is_none_of_this_state_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get(f"{CASE}/rows", params={"who": DAISY, "cursor": cursor})
    said = problem_of(answer)
    assert (said["status"], said["code"], said["where"]) == (400, "bad_parameter", "cursor")


# -- problems


@pytest.mark.parametrize(
    ("address", "parameters", "status", "code"),
    [
        ("/api/v1/cases/other/status", {}, 404, "no_such_case"),
        ("/api/v1/nothing", {}, 404, "no_such_page"),
        (f"{CASE}/dossier", {}, 400, "bad_parameter"),
        (f"{CASE}/dossier", {"who": "nobody of that name"}, 404, "no_such_party"),
        (f"{CASE}/dossier", {"who": "olvand"}, 409, "ambiguous_party"),
        (f"{CASE}/dossier", {"who": DAISY, "from": "1.3.2022"}, 400, "bad_parameter"),
        (f"{CASE}/dossier", {"who": DAISY, "event": "2022"}, 400, "bad_parameter"),
        (f"{CASE}/dossier", {"who": DAISY, "event": "soon=x"}, 400, "bad_parameter"),
        (f"{CASE}/dossier", {"who": DAISY, "at": "99"}, 404, "no_such_state"),
        (f"{CASE}/dossier", {"who": DAISY, "unknown": "x"}, 400, "bad_parameter"),
        (f"{CASE}/dossier", {"who": DAISY, "value_basis": "x"}, 400, "bad_parameter"),
        (f"{CASE}/rows", {"who": DAISY, "where": "origin"}, 400, "bad_parameter"),
        (f"{CASE}/rows", {"who": DAISY, "limit": 0}, 400, "bad_parameter"),
        (f"{CASE}/rows", {"who": DAISY, "limit": 10_001}, 400, "bad_parameter"),
        (f"{CASE}/refused", {"source": "x"}, 404, "no_such_source"),
        (f"{CASE}/diff", {"before": "/etc/passwd"}, 400, "bad_parameter"),
        (f"{CASE}/diff", {"before": "1", "at": "1"}, 400, "bad_parameter"),
        (f"{CASE}/jobs/0123456789abcdef", {}, 404, "no_such_job"),
        (f"{CASE}/uploads/0123456789abcdef/look", {}, 404, "no_such_file"),
        (f"{CASE}/uploads/..%2f..%2f..%2f/look", {}, 404, "no_such_page"),
        (f"{CASE}/review/pair", {"a": "p1", "b": "p2"}, 404, "no_such_party"),
        ("/api/v1/layouts/..", {}, 404, "no_such_page"),
        ("/api/v1/layouts/nothing", {}, 400, "bad_parameter"),
    ],
)
def test_a_wrong_question_is_a_problem_of_the_error_tree(
    client: TestClient, address: str, parameters: dict[str, Any], status: int, code: str
) -> None:
    answer = client.get(address, params=parameters)
    said = problem_of(answer)
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
    assert said["type"] == f"urn:ftg:error:{code}"
    assert said["title"]
    assert said["detail"]


def test_what_cannot_be_done_at_an_address_says_so(client: TestClient) -> None:
    assert problem_of(client.put(f"{CASE}/status"))["code"] == "no_such_method"


def test_a_body_that_is_no_json_is_a_problem(client: TestClient) -> None:
    answer = client.post(f"{CASE}/judgements", content=b"{", headers={"content-type": "a/json"})
    assert problem_of(answer)["code"] == "bad_parameter"


def test_every_basis_of_the_command_line_can_be_asked_for() -> None:
    command = typer.main.get_command(app).commands["dossier"]  # type: ignore[attr-defined]
    files = {"json", "top", "html", "xlsx", "chart", "for-publication", "help"}
    # Which engine answers, and where, is for who serves to say: the answer is the same.
    files |= {"engine", "master"}
    options = {p.opts[0].removeprefix("--") for p in command.params if p.opts[0].startswith("--")}
    known = {field.alias or name for name, field in Bases.model_fields.items()}
    assert {option.replace("-", "_") for option in options - files} == known - {"who"}
