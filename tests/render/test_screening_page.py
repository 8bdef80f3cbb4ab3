"""A screening as a page and as a workbook: who is on a list, since when, what came while it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import openpyxl
import pytest

from followthegoods.case import Case
from followthegoods.demo.lists import SOURCE, SUPPLIER_ENTRY, SUPPLIER_LISTED, write_list
from followthegoods.errors import BadParameter
from followthegoods.model.answer import Coverage
from followthegoods.model.screening import Month, Screening, Status
from followthegoods.render import screening as in_words
from followthegoods.render.charts import NARROW, WIDE
from followthegoods.render.screening_page import screening_page
from followthegoods.render.screening_public import screening_for_publication
from followthegoods.render.screening_sheets import write_screening
from followthegoods.render.screening_strip import strip
from followthegoods.render.vega import inline_svg, svg

BUYER = "9900718344"
ROWS = """ND;G32;G072;GD1;G011;G37;G022;G023;G0231;G081;G082;G083;G15A;G34;G31_1;G33;G38;G46
10404050/150322/0000001;1;15.03.2022;16.03.2022;ИМ;4000;IVORTEC ELECTRONICS LIMITED;1 QUAY;HK;\
9900718344;ООО "ОРЛЕМАР МОТОРС";Г. ЗАРЕЧНЫЙ;HK;CN;ЭКРАН;8528520000;5;1000.00
10404050/150722/0000002;1;15.07.2022;16.07.2022;ИМ;4000;IVORTEC ELECTRONICS LIMITED;1 QUAY;HK;\
9900718344;ООО "ОРЛЕМАР МОТОРС";Г. ЗАРЕЧНЫЙ;HK;CN;ЭКРАН;8528520000;5;500.00
"""
"""Two INVENTED lines, one before and one after the supplier was listed."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screening]:
    folder: Path = tmp_path_factory.mktemp("screened")
    file = folder / "INVENTED.csv"
    file.write_text(ROWS, encoding="utf-8")
    with Case.new(folder / "case", invented=True) as case:
        case.add([file])
        case.add_lists([write_list(folder)])
        case.date_listing(SUPPLIER_ENTRY, SUPPLIER_LISTED, source=SOURCE)
        yield case.screen(BUYER)


@pytest.fixture(scope="module")
def text(found: Screening) -> str:
    return screening_page(screening_for_publication(found), published=True)


