"""The command as it is run: exit codes, what goes to stdout and what to stderr."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import typer
from cli_running import BUYER_ID, ftg, row, write_table

from followthegoods.faces.cli.main import app

COMMANDS = tuple(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


# -- help and wrong use


def test_help_names_every_command() -> None:
    ran = ftg("--help")
    listed = {line.split()[0] for line in ran.out.splitlines() if line.startswith("  ")}
    assert (ran.code, set(COMMANDS) - listed) == (0, set())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert ftg(command, "--help").code == 0


def test_the_version_is_data() -> None:
    ran = ftg("--version")
    assert (ran.code, ran.out.split()[0], ran.err) == (0, "ftg", "")


def test_an_unknown_option_is_wrong_use() -> None:
    ran = ftg("status", "--colour")
    assert (ran.code, ran.out) == (2, "")


def test_a_folder_that_is_no_case_is_wrong_use_and_says_what_to_do(tmp_path: Path) -> None:
    ran = ftg("status", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(":")[0] for line in ran.err.splitlines() if ": " in line] == [
        "Error",
        "Where",
        "What to do",
    ]


def test_a_bad_setting_is_wrong_use(case: Path) -> None:
    ran = ftg("status", case, FTG_MEMORY="lots")
    assert (ran.code, "FTG_MEMORY" in ran.err) == (2, True)


def test_a_case_is_not_made_over_another(case: Path) -> None:
    assert ftg("new", case).code == 2


# -- looking and adding


def test_a_look_says_which_layout_reads_the_file(table: Path) -> None:
    ran = ftg("look", table)
    assert (ran.code, "Layout: ru-declarations" in ran.out) == (0, True)


def test_a_look_as_json_is_json_and_nothing_else(table: Path) -> None:
    seen = ftg("look", table, "--json").json
    assert (seen["encoding"], seen["would_be_lines"], seen["without_value"]) == ("cp1251", 3, 1)


def test_a_file_that_no_layout_knows_is_bad_data_and_shows_its_headers(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("colour;size\nred;1\nblue;2\n")
    ran = ftg("look", file)
    assert (ran.code, ran.out) == (3, "")
    assert "'colour'" in ran.err


def test_a_layout_that_is_given_is_not_said_to_be_chosen(table: Path) -> None:
    ran = ftg("look", table, "--layout", "ru-declarations")
    assert "Not chosen but given; it knows" in ran.out
    assert "Chosen because" not in ran.out


def test_a_look_shows_the_rows_that_would_be_refused_or_have_no_value(table: Path) -> None:
    out = ftg("look", table).out
    below = out[out.index("looked at") :]
    assert "1 row refused: no_goods_item" in below
    assert "row 5 10999999/010322/0000001 | 4" in below
    assert "row 3 10999999/010322/0000001 | 2 |" in below


UNKNOWN = (
    "Invented declaration;Importer;Exporter;Country of origin;HS code;Net weight;Value 1;Value 2\n"
    "A1;TIHI BRYAG LTD;SEOBINAM PANEL CO LTD;KR;8708299000;980.5;41700.90;39000.10\n"
    "A2;TIHI BRYAG LTD;LUOYUNTAI CO LTD;CN;8536508099;33.0;2100.00;2050.00\n"
    "A3;LAZUR LTD;SEOBINAM PANEL CO LTD;KR;8536501100;12.5;1250.40;1200.40\n"
)


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of declarations that no layout knows, with two columns of money."""
    file = tmp_path_factory.mktemp("unknown") / "unknown.csv"
    file.write_text(UNKNOWN)
    return file


def test_a_look_at_an_unknown_table_of_trade_drafts_how_to_read_it(unknown: Path) -> None:
    ran = ftg("look", unknown)
    assert ran.code == 0
    assert "Layout: none that ships knows this file." in ran.out
    assert f"ftg look {unknown} --draft > my.toml" in ran.out


def test_a_draft_at_a_look_shows_each_column_with_its_field(unknown: Path) -> None:
    lines = ftg("look", unknown).out.splitlines()
    (origin,) = (line for line in lines if " Country of origin " in line)
    assert "origin_country" in origin


