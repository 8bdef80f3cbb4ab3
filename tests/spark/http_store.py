"""A store that is reached over HTTP alone, for tests: as much of the WebHDFS protocol as copying
and reading files needs, over a folder. Spark has the client for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit


@contextmanager
def store(root: Path) -> Iterator[str]:
    """The URL of a store on loopback whose files lie in a folder."""

    class Handler(_Store):
        folder = root

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"webhdfs://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Store(BaseHTTPRequestHandler):
    folder: Path
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file, asked = self._asked()
        if not file.exists() and asked["op"] != "GETSERVERDEFAULTS":
            name = "FileNotFoundException"
            told = {"exception": name, "javaClassName": f"java.io.{name}", "message": str(file)}
            self._json(404, {"RemoteException": told})
        elif asked["op"] == "GETFILESTATUS":
            self._json(200, {"FileStatus": _status(file)})
        elif asked["op"] == "LISTSTATUS":
            inside = sorted(file.iterdir()) if file.is_dir() else []
            listed = [_status(one) | {"pathSuffix": one.name} for one in inside] or [_status(file)]
            self._json(200, {"FileStatuses": {"FileStatus": listed}})
        elif asked["op"] == "OPEN" and "data" not in asked:
            self._elsewhere()
        elif asked["op"] == "OPEN":
            start = int(asked.get("offset", "0"))
            length = int(asked.get("length", str(1 << 60)))
            self._reply(200, file.read_bytes()[start : start + length])
        else:
            self._json(200, {"BlockLocations": {"BlockLocation": []}})

    def do_PUT(self) -> None:
        file, asked = self._asked()
        if asked["op"] == "MKDIRS":
            file.mkdir(parents=True, exist_ok=True)
            self._json(200, {"boolean": True})
        elif "data" not in asked:
            self._elsewhere()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self._body())
            self._reply(201, b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _asked(self) -> tuple[Path, dict[str, str]]:
        url = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        return self.folder / unquote(url.path).removeprefix("/webhdfs/v1").lstrip("/"), asked

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _elsewhere(self) -> None:
        self.send_response(307)
        self.send_header("Location", f"http://{self.headers['Host']}{self.path}&data=true")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, code: int, said: object) -> None:
        self._reply(code, json.dumps(said).encode())

    def _reply(self, code: int, body: bytes) -> None:
        """Without a type: what Spark ships of Hadoop lacks a class that reads one."""
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _status(file: Path) -> dict[str, object]:
    size = file.stat().st_size if file.is_file() else 0
    return {
        "type": "FILE" if file.is_file() else "DIRECTORY", "length": size, "pathSuffix": "",
        "permission": "644", "owner": "nobody", "group": "nobody", "accessTime": 0,
        "modificationTime": 0, "blockSize": 1 << 27, "replication": 1,
    }  # fmt: skip
