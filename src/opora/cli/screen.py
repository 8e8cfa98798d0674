"""What people see: text on the screen, or JSON instead of it; progress on anything that takes time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from opora.intake import Progress as Told

#: Where JSON goes instead of the screen.
STANDARD_OUTPUT = "-"


class Screen:
    """The terminal of one command."""

    def __init__(self, json_to: str | None) -> None:
        """Print text, unless JSON goes to standard output: then nothing else is printed there."""
        self._json_to = json_to
        self.console = Console(quiet=json_to == STANDARD_OUTPUT, highlight=False, soft_wrap=True)
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, *lines: str) -> None:
        """Print lines as they are: no markup is read in them."""
        for line in lines:
            self.console.print(line, markup=False)

    def complain(self, line: str) -> None:
        """Print a line for a person where errors go."""
        self._errors.print(line, markup=False)

    def write_json(self, answer: BaseModel | Any) -> None:
        """Write the answer as JSON where the command was asked to."""
        if self._json_to is None:
            return
        text = (
            answer.model_dump_json(indent=1)
            if isinstance(answer, BaseModel)
            else json.dumps(answer, ensure_ascii=False, indent=1, default=str)
        )
        if self._json_to == STANDARD_OUTPUT:
            print(text)  # noqa: T201 - this is what standard output is for
        else:
            Path(self._json_to).write_text(text + "\n", encoding="utf-8")

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
