"""Stories checked against a small case whose sums are planted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from followthegoods.case import Case
from followthegoods.case.stories import check_story, draft_claims
from followthegoods.case.story_records import case_records
from followthegoods.demo.entry import checked_inn
from followthegoods.model.story import Checked, Definition, Ruling, Verdict
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
    for group in answer.by[dimension]:
        query = Query((INN,), country=(group.key,), definition=Definition(country=basis))
        with case_records(case._opened) as records:
            found = records.value(query).figure
        assert (found.floor, found.point, found.ceiling, found.ceiling_open, found.rows) == (
            group.floor, group.point, group.ceiling, group.ceiling_open, group.rows,
        )  # fmt: skip


def test_suppliers_are_those_of_the_dossier(case: Case) -> None:
    with case_records(case._opened) as records:
        found = records.groups(Query((INN,)), "supplier")
    wanted = case.dossier(INN).by["supplier"]
    assert [(g.key, g.point) for g in found] == [(g.key, g.point) for g in wanted]


def test_lines_are_read_once_for_each_definition(case: Case) -> None:
    with case_records(case._opened) as records:
        for country in ("KR", "IT", "CN"):
            records.value(Query((INN,), country=(country,)))
        assert len(records._lines) == 1


def test_a_name_nobody_answers_to_is_doubted_in_a_draft(case: Case, tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text("Tarnwell Pumps imported goods worth $3 million.", encoding="utf-8")
    (claim,) = draft_claims(case, text).claims
    assert claim.doubts == ("Nobody in the case answers to Tarnwell Pumps.",)


SENDER = "BREVILLA STAMPI"


def one(case: Case, fields: str) -> Verdict:
    """The verdict of one claim, written as in a claims file."""
    return check_story(case, read_claims(f"schema = 1\n[[claim]]\n{fields}")).verdicts[0]


def test_who_receives_nothing_is_asked_about_as_the_sender(case: Case) -> None:
    found = one(case, f'measure = "absence"\nof = ["{SENDER}"]\nperiod = "2022-03"')
    assert found.ruling is Ruling.CONTRADICTED
    assert "as a sender only" in found.caveats[0]


@pytest.mark.parametrize(
    "fields",
    [
        'measure = "suppliers"\namount = "1"',
        'measure = "rank"\nunit = "largest"\nsupplier = ["QORVANTE PRESSWORKS"]',
        'measure = "presence"\nsupplier = ["QORVANTE PRESSWORKS"]',
    ],
)
def test_what_a_sender_bought_the_records_do_not_say(case: Case, fields: str) -> None:
    found = one(case, f'of = ["{SENDER}"]\n{fields}')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert "say nothing of what it bought" in found.why


def test_goods_found_by_words_leave_the_ceiling_open(case: Case) -> None:
    fields = f'measure = "value"\nof = ["{INN}"]\namount = "9 million"\nunit = "USD"'
    by_words = one(case, fields + '\ngoods = ["panels"]')
    assert by_words.ruling is Ruling.NOT_DETERMINABLE
    assert by_words.caveats[0].startswith("The goods are found by their words alone")


def test_lines_that_state_no_unit_leave_a_quantity_open(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    stated = [";G31_7;G31_71", ";300;ШТ", ";200;ШТ", ";;", ";;"]
    (tmp_path / "a.csv").write_text(
        "\n".join(row + more for row, more in zip(rows, stated, strict=True)), encoding="utf-8-sig"
    )
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        fields = f'measure = "quantity"\nof = ["{INN}"]\nunit = "pieces"\nhedge = "at least"\n'
        more, fewer = one(made, fields + 'amount = "900"'), one(made, fields + 'amount = "500"')
    assert (more.ruling, fewer.ruling) == (Ruling.NOT_DETERMINABLE, Ruling.SUPPORTED)
    assert "Lines that state no quantity in this unit: 2." in more.caveats


def test_nothing_since_is_not_supported_beyond_the_records(case: Case) -> None:
    told = f'[[claim]]\nmeasure = "absence"\nof = ["{INN}"]\nperiod = "2022-04.."'
    late = read_claims(f"schema = 1\npublished = 2025-01-01\n{told}")
    assert check_story(case, late).verdicts[0].ruling is Ruling.NOT_DETERMINABLE


def test_a_period_beyond_the_records_is_said_to_be(case: Case) -> None:
    found = one(case, f'measure = "presence"\nof = ["{INN}"]\nperiod = "2030"')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert found.caveats[0].startswith("The period reaches beyond the records, which go from 2022")


def test_goods_that_come_from_several_countries_at_once_are_of_none(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv")
    text = file.read_text("utf-8-sig").replace(";TR;IT;", ";TR;EU;")
    file.write_text(text, "utf-8-sig")
    with Case.new(tmp_path / "case") as made:
        made.add([file])
        with case_records(made._opened) as records:
            groups = records.groups(Query((INN,)), "country")
    assert {group.key: group.point for group in groups} == {
        "KR": 900_000, "CN": 640_000, "IT": 300_000, "": 250_000,
    }  # fmt: skip


def test_the_lines_of_a_first_date_are_the_first(case: Case) -> None:
    found = one(case, f'measure = "first date"\nof = ["{INN}"]\nperiod = "2022-03-11"')
    assert [str(line.day) for line in found.lines][:2] == ["2022-03-11", "2022-03-12"]


def test_a_group_of_countries_of_which_none_is_stated_is_nothing_of_the_whole(case: Case) -> None:
    with case_records(case._opened) as records:
        whole = records.value(Query((INN,))).figure
        none = records.value(Query((INN,), country=("EAEU",))).figure
    assert (whole.point > 0, none.point) == (True, 0)


def test_the_plan_of_a_verdict_prints_its_figure(case: Case) -> None:
    found = one(case, f'measure = "value"\nof = ["{INN}"]\namount = "9 million"\nunit = "USD"')
    assert found.figure is not None
    with duckdb.connect() as shell:
        shell.execute(f"SET file_search_path = '{case._opened.path}'")
        *_, numbers = shell.execute(found.plan).fetchall()
    figure = found.figure
    assert numbers[:4] == (figure.floor, figure.point, figure.ceiling, figure.rows)


def test_the_tables_of_a_story_go_with_it(case: Case) -> None:
    check_story(case, read_claims(STORY))
    tables = case._opened.runner.ask("SELECT table_name FROM duckdb_tables()")
    assert not [name for (name,) in tables if name.startswith("kept_")]


def test_a_claim_of_a_supplier_alone_is_of_what_that_one_sent(case: Case) -> None:
    sums = 'amount = "550,000"\nunit = "USD"'
    found = one(case, f'measure = "value"\nsupplier = ["{SENDER}"]\n{sums}')
    assert (found.figure and found.figure.point, found.ruling) == (550_000, Ruling.SUPPORTED)
    assert found.caveats[0].startswith("These are the lines that name the company as their sender")


def test_what_was_sent_may_have_gone_to_others_too(case: Case) -> None:
    found = one(
        case, f'measure = "value"\nsupplier = ["{SENDER}"]\namount = "9 million"\nunit = "USD"'
    )
    assert found.ruling is Ruling.NOT_DETERMINABLE


def test_a_company_that_receives_and_sends_is_asked_about_as_the_claim_says(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    cells = rows[4].replace("150324", "150394").replace(";250000.00", ";70000.00").split(";")
    cells[9:12] = "", "QORVANTE PRESSWORKS CO., LTD", "9, MILL LANE, KR"
    (tmp_path / "a.csv").write_text("\n".join([*rows, ";".join(cells)]), "utf-8-sig")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        who = ", ".join(f'"{party.id}"' for party in made.find("QORVANTE"))
        sums = 'measure = "value"\nhedge = "at least"\namount = "70,000"\nunit = "USD"'
        sent, received = (
            one(made, f"supplier = [{who}]\n{sums}"),
            one(made, f"of = [{who}]\n{sums}"),
        )
    assert (sent.figure and sent.figure.point) == 1_540_000
    assert (received.figure and received.figure.point) == 70_000


def test_several_that_sent_are_each_asked_about(case: Case) -> None:
    found = one(case, f'measure = "presence"\nsupplier = ["{SENDER}", "QORVANTE PRESSWORKS"]')
    assert found.ruling is Ruling.SUPPORTED
    assert found.why == f"{SENDER}: 2 lines. QORVANTE PRESSWORKS: 2 lines."


def test_everyone_is_whoever_received_the_goods(case: Case) -> None:
    fields = 'measure = "value"\nof = ["everyone"]\namount = "2,090,000"\nunit = "USD"'
    assert one(case, f'{fields}\nhs = ["8708"]').ruling is Ruling.SUPPORTED


def test_of_everyone_records_may_not_hold_all(case: Case) -> None:
    fields = 'measure = "value"\nof = ["everyone"]\namount = "9 million"\nunit = "USD"'
    found = one(case, f'{fields}\nhs = ["8708"]')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert found.caveats == ("Of these goods the records may not hold everybody's lines.",)


@pytest.mark.parametrize(
    "fields",
    [
        'measure = "absence"\nhs = ["0101"]',
        'measure = "rank"\nunit = "largest"\nhs = ["8708"]\nsupplier = ["QORVANTE PRESSWORKS"]',
        'measure = "rank"\nunit = "among the largest"\nhs = ["8708"]\ncountry = ["CN"]',
    ],
)
def test_of_everyone_neither_a_place_nor_that_there_is_none_is_supported(
    case: Case, fields: str
) -> None:
    assert one(case, f'of = ["everyone"]\n{fields}').ruling is Ruling.NOT_DETERMINABLE


def test_everyone_without_goods_is_not_asked_about(case: Case) -> None:
    found = one(case, 'measure = "value"\nof = ["everyone"]\namount = "2"\nunit = "USD"')
    assert found.why == "A claim of everyone does not say of what goods it is."


def exported(path: Path) -> Path:
    """The planted lines as exports of the country that recorded them."""
    rows = write(path).read_text("utf-8-sig")
    path.write_text(rows.replace(";ИМ;4000;", ";ЭК;1000;"), "utf-8-sig")
    return path


def test_who_is_named_on_exports_alone_is_asked_about_on_those(tmp_path: Path) -> None:
    sums = 'measure = "value"\nhedge = "at least"\nunit = "USD"'
    with Case.new(tmp_path / "case") as made:
        made.add([exported(tmp_path / "a.csv")])
        received = one(made, f'of = ["{INN}"]\n{sums}\namount = "2 million"')
        sent = one(made, f'supplier = ["{SENDER}"]\n{sums}\namount = "550,000"')
    assert (received.ruling, sent.ruling) == (Ruling.SUPPORTED, Ruling.SUPPORTED)
    assert received.caveats[0].startswith("These are lines of exports")


def test_what_exports_of_one_country_do_not_hold_may_have_come_from_another(tmp_path: Path) -> None:
    with Case.new(tmp_path / "case") as made:
        made.add([exported(tmp_path / "a.csv")])
        found = one(made, f'measure = "absence"\nof = ["{INN}"]\nhs = ["0101"]')
    assert found.ruling is Ruling.NOT_DETERMINABLE


RUC = "20990055506"
PERU = (
    "DUA / DAM;Aduana;Fecha;Cod. Tributario;Importador;Partida Aduanera;U$ FOB Tot;U$ CIF Tot\n"
    f"001044 | 1;CALLAO;03/01/2023;{RUC};TARVANO S.A.C.;8704229000;600000.00;700000.00\n"
    f"001045 | 1;CALLAO;04/01/2023;{RUC};TARVANO S.A.C.;8704229000;60000.00;70000.00\n"
)


def test_a_value_free_on_board_bears_a_claim_out_under_that_definition(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PERU, "utf-8")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        found = one(made, f'measure = "value"\nof = ["{RUC}"]\namount = "660,000"\nunit = "USD"')
    assert found.ruling is Ruling.DEFINITION
    assert found.definition == Definition(value="fob")


@pytest.mark.parametrize(
    "fields",
    [
        'measure = "absence"',
        'measure = "value"\nhedge = "up to"\namount = "1,000"\nunit = "USD"',
    ],
)
def test_lines_that_state_no_code_may_be_of_any_goods(tmp_path: Path, fields: str) -> None:
    rows = write(tmp_path / "a.csv").read_text("utf-8-sig")
    (tmp_path / "a.csv").write_text(rows.replace("8708299009", "", 1), "utf-8-sig")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        found = one(made, f'of = ["{INN}"]\nhs = ["0101"]\n{fields}')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert "Lines that state no code, and may be of these goods: 1." in found.caveats


def test_days_of_release_that_no_line_states_bear_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PERU, "utf-8")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        fields = 'measure = "value"\nhedge = "up to"\namount = "9,000"\nunit = "USD"'
        found = one(made, f'of = ["{RUC}"]\nperiod = "2023-01"\n{fields}')
    assert (found.ruling, found.reproducing) == (Ruling.CONTRADICTED, ())


def test_items_written_behind_a_number_are_of_one_declaration(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PERU.replace("001045 | 1;CALLAO;04", "001044 | 2;CALLAO;03"))
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        fields = f'measure = "lines"\nof = ["{RUC}"]\nunit = "shipments"\namount = '
        found = [one(made, f'{fields}"{number}"').ruling for number in (1, 2)]
        declared = made.dossier(RUC).measures.declarations
    assert found == [Ruling.SUPPORTED, Ruling.CONTRADICTED]
    assert (declared.floor, declared.point, declared.ceiling) == (1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "ruling"),
    [
        ('hedge = "at least"\namount = "1"', Ruling.NOT_DETERMINABLE),
        ('amount = "2"', Ruling.NOT_DETERMINABLE),
        ('hedge = "up to"\namount = "2"', Ruling.SUPPORTED),
    ],
)
def test_lines_without_a_number_may_all_be_of_one_declaration(
    tmp_path: Path, fields: str, ruling: Ruling
) -> None:
    rows = PERU.replace("001044 | 1", "").replace("001045 | 1", "")
    (tmp_path / "a.csv").write_text(rows)
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        asked = f'measure = "lines"\nof = ["{RUC}"]\nunit = "shipments"\n{fields}'
        found = one(made, asked)
    assert found.ruling is ruling
    assert "Lines without a declaration's number, each counted as one: 2." in found.caveats


NAMELESS = "000001 | 1;CALLAO;{day};;N/A;8704229000;50.00;50.00\n"
OTHER = "009000 | 1;CALLAO;01/03/2023;20990055417;VELMORA S.A.;8704229000;6.00;7.00\n"


@pytest.mark.parametrize(
    ("day", "fields", "named"),
    [
        ("09/02/2023", 'measure = "absence"\nperiod = "2023-02"', False),
        ("", 'measure = "absence"\nperiod = "2023-02"', False),
        ("09/03/2023", 'measure = "absence"\nperiod = "2023-02"', True),
        ("09/02/2023", 'measure = "absence"\nperiod = "2023-02"\nhs = ["0101"]', True),
        ("09/02/2023", 'measure = "lines"\nhedge = "up to"\namount = "2"', False),
    ],
)
def test_lines_that_name_no_receiver_may_be_anybodys(
    tmp_path: Path, day: str, fields: str, named: bool
) -> None:
    more = "009001 | 1;CALLAO;05/02/2023;20990055417;VELMORA S.A.;8704229000;6.00;7.00\n"
    (tmp_path / "a.csv").write_text(PERU + OTHER + more + NAMELESS.format(day=day))
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        found = one(made, f'of = ["{RUC}"]\n{fields}')
    assert found.ruling is (Ruling.SUPPORTED if named else Ruling.NOT_DETERMINABLE)
    said = "Lines that name no receiver, and may be the company's: 1." in found.caveats
    assert said is not named


def test_lines_that_name_no_receiver_bear_at_least_out_as_before(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PERU + NAMELESS.format(day="05/01/2023"))
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        sums = 'measure = "value"\nunit = "USD"\nhedge = "at least"\namount = "770,000"'
        found = one(made, f'of = ["{RUC}"]\n{sums}')
    assert found.ruling is Ruling.SUPPORTED


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Two lines, one of which states no day."""
    folder = tmp_path_factory.mktemp("undated")
    (folder / "a.csv").write_text(PERU.replace("04/01/2023", ""), "utf-8")
    with Case.new(folder / "case") as made:
        made.add([folder / "a.csv"])
        yield made


