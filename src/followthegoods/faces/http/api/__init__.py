"""The HTTP API: every question and action of the command line, at `/api/v1`."""
