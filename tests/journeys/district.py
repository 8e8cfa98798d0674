"""A district's computer: files written by hand into folders, and the real command line run on them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from opora.cli.app import run

Cells = Sequence[Sequence[Any]]


class District:
    """A folder for files, a data folder, and the commands.

    Attributes:
        inbox: where files are written.
        data: the data folder.
        code: exit code of the last command.
    """

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "файлы"
        self.data = folder / "данные"
        self.answers = folder / "ответы"
        for each in (self.inbox, self.answers):
            each.mkdir()
        self.code = 0

    def ask(self, command: str, *words: str) -> Any:
        """Run a command and return its JSON; None where it wrote none."""
        answer = self.answers / "answer.json"
        answer.unlink(missing_ok=True)
        self.code = run([command, *words, "--data", str(self.data), "--json", str(answer)])
        return json.loads(answer.read_text("utf-8")) if answer.exists() else None

    def take_in(self, *paths: Path) -> dict[str, Any]:
        """Take files in and return what became of each, by its name."""
        receipt = self.ask("take-in", *map(str, paths or (self.inbox,)))
        return {file["file"]: file for file in receipt["files"]}

    def take_one(self, path: Path) -> dict[str, Any]:
        """Take one file in and return what became of it."""
        (file,) = self.take_in(path).values()
        return file  # type: ignore[no-any-return]

    def schools(self, year: int, *words: str) -> dict[str, dict[str, Any]]:
        """Identify and return the schools by code."""
        answer = self.ask("identify", "--year", str(year), *words)
        return {school["school"]: school for school in answer["schools"]}

    def cell(self, school: str, year: int, procedure: str, subject: str, paper_grade: int) -> dict[str, Any]:
        """Return what one procedure of one school came to."""
        wanted = (procedure, subject, paper_grade)
        found = self.schools(year)[school]["procedures"]
        return next(  # type: ignore[no-any-return]
            one for one in found if (one["procedure"], one["subject"], one["paper_grade"]) == wanted
        )

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table of the release in force."""
        release = self.ask("releases")["current"]
        return self.ask("rows", str(release), table)["rows"]  # type: ignore[no-any-return]

    def workbook(self, name: str, *sheets: tuple[str, Cells]) -> Path:
        """Write an .xlsx file."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        return self.saved(name, book)

    def saved(self, name: str, book: openpyxl.Workbook) -> Path:
        """Save a workbook among the files."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def text(self, name: str, words: str, encoding: str = "utf-8-sig") -> Path:
        """Write a text file."""
        return self.bytes(name, words.encode(encoding))

    def bytes(self, name: str, content: bytes) -> Path:
        """Write any file."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


def codes(file: dict[str, Any]) -> list[str]:
    """Return the codes of a file's problems."""
    return [problem["code"] for problem in file["problems"]]
