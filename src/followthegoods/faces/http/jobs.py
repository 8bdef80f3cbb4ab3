"""Long work on a case as child processes, one at a time a case, others wait their turn.

A job is remembered beside its case, so that a page that is loaded again, and a server that is
started again, find it. Its process ends with the server; the case is then as it was before.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from followthegoods.config import TOKENS
from followthegoods.errors import Broken, FtgError, NoSuchJob
from followthegoods.faces.http.place import JOBS, folder
from followthegoods.faces.http.problems import problem
from followthegoods.faces.http.uploads import Uploads

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)
COMMAND = (sys.executable, "-m", "followthegoods.faces.http.work")
PATIENCE = 10.0
"""Seconds that a job may take to end after it was asked to."""

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Job:
    """One job. `progress` has an entry a stage, the last of which goes on (`done` 0 to 1);
    `result` is what the command gives as JSON, `error` a problem's details."""

    id: str
    case: str
    action: str
    args: dict[str, Any]
    status: str = QUEUED
    progress: list[dict[str, Any]] = field(default_factory=list)
    result: Any = None
    error: dict[str, Any] | None = None
    asked: str = ""
    ended: str | None = None


class Jobs:
    """The jobs of a server's cases. Its methods may be called from any thread."""

    def __init__(self, cases: Mapping[str, Path]) -> None:
        self._cases = dict(cases)
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, list[str]] = {name: [] for name in cases}
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._threads: dict[str, Thread] = {}
        self._closed = False
        self._lock = Lock()
        self._writing = Lock()
        for name, path in self._cases.items():
            self._jobs.update({job.id: job for job in _remembered(name, path)})

    def start(self, case: str, action: str, args: Mapping[str, Any]) -> Job:
        """Start an action of `followthegoods.faces.http.actions` on a case, or queue it behind
        those that were started before. Raises `CaseReadOnly`, `DiskFull`."""
        job = Job(secrets.token_hex(8), case, action, dict(args), asked=_now())
        _remember(self._cases[case], job)
        with self._lock:
            self._jobs[job.id] = job
            self._waiting[case].append(job.id)
            if case not in self._threads:
                self._threads[case] = Thread(target=self._work, args=(case,), daemon=True)
                self._threads[case].start()
        return job

    def get(self, number: str, case: str | None = None) -> Job:
        """A job as it is now; of this case, where one is named. Raises `NoSuchJob`."""
        with self._lock:
            job = self._jobs.get(number)
        if job is None or case not in (None, job.case):
            raise NoSuchJob(f"There is no job {number!r}.", do="List those of the case.")
        return job

    def of(self, case: str) -> list[Job]:
        """The jobs of a case, the newest first."""
        with self._lock:
            own = [job for job in reversed(self._jobs.values()) if job.case == case]
        # Of those asked for in one moment the last stays first.
        return sorted(own, key=lambda job: job.asked, reverse=True)

    def cancel(self, number: str) -> Job:
        """End a job: the case is then as it was before it, or before the file it was loading. One
        that has ended is left as it is. Raises `NoSuchJob`."""
        job = self.get(number)
        with self._lock:
            job = self._jobs[number]
            if job.status in ENDED:
                return job
            if job.status == QUEUED:
                self._waiting[job.case].remove(number)
            self._jobs[number] = replace(job, status=CANCELLED, ended=_now())
            process = self._processes.get(number)
        if process is not None:
            _end(process)
        return self._keep(number)

    def wait(self, number: str, seconds: float | None = None) -> Job:
        """A job when it has ended, or after so many seconds. Raises `NoSuchJob`."""
        job = self.get(number)
        with self._lock:
            thread = self._threads.get(job.case)
        if thread is not None and job.status not in ENDED:
            thread.join(seconds)
        return self.get(number)

    def close(self) -> None:
        """Cancel every job and start no other."""
        with self._lock:
            self._closed = True
            own = [job.id for job in self._jobs.values() if job.status not in ENDED]
            threads = list(self._threads.values())
        for number in own:
            self.cancel(number)
        for thread in threads:
            thread.join(PATIENCE)

    # -- the one thread of a case

    def _work(self, case: str) -> None:
        """Run the jobs of a case one after another, until none waits."""
        while True:
            with self._lock:
                if not self._waiting[case] or self._closed:
                    del self._threads[case]
                    return
                number = self._waiting[case].pop(0)
                job = replace(self._jobs[number], status=RUNNING)
                self._jobs[number] = job
                process = _child(self._cases[case], job)
                self._processes[number] = process
            self._follow(job, process)

    def _follow(self, job: Job, process: subprocess.Popen[str]) -> None:
        """Read what a job's process says until it ends, and write down what came of it."""
        assert process.stdout is not None
        said: dict[str, Any] = {}
        for line in process.stdout:
            with suppress(ValueError):
                said = json.loads(line)
                self._heard(job.id, said)
        process.wait()
        with self._lock:
            del self._processes[job.id]
            now = self._jobs[job.id]
            if now.status != CANCELLED:
                now = self._jobs[job.id] = replace(now, **_outcome(said, process), ended=_now())
        with suppress(FtgError, OSError):
            now = self._keep(job.id)
        if now.status == DONE:
            _drop_loaded(self._cases[job.case], now.args.get("uploads", ()))

    def _keep(self, number: str) -> Job:
        """Remember a job as it is now; whoever writes last writes what is newest."""
        with self._writing:
            with self._lock:
                job = self._jobs[number]
            _remember(self._cases[job.case], job)
        return job

    def _heard(self, number: str, said: dict[str, Any]) -> None:
        if "stage" not in said:
            return
        with self._lock:
            job = self._jobs[number]
            before = job.progress
            if before and before[-1]["stage"] == said["stage"] and said["stage"] != "loaded":
                before = before[:-1]
            self._jobs[number] = replace(job, progress=[*before, said])