@pytest.mark.parametrize("measure", ["first", "last"])
def test_a_line_that_states_no_day_may_be_the_first_or_the_last(
    undated: Case, measure: str
) -> None:
    found = one(undated, f'measure = "{measure} date"\nof = ["{RUC}"]\nperiod = "2023-01"')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert "Lines that state no day" in found.why


@pytest.mark.parametrize(
    "fields",
    ['measure = "absence"', 'measure = "lines"\nhedge = "up to"\namount = "0"'],
)
def test_a_line_that_states_no_day_may_be_of_any_period(undated: Case, fields: str) -> None:
    found = one(undated, f'of = ["{RUC}"]\nperiod = "2023-01-20..2023-01-31"\n{fields}')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert "Lines that state no day, and may be of the period: 1." in found.caveats


def test_what_one_sent_does_not_hang_on_who_is_taken_for_the_supplier(case: Case) -> None:
    sums = 'amount = "550,000"\nunit = "USD"'
    found = one(case, f'measure = "value"\nsupplier = ["{SENDER}"]\n{sums}')
    assert {one.supplier for one in found.reproducing} == {"sender"}


def test_groups_asked_for_again_are_not_made_again(case: Case) -> None:
    with case_records(case._opened) as records:
        first = records.groups(Query((INN,)), "supplier")
        assert records.groups(Query((INN,)), "supplier") is first


