"""The sections of the Harmonised System: which chapters are about one kind of goods.

The division is that of the nomenclature itself (World Customs Organization, all editions).
"""

from __future__ import annotations

from bisect import bisect_left

_LAST_CHAPTERS = (5, 14, 15, 24, 27, 38, 40, 43, 46, 49, 63, 67, 70, 71, 83, 85, 89, 92, 93, 96, 97)
"""The last chapter of each section, I to XXI."""


def section(chapter: str) -> int | None:
    """The section, 1 to 21, of a chapter of two digits; None for what is no chapter."""
    if not chapter.isdecimal() or not 1 <= int(chapter) <= _LAST_CHAPTERS[-1]:
        return None
    return bisect_left(_LAST_CHAPTERS, int(chapter)) + 1
