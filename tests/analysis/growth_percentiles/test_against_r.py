"""The same percentiles as R's own quantile regression, and planes no linear programme finds a lower one than.

What R says stands in tests/references, with the script that asked it; the pupils lie beside the repository.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from opora.analysis.growth_percentiles import Columns, Progression, Records, growth_percentiles, panel_of
from opora.analysis.growth_percentiles.quantile_planes import quantile_planes
from opora.analysis.growth_percentiles.spline_design import design, knots_of
from opora.analysis.growth_percentiles.vertex import Sample
from tests.analysis.cases import CASES, needs_cases

BY_R = Path(__file__).parents[2] / "references" / "growth_percentiles_by_r.csv"

WAYS = [
    ("READING", "2024_2025", "4-5-6-7-8"),
    ("MATHEMATICS", "2023_2024", "3-4-5-6"),
    ("READING", "2022_2023", "3-4-5"),
    ("MATHEMATICS", "2024_2025", "5-6-8"),
    ("MATHEMATICS", "2022_2023", "8-9"),
]


def said_by_r(way: tuple[str, str, str]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each order with the percentiles of all pupils at the end of the way, by their codes; 0 – none."""
    with BY_R.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if (row["subject"], row["year"], row["grades"]) == way:
                figures = row["percentiles"]
                yield int(row["order"]), np.array([int(figures[at : at + 2]) for at in range(0, len(figures), 2)])


@cache
def pupils() -> pa.Table:
    return duckdb.connect().read_csv(str(CASES / "sgpdata_long.csv.gz"), na_values=["NA", ""]).to_arrow_table()


@cache
def records(way: tuple[str, str, str]) -> Records:
    subject, year, grades = way
    rows = nw.from_native(duckdb.connect().from_arrow(pupils()))
    chosen = rows.filter(nw.col("CONTENT_AREA") == subject, nw.col("VALID_CASE") == "VALID_CASE")
    progression = Progression.until(year, [int(grade) for grade in grades.split("-")])
    return panel_of(chosen, Columns("ID", "YEAR", "GRADE", "SCALE_SCORE"), progression)


@needs_cases
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_percentiles_are_those_of_r(way: tuple[str, str, str]) -> None:
    found = growth_percentiles(records(way)).by_order
    orders = list(said_by_r(way))
    assert len(orders) == found.shape[1] == way[2].count("-")
    for order, expected in orders:
        own = found[:, order - 1]
        assert ((own == 0) == (expected == 0)).all()
        assert (own == expected).mean() >= 0.999
        assert np.abs(own - expected).max() <= 1


@needs_cases
@pytest.mark.parametrize("tau", [0.005, 0.345, 0.755, 0.995])
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_no_linear_programme_finds_a_lower_plane_or_another_one(way: tuple[str, str, str], tau: float) -> None:
    found = records(way)
    order = found.priors.shape[1]
    whole = ~np.isnan(found.priors).any(axis=1)
    x = design(found.priors[whole], [knots_of(scores) for scores in found.pooled])
    y = found.score[whole]
    (plane,) = quantile_planes(Sample(x, y, np.ones(y.size)), (tau,)).coefficients
    dual = linprog(-y, A_eq=x.T, b_eq=np.zeros(x.shape[1]), bounds=(tau - 1, tau), method="highs-ds")
    residuals = y - x @ plane
    assert x.shape[1] == 1 + 7 * order
    assert residuals @ (tau - (residuals < 0)) == pytest.approx(-dual.fun, rel=1e-10)
    assert x @ plane == pytest.approx(-x @ dual.eqlin.marginals, abs=1e-6)
