"""The demonstration's case with few others around its subject, and what reads pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from followthegoods.case import Case
from followthegoods.demo import DemoFiles, write_files
from followthegoods.demo.lists import LISTINGS, SOURCE, write_list
from followthegoods.faces.http.app import make_app

SUBJECT = "9900718344"
EVENT = "2022-02-24=invasion"
OTHERS = 120

PAGES = (
    "",
    "/find?q=orlemar",
    f"/dossier?who={SUBJECT}&event={EVENT}",
    f"/rows?who={SUBJECT}",
    "/cells?source=1&sheet=1&row=12",
    f"/screening?who={SUBJECT}",
    "/screening?whole=1",
    f"/flows?who={SUBJECT}&event={EVENT}",
    f"/changes?who={SUBJECT}&event={EVENT}",
    "/difference",
    "/lines?code=8708",
    "/lines?text=%D0%B4%D0%B2%D0%B5%D1%80%D1%8C",
    "/watch",
    "/dossier",
    "/rows",
    "/changes",
    "/screening",
    "/review",
    "/refused",
    "/files",
    "/story",
)
"""A view of every kind, below the case's own address."""


def make_case(folder: Path) -> tuple[Path, DemoFiles]:
    """The case and the files it was made of."""
    made = write_files(folder / "files", OTHERS)
    with Case.new(folder / "case", invented=True) as case:
        case.add(made.files)
        case.add_lists([write_list(folder)])
        for entry, day in LISTINGS.items():
            case.date_listing(entry, day, source=SOURCE)
    return folder / "case", made


@contextmanager
def client_of(case: Path) -> Iterator[TestClient]:
    """A browser without scripts, as far as tests need one."""
    with TestClient(
        make_app({"demo": case}),
        base_url="http://localhost",
        headers={"Origin": "http://localhost"},
    ) as client:
        yield client


def page_of(client: TestClient, view: str) -> str:
    """The text of a view that is answered."""
    answer = client.get(f"/c/demo{view}")
    assert answer.status_code == 200, (view, answer.status_code, answer.text[-600:])
    return answer.text


def token_of(client: TestClient) -> str:
    """The token that the server's forms send along."""
    found = re.search(r'name="csrf" value="([^"]+)"', page_of(client, "/files"))
    assert found is not None
    return found[1]


def links_of(text: str, view: str) -> list[str]:
    """Where the links of a page that lead to a view lead to."""
    return [unescape(one) for one in re.findall(rf'href="(/c/demo/{view}\?[^"]*)"', text)]
