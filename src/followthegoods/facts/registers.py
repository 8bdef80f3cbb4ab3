"""The registers whose numbers can be proven: by country, with length, checksum, and whose they are.

`parties` join on a number only where its checksum holds. Of a number whose last part says only
which branch it is, the front part names the company: a Brazilian CNPJ by its first eight
characters, a French SIRET by its SIREN, an Indian GSTIN by the PAN in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from followthegoods.facts import checksums

Test = Callable[[str], bool]


def _nobody(_: str) -> bool:
    return False


def _somebody(_: str) -> bool:
    return True


def _of_a_card(number: str) -> bool:
    return number[0] not in "89"


class Register(NamedTuple):
    """Numbers of one length in one register.

    `lost_zeros` says how many leading zeros a spreadsheet may have taken; `letters`, whether there
    may be any; `company`, which part of the number names the company.
    """

    kind: str
    length: int
    holds: Test
    lost_zeros: int = 0
    personal: Test = _nobody
    letters: bool = False
    company: slice = slice(None)


_LEI = Register("LEI", 20, checksums.lei, letters=True)

REGISTERS: dict[str, tuple[Register, ...]] = {
    "RU": (
        Register("RU:INN", 10, checksums.inn_10, 1),
        Register("RU:INN", 12, checksums.inn_12, 1, _somebody),
        Register("RU:OGRN", 13, checksums.ogrn),
        Register("RU:OGRN", 15, checksums.ogrn, 0, _somebody),
    ),
    # The fifth digit of a БИН says what kind of company it is; in an ИИН it begins a birthday.
    "KZ": (
        Register("KZ:BIN", 12, lambda n: n[4] in "456" and checksums.bin_(n), 3),
        Register("KZ:IIN", 12, lambda n: n[4] not in "456" and checksums.bin_(n), 3, _somebody),
    ),
    "PE": (Register("PE:RUC", 11, checksums.ruc_pe, 0, lambda n: not n.startswith("20")),),
    "BY": (Register("BY:UNP", 9, checksums.unp),),
    "UA": (
        Register("UA:EDRPOU", 8, checksums.edrpou, 3),
        Register("UA:RNOKPP", 10, checksums.rnokpp, 1, _somebody),
    ),
    "BR": (
        Register("BR:CNPJ", 14, checksums.cnpj, 2, letters=True, company=slice(8)),
        Register("BR:CPF", 11, checksums.cpf, 2, _somebody),
    ),
    # Companies' numbers are from 800 million up, a person's is that of the card; both with a check
    # digit behind. Nine digits from 800 million up are a company's that lacks it.
    "CO": (
        Register("CO:NIT", 10, checksums.nit, 0, _of_a_card),
        Register("CO:NIT", 11, checksums.nit, 0, _of_a_card),
        Register("CO:NIT", 9, lambda n: _of_a_card(n) and checksums.nit(n), 0, _of_a_card),
    ),
    "EC": (Register("EC:RUC", 13, checksums.ruc_ec, 1, lambda n: n[2] < "6"),),
    # Companies' numbers are nine digits from 80 million up; a person's is that of the card.
    "PY": (
        Register("PY:RUC", 9, lambda n: n[0] == "8" and checksums.ruc_py(n)),
        Register("PY:RUC", 8, lambda n: n[:2] != "80" and checksums.ruc_py(n), 0, _somebody),
        Register("PY:RUC", 7, checksums.ruc_py, 0, _somebody),
    ),
    "CL": (Register("CL:RUT", 9, checksums.rut, 1, lambda n: n < "5", letters=True),),
    "CN": (Register("CN:USCC", 18, checksums.uscc, 0, lambda n: n[:2] == "92", letters=True),),
    # The fourth and fifth digits say whose: from 80 to 89 a body's, else one person's business.
    "KR": (
        Register("KR:BRN", 10, checksums.brn, 0, lambda n: n[3] != "8"),
        Register("KR:CRN", 13, checksums.crn),
    ),
    "TR": (
        Register("TR:VKN", 10, checksums.vkn, 1),
        Register("TR:TCKN", 11, checksums.tckn, 0, _somebody),
    ),
    "VN": (
        Register("VN:MST", 10, checksums.mst, 1),
        Register("VN:MST", 13, checksums.mst, 0, company=slice(10)),
    ),
    # The fourth character of a PAN says whose it is: P a person's, H a family's. How its last
    # letter proves it is not public; in a GSTIN it is proven with the rest.
    "IN": (
        Register("IN:PAN", 10, _nobody, 0, lambda n: n[3] in "PH", letters=True),
        Register(
            "IN:PAN", 15, checksums.gstin, 0, lambda n: n[5] in "PH", True, company=slice(2, 12)
        ),
    ),
    "JP": (Register("JP:CN", 13, checksums.houjin),),
}

_UNION: dict[str, tuple[Register, ...]] = {
    "AT": (Register("AT:VAT", 9, checksums.vat_at, letters=True),),
    "BE": (Register("BE:VAT", 10, checksums.vat_be, 1),),
    "BG": (Register("BG:EIK", 9, checksums.eik),),
    "CZ": (Register("CZ:ICO", 8, checksums.ico, 3),),
    "DE": (Register("DE:VAT", 9, checksums.vat_de),),
    "DK": (Register("DK:CVR", 8, checksums.cvr),),
    "EE": (Register("EE:VAT", 9, checksums.vat_ee),),
    "ES": (
        Register("ES:NIF", 9, checksums.cif, letters=True),
        Register("ES:NIF", 9, checksums.dni, 1, _somebody, letters=True),
    ),
    "FI": (Register("FI:YTUNNUS", 8, checksums.ytunnus, 1),),
    "FR": (
        Register("FR:SIREN", 9, checksums.siren),
        Register("FR:SIREN", 11, checksums.vat_fr, company=slice(2, None)),
        Register(
            "FR:SIREN",
            14,
            lambda n: checksums.siren(n[:9]) and checksums.siren(n),
            company=slice(9),
        ),
    ),
    "GR": (Register("GR:AFM", 9, checksums.afm, 1),),
    "HR": (Register("HR:OIB", 11, checksums.oib),),
    "HU": (
        Register("HU:VAT", 8, checksums.vat_hu),
        Register("HU:VAT", 11, checksums.vat_hu, company=slice(8)),
    ),
    "IE": tuple(Register("IE:VAT", n, checksums.vat_ie, letters=True) for n in (8, 9)),
    "IT": (Register("IT:VAT", 11, checksums.vat_it, 2),),
    "LT": (Register("LT:VAT", 9, checksums.vat_lt),),
    "LU": (Register("LU:VAT", 8, checksums.vat_lu),),
    "LV": (Register("LV:VAT", 11, checksums.vat_lv),),
    "NL": (
        Register("NL:RSIN", 9, checksums.rsin, 1),
        Register("NL:RSIN", 12, checksums.rsin, letters=True, company=slice(9)),
        Register("NL:VAT", 12, checksums.vat_nl, 0, _somebody, letters=True),
    ),
    "PL": (
        Register("PL:NIP", 10, checksums.nip),
        Register("PL:REGON", 9, checksums.regon),
    ),
    "PT": (Register("PT:NIF", 9, checksums.nif_pt, 0, lambda n: n[0] in "123"),),
    "RO": tuple(Register("RO:CUI", n, checksums.cui) for n in range(6, 11)),
    # Of a person the third digit is that of a month.
    "SE": tuple(
        Register("SE:ORGNR", n, checksums.orgnr, 0, lambda n: n[2] < "2", company=slice(10))
        for n in (10, 12)
    ),
    "SI": (Register("SI:VAT", 8, checksums.vat_si),),
    "SK": (Register("SK:VAT", 10, checksums.vat_sk), Register("SK:ICO", 8, checksums.ico, 3)),
}
"""The members of the European Union whose checksums are public; not those of Cyprus and Malta."""

VAT_PREFIXES = {("EL" if country == "GR" else country): country for country in _UNION}
"""What stands in front of a number for value added tax, and whose it is."""

ANYWHERE = (_LEI,)
"""Registers that are no country's."""

