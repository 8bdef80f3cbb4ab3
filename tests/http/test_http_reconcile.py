"""The parties of a case as a reconciliation service: what the protocol, version 0.2, asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from http_case import READ, TOKENS, client_of, problem_of
from starlette.testclient import TestClient

from followthegoods.faces.http.api.candidates import likeness
from strategies import CLOVER, DAISY

SERVICE = "/api/v1/cases/case/reconcile"
OPENREFINE = {"Origin": "http://127.0.0.1:3333"}


def results(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(SERVICE, params={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["q0"]["result"]
    return found


def extended(client: TestClient, ids: list[str], *wanted: str) -> dict[str, Any]:
    query = {"ids": ids, "properties": [{"id": key} for key in wanted]}
    answer = client.get(SERVICE, params={"extend": json.dumps(query)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def daisy(client: TestClient) -> str:
    """The id of the company with this number."""
    return str(results(client, properties=[{"pid": "tax_id", "v": DAISY}])[0]["id"])


# -- what it can do


def test_the_manifest_says_what_the_service_can_do(client: TestClient) -> None:
    said = client.get(SERVICE).json()
    assert said["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "defaultTypes"} <= said.keys()
    assert set(said["suggest"]) == {"entity", "type", "property"}
    assert "{{id}}" in said["view"]["url"]
    assert "{{id}}" in said["preview"]["url"]


def test_what_the_manifest_names_is_there(client: TestClient) -> None:
    said = client.get(SERVICE).json()
    services = [*said["suggest"].values(), said["extend"]["propose_properties"]]
    found = [client.get(one["service_url"] + one["service_path"]).status_code for one in services]
    assert found == [200] * 4


# -- queries


def test_a_tax_id_decides(client: TestClient) -> None:
    (first, *others) = results(
        client, query="Another name", properties=[{"pid": "tax_id", "v": DAISY}]
    )
    assert (first["score"], first["match"], first["name"]) == (100, True, "ООО РОМАШКА")
    assert not any(one["match"] for one in others)


@pytest.mark.parametrize("name", ["ООО РОМАШКА", "Romashka LLC", "romashka"])
def test_a_name_that_only_one_bears_is_a_match_in_any_script(client: TestClient, name: str) -> None:
    first = results(client, query=name)[0]
    assert (first["name"], first["score"], first["match"]) == ("ООО РОМАШКА", 100, True)


def test_a_name_with_another_tax_id_is_no_match(client: TestClient) -> None:
    found = results(client, query="РОМАШКА", properties=[{"pid": "tax_id", "v": CLOVER}])
    assert [one["name"] for one in found if one["match"]] == ["ООО КЛЕВЕР"]
    assert next(one["score"] for one in found if "РОМАШКА" in one["name"]) == 50


def test_another_country_speaks_against_a_name(client: TestClient) -> None:
    (found,) = results(client, query="РОМАШКА", properties=[{"pid": "country", "v": "Germany"}])
    assert (found["score"], found["match"]) == (80, False)


@pytest.mark.parametrize("value", [int(DAISY), {"id": DAISY, "name": DAISY}, [DAISY, "x"]])
def test_a_value_may_be_a_number_an_entity_or_several(client: TestClient, value: Any) -> None:
    assert results(client, properties=[{"pid": "tax_id", "v": value}])[0]["match"]


def test_features_say_what_a_score_is_made_of(client: TestClient) -> None:
    (found,) = results(client, query="ромашка")
    features = {one["id"]: one["value"] for one in found["features"]}
    assert features == {"name": 100.0, "tax_id": False, "country": False, "lines": 4}


def test_a_batch_is_answered_query_by_query(client: TestClient) -> None:
    batch = {
        "a": {"query": "ромашка"},
        "b": {"query": "клевер", "limit": 1},
        "c": {"query": "qqqq"},
    }
    said = client.post(SERVICE, data={"queries": json.dumps(batch)}).json()
    assert [len(said[key]["result"]) for key in "abc"] == [1, 1, 0]


@pytest.mark.parametrize(("kind", "found"), [("company", 1), ("person", 0), ("unknown", 1)])
def test_a_type_narrows(client: TestClient, kind: str, found: int) -> None:
    assert len(results(client, query="ромашка", type=kind)) == found


@pytest.mark.parametrize(
    "queries",
    [
        "",
        "x",
        "[]",
        '{"q0": {}}',
        '{"q0": {"query": " "}}',
        '{"q0": {"query": 1}}',
        '{"q0": {"query": "a", "limit": "many"}}',
        '{"q0": {"query": "a\\u0000"}}',
        '{"q0": {"query": "a", "properties": [{"pid": "tax_id"}]}}',
        json.dumps({str(n): {"query": "a"} for n in range(101)}),
    ],
)
def test_a_batch_that_is_none_is_a_problem(client: TestClient, queries: str) -> None:
    answer = client.post(SERVICE, data={"queries": queries})
    assert problem_of(answer)["code"] == "bad_parameter"


@pytest.mark.parametrize(
    ("a", "b"), [("ООО «РОМАШКА»", "ROMASHKA, LLC"), ("A.B. Trading Ltd", "AB TRADING")]
)
def test_likeness_does_not_mind_forms_and_scripts(a: str, b: str) -> None:
    assert likeness(a, b) > 90


def test_only_equal_names_are_wholly_alike() -> None:
    assert likeness("РОМАШКА ЮГ", "ЮГ РОМАШКА") < 100


# -- extending


def test_a_list_is_extended_with_what_the_case_knows(client: TestClient, daisy: str) -> None:
    said = extended(client, [daisy], "name", "tax_id", "country", "lines")
    assert said["meta"][1] == {"id": "tax_id", "name": "Tax id"}
    assert said["rows"][daisy] == {
        "name": [{"str": "ООО РОМАШКА"}],
        "tax_id": [{"str": DAISY}],
        "country": [{"str": "RU"}],
        "lines": [{"int": 4}],
    }


def test_amounts_are_those_of_the_dossier_to_the_digit(client: TestClient, daisy: str) -> None:
    figure = client.get("/api/v1/cases/case/dossier", params={"who": daisy}).json()["value_usd"]
    said = extended(client, [daisy], "imports_usd", "imports_usd_floor", "imports_usd_ceiling")
    assert said["rows"][daisy] == {
        "imports_usd": [{"str": figure["point"]}],
        "imports_usd_floor": [{"str": figure["floor"]}],
        "imports_usd_ceiling": [{"str": figure["ceiling"]}],
    }


def test_the_lists_that_a_party_is_on_are_named(client: TestClient, daisy: str) -> None:
    assert extended(client, [daisy], "listed")["rows"][daisy]["listed"] == [
        {"str": "us-sdn/900001"}
    ]


def test_who_is_not_in_the_case_has_no_cells(client: TestClient) -> None:
    assert extended(client, ["p1", DAISY], "name")["rows"] == {
        "p1": {"name": []},
        DAISY: {"name": []},
    }


@pytest.mark.parametrize("extend", ["x", "{}", '{"ids": ["p1"], "properties": [{"id": "x"}]}'])
def test_an_extension_that_is_none_is_a_problem(client: TestClient, extend: str) -> None:
    assert problem_of(client.get(SERVICE, params={"extend": extend}))["code"] == "bad_parameter"


# -- suggestions and the preview


def test_parties_are_suggested_as_a_name_is_typed(client: TestClient, daisy: str) -> None:
    (found,) = client.get(f"{SERVICE}/suggest/entity", params={"prefix": "рома"}).json()["result"]
    assert (found["id"], found["notable"]) == (daisy, [{"id": "company", "name": "company"}])
    assert DAISY in found["description"]


def test_properties_are_suggested(client: TestClient) -> None:
    said = client.get(f"{SERVICE}/suggest/property", params={"prefix": "tax"}).json()
    assert said == {"result": [{"id": "tax_id", "name": "Tax id"}]}


def test_no_more_properties_are_proposed_than_wanted(client: TestClient) -> None:
    assert len(client.get(f"{SERVICE}/properties?limit=2").json()["properties"]) == 2


def test_the_preview_may_be_framed_by_openrefine_alone(client: TestClient, daisy: str) -> None:
    answer = client.get(f"{SERVICE}/preview", params={"id": daisy})
    assert "ООО РОМАШКА" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors http://127.0.0.1:3333 http://localhost:3333")
    assert policy.startswith("default-src 'none'")


def test_nobody_has_no_preview(client: TestClient) -> None:
    assert client.get(f"{SERVICE}/preview", params={"id": "p1"}).status_code == 404


# -- who may read it


def test_the_page_of_openrefine_may_read_it(client: TestClient) -> None:
    headers = client.get(SERVICE, headers=OPENREFINE).headers
    assert headers["access-control-allow-origin"] == OPENREFINE["Origin"]


@pytest.mark.parametrize("origin", ["http://example.com", "http://127.0.0.1:3333.example.com"])
def test_no_other_page_may_read_it(client: TestClient, origin: str) -> None:
    answer = client.get(SERVICE, headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers


@pytest.fixture(scope="module")
def tokened(case: Path) -> Iterator[TestClient]:
    with client_of(case, TOKENS) as client:
        yield client


def test_with_a_token_no_page_of_elsewhere_may(tokened: TestClient) -> None:
    headers = {"Authorization": f"Bearer {READ}"}
    answer = tokened.get(SERVICE, headers={**headers, **OPENREFINE})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert tokened.get(SERVICE, headers=OPENREFINE).status_code == 401


def test_who_reads_may_post_queries(tokened: TestClient) -> None:
    headers = {"Authorization": f"Bearer {READ}"}
    queries = {"queries": '{"q0": {"query": "ромашка"}}'}
    assert tokened.post(SERVICE, data=queries, headers=headers).status_code == 200


# -- a client that knows the protocol and nothing of this service


def test_a_client_that_follows_the_manifest_reconciles_a_list_and_extends_it(
    client: TestClient,
) -> None:
    """What OpenRefine does with a column: it is told one address and takes the rest from there."""
    manifest = client.get(SERVICE, headers=OPENREFINE).json()
    kind = manifest["defaultTypes"][0]["id"]
    cells = ["Romashka LLC", "ООО КЛЕВЕР", "nobody of this name"]
    batch = {
        f"q{n}": {"query": cell, "type": kind, "limit": 3, "type_strict": "should"}
        for n, cell in enumerate(cells)
    }
    answer = client.post(SERVICE, data={"queries": json.dumps(batch)}, headers=OPENREFINE)
    assert answer.headers["access-control-allow-origin"] == OPENREFINE["Origin"]
    said = answer.json()
    assert said.keys() == batch.keys()
    best = {key: one["result"][0]["id"] for key, one in said.items() if one["result"]}
    assert best.keys() == {"q0", "q1"}
    proposed = manifest["extend"]["propose_properties"]
    address = proposed["service_url"] + proposed["service_path"]
    offered = client.get(address, params={"type": kind}).json()["properties"]
    wanted = {"ids": list(best.values()), "properties": [{"id": one["id"]} for one in offered]}
    rows = client.post(SERVICE, data={"extend": json.dumps(wanted)}).json()
    assert [one["id"] for one in rows["meta"]] == [one["id"] for one in offered]
    assert rows["rows"].keys() == set(best.values())
    for shown in (manifest["preview"]["url"], manifest["view"]["url"]):
        assert client.get(shown.replace("{{id}}", best["q0"])).status_code == 200


def test_nothing_is_answered_as_a_script_that_any_page_could_run(client: TestClient) -> None:
    answer = client.get(SERVICE, params={"callback": "taken"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["versions"] == ["0.2"]
