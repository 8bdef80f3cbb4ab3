"""Help as a person reads it: nothing cut off, and examples that are understood."""

from __future__ import annotations

import shlex

import pytest
import typer.main
from cli_running import ftg

from followthegoods.faces.cli.examples import EXAMPLES, FIRST
from followthegoods.faces.cli.main import app

COMMANDS = typer.main.get_command(app)
GROUPS = [name for name, one in COMMANDS.commands.items() if hasattr(one, "commands")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("group", ["", *GROUPS])
def test_no_line_of_a_list_of_commands_is_cut_off(group: str) -> None:
    said = ftg(*group.split(), "--help").out
    assert "Commands:" in said
    assert "..." not in said.partition("Commands:")[2]


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_help_of_a_command_ends_with_examples_as_they_are_typed(command: str) -> None:
    said = ftg(command, "--help").out.partition("For example:")[2]
    assert tuple(line.strip() for line in said.splitlines() if line.strip()) == EXAMPLES[command]


def test_the_help_of_the_program_ends_with_the_first_steps() -> None:
    assert ftg("--help").out.rstrip().endswith(FIRST[-1])


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_an_example_is_understood(line: str) -> None:
    program, command, *arguments = shlex.split(line.partition(" > ")[0])
    assert program == "ftg"
    COMMANDS.commands[command].make_context(command, arguments)  # type: ignore[attr-defined]
