"""Regression to the mean: what the change of schools so low would have been without any help.

Schools are supported because their last result was low. Part of that was chance, and chance does not repeat: the next
result is better by itself. How much is learnt in two steps. The spread of results against their sampling noise says how
far each result is to be drawn to the mean (`expected_levels`); schools never supported say what becomes of schools of
such a level in the years after. What is left of the change is the effect.

Drawing to the mean by the right amount, then fitting a line to schools without support, is regression calibration: the
selection was by the earlier result, so given it both groups are alike. Source: Davis (1976), Am. J. Epidemiol. 104,
493–498; Carroll et al. (2006), Measurement Error in Nonlinear Models, ch. 4.
"""

import numpy as np

from opora.analysis.support_effect.answers import Answer, cannot_tell, told
from opora.analysis.support_effect.before_after import BeforeAfter, before_after
from opora.analysis.support_effect.panel import Panel
from opora.analysis.support_effect.regression import left_over, regression

METHOD = "regression-to-the-mean"


def to_the_mean(panel: Panel) -> Answer:
    """Return the change of supported schools less what chance and the years bring by themselves.

    Figures: naive (the change as it is), chance (by chance alone), years (what schools of such a level changed
    anyway); naive − chance − years is the estimate.
    """
    rows = before_after(panel)
    schools = (rows.supported, rows.unsupported)
    reason = rows.lacking or ("same-before" if _is_flat(rows) else "")
    if reason:
        return cannot_tell(METHOD, reason, schools)
    helped = rows.is_supported
    design = np.column_stack([rows.start_columns, rows.expected])
    try:
        others = regression(design[~helped], rows.after[~helped], rows.places[~helped])
    except np.linalg.LinAlgError:  # at some start nobody was left without support
        return cannot_tell(METHOD, "few-unsupported", schools)
    found = left_over(rows.after[helped], design[helped], others)
    naive = float((rows.plain_after - rows.before)[helped].mean())
    chance = float((rows.expected - rows.before)[helped].mean())
    figures = {
        "naive": naive,
        "chance": chance,
        "years": naive - chance - found.estimate,
        "reliability": rows.reliability,
    }
    return told(METHOD, found, panel.less_is_better, schools, figures)


def _is_flat(rows: BeforeAfter) -> bool:
    """Return whether schools without support do not differ before: no line can be learnt from them."""
    return float(np.ptp(rows.expected[~rows.is_supported])) < 1e-12  # noqa: PLR2004 - rounding
