"""At the listing threshold: schools just listed beside schools just not listed.

A local line on each side under a triangular kernel within the bandwidth of Calonico, Cattaneo & Titiunik (`bandwidth`);
the interval is their robust one with the bias taken out over the same width, which is a local quadratic. Where listing
moved only some schools into support, the jump of results is divided by the jump of support, with Fieller's interval.

The running variable of a listing rule is a share of few pupils: few different values near the threshold, or schools
crowded on one side of it, and the method cannot tell. Source: Calonico, Cattaneo & Titiunik (2014), Econometrica 82,
2295–2326; Fieller (1954), JRSS B 16, 175–185.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from opora.analysis.support_effect.answers import Answer, cannot_tell, verdict_of
from opora.analysis.support_effect.bandwidth import Side, mse_optimal_bandwidth
from opora.analysis.support_effect.before_after import BeforeAfter, before_after
from opora.analysis.support_effect.density import crowding_chance
from opora.analysis.support_effect.panel import Panel
from opora.analysis.support_effect.regression import Spread, regression

METHOD = "discontinuity"

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Schools on each side within the bandwidth, and different values of the running variable among them.
_LEAST_NEAR, _LEAST_VALUES = 15, 8

#: Listing must move at least so large a share of schools into support.
_LEAST_JUMP = 0.5

#: Crowding is believed when chance makes such a step less often.
_CROWDING = 0.05


@dataclass(frozen=True)
class Listing:
    """By what schools were listed.

    Attributes:
        values: the running variable of each school.
        threshold: a school at it or beyond is listed.
        is_listed_above: True where high values are listed (a share below the threshold), False where low ones are.
        start: which year of the start of support the listing led to; None – the first.
    """

    values: Mapping[str, float]
    threshold: float
    is_listed_above: bool = True
    start: int | None = None


@dataclass(frozen=True)
class _Near:
    """Schools of listings: place in the panel, distance into the list (zero and more is listed), result, support."""

    places: Places
    distance: Floats
    after: Floats
    supported: Floats

    def within(self, reach: float) -> "_Near":
        inside = np.abs(self.distance) < reach
        return _Near(self.places[inside], self.distance[inside], self.after[inside], self.supported[inside])

    @property
    def counts(self) -> tuple[int, int]:
        """Schools listed and not listed."""
        not_listed, listed = self.sides
        return listed.size, not_listed.size

    @property
    def sides(self) -> tuple[Floats, Floats]:
        """Distances of schools not listed and listed."""
        return self.distance[self.distance < 0], self.distance[self.distance >= 0]


def at_threshold(panel: Panel, *listings: Listing) -> Answer:
    """Return the effect at the threshold of a listing, or of several at once: one a start of support.

    Each listing has its own threshold, and all of them stand at zero; results after are levelled by start, so what a
    year brought to everybody is no jump. A school on several listings is one cluster.

    Figures: bandwidth, jump (of the share of supported schools), linear (the jump of results by local lines),
    crowding (chance of such a step of the number of schools).
    """
    return _at_zero(panel, _schools(panel, listings)) if listings else cannot_tell(METHOD, "no-listing", (0, 0))


def _at_zero(panel: Panel, schools: _Near) -> Answer:
    thin = _thin(schools)
    if thin:
        return _cannot_tell(thin, schools)
    crowding = crowding_chance(schools.distance)
    try:
        reach = mse_optimal_bandwidth(_side(schools, schools.distance < 0), _side(schools, schools.distance >= 0))
    except np.linalg.LinAlgError:
        return _cannot_tell("few-near-threshold", schools)
    near = schools.within(reach)
    figures = {"bandwidth": reach, "crowding": crowding, "supported": float(near.supported.sum())}
    reason = _thin(near) or ("crowded-at-threshold" if crowding < _CROWDING else "")
    if reason:
        return _cannot_tell(reason, near, figures)
    try:
        return _effect(panel, near, reach, figures)
    except np.linalg.LinAlgError:
        return _cannot_tell("few-values", near, figures)


def _schools(panel: Panel, listings: Sequence[Listing]) -> _Near:
    """Return the schools of the listings; those supported earlier are no part of one."""
    rows = before_after(panel)
    parts = [_listed(panel, rows, listing) for listing in listings]
    names = ("places", "distance", "after", "supported")
    return _Near(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _listed(panel: Panel, rows: BeforeAfter, listing: Listing) -> _Near:
    start = panel.starts[0] if listing.start is None and panel.starts else listing.start
    chosen = (
        rows.only(rows.starts == panel.starts.index(start)) if start in panel.starts else rows.only(rows.starts < 0)
    )
    values = np.array([listing.values.get(panel.schools[place], np.nan) for place in chosen.places], dtype=np.float64)
    distance = (values - listing.threshold) * (1 if listing.is_listed_above else -1)
    known = ~np.isnan(distance)
    return _Near(
        chosen.places[known], distance[known], chosen.after[known], chosen.is_supported[known].astype(float)
    )  # fmt: skip


def _side(schools: _Near, chosen: NDArray[np.bool_]) -> Side:
    order = np.argsort(schools.distance[chosen], kind="stable")
    return Side(schools.distance[chosen][order], schools.after[chosen][order])


def _thin(near: _Near) -> str:
    """Return why so few schools, or so few different values, say nothing; empty where they are enough."""
    below, above = near.sides
    if min(below.size, above.size) < _LEAST_NEAR:
        return "few-near-threshold"
    return "few-values" if min(np.unique(below).size, np.unique(above).size) < _LEAST_VALUES else ""


def _cannot_tell(reason: str, near: _Near, figures: Mapping[str, float] | None = None) -> Answer:
    return cannot_tell(METHOD, reason, near.counts, figures)


def _effect(panel: Panel, near: _Near, reach: float, figures: dict[str, float]) -> Answer:
    results, supports = _jump(near, near.after, reach), _jump(near, near.supported, reach)
    both = _jump(near, near.after + near.supported, reach)
    together = (both.variance - results.variance - supports.variance) / 2
    figures |= {"jump": supports.estimate, "linear": _jump(near, near.after, reach, order=1).estimate}
    limits = _ratio_limits(results, supports, together)
    if supports.estimate < _LEAST_JUMP or limits is None:
        return _cannot_tell("listing-does-not-decide", near, figures)
    below, above = near.sides
    return Answer(
        METHOD, verdict_of(*limits, panel.less_is_better), "", results.estimate / supports.estimate, *limits,
        results.df, above.size, below.size, figures,
    )  # fmt: skip


def _jump(near: _Near, values: Floats, reach: float, order: int = 2) -> Spread:
    """Return the jump at zero of a local polynomial: order 1 is the estimate, 2 takes its bias out over this width."""
    listed = (near.distance >= 0).astype(float)
    powers = (near.distance / reach)[:, None] ** np.arange(order + 1)
    design = np.column_stack([powers, powers * listed[:, None]])
    fit = regression(design, values, near.places, 1 - np.abs(near.distance) / reach)
    return fit.at(np.eye(design.shape[1])[order + 1])


def _ratio_limits(above: Spread, below: Spread, together: float) -> tuple[float, float] | None:
    """Return Fieller's interval of the ratio of two estimates; None where it has no ends."""
    reach = float(student.ppf(0.975, max(above.df, 1.0))) ** 2
    square = below.estimate**2 - reach * below.variance
    half = above.estimate * below.estimate - reach * together
    free = above.estimate**2 - reach * above.variance
    root = half**2 - square * free
    if square <= 0 or root < 0:
        return None
    return float((half - np.sqrt(root)) / square), float((half + np.sqrt(root)) / square)
