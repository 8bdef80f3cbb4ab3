"""The arithmetic by which registers prove their numbers: each function takes a number whole.

Whoever calls has seen to the length and to digits (letters where a register has them). Rules are
those the registers publish: Brazil, Receita Federal; Chile, SII; China, GB 32100-2015; Colombia,
DIAN; Ecuador, SRI; India, GSTN; Japan, National Tax Agency; Kazakhstan; Korea, National Tax Service
and the courts' register; Paraguay, DNIT; Peru, SUNAT; Russia, the Tax Service and Rosstat; Turkey,
GİB; Ukraine; Vietnam, circular 105/2020; LEI, ISO 17442; the European Union, as each state says of
its number for value added tax.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import mul


def weighted(number: str, weights: Iterable[int]) -> int:
    """The sum of the digits, each times its weight; digits beyond the weights do not count."""
    # Weights first: where they end, what is beyond is not read, and may be a letter.
    return sum(map(mul, weights, map(int, number)))


def _luhn(number: str) -> bool:
    doubled = (int(d) * 2 for d in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(d - 9 * (d > 9) for d in doubled)) % 10 == 0


def _hybrid(number: str) -> bool:
    """ISO 7064, modulus 11 and 10."""
    check = 10
    for digit in number[:-1]:
        check = (check + int(digit)) % 10 or 10
        check = check * 2 % 11
    return (11 - check) % 10 == int(number[-1])


def inn_10(n: str) -> bool:
    return int(n[9]) == weighted(n, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 and n[:2] != "00"


def inn_12(n: str) -> bool:
    first = weighted(n, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = weighted(n, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return n[10:] == f"{first}{second}" and n[:2] != "00"  # no tax office has the number 00


def ogrn(n: str) -> bool:
    """Of 13 digits a company's, of 15 a sole trader's."""
    return int(n[:-1]) % (len(n) - 2) % 10 == int(n[-1]) and n[0] in "1235"


def okpo(n: str) -> bool:
    places = range(1, len(n))
    check = weighted(n, (1 + (at - 1) % 10 for at in places)) % 11
    if check == 10:
        check = weighted(n, (1 + (at + 1) % 10 for at in places)) % 11 % 10
    return check == int(n[-1])


def bin_(n: str) -> bool:
    check = weighted(n, range(1, 12)) % 11
    if check == 10:
        check = weighted(n, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return int(n[11]) == check and "01" <= n[2:4] <= "12"


def ruc_pe(n: str) -> bool:
    check = (11 - weighted(n, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 10
    return int(n[10]) == check and n[:2] in ("10", "15", "16", "17", "20")


def unp(n: str) -> bool:
    return int(n[8]) == weighted(n, (29, 23, 19, 17, 13, 7, 5, 3)) % 11 and n[0] in "1234567"


def edrpou(n: str) -> bool:
    weights = (7, 1, 2, 3, 4, 5, 6) if n[0] in "345" else (1, 2, 3, 4, 5, 6, 7)
    check = weighted(n, weights) % 11
    if check == 10:
        check = weighted(n, (w + 2 for w in weights)) % 11 % 10
    return int(n[7]) == check


def rnokpp(n: str) -> bool:
    return int(n[9]) == weighted(n, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10


def cnpj(n: str) -> bool:
    """Of digits, or, since July 2026, with letters in the first twelve places."""
    if not n[12:].isdecimal():
        return False
    values = [ord(char) - 48 for char in n]
    for size in (12, 13):
        total = sum(v * (2 + (size - 1 - at) % 8) for at, v in enumerate(values[:size]))
        if values[size] != (-total) % 11 % 10:
            return False
    return True


def cpf(n: str) -> bool:
    first = (-weighted(n, range(10, 1, -1))) % 11 % 10
    second = (-weighted(n, range(11, 1, -1))) % 11 % 10
    return n[9:] == f"{first}{second}" and len(set(n)) > 1


def nit(n: str) -> bool:
    """With its check digit at the end; without one a number cannot be proven."""
    total = weighted(n[-2::-1], (3, 7, 13, 17, 19, 23, 29, 37, 41))
    return "01987654321"[total % 11] == n[-1] and n[0] != "0"


def ruc_ec(n: str) -> bool:
    """The third digit says who: below 6 a person, 6 a public body, 9 a company."""
    if not ("01" <= n[:2] <= "24" or n[:2] in ("30", "50")):
        return False
    if n[2] == "9":
        return weighted(n, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0 and n[10:] != "000"
    if n[2] == "6":
        return weighted(n, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0 and n[9:] != "0000"
    return n[2] < "6" and _luhn(n[:10]) and n[10:] != "000"


def ruc_py(n: str) -> bool:
    return (-weighted(n[-2::-1], range(2, 12))) % 11 % 10 == int(n[-1]) and n[0] != "0"


def rut(n: str) -> bool:
    if not n[:-1].isdecimal() or not n.strip("0"):
        return False
    total = weighted(n[-2::-1], (2, 3, 4, 5, 6, 7, 2, 3))
    return "0123456789K"[(-total) % 11] == n[-1]


_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(n: str) -> bool:
    if not set(n) <= set(_USCC) or not n[2:8].isdecimal():
        return False
    total = sum(_USCC.index(char) * pow(3, at, 31) for at, char in enumerate(n[:17]))
    return _USCC[(-total) % 31] == n[17]


def brn(n: str) -> bool:
    """The Korean business registration number; no tax office is below 101."""
    total = weighted(n, (1, 3, 7, 1, 3, 7, 1, 3, 5)) + int(n[8]) * 5 // 10
    return (-total) % 10 == int(n[9]) and n[:3] > "100" and n[3:5] != "00"


def crn(n: str) -> bool:
    """The Korean corporate registration number."""
    return (-weighted(n, (1, 2) * 6)) % 10 == int(n[12])


def vkn(n: str) -> bool:
    total = 0
    for power, digit in enumerate(n[8::-1], 1):
        moved = (int(digit) + power) % 10
        total += (moved * 2**power % 9 or 9) if moved else 0
    return (-total) % 10 == int(n[9])


def tckn(n: str) -> bool:
    odd, even = sum(map(int, n[:9:2])), sum(map(int, n[1:8:2]))
    first = (odd * 7 - even) % 10
    return n[0] != "0" and n[9:] == f"{first}{(odd + even + first) % 10}"


def mst(n: str) -> bool:
    """Vietnam's; a branch adds three digits behind."""
    return 10 - weighted(n, (31, 29, 23, 19, 17, 13, 7, 5, 3)) % 11 == int(n[9])


