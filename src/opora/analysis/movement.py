"""Movement of a share over years: what has changed, what has not, and what chance does not let us tell."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from opora.analysis.lazy import Lazy
from opora.analysis.shares import wilson_interval
from opora.tables import MOVEMENTS
from opora.vocabulary.papers import PAPER

Floats = NDArray[np.float64]
Words = NDArray[np.str_]

_KEY = ("school", *(name for name in PAPER if name != "year"))


@dataclass(frozen=True)
class MovementRule:
    """What counts as a movement.

    Attributes:
        years: calendar years looked at, at least two.
        threshold: share (0–1) from which a year's result is low.
        least_change: change of the share (0–1) that matters in practice; a smaller one is not a movement.
        confidence: of the interval of the change.
    """

    years: tuple[int, ...]
    threshold: float = 0.30
    least_change: float = 0.10
    confidence: float = 0.95


@dataclass(frozen=True)
class Change:
    """Change of shares from the first year to the last, in shares of 1, with its interval; nan – not known."""

    change: Floats
    low: Floats
    high: Floats
    p_value: Floats


def movements(below: Lazy, rule: MovementRule) -> pa.Table:
    """Return for each school and paper how its share below the threshold moved over the years of the rule.

    Verdicts: rose, fell – the interval of the change leaves out zero, the trend test agrees, and the change is at
    least what matters in practice; stably-low – no such change, each year's share reaches the
    threshold and so does the lower limit of all years together; stable – the interval leaves out every change that
    matters; cannot-tell – everything else, also when fewer than two years were held. Rose means worse.
    Contracts: BELOW_THRESHOLD in, MOVEMENTS out.
    """
    years = sorted(rule.years)
    rows = (
        below.filter(nw.col("year").is_in(years))
        .group_by(*_KEY)
        .agg(
            **{
                f"{name}_{year}": nw.when(nw.col("year") == year).then(nw.col(name)).sum()
                for name in ("below", "pupils")
                for year in years
            }
        )
    )
    wide = rows.sort(*_KEY).collect(backend="pyarrow").to_native()
    k, n = (np.column_stack([_numbers(wide, f"{name}_{year}") for year in years]) for name in ("below", "pupils"))
    return movement_table(wide.select(_KEY), k, n, rule)


def movement_table(keys: pa.Table, below: Floats, pupils: Floats, rule: MovementRule) -> pa.Table:
    """Return MOVEMENTS of rows that are counted already.

    Args:
        keys: school, procedure, subject, paper_grade and level of each row.
        below: rows × years of the rule in order.
        pupils: the same; a year without pupils was not held, a row without any year must not be there.
        rule: what counts as a movement.
    """
    years = sorted(rule.years)
    found = change_of_share(below, pupils, years, rule.confidence)
    return _table(keys, found, (below, pupils, np.array(years)), verdicts(below, pupils, found, rule))


def change_of_share(below: ArrayLike, pupils: ArrayLike, years: ArrayLike, confidence: float = 0.95) -> Change:
    """Return the change of each school's share over its years, fitted by a line weighted with pupils.

    `below` and `pupils` are matrices schools × years; a year without pupils was not held. With two years the fitted
    change is the plain difference and the interval is Newcombe's hybrid score interval; with more it is its extension
    to any linear contrast of proportions (method of variance estimates recovery). The p-value is that of the
    Cochran–Armitage trend test in Mantel's version.
    Sources: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10; Zou, Huang, Zhang (2009), Computational
    Statistics & Data Analysis 53, 1080–1085; Armitage (1955), Biometrics 11, 375–386;
    Mantel (1963), JASA 58, 690–700.
    """
    k, n = np.asarray(below, dtype=float), np.asarray(pupils, dtype=float)
    held = n > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(held, k / n, 0.0)
        contrast, spread, span = _line(n, np.asarray(years, dtype=float))
        limits = [np.where(held, limit, 0.0) for limit in wilson_interval(k, n, confidence)]
        ends = [contrast * limit for limit in limits]
        change = (contrast * shares).sum(axis=1)
        reach_down = contrast * shares - np.minimum(*ends)
        reach_up = np.maximum(*ends) - contrast * shares
        pooled = k.sum(axis=1) / n.sum(axis=1)
        # Mantel's variance, exact over all ways to deal the same results to the years: N / (N − 1) of the binomial one
        total = n.sum(axis=1)
        deviation = change / span / np.sqrt(pooled * (1 - pooled) / spread * total / (total - 1))
    p_value = 2 * ndtr(-np.abs(deviation))
    certain = (pooled == 0) | (pooled == 1)  # no spread at all: nothing moved
    return Change(
        change,
        change - np.sqrt((reach_down**2).sum(axis=1)),
        change + np.sqrt((reach_up**2).sum(axis=1)),
        np.where(certain & ~np.isnan(change), 1.0, p_value),
    )


def _line(pupils: Floats, years: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the weights that make shares a fitted change, Σ n (year − mean)², and years between first and last."""
    held = pupils > 0
    mean = (pupils * years).sum(axis=1) / pupils.sum(axis=1)
    away = years - mean[:, None]
    spread = (pupils * away**2).sum(axis=1)
    first = np.where(held, years, np.inf).min(axis=1)
    last = np.where(held, years, -np.inf).max(axis=1)
    span = np.where(held.sum(axis=1) > 1, last - first, np.nan)
    return pupils * away / spread[:, None] * span[:, None], spread, span


