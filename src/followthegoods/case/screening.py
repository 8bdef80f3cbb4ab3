"""Screening: the parties of a subject, or of the whole case, against the lists loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from followthegoods.case import held
from followthegoods.case.asking import Asked, ask
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.engine.plan import Plan, Step, files_sql
from followthegoods.lake.references import UNDO, entry_judgements
from followthegoods.model.answer import Answer
from followthegoods.model.identity import IN_FORCE
from followthegoods.model.screening import (
    NOT_ADVICE,
    EntryJudgement,
    Judged,
    Match,
    Note,
    Screening,
)
from followthegoods.parties.judgements import mention_number
from followthegoods.parties.search import Lookup, party_id
from followthegoods.questions.counted import counted_steps
from followthegoods.questions.reading import bases_of, read_dossier
from followthegoods.questions.screening.breach import (
    JURISDICTIONS,
    Loaded,
    breach_steps,
    loaded,
    priorities_of,
    read_breach,
)
from followthegoods.questions.screening.goods import GOODS_TOUCHED, goods_steps, read_goods
from followthegoods.questions.screening.matching import MATCHER, find_matches
from followthegoods.questions.screening.notes import address_notes
from followthegoods.questions.screening.owned import Owned, find_owned, held_rows
from followthegoods.questions.screening.reading import (
    Figures,
    Results,
    lists_used,
    read_matches,
    read_months,
)
from followthegoods.questions.screening.steps import ROLES, narrowed, screening_steps
from followthegoods.reference.controls import CodeThere, GoodsControl, codes_there, controls_of
from followthegoods.reference.hs import code_sets
from followthegoods.reference.lists.views import Lists, chosen_lists, lists_of, scan
from followthegoods.reference.stakes import stakes_of


@dataclass(frozen=True)
class Sought:
    """What a screening is of: the question, the lists, whom it looked at, and who was found.

    `parties` None: all of the case.
    """

    asked: Asked
    lookup: Lookup
    lists: Lists
    parties: tuple[int, ...] | None
    direct: tuple[Match, ...]
    owned: tuple[Owned, ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """Those that are on a list, then those whom a listing reaches by ownership."""
        return (*self.direct, *(one.match for one in self.owned))

    @property
    def subject(self) -> list[int]:
        """The numbers of the parties asked about."""
        return [int(ref.id[1:], 16) for ref in self.asked.setting.subject.parties]

    @property
    def whole(self) -> bool:
        """Whether it is of a whole case: only lines that a list may concern are looked at."""
        return self.parties is None and not self.asked.parameters.goods

    def steps(self, *more: Step, groups: Sequence[str] = ()) -> list[Step]:
        """What follows the steps of a dossier; `more` follow those of its tables."""
        return screening_steps(
            self.asked.parameters,
            self.asked.scope,
            self.lists,
            self.matches,
            self.subject,
            more,
            groups,
            held_rows(self.owned, len(self.direct)),
            readings=self.lookup.readings,
            whole=self.whole,
        )


def screen(
    case: Opened,
    who: Sequence[str],
    how: How,
    as_of: date | None,
    names: Sequence[str],
    judged: Sequence[Judged] = (),
) -> Screening:
    """The screening of a subject, or with nobody of the whole case; see `Case.screen`."""
    lists = chosen_lists(lists_of(case.catalogue), names)
    asked = ask(case, who, how, whole=True)
    sought = seek(case, asked, lists, judged)
    controls = controls_of(case.runner.ask, lists)
    answering, there = _loaded(case, lists, controls), _codes_there(case, controls)
    own: Sequence[Step] = asked.plan().steps
    if sought.whole:
        codes = {code.begins for code in there}
        counted = counted_steps(asked.parameters, asked.scope)
        own = narrowed(counted, asked.scope, sought.matches, codes, sought.lookup.readings)
    more = (
        *goods_steps(asked.parameters.authority, controls, there),
        *breach_steps(asked.scope.names, asked.parameters.authority, answering),
    )
    plan = Plan((*own, *sought.steps(*more, groups=(GOODS_TOUCHED, JURISDICTIONS))))
    results = case.runner.run(plan)
    opened = sought.whole or is_open(
        read_dossier(asked.parameters, asked.scope, results, asked.setting, "")
    )
    return replace(
        _read(case, sought, results, opened, as_of, controls, answering), plan=plan.script()
    )


def _codes_there(case: Opened, controls: Sequence[GoodsControl]) -> list[CodeThere]:
    """What the codes of lists of goods are in each edition that lines may be written in."""
    sets, how = {}, {}
    for edition in sorted({control.edition for control in controls} - {""}):
        codes = sorted({c.code[:6] for c in controls if c.edition == edition})
        found, said = code_sets(case.catalogue, codes, edition)
        sets.update(found)
        how.update(said)
    return codes_there(controls, sets, how)


def _loaded(case: Opened, lists: Lists, controls: Sequence[GoodsControl]) -> Loaded:
    """Which lists answer for which jurisdiction."""
    listed: dict[str, set[str]] = {}
    for name, authority in case.runner.ask(
        f"SELECT DISTINCT list, authority FROM {scan(lists, 'listings')} WHERE authority <> ''"
    ):
        listed.setdefault(name, set()).add(authority)
    measures: dict[str, set[str]] = {}
    for control in controls:
        measures.setdefault(control.list, set()).add(control.measure)
    return loaded(lists.versions, listed, priorities_of(measures))


def screened_dossier(case: Opened, who: Sequence[str], how: How) -> Answer:
    """A dossier that carries its screening, where the case has lists."""
    return screened(case, ask(case, who, how), ())[0]


def screened(case: Opened, asked: Asked, beside: Sequence[Step]) -> tuple[Answer, Results]:
    """A dossier that carries its screening, where the case has lists, and the results of what is
    asked `beside` it of the same lines. Its plan is that of the dossier alone."""
    lists = lists_of(case.catalogue)
    sought = seek(case, asked, lists, ()) if lists.versions else None
    more = sought.steps() if sought else ()
    plan = Plan((*asked.plan().steps, *more))
    made = Plan((*asked.plan(listed=True).steps, *more, *beside)) if beside else plan
    results = case.runner.run(made)
    answer = read_dossier(asked.parameters, asked.scope, results, asked.setting, plan.script())
    if sought is None:
        return answer, results
    with_screening = replace(
        answer,
        screening=read_matches(
            results,
            sought.matches,
            _names(case, sought.lookup, (m.party for m in sought.matches)),
            is_open(answer),
            None,
            _newest(lists),
        ),
    )
    return with_screening, results


def is_open(answer: Answer) -> bool:
    """Whether more lines may be there than are known, on any day."""
    return bool(answer.books.refused_mentioning or answer.coverage.months_missing)


def seek(case: Opened, asked: Asked, lists: Lists, judged: Sequence[Judged]) -> Sought:
    """Who of those that a question is about is on a list."""
    lookup = held.lookup(case)
    assert lookup is not None  # `ask` raises in a case without lines
    parties = _concerned(case, asked, lookup) if asked.scope.mentions else None
    matches = find_matches(case.runner, lookup, lists, parties, judged)
    owned = find_owned(case.runner, lookup, lists, stakes_of(case.catalogue), parties)
    return Sought(asked, lookup, lists, parties, tuple(matches), tuple(owned))


def _concerned(case: Opened, asked: Asked, lookup: Lookup) -> tuple[int, ...]:
    """The parties on the lines of a subject, in any role: itself, whoever stands beside it, and
    whoever is named within one of their names."""
    scope, p = asked.scope, asked.parameters
    wanted = ", ".join(str(mention) for mention, _ in scope.mentions)
    lines = f"{files_sql(scope.lines)} AS l WHERE l.{p.role} IN ({wanted})"
    named = f"SELECT unnest([{', '.join(f'l.{role}' for role in ROLES)}]) AS mention FROM {lines}"
    if scope.makers:
        named += (
            f" UNION SELECT k.mention FROM {files_sql(scope.makers)} AS k "
            f"WHERE k.line IN (SELECT l.line FROM {lines})"
        )
    rows = case.runner.ask(
        f"WITH named AS ({named}) SELECT DISTINCT party FROM {files_sql(scope.parties)} "
        "WHERE mention IN (SELECT mention FROM named) OR mention IN "
        f'(SELECT mention FROM {files_sql(lookup.readings)} WHERE "of" IN (FROM named)) '
        "ORDER BY party"
    )
    return tuple(party for (party,) in rows)


def _names(case: Opened, lookup: Lookup, parties: Iterable[int]) -> dict[int, str]:
    wanted = ", ".join(sorted({str(party) for party in parties})) or "NULL"
    rows = case.runner.ask(
        f"SELECT party, coalesce(name, '') FROM {files_sql(lookup.names)} WHERE party IN ({wanted})"
    )
    return dict(rows)


def _personal(case: Opened, sought: Sought, parties: Iterable[int]) -> tuple[str, ...]:
    """Of parties and the subject those that are natural persons."""
    wanted = ", ".join(sorted({str(party) for party in (*parties, *sought.subject)})) or "NULL"
    rows = case.runner.ask(
        f"SELECT party FROM {files_sql(sought.lookup.names)} "
        f"WHERE personal AND party IN ({wanted}) ORDER BY party"
    )
    return tuple(party_id(party) for (party,) in rows)


def _newest(lists: Lists) -> dict[str, date]:
    """The day of each list's newest version."""
    found: dict[str, date] = {}
    for version in lists.versions:
        found[version.list] = max(version.latest, found.get(version.list, version.latest))
    return found


