"""Results of schools over years, and which of the schools were supported since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

#: Earlier years that what may be expected of a school is learnt from; older ones were written by other pupils.
YEARS_BACK = 3


@dataclass(frozen=True)
class Support:
    """The support of one school.

    Attributes:
        since: first year whose results were got under support (school year 2022/23 → 2023).
        kinds: kinds of measures, as the authority names them; empty where nobody wrote them down.
    """

    since: int
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Panel:
    """Results by school and year. Not a number – not held or not known.

    Attributes:
        schools: codes, one a row of every matrix.
        years: ascending, one a column.
        results: the indicator; of a share 0–1.
        noise: sampling variance of each result: what chance among the pupils who wrote does to it.
        pupils: who wrote.
        support: of the supported schools.
        context: columns of what else schools differ in, one value a school.
        less_is_better: True of a share below the threshold, False of a mean.
    """

    schools: tuple[str, ...]
    years: tuple[int, ...]
    results: Floats
    noise: Floats
    pupils: Floats
    support: Mapping[str, Support]
    context: Mapping[str, Floats] = field(default_factory=dict)
    less_is_better: bool = True

    @cached_property
    def since(self) -> Floats:
        """First year under support, infinity of schools never supported."""
        never = float("inf")
        return np.array(
            [self.support[one].since if one in self.support else never for one in self.schools], dtype=np.float64
        )

    @cached_property
    def is_supported(self) -> Truths:
        """Which schools were supported in any year."""
        return np.isfinite(self.since)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Years in which support began, ascending."""
        return tuple(sorted({int(year) for year in self.since[self.is_supported]}))

    def years_before(self, start: int, left_out: int = 0) -> list[int]:
        """Return columns of years before support began, the last `left_out` of them not counted."""
        before = [place for place, year in enumerate(self.years) if year < start]
        return [place for place in before if self.years[place] < start - left_out]

    def years_since(self, start: int) -> list[int]:
        """Return columns of the years under support."""
        return [place for place, year in enumerate(self.years) if year >= start]

    def first_years_since(self, start: int) -> list[int]:
        """Return columns of the years under support up to the next start.

        Who starts next was listed by results of these years. Schools that stay without support after that are those
        whose results were good, so they no longer show what would have been.
        """
        following = [one for one in self.starts if one > start]
        return [place for place in self.years_since(start) if not following or self.years[place] < following[0]]


def share_noise(shares: Floats, pupils: Floats) -> Floats:
    """Return the sampling variance of shares of `pupils`, schools × years.

    The numerator is the mean over schools of p(1 − p) of the true shares p, by moments, one a year: the variance of
    linear Bayes estimates of shares. A school's own share in its place would call a school with 0 of 12 exact.
    """
    found = np.full(shares.shape, np.nan)
    for year in range(shares.shape[1]):
        held = ~np.isnan(shares[:, year]) & (pupils[:, year] > 0)
        if held.sum() > 1:
            one, size = shares[held, year], pupils[held, year]
            mean, inverse = float(one.mean()), float((1 / size).mean())
            numerator = (mean * (1 - mean) - float(one.var(ddof=1))) / max(1 - inverse, 0.05)
            found[held, year] = np.clip(numerator, 0.02 * mean * (1 - mean), mean * (1 - mean)) / size
    return found


@dataclass(frozen=True)
class Expected:
    """What chance alone lets expect of each school.

    Attributes:
        levels: lasting level of each school in units of the last year, from its results before support.
        reliability: share of the spread of the last year's results that lasts, 0–1.
    """

    levels: Floats
    reliability: float


def expected_levels(results: Floats, noise: Floats) -> Expected:
    """Return the lasting level of each school, its results drawn to the mean as far as they are noise.

    Args:
        results: schools × years before support, the last of them last; at least one.
        noise: their sampling variance; not a number where it is not known.

    A result is level of the year + lasting level of the school + wobble of the year's pupils + sampling noise. The
    variances are taken by moments: what years share lasts; what they do not is wobble, less the noise. With one year
    wobble cannot be told from what lasts.
    Source: linear empirical Bayes, Efron & Morris (1975), JASA 70, 311–319; Bühlmann–Straub.
    """
    recent, known = results[:, -YEARS_BACK:], np.nan_to_num(noise[:, -YEARS_BACK:])
    means = column_means(recent)
    away = recent - means
    lasting, wobble = _spreads(away, known)
    exactness = np.where(np.isnan(away), 0.0, 1 / np.maximum(wobble + known, 1e-12))
    drawn = (exactness * np.nan_to_num(away)).sum(axis=1) / (1 / lasting + exactness.sum(axis=1))
    levels = np.where(np.isnan(recent).all(axis=1), np.nan, means[-1] + drawn)
    last = away[:, -1]
    total = float(np.nanvar(last, ddof=1)) if (~np.isnan(last)).sum() > 1 else lasting
    return Expected(levels, min(1.0, lasting / total) if total > 0 else 0.0)


def _spreads(away: Floats, noise: Floats) -> tuple[float, float]:
    """Return the variance of lasting levels and of wobble."""
    held = ~np.isnan(away)
    filled = np.nan_to_num(away)
    total = float((filled**2).sum() / max(held.sum() - held.shape[1], 1))
    mean_noise = float(noise[held].mean()) if held.any() else 0.0
    together = [
        float((filled[:, one] * filled[:, other]).sum() / max((held[:, one] & held[:, other]).sum() - 1, 1))
        for one in range(away.shape[1])
        for other in range(one)
        if (held[:, one] & held[:, other]).any()
    ]
    lasting = float(np.mean(together)) if together else total - mean_noise
    lasting = max(lasting, 0.05 * total, 1e-12)
    return lasting, max(0.0, total - lasting - mean_noise)


def column_means(values: Floats) -> Floats:
    """Return the mean of each column over what is known; not a number where nothing is."""
    held = ~np.isnan(values)
    counts = held.sum(axis=0)
    sums = np.where(held, values, 0.0).sum(axis=0)
    means: Floats = np.full(values.shape[1], np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means


def row_means(values: Floats) -> Floats:
    """Return the mean of each row over what is known; not a number where nothing is."""
    return column_means(values.T)
