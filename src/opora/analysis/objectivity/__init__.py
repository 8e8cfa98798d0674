"""Signs that results may not be what pupils know – and what else explains them. Nobody is accused by a number."""

from opora.analysis.objectivity.bunching import bunching, mark_limits
from opora.analysis.objectivity.cohorts import cohort_jumps
from opora.analysis.objectivity.expected import above_expected
from opora.analysis.objectivity.inversion import inversion
from opora.analysis.objectivity.journal import journal_gap
from opora.analysis.objectivity.verdicts import FEWEST_PUPILS, Marker, Verdict, verdicts

__all__ = [
    "FEWEST_PUPILS",
    "Marker",
    "Verdict",
    "above_expected",
    "bunching",
    "cohort_jumps",
    "inversion",
    "journal_gap",
    "mark_limits",
    "verdicts",
]
