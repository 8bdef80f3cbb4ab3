"""Follow the goods: customs records in; findings that stand up in print and in court out.

The public names are those of `__all__`. They are imported when first asked for, so that a program
that only wants the version does not wait for an engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followthegoods.case import Case
    from followthegoods.errors import FtgError
    from followthegoods.model.answer import Answer, Figure, Group

__version__ = "0.1.0"

__all__ = ["Answer", "Case", "Figure", "FtgError", "Group", "__version__"]

_HOMES = {
    "Answer": "followthegoods.model.answer",
    "Case": "followthegoods.case",
    "Figure": "followthegoods.model.answer",
    "FtgError": "followthegoods.errors",
    "Group": "followthegoods.model.answer",
}


def __getattr__(name: str) -> object:
    """A public name, from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
