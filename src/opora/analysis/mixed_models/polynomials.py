"""R's `poly`: a number and its powers, each made independent of the lower ones over the whole column.

Column k is the polynomial of degree k that is orthogonal to all lower ones, with a positive leading coefficient and
squares that sum to 1: what the recurrence of Kennedy & Gentle (1980), Statistical Computing, 343–344, gives R. Here the
engine adds up powers of the standardised number, and the Cholesky factor of their matrix holds the polynomials.
"""

from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy
from opora.vocabulary.refusal import AnalysisRefusedError

Floats = NDArray[np.float64]

#: Higher powers lose the digits that tell them apart.
HIGHEST_DEGREE = 6

_NOTHING_OWN = 1e-12  # share of a power's squares that lower powers leave unexplained


@dataclass(frozen=True)
class Polynomial:
    """What `poly(x, degree, raw = …)` asks for; raw powers are left as they are."""

    degree: int
    is_raw: bool


def polynomial_columns(rows: Lazy, x: nw.Expr, asked: Polynomial, value: nw.Expr) -> tuple[nw.Expr, ...]:
    """Return the columns of a polynomial, the lowest power first.

    Args:
        rows: the whole table: as in R, rows dropped later count.
        x: the number in `rows`.
        asked: its powers.
        value: the number in the rows the columns are made for.

    Raises:
        AnalysisRefusedError: there are too few different numbers for the degree.
    """
    if asked.is_raw:
        return tuple(reduce(mul, [value] * power) for power in range(1, asked.degree + 1))
    known = nw.when(x.is_finite()).then(x)
    (whole,) = _told(rows.select(mean=known.mean(), spread=known.std()))
    mean, spread = float(whole["mean"] or 0.0), float(whole["spread"] or 0.0) or 1.0
    lines = _orthonormal(rows, (known - mean) / spread, asked.degree)
    if lines is None:
        raise AnalysisRefusedError(
            f"poly(): для степени {asked.degree} разных чисел в столбце слишком мало. Возьмите степень меньше."
        )
    return tuple(_at((value - mean) / spread, line[: power + 1]) for power, line in enumerate(lines) if power)


def _orthonormal(rows: Lazy, unit: nw.Expr, degree: int) -> Floats | None:
    """Return the coefficients of each polynomial, a line each from the constant up; None where powers coincide."""
    powers = {f"p{power}": reduce(mul, [unit] * power).sum() for power in range(1, 2 * degree + 1)}
    (sums,) = _told(rows.select(p0=unit.count(), **powers))
    moments = np.array([float(sums[f"p{power}"] or 0.0) for power in range(2 * degree + 1)])
    products = moments[np.add.outer(np.arange(degree + 1), np.arange(degree + 1))]
    scale = np.where(np.diagonal(products) > 0, np.sqrt(np.diagonal(products)), 1.0)
    try:
        root = np.linalg.cholesky(products / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        return None
    return np.linalg.inv(root) / scale if np.diagonal(root).min() ** 2 > _NOTHING_OWN else None


def _at(unit: nw.Expr, coefficients: Floats) -> nw.Expr:
    """Return the value of a polynomial, the coefficients from the constant up (Horner)."""
    *lower, value = (nw.lit(float(one)) for one in coefficients)
    for one in reversed(lower):
        value = value * unit + one
    return value


def _told(rows: Lazy) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.collect("pyarrow").to_native().to_pylist()
    return found
