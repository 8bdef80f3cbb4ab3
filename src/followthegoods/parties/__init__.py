"""From names as written to companies: explained, graded, reversible."""
