"""Ways on: no page is a dead end, and what is cut short says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_case import client_of, page_of

from followthegoods.case import MOST_FOUND, Case
from followthegoods.render.text import INVENTED
from strategies import csv_bytes, inn, line


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a case of many companies called alike, on lines without a value."""
    folder = tmp_path_factory.mktemp("ways")
    none = {"statistical_usd": "", "customs_value": "", "invoice_value": ""}
    rows = [
        line(item=str(n), receiver_name="ООО РОМАШКА", receiver_id=inn(770000100 + n), **none)
        for n in range(MOST_FOUND + 5)
    ]
    rows.append(line(item="99", receiver_name="ООО " + "ДЛИННОЕ ИМЯ " * 30, **none))
    (folder / "INVENTED.csv").write_bytes(csv_bytes(rows))
    with Case.new(folder / "case", invented=True) as case:
        case.add([folder / "INVENTED.csv"])
    with client_of(folder / "case") as client:
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a case without files."""
    folder: Path = tmp_path_factory.mktemp("empty") / "case"
    Case.new(folder).close()
    with client_of(folder) as client:
        yield client


def test_as_many_companies_as_are_found_at_most_say_so(small: TestClient) -> None:
    found = page_of(small, "/find?q=ромашка")
    assert found.count(">as sender</a>") == MOST_FOUND
    assert f"At most {MOST_FOUND} are found" in found


def test_fewer_companies_are_all_there_are(small: TestClient) -> None:
    assert "At most" not in page_of(small, "/find?q=длинное")


def test_a_very_long_name_is_cut_where_it_is_found(small: TestClient) -> None:
    (name,) = re.findall(r"<bdi>(ООО [^<]*ДЛИННОЕ[^<]*)</bdi>", page_of(small, "/find?q=длинное"))
    assert len(name) == 160
    assert name.endswith("…")


def test_who_finds_nobody_is_told_what_to_try(small: TestClient) -> None:
    assert "Try fewer words, or a tax id." in page_of(small, "/find?q=zzqqxx")


def test_a_name_of_several_leads_to_them(small: TestClient) -> None:
    answer = small.get("/c/demo/dossier?who=ромашка")
    assert answer.status_code == 409
    assert 'href="/c/demo/find?q=%D1%80%D0%BE%D0%BC%D0%B0%D1%88%D0%BA%D0%B0"' in answer.text


def test_a_name_of_several_can_be_chosen_where_it_was_asked_of(small: TestClient) -> None:
    page = small.get("/c/demo/dossier?who=ромашка&from=2022-01-01").text
    there = re.findall(r'href="(/c/demo/dossier\?who=p[0-9a-f]+&amp;from=2022-01-01)"', page)
    assert len(there) == MOST_FOUND
    assert "Several companies are called so. Which one?" in page
    assert small.get(unescape(there[0])).status_code == 200


@pytest.mark.parametrize("view", ["dossier?who=nobody", "dossier?who=ромашка", "rows?from=x"])
def test_errors_of_an_invented_case_say_that_it_is(small: TestClient, view: str) -> None:
    assert INVENTED in small.get(f"/c/demo/{view}").text


def test_a_name_of_nobody_leads_to_the_box(small: TestClient) -> None:
    assert 'href="/c/demo/find?q=nobody"' in small.get("/c/demo/dossier?who=nobody").text


@pytest.mark.parametrize("view", ["dossier?who=a", "rows?who=a", "flows?who=a", "review"])
def test_a_case_without_lines_leads_to_the_files(empty: TestClient, view: str) -> None:
    answer = empty.get(f"/c/demo/{view}").text
    assert '<a href="/c/demo/files">Add files</a>' in answer.partition('role="alert"')[2]


def test_an_address_of_nothing_leads_to_the_cases(small: TestClient) -> None:
    answer = small.get("/c/demo/nothing-here")
    assert answer.status_code == 404
    assert "openapi" not in answer.text
    assert '<a href="/">All cases</a>' in answer.text


def test_a_case_that_is_not_served_has_no_pages_to_go_to(small: TestClient) -> None:
    assert "/c/other" not in small.get("/c/other/dossier").text


def test_a_dossier_without_values_is_of_what_its_lines_state(small: TestClient) -> None:
    (name,) = re.findall(r'href="(/c/demo/dossier\?who=[^"&]+)"', page_of(small, "/find?q=длинное"))
    page = small.get(name).text
    assert "No line states a value: these figures are of PCS." in page
    assert '<h1 class="long">' in page


def test_who_watches_nobody_is_led_to_where_companies_are_named(small: TestClient) -> None:
    assert 'href="/c/demo/watch#watched"' in page_of(small, "/watch")
