"""What the command says and how it ends when something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_running import ftg

from followthegoods import errors
from followthegoods.faces.cli import main

COMMAND = [sys.executable, "-m", "followthegoods.faces.cli.main"]


def every_error(kind: type[errors.FtgError] = errors.FtgError) -> Iterator[type[errors.FtgError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from every_error(child)


def run_raising(
    raised: BaseException, monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> str | int | None:
    """Run `ftg new` where the work raises; the exit code."""
    load = main.work

    def new(case: Path) -> None:
        raise raised

    def work(module: str = "commands") -> object:
        return SimpleNamespace(new=new) if module == "commands" else load(module)

    monkeypatch.setattr(main, "work", work)
    monkeypatch.setattr(sys, "argv", ["ftg", *arguments, "new", "a-case"])
    with pytest.raises(SystemExit) as ended:
        main.run()
    return ended.value.code


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_an_error_says_what_where_and_what_to_do(
    kind: type[errors.FtgError],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_raising(kind("It broke.", where="file.csv:7", do="Mend it."), monkeypatch)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Error: It broke.\nWhere: file.csv:7\nWhat to do: Mend it.\n"


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_an_error_ends_with_the_code_of_its_class(
    kind: type[errors.FtgError], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_raising(kind("It broke."), monkeypatch) == kind.exit_code


def test_a_bug_is_called_one_and_ends_with_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_raising(ZeroDivisionError("by\nzero"), monkeypatch)
    first, second = capsys.readouterr().err.splitlines()
    assert (code, first) == (4, "ZeroDivisionError: by zero")
    assert second.startswith("This is a bug of ftg.")


def test_a_bug_shows_its_traceback_when_that_is_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        run_raising(ZeroDivisionError("by zero"), monkeypatch, "--debug")


def test_an_interruption_says_what_was_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_raising(KeyboardInterrupt(), monkeypatch)
    said = "Interrupted. Nothing of a file still being loaded was kept.\n"
    assert (code, capsys.readouterr().err) == (130, said)


def test_a_reader_who_has_seen_enough_ends_it_in_silence() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, "layouts"], stdout=closed, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, b"")


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = os.openpty()
    environ = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
        env={**environ, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        return terminal.read1(1 << 16).decode()


def test_a_terminal_is_written_to_in_colour(case: Path) -> None:
    assert "\x1b[" in on_a_terminal("status", case)


def test_no_colour_is_used_where_that_is_wished(case: Path) -> None:
    assert "\x1b[" not in on_a_terminal("status", case, NO_COLOR="1")


def test_the_engine_is_not_loaded_for_help() -> None:
    code = (
        "import sys\n"
        "from followthegoods.faces.cli import main\n"
        "sys.argv = ['ftg', '--help']\n"
        "try:\n    main.run()\n"
        "except SystemExit:\n    pass\n"
        "sys.exit('duckdb' in sys.modules or 'followthegoods.case' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("text", ["", " \r\n\n", "<html><body><p> </p></body></html>", "***\n"])
@pytest.mark.parametrize("command", ["claims", "compare"])
def test_a_story_without_text_is_an_error_that_says_what_to_do(
    case: Path, tmp_path: Path, command: str, text: str
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(text, encoding="utf-8")
    run = ftg(command, case if command == "claims" else story, story)
    assert run.code == 3
    assert "Error: The file holds no text." in run.err
    assert "What to do: Give the story's words" in run.err


def test_a_story_without_a_claim_says_so_beside_its_draft(case: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Rain fell all day on the hills.\n", encoding="utf-8")
    run = ftg("claims", case, story)
    assert (run.code, run.out) == (0, 'schema = 1\nstory = "story.txt"\n')
    assert "No claim is drafted" in run.err


def test_a_claims_file_without_a_claim_says_that_nothing_is_checked(
    case: Path, tmp_path: Path
) -> None:
    file = tmp_path / "story.toml"
    file.write_text("schema = 1\n", encoding="utf-8")
    run = ftg("check", case, file)
    assert run.code == 0
    assert "The claims file has no claims" in run.err
