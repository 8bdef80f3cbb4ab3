"""What the marks of a dossier lead to: the rows of an event's figures, the cells of its lines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_case import SUBJECT, page_of

from followthegoods.case import Case

EVENT = f"/dossier?who={SUBJECT}&event=2022-02-24%3Dthe+invasion"


@pytest.fixture(scope="module")
def asked(client: TestClient) -> str:
    return page_of(client, EVENT)


def _lines_at(client: TestClient, address: str) -> int:
    """How many lines the table at an address has."""
    table = unescape(address).replace("/rows?", "/rows.csv?").replace("/c/", "/api/v1/cases/")
    return client.get(table).text.count("\r\n") - 1


@pytest.mark.parametrize(
    "row", ["since, in full", r"[\d,]+ days before", r"[\d,]+ days from it on"]
)
def test_a_figure_of_an_event_leads_to_the_lines_of_its_point(
    client: TestClient, asked: str, row: str
) -> None:
    found = re.search(
        rf'<th scope="row">{row}</th><td class="n"><a href="([^"]+)">.*?<td class="n">([\d,]+)'
        r'(?:<small class="range">\+([\d,]+) without value)?',
        asked,
    )
    assert found is not None
    lines = sum(int(number.replace(",", "")) for number in found.groups()[1:] if number)
    assert _lines_at(client, found[1]) == lines > 0


def test_what_came_since_an_event_from_a_country_leads_to_its_lines(
    client: TestClient, asked: str, case: Path
) -> None:
    largest = re.search(r'<h3>Produced in, since</h3>.*?<a href="([^"]+)">', asked, re.DOTALL)
    assert largest is not None
    key = re.search(r"origin%3D([A-Z]{2})", largest[1])
    assert key is not None
    with Case.open(case) as opened:
        (event,) = opened.dossier(SUBJECT, events=[(date(2022, 2, 24), "")]).events
    (group,) = (group for group in event.since_by["origin"] if group.key == key[1])
    assert _lines_at(client, largest[1]) == group.rows + group.rows_without_value


def test_an_opened_line_has_its_cells_as_written(client: TestClient, asked: str) -> None:
    (first,) = re.findall(r'data-later="([^"]+/opened/1\?[^"]+)"', asked)
    cells = client.get(unescape(first)).text
    assert cells.startswith('<div id="opened-1"><table class="cells">')
    assert "<td>declaration" in cells


def test_a_page_has_no_line_behind_its_last(client: TestClient, asked: str) -> None:
    last = len(re.findall(r'data-later="[^"]+/opened/', asked))
    assert client.get(f"/c/demo/opened/{last + 1}?who={SUBJECT}").status_code == 400


def test_the_answer_with_its_lines_is_the_dossier_to_the_byte(case: Path) -> None:
    with Case.open(case) as opened:
        shown = opened.evidence(SUBJECT, where={"counted": "ceiling"}, limit=5, cells=False)
        assert shown.answer.to_json() == opened.dossier(SUBJECT).to_json()


def test_lines_without_their_cells_are_else_the_same(case: Path) -> None:
    with Case.open(case) as opened:
        bare = opened.rows(SUBJECT, limit=5, cells=False)
        whole = opened.rows(SUBJECT, limit=5)
    assert bare == [replace(row, cells=()) for row in whole]
    assert all(row.cells for row in whole)
