"""Difficulties and thresholds by conditional maximum likelihood, with their standard errors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from opora.analysis.rasch.conditional import Counts, Floats, Group, curvature
from opora.analysis.rasch.informative import Informative, informative
from opora.analysis.rasch.score_groups import Booklet, ScoreGroups

_STEPS = 100
_SETTLED = 1e-13
_LONGEST_STEP = 3.0
_HALVINGS = 30
_FLAT = 1e-9
_WIDER = 1.5  # how many times as many items as the shortest booklet booklets computed together may have
_AT_ONCE = 6_000_000  # numbers held for the derivatives of booklets computed together


@dataclass(frozen=True)
class Calibration:
    """Items on one scale, whose zero is the mean of all thresholds.

    Attributes:
        thresholds: for each item the ability at which each next category overtakes the one before; one for an item of
            0 and 1, its difficulty. None – the item was answered alike by all who tell items apart; NaN – a category
            nobody chose.
        errors: standard errors of the thresholds under the sum-zero constraint.
        log_likelihood: conditional.
        groups: booklets alike, and how the likelihood saw them together.
        eta: cumulative thresholds of all items.
        covariance: of `eta`, under the sum-zero constraint.
        places: where in `eta` each item's cumulative thresholds stand; −1 – a category nobody chose.
        is_connected: False where booklets share too few items for one scale: differences between parts mean nothing.
        informative_pupils: pupils with neither no nor all points.
    """

    thresholds: tuple[Floats | None, ...]
    errors: tuple[Floats | None, ...]
    log_likelihood: float
    groups: tuple[tuple[tuple[Booklet, ...], Group], ...]
    eta: Floats
    covariance: Floats
    places: tuple[Counts, ...]
    lowest: Counts
    is_connected: bool
    informative_pupils: int

    @property
    def difficulty(self) -> list[float | None]:
        """Mean threshold of each item; None where it was not estimated."""
        return [None if one is None or np.isnan(one).any() else float(one.mean()) for one in self.thresholds]

    @property
    def difficulty_error(self) -> list[float | None]:
        """Standard errors of the difficulties: the mean threshold is the last cumulative one by their number."""
        return [
            None if value is None else float(np.sqrt(max(self.covariance[mine[-1], mine[-1]], 0.0)) / mine.size)
            for value, mine in zip(self.difficulty, self.places, strict=True)
        ]


def calibrated(groups: ScoreGroups) -> Calibration:
    """Return the items' difficulties (answers of 0 and 1) or thresholds (more categories: the partial-credit model)."""
    telling = informative(groups)
    layout = _Layout.of(telling)
    eta, log_likelihood, information = _maximum(layout) if layout.size else _nothing()
    covariance, is_connected = _covariance(information, layout) if layout.size else (information, False)
    thresholds, errors = _thresholds(layout, eta, covariance)
    return Calibration(
        thresholds=thresholds,
        errors=errors,
        log_likelihood=log_likelihood,
        groups=layout.groups,
        eta=eta,
        covariance=covariance,
        places=layout.places,
        lowest=telling.lowest,
        is_connected=is_connected,
        informative_pupils=int(sum(group.pupils.sum() for _, group in layout.groups)),
    )


def _nothing() -> tuple[Floats, float, Floats]:
    return np.zeros(0), 0.0, np.zeros((0, 0))


@dataclass(frozen=True)
class _Layout:
    """Where each item's parameters stand.

    Attributes:
        places: for each item of the table the places of η_i1 …; −1 – nobody chose that category.
        groups: booklets alike and how the likelihood sees them.
        chosen: pupils who chose the category of each parameter.
        base: pupils who chose the lowest category, beside each parameter.
        identity: direction in which the likelihood is flat: the category of each parameter.
        tops: 1 at the parameter of each item's highest category: their sum is the sum of all thresholds.
    """

    places: tuple[Counts, ...]
    groups: tuple[tuple[tuple[Booklet, ...], Group], ...]
    chosen: Floats
    base: Floats
    identity: Floats
    tops: Floats

    @property
    def size(self) -> int:
        return self.chosen.size

    @staticmethod
    def of(telling: Informative) -> "_Layout":
        used = _used(telling)
        places: list[Counts] = []
        parameters: list[tuple[int, int]] = []  # item and category of each
        for item, highest in enumerate(telling.highest.tolist()):
            mine = np.full(highest, -1, dtype=np.int64)
            for category in np.flatnonzero(used[item, 1 : highest + 1]):
                mine[category] = len(parameters)
                parameters.append((item, int(category) + 1))
            places.append(mine)
        groups = tuple((some, _group(some, places)) for some in _alike(telling.booklets))
        items, categories = np.array(parameters, dtype=np.int64).reshape(-1, 2).T
        return _Layout(
            places=tuple(places),
            groups=groups,
            chosen=used[items, categories].astype(float),
            base=used[items, 0].astype(float),
            identity=categories.astype(float),
            tops=(categories == telling.highest[items]).astype(float),
        )