def test_a_draft_at_a_look_chooses_no_column_of_money(unknown: Path) -> None:
    ran = ftg("look", unknown)
    assert "Choose the column of the line's value" in ran.out
    fields = [column["field"] for column in ftg("look", unknown, "--json").json["draft"]["columns"]]
    assert not {"statistical_usd", "customs_value", "invoice_value"} & set(fields[6:])


def test_a_draft_at_a_look_shows_how_it_would_read_the_file(unknown: Path) -> None:
    seen = ftg("look", unknown, "--json").json["seen"]
    assert (seen["would_be_lines"], seen["without_value"]) == (3, 3)


def test_a_folder_is_added_but_for_what_is_no_table_and_that_is_bad_data(
    tmp_path: Path, table: Path
) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "note.csv").write_text("colour;size\nred;1\nblue;2\n")
    write_table(folder / "good.csv", [row(9)])
    ftg("new", tmp_path / "case")
    ran = ftg("add", tmp_path / "case", folder)
    assert ran.code == 3
    assert "loaded good.csv" in ran.err
    assert "Left out: 1 file" in ran.out
    assert "dump/note.csv No layout recognises the headers" in ran.out


def test_a_folder_of_tables_is_added_whole(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    write_table(folder / "good.csv", [row(9)])
    ftg("new", tmp_path / "case")
    ran = ftg("add", tmp_path / "case", folder)
    assert (ran.code, "Left out" in ran.out) == (0, False)


def test_the_books_of_an_added_file_are_data(tmp_path: Path, table: Path) -> None:
    ftg("new", tmp_path / "case")
    ran = ftg("add", tmp_path / "case", table)
    assert "5 rows read =" in ran.out
    assert "1 + refused" in ran.out


def test_the_same_file_again_changes_nothing_and_says_so(case: Path, table: Path) -> None:
    ran = ftg("add", case, table)
    assert (ran.code, "already in the case: nothing changed" in ran.out) == (0, True)


def test_files_before_the_one_that_fails_stay_and_are_named(tmp_path: Path, table: Path) -> None:
    bad, after = tmp_path / "bad.csv", tmp_path / "after.csv"
    bad.write_text("colour;size\nred;1\n")
    write_table(after, [row(9)])
    ftg("new", tmp_path / "case")
    ran = ftg("add", tmp_path / "case", table, bad, after)
    held = ftg("status", tmp_path / "case", "--json").json["books"]
    assert (ran.code, [book["source"]["name"] for book in held]) == (3, ["invented.csv"])
    assert "Loaded before it failed: invented.csv." in ran.err


def test_a_file_that_is_not_there_loads_nothing(tmp_path: Path, table: Path) -> None:
    ftg("new", tmp_path / "case")
    ran = ftg("add", tmp_path / "case", table, tmp_path / "missing.csv")
    assert ran.code == 2
    assert ftg("status", tmp_path / "case", "--json").json["books"] == []


# -- what the case holds


def test_status_as_json_has_the_books(case: Path) -> None:
    book = ftg("status", case, "--json").json["books"][0]
    assert (book["read"], book["lines"], sum(book["refused"].values())) == (5, 3, 1)


def test_status_shows_coverage_by_month(case: Path) -> None:
    assert "JFMAMJJASOND" in ftg("status", case).out


def test_refused_rows_are_listed_with_their_place(case: Path) -> None:
    ran = ftg("refused", case)
    assert (ran.code, "invented.csv:5" in ran.out) == (0, True)


def test_a_source_that_is_not_there_is_wrong_use(case: Path) -> None:
    assert ftg("refused", case, "--source", "99").code == 2


def test_a_party_is_found_by_its_tax_id(case: Path) -> None:
    found = ftg("find", case, BUYER_ID, "--json").json
    assert [(party["lines"], party["id"][0]) for party in found] == [(3, "p")]


def test_nobody_found_is_an_answer(case: Path) -> None:
    ran = ftg("find", case, "NOBODY KNOWN")
    assert (ran.code, ran.out) == (0, "Nobody.\n")
    assert ftg("find", case, "NOBODY KNOWN", "--json").json == []


def test_lines_that_are_not_shown_are_told_of(case: Path) -> None:
    ran = ftg("lines", case, "--limit", "2")
    assert (ran.code, "Only the first 2 are shown" in ran.err) == (0, True)
    assert "Only the first" not in ftg("lines", case, "--limit", "3").err


# -- asking


def test_a_dossier_is_data(case: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID, "--event", "2022-02-24=Invasion")
    assert (ran.code, ran.err) == (0, "")
    assert "Since 2022-02-24: Invasion" in ran.out


def test_a_piped_dossier_is_a_hundred_wide_and_without_colour(case: Path) -> None:
    ran = ftg("dossier", case, BUYER_ID)
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_a_dossier_as_json_has_its_figure(case: Path) -> None:
    assert ftg("dossier", case, BUYER_ID, "--json").json["value_usd"]["point"] == "1007.75"


def test_a_period_narrows_the_dossier(case: Path) -> None:
    answer = ftg("dossier", case, BUYER_ID, "--from", "2023-01-01", "--json").json
    assert answer["value_usd"]["point"] == "0"


def test_procedures_narrow_the_dossier(case: Path) -> None:
    answer = ftg("dossier", case, BUYER_ID, "--regimes", "51, 78", "--json").json
    assert answer["bases"]["regimes"] == ["51", "78"]


@pytest.mark.parametrize(
    "options",
    [
        ("--event", "2022-02-24"),
        ("--event", "yesterday=It"),
        ("--from", "24.02.2022"),
        ("--regimes", "first"),
        ("--country-basis", "moon"),
    ],
)
def test_a_parameter_that_cannot_be_is_wrong_use(case: Path, options: tuple[str, str]) -> None:
    ran = ftg("dossier", case, BUYER_ID, *options, "--json")
    assert (ran.code, ran.out, "What to do: " in ran.err) == (2, "", True)


def test_nobody_of_that_name_is_wrong_use(case: Path) -> None:
    ran = ftg("dossier", case, "NOBODY KNOWN")
    assert (ran.code, ran.out, "NOBODY KNOWN" in ran.err) == (2, "", True)


def test_rows_are_narrowed_by_a_group(case: Path) -> None:
    found = ftg("rows", case, BUYER_ID, "--where", "origin=DE", "--json").json
    assert [(line["row"], line["value_usd"]) for line in found] == [(4, "7.25")]


def test_rows_cut_by_the_limit_are_said_to_be_on_stderr(case: Path) -> None:
    ran = ftg("rows", case, BUYER_ID, "--limit", "1")
    assert "Only the first 1" in ran.err


@pytest.mark.parametrize(("command", "there"), [("rows", 3), ("refused", 1)])
def test_all_that_there_is_is_not_called_the_first(case: Path, command: str, there: int) -> None:
    who = [BUYER_ID] if command == "rows" else []
    ran = ftg(command, case, *who, "--limit", there)
    assert (ran.code, ran.err) == (0, "")


def test_a_csv_of_rows_has_no_formula(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    ran = ftg("rows", case, BUYER_ID, "--csv", file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert (ran.out, [line["goods"] for line in lines]) == ("", ["КОРОБКА", "КОРОБКА", "'=2+3"])


def test_a_csv_that_cannot_be_written_is_wrong_use(case: Path, tmp_path: Path) -> None:
    assert ftg("rows", case, BUYER_ID, "--csv", tmp_path / "no" / "rows.csv").code == 2


def test_a_plan_is_printed_as_sql(case: Path) -> None:
    ran = ftg("explain", case, BUYER_ID)
    assert (ran.code, "SELECT" in ran.out) == (0, True)


# -- changing


def test_a_source_is_taken_out_only_when_that_is_confirmed(tmp_path: Path, table: Path) -> None:
    folder = tmp_path / "case"
    ftg("new", folder)
    ftg("add", folder, table)
    refused = ftg("remove", folder, "1")
    assert (refused.code, len(ftg("status", folder, "--json").json["books"])) == (1, 1)
    assert ftg("remove", folder, "1", "--yes").code == 0
    assert ftg("status", folder, "--json").json["books"] == []
