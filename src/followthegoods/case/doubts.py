"""The pairs of parties that a person should see, with all that is needed to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followthegoods.case import asking
from followthegoods.case.judging import lookup_of
from followthegoods.case.opened import Opened
from followthegoods.case.records import How
from followthegoods.case.sides import roles_of
from followthegoods.case.whys import source_files, why_of, written
from followthegoods.engine.plan import files_sql
from followthegoods.model.fields import ROLES
from followthegoods.model.identity import (
    Doubt,
    DoubtShown,
    Figures,
    LinkCount,
    Resolved,
    Side,
    SideRow,
)
from followthegoods.parties.judgements import in_force, mention_number, read_judgements
from followthegoods.parties.mentions import known_mentions, numbers, party_members
from followthegoods.parties.scorers import GRADES
from followthegoods.parties.search import Lookup, find_parties, party_id
from followthegoods.questions.dossier import plan_dossier
from followthegoods.questions.reading import read_dossier
from followthegoods.questions.rows import place_of

_FEW = 5
_SHOWN = 20


def resolved(case: Opened) -> Resolved:
    """What the last resolving found."""
    lookup = lookup_of(case)
    ((mentions, parties),) = case.runner.ask(
        f"SELECT count(DISTINCT mention), count(DISTINCT party) FROM {files_sql(lookup.parties)} "
        "WHERE grade > 1"
    )
    links = case.runner.ask(
        f"SELECT grade, rule, count(*) FROM {files_sql(case.catalogue.files('links')[-1:])} "
        "GROUP BY grade, rule ORDER BY grade DESC, count(*) DESC, rule"
    )
    return Resolved(
        mentions=mentions,
        parties=parties,
        judgements=len(in_force(read_judgements(case.catalogue))),
        links=tuple(LinkCount(GRADES[grade], rule, count) for grade, rule, count in links),
        doubts=tuple(doubts(case, _SHOWN)),
    )


def doubts(case: Opened, limit: int) -> list[Doubt]:
    """The doubtful pairs, most money first."""
    lookup = lookup_of(case)
    names = files_sql(lookup.names)
    rows = case.runner.ask(
        "SELECT d.a, d.b, x.name, y.name, d.mention_a, d.mention_b, d.rule, d.score, d.reason, "
        f"d.usd, d.lines FROM {files_sql(case.catalogue.files('doubtful')[-1:])} AS d "
        f"LEFT JOIN {names} AS x ON x.party = d.a LEFT JOIN {names} AS y ON y.party = d.b "
        f"ORDER BY d.usd DESC NULLS LAST, d.lines DESC, d.a, d.b LIMIT {int(limit)}"
    )
    return [
        Doubt(
            a=party_id(a),
            b=party_id(b),
            name_a=name_a or "",
            name_b=name_b or "",
            mention_a=party_id(mention_a),
            mention_b=party_id(mention_b),
            rule=rule,
            score=round(score, 4),
            reason=reason or "",
            usd=usd,
            lines=lines,
        )
        for a, b, name_a, name_b, mention_a, mention_b, rule, score, reason, usd, lines in rows
    ]


def look_at(case: Opened, doubt: Doubt) -> DoubtShown:
    """A doubtful pair with both sides, why it is doubtful, and what a decision would change."""
    lookup = lookup_of(case)
    a, b = (mention_number(id) for id in (doubt.mention_a, doubt.mention_b))
    known = known_mentions(case.runner, lookup, (a, b))
    return DoubtShown(
        doubt,
        _side(case, lookup, doubt.a, doubt.b),
        _side(case, lookup, doubt.b, doubt.a),
        why_of(case, lookup, known[a], known[b]),
    )


def _side(case: Opened, lookup: Lookup, party: str, other: str) -> Side:
    (found,) = find_parties(case.runner, lookup, party)
    members = party_members(case.runner, lookup, found.party)
    known = list(known_mentions(case.runner, lookup, members).values())
    roles = roles_of(case, lookup, members)
    others = set(party_members(case.runner, lookup, mention_number(other)))
    return Side(
        party=found.id,
        name=found.name,
        tax_ids=tuple(key.rpartition(":")[2] for key in found.tax_ids),
        country=found.country or "",
        personal=found.personal,
        lines=found.lines,
        names=written(known, "name")[:_FEW],
        addresses=written(known, "address")[:_FEW],
        goods=_goods(case, members),
        rows=_rows(case, lookup, members),
        now={role: _figures(case, [party], role, set()) for role in roles},
        same={role: _figures(case, [party, other], role, set()) for role in roles},
        different={role: _figures(case, [party], role, others) for role in roles},
    )


def _figures(case: Opened, who: Sequence[str], role: str, without: set[int]) -> Figures:
    """The figures of parties taken together, `without` mentions that are uncertainly theirs."""
    asked = asking.ask(case, who, How(role=role))
    mentions = [
        (mention, grade)
        for mention, grade in asked.scope.mentions
        if grade > 1 or mention not in without
    ]
    scope = replace(asked.scope, mentions=mentions)
    results = case.runner.run(plan_dossier(asked.parameters, scope))
    answer = read_dossier(asked.parameters, scope, results, asked.setting, "")
    value = answer.value_usd
    return Figures(value.floor, value.point, value.ceiling, value.ceiling_open, answer.books.lines)


_USD = "coalesce(statistical_usd, cif_usd, fob_usd)"


def _naming(case: Opened, members: Sequence[int]) -> str:
    """SQL for the lines that name any of these mentions, with the roles they do it in."""
    wanted = numbers(members)
    roles = ", ".join(f"CASE WHEN {role} IN ({wanted}) THEN '{role}' END" for role in ROLES)
    named = " OR ".join(f"{role} IN ({wanted})" for role in ROLES)
    lines = files_sql(case.catalogue.files("lines"))
    return f"SELECT *, concat_ws(', ', {roles}) AS named FROM {lines} WHERE {named}"


def _goods(case: Opened, members: Sequence[int]) -> tuple[tuple[str, int], ...]:
    rows = case.runner.ask(
        "SELECT coalesce(left(hs, 6), 'no code'), min(left(goods, 60)), count(*) "
        f"FROM ({_naming(case, members)}) AS l GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {_FEW}"
    )
    return tuple((f"{code} {goods or ''}".strip(), count) for code, goods, count in rows)


def _rows(case: Opened, lookup: Lookup, members: Sequence[int]) -> tuple[SideRow, ...]:
    """The largest lines that name a party, with who stands on the other side of them."""
    sources = source_files(case)
    rows = case.runner.ask(
        f"SELECT line, declaration, registered, hs, goods, {_USD} AS usd, named, "
        "CASE WHEN named LIKE '%sender%' THEN receiver ELSE sender END AS other "
        f"FROM ({_naming(case, members)}) AS l ORDER BY usd DESC NULLS LAST, line LIMIT {_FEW}"
    )
    others = known_mentions(case.runner, lookup, {row[7] for row in rows if row[7] is not None})
    return tuple(
        SideRow(
            place=place_of(line, sources),
            declaration=declaration,
            day=day,
            hs=hs,
            goods=goods,
            usd=usd,
            role=role,
            other=others[other].name if other in others else "",
        )
        for line, declaration, day, hs, goods, usd, role, other in rows
    )
