"""The rows behind a figure: who sent them, where they lead to, how they are saved."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient
from web_case import SUBJECT, page_of

from followthegoods.case import Case

TURKISH = f"/rows?who={SUBJECT}&where=dispatch=TR&where=counted=point"


@pytest.fixture(scope="module")
def listed(client: TestClient) -> str:
    return page_of(client, TURKISH)


@pytest.fixture(scope="module")
def number(case: Path) -> int:
    """How many rows these are."""
    with Case.open(case) as opened:
        where = {"dispatch": "TR", "counted": "point"}
        return len(opened.rows(SUBJECT, where=where))


def test_rows_are_of_a_company_that_is_called_by_its_name(listed: str) -> None:
    link = f'<a href="/c/demo/dossier?who={SUBJECT}"><bdi>ООО "ОРЛЕМАР МОТОРС"</bdi>'
    assert link in unescape(listed)


def test_a_row_names_its_sender_and_leads_to_the_rows_of_that_sender(
    client: TestClient, listed: str
) -> None:
    link = re.search(r'href="([^"]+supplier%3Dp[0-9a-f]+)"><bdi>([^<]+)</bdi>', listed)
    assert link is not None
    narrowed = client.get(unescape(link[1])).text
    names = re.findall(r'supplier%3Dp[0-9a-f]+"><bdi>([^<]+)</bdi>', narrowed)
    assert set(names) == {link[2]}


def test_the_supplier_is_called_what_the_basis_makes_it(client: TestClient) -> None:
    assert '<th scope="col">maker</th>' in page_of(client, f"{TURKISH}&supplier_role=maker")


def test_a_repeated_row_says_so_once(client: TestClient) -> None:
    text = page_of(client, f"/rows?who={SUBJECT}&where=fate=repeated")
    cell = re.search(r'<td class="counted">(.*?)</td>', text)
    assert cell is not None
    assert cell[1].count("repeated") == 1


def test_rows_are_saved_as_a_workbook_of_these_lines_that_names_no_file(
    client: TestClient, listed: str, number: int
) -> None:
    link = re.search(r'href="(/c/demo/dossier\.xlsx[^"]+)"', listed)
    assert link is not None
    book = openpyxl.load_workbook(io.BytesIO(client.get(unescape(link[1])).content))
    rows = list(book["Lines"].iter_rows(values_only=True))
    assert len([row for row in rows if str(row[0]).startswith("source ")]) == number


def test_rows_are_saved_as_csv_with_every_cell(
    client: TestClient, listed: str, number: int
) -> None:
    link = re.search(r'href="(/api/v1/cases/demo/rows\.csv[^"]+)"', listed)
    assert link is not None
    answer = client.get(unescape(link[1]))
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == number


def test_a_code_leads_to_goods_before_it_is_said_that_nobody_is_called_so(
    client: TestClient,
) -> None:
    text = page_of(client, "/find?q=8708")
    assert "Nobody" not in text
    assert 'href="/c/demo/lines?code=8708"' in text


def test_a_tax_id_that_nobody_has_is_said_to_be_nobody_s(client: TestClient) -> None:
    assert "Nobody in the records is called so." in page_of(client, "/find?q=7799999999")


def test_a_load_leads_to_what_moved_since(client: TestClient) -> None:
    text = page_of(client, f"/difference?who={SUBJECT}")
    there = f"/c/demo/difference?who={SUBJECT}&amp;before=1"
    assert f'<a href="{there}">load 1</a>: a file was added' in text


def test_amounts_of_flows_say_what_they_are_of(client: TestClient) -> None:
    text = page_of(client, f"/flows?who={SUBJECT}&event=2022-02-24=invasion")
    assert "<bdi>since invasion</bdi><br><small>US dollars</small>" in text
    assert re.search(r"<summary>[^<]+, sent from [^<]+: [0-9.]+ M US dollars ", text)


def test_flows_are_switched_to_kilograms_in_their_form(client: TestClient) -> None:
    text = page_of(client, f"/flows?who={SUBJECT}&measure=net_kg")
    assert 'name="measure" value="net_kg"' in text
    assert re.search(r"<b>[0-9,.]+ net kg</b>", text)


def test_what_moved_is_told_in_words_with_thousands_apart(client: TestClient) -> None:
    text = page_of(client, f"/difference?who={SUBJECT}&before=1")
    assert re.search(
        r'US dollars · point</th><td class="n" data-of="then">[\d,]+,\d{3}\.\d\d<', text
    )
    assert re.search(r"<small>\+[\d,.]+ US dollars, \+\d+ lines</small>", text)
