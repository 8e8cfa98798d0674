"""The planes are the lowest there are: linear programming says so on small tables, duality on large ones."""

import numpy as np
import pytest
from scipy.optimize import linprog

from opora.analysis.growth_percentiles import quantile_planes as planes_module
from opora.analysis.growth_percentiles.quantile_planes import independent_columns, quantile_planes
from opora.analysis.growth_percentiles.spline_design import design, knots_of
from opora.analysis.growth_percentiles.vertex import Floats, Sample


def loss(sample: Sample, plane: Floats, tau: float) -> float:
    r = sample.y - sample.x @ plane
    return float(sample.w @ np.where(r > 0, tau * r, (tau - 1) * r))


def lowest_by_linear_programming(sample: Sample, tau: float) -> float:
    n, p = sample.x.shape
    cost = np.concatenate([np.zeros(p), sample.w * tau, sample.w * (1 - tau)])
    equalities = np.hstack([sample.x, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * p + [(0, None)] * (2 * n)
    return float(linprog(cost, A_eq=equalities, b_eq=sample.y, bounds=bounds, method="highs").fun)


def drawn(n: int, p: int, seed: int, *, is_coarse: bool = False) -> Sample:
    chance = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), chance.normal(size=(n, p - 1))])
    y = x @ chance.normal(size=p) + chance.standard_t(3, size=n)
    if is_coarse:
        x, y = np.round(x), np.round(y)
    return Sample(x, y, chance.integers(1, 4, size=n).astype(float))


@pytest.mark.parametrize("is_coarse", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_no_plane_is_lower_than_the_one_found(seed: int, is_coarse: bool) -> None:
    sample = drawn(60, 4, seed, is_coarse=is_coarse)
    probabilities = (0.005, 0.25, 0.5, 0.905, 0.995)
    planes = quantile_planes(sample, probabilities).coefficients
    for plane, tau in zip(planes, probabilities, strict=True):
        assert loss(sample, plane, tau) == pytest.approx(lowest_by_linear_programming(sample, tau), rel=1e-9, abs=1e-9)


def test_a_quantile_without_priors_is_the_ordinary_one() -> None:
    y = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0])
    planes = quantile_planes(Sample(np.ones((7, 1)), y, np.ones(7)), (0.25, 0.5, 0.75))
    assert planes.coefficients[:, 0] == pytest.approx([1.5, 3.0, 5.0])


def test_a_weight_counts_as_so_many_rows() -> None:
    few = drawn(80, 3, 7)
    times = few.w.astype(int)
    many = Sample(np.repeat(few.x, times, axis=0), np.repeat(few.y, times), np.ones(times.sum()))
    probabilities = (0.105, 0.5, 0.835)
    one, other = quantile_planes(few, probabilities), quantile_planes(many, probabilities)
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-9)


def test_a_repeated_column_changes_no_prediction() -> None:
    sample = drawn(100, 3, 3)
    doubled = Sample(np.column_stack([sample.x, sample.x[:, 1] * 2]), sample.y, sample.w)
    planes = quantile_planes(doubled, (0.3,))
    assert planes.rank == 3
    assert independent_columns(doubled).size == 3
    assert doubled.x @ planes.coefficients[0] == pytest.approx(
        sample.x @ quantile_planes(sample, (0.3,)).coefficients[0], abs=1e-9
    )


def test_a_large_table_whose_far_rows_are_counted_once_has_the_same_planes() -> None:
    sample = drawn(9000, 3, 11)
    probabilities = (0.005, 0.045, 0.5, 0.945)
    for plane, tau in zip(quantile_planes(sample, probabilities).coefficients, probabilities, strict=True):
        r = sample.y - sample.x @ plane
        met = np.abs(r) < 1e-8
        outside = (sample.w * (tau - (r < 0)))[~met] @ sample.x[~met]
        dual = -np.linalg.solve(sample.x[met].T, outside)
        assert met.sum() == 3
        assert (dual <= sample.w[met] * tau + 1e-7).all()
        assert (dual >= sample.w[met] * (tau - 1) - 1e-7).all()


def test_pupils_who_all_have_one_score_have_one_plane() -> None:
    sample = Sample(np.ones((20, 1)), np.full(20, 7.0), np.ones(20))
    assert quantile_planes(sample, (0.2, 0.5, 0.8)).coefficients[:, 0] == pytest.approx([7, 7, 7])


def coarse_splines(n: int, priors: int, seed: int, step: float) -> Sample:
    """Return whole-numbered scores that meet each other everywhere: a grid of ties."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=(n, 1))
    scores = np.round((ability + 0.5 * chance.normal(size=(n, priors + 1))) * step)
    different, pupils = np.unique(scores, axis=0, return_counts=True)
    knots = [knots_of(scores[:, place]) for place in range(priors)]
    return Sample(design(different[:, :-1], knots), different[:, -1], pupils.astype(float))


@pytest.mark.parametrize(
    ("n", "priors", "seed", "step"), [(3000, 2, 1, 1.0), (600, 1, 2, 2.0), (800, 3, 3, 1.5), (300, 1, 4, 0.8)]
)
def test_scores_that_meet_everywhere_neither_go_round_nor_stop_too_high(
    n: int, priors: int, seed: int, step: float
) -> None:
    sample = coarse_splines(n, priors, seed, step)
    kept = independent_columns(sample)
    planes = quantile_planes(sample, tuple((place + 0.5) / 100 for place in range(100)))
    for place in (0, 33, 99):
        tau = (place + 0.5) / 100
        bounds = np.column_stack([sample.w * (tau - 1), sample.w * tau])
        dual = linprog(-sample.y, A_eq=sample.x[:, kept].T, b_eq=np.zeros(kept.size), bounds=bounds, method="highs")
        assert loss(sample, planes.coefficients[place], tau) == pytest.approx(-dual.fun, rel=1e-9, abs=1e-9)


def test_looking_near_the_plane_first_finds_the_planes_that_looking_everywhere_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = drawn(4000, 8, 12)
    probabilities = tuple((place + 0.5) / 100 for place in range(100))
    everywhere = quantile_planes(sample, probabilities).coefficients
    monkeypatch.setattr(planes_module, "_FEWEST_NEAR", 100)
    assert quantile_planes(sample, probabilities).coefficients == pytest.approx(everywhere, abs=1e-8)


def test_outcomes_that_are_nearly_all_the_same_have_planes() -> None:
    chance = np.random.default_rng(6)
    x = np.column_stack([np.ones(300), chance.normal(size=(300, 3))])
    for wild in (
        np.full(300, 500.0),
        np.where(np.arange(300) < 5, 501.0, 500.0),
        np.where(np.arange(300) < 1, 1e11, x[:, 1]),
    ):
        sample = Sample(x, wild, np.ones(300))
        (plane,) = quantile_planes(sample, (0.4,)).coefficients
        assert loss(sample, plane, 0.4) == pytest.approx(lowest_by_linear_programming(sample, 0.4), rel=1e-9, abs=1e-6)
