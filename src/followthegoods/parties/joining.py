"""Companies drawn together by links, the best first, and never by a chain of weak ones.

A company is joined to another only if what is known of all that hangs on both agrees: no two
valid identifiers of one kind, no legal forms of two countries, no two that a judgement holds
apart, and the best-known names of both sides like one another. What is refused is not lost: it is
handed back with the reason, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Company(NamedTuple):
    """What is known of one company before it is joined to another.

    `ids` are its valid identifiers, `forms` the countries of its legal form where that tells,
    `words` its best-known name in canonical words; `placed` says whether it is known by an address
    of its own.
    """

    id: int
    words: str
    script: str
    ids: frozenset[str]
    forms: frozenset[str]
    lines: int
    placed: bool = False


class Link(NamedTuple):
    """Two companies held to be one, and how surely; `row` says where all that is told of it is."""

    a: int
    b: int
    grade: int
    score: float
    row: int


@dataclass
class Joined:
    """What came of it: each company's anchor, the links that hold, those refused with a reason."""

    anchors: dict[int, int]
    kept: list[Link] = field(default_factory=list)
    refused: list[tuple[Link, str]] = field(default_factory=list)


@dataclass
class _Cluster:
    anchor: Company
    ids: dict[str, set[str]]
    forms: frozenset[str]
    apart: set[int]
    members: list[int]


Alike = Callable[[Company, Company], bool]
Pair = tuple[int, int]


def join(
    companies: Mapping[int, Company],
    links: Iterable[Link],
    alike: Alike,
    same: Sequence[Pair] = (),
    different: Sequence[Pair] = (),
) -> Joined:
    """Join companies by `same` (judgements, whatever else speaks against it), then by the links.

    Deterministic: links are taken by grade, score, lines and ids, in whatever order they come.
    `alike` says whether two anchors' names may be one company's.
    """
    clusters = {id: _alone(company) for id, company in companies.items()}
    for a, b in different:
        clusters[a].apart.add(b)
        clusters[b].apart.add(a)
    for a, b in sorted(same):
        if clusters[a] is not clusters[b]:
            _merge(clusters, a, b)
    joined = Joined({})
    for link in sorted(links, key=lambda link: _order(link, companies)):
        one, other = clusters[link.a], clusters[link.b]
        if one is other:
            continue
        reason = _against(one, other) or _far(one, other, link, alike)
        if reason:
            joined.refused.append((link, reason))
        else:
            _merge(clusters, link.a, link.b)
            joined.kept.append(link)
    joined.anchors = {id: clusters[id].anchor.id for id in companies}
    return joined


def _order(link: Link, companies: Mapping[int, Company]) -> tuple[float, ...]:
    lines = companies[link.a].lines + companies[link.b].lines
    return (-link.grade, -link.score, -lines, min(link.a, link.b), max(link.a, link.b))


def _alone(company: Company) -> _Cluster:
    ids: dict[str, set[str]] = {}
    for identifier in company.ids:
        ids.setdefault(identifier.rpartition(":")[0], set()).add(identifier)
    return _Cluster(company, ids, company.forms, set(), [company.id])


def _against(one: _Cluster, other: _Cluster) -> str:
    """What forbids two clusters to be one company; "" where nothing does."""
    if not one.apart.isdisjoint(other.members):
        return "judged different"
    if any(one.ids[kind] != other.ids[kind] for kind in one.ids.keys() & other.ids.keys()):
        return "two tax ids"
    if one.forms and other.forms and not one.forms & other.forms:
        return "forms of two countries"
    return ""


def _far(one: _Cluster, other: _Cluster, link: Link, alike: Alike) -> str:
    direct = {one.anchor.id, other.anchor.id} == {link.a, link.b}
    return "" if direct or alike(one.anchor, other.anchor) else "a chain of names"


def _merge(clusters: dict[int, _Cluster], a: int, b: int) -> None:
    """Make one of two clusters; the larger one takes the other in."""
    one, other = clusters[a], clusters[b]
    if len(one.members) < len(other.members):
        one, other = other, one
    one.anchor = min(one.anchor, other.anchor, key=_weight)
    for kind, values in other.ids.items():
        one.ids.setdefault(kind, set()).update(values)
    one.forms = one.forms & other.forms if one.forms and other.forms else one.forms | other.forms
    one.apart |= other.apart
    one.members += other.members
    for member in other.members:
        clusters[member] = one


def _weight(company: Company) -> tuple[bool, bool, int, int]:
    """Anchors: one with an identifier first, then with an address, then most lines, then the id."""
    return (not company.ids, not company.placed, -company.lines, company.id)
