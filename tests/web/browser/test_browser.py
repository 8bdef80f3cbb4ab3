"""A browser walks through the pages, as a reporter does: wide, narrow, dark, by keys alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect
from web_case import EVENT, PAGES, SUBJECT

from strategies import csv_bytes, line

pytestmark = pytest.mark.slow

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
STORY = "Since 2018 Orlemar Motors has imported parts worth at least $1 million."
SLOW = 60_000
"""Milliseconds: the machine may do other things as well."""

expect.set_options(timeout=SLOW)


def opened(browser: Browser, address: str, *, width: int = 1280, dark: bool = False) -> Page:
    """A window of a browser of its own; what a page complains of fails the test."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(SLOW)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"{page.url}: {error}"))
    return page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    made = opened(browser, address)
    said: list[str] = []
    made.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    yield made
    made.context.close()
    # What the server refuses by its policy is told to the console.
    assert said == []


def test_from_a_file_to_its_figures(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "INVENTED-dropped.csv"
    file.write_bytes(csv_bytes([line()]))
    page.goto("/c/demo")
    page.get_by_role("link", name="Add files").click()
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_text("1 line, 0 of them without a value")).to_be_visible()
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.locator(".state.of-done")).to_be_visible(timeout=SLOW)
    page.get_by_role("searchbox").fill("ромашка")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="ООО РОМАШКА").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("РОМАШКА")
    expect(page.locator(".of-point data")).to_have_attribute("value", "1000.50")
    page.locator(".of-point a").click()
    expect(page.locator(".lines-table tbody tr")).to_have_count(1)
    page.locator("a.cells-of").first.click()
    expect(page.locator("tr.opened")).to_contain_text("BUTTERCUP TRADING LTD")


def test_a_file_that_is_dropped_onto_the_page_is_looked_at(page: Page) -> None:
    page.goto("/c/demo/files")
    transfer = page.evaluate_handle(
        "(text) => { const own = new DataTransfer();"
        " own.items.add(new File([text], 'INVENTED-dropped.csv')); return own; }",
        csv_bytes([line(item="7")]).decode(),
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("heading", level=1)).to_have_text("INVENTED-dropped.csv")


def test_what_is_sent_shows_how_far_it_is_and_can_be_stopped(page: Page) -> None:
    page.route("**/uploads?*", lambda route: None)
    page.goto("/c/demo/files")
    page.get_by_label("Files").set_input_files(
        {"name": "INVENTED-long.csv", "mimeType": "text/csv", "buffer": b"x" * 2_500_000}
    )
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("status")).to_contain_text("2.5 MB")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status")).to_have_text("Stopped: nothing more is sent.")
    expect(page.get_by_role("button", name="Look at them")).to_be_enabled()


def test_a_file_that_cannot_be_kept_says_why(page: Page) -> None:
    refused = {"detail": "There is no room left on the disk.", "do": "Free some space."}
    page.route("**/uploads?*", lambda route: route.fulfill(status=200, json=refused))
    page.goto("/c/demo/files")
    page.get_by_label("Files").set_input_files(
        {"name": "INVENTED.csv", "mimeType": "text/csv", "buffer": b"x"}
    )
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("status")).to_have_text(
        "There is no room left on the disk. Free some space."
    )


def test_several_files_are_sent_one_after_another_and_wait(page: Page) -> None:
    page.goto("/c/demo/files")
    names = ("INVENTED-a.csv", "INVENTED-b.csv")
    page.get_by_label("Files").set_input_files(
        [{"name": n, "mimeType": "text/csv", "buffer": csv_bytes([line(item="8")])} for n in names]
    )
    page.get_by_role("button", name="Look at them").click()
    for name in names:
        expect(page.get_by_role("link", name=name)).to_be_visible()


def test_the_box_answers_as_one_types_and_the_address_follows(page: Page) -> None:
    page.goto("/c/demo/find")
    page.keyboard.type("orlemar")
    expect(page.locator("#found")).to_contain_text("ОРЛЕМАР")
    expect(page).to_have_url(re.compile(r"/find\?q=orlemar$"))


