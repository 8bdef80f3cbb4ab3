"""One Spark for all tests of this folder, on this machine, set up for small tables."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from followthegoods.case import Case
from followthegoods.demo import write_files
from followthegoods.demo.lists import LISTINGS, SOURCE, write_list

CONF = Path(__file__).parent / "conf"
MEMORY = "1200MB"


@pytest.fixture(scope="session")
def spark_here() -> Iterator[None]:
    """Spark can be asked, within little memory; else the test is left out, and says what to
    install."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'followthegoods[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt install openjdk-17-jre-headless")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(CONF))
        patch.setenv("FTG_MEMORY", MEMORY)
        patch.setenv("FTG_THREADS", "2")
        yield


@pytest.fixture(scope="session")
def demo_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration's case, all of it invented: every trap of the records is in it."""
    folder = tmp_path_factory.mktemp("spark")
    files = write_files(folder / "files", others=300)
    with Case.new(folder / "case", invented=True) as case:
        case.add(files.files)
        case.add_lists([write_list(folder)])
        for entry, day in LISTINGS.items():
            case.date_listing(entry, day, source=SOURCE)
    return folder / "case"


NEIGHBOUR = """
schema = 1
id = "invented-exports"
title = "Exports as a neighbour records them"
authority = "KR"
currency = "USD"
grain = "line"
direction = "export"
released = "all"
required = [["hs"], ["sender_name"]]
notes = "An invented vendor."
fields.declaration.headers = ["NUMBER"]
fields.registered.headers = ["DAY"]
fields.sender_name.headers = ["SELLER"]
fields.receiver_name.headers = ["BUYER"]
fields.destination_country.headers = ["TO"]
fields.hs.headers = ["CODE"]
fields.goods.headers = ["GOODS"]
fields.net_kg.headers = ["NET"]
fields.gross_kg.headers = ["GROSS"]
fields.quantity.headers = ["QUANTITY"]
fields.unit.headers = ["UNIT"]
fields.statistical_usd.headers = ["USD"]
"""
HEADER = ("NUMBER", "DAY", "SELLER", "BUYER", "TO", "CODE", "GOODS", "NET", "GROSS", "QUANTITY",
          "UNIT", "USD")  # fmt: skip


@pytest.fixture(scope="session")
def mirrored_case(demo_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same case with what the neighbour wrote of the goods it sent: earlier by some days, at
    weights a little off, some without value or weight, some twice."""
    folder = tmp_path_factory.mktemp("mirrored")
    shutil.copytree(demo_case, folder / "case")
    (folder / "neighbour.toml").write_text(NEIGHBOUR, encoding="utf-8")
    with Case.open(folder / "case", engine="duckdb") as case:
        lines = [line for batch in case.exports.lines(published=False) for line in batch]
        sent = [line for line in lines if line["dispatch_country"] == "KR" and line["hs"]]
        with (folder / "INVENTED-exports.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(HEADER)
            for number, line in enumerate(sent):
                for _ in range(2 if number % 10 == 0 else 1):
                    table.writerow(_sent(number, line))
        layout = str(folder / "neighbour.toml")
        case.add([folder / "INVENTED-exports.csv"], layout=layout)
    return folder / "case"


def _sent(number: int, line: dict[str, Any]) -> list[object]:
    day = line["day"] and line["day"] - timedelta(days=number % 25)
    net = line["net_kg"] and line["net_kg"] + line["net_kg"] * (number % 4) / 100
    return [
        f"E{number}", day and f"{day:%d.%m.%Y}", line["sender_name"], line["receiver_name"], "RU",
        line["hs"], line["goods"][:40], "" if number % 7 == 0 else net, line["gross_kg"],
        line["quantity"], line["unit"], "" if number % 6 == 0 else line["value_usd"],
    ]  # fmt: skip