def _read(
    case: Opened,
    sought: Sought,
    results: Results,
    opened: bool,
    as_of: date | None,
    controls: Sequence[GoodsControl],
    answering: Loaded,
) -> Screening:
    asked, setting, lists = sought.asked, sought.asked.setting, sought.lists
    notes: list[Note] = []
    if sought.parties is not None:
        notes = address_notes(case.runner, sought.lookup, lists, sought.parties, sought.matches)
    names = _names(case, sought.lookup, (m.party for m in sought.matches))
    matches = read_matches(results, sought.matches, names, opened, as_of, _newest(lists))
    made_from = replace(
        setting.made_from,
        scorer=f"{setting.made_from.scorer} {MATCHER}",
        parameters={
            **setting.made_from.parameters,
            "as_of": as_of,
            "lists": sorted({version.list for version in lists.versions}),
        },
    )
    return Screening(
        subject=None if sought.whole else setting.subject,
        bases=bases_of(asked.parameters),
        other_authorities=setting.other_authorities,
        coverage=setting.coverage,
        parties=_looked_at(case, sought),
        lists=lists_used(lists.versions),
        as_of=as_of,
        matches=matches,
        judgements=_judgements(case, sought),
        notes=tuple(notes),
        over_time=read_months(results),
        statuses=Figures(results, opened).groups("lines"),
        goods=read_goods(results, controls, opened),
        breach=read_breach(
            results,
            answering,
            _newest(lists),
            {version.list for version in lists.versions if version.complete},
            opened,
            sorted({match.authority for match in matches if match.since_listing.rows}),
            whole=sought.whole,
        ),
        personal=_personal(case, sought, (*names, *(int(note.party[1:], 16) for note in notes))),
        invented=case.invented,
        not_advice=NOT_ADVICE,
        made_from=made_from,
        plan="",
    )


def _judgements(case: Opened, sought: Sought) -> tuple[EntryJudgement, ...]:
    """What is in force of what people decided of the parties looked at and the lists used."""
    names = {version.list for version in sought.lists.versions}
    every = [
        one
        for one in entry_judgements(case.catalogue)
        if one.standing == IN_FORCE and one.verdict != UNDO and one.list in names
    ]
    if sought.parties is None or not every:
        return tuple(every)
    mentions = ", ".join(str(mention_number(one.mention)) for one in every)
    rows = case.runner.ask(
        f"SELECT mention, party FROM {files_sql(sought.lookup.parties)} "
        f"WHERE grade > 1 AND mention IN ({mentions})"
    )
    there = {mention for mention, party in rows if party in sought.parties}
    return tuple(one for one in every if mention_number(one.mention) in there)


def _looked_at(case: Opened, sought: Sought) -> int:
    if sought.parties is not None:
        return len(sought.parties)
    (row,) = case.runner.ask(f"SELECT count(*) FROM {files_sql(sought.lookup.names)}")
    return int(row[0])
