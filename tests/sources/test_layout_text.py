"""What is said of a layout that is wrong: the line it is wrong in."""

from __future__ import annotations

from pathlib import Path

import pytest

from followthegoods.errors import BadLayout
from followthegoods.sources.layout import shipped_layouts
from followthegoods.sources.layout_text import check_layout_file, layout_text

RIGHT = """\
schema = 1
id = "own"
title = "An invented vendor's export"
authority = "RU"
currency = "RUB"
grain = "line"
direction = "import"
released = "all"
required = [["hs"]]
notes = ""

[fields.hs]
headers = ["Code"]

[fields.goods]
headers = ["Goods"]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_layout_without_a_fault_is_read(tmp_path: Path) -> None:
    assert check_layout_file(written(tmp_path, RIGHT)).id == "own"


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ('"RU"', "RU", 4),
        ('authority = "RU"', 'authority = "Russia"', 4),
        ("released =", "release =", 8),
        ('required = [["hs"]]', "required = []", 9),
        ("[fields.hs]", "[fields.code]", 12),
        ('headers = ["Goods"]', "headers = []\ncolour = 1", 15),
        ('headers = ["Goods"]', 'headers = ["Goods", "Code"]', 16),
        ('headers = ["Goods"]', 'headers = "Goods"', 16),
    ],
)
def test_a_fault_is_said_with_its_line(tmp_path: Path, right: str, wrong: str, line: int) -> None:
    assert RIGHT.count(right) == 1
    file = written(tmp_path, RIGHT.replace(right, wrong))
    with pytest.raises(BadLayout) as refused:
        check_layout_file(file)
    assert (refused.value.where, bool(refused.value.do)) == (f"{file}:{line}", True)


def test_a_key_that_is_missing_has_no_line(tmp_path: Path) -> None:
    file = written(tmp_path, RIGHT.replace('title = "An invented vendor\'s export"\n', ""))
    with pytest.raises(BadLayout) as refused:
        check_layout_file(file)
    assert refused.value.where == str(file)


def test_a_layout_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(BadLayout, match="cannot be read"):
        check_layout_file(tmp_path / "absent.toml")


def test_every_layout_that_ships_has_its_text() -> None:
    for layout in shipped_layouts():
        assert f'id = "{layout.id}"' in layout_text(layout.sha256)


def test_a_layout_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, RIGHT)
    layout = check_layout_file(file)
    written(tmp_path, RIGHT + "# a word more\n")
    with pytest.raises(BadLayout, match="changed while it was used"):
        layout_text(layout.sha256, str(file))
