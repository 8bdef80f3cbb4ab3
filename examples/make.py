"""Writes the notebooks of this folder anew, with what their cells show on the demo's case.

    python examples/make.py            writes them
    python examples/make.py --check    says which would differ, exit 1

A notebook is written as text below: prose, then a cell of Python, and so on. Cells run in a folder
that holds the demo's case as `ftg-demo/case`; all of its records are invented.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOKS: dict[str, tuple[str, ...]] = {
    "dossier": (
        "# Who supplies a company, and with what\n\nEvery record here is invented. A dossier is the"
        " main answer: three numbers, by country, supplier, goods and year, with what they leave"
        " out.",
        "from datetime import date\n\nfrom followthegoods import Case\n\n"
        'case = Case.open("ftg-demo/case")\n'
        'answer = case.dossier("9900718344", events=[(date(2022, 2, 24), "Invasion")])\nanswer',
        "The same figures as numbers. Amounts are decimals, to the cent.",
        "figure = answer.value_usd\n"
        "figure.floor, figure.point, figure.ceiling, figure.ceiling_open, figure.rows",
        "What came since the event, and in as many days before it as after it.",
        "event = answer.events[0]\n"
        "print(event.since.point)\n"
        "print(event.window.days, event.window.before.point, event.window.after.point)",
        "What each supplier supplies, in plain words.",
        "for supplier in answer.suppliers[:5]:\n"
        '    print(supplier.label, supplier.country, supplier.first, supplier.last, sep="; ")\n'
        "    for code in supplier.codes:\n"
        '        print("   ", code.code, code.text[:60], code.point)',
        "How do you know? The lines behind a number, with file, row and raw cells.",
        'where = {"origin": "TR", "counted": "point"}\n'
        'for line in case.rows("9900718344", where=where, limit=3):\n'
        "    print(line.source, line.row, line.day, line.hs, line.value_usd)",
    ),
    "definitions": (
        "# One company, five definitions of a country\n\nEvery record here is invented. Goods are"
        " produced in one country, sent from another, sold by a third. “Imported from Korea” is a"
        " different number under each.",
        "from followthegoods import Case\n\n"
        'case = Case.open("ftg-demo/case")\nanswer = case.dossier("9900718344")\n'
        'for basis in ("origin", "dispatch", "trading", "sender_country"):\n'
        '    korea = next(g for g in answer.by[basis] if g.key == "KR")\n'
        '    print(f"{basis:15} {korea.floor:>15,} {korea.point:>15,} {korea.ceiling:>15,}")',
        "The lines that make the difference: produced elsewhere, sent from Korea.",
        'away = [line for line in case.rows("9900718344", where={"dispatch": "KR",'
        ' "counted": "point"})\n        if line.origin != "KR"]\n'
        "print(len(away), sum(line.value_usd for line in away if line.value_usd))",
    ),
    "who_is_who": (
        "# Who is who\n\nEvery record here is invented. Names are joined by tax id, by name, form"
        " and address, and by likeness, each with its grade and its reasons.",
        "from followthegoods import Case\n\n"
        'case = Case.open("ftg-demo/case")\n'
        'for party in case.find("ОРЛЕМАР"):\n'
        "    print(party.id, party.name, [key for key in party.tax_ids], party.lines)",
        "The first two have one name and two tax ids: they are two companies. The third is made of"
        " lines that give the name only; they may be of either, and are in the ceiling of both.",
        'case.dossier("9900718344").books.uncertain_party',
    ),
}


def notebook(cells: tuple[str, ...]) -> Any:
    """Prose and code by turns, as a notebook."""
    made = nbformat.v4.new_notebook()
    kinds = (nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell)
    made.cells = [kinds[place % 2](text, id=f"cell-{place}") for place, text in enumerate(cells)]
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return made


def written() -> Iterator[tuple[Path, str]]:
    """Each notebook's place and its text, run on a fresh demo."""
    with TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "followthegoods.faces.cli.main", "demo", "ftg-demo"]
        subprocess.run(demo, cwd=folder, check=True, capture_output=True)
        os.environ["FTG_THREADS"] = "1"
        for name, cells in NOTEBOOKS.items():
            made = notebook(cells)
            NotebookClient(made, timeout=300, resources={"metadata": {"path": folder}}).execute()
            for cell in made.cells:
                cell.metadata = {}
                for output in cell.get("outputs", ()):
                    if "text/html" in output.get("data", {}):
                        del output.data["text/plain"]  # the whole record, on one line
            made.metadata.pop("language_info", None)
            yield HERE / f"{name}.ipynb", nbformat.writes(made) + "\n"


def main() -> int:
    differs = False
    for file, text in written():
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        if before == text:
            continue
        differs = True
        lines = unified_diff(before.splitlines(), text.splitlines(), "written", "shown now", n=1)
        sys.stderr.write(f"{file.name} differs from what its cells show:\n")
        sys.stderr.writelines(f"{line[:300].rstrip()}\n" for line in lines)
        if "--check" not in sys.argv:
            file.write_text(text, encoding="utf-8")
    return int(differs and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
