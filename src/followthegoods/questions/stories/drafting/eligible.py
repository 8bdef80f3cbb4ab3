"""The days that a claim may be of, each with the signs that speak for or against it.

Days are told by the claim's own sentence, by sentences before it, or by claims before it; some
follow from these (since then, until then, the year before). A sign tells where and how they are
told (the clause, how many sentences before, what length of days), of what measure the claim is, and
whether the rules chose them. No sign is a word of a language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from followthegoods.model.printed import Days, Period
from followthegoods.model.story import Claim, Measure
from followthegoods.questions.stories.drafting.fielding import PERIOD
from followthegoods.questions.stories.drafting.lengths import days_of_claim, following_from, grain
from followthegoods.questions.stories.drafting.read_through import Told
from followthegoods.questions.stories.reading.days import Said
from followthegoods.questions.stories.reading.numbers import Span

Signs = dict[Days | None, set[str]]
"""The signs of each of the days that a claim may be of; None where it is of no days."""

_CUT = re.compile(r"[,;:](?=\s)(?!\s\d{4})|\s[–—-]+(?=\s)|[“”\"()]")
_MARK = re.compile(r"[,;:()–—]")
_OPENS = 5
"""Letters before the days that a sentence opens with at the most."""
_OF_PAPERS = ("coverage", "scope", "for_years", "papers_then")
"""Cues of sentences that tell what records were read, and of what days these are."""
_AMOUNT = (Measure.VALUE, Measure.QUANTITY)
_COUNT = (Measure.SUPPLIERS, Measure.COUNTRIES)
_MOST = 4
"""Claims back, or sentences with days back, that are told apart at the most."""
_LONG = 12
"""Years after which days are long ago."""


def eligible(told: Told, place: int, chosen: Sequence[Days | None], *, ruled: bool = True) -> Signs:
    """The days that the claim at a place of the text's claims may be of. `chosen` are the days of
    those before it; `ruled`: whether what the rules chose is a sign."""
    return _Signs(told, place, chosen).of_all(ruled=ruled)


class _Signs:
    """Gathers the signs of the days of one claim."""

    def __init__(self, told: Told, place: int, chosen: Sequence[Days | None]) -> None:
        self.told, self.place, self.chosen = told, place, chosen
        self.claim = told.claims[place]
        self.home = told.homes[place]
        self.scene = told.entered[self.home].scene
        self.own = told.said[self.home]
        self.kind = _kind(self.claim)
        self.number = self._number()
        cuts = [m.span() for m in _CUT.finditer(self.scene.text)]
        start = max((b for _, b in cuts if b <= self.number[0]), default=0)
        end = min((a for a, _ in cuts if a >= self.number[1]), default=len(self.scene.text))
        self.clause = (start, end)
        within = any(start <= said.start < end for said, _ in self.own)
        vague = len(self.scene.periods) > len(self.own)
        self.here = "clause" if within else "sentence" if self.own else "vague" if vague else "none"
        self.beside = [n for n in range(place) if told.homes[n] == self.home]
        self.found: Signs = defaultdict(set)

    def _number(self) -> Span:
        """The place of the claim's number in its sentence, else that of all its words."""
        start, end = (at - self.scene.sentence.start for at in self.claim.at)
        inside = [n for n in self.scene.numbers if start - 1 <= n.start and n.end <= end + 1]
        amount = self.claim.amount
        if amount is None or not inside:
            return start, end
        same = [n for n in inside if n.text == amount.text] or inside
        return same[-1].start, same[-1].end

    def of_all(self, *, ruled: bool) -> Signs:
        self._own()
        self._claims_before()
        self._sentences_before()
        scope = self.told.entered[self.home].scope
        if scope is not None:
            self._add((scope.first, scope.last), "scope")
        if ruled:
            self._rules(scope)
        self._none(scope)
        for days, signs in self.found.items():
            if days is not None:
                signs.update(self._of_length(days))
        return dict(self.found)

    def _add(self, days: Days | None, whence: str, *signs: str) -> None:
        every = self.found[days]
        every |= {whence, f"{whence} {self.kind}", f"{whence} here {self.here}"}
        if self.beside:
            every.add(f"{whence} beside")
        every.update(f"{whence} {sign}" for sign in signs)

    def _own(self) -> None:
        """Days that the claim's own sentence tells."""
        for said, days in self.own:
            self._add(days, "own", *self._of_own(said, days))
            side = self._side(said)
            same = self.clause[0] <= said.start < self.clause[1]
            many = min(len(self.own), 3)
            for how, other in following_from(days):
                kinds = (how, f"{how} {side} {same}", f"{how} {self.kind}", f"{how} of {many}")
                self._add(other, "from own", *kinds, f"{how} {said.loose}")

    def _side(self, said: Said) -> str:
        start, end = (at - self.scene.sentence.start for at in self.claim.at)
        if start <= said.start < end:
            return "in"
        return "before" if said.end <= self.number[0] else "after"

    def _of_own(self, said: Said, days: Days) -> Iterator[str]:
        """How days stand to the number in its sentence."""
        text, numbers = self.scene.text, self.scene.numbers
        first, last = self.number
        side, many = self._side(said), min(len(self.own), 3)
        low, high = (said.end, first) if said.end <= first else (last, said.start)
        between = text[low:high] if low < high else ""
        marks = min(len(_MARK.findall(between)), 3)
        parted = min(sum(low <= n.start < high for n in numbers), 2)
        same = self.clause[0] <= said.start < self.clause[1]
        behind = [one for one, _ in self.own if one.end <= first]
        ahead = [one for one, _ in self.own if one.start >= last]
        near = said in (behind[-1:] + ahead[:1])
        yield from (side, f"clause {same} {side}", f"parted {parted} {side}")
        yield from (f"near {near} {side}", f"marks {marks} {side}", f"of {many}")
        yield f"{grain(days)} {self.kind}"
        yield f"numbers {min(len(numbers), 3)} of {many} {side}"
        if said.start <= _OPENS:
            yield from ("opens", f"opens {min(marks, 2)} {bool(ahead)}")
        told = {"event": said.event, "base": bool(said.base), "aside": said.aside}
        for name in (
            n for n, so in (told | {"loose": said.loose, "again": said.again}).items() if so
        ):
            yield from (name, f"{name} {side}")
        if self.scene.words.says("set_beside", text[: said.start]):
            yield f"set beside {side}"
        if numbers:
            nearest = min(
                numbers,
                key=lambda n: n.start - said.end if n.start >= said.end else said.start - n.end,
            )
            yield f"mine {nearest.start == first} {side}"
            left = [n for n in numbers if n.end <= said.start]
            if left and side == "after":
                yield f"after mine {left[-1].start == first}"
        if ";" in between:
            yield f"semicolon {side}"
        starts = [n.start for n in numbers]
        paired = len(self.own) == len(starts) > 1 and first in starts
        if paired and self.own.index((said, days)) == starts.index(first):
            yield "in order"

    def _claims_before(self) -> None:
        """Days of the claims before it."""
        told, seen, back = self.told, list[Days](), 0
        for n in range(self.place - 1, -1, -1):
            claim, days = told.claims[n], self.chosen[n]
            if claim.measure is Measure.NONE and not claim.period:
                continue
            back += 1
            far = told.apart(told.homes[n], self.home)
            if days is None:
                if back == 1:
                    self._add(None, "undated", far)
                continue
            if days in seen:
                continue
            kind = _kind(claim)
            signs = [f"back {min(back, _MOST)} {far}", far, f"of {min(len(self.own), 2)} {far}"]
            signs += [grain(days), f"{kind} then {self.kind}"]
            signs += [f"alike {far}"] if kind == self.kind else []
            signs += [f"unit {far}"] if claim.unit and claim.unit == self.claim.unit else []
            place = min(len(seen), 3)
            signs += [f"place {place} {self.here}", f"place {place} {far}"]
            signs += [f"told {any(days == d for _, d in told.said[told.homes[n]])} {far}"]
            self._add(days, "claim", *signs)
            seen.append(days)
        if seen:
            self._of_many(seen[0])

    def _of_many(self, last: Days) -> None:
        """Which of the days before are told most, longest, up to the latest day, of its kind."""
        dated = [days for days in self.chosen if days is not None]
        [(most, many)] = Counter(dated).most_common(1)
        self._add(most, "most", f"{min(many, _MOST)}")
        closed = [(a, b) for a, b in dict.fromkeys(dated) if a and b]
        if closed:
            longest = max(closed, key=lambda d: d[1] - d[0])
            self._add(longest, "longest", grain(longest))
            latest = max(closed, key=lambda d: (d[1], d[1] - d[0]))
            self._add(latest, "latest", grain(latest))
        alike = [
            days
            for claim, days in zip(self.told.claims, self.chosen, strict=False)
            if days and claim.unit == self.claim.unit and _kind(claim) == self.kind
        ]
        if alike:
            self._add(alike[-1], "of its kind")
        for how, other in following_from(last):
            self._add(other, "from claim", how, f"{how} {self.here}", f"{how} {self.kind}")

    def _sentences_before(self) -> None:
        """Days of the sentences before its own, with those that two of one sentence make."""
        told, met = self.told, 0
        for n in range(self.home - 1, -1, -1):
            every = [(said, days) for said, days in told.said[n] if not said.aside]
            if not every:
                continue
            met += 1
            if met > _MOST and n > 2:
                continue
            scene = told.entered[n].scene
            used = n in told.homes[: self.place]
            far = told.apart(n, self.home)
            papers = [f"of {cue}" for cue in _OF_PAPERS if scene.says(cue)]
            papers += [
                cue for cue in ("said", "trade", "first_date", "last_date") if scene.says(cue)
            ]
            for said, days in every:
                signs = [
                    f"met {min(met, 3)} {far}",
                    f"used {used}",
                    f"used {used} {far} {self.here}",
                ]
                signs += [grain(days), f"last {said is every[-1][0]} {far}", *papers]
                if n == self.home - 1:
                    signs += ["right before", f"right before {self.here} {used}"]
                signs += ["heading"] if scene.heading else []
                signs += ["event"] if said.event else []
                signs += [f"opens {used}"] if said.start <= _OPENS else []
                self._add(days, "before", *signs)
            for i, (_, (start, _)) in enumerate(every):
                for _, (_, end) in every[i + 1 :]:
                    if start and end and start < end:
                        self._add((start, end), "two before", f"used {used}", *papers)

    def _rules(self, scope: Period | None) -> None:
        """Days that the rules chose, or that others have now of which the rules took them over."""
        told, days = self.told, days_of_claim(self.claim)
        how = self._how(days, scope)
        within = any(
            d == days and self.clause[0] <= said.start < self.clause[1] for said, d in self.own
        )
        signs = {"ruled", f"ruled {how}", f"ruled {self.kind}", f"ruled here {self.here}"}
        signs |= {f"ruled {how} {self.here == 'clause' and within}", f"ruled {how} {self.kind}"}
        signs.add(f"ruled {grain(days)}")
        over = PERIOD.split("{")[0]
        signs |= {"ruled doubt"} if any(d.startswith(over) for d in self.claim.doubts) else set()
        signs |= {f"ruled beside {how}"} if self.beside else set()
        before = next(
            (
                n
                for n in range(self.place - 1, -1, -1)
                if told.claims[n].measure is not Measure.NONE
            ),
            None,
        )
        if before is not None and days_of_claim(told.claims[before]) != self.chosen[before]:
            signs |= {"ruled against", f"ruled against {how}"}
        self.found[days] |= signs
        if days is None or how == "own":
            return
        for n in range(self.place - 1, -1, -1):
            if days_of_claim(told.claims[n]) == days:
                far = told.apart(told.homes[n], self.home)
                other = self.chosen[n] != days
                self.found[self.chosen[n]] |= {
                    *("taken over", f"taken over {far}", f"taken over here {self.here}"),
                    f"taken over {other}",
                }
                break

    def _how(self, days: Days | None, scope: Period | None) -> str:
        """Where the days that the rules chose are told."""
        if days is None:
            return "none"
        if any(d == days for _, d in self.own):
            return "own"
        if scope is not None and days == (scope.first, scope.last):
            return "scope"
        if days in self.chosen:
            return "claim"
        told = any(d == days for every in self.told.said[: self.home] for _, d in every)
        return "before" if told else "new"

    def _none(self, scope: Period | None) -> None:
        """That it is of no days."""
        dated = any(self.chosen)
        signs = {"none", f"none {self.kind}", f"none here {self.here}", f"none dated {dated}"}
        signs |= {f"none scope {scope is not None}", f"none {self.here} {dated} {self.kind}"}
        self.found[None] |= signs

    def _of_length(self, days: Days) -> Iterator[str]:
        first, last = days
        long = grain(days)
        yield from (long, f"{long} {self.kind}", f"{long} here {self.here}")
        day = self.told.published
        if day is not None:
            if first and first > day:
                yield "to come"
            if first and last and last.year == day.year:
                yield "this year"
            if first and last and last.year < day.year - _LONG:
                yield "long ago"
        if self.scene.sentence.item:
            yield f"item {long}"
        if self.scene.heading:
            yield f"heading {long}"


def _kind(claim: Claim) -> str:
    """A measure, sums and weights as one, counts as one."""
    measure = claim.measure
    return "amount" if measure in _AMOUNT else "count" if measure in _COUNT else str(measure)