def test_what_lines_do_not_state_is_said_where_it_opens_a_figure(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.csv").read_text("utf-8-sig")
    (tmp_path / "a.csv").write_text(rows.replace(";TR;IT;", ";TR;;"), "utf-8-sig")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        found = one(
            made, f'measure = "absence"\nof = ["{INN}"]\ncountry = ["JP"]\nbasis = "origin"'
        )
    assert found.caveats == ("Some lines state no one country of origin, and may be meant.",)


def test_a_file_that_may_have_been_cut_is_said_where_it_opens_a_figure(tmp_path: Path) -> None:
    rows = "".join(
        f"{number:06} | 1;CALLAO;03/01/2023;{RUC};TARVANO S.A.C.;8704229000;6.00;7.00\n"
        for number in range(1, 1001)
    )
    (tmp_path / "a.csv").write_text(PERU.splitlines()[0] + "\n" + rows, "utf-8")
    with Case.new(tmp_path / "case") as made:
        made.add([tmp_path / "a.csv"])
        found = one(made, f'measure = "lines"\nof = ["{RUC}"]\nhedge = "up to"\namount = "1,000"')
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert found.caveats == (
        "A file has as many rows as vendors cut their exports at: there may be more lines.",
    )


def test_of_everyone_no_company_is_spoken_of(case: Case) -> None:
    found = one(case, 'measure = "absence"\nof = ["everyone"]\nhs = ["0101"]')
    assert found.why.startswith("everyone: 0 lines")


def test_claims_are_summed_by_the_embedded_engine_whatever_answers_questions(case: Case) -> None:
    pytest.importorskip("sqlglot")
    with Case.open(case.path, engine="spark") as other:
        found = check_story(other, read_claims(STORY))
    assert found == check_story(case, read_claims(STORY))
