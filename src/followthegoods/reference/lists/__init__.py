"""Lists of the sanctioned and of controlled goods: read, kept in every version, put to plans."""
