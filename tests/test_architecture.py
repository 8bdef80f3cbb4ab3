from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import cycle, product
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

import followthegoods
from followthegoods.case import Case
from followthegoods.questions import counted as q
from strategies import DAISY, NARROW_HEADER, csv_bytes, narrow, write_files

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "followthegoods"
MODULES = sorted(SOURCE.rglob("*.py"))
FUNCTIONS = Path(__file__).parent / "golden" / "functions.txt"


# -- the house


def test_the_layers_of_the_house_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(
        [*command, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_engine_imports_the_engine() -> None:
    users = {path.relative_to(SOURCE).parts[0] for path in MODULES if "duckdb" in _imports(path)}
    assert users == {"engine"}


def test_no_import_is_relative() -> None:
    relative = [
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


# -- the public names


PUBLIC = ["Answer", "Case", "Figure", "FtgError", "Group", "__version__"]


def test_the_public_names_are_these() -> None:
    assert followthegoods.__all__ == PUBLIC
    assert dir(followthegoods) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(followthegoods, name) is not None


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="Nonsense"):
        followthegoods.Nonsense  # noqa: B018


def test_asking_for_the_version_loads_no_engine() -> None:
    code = (
        "import sys, json, followthegoods; followthegoods.__version__; "
        "print(json.dumps([m for m in ('duckdb', 'sqlite3', 'followthegoods.case') "
        "if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


# -- what plans are made of


EVENTS = ((date(2022, 3, 10), "an event"),)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[list[exp.Expr]]:
    """What dossiers are made of, on every basis of value, date, supplier and subject."""
    folder = tmp_path_factory.mktemp("plans")
    rows = [narrow(), narrow(), narrow(item="2")]
    with Case.new(folder / "case") as case:
        case.add(write_files(folder, {"a.csv": csv_bytes(rows, NARROW_HEADER)}))
        others = cycle(product(q.DATE_BASES, q.SUPPLIER_ROLES)), cycle(q.SUBJECT_ROLES)
        scripts = [
            case.explain(
                DAISY, value=value, date=basis, supplier=supplier, role=role, events=EVENTS
            )
            for value, (basis, supplier), role in zip(q.VALUE_BASES, *others, strict=False)
        ]
        scripts.append(case.explain(DAISY, regimes=["40"], first=date(2022, 1, 1)))
        scripts.append(case.explain(goods=["8708", "панель ку*"], events=EVENTS))
        scripts.append(case.explain(f"{DAISY}@2022-01-01..", goods=["8708299009"]))
    return [list(_nodes(script)) for script in scripts]


def _nodes(script: str) -> Iterator[exp.Expr]:
    for statement in sqlglot.parse(script, read="duckdb"):
        if statement is not None:
            yield from statement.walk()


Plans = list[list[exp.Expr]]


@pytest.mark.parametrize("kind", [exp.Div, exp.IntDiv, exp.Avg, exp.Round])
def test_no_plan_divides_averages_or_rounds(plans: Plans, kind: type[exp.Expr]) -> None:
    found = [node.sql("duckdb") for plan in plans for node in plan if isinstance(node, kind)]
    assert found == []


@pytest.mark.parametrize("sql", ["a / b", "a // b", "avg(a)", "round(a, 2)"])
def test_a_plan_that_did_would_be_caught(sql: str) -> None:
    kinds = (exp.Div, exp.IntDiv, exp.Avg, exp.Round)
    assert any(isinstance(node, kinds) for node in _nodes(f"SELECT {sql} FROM t"))


def test_no_plan_makes_a_binary_floating_point_number(plans: Plans) -> None:
    floats = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
    found = [
        node.sql("duckdb")
        for plan in plans
        for node in plan
        if isinstance(node, exp.DataType) and node.this in floats
    ]
    assert found == []


def functions_of(plan: list[exp.Expr]) -> set[str]:
    """Names of functions as the translator knows them; of those it does not know, as written."""
    unknown = {node.name.lower() for node in plan if isinstance(node, exp.Anonymous)}
    known = {
        node.sql_name().lower()
        for node in plan
        if isinstance(node, exp.Func) and not isinstance(node, exp.Connector)
    }
    return unknown | known - {"anonymous"}


def test_plans_use_the_functions_that_are_allowed_and_no_others(plans: Plans) -> None:
    used = {name for plan in plans for name in functions_of(plan)}
    assert used - set(FUNCTIONS.read_text(encoding="utf-8").split()) == set()
