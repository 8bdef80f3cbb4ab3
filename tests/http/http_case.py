"""A small case of invented records for the tests of the server, and clients of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from followthegoods.case import Case
from followthegoods.faces.http.access import LOOPBACK, Access
from followthegoods.faces.http.app import make_app
from strategies import CLOVER, DAISY, csv_bytes, line, write_files

READ, WRITE = "a-token-that-reads-7f", "a-token-that-writes-9c"
TOKENS = Access(READ, WRITE)

SCRIPT = "<script>alert('НАСОС')</script>"
FORMULA = '=HYPERLINK("http://example.com")'
ONE = {"sender_name": "OLVANDER STAMPING GMBH", "sender_country": "DE"}
OTHER = {"sender_name": "OLVANDIR STAMPING GMBH", "sender_country": ""}
"""Senders that may be one company: a doubtful pair."""

BEFORE, AFTER = "НАСОСЫ ДО", "НАСОСЫ ПОСЛЕ"


def rows() -> list[list[str]]:
    """Lines of two companies, one of which is also written without its number; hostile texts."""
    plain = [
        line(declaration=f"10000010/15{month:02d}22/000000{n}", item=str(n), **cells)
        for n, (month, cells) in enumerate(
            [
                (3, {"origin_country": "DE", "goods": BEFORE, "statistical_usd": "2000"}),
                (3, {"origin_country": "KR", "goods": AFTER, "registered": "15.04.2022"}),
                (4, {"goods": SCRIPT, "registered": "16.04.2022"}),
                (4, {"goods": FORMULA, "statistical_usd": ""}),
                (5, {"receiver_id": CLOVER, "receiver_name": "ООО КЛЕВЕР", **ONE}),
                (5, {"receiver_id": CLOVER, "receiver_name": "ООО КЛЕВЕР", **OTHER}),
                (5, {"receiver_id": "", "receiver_name": "ООО КЛЕВЕРЪ"}),
                (5, {"receiver_id": "", "receiver_name": "ООО КЛЕВЕР"}),
            ],
            start=1,
        )
    ]
    return [*plain, ["", "no number", "of cells"]]


def make_case(folder: Path) -> Path:
    """The case, with a list that one of its companies is on."""
    with Case.new(folder / "case", invented=True) as case:
        case.add(write_files(folder, {"first.csv": csv_bytes(rows())}))
        case.add_lists([_list(folder)])
    return folder / "case"


def _list(folder: Path) -> Path:
    path = folder / "invented_us_list_2024-06-01.csv"
    head = "ent_num,sdn_name,sdn_type,program,tax_id_inn,registration_ogrn,linked_to,address,aka"
    path.write_text(
        f"{head},source\n900001,LIMITED LIABILITY COMPANY ROMASHKA,entity,INVENTED,{DAISY},,,,,"
        "INVENTED DATA\n",
        encoding="utf-8",
    )
    return path


@contextmanager
def client_of(case: Path, access: Access = LOOPBACK, **given: Any) -> Iterator[TestClient]:
    """A client of a server of one case, called `case`."""
    app = make_app({"case": case}, access)
    with TestClient(app, base_url="http://localhost", **given) as client:
        yield client


def problem_of(answer: Any) -> dict[str, Any]:
    """The problem that an answer is."""
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(answer.text)
    return found
