"""The result expected in a school's context, learnt from all other schools: a school never explains itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["ridge", "clusters", "none"]

LEAST_FOR_REGRESSION = 15
LEAST_FOR_CLUSTERS = 6
_PENALTIES = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


@dataclass(frozen=True)
class Expectation:
    """What is expected of each school.

    Attributes:
        method: "ridge" – regression on the context; "clusters" – mean of schools in a like context, where schools are
            fewer than 15; "none" – fewer than 6, nothing can be said.
        expected: the expected result, NaN where not known.
        spread: standard deviation of actual minus expected.
        penalty: the ridge penalty that foretells left-out schools best.
    """

    method: Method
    expected: Floats
    spread: float
    penalty: float | None = None


def expectation(results: Floats, context: Floats) -> Expectation:
    """Return what the context lets expect, each school left out when its own expectation is made.

    Args:
        results: one number a school; NaN where there is none.
        context: schools × covariates, the index first; NaN where not known.
    """
    is_known = ~np.isnan(results) & ~np.isnan(context).any(axis=1)
    expected = np.full(len(results), np.nan)
    y, x = results[is_known], context[is_known]
    if len(y) < LEAST_FOR_CLUSTERS:
        return Expectation("none", expected, np.nan)
    if len(y) < LEAST_FOR_REGRESSION:
        expected[is_known] = _cluster_means(y, x[:, 0])
        return Expectation("clusters", expected, _spread(results - expected))
    expected[is_known], penalty = left_out_ridge(y, x)
    return Expectation("ridge", expected, _spread(results - expected), penalty)


def left_out_ridge(y: Floats, x: Floats) -> tuple[Floats, float]:
    """Return the prediction of every row by the others, and the penalty with which they are best.

    A row is left out by its leverage: the prediction is y − e/(1 − h), with e and h of the fit to all rows. Columns are
    standardised before they are penalised; the intercept is not.
    """
    spread = x.std(axis=0)
    told = (x[:, spread > 0] - x[:, spread > 0].mean(axis=0)) / spread[spread > 0]
    best: tuple[float, Floats, float] | None = None
    for penalty in _PENALTIES:
        inner = told.T @ told + penalty * np.eye(told.shape[1])
        hat = told @ np.linalg.pinv(inner, hermitian=True) @ told.T + 1 / len(y)
        freedom = 1 - np.diagonal(hat)
        if freedom.min() < 1e-9:  # noqa: PLR2004 - a school that alone makes a column explains itself whole
            continue
        predicted = y - (y - hat @ y) / freedom
        loss = float(((y - predicted) ** 2).sum())
        if best is None or loss < best[0]:
            best = loss, predicted, penalty
    if best is None:
        return (y.sum() - y) / (len(y) - 1), np.inf
    return best[1], best[2]


def _cluster_means(y: Floats, index: Floats) -> Floats:
    """Return for each school the mean of the other schools in its third (half, if few) of the context."""
    count = 3 if len(y) >= 9 else 2  # noqa: PLR2004 - three schools in each
    order = np.argsort(index, kind="stable")
    cluster = np.empty(len(y), int)
    for number, members in enumerate(np.array_split(order, count)):
        cluster[members] = number
    found = np.empty(len(y))
    for place in range(len(y)):
        others = (cluster == cluster[place]) & (np.arange(len(y)) != place)
        found[place] = y[others].mean()
    return found


def _spread(residuals: Floats) -> float:
    known = residuals[~np.isnan(residuals)]
    return float(known.std(ddof=1)) if len(known) > 1 else float("nan")
