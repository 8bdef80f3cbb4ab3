"""Parties are tested with the hand-made cases that the tests of questions are made of."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "questions"))
