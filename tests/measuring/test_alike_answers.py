"""Alike answers of schools: classes are picked by counts, small ones are not looked at, one seed gives one answer."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from opora.measuring.alike_answers import alike_by_school

ITEMS = [f"i{place:02d}" for place in range(15)]


def written(seed: int, *, copied: tuple[int, ...] = ()) -> tuple[nw.LazyFrame, list[str]]:
    """Return 40 schools of two classes of 24 and one of 5; in copied ones a third of a class shares a middling work."""
    chance = np.random.default_rng(seed)
    columns: dict[str, list[object]] = {name: [] for name in ("school", "class_name", *ITEMS)}
    for school in range(41):
        for letter in "АБ" if school < 40 else "А":
            pupils = 24 if school < 40 else 5
            ability = chance.normal(size=(pupils, 1))
            points = (chance.random((pupils, 15)) < 1 / (1 + np.exp(np.linspace(-2, 2, 15) - ability))).astype(int)
            points[(points == 0) & (chance.random(points.shape) < 0.3)] = -1  # not started
            if school in copied and letter == "А":
                order = np.argsort(points.sum(axis=1))
                points[order[6:14]] = points[order[10]]
            columns["school"] += [f"s{school:02d}"] * pupils
            columns["class_name"] += [f"5{letter}"] * pupils
            for place, item in enumerate(ITEMS):
                columns[item] += points[:, place].tolist()
    return nw.from_native(duckdb.connect().from_arrow(pa.table(columns))), [f"s{school:02d}" for school in range(41)]


def test_without_a_cause_nobody_stands_out_and_a_school_of_five_is_not_looked_at() -> None:
    rows, schools = written(1)
    found = alike_by_school(rows, ITEMS, schools, 1)
    assert np.isnan(found[40])
    assert (found[:40] <= 0.01).sum() <= 1
    assert (found[:40] == 1.0).sum() > 10  # classes that counts did not pick show nothing


def test_a_class_that_shares_one_work_stands_out_the_same_for_the_same_seed() -> None:
    copied = (3, 10, 17, 25, 33)
    rows, schools = written(2, copied=copied)
    found = alike_by_school(rows, ITEMS, schools, 1)
    assert sum(found[school] < 0.01 for school in copied) >= 3
    assert sum(found[school] < 0.01 for school in range(40) if school not in copied) <= 1
    assert np.array_equal(found, alike_by_school(rows, ITEMS, schools, 1), equal_nan=True)


def test_without_items_nothing_is_looked_at() -> None:
    rows, schools = written(3)
    assert np.isnan(alike_by_school(rows, [], schools, 1)).all()
