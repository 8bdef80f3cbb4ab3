"""Checking claims: definitions, linked figures, and claims without a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fake_records import BASES, FakeRecords, everywhere, sums, supplier

from followthegoods.errors import BadParameter, NoSuchParty
from followthegoods.model.answer import Coverage, Group
from followthegoods.model.printed import period, printed
from followthegoods.model.story import AMONG, Claim, Hedge, Measure, Ruling, Story, Verdict
from followthegoods.questions.stories.checking.check import check
from followthegoods.questions.stories.checking.definitions import AT_MOST, admissible, open_switches
from followthegoods.questions.stories.checking.records import Breach, Dates, Found, Listed, Query

EVENT = date(2022, 2, 24)


def claim(measure: Measure = Measure.VALUE, amount: str = "", **fields: Any) -> Claim:
    if amount:
        fields["amount"] = printed(amount)
    fields.setdefault("unit", "USD" if measure is Measure.VALUE else "")
    return Claim(fields.pop("id", "c1"), "", (0, 0), measure, of=("Tarnwell",), **fields)


def verdicts(records: FakeRecords, *claims: Claim, **story: Any) -> list[Verdict]:
    return list(check(Story(claims, **story), records).verdicts)


def test_imported_from_is_supported_where_every_natural_reading_bears_it_out() -> None:
    records = FakeRecords(by=everywhere("KR", 15))
    (found,) = verdicts(records, claim(amount="15", country=("KR",)))
    assert found.ruling is Ruling.SUPPORTED


def test_imported_from_is_supported_only_under_the_definition_that_prints_it() -> None:
    records = FakeRecords(by={("origin", "KR"): sums(5), ("dispatch", "KR"): sums(15)})
    (found,) = verdicts(records, claim(amount="15", country=("KR",)))
    assert found.ruling is Ruling.DEFINITION
    assert found.definition is not None
    assert found.definition.country == "dispatch"


def test_produced_in_does_not_look_at_other_bases() -> None:
    records = FakeRecords(by={("origin", "KR"): sums(5), ("dispatch", "KR"): sums(15)})
    (found,) = verdicts(records, claim(amount="15", country=("KR",), basis="origin"))
    assert found.ruling is Ruling.NOT_DETERMINABLE


def test_a_number_no_definition_reproduces_is_contradicted_where_all_readings_are() -> None:
    records = FakeRecords(by=everywhere("KR", 20))
    (found,) = verdicts(records, claim(amount="15", country=("KR",)))
    assert (found.ruling, found.reproducing) == (Ruling.CONTRADICTED, ())


def test_a_verdict_says_how_many_definitions_were_tried_and_what_they_span() -> None:
    records = FakeRecords(by={("origin", "KR"): sums(5), ("dispatch", "KR"): sums(15)})
    (found,) = verdicts(records, claim(amount="15", country=("KR",)))
    assert (found.lowest, found.highest) == (0, 15)
    assert found.tried == len(admissible([claim(amount="15", country=("KR",))], ()))


def test_definitions_have_at_most_two_switches_and_the_nearest_come_first() -> None:
    definitions = admissible([claim(amount="15", country=("KR",), period=period("2022"))], ())
    defaults = vars(definitions[0])
    changed = [sum(vars(d)[name] != defaults[name] for name in defaults) for d in definitions]
    assert changed == sorted(changed)
    assert max(changed) == AT_MOST


def test_one_definition_must_serve_all_linked_figures() -> None:
    whole = claim(amount="16", country=("KR",), id="c1")
    part = claim(amount="5", country=("CN",), id="c2", part_of="c1")
    records = FakeRecords(by={("dispatch", "KR"): sums(16), ("origin", "CN"): sums(5)})
    rulings = [found.ruling for found in verdicts(records, whole, part)]
    assert rulings == [Ruling.NOT_DETERMINABLE, Ruling.NOT_DETERMINABLE]


def test_a_hit_on_one_linked_figure_alone_is_said_to_coincide() -> None:
    whole = claim(amount="16", country=("KR",), id="c1")
    part = claim(amount="5", country=("CN",), id="c2", part_of="c1")
    records = FakeRecords(by={("dispatch", "KR"): sums(16), ("origin", "CN"): sums(5)})
    found = verdicts(records, whole, part)[0]
    assert any(note.startswith("Coincides under: country of dispatch") for note in found.notes)


def test_since_february_2022_admits_the_day_of_the_invasion() -> None:
    records = FakeRecords(total=sums(20), since={EVENT: sums(16)})
    since = period("2022-02..")
    (found,) = verdicts(records, claim(amount="16", hedge=Hedge.EXACT, period=since))
    assert found.ruling is Ruling.SUPPORTED


def test_money_in_another_currency_needs_the_rate_of_the_story() -> None:
    records = FakeRecords(total=sums(100))
    roubles = claim(amount="8,825", unit="RUB")
    assert verdicts(records, roubles)[0].ruling is Ruling.NOT_DETERMINABLE
    priced = verdicts(records, roubles, rates={"RUB": Decimal("88.25")})
    assert priced[0].ruling is Ruling.SUPPORTED


def test_a_share_is_of_the_whole() -> None:
    records = FakeRecords(by=everywhere("KR", 60), total=sums(100, opened=False))
    over = claim(Measure.SHARE, "1/2", hedge=Hedge.MORE_THAN, country=("KR",), unit="%")
    assert verdicts(records, over)[0].ruling is Ruling.SUPPORTED


def test_a_share_of_what_is_certain_of_nothing_may_be_none() -> None:
    whole = replace(sums(100, opened=False), floor=Decimal(0))
    records = FakeRecords(by=everywhere("CN", 60), total=whole)
    (found,) = verdicts(records, claim(Measure.SHARE, "100", country=("KR",), unit="%"))
    assert found.figure is not None
    assert (found.figure.point, found.figure.ceiling) == (0, 0)


def test_a_per_cent_and_a_fraction_say_the_same() -> None:
    records = FakeRecords(by=everywhere("KR", 60), total=sums(100, opened=False))
    words = claim(Measure.SHARE, "1/2", hedge=Hedge.MORE_THAN, country=("KR",), unit="%")
    digits = replace(words, amount=printed("50"))
    assert verdicts(records, words)[0].ruling is verdicts(records, digits)[0].ruling


def test_absence_is_not_determinable_while_the_ceiling_is_open() -> None:
    absent = claim(Measure.ABSENCE, country=("JP",), basis="origin")
    assert verdicts(FakeRecords(), absent)[0].ruling is Ruling.NOT_DETERMINABLE


def test_absence_is_contradicted_by_one_certain_line() -> None:
    absent = claim(Measure.ABSENCE, country=("JP",), basis="origin")
    records = FakeRecords(by=everywhere("JP", 1))
    assert verdicts(records, absent)[0].ruling is Ruling.CONTRADICTED


def test_presence_of_a_list_holds_where_each_member_is_there() -> None:
    there = claim(Measure.PRESENCE, country=("KR", "JP"))
    records = FakeRecords(by=everywhere("KR", 3))
    assert verdicts(records, there)[0].ruling is Ruling.NOT_DETERMINABLE


def test_the_largest_supplier_is_the_first_by_value() -> None:
    records = FakeRecords(suppliers=(supplier("a", 9), supplier("b", 5)))
    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    second = claim(Measure.RANK, supplier=("b",), unit="largest", id="c2")
    first, other = verdicts(records, largest, second)
    assert (first.ruling, other.ruling) == (Ruling.SUPPORTED, Ruling.CONTRADICTED)


@pytest.mark.parametrize(
    ("who", "unit", "ruling"),
    [
        ("b", "second largest", Ruling.SUPPORTED),
        ("a", "second largest", Ruling.CONTRADICTED),
        ("c", "second largest", Ruling.CONTRADICTED),
        ("c", "third largest", Ruling.SUPPORTED),
    ],
)
def test_a_rank_has_its_place_by_value(who: str, unit: str, ruling: Ruling) -> None:
    records = FakeRecords(suppliers=(supplier("a", 9), supplier("b", 5), supplier("c", 2)))
    assert verdicts(records, claim(Measure.RANK, supplier=(who,), unit=unit))[0].ruling is ruling


@pytest.mark.parametrize("unit", ["largest", "among the largest"])
def test_a_place_is_as_sure_as_the_links_of_whoever_has_it(unit: str) -> None:
    groups = [replace(supplier(key, n), floor=Decimal(0)) for key, n in (("a", 9), ("b", 5))]
    found = verdicts(FakeRecords(suppliers=groups), claim(Measure.RANK, supplier=("a",), unit=unit))
    assert found[0].ruling is Ruling.PROBABLE


@pytest.mark.parametrize("unit", ["largest", "second largest", "among the largest"])
def test_who_has_no_value_has_no_place(unit: str) -> None:
    nothing = [replace(supplier(key, 0), ceiling_open=True) for key in "abc"]
    found = verdicts(
        FakeRecords(suppliers=nothing), claim(Measure.RANK, supplier=("b",), unit=unit)
    )
    assert found[0].ruling is Ruling.NOT_DETERMINABLE


def test_of_who_has_no_value_no_place_is_told() -> None:
    unvalued = replace(supplier("b", 0), ceiling_open=True, rows_without_value=4)
    records = FakeRecords(suppliers=(supplier("a", 9), unvalued))
    first = claim(Measure.RANK, supplier=("a",), unit="largest")
    other = claim(Measure.RANK, supplier=("b",), unit="largest", id="c2")
    assert [found.why for found in verdicts(records, first, other)] == [
        "a is number 1 of 1 by value. Lines without a value could change that: 4.",
        "No line gives b a value, and so a place by value.",
    ]


def test_a_tie_is_no_first_place() -> None:
    records = FakeRecords(suppliers=(supplier("a", 5), supplier("b", 5)))
    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    assert verdicts(records, largest)[0].ruling is Ruling.NOT_DETERMINABLE


def test_the_only_supplier_is_as_sure_as_its_links() -> None:
    only = replace(supplier("a", 5), floor=Decimal(0))
    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    assert verdicts(FakeRecords(suppliers=(only,)), largest)[0].ruling is Ruling.PROBABLE


def test_what_states_no_supplier_may_be_of_a_larger_one() -> None:
    records = FakeRecords(suppliers=(supplier("a", 5), supplier("", 50)))
    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    assert verdicts(records, largest)[0].ruling is Ruling.NOT_DETERMINABLE


def test_a_place_that_open_sums_may_change_is_not_contradicted() -> None:
    open_sum = replace(supplier("b", 5), ceiling_open=True)
    records = FakeRecords(suppliers=(supplier("a", 9), open_sum))
    largest = claim(Measure.RANK, supplier=("b",), unit="largest")
    assert verdicts(records, largest)[0].ruling is Ruling.NOT_DETERMINABLE


@pytest.mark.parametrize(
    ("who", "ruling"), [(("b", "a"), Ruling.SUPPORTED), (("a", "c"), Ruling.CONTRADICTED)]
)
def test_several_that_are_the_largest_are_first_in_any_order(
    who: tuple[str, ...], ruling: Ruling
) -> None:
    records = FakeRecords(suppliers=(supplier("a", 9), supplier("b", 5), supplier("c", 2)))
    largest = claim(Measure.RANK, supplier=who, unit="largest")
    assert verdicts(records, largest)[0].ruling is ruling


def test_the_largest_source_is_a_country_and_not_a_firm_of_it() -> None:
    records = FakeRecords(
        suppliers=(supplier("a", 9), supplier("b", 5), supplier("c", 5)),
        countries=(supplier("CN", 10), supplier("TR", 9)),
    )
    largest = claim(Measure.RANK, country=("CN",), basis="origin", unit="largest")
    found = verdicts(records, largest)[0]
    assert (found.ruling, found.why) == (Ruling.SUPPORTED, "CN is number 1 of 2 by value.")


def test_a_group_of_countries_has_no_place_among_countries() -> None:
    largest = claim(Measure.RANK, country=("EU",), basis="origin", unit="largest")
    assert verdicts(FakeRecords(), largest)[0].ruling is Ruling.NOT_DETERMINABLE


def test_the_last_delivery_is_contradicted_by_a_later_certain_line() -> None:
    seen = Dates((date(2020, 1, 1), date(2023, 3, 1)), (date(2020, 1, 1), date(2023, 3, 1)))
    last = claim(Measure.LAST_DATE, period=period("2023-02-14"))
    assert verdicts(FakeRecords(seen=seen), last)[0].ruling is Ruling.CONTRADICTED


@pytest.mark.parametrize(
    ("printed_day", "ruling"),
    [
        ("2023-03", Ruling.SUPPORTED),
        ("2023-03-01", Ruling.NOT_DETERMINABLE),
        ("2023-03-15", Ruling.NOT_DETERMINABLE),
        ("2023-04", Ruling.CONTRADICTED),
    ],
)
def test_a_line_dated_by_its_month_may_be_of_any_day_of_it(
    printed_day: str, ruling: Ruling
) -> None:
    narrow, wide = (date(2023, 3, 31), date(2023, 5, 2)), (date(2023, 3, 1), date(2023, 5, 2))
    first = claim(Measure.FIRST_DATE, period=period(printed_day))
    records = FakeRecords(seen=Dates(narrow, wide, inner=narrow))
    assert verdicts(records, first)[0].ruling is ruling


def test_since_a_month_ends_on_the_day_of_the_story() -> None:
    records = FakeRecords(total=sums(5))
    verdicts(records, claim(amount="5", period=period("2022-03..")), published=date(2024, 6, 1))
    assert {query.last for query in records.asked} == {date(2024, 6, 1)}


def test_a_listing_is_not_determinable_without_the_list() -> None:
    listing = claim(Measure.LISTING, authority=("US",), period=period("2024-02"))
    assert verdicts(FakeRecords(), listing)[0].ruling is Ruling.NOT_DETERMINABLE


@pytest.mark.parametrize(
    ("day", "ruling"),
    [(date(2024, 2, 23), Ruling.SUPPORTED), (date(2023, 9, 1), Ruling.CONTRADICTED)],
)
def test_a_listing_holds_on_the_day_that_the_list_has(day: date, ruling: Ruling) -> None:
    listing = claim(Measure.LISTING, authority=("US",), period=period("2024-02"))
    records = FakeRecords(listed={"US": [Listed("US", day, day)]})
    assert verdicts(records, listing)[0].ruling is ruling


@pytest.mark.parametrize(
    ("breach", "ruling"),
    [
        (None, Ruling.NOT_DETERMINABLE),
        (Breach(not_loaded=("KR, goods",)), Ruling.NOT_DETERMINABLE),
        (Breach(touched=("US, parties",)), Ruling.CONTRADICTED),
        (Breach(), Ruling.SUPPORTED),
    ],
)
def test_no_breach_is_not_determinable_while_a_touched_list_is_not_loaded(
    breach: Breach | None, ruling: Ruling
) -> None:
    records = FakeRecords(breaches=breach)
    assert verdicts(records, claim(Measure.BREACH))[0].ruling is ruling


def test_the_limit_of_the_data_is_checked_against_their_coverage() -> None:
    beyond = claim(Measure.COVERAGE, period=period("2024.."))
    within = claim(Measure.COVERAGE, period=period("2023.."), id="c2")
    found = verdicts(FakeRecords(), beyond, within)
    assert [one.ruling for one in found] == [Ruling.SUPPORTED, Ruling.CONTRADICTED]


def test_a_claim_of_nobody_is_not_determinable() -> None:
    nobody = replace(claim(amount="3"), of=())
    assert verdicts(FakeRecords(), nobody)[0].ruling is Ruling.NOT_DETERMINABLE


def test_what_records_cannot_say_is_not_checkable_with_the_reason() -> None:
    opinion = claim(Measure.NONE, why="An opinion or a forecast.")
    (found,) = verdicts(FakeRecords(), opinion)
    assert (found.ruling, found.why) == (Ruling.NOT_CHECKABLE, "An opinion or a forecast.")


def test_the_same_money_in_two_currencies_agrees_at_the_printed_rate() -> None:
    roubles = claim(Measure.NONE, "46.625 million", unit="RUB", why="A price.")
    dollars = claim(Measure.ARITHMETIC, "528,356", unit="USD", equals="c1", id="c2")
    wrong = replace(dollars, id="c3", amount=printed("529,356"))
    found = verdicts(FakeRecords(), roubles, dollars, wrong, rates={"RUB": Decimal("88.2455")})
    assert [one.ruling for one in found[1:]] == [Ruling.SUPPORTED, Ruling.CONTRADICTED]


def test_a_part_larger_than_its_whole_is_noted() -> None:
    whole = claim(amount="3 million")
    part = claim(amount="5 million", id="c2", part_of="c1", basis="origin", country=("KR",))
    found = verdicts(FakeRecords(), whole, part)[1]
    assert "The part is more than the whole, c1." in found.notes


def test_a_story_holds_unless_a_claim_is_contradicted() -> None:
    low = claim(amount="3", hedge=Hedge.AT_LEAST)
    assert not check(Story((low,)), FakeRecords(total=sums(1, opened=False))).holds
    assert check(Story((low,)), FakeRecords(total=sums(1))).holds


def test_claims_of_lists_and_law_leave_no_definition_open() -> None:
    assert open_switches(claim(Measure.LISTING)) == {}


def test_hectolitres_are_checked_against_litres() -> None:
    records = FakeRecords(total=sums(1200))
    (found,) = verdicts(records, claim(Measure.QUANTITY, "12", unit="hectolitres"))
    assert found.ruling is Ruling.SUPPORTED


def test_litres_are_checked_as_they_are() -> None:
    records = FakeRecords(total=sums(1200))
    (found,) = verdicts(records, claim(Measure.QUANTITY, "1,200", unit="l"))
    assert found.ruling is Ruling.SUPPORTED


THREE = (supplier("a", 9), supplier("b", 5), supplier("c", 2))


def test_two_that_are_second_largest_stand_second_and_third() -> None:
    second = claim(Measure.RANK, supplier=("c", "b"), unit="second largest")
    found = verdicts(FakeRecords(suppliers=THREE), second)[0]
    assert found.ruling is Ruling.SUPPORTED


@pytest.mark.parametrize("unit", ["largest", "among the largest"])
def test_a_rank_of_nobody_is_not_determinable(unit: str) -> None:
    found = verdicts(FakeRecords(suppliers=THREE), claim(Measure.RANK, unit=unit))[0]
    assert (found.ruling, found.why) == (
        Ruling.NOT_DETERMINABLE,
        "The claim does not say whose place it is.",
    )


def test_the_european_union_is_no_country_among_countries() -> None:
    largest = claim(Measure.RANK, country=("EU",), basis="origin", unit="largest")
    records = FakeRecords(countries=(supplier("EU", 9), supplier("CN", 2)))
    found = verdicts(records, largest)[0]
    assert found.why == "A group of countries has no place among countries."


def test_a_rank_has_the_plan_of_all_places_and_the_caveats_of_its_figure() -> None:
    class Told(FakeRecords):
        def value(self, query: Query) -> Found:
            return Found(sums(9), ("A caveat.",), f"lines of {query.supplier}")

    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    found = verdicts(Told(suppliers=THREE), largest)[0]
    assert (found.plan, found.caveats) == ("groups by supplier", ("A caveat.",))


@pytest.mark.parametrize("basis", ["sender", "origin", "unspecified"])
def test_a_rank_of_a_countrys_firms_or_of_a_country_leaves_makers_out(basis: str) -> None:
    rank = claim(Measure.RANK, country=("TR",), basis=basis, unit="largest")
    assert "supplier" not in open_switches(rank)


def test_a_share_of_goods_is_of_all_that_came() -> None:
    class Goods(FakeRecords):
        def value(self, query: Query) -> Found:
            return Found(sums(20 if query.hs else 100, opened=False))

    share = claim(Measure.SHARE, "20", hs=("8708",), unit="%")
    assert verdicts(Goods(), share)[0].ruling is Ruling.SUPPORTED


def test_a_share_of_nothing_named_is_not_determinable() -> None:
    share = claim(Measure.SHARE, "20", unit="%")
    assert verdicts(FakeRecords(total=sums(5)), share)[0].ruling is Ruling.NOT_DETERMINABLE


@pytest.mark.parametrize(
    "one",
    [
        claim(Measure.SHARE, "38", country=("KR",)),
        claim(Measure.CHANGE, "119", unit="percent", against=period("2021")),
        claim(Measure.VALUE, "3", unit=""),
        claim(Measure.QUANTITY, "3"),
        claim(Measure.LINES, "3", unit="trucks"),
    ],
    ids=lambda one: str(one.measure),
)
def test_a_number_whose_unit_says_nothing_is_not_determinable_and_why(one: Claim) -> None:
    records = FakeRecords(by=everywhere("KR", 1), total=sums(3, opened=False))
    found = verdicts(records, one)[0]
    assert found.ruling is Ruling.NOT_DETERMINABLE
    assert found.why
    assert not found.why.endswith(" .")


def test_tonnes_spelt_out_are_weighed() -> None:
    records = FakeRecords(total=sums(3000))
    (found,) = verdicts(records, claim(Measure.QUANTITY, "3", unit="tonnes"))
    assert found.ruling is Ruling.SUPPORTED


def test_up_to_so_many_suppliers_needs_records_without_a_gap() -> None:
    many = claim(Measure.SUPPLIERS, "3", hedge=Hedge.UP_TO)
    gaps = verdicts(FakeRecords(suppliers=THREE, total=sums(3)), many)[0]
    whole = verdicts(FakeRecords(suppliers=THREE, total=sums(3, opened=False)), many)[0]
    assert (gaps.ruling, whole.ruling) == (Ruling.NOT_DETERMINABLE, Ruling.SUPPORTED)


def test_an_absence_of_several_is_contradicted_by_one_though_another_is_unknown() -> None:
    class Known(FakeRecords):
        def there(self, query: Query) -> Found:
            if "nobody" in query.supplier:
                raise NoSuchParty("Nobody answers to 'nobody'.")
            return Found(sums(3))

    absent = claim(Measure.ABSENCE, supplier=("a", "nobody"))
    assert verdicts(Known(), absent)[0].ruling is Ruling.CONTRADICTED


def test_a_date_under_one_reading_of_its_country_is_supported_under_that_definition() -> None:
    class ByBasis(FakeRecords):
        def dates(self, query: Query) -> Dates:
            year = 2019 if query.definition.country == "dispatch" else 2021
            return Dates((date(year, 3, 1),) * 2, (date(year, 3, 1),) * 2)

    first = claim(Measure.FIRST_DATE, country=("KR",), period=period("2019"))
    found = verdicts(ByBasis(by=everywhere("KR", 1)), first)[0]
    assert found.ruling is Ruling.DEFINITION
    assert found.definition is not None
    assert found.definition.country == "dispatch"


def test_a_first_date_says_from_when_the_records_are() -> None:
    seen = Dates((date(2018, 1, 2),) * 2, (date(2018, 1, 2),) * 2)
    first = claim(Measure.FIRST_DATE, period=period("2018"))
    found = verdicts(FakeRecords(seen=seen), first)[0]
    assert "The records go from 2018-01-01 to 2023-12-31." in found.notes


@pytest.mark.parametrize(
    ("grade", "day", "ruling"),
    [
        ("probable", date(2024, 2, 23), Ruling.PROBABLE),
        ("uncertain", date(2024, 2, 23), Ruling.NOT_DETERMINABLE),
        ("probable", date(2023, 2, 23), Ruling.NOT_DETERMINABLE),
        ("uncertain", date(2023, 2, 23), Ruling.NOT_DETERMINABLE),
    ],
)
def test_a_listing_is_as_sure_as_its_match(grade: str, day: date, ruling: Ruling) -> None:
    listing = claim(Measure.LISTING, authority=("US",), period=period("2024-02"))
    records = FakeRecords(listed={"US": [Listed("US", day, day, grade=grade)]})
    assert verdicts(records, listing)[0].ruling is ruling


def test_what_is_touched_on_probable_links_alone_contradicts_nothing() -> None:
    records = FakeRecords(breaches=Breach(perhaps=("US, parties",)))
    found = verdicts(records, claim(Measure.BREACH))[0]
    assert found.ruling is Ruling.NOT_DETERMINABLE


def test_records_lack_a_period_whose_months_have_no_line() -> None:
    class Holed(FakeRecords):
        def coverage(self, who: Sequence[str]) -> Coverage:
            return Coverage(*self.span, ("2020-03", "2020-04"), ())

    holes = claim(Measure.COVERAGE, period=period("2020-03..2020-04"))
    more = claim(Measure.COVERAGE, period=period("2020-03..2020-05"), id="c2")
    found = verdicts(Holed(), holes, more)
    assert [one.ruling for one in found] == [Ruling.SUPPORTED, Ruling.CONTRADICTED]


def test_money_told_again_with_a_hedge_of_its_own_is_held_to_that_hedge() -> None:
    roubles = claim(Measure.NONE, "46.625 million", unit="RUB", why="A price.")
    dollars = claim(
        Measure.ARITHMETIC, "500,000", unit="USD", equals="c1", id="c2", hedge=Hedge.MORE_THAN
    )
    wrong = replace(dollars, id="c3", amount=printed("600,000"))
    found = verdicts(FakeRecords(), roubles, dollars, wrong, rates={"RUB": Decimal("88.2455")})
    assert [one.ruling for one in found[1:]] == [Ruling.SUPPORTED, Ruling.CONTRADICTED]


def test_a_figure_that_no_reading_answers_by_default_is_still_asked_of_the_others() -> None:
    class Released(FakeRecords):
        def value(self, query: Query) -> Found:
            if query.definition.date == "registered":
                raise BadParameter("No line has that day.")
            return Found(sums(15))

    (found,) = verdicts(Released(), claim(amount="15", period=period("2022")))
    assert found.ruling is Ruling.DEFINITION


def _open_total(part: int, *, opened: bool = False) -> FakeRecords:
    of_korea = {(basis, "KR"): sums(part, opened=opened) for basis in BASES}
    return FakeRecords(by=of_korea, total=sums(100, opened=True))


def test_a_share_of_an_open_total_has_no_floor() -> None:
    half = claim(Measure.SHARE, "1/2", hedge=Hedge.AT_LEAST, country=("KR",), unit="%")
    found = verdicts(_open_total(60), half)[0]
    assert found.figure is not None
    assert (found.figure.floor, found.ruling) == (0, Ruling.NOT_DETERMINABLE)


def test_what_a_total_lacks_does_not_contradict_a_smaller_share() -> None:
    tenth = claim(Measure.SHARE, "10", hedge=Hedge.UP_TO, country=("KR",), unit="%")
    assert verdicts(_open_total(60), tenth)[0].ruling is Ruling.NOT_DETERMINABLE


def test_an_open_total_makes_no_share_larger() -> None:
    half = claim(Measure.SHARE, "1/2", hedge=Hedge.UP_TO, country=("KR",), unit="%")
    assert verdicts(_open_total(40), half)[0].ruling is Ruling.SUPPORTED
    most = replace(half, hedge=Hedge.AT_LEAST)
    assert verdicts(_open_total(40), most)[0].ruling is Ruling.CONTRADICTED
    assert verdicts(_open_total(40, opened=True), most)[0].ruling is Ruling.NOT_DETERMINABLE


@pytest.mark.parametrize(
    ("unit", "amount", "before", "after"), [("times", "2", 10, 30), ("% less", "50", 30, 10)]
)
def test_a_change_against_an_open_sum_is_not_determinable(
    unit: str, amount: str, before: int, after: int
) -> None:
    start, later = date(2021, 1, 1), date(2022, 1, 1)
    records = FakeRecords(since={start: sums(before), later: sums(after)})
    change = claim(
        Measure.CHANGE, amount, unit=unit, hedge=Hedge.AT_LEAST,
        period=period("2022"), against=period("2021"),
    )  # fmt: skip
    assert verdicts(records, change)[0].ruling is Ruling.NOT_DETERMINABLE


def test_a_reading_on_probable_links_weakens_all_natural_readings() -> None:
    by = {(basis, "KR"): sums(16) for basis in BASES}
    by["dispatch", "KR"] = sums(16, floor=3)
    korea = claim(amount="16", hedge=Hedge.AT_LEAST, country=("KR",))
    assert verdicts(FakeRecords(by=by), korea)[0].ruling is Ruling.PROBABLE


class Years(FakeRecords):
    """So many dollars in 2022, and 100 in the year before."""

    def value(self, query: Query) -> Found:
        return Found(self.total if query.first == date(2022, 1, 1) else sums(100, opened=False))


@pytest.mark.parametrize(
    ("later", "hedge", "ruling"),
    [
        (160, Hedge.EXACT, Ruling.NOT_DETERMINABLE),
        (195, Hedge.EXACT, Ruling.SUPPORTED),
        (140, Hedge.EXACT, Ruling.CONTRADICTED),
        (105, Hedge.ALMOST, Ruling.CONTRADICTED),
        (190, Hedge.ALMOST, Ruling.SUPPORTED),
    ],
)
def test_doubled_is_read_within_a_tenth(later: int, hedge: Hedge, ruling: Ruling) -> None:
    doubled = claim(
        Measure.CHANGE, "2", unit="times", hedge=hedge, period=period("2022"),
        against=period("2021"),
    )  # fmt: skip
    found = verdicts(Years(total=sums(later, opened=False)), doubled)[0]
    assert found.ruling is ruling


@pytest.mark.parametrize(
    ("hedge", "amount", "ruling"),
    [
        (Hedge.AT_LEAST, "5", Ruling.SUPPORTED),
        (Hedge.AT_LEAST, "7", Ruling.CONTRADICTED),
        (Hedge.AT_LEAST, "6.1", Ruling.DEFINITION),
        (Hedge.ABOUT, "5,898", Ruling.CONTRADICTED),
        (Hedge.EXACT, "6.614", Ruling.DEFINITION),
        (Hedge.EXACT, "5.91", Ruling.DEFINITION),
    ],
)
def test_tons_may_be_metric_short_or_long(hedge: Hedge, amount: str, ruling: Ruling) -> None:
    records = FakeRecords(total=sums(6000, opened=False))
    weighed = claim(Measure.QUANTITY, amount, unit="tons", hedge=hedge)
    assert verdicts(records, weighed)[0].ruling is ruling


def test_which_tons_bear_a_claim_out_is_said() -> None:
    records = FakeRecords(total=sums(6000, opened=False))
    found = verdicts(records, claim(Measure.QUANTITY, "6.614", unit="tons"))[0]
    assert found.notes[-1] == (
        "Which tons are meant is not said: tonnes: contradicted; short tons: supported; "
        "long tons: contradicted."
    )


@pytest.mark.parametrize(
    ("mine", "rival", "ruling"),
    [
        (supplier("a", 9), replace(supplier("b", 5), ceiling=Decimal(10)), Ruling.PROBABLE),
        (replace(supplier("a", 9), floor=Decimal(6)), supplier("b", 7), Ruling.PROBABLE),
        (replace(supplier("a", 9), ceiling_open=True), supplier("b", 7), Ruling.SUPPORTED),
        (supplier("a", 9), replace(supplier("b", 5), ceiling_open=True), Ruling.NOT_DETERMINABLE),
    ],
)
def test_the_largest_is_larger_than_the_most_that_a_rival_may_have(
    mine: Group, rival: Group, ruling: Ruling
) -> None:
    records = FakeRecords(suppliers=(mine, rival))
    largest = claim(Measure.RANK, supplier=("a",), unit="largest")
    assert verdicts(records, largest)[0].ruling is ruling


def test_a_place_in_records_that_may_lack_lines_is_not_contradicted() -> None:
    records = FakeRecords(suppliers=(supplier("a", 9), supplier("b", 5)), more=True)
    largest = [claim(Measure.RANK, supplier=(who,), unit="largest", id=who) for who in "ab"]
    found = verdicts(records, *largest)
    assert [one.ruling for one in found] == [Ruling.SUPPORTED, Ruling.NOT_DETERMINABLE]
    assert all(one.figure and one.figure.ceiling_open for one in found)


def test_a_larger_rivals_lines_without_a_value_change_no_second_place() -> None:
    first = replace(supplier("a", 9), ceiling_open=True, rows_without_value=2)
    records = FakeRecords(suppliers=(first, supplier("b", 5), supplier("c", 2)))
    second = claim(Measure.RANK, supplier=("b",), unit="second largest")
    assert verdicts(records, second)[0].ruling is Ruling.SUPPORTED


def test_among_the_largest_is_open_where_five_could_be_larger() -> None:
    def ruled(many: int) -> Ruling:
        rivals = [replace(supplier(f"r{n}", 1), ceiling_open=True) for n in range(many)]
        records = FakeRecords(suppliers=(supplier("a", 9), *rivals))
        return verdicts(records, claim(Measure.RANK, supplier=("a",), unit=AMONG))[0].ruling

    assert (ruled(4), ruled(5)) == (Ruling.SUPPORTED, Ruling.NOT_DETERMINABLE)
