"""Published lists, read whole; three entries of each held against the file by eye."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from lists_samples import SHARED, entries, numbers, opened

from followthegoods.model.listing import Basis, Entry, Measure, Nature, Quality, When

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the published lists are absent")


@pytest.fixture(scope="module")
def us() -> dict[str, Entry]:
    return _whole("ofac_sdn_2026-07-11.csv")


@pytest.fixture(scope="module")
def eu_269() -> dict[str, Entry]:
    return _whole("eu_269_2014.csv")


@pytest.fixture(scope="module")
def eu_833() -> dict[str, Entry]:
    return _whole("eu_833_2014.csv")


@pytest.fixture(scope="module")
def un() -> dict[str, Entry]:
    return _whole("un_consolidated_2026-02-27.xml")


@pytest.fixture(scope="module")
def ukraine() -> dict[str, Entry]:
    return _whole("opensanctions_ua_war_sanctions_targets.simple.csv")


def _whole(name: str) -> dict[str, Entry]:
    return entries(SHARED / name, Path(mkdtemp()))


def texts(entry: Entry) -> set[str]:
    return {name.text for name in entry.names}


def listed(entry: Entry) -> When | None:
    return entry.listings[0].listed


def on(year: int, month: int, day: int) -> When:
    return When(date(year, month, day), date(year, month, day), Basis.STATED)


# -- the United States, joined


def test_every_entry_of_the_us_list_is_read(us: dict[str, Entry]) -> None:
    assert Counter(entry.nature for entry in us.values()) == {
        Nature.ORGANISATION: 9799,
        Nature.PERSON: 7503,
        Nature.VESSEL: 1497,
        Nature.AIRCRAFT: 344,
    }


def test_a_company_of_the_us_list_has_its_addresses(us: dict[str, Entry]) -> None:
    entry = us["43277"]
    assert entry.names[0].text == "10219452 CANADA INCORPORATED"
    assert entry.listings[0].programmes == ("RUSSIA-EO14024",)
    assert [(a.text[:25], a.country) for a in entry.addresses] == [
        ("229 Yonge Street, Suite 4", "CA"),
        ("276 Silver Birch Avenue, ", "CA"),
        ("1203-95 Lombard Street, T", "CA"),
        ("47 Norlong Boulevard, Eas", "CA"),
    ]


def test_a_person_of_the_us_list_has_every_alias(us: dict[str, Entry]) -> None:
    entry = us["9935"]
    assert entry.listings[0].programmes == ("SDGT",)
    assert texts(entry) == {
        "'ABD AL-RAZZIQ, Abu Sufian al-Salamabi Muhammed Ahmed",
        "ABDELRAZIK, Sofian",
        "ABDELRAZIK, Abousofiane",
        "ABDELRAZIK, Abousfian Salman",
        "ABD AL RAZEQ, Abu Sufian",
        "ABDELRAZEK, Abousofian",
        "ABDELRAZIK, Abousofian",
    }


def test_a_vessel_of_the_us_list_is_blocked_on_a_day_the_list_does_not_say(
    us: dict[str, Entry],
) -> None:
    entry = us["54804"]
    assert (entry.nature, texts(entry)) == (Nature.VESSEL, {"ABHRA", "PINTUS"})
    assert entry.listings[0].measures == (Measure.BLOCKING,)
    assert listed(entry) is None


def test_the_us_list_states_no_day_and_no_number(us: dict[str, Entry]) -> None:
    assert all(listed(entry) is None and not entry.identifiers for entry in us.values())


# -- an extract of it


def test_the_us_extract_gives_tax_ids_and_is_not_the_whole_list(work: Path) -> None:
    reading, found = opened(SHARED / "ofac_aurus_block.csv", work)
    block = {entry.id: entry for entry in found}
    assert (reading.list, reading.complete, len(block)) == ("us-sdn", False, 7)
    assert numbers(block["47956"]) == {"RU:INN:7743237789": True, "RU:OGRN:5177746340998": True}
    assert numbers(block["47958"]) == {"RU:INN:6330056813": True, "RU:OGRN:1136330001235": True}
    assert texts(block["47958"]) == {
        "LIMITED LIABILITY COMPANY NAMI INNOVATIVE COMPONENTS",
        "LLC NAMI IC",
        "OOO NAMI INNOVATSIONNYE KOMPONENTY",
    }
    assert block["44880"].listings[0].programmes == ("UKRAINE-EO13662", "RUSSIA-EO14024")


# -- the European Union, asset freezes


def test_every_record_of_the_eu_freezes_is_read(eu_269: dict[str, Entry]) -> None:
    assert Counter(entry.nature for entry in eu_269.values()) == {
        Nature.PERSON: 1984,
        Nature.ORGANISATION: 818,
    }
    assert {entry.listings[0].measures for entry in eu_269.values()} == {(Measure.BLOCKING,)}
    assert [entry.id for entry in eu_269.values() if listed(entry) is None] == ["I.ENTITIES/103"]


def test_a_person_of_the_eu_freezes_is_named_in_every_script(eu_269: dict[str, Entry]) -> None:
    entry = eu_269["I.PERSONS/1"]
    assert listed(entry) == on(2014, 3, 17)
    assert entry.birth_dates == ("1972-11-26",)
    assert {
        "Sergey Valeryevich AKSYONOV",
        "Sergei Valerievich AKSENOV",
        "Сергей Валерьевич АКСЁНОВ",
        "Serhiy Valeriyovych AKSYONOV",
        "Сергiй Валерiйович АКСЬОНОВ",
    } <= texts(entry)


def test_numbers_written_in_groups_are_read(eu_269: dict[str, Entry]) -> None:
    entry = eu_269["I.ENTITIES/49"]
    assert listed(entry) == on(2020, 10, 1)
    assert numbers(entry) == {"RU:INN:1402015986": True, "RU:OGRN:1121402000213": True}
    assert "АО ‘Дирекция по строительству железной дороги Беркакит‐Томмот‐Якутск’" in texts(entry)


def test_a_number_in_the_notes_is_read(eu_269: dict[str, Entry]) -> None:
    entry = eu_269["I.ENTITIES/260"]
    assert listed(entry) == on(2023, 12, 18)
    assert numbers(entry) == {
        "RU:OGRN:1035001851125": True,
        "RU:INN:5008011331": True,
        "RU:KPP:771701001": False,
    }


def test_valid_russian_numbers_of_the_eu_freezes_are_these_many(eu_269: dict[str, Entry]) -> None:
    found = Counter(n.kind for e in eu_269.values() for n in e.identifiers if n.valid)
    assert (found["RU:INN"], found["RU:OGRN"], found["IMO"]) == (765, 487, 58)


# -- the European Union, annexes


def test_every_record_of_the_eu_annexes_is_read_with_its_measure(eu_833: dict[str, Entry]) -> None:
    assert Counter(entry.listings[0].measures[0] for entry in eu_833.values()) == {
        Measure.EXPORT_LICENCE: 921,
        Measure.TRANSPORT: 647,
        Measure.FINANCING: 135,
        Measure.SERVICES: 32,
        Measure.INVESTMENT: 11,
    }
    assert sum(listed(entry) is None for entry in eu_833.values()) == 81


def test_the_makers_former_partner_is_in_annex_iv_since_24_october_2025(
    eu_833: dict[str, Entry],
) -> None:
    entry = eu_833["IV/857"]
    assert listed(entry) == on(2025, 10, 24)
    assert entry.listings[0].measures == (Measure.EXPORT_LICENCE,)
    assert entry.listings[0].reference == "32014R0833 IV"
    assert numbers(entry) == {"RU:INN:3528079131": True}
    assert {"PJSC Sollers", "ПАО Соллерс"} <= texts(entry)


def test_the_maker_is_in_no_eu_file(eu_269: dict[str, Entry], eu_833: dict[str, Entry]) -> None:
    keys = {n.key for e in (*eu_269.values(), *eu_833.values()) for n in e.identifiers}
    assert "RU:INN:7743237789" not in keys


def test_a_vessel_of_the_eu_annexes_has_its_number(eu_833: dict[str, Entry]) -> None:
    entry = eu_833["XLII/1"]
    assert (entry.names[0].text, listed(entry)) == ("Angara", on(2024, 6, 25))
    assert numbers(entry) == {"IMO:9179842": True}


def test_a_record_without_a_number_is_known_by_its_name(eu_833: dict[str, Entry]) -> None:
    entry = eu_833["XIV/BANK ROSSIYA"]
    assert (entry.names[0].text, listed(entry)) == ("Bank Rossiya", on(2022, 3, 12))


def test_every_vessel_of_the_eu_annexes_has_a_valid_number(eu_833: dict[str, Entry]) -> None:
    ships = [entry for entry in eu_833.values() if entry.nature is Nature.VESSEL]
    assert len(ships) == 633
    assert all(n.valid for ship in ships for n in ship.identifiers)


# -- the United Nations


def test_every_entry_of_the_un_list_is_read_with_its_day(un: dict[str, Entry]) -> None:
    assert Counter(entry.nature for entry in un.values()) == {
        Nature.PERSON: 730,
        Nature.ORGANISATION: 273,
    }
    assert all(listed(entry) is not None for entry in un.values())


def test_a_person_of_the_un_list_is_read(un: dict[str, Entry]) -> None:
    entry = un["6907993"]
    assert (entry.names[0].text, listed(entry)) == ("ERIC BADEGE", on(2012, 12, 31))
    assert entry.listings[0].amended == date(2016, 10, 13)
    assert entry.listings[0].reference == "CDi.001"
    assert (entry.birth_dates, entry.addresses[0].country) == (("1971",), "RW")


def test_former_names_of_the_un_list_are_said_to_be_such(un: dict[str, Entry]) -> None:
    entry = un["6908402"]
    assert {name.text for name in entry.names if name.former} == {
        "Forces Démocratiques Alliées-Armée Nationale de Libération de l’Ouganda",
        "ADF/NALU",
        "NALU",
    }
    assert entry.listings[0].amended == date(2020, 8, 19)


def test_a_day_with_a_time_zone_is_a_day(un: dict[str, Entry]) -> None:
    assert listed(un["6908450"]) == on(2015, 3, 27)


def test_low_quality_aliases_of_the_un_list_are_weak(un: dict[str, Entry]) -> None:
    weak = [n for e in un.values() for n in e.names if n.quality is Quality.WEAK]
    assert len(weak) > 550


def test_names_in_arabic_letters_are_kept(un: dict[str, Entry]) -> None:
    assert sum(n.script == "Arabic" for e in un.values() for n in e.names) == 395


# -- OpenSanctions


def test_every_target_of_opensanctions_is_read(ukraine: dict[str, Entry]) -> None:
    assert Counter(entry.nature for entry in ukraine.values()) == {
        Nature.PERSON: 1543,
        Nature.ORGANISATION: 2717,
        Nature.VESSEL: 1340,
    }


def test_first_seen_is_an_upper_bound_and_no_day(ukraine: dict[str, Entry]) -> None:
    assert {listed(e).basis for e in ukraine.values() if listed(e)} == {Basis.OBSERVED}  # type: ignore[union-attr]
    entry = ukraine["NK-28mqu8V3AzembAmAfehWPd"]
    assert listed(entry) == When(None, date(2025, 10, 14), Basis.OBSERVED)
    assert numbers(entry) == {"RU:OGRN:1125042006462": True, "RU:INN:5042126251": True}


def test_a_vessel_of_opensanctions_has_every_name(ukraine: dict[str, Entry]) -> None:
    entry = ukraine["NK-24cf2zYe7LEKhr2zFck73j"]
    assert texts(entry) == {"ROSALIN", "Ceram Sea", "Gold Sun", "Nurkez"}
    assert numbers(entry) == {"IMO:9253325": True}
    assert entry.countries == ("LR", "PA", "SG", "ST")


def test_a_person_of_opensanctions_is_under_a_ukrainian_programme(
    ukraine: dict[str, Entry],
) -> None:
    entry = ukraine["NK-29dGPcB5CxPwUQt4N3ZVEj"]
    assert (entry.listings[0].authority, entry.birth_dates) == ("UA", ("1987-09-14",))
    assert "УСПЕНСЬКА Олеся Ігорівна" in texts(entry)
    assert [(n.key, n.personal) for n in entry.identifiers] == [("RU:INN:773006863179", True)]


def test_every_ships_and_companys_imo_number_checks(ukraine: dict[str, Entry]) -> None:
    found = Counter(n.valid for e in ukraine.values() for n in e.identifiers if n.kind == "IMO")
    assert found == {True: 2852}


# -- goods


def test_the_common_high_priority_list_is_fifty_codes_in_tiers(work: Path) -> None:
    reading, found = opened(SHARED / "common_high_priority_list_2024-02-23.csv", work)
    assert (reading.list, reading.dates.stated) == ("common-high-priority-list", date(2024, 2, 23))
    assert Counter(c.tier for c in found) == {
        "1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5,
    }  # fmt: skip
    tiers = {c.code: c.tier for c in found}
    assert (tiers["854231"], tiers["901310"], tiers["846693"]) == ("1", "3.B", "4.B")
    assert {(c.revision, c.measure) for c in found} == {("HS2022", Measure.PRIORITY)}
