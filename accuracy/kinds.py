"""How often a company is known again by each kind of variation that names of the trade have.

Every pair is invented: a name of own words, words of the trade and a form; and the same name as
somebody else would write it (`SAME`), or a name close to it that is another company's (`OTHER`).
Rules were made on seed 1; seed 7 is reported. Run with: python -m accuracy.kinds
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from accuracy.planted import _word as invented_word
from followthegoods.parties.read import read_mention
from followthegoods.parties.scorers import APART, PROBABLE, explain_pair

EACH = 100
"""Pairs of a kind."""

REPORTED_SEED = 7

TRADES = (
    *(("INDUSTRIAL", "IND."), ("TECHNOLOGY", "TECH."), ("TRADING", "TRDG"), ("SYSTEMS", "SYS.")),
    *(("MACHINERY", "MACH."), ("MANUFACTURING", "MFG."), ("INTERNATIONAL", "INT'L")),
    *(("ENGINEERING", "ENGG"), ("LOGISTICS", "LOG."), ("EQUIPMENT", "EQUIP.")),
    *(("SHIPPING", "SHPG"), ("INSURANCE", "INS."), ("PETROLEUM", "PETROL.")),
)  # fmt: skip
FORMS = ("LTD", "GMBH", "AG", "INC.", "CORPORATION", "S.P.A.", "S.A.", "B.V.", "LLC", "PLC")
TRANSLATED = (
    *(("WOOD", "HOLZ"), ("SHIPYARD", "WERFT"), ("FURNITURE", "MOBILI"), ("SUGAR", "AZUCAR")),
    *(("CEMENT", "CIMENTO"), ("BANK", "BANCA"), ("STEEL", "STAHL"), ("GLASS", "VIDRIO")),
    *(("BREWERY", "BRAUEREI"), ("RAILWAY", "FERROCARRIL"), ("LEATHER", "CUERO")),
)  # fmt: skip
WHOLE_FORMS = (
    ("S.P.A.", "SOCIETA PER AZIONI"), ("S.A.", "SOCIETE ANONYME"), ("UAB", "UAB"),
    ("GMBH", "GESELLSCHAFT MIT BESCHRANKTER HAFTUNG"), ("S.A.", "SOCIEDAD ANONIMA"),
    ("SP. Z O.O.", "SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA"), ("EOOD", "ЕООД"), ("ООО", "OOO"),
    ("S.R.O.", "SPOLECNOST S RUCENIM OMEZENYM"), ("B.V.", "BESLOTEN VENNOOTSCHAP"),
)  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """What a name is made of: two own words, two words of the trade as written in full and short,
    and a form."""

    own: str
    second: str
    trade: tuple[str, str]
    other_trade: tuple[str, str]
    form: str
    rng: Random

    @property
    def initials(self) -> str:
        return self.own[0] + self.second[0] + self.trade[0][0]

    def slip(self, letters: str, *, out: bool = False, put: bool = False) -> str:
        """The own word with one of some letters, behind its first, changed, left out or doubled."""
        places = [at for at in range(1, len(self.own)) if self.own[at] in letters]
        at = self.rng.choice(places)
        others = [letter for letter in letters if letter != self.own[at]]
        new = "" if out else self.own[at] * 2 if put else self.rng.choice(others)
        return self.own[:at] + new + self.own[at + 1 :]


Pair = tuple[str, str]
Vary = Callable[[Parts], str]
VOWELS, CONSONANTS = "AEIOU", "BDFGKLMNPRSTVZ"


def _beside(vary: Vary) -> Callable[[Parts], Pair]:
    """A kind that changes what stands in front of the word of the trade and the form."""
    return lambda p: (f"{_one(p)} {p.form}", f"{vary(p)} {p.trade[0]} {p.form}")


def _of_one(vary: Vary) -> Callable[[Parts], Pair]:
    """A kind that changes a name of an own word and one of the trade, in front of the form."""
    return lambda p: (f"{_one(p)} {p.form}", f"{vary(p)} {p.form}")


def _of_two(vary: Vary) -> Callable[[Parts], Pair]:
    """A kind that changes a name of two own words and one of the trade, in front of the form."""
    return lambda p: (f"{_full(p)} {p.form}", f"{vary(p)} {p.form}")


def _one(p: Parts) -> str:
    return f"{p.own} {p.trade[0]}"


def _full(p: Parts) -> str:
    return f"{p.own} {p.second} {p.trade[0]}"


def _whole_form(p: Parts) -> Pair:
    short, whole = p.rng.choice(WHOLE_FORMS)
    return f"{_one(p)} {short}", f"{whole} {_one(p)}"


def _translated(p: Parts) -> Pair:
    one, other = p.rng.choice(TRANSLATED)
    return f"{p.own} {one} {p.form}", f"{p.own} {other} {p.form}"


SAME: dict[str, Callable[[Parts], Pair]] = {
    "a vowel changed": _beside(lambda p: p.slip(VOWELS)),
    "a vowel left out": _beside(lambda p: p.slip(VOWELS, out=True)),
    "a consonant changed": _beside(lambda p: p.slip(CONSONANTS)),
    "a consonant left out": _beside(lambda p: p.slip(CONSONANTS, out=True)),
    "a letter doubled": _beside(lambda p: p.slip(CONSONANTS, put=True)),
    "a plural": _beside(lambda p: f"{p.own}S"),
    "in two words": _beside(lambda p: f"{p.own[:3]} {p.own[3:]}"),
    "with a hyphen": _beside(lambda p: f"{p.own[:3]}-{p.own[3:]}"),
    "an article in front": _beside(lambda p: f"{p.rng.choice(('AL', 'LE', 'VAN', 'THE'))} {p.own}"),
    "two articles": lambda p: (f"AL-{p.own} {p.trade[0]}", f"EL {p.own} {p.trade[0]}"),
    "a place on the web": _beside(lambda p: f"{p.own}.{p.rng.choice(('COM', 'NET', 'RU'))}"),
    "a word written twice": _beside(lambda p: f"{p.own} {p.own}"),
    "words in another order": _of_two(lambda p: f"{p.second} {p.own} {p.trade[0]}"),
    "and, or a sign": lambda p: (f"{p.own} & {p.second} LTD", f"{p.own} AND {p.second} LTD"),
    "initials in brackets": _of_two(lambda p: f"{_full(p)} ({p.initials})"),
    "initials in front": _of_two(lambda p: f"{p.initials} - {_full(p)}"),
    "initials alone": _of_two(lambda p: p.initials),
    "a country in brackets": _of_one(lambda p: f"{_one(p)} (POLAND)"),
    "a trade's word cut short": _of_one(lambda p: f"{p.own} {p.trade[1]}"),
    "a trade's word misspelt": _of_one(lambda p: f"{_one(p)[:-2]}{p.trade[0][-1]}{p.trade[0][-2]}"),
    "a trade's word translated": _translated,
    "the end lost": lambda p: (f"{_full(p)} {p.form}", _full(p)[: -p.rng.choice((1, 2))]),
    "group left out": _of_one(lambda p: f"{_one(p)} GROUP"),
    "no form": lambda p: (f"{_one(p)} {p.form}", _one(p)),
    "a form in full, in front": _whole_form,
    "a form written twice": lambda p: (f"{_one(p)} LTD", f"{_one(p)} LTD LIMITED"),
    "a form misspelt": lambda p: (
        f"{_one(p)} LIMITED LIABILITY COMPANY",
        f"{_one(p)} LIMITED {p.rng.choice(('LIABLITY', 'LIABILTY', 'LIABIILTY'))} COMPANY",
    ),
    "a form run together": lambda p: (f"{_one(p)} CO., LTD", f"{_one(p)} COLTD"),
    "a form transcribed": lambda p: (
        f"ООО {p.own} {p.second}",
        f"OBSCHESTVO S OGRANICHENNOI OTVETSTVENNOSTIU {p.own} {p.second}",
    ),
    "letters read for others": lambda p: (f"{p.own}MO {p.form}", f"{p.own}RNO {p.form}"),
    "a digit for a letter": lambda p: (f"{p.own}SOL {p.form}", f"{p.own}5OL {p.form}"),
    "a number in words": lambda p: (f"{_one(p)} 14 {p.form}", f"{_one(p)} FOURTEEN {p.form}"),
    "a slip, and company": lambda p: (
        f"{p.own} {p.second} CO",
        f"{p.own} {p.second[:-1]}{'E' if p.second[-1] != 'E' else 'A'} COMPANY",
    ),
    "together, and company": lambda p: (
        f"{p.own} {p.second} CO",
        f"{p.own}{p.second} COMPANY",
    ),
    "an own word cut short": lambda p: (
        f"{p.own} {p.second} {p.form}",
        f"{p.own[:4]}. {p.second} {p.form}",
    ),
    "a given name's letter": lambda p: (
        f"{p.own} {p.second} {p.form}",
        f"{p.own[0]}. {p.second} {p.form}",
    ),
    "initials beside a word": lambda p: (f"{_full(p)} (ASIA) LTD", f"{p.initials} (ASIA) LTD"),
    "a town's adjective": lambda p: (f"{p.own} ZAVOD", f"{p.own}SKIY ZAVOD"),
    "an article assimilated": lambda p: (f"AL R{p.own} LTD", f"AR-R{p.own} LTD"),
    "called so before": lambda p: (
        f"{p.own} {p.form}",
        f"{p.second} {p.form} (FORMERLY {p.own} {p.form})",
    ),
    "called otherwise before": _of_one(lambda p: f"{_one(p)} (FKA {p.second} {p.trade[0]})"),
}

OTHER: dict[str, Callable[[Parts], Pair]] = {
    "another own word": _beside(lambda p: p.second),
    "another word more": _beside(lambda p: f"{p.own} {p.second}"),
    "only the trade's words": _beside(lambda _: ""),
    "another trade": _of_one(lambda p: f"{p.own} {p.other_trade[0]}"),
    "half of each": _beside(lambda p: p.own[: len(p.own) // 2] + p.second[len(p.second) // 2 :]),
    "other initials": _of_two(lambda p: f"XQ{p.own[0]}"),
    "another town": lambda p: (f"SHANGHAI {p.own} {p.form}", f"BEIJING {p.own} {p.form}"),
    "another country": lambda p: (f"{p.trade[0]} BANK OF PERU", f"{p.trade[0]} BANK OF CHILE"),
    "a letter more of initials": lambda p: (
        f"{'.'.join(p.initials)}. COMPANY",
        f"Q.{'.'.join(p.initials)}. COMPANY",
    ),
    "a consonant in front": _beside(lambda p: f"{'B' if p.own[0] in 'DTR' else 'D'}{p.own}"),
    "another house of a name": lambda p: (f"{p.own} GROUP", f"{p.own} INTERNATIONAL"),
    "the beginning alone": _of_one(lambda p: f"{p.own[:4]} {p.trade[0]}"),
    "another law's form": lambda p: (f"{_one(p)} GMBH", f"{_one(p)} S.P.A."),
}


def pairs(kind: str, vary: Callable[[Parts], Pair], seed: int, count: int = EACH) -> list[Pair]:
    """Invented pairs of a kind."""
    rng = Random(f"{kind} {seed}")
    return [vary(_parts(rng)) for _ in range(count)]


def _parts(rng: Random) -> Parts:
    trade, other = rng.sample(TRADES, 2)
    return Parts(_own(rng), _own(rng), trade, other, rng.choice(FORMS), rng)


def _own(rng: Random) -> str:
    while not 6 <= len(word := invented_word(rng)) <= 11:
        pass
    return word


def linked(made: list[Pair]) -> tuple[float, float]:
    """The shares of pairs that are linked, however weakly, and that are probable."""
    grades = [
        explain_pair(read_mention(a, None, None, None), read_mention(b, None, None, None)).grade
        for a, b in made
    ]
    at_all, probable = sum(g > APART for g in grades), sum(g >= PROBABLE for g in grades)
    return at_all / len(made), probable / len(made)


def main() -> None:
    """Print, per kind, what share of pairs is linked, and how surely."""
    for title, kinds in (("one company", SAME), ("two companies", OTHER)):
        sys.stdout.write(f"{title:<32}{'linked':>8}{'probable':>10}\n")
        for kind, vary in kinds.items():
            at_all, probable = linked(pairs(kind, vary, REPORTED_SEED))
            sys.stdout.write(f"  {kind:<30}{at_all:>8.2f}{probable:>10.2f}\n")


if __name__ == "__main__":
    main()
