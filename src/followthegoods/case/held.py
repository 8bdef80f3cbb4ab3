"""What a case holds, and the state that every figure is a function of."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from followthegoods import __version__
from followthegoods.case.note_store import notes_name, read_notes, standing
from followthegoods.case.opened import Opened
from followthegoods.case.records import How, RefusedRow, Status
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.lake.catalogue import Month
from followthegoods.lake.disk import INDEX_ENDING
from followthegoods.model.answer import Coverage, MadeFrom, SourceCoverage
from followthegoods.parties.judgements import in_force, judgements_name, read_judgements
from followthegoods.parties.read import READER, SCORER
from followthegoods.parties.search import Lookup
from followthegoods.reference.hs import kept_hs
from followthegoods.reference.lists.views import lists_name, lists_of
from followthegoods.reference.rates import ECB, rates_in_force, rates_name
from followthegoods.reference.stakes import kept_stakes


def status(case: Opened) -> Status:
    """The books of every source, the coverage of every authority, the state."""
    authorities = sorted({s.authority for s in case.catalogue.sources()})
    names = case.catalogue.files("names")
    parties = case.runner.ask(f"SELECT count(*) FROM {files_sql(names[-1:])}")[0][0] if names else 0
    return Status(
        path=str(case.path),
        invented=case.invented,
        books=tuple(case.catalogue.books()),
        coverage={a: coverage(case, a) for a in authorities},
        months={a: _months(case, a) for a in authorities},
        parties=parties,
        rates=rates_name(case.catalogue),
        state=state(case),
        load=case.catalogue.last_load(),
    )


def refused(case: Opened, source: str | None, limit: int) -> list[RefusedRow]:
    """Refused rows of one source or of all, in the order of their files."""
    sources = {s.source: s.name for s in case.catalogue.sources()}
    wanted = [case.catalogue.find_source(source).source] if source else list(sources)
    files = case.catalogue.files_of("refused", *wanted)
    if not files:
        return []
    rows = case.runner.ask(
        f"SELECT source, sheet, row, reason, cells FROM {files_sql(files)} "
        f"WHERE source IN ({', '.join(map(str, wanted))}) "
        f"ORDER BY source, sheet, row LIMIT {int(limit)}"
    )
    return [RefusedRow(sources[r[0]], r[1], r[2], r[3], tuple(r[4])) for r in rows]


def lookup(case: Opened) -> Lookup | None:
    """Where parties are looked up; None in a case without lines."""
    files = case.catalogue.files
    if not files("parties"):
        return None
    index = next((f for f in files("index")[-1:] if f.endswith(INDEX_ENDING)), None)
    return Lookup(
        files("names")[-1:], files("parties")[-1:], files("readings"), files("mentions"), index
    )


def coverage(
    case: Opened, authority: str, asked_from: date | None = None, asked_to: date | None = None
) -> Coverage:
    """What an authority's records cover; the months missing are those of the period asked."""
    sources = [s for s in case.catalogue.sources() if s.authority == authority]
    known: dict[int, list[Month]] = {s.source: [] for s in sources}
    for month in case.catalogue.months():
        if month.source in known:
            known[month.source].append(month)
    by_source, seen = [], set[str]()
    for source in sorted(sources, key=lambda s: (s.name, s.sha256)):
        everything = known[source.source]
        strays = _strays(everything)
        own = [month for month in everything if month.month not in strays]
        seen |= {month.month for month in own}
        by_source.append(
            SourceCoverage(
                source=source.name,
                layout=source.layout,
                first=min((m.first for m in own if m.first), default=None),
                last=max((m.last for m in own if m.last), default=None),
                lines=sum(m.rows for m in everything),
                undated=sum(m.rows for m in own if not m.month),
                months_missing=_gaps(own),
                stray_months=strays,
            )
        )
    first = min((s.first for s in by_source if s.first), default=None)
    last = max((s.last for s in by_source if s.last), default=None)
    begin = max(first, asked_from) if first and asked_from else first
    end = min(last, asked_to) if last and asked_to else last
    missing = tuple(m for m in _every_month(begin, end) if m not in seen)
    return Coverage(first, last, missing, tuple(by_source))


STRAY_GAP = 24
"""Months without a line from which on what lies beyond may be stray."""

STRAY_LINES = 100
"""What lies beyond is stray where it is less than one so-manieth of a source's lines."""

STRAY_YEARS_GAP = 60
"""Months without a line from which on one month alone may be stray: one declaration's."""

STRAY_MONTH_LINES = 6
"""Such a month is stray where it is less than one so-manieth of a source's lines."""


def _strays(own: Sequence[Month]) -> tuple[str, ...]:
    """The months at either end of a source that a few lines of mistyped days make.

    One line of 1991 among those of 2019 to 2023 does not make the records reach back to 1991:
    stretches before and after an event would be compared in which there is nothing to compare.
    """
    dated = sorted((month for month in own if month.month), key=lambda month: month.month)
    stretches: list[list[Month]] = []
    for month in dated:
        if stretches and _number(month.month) - _number(stretches[-1][-1].month) <= STRAY_GAP:
            stretches[-1].append(month)
        else:
            stretches.append([month])
    few = [_few(stretches, place) for place in range(len(stretches))]
    first = few.index(False) if False in few else 0
    last = len(few) - few[::-1].index(False) if False in few else len(few)
    return tuple(m.month for stretch in (*stretches[:first], *stretches[last:]) for m in stretch)


