from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tiny_case import Row, case_of, inn, line

from followthegoods.case import Case
from followthegoods.errors import BadParameter
from followthegoods.model.leads import Changes, Lead

EVENT = [(date(2022, 2, 24), "the invasion")]
OLD, NEW, KEPT, BYSTANDER = (inn(number) for number in range(1, 5))


def buys(who: str, day: str, sender: str, usd: str, **cells: str) -> Row:
    names = {OLD: "СТАРЫЙ МОСТ", NEW: "НОВЫЙ БЕРЕГ", KEPT: "ТИХИЙ ПРИЧАЛ", BYSTANDER: "ПРОХОЖИЙ"}
    house = {OLD: 1, NEW: 1, KEPT: 3, BYSTANDER: 4}[who]
    usual = {
        "inn": who, "receiver": f'ООО "{names[who]}"', "registered": day, "released": day,
        "address": f"Г. КАМСК, УЛ. ЛУГОВАЯ, Д. {house}", "sender": sender, "usd": usd,
        "sender_address": f"{sender} STREET 1", "sender_country": "KR",
    }  # fmt: skip
    return line(**{**usual, **cells})


PANELS, GEARS, FORWARDER = "QORVANTE PRESSWORKS LTD", "MELLOW GEARS LTD", "JADE HARBOUR LTD"

