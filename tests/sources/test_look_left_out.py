"""What `ftg look` says of columns that a layout leaves out though their headers name fields."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from followthegoods.case import Case, Preview
from followthegoods.render.look import look

HEADER = "Номер ДТ;Номер товара;Дата регистрации;Получатель;Отправитель;Код ТН ВЭД;Вес нетто, кг"
LINE = "10129060/120323/0001234;1;12.03.2023;ООО ТИХАЯ ПРИСТАНЬ;QUIET RIVER LTD;8413702100;12,5"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    file = tmp_path_factory.mktemp("look") / "table.csv"
    lines = (f"{HEADER};Стат. стоимость, USD;Заметка", f"{LINE};1234,56;срочно")
    file.write_text("\n".join(lines) + "\n")
    return Case.look(file)


def test_a_column_left_out_shows_the_field_that_its_header_names(seen: Preview) -> None:
    says = {column.header: column.says for column in seen.columns if column.field == "not mapped"}
    assert says == {"Стат. стоимость, USD": "statistical_usd", "Заметка": ""}


def test_look_says_how_to_read_the_columns_that_a_layout_leaves_out(seen: Preview) -> None:
    console = Console(width=200, record=True, file=StringIO())
    for part in look(seen):
        console.print(part)
    text = console.export_text()
    assert "not mapped (statistical_usd?)" in text
    assert "ftg look table.csv --draft" in text
