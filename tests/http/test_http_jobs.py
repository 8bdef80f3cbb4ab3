"""Files come in by jobs: processes that go on whoever looks, one at a time a case."""

from __future__ import annotations

import errno
import json
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from http_case import READ, TOKENS, WRITE, client_of, problem_of
from starlette.testclient import TestClient
from typer.testing import CliRunner

from followthegoods.errors import DiskFull, NoSuchJob
from followthegoods.faces.cli.main import app
from followthegoods.faces.http import jobs as jobs_module
from followthegoods.faces.http.jobs import DONE, Job, Jobs
from followthegoods.faces.http.place import JOBS, SERVED, UPLOADS
from followthegoods.faces.http.uploads import Uploads
from strategies import CLOVER, csv_bytes, line

CASE = "/api/v1/cases/case"
SECOND = csv_bytes([line(declaration="10000010/010622/0000009", receiver_id=CLOVER)])


@pytest.fixture(scope="module")
def own(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the case that may be changed."""
    return Path(shutil.copytree(case, tmp_path_factory.mktemp("jobs") / "case"))


@pytest.fixture(scope="module")
def writer(own: Path) -> Iterator[TestClient]:
    with client_of(own) as client:
        yield client


def send(client: TestClient, name: str, content: bytes) -> str:
    answer = client.post(
        f"{CASE}/uploads",
        params={"name": name},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ended(client: TestClient, started: Any) -> dict[str, Any]:
    """A job when it has ended; its address is the one that it was started with."""
    assert started.status_code == 202, started.text
    for _ in range(600):
        job: dict[str, Any] = client.get(started.headers["location"]).json()
        if job["status"] not in ("queued", "running"):
            return job
        time.sleep(0.1)
    raise AssertionError(job)


@pytest.fixture(scope="module")
def loaded(writer: TestClient) -> dict[str, Any]:
    """A file, sent and loaded."""
    sent = send(writer, "second.csv", SECOND)
    return ended(writer, writer.post(f"{CASE}/add", json={"uploads": [sent]}))


def test_a_file_that_was_sent_is_loaded(loaded: dict[str, Any], writer: TestClient) -> None:
    assert (loaded["status"], loaded["error"]) == ("done", None)
    (added,) = loaded["result"]["added"]
    assert (added["file"], added["known"], added["books"]["lines"]) == ("second.csv", False, 1)
    names = [book["source"]["name"] for book in writer.get(f"{CASE}/status").json()["books"]]
    assert names == ["first.csv", "second.csv"]


def test_a_job_tells_each_stage_once_and_how_far_it_is(loaded: dict[str, Any]) -> None:
    stages = [entry["stage"] for entry in loaded["progress"]]
    assert "loaded" in stages
    assert len(stages) == len(set(stages))
    assert all(0 <= entry["done"] <= 1 for entry in loaded["progress"])


def test_a_file_that_is_loaded_is_not_kept_twice(
    loaded: dict[str, Any], own: Path, writer: TestClient
) -> None:
    assert list((own / SERVED / UPLOADS).iterdir()) == []
    assert writer.get(f"{CASE}/uploads").json() == []


def test_the_next_question_sees_what_a_job_did(loaded: dict[str, Any], writer: TestClient) -> None:
    kinds = [load["kind"] for load in writer.get(f"{CASE}/states").json()]
    assert kinds[-2:] == ["add", "resolve"]


def test_another_server_of_the_case_finds_the_job(loaded: dict[str, Any], own: Path) -> None:
    found = Jobs({"another name": own}).get(loaded["id"])
    assert (found.case, found.status, found.result) == ("another name", DONE, loaded["result"])


def test_a_job_that_fails_says_why_and_keeps_the_file(
    loaded: dict[str, Any], writer: TestClient
) -> None:
    sent = send(writer, "nonsense.csv", b"a;b\n1;2\n")
    job = ended(writer, writer.post(f"{CASE}/add", json={"uploads": [sent]}))
    assert (job["status"], job["error"]["code"]) == ("failed", "unknown_layout")
    assert [one["id"] for one in writer.get(f"{CASE}/uploads").json()] == [sent]
    assert writer.delete(f"{CASE}/uploads/{sent}").status_code == 204


def test_a_source_is_taken_out_again(loaded: dict[str, Any], writer: TestClient) -> None:
    job = ended(writer, writer.delete(f"{CASE}/sources/second.csv"))
    assert (job["status"], job["result"]["source"]["name"]) == ("done", "second.csv")
    assert len(writer.get(f"{CASE}/status").json()["books"]) == 1


# -- files that were sent


def test_a_file_is_looked_at_as_by_the_command(client: TestClient, case: Path) -> None:
    sent = send(client, "second.csv", SECOND)
    seen = client.get(f"{CASE}/uploads/{sent}/look").text
    file = case / SERVED / UPLOADS / sent / "second.csv"
    assert seen == CliRunner().invoke(app, ["look", str(file), "--json"]).stdout
    assert client.delete(f"{CASE}/uploads/{sent}").status_code == 204


def test_a_layout_is_drafted_for_a_file(client: TestClient) -> None:
    sent = send(client, "unknown.csv", b"Importer;HS code;Value USD\nX;870830;12\n")
    drafted = client.get(f"{CASE}/uploads/{sent}/draft")
    assert drafted.headers["content-type"].startswith("application/toml")
    assert "Importer" in drafted.text
    client.delete(f"{CASE}/uploads/{sent}")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../up.csv", "up.csv"), ("C:\\a\\b.csv", "b.csv"), ("имя.csv", "имя.csv")],
)
def test_a_file_is_kept_under_its_own_name_in_a_place_of_its_own(
    client: TestClient, case: Path, name: str, kept: str
) -> None:
    sent = send(client, name, b"x")
    assert (case / SERVED / UPLOADS / sent / kept).read_bytes() == b"x"
    client.delete(f"{CASE}/uploads/{sent}")


@pytest.mark.parametrize("name", ["..", "a/", "a\nb", "x" * 201, "\u202e.csv"])
def test_a_name_that_no_file_should_have_is_refused(client: TestClient, name: str) -> None:
    answer = client.post(f"{CASE}/uploads", params={"name": name}, content=b"x")
    assert problem_of(answer)["code"] == "bad_parameter"


def test_a_disk_that_is_full_while_a_file_comes_is_said(tmp_path: Path) -> None:
    def content() -> Iterator[bytes]:
        yield b"begun"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull):
        Uploads(tmp_path).keep("INVENTED.csv", content())
    assert Uploads(tmp_path).all() == []


def test_a_file_is_not_there_before_it_is_whole(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)

    def content() -> Iterator[bytes]:
        yield b"begun"
        assert uploads.all() == []
        yield b" and ended"

    kept = uploads.keep("INVENTED.csv", content())
    assert uploads.all() == [kept]
    assert kept.path.read_bytes() == b"begun and ended"


@pytest.mark.parametrize("layout", ["/etc/passwd", "../layout.toml", "nothing", "ru-alta.toml"])
def test_a_layout_is_never_a_path_on_the_servers_disk(client: TestClient, layout: str) -> None:
    sent = send(client, "second.csv", SECOND)
    answer = client.post(f"{CASE}/add", json={"uploads": [sent], "layout": layout})
    assert problem_of(answer)["where"] == "layout"
    client.delete(f"{CASE}/uploads/{sent}")


def test_who_only_reads_sends_nothing(case: Path) -> None:
    with client_of(case, TOKENS) as client:
        headers = {"Authorization": f"Bearer {READ}"}
        answer = client.post(f"{CASE}/uploads", params={"name": "a"}, content=b"x", headers=headers)
    assert answer.status_code == 403


# -- one at a time, by processes that only wait

WAITING = (
    "import sys,json,time; args=json.load(sys.stdin)['args']; "
    "print(json.dumps({'stage':'waiting','done':0.5}), flush=True); "
    "time.sleep(args['seconds']); print(json.dumps({'result':args['says']}), flush=True)"
)


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """The jobs of two empty folders whose processes wait and say something."""
    monkeypatch.setattr(jobs_module, "COMMAND", (sys.executable, "-c", WAITING))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    jobs = Jobs({"one": tmp_path / "one", "two": tmp_path / "two"})
    yield jobs
    jobs.close()


def start(jobs: Jobs, case: str = "one", seconds: float = 0, says: str = "so") -> Job:
    return jobs.start(case, "wait", {"seconds": seconds, "says": says})


def until(jobs: Jobs, number: str, status: str) -> Job:
    for _ in range(500):
        if (job := jobs.get(number)).status == status:
            return job
        time.sleep(0.02)
    raise AssertionError(job)


def test_jobs_of_one_case_come_one_after_another(waiting: Jobs) -> None:
    first, second = start(waiting, seconds=30), start(waiting)
    until(waiting, first.id, "running")
    assert waiting.get(second.id).status == "queued"
    waiting.cancel(first.id)
    assert waiting.wait(second.id, 20).result == "so"
    assert [job.id for job in waiting.of("one")] == [second.id, first.id]


def test_jobs_of_two_cases_do_not_wait_for_each_other(waiting: Jobs) -> None:
    first, other = start(waiting, seconds=30), start(waiting, "two")
    assert waiting.wait(other.id, 20).status == "done"
    assert waiting.get(first.id).status == "running"


def test_a_job_that_is_cancelled_ends(waiting: Jobs) -> None:
    job = start(waiting, seconds=30)
    until(waiting, job.id, "running")
    assert waiting.cancel(job.id).status == "cancelled"
    assert waiting.wait(job.id, 20).result is None


def test_a_job_that_waits_is_cancelled_before_it_begins(waiting: Jobs) -> None:
    first, second = start(waiting, seconds=30), start(waiting)
    waiting.cancel(second.id)
    waiting.cancel(first.id)
    assert waiting.wait(second.id, 20).progress == []


def test_cancelling_what_has_ended_changes_nothing(waiting: Jobs) -> None:
    job = waiting.wait(start(waiting).id, 20)
    assert waiting.cancel(job.id) == job


def test_a_process_that_says_nothing_has_failed(
    waiting: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    job = waiting.wait(start(waiting).id, 20)
    assert job.error is not None
    assert (job.status, job.error["code"]) == ("failed", "broken")
    assert "7" in job.error["detail"]


def test_what_ran_when_a_server_ended_has_failed(tmp_path: Path, waiting: Jobs) -> None:
    job = start(waiting, seconds=30)
    until(waiting, job.id, "running")
    again = Jobs({"one": tmp_path / "one"}).get(job.id)
    assert again.error is not None
    assert (again.status, again.error["code"]) == ("failed", "broken")


def test_a_file_of_jobs_that_makes_no_sense_is_left_aside(tmp_path: Path) -> None:
    place = tmp_path / SERVED / JOBS
    place.mkdir(parents=True)
    (place / "0123456789abcdef.json").write_text("{", encoding="utf-8")
    (place / "0123456789abcde0.json").write_text(json.dumps({"x": 1}), encoding="utf-8")
    assert Jobs({"one": tmp_path}).of("one") == []


def test_a_job_that_nobody_started_is_not_there(waiting: Jobs) -> None:
    with pytest.raises(NoSuchJob):
        waiting.get("0123456789abcdef")


def test_a_jobs_process_is_not_given_the_tokens(
    waiting: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os,json; print(json.dumps({'result':[k for k in os.environ if 'TOKEN' in k]}))"
    monkeypatch.setattr(jobs_module, "COMMAND", (sys.executable, "-c", code))
    monkeypatch.setenv("FTG_TOKEN_WRITE", WRITE)
    monkeypatch.setenv("FTG_TOKEN_READ", READ)
    assert waiting.wait(start(waiting).id, 20).result == []


def test_a_job_is_remembered_by_several_at_once(waiting: Jobs) -> None:
    job = start(waiting)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: waiting._keep(job.id), range(200)))
    assert {one.id for one in kept} == {job.id}
