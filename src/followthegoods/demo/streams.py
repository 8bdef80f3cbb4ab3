"""What the maker of limousines imported: the sums the demonstration stands on.

A stream is one supplier's goods with one set of countries, before or after 24 February 2022.
Together they were chosen so that one country basis (dispatch) gives the sum from South Korea
that the invented story prints, and the other three miss it; and so that after the event only
origin gives the printed five million.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

EVENT = date(2022, 2, 24)
FIRST, LAST = date(2018, 2, 5), date(2023, 12, 20)


@dataclass(frozen=True)
class Stream:
    """One supplier, one set of countries, one side of the event; `total` is in dollars."""

    supplier: str
    origin: str
    dispatch: str
    trading: str
    goods: tuple[str, ...]
    total: Decimal
    lines: int
    since: bool
    reserved: tuple[Decimal, ...] = ()
    """Amounts within `total` that belong to planted lines; the rest is spread over `lines`."""


def _stream(
    since: bool, countries: str, supplier: str, goods: str, total: str, lines: int, *reserved: str
) -> Stream:
    origin, dispatch, trading = countries.split()
    return Stream(
        supplier, origin, dispatch, trading, tuple(goods.split()), Decimal(total), lines, since,
        tuple(Decimal(amount) for amount in reserved),
    )  # fmt: skip


TWINS = _stream(
    False, "KR KR KR", "SEOBINAM", "body", "2914206.41", 54,
    "48500.00", "48500.00", "48500.00",
)  # fmt: skip
"""Three bodies of one declaration that differ by item and article only."""

KEYLESS = _stream(
    False, "KR KR HK", "IVORTEC", "switches controllers", "660417.93", 16,
    "12340.50", "12340.50", "8905.25", "8905.25", "15760.00",
)  # fmt: skip
"""Lines without an item number, which stand in both of vendor A's files."""

CORRECTED = _stream(
    False, "DE DE DE", "HOLLERBRANDT", "switches", "1103690.71", 31, "125400.00", "-25400.00"
)
"""A line and the negative correction of it."""

STREAMS: tuple[Stream, ...] = (
    TWINS,
    KEYLESS,
    CORRECTED,
    _stream(False, "KR KR KR", "GURYEON", "welding controllers", "1887531.09", 34),
    _stream(False, "KR KR KR", "NAMORI", "batteries", "903118.55", 23),
    _stream(False, "KR KR KR", "HAESOLBIT", "sensors", "495302.72", 35),
    _stream(False, "CN KR KR", "GURYEON", "controllers", "1098774.30", 26),
    _stream(False, "CN KR KR", "HAESOLBIT", "sensors switches", "601945.18", 24),
    _stream(False, "KR CN KR", "SEOBINAM", "body", "399871.66", 10),
    _stream(False, "CN KR HK", "GURYEON", "controllers", "300226.84", 8),
    _stream(False, "KR TR TR", "AKSUVAT", "body", "610093.21", 12),
    _stream(False, "CN CN KR", "HAESOLBIT", "sensors", "599640.37", 19),
    _stream(False, "DE KR DE", "NAMORI", "batteries", "199884.02", 6),
    _stream(False, "CN CN KR", "LUOYUNTAI", "plastic body", "1000337.59", 21),
    _stream(False, "CN CN CN", "LUOYUNTAI", "plastic", "1012844.05", 34),
    _stream(False, "CN CN CN", "BAIXUNHE", "switches controllers", "688271.90", 29),
    _stream(False, "IN IN IN", "VARUNESH", "body", "902556.13", 22),
    _stream(False, "TR TR TR", "AKSUVAT", "welding", "498713.44", 14),
    _stream(False, "IT IT IT", "PLASTIVENTA", "plastic", "1402318.88", 40),
    _stream(False, "IT IT IT", "TORRIVALDA", "sensors", "701229.36", 16),
    _stream(False, "DE DE DE", "WESTERLOHR", "controllers", "411052.28", 11),
    _stream(True, "KR KR KR", "SEOBINAM", "body", "1007615.28", 18),
    _stream(True, "KR KR KR", "NAMORI", "batteries", "692448.90", 13),
    _stream(True, "KR KR KR", "HAESOLBIT", "sensors", "398207.35", 16),
    _stream(True, "CN KR KR", "HAESOLBIT", "sensors switches", "899518.64", 20),
    _stream(True, "KR CN KR", "SEOBINAM", "body", "301244.07", 6),
    _stream(True, "KR KR HK", "IVORTEC", "switches controllers", "1602377.81", 30),
    _stream(True, "CN KR HK", "GURYEON", "controllers", "1201659.46", 16),
    _stream(True, "KR TR TR", "AKSUVAT", "body", "1028903.12", 18),
    _stream(True, "CN CN KR", "HAESOLBIT", "sensors", "901872.59", 18),
    _stream(True, "DE KR DE", "NAMORI", "batteries", "598430.25", 9),
    _stream(True, "TR TR TR", "GURYEON", "welding", "1299115.83", 14),
    _stream(True, "CN CN CN", "LUOYUNTAI", "plastic", "1204519.77", 30),
    _stream(True, "CN CN CN", "BAIXUNHE", "switches controllers", "1297864.31", 32),
    _stream(True, "IT HK HK", "IVORTEC", "sensors", "402773.05", 11),
    _stream(True, "CN HK HK", "DIVORTEC", "switches", "188406.92", 9),
    _stream(True, "IN IN IN", "VARUNESH", "body", "1011238.60", 21),
    _stream(True, "TR TR TR", "AKSUVAT", "welding body", "803512.47", 18),
    _stream(True, "DE TR TR", "AKSUVAT", "switches", "498227.18", 11),
    _stream(True, "IT IT IT", "PLASTIVENTA", "plastic", "398641.53", 13),
    _stream(True, "DE DE DE", "HOLLERBRANDT", "switches", "224906.26", 8),
)
