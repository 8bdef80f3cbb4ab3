"""What no record holds: notes about companies, and judgements about entries of lists."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from followthegoods.case import NewNote
from followthegoods.faces.http.api.answers import (
    NOT_MODIFIED,
    PROBLEMS,
    asked,
    json_answer,
    served_by,
)
from followthegoods.faces.http.api.asked import CaseName, Name, Number, Reason, Text
from followthegoods.model.identity import Verdict
from followthegoods.model.notes import Note, NoteKind
from followthegoods.model.screening import EntryJudgement

router = APIRouter(prefix="/cases/{case}", responses=PROBLEMS)


class Noted(BaseModel):
    """A note about a company: one thing, with its source."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "party": "9900718344",
                    "kind": "statement",
                    "words": "We buy nothing from Korea.",
                    "by": "The director",
                    "on": "2023-05-01",
                    "source": "A letter to the newsroom",
                }
            ]
        },
    )

    party: Name
    kind: NoteKind
    words: Reason
    by: Text = Field(default="", description="Who said or saw it.")
    to: Text = Field(default="", description="Whom it was said to.")
    on: Text = Field(default="", description="The day; of a number also a year.")
    place: Text = Field(default="", description="Where it was seen.")
    outcome: Text = Field(default="", description="What came of a request.")
    amount: Text = Field(default="", description="The number, as printed.")
    source: Text = Field(default="", description="Where it is from; always needed.")


class EntryJudged(BaseModel):
    """What a person decides about a party and an entry of a list."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "party": "9900718344",
                    "entry": "us-sdn/1",
                    "verdict": "different",
                    "why": "Another town.",
                }
            ]
        },
    )

    party: Name
    entry: Name
    verdict: Verdict
    why: Reason


class Because(BaseModel):
    """Why a judgement is undone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"why": "It is the one after all."}]}
    )

    why: Reason = ""


@router.get("/notes", response_model=list[Note], responses=NOT_MODIFIED, tags=["notes"])
def notes(
    request: Request,
    case: CaseName,
    party: Annotated[
        Name | None, Query(description="A company: an id, a tax id or a name.")
    ] = None,
) -> Response:
    """The notes, with what the records say of each statement. `ftg notes --json`."""
    return asked(request, case, lambda opened: opened.notes(party))


@router.post("/notes", response_model=Note, tags=["notes"])
def add_note(request: Request, case: CaseName, noted: Noted) -> Response:
    """Keep what records cannot hold about a company. `ftg note --json`."""
    given = {key: str(value) for key, value in noted.model_dump(mode="json").items()}
    party = given.pop("party")
    note = NewNote(**{field.name: given[field.name] for field in fields(NewNote)})
    with served_by(request).case(case) as opened:
        return json_answer(opened.add_note(party, note))


@router.post("/notes/{number}/undo", response_model=Note, tags=["notes"])
def undo_note(request: Request, case: CaseName, number: Number) -> Response:
    """Take a note back; it stays told. `ftg note --undo --json`."""
    with served_by(request).case(case) as opened:
        return json_answer(opened.undo_note(number))


@router.get(
    "/lists/judgements",
    response_model=list[EntryJudgement],
    responses=NOT_MODIFIED,
    tags=["references"],
)
def entry_judgements(request: Request, case: CaseName) -> Response:
    """What people decided of parties and entries of lists. `ftg lists judgements --json`."""
    return asked(request, case, lambda opened: opened.entry_judgements())


@router.post("/lists/judgements", response_model=EntryJudgement, tags=["references"])
def judge_entry(request: Request, case: CaseName, judged: EntryJudged) -> Response:
    """Decide whether a party is an entry of a list; screening goes by it.
    `ftg lists judge --json`."""
    with served_by(request).case(case) as opened:
        made = opened.judge_entry(judged.party, judged.entry, judged.verdict, why=judged.why)
    return json_answer(made)


@router.post("/lists/judgements/{number}/undo", response_model=EntryJudgement, tags=["references"])
def undo_entry(request: Request, case: CaseName, number: Number, because: Because) -> Response:
    """Undo a judgement about an entry. `ftg lists undo --json`."""
    with served_by(request).case(case) as opened:
        return json_answer(opened.undo_entry(number, why=because.why))
