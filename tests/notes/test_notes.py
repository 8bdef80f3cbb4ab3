"""Notes of a small case whose lines are planted: kept, taken back, checked, shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.case import Case, NewNote
from followthegoods.case.statements import claims_of
from followthegoods.demo.entry import checked_inn
from followthegoods.errors import BadParameter
from followthegoods.model.notes import Note
from followthegoods.model.story import Claim
from followthegoods.render.notes import notes as printed_notes
from followthegoods.render.page import page
from followthegoods.render.publication import for_publication
from followthegoods.render.text import to_text

INN = checked_inn("990055501")
SENDER = "QORVANTE PRESSWORKS CO., LTD"
HEADERS = (
    *("ND", "G32", "G072", "GD1", "G011", "G37", "G022", "G023", "G0231", "G081", "G082"),
    *("G083", "G15A", "G34", "G31_1", "G33", "G38", "G46"),
)
STOPPED = NewNote(
    "statement",
    words="We have not supplied anything to Russia since May 2022.",
    by="a spokesman", to="the paper", on="2024-06-17", source="email",
)  # fmt: skip
GOES_ON = NewNote(
    "statement", words="The company continues to supply goods.", on="2024-06-10", source="telephone"
)
SOLD = NewNote("figure", words="limousines sold", amount="107", on="2023", source="an agency")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of an invented sender with a line a month, March to August 2022."""
    folder = tmp_path_factory.mktemp("notes")
    with (folder / "a.csv").open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADERS)
        for month in range(3, 9):
            table.writerow(
                [f"10404050/15{month:02}22/{month:07}", "1", f"15.{month:02}.2022",
                 f"16.{month:02}.2022", "ИМ", "4000", SENDER, "9, MILL LANE, KR", "KR", INN,
                 'ООО "ЗАРЕЧНЫЙ МЕХАНИК"', "Г. ЗАРЕЧНЫЙ, УЛ. ЛУГОВАЯ, Д. 4", "KR", "KR",
                 "ПАНЕЛЬ КУЗОВА", "8708299009", "100", "1000.00"]
            )  # fmt: skip
    with Case.new(folder / "case") as made:
        made.add([folder / "a.csv"])
        for party, note in ((SENDER, STOPPED), (SENDER, GOES_ON), (INN, SOLD)):
            made.add_note(party, note)
    return folder / "case"


@pytest.fixture
def case(whole: Path) -> Iterator[Case]:
    """The case as it was made: what a test adds, it takes back."""
    with Case.open(whole) as opened:
        yield opened


def of(case: Case, number: int) -> Note:
    return next(note for note in case.notes() if note.number == number)


def test_a_statement_is_checked_against_the_lines_of_the_party_as_sender(case: Case) -> None:
    (check,) = of(case, 1).checks
    assert (check.measure, check.period, check.ruling, check.rows) == (
        "absence", "2022-05..", "contradicted", 4,
    )  # fmt: skip


def test_the_lines_in_question_stand_with_a_statement(case: Case) -> None:
    (check,) = of(case, 1).checks
    assert check.lines[0] == "2022-05-15: source 1, sheet 1, row 4"


def test_statements_of_one_speaker_that_do_not_go_together_differ(case: Case) -> None:
    assert [note.differs for note in case.notes()] == [(2,), (1,), ()]


def test_the_terminal_calls_them_differing(case: Case) -> None:
    text = to_text(printed_notes(case.notes(SENDER)))
    assert "differing: not the same as what the speaker said in 2" in text


def test_a_dossier_has_the_notes_on_its_party_and_on_its_suppliers(case: Case) -> None:
    assert [note.number for note in case.dossier(INN).notes] == [1, 2, 3]


def test_notes_are_in_the_json_of_a_dossier(case: Case) -> None:
    data = json.loads(case.dossier(INN).to_json())
    assert data["notes"][2]["amount"] == "107"


def test_a_number_beside_the_records_changes_no_figure(case: Case) -> None:
    assert str(case.dossier(INN).value_usd.point) == "6000.0000"


def test_what_is_for_others_tells_a_note_but_not_where_it_is_from(case: Case) -> None:
    note = for_publication(case.evidence(INN)).answer.notes[2]
    assert (note.words, note.source, note.author) == ("limousines sold", "", "")


@pytest.mark.slow
def test_the_page_of_a_dossier_has_the_notes(case: Case) -> None:
    assert "107 limousines sold" in page(for_publication(case.evidence(INN)))


def test_a_note_changes_the_state_and_taking_it_back_restores_it(case: Case) -> None:
    before = case.state()
    made = case.add_note(INN, NewNote("document", words="A brochure", source="a fair"))
    between = case.state()
    case.undo_note(made.number)
    assert (between != before, case.state()) == (True, before)


def test_a_note_that_was_taken_back_stays_told(case: Case) -> None:
    made = case.add_note(INN, NewNote("document", words="A letter", source="a drawer"))
    undone = case.undo_note(made.number)
    assert undone.undone_by == made.number + 1


def test_a_note_that_was_taken_back_is_in_no_dossier(case: Case) -> None:
    made = case.add_note(INN, NewNote("document", words="A map", source="a shop"))
    case.undo_note(made.number)
    assert made.number not in [note.number for note in case.dossier(INN).notes]


def test_a_note_of_an_earlier_state_is_as_it_was(case: Case) -> None:
    load = case.loads()[-1].load
    made = case.add_note(INN, NewNote("document", words="A ticket", source="a coat"))
    with case.past(load) as then:
        numbers = [note.number for note in then.notes()]
    case.undo_note(made.number)
    assert made.number not in numbers


