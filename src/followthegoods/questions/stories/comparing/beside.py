"""A sentence beside its counterpart, with all that stands around the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from followthegoods.questions.stories.reading.scene import Scene


@dataclass(frozen=True)
class Beside:
    """A sentence beside one that tells it. `told` are all of the retelling that tell it, `sources`
    all of the original that the counterpart may tell. What a sentence loses is shown once, beside
    its nearest counterpart (`lost`); so is what the counterpart adds (`won`). `alike`: both are of
    one language."""

    first: Scene
    second: Scene
    told: Sequence[Scene]
    sources: Sequence[Scene]
    lost: bool
    won: bool
    alike: bool

    @property
    def mutual(self) -> bool:
        """Whether each is the other's nearest."""
        return self.lost and self.won

    def loses(self, mine: Collection[object], of: Callable[[Scene], Collection[object]]) -> bool:
        """Whether the sentence says something of a kind that no telling of it does."""
        return self.lost and bool(mine) and not any(of(one) for one in self.told)

    def wins(self, theirs: Collection[object], of: Callable[[Scene], Collection[object]]) -> bool:
        """Whether the counterpart says something of a kind that none of its sources does."""
        return self.won and bool(theirs) and not any(of(one) for one in self.sources)
