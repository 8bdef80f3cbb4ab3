"""Stories that a case keeps: the text as it came, and its claims as people corrected them.

A story is called by the hash of its text, so that the same text is one story. Its claims are a
claims file as the command line writes and reads it.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Any

from followthegoods.case import stories
from followthegoods.case.door import Case
from followthegoods.errors import BadParameter, CaseReadOnly, DiskFull, NoSuchFile, NoSuchParty
from followthegoods.lake.disk import Disk
from followthegoods.model.printed import period, printed
from followthegoods.model.story import BASES, Claim, Hedge, Measure, Story
from followthegoods.questions.stories.checking.claims_file import read_claims

TEXT, CLAIMS = "story.txt", "claims.toml"
MOST_CHARACTERS = 200_000
_ID = re.compile(r"[0-9a-f]{16}")
_TITLE = 90


@dataclass(frozen=True)
class KeptStory:
    """A story of a case. `text` is as it is read, which the places of claims are of."""

    id: str
    title: str
    text: str
    path: Path
    story: Story


def keep_story(
    case: Case, text: str, *, published: date | None = None, of: Sequence[str] = ()
) -> KeptStory:
    """Keep a story and draft its claims; what was corrected in an earlier draft of the same text
    stays. Raises `BadStory`, `BadParameter`, `CaseReadOnly`, `DiskFull`."""
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise BadParameter(
            "There is no text." if not text.strip() else "The text is too long for one story.",
            do=f"Give a story of at most {MOST_CHARACTERS:,} characters.",
        )
    own = hashlib.sha256(text.encode()).hexdigest()[:16]
    folder = Disk(case.path).stories / own
    with _written(case.path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TEXT).write_text(text, encoding="utf-8")
    claims = folder / CLAIMS
    earlier = stories.load_claims(claims) if claims.exists() else None
    drafted = stories.draft_claims(case, folder / TEXT, published=published, of=of, earlier=earlier)
    with _written(case.path):
        claims.write_text(stories.write_claims(drafted), encoding="utf-8")
    return kept_story(case, own)


def kept_stories(case: Case) -> list[KeptStory]:
    """The stories of a case, the newest first."""
    folder = Disk(case.path).stories
    kept = [path for path in folder.glob("*") if (path / CLAIMS).is_file()]
    kept.sort(key=lambda path: (path / TEXT).stat().st_mtime, reverse=True)
    return [kept_story(case, path.name) for path in kept]


def kept_story(case: Case, own: str) -> KeptStory:
    """A story by its id. Raises `NoSuchFile`, `BadStory`."""
    folder = Disk(case.path).stories / own
    if not _ID.fullmatch(own) or not (folder / CLAIMS).is_file():
        raise NoSuchFile(f"The case keeps no story {own[:16]!r}.", do="Look at those it keeps.")
    text = stories.read_story(folder / TEXT)
    title = next((line.strip() for line in text.splitlines() if line.strip()), own)
    story = stories.load_claims(folder / CLAIMS)
    title = shorten(title, _TITLE, placeholder=" …")
    return KeptStory(own, title, text, folder / TEXT, story)


def drop_story(case: Case, own: str) -> None:
    """Delete a story and its claims. Raises `NoSuchFile`."""
    shutil.rmtree(kept_story(case, own).path.parent)


def correct_claim(case: Case, own: str, claim: str, fields: Mapping[str, str]) -> KeptStory:
    """Correct one claim: `fields` are texts as the claims file writes them, lists with `;`
    between. A field that is not named stays. Raises `NoSuchFile`, `BadParameter`, `BadStory`."""
    kept = kept_story(case, own)
    claims = list(kept.story.claims)
    place = next((n for n, one in enumerate(claims) if one.id == claim), None)
    if place is None:
        raise BadParameter(f"The story has no claim {claim[:20]!r}.", do="Look at it again.")
    claims[place] = _corrected(claims[place], fields)
    return _rewritten(case, kept, claims)


def _rewritten(case: Case, kept: KeptStory, claims: Sequence[Claim]) -> KeptStory:
    """The story with other claims, once they can be read again. Raises `BadStory`."""
    text = stories.write_claims(replace(kept.story, claims=tuple(claims)))
    read_claims(text, kept.title)
    with _written(case.path):
        (kept.path.parent / CLAIMS).write_text(text, encoding="utf-8")
    return kept_story(case, kept.id)


def name_party(case: Case, own: str, name: str, party: str) -> KeptStory:
    """Say which party a name of a story means: its claims name the party by its id from then on.
    Raises `NoSuchFile`, `NoSuchParty`."""
    kept = kept_story(case, own)
    if all(one.id != party for one in case.find(party)):
        raise NoSuchParty(f"Nobody in the case has the id {party[:20]!r}.", do="Find it by name.")

    def named(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(party if one == name else one for one in names)

    claims = [
        replace(one, of=named(one.of), supplier=named(one.supplier), doubts=_settled(one, name))
        for one in kept.story.claims
    ]
    return _rewritten(case, kept, claims)


def _settled(claim: Claim, name: str) -> tuple[str, ...]:
    """The doubts of a claim without those about who is called so."""
    ends = (f"to {name}.", f"to {name}:")
    return tuple(doubt for doubt in claim.doubts if not any(end in doubt for end in ends))


_LISTS = ("of", "supplier", "country", "goods", "hs")
FIELDS = ("measure", "hedge", "amount", "unit", "basis", "period", "against", *_LISTS)
"""What can be corrected in a claim."""


def _corrected(claim: Claim, fields: Mapping[str, str]) -> Claim:
    """A claim with fields as given; what was doubted in the draft is settled by the correction."""
    for name, said in fields.items():
        try:
            claim = replace(claim, **{name: _read(name, said.strip())})
        except ValueError as error:
            raise BadParameter(
                f"{name} cannot be {said[:60]!r}.",
                where=f"claim {claim.id}",
                do="Write it as the claims file does: 15.5 million; 2018..2023; KR; CN.",
            ) from error
    return replace(claim, doubts=())


def _read(name: str, said: str) -> Any:
    if name not in FIELDS:
        raise ValueError(name)
    if name in _LISTS:
        return tuple(part.strip() for part in said.split(";") if part.strip())
    if name in ("amount", "period", "against"):
        return (printed if name == "amount" else period)(said) if said else None
    if name == "basis" and said not in BASES:
        raise ValueError(said)
    return {"measure": Measure, "hedge": Hedge}.get(name, str)(said)


@contextmanager
def _written(case: Path) -> Iterator[None]:
    """Errors of writing as those of the tree."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                "There is no room left on the disk.", where=str(case), do="Free some space."
            ) from error
        raise CaseReadOnly(
            f"The story cannot be written: {error.strerror}.",
            where=str(case),
            do="Give the program permission to write there, or use a copy of the case.",
        ) from error
