"""The vocabulary of a line: every field a layout can fill, declared once.

A line is one goods item of one declaration. Box numbers are those of the single administrative
document as the Eurasian declaration uses them (Customs Union Commission decision no. 257 of
20 May 2010); `G` codes are how Russian dumps name the same boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field's cells are cleaned, and the column type they become."""

    TEXT = "text"  # VARCHAR, white space collapsed, placeholders for "nothing" removed
    NUMBER = "number"  # VARCHAR: an identifier made of digits and letters
    DATE = "date"  # DATE
    MONTH = "month"  # DATE, the first of the month
    INTEGER = "integer"  # INTEGER
    MONEY = "money"  # DECIMAL(18,4)
    WEIGHT = "weight"  # DECIMAL(18,3), kilograms
    QUANTITY = "quantity"  # DECIMAL(18,6)
    RATE = "rate"  # DECIMAL(18,8)
    COUNTRY = "country"  # VARCHAR, ISO 3166-1 alpha-2
    CURRENCY = "currency"  # VARCHAR, ISO 4217
    UNIT = "unit"  # VARCHAR, canonical unit
    HS = "hs"  # VARCHAR, 4 to 12 digits, leading zero restored
    DIRECTION = "direction"  # VARCHAR, 'import' or 'export'
    REGIME = "regime"  # VARCHAR, requested procedure, then the previous one


@dataclass(frozen=True)
class Field:
    """One field of a line: its name in the lake, how it is cleaned, its box, what it means."""

    name: str
    kind: Kind
    box: str
    doc: str
    total: bool = False
    """True for a total of the whole declaration repeated on each line: never summed."""


_T, _N, _D, _I, _M = Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.INTEGER, Kind.MONEY
_W, _Q, _R, _C = Kind.WEIGHT, Kind.QUANTITY, Kind.RATE, Kind.COUNTRY

FIELDS: tuple[Field, ...] = (
    Field("declaration", _N, "ND", "Declaration number as written, spaces removed."),
    Field("item", _I, "32", "Number of the goods item within the declaration."),
    Field("office", _N, "ND, G071", "Customs office where the declaration was registered."),
    Field("registered", _D, "A, G072", "Date the declaration was registered."),
    Field("released", _D, "GD1", "Date the goods were released."),
    Field("direction", Kind.DIRECTION, "1, G011", "Import or export."),
    Field("regime", Kind.REGIME, "37, 1 (G0121)", "Customs procedure requested, and previous."),
    Field("sender_id", _N, "2, G021", "Tax id of the sender (consignor)."),
    Field("sender_name", _T, "2, G022", "Sender (consignor)."),
    Field("sender_address", _T, "2, G023", "Address of the sender."),
    Field("sender_country", _C, "2, G0231", "Country of the sender's address."),
    Field("receiver_id", _N, "8, G081", "Tax id of the receiver (consignee)."),
    Field("receiver_name", _T, "8, G082", "Receiver (consignee)."),
    Field("receiver_address", _T, "8, G083", "Address of the receiver."),
    Field("receiver_country", _C, "8, G0831", "Country of the receiver's address."),
    Field("holder_id", _N, "9, G091", "Tax id of the contract holder."),
    Field("holder_name", _T, "9, G092", "Contract holder: usually the domestic side."),
    Field("holder_address", _T, "9, G093", "Address of the contract holder."),
    Field("declarant_id", _N, "14, G141", "Tax id of the declarant."),
    Field("declarant_name", _T, "14, G142; 54", "Declarant or broker."),
    Field("trading_country", _C, "11, G11", "The seller's country."),
    Field("dispatch_country", _C, "15, G15, G15A", "Country the goods were sent from."),
    Field("origin_country", _C, "34, G34, G31_13", "Country the item was produced in."),
    Field("declared_origin", _T, "16, G16", "Origin for the whole declaration; may read РАЗНЫЕ."),
    Field("purchase_country", _C, "", "Country of purchase: a fourth thing (Peru, Brazil)."),
    Field("destination_country", _C, "17, G17A", "Country of destination."),
    Field("goods", _T, "31, G31_1", "Goods as described."),
    Field("maker_name", _T, "31, G31_11", "Manufacturer as the maker's own column has it."),
    Field("trademark", _T, "31, G31_12", "Trademark."),
    Field("hs", Kind.HS, "33, G33", "Commodity code, as long as it was written."),
    Field("gross_kg", _W, "35, G35", "Gross weight."),
    Field("net_kg", _W, "38, G38", "Net weight."),
    Field("quantity", _Q, "31, 41, G31_7", "Quantity in the supplementary unit."),
    Field("unit", Kind.UNIT, "31, 41, G31_71", "Supplementary unit."),
    Field("invoice_value", _M, "42, G42", "Line value in the contract's currency."),
    Field("invoice_currency", Kind.CURRENCY, "22, G221", "Currency of the contract."),
    Field("invoice_rate", _R, "23, G23", "Rate of that currency, not of the dollar."),
    Field("customs_value", _M, "45, G45", "Customs value in the national currency."),
    Field("statistical_usd", _M, "46, G46", "Statistical value in US dollars."),
    Field("cif_usd", _M, "", "Value with freight and insurance, stated in US dollars."),
    Field("fob_usd", _M, "", "Value free on board, stated in US dollars."),
    Field("valuation", _T, "43, G43", "Mark of a corrected customs value."),
    Field("correction", _N, "", "Number or mark of a correction document."),
    Field("incoterms", _T, "20, G202", "Delivery terms."),
    Field("delivery_place", _T, "20, G2021", "Place of delivery."),
    Field("transport", _T, "25, G25", "Mode of transport at the border."),
    Field("border_office", _N, "29, G29", "Customs office at the border."),
    Field("month", Kind.MONTH, "", "Month of a row that is dated by month only."),
    Field("master_bill", _N, "", "Number of the master bill of lading of a house bill."),
    Field("packages", _Q, "6, G06", "Packages in the whole declaration.", total=True),
    Field("total_customs_value", _M, "12, G12", "Customs value of the declaration.", total=True),
    Field("total_invoice_value", _M, "22, G222", "Invoice value of the declaration.", total=True),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

ROLES: tuple[str, ...] = ("sender", "receiver", "holder", "declarant", "maker")
"""The roles a party can have on a line. Each is a mention: name, tax id, address, country."""

SQL_TYPES: dict[Kind, str] = {
    Kind.DATE: "DATE",
    Kind.MONTH: "DATE",
    Kind.INTEGER: "INTEGER",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.WEIGHT: "DECIMAL(18,3)",
    Kind.QUANTITY: "DECIMAL(18,6)",
    Kind.RATE: "DECIMAL(18,8)",
}


def sql_type(kind: Kind) -> str:
    """The column type of a kind of field."""
    return SQL_TYPES.get(kind, "VARCHAR")
