"""Problems: what is wrong, where, what was found, what is expected, what to do.

Bad data is a report, not an exception. A problem is addressed to the sender of a file; it never blames and never
carries a person's name.
"""

from dataclasses import dataclass
from enum import StrEnum

from opora.vocabulary.problem_kinds import KINDS, Severity


class FileStatus(StrEnum):
    """What became of a file that arrived."""

    ACCEPTED = "accepted"
    ALREADY_KNOWN = "already-known"
    SUPERSEDED_OLDER = "superseded-older"
    REFUSED = "refused"
    NOT_RECOGNISED = "not-recognised"


FILE_STATUS_IN_RUSSIAN = {
    FileStatus.ACCEPTED: "принят",
    FileStatus.ALREADY_KNOWN: "уже известен",
    FileStatus.SUPERSEDED_OLDER: "принят, заменил прежний",
    FileStatus.REFUSED: "не принят",
    FileStatus.NOT_RECOGNISED: "не распознан",
}


@dataclass(frozen=True)
class Place:
    """Where in the sender's file: sheet and column as the sender sees them, row counted from 1."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(self.sheet)
        cell = [f"строка {self.row}"] if self.row else []
        if self.column:
            cell.append(f"столбец «{self.column}»")
        if cell:
            parts.append(", ".join(cell))
        return " › ".join(parts)


@dataclass(frozen=True)
class Problem:
    """One problem of one file.

    Attributes:
        code: kebab-case word from KINDS, stable for ever.
        place: where it is.
        found: what stands there, as the sender wrote it.
        expected: what would be right; by default what the kind says.
        remedy: what to do; by default what the kind says.
        position: zero-based column of the cell, so that the sender's own workbook can be commented.
    """

    code: str
    place: Place
    found: str = ""
    expected: str = ""
    remedy: str = ""
    position: int | None = None

    def __post_init__(self) -> None:
        kind = KINDS[self.code]
        if not self.expected:
            object.__setattr__(self, "expected", kind.expected)
        if not self.remedy:
            object.__setattr__(self, "remedy", kind.remedy)

    @property
    def severity(self) -> Severity:
        """Whether the file can go in all the same."""
        return KINDS[self.code].severity

    @property
    def text(self) -> str:
        """The whole problem as one Russian sentence with its remedy and code."""
        return f"{self.place}: {self._what}. {self.remedy} [{self.code}]"

    @property
    def _what(self) -> str:
        """What was found against what is expected; where nothing else is expected, what is so."""
        title = KINDS[self.code].title
        if not self.expected:
            return f"{title}: {self.found}" if self.found else title
        found = f"найдено «{self.found}»" if self.found else title
        return f"{found}, ожидается {self.expected}"