def test_what_is_typed_before_the_box_has_its_focus_loses_no_letter(page: Page) -> None:
    page.goto("/c/demo/find")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("orlemar")
    expect(page.get_by_role("searchbox")).to_have_value("orlemar")


def test_a_key_goes_to_the_box_from_anywhere(page: Page) -> None:
    page.goto("/c/demo/review")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_mark_of_the_timeline_leads_to_its_rows(page: Page) -> None:
    page.goto(f"/c/demo/dossier?who={SUBJECT}&event={EVENT}")
    page.locator("#chart-timeline .wide a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rows")
    expect(page.locator(".chip")).to_have_count(3)


def test_a_text_is_searched_for_and_found_as_the_search_goes_on(page: Page) -> None:
    page.goto("/c/demo/lines")
    page.get_by_label("Text among the goods").fill("дверь")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("[data-said]")).to_contain_text("found in")
    expect(page.locator("#lines tr").first).to_contain_text("ДВЕРЬ")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)


def test_a_search_is_stopped(page: Page) -> None:
    # Nothing is answered: what is asked for goes on until somebody has enough.
    page.route("**/lines/found?*", lambda route: None)
    page.goto("/c/demo/lines?text=x")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-said]")).to_contain_text("Stopped")


def test_a_company_is_watched_and_what_is_new_stands_on_the_page_of_the_case(page: Page) -> None:
    page.goto(f"/c/demo/dossier?who={SUBJECT}")
    page.get_by_role("button", name="Watch this company").click()
    expect(page.locator("#news")).to_contain_text("ОРЛЕМАР")
    page.goto("/c/demo")
    expect(page.locator("#news")).to_contain_text("as they were")
    page.get_by_role("button", name="Mark as looked at").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Since you last looked|Looking the case over")
    )


def test_a_pair_is_decided_and_undone_by_keys(page: Page) -> None:
    page.goto("/c/demo/review")
    place = page.get_by_text(re.compile(r"^Pair 1 of \d+"))
    before = place.inner_text().split(",")[0]
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert place.inner_text().split(",")[0] == before


def test_a_story_is_pasted_and_its_claim_borne_out(page: Page) -> None:
    page.goto("/c/demo/story")
    page.get_by_label("The story").fill(STORY)
    page.get_by_role("button", name="Read its claims").click()
    page.get_by_role("button", name=f"({SUBJECT})").click()
    expect(page.locator(".ruling")).to_have_text("✓ supported")
    page.locator(".claim").click()
    expect(page.locator(".card:target .numberline")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, address: str, dark: bool) -> None:
    page = opened(browser, address, dark=dark)
    script = AXE.read_text(encoding="utf-8")
    found = {}
    for view in PAGES:
        page.goto(f"/c/demo{view}")
        page.evaluate(script)
        said = page.evaluate("axe.run().then((done) => done.violations)")
        if said:
            found[view] = [(one["id"], one["nodes"][0]["html"][:200]) for one in said]
    page.context.close()
    assert found == {}


def test_no_page_is_wider_than_a_telephone(browser: Browser, address: str) -> None:
    page = opened(browser, address, width=390)
    sent = page.request.post(
        "/api/v1/cases/demo/uploads?name=INVENTED-wide.csv",
        data=csv_bytes([line()]),
        headers={"Content-Type": "application/octet-stream"},
    )
    wide = {}
    for view in (*PAGES, f"/files/{sent.json()['id']}", "/dossier?who=orlemar"):
        page.goto(f"/c/demo{view}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[view] = width
    page.context.close()
    assert wide == {}


def test_pages_work_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(SLOW)
    page = context.new_page()
    page.goto("/c/demo/find")
    page.locator("#q").fill("orlemar")
    page.locator("#q").press("Enter")
    page.locator("#found a").first.click()
    expect(page.locator("h1")).to_contain_text("ОРЛЕМАР")
    page.locator("a.cells-of, .of-point a").first.click()
    page.locator("a.cells-of").first.click()
    expect(page.locator("#cells")).to_be_visible()
    context.close()
