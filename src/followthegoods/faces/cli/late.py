"""Loading what commands do only when one runs: the engine takes longer to import than `ftg --help`
may take to answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def work(module: str = "commands") -> Any:
    """A module of this folder."""
    return import_module(f"followthegoods.faces.cli.{module}")
