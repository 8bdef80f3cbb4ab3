"""A case's records in the formats of other programs."""
