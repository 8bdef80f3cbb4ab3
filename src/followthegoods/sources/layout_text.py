"""The text of a layout: what is kept of it beside a source that was read with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from followthegoods.errors import BadLayout
from followthegoods.sources.layout import Layout, load_layout


def layout_text(sha256: str, named: str | None = None) -> str:
    """The TOML of the layout with this hash: of one that ships, or of the file `named`.

    Raises `BadLayout` where that file has another text by now.
    """
    shipped = _shipped_texts().get(sha256)
    if shipped is not None:
        return shipped
    text = Path(named).read_text(encoding="utf-8") if named else ""
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise BadLayout(
            "The layout changed while it was used.",
            where=named,
            do="Leave the file alone until the command has ended, then run it again.",
        )
    return text


@cache
def _shipped_texts() -> dict[str, str]:
    """The texts of the layouts that ship, by their hash."""
    folder = resources.files("followthegoods.sources") / "layouts"
    texts = [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".toml")]
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}


def check_layout_file(path: Path) -> Layout:
    """Read a layout file; where it is wrong, say in which line as well. Raises `BadLayout`."""
    try:
        return load_layout(path)
    except BadLayout as error:
        line = _line_of(path, error.what)
        where = error.where if line is None else f"{path}:{line}"
        raise BadLayout(error.what, where=where, do=error.do) from error


_AT_LINE = re.compile(r"\(at line (\d+)")
_QUOTED = re.compile(r"'([^']+)'")
_PLACE = re.compile(r"\b(fields|values|key)\.(\w+)(?:\.(\w+))?")


def _line_of(path: Path, what: str) -> int | None:
    """The line that a complaint about a layout is about, as far as its words tell."""
    if stated := _AT_LINE.search(what):
        return int(stated[1])
    if "is missing" in what or not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    wanted = []
    if quoted := _QUOTED.search(what):
        wanted.append(re.escape(quoted[1].rpartition(".")[2]))
    if place := _PLACE.search(what):
        group, name, inner = place.groups()
        section = rf"\s*\[{group}\.{name}\]"
        inside = _first(lines, rf"\s*{inner}\s*=", after=_first(lines, section))
        if inner and inside:
            return inside
        wanted += [section, rf"\s*{name}\s*="]
    wanted.append(rf"\s*{re.escape(what.split()[0])}\s*=")
    for pattern in wanted:
        # Of two places that disagree, the later is the one that was added.
        found = [n for n, line in enumerate(lines, start=1) if _says(line, pattern)]
        if found:
            return found[-1]
    return None


def _first(lines: Sequence[str], pattern: str, after: int = 0) -> int:
    """The number of the first line that says so, from 1, after another one; 0: none."""
    numbered = enumerate(lines[after:], start=after + 1)
    return next((n for n, line in numbered if _says(line, pattern)), 0)


def _says(line: str, pattern: str) -> bool:
    found = re.match(pattern, line) or re.search(pattern, line.partition("#")[0])
    return bool(found) and not line.lstrip().startswith("#")
