"""Write docs/reference from the code, or check (`--check`) that it is in step with it.

Run by `make docs` and `make check`. A command, setting, error, code or field that is not described
in the code cannot be described here: an empty description fails the build.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import click
import typer.main

from followthegoods import case as case_module
from followthegoods import errors
from followthegoods.config import SETTINGS
from followthegoods.faces.cli.examples import EXAMPLES
from followthegoods.faces.cli.main import app
from followthegoods.faces.http.api.routes import ABOUT, ROOT, description
from followthegoods.model import answer, difference, flows, leads
from followthegoods.model.codes import FATES, MARKS, REFUSED, SKIPPED
from followthegoods.model.fields import FIELDS, SQL_TYPES
from followthegoods.questions.caveats import APART, CAVEATS
from followthegoods.sources.layout import Layout, shipped_layouts

FOLDER = Path(__file__).parent / "reference"
NOTE = "<!-- Made from the code by docs/generate.py. Edit the code, then run `make docs`. -->\n\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table. Raises when a cell is empty: something is not described."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|" + " --- |" * lines[0].count(" | ") + " --- |")
    for row in rows:
        cells = [" ".join(str(cell).replace("|", "\\|").split()) for cell in row]
        if not all(cells):
            raise SystemExit(f"not described: {cells}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    root = typer.main.get_command(app)
    parts = [
        "# Commands\n\nstdout is data, stderr is talk. Exit codes: 0 answered, 1 a check did "
        "not hold, 2 wrong use, 3 bad data, 4 something broke, 130 interrupted.\n"
    ]
    for name, command in sorted(_walk(root, "ftg")):
        context = click.Context(command, info_name=name)
        usage = " ".join(command.collect_usage_pieces(context))
        parts.append(f"## {name}\n\n{inspect.cleandoc(command.help or '')}\n\n`{name} {usage}`\n")
        rows = [
            (f"`{' '.join((*option.opts, *option.secondary_opts))}`", option.help or "")
            for option in command.params
            if option.param_type_name == "option" and option.name != "help"
        ]
        if rows:
            parts.append(table(("option", "what it does"), rows))
        if lines := EXAMPLES.get(name.removeprefix("ftg ")):
            parts.append("\n".join(["```sh", *lines, "```"]) + "\n")
    return "\n".join(parts)


def _walk(command: click.Command, name: str) -> Iterable[tuple[str, click.Command]]:
    inner = getattr(command, "commands", {})
    if not inner or getattr(command, "invoke_without_command", False):
        if not command.help:
            raise SystemExit(f"not described: {name}")
        yield name, command
    for word, each in inner.items():
        yield from _walk(each, f"{name} {word}")


def settings() -> str:
    rows = [(f"`{s.variable}`", f"`{s.default or '(empty)'}`", s.doc) for s in SETTINGS]
    head = "# Settings\n\nRead from the environment. A value that cannot be, or an `FTG_` variable "
    head += "that is none of these, stops the program.\n\n"
    return head + table(("variable", "default", "what it sets"), rows)


def error_tree() -> str:
    lines = inspect.cleandoc(errors.__doc__ or "").splitlines()[2:]
    return "# Errors\n\nEvery error says what was wrong, where, and what to do.\n\n```\n" + (
        "\n".join(lines) + "\n```\n"
    )


def codes() -> str:
    parts = ["# Codes\n"]
    for title, known in (
        ("Refused rows", REFUSED),
        ("Skipped rows", SKIPPED),
        ("Marks of cells", MARKS),
        ("Fates of lines", FATES),
        ("Shown apart", APART),
        ("Caveats", CAVEATS),
    ):
        parts += [
            f"## {title}\n",
            table(("code", "meaning"), [(f"`{c}`", t) for c, t in known.items()]),
        ]
    return "\n".join(parts)


def line_fields() -> str:
    rows = [
        (
            f"`{f.name}`",
            SQL_TYPES.get(f.kind, "VARCHAR"),
            f.box or "none",
            f.doc + (" A total: never summed." if f.total else ""),
        )
        for f in FIELDS
    ]
    return "# Fields of a line\n\n" + table(("field", "type", "box", "meaning"), rows)


def layouts() -> str:
    parts = ["# Layouts that ship\n"]
    for layout in shipped_layouts():
        parts.append(
            f"## {layout.id}\n\n{layout.title}. Authority {layout.authority}.\n\n{layout.notes}\n"
        )
        rows = [(f"`{name}`", _filled_by(layout, name)) for name in layout.filled]
        parts.append(table(("field", "headers"), rows))
    return "\n".join(parts)


def _filled_by(layout: Layout, name: str) -> str:
    """What a layout fills a field with: headers, the preferred first, and what is done to cells."""
    if name in layout.constants:
        return f"always {layout.constants[name]}"
    said = ", ".join(layout.named(name))
    if name in layout.joins:
        said = f"joined: {said}"
    if name in layout.factors:
        said += f" (times {layout.factors[name]:,})"
    if name in layout.forms:
        said += f" (as {layout.forms[name]})"
    if name in layout.values:
        said += f" (by a table of {len(layout.values[name])} codes)"
    return said


def json_shape() -> str:
    parts = ["# The dossier as JSON\n\nAmounts are decimal strings; days are ISO dates.\n"]
    seen: list[Any] = []

    def walk(kind: type[Any]) -> None:
        if kind in seen:
            return
        seen.append(kind)
        rows = []
        for field in fields(kind):
            rows.append((f"`{field.name}`", f"`{field.type}`"))
        doc = inspect.cleandoc(kind.__doc__ or "")
        if doc.startswith(f"{kind.__name__}("):
            doc = ""
        parts.append(f"## {kind.__name__}\n\n{doc}\n\n" + table(("key", "type"), rows))

    for name in (
        "Answer",
        "Subject",
        "PartyRef",
        "Bases",
        "Coverage",
        "SourceCoverage",
        "AnswerBooks",
        "Figure",
        "Group",
        "Measures",
        "Quantity",
        "Supplier",
        "SuppliedCode",
        "Concentration",
        "Prices",
        "FarPrice",
        "PricedLine",
        "Event",
        "Window",
        "Growth",
        "Caveat",
        "MadeFrom",
    ):
        walk(getattr(answer, name))
    for title, module in (
        ("Routes, and mirrors", flows),
        ("Changes", leads),
        ("The difference of two states", difference),
    ):
        parts.append(f"# {title} as JSON\n")
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                walk(kind)
    return "\n".join(parts)


def _kind(kind: Any) -> str:
    """A type as one writes it: without the modules it comes from."""
    return kind.__name__ if isinstance(kind, type) else re.sub(r"\b[a-z_]+\.", "", str(kind))


def python_door() -> str:
    parts = ["# Python\n\n`from followthegoods import Case`\n"]
    for name, method in inspect.getmembers(case_module.Case):
        if name.startswith("_") or not callable(method):
            continue
        signature = str(inspect.signature(method)).replace("'", "")
        signature = re.sub(r"<function .*?>", "...", signature)
        doc = inspect.getdoc(method)
        if not doc:
            raise SystemExit(f"not described: Case.{name}")
        parts.append(f"## Case.{name}\n\n```python\n{name}{signature}\n```\n\n{doc}\n")
    how = inspect.cleandoc(case_module.How.__doc__ or "")
    hints = get_type_hints(case_module.How)
    rows = [(f"`{key}`", f"`{_kind(kind)}`") for key, kind in hints.items()]
    parts.append(f"## How\n\n{how}\n\n" + table(("key", "type"), rows))
    return "\n".join(parts)


def http_api() -> str:
    parts = [
        "# HTTP API\n\n`ftg serve` answers at `/api/v1`: see [how to serve cases]"
        "(../how-to/serve.md). The whole description, with every parameter, shape and example, is "
        "[openapi.json](openapi.json); a server has its own at `/api/v1/openapi.json`.\n\n"
        f"{ABOUT}\n"
    ]
    by_tag: dict[str, list[tuple[str, str]]] = {}
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            asked = f"`{method.upper()} {path.removeprefix(ROOT)}`"
            row = (asked, operation["description"])
            by_tag.setdefault(operation["tags"][-1], []).append(row)
    for tag, rows in by_tag.items():
        parts.append(f"## {tag.capitalize()}\n\n{table(('operation', 'what it does'), rows)}")
    return "\n".join(parts)


def openapi() -> str:
    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


PAGES = {
    "api.md": http_api,
    "commands.md": commands,
    "settings.md": settings,
    "errors.md": error_tree,
    "codes.md": codes,
    "fields.md": line_fields,
    "layouts.md": layouts,
    "json.md": json_shape,
    "python.md": python_door,
}


def main() -> int:
    check = "--check" in sys.argv[1:]
    stale = []
    made = {name: NOTE + make().rstrip() + "\n" for name, make in PAGES.items()}
    made["openapi.json"] = openapi()
    for name, text in made.items():
        path = FOLDER / name
        if check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"docs/reference is not in step with the code: {', '.join(stale)}\n")
        sys.stderr.write("Run `make docs` and commit what it writes.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