OKPO = tuple(Register("RU:OKPO", n, checksums.okpo) for n in (8, 10))
"""Told from tax ids by its label only."""

REGISTERS |= _UNION

GLUED = frozenset(("RU", "KZ", "PE", "BY", "UA"))
"""Where records glue numbers to names without saying whose they are. Elsewhere a number must bear
the name of its register: one in ten of a telephone's or a postcode's digits would fit."""

LABELS: dict[str, tuple[str, ...]] = {
    "ИНН/КПП": ("RU",), "ИНН": ("RU",), "INN": ("RU",), "ОГРН": ("RU",), "ОГРНИП": ("RU",),
    "OGRN": ("RU",), "БИН": ("KZ",), "BIN": ("KZ",), "ИИН": ("KZ",), "IIN": ("KZ",),
    "УНП": ("BY",), "UNP": ("BY",), "ЄДРПОУ": ("UA",), "ЕДРПОУ": ("UA",), "EDRPOU": ("UA",),
    "RUC": ("PE", "EC", "PY"), "CNPJ": ("BR",), "CPF": ("BR",), "NIT": ("CO",), "RUT": ("CL",),
    "USCC": ("CN",), "统一社会信用代码": ("CN",), "사업자등록번호": ("KR",),
    "법인등록번호": ("KR",), "VKN": ("TR",), "TCKN": ("TR",), "VERGI NO": ("TR",), "MST": ("VN",),
    "GSTIN": ("IN",), "法人番号": ("JP",), "NIP": ("PL",), "REGON": ("PL",), "SIRET": ("FR",),
    "SIREN": ("FR",),
}  # fmt: skip
"""What a register's numbers are called, and in which countries."""
