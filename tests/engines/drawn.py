"""Tables with all that trips an engine up: nulls, ties, Cyrillic names, masks, ends of types."""

import random
from typing import Any

import numpy as np
import pyarrow as pa

from opora.store.engine import Engine
from opora.tables import MARK_COUNTS, RESULTS, SCHOOL_CODES
from tests.analysis.drawn import codes, pupils, scores, statistic

Rows = list[dict[str, Any]]

#: The same school under two codes, one nobody explains, names that only differ in ё and in case.
SCHOOLS = ("edu1", "edu2", "edu3", "Ёлкинская", "елкинская", "Елкинская", "школа №7 «Заря»")


def results() -> Rows:
    """Return individual results: marks, test scores, second attempts, schools where nobody has a result."""
    chance = random.Random(5)
    rows: Rows = []
    for number, school in enumerate(SCHOOLS):
        for year in (2022, 2023, 2024):
            marks = [chance.choice([2, 2, 3, 4, 5, None]) for _ in range(12 if number else 3)]
            rows += pupils(school, *marks, year=year, pupil_grade=chance.choice([5, 6, None]))
        rows += scores(school, "russian", *(chance.choice([20, 23, 24, 36, None]) for _ in range(15)))
        rows += scores(school, "mathematics", 26, 27, 0, level="profile", attempt=chance.choice([1, 2, None]))
    rows += pupils("никто", None, None, None)
    for place, row in enumerate(rows):
        row["primary_score"] = None if place % 11 == 0 else chance.choice([0, 1, 1, 2, 3, 30])
    return rows


def statistics() -> Rows:
    """Return ready-made statistics: of schools with and without results, told twice, hidden."""
    hidden = statistic("edu9", 1, 2, 3, 4) | {f"mark_{mark}": None for mark in (2, 3, 4, 5)}
    return [
        statistic("edu1", 9, 9, 9, 9),
        statistic("edu8", 3, 4, 5, 6, area="а"),
        statistic("edu8", 4, 3, 5, 6, area="б"),
        statistic("edu7", 0, 0, 0, 0),
        statistic("edu6", 1, 1, 0, 0, subject="russian"),
        statistic(None, 100, 100, 100, 100, area_level="region"),
        hidden,
    ]


def stored(engine: Engine) -> tuple[Any, Any, Any]:
    """Return RESULTS, MARK_COUNTS and SCHOOL_CODES on an engine."""
    known = codes(edu1="Школа А", edu2="Школа А", edu3="Школа Б", edu8="Школа В")
    tables = ((RESULTS, results()), (MARK_COUNTS, statistics()), (SCHOOL_CODES, known))
    results_, counts, schools = (engine.lazy(contract.table(rows)) for contract, rows in tables)
    return results_, counts, schools


ITEMS = tuple(f"i{number:02d}" for number in range(1, 7))
MOST = (1, 1, 1, 2, 3, 1)


def answers() -> pa.Table:
    """Return answers to six items: −1 not started, null not in the booklet; one pupil with none, one item nobody earns.

    Marks and journal marks stand beside; schools have from 1 to 60 pupils, one pupil has none.
    """
    chance = np.random.default_rng(7)
    sizes = (60, 45, 30, 20, 9, 4, 1)
    school = np.repeat(np.arange(len(sizes)), sizes)
    ability = chance.normal(size=len(school)) + 0.3 * school
    earned = [
        np.minimum(chance.binomial(most + 1, 1 / (1 + np.exp(0.5 * place - ability))), most)
        for place, most in enumerate(MOST)
    ]
    earned[5][:] = 0
    cells: list[list[int | None]] = [[int(one) for one in item] for item in earned]
    for pupil in range(0, len(school), 7):
        cells[pupil % 5][pupil] = -1
    for pupil in range(0, len(school), 10):  # a second booklet
        cells[1][pupil] = cells[4][pupil] = None
    for item in cells:
        item[3] = None
    total = np.sum(earned, axis=0)
    columns = {name: pa.array(values, pa.int8()) for name, values in zip(ITEMS, cells, strict=True)}
    names = [SCHOOLS[place] for place in school[:-1]]
    return pa.table(
        {
            "school": pa.array([*names, None], pa.string()),
            "municipality": pa.array([None if name == "edu2" else "Речной" for name in [*names, "edu1"]], pa.string()),
            "primary_score": pa.array(
                [None if place == 8 else int(one) for place, one in enumerate(total)], pa.int16()
            ),
            "mark": pa.array([2 + min(3, int(one) // 3) for one in total], pa.int8()),
            "journal_mark": pa.array([None if place % 4 == 0 else 3 for place in range(len(total))], pa.int8()),
            **columns,
        }
    )


def pupils_of_schools() -> pa.Table:
    """Return rows for models: words with gaps and NA, a truth value, numbers with NaN and null, crossed groupings."""
    chance = np.random.default_rng(11)
    size = 600
    school, raters = chance.integers(0, 25, size), chance.integers(0, 6, size)
    prior = np.round(chance.normal(size=size), 3)
    score = 0.7 * prior + 0.2 * chance.normal(size=25)[school] + 0.1 * raters + chance.normal(size=size)
    words = np.array(["Ж", "М", "Ёж", "", "NA"])[chance.choice(5, size, p=[0.45, 0.35, 0.1, 0.05, 0.05])]
    return pa.table(
        {
            "school": pa.array([f"школа {one}" if one else None for one in school], pa.string()),
            "municipality": pa.array([f"район {one % 4}" for one in school], pa.string()),
            "rater": pa.array(raters, pa.int16()),
            "prior": pa.array(
                [None if place % 50 == 0 else float(one) for place, one in enumerate(prior)], pa.float64()
            ),
            "score": pa.array([float("nan") if place % 60 == 0 else float(one) for place, one in enumerate(score)]),
            "sex": pa.array(words.tolist(), pa.string()),
            "rural": pa.array([None if one == 3 else bool(one % 2) for one in school], pa.bool_()),
        }
    )


def years_of_pupils() -> pa.Table:
    """Return scores of pupils over three years: repeated rows, missing scores, a grade taught twice, ids as words."""
    chance = np.random.default_rng(3)
    rows = []
    for pupil in range(120):
        for place, year in enumerate(("2022_2023", "2023_2024", "2024_2025")):
            grade = 3 + place - (pupil % 17 == 0 and place == 1)
            score = None if (pupil + place) % 13 == 0 else int(400 + 40 * place + chance.integers(-50, 50))
            rows.append((f"у{pupil}", year, grade, score, f"школа {pupil % 5}" if pupil % 9 else None))
    rows += [*rows[:20], (None, "2024_2025", 5, 400, "школа 1")]
    types = {"id": pa.string(), "year": pa.string(), "grade": pa.int32(), "score": pa.int64(), "school": pa.string()}
    return pa.Table.from_pylist([dict(zip(types, row, strict=True)) for row in rows], schema=pa.schema(types))
