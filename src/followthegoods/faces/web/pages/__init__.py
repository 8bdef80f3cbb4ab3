"""The pages of the server."""

from __future__ import annotations

from starlette.routing import BaseRoute

from followthegoods.faces.web.pages import (
    difference,
    dossier,
    files,
    find,
    home,
    jobs,
    lines,
    review,
    routes,
    rows,
    screening,
    story,
    watching,
)

ROUTES: list[BaseRoute] = [
    *home.ROUTES,
    *dossier.ROUTES,
    *find.ROUTES,
    *rows.ROUTES,
    *lines.ROUTES,
    *screening.ROUTES,
    *routes.ROUTES,
    *files.ROUTES,
    *jobs.ROUTES,
    *review.ROUTES,
    *story.ROUTES,
    *difference.ROUTES,
    *watching.ROUTES,
]
"""Every page: its path from the server's root (`/`, `/c/{case}/…`) and what answers it."""