@pytest.mark.parametrize(
    ("note", "what"),
    [
        (NewNote("statement", words="Yes.", on="2024-01-01"), "needs a source"),
        (NewNote("statement", words="Yes.", source="email"), "needs a day"),
        (NewNote("request", words="Why?", on="2024-01-01", source="email"), "needs an outcome"),
        (NewNote("document", words=" ", source="email"), "needs words"),
        (NewNote("figure", words="cars", amount="many", source="email"), "is no number"),
        (NewNote("visit", words="nobody", on="in May", source="email"), "is no day"),
    ],
)
def test_a_note_that_lacks_something_is_refused(case: Case, note: NewNote, what: str) -> None:
    with pytest.raises(BadParameter, match=what):
        case.add_note(INN, note)


def test_what_was_taken_back_is_not_taken_back_again(case: Case) -> None:
    made = case.add_note(INN, NewNote("document", words="A list", source="a desk"))
    case.undo_note(made.number)
    with pytest.raises(BadParameter, match="taken back already"):
        case.undo_note(made.number)


@settings(deadline=None, max_examples=50)
@given(words=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200))
def test_any_words_of_a_statement_can_be_read(words: str) -> None:
    from_words = Note(1, "statement", "p1", "X", f"a{words}", *[""] * 9)
    assert isinstance(claims_of(from_words), tuple)


ABROAD = "Pellisart SAS"


def claims(words: str, role: str = "supplier", **fields: str) -> tuple[Claim, ...]:
    note = Note(
        1, "statement", "p1", fields.get("name", SENDER), words, "", "", "2024-06-17", "", "", "",
        "email", "", "",
    )  # fmt: skip
    return claims_of(note, role)


def test_what_a_supplier_says_of_one_buyer_is_asked_of_that_buyers_lines() -> None:
    (claim,) = claims(f"We have not supplied anything to {ABROAD} since May 2022.")
    assert (claim.of, claim.supplier) == ((ABROAD,), ("p1",))


def test_what_a_buyer_says_of_one_supplier_is_asked_of_what_that_one_sent() -> None:
    (claim,) = claims(f"{ABROAD} has not delivered to us since 2019.", "receiver", name="ORLEMAR")
    assert (claim.of, claim.supplier) == (("p1",), (ABROAD,))


def test_the_partys_own_name_in_its_words_is_neither_goods_nor_another() -> None:
    words = "Orlemar Motors has never imported anything from South Korea."
    (claim,) = claims(words, "receiver", name='ООО "ОРЛЕМАР МОТОРС"')
    assert (claim.of, claim.supplier, claim.goods) == (("p1",), (), ())


def test_nothing_sent_to_one_buyer_goes_together_with_goods_sent_to_another(case: Case) -> None:
    made = case.add_note(
        SENDER,
        NewNote(
            "statement", words=f"We have not supplied anything to {ABROAD} since May 2022.",
            on="2024-06-17", source="email",
        ),
    )  # fmt: skip
    assert of(case, made.number).differs == ()
    case.undo_note(made.number)


def test_a_buyer_nobody_answers_to_settles_nothing(case: Case) -> None:
    made = case.add_note(
        SENDER,
        NewNote(
            "statement", words=f"We have not supplied anything to {ABROAD} since May 2022.",
            on="2024-06-17", source="email",
        ),
    )  # fmt: skip
    (check,) = of(case, made.number).checks
    assert check.ruling == "not determinable from these records"
    case.undo_note(made.number)


@pytest.mark.parametrize(
    ("words", "ruling"),
    [
        ("We supplied goods worth 5 million dollars in May 2022.", "not determinable"),
        ("We supplied goods worth 5 million dollars to Kazakhstan in May 2022.", "not determin"),
        ("We supplied goods worth 5 million dollars to Russia in May 2022.", "contradicted"),
    ],
)
def test_what_was_sent_and_nobody_says_where_to_may_have_gone_elsewhere(
    case: Case, words: str, ruling: str
) -> None:
    said = NewNote("statement", words=words, on="2024-06-17", source="email")
    made = case.add_note(SENDER, said)
    (check,) = of(case, made.number).checks
    case.undo_note(made.number)
    assert check.ruling.startswith(ruling)


@pytest.mark.parametrize(("to", "more"), [("", True), (" to Russia", False)])
def test_that_nothing_was_sent_anywhere_is_said_of_these_records_alone(
    case: Case, to: str, more: bool
) -> None:
    words = f"We have not supplied anything{to} in April 2021."
    said = NewNote("statement", words=words, on="2024-06-17", source="email")
    made = case.add_note(SENDER, said)
    (check,) = of(case, made.number).checks
    case.undo_note(made.number)
    assert ("it may have sent more to others" in check.why) is more


def test_a_number_in_a_statement_stands_beside_the_figure_of_the_records(case: Case) -> None:
    made = case.add_note(
        SENDER,
        NewNote(
            "statement", words="We supplied goods worth 5 million dollars to Russia in May 2022.",
            on="2024-06-17", source="email",
        ),
    )  # fmt: skip
    (check,) = of(case, made.number).checks
    assert (check.floor, check.point) == (1000, 1000)
    assert "contradicted: floor 1,000, point 1,000, ceiling 1,000 (1 line)" in to_text(
        printed_notes([of(case, made.number)])
    )
    case.undo_note(made.number)
