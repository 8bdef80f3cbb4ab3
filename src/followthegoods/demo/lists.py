"""An invented list for the demonstration: its subject, and one who supplies it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from followthegoods.demo.companies import LIMOUSINES, SUPPLIERS

FILE = "invented_us_list_2024-06-01.csv"
SUBJECT_ENTRY, SUPPLIER_ENTRY = "us-sdn/900001", "us-sdn/900002"
LISTED = date(2024, 2, 23)
"""The day on which the subject was listed, after its last line: the file itself has no days."""

SUPPLIER_LISTED = date(2022, 6, 28)
SOURCE = "an invented notice"
LISTINGS = {SUBJECT_ENTRY: LISTED, SUPPLIER_ENTRY: SUPPLIER_LISTED}
"""The entries, and the days on which they were listed."""

_COLUMNS = ("ent_num", "sdn_name", "sdn_type", "program", "tax_id_inn", "registration_ogrn",
            "linked_to", "address", "aka", "source")  # fmt: skip


def write_list(folder: Path) -> Path:
    """Write the list into `folder`: an extract, in the columns of the United States' list."""
    supplier = SUPPLIERS["IVORTEC"]
    rows = (
        ("900001", "LIMITED LIABILITY COMPANY ORLEMAR MOTORS", "entity", "INVENTED",
         LIMOUSINES.inn, "", "", "7 Karetnaya Street, Kamskiy Yar 423999, Russia", ""),
        ("900002", supplier.name, "entity", "INVENTED", "", "", "",
         "Unit 1907, Kam Fook Building, Kowloon, Hong Kong", ""),
    )  # fmt: skip
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        table.writerows((*row, "INVENTED DATA") for row in rows)
    return path
