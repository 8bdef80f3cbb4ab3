"""`ftg serve`: where it listens, who it lets in, how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from http_case import READ, WRITE
from typer.testing import CliRunner

from followthegoods.errors import BadParameter, NoSuchCase
from followthegoods.faces.cli import serving
from followthegoods.faces.cli.main import app
from followthegoods.faces.http import running
from followthegoods.faces.http.access import LOOPBACK
from followthegoods.faces.http.running import Listening, access, listen, names

# -- tokens


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_machines_own_address_asks_for_no_token(host: str) -> None:
    assert access(host, (None, None)) is LOOPBACK


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_any_other_address_is_refused_without_a_token(host: str) -> None:
    with pytest.raises(BadParameter, match="no token is asked for"):
        access(host, (None, None))


def test_on_this_machine_too_a_token_that_is_set_is_asked_for() -> None:
    assert not access("127.0.0.1", (READ, None)).open


def test_tokens_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTG_TOKEN_READ", READ)
    monkeypatch.setenv("FTG_TOKEN_WRITE", WRITE)
    found = access("0.0.0.0", (None, None))
    assert (found.level_of(READ), found.level_of(WRITE)) == ("read", "write")


def test_a_token_that_is_given_goes_before_the_environments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FTG_TOKEN_READ", READ)
    assert access("0.0.0.0", ("another-token-0123", None)).level_of(READ) is None


@pytest.mark.parametrize("token", ["tiny-one", "x" * 15, "ключ" * 5, "with a space 0123"])
def test_a_token_that_is_no_good_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(BadParameter) as raised:
        access("0.0.0.0", (token, None))
    assert token not in str(raised.value)


def test_one_token_does_not_do_for_both() -> None:
    with pytest.raises(BadParameter, match="both"):
        access("0.0.0.0", (READ, READ))


def test_where_others_may_come_they_are_counted() -> None:
    assert access("0.0.0.0", (READ, None)).rate == running.RATE


# -- places


def test_cases_are_called_as_their_folders(tmp_path: Path) -> None:
    cases = [tmp_path / "a" / "case", tmp_path / "b" / "case", tmp_path / "other"]
    assert names(cases) == dict(zip(["case", "case-2", "other"], cases, strict=True))


@pytest.mark.parametrize(
    ("where", "address"),
    [
        (Listening("127.0.0.1", 1), "http://localhost:8/"),
        (Listening("0.0.0.0", 1), "http://localhost:8/"),
        (Listening("192.168.1.5", 1), "http://192.168.1.5:8/"),
        (Listening("fd00::5", 1), "http://[fd00::5]:8/"),
        (Listening("::1", 1, Path("c"), Path("k")), "https://localhost:8/"),
    ],
)
def test_the_address_is_one_that_a_browser_finds(where: Listening, address: str) -> None:
    assert where.address(8) == address


def test_a_port_that_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.listen()
        with pytest.raises(BadParameter, match="cannot listen"):
            listen(Listening("127.0.0.1", other.getsockname()[1]))


def test_what_is_no_case_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(NoSuchCase):
        running.run([tmp_path], Listening("127.0.0.1", 0))


def test_a_certificate_needs_its_key(case: Path) -> None:
    with pytest.raises(BadParameter, match="both"):
        running.run([case], Listening("127.0.0.1", 0, Path("certificate.pem")))


def test_a_certificate_that_is_none_is_an_error(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    file.write_text("no certificate", encoding="utf-8")
    with pytest.raises(BadParameter, match="cannot be used"):
        running.run([case], Listening("127.0.0.1", 0, file, file))


def test_without_the_servers_packages_it_says_what_to_install(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name, name="uvicorn")

    monkeypatch.setattr(serving, "import_module", missing)
    ran = CliRunner().invoke(app, ["serve", str(case)])
    assert isinstance(ran.exception, BadParameter)
    assert "followthegoods[web]" in (ran.exception.do or "")


# -- the process itself


@pytest.fixture(scope="module")
def server(case: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of the case, and its address."""
    command = [sys.executable, "-m", "followthegoods.faces.cli.main", "serve", str(case)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-browser"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "FTG_TOKEN_READ": READ},
    )
    assert process.stderr is not None
    said = ""
    while "Serving" not in said:
        said = process.stderr.readline()
        assert said, process.wait()
    yield process, said.split()[-1]
    process.kill()


def test_a_server_answers_and_ends_when_it_is_interrupted(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = server
    status = f"{address}api/v1/cases/case/status"
    assert httpx.get(status).status_code == 401
    answer = httpx.get(status, headers={"Authorization": f"Bearer {READ}"})
    assert (answer.status_code, answer.json()["invented"]) == (200, True)
    assert "server" not in answer.headers
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, READ in told) == (0, False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl here, which makes a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    own, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(own)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return own, key


@pytest.fixture(scope="module")
def encrypted(case: Path, certificate: tuple[Path, Path]) -> Iterator[int]:
    """The port of a server of the case that speaks HTTPS."""
    own, key = certificate
    command = [sys.executable, "-m", "followthegoods.faces.cli.main", "serve", str(case)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-browser", "--certificate", str(own), "--key", str(key)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "FTG_TOKEN_WRITE": WRITE},
    )
    assert process.stderr is not None
    said = next((line for line in process.stderr if "https://" in line), "")
    yield int(said.split(":")[-1].rstrip("/\n"))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


def test_with_a_certificate_a_client_that_trusts_it_is_answered_encrypted(
    certificate: tuple[Path, Path], encrypted: int
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with (
        socket.create_connection(("127.0.0.1", encrypted)) as plain,
        trusting.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        assert secure.version() in ("TLSv1.2", "TLSv1.3")
    address = f"https://localhost:{encrypted}/enter"
    answer = httpx.post(address, data={"token": WRITE}, verify=trusting)
    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"]


def test_who_does_not_trust_the_certificate_or_speaks_plainly_gets_nothing(encrypted: int) -> None:
    for address in (f"https://localhost:{encrypted}/", f"http://localhost:{encrypted}/"):
        with pytest.raises(httpx.TransportError):
            httpx.get(address)
