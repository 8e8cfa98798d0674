"""A row for a school and a year in which support began: what stood before, what chance lets expect, what came after."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opora.analysis.support_effect.answers import LEAST_SUPPORTED, LEAST_UNSUPPORTED
from opora.analysis.support_effect.panel import YEARS_BACK, Expected, Panel, column_means, expected_levels, row_means

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class BeforeAfter:
    """Rows of supported schools, each at its start, and of schools not supported by then, each at every start.

    Only years before the next start count, so that nobody's later support decides whom the schools are compared with.

    Attributes:
        places: row of the school in the panel.
        starts: number of the start among the panel's starts.
        is_supported: whether the school is supported.
        before: result of the last year before.
        earlier: mean result of the years before that.
        expected: lasting level before, drawn to the mean as far as results are noise.
        after: mean of the years since, each less its mean over schools not supported.
        plain_after: the same as it was, not levelled.
        pupils: mean number of pupils before.
        reliability: share of the spread before that lasts, mean over starts.
    """

    places: Places
    starts: Places
    is_supported: Truths
    before: Floats
    earlier: Floats
    expected: Floats
    after: Floats
    plain_after: Floats
    pupils: Floats
    reliability: float

    @property
    def supported(self) -> int:
        """Number of supported schools."""
        return int(self.is_supported.sum())

    @property
    def unsupported(self) -> int:
        """Number of schools that stand for what would have been; some of them were supported later."""
        return int(np.unique(self.places[~self.is_supported]).size)

    @property
    def lacking(self) -> str:
        """Why rows of before and after say nothing; empty where they do."""
        if self.supported < LEAST_SUPPORTED:
            return "few-supported"
        return "few-unsupported" if self.unsupported < LEAST_UNSUPPORTED else ""

    @property
    def start_columns(self) -> Floats:
        """A column of ones for each start that supported schools have."""
        numbers = np.unique(self.starts[self.is_supported])
        return np.asarray(self.starts[:, None] == numbers[None, :], dtype=np.float64)

    def only(self, chosen: Truths) -> "BeforeAfter":
        """Return some of the rows."""
        names = ("places", "starts", "is_supported", "before", "earlier", "expected", "after", "plain_after", "pupils")
        return BeforeAfter(**{name: getattr(self, name)[chosen] for name in names}, reliability=self.reliability)


def before_after(panel: Panel) -> BeforeAfter:
    """Return the rows of a panel; a school without a result before or after has none."""
    parts = [_at_start(panel, number) for number in range(len(panel.starts))]
    names = ("places", "starts", "is_supported", "before", "earlier", "expected", "after", "plain_after", "pupils")
    if not parts:
        nothing = {name: np.zeros(0) for name in names[3:]}
        empty = np.zeros(0, dtype=np.intp)
        return BeforeAfter(empty, empty, np.zeros(0, dtype=np.bool_), **nothing, reliability=0.0)
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    there = BeforeAfter(**joined, reliability=float(np.mean([part.reliability for part in parts])))
    return there.only(~np.isnan(there.expected) & ~np.isnan(there.after))


def _at_start(panel: Panel, number: int) -> BeforeAfter:
    start = panel.starts[number]
    years, since = panel.years_before(start), panel.first_years_since(start)
    places = np.flatnonzero(panel.since >= start)
    levelled = panel.results - column_means(panel.results[panel.since > start])
    found = _expected(panel, start, years)
    before = panel.results[:, years]
    return BeforeAfter(
        places=places,
        starts=np.full(places.size, number, dtype=np.intp),
        is_supported=panel.since[places] == start,
        before=_last_known(before)[places],
        earlier=row_means(before[:, -YEARS_BACK:-1])[places],
        expected=found.levels[places],
        after=row_means(levelled[:, since])[places],
        plain_after=row_means(panel.results[:, since])[places],
        pupils=row_means(panel.pupils[:, years])[places],
        reliability=found.reliability,
    )


def _expected(panel: Panel, start: int, years: list[int]) -> Expected:
    """Return expected levels; they are learnt from every school not yet supported, those of this start among them."""
    levels = np.full(len(panel.schools), np.nan)
    known = np.flatnonzero((panel.since >= start) & ~np.isnan(panel.results[:, years]).all(axis=1))
    if not years or not known.size:
        return Expected(levels, 0.0)
    found = expected_levels(panel.results[known][:, years], panel.noise[known][:, years])
    levels[known] = found.levels
    return Expected(levels, found.reliability)


def _last_known(values: Floats) -> Floats:
    """Return the last known value of each row."""
    found = np.full(len(values), np.nan)
    for column in values.T:
        found = np.where(np.isnan(column), found, column)
    return found
