"""One kind of problem, and what it does to its file."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a problem does to its file."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem.

    Attributes:
        code: kebab-case word, stable for ever.
        severity: blocks – the file contributes nothing; warns – the file goes in and the problem is shown.
        title: what is so, in Russian, without a full stop.
        expected: what would be right, to follow the word «ожидается»; may be empty.
        remedy: what the sender does, a whole sentence.
    """

    code: str
    severity: Severity
    title: str
    expected: str
    remedy: str


BLOCKS, WARNS = Severity.BLOCKS, Severity.WARNS
