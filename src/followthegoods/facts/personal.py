"""Personal data in free text, and the tags that vendors put into their exports.

What is found here is replaced in everything made for publication. Telephones are read only where
they are written as such: a number of a declaration, a commodity code or a company's tax id that
is redacted would hide evidence. Numbers of persons follow `facts.identifiers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from followthegoods.facts.identifiers import read_identifier
from followthegoods.facts.names import split_form
from followthegoods.facts.placeholders import is_nothing
from followthegoods.facts.text import key

Kind: TypeAlias = Literal["tag", "e-mail", "id", "person", "phone"]


class Span(NamedTuple):
    """Where personal data stand in a text: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


def find_personal(text: str) -> list[Span]:
    """Telephones, e-mail addresses, GUIDs, tax ids of persons and names of sole traders.

    In order, without overlap. Never raises; linear time.
    """
    found = [*_tags(text), *_emails(text), *_ids(text), *_persons(text), *_phones(text)]
    spans: list[Span] = []
    for span in sorted(found, key=lambda span: span.start):
        last = spans[-1] if spans else None
        if last is None or span.start >= last.end:
            spans.append(span)
        elif span.start > last.start and span.end > last.end:
            spans[-1] = last._replace(end=span.end)  # else the end of the second would be left
    return spans


def redact(text: str) -> str:
    """The text with each personal datum replaced by its kind: `[phone]`, `[e-mail]`, `[id]` ..."""
    pieces: list[str] = []
    at = 0
    for span in find_personal(text):
        pieces += text[at : span.start], f"[{span.kind}]"
        at = span.end
    return "".join(pieces) + text[at:]


_GUID = re.compile(
    r"(?<![\w-])\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?(?![\w-])",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.%+-])([\w.%+-]{1,64})@((?:\w[\w-]{0,62}\.){1,5}[^\W\d_]{2,24}|[^\W\d_][\w.-]{2,62}$)"
)
_SHORTEST_NUMBER = 5  # an address of digits alone before "@" has more of them than a power in kW


def _tags(text: str) -> Iterator[Span]:
    for guid in _GUID.finditer(text):
        yield Span("tag", *guid.span())


def _emails(text: str) -> Iterator[Span]:
    """Addresses, also one that a column's width cut off at the end of the text."""
    for address in _EMAIL.finditer(text):
        name = address[1]
        if any(map(str.isalpha, name)) or sum(map(str.isdigit, name)) >= _SHORTEST_NUMBER:
            yield Span("e-mail", *address.span())


