"""Invented companies and how records would write them, with the truth of who is who.

The kinds of error are those of real records: two scripts, slips of the hand, legal forms written
in many ways or left out, words of the trade cut short, names cut at a column's width or written
without spaces, addresses glued on, homonyms, tax ids left out or with a digit wrong. Everything is
drawn from a seed. Rules were made on seed 1; figures are reported on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from followthegoods.demo.entry import checked_inn

_ONSETS = (
    *("B", "BR", "D", "DR", "F", "FL", "G", "GR", "K", "KL", "KR", "L", "M", "N", "P", "PL"),
    *("R", "S", "SH", "ST", "SV", "T", "TR", "V", "Z"),
)
_VOWELS = ["A", "A", "E", "I", "O", "U"]
_CODAS = ["", "", "", "L", "N", "R", "S", "T", "K", "M"]
_FORMS = {
    "RU": (("ООО", "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ", "OOO"), ("АО", "JSC")),
    "KR": (("CO., LTD", "CO LTD", "CO.,LTD.", "COMPANY LIMITED"), ("INC", "INC.")),
    "CN": (("CO., LTD", "CO LTD", "CO., LIMITED"), ("GROUP CO., LTD",)),
    "DE": (("GMBH", "GmbH", "G.M.B.H."), ("AG", "A.G.")),
    "IT": (("S.P.A.", "SPA", "S.P.A"), ("S.R.L.", "SRL")),
    "TR": (("A.S.", "A.Ş.", "ANONIM SIRKETI"), ("LTD. STI.", "LTD STI", "LIMITED SIRKETI")),
    "IN": (("PRIVATE LIMITED", "PVT LTD", "PVT. LTD."), ("LIMITED", "LTD")),
}
_CYRILLIC_FORMS = {
    "CO., LTD": "КО., ЛТД", "INC": "ИНК", "GROUP CO., LTD": "ГРУП КО., ЛТД", "GMBH": "ГМБХ",
    "AG": "АГ", "S.P.A.": "С.П.А.", "S.R.L.": "С.Р.Л.", "A.S.": "А.Ш.", "LTD. STI.": "ЛТД. ШТИ.",
    "PRIVATE LIMITED": "ПРАЙВИТ ЛИМИТЕД", "LIMITED": "ЛИМИТЕД", "ООО": "ООО", "АО": "АО",
}  # fmt: skip
_TRADES = {
    "INDUSTRIAL": ("IND", "ИНДАСТРИАЛ"), "TECHNOLOGY": ("TECH", "ТЕКНОЛОДЖИ"),
    "TRADING": ("TRADE", "ТРЕЙДИНГ"), "ELECTRONICS": ("ELEC", "ЭЛЕКТРОНИКС"),
    "MACHINERY": ("MACH", "МАШИНЕРИ"), "MANUFACTURING": ("MFG", "МАНУФАКТУРИНГ"),
    "INTERNATIONAL": ("INTL", "ИНТЕРНЭШНЛ"), "ENGINEERING": ("ENG", "ИНЖИНИРИНГ"),
    "SYSTEMS": ("SYSTEM", "СИСТЕМС"), "LOGISTICS": ("LOGISTIC", "ЛОГИСТИКС"),
    "EQUIPMENT": ("EQUIP", "ЭКВИПМЕНТ"), "CHEMICAL": ("CHEM", "КЕМИКАЛ"),
}  # fmt: skip
_LETTERS = (
    ("SHCH", "Щ"), ("SH", "Ш"), ("CH", "Ч"), ("ZH", "Ж"), ("KH", "Х"), ("YA", "Я"), ("YU", "Ю"),
    ("X", "КС"), *zip("ABVGDEZIJKLMNOPRSTUFHCQWY", "АБВГДЕЗИДКЛМНОПРСТУФХККВИ", strict=True),
)  # fmt: skip
_STREETS = ("MILL", "HARBOUR", "GARDEN", "STATION", "BRIDGE", "TEMPLE", "RIVER", "MARKET")


@dataclass(frozen=True)
class Company:
    """An invented company. `form` is a choice among those of its country."""

    number: int
    country: str
    own: tuple[str, ...]
    trades: tuple[str, ...]
    form: int
    tax_id: str
    address: str


@dataclass(frozen=True)
class Planted:
    """One mention as a record would write it, and whose it is."""

    company: int
    name: str
    tax_id: str | None
    address: str | None
    country: str | None


def companies(count: int, seed: int) -> list[Company]:
    """Invented companies; about one in a hundred shares name, form and country with another."""
    rng = Random(f"companies {seed}")
    pool = [_word(rng) for _ in range(max(50, count // 40))]
    made: list[Company] = []
    for number in range(count):
        country = rng.choice(("RU", "RU", "RU", "KR", "CN", "CN", "DE", "IT", "TR", "IN"))
        own = tuple(
            rng.choice(pool) if rng.random() < 0.4 else _word(rng)
            for _ in range(1 + (rng.random() < 0.45))
        )
        trades = tuple(rng.sample(sorted(_TRADES), rng.choice((0, 1, 1, 2))))
        form = rng.randrange(2)
        if made and rng.random() < 0.01:
            twin = rng.choice(made)
            country, own, trades, form = twin.country, twin.own, twin.trades, twin.form
        tax_id = checked_inn(f"{99 * 10**7 + number:09}"[:9]) if country == "RU" else ""
        place = _word(rng)
        address = f"{rng.randrange(1, 200)} {rng.choice(_STREETS)} ROAD, {place}, {number:06}"
        made.append(Company(number, country, own, trades, form, tax_id, address))
    return made


def _word(rng: Random) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
        for _ in range(rng.choice((2, 2, 3, 3)))
    )


def mentions(made: list[Company], each: float, seed: int) -> Iterator[Planted]:
    """How records write the companies, `each` times on average and at least once."""
    rng = Random(f"mentions {seed}")
    for company in made:
        for _ in range(1 + min(40, int(rng.expovariate(1 / max(each - 0.5, 0.1))))):
            yield _mention(rng, company)


def _mention(rng: Random, company: Company) -> Planted:
    name = _written(rng, company)
    country: str | None = company.country if rng.random() < 0.9 else None
    address: str | None = company.address if rng.random() < 0.6 else None
    if address and rng.random() < 0.3:
        address = ", ".join(reversed(address.split(", ")))
    if rng.random() < 0.03:
        name = f"{name} {company.address}"
    tax_id: str | None = company.tax_id if company.tax_id and rng.random() < 0.5 else None
    if tax_id and rng.random() < 0.02:
        at = rng.randrange(10)
        tax_id = tax_id[:at] + str((int(tax_id[at]) + rng.randrange(1, 9)) % 10) + tax_id[at + 1 :]
    return Planted(company.number, name, tax_id, address, country)


def _written(rng: Random, company: Company) -> str:
    cyrillic = rng.random() < (0.8 if company.country == "RU" else 0.2)
    words = list(company.own)
    if rng.random() < 0.12:
        at = rng.randrange(len(words))
        words[at] = _slip(rng, words[at])
    forms = _FORMS[company.country][company.form]
    form = forms[0] if cyrillic else rng.choice(forms)
    if cyrillic:
        words = [_in_cyrillic(word) for word in words]
        trades = [_TRADES[trade][1] for trade in company.trades]
        form = _CYRILLIC_FORMS[forms[0]]
    else:
        trades = [_TRADES[t][0] if rng.random() < 0.3 else t for t in company.trades]
        form = {"ООО": "OOO", "АО": "JSC"}.get(form, form)
    if rng.random() < 0.08:
        form = ""
    if company.country == "RU":
        name = f'{form} "{" ".join(words + trades)}"'.strip()
    else:
        name = " ".join([*words, *trades, form]).strip()
    if rng.random() < 0.02:
        name = name.replace(" ", "")
    return name[:35] if rng.random() < 0.02 else name


def _slip(rng: Random, word: str) -> str:
    """One slip of the hand, not in the first letter."""
    at = rng.randrange(1, len(word))
    kind = rng.randrange(4)
    letter = rng.choice("ABCDEFGHIKLMNOPRSTUV")
    if kind == 0:
        return word[:at] + letter + word[at:]
    if kind == 1 and len(word) > 4:
        return word[:at] + word[at + 1 :]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + letter + word[at + 1 :]


def _in_cyrillic(word: str) -> str:
    for latin, cyrillic in _LETTERS:
        word = word.replace(latin, cyrillic)
    return word
