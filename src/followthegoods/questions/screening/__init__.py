"""Who and what of the records is on a list, since when, and what came while it was."""
