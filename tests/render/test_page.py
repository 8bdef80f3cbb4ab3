from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
import render_examples as examples
from evidence_examples import SUPPLIER, cell, crossed, evidence, line

from followthegoods.case import Rows
from followthegoods.model.answer import Answer, Caveat, Figure, Screened, amount
from followthegoods.render.page import page
from followthegoods.render.page_rows import ROWS

GOLDEN = Path(__file__).parents[1] / "golden" / "page.txt"
NARROW_NO_BREAK = str.maketrans("", "", ", ")


@pytest.fixture(scope="module")
def text() -> str:
    return page(evidence())


@pytest.fixture(scope="module")
def tree(text: str) -> Element:
    return parsed(text)


def parsed(text: str) -> Element:
    """The page as a browser reads it. Raises for what is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def named(tree: Element, section: str) -> Element:
    found = tree.find(f".//section[@id='{section}']")
    assert found is not None
    return found


def values(element: Element) -> list[str]:
    return [data.get("value", "") for data in element.iter("data")]


# -- a page that stands alone


def test_a_page_is_valid_html(text: str) -> None:
    parsed(text)


def test_a_page_fetches_nothing(tree: Element) -> None:
    names = {"src", "href", "action", "data", "poster", "srcset", "background"}
    asked = [
        (element.tag, name)
        for element in tree.iter()
        for name in element.attrib
        if str(name).rpartition("}")[2] in names
    ]
    assert asked == []


def test_a_page_has_no_script(tree: Element) -> None:
    assert [e.tag for e in tree.iter() if e.tag == "script"] == []
    assert [n for e in tree.iter() for n in e.attrib if str(n).startswith("on")] == []


def test_the_style_of_a_page_names_no_place(text: str) -> None:
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_a_page_forbids_everything_but_its_own_style(text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "default-src 'none'" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1]


def test_no_element_has_a_style_of_its_own(tree: Element) -> None:
    assert [e.tag for e in tree.iter() if "style" in e.attrib] == []


def test_the_same_evidence_gives_the_same_page(text: str) -> None:
    assert page(evidence()) == text


# -- its figures


def figures(answer: Answer) -> Iterator[Figure]:
    yield answer.value_usd
    for groups in answer.by.values():
        if len(groups) > 1:
            yield from groups
    for event in answer.events:
        yield event.since
        if event.window:
            yield from (event.window.before, event.window.after)
    yield from (answer.measures.net_kg, answer.measures.lines, *answer.measures.quantity)
    yield from (*answer.apart, *answer.value_bases)


@pytest.mark.parametrize("bound", ["floor", "point", "ceiling"])
def test_every_figure_of_the_answer_stands_on_the_page_to_the_digit(
    tree: Element, bound: str
) -> None:
    shown = set(values(tree))
    only_points = {g for name in ("trading", "sender_country") for g in examples.BY[name]}
    wanted = {
        amount(getattr(figure, bound))
        for figure in figures(evidence().answer)
        if figure not in only_points
    }
    assert wanted - shown == set()


def test_what_is_read_of_an_amount_is_what_the_json_has(tree: Element) -> None:
    for data in tree.iter("data"):
        said = words(data).translate(NARROW_NO_BREAK)
        assert Decimal(said) == Decimal(data.get("value", ""))


def test_the_headline_has_floor_point_and_ceiling(tree: Element) -> None:
    assert values(named(tree, "total")) == ["950000.25", "1000000", "1055000.10"]


def test_an_open_ceiling_is_never_up_to(tree: Element) -> None:
    assert "up to" not in words(named(tree, "total"))


def test_a_closed_ceiling_is_up_to() -> None:
    total = replace(examples.answer().value_usd, ceiling_open=False)
    made = parsed(page(evidence(replace(examples.answer(), value_usd=total, measured=total))))
    assert "up to 1.06 million" in words(named(made, "total"))


def valueless() -> Answer:
    """An answer of lines that state quantities and no value."""
    none = examples.figure("0", "0", "0", 0, 11)
    answer = examples.answer()
    others = [caveat for caveat in answer.caveats if caveat.code != "no_rate"]
    return replace(answer, value_usd=none, measured=none, caveats=type(answer.caveats)(others))


def test_where_no_line_states_a_value_the_headline_is_of_a_quantity() -> None:
    total = named(parsed(page(evidence(valueless()))), "total")
    assert values(total) == ["1", "2", "3"]
    assert "No line states a value: these figures are of PCE." in words(total)


def test_without_values_and_quantities_the_headline_is_of_lines() -> None:
    bare = valueless()
    measures = replace(bare.measures, quantity=())
    made = parsed(page(evidence(replace(bare, measures=measures))))
    assert values(named(made, "total")) == ["10", "11", "12"]


def test_lines_without_a_value_are_counted_beside_those_with_one() -> None:
    group = replace(examples.group("KR", "South Korea", "5", 2), rows_without_value=7)
    by = {**examples.BY, "origin": (group,)}
    made = parsed(page(evidence(replace(examples.answer(), by=by))))
    assert "2 +7 without value" in words(named(made, "countries"))


def test_a_caveat_stands_beside_what_it_concerns(tree: Element) -> None:
    assert "sent from another country" in words(named(tree, "countries"))


def test_a_caveat_that_has_no_place_is_said_all_the_same(tree: Element) -> None:
    assert "A caveat that has no table of its own." in words(named(tree, "coverage"))


def test_every_caveat_is_said_once(text: str) -> None:
    for caveat in evidence().answer.caveats[1:]:
        assert text.count(caveat.text.replace("'", "&#39;")) == 1, caveat.code


def test_a_supplier_has_what_it_supplies_beside_it(tree: Element) -> None:
    said = words(named(tree, "suppliers"))
    assert "800.0 k: 870899 Parts of vehicles" in said
    assert "Germany; lines from 2018-03-01 to 2019-12-30" in said


def test_concentration_is_said_before_anyone_builds_on_it(tree: Element) -> None:
    assert "The five largest lines make 70.0 % of the point" in words(named(tree, "suppliers"))


def test_new_suppliers_are_named_with_the_event() -> None:
    event = replace(examples.answer().events[0], new_suppliers=("p1",))
    answer = replace(examples.answer(), suppliers=(SUPPLIER,), events=(event,))
    assert "first seen on the day or later: KOVRELL PARTS GMBH" in words(
        parsed(page(evidence(answer)))
    )


def test_a_listing_stands_on_the_page_with_what_was_imported_since() -> None:
    listed = Screened(
        "p9", "KOLMARA MOTORS", ("receiver",), "certain", "tax id", "list", "e1", "KOLMARA",
        "US", "RUSSIA", "blocking", date(2019, 6, 1), None, "stated", "", "", None, None, (), None,
        "listed", None, None, None, examples.figure("1", "2", "3"), (), (),
    )  # fmt: skip
    made = parsed(page(evidence(replace(examples.answer(), screening=(listed,)))))
    said = words(named(made, "screening"))
    assert "US: RUSSIA, blocking 2019-06-01" in said


def test_a_dimension_nobody_knew_of_is_shown_by_its_name() -> None:
    groups = (examples.group("a", "one way", "5"), examples.group("b", "another", "6"))
    by = {**examples.BY, "new_thing": groups}
    made = parsed(page(evidence(replace(examples.answer(), by=by))))
    assert "New thing" in words(named(made, "more"))


def test_invented_data_say_so_above_and_below(text: str) -> None:
    assert text.count("INVENTED DATA") == 2


def test_real_data_are_not_called_invented() -> None:
    assert "INVENTED" not in page(evidence(examples.answer(invented=False)))


def test_a_subject_without_any_dated_value_has_a_page() -> None:
    empty = replace(crossed(), routes=(), periods=(), totals=())
    answer = replace(examples.answer(), by=dict.fromkeys(examples.BY, ()))
    made = parsed(page(evidence(answer, crossed=empty, rows=Rows(), found=0)))
    assert "there is nothing to draw" in words(named(made, "time"))


# -- its evidence


def test_a_raw_cell_stands_beside_what_was_read_in_it(tree: Element) -> None:
    rows = [words(row) for row in named(tree, "evidence").iter("tr")]
    assert "G46 1250,50 statistical usd: 1,250.50 US dollars" in rows


def test_a_line_names_its_place_in_its_source(tree: Element) -> None:
    assert "early.csv:7" in words(named(tree, "evidence"))


def test_a_page_has_the_largest_lines_in_the_order_of_their_days() -> None:
    rows = Rows(line(row=n, value_usd=Decimal(n)) for n in range(1, ROWS + 11))
    made = parsed(page(evidence(rows=rows, found=500)))
    places = [words(e) for e in named(made, "evidence").iter("bdi") if "early.csv:" in words(e)]
    assert places == [f"early.csv:{n}" for n in range(11, ROWS + 11)]
    assert f"The {ROWS} lines worth most of 500" in words(named(made, "evidence"))


def test_a_line_that_is_in_no_figure_is_no_evidence_of_one() -> None:
    rows = Rows([line(counted_in="transit")])
    assert "early.csv" not in words(named(parsed(page(evidence(rows=rows))), "evidence"))


def test_the_plan_is_on_the_page(tree: Element) -> None:
    assert "SELECT 1" in words(named(tree, "computed"))


HOSTILE = '</style><script>alert(1)</script><img src=x onerror="alert(2)">\u202e{{ 7 * 7 }}'


def test_nothing_of_the_records_is_markup() -> None:
    base = evidence()
    by = {name: (examples.group("k", HOSTILE, "5"),) * 2 for name in base.answer.by}
    answer = replace(
        base.answer,
        subject=replace(base.answer.subject, name=HOSTILE),
        by=by,
        caveats=(Caveat("x", HOSTILE),),
        plan=HOSTILE,
    )
    rows = Rows([line(goods=HOSTILE, cells=(HOSTILE,) * 9)])
    made = parsed(page(evidence(answer, rows=rows)))
    assert {e.tag for e in made.iter()} & {"script", "img"} == set()
    assert "{{ 7 * 7 }}" in words(made)


def test_a_cell_with_control_and_direction_characters_is_shown_without_them() -> None:
    made = page(evidence(rows=Rows([line(cells=("A\x00\x1b[31mB\u202eC",))])))
    assert "A[31mBC" in made


# -- looked at


def test_the_words_of_a_page_read_as_in_their_file() -> None:
    """Text without charts, a line an element, so that a reviewer can read it."""
    empty = replace(crossed(), routes=(), periods=(), totals=(cell("2018-Q1", "", "0"),))
    body = parsed(page(evidence(crossed=empty))).find("body")
    assert body is not None
    for svg in list(body.iter("svg")):
        svg.clear()
    shown = ("h1", "h2", "h3", "p", "li", "tr", "dt", "dd", "summary", "figcaption", "aside")
    said = [f"{e.tag}: {words(e)}" for e in body.iter() if e.tag in shown and words(e)]
    text = "\n".join(said) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(text, encoding="utf-8")
        pytest.fail(f"{GOLDEN} was not there: it is now; read it and run again")
    assert text == GOLDEN.read_text(encoding="utf-8")
