"""A dump that means harm, walked through every page: nothing of it is ever markup."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from starlette.testclient import TestClient
from web_case import client_of, token_of

from followthegoods.case import Case, RefusedRow
from followthegoods.faces.web.pages.files import refused_rows
from strategies import COLUMNS, DAISY, PLAIN, csv_bytes, line, write_files

MARK = "hostile"
VALUES = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"</title></textarea></style><svg onload={MARK}()>",
    f"javascript:{MARK}()",
    f"{{{{ {MARK} }}}}{{% {MARK} %}}",
    f'=HYPERLINK("http://{MARK}.example")',
    f"../../../etc/{MARK}",
    f"{MARK}\x00\x1b[31m\u202e\u2066",
    f"&lt;script&gt;{MARK}&#60;b&#62;",
)
"""Values put into every column, a row each."""

LONG = f"{MARK} " * 130_000
"""A cell of about a megabyte."""

TEXTS = ("sender_name", "receiver_name", "goods", "maker_name", "declaration", "hs", "regime")
NAME = "INVENTED-<b onclick=hostile()>.csv"
VIEWS = (
    "",
    f"/dossier?who={DAISY}&event=2022-03-20={VALUES[0]}",
    f"/dossier?goods={MARK}",
    f"/rows?who={DAISY}",
    f"/rows?who={DAISY}&where=origin={VALUES[1]}",
    f"/flows?who={DAISY}",
    "/flows",
    f"/changes?who={DAISY}&event=2022-03-20={VALUES[2]}",
    f"/screening?who={DAISY}",
    f"/lines?number={VALUES[0]}",
    "/lines",
    "/watch",
    "/review",
    "/refused",
    "/files",
    "/story",
    *(f"/find?q={value}" for value in VALUES[:5]),
    *(f"/cells?source=1&sheet=1&row={row}" for row in range(2, 6)),
    f"/nothing/{VALUES[1]}",
    f"/dossier?who={VALUES[1]}",
)


def rows() -> Iterator[list[str]]:
    """A hostile value in every column, in a row that is a line otherwise; and in all at once."""
    for number, value in enumerate(VALUES, start=1):
        own = {"item": str(number), "registered": "15.03.2022"}
        yield line(**own, **dict.fromkeys(TEXTS, value))
        for name in COLUMNS:
            yield line(**{**own, "declaration": f"10000010/150322/{number:07d}", name: value})
        yield [value] * len(PLAIN)
        yield [value]
    yield line(item="99", goods=LONG)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    with Case.new(folder / "case", invented=True) as case:
        case.add(write_files(folder, {NAME: csv_bytes(rows())}))
    with client_of(folder / "case") as client:
        yield client


def elements(text: str) -> Iterator[tuple[str, Element]]:
    """The elements of a page with their names, as a browser makes them of its text."""
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            yield element.tag.rpartition("}")[2], element


def harmful(text: str) -> list[str]:
    """What of a page could run, load or lead anywhere else."""
    found = []
    for tag, element in elements(text):
        if tag == "script" and element.attrib.get("src") != "/static/web.js":
            found.append("a script")
        for name, value in element.attrib.items():
            where = name.rpartition("}")[2].lower()
            if where.startswith("on") or where == "style":
                found.append(f"{tag} {where}")
            if where in ("href", "src", "action") and not value.startswith(("/", "#")):
                found.append(f"{tag} {where}={value[:40]}")
        if tag in ("iframe", "object", "embed", "base", "img", "meta") and (
            tag != "meta" or "http-equiv" in element.attrib
        ):
            found.append(tag)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_of_a_hostile_dump_is_markup(hostile: TestClient, view: str) -> None:
    answer = hostile.get(f"/c/demo{view}")
    assert answer.status_code < 500, answer.text[-600:]
    assert answer.headers["content-type"].startswith("text/html")
    assert harmful(answer.text) == []


def test_rows_that_a_search_sends_have_no_markup_of_the_dump(hostile: TestClient) -> None:
    answer = hostile.get(f"/c/demo/lines/found?text={MARK}")
    rows = "".join(json.loads(line)["rows"] for line in answer.text.splitlines())
    assert "<tr>" in rows
    assert harmful(f"<table><tbody>{rows}</tbody></table>") == []


def test_the_dump_is_shown_at_all(hostile: TestClient) -> None:
    text = hostile.get(f"/c/demo/rows?who={DAISY}").text
    assert f"&lt;script&gt;{MARK}()&lt;/script&gt;" in text


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a case with a long cell in every column, a row each, and in nearly all at once.

    Names are shorter: those of a megabyte are a matter of the parties.
    """
    folder = tmp_path_factory.mktemp("long")
    own = {name: LONG[: 20_000 if name.endswith("_name") else 200_000] for name in COLUMNS}
    rows = [
        line(**{"item": str(number), "registered": "15.03.2022", name: own[name]})
        for number, name in enumerate(COLUMNS, start=1)
    ]
    every = [name for name in TEXTS if name != "receiver_name"]
    rows += [line(**{name: own[name] for name in every}), list(own.values())]
    with Case.new(folder / "case", invented=True) as case:
        case.add(write_files(folder, {NAME: csv_bytes(rows)}))
    with client_of(folder / "case") as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize(
    "view",
    [
        f"/dossier?who={DAISY}",
        f"/rows?who={DAISY}",
        f"/flows?who={DAISY}",
        "/lines",
        "/refused",
        "/review",
        f"/changes?who={DAISY}&event=2022-03-20=x",
        "/drawn/goods-wide?who=" + DAISY,
    ],
)
def test_long_cells_in_every_column_make_no_page_heavy(long: TestClient, view: str) -> None:
    answer = long.get(f"/c/demo{view}")
    assert answer.status_code == 200
    assert len(answer.content) < 1_500_000


def test_a_long_cell_does_not_make_a_page_heavy(hostile: TestClient) -> None:
    assert len(hostile.get(f"/c/demo/rows?who={DAISY}").content) < 1_500_000
    assert len(hostile.get(f"/c/demo/dossier?who={DAISY}").content) < 1_500_000


@pytest.mark.parametrize(
    "path",
    ["dossier.html", "dossier.xlsx", "dossier.json", "chart/suppliers.svg", "refused.csv"],
)
def test_an_export_of_a_hostile_dump_is_a_file_to_save(hostile: TestClient, path: str) -> None:
    answer = hostile.get(f"/c/demo/{path}?who={DAISY}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_cell_of_refused_rows_is_a_formula() -> None:
    row = RefusedRow("INVENTED.csv", 1, 2, "too_few_cells", ('=HYPERLINK("http://a")', None, "+1"))
    written = list(csv.reader(io.StringIO(refused_rows([row]).decode("utf-8-sig"))))
    assert written[1][4:] == ['\'=HYPERLINK("http://a")', "", "'+1"]


def test_a_story_and_a_layout_of_hostile_texts_are_texts(hostile: TestClient) -> None:
    token = token_of(hostile)
    told = "\n".join(f"{value} imported goods worth $5 million in 2022." for value in VALUES)
    answer = hostile.post("/c/demo/story", data={"csrf": token, "text": told})
    assert answer.status_code == 200
    assert harmful(answer.text) == []
    sent = hostile.post(
        "/c/demo/files", data={"csrf": token}, files={"file": (NAME, csv_bytes(rows()))}
    )
    assert sent.status_code == 200
    wrong = hostile.post(
        f"{sent.url.path}/layout", data={"csrf": token, "toml": f"</textarea>{VALUES[0]}"}
    )
    assert harmful(sent.text) + harmful(wrong.text) == []