def _drop_loaded(case: Path, uploads: Sequence[str]) -> None:
    """Delete files that were sent and are in the case now."""
    for number in uploads:
        with suppress(FtgError, OSError):
            Uploads(case).drop(number)


def _outcome(said: Mapping[str, Any], process: subprocess.Popen[str]) -> dict[str, Any]:
    if "result" in said:
        return {"status": DONE, "result": said["result"]}
    if "error" in said:
        return {"status": FAILED, "error": said["error"]}
    died = Broken(
        f"The job's process ended with {process.returncode} and said nothing.",
        do="The case is as it was. Try again; look at what the server printed.",
    )
    return {"status": FAILED, "error": problem(died)}


def _child(case: Path, job: Job) -> subprocess.Popen[str]:
    """The process of a job, told what to do."""
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={key: value for key, value in os.environ.items() if key not in TOKENS},
        # An interrupt at the server's terminal is the server's: it ends its jobs itself.
        start_new_session=True,
    )
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as pipe:
        json.dump({"case": str(case), "action": job.action, "args": job.args}, pipe)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    """Interrupt a process, and end it by force where it does not listen."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


# -- what is remembered


def _remember(case: Path, job: Job) -> None:
    place = folder(case, JOBS) / f"{job.id}.json"
    half = place.with_suffix(".half")
    half.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
    half.replace(place)


def _remembered(name: str, case: Path) -> list[Job]:
    """The jobs of servers before this one; what had not ended then ended with its server."""
    gone = Broken(
        "The server ended before the job did.", do="The case is as it was. Start the job again."
    )
    jobs = []
    for place in sorted(case.joinpath("served", JOBS).glob("*.json")):
        if not _ID.fullmatch(place.stem):
            continue
        with suppress(OSError, ValueError, TypeError):
            job = Job(**{**json.loads(place.read_text(encoding="utf-8")), "case": name})
            if job.status not in ENDED:
                job = replace(job, status=FAILED, error=problem(gone))
            jobs.append(job)
    return jobs
