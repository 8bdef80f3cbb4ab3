"""Why two mentions are one company, or are not: the path of links, and what was compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from followthegoods.case.judging import judgements, lookup_of
from followthegoods.case.opened import Opened
from followthegoods.engine.plan import files_sql
from followthegoods.errors import BadParameter
from followthegoods.model.identity import IN_FORCE, Compared, Judgement, LinkStep, Mention, Why
from followthegoods.parties.likeness import Weigh
from followthegoods.parties.mentions import (
    Known,
    best_path,
    case_weights,
    known_mentions,
    mention_meant,
    party_members,
    places,
    ties_of,
)
from followthegoods.parties.scorers import APART, GRADES, explain_pair
from followthegoods.parties.search import Lookup, party_id
from followthegoods.questions.rows import SourceFile, place_of


def why(case: Opened, a: str, b: str) -> Why:
    """Why two mentions are one or are not; see `Identity.why`."""
    lookup = lookup_of(case)
    one, other = (mention_meant(case.runner, lookup, text) for text in (a, b))
    if one.mention == other.mention:
        raise BadParameter(
            f"{a!r} and {b!r} are one and the same mention, {party_id(one.mention)}.",
            do="Name another one: as it is written, or by its id.",
        )
    return why_of(case, lookup, one, other)


def why_of(case: Opened, lookup: Lookup, one: Known, other: Known) -> Why:
    """Why two mentions that are known are one company, or are not."""
    parties = {party for party in (one.party, other.party) if party is not None}
    members = [m for party in parties for m in party_members(case.runner, lookup, party)]
    ties = ties_of(case.runner, case.catalogue.files("links")[-1:], members)
    path = best_path(ties, one.mention, other.mention)
    on_path = {mention for tie in path for mention in (tie.a, tie.b)}
    known = known_mentions(case.runner, lookup, {one.mention, other.mention, *on_path})
    teller = _Teller(case, lookup, known)
    steps = []
    at = one.mention
    for tie in path:
        following = tie.b if tie.a == at else tie.a
        steps.append(teller.step(at, following, tie.grade, tie.rule, tie.score))
        at = following
    pair = teller.step(one.mention, other.mention)
    grade = min((tie.grade for tie in path), default=APART)
    return Why(
        a=pair.a,
        b=pair.b,
        one_party=one.party == other.party,
        grade=GRADES[grade],
        path=tuple(steps),
        pair=pair,
        reason="" if one.party == other.party else _reason(case, parties),
    )


def _reason(case: Opened, parties: Iterable[int]) -> str:
    """Why two parties were not joined, where they were nearly."""
    a, b = sorted(parties)
    rows = case.runner.ask(
        f"SELECT reason FROM {files_sql(case.catalogue.files('doubtful')[-1:])} "
        f"WHERE a = {a} AND b = {b}"
    )
    return str(rows[0][0] or "") if rows else ""


class _Teller:
    """Tells of mentions and of what two of them have in common."""

    def __init__(self, case: Opened, lookup: Lookup, known: Mapping[int, Known]) -> None:
        self._known = known
        self._told = tell_mentions(case, known.values())
        words = {word for one in known.values() for word in one.reading.words}
        self._weigh: Weigh = case_weights(case.runner, lookup, words)
        self._judged: dict[frozenset[str], Judgement] = {
            frozenset((one.a, one.b)): one
            for one in judgements(case)
            if one.standing == IN_FORCE and one.verdict != "undo"
        }

    def step(
        self,
        a: int,
        b: int,
        grade: int | None = None,
        rule: str | None = None,
        score: float | None = None,
    ) -> LinkStep:
        """A link between two mentions; without a grade, what they come to by themselves."""
        one, other = self._told[a], self._told[b]
        alone = explain_pair(self._known[a].reading, self._known[b].reading, weigh=self._weigh)
        differs = grade is not None and (grade, rule) != (alone.grade, alone.rule)
        return LinkStep(
            a=one,
            b=other,
            grade=GRADES[alone.grade if grade is None else grade],
            rule=rule or alone.rule,
            score=round(alone.score if score is None else score, 4),
            features=tuple(
                Compared(f.name, f.a, f.b, f.result, f.weight and round(f.weight, 3))
                for f in alone.features
            ),
            alone=f"{GRADES[alone.grade]}: {alone.rule}" if differs else "",
            judgement=self._judged.get(frozenset((one.id, other.id))),
        )


def tell_mentions(case: Opened, known: Iterable[Known]) -> dict[int, Mention]:
    """Mentions as people see them, each with one place where it stands."""
    known = list(known)
    sources = source_files(case)
    standing = [one.of or one.mention for one in known]
    found = places(case.runner, case.catalogue.files("lines"), standing)

    def place(one: Known) -> str:
        line = found.get(one.of or one.mention)
        return place_of(line[0], sources) if line and line[1] in sources else ""

    return {one.mention: _mention(one, place(one)) for one in known}


def _mention(one: Known, place: str) -> Mention:
    return Mention(
        id=party_id(one.mention),
        name=one.name,
        tax_id=one.tax_id,
        address=one.address,
        country=one.country,
        personal=one.reading.personal,
        party="" if one.party is None else party_id(one.party),
        lines=one.lines,
        place=place,
    )


def written(mentions: Sequence[Known], of: str) -> tuple[str, ...]:
    """How mentions write their name or address: those with most lines first, each once."""
    ordered = sorted(mentions, key=lambda one: (-one.lines, one.mention))
    return tuple(dict.fromkeys(filter(None, (getattr(one, of) for one in ordered))))


def source_files(case: Opened) -> dict[int, SourceFile]:
    """The sources of the case, as places of rows are made of them."""
    return {
        s.source: SourceFile(s.name, s.sha256, case.disk.raw(s.sha256), s.format)
        for s in case.catalogue.sources()
    }
