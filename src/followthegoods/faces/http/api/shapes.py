"""Shapes of answers that no record of the program has as it stands, for the API's description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from followthegoods.model.answer import Answer
from followthegoods.model.screening import Screening


@dataclass(frozen=True)
class ServedCase:
    """A case that is served: its newest load and its state."""

    name: str
    invented: bool
    load: int
    state: str


@dataclass(frozen=True)
class Found:
    """A party."""

    id: str
    name: str
    tax_ids: tuple[str, ...]
    country: str | None
    personal: bool
    mentions: int
    lines: int


@dataclass(frozen=True, kw_only=True)
class Dossier(Answer):
    """A dossier."""

    schema: int


@dataclass(frozen=True, kw_only=True)
class ScreeningAnswer(Screening):
    """A screening."""

    schema: int


@dataclass(frozen=True)
class Sent:
    """A file that was sent and is kept until it is loaded."""

    id: str
    name: str
    size: int


@dataclass(frozen=True)
class Work:
    """A job. `status`: queued, running, done, failed, cancelled. `progress` has an entry a stage,
    the last of which goes on (`done` 0 to 1); `result` is what its command gives; `error` a
    problem's details."""

    id: str
    case: str
    action: str
    status: str
    progress: list[dict[str, Any]]
    result: Any
    error: dict[str, Any] | None
    asked: str
    ended: str | None


@dataclass(frozen=True)
class LayoutData:
    """A layout as other programs are told of it."""

    id: str
    title: str
    authority: str
    grain: str
    direction: str | None
    fields: list[str]
    notes: str
    sha256: str
