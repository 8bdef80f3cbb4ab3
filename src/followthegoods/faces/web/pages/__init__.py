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
    review,
    routes,
    rows,
    screening,
    story,
)

ROUTES: list[BaseRoute] = [
    *home.ROUTES,
    *dossier.ROUTES,
    *find.ROUTES,
    *rows.ROUTES,
    *screening.ROUTES,
    *routes.ROUTES,
    *files.ROUTES,
    *jobs.ROUTES,
    *review.ROUTES,
    *story.ROUTES,
    *difference.ROUTES,
]
"""Every page: its path from the server's root (`/`, `/c/{case}/…`) and what answers it."""
