"""Neighbours against brute force."""

from math import sqrt
from statistics import mean, stdev

import numpy as np
import pytest

from opora.analysis.school_context.similar_schools import similar_schools


def brute_force(columns: dict[str, list[float | None]], place: int, count: int) -> list[tuple[int, float]]:
    """Return the nearest schools by the definition, one pair after another."""
    scaled = {}
    for name, values in columns.items():
        known = [value for value in values if value is not None]
        scaled[name] = [None if value is None else (value - mean(known)) / stdev(known) for value in values]
    found = []
    for other in range(len(next(iter(columns.values())))):
        gaps = [
            (a - b) ** 2
            for column in scaled.values()
            if (a := column[place]) is not None and (b := column[other]) is not None
        ]
        if other != place and gaps and len(gaps) >= len(columns) / 2:
            found.append((other, sqrt(mean(gaps))))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))[:count]


def test_the_nearest_are_those_of_brute_force_gaps_and_all() -> None:
    draw = np.random.default_rng(4)
    columns = {
        name: [None if draw.uniform() < 0.2 else float(draw.normal()) for _ in range(40)] for name in ("a", "b", "c")
    }
    schools = [f"s{place}" for place in range(40)]
    rows = similar_schools(schools, columns, 3).to_pylist()
    for place, school in enumerate(schools):
        mine = [row for row in rows if row["school"] == school]
        known = brute_force(columns, place, 3)
        assert [row["similar_school"] for row in mine] == [f"s{other}" for other, _ in known]
        assert [row["distance"] for row in mine] == pytest.approx([distance for _, distance in known], rel=1e-12)
        assert [row["rank"] for row in mine] == list(range(1, len(known) + 1))


def test_the_reasons_name_what_is_alike_and_what_differs() -> None:
    columns = {"rural": [1.0, 1.0, 0.0, 0.0], "pupils": [100.0, 900.0, 120.0, 880.0]}
    (first, *_) = similar_schools(["a", "b", "c", "d"], columns, 1).to_pylist()
    assert (first["similar_school"], first["alike"]) == ("c", "Обучающихся")
    assert first["different"] == "Сельская -1.7"


def test_a_school_of_which_nothing_is_known_has_no_neighbours() -> None:
    columns = {"a": [1.0, 2.0, None], "b": [1.0, 3.0, None]}
    assert {row["school"] for row in similar_schools(["x", "y", "z"], columns, 5).to_pylist()} == {"x", "y"}
