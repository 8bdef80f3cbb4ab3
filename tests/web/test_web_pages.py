"""Every page answers, from its address alone, with the command line's figures."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient
from web_case import PAGES, SUBJECT, links_of, page_of

from followthegoods.case import Case
from followthegoods.model.answer import Answer, amount
from followthegoods.render.page import page
from followthegoods.render.page_rows import ROWS
from followthegoods.render.publication import for_publication

HEAVIEST = 1_500_000
DOSSIER = f"/dossier?who={SUBJECT}"


@pytest.fixture(scope="module")
def answer(case: Path) -> Answer:
    with Case.open(case) as opened:
        return opened.dossier(SUBJECT)


@pytest.fixture(scope="module")
def dossier(client: TestClient) -> str:
    return page_of(client, DOSSIER)


@pytest.mark.parametrize("view", PAGES)
def test_a_page_is_html_without_style_or_script_and_says_that_data_are_invented(
    client: TestClient, view: str
) -> None:
    text = page_of(client, view)
    html5lib.HTMLParser(strict=True).parse(text)
    assert "INVENTED DATA" in text
    # The policy of the server would refuse both.
    assert re.findall(r"<script(?! src=\"/static/web.js\" defer></script>)", text) == []
    assert re.search(r"<style|\sstyle=|\son\w+=", text) is None


def test_the_three_numbers_are_the_command_line_s_to_the_digit(
    answer: Answer, dossier: str
) -> None:
    headline = dossier[dossier.index('class="headline"') :]
    exact = re.findall(r'<data value="([^"]+)">', headline)[:3]
    value = answer.value_usd
    assert exact == [amount(one) for one in (value.floor, value.point, value.ceiling)]


@pytest.mark.parametrize("dimension", ["supplier", "goods", "year", "hs4"])
def test_the_largest_group_of_a_dimension_is_shown_to_the_digit(
    answer: Answer, dossier: str, dimension: str
) -> None:
    largest = max(answer.by[dimension], key=lambda group: group.point)
    assert f'<data value="{amount(largest.point)}"' in dossier


def test_the_page_s_json_is_the_answer_s(client: TestClient, answer: Answer) -> None:
    assert client.get(f"/c/demo/dossier.json?who={SUBJECT}").text == answer.to_json()


def drawn(client: TestClient, dossier: str, chart: str) -> str:
    """A chart that the page asks for after itself."""
    found = re.search(rf'id="drawn-{chart}" data-later="([^"]+)"', dossier)
    assert found is not None
    return client.get(unescape(found[1])).text


@pytest.mark.parametrize("chart", ["timeline", "routes", "suppliers", "goods"])
def test_every_mark_of_a_chart_leads_to_rows(client: TestClient, dossier: str, chart: str) -> None:
    for width in ("wide", "narrow"):
        assert len(links_of(drawn(client, dossier, f"{chart}-{width}"), "rows")) > 3


def test_a_chart_that_there_is_not_is_said(client: TestClient) -> None:
    assert client.get(f"/c/demo/drawn/pie-wide?who={SUBJECT}").status_code == 400


@pytest.mark.parametrize("chart", ["timeline", "suppliers", "goods"])
def test_the_rows_behind_a_mark_are_those_that_the_case_lists(
    client: TestClient, case: Path, dossier: str, chart: str
) -> None:
    there = links_of(drawn(client, dossier, f"{chart}-wide"), "rows")[0]
    rows = client.get(there).text
    shown = [
        Decimal(said.replace(",", ""))
        for said in re.findall(r'<td class="n">([-\d.,]+)<small class="range">\w', rows)
    ]
    where = dict(re.findall(r"where=(\w+)%3D([^&]*)", there))
    with Case.open(case) as opened:
        found = opened.rows(SUBJECT, where=where)
    assert sum(shown) == sum(row.value_usd or Decimal(0) for row in found[:100])


def test_the_floor_leads_to_the_rows_of_the_floor(client: TestClient, dossier: str) -> None:
    there = next(one for one in links_of(dossier, "rows") if "counted%3Dfloor" in one)
    assert "counted: <bdi>floor</bdi>" in client.get(there).text


def test_a_dossier_weighs_little_with_all_that_it_loads(client: TestClient, dossier: str) -> None:
    loaded = re.findall(r'<(?:link|script)[^>]*(?:href|src)="([^"]+)"', dossier)
    files = [client.get(path) for path in loaded]
    assert len(files) == 4
    assert all(one.status_code == 200 for one in files)
    assert len(dossier.encode()) + sum(len(one.content) for one in files) < HEAVIEST


def test_what_a_form_left_empty_is_not_in_the_address(client: TestClient) -> None:
    sent = f"/c/demo/dossier?who={SUBJECT}&who=&goods=&from=&role=receiver&country_basis=dispatch"
    answer = client.get(sent, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == (f"/c/demo/dossier?who={SUBJECT}&country_basis=dispatch")


def test_the_two_fields_of_an_event_become_one_parameter(client: TestClient) -> None:
    sent = "/c/demo/changes?event_day=2022-02-24&event_label=invasion&event_day=&event_label="
    answer = client.get(sent, follow_redirects=False)
    assert answer.headers["location"] == "/c/demo/changes?event=2022-02-24%3Dinvasion"


def test_narrowing_a_second_time_takes_the_place_of_the_first(client: TestClient) -> None:
    sent = f"/c/demo/rows?who={SUBJECT}&where=origin%3DKR&by_origin=CN&by_year="
    answer = client.get(sent, follow_redirects=False)
    assert answer.headers["location"] == f"/c/demo/rows?who={SUBJECT}&where=origin%3DCN"


def test_a_switch_of_the_country_s_basis_is_obeyed_and_said(client: TestClient) -> None:
    text = page_of(client, f"{DOSSIER}&country_basis=dispatch")
    assert "By quarter and country of dispatch" in text
    assert '<option value="dispatch" selected>' in text


def test_a_dossier_in_kilograms_says_so_and_keeps_its_address(client: TestClient) -> None:
    text = page_of(client, f"{DOSSIER}&measure=net_kg")
    assert "net kg by country of" in text
    assert 'name="measure" value="net_kg"' in text


def test_a_subject_is_found_in_latin_letters_as_its_records_are_not_written(
    client: TestClient,
) -> None:
    assert "ОРЛЕМАР" in page_of(client, "/find?q=orlemar")


def test_a_number_offers_goods_of_that_code(client: TestClient) -> None:
    assert 'href="/c/demo/dossier?goods=8708"' in page_of(client, "/find?q=8708")


def test_the_number_of_a_declaration_finds_its_lines(client: TestClient, case: Path) -> None:
    with Case.open(case) as opened:
        row = opened.rows(SUBJECT, limit=1)[0]
    text = page_of(client, f"/find?q={row.declaration}")
    assert "Declarations of this number" in text
    rows = client.get(links_of(text, "rows")[0]).text
    assert f"<bdi>{row.declaration}</bdi>" in rows


def test_the_rows_of_a_page_are_followed_by_the_rows_after_them(client: TestClient) -> None:
    first = page_of(client, f"/rows?who={SUBJECT}")
    second = client.get(links_of(first, "rows")[-1]).text
    assert "Lines 1 to 100" in first
    assert "Lines 101 to 200" in second


def test_a_row_is_shown_with_every_cell_as_written(client: TestClient, case: Path) -> None:
    with Case.open(case) as opened:
        row = opened.raw_row("1", 1, 12)
    text = page_of(client, "/cells?source=1&sheet=1&row=12")
    said = [cell for cell in row.cells if cell and cell.isalnum()]
    assert said
    assert all(f"<bdi>{cell}</bdi>" in text for cell in said)


def test_a_place_that_no_row_has_is_said(client: TestClient) -> None:
    answer = client.get("/c/demo/cells?source=1&sheet=1&row=99999999")
    assert answer.status_code == 400
    assert "The source has no row" in answer.text


def test_a_page_that_is_saved_is_the_command_line_s_and_names_no_file(
    client: TestClient, case: Path
) -> None:
    with Case.open(case) as opened:
        evidence = opened.evidence(SUBJECT, where={"counted": "ceiling"}, limit=ROWS)
    answer = client.get(f"/c/demo/dossier.html?who={SUBJECT}")
    assert answer.text == page(for_publication(evidence))
    assert answer.headers["content-disposition"] == 'attachment; filename="dossier.html"'
    assert "INVENTED-vendor-a" not in answer.text


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        ("chart/timeline.svg", b"<svg"),
        ("chart/goods.png", b"\x89PNG"),
        ("dossier.xlsx", b"PK"),
    ],
)
def test_a_dossier_can_be_saved(client: TestClient, path: str, begins: bytes) -> None:
    answer = client.get(f"/c/demo/{path}?who={SUBJECT}")
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].startswith("attachment")


def test_nobody_of_that_name_is_an_error_in_the_tree_s_words(client: TestClient) -> None:
    answer = client.get("/c/demo/dossier?who=nobody-of-this-name")
    assert answer.status_code == 404
    assert "no_such_party" in answer.text
    assert 'role="alert"' in answer.text


def test_a_case_that_is_not_served_is_said(client: TestClient) -> None:
    answer = client.get("/c/other/dossier")
    assert answer.status_code == 404
    assert "No case called" in answer.text


def test_the_only_case_is_the_first_page(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/c/demo"


def test_the_coverage_has_a_cell_for_each_month_of_each_source(
    client: TestClient, case: Path
) -> None:
    with Case.open(case) as opened:
        months = opened.months()
    text = page_of(client, "")
    for own in months.values():
        for month, lines in own.items():
            assert not month or f"{month}: {lines:,} line" in text


def test_refused_rows_are_saved_with_formulas_escaped(client: TestClient) -> None:
    answer = client.get("/c/demo/refused.csv")
    first, *rows = answer.text.lstrip("\ufeff").splitlines()
    assert first.startswith("source,sheet,row,reason,cell_1")
    assert rows


def test_a_screening_on_a_day_says_what_each_listing_was_then(client: TestClient) -> None:
    page = page_of(client, f"/screening?who={SUBJECT}&as_of=2023-01-01")
    assert "On 2023-01-01: listed" in page


def test_a_screening_of_the_whole_case_says_what_it_leaves_out(client: TestClient) -> None:
    page = page_of(client, "/screening?whole=1")
    assert "whose rules they touch is not looked at" in page
    assert "All lines by what they touch" not in page


def test_a_screening_says_that_it_is_no_legal_advice(client: TestClient) -> None:
    assert "not legal advice" in page_of(client, f"/screening?who={SUBJECT}")


@pytest.mark.slow
def test_an_answer_of_an_earlier_load_is_asked_by_its_address(client: TestClient) -> None:
    assert "(load 2)" in page_of(client, f"{DOSSIER}&at=2")


def test_a_difference_does_not_read_files_of_the_disk(client: TestClient) -> None:
    answer = client.get(f"/c/demo/difference?who={SUBJECT}&before=/etc/passwd")
    assert answer.status_code == 400


def test_lines_are_listed_and_narrowed_without_a_subject(client: TestClient) -> None:
    text = page_of(client, "/lines?code=8708&from=2022-01-01")
    days = re.findall(r'<td class="day">(\d{4})', text)
    assert days
    assert set(days) <= {"2022", "2023"}
    assert set(re.findall(r"<code>(\d{4})", text)) == {"8708"}


def test_a_text_is_searched_for_part_by_part(client: TestClient) -> None:
    view = re.search(r'data-search="([^"]+)"', page_of(client, f"/lines?who={SUBJECT}&text=дверь"))
    assert view is not None
    parts = [json.loads(line) for line in client.get(unescape(view[1])).text.splitlines()]
    assert parts[-1]["lines"] == parts[-1]["of"]
    assert sum(part["rows"].count("<tr>") for part in parts) == sum(p["found"] for p in parts) > 0


def test_a_search_that_cannot_be_made_is_an_error_page(client: TestClient) -> None:
    assert client.get("/c/demo/lines/found?text=x&code=y").status_code == 400
