"""Stories checked against a small case whose sums are planted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from followthegoods.case import Case
from followthegoods.case.stories import check_story, draft_claims
from followthegoods.case.story_records import CaseRecords
from followthegoods.demo.entry import checked_inn
from followthegoods.model.story import Checked, Definition, Ruling
from followthegoods.questions.stories.checking.claims_file import read_claims
from followthegoods.questions.stories.checking.records import Query

INN = checked_inn("990055501")
HEADERS = (
    *("ND", "G32", "G072", "GD1", "G011", "G37", "G022", "G023", "G0231", "G081", "G082"),
    *("G083", "G15A", "G34", "G31_1", "G33", "G38", "G46"),
)

PLANTED = (
    ("QORVANTE PRESSWORKS CO., LTD", "KR", "KR", "KR", "900000.00"),
    ("QORVANTE PRESSWORKS CO., LTD", "KR", "KR", "CN", "640000.00"),
    ("BREVILLA STAMPI SPA", "IT", "IT", "IT", "300000.00"),
    ("BREVILLA STAMPI SPA", "IT", "TR", "IT", "250000.00"),
)
"""Sender, its country, dispatch, origin, dollars; one line each, of 2022."""


def write(path: Path, factor: int = 100) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADERS)
        for number, (sender, home, sent, origin, usd) in enumerate(PLANTED, start=1):
            value = f"{float(usd) * factor / 100:.2f}"
            table.writerow(
                [f"10404050/15032{number}/{number:07}", "1", f"1{number}.03.2022",
                 f"1{number}.03.2022", "ИМ", "4000", sender, f"9, MILL LANE, {home}", home,
                 INN, 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"',
                 "Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ, Д. 4", sent, origin, "ПАНЕЛЬ КУЗОВА", "8708299009",
                 "100", value]
            )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("story")
    with Case.new(folder / "case") as made:
        made.add([write(folder / "a.csv")])
        yield made


STORY = f"""schema = 1
[[claim]]
id = "total"
measure = "value"
of = ["{INN}"]
hedge = "at least"
amount = "2 million"
unit = "USD"
[[claim]]
id = "korea"
measure = "value"
of = ["{INN}"]
country = ["KR"]
hedge = "almost"
amount = "1.6 million"
unit = "USD"
part_of = "total"
[[claim]]
id = "made"
measure = "value"
of = ["{INN}"]
country = ["IT"]
basis = "origin"
hedge = "almost"
amount = "0.56 million"
unit = "USD"
[[claim]]
id = "sent"
measure = "lines"
of = ["{INN}"]
supplier = ["BREVILLA STAMPI"]
amount = "2"
[[claim]]
id = "top"
measure = "rank"
of = ["{INN}"]
supplier = ["QORVANTE PRESSWORKS"]
unit = "largest"
[[claim]]
id = "later"
measure = "coverage"
period = "2023.."
"""


def rulings(found: Checked) -> dict[str, Ruling]:
    return {verdict.claim: verdict.ruling for verdict in found.verdicts}


def test_each_claim_gets_the_verdict_that_the_planted_lines_demand(case: Case) -> None:
    assert rulings(check_story(case, read_claims(STORY))) == {
        "total": Ruling.SUPPORTED,
        "korea": Ruling.DEFINITION,
        "made": Ruling.SUPPORTED,
        "sent": Ruling.SUPPORTED,
        "top": Ruling.SUPPORTED,
        "later": Ruling.SUPPORTED,
    }


@pytest.mark.parametrize(
    ("factor", "claim"), [(90, "total"), (110, "made")], ids=["lowered", "raised"]
)
def test_a_tenth_less_or_more_flips_the_verdict(tmp_path: Path, factor: int, claim: str) -> None:
    with Case.new(tmp_path / "case") as made:
        made.add([write(tmp_path / "a.csv", factor)])
        found = rulings(check_story(made, read_claims(STORY)))
    assert found[claim] is Ruling.CONTRADICTED or found[claim] is Ruling.NOT_DETERMINABLE


@pytest.mark.parametrize("basis", ["origin", "dispatch", "sender"])
def test_a_figure_is_that_of_the_dossiers_own_group(case: Case, basis: str) -> None:
    answer = case.dossier(INN)
    dimension = "sender_country" if basis == "sender" else basis
    records = CaseRecords(case._opened)
    for group in answer.by[dimension]:
        query = Query((INN,), country=(group.key,), definition=Definition(country=basis))
        found = records.value(query).figure
        assert (found.floor, found.point, found.ceiling, found.ceiling_open, found.rows) == (
            group.floor, group.point, group.ceiling, group.ceiling_open, group.rows,
        )  # fmt: skip


def test_suppliers_are_those_of_the_dossier(case: Case) -> None:
    found = CaseRecords(case._opened).groups(Query((INN,)), "supplier")
    wanted = case.dossier(INN).by["supplier"]
    assert [(g.key, g.point) for g in found] == [(g.key, g.point) for g in wanted]


def test_lines_are_read_once_for_each_definition(case: Case) -> None:
    records = CaseRecords(case._opened)
    for country in ("KR", "IT", "CN"):
        records.value(Query((INN,), country=(country,)))
    assert len(records._lines) == 1


def test_a_name_nobody_answers_to_is_doubted_in_a_draft(case: Case, tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text("Tarnwell Pumps imported goods worth $3 million.", encoding="utf-8")
    (claim,) = draft_claims(case, text).claims
    assert claim.doubts == ("Nobody in the case answers to Tarnwell Pumps.",)
