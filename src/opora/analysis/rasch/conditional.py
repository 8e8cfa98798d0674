"""Conditional likelihood of Rasch and partial-credit models, kernel of `estimation`.

Given the raw score r of a pupil the ability drops out (Andersen 1972; Fischer 1974):

    log L = −Σ N_ik η_ik − Σ n_r log γ_r(ε),   ε_ik = exp(−η_ik),   γ_r = Σ over answers with sum r of Π ε.

γ is the coefficient list of the product of the items' polynomials Σ_k ε_ik z^k. Derivatives are carried along while
the polynomials are multiplied: every term is positive, so nothing is lost by cancellation, however many items there
are (dividing an item out again breaks at about 170). Polynomials are scaled to sum 1, so nothing overflows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Booklets alike, as the likelihood sees them: b booklets of some of m items, with scores up to the highest.

    An item that is not in a booklet has the polynomial 1 there: it multiplies nothing, and all booklets go together.

    Attributes:
        items: places of the m items in the table.
        parameters: for each of the items the places of η_i1 … η_im in the parameter vector; −1 – a category nobody
            chose, which has none.
        has: b × m, whether the item is in the booklet.
        pupils: b × scores, pupils by raw score, those with no or all points left out.
    """

    items: Counts
    parameters: tuple[Counts, ...]
    has: NDArray[np.bool_]
    pupils: Counts


@dataclass(frozen=True)
class Curvature:
    """Σ n_r log γ_r of a group and its derivatives by −η: expected counts and (negative) information."""

    log_gamma: float
    expected: Floats
    information: Floats


@dataclass(frozen=True)
class _Polynomials:
    """Each item's coefficients in each booklet (b × categories), scaled to sum 1, and the logarithm of the scales."""

    coefficients: list[Floats]
    log_scale: Floats


def _polynomials(group: Group, eta: Floats) -> _Polynomials:
    found, logs = [], []
    for number, places in enumerate(group.parameters):
        powers = np.concatenate([[0.0], np.where(places >= 0, -eta[places], -np.inf)])
        top = float(powers.max())
        plain = np.exp(powers - top)
        total = float(plain.sum())
        found.append(np.where(group.has[:, number, None], plain / total, np.eye(1, plain.size)))
        logs.append(top + float(np.log(total)))
    return _Polynomials(found, group.has @ np.array(logs))


def curvature(group: Group, eta: Floats) -> Curvature:
    """Return Σ n_r log γ_r with first and second derivatives, all booklets together."""
    polynomials = _polynomials(group, eta)
    gamma, slopes = _multiplied(group, polynomials.coefficients, eta.size)
    held = group.pupils > 0
    weights = np.divide(group.pupils, gamma, out=np.zeros(gamma.shape), where=held)
    last = slopes[-1]
    expected = np.einsum("bps,bs->p", last, weights)
    information = _second(group, polynomials.coefficients, slopes, weights) + np.diag(expected)
    # Σ n (∂γ/γ)(∂γ/γ)′ over booklets and scores: one product of two tall matrices
    scaled = last * np.sqrt(weights * np.divide(1, gamma, out=np.zeros(gamma.shape), where=held))[:, None, :]
    tall = scaled.transpose(1, 0, 2).reshape(eta.size, -1)
    logs = np.log(gamma, out=np.zeros(gamma.shape), where=held)
    height = float((group.pupils * logs).sum() + group.pupils.sum(axis=1) @ polynomials.log_scale)
    return Curvature(height, expected, information - tall @ tall.T)


def _multiplied(group: Group, polynomial: list[Floats], size: int) -> tuple[Floats, list[Floats]]:
    """Return γ, and the derivatives by each log ε of the products of the first 0, 1, 2 … polynomials.

    Every product is booklets × scores, its derivatives booklets × parameters × scores.
    """
    booklets, scores = group.pupils.shape
    prefix, slope = np.zeros((booklets, scores)), np.zeros((booklets, size, scores))
    prefix[:, 0] = 1.0
    slopes, met = [slope], 0  # parameters of items not met yet have no derivative
    for places, coefficients in zip(group.parameters, polynomial, strict=True):
        next_slope = np.zeros_like(slope)
        next_slope[:, :met] = _times(slope[:, :met], coefficients[:, None, :])
        met = max(met, 1 + int(places.max(initial=-1)))
        for category, place in enumerate(places, start=1):
            if place >= 0:
                next_slope[:, place, category:] += coefficients[:, category, None] * prefix[:, : scores - category]
        prefix, slope = _times(prefix, coefficients), next_slope
        slopes.append(slope)
    return prefix, slopes


def _times(rows: Floats, coefficients: Floats) -> Floats:
    """Return polynomials (… × scores) times others (… × categories)."""
    product: Floats = rows * coefficients[..., :1]
    for power in range(1, coefficients.shape[-1]):
        product[..., power:] += coefficients[..., power, None] * rows[..., : rows.shape[-1] - power]
    return product


def _second(group: Group, polynomial: list[Floats], slopes: list[Floats], weights: Floats) -> Floats:
    """Return Σ weights_r ∂²γ_r / ∂log ε_ik ∂log ε_jl for i ≠ j, going back through the product."""
    size, scores = slopes[0].shape[1:]
    found = np.zeros((size, size))
    behind = weights
    for m in range(len(polynomial) - 1, -1, -1):
        coefficients = polynomial[m]
        next_behind = behind * coefficients[:, :1]
        for category, place in enumerate(group.parameters[m], start=1):
            reached = np.zeros_like(behind)
            reached[:, : scores - category] = coefficients[:, category, None] * behind[:, category:]
            next_behind = next_behind + reached
            if place >= 0:
                both = np.einsum("bps,bs->p", slopes[m], reached)
                found[place] += both
                found[:, place] += both
        behind = next_behind
    return found


def given_score(group: Group, eta: Floats) -> list[Floats]:
    """Return for each item the chances of its categories at each raw score (booklets × categories × scores).

    Where a score cannot be reached, or would need an answer nobody gives, the chance is 0.
    """
    polynomial = _polynomials(group, eta).coefficients
    before = _products(polynomial, group.pupils.shape)
    after = _products(polynomial[::-1], group.pupils.shape)
    whole, found = before[-1], []
    for place, coefficients in enumerate(polynomial):
        rest = _times(before[place], after[len(polynomial) - 1 - place])
        joint = np.zeros((*coefficients.shape, whole.shape[1]))
        for category in range(coefficients.shape[1]):
            reached = rest[:, : rest.shape[1] - category]
            joint[:, category, category:] = coefficients[:, category, None] * reached
        found.append(np.divide(joint, whole[:, None, :], out=np.zeros_like(joint), where=whole[:, None, :] > 0))
    return found


def _products(polynomial: list[Floats], shape: tuple[int, ...]) -> list[Floats]:
    """Return the products of the first 0, 1, 2 … polynomials."""
    found = [np.tile(np.eye(1, shape[1]), (shape[0], 1))]
    for coefficients in polynomial:
        found.append(_times(found[-1], coefficients))
    return found
