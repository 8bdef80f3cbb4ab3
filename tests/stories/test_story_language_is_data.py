"""Words of a language stand in its table, and in no pattern of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import followthegoods.questions.stories as stories

BEFORE_ANY = "sentences.py"
"""What cuts a text into sentences before its language is known, by abbreviations of several."""
MODULES = sorted(p for p in Path(stories.__file__).parent.rglob("*.py") if p.name != BEFORE_ANY)
_NO_WORD = re.compile(r"\(\?P<\w+>|\\.|\[[^\]]*\]|\(\?[aiLmsux-]+:|\{[\d,]*\}")


def patterns(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The patterns that are given to `re` as they are spelt, with the lines they stand in."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
            continue
        of = call.func.value
        if isinstance(of, ast.Name) and of.id == "re" and call.func.attr != "escape":
            yield call.lineno, spelt(call.args[0])


def spelt(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return " ".join(spelt(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return f"{spelt(node.left)} {spelt(node.right)}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_pattern_in_the_code_holds_a_word_of_a_language(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = [
        (line, word)
        for line, pattern in patterns(tree)
        for word in re.findall(r"[^\W\d_]{2,}", _NO_WORD.sub(" ", pattern))
        if not word.isupper()
    ]
    assert found == []
