"""What a method answers: an estimate with its interval and a plain verdict; "cannot tell" always has a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import t as student

from opora.analysis.support_effect.regression import Spread

HELPED, NO_DIFFERENCE, WORSE, CANNOT_TELL = "helped", "no-difference-seen", "worse", "cannot-tell"

#: Fewer supported schools with results before and after say nothing about support in general.
LEAST_SUPPORTED = 5

#: Fewer schools without support do not show what would have been.
LEAST_UNSUPPORTED = 10

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Answer:
    """The answer of one method.

    Attributes:
        method: its code.
        verdict: helped, no-difference-seen (the interval covers zero), worse, cannot-tell.
        reason: why it cannot be told, a code; empty otherwise.
        estimate: the effect in units of the result, after less before; below zero is better where less is better.
        low, high: interval 95 %.
        df: degrees of freedom behind the interval.
        supported, unsupported: schools counted.
        figures: other numbers the method is explained with, by code.
    """

    method: str
    verdict: str
    reason: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    df: float | None = None
    supported: int = 0
    unsupported: int = 0
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def can_tell(self) -> bool:
        """Whether there is a verdict."""
        return self.verdict != CANNOT_TELL


def interval(found: Spread) -> tuple[float, float]:
    """Return the interval 95 %."""
    reach = float(student.ppf((1 + _CONFIDENCE) / 2, max(found.df, 1.0))) * float(np.sqrt(found.variance))
    return found.estimate - reach, found.estimate + reach


def p_value(found: Spread) -> float:
    """Return the chance of an estimate at least so far from zero, were there no effect."""
    if found.variance <= 0:
        return 1.0 if found.estimate == 0 else 0.0
    return float(2 * student.sf(abs(found.estimate) / np.sqrt(found.variance), max(found.df, 1.0)))


def verdict_of(low: float, high: float, less_is_better: bool) -> str:
    """Return what an interval says."""
    if low <= 0 <= high:
        return NO_DIFFERENCE
    return HELPED if (high < 0) == less_is_better else WORSE


def cannot_tell(
    method: str, reason: str, schools: tuple[int, int], figures: Mapping[str, float] | None = None
) -> Answer:
    """Return the answer of a method that cannot tell; schools are (supported, unsupported)."""
    return Answer(
        method, CANNOT_TELL, reason, supported=schools[0], unsupported=schools[1], figures=dict(figures or {})
    )


def told(
    method: str,
    found: Spread,
    less_is_better: bool,
    schools: tuple[int, int],
    figures: Mapping[str, float] | None = None,
) -> Answer:
    """Return the answer of a method that has an estimate; schools are (supported, unsupported)."""
    low, high = interval(found)
    return Answer(
        method,
        verdict_of(low, high, less_is_better),
        estimate=found.estimate,
        low=low,
        high=high,
        df=found.df,
        supported=schools[0],
        unsupported=schools[1],
        figures=dict(figures or {}),
    )
