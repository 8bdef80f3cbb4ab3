"""Every format in a small invented list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lists_samples import (
    ADD,
    ALT,
    EU_XML,
    FTM,
    GOODS,
    LARCH,
    LARCH_OGRN,
    SDN,
    SDN_ADVANCED,
    UK_CSV,
    UN_XML,
    controls,
    entries,
    gzipped,
    numbers,
    opened,
    us_parts,
    zipped,
)

from followthegoods.errors import BadList
from followthegoods.model.listing import Basis, Entry, ListedName, Measure, Nature, Quality, When

ON_23_FEBRUARY = When(date(2024, 2, 23), date(2024, 2, 23), Basis.STATED)


def write(folder: Path, data: str | bytes, name: str = "list") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def named(entry: Entry, text: str) -> ListedName:
    return next(name for name in entry.names if name.text == text)


# -- sdn.csv, alt.csv, add.csv


@pytest.fixture
def us(tmp_path: Path, work: Path) -> dict[str, Entry]:
    return entries(us_parts(tmp_path), work)


def test_the_list_of_those_who_are_not_blocked_is_a_list_of_its_own(
    tmp_path: Path, work: Path
) -> None:
    reading, found = opened(write(tmp_path, SDN, "cons_prim.csv"), work)
    assert reading.list == "us-consolidated"
    assert {one.measures for entry in found for one in entry.listings} == {(Measure.UNSTATED,)}


def test_the_parts_of_the_us_list_are_read_from_beside_it(us: dict[str, Entry]) -> None:
    assert [name.text for name in us["101"].names] == [
        "LARCH MOTORS LLC",
        "OOO LARCH MOTORS",
        "LARCH WORKS CO.",
        "ООО ЛИСТВЕННИЦА МОТОРС",
        "LRC",
    ]
    assert [(a.text, a.country) for a in us["101"].addresses] == [
        ("1 Larch Street, Moscow 101000, Russia", "RU"),
        ("Minsk, Belarus", "BY"),
    ]


def test_numbers_hidden_in_remarks_are_read(us: dict[str, Entry]) -> None:
    assert numbers(us["101"]) == {f"RU:INN:{LARCH}": True, f"RU:OGRN:{LARCH_OGRN}": True}
    assert numbers(us["103"]) == {"IMO:9074729": True, "MMSI:273000001": False}


def test_a_weak_alias_stands_in_the_remarks(us: dict[str, Entry]) -> None:
    assert named(us["101"], "LRC").quality is Quality.WEAK


def test_a_former_name_is_said_to_be_one(us: dict[str, Entry]) -> None:
    assert named(us["101"], "LARCH WORKS CO.").former


def test_several_programmes_are_parted(us: dict[str, Entry]) -> None:
    assert us["101"].listings[0].programmes == ("RUSSIA-EO14024", "CYBER2")


def test_births_and_nationality_stand_in_the_remarks(us: dict[str, Entry]) -> None:
    assert (us["102"].birth_dates, us["102"].countries) == (("1959-10-12", "1960"), ("RU",))
    assert (us["102"].nature, us["103"].nature) == (Nature.PERSON, Nature.VESSEL)


def test_a_persons_passport_is_personal(us: dict[str, Entry]) -> None:
    assert [(n.key, n.personal) for n in us["102"].identifiers] == [("passport:RU:750000001", True)]


def test_the_us_list_is_read_without_its_other_parts(tmp_path: Path, work: Path) -> None:
    found = entries(write(tmp_path, SDN), work)
    assert [name.text for name in found["101"].names] == ["LARCH MOTORS LLC", "LRC"]


def test_the_parts_may_come_together_in_an_archive(
    tmp_path: Path, work: Path, us: dict[str, Entry]
) -> None:
    packed = zipped({"a.csv": ALT, "b.csv": ADD, "c.csv": SDN})
    assert entries(write(tmp_path, packed, "all.zip"), work) == us


def test_aliases_alone_are_no_list(tmp_path: Path, work: Path) -> None:
    with pytest.raises(BadList, match="aliases of the United States' list"):
        opened(write(tmp_path, ALT), work)


# -- SDN_ADVANCED.XML


@pytest.fixture
def advanced(tmp_path: Path, work: Path) -> dict[str, Entry]:
    return entries(write(tmp_path, SDN_ADVANCED), work)


def test_the_advanced_file_has_days_of_listing(advanced: dict[str, Entry]) -> None:
    assert advanced["101"].listings[0].listed == ON_23_FEBRUARY
    assert advanced["102"].listings[0].listed == When(
        date(1989, 1, 5), date(1989, 1, 5), Basis.STATED
    )


def test_the_advanced_file_is_a_version_of_the_same_list(tmp_path: Path, work: Path) -> None:
    reading, _ = opened(write(tmp_path, SDN_ADVANCED), work)
    assert (reading.list, reading.dates.stated) == ("us-sdn", date(2026, 8, 20))


def test_another_list_in_the_advanced_form_is_another_list(tmp_path: Path, work: Path) -> None:
    text = SDN_ADVANCED.replace('ListID="1550"', 'ListID="91512"')
    reading, found = opened(write(tmp_path, text), work)
    assert reading.list == "us-consolidated"
    assert [entry.listings[0].id for entry in found] == ["Consolidated List"] * 2


def test_what_is_linked_by_number_is_joined(advanced: dict[str, Entry]) -> None:
    entry = advanced["101"]
    assert [(a.text, a.country) for a in entry.addresses] == [
        ("1 Larch Street, Moscow, Russia", "RU")
    ]
    assert numbers(entry) == {f"RU:INN:{LARCH}": True, "BIC:LRCHRUMM": False}
    assert entry.listings[0].programmes == ("RUSSIA-EO14024",)
    assert entry.listings[0].reference == "Executive Order 14024"


def test_the_sections_of_the_advanced_file_may_stand_in_any_order(
    tmp_path: Path, work: Path, advanced: dict[str, Entry]
) -> None:
    start, end = SDN_ADVANCED.index("<Locations>"), SDN_ADVANCED.index("<DistinctParties>")
    linked = SDN_ADVANCED[start:end]
    moved = SDN_ADVANCED.replace(linked, "").replace("</Sanctions>", f"{linked}</Sanctions>")
    assert entries(write(tmp_path, moved, "moved"), work) == advanced


def test_a_persons_name_is_put_together_as_in_the_other_files(advanced: dict[str, Entry]) -> None:
    assert [(n.text, n.script) for n in advanced["102"].names] == [
        ("MAPLE, Ivan", "Latin"),
        ("КЛЁН", "Cyrillic"),
    ]
    assert (advanced["102"].birth_dates, advanced["102"].countries) == (("1959-10-12",), ("RU",))


def test_the_simple_us_xml_is_not_read_for_it_has_no_days(tmp_path: Path, work: Path) -> None:
    with pytest.raises(BadList) as raised:
        opened(write(tmp_path, "<sdnList><sdnEntry/></sdnList>"), work)
    assert raised.value.do is not None
    assert "SDN_ADVANCED.XML" in raised.value.do


# -- the European Union's XML


@pytest.fixture
def eu(tmp_path: Path, work: Path) -> dict[str, Entry]:
    return entries(write(tmp_path, EU_XML), work)


def test_a_day_of_designation_is_the_day_of_listing(eu: dict[str, Entry]) -> None:
    assert eu["EU.7001.1"].listings[0].listed == ON_23_FEBRUARY
    assert eu["EU.7001.1"].listings[0].amended == date(2025, 3, 15)


def test_without_it_the_first_act_named_bounds_the_day_from_above(eu: dict[str, Entry]) -> None:
    assert eu["7002"].listings[0].listed == When(None, date(2022, 4, 8), Basis.OBSERVED)


def test_names_of_the_eu_xml_have_their_quality(eu: dict[str, Entry]) -> None:
    assert [(n.text, n.quality) for n in eu["EU.7001.1"].names] == [
        ("LARCH MOTORS LLC", Quality.PRIMARY),
        ("ООО «Лиственница Моторс»", Quality.STRONG),
        ("LARCH", Quality.WEAK),
    ]


def test_numbers_of_the_eu_xml_are_read_from_documents_and_remarks(eu: dict[str, Entry]) -> None:
    assert numbers(eu["EU.7001.1"]) == {f"RU:INN:{LARCH}": True, f"RU:OGRN:{LARCH_OGRN}": True}


def test_a_birth_of_the_eu_xml_may_be_a_month(eu: dict[str, Entry]) -> None:
    assert eu["7002"].birth_dates == ("1959-10-12", "1960-03")


def test_the_eu_xml_says_its_day(tmp_path: Path, work: Path) -> None:
    reading, _ = opened(write(tmp_path, EU_XML), work)
    assert (reading.list, reading.dates.stated) == ("eu-consolidated", date(2026, 6, 11))


# -- the UK Sanctions List


@pytest.fixture
def uk(tmp_path: Path, work: Path) -> dict[str, Entry]:
    return entries(write(tmp_path, UK_CSV), work)


def test_the_rows_of_one_uk_entry_are_put_together(uk: dict[str, Entry]) -> None:
    assert set(uk) == {"RUS9001", "RUS9002"}
    assert [(n.text, n.quality) for n in uk["RUS9001"].names] == [
        ("LARCH MOTORS LLC", Quality.PRIMARY),
        ("LARCH", Quality.WEAK),
    ]
    assert [a.text for a in uk["RUS9001"].addresses] == [
        "1 Larch Street, Moscow, Russia",
        "2 Larch Street, Belarus",
    ]


def test_several_uk_measures_are_told_apart(uk: dict[str, Entry]) -> None:
    assert uk["RUS9001"].listings[0].measures == (Measure.BLOCKING, Measure.SERVICES)
    assert uk["RUS9002"].listings[0].measures == (Measure.TRAVEL,)


def test_uk_days_begin_with_the_day(uk: dict[str, Entry]) -> None:
    assert uk["RUS9001"].listings[0].listed == When(
        date(2024, 2, 22), date(2024, 2, 22), Basis.STATED
    )
    assert uk["RUS9001"].listings[0].amended == date(2025, 7, 4)


def test_the_uk_list_says_its_day_above_the_header(tmp_path: Path, work: Path) -> None:
    reading, _ = opened(write(tmp_path, UK_CSV), work)
    assert reading.dates.stated == date(2026, 1, 28)


# -- the United Nations, FollowTheMoney


def test_a_regime_that_bans_travel_alone_does_not_block(tmp_path: Path, work: Path) -> None:
    found = entries(write(tmp_path, UN_XML), work)
    assert found["1"].listings[0].measures == (Measure.TRAVEL,)


@pytest.fixture
def ftm(tmp_path: Path, work: Path) -> dict[str, Entry]:
    return entries(write(tmp_path, FTM), work)


def test_listed_entities_are_read_and_those_linked_to_them_are_not(ftm: dict[str, Entry]) -> None:
    assert set(ftm) == {"NK-larch", "NK-spruce", "NK-maple"}


def test_each_listing_has_its_authority_and_day(ftm: dict[str, Entry]) -> None:
    american, ukrainian = ftm["NK-larch"].listings
    assert (american.authority, american.listed) == ("US", ON_23_FEBRUARY)
    assert american.measures == (Measure.BLOCKING,)
    assert (ukrainian.authority, ukrainian.measures) == ("UA", (Measure.UNSTATED,))


def test_a_listing_that_ended_in_a_month_ended_on_some_day_of_it(ftm: dict[str, Entry]) -> None:
    ukrainian = ftm["NK-larch"].listings[1]
    assert ukrainian.delisted == When(date(2025, 1, 1), date(2025, 1, 31), Basis.STATED)
    assert ukrainian.listed == When(None, date(2025, 1, 31), Basis.OBSERVED)


def test_first_seen_of_an_entity_is_an_upper_bound(ftm: dict[str, Entry]) -> None:
    assert ftm["NK-spruce"].listings[0].listed == When(None, date(2025, 10, 6), Basis.OBSERVED)


TARGETS = """id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,\
emails,program_ids,dataset,first_seen,last_seen,last_change
NK-1,Company,LARCH MOTORS LLC,,,ru,,,,,,US-RUSHAR;EU-UKR;US-SDN,Invented,2024-01-05,2025-01-05,
NK-2,Company,SPRUCE WIND LLC,,,ru,,,,,,US-SDN,Invented,2024-01-05,2025-01-05,
""".replace("\\\n", "")


def test_programmes_of_several_authorities_are_a_listing_by_each(
    tmp_path: Path, work: Path
) -> None:
    found = entries(write(tmp_path, TARGETS), work)
    by = {one.authority: one.programmes for one in found["NK-1"].listings}
    assert by == {"US": ("US-RUSHAR", "US-SDN"), "EU": ("EU-UKR",)}


def test_the_day_on_which_one_of_several_listings_was_seen_bounds_none(
    tmp_path: Path, work: Path
) -> None:
    found = entries(write(tmp_path, TARGETS), work)
    assert [one.listed for one in found["NK-1"].listings] == [None, None]
    assert found["NK-2"].listings[0].listed == When(None, date(2024, 1, 5), Basis.OBSERVED)


def test_documents_and_addresses_are_joined_to_their_entity(ftm: dict[str, Entry]) -> None:
    assert [a.text for a in ftm["NK-larch"].addresses] == ["1 Larch Street, Moscow"]
    assert numbers(ftm["NK-maple"]) == {"passport:RU:750000001": False}
    assert numbers(ftm["NK-larch"]) == {f"RU:INN:{LARCH}": True, f"RU:OGRN:{LARCH_OGRN}": True}


def test_entities_may_be_packed(tmp_path: Path, work: Path, ftm: dict[str, Entry]) -> None:
    assert entries(write(tmp_path, gzipped(FTM), "entities.ftm.json.gz"), work) == ftm


def test_the_order_of_entities_does_not_matter(
    tmp_path: Path, work: Path, ftm: dict[str, Entry]
) -> None:
    backwards = "\n".join(line for line in reversed(FTM.splitlines()) if line)
    found = entries(write(tmp_path, backwards, "backwards"), work)
    assert {name: set(e.listings) for name, e in found.items()} == {
        name: set(e.listings) for name, e in ftm.items()
    }


# -- goods


def test_a_list_of_goods_has_days_and_thresholds(tmp_path: Path, work: Path) -> None:
    cars, horses = controls(write(tmp_path, GOODS), work)
    assert (cars.code, cars.revision, cars.tier) == ("870323", "HS2022", "A")
    assert (cars.valid_from, cars.valid_to) == (date(2022, 3, 16), date(2023, 6, 24))
    assert (cars.threshold, cars.threshold_currency) == (Decimal("50000.00"), "EUR")
    assert (cars.threshold_unit, cars.measure) == ("item", Measure.EXPORT_LICENCE)
    assert (horses.code, horses.valid_to, horses.threshold) == ("010121", None, None)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("annex z,horses,HS 2022,,,,,,,,", "no commodity code"),
        ("annex z,010121,HS 2022,,,,soon,,,,", "is no day"),
        ("annex z,010121,HS 2022,,,,,,many,,", "is no amount"),
    ],
)
def test_a_cell_of_goods_that_cannot_be_read_is_refused(
    tmp_path: Path, work: Path, row: str, says: str
) -> None:
    with pytest.raises(BadList, match=says):
        opened(write(tmp_path, GOODS.splitlines()[0] + "\n" + row + "\n"), work)


# -- recognising


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SDN, "us-sdn"),
        (SDN_ADVANCED, "us-sdn"),
        (EU_XML, "eu-consolidated"),
        (UK_CSV, "uk-sanctions-list"),
        (UN_XML, "un"),
        (FTM, "opensanctions-xx-invented-list"),
        (GOODS, "goods-annex-z"),
    ],
)
def test_a_list_is_recognised_whatever_its_name(
    tmp_path: Path, work: Path, data: str, name: str
) -> None:
    assert opened(write(tmp_path, data, "holiday.jpg"), work)[0].list == name


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a,b\n1,2\n", "No list known here has these columns"),
        ("<html><body/></html>", "begins with <html>"),
        ("{}", "No list known here"),
        (zipped({"a.csv": UK_CSV, "b.xml": UN_XML}), "These are 2 lists"),
    ],
)
def test_what_is_no_list_is_refused(
    tmp_path: Path, work: Path, data: str | bytes, says: str
) -> None:
    with pytest.raises(BadList, match=says):
        opened(write(tmp_path, data), work)