def verdicts(below: ArrayLike, pupils: ArrayLike, found: Change, rule: MovementRule) -> Words:
    """Return the verdict for each school; see `movements` for what each means."""
    k, n = np.asarray(below, dtype=float), np.asarray(pupils, dtype=float)
    held = n > 0
    agrees = found.p_value < 1 - rule.confidence
    rose = agrees & (found.low > 0) & (found.change >= rule.least_change)
    fell = agrees & (found.high < 0) & (-found.change >= rule.least_change)
    is_low = (~held | (k >= rule.threshold * n - 1e-9)).all(axis=1) & (held.sum(axis=1) > 1)
    low_together, _ = wilson_interval(k.sum(axis=1), n.sum(axis=1), rule.confidence)
    stably_low = is_low & (low_together >= rule.threshold)
    stable = (found.low > -rule.least_change) & (found.high < rule.least_change)
    chosen = np.select(
        [rose, fell, stably_low, stable], ["rose", "fell", "stably-low", "stable"], default="cannot-tell"
    )
    return np.asarray(chosen, dtype=np.str_)


def _numbers(table: pa.Table, column: str) -> Floats:
    """Return a column of sums; a year without rows is zero pupils on one engine and null on another."""
    numbers = np.asarray(table.column(column).to_numpy(zero_copy_only=False), dtype=np.float64)
    return np.where(np.isnan(numbers), 0.0, numbers)


def _table(keys: pa.Table, found: Change, counts: tuple[Floats, Floats, NDArray[np.int_]], said: Words) -> pa.Table:
    k, n, years = counts
    held = n > 0
    columns = {
        **{name: keys.column(name) for name in _KEY},
        "year_from": years[held.argmax(axis=1)],
        "year_to": years[len(years) - 1 - held[:, ::-1].argmax(axis=1)],
        "years": held.sum(axis=1),
        "pupils": n.sum(axis=1),
        "below": k.sum(axis=1),
        "change": found.change,
        "change_low": found.low,
        "change_high": found.high,
        "p_value": found.p_value,
        "verdict": said,
    }
    arrays = [_array(columns[field.name], field.type) for field in MOVEMENTS.schema]
    return pa.Table.from_arrays(arrays, schema=MOVEMENTS.schema)


def _array(values: pa.ChunkedArray | NDArray[np.generic], kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, np.ndarray):
        return pa.array(values, from_pandas=True).cast(kind)
    return values.cast(kind)