def tree(text: str) -> Element:
    """The page as a browser reads it. Raises for what is not valid."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(text: str) -> str:
    return " ".join(" ".join(tree(text).itertext()).split())


def test_a_page_is_valid_html_without_scripts_or_places_elsewhere(text: str) -> None:
    page = tree(text)
    assert not list(page.iter("script"))
    assert not [one for one in page.iter() if one.get("src") or one.get("href")]


def test_a_page_says_who_is_listed_since_when_and_what_came_since(text: str) -> None:
    said = words(text)
    assert f"listed on {SUPPLIER_LISTED} (given by hand: {SOURCE})" in said
    assert "1 line while it was listed: US$500.00" in said


def test_records_newer_than_a_list_are_said_to_be(found: Screening) -> None:
    later = replace(found, coverage=replace(found.coverage, last=date(2024, 7, 1)))
    said = "Records come after 2024-06-01, the day of the newest version of us-sdn"
    assert said in words(screening_page(later, published=True))
    assert said not in words(screening_page(found, published=True))


def test_the_text_says_of_each_match_what_it_was_on_the_day_asked(found: Screening) -> None:
    one = replace(found.matches[0], status=Status.LATER)
    said = [str(part) for part in in_words.match(one, found.coverage, date(2022, 1, 1))]
    assert "On 2022-01-01: listed later." in said


def test_a_page_says_it_is_no_legal_advice_and_that_its_rows_are_invented(text: str) -> None:
    said = words(text)
    assert "not legal advice" in said
    assert "INVENTED DATA" in said
    assert "clean" not in said.casefold()


def test_a_page_has_the_matrix_and_the_versions_of_lists(found: Screening, text: str) -> None:
    said = words(text)
    assert found.breach is not None
    assert found.breach.said in said
    assert "NOT LOADED" in said
    assert all(str(day) in said for one in found.lists for day in one.versions)


def test_a_strip_has_the_lines_of_each_month_and_the_day_of_the_listing(found: Screening) -> None:
    place = next(n for n, one in enumerate(found.matches) if "sender" in one.roles)
    months = [month for month in found.over_time if month.match == place]
    assert [(m.month, m.status, m.lines) for m in months] == [
        ("2022-03", Status.LATER, 1),
        ("2022-07", Status.THEN, 1),
    ]
    for width in (WIDE, NARROW):
        chart = strip(found.matches[place], months, found.coverage, width)
        assert chart is not None
        assert f"listed {SUPPLIER_LISTED}" in inline_svg(chart.spec, "s")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_days_are_written_within_the_strip_wherever_the_listing_falls(
    found: Screening, width: int
) -> None:
    months = [Month(0, "2022-01", Status.LATER, 1, found.statuses[0].point)]
    months += [replace(months[0], month="2023-12")]
    drawn = set()
    for days in range(0, 730, 90):
        day = date(2022, 1, 1) + timedelta(days)
        ended = day + timedelta(60)
        one = replace(found.matches[0], listed_on=day, listed_between=None, delisted_on=ended)
        chart = strip(replace(one, wound_down_by=ended), months, found.coverage, width)
        assert chart is not None
        # A text beyond its edge makes what is drawn narrower, so that all fits.
        drawn.add(re.findall(r'class="background"[^>]* d="M0,0h(\d+)v', svg(chart.spec))[0])
    assert len(drawn) == 1


def test_what_a_list_cites_stands_on_the_page_and_in_the_workbook(
    found: Screening, tmp_path: Path
) -> None:
    one = replace(found.matches[0], reference="Act 269 " * 60)
    cited = replace(found, matches=(one,), over_time=())
    assert "The list cites: Act 269 Act 269" in words(screening_page(cited, published=True))
    write_screening(cited, tmp_path / "s.xlsx", published=False)
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["Matches"]
    headers, own = sheet.iter_rows(min_row=2, max_row=3, values_only=True)
    assert own[headers.index("the list cites")] == one.reference.strip()


def test_a_listing_that_is_only_bounded_is_a_stretch_on_its_strip(found: Screening) -> None:
    bounds = date(2022, 1, 1), date(2022, 6, 1)
    one = replace(found.matches[0], listed_on=None, listed_between=bounds)
    month = Month(0, "2022-03", Status.DATE_UNKNOWN, 2, found.statuses[0].point)
    chart = strip(one, [month], Coverage(None, None, (), ()), WIDE)
    assert chart is not None
    assert "Grey" in chart.note
    assert "listed between" in inline_svg(chart.spec, "s")


def test_the_lines_of_a_match_by_month_are_those_of_its_statuses(found: Screening) -> None:
    for place, one in enumerate(found.matches):
        months = [month.lines for month in found.over_time if month.match == place]
        assert sum(months) == sum(group.rows for group in one.statuses)


def test_a_natural_person_is_named_in_nothing_that_is_published(found: Screening) -> None:
    persons = tuple({one.party for one in found.matches})
    private = replace(found, personal=persons)
    assert found.subject is not None
    said = words(screening_page(screening_for_publication(private), published=True))
    assert found.subject.name not in said
    assert BUYER not in said


def test_what_is_fit_to_publish_stays_as_it_is(found: Screening) -> None:
    public = screening_for_publication(found)
    assert screening_for_publication(public) == public


def test_a_workbook_has_matches_strips_and_the_matrix(found: Screening, tmp_path: Path) -> None:
    write_screening(found, tmp_path / "s.xlsx", published=False)
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert {"Cover", "Matches", "By status", "Over time", "Rules touched", "Lists"} <= set(
        book.sheetnames
    )
    own = {row[0].value: row for row in book["Matches"].iter_rows(min_row=3)}
    assert own["IVORTEC ELECTRONICS LIMITED"][9].value.date() == SUPPLIER_LISTED


def test_a_workbook_that_cannot_be_written_is_an_error_in_words(
    found: Screening, tmp_path: Path
) -> None:
    with pytest.raises(BadParameter, match="cannot be written"):
        write_screening(found, tmp_path / "nowhere" / "s.xlsx", published=True)
