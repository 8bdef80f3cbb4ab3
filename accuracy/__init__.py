"""How many columns a drafted layout gets right, file by file, against keys written by hand."""
