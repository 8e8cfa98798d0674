"""The receipt of a take-in: what became of every file, with all problems – the shape of `opora take-in --json`."""

from pydantic import BaseModel, ConfigDict

from opora.vocabulary.problem_kinds import Severity
from opora.vocabulary.problems import FileStatus, Problem


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProblemRecord(_Record):
    """One problem as the sender reads it. `position` is the zero-based column of the cell, where it is known."""

    code: str
    severity: Severity
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    position: int | None
    found: str
    expected: str
    remedy: str
    text: str


class FileReceipt(_Record):
    """What became of one file."""

    file: str
    status: FileStatus
    source: str | None
    year: int | None
    rows: int
    schools: list[str]
    problems: list[ProblemRecord]


class Receipt(_Record):
    """What became of everything that was sent. `release` is None while nothing was ever accepted."""

    release: int | None
    previous_release: int | None
    files: list[FileReceipt]


def problem_record(problem: Problem) -> ProblemRecord:
    """Return the problem as a record of a receipt."""
    place = problem.place
    return ProblemRecord(
        code=problem.code,
        severity=problem.severity,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        position=problem.position,
        found=problem.found,
        expected=problem.expected,
        remedy=problem.remedy,
        text=problem.text,
    )
