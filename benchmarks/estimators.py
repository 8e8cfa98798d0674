"""One estimator on made-up data of a given size: `python -m benchmarks.estimators WHAT SIZE [TABLE]`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from benchmarks.measured import tell
from opora.analysis.growth_percentiles import growth_percentiles
from opora.analysis.growth_percentiles.panel import Records
from opora.analysis.item_gaps import gaps, item_counts, summed_over
from opora.analysis.mixed_models import mixed_model
from opora.analysis.rasch import calibrated, score_groups

_ITEMS_OF_SCALE, _ITEMS_OF_WORK = 40, 50
#: A small school, and as many schools as a country has: more rows than that are more years and papers.
_SCHOOL_PUPILS, _SCHOOLS_OF_COUNTRY = 25, 40_000
FORMULA = "score ~ prior + sex + (1|school)"
#: Pupils of so many primary and secondary schools, in every combination.
_CROSSED, _CROSSED_SCHOOLS = "score ~ prior + (1|primary_school) + (1|secondary_school)", (800, 600)
#: Pupils of many schools of unlike size: what their school adds to the score has the spread 0.3.
_PUPILS = """
SELECT school, prior, CASE WHEN girl < 0.5 THEN 'F' ELSE 'M' END AS sex,
       0.6 * prior + 0.3 * sqrt(-2 * ln((hash(school) % 999983 + 1) / 999984.0)) * cos(school) + 0.7 * noise AS score
FROM (SELECT (random() * random() * {schools})::INTEGER AS school, random() * 2 - 1 AS prior, random() AS girl,
             random() + random() + random() - 1.5 AS noise FROM range({pupils}))
"""
_CROSSED_PUPILS = """
SELECT primary_school, secondary_school, prior,
       0.6 * prior + 0.4 * cos(primary_school) + 0.3 * sin(secondary_school) + 0.7 * noise AS score
FROM (SELECT (random() * {first} - 0.5)::INTEGER AS primary_school, (random() * {second} - 0.5)::INTEGER
             AS secondary_school, random() * 2 - 1 AS prior, random() + random() + random() - 1.5 AS noise
      FROM range({pupils}))
"""
_ANSWERS = """
SELECT (row_number() OVER () / {size})::INTEGER AS school, {items}
FROM (SELECT random() * 4 - 2 AS ability FROM range({pupils}))
"""


def _pupils_a_school(pupils: int) -> int:
    return max(_SCHOOL_PUPILS, -(-pupils // _SCHOOLS_OF_COUNTRY))


def pupils_into(file: Path, pupils: int) -> None:
    """Write a made-up table of pupils: school, prior result, sex, score."""
    engine = duckdb.connect(config={"threads": 1})
    engine.execute("SELECT setseed(0.4)").fetchall()
    engine.sql(_PUPILS.format(pupils=pupils, schools=pupils // _pupils_a_school(pupils))).write_parquet(str(file))


def crossed_pupils_into(file: Path, pupils: int) -> None:
    """Write a made-up table of pupils: primary and secondary school, prior result, score."""
    engine = duckdb.connect(config={"threads": 1})
    engine.execute("SELECT setseed(0.4)").fetchall()
    first, second = _CROSSED_SCHOOLS
    engine.sql(_CROSSED_PUPILS.format(pupils=pupils, first=first, second=second)).write_parquet(str(file))


def answers_into(file: Path, pupils: int, items: int) -> None:
    """Write a made-up table of answers, right or wrong, harder towards the last item."""
    engine = duckdb.connect(config={"threads": 1})
    engine.execute("SELECT setseed(0.4)").fetchall()
    hard = (4 * item / (items - 1) - 2 for item in range(items))
    columns = ", ".join(
        f"(random() < 1 / (1 + exp({one} - ability)))::TINYINT AS i{item}" for item, one in enumerate(hard)
    )
    engine.sql(_ANSWERS.format(pupils=pupils, size=_pupils_a_school(pupils), items=columns)).write_parquet(str(file))


def _rows(file: Path) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
    return nw.from_native(duckdb.connect().read_parquet(str(file)))


def _mixed(file: Path, formula: str) -> Callable[[], object]:
    rows = _rows(file)  # the program opens its engine once, other libraries their table
    return lambda: mixed_model(rows, formula)


def _rasch(file: Path) -> Callable[[], object]:
    return lambda: calibrated(score_groups(_rows(file), [f"i{item}" for item in range(_ITEMS_OF_SCALE)]))


def _deficits(file: Path) -> Callable[[], object]:
    """From answers to what each school masters worse than all the others."""
    names = [f"i{item}" for item in range(_ITEMS_OF_WORK)]

    def measured() -> object:
        schools = item_counts(_rows(file), names, [1] * len(names), ["school"])
        everybody = summed_over(schools, ["all"] * len(schools.groups))
        return gaps(schools, everybody, np.zeros(len(schools.groups), dtype=np.intp))

    return measured


def _percentiles(pupils: int, years: int) -> Callable[[], object]:
    draw = np.random.default_rng(7)
    ability = draw.normal(size=(pupils, 1))
    scores = np.round(500 + 60 * (ability + draw.normal(0, 0.6, (pupils, years + 1))))
    records = Records(
        id=pa.array(range(pupils)), school=None, score=scores[:, 0], priors=scores[:, 1:],
        pooled=tuple(scores[:, 1:].T), repeated_rows=0, without_score=0, other_grade=0, nameless=0,
    )  # fmt: skip
    return lambda: growth_percentiles(records)


def main() -> None:
    """Run what is asked once to load it on little, then measured."""
    what, size = sys.argv[1], int(sys.argv[2])
    made = {
        "mixed": lambda: _mixed(Path(sys.argv[3]), FORMULA),
        "crossed": lambda: _mixed(Path(sys.argv[3]), _CROSSED),
        "rasch": lambda: _rasch(Path(sys.argv[3])),
        "deficits": lambda: _deficits(Path(sys.argv[3])),
        "percentiles": lambda: _percentiles(size, 1 if size > 10_000 else 3),
    }
    measured = made[what]()
    if what == "percentiles":
        _percentiles(300, 1)()
    elif what != "deficits":
        measured()
    started = time.perf_counter()
    measured()
    tell(time.perf_counter() - started)


if __name__ == "__main__":
    main()
