"""Who is meant, and what is one party: by what stands in the records, in any order of loading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from tiny_case import Row, case_of, inn, line, three, usd

from followthegoods.case import Case
from followthegoods.errors import AmbiguousParty, NoSuchParty

ZERO = "019900000"
"""The first nine digits of a tax id that begins with a zero."""


def zero_inn() -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    check = sum(w * int(d) for w, d in zip(weights, ZERO, strict=True)) % 11 % 10
    return f"{ZERO}{check}"


def weak(number: str) -> str:
    """The same number with a check digit that does not hold."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def person_inn() -> str:
    """Twelve digits with both check digits: the number of a natural person."""
    first = "9900000001"
    one = sum(w * int(d) for w, d in zip((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), first, strict=True))
    eleven = f"{first}{one % 11 % 10}"
    two = sum(w * int(d) for w, d in zip((3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8), eleven, strict=True))
    return f"{eleven}{two % 11 % 10}"


HILL = {"receiver": "ООО ЗЕЛЁНЫЙ ХОЛМ", "address": "Г. ХОЛМСКИЙ, УЛ. ПЕРВАЯ, Д. 1"}
SHIP = {"sender_address": "QUAY 7, BREMEN", "sender_country": "DE"}

ONE: list[Row] = [
    line(inn=inn(1), **HILL),
    line(inn=inn(1), receiver='ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ЗЕЛЕНЫЙ ХОЛМ"'),
    line(inn=inn(1), receiver="OOO ZELYONY KHOLM", address="UL. PERVAYA 1"),
    line(**HILL),
    line(inn=inn(2), receiver="ООО РАССВЕТ МОТОР", address="Г. ВОСТОЧНЫЙ"),
    line(inn=inn(3), receiver="ООО РАССВЕТ МОТОР", address="Г. ЗАПАДНЫЙ"),
    line(receiver="ООО РАССВЕТ МОТОР", address=""),
    line(inn=zero_inn(), receiver="АО ПОЛНЫЙ НОЛЬ"),
    line(inn=person_inn(), receiver="ИП НЕВЫМЫШЛЕННЫЙ НИКТО НИКТОВИЧ", address=""),
    line(receiver="НЕ ОБОЗНАЧЕН", address=""),
    line(inn=inn(4), receiver="ООО ТРЕЙН ПУТЬ", sender="DRAINEX TOOLS LTD", **SHIP),
]
TWO: list[Row] = [
    line(inn=inn(1), receiver="ЗЕЛЕНЫЙ ХОЛМ ООО", address="Г. ХОЛМСКИЙ, ВТОРАЯ УЛ., Д. 2"),
    line(inn=zero_inn().lstrip("0"), receiver="АО ПОЛНЫЙ НОЛЬ"),
    line(inn=weak(inn(1)), **HILL),
    line(inn=inn(4), receiver="ООО ТРЕЙН ПУТЬ", sender="DRAINEX TOOLS LIMITED", **SHIP),
    line(inn=inn(4), receiver="ООО ТРЕЙН ПУТЬ", sender="TO THE ORDER OF", sender_address=""),
]
THREE: list[Row] = [line(receiver="ООО ЗЕЛЕНЫЙ ХОЛМ", address="")]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with case_of(tmp_path_factory.mktemp("parties"), ONE, TWO, THREE) as made:
        yield made


def one(case: Case, text: str) -> str:
    (party,) = case.find(text)
    return party.id


# -- finding


@pytest.mark.parametrize(
    "text",
    [
        inn(1),
        f" {inn(1)[:4]} {inn(1)[4:]} ",
        f"RU:INN:{inn(1)}",
        weak(inn(1)),
        'ООО "Зелёный холм"',
        "зеленый холм ооо",
        "ЗЕЛЕНЫЙ ХОЛМ",
        "ЗЕЛЕН",
        "ZELYONY KHOLM",
    ],
)
def test_a_party_is_found_by_its_tax_id_and_by_any_of_its_names(case: Case, text: str) -> None:
    assert one(case, text) == one(case, inn(1))


def test_a_tax_id_that_lost_its_zero_finds_its_party(case: Case) -> None:
    assert one(case, zero_inn().lstrip("0")) == one(case, zero_inn())


def test_the_id_of_any_member_finds_the_party(case: Case) -> None:
    (party,) = case.find(inn(1))
    newest = max((case.path / "lake" / "parties").glob("*.parquet"))
    rows = duckdb.execute(
        "SELECT mention FROM read_parquet(?) WHERE party = ? AND grade > 1",
        [str(newest), party.party],
    ).fetchall()
    members = [mention for (mention,) in rows]
    assert len(members) == party.mentions == 7
    assert {one(case, f"p{mention:x}") for mention in members} == {party.id}


def test_two_companies_of_one_name_are_both_named(case: Case) -> None:
    with pytest.raises(AmbiguousParty) as caught:
        case.dossier("РАССВЕТ МОТОР")
    assert inn(2) in caught.value.what
    assert inn(3) in caught.value.what
    assert caught.value.what.startswith("2 parties")


def test_a_tax_id_tells_two_companies_of_one_name_apart(case: Case) -> None:
    assert one(case, inn(2)) != one(case, inn(3))


@pytest.mark.parametrize("text", ["", "   ", "НЕ ОБОЗНАЧЕН", "НИКОГО НЕТ", "9999999999", "pfff"])
def test_who_is_not_there_is_not_found(case: Case, text: str) -> None:
    with pytest.raises(NoSuchParty):
        case.dossier(text)


@pytest.mark.parametrize("text", ["RAINEX TOOLS", "ЕЙН ПУТЬ"])
def test_a_word_inside_another_is_never_the_subject(case: Case, text: str) -> None:
    with pytest.raises(NoSuchParty):
        case.dossier(text)


