"""Companies that are watched, and what is new since somebody last looked at a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followthegoods.model.identity import Figures


@dataclass(frozen=True)
class Watched:
    """A company that is watched: the id of the mention it was named by, what it was called, who
    watches it, since when (UTC) and since which load."""

    party: str
    name: str
    author: str
    at: str
    load: int


@dataclass(frozen=True)
class Looked:
    """When somebody last looked at the case: after which load, when (UTC), in which state."""

    author: str
    at: str
    load: int
    state: str


@dataclass(frozen=True)
class Done:
    """A load that came since: its number, its kind, when (UTC) and by whom."""

    load: int
    kind: str
    at: str
    author: str


@dataclass(frozen=True)
class NewLines:
    """Lines of a watched company in a source that came since, in one role, whatever they count
    for: the source's number and name, how many, the first and the last day among them."""

    source: int
    name: str
    role: str
    lines: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class RoleFigures:
    """The figures of a watched company's dossier in one role: as they were seen, as they are.
    None where it had, or has, no line in that role."""

    role: str
    before: Figures | None
    after: Figures | None

    @property
    def moved(self) -> bool:
        """Whether they are others than were seen."""
        return self.before != self.after


@dataclass(frozen=True)
class CompanyNews:
    """What is new of a watched company since the load `since`: that of the last look, or of the
    watch where that is later."""

    company: Watched
    since: int
    figures: tuple[RoleFigures, ...]
    lines: tuple[NewLines, ...]

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return bool(self.lines) or any(one.moved for one in self.figures)


@dataclass(frozen=True)
class Touching:
    """A party of the case that is, certainly or probably, an entry of a list."""

    party: str
    name: str
    list: str
    entry: str
    entry_name: str
    match_grade: str
    listed_on: date | None


@dataclass(frozen=True)
class News:
    """What is new to `author` since the last look. Without one, `since` is None and listings are
    not compared. `gone` are listings that touched the case then and do not any more."""

    author: str
    since: Looked | None
    load: int
    state: str
    loads: tuple[Done, ...]
    companies: tuple[CompanyNews, ...]
    listings: tuple[Touching, ...]
    gone: tuple[Touching, ...]
