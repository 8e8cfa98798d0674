"""Results of a few pupils, drawn short: what a test does not say is a standard ВПР paper of 2024."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from opora.vocabulary.papers import PAPER

PAPER_2024 = {"year": 2024, "procedure": "vpr", "subject": "mathematics", "paper_grade": 5, "level": "standard"}


def pupils(school_code: str, *marks: int | None, **more: Any) -> list[dict[str, Any]]:
    """Return one row per mark."""
    row = {**PAPER_2024, "school_code": school_code, "pupil_grade": 5, **more}
    return [{**row, "pupil": f"{school_code}-{number}", "mark": mark} for number, mark in enumerate(marks)]


def scores(school_code: str, subject: str, *test_scores: int | None, **more: Any) -> list[dict[str, Any]]:
    """Return one ЕГЭ row without a mark per test score."""
    ege = {"procedure": "ege", "subject": subject, "paper_grade": 11, "pupil_grade": None, **more}
    rows = pupils(school_code, *(None for _ in test_scores), **ege)
    return [{**row, "test_score": score} for row, score in zip(rows, test_scores, strict=True)]


def statistic(school_code: str | None, twos: int, threes: int, fours: int, fives: int, **more: Any) -> dict[str, Any]:
    """Return one row of ready-made statistics."""
    return {
        **PAPER_2024,
        "area_level": "school",
        "area": school_code or "регион",
        "school_code": school_code,
        "pupils": twos + threes + fours + fives,
        "mark_2": twos,
        "mark_3": threes,
        "mark_4": fours,
        "mark_5": fives,
        **more,
    }


def codes(**schools: str) -> list[dict[str, Any]]:
    """Return rows of SCHOOL_CODES: code=school."""
    return [{"school_code": code, "school": school, "joined": "register"} for code, school in schools.items()]


def added_up(below: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of BELOW_THRESHOLD, one a school and paper; the pupils' grade stands where all rows share it."""
    together = defaultdict(list)
    for row in below:
        together[tuple(row[name] for name in ("school", *PAPER))].append(row)
    added = []
    for _, rows in sorted(together.items()):
        (is_ready_made,) = {row["is_ready_made"] for row in rows}
        grades = {row["pupil_grade"] for row in rows}
        sums = {name: sum(row[name] for row in rows) for name in ("pupils", "below")}
        grade = grades.pop() if len(grades) == 1 else None
        added.append(rows[0] | sums | {"pupil_grade": grade, "is_ready_made": is_ready_made})
    return added
