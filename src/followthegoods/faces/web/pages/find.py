"""One box for everything: companies, tax ids, goods, codes, declarations."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from followthegoods.case import MOST_FOUND
from followthegoods.faces.web.showing import case_name, page, served, show

LONGEST = 200
_CODE = re.compile(r"[0-9][0-9 .]{1,12}")
_NUMBER = re.compile(r"(?=.*[0-9].*[0-9].*[0-9].*[0-9].*[0-9])\S{6,60}")
"""What may be the number of a declaration: no blank, and five digits at least."""


@page
def find(request: Request) -> Response:
    """Whom and what a text may be about, the likeliest first, and where to go on with it."""
    text = request.query_params.get("q", "").strip()[:LONGEST]
    with served(request).case(case_name(request)) as case:
        parties = case.find(text) if text else []
        # Lists take longer to look through than whoever types waits for.
        lists = "lists" in request.query_params
        listed = case.find_listed(text) if text and lists else []
        declared = case.find_declaration(text) if _NUMBER.fullmatch(text) else []
        code = re.sub(r"[ .]", "", text) if _CODE.fullmatch(text) else ""
        return show(
            request,
            "find.html",
            case=case,
            text=text,
            parties=parties,
            most=MOST_FOUND,
            lists=lists,
            listed=listed,
            declared=declared,
            code=code if 2 <= len(code) <= 10 else "",
            goods=text if len(text) > 2 and not text.isdecimal() else "",
        )


ROUTES: list[BaseRoute] = [Route("/c/{case}/find", find)]
