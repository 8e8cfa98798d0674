"""From one row per pupil and year to one row per pupil: the score of this year beside those of earlier years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy

Floats = NDArray[np.float64]

_SHORT = 2  # figures of a year written short, as in 2024/25
_CENTURY = 100
_YEAR = re.compile(r"\D*(\d{4})(?:\D(\d{4}|\d{2}))?\D*|\d{2}")
_LARGEST_GRADE = 1e6  # a larger number is no grade and no year, and need not fit a whole number of the engine


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of results are called.

    Attributes:
        id: pupil, the same in all years.
        time: year as `is_year` knows it: 2025, «2024_2025», «2024/25».
        grade: grade of the result.
        score: score on a scale that need not be common to grades.
        school: school of the result, where schools are asked about.
    """

    id: str
    time: str
    grade: str
    score: str
    school: str | None = None


@dataclass(frozen=True)
class Progression:
    """The way pupils went: grades in ascending order, each a year after year until the last, in `times`."""

    grades: tuple[int, ...]
    times: tuple[str, ...]

    @staticmethod
    def until(time: str, grades: Sequence[int]) -> "Progression":
        """Return the progression that ends in a year.

        Args:
            time: a year as `is_year` knows it.
            grades: two or more, ascending.

        Raises:
            ValueError: fewer than two grades, or they do not ascend.
        """
        ascending = tuple(grades)
        if len(ascending) < 2 or any(a >= b for a, b in pairwise(ascending)):  # noqa: PLR2004 - one grade is no way
            raise ValueError(f"grades of a progression must ascend and be two or more; got {list(ascending)}")
        return Progression(ascending, tuple(earlier(time, ascending[-1] - grade) for grade in ascending))

    @property
    def most_priors(self) -> int:
        """How many earlier results a pupil may have."""
        return len(self.grades) - 1


def is_year(written: str) -> bool:
    """Tell whether a text is a year, or a school year of two that follow each other: 2025, 2024_2025, 2024/25, 25."""
    found = _YEAR.fullmatch(written)
    if found is None or found[2] is None:
        return found is not None
    first, second = found[1], found[2]
    return str(int(first) + 1).endswith(second)


def spelling_of_years(written: str) -> str:
    """Return how a year is written, whichever it is: 2024_2025 → 0000_0000."""
    return re.sub(r"\d", "0", written)


def earlier(time: str, years: int) -> str:
    """Return a year so many years earlier, written as the given one: 2024_2025 → 2023_2024, 2024/25 → 2023/24."""
    return re.sub(r"\d+", lambda figures: _minus(figures.group(), years), time)


def _minus(figures: str, years: int) -> str:
    number = int(figures) - years
    return str(number % _CENTURY).zfill(_SHORT) if len(figures) == _SHORT else str(number)


@dataclass(frozen=True)
class Records:
    """One row per pupil who has a result of the last grade in the last year.

    Attributes:
        id: pupils, sorted.
        school: their schools in the last year; None where not asked.
        score: their scores (pupils).
        priors: scores of the grade before, of the one before that … (pupils × priors), NaN where there is none.
        pooled: all scores of each earlier grade, the latest grade first, in all earlier years: what knots lean on.
        repeated_rows: rows left out because the pupil has another of that year and grade, scored as high or higher.
        without_score: rows left out because they have no score.
        nameless: rows left out because pupil, year or grade is empty.
        other_grade: pupils whose result of the year before is of another grade than the progression's.
    """

    id: pa.Array
    school: pa.Array | None
    score: Floats
    priors: Floats
    pooled: tuple[Floats, ...]
    repeated_rows: int
    without_score: int
    nameless: int
    other_grade: int


def panel_of(table: Lazy, columns: Columns, progression: Progression) -> Records:
    """Return the pupils' scores side by side. The engine merges, counts and lays out; a row a pupil comes over."""
    placed = _placed(table, columns, progression)
    merged = _merged(placed)
    last = progression.most_priors
    pupils = _side_by_side(merged, last).collect().to_arrow()
    pupils = pupils.take(pc.sort_indices(pupils["id"]))
    repeated, without_score = _left_out(merged)
    return Records(
        id=pupils["id"].combine_chunks(),
        school=pupils["school"].combine_chunks() if columns.school else None,
        score=_numbers(pupils, last),
        priors=np.column_stack([_numbers(pupils, place) for place in range(last - 1, -1, -1)]),
        pooled=_pooled(merged, last),
        repeated_rows=repeated,
        without_score=without_score,
        nameless=_nameless(placed),
        other_grade=int(pc.sum(pupils["strayed"]).as_py() or 0),
    )


def _placed(table: Lazy, columns: Columns, progression: Progression) -> Lazy:
    """Return every row with the places of its year and grade on the way, −1 for one beside it, null for none."""
    schema = table.collect_schema()
    score = nw.col(columns.score).cast(nw.Float64())
    return table.select(
        id=_there(columns.id, schema[columns.id]),
        time=_place(_as_text(columns.time, schema[columns.time]), progression.times),
        grade=_place(_as_text(columns.grade, schema[columns.grade]), [str(grade) for grade in progression.grades]),
        score=nw.when(score.is_finite()).then(score),
        school=_there(columns.school, schema[columns.school]) if columns.school else nw.lit(0),
    )


