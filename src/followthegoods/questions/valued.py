"""What a line is worth in dollars: the first basis that states any, one product, one rounding."""

from __future__ import annotations

from collections.abc import Sequence

from followthegoods.engine.plan import files_sql

VALUE_BASES: dict[str, tuple[str, ...]] = {
    "stated": ("statistical", "cif", "fob", "customs", "invoice"),
    "statistical": ("statistical",),
    "cif": ("cif",),
    "fob": ("fob",),
    "customs": ("customs",),
    "invoice": ("invoice",),
}
"""What a line's dollars may be taken from, in order of preference."""


def _product(amount: str, currency: str, rate: str) -> str:
    """An amount times its rate."""
    one = f"CASE WHEN f.{currency} = 'USD' THEN CAST(1 AS DECIMAL(20,16)) ELSE {rate} END"
    return f"nullif(f.{amount}, 0) * {one}"


def _converted(product: str) -> str:
    """An amount in dollars. Nothing on earth is worth what would not fit: that is a damaged cell,
    which leaves its own line without dollars and not the question without an answer."""
    return (
        f"CASE WHEN abs({product}) < {_TOO_MUCH} "
        f"THEN CAST(CAST({product} AS DECIMAL(18,2)) AS DECIMAL(18,4)) END"
    )


_TOO_MUCH = 10**13
"""Dollars that no line is worth."""

_DOLLARS = {
    "statistical": "nullif(f.statistical_usd, 0)",
    "cif": "nullif(f.cif_usd, 0)",
    "fob": "nullif(f.fob_usd, 0)",
    "customs": _converted("customs_product"),
    "invoice": _converted("invoice_product"),
}


def valued_sql(value: str, dollars: Sequence[str], found: str = "found") -> str:
    """Each line of `found` with its dollars: the first basis that states any, and which that was.

    `value` is one of `VALUE_BASES`; `dollars` are the files of official rates.
    """
    rates = (
        files_sql(dollars)
        if dollars
        else "(SELECT NULL::VARCHAR AS currency, NULL::DATE AS day, NULL::DECIMAL(20,16) AS usd)"
    )
    bases = VALUE_BASES[value]
    in_order = ", ".join(f"in_{name}" for name in bases)
    basis = " ".join(f"WHEN in_{name} IS NOT NULL THEN '{name}'" for name in bases)
    columns = ",\n        ".join(f"{sql} AS in_{name}" for name, sql in _DOLLARS.items())
    customs = _product("customs_value", "customs_currency", "c.usd")
    invoice = _product("invoice_value", "invoice_currency", "i.usd")
    # Wide decimals are slow: what is invoiced counts only where nothing before it is stated.
    stated = [f"nullif(f.{name}_usd, 0)" for name in bases if f"{name}_usd" in VALUES]
    if stated:
        invoice = f"CASE WHEN coalesce({', '.join(stated)}) IS NULL THEN {invoice} END"
    converted = [name for name in bases if name in ("customs", "invoice")]
    convertible = " OR ".join(f"coalesce({n}_value, 0) <> 0" for n in converted) or "false"
    return f"""SELECT * EXCLUDE ({", ".join(f"in_{name}" for name in _DOLLARS)},
        customs_product, invoice_product, {_USED}),
    coalesce({in_order}) AS usd,
    coalesce(CASE {basis} END, '') AS value_basis,
    coalesce(abs(in_statistical - in_customs) * 10
        > greatest(abs(in_statistical), abs(in_customs)), false) AS far_off,
    coalesce(in_fob > 0 AND in_cif < in_fob, false) AS cif_below_fob,
    coalesce({in_order}) IS NULL AND ({convertible}) AS lacks_rate
FROM (
    SELECT f.*, {columns}
    FROM (SELECT f.*, {customs} AS customs_product,
            {invoice} AS invoice_product
        FROM {found} AS f
        LEFT JOIN {rates} AS c
            ON c.currency = f.customs_currency AND c.day = coalesce(f.registered, f.month)
        LEFT JOIN {rates} AS i
            ON i.currency = f.invoice_currency AND i.day = coalesce(f.registered, f.month)) AS f
) AS v"""


VALUES = (
    *("statistical_usd", "cif_usd", "fob_usd", "customs_value", "customs_currency"),
    *("invoice_value", "invoice_currency"),
)
"""The columns of a line that its dollars are made of."""

_USED = ", ".join(VALUES)
