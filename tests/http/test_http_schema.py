"""The API's description: complete, in step with the reference, and true of the API."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import typer
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from followthegoods.faces.cli.main import app
from followthegoods.faces.http import jobs
from followthegoods.faces.http.api.routes import description
from followthegoods.faces.http.app import make_app

METHODS = ("get", "post", "put", "delete", "patch")
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in description()["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
]


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_an_operation_is_described(name: str, operation: dict[str, Any]) -> None:
    assert operation["description"].strip()
    assert "default" in operation["responses"]


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_every_parameter_is_described(name: str, operation: dict[str, Any]) -> None:
    silent = [p["name"] for p in operation.get("parameters", ()) if not p.get("description")]
    assert silent == []


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_what_is_sent_has_an_example(name: str, operation: dict[str, Any]) -> None:
    schemas = description()["components"]["schemas"]
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        schema = body["schema"]
        named = schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
        shown = (
            "example" in body
            or named.get("examples")
            or all("example" in one for one in named.get("properties", {}).values())
        )
        assert shown, kind


def test_no_two_operations_have_one_name() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_every_reference_of_the_description_is_in_it() -> None:
    text = json.dumps(description())
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= description()["components"]["schemas"].keys()


def test_the_description_is_the_one_in_the_reference() -> None:
    file = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
    assert json.loads(file.read_text(encoding="utf-8")) == description()


# -- the whole API, asked all sorts of things

API = schemathesis.openapi.from_dict(json.loads(json.dumps(description())))
HELD = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)


@schemathesis.serializer("application/toml", "application/x-ndjson")
def _text(context: Any, value: Any) -> dict[str, Any]:
    return {"data": value.encode() if isinstance(value, str) else value}


@pytest.fixture(scope="module")
def served(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The API is that of a server of a copy of the case, whose jobs do nothing."""
    own = Path(shutil.copytree(case, tmp_path_factory.mktemp("schema") / "case"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "COMMAND", ("true",))
        API.app = make_app({"case": own})
        yield
        API.app.state.served.close()


@pytest.mark.slow
@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("name", [name for name, _ in OPERATIONS])
def test_whatever_is_asked_the_server_answers_as_it_is_described(name: str) -> None:
    method, path = name.split()

    @given(asked=API[path][method].as_strategy())
    @settings(
        max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def ask(asked: schemathesis.Case) -> None:
        if "case" in asked.path_parameters:
            asked.path_parameters["case"] = "case"
        asked.call_and_validate(base_url="http://localhost", checks=HELD)

    ask()


_OWN = {"new", "serve", "demo"}
"""What only the command line does: a server serves cases that are there."""


def test_every_command_has_an_operation_that_names_it() -> None:
    said = " ".join(operation["description"] for _, operation in OPERATIONS)
    root = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    commands = {
        f"ftg {name} {inner}".rstrip()
        for name, command in root.items()
        for inner in getattr(command, "commands", [""])
        if name not in _OWN
    }
    assert {command for command in commands if not re.search(rf"{command}\b", said)} == set()
