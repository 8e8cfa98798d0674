"""The lowest part of the scores: how many of a school's participants stand among the lowest of the whole authority."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import CODE_AND_PAPER, as_promised, by_school, first_attempts
from opora.tables import BELOW_THRESHOLD
from opora.vocabulary.papers import PAPER

_SCORE = "primary_score"
_COUNTS = ("pupils", "below")


def lower_part(results: Sequence[Lazy], school_codes: Lazy, lower_percent: float) -> Lazy:
    """Return per school and paper the participants with a primary score and those in the lowest part of all scores.

    `below` is here: at or below the cut of the paper, which is the largest primary score that at most `lower_percent`
    % of all participants do not exceed, in whole numbers. Equal scores are never torn apart, so the part may be
    smaller than asked for; where the very lowest score alone is too large a part, nobody is in it. Papers without
    individual primary scores are left out: ready-made statistics know no scores. Of several attempts the first counts.
    Results come in parts, all rows of one code, paper and pupils' grade in one of them. Contract: BELOW_THRESHOLD.
    """
    scored = nw.concat([_scored(part) for part in results])
    papers = list(PAPER)
    with_cuts = scored.join(_cuts(scored, lower_percent), on=papers, how="left")
    is_below = nw.col(_SCORE) <= nw.col("cut")
    judged = with_cuts.with_columns(below=nw.when(is_below).then(nw.col("pupils")).otherwise(nw.lit(0)))
    counted = by_school(judged, school_codes, _COUNTS)
    return as_promised(counted.with_columns(is_ready_made=nw.lit(False)), BELOW_THRESHOLD)


def _scored(results: Lazy) -> Lazy:
    """Return pupils per code, paper, pupils' grade and score – the only pass over this part of the big table."""
    rows = first_attempts(results).filter(~nw.col(_SCORE).is_null())
    return rows.group_by(*CODE_AND_PAPER, "pupil_grade", _SCORE).agg(pupils=nw.len())


def _cuts(scored: Lazy, lower_percent: float) -> Lazy:
    """Return the cut of each paper; a paper whose lowest score is already too large a part has none."""
    scores = scored.group_by(*PAPER, _SCORE).agg(nw.col("pupils").sum())
    running = scores.with_columns(
        reached=nw.col("pupils").cum_sum().over(*PAPER, order_by=_SCORE),
        everyone=nw.col("pupils").sum().over(*PAPER),
    )
    is_inside = nw.col("reached") * 10_000 <= nw.col("everyone") * round(100 * lower_percent)
    return running.filter(is_inside).group_by(*PAPER).agg(cut=nw.col(_SCORE).max())
