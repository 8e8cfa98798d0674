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
    """One booklet as the likelihood sees it.

    Attributes:
        parameters: for each of its items the places of η_i1 … η_im in the parameter vector; −1 – a category nobody
            chose, which has none.
        pupils: pupils by raw score, those with no or all points left out.
    """

    parameters: tuple[Counts, ...]
    pupils: Counts


@dataclass(frozen=True)
class Curvature:
    """Σ n_r log γ_r of a group and its derivatives by −η: expected counts and (negative) information."""

    log_gamma: float
    expected: Floats
    information: Floats


def polynomials(group: Group, eta: Floats) -> list[Floats]:
    """Return the items' polynomials, each scaled to sum 1."""
    return [_polynomial(places, eta)[0] for places in group.parameters]


def _polynomial(places: Counts, eta: Floats) -> tuple[Floats, float]:
    """Return scaled coefficients and the logarithm of what they were divided by."""
    powers = np.concatenate([[0.0], np.where(places >= 0, -eta[places], -np.inf)])
    top = float(powers.max())
    coefficients = np.exp(powers - top)
    total = float(coefficients.sum())
    return coefficients / total, top + float(np.log(total))


def curvature(group: Group, eta: Floats) -> Curvature:
    """Return Σ n_r log γ_r with first and second derivatives."""
    scaled = [_polynomial(places, eta) for places in group.parameters]
    polynomial = [one for one, _ in scaled]
    prefixes, slopes = _multiplied(group, polynomial, eta.size)
    gamma = prefixes[-1]
    held = group.pupils > 0
    weights = np.divide(group.pupils, gamma, out=np.zeros(gamma.size), where=held)
    relative = np.divide(slopes[-1], gamma, out=np.zeros_like(slopes[-1]), where=held)
    expected = slopes[-1] @ weights
    information = _second(group, polynomial, slopes, weights)
    information += np.diag(expected)
    information -= (relative * group.pupils) @ relative.T
    logs = np.log(gamma, out=np.zeros(gamma.size), where=held)
    scale = sum(log for _, log in scaled)
    return Curvature(float(group.pupils @ logs + group.pupils.sum() * scale), expected, information)


def _multiplied(group: Group, polynomial: list[Floats], size: int) -> tuple[list[Floats], list[Floats]]:
    """Return the products of the first m polynomials and their derivatives by each log ε (parameters × scores)."""
    scores = group.pupils.size
    prefix, slope = np.zeros(scores), np.zeros((size, scores))
    prefix[0] = 1.0
    prefixes, slopes = [prefix], [slope]
    for places, coefficients in zip(group.parameters, polynomial, strict=True):
        next_slope = _times(slope, coefficients)
        for category, place in enumerate(places, start=1):
            if place >= 0:
                next_slope[place, category:] += coefficients[category] * prefix[: scores - category]
        prefix, slope = _times(prefix[None, :], coefficients)[0], next_slope
        prefixes.append(prefix)
        slopes.append(slope)
    return prefixes, slopes


def _times(rows: Floats, coefficients: Floats) -> Floats:
    """Return each row, a polynomial, times another polynomial."""
    product: Floats = rows * coefficients[0]
    for power in range(1, coefficients.size):
        product[:, power:] += coefficients[power] * rows[:, : rows.shape[1] - power]
    return product


def _second(group: Group, polynomial: list[Floats], slopes: list[Floats], weights: Floats) -> Floats:
    """Return Σ_r weights_r ∂²γ_r / ∂log ε_ik ∂log ε_jl for i ≠ j, going back through the product."""
    size, scores = slopes[0].shape
    found = np.zeros((size, size))
    behind = weights
    for m in range(len(polynomial) - 1, -1, -1):
        coefficients = polynomial[m]
        next_behind = behind * coefficients[0]
        for category, place in enumerate(group.parameters[m], start=1):
            reached = np.zeros(scores)
            reached[: scores - category] = coefficients[category] * behind[category:]
            next_behind = next_behind + reached
            if place >= 0:
                both = slopes[m] @ reached
                found[place] += both
                found[:, place] += both
        behind = next_behind
    return found


def given_score(group: Group, eta: Floats) -> list[Floats]:
    """Return for each item the chances of its categories at each raw score (categories × scores).

    Where a score cannot be reached, or would need an answer nobody gives, the chance is 0.
    """
    polynomial = polynomials(group, eta)
    scores = group.pupils.size
    before = [np.eye(1, scores)[0]]
    for coefficients in polynomial:
        before.append(_times(before[-1][None, :], coefficients)[0])
    after = [np.eye(1, scores)[0]]
    for coefficients in reversed(polynomial):
        after.append(_times(after[-1][None, :], coefficients)[0])
    found = []
    for place, coefficients in enumerate(polynomial):
        rest = np.convolve(before[place], after[len(polynomial) - 1 - place])[:scores]
        joint = np.array([c * np.concatenate([np.zeros(k), rest[: scores - k]]) for k, c in enumerate(coefficients)])
        found.append(np.divide(joint, before[-1], out=np.zeros_like(joint), where=before[-1] > 0))
    return found
