"""Lines and parties for other programs: FollowTheMoney entities, CSV, Parquet, Delta."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from cli_running import BUYER, BUYER_ID, ftg, row, write_table
from followthemoney import model

PHONE = "+7 495 123-45-67"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a line that has a telephone and one that a spreadsheet takes for a formula."""
    folder = tmp_path_factory.mktemp("exported")
    rows = [
        row(1, goods=f"КОРОБКА, ТЕЛ. {PHONE}"),
        row(2, "", goods="=2+3"),
        row(3, "7,25", origin="DE"),
    ]
    rows.append(rows[0])
    assert ftg("new", folder / "case").code == 0
    assert ftg("add", folder / "case", write_table(folder / "invented.csv", rows)).code == 0
    return folder / "case"


def export(case: Path, out: Path, *options: str) -> Path:
    ran = ftg("export", case, out, *options)
    assert ran.code == 0, ran.err
    return out


@pytest.fixture(scope="module")
def entities(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    out = export(exported, tmp_path_factory.mktemp("ftm") / "out", BUYER_ID, "--as", "ftm")
    lines = (out / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def of_schema(entities: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [entity["properties"] for entity in entities if entity["schema"] == name]


def test_the_schemas_own_library_takes_every_entity_and_every_value(
    entities: list[dict[str, Any]],
) -> None:
    for entity in entities:
        taken = model.get_proxy(entity, cleaned=False)
        taken.schema.validate(cast("Any", taken.to_dict()))
        for name, values in entity["properties"].items():
            assert sorted(taken.get(name)) == sorted(values)


def test_a_line_that_repeats_another_is_no_entity(entities: list[dict[str, Any]]) -> None:
    assert len(of_schema(entities, "EconomicActivity")) == 3


def test_lines_name_the_companies_that_come_with_them(entities: list[dict[str, Any]]) -> None:
    known = {entity["id"] for entity in entities if entity["schema"] != "EconomicActivity"}
    for line in of_schema(entities, "EconomicActivity"):
        assert {*line["sender"], *line["receiver"]} <= known


def test_a_company_has_its_tax_number_in_the_schemas_place(entities: list[dict[str, Any]]) -> None:
    (buyer,) = of_schema(entities, "Company")
    assert (buyer["name"], buyer["innCode"]) == ([BUYER], [BUYER_ID])


def test_what_the_schema_has_no_place_for_is_in_the_description(
    entities: list[dict[str, Any]],
) -> None:
    beside = [
        json.loads(line["description"][0]) for line in of_schema(entities, "EconomicActivity")
    ]
    assert sorted(one.get("value_usd", "") for one in beside) == ["", "1000.50", "7.25"]
    assert {one["counted_in"] for one in beside} == {"floor"}


def test_entities_are_fit_to_publish(entities: list[dict[str, Any]]) -> None:
    text = json.dumps(entities, ensure_ascii=False)
    assert PHONE not in text
    assert "[phone]" in text
    assert "invented.csv" not in text


def test_entities_are_private_where_that_is_asked_for(exported: Path, tmp_path: Path) -> None:
    out = export(exported, tmp_path / "out", BUYER_ID, "--as", "ftm", "--private")
    assert PHONE in (out / "entities.ftm.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(exported, tmp_path_factory.mktemp("csv") / "out", "--as", "csv")


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_without_a_company_every_line_of_the_case_is_written(table: Path) -> None:
    assert [line["fate"] for line in read(table / "lines.csv")].count("repeated") == 1
    assert len(read(table / "lines.csv")) == 4


def test_lines_counted_in_the_point_sum_to_the_dossiers(exported: Path, table: Path) -> None:
    dossier = ftg("dossier", exported, BUYER_ID, "--json").json
    points = [
        Decimal(line["value_usd"])
        for line in read(table / "lines.csv")
        if line["counted_in"] in ("floor", "point") and line["value_usd"]
    ]
    assert sum(points) == Decimal(dossier["value_usd"]["point"])


def test_a_csv_has_no_formula(table: Path) -> None:
    assert "'=2+3" in {line["goods"] for line in read(table / "lines.csv")}


def test_the_dictionary_tells_every_column(table: Path) -> None:
    told = [line["column"] for line in read(table / "dictionary.csv")]
    assert told == list(read(table / "lines.csv")[0])


def test_the_parties_of_the_lines_come_with_them(table: Path) -> None:
    lines, parties = read(table / "lines.csv"), read(table / "parties.csv")
    assert {line["receiver_party"] for line in lines} <= {one["party"] for one in parties}


def test_excel_gets_semicolons_and_a_mark(exported: Path, tmp_path: Path) -> None:
    out = export(exported, tmp_path / "out", "--as", "csv", "--excel")
    assert (out / "lines.csv").read_bytes().startswith(b"\xef\xbb\xbfline;source;")


def test_parquet_is_typed_and_holds_the_same_lines(
    exported: Path, table: Path, tmp_path: Path
) -> None:
    out = export(exported, tmp_path / "out", "--as", "parquet")
    with duckdb.connect() as db:
        rows = db.execute(
            f"SELECT line, value_usd, registered FROM '{out / 'lines.parquet'}' ORDER BY line"
        ).fetchall()
    written = sorted(read(table / "lines.csv"), key=lambda line: int(line["line"]))
    assert [str(line) for line, *_ in rows] == [line["line"] for line in written]
    assert rows[0][1] == Decimal("1000.5000")
    assert str(rows[0][2]) == "2022-03-01"


def test_delta_is_a_table_that_its_own_library_reads(exported: Path, tmp_path: Path) -> None:
    delta = pytest.importorskip("deltalake", reason="pip install 'followthegoods[delta]'")
    out = export(exported, tmp_path / "out", "--as", "delta")
    assert (
        import_module("pyarrow").table(delta.DeltaTable(out / "lines").to_pyarrow_table()).num_rows
        == 4
    )


def test_a_folder_that_is_there_is_not_written_over(exported: Path, tmp_path: Path) -> None:
    ran = ftg("export", exported, tmp_path)
    assert (ran.code, "is there already" in ran.err) == (2, True)


def test_nothing_is_left_of_an_export_that_fails(exported: Path, tmp_path: Path) -> None:
    assert ftg("export", exported, tmp_path / "out", "НИКТО").code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_kind_nobody_knows_is_wrong_use(exported: Path, tmp_path: Path) -> None:
    ran = ftg("export", exported, tmp_path / "out", "--as", "dbase")
    assert (ran.code, "ftm, csv, parquet, delta" in ran.err) == (2, True)
