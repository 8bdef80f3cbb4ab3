from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowing import disk, figures, ledger
from rereading import RIGHT, WRONG, layouts, read_by, sha256, toml

from followthegoods import __version__
from followthegoods.case import Case, Moved, shipped_layout_text
from followthegoods.errors import BadLayout, BadParameter, NoSuchSource, UnknownLayout
from strategies import (
    CLOVER,
    DAISY,
    NARROW,
    NARROW_HEADER,
    lines_of,
    narrow,
    write_files,
)

A = [narrow(), narrow(item="2", statistical_usd="500"), narrow(item="0", goods="КАБЕЛЬ")]
B = [narrow(), narrow(item="2", statistical_usd="400"), narrow(item="3", hs="", goods="ШЛАНГ")]


@pytest.fixture(scope="module")
def by(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The paths of the wrong layout and of the right one."""
    return layouts(tmp_path_factory.mktemp("layouts"))


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory, by: tuple[str, str]) -> Path:
    """A case of two files with lines in common, read by the wrong layout."""
    with read_by(tmp_path_factory.mktemp("misread"), by[0], A, B) as case:
        case.status()
        return case.path


@pytest.fixture
def wrong(misread: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it."""
    shutil.copytree(misread, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        yield case


# -- what it comes to


def judged(case: Case) -> dict[str, Any]:
    """The ledger without the lines that stand: one was judged to, or nothing was said of it."""
    return {
        name: {**own, "fates": {at: f for at, f in own["fates"].items() if f != "stands"}}
        for name, own in ledger(case).items()
    }


def test_a_source_read_again_is_as_if_it_had_been_read_so_from_the_start(
    wrong: Case, by: tuple[str, str], tmp_path: Path
) -> None:
    for name in ("1", "2"):
        wrong.relayout(name, layout=by[1])
    with read_by(tmp_path / "fresh", by[1], A, B) as fresh:
        assert figures(wrong) == figures(fresh)
        assert judged(wrong) == judged(fresh)


def test_the_old_layout_again_gives_the_old_figures_and_the_old_state(
    wrong: Case, by: tuple[str, str]
) -> None:
    before = (figures(wrong), judged(wrong), wrong.status().state)
    wrong.relayout("1.csv", layout=by[1])
    assert figures(wrong) != before[0]
    wrong.relayout("1.csv", layout=by[0])
    assert (figures(wrong), judged(wrong), wrong.status().state) == before


ROWS = st.lists(
    st.builds(
        lambda item, usd, net, hs, who: narrow(
            item=item, statistical_usd=usd, net_kg=net, hs=hs, receiver_id=who
        ),
        st.sampled_from("0123"),
        st.sampled_from(["", "500", "500,5"]),
        st.sampled_from(["", "7", "9"]),
        st.sampled_from(["8413302008", ""]),
        st.sampled_from([DAISY, CLOVER]),
    ),
    min_size=1,
    max_size=8,
)


LAST = narrow(item="9")
"""What tells the second file from the first: the same file again is none."""


@pytest.mark.slow
@settings(deadline=None, max_examples=3)
@given(ROWS, ROWS, st.permutations(["1.csv", "2.csv"]))
def test_books_and_fates_of_any_files_read_again_are_those_of_a_fresh_case(
    tmp_path_factory: pytest.TempPathFactory,
    by: tuple[str, str],
    first: list[list[str]],
    second: list[list[str]],
    order: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with (
        read_by(folder / "again", by[0], first, [*second, LAST]) as again,
        read_by(folder / "fresh", by[1], first, [*second, LAST]) as fresh,
    ):
        for name in order:
            assert again.relayout(name, layout=by[1]).after.balanced
        assert judged(again) == judged(fresh)


def test_lines_are_replaced_and_raw_cells_are_not(wrong: Case, by: tuple[str, str]) -> None:
    before = disk(wrong)
    wrong.relayout("1", layout=by[1])
    after = disk(wrong)
    raw = {name for name in before if name.startswith("raw/")}
    assert {name: after[name] for name in raw} == {name: before[name] for name in raw}
    assert "lake/lines/00000001.parquet" not in after
    assert len([name for name in after if "/lines/" in name]) == 2


def test_a_source_keeps_its_number(wrong: Case, by: tuple[str, str]) -> None:
    wrong.relayout("1", layout=by[1])
    assert [book.source.source for book in wrong.status().books] == [1, 2]
    assert {row["source"] for row in lines_of(wrong)} == {1, 2}


def test_a_reader_that_is_open_answers_from_the_new_lines(wrong: Case, by: tuple[str, str]) -> None:
    with Case.open(wrong.path) as other:
        before = figures(other)
        wrong.relayout("1", layout=by[1])
        assert figures(other) == figures(wrong) != before


# -- what is shown of it


def test_the_books_before_and_after_are_shown(wrong: Case, by: tuple[str, str]) -> None:
    wrong.relayout("1", layout=by[1])
    before = wrong.status().books[1]
    done = wrong.relayout("2", layout=by[1])
    assert (done.before, done.after) == (before, wrong.status().books[1])
    assert done.before != done.after


def test_columns_that_fill_another_field_are_named(wrong: Case, by: tuple[str, str]) -> None:
    done = wrong.relayout("1", layout=by[1])
    changed = {column.header: (column.before, column.after) for column in done.columns}
    assert changed == {
        "G32": (None, "item"),
        "G31_1": (None, "goods"),
        "G38": ("statistical_usd", "net_kg"),
        "G46": ("customs_value", "statistical_usd"),
    }


def test_a_preview_shows_what_would_be_and_changes_nothing(
    wrong: Case, by: tuple[str, str]
) -> None:
    before = (wrong.status(), disk(wrong), wrong.dossier(DAISY).to_json())
    seen = wrong.relayout("1", layout=by[1], preview=True)
    assert (wrong.status(), disk(wrong), wrong.dossier(DAISY).to_json()) == before
    done = wrong.relayout("1", layout=by[1])
    assert (seen.after.refused, seen.after.lines, seen.columns) == (
        done.after.refused,
        done.after.lines,
        done.columns,
    )


def test_the_same_layout_again_changes_nothing(wrong: Case, by: tuple[str, str]) -> None:
    before = (wrong.status(), disk(wrong))
    assert not wrong.relayout("1", layout=by[0]).changed
    assert (wrong.status(), disk(wrong)) == before


def test_lines_that_another_program_derived_are_derived_again(
    wrong: Case, by: tuple[str, str]
) -> None:
    wrong._catalogue.db.execute("UPDATE loads SET program = '0.0.1'")
    assert wrong.relayout("1", layout=by[0]).changed
    assert wrong._catalogue.derived_by(1) == __version__


# -- saved answers


@pytest.fixture
def saved(wrong: Case, tmp_path: Path) -> Path:
    """An answer of before."""
    file = tmp_path / "before.json"
    file.write_text(wrong.dossier(DAISY).to_json(), encoding="utf-8")
    return file


def test_the_figures_of_a_saved_answer_that_moved_are_shown(
    wrong: Case, by: tuple[str, str], saved: Path
) -> None:
    (answer,) = wrong.relayout("1", layout=by[1], answers=[saved]).answers
    moved = {one.place: (one.before, one.after) for one in answer.moved}
    before = json.loads(saved.read_text(encoding="utf-8"))["value_usd"]["point"]
    now = wrong.dossier(DAISY).to_dict()["value_usd"]["point"]
    assert answer.same_state
    assert moved["value_usd.point"] == (before, now)


def test_a_preview_shows_the_figures_that_would_move(
    wrong: Case, by: tuple[str, str], saved: Path
) -> None:
    (seen,) = wrong.relayout("1", layout=by[1], preview=True, answers=[saved]).answers
    (done,) = wrong.relayout("1", layout=by[1], answers=[saved]).answers
    assert seen.moved == done.moved


def test_no_figure_moves_where_nothing_changes(
    wrong: Case, by: tuple[str, str], saved: Path
) -> None:
    (answer,) = wrong.relayout("1", layout=by[0], answers=[saved]).answers
    assert (answer.moved, answer.same_state) == ((), True)


def test_an_answer_is_asked_with_the_parameters_it_was_asked_with(
    wrong: Case, by: tuple[str, str], tmp_path: Path
) -> None:
    from_day = tmp_path / "later.json"
    answer = wrong.dossier(DAISY, regimes=["51"], country="dispatch")
    from_day.write_text(answer.to_json(), encoding="utf-8")
    (again,) = wrong.relayout("1", layout=by[0], answers=[from_day]).answers
    assert again.moved == ()


def test_an_answer_from_another_state_is_said_to_be_one(
    wrong: Case, by: tuple[str, str], saved: Path
) -> None:
    wrong.remove("2")
    (answer,) = wrong.relayout("1", layout=by[1], answers=[saved]).answers
    assert not answer.same_state


def test_an_answer_whose_subject_is_gone_cannot_be_asked_again(
    wrong: Case, saved: Path, tmp_path: Path
) -> None:
    nobody = toml(
        {name: n for name, n in zip(NARROW, NARROW_HEADER, strict=True) if "rec" not in name}
    )
    (file,) = write_files(tmp_path, {"nobody.toml": nobody.encode()})
    wrong.remove("2")
    (answer,) = wrong.relayout("1", layout=str(file), answers=[saved]).answers
    assert answer.moved == ()
    assert answer.cannot


@pytest.mark.parametrize("text", ["{}", "[]", "no json", '{"made_from": {"parameters": {}}}'])
def test_what_is_no_saved_answer_is_refused_before_anything_is_done(
    wrong: Case, by: tuple[str, str], tmp_path: Path, text: str
) -> None:
    before = wrong.status()
    (tmp_path / "note.json").write_text(text)
    with pytest.raises(BadParameter, match="no saved answer"):
        wrong.relayout("1", layout=by[1], answers=[tmp_path / "note.json"])
    assert wrong.status() == before


# -- which layout


def test_the_text_of_a_layout_is_kept_beside_the_source(wrong: Case, by: tuple[str, str]) -> None:
    assert wrong.layout_text("own") == [WRONG]
    wrong.relayout("1", layout=by[1])
    assert set(wrong.layout_text("own")) == {WRONG, RIGHT}


def test_the_text_of_a_layout_that_ships_is_kept_too(case: Case) -> None:
    (text,) = case.layout_text("ru-declarations")
    assert sha256(text) == case.status().books[0].source.layout_sha256
    assert text == shipped_layout_text("ru-declarations")


def test_a_layout_that_no_source_is_read_by_has_no_text(case: Case) -> None:
    with pytest.raises(BadParameter, match="No source"):
        case.layout_text("kz-declarations")


def test_an_answer_names_every_version_of_a_layout_that_it_rests_on(
    wrong: Case, by: tuple[str, str]
) -> None:
    wrong.relayout("1", layout=by[1])
    said = wrong.dossier(DAISY).made_from.layouts["own"]
    assert sorted(said.split(", ")) == sorted(sha256(text)[:16] for text in (WRONG, RIGHT))


def test_without_a_layout_the_one_that_ships_is_taken(case: Case) -> None:
    assert not case.relayout("first.csv").changed


def test_a_source_read_by_a_layout_of_ones_own_needs_one(wrong: Case) -> None:
    with pytest.raises(BadParameter, match="a layout of your own, own"):
        wrong.relayout("1")


def test_a_layout_that_does_not_fit_leaves_the_case_as_it_was(wrong: Case, tmp_path: Path) -> None:
    (file,) = write_files(
        tmp_path,
        {
            "other.toml": WRONG.replace('[["hs"]]', '[["declaration"]]')
            .replace('headers = ["ND"]', 'headers = ["NUMBER"]')
            .encode()
        },
    )
    before = (wrong.status(), disk(wrong))
    with pytest.raises(UnknownLayout):
        wrong.relayout("1", layout=str(file))
    assert (wrong.status(), set(disk(wrong)) >= set(before[1])) == (before[0], True)


@pytest.mark.parametrize(
    ("source", "layout", "error"), [("9", None, NoSuchSource), ("1", "absent.toml", BadLayout)]
)
def test_what_is_not_there_is_said_to_be_so(
    wrong: Case, source: str, layout: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        wrong.relayout(source, layout=layout)


def test_a_group_is_compared_by_its_key(wrong: Case, by: tuple[str, str], saved: Path) -> None:
    (answer,) = wrong.relayout("1", layout=by[1], answers=[saved]).answers
    places = {one.place for one in answer.moved}
    assert any(re.fullmatch(r"by\.hs4\.8413( .*)?\.point", place) for place in places)
    assert not any(isinstance(one, Moved) and one.before == one.after for one in answer.moved)