_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def gstin(n: str) -> bool:
    """State, PAN (letters, digits, a letter), number of the registration, a letter, the check."""
    pan = n[2:12]
    shaped = n[:2].isdecimal() and pan[:5].isalpha() and pan[5:9].isdecimal() and pan[9].isalpha()
    if not shaped or not "01" <= n[:2] <= "99":
        return False
    parts = (_BASE_36.index(char) * (1 + at % 2) for at, char in enumerate(n[:14]))
    total = sum(part // 36 + part % 36 for part in parts)
    return _BASE_36[(-total) % 36] == n[14]


def houjin(n: str) -> bool:
    """Japan's corporate number: the check digit comes first."""
    return 9 - weighted(n[:0:-1], (1, 2) * 6) % 9 == int(n[0])


def _value_97(n: str) -> int:
    return int("".join(str(_BASE_36.index(char)) for char in n)) % 97


def lei(n: str) -> bool:
    return n[18:].isdecimal() and _value_97(n) == 1


def vat_at(n: str) -> bool:
    if n[0] != "U" or not n[1:].isdecimal():
        return False
    doubled = (int(d) * 2 for d in n[2:8:2])
    total = sum(map(int, n[1:8:2])) + sum(d - 9 * (d > 9) for d in doubled)
    return (96 - total) % 10 == int(n[8])


def vat_be(n: str) -> bool:
    return n[0] in "01" and 97 - int(n[:8]) % 97 == int(n[8:])


def eik(n: str) -> bool:
    check = weighted(n, range(1, 9)) % 11
    if check == 10:
        check = weighted(n, range(3, 11)) % 11 % 10
    return check == int(n[8])


def ico(n: str) -> bool:
    """Czech and Slovak companies'."""
    check = (-weighted(n, range(8, 1, -1))) % 11
    return n[0] != "9" and (check or 1) % 10 == int(n[7])


def vat_de(n: str) -> bool:
    return n[0] != "0" and _hybrid(n)


def cvr(n: str) -> bool:
    return n[0] != "0" and weighted(n, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def vat_ee(n: str) -> bool:
    return weighted(n, (3, 7, 1, 3, 7, 1, 3, 7, 1)) % 10 == 0


_CONTROL = "JABCDEFGHI"
_PERSONS = "TRWAGMYFPDXBNJZSQVHLCKE"


def cif(n: str) -> bool:
    """Spain, legal persons: a letter, seven digits, and a digit or letter that proves them."""
    if n[0] not in "ABCDEFGHJNPQRSUVW" or not n[1:8].isdecimal():
        return False
    check = next(digit for digit in "0123456789" if _luhn(n[1:8] + digit))
    return n[8] in (check, _CONTROL[int(check)])


def dni(n: str) -> bool:
    """Spain, natural persons; of foreigners X, Y or Z stands for the first digit."""
    number = str("XYZ".find(n[0]) if n[0] in "XYZ" else n[0]) + n[1:8]
    return number.isdecimal() and _PERSONS[int(number) % 23] == n[8]


def ytunnus(n: str) -> bool:
    return weighted(n, (7, 9, 10, 5, 8, 4, 2, 1)) % 11 == 0


def siren(n: str) -> bool:
    return _luhn(n)


def vat_fr(n: str) -> bool:
    return _luhn(n[2:]) and int(n[2:] + "12") % 97 == int(n[:2])


def afm(n: str) -> bool:
    return weighted(n, (256, 128, 64, 32, 16, 8, 4, 2)) % 11 % 10 == int(n[8])


def oib(n: str) -> bool:
    return _hybrid(n)


def vat_hu(n: str) -> bool:
    return weighted(n, (9, 7, 3, 1, 9, 7, 3, 1)) % 10 == 0


def vat_ie(n: str) -> bool:
    if not n[:7].isdecimal() or not n[7:].isalpha():
        return False
    total = weighted(n, range(8, 1, -1)) + 9 * sum(map(" ABCDEFGHI".find, n[8:]))
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == n[7] and n[8:] in ("", *"ABCDEFGHI")


def vat_it(n: str) -> bool:
    office = n[7:10]  # of the province
    return _luhn(n) and ("001" <= office <= "100" or office in ("120", "121", "888", "999"))


def vat_lt(n: str) -> bool:
    check = weighted(n, range(1, 9)) % 11
    if check == 10:
        check = weighted(n, (3, 4, 5, 6, 7, 8, 9, 1)) % 11 % 10
    return n[7] == "1" and check == int(n[8])


def vat_lu(n: str) -> bool:
    return int(n[:6]) % 89 == int(n[6:])


def vat_lv(n: str) -> bool:
    return n[0] > "3" and weighted(n, (9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)) % 11 == 3


def rsin(n: str) -> bool:
    """The Netherlands; a number for value added tax adds B and two digits."""
    tail = n[9:]
    fits = not tail or (tail[0] == "B" and tail[1:].isdecimal())
    return n[:9].isdecimal() and fits and weighted(n, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def vat_nl(n: str) -> bool:
    """Of sole traders in the Netherlands, since 2020."""
    shaped = n[:9].isdecimal() and n[9] == "B" and n[10:].isdecimal()
    return shaped and _value_97(f"NL{n}") == 1


def nip(n: str) -> bool:
    return weighted(n, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(n[9])


def regon(n: str) -> bool:
    return weighted(n, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 == int(n[8])


def nif_pt(n: str) -> bool:
    return (-weighted(n, range(9, 1, -1))) % 11 % 10 == int(n[8]) and n[0] != "0"


def cui(n: str) -> bool:
    total = weighted(n[-2::-1], (2, 3, 5, 7, 1, 2, 3, 5, 7))
    return total * 10 % 11 % 10 == int(n[-1]) and n[0] != "0"


def orgnr(n: str) -> bool:
    return _luhn(n[:10]) and n[10:] in ("", "01")


def vat_si(n: str) -> bool:
    check = (-weighted(n, range(8, 1, -1))) % 11
    return n[0] != "0" and check != 0 and check % 10 == int(n[7])


def vat_sk(n: str) -> bool:
    return n[0] != "0" and n[2] in "2346789" and int(n) % 11 == 0
