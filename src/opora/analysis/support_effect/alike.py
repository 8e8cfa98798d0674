"""Schools alike before: each supported school beside a few without support that had the same results, size, context.

Nearest neighbours by standardised distance, with replacement and within a caliper; what difference remains is corrected
by a regression on the matched schools, each weighing as often as it was taken (Abadie & Imbens 2011, J. Bus. Econ.
Stat. 29, 1–11). The error is that of `matched_gap`; the bootstrap does not hold here (Abadie & Imbens 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from opora.analysis.support_effect.answers import LEAST_SUPPORTED, Answer, cannot_tell, told
from opora.analysis.support_effect.before_after import BeforeAfter, before_after
from opora.analysis.support_effect.matched_gap import Noise, mean_gap
from opora.analysis.support_effect.panel import Panel

METHOD = "alike-schools"

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]

#: Schools taken beside each supported one.
NEIGHBOURS = 3

#: Farthest a matched school may stand, in standard deviations, on the average over what is compared (root mean square).
CALIPER = 0.6

#: Fewer matched schools than this, counting those taken often as less, do not show what would have been.
_LEAST_MATCHED = 8

#: A column is compared on when so many rows know it.
_KNOWN = 0.8

#: Differences so small are rounding.
_ALIKE = 1e-9


@dataclass(frozen=True)
class Balance:
    """How far supported schools stood from the others in one thing before support, in standard deviations.

    Attributes:
        name: what is compared: before, earlier, pupils, or a column of the context.
        supported, unsupported: means of all supported schools and of all others.
        matched: mean of the schools taken beside them.
        distance_before, distance_after: standardised difference of all schools, and after matching.
    """

    name: str
    supported: float
    unsupported: float
    matched: float
    distance_before: float
    distance_after: float


@dataclass(frozen=True)
class Alike:
    """The answer with its balance table, the pairs, and the schools nobody is alike to."""

    answer: Answer
    balance: tuple[Balance, ...]
    pairs: dict[str, tuple[str, ...]]
    unmatched: tuple[str, ...]
    left_out_columns: tuple[str, ...] = ()


def alike_schools(panel: Panel, neighbours: int = NEIGHBOURS, caliper: float = CALIPER) -> Alike:
    """Compare supported schools with those alike before.

    Args:
        panel: results by school and year.
        neighbours: schools taken beside each supported one, fewer where fewer are near.
        caliper: farthest standardised distance.
    """
    every = before_after(panel)
    compared, known, unknown = _compared(panel, every)
    rows, values = every.only(known), compared.values[known]
    if rows.lacking:
        return Alike(cannot_tell(METHOD, rows.lacking, (rows.supported, rows.unsupported)), (), {}, (), unknown)
    scaled = values / _scales(values, rows)
    taken = _nearest(scaled, rows, rows.is_supported, neighbours, caliper)
    matched = [place for place, others in taken.items() if others.size]
    weights = _weights(taken, len(values))
    codes = [panel.schools[place] for place in rows.places]
    is_matched = np.zeros(len(values), dtype=np.bool_)
    is_matched[matched] = True
    reason, figures = _lacking(rows, matched, weights)
    schools = (len(matched), int(np.unique(rows.places[weights > 0]).size))
    if reason:
        answer = cannot_tell(METHOD, reason, schools, figures)
    else:
        noise = Noise.beside(_nearest(scaled, rows, weights > 0, neighbours), rows.places)
        found = mean_gap(rows.after, np.flatnonzero(is_matched), _shares(taken, values, weights), noise)
        answer = told(METHOD, found, panel.less_is_better, schools, figures)
    return Alike(
        answer,
        _balance(Columns(compared.names, values), rows, is_matched, weights),
        {codes[place]: tuple(codes[other] for other in taken[place]) for place in matched},
        tuple(codes[place] for place, others in taken.items() if not others.size),
        unknown,
    )


@dataclass(frozen=True)
class Columns:
    """What schools are compared on: a column each."""

    names: tuple[str, ...]
    values: Floats


def _compared(panel: Panel, rows: BeforeAfter) -> tuple[Columns, Truths, tuple[str, ...]]:
    """Return the columns compared, the rows that know them all, and names of columns too few know."""
    there = {"before": rows.before, "earlier": rows.earlier, "pupils": np.log(np.maximum(rows.pupils, 1.0))}
    there |= {name: values[rows.places] for name, values in panel.context.items()}
    told = [name for name, values in there.items() if _compares(values)]
    unknown = tuple(name for name in there if name not in told and name in panel.context)
    values = np.column_stack([there[name] for name in told]) if told else np.zeros((rows.places.size, 0))
    return Columns(tuple(told), values), np.asarray(~np.isnan(values).any(axis=1), dtype=np.bool_), unknown


def _compares(values: Floats) -> bool:
    """Return whether enough rows know a column and differ in it."""
    known = values[~np.isnan(values)]
    return known.size > 0 and known.size >= _KNOWN * values.size and float(np.ptp(known)) > _ALIKE


def _scales(values: Floats, rows: BeforeAfter) -> Floats:
    """Return the standard deviation of each column, over both kinds of schools alike."""
    both = [values[chosen].var(axis=0, ddof=1) for chosen in (rows.is_supported, ~rows.is_supported)]
    return np.asarray(np.sqrt(np.maximum(np.mean(both, axis=0), 1e-300)))


def _nearest(
    scaled: Floats, rows: BeforeAfter, asked: Truths, neighbours: int, caliper: float = np.inf
) -> dict[int, Places]:
    """Return for each row asked about the rows nearest to it: not supported, at the same start, within the caliper.

    Shares of few pupils are often equal, so those as near as the last of the nearest are all taken: which of them
    stands first in a table must not matter.
    """
    farthest = caliper * np.sqrt(scaled.shape[1])  # the caliper is a mean over columns, the tree knows sums
    found: dict[int, Places] = {}
    for start in np.unique(rows.starts[asked]):
        here = np.flatnonzero(asked & (rows.starts == start))
        others = np.flatnonzero(~rows.is_supported & (rows.starts == start))
        if not others.size:
            found |= {int(place): others for place in here}
            continue
        tree = cKDTree(scaled[others])
        itself = int(np.isin(here, others).any())  # a row among the others is the nearest to itself
        last = np.asarray(tree.query(scaled[here], k=[min(neighbours + itself, others.size)])[0])[:, 0]
        near = tree.query_ball_point(scaled[here], np.minimum(last, farthest) + _ALIKE, return_sorted=True)
        for place, some in zip(here, near, strict=True):
            taken = others[np.asarray(some, dtype=np.intp)]
            taken = taken[taken != place]
            gaps = ((scaled[taken] - scaled[place]) ** 2).sum(axis=1)
            found[int(place)] = taken[np.argsort(gaps, kind="stable")]
    return found


def _weights(taken: dict[int, Places], rows: int) -> Floats:
    """Return how often each row was taken: a third when it is one of three."""
    weights = np.zeros(rows)
    for others in taken.values():
        weights[others] += 1 / max(others.size, 1)
    return weights


def _lacking(rows: BeforeAfter, matched: Sequence[int], weights: Floats) -> tuple[str, dict[str, float]]:
    """Return why matched schools show too little, empty where they do not; and how many there are."""
    effective = float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
    figures = {"unmatched": float(rows.supported - len(matched)), "effective": effective}
    is_few = len(matched) < max(LEAST_SUPPORTED, rows.supported / 2) or effective < _LEAST_MATCHED
    return "no-alike-schools" if is_few else "", figures


def _shares(taken: dict[int, Places], values: Floats, weights: Floats) -> Floats:
    """Return how much each school taken counts in what is expected of each supported one, its own line for each.

    The mean of those beside it, moved along the regression by what difference remains in what is compared; half of the
    schools taken are left to tell how they scatter.
    """
    used = np.flatnonzero(weights)
    columns = np.column_stack([np.ones(len(values)), values[:, : max(1, used.size // 2 - 1)]])
    while np.linalg.matrix_rank(columns[used]) < columns.shape[1]:
        columns = columns[:, :-1]
    lines = sorted(place for place, others in taken.items() if others.size)
    mean = np.zeros((len(lines), len(values)))
    for line, place in enumerate(lines):
        mean[line, taken[place]] = 1 / taken[place].size
    fit = np.linalg.pinv(columns[used] * np.sqrt(weights[used])[:, None]) * np.sqrt(weights[used])
    return np.asarray(mean[:, used] + (columns[lines] - mean @ columns) @ fit)


def _balance(columns: Columns, rows: BeforeAfter, is_matched: Truths, weights: Floats) -> tuple[Balance, ...]:
    found = []
    scales = _scales(columns.values, rows)
    for name, values, scale in zip(columns.names, columns.values.T, scales, strict=True):
        supported, others = values[rows.is_supported].mean(), values[~rows.is_supported].mean()
        row = Balance(name, supported, others, np.nan, (supported - others) / scale, np.nan)
        if is_matched.any():
            near = float(weights @ values / weights.sum())
            row = replace(row, matched=near, distance_after=(values[is_matched].mean() - near) / scale)
        found.append(row)
    return tuple(found)
