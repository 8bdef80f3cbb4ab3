"""`ftg review`: the doubtful pairs one by one, decided by single keys.

At a terminal a key is enough; through a pipe each line is an answer, of which the first letter
counts. What is decided is written down at once; parties are resolved when the review ends, or with
the next question where it ends otherwise.
"""

from __future__ import annotations

import sys
import termios
import tty
from collections.abc import Sequence
from pathlib import Path

from followthegoods.case import Case
from followthegoods.faces.cli.commands import opened_case
from followthegoods.faces.cli.talk import progress, say, show
from followthegoods.model.identity import Doubt, Judgement
from followthegoods.render import review as shown
from followthegoods.render.text import plural

KEYS = {"s": "same", "d": "different", "u": "unsure"}
SKIP, BACK, QUIT = "k", "b", "q"
ASKED = "s same · d different · u unsure · k skip · b back · q quit: "

_END = ("\x04", "")


def review(case: Path, reason: str, limit: int) -> None:
    with opened_case(case) as opened:
        doubts = opened.identity.doubts(limit)
        if not doubts:
            say("No doubtful pairs.")
            return
        made = _go_through(opened, doubts, reason)
        with progress(1) as report:
            opened.identity.settle(report)
        left = len(opened.identity.doubts(limit))
    say(f"{plural(len(made), 'pair')} decided; {left:,} doubtful now.")


def _go_through(case: Case, doubts: Sequence[Doubt], reason: str) -> dict[int, Judgement]:
    """Show the pairs and take answers to the end or until it is enough; what was decided."""
    made: dict[int, Judgement] = {}
    at = 0
    while at < len(doubts):
        doubt = doubts[at]
        show(shown.doubt(case.identity.look_at(doubt), at + 1, len(doubts)))
        key = _answer()
        if key == QUIT:
            break
        if key == BACK:
            at = max(at - 1, 0)
            if at in made:
                judgement = made.pop(at)
                case.identity.take_back(judgement, why="taken back in review")
                say(f"Judgement {judgement.number} is undone.")
            continue
        if key in KEYS:
            why = reason or f"seen in review: {doubt.rule}, {doubt.score:.2f}"
            made[at] = case.identity.decide(doubt, KEYS[key], why=why)
            say(f"Judgement {made[at].number}: {KEYS[key]}.")
        at += 1
    return made


def _answer() -> str:
    """The key that was pressed, or the first letter of a line; asked until it is one of them."""
    while True:
        sys.stderr.write(ASKED)
        sys.stderr.flush()
        key = _key()
        if key in (*KEYS, SKIP, BACK, QUIT):
            return key
        say(f"{key!r} is none of the keys.")


def _key() -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        say(line.strip())
        return (line.strip()[:1].lower() or " ") if line else QUIT
    before = termios.tcgetattr(sys.stdin)
    try:
        # Keys that were pressed ahead are kept.
        tty.setcbreak(sys.stdin, termios.TCSADRAIN)
        key = sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    say(key if key.isprintable() else "")
    return QUIT if key in _END else key.lower()
