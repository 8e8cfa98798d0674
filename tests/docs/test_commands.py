"""Every command line that the documentation shows can be typed as it stands."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from opora.cli.app import app
from tests.docs.pages import PAGES, ROOT, command_lines, fences, inline_code, shown, text_of

GROUP = typer.main.get_command(app)
LINES = [(page, line) for page in PAGES for line in command_lines(page)]
INLINE = [(page, code) for page in PAGES for code in inline_code(page) if code.startswith("opora ")]


def called(line: str) -> tuple[Any, list[str]]:
    """Return the command a line calls – a group's own command after the group – and the words said to it."""
    _, *words = shlex.split(line, comments=True)
    command = GROUP
    while words and words[0] in getattr(command, "commands", ()):
        command = command.commands[words.pop(0)]
    return command, words


def test_there_are_command_lines_to_try() -> None:
    assert len(LINES) > 20
    assert len(INLINE) > 10


@pytest.mark.parametrize(("page", "line"), LINES, ids=lambda value: value if isinstance(value, str) else shown(value))
def test_a_command_line_of_a_code_block_parses(page: Path, line: str) -> None:  # noqa: ARG001 - names the failure
    command, words = called(line)
    if words != ["--help"]:
        assert command is not GROUP
        command.make_context(command.name, words)


@pytest.mark.parametrize(("page", "code"), INLINE, ids=lambda value: value if isinstance(value, str) else shown(value))
def test_a_command_named_in_a_sentence_has_the_options_named_with_it(page: Path, code: str) -> None:  # noqa: ARG001 - names the failure
    command, words = called(code)
    assert command is not GROUP
    options = {option for param in command.params for option in param.opts} | {"--help"}
    assert [word for word in words if word.startswith("--") and word not in options] == []


def test_readme_names_two_commands_that_are_targets() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    readme = ROOT / "README.md"
    assert {"make demo", "make test"} <= {
        line.partition("  ")[0] for one in fences(readme) for line in one.text.split("\n")
    }
    named = {target for page in PAGES for target in re.findall(r"(?:^|`)make ([a-z-]+)", text_of(page), re.MULTILINE)}
    assert {"demo", "test", "check"} <= named <= targets
