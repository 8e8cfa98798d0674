"""Pooled years: the same indicator over several years together, so that a small school can be judged at all."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.mark_indicators import MARK_COLUMNS, with_mark_shares
from opora.analysis.school_papers import as_promised, summed
from opora.tables import BELOW_THRESHOLD


def pooled(below: Lazy, years: Sequence[int]) -> Lazy:
    """Return pupils and below summed over the years, per school and paper, under the last of the years.

    A year in which the paper was not held adds nothing. The same pupils do not write one paper twice, so the years
    are different pupils and may be added; what is lost is the difference between the years. The pupils' grade stands
    only where all years share it. Contract of both tables: BELOW_THRESHOLD.
    """
    together = summed(_in_window(below, years), ("pupils", "below"))
    return as_promised(together.with_columns(is_ready_made=nw.lit(None, dtype=nw.Boolean())), BELOW_THRESHOLD)


def pooled_marks(marks: Lazy, years: Sequence[int]) -> Lazy:
    """Return counts of marks summed over the years with shares computed anew. Contract of both: MARK_INDICATORS."""
    rows = _in_window(marks, years).with_columns(pupil_grade=nw.lit(None, dtype=nw.Int8()))
    return with_mark_shares(summed(rows, MARK_COLUMNS))


def _in_window(table: Lazy, years: Sequence[int]) -> Lazy:
    return table.filter(nw.col("year").is_in(list(years))).with_columns(year=nw.lit(max(years), dtype=nw.Int16()))
