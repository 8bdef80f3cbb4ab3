"""Files made of answers, and lines as streams."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest
from http_case import FORMULA, SCRIPT, client_of, problem_of
from starlette.testclient import TestClient
from typer.testing import CliRunner

from followthegoods.case import asking
from followthegoods.faces.cli.main import app
from followthegoods.faces.http import served
from strategies import DAISY

CASE = "/api/v1/cases/case"
WHO = {"who": DAISY}


@pytest.fixture(scope="module")
def listed(client: TestClient) -> list[dict[str, Any]]:
    """The lines as the API lists them."""
    found: list[dict[str, Any]] = client.get(f"{CASE}/rows", params=WHO).json()
    return found


@pytest.fixture(params=[1, 3, 5000])
def batch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams in batches of several sizes."""
    monkeypatch.setattr(asking, "BATCH", request.param)


@pytest.mark.usefixtures("batch")
def test_lines_of_json_are_the_lines_in_their_order(
    client: TestClient, listed: list[dict[str, Any]]
) -> None:
    answer = client.get(f"{CASE}/rows.ndjson", params=WHO)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == listed


@pytest.mark.usefixtures("batch")
def test_csv_has_every_field_of_the_lines(client: TestClient, listed: list[dict[str, Any]]) -> None:
    text = client.get(f"{CASE}/rows.csv", params=WHO).text
    read = list(csv.DictReader(io.StringIO(text)))
    assert [row["declaration"] for row in read] == [line["declaration"] for line in listed]
    assert [json.loads(row["cells"]) for row in read] == [line["cells"] for line in listed]


def test_csv_has_no_formula(client: TestClient) -> None:
    read = csv.DictReader(io.StringIO(client.get(f"{CASE}/rows.csv", params=WHO).text))
    assert f"'{FORMULA}" in [row["goods"] for row in read]


@pytest.mark.usefixtures("batch")
def test_arrow_keeps_kinds_and_every_digit(
    client: TestClient, listed: list[dict[str, Any]]
) -> None:
    content = client.get(f"{CASE}/rows.arrow", params=WHO).content
    table = pa.ipc.open_stream(content).read_all()
    assert table.column_names == list(listed[0])
    assert str(table.schema.field("value_usd").type) == "decimal128(38, 6)"
    amounts = [None if v is None else f"{v.normalize():f}" for v in table["value_usd"].to_pylist()]
    wanted = [line["value_usd"] for line in listed]
    assert [float(a) if a else None for a in amounts] == [float(w) if w else None for w in wanted]


def test_a_stream_is_narrowed_and_of_an_earlier_state_as_a_list_is(client: TestClient) -> None:
    asked = {**WHO, "where": ["origin=KR"], "at": "2"}
    rows = client.get(f"{CASE}/rows", params=asked).json()
    lines = client.get(f"{CASE}/rows.ndjson", params=asked).text.splitlines()
    assert [json.loads(line) for line in lines] == rows


def test_a_stream_without_lines_is_empty(client: TestClient) -> None:
    asked = {**WHO, "where": "origin=XX"}
    assert client.get(f"{CASE}/rows.ndjson", params=asked).text == ""
    assert client.get(f"{CASE}/rows.csv", params=asked).text.count("\n") == 1


def test_a_stream_of_a_wrong_question_is_a_problem_and_no_stream(client: TestClient) -> None:
    answer = client.get(f"{CASE}/rows.csv", params={"who": "nobody of that name"})
    assert problem_of(answer)["code"] == "no_such_party"


def test_after_its_stream_a_case_is_let_go(client: TestClient) -> None:
    for _ in range(served.STREAMS + 1):
        assert client.get(f"{CASE}/rows.ndjson", params=WHO).status_code == 200
        client.get(f"{CASE}/rows.csv", params={"who": "nobody of that name"})


def test_more_streams_than_may_be_at_once_are_refused(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "STREAMS", 0)
    with client_of(case) as client:
        answer = client.get(f"{CASE}/rows.csv", params=WHO)
    assert problem_of(answer)["code"] == "too_many"


def test_no_other_form_is_written(client: TestClient) -> None:
    assert problem_of(client.get(f"{CASE}/rows.exe", params=WHO))["status"] == 400


def test_the_page_is_sent_as_a_file(client: TestClient) -> None:
    answer = client.get(f"{CASE}/dossier.html", params=WHO)
    assert answer.headers["content-disposition"] == 'attachment; filename="dossier.html"'
    assert SCRIPT not in answer.text


def test_files_without_values_are_of_what_their_lines_state(client: TestClient) -> None:
    asked = {**WHO, "goods": "HYPERLINK", "value_basis": "statistical"}
    page = client.get(f"{CASE}/dossier.html", params=asked).text
    kept = client.get(f"{CASE}/dossier.html", params={**asked, "measure": "value"}).text
    content = client.get(f"{CASE}/dossier.xlsx", params=asked).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    of_groups = "PCS by country of"
    assert (of_groups in page, of_groups in kept) == (True, False)
    assert any("PCS" in cell for cell in cells)


def test_files_for_others_are_fit_to_publish_unless_they_are_not_to_be(client: TestClient) -> None:
    public = client.get(f"{CASE}/dossier.html", params=WHO).text
    private = client.get(f"{CASE}/dossier.html", params={**WHO, "published": "false"}).text
    assert ("first.csv" in public, "first.csv" in private) == (False, True)


def test_the_workbook_opens_and_has_no_formula(client: TestClient) -> None:
    content = client.get(f"{CASE}/dossier.xlsx", params=WHO).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds


def test_the_folder_of_an_export_is_sent_in_one_archive(
    client: TestClient, case: Path, tmp_path: Path
) -> None:
    sent = client.get(f"{CASE}/export.zip", params={**WHO, "as": "csv", "from": "2022-03-01"})
    made = ["export", str(case), str(tmp_path / "out"), DAISY, "--from", "2022-03-01"]
    assert CliRunner().invoke(app, made).exit_code == 0
    with ZipFile(io.BytesIO(sent.content)) as packed:
        assert sorted(packed.namelist()) == sorted(p.name for p in (tmp_path / "out").iterdir())
        assert packed.read("lines.csv") == (tmp_path / "out" / "lines.csv").read_bytes()


def test_a_screening_is_sent_as_a_page_and_as_a_workbook(client: TestClient) -> None:
    page = client.get(f"{CASE}/screen.html", params=WHO)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{CASE}/screen.xlsx", params=WHO).content))
    assert "us-sdn" in page.text
    assert book.sheetnames


def test_a_chart_is_drawn(client: TestClient) -> None:
    svg = client.get(f"{CASE}/charts/timeline.svg", params=WHO)
    png = client.get(f"{CASE}/charts/timeline.png", params=WHO)
    assert svg.text.startswith("<svg")
    assert png.content.startswith(b"\x89PNG")


def test_a_chart_that_is_none_is_a_problem(client: TestClient) -> None:
    assert problem_of(client.get(f"{CASE}/charts/x.svg", params=WHO))["status"] == 400