_REGISTERS = {
    "ИНН": "RU", "INN": "RU", "ИИН": "KZ", "IIN": "KZ", "RUC": "PE", "РНОКПП": "UA",
    "CPF": "BR", "TCKN": "TR", "TC KIMLIK NO": "TR", "RUT": "CL",
}  # fmt: skip
_LABELLED_ID = re.compile(
    rf"(?<!\w)({'|'.join(_REGISTERS)})[\s:.№]{{0,3}}"
    r"([0-9]{10,12}|[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}|[0-9]{1,2}(?:\.?[0-9]{3}){2}-[0-9K])(?!\w)",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![\w.,:=№#@/+-])[0-9]{11,12}(?![\w@/-]|[.,][0-9])")
_BORN = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[1-6]")


def _ids(text: str) -> Iterator[Span]:
    """Numbers whose checksum holds, alone among words or under the name of their register."""
    for number in _LABELLED_ID.finditer(text):
        if _is_personal(number[2], _REGISTERS[number[1].upper()]):
            yield Span("id", *number.span(2))
    for number in _ID.finditer(text):
        if _is_somebodys(number[0]):
            yield Span("id", *number.span())


def _is_personal(number: str, country: str) -> bool:
    identifier = read_identifier(number, country)
    return identifier is not None and identifier.valid and identifier.personal


def _is_somebodys(number: str) -> bool:
    """A number without a label: Peruvian (11 digits), Kazakh or Russian (12), and no company's."""
    if len(number) == 11:
        return _is_personal(number, "PE")
    kazakh = read_identifier(number, "KZ")
    if kazakh is not None and kazakh.valid:
        return kazakh.personal and bool(_BORN.match(number))
    return _is_personal(number, "RU")


_WORD = r"[^\W\d_]{2,30}(?:[-'’][^\W\d_]{2,30})?"
_INITIALS = r"[^\W\d_]\.\s?(?:[^\W\d_]\.)?"
_SON_OF = (
    r"[^\W\d_]{2,30}(?:ВИЧ|ВНА|ИЧ|ИЧНА|ОГЛЫ|КЫЗЫ|УЛЫ|УУЛУ"
    r"|OVICH|EVICH|OVNA|EVNA|ICH|ICHNA|OGLY|KYZY|ULY)"
)
_SPELT_OUT = r"ИНДИВИДУАЛЬНЫЙ\s+ПРЕДПРИНИМАТЕЛЬ|ФІЗИЧНА\s+ОСОБА[\s-]{1,3}ПІДПРИЄМЕЦЬ"
_TRADER = re.compile(
    rf"(?<!\w)(?:ИП|ФОП|IP|FOP|{_SPELT_OUT}|INDIVIDUAL\s+ENTREPRENEUR)[\s.:\"«]{{1,3}}"
    rf"({_WORD}\s+{_INITIALS}|{_INITIALS}\s?{_WORD}"
    rf"|{_WORD}\s+{_WORD}\s+(?:{_SON_OF}(?!\w)|{_WORD}\s+(?:ОГЛЫ|КЫЗЫ|УЛЫ|УУЛУ)(?!\w)))",
    re.IGNORECASE,
)
_PARTY_CELL = re.compile(
    rf"[\s\d|/\"«]{{0,40}}(?:ИП|ФОП|{_SPELT_OUT})[\s.:\"«]{{1,3}}"
    rf"({_WORD}(?:\s+{_WORD}){{0,3}})\s*(?:[,;(\"»]|$)",
    re.IGNORECASE,
)


def _persons(text: str) -> Iterator[Span]:
    """Names behind the word for a sole trader.

    Anywhere, where they are written as persons are (initials, a patronymic); any few words, where
    a cell begins with the word and so is a party's. "ИП ООО" is a foreign-invested company.
    """
    cell = _PARTY_CELL.match(text)
    for trader in ([cell] if cell else []) + list(_TRADER.finditer(text)):
        if split_form(f"ИП {trader[1]}")[1] == "IP":
            yield Span("person", *trader.span(1))


_GAP = r"[\s().-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w+])\+(?:7(?:{_GAP}[0-9]){{10}}|(?!7)[1-9](?:{_GAP}[0-9]){{9,12}})(?!\w)"
    r"|(?<![\w+./-])[78][\s-]{0,2}\([0-9]{3,5}\)[\s-]{0,2}[0-9]{1,3}[\s-]?[0-9]{2}[\s-]?[0-9]{2}(?![\w-])"
    r"|(?<![\w+./-])\([0-9]{3,5}\)[\s-]{0,2}[0-9]{1,3}-[0-9]{2}-[0-9]{2}(?![\w-])"
    r"|(?<![\w+./-])[78][\s-]{0,2}[3489][0-9]{2}[\s-][0-9]{3}-[0-9]{2}-[0-9]{2}(?![\w-])"
)
_LABELLED_PHONE = re.compile(
    r"(?<!\w)(?:ТЕЛ|ТЕЛЕФОН|ФАКС|МОБ|TEL|TELEFONO|TELÉFONO|TELEFONE|PHONE|MOBILE|CELULAR|FAX|WHATSAPP)"
    r"\s?[.:№]{1,2}\s{0,2}(\+?\(?[0-9](?:[\s().-]{0,2}[0-9]){6,14})(?!\w)",
    re.IGNORECASE,
)


def _phones(text: str) -> Iterator[Span]:
    for phone in _PHONE.finditer(text):
        yield Span("phone", *phone.span())
    for phone in _LABELLED_PHONE.finditer(text):
        yield Span("phone", *phone.span(1))


_TAG_HEADERS = frozenset(
    ("RECORDS TAG", "RECORD TAG", "RECORDS ID", "RECORD ID", "ROW ID", "ROW GUID", "GUID", "UUID")
)


def is_vendor_tag(header: str, cells: Sequence[str]) -> bool:
    """Whether a column tags a vendor's rows: by its header, or because it holds only GUIDs.

    Such a tag says which customer an export was sold to, and so who gave it away.
    """
    if key(header) in _TAG_HEADERS:
        return True
    stated = [cell.strip() for cell in cells if not is_nothing(cell)]
    return bool(stated) and all(_GUID.fullmatch(cell) for cell in stated)
