"""The documentation is executed: what a page shows is what the program says."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
from docs_pages import ELISION, Typed, Written, fits, run, steps
from hypothesis import given
from hypothesis import strategies as st

from followthegoods.config import SETTINGS
from followthegoods.faces.cli.main import app
from followthegoods.model.codes import FATES, MARKS, REFUSED, SKIPPED
from followthegoods.questions.caveats import CAVEATS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOLLOWED = [page for page in PAGES if "```console\n" in page.read_text(encoding="utf-8")]
DEMO = "ftg demo ftg-demo"


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Demo:
    """The demonstration, made once: the folder it was made in, and what was said meanwhile."""

    folder: Path
    said: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # what all workers share: the first to come makes it
    folder, said = base / "docs-demo", base / "docs-demo.txt"
    with (base / "docs-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            folder.mkdir(exist_ok=True)
            said.write_text(run(DEMO, folder), encoding="utf-8")
    return Demo(folder, said.read_text(encoding="utf-8"))


# -- pages are followed


@pytest.mark.slow
@pytest.mark.parametrize("page", FOLLOWED, ids=_name)
def test_a_reader_who_follows_the_page_sees_what_it_shows(
    page: Path, demo: Demo, tmp_path: Path
) -> None:
    folder = tmp_path / "here"
    shutil.copytree(demo.folder, folder)
    for step in steps(page.read_text(encoding="utf-8")):
        if isinstance(step, Written):
            (folder / step.name).write_text(step.text, encoding="utf-8")
            continue
        said = demo.said if step.command == DEMO else run(step.command, folder)
        lines = said.splitlines()
        if not fits(step.shown, lines):
            pytest.fail(f"{_name(page)} does not show what `{step.command}` says. It says:\n{said}")


def test_the_readme_opens_with_what_the_demo_ends_with() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = next(step for step in steps(readme) if isinstance(step, Typed))
    assert first.command == DEMO
    assert any("INVENTED DATA" in line for line in first.shown)
    assert any(line.startswith("point ") for line in first.shown)


# -- how pages are followed


def test_a_command_goes_on_after_a_prompt_that_says_so() -> None:
    page = "```console\n$ one \\\n> two\nsaid\n$ three\n```\n"
    assert list(steps(page)) == [Typed("one \\\ntwo", ("said",)), Typed("three", ())]


def test_a_block_that_names_a_file_is_that_file() -> None:
    assert list(steps("```toml own.toml\na = 1\n```\n")) == [Written("own.toml", "a = 1\n")]


def test_what_is_shown_whole_must_be_the_same_whole() -> None:
    assert fits(["a", "b"], ["a", "b"])
    assert not fits(["a", "b"], ["a", "b", "c"])


def test_nothing_but_what_is_left_out_may_differ() -> None:
    lines = ["a", "b", "c", "d"]
    assert fits(["a", ELISION, "d"], lines)
    assert fits([ELISION, "b", "c", ELISION], lines)
    assert not fits([ELISION, "c", "b", ELISION], lines)
    assert not fits(["b", ELISION], lines)
    assert not fits([ELISION, "c"], lines)


@given(st.lists(st.sampled_from("abc")), st.data())
def test_leaving_lines_out_always_fits(lines: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    assert fits([*lines[:start], ELISION, *lines[end:]], lines)


# -- nothing is missing, nothing is broken


def _links(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_page_names_a_folder_of_somebodys_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w.~/)-])/(?:home|root|tmp|work|Users|private)\b", text)


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            files = {link.partition("#")[0] for link in _links(page)} - {""}
            waiting += [(page.parent / file).resolve() for file in files]
    assert set(PAGES) <= reached


def _commands(command: object, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name
    for word, each in (inner or {}).items():
        yield from _commands(each, f"{name} {word}")


@pytest.mark.parametrize("command", list(_commands(typer.main.get_command(app), "ftg")))
def test_every_command_is_spoken_of_outside_the_reference(command: str) -> None:
    pages = [page for page in PAGES if REFERENCE not in page.parents]
    spoken = re.compile(rf"{command}\b")
    assert any(spoken.search(page.read_text(encoding="utf-8")) for page in pages)


def test_every_setting_is_in_the_reference() -> None:
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert [s.variable for s in SETTINGS if f"`{s.variable}`" not in text] == []


@pytest.mark.parametrize(
    "known", [REFUSED, SKIPPED, MARKS, FATES, CAVEATS], ids=["refused", "skipped", "marks", "fates",
    "caveats"],
)  # fmt: skip
def test_every_code_is_in_the_reference(known: dict[str, str]) -> None:
    text = (REFERENCE / "codes.md").read_text(encoding="utf-8")
    assert [code for code in known if f"| `{code}` |" not in text] == []
