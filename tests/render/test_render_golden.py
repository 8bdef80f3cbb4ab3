from __future__ import annotations

import render_examples as examples
from render_examples import Golden

from followthegoods.case import LeftOut
from followthegoods.render import books, dossier, look, relayout, rows


def test_a_dossier_reads_as_in_its_file(golden: Golden) -> None:
    golden("dossier", dossier.dossier(examples.answer()))


def test_a_dossier_of_two_groups_says_how_many_others_there_are(golden: Golden) -> None:
    golden("dossier_top_2", dossier.dossier(examples.answer(invented=False), top=2))


def test_books_of_a_new_file_read_as_in_their_file(golden: Golden) -> None:
    golden("books", books.added(examples.added()))


def test_books_of_a_known_file_read_as_in_their_file(golden: Golden) -> None:
    golden("books_known", books.added(examples.added(known=True)))


def test_a_status_reads_as_in_its_file(golden: Golden) -> None:
    golden("status", books.status(examples.status()))


def test_refused_rows_read_as_in_their_file(golden: Golden) -> None:
    golden("refused", books.refused([examples.refused()]))


def test_a_preview_of_a_sample_reads_as_in_its_file(golden: Golden) -> None:
    golden("look", look.look(examples.preview()))


def test_a_draft_reads_as_in_its_file(golden: Golden) -> None:
    golden("look_drafted", look.drafted(examples.drafted()))


def test_a_source_read_again_reads_as_in_its_file(golden: Golden) -> None:
    golden("relayout", relayout.relayout(examples.relayout()))


def test_files_left_out_read_as_in_their_file(golden: Golden) -> None:
    left = LeftOut("dump/2018/notes.txt", "unknown_layout", "No layout knows it.", "Write one.")
    golden("left_out", books.left_out([left]))


def test_rows_read_as_in_their_file(golden: Golden) -> None:
    golden("rows", rows.rows([examples.line(), examples.line(value_usd=None, item=None)]))


def test_parties_read_as_in_their_file(golden: Golden) -> None:
    golden("parties", rows.parties([examples.party()]))
