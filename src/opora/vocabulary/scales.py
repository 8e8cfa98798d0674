"""Scales: which primary scores make which mark, and which test score is the year's minimum. Data, never code.

A scale is known only where an authority file says so for that very year. A guess from a neighbouring year would turn
right marks into problems, so an unknown scale is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority
from opora.vocabulary.papers import Paper

#: How sure a figure of an authority file is.
Status = Literal["confirmed", "widely-quoted", "memory"]

_MARKS_FILE = "scales/marks.toml"
_MINIMUM_FILE = "scales/minimum-scores.toml"


@dataclass(frozen=True)
class Scale:
    """Which primary scores make which mark.

    Attributes:
        bounds: lowest primary score of marks 3, 4 and 5.
        max: highest primary score; None where the source does not say.
        source: where the figures come from, in Russian.
        status: how sure the figures are.
        has_conditions: the real scale also asks for points in certain items, so a mark may rightly be lower.
        note: what is known to be unsure, in Russian; may be empty.
    """

    bounds: tuple[int, int, int]
    max: int | None
    source: str
    status: Status = "memory"
    has_conditions: bool = False
    note: str = ""

    def mark(self, primary_score: int) -> int:
        """Return the mark 2–5 a primary score makes by the scale alone."""
        return 2 + sum(primary_score >= bound for bound in self.bounds)


@dataclass(frozen=True)
class MinimumScore:
    """The lowest test score with which an exam is passed, for one subject and level over a range of years."""

    procedure: str
    subject: str
    level: str
    year_from: int
    year_to: int
    score: int
    source: str
    status: Status

    def covers(self, paper: Paper) -> bool:
        """Tell whether the minimum is of that paper."""
        same = (self.procedure, self.subject, self.level) == (paper.procedure, paper.subject, paper.level)
        return same and self.year_from <= paper.year <= self.year_to


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: str
    subjects: tuple[str, ...] = Field(min_length=1)
    year_from: int
    year_to: int
    source: str = Field(min_length=1)
    status: Status
    note: str = ""


class _ScaleEntry(_Entry):
    paper_grade: int
    level: str = "standard"
    marks: tuple[int, int, int]
    max: int | None = None
    conditions: bool = False

    @model_validator(mode="after")
    def _rises(self) -> Self:
        highest = self.marks[-1] if self.max is None else self.max
        if any(lower >= upper for lower, upper in pairwise((0, *self.marks, highest + 1))):
            raise ValueError(f"границы отметок, которые растут и не больше максимума; найдено {list(self.marks)}")
        return self

    def covers(self, paper: Paper) -> bool:
        same = (self.procedure, self.paper_grade, self.level) == (paper.procedure, paper.paper_grade, paper.level)
        return same and paper.subject in self.subjects and self.year_from <= paper.year <= self.year_to

    def allows(self, max_score: int | None) -> bool:
        return None in {self.max, max_score} or self.max == max_score

    @property
    def scale(self) -> Scale:
        return Scale(self.marks, self.max, self.source, self.status, self.conditions, self.note)


class _MinimumEntry(_Entry):
    levels: tuple[str, ...] = ("standard",)
    score: int = Field(ge=0, le=100)


class _Scales(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    scale: tuple[_ScaleEntry, ...]


class _Minima(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: tuple[_MinimumEntry, ...]


@lru_cache(maxsize=64)
def _scale_entries(folder: Path) -> tuple[_ScaleEntry, ...]:
    if not (folder / _MARKS_FILE).is_file():
        return ()
    return read_authority(_MARKS_FILE, TypeAdapter(_Scales), (folder,)).scale


@lru_cache(maxsize=64)
def _minimum_entries(folder: Path) -> tuple[MinimumScore, ...]:
    if not (folder / _MINIMUM_FILE).is_file():
        return ()
    entries = read_authority(_MINIMUM_FILE, TypeAdapter(_Minima), (folder,)).minimum
    return tuple(
        MinimumScore(
            entry.procedure, subject, level, entry.year_from, entry.year_to, entry.score, entry.source, entry.status
        )
        for entry in entries
        for subject in entry.subjects
        for level in entry.levels
    )


def scale_of(paper: Paper, max_score: int | None = None, where: Sequence[Path] = (BUILT_IN,)) -> Scale | None:
    """Return the scale of a paper, or None where it is not known.

    A scale applies when its years cover the paper and, if both know a maximum, the maxima agree. Scales of the first
    folder that has any come first; where several with different bounds fit, none is known.
    """
    return _scale_of(paper, max_score, tuple(where))


@lru_cache(maxsize=16_384)
def _scale_of(paper: Paper, max_score: int | None, where: tuple[Path, ...]) -> Scale | None:
    for folder in where:
        fitting = [entry.scale for entry in _scale_entries(folder) if entry.covers(paper) and entry.allows(max_score)]
        if fitting:
            return fitting[0] if len({scale.bounds for scale in fitting}) == 1 else None
    return None


@lru_cache(maxsize=64)
def _minimum_scores(where: tuple[Path, ...]) -> tuple[MinimumScore, ...]:
    return tuple(row for folder in where for row in _minimum_entries(folder))


def minimum_scores(where: Sequence[Path] = (BUILT_IN,)) -> tuple[MinimumScore, ...]:
    """Return all minimum test scores, one row per subject, level and range of years.

    The first row that covers a paper decides: an authority's own rows stand before the built-in ones.
    """
    return _minimum_scores(tuple(where))


def minimum_score(paper: Paper, where: Sequence[Path] = (BUILT_IN,)) -> int | None:
    """Return the lowest test score with which the paper is passed, or None where it is not known."""
    return next((row.score for row in minimum_scores(where) if row.covers(paper)), None)
