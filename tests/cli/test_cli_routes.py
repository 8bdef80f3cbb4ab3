from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from cli_running import BUYER_ID, ftg, row, write_table


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two tables, the second added later."""
    folder = tmp_path_factory.mktemp("grown")
    first = write_table(folder / "first.csv", [row(1), row(2, "7,25", origin="DE")])
    second = write_table(folder / "second.csv", [row(3, "100")])
    case = folder / "case"
    for command in (("new", case), ("add", case, first), ("add", case, second)):
        assert ftg(*command).code == 0
    return case


def test_flows_show_routes_and_detours(case: Path) -> None:
    shown = ftg("flows", case, BUYER_ID, "--event", "2022-03-01=E")
    assert (shown.code, "South Korea Germany   not stated" in shown.out) == (0, True)
    assert "South Korea, sent from Germany" in shown.out


def test_the_json_of_flows_has_amounts_as_strings(case: Path) -> None:
    routes = ftg("flows", case, BUYER_ID, "--json").json["routes"]
    assert routes[0]["value_usd"]["point"] == "1000.50"


def test_flows_of_the_whole_case_need_nobody(case: Path) -> None:
    assert ftg("flows", case).code == 0


def test_mirrors_without_a_second_authority_are_wrong_use(case: Path) -> None:
    refused = ftg("flows", case, "--mirror")
    assert (refused.code, refused.out) == (2, "")
    assert "No two authorities" in refused.err


def test_the_command_under_a_lead_lists_its_rows(grown: Path) -> None:
    rows = [row(4, "5").replace("01.03.2022", "01.03.2021"), row(5, "9").replace("СЕОБИНАМ", "НОВ")]
    extra = write_table(grown.parent / "extra.csv", rows)
    case = grown.parent / "leads"
    assert ftg("new", case).code == 0
    assert ftg("add", case, extra).code == 0
    found = ftg("changes", case, "--event", "2022-01-01=E", "--json").json
    (lead,) = (one for one in found["leads"] if one["kind"] == "new_sender")
    text = ftg("changes", case, "--event", "2022-01-01=E").out
    start = text.index("ftg rows")
    command = " ".join(text[start : text.index("counted=point") + 13].split())
    listed = ftg(*shlex.split(command)[1:], "--json").json
    assert [f"{one['source']}:{one['row']}" for one in listed] == lead["rows"]["places"]


def test_changes_without_an_event_are_wrong_use(case: Path) -> None:
    assert ftg("changes", case, BUYER_ID).code == 2


def test_a_dossier_of_an_earlier_load_has_the_same_bytes(grown: Path) -> None:
    then = ftg("dossier", grown, BUYER_ID, "--at", 2, "--json")
    state = then.json["made_from"]["state"]
    assert then.json["made_from"]["load"] == 2
    assert ftg("dossier", grown, BUYER_ID, "--at", state, "--json").out == then.out


def test_rows_of_an_earlier_load_leave_later_files_out(grown: Path) -> None:
    assert "second.csv" not in ftg("rows", grown, BUYER_ID, "--at", 2).out
    assert "second.csv" in ftg("rows", grown, BUYER_ID).out


def test_a_load_that_never_was_is_wrong_use(grown: Path) -> None:
    refused = ftg("dossier", grown, BUYER_ID, "--at", 99)
    assert (refused.code, "no load 99" in refused.err) == (2, True)


def test_diff_says_which_file_moved_a_figure(grown: Path) -> None:
    found = ftg("diff", grown, 2, "now", BUYER_ID, "--json").json
    (cause,) = found["causes"]
    assert (cause["what"], cause["point"]) == ("second.csv added", "100")
    assert "second.csv" in ftg("diff", grown, 2, "now", BUYER_ID).out


def test_diff_takes_a_saved_answer_and_its_question(grown: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(ftg("dossier", grown, BUYER_ID, "--at", 2, "--json").out, encoding="utf-8")
    assert json.loads(ftg("diff", grown, saved, "--json").out)["who"] == [BUYER_ID]


def test_diff_of_a_past_view_is_wrong_use(grown: Path) -> None:
    assert ftg("diff", grown, 2, "now", BUYER_ID, "--at", 2).code == 2
