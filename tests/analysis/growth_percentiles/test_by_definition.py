"""Growth percentiles written out as they are defined: splines by recursion, every plane by linear programming."""

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog

from opora.analysis.growth_percentiles import Columns, Progression, growth_percentiles, panel_of


def long_table(seed: int, pupils: int = 150) -> pl.DataFrame:
    """Return results of three grades in three years: some did not write, some wrote twice, scores are not round."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(size=pupils)
    rows = []
    for grade, year in ((3, 2023), (4, 2024), (5, 2025)):
        score = 500 + 50 * (ability + draw.gamma(2, 0.3, pupils) + 0.2 * grade)
        wrote = draw.random(pupils) > (0.3 if grade == 3 else 0.05)
        rows += [(f"п{place:03d}", year, grade, score[place]) for place in np.flatnonzero(wrote)]
        rows += [(f"п{place:03d}", year, grade, score[place] - 40) for place in np.flatnonzero(wrote)[:5]]
    rows += [(f"другой{place}", 2023, 4, 560 + 7.3 * place) for place in range(9)]  # the grade in another year
    return pl.DataFrame(rows, ["id", "year", "grade", "score"], orient="row").sample(
        fraction=1, shuffle=True, seed=seed
    )


def basis(x: float, knots: list[float], number: int, degree: int) -> float:
    """Return a B-spline by the recursion of Cox and de Boor; the last piece holds its right end."""
    if degree == 0:
        is_last = x == knots[-1] and knots[number] < knots[number + 1] == knots[-1]
        return float(knots[number] <= x < knots[number + 1] or is_last)
    found = 0.0
    if knots[number + degree] > knots[number]:
        part = (x - knots[number]) / (knots[number + degree] - knots[number])
        found += part * basis(x, knots, number, degree - 1)
    if knots[number + degree + 1] > knots[number + 1]:
        part = (knots[number + degree + 1] - x) / (knots[number + degree + 1] - knots[number + 1])
        found += part * basis(x, knots, number + 1, degree - 1)
    return found


def quantile_of_type_seven(values: list[float], share: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def splines(scores: list[float], pooled: list[float]) -> np.ndarray:
    inner = [round(quantile_of_type_seven(pooled, share), 3) for share in (0.2, 0.4, 0.6, 0.8)]
    reach = max(pooled) - min(pooled)
    low, high = round(min(pooled) - 0.1 * reach, 3), round(max(pooled) + 0.1 * reach, 3)
    knots = [low] * 4 + inner + [high] * 4
    return np.array([[basis(one, knots, number, 3) for number in range(1, 8)] for one in scores])


def plane(x: np.ndarray, y: np.ndarray, tau: float) -> np.ndarray:
    """Return the plane of the lowest Σ ρ_τ."""
    n, p = x.shape
    cost = np.concatenate([np.zeros(p), np.full(n, tau), np.full(n, 1 - tau)])
    equal = np.hstack([x, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * p + [(0, None)] * (2 * n)
    return np.asarray(linprog(cost, A_eq=equal, b_eq=y, bounds=bounds, method="highs-ds").x[:p])


def by_definition(table: pl.DataFrame, order: int) -> dict[str, int]:
    best: dict[tuple[str, int, int], float] = {}
    for pupil, year, grade, score in table.iter_rows():
        best[pupil, year, grade] = max(score, best.get((pupil, year, grade), -np.inf))
    way = [(2025 - back, 5 - back) for back in range(order + 1)]
    pupils = sorted({pupil for pupil, _, _ in best if all((pupil, *one) in best for one in way)})
    y = np.array([best[pupil, 2025, 5] for pupil in pupils])
    columns = [np.ones((len(pupils), 1))]
    for year, grade in way[1:]:
        pooled = [score for (_, when, what), score in best.items() if what == grade and when < 2025]
        columns.append(splines([best[pupil, year, grade] for pupil in pupils], pooled))
    x = np.hstack(columns)
    predicted = np.array([x @ plane(x, y, (place + 0.5) / 100) for place in range(100)]).T
    exceeded = (np.round(np.sort(predicted, axis=1), 5) < y[:, None]).sum(axis=1)
    return dict(zip(pupils, np.clip(exceeded, 1, 99).tolist(), strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_percentiles_are_what_the_definition_says(seed: int) -> None:
    table = long_table(seed)
    records = panel_of(
        nw.from_native(table.lazy()), Columns("id", "year", "grade", "score"), Progression.until("2025", (3, 4, 5))
    )
    found = growth_percentiles(records).table().to_pylist()
    for order in (1, 2):
        told = {row["id"]: row[f"sgp_order_{order}"] for row in found if row[f"sgp_order_{order}"] is not None}
        known = by_definition(table, order)
        assert told.keys() == known.keys()
        # a pupil through whose result a plane goes is above or below it by rounding: his neighbours may count
        apart = np.array([abs(told[pupil] - known[pupil]) for pupil in known])
        assert apart.max() <= 1
        assert (apart == 0).mean() >= 0.97