def _merged(placed: Lazy) -> Lazy:
    """Return one row per pupil, year and grade: the highest score, how many rows and how many scores there were."""
    chosen = placed.filter(nw.col("time") >= 0, ~nw.col("id").is_null(), ~nw.col("grade").is_null())
    return chosen.group_by("id", "time", "grade").agg(
        score=nw.col("score").max(), scores=nw.col("score").count(), rows=nw.len(), school=nw.col("school").max()
    )


def _nameless(placed: Lazy) -> int:
    """Return how many rows lack what tells whose and when they are."""
    lacking = placed.filter(nw.any_horizontal(*(nw.col(name).is_null() for name in _KEY), ignore_nulls=False))
    return int(lacking.select(rows=nw.len()).collect().to_arrow()["rows"][0].as_py())


_KEY = ("id", "time", "grade")


def _there(name: str, kind: nw.dtypes.DType) -> nw.Expr:
    """Return a column with what says nothing made null: empty words, numbers that are none."""
    if kind == nw.String():
        return nw.when(nw.col(name).str.strip_chars() != "").then(nw.col(name))
    return nw.when(nw.col(name).is_finite()).then(nw.col(name)) if kind.is_float() else nw.col(name)


def _as_text(name: str, kind: nw.dtypes.DType) -> nw.Expr:
    """Return a column as text; a whole number that was read as a real one loses its «.0», a part of one is none."""
    if not kind.is_numeric() or kind.is_integer():
        return _there(name, kind).cast(nw.String())
    number = nw.col(name).cast(nw.Float64())
    is_whole = number.is_finite() & (number == number.round()) & (number.abs() < _LARGEST_GRADE)
    return nw.when(is_whole).then(number).cast(nw.Int64()).cast(nw.String())


def _place(column: nw.Expr, values: Sequence[str]) -> nw.Expr:
    """Return the place of each value in the list, −1 where it is not there, null where there is none."""
    placed: nw.Expr = nw.lit(-1)
    for place, value in enumerate(values):
        placed = nw.when(column == value).then(nw.lit(place)).otherwise(placed)
    return nw.when(~column.is_null()).then(placed)


def _side_by_side(merged: Lazy, last: int) -> Lazy:
    """Return one row per pupil with a score at the end of the way: the scores on the way, the school at its end.

    `strayed` tells a pupil who has no score of the grade before the last, but one of another grade that year.
    """
    is_there = [(nw.col("time") == place) & (nw.col("grade") == place) for place in range(last + 1)]
    elsewhere = (nw.col("time") == last - 1) & (nw.col("grade") != last - 1) & ~nw.col("score").is_null()
    laid_out = merged.select(
        "id",
        **{f"at_{place}": nw.when(here).then(nw.col("score")) for place, here in enumerate(is_there)},
        school=nw.when(is_there[last] & ~nw.col("score").is_null()).then(nw.col("school")),
        elsewhere=nw.when(elsewhere).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    names = [f"at_{place}" for place in range(last + 1)]
    pupils = laid_out.group_by("id").agg(*(nw.col(name).max() for name in (*names, "school", "elsewhere")))
    strayed = nw.when(nw.col(f"at_{last - 1}").is_null()).then(nw.col("elsewhere")).otherwise(nw.lit(0))
    return pupils.filter(~nw.col(f"at_{last}").is_null()).select("id", "school", *names, strayed=strayed)


def _numbers(pupils: pa.Table, place: int) -> Floats:
    """Return the scores at a place of the way, NaN where there is none."""
    scores: Floats = pupils[f"at_{place}"].to_numpy().astype(np.float64)
    return scores


def _left_out(merged: Lazy) -> tuple[int, int]:
    """Return how many rows lost to a better one of the same pupil, year and grade, and how many have no score."""
    kept = nw.when(nw.col("scores") > 0).then(nw.lit(1)).otherwise(nw.lit(0))
    sums = merged.select(nw.col("rows").sum(), nw.col("scores").sum(), kept=kept.sum())
    (row,) = sums.collect().to_arrow().to_pylist()
    rows, scores, left = (int(row[name] or 0) for name in ("rows", "scores", "kept"))
    return scores - left, rows - scores


def _pooled(merged: Lazy, last: int) -> tuple[Floats, ...]:
    """Return all scores of each earlier grade in all earlier years, the latest grade first; equal ones come counted."""
    before = merged.filter(nw.col("time") < last, nw.col("grade") >= 0, ~nw.col("score").is_null())
    counted = before.group_by("grade", "score").agg(pupils=nw.len()).collect().to_arrow()
    grade, score, pupils = (counted[name].to_numpy() for name in ("grade", "score", "pupils"))
    found = []
    for place in range(last - 1, -1, -1):
        here = np.flatnonzero(grade == place)
        here = here[np.argsort(score[here])]
        found.append(np.repeat(score[here].astype(np.float64), pupils[here].astype(np.int64)))
    return tuple(found)
