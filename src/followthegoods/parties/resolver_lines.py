"""Judgements as the JSON lines of nomenklatura's resolver, out and in.

A line is an array: target, source, judgement (positive, negative, unsure, no_judgement), score,
user, time; newer versions add a time of deletion. Its source is the file format of nomenklatura's
resolver (opensanctions/nomenklatura, `resolver/edge.py`). There, what is one is tied to an id of
its own, `NK-…`: so both are written, the judgement as it was made and the ties; read back, such
ids are seen through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from followthegoods.errors import BadParameter
from followthegoods.model.identity import IN_FORCE, Judgement
from followthegoods.parties.groups import Groups

WORDS = {"same": "positive", "different": "negative", "unsure": "unsure"}
VERDICTS = {word: verdict for verdict, word in WORDS.items()}

_MENTION = re.compile("p[0-9a-f]{1,16}")
_KNOWN = {*VERDICTS, "no_judgement"}


@dataclass(frozen=True)
class Edge:
    """A judgement of a file: two ids, what was decided, by whom and when."""

    a: str
    b: str
    verdict: str
    user: str
    at: str


def write_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """The judgements in force, a line each, then the ties of those that are one."""
    counted = [one for one in judgements if one.standing == IN_FORCE and one.verdict in WORDS]
    for one in counted:
        yield _line(one.a, one.b, one.verdict, one.author, one.at)
    tied: set[str] = set()
    groups = Groups((one.a, one.b) for one in counted if one.verdict == "same")
    for one in counted:
        for mention in (one.a, one.b) if one.verdict == "same" else ():
            if mention not in tied:
                tied.add(mention)
                own = f"NK-{min(groups.of(mention))}"
                yield _line(own, mention, "same", one.author, one.at)


def _line(a: str, b: str, verdict: str, user: str, at: str) -> str:
    ids = sorted((a, b), key=lambda id: (id.startswith("NK-"), id), reverse=True)
    return json.dumps([*ids, WORDS[verdict], None, user, at], ensure_ascii=False) + "\n"


def read_lines(lines: Iterable[str], name: str) -> tuple[list[Edge], int]:
    """The judgements of a file about mentions, in the order of their times; and how many of its
    lines say nothing of any. Raises `BadParameter` for a line that is none of the format."""
    edges: list[Edge] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            edges += _edge(line, number, name)
    edges.sort(key=lambda edge: edge.at)
    direct = [edge for edge in edges if _mentions(edge) == 2]
    seen, used = _through([edge for edge in edges if _mentions(edge) < 2], direct)
    return direct + seen, len(edges) - len(direct) - used


def _edge(line: str, number: int, name: str) -> Iterator[Edge]:
    try:
        said: Any = json.loads(line)
        target, source, word = said[:3]
        user, at = ([*said, None, None, None][4:6]) if len(said) > 4 else (None, None)
        deleted = said[6] if len(said) > 6 else None
        if word not in _KNOWN or not (isinstance(target, str) and isinstance(source, str)):
            raise ValueError(word)
    except (ValueError, TypeError, KeyError) as error:
        raise BadParameter(
            "This line is no judgement of nomenklatura's resolver.",
            where=f"{name}:{number}",
            do='Lines are: ["ID", "ID", "positive", null, "WHO", "2024-05-01T12:00:00"].',
        ) from error
    if word in VERDICTS and deleted is None and target != source:
        yield Edge(target, source, VERDICTS[word], str(user or ""), str(at or ""))


def _is_mention(id: str) -> bool:
    return bool(_MENTION.fullmatch(id))


def _mentions(edge: Edge) -> int:
    return _is_mention(edge.a) + _is_mention(edge.b)


def _through(edges: Sequence[Edge], direct: Sequence[Edge]) -> tuple[list[Edge], int]:
    """What lines with ids of others' making say of mentions, and how many lines of them do."""
    groups = Groups((edge.a, edge.b) for edge in edges if edge.verdict == "same")
    known = Groups((edge.a, edge.b) for edge in direct if edge.verdict == "same")
    found, used = list[Edge](), 0
    for edge in edges:
        a, b = (_mention_of(id, groups) for id in (edge.a, edge.b))
        used += a is not None and b is not None
        if not a or not b:
            continue
        if edge.verdict == "same":
            own = edge.a if _is_mention(edge.a) else edge.b
            if _is_mention(own) and not known.one(a, own):
                known.join(a, own)
                found.append(Edge(a, own, "same", edge.user, edge.at))
        elif a != b:
            found.append(Edge(a, b, edge.verdict, edge.user, edge.at))
    return found, used


def _mention_of(id: str, groups: Groups[str]) -> str | None:
    """The mention that an id is, or the first of those that are one with it."""
    return min(filter(_is_mention, groups.of(id)), default=None)
