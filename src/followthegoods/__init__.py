"""Follow the goods: customs records in; findings that stand up in print and in court out."""

__version__ = "0.1.0"
