"""What is sent with a request, for handlers that run in a thread of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio.from_thread
from starlette.requests import Request

from followthegoods.faces.http.uploads import file_name


@contextmanager
def body_file(request: Request, name: str) -> Iterator[Path]:
    """The body of a request as a file of this name, for as long as it is worked on."""
    content = anyio.from_thread.run(request.body)
    with named_file(name, content) as file:
        yield file


@contextmanager
def named_file(name: str, content: bytes) -> Iterator[Path]:
    """Bytes as a file of this name, for as long as it is worked on."""
    with TemporaryDirectory(prefix="ftg-") as folder:
        file = Path(folder) / file_name(name)
        file.write_bytes(content)
        yield file


def stream_of(request: Request) -> Iterator[bytes]:
    """The body of a request, piece by piece as it comes."""
    stream = request.stream()

    async def next_piece() -> bytes | None:
        return await anext(stream, None)

    while (piece := anyio.from_thread.run(next_piece)) is not None:
        yield piece