def _alike(booklets: Sequence[Booklet]) -> list[tuple[Booklet, ...]]:
    """Return booklets in parts that are computed together: of much the same items, no more than memory bears."""
    found: list[list[Booklet]] = []
    together: set[int] = set()
    for booklet in booklets:
        mine = set(booklet.items.tolist())
        whole = together | mine
        size = len(whole) ** 2 * max(one.counts.shape[2] for one in (booklet, *(found[-1] if found else ())))
        is_much_the_same = found and len(whole) <= _WIDER * min(len(mine), *(one.items.size for one in found[-1]))
        if is_much_the_same and (len(found[-1]) + 1) * size <= _AT_ONCE:
            found[-1].append(booklet)
            together = whole
        else:
            found.append([booklet])
            together = mine
    return [tuple(some) for some in found]


def _group(booklets: Sequence[Booklet], places: Sequence[Counts]) -> Group:
    """Return booklets as the likelihood sees them together."""
    items = np.unique(np.concatenate([one.items for one in booklets]))
    pupils = np.zeros((len(booklets), max(one.counts.shape[2] for one in booklets)), dtype=np.int64)
    for row, one in enumerate(booklets):
        pupils[row, : one.pupils.size] = one.pupils
    has = np.array([np.isin(items, one.items) for one in booklets])
    return Group(items, tuple(places[item] for item in items), has, pupils)


def _used(telling: Informative) -> Counts:
    """Return pupils by item and category over all booklets."""
    used = np.zeros((telling.highest.size, int(telling.highest.max(initial=0)) + 1), dtype=np.int64)
    for booklet in telling.booklets:
        used[booklet.items, : booklet.counts.shape[1]] += booklet.counts.sum(axis=2)
    return used


def _maximum(layout: _Layout) -> tuple[Floats, float, Floats]:
    """Return the maximum of the likelihood by Newton's method: the likelihood is concave, a long step is halved."""
    eta = np.log(layout.base / layout.chosen)
    eta -= layout.identity * (layout.tops @ eta) / (layout.tops @ layout.identity)
    height, gradient, information = _likelihood(layout, eta)
    for _ in range(_STEPS):
        # the flat direction is filled in: the likelihood does not say where the scale's zero is
        step = np.linalg.lstsq(information + np.outer(layout.identity, layout.identity), gradient, rcond=None)[0]
        step /= max(1.0, float(np.abs(step).max()) / _LONGEST_STEP)
        for _halving in range(_HALVINGS):
            reached, next_gradient, next_information = _likelihood(layout, eta + step)
            # at the top rounding hides the climb: a step that loses only rounding is taken
            if reached >= height - 1e-12 * abs(height):
                break
            step = step / 2
        eta, height, gradient, information = eta + step, reached, next_gradient, next_information
        if np.abs(step).max() < _SETTLED * max(1.0, float(np.abs(eta).max())):
            break
    sum_zero = eta - layout.identity * (layout.tops @ eta) / (layout.tops @ layout.identity)
    return sum_zero, height, information


def _likelihood(layout: _Layout, eta: Floats) -> tuple[float, Floats, Floats]:
    """Return log L, its gradient and its information by η."""
    height, gradient = -float(layout.chosen @ eta), -layout.chosen.copy()
    information = np.zeros((eta.size, eta.size))
    for _, group in layout.groups:
        bent = curvature(group, eta)
        height -= bent.log_gamma
        gradient += bent.expected
        information += bent.information
    return height, gradient, information


def _covariance(information: Floats, layout: _Layout) -> tuple[Floats, bool]:
    """Return the covariance of η under the constraint that all thresholds sum to zero, and whether it is one scale."""
    values = np.linalg.eigvalsh(information)
    flat = int((values < _FLAT * values[-1]).sum())
    size = layout.size
    bordered = np.zeros((size + 1, size + 1))
    bordered[:size, :size] = information
    bordered[size, :size] = bordered[:size, size] = layout.tops
    inverse = np.linalg.inv(bordered) if flat <= 1 else np.linalg.pinv(bordered, hermitian=True)
    covariance: Floats = inverse[:size, :size].astype(np.float64)
    return covariance, flat <= 1


def _thresholds(
    layout: _Layout, eta: Floats, covariance: Floats
) -> tuple[tuple[Floats | None, ...], tuple[Floats | None, ...]]:
    """Return differences of neighbouring η of each item with their standard errors."""
    thresholds: list[Floats | None] = []
    errors: list[Floats | None] = []
    for places in layout.places:
        if not places.size:
            thresholds.append(None)
            errors.append(None)
            continue
        differences = np.zeros((places.size, eta.size))
        for row, place in enumerate(places):
            before = places[row - 1] if row else None
            differences[row] = np.nan if place < 0 or before == -1 else 0.0
            if place >= 0 and before != -1:
                differences[row, place] = 1.0
                if before is not None:
                    differences[row, before] = -1.0
        thresholds.append(differences @ eta)
        variance = np.einsum("ij,jk,ik->i", differences, covariance, differences)
        errors.append(np.sqrt(np.maximum(variance, 0.0)))
    return tuple(thresholds), tuple(errors)