def test_a_name_with_its_first_letter_lost_is_still_shown_by_find(case: Case) -> None:
    (party,) = case.find("RAINEX TOOLS")
    assert party.name == "DRAINEX TOOLS LIMITED"


def test_a_quotation_mark_in_a_name_is_a_text_and_nothing_else(case: Case) -> None:
    assert case.find("X' OR '1'='1") == []


# -- resolving


def test_spellings_and_scripts_with_one_tax_id_are_one_party_across_files(case: Case) -> None:
    (party,) = case.find(inn(1))
    assert party.tax_ids == (f"RU:INN:{inn(1)}",)
    assert party.lines == len([*ONE[:4], TWO[0], TWO[2], *THREE])


def test_a_tax_id_with_a_lost_zero_is_the_same_tax_id(case: Case) -> None:
    (party,) = case.find(zero_inn())
    assert (party.tax_ids, party.lines) == ((f"RU:INN:{zero_inn()}",), 2)


def test_a_supplier_is_one_party_across_files_and_spellings_of_its_form(case: Case) -> None:
    (party,) = case.find("DRAINEX TOOLS")
    assert party.lines == 2


def test_words_for_nobody_are_never_a_party(case: Case) -> None:
    assert case.find("TO THE ORDER OF") == []
    assert case.find("ОБОЗНАЧЕН") == []


def test_a_natural_persons_number_marks_personal_data(case: Case) -> None:
    (person,) = case.find(person_inn())
    (company,) = case.find(inn(1))
    assert (person.personal, company.personal) == (True, False)


def test_one_company_is_not_two_because_its_country_is_stated_once(tmp_path: Path) -> None:
    rows = [
        line(inn=inn(1), receiver_country="RU", **HILL),
        line(inn=inn(1), receiver_country="", receiver="ООО ЗЕЛЕНЫЙ ХОЛМ", address="Г. НОВЫЙ"),
        line(receiver="ООО ЗЕЛЕНЫЙ ХОЛМ", address=""),
    ]
    with case_of(tmp_path, rows) as case:
        assert case.dossier(inn(1)).value_usd.point == 300


# -- the order of loading


def described(case: Case) -> list[tuple[object, ...]]:
    texts = (inn(1), inn(2), inn(3), inn(4), zero_inn(), person_inn(), "DRAINEX TOOLS")
    return [
        (p.id, p.name, p.tax_ids, p.personal, p.mentions, p.lines)
        for text in texts
        for p in case.find(text)
    ]


@pytest.mark.slow
def test_parties_and_their_ids_are_the_same_in_any_order_of_loading(
    case: Case, tmp_path: Path
) -> None:
    files = sorted(case.path.parent.glob("?.csv"))
    for number, order in enumerate(list(permutations(files))[1::2]):
        with Case.new(tmp_path / str(number)) as other:
            for file in order:
                other.add([file])
            assert described(other) == described(case)


def test_a_file_added_never_splits_what_an_identifier_joined(case: Case, tmp_path: Path) -> None:
    a, b, c = sorted(case.path.parent.glob("?.csv"))
    with Case.new(tmp_path / "case") as growing:
        growing.add([b])
        (before,) = growing.find(inn(1))
        growing.add([a, c])
        (after,) = growing.find(before.id)
        assert growing.find(inn(1)) == [after]
    assert after.lines > before.lines


def test_a_namesake_that_arrives_later_makes_a_name_uncertain(tmp_path: Path) -> None:
    alone = [line(inn=inn(1), **HILL), line(usd="7", **{**HILL, "address": ""})]
    with case_of(tmp_path, alone) as case:
        before = case.dossier(inn(1)).value_usd
        folder = tmp_path / "later"
        with case_of(folder, [line(inn=inn(2), **{**HILL, "address": "Г. ИНОЙ"})]):
            case.add([folder / "a.csv"])
        after = case.dossier(inn(1)).value_usd
    assert three(before)[1:] == usd(107, 107)
    assert three(after)[1:] == usd(100, 107)


# -- homonyms and their partners

DAWN = {"receiver": "ООО РАССВЕТ МОТОР", "address": ""}
WOLFF = {"sender": "WOLFF PUMPEN GMBH", "sender_address": "QUAY 7, BREMEN"}
KESSEL = {"sender": "KESSEL UND SOHN GMBH", "sender_address": "QUAY 9, BREMEN"}


def rules(tmp_path: Path, *rows: Row) -> list[str]:
    """Why a bare name may be either of two companies, one of which buys from Wolff."""
    both = [line(inn=inn(2), **{**DAWN, **WOLFF}), line(inn=inn(3), **{**DAWN, **KESSEL})]
    with case_of(tmp_path, [*both, *rows]) as case:
        links = max((case.path / "lake" / "links").glob("*.parquet"))
        found = duckdb.execute("SELECT rule FROM read_parquet(?) WHERE grade = 1", [str(links)])
        return sorted(rule for (rule,) in found.fetchall())


def test_a_link_says_that_all_partners_of_a_bare_name_are_one_homonyms(tmp_path: Path) -> None:
    found = rules(tmp_path, line(usd="7", **DAWN, **WOLFF))
    assert found == ["name and partners", "name of several companies"]


@pytest.mark.parametrize(
    "others",
    [
        [line(usd="7", **DAWN, **WOLFF), line(usd="5", **DAWN, **KESSEL)],
        [line(usd="7", **DAWN, **WOLFF), line(usd="5", **DAWN, sender="TO THE ORDER OF")],
    ],
    ids=["of both", "not all told"],
)
def test_partners_of_both_homonyms_or_of_nobody_tell_nothing(
    tmp_path: Path, others: list[Row]
) -> None:
    assert rules(tmp_path, *others) == ["name of several companies"] * 2