TAKEN_OVER = [
    buys(OLD, "10.06.2021", PANELS, "1000"),
    buys(OLD, "20.12.2021", PANELS, "1000"),
    buys(OLD, "01.03.2022", PANELS, "500"),
    buys(NEW, "10.05.2022", PANELS, "700"),
    buys(NEW, "10.05.2023", PANELS, "800"),
]
AROUND = [
    buys(KEPT, "11.07.2021", GEARS, "90", maker="MELLOW GEARS", hs="8483409000"),
    buys(KEPT, "20.02.2022", GEARS, "90", maker="MELLOW GEARS", hs="8483409000"),
    buys(KEPT, "20.04.2022", FORWARDER, "60", maker="MELLOW GEARS", hs="8483409000"),
    buys(KEPT, "30.06.2023", FORWARDER, "40", maker="MELLOW GEARS", hs="8483409000"),
]
PRICED = [
    buys(BYSTANDER, f"{day:02}.08.2021", "EVEN PRICES LTD", str(1000 + day), hs="8708409009",
         net="100")
    for day in range(1, 25)
] + [
    buys(KEPT, "05.08.2022", "STEEP HILL LTD", "90000", hs="8708409009", net="100"),
    buys(KEPT, "06.08.2022", "EVEN PRICES LTD", "1010", hs="8708409009", net="100"),
]  # fmt: skip
SECTIONS = ("0901210001", "2710198200", "3304990000", "3926909709", "6109100000", "9403208009")
BAZAAR = [
    buys(KEPT, f"{day}.09.2022", "OMNI BAZAAR LTD", "5", hs=code)
    for day, code in enumerate(SECTIONS, 10)
]
PIER = [
    buys(KEPT, f"{day}.10.2022", f"{name} LTD", "3", sender_address="7, PIER ST, HARBOUR TOWN")
    for day, name in enumerate(("AMBER FINCH", "COBALT HERON", "OCHRE WREN"), 10)
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("changes")
    with case_of(folder, [*TAKEN_OVER, *AROUND, *PRICED, *BAZAAR, *PIER]) as made:
        yield made


@pytest.fixture(scope="module")
def whole(case: Case) -> Changes:
    return case.changes(events=EVENT)


@pytest.fixture(scope="module")
def kept(case: Case) -> Changes:
    return case.changes(KEPT, events=EVENT)


def of(found: Changes, kind: str) -> list[Lead]:
    return [lead for lead in found.leads if lead.kind == kind]


def names(lead: Lead, part: str) -> list[str]:
    return [party.name for party in lead.parties if party.part == part]


# -- kinds


def test_a_sender_first_seen_since_the_event_is_a_lead(kept: Changes) -> None:
    found = {names(lead, "sender")[0] for lead in of(kept, "new_sender")}
    assert FORWARDER in found
    assert GEARS not in found


def test_the_money_of_a_new_sender_is_that_of_its_lines_since(kept: Changes) -> None:
    (lead,) = (lead for lead in of(kept, "new_sender") if FORWARDER in names(lead, "sender"))
    assert (lead.value_usd.point, lead.value_usd.rows) == (Decimal(100), 2)
    assert (lead.first, lead.last) == (date(2022, 4, 20), date(2023, 6, 30))


def test_a_sender_that_others_knew_before_is_said_to_be_known(kept: Changes) -> None:
    (lead,) = (lead for lead in of(kept, "new_sender") if "EVEN PRICES" in lead.text)
    assert any("other buyers before, since 2021-08-01" in reason for reason in lead.reasons)


def test_a_buyer_that_took_over_sender_goods_and_address_is_a_possible_successor(
    whole: Changes,
) -> None:
    (lead,) = of(whole, "successor")
    assert (names(lead, "buyer"), names(lead, "old buyer")) == (
        ['ООО "НОВЫЙ БЕРЕГ"'],
        ['ООО "СТАРЫЙ МОСТ"'],
    )
    assert lead.value_usd.point == Decimal(1500)


def test_a_successor_says_each_thing_that_speaks_for_it(whole: Changes) -> None:
    (lead,) = of(whole, "successor")
    assert [reason.split(" ")[0] for reason in lead.reasons] == [
        "ООО",
        "both",
        "both",
        "most",
        "it",
    ]
    assert lead.score == 11


@pytest.mark.parametrize("who", [OLD, NEW])
def test_a_successor_is_found_from_either_side(case: Case, who: str) -> None:
    assert len(of(case.changes(who, events=EVENT), "successor")) == 1


def test_successors_of_others_are_no_leads_of_a_company(kept: Changes) -> None:
    assert of(kept, "successor") == []


def test_a_sender_in_common_alone_makes_no_successor(tmp_path: Path) -> None:
    rows = [
        *TAKEN_OVER[:3],
        buys(BYSTANDER, "10.05.2023", PANELS, "700", hs="9403208009"),
        buys(KEPT, "30.06.2023", GEARS, "1"),
    ]
    with case_of(tmp_path, rows) as case:
        assert of(case.changes(events=EVENT), "successor") == []


def test_a_buyer_that_goes_on_has_no_successor(tmp_path: Path) -> None:
    with case_of(tmp_path, [*TAKEN_OVER, buys(OLD, "30.06.2023", PANELS, "1")]) as case:
        assert of(case.changes(events=EVENT), "successor") == []


def test_goods_of_a_maker_that_go_on_through_a_new_sender_are_a_lead(kept: Changes) -> None:
    (lead,) = of(kept, "intermediary")
    assert names(lead, "sender") == [FORWARDER]
    assert names(lead, "old sender") == [GEARS]


def test_a_sender_that_goes_on_beside_a_new_one_is_no_lead(tmp_path: Path) -> None:
    goes_on = buys(KEPT, "29.06.2023", GEARS, "9", maker="MELLOW GEARS", hs="8483409000")
    with case_of(tmp_path, [*AROUND, goes_on]) as case:
        assert of(case.changes(KEPT, events=EVENT), "intermediary") == []


def test_a_price_far_from_its_codes_usual_range_is_a_lead(kept: Changes) -> None:
    (lead,) = of(kept, "price")
    assert names(lead, "sender") == ["STEEP HILL LTD"]
    assert "far above" in lead.text
    assert lead.reasons[0].startswith("900 dollars a kilogram")


def test_prices_are_compared_over_all_lines_of_the_code_in_the_case(kept: Changes) -> None:
    (lead,) = of(kept, "price")
    assert "half of 26 lines of the code" in lead.reasons[0]


def test_fewer_than_twenty_lines_say_nothing_of_a_price(tmp_path: Path) -> None:
    with case_of(tmp_path, PRICED[7:]) as case:
        assert of(case.changes(events=EVENT), "price") == []


def test_a_sender_of_goods_of_six_sections_is_a_lead(kept: Changes) -> None:
    (lead,) = of(kept, "many_goods")
    assert names(lead, "sender") == ["OMNI BAZAAR LTD"]
    assert "6 unrelated sections" in lead.reasons[0]


def test_three_senders_at_one_address_are_a_lead(kept: Changes) -> None:
    (lead,) = of(kept, "one_address")
    assert names(lead, "sender") == ["AMBER FINCH LTD", "COBALT HERON LTD", "OCHRE WREN LTD"]
    assert "7, PIER ST" in lead.reasons[0]


# -- rows, words, order


def test_the_rows_of_a_lead_can_be_listed_as_it_says(case: Case, kept: Changes) -> None:
    for lead in kept.leads:
        how = dict(lead.rows.how)
        first = how.pop("first", None)
        goods = how.pop("goods", None)
        rows = case.rows(
            *lead.rows.who,
            where={**lead.rows.where, "counted": "point"},
            first=date.fromisoformat(first) if first else None,
            goods=[goods] if goods else (),
            **how,  # type: ignore[arg-type]
        )
        places = {f"{row.source}:{row.row}" for row in rows}
        assert set(lead.rows.places) <= places
        assert lead.kind == "price" or len(places) == lead.rows.number


def test_every_lead_is_worded_as_one(whole: Changes) -> None:
    assert whole.leads
    for lead in whole.leads:
        assert re.search(r"\bmay\b|\blooks? (like|far)\b", lead.text), lead.text
        assert not re.search(
            "breach|violat|evad|illegal|sanction", " ".join([lead.text, *lead.reasons])
        )


def test_an_answer_of_leads_says_that_they_are_no_findings(whole: Changes) -> None:
    assert whole.caveats[0].code == "leads_only"


def test_no_ceiling_of_a_lead_is_closed(whole: Changes) -> None:
    assert all(lead.value_usd.ceiling_open for lead in whole.leads)


def test_without_records_before_the_event_no_sender_is_new(tmp_path: Path) -> None:
    with case_of(tmp_path, AROUND[2:]) as case:
        assert of(case.changes(events=EVENT), "new_sender") == []


def test_the_order_of_files_changes_no_lead(tmp_path: Path, kept: Changes) -> None:
    with case_of(tmp_path / "one", [*PIER, *BAZAAR], [*PRICED, *AROUND], TAKEN_OVER) as case:
        shuffled = case.changes(KEPT, events=EVENT)
    assert sorted((lead.text, lead.reasons) for lead in shuffled.leads) == sorted(
        (lead.text, lead.reasons) for lead in kept.leads
    )


@pytest.mark.parametrize("events", [[], EVENT * 2])
def test_changes_are_asked_after_one_event(case: Case, events: list[tuple[date, str]]) -> None:
    with pytest.raises(BadParameter, match="one event"):
        case.changes(KEPT, events=events)


def test_a_company_that_is_no_buyer_is_told(case: Case) -> None:
    with pytest.raises(BadParameter, match="receivers"):
        case.changes(GEARS, events=EVENT, role="sender")