def _few(stretches: Sequence[Sequence[Month]], place: int) -> bool:
    """Whether a stretch has few lines of its source; fewer than of many will do of one month, years
    away from the stretches beside it."""
    lines = sum(month.rows for stretch in stretches for month in stretch)
    own = stretches[place]
    rows = sum(month.rows for month in own)
    if STRAY_LINES * rows < lines:
        return True
    gaps = [
        _number(later[0].month) - _number(earlier[-1].month)
        for earlier, later in pairwise(stretches[max(place - 1, 0) : place + 2])
    ]
    years_away = min(gaps, default=0) > STRAY_YEARS_GAP
    return len(own) == 1 and years_away and STRAY_MONTH_LINES * rows < lines


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _gaps(own: Sequence[Month]) -> tuple[str, ...]:
    """The months between a source's first and last without a line."""
    seen = {m.month for m in own}
    first = min((m.first for m in own if m.first), default=None)
    last = max((m.last for m in own if m.last), default=None)
    return tuple(month for month in _every_month(first, last) if month not in seen)


CUTS = (1_000, 10_000, 65_535, 65_536, 100_000, 1_000_000, 1_048_575, 1_048_576)
"""Numbers of rows at which vendors and spreadsheets cut an export."""


def cut_sources(case: Opened, authority: str) -> tuple[str, ...]:
    """The names of an authority's sources with exactly as many records as exports are cut at."""
    records = case.catalogue.records()
    own = [s for s in case.catalogue.sources() if s.authority == authority]
    return tuple(sorted(s.name for s in own if records.get(s.source) in CUTS))


def lines_of(case: Opened, authority: str) -> int:
    """How many lines the records of an authority have."""
    return sum(_months(case, authority).values())


def _months(case: Opened, authority: str) -> dict[str, int]:
    own = {s.source for s in case.catalogue.sources() if s.authority == authority}
    months: Counter[str] = Counter()
    for month in case.catalogue.months():
        if month.source in own:
            months[month.month] += month.rows
    return dict(sorted(months.items()))


def source_months(case: Opened) -> dict[int, dict[str, int]]:
    """How many lines each source has in each month."""
    months: dict[int, dict[str, int]] = {s.source: {} for s in case.catalogue.sources()}
    for month in case.catalogue.months():
        if month.source in months:
            months[month.source][month.month] = month.rows
    return months


def _every_month(first: date | None, last: date | None) -> list[str]:
    """Every month from the first day's to the last day's, as YYYY-MM."""
    if first is None or last is None:
        return []
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(start, end + 1)]


def state(case: Opened, program: str = __version__) -> str:
    """What every figure is a function of, in one hash, whatever the order of loading.

    `program` is the version of this program that answers.
    """
    sources = sorted((s.sha256, s.layout_sha256) for s in case.catalogue.sources())
    parts = [sources, rates_in_force(case.catalogue), ECB, READER, SCORER, program]
    tables = sorted(table.sha256 for table in kept_hs(case.catalogue))
    if tables:
        parts.append(tables)
    lists = lists_of(case.catalogue)
    if lists.versions:
        parts.append(lists_name(lists))
    owners = sorted(kept.sha256 for kept in kept_stakes(case.catalogue))
    if owners:
        parts.append(["ownership", *owners])
    judged = in_force(read_judgements(case.catalogue))
    if judged:
        parts.append(judgements_name(judged))
    kept = standing(read_notes(case.catalogue))
    if kept:
        parts.append(["notes", notes_name(kept)])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def made_from(case: Opened, who: Sequence[str], how: How) -> MadeFrom:
    """What an answer is made from: enough to ask it again."""
    hashes: dict[str, set[str]] = {}
    for source in case.catalogue.sources():
        hashes.setdefault(source.layout, set()).add(source.layout_sha256[:16])
    parameters: dict[str, Any] = {"who": list(who)}
    for key in sorted(how):
        parameters[key] = how[key]  # type: ignore[literal-required]
    return MadeFrom(
        state=state(case),
        load=case.catalogue.last_load(),
        layouts={name: ", ".join(sorted(own)) for name, own in sorted(hashes.items())},
        references=_references(case),
        rates=rates_name(case.catalogue),
        judgements=judgements_name(in_force(read_judgements(case.catalogue))),
        scorer=f"{READER} {SCORER}",
        program=__version__,
        parameters=parameters,
    )


def _references(case: Opened) -> dict[str, str]:
    """The tables of codes, the versions of lists and the days given by hand that are in force."""
    lists = lists_of(case.catalogue)
    return {
        **{f"hs {t.name}": t.sha256[:16] for t in kept_hs(case.catalogue)},
        **{f"ownership {k.name}": k.sha256[:16] for k in kept_stakes(case.catalogue)},
        **{f"list {v.list}, {v.latest}": v.sha256[:16] for v in lists.versions},
        **{f"{g.list}/{g.entry} {g.of}": f"{g.day}: {g.source}" for g in lists.given},
    }


def layout_texts(case: Opened, name: str) -> list[str]:
    """The texts of the layouts of an id by which sources are read. Raises `BadParameter`."""
    sources = case.catalogue.sources()
    hashes = sorted({s.layout_sha256 for s in sources if s.layout == name})
    if not hashes:
        raise BadParameter(
            f"No source of the case is read by a layout called {name!r}.",
            where=str(case.path),
            do=f"Its layouts are: {', '.join(sorted({s.layout for s in sources})) or 'none'}.",
        )
    return [case.catalogue.layout_text(sha256) for sha256 in hashes]
