"""The one door: a case, what can be done to it, what it can be asked.

Every face (command line, web, notebooks) enters here. A `Case` is a folder; open it with
`Case.open`, make one with `Case.new`.
"""

from __future__ import annotations

from followthegoods.case.browsing import Narrowed
from followthegoods.case.companies import MOST_FOUND
from followthegoods.case.declarations import DeclaredLine
from followthegoods.case.door import Case
from followthegoods.case.evidence import Evidence, EvidenceSource, RawRow, SheetColumns
from followthegoods.case.identity import Identity
from followthegoods.case.lists import HeldLists
from followthegoods.case.looking import (
    Drafted,
    look_or_draft,
    shipped_layout_text,
)
from followthegoods.case.note_store import NewNote
from followthegoods.case.records import (
    Added,
    AddedFiles,
    AddedRates,
    How,
    LeftOut,
    Progress,
    RefusedRow,
    Status,
)
from followthegoods.case.relayout import AnswerChange, ColumnChange, Relayout
from followthegoods.ingest.preview import Preview
from followthegoods.lake.catalogue import Books
from followthegoods.lake.past import Load
from followthegoods.model.difference import Moved
from followthegoods.parties.search import Party
from followthegoods.questions.crossed import Cell, Crossed
from followthegoods.questions.rows import LineRow, Rows
from followthegoods.reference.companies import KeptCompanies
from followthegoods.reference.hs import KeptHs
from followthegoods.reference.lists.dates import EntryRef
from followthegoods.reference.lists.store import Kept
from followthegoods.reference.rates import KeptRates
from followthegoods.reference.stakes import KeptStakes
from followthegoods.sources.draft import Draft
from followthegoods.sources.layout import Layout, shipped_layouts
from followthegoods.sources.layout_text import check_layout_file

__all__ = [
    "MOST_FOUND",
    "Added",
    "AddedFiles",
    "AddedRates",
    "AnswerChange",
    "Books",
    "Case",
    "Cell",
    "ColumnChange",
    "Crossed",
    "DeclaredLine",
    "Draft",
    "Drafted",
    "EntryRef",
    "Evidence",
    "EvidenceSource",
    "HeldLists",
    "How",
    "Identity",
    "Kept",
    "KeptCompanies",
    "KeptHs",
    "KeptRates",
    "KeptStakes",
    "Layout",
    "LeftOut",
    "LineRow",
    "Load",
    "Moved",
    "Narrowed",
    "NewNote",
    "Party",
    "Preview",
    "Progress",
    "RawRow",
    "RefusedRow",
    "Relayout",
    "Rows",
    "SheetColumns",
    "Status",
    "check_layout_file",
    "look_or_draft",
    "shipped_layout_text",
    "shipped_layouts",
]
