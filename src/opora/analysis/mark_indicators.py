"""Indicators of marks: успеваемость, качество, mean mark, степень обученности (СОУ)."""

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import (
    CODE_AND_PAPER,
    as_promised,
    by_school,
    first_attempts,
    first_of,
    fullest_statistics,
)
from opora.tables import MARK_INDICATORS

_MARKS = (2, 3, 4, 5)
MARK_COLUMNS = tuple(f"mark_{mark}" for mark in _MARKS)

#: Weights of marks in СОУ, as widely used in Russian schools (after V. P. Simonov).
_LEARNING = {2: 0.16, 3: 0.36, 4: 0.64, 5: 1.0}


def mark_indicators(results: Lazy, mark_counts: Lazy, school_codes: Lazy) -> Lazy:
    """Return counts of marks and what is computed from them, per school and paper.

    Only first attempts with a mark count. Individual results come before ready-made statistics of the same school and
    paper. Several codes of one school are summed. Contract: MARK_INDICATORS.
    """
    marked = first_attempts(results).filter(~nw.col("mark").is_null()).select(*CODE_AND_PAPER, "mark")
    counted = marked.group_by(*CODE_AND_PAPER).agg(
        **{f"mark_{mark}": nw.when(nw.col("mark") == mark).then(nw.lit(1)).count() for mark in _MARKS}
    )
    coded = (counted.with_columns(pupil_grade=nw.lit(None, dtype=nw.Int8())), fullest_statistics(mark_counts))
    individual, statistics = (by_school(table, school_codes, MARK_COLUMNS) for table in coded)
    return with_mark_shares(first_of(individual, statistics, MARK_COLUMNS))


def with_mark_shares(counted: Lazy) -> Lazy:
    """Return rows with mark_2 … mark_5 completed to the contract MARK_INDICATORS; rows without marks are left out."""
    two, three, four, five = (nw.col(count) for count in MARK_COLUMNS)
    rows = counted.with_columns(pupils=two + three + four + five).filter(nw.col("pupils") > 0)
    pupils = nw.col("pupils").cast(nw.Float64())
    shares = rows.with_columns(
        share_passed=(three + four + five) / pupils,
        share_good=(four + five) / pupils,
        mean_mark=_weighted({mark: float(mark) for mark in _MARKS}) / pupils,
        sou=_weighted(_LEARNING) / pupils,
    )
    return as_promised(shares, MARK_INDICATORS)


def _weighted(weights: dict[int, float]) -> nw.Expr:
    first, *rest = (nw.col(f"mark_{mark}") * weight for mark, weight in weights.items())
    return sum(rest, start=first)
