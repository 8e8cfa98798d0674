"""A paper: what was written, in which grade, when – the unit every result belongs to."""

import re
from dataclasses import dataclass
from functools import lru_cache

from opora.vocabulary.procedures import procedures
from opora.vocabulary.subjects import LEVELS, subjects

#: The columns that name a paper in every table of results.
PAPER = ("year", "procedure", "subject", "paper_grade", "level")

_CLASS_WORD = re.compile(r"(?:(?<=[\d\W])|(?<=\d[а-яё]))\s*(?:класса?|кл\.?)(?!\w)", re.IGNORECASE)
_CLASS = re.compile(r"^\s*(1[01]|0?[1-9])(?!\d)\s*[-–«\" ]*\s*(.*?)[»\"]?\s*$")
_LOOK_ALIKE_LETTERS = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


@dataclass(frozen=True)
class Paper:
    """One paper of one procedure in one year.

    Attributes:
        year: calendar year the file names.
        procedure: procedure code.
        subject: subject code.
        paper_grade: the grade whose programme the paper tests. Not always the grade of the pupils who write it:
            in the autumns of 2020 and 2022 pupils wrote the paper of the previous grade.
        level: one of LEVELS.
    """

    year: int
    procedure: str
    subject: str
    paper_grade: int
    level: str = "standard"

    @property
    def columns(self) -> dict[str, int | str]:
        """The paper's columns, the same in every table of results."""
        return {name: getattr(self, name) for name in PAPER}

    @property
    def label(self) -> str:
        """Russian name for people: «ВПР, математика, 5 класс, 2024 год»."""
        return f"{paper_label(self.procedure, self.subject, self.paper_grade, self.level)}, {self.year} год"


def paper_label(procedure: str, subject: str, paper_grade: int | None, level: str = "standard") -> str:
    """Return the Russian name of a paper without its year.

    The grade is left out where the procedure is held in one grade only («ОГЭ, математика»).
    """
    known = procedures().get(procedure)
    parts = [known.short if known else procedure, subjects()[subject].name if subject in subjects() else subject]
    if LEVELS.get(level):
        parts[-1] += f" ({LEVELS[level]})"
    if paper_grade is not None and not (known and len(known.grades) == 1):
        parts.append(f"{paper_grade} класс")
    return ", ".join(parts)


@lru_cache(maxsize=16_384)
def class_named(text: str) -> tuple[int | None, str]:
    """Return (grade, tidy label) of a class as people write it: «5 "а"», «05А», «5-A», «5 класс А» → (5, «5А»).

    A class numbered instead of lettered keeps its dash: «11-2».

    A text without a grade keeps its words and has grade None.
    """
    found = _CLASS.match(_CLASS_WORD.sub(" ", text))
    if not found:
        return None, text.strip()
    grade = int(found[1])
    letter = found[2].strip().upper().translate(_LOOK_ALIKE_LETTERS)
    return grade, f"{grade}-{letter}" if letter[:1].isdigit() else f"{grade}{letter}"
