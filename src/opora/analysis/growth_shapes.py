"""For whom a school does more: its growth by fifths of earlier results, and the shape these five numbers make."""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy
from opora.vocabulary.spelling import as_written

CANNOT_TELL = "cannot-tell"
_LEAST_IN_A_FIFTH = 3
_SURE = 2.5758293035489004  # 99 %: a district looks at many schools at once

#: Shapes of growth over fifths from the weakest pupils to the strongest.
SHAPES = {
    "even": "ровно для всех",
    "lifts-the-weak": "больше прибавляют слабые",
    "lifts-the-strong": "больше прибавляют сильные",
    "lifts-the-middle": "больше прибавляют средние",
    "lifts-the-ends": "больше прибавляют слабые и сильные, меньше – средние",
    CANNOT_TELL: "нельзя сказать",
}

#: Contrasts over the fifths: a slope and a bend, independent of each other.
_SLOPE = np.array([-2.0, -1, 0, 1, 2])
_BEND = np.array([2.0, -1, -2, -1, 2])


@dataclass(frozen=True)
class Fifths:
    """Growth of every school by fifths of earlier results.

    Attributes:
        schools: in the order of the rows below.
        pupils: schools × 5.
        means: schools × 5, mean of result minus what is expected; 0 where there is nobody.
        results: mean result of each school.
        cuts: the four earlier results that divide all pupils into fifths.
    """

    schools: list[str]
    pupils: NDArray[np.int64]
    means: NDArray[np.float64]
    results: NDArray[np.float64]
    cuts: list[float]


def fifths_of(explained: Lazy, school: str, prior: str) -> Fifths:
    """Return the growth of schools by fifths: the fifths are of all pupils together, not of each school.

    Args:
        explained: rows with the result `v0` and what is `expected` of each.
        school: name of the column with the school.
        prior: name of the column with the earlier result.
    """
    shares = {f"q{number}": nw.col(prior).quantile(number / 5, interpolation="linear") for number in range(1, 5)}
    (found,) = explained.select(**shares).collect("pyarrow").to_native().to_pylist()
    cuts = [float(found[f"q{number}"]) for number in range(1, 5)]
    first, *others = ((nw.col(prior) > cut).cast(nw.Int64()) for cut in cuts)
    numbered = explained.with_columns(fifth=sum(others, start=first), growth=nw.col("v0") - nw.col("expected"))
    cells = (
        numbered.group_by(school, "fifth")
        .agg(pupils=nw.len(), growth=nw.col("growth").sum(), result=nw.col("v0").sum())
        .collect("pyarrow")
        .to_native()
        .to_pylist()
    )
    return _arranged(cells, school, cuts)


def _arranged(cells: Sequence[dict[str, float]], school: str, cuts: list[float]) -> Fifths:
    schools = sorted({cell[school] for cell in cells})
    place = {name: number for number, name in enumerate(schools)}
    pupils, growth = np.zeros((len(schools), 5), np.int64), np.zeros((len(schools), 5))
    results = np.zeros(len(schools))
    for cell in cells:
        where = place[cell[school]], int(cell["fifth"])
        pupils[where], growth[where] = cell["pupils"], cell["growth"]
        results[where[0]] += cell["result"]
    means = np.divide(growth, pupils, out=np.zeros_like(growth), where=pupils > 0)
    return Fifths([as_written(name) for name in schools], pupils, means, results / pupils.sum(axis=1), cuts)


def shape_of(means: NDArray[np.float64], pupils: NDArray[np.int64], sigma: float) -> str:
    """Return the name of the shape of growth over the fifths.

    A shape is named only where its contrast is beyond chance at 99 %; where a fifth has fewer than three pupils
    nothing is said.
    """
    if pupils.min() < _LEAST_IN_A_FIFTH:
        return CANNOT_TELL
    slope, bend = (float(one @ means / (sigma * np.sqrt((one**2 / pupils).sum()))) for one in (_SLOPE, _BEND))
    if max(abs(slope), abs(bend)) < _SURE:
        return "even"
    if abs(slope) >= abs(bend):
        return "lifts-the-strong" if slope > 0 else "lifts-the-weak"
    return "lifts-the-ends" if bend > 0 else "lifts-the-middle"
