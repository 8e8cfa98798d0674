"""Below the threshold: how many of a school's participants got a mark 2 or a score under the year's minimum."""

from collections.abc import Sequence
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import (
    CODE_AND_PAPER,
    as_promised,
    by_school,
    first_attempts,
    first_of,
    fullest_statistics,
    under_schools,
)
from opora.tables import BELOW_THRESHOLD
from opora.vocabulary.scales import MinimumScore

_REACH = ("score", "procedure", "level", "year_from", "year_to")


def below_threshold(
    results: Sequence[Lazy],
    mark_counts: Lazy | None,
    school_codes: Lazy,
    minimum_scores: Sequence[MinimumScore],
) -> Lazy:
    """Return of each school and paper the participants with a result and those below the threshold, to be added up.

    Only first attempts count. A row with a mark is judged by it: below is mark 2. A row without one is judged by its
    test score against the first minimum that covers its paper; where no minimum is known nothing can be said, and such
    papers are left out. Individual results come before ready-made statistics of the same school and paper. Each code of
    a school and each grade of its pupils has a row of its own: whoever asks adds them up anyway, and a second grouping
    of every school in the country costs a fifth of the first. Contract: BELOW_THRESHOLD.

    Args:
        results: RESULTS in parts; all rows of one code, paper and pupils' grade stand in one of them.
        mark_counts: MARK_COUNTS, None where there are no ready-made statistics at all.
        school_codes: SCHOOL_CODES.
        minimum_scores: the minimum scores in force.
    """
    counts = ("pupils", "below")
    judged = nw.concat([_judged(part, minimum_scores) for part in results]).filter(nw.col("pupils") > 0)
    individual = under_schools(judged, school_codes)
    if mark_counts is None:
        return as_promised(individual.with_columns(is_ready_made=nw.lit(False)), BELOW_THRESHOLD)
    ready_made = fullest_statistics(mark_counts).filter(nw.col("pupils") > 0).with_columns(below=nw.col("mark_2"))
    statistics = by_school(ready_made, school_codes, counts)
    return as_promised(first_of(individual, statistics, counts), BELOW_THRESHOLD)


def _judged(results: Lazy, minimum_scores: Sequence[MinimumScore]) -> Lazy:
    """Return pupils and below per code, paper and pupils' grade – the only pass over this part of the big table.

    Two plain counts: counting a condition's trues is twice as fast as summing it. Minimum scores are written out as a
    chain of conditions, which is looked at for rows without a mark only; a join would touch every row.
    """
    by_mark = nw.col("mark") == 2  # noqa: PLR2004 - the mark 2
    is_below = nw.when(~nw.col("mark").is_null()).then(by_mark).otherwise(_under_minimum(minimum_scores))
    judged = results.select(*CODE_AND_PAPER, "pupil_grade", "attempt", is_below=is_below)
    return (
        first_attempts(judged)
        .group_by(*CODE_AND_PAPER, "pupil_grade")
        .agg(pupils=nw.col("is_below").count(), below=nw.when(nw.col("is_below")).then(nw.lit(1)).count())
    )


def _under_minimum(minimum_scores: Sequence[MinimumScore]) -> nw.Expr:
    """Return whether the test score is under the minimum; null where the score or the minimum is not known."""
    unknown: nw.Expr = nw.lit(None, dtype=nw.Boolean())
    alike = [
        (reach, [row.subject for row in rows])
        for reach, rows in groupby(minimum_scores, key=attrgetter(*_REACH))  # neighbours only: the first row decides
    ]

    def before(rest: nw.Expr, rows: tuple[tuple[Any, ...], list[str]]) -> nw.Expr:
        (score, procedure, level, *years), subjects = rows
        # plain equalities: membership of a list is a slow function on the engine
        is_subject = reduce(or_, (nw.col("subject") == subject for subject in subjects))
        covers = is_subject & (nw.col("level") == level) & (nw.col("procedure") == procedure)
        return nw.when(covers & nw.col("year").is_between(*years)).then(nw.col("test_score") < score).otherwise(rest)

    return reduce(before, reversed(alike), unknown)
