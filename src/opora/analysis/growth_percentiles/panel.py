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


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of results are called.

    Attributes:
        id: pupil, the same in all years.
        time: year: 2025, «2024_2025», «2024/25».
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
        other_grade: pupils whose result of the year before is of another grade than the progression's.
    """

    id: pa.Array
    school: pa.Array | None
    score: Floats
    priors: Floats
    pooled: tuple[Floats, ...]
    repeated_rows: int
    without_score: int
    other_grade: int


def panel_of(table: Lazy, columns: Columns, progression: Progression) -> Records:
    """Return the pupils' scores side by side. The engine chooses and merges the rows, NumPy lays them out."""
    found = _results(table, columns, progression).collect().to_arrow()
    scored = found.filter(pc.is_valid(found["score"]))
    ids = scored["id"].combine_chunks()
    names = pa.chunked_array([ids]).combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    encoded = names.dictionary_encode()
    order = pc.array_sort_indices(encoded.dictionary)
    rank = np.empty(len(order), dtype=np.intp)
    rank[order.to_numpy()] = np.arange(len(order))
    layout = _Layout(
        pupil=rank[encoded.indices.to_numpy()],
        time=scored["time"].to_numpy().astype(np.intp),
        grade=scored["grade"].to_numpy().astype(np.intp),
        score=scored["score"].to_numpy().astype(np.float64),
        pupils=len(order),
    )
    sorted_ids = encoded.dictionary.take(order)
    rows = int(pc.sum(found["rows"]).as_py() or 0)
    scores = int(pc.sum(found["scores"]).as_py() or 0)
    schools = _schools(scored, layout, progression) if columns.school else None
    return _records(layout, sorted_ids, schools, (scores - scored.num_rows, rows - scores))


@dataclass(frozen=True)
class _Layout:
    """Merged rows as arrays: pupil's place, place of year and grade in the progression (−1 – another grade)."""

    pupil: NDArray[np.intp]
    time: NDArray[np.intp]
    grade: NDArray[np.intp]
    score: Floats
    pupils: int

    def at(self, place: int) -> NDArray[np.bool_]:
        """Return which rows are of the grade and year at a place of the progression."""
        found: NDArray[np.bool_] = (self.time == place) & (self.grade == place)
        return found


def _results(table: Lazy, columns: Columns, progression: Progression) -> Lazy:
    """Return one row per pupil, year and grade: the highest score, how many rows and how many scores there were."""
    placed = table.select(
        id=nw.col(columns.id),
        time=_place(_as_text(table, columns.time), progression.times),
        grade=_place(_as_text(table, columns.grade), [str(grade) for grade in progression.grades]),
        score=nw.when(nw.col(columns.score).cast(nw.Float64()).is_finite()).then(
            nw.col(columns.score).cast(nw.Float64())
        ),
        school=nw.col(columns.school) if columns.school else nw.lit(0),
    )
    chosen = placed.filter(nw.col("time") >= 0, ~nw.col("id").is_null())
    return chosen.group_by("id", "time", "grade").agg(
        score=nw.col("score").max(), scores=nw.col("score").count(), rows=nw.len(), school=nw.col("school").max()
    )


def _as_text(table: Lazy, name: str) -> nw.Expr:
    """Return a column as text; a whole number that was read as a real one loses its «.0»."""
    kind = table.collect_schema()[name]
    return nw.col(name).cast(nw.Int64()).cast(nw.String()) if kind.is_numeric() else nw.col(name).cast(nw.String())


def _place(column: nw.Expr, values: Sequence[str]) -> nw.Expr:
    """Return the place of each value in the list, −1 where it is not there."""
    placed: nw.Expr = nw.lit(-1)
    for place, value in enumerate(values):
        placed = nw.when(column == value).then(nw.lit(place)).otherwise(placed)
    return placed


def _schools(scored: pa.Table, layout: _Layout, progression: Progression) -> pa.Array:
    last = np.flatnonzero(layout.at(progression.most_priors))
    ordered = last[np.argsort(layout.pupil[last], kind="stable")]
    return scored["school"].combine_chunks().take(pa.array(ordered))


def _records(layout: _Layout, ids: pa.Array, schools: pa.Array | None, left_out: tuple[int, int]) -> Records:
    last = int(layout.time.max(initial=0))
    scores = np.full((layout.pupils, last + 1), np.nan)
    for place in range(last + 1):
        here = layout.at(place)
        scores[layout.pupil[here], place] = layout.score[here]
    present = np.flatnonzero(~np.isnan(scores[:, last]))
    pooled = tuple(layout.score[(layout.grade == place) & (layout.time < last)] for place in range(last - 1, -1, -1))
    before = np.zeros(layout.pupils, dtype=bool)
    before[layout.pupil[(layout.time == last - 1) & (layout.grade != last - 1)]] = True
    return Records(
        id=ids.take(pa.array(present)),
        school=schools,
        score=scores[present, last],
        priors=scores[present][:, :last][:, ::-1],
        pooled=pooled,
        repeated_rows=left_out[0],
        without_score=left_out[1],
        other_grade=int((before[present] & np.isnan(scores[present, last - 1])).sum()),
    )
