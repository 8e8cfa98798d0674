"""Shares of small groups: what a share below a threshold says once chance is taken into account.

Three questions, three answers. How exact is an observed share? Wilson's interval. How do schools differ among
themselves, chance apart? The beta-binomial prior, learnt from all schools. How likely is it that this school's true
share reaches the threshold, or that a new cohort of it would? The posterior, given that prior.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincc, betaln, ndtri

from opora.analysis.beta_binomial import Fit, counts_above, fitted, widest_concentration

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Fewer schools than this cannot teach how schools differ.
LEAST_SCHOOLS = 10

#: Jeffreys' prior: what is said of a share when other schools teach nothing.
_JEFFREYS = 0.5

_TERMS_AT_ONCE = 2_000_000
_LARGEST_TABLE = 4_000_000


@dataclass(frozen=True)
class Prior:
    """How true shares are spread over schools: a Beta(a, b) distribution.

    Attributes:
        a: first shape; the weight of pupils below.
        b: second shape; the weight of the others.
        kind: beta-binomial – fitted by maximum likelihood; pooled – schools do not differ more than chance makes them,
            so the mean is common and the spread is the widest the data allow; weak – too few schools, or nothing to
            learn from, so Jeffreys' prior stands and each school speaks for itself.
        schools: schools it was learnt from.
        pupils: pupils of these schools.
    """

    a: float
    b: float
    kind: Literal["beta-binomial", "pooled", "weak"]
    schools: int
    pupils: int

    @property
    def mean(self) -> float:
        """Mean of the true shares."""
        return self.a / (self.a + self.b)

    @property
    def dispersion(self) -> float:
        """Intraclass correlation 1 / (a + b + 1): 0 – schools are alike, 1 – schools are all or nothing."""
        return 1 / (self.a + self.b + 1)


def wilson_interval(below: ArrayLike, pupils: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits of Wilson's score interval for each share below / pupils, without continuity correction.

    Nobody tested – no interval: both limits are nan. Equals R's `prop.test(x, n, correct = FALSE)`.
    Source: Wilson (1927), JASA 22, 209–212; chosen after Newcombe (1998), Statistics in Medicine 17, 857–872.
    """
    k, n = np.asarray(below, dtype=float), np.asarray(pupils, dtype=float)
    z = ndtri((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    low = np.where(k == 0, np.where(n > 0, 0.0, np.nan), centre - half)
    high = np.where(k == n, np.where(n > 0, 1.0, np.nan), centre + half)
    return low, high


def beta_binomial_prior(below: ArrayLike, pupils: ArrayLike, least_schools: int = LEAST_SCHOOLS) -> Prior:
    """Return how true shares are spread over the schools (empirical Bayes, maximum likelihood).

    `below` and `pupils` hold one number per school; schools without pupils are passed over. `kind` says when the
    likelihood has no inner maximum and what stands instead.
    Source: Griffiths (1973), Biometrics 29, 637–648; must equal glmmTMB(family = betabinomial).
    """
    k, n = _whole(below), _whole(pupils)
    k, n = k[n > 0], n[n > 0]
    schools, total = len(n), int(n.sum())
    if schools < least_schools or k.sum() in {0, total} or n.max() < 2:  # noqa: PLR2004 - a lone pupil shows no spread
        return Prior(_JEFFREYS, _JEFFREYS, "weak", schools, total)
    above = counts_above(k, n)
    fit = fitted(above)
    if fit is not None:
        return _prior(fit, "beta-binomial", schools, total)
    widest = widest_concentration(above)
    if widest is None:
        return Prior(_JEFFREYS, _JEFFREYS, "weak", schools, total)
    return _prior(widest, "pooled", schools, total)


def probability_at_least(prior: Prior, below: ArrayLike, pupils: ArrayLike, threshold: float) -> Floats:
    """Return for each school the posterior probability that its true share is at least the threshold (0–1)."""
    k, n, place = _distinct(below, pupils)
    answer = np.asarray(betaincc(prior.a + k, prior.b + n - k, threshold), dtype=float)
    return answer[place]


def probability_of_count_at_least(prior: Prior, below: ArrayLike, pupils: ArrayLike, least: ArrayLike) -> Floats:
    """Return the probability that a new cohort of the same size would have at least `least` pupils below.

    The cohort is drawn from the school's posterior, so the answer knows both chances: that of the pupils who happened
    to write, and that of not knowing the true share. `least` is one number or one per school.
    """
    k, n, asked = np.broadcast_arrays(_whole(below), _whole(pupils), _whole(least))
    first, place = _firsts(_keys(_keys(k.ravel(), n.ravel()), asked.ravel()))
    cells = np.stack([k.ravel(), n.ravel(), asked.ravel()], axis=1)[first]
    cuts = np.flatnonzero(np.diff(np.cumsum(cells[:, 1] + 1) // _TERMS_AT_ONCE)) + 1
    tails = [_tails(prior, part) for part in np.split(cells, cuts)]
    answer: Floats = np.concatenate(tails)[place.reshape(k.shape)]
    return answer


def _tails(prior: Prior, cells: Integers) -> Floats:
    """Return P(X ≥ least) for rows (k, n, least), X beta-binomial of size n under the posterior.

    Only the shorter side of `least` is summed; the other is its complement.
    """
    if not len(cells):
        return np.empty(0)
    k, n, least = cells[:, 0], cells[:, 1], np.clip(cells[:, 2], 0, cells[:, 1] + 1)
    a, b = prior.a + k, prior.b + n - k
    is_upper = least > n * a / (a + b)
    start, stop = np.where(is_upper, least, 0), np.where(is_upper, n + 1, least)
    row = np.repeat(np.arange(len(cells)), stop - start)
    count = np.arange(len(row)) - np.repeat(np.cumsum(stop - start) - (stop - start), stop - start) + start[row]
    size = n[row]
    log_chance = (
        betaln(a[row] + count, b[row] + size - count)
        - betaln(a, b)[row]
        - betaln(size - count + 1, count + 1)
        - np.log(size + 1)
    )
    summed = np.clip(np.bincount(row, weights=np.exp(log_chance), minlength=len(cells)), 0, 1)
    return np.where(is_upper, summed, 1 - summed)


def _prior(fit: Fit, kind: Literal["beta-binomial", "pooled"], schools: int, pupils: int) -> Prior:
    return Prior(fit.mean / fit.spread, (1 - fit.mean) / fit.spread, kind, schools, pupils)


def _whole(numbers: ArrayLike) -> Integers:
    return np.asarray(numbers, dtype=np.int64)


def _distinct(below: ArrayLike, pupils: ArrayLike) -> tuple[Integers, Integers, Integers]:
    """Return distinct (k, n) and where each school's pair stands among them: 40,000 schools have few."""
    k, n = np.broadcast_arrays(_whole(below), _whole(pupils))
    first, place = _firsts(_keys(k.ravel(), n.ravel()))
    return k.ravel()[first], n.ravel()[first], place.reshape(k.shape)


def _keys(one: Integers, other: Integers) -> Integers:
    """Return one number for each pair of numbers that are not negative."""
    return one * (int(other.max(initial=0)) + 1) + other


def _firsts(keys: Integers) -> tuple[Integers, Integers]:
    """Return where each distinct key stands first, and which distinct key each key is.

    Small keys are looked up in a table: sorting 40,000 of them for a few hundred different ones costs ten times more.
    """
    largest = int(keys.max(initial=0))
    if largest > _LARGEST_TABLE:
        first, place = np.unique(keys, return_index=True, return_inverse=True)[1:]
        return first, place.ravel()
    stands_at = np.full(largest + 1, -1, np.int64)
    stands_at[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    first = stands_at[stands_at >= 0]
    number = np.cumsum(stands_at >= 0) - 1
    return first, number[keys]
