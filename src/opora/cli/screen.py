"""What people see: text on the screen, or JSON instead of it; progress on anything that takes time."""

import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from opora.intake import Progress as Told
from opora.store.durable import write_durably

#: Where JSON goes instead of the screen.
STANDARD_OUTPUT = "-"

_PIPE_WIDTH = 200  # what is read by a program or a file is not folded to the width of nobody's window


class Screen:
    """The terminal of one command."""

    def __init__(self, json_to: str | None) -> None:
        """Print text, unless JSON goes to standard output: then nothing else is printed there."""
        self._json_to = json_to
        is_window = sys.stdout.isatty()
        self.console = Console(
            quiet=json_to == STANDARD_OUTPUT, highlight=False, soft_wrap=True, width=None if is_window else _PIPE_WIDTH
        )
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, *lines: str) -> None:
        """Print lines as they are: no markup is read in them; in a window long ones are folded between words."""
        for line in lines:
            self.console.print(_folded(self.console, line), markup=False)

    def hint(self, *words: str) -> None:
        """Print a command that can be copied as it stands: on one line, however long, called as this one was."""
        self.console.print(f"  {_program()} {' '.join(map(_quoted, words))}", markup=False)

    def complain(self, line: str) -> None:
        """Print a line for a person where errors go."""
        self._errors.print(_folded(self._errors, line), markup=False)

    def write_json(self, answer: BaseModel | Any) -> None:
        """Write the answer as JSON where the command was asked to; a stream without Cyrillic gets it escaped."""
        if self._json_to is None:
            return
        data = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
        if self._json_to == STANDARD_OUTPUT:
            is_ascii = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
            print(json.dumps(data, ensure_ascii=is_ascii, indent=1, default=str), flush=True)  # noqa: T201 - this is what standard output is for
        else:
            write_file(
                Path(self._json_to), (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode()
            )

    def write_json_lines(self, answers: Iterable[BaseModel]) -> None:
        """Write answers as JSON, one a line, where the command was asked to."""
        if self._json_to == STANDARD_OUTPUT:
            is_ascii = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
            for answer in answers:
                print(json.dumps(answer.model_dump(mode="json"), ensure_ascii=is_ascii))  # noqa: T201 - this is what standard output is for
            sys.stdout.flush()
        elif self._json_to is not None:
            lines = [json.dumps(answer.model_dump(mode="json"), ensure_ascii=False) + "\n" for answer in answers]
            write_file(Path(self._json_to), "".join(lines).encode())

    @contextmanager
    def progress(self) -> Iterator[Told]:
        """Show how far the work is, one line per stage; on a screen that is no terminal nothing moves."""
        columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._errors, transient=False, disable=not self._errors.is_terminal) as bars:
            tasks: dict[str, Any] = {}

            def told(what: str, done: int, of: int) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=of)
                bars.update(tasks[what], completed=done, total=of)

            yield told


def write_file(file: Path, content: bytes) -> None:
    """Write a file a person asked for, with the folders on the way to it: the whole of it, or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not file.is_file():  # a device or a pipe is written into, not put something else in its place
        file.write_bytes(content)
    else:
        write_durably(file.resolve(), content)


def spare_streams() -> None:
    """Let nothing a stream lacks end the work: a closed one swallows, one that cannot print Cyrillic prints «?»."""
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _folded(console: Console, text: str) -> str:
    """Return the text as lines of a window, each fold indented as the line it continues."""
    if not console.is_terminal:
        return text
    return "\n".join(_fold(line, console.width) for line in text.split("\n"))


def _fold(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    line = line.replace(" –", "\u00a0–")  # no line begins with a dash
    return "\n".join(wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


def _quoted(word: str) -> str:
    """Return a word as a shell takes it: quoted only where it must be, Russian letters need nothing."""
    return word if re.fullmatch(r"[\w./:\\=+@%,-]+", word) else shlex.quote(word)


def _program() -> str:
    """Return how this program is called: by its name where the system finds it, else as it was called this time."""
    called = Path(sys.argv[0])
    if shutil.which("opora"):
        return "opora"
    return shlex.quote(str(called)) if called.name.startswith("opora") else "python -m opora"
