"""What pages change: files come in, pairs are decided, stories are kept and corrected."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from starlette.testclient import TestClient
from web_case import SUBJECT, page_of, token_of

from strategies import csv_bytes, line

STORY = """Orlemar Motors kept importing.

Since 2018 Orlemar Motors has imported parts worth at least $1 million, the records show.
"""


def send(client: TestClient, name: str, content: bytes) -> str:
    """Send a file; where it is looked at."""
    answer = client.post(
        "/c/demo/files", data={"csrf": token_of(client)}, files={"file": (name, content)}
    )
    assert answer.status_code == 200, answer.text[-600:]
    return answer.url.path


def post(client: TestClient, path: str, **fields: str) -> str:
    """Send a form; the page it leads to."""
    answer = client.post(path, data={"csrf": token_of(client), **fields})
    assert answer.status_code == 200, answer.text[-600:]
    return answer.text


def test_a_form_without_the_server_s_token_changes_nothing(changing: TestClient) -> None:
    answer = changing.post("/c/demo/story", data={"text": STORY})
    assert answer.status_code == 403
    assert "Kept" not in page_of(changing, "/story")


def test_a_file_that_was_sent_is_shown_as_it_will_be_read(changing: TestClient) -> None:
    there = send(changing, "INVENTED-new.csv", csv_bytes([line()]))
    text = page_of(changing, there.removeprefix("/c/demo"))
    assert "1 line, 0 of them without a value" in text
    assert "<bdi>ООО РОМАШКА</bdi>" in text


def test_what_is_wrong_in_a_corrected_layout_is_said_in_the_page(changing: TestClient) -> None:
    there = send(changing, "INVENTED-new.csv", csv_bytes([line()]))
    text = page_of(changing, there.removeprefix("/c/demo"))
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)
    assert found is not None
    wrong = unescape(found[1]).replace("title =", "titel =", 1)
    said = post(changing, f"{there}/layout", toml=wrong)
    assert "Unknown key" in said
    assert "titel =" in said


def test_a_file_is_loaded_as_a_job_whose_page_has_its_books(changing: TestClient) -> None:
    there = send(changing, "INVENTED-loaded.csv", csv_bytes([line(), ["", "no line"]]))
    text = post(changing, f"{there}/load", **{"as": "add"})
    address = re.search(r'action="(/c/demo/jobs/\w+)/cancel"', text)
    assert address is not None
    for _ in range(200):
        text = page_of(changing, address[1].removeprefix("/c/demo"))
        if "data-again" not in text:
            break
        time.sleep(0.1)
    assert "of-done" in text
    assert re.search(r"rows read</th><td class=\"n\">3<", text)
    assert "The refused rows, with reasons" in text


def test_a_job_is_found_again_on_the_page_of_the_case(changing: TestClient) -> None:
    assert re.search(r'href="/c/demo/jobs/\w+">add</a>', page_of(changing, ""))


def test_once_the_case_is_marked_as_seen_nothing_is_new(changing: TestClient) -> None:
    assert "not marked this case as seen" in page_of(changing, "/watch")
    post(changing, "/c/demo/looked")
    for _ in range(100):
        if "Since load" in (text := page_of(changing, "/watch")):
            break
        time.sleep(0.1)
    assert "Nothing was done to the case." in text


def test_a_company_is_watched_from_its_dossier_and_no_longer(changing: TestClient) -> None:
    text = post(changing, "/c/demo/watch", who=SUBJECT)
    assert "ОРЛЕМАР" in text
    assert "as they were" in text
    assert "No company is watched" in post(changing, "/c/demo/watch", who=SUBJECT, stop="1")


@pytest.fixture
def pair(changing: TestClient) -> dict[str, str]:
    """The fields of the form for the first doubtful pair."""
    text = page_of(changing, "/review")
    return dict(re.findall(r'name="(a|b)" value="([^"]+)"', text))


def queue(text: str) -> int:
    found = re.search(r"Pair \d+ of (\d+)", text)
    return int(found[1]) if found else 0


def test_a_decided_pair_leaves_the_queue_and_comes_back_when_it_is_undone(
    changing: TestClient, pair: dict[str, str]
) -> None:
    before = queue(page_of(changing, "/review"))
    after = post(changing, "/c/demo/review", **pair, verdict="unsure", why="", place="1")
    assert queue(after) == before - 1
    number = re.search(r'name="number" value="(\d+)"', after)
    assert number is not None
    assert queue(post(changing, "/c/demo/review/undo", number=number[1])) == before


def test_a_pair_that_nobody_doubts_cannot_be_decided(changing: TestClient) -> None:
    fields = {"csrf": token_of(changing), "a": "p1", "b": "p2", "verdict": "same"}
    answer = changing.post("/c/demo/review", data=fields)
    assert answer.status_code == 400


@pytest.fixture(scope="module")
def story(changing: TestClient) -> str:
    """Where a story that was pasted is."""
    answer = changing.post(
        "/c/demo/story",
        data={"csrf": token_of(changing), "text": STORY, "published": "2024-06-01"},
    )
    assert answer.status_code == 200, answer.text[-600:]
    return answer.url.path


def test_the_claims_of_a_story_are_underlined(changing: TestClient, story: str) -> None:
    text = page_of(changing, story.removeprefix("/c/demo"))
    marked = re.findall(r'<a class="claim \w+" href="#(\w+)">', text)
    assert marked == ["c1"]
    assert 'id="c1"' in text


def test_a_claim_asks_who_is_meant_once_and_without_ids(changing: TestClient, story: str) -> None:
    text = page_of(changing, story.removeprefix("/c/demo"))
    card = text[text.index('id="c1"') :]
    assert "Say above who Orlemar Motors is: several companies are called so." in card
    assert "parties answer to" not in card


def test_a_claim_is_checked_once_it_is_said_whom_its_name_means(
    changing: TestClient, story: str
) -> None:
    text = page_of(changing, story.removeprefix("/c/demo"))
    offered = re.findall(r'name="party" value="(\w+)">\s*<button>[^<]*9900718344', text)
    said = post(changing, f"{story}/name", name="Orlemar Motors", party=offered[0])
    assert "✓ supported<" in said
    assert 'class="numberline"' in said


def test_a_claim_that_is_corrected_is_checked_again(changing: TestClient, story: str) -> None:
    said = post(changing, f"{story}/claim/c1", amount="900 million", of="9900718344")
    assert "900 million" in said
    assert "✓ supported<" not in said


def test_a_correction_that_no_claims_file_may_hold_is_refused(
    changing: TestClient, story: str
) -> None:
    before = changing.get(f"{story}/claims.toml").text
    fields = {"csrf": token_of(changing), "country": "Atlantis"}
    assert changing.post(f"{story}/claim/c1", data=fields).status_code == 422
    assert changing.get(f"{story}/claims.toml").text == before


def test_the_same_text_is_the_same_story(changing: TestClient, story: str) -> None:
    answer = changing.post("/c/demo/story", data={"csrf": token_of(changing), "text": STORY})
    assert answer.url.path == story


def test_a_retelling_stands_beside_its_original(changing: TestClient, story: str) -> None:
    told = STORY.replace("at least $1 million", "almost $2 million")
    answer = changing.post("/c/demo/story", data={"csrf": token_of(changing), "text": told})
    other = answer.url.path.rsplit("/", 1)[-1]
    text = page_of(changing, f"{story}/compare/{other}".removeprefix("/c/demo"))
    assert "altered" in text


def test_a_story_that_is_deleted_is_gone(changing: TestClient) -> None:
    answer = changing.post("/c/demo/story", data={"csrf": token_of(changing), "text": "Nothing."})
    there = answer.url.path
    post(changing, f"{there}/drop")
    assert changing.get(there).status_code == 404
