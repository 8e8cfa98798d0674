"""Maps of items: earned shares with their errors; small groups are not shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from opora.analysis.item_gaps.counts import Counts, ItemCounts

Floats = NDArray[np.float64]

#: An analysis of fewer pupils is withheld.
FEWEST_PUPILS = 10

#: A number of pupils below this is not shown, unless it is 0.
FEWEST_SHOWN = 5

_Z = float(ndtri(0.975))


@dataclass(frozen=True)
class ItemMap:
    """Shares of groups by items (groups × items); NaN where a group is too small.

    Attributes:
        share: earned share of the most points.
        error: its standard error.
        low: lower end of the 95 % interval: Wilson's for items of one point.
        high: upper end.
        is_withheld: where fewer than 10 pupils were offered the item.
    """

    share: Floats
    error: Floats
    low: Floats
    high: Floats
    is_withheld: NDArray[np.bool_]


def item_map(counts: ItemCounts) -> ItemMap:
    """Return the map of groups; what fewer than 10 pupils wrote is withheld."""
    n = counts.answered.astype(float)
    is_withheld = counts.answered < FEWEST_PUPILS
    with np.errstate(invalid="ignore", divide="ignore"):
        share = counts.share
        spread = (counts.squares / counts.maximum**2 - n * share**2) / np.maximum(n - 1, 1)
        error = np.sqrt(np.maximum(spread, 0) / n)
        # Wilson's interval with the item's own variance in place of p(1 − p): the same for items of one point
        ratio = np.divide(spread, share * (1 - share), out=np.ones_like(share), where=(share > 0) & (share < 1))
        effective = n / np.clip(ratio, 0.05, 1.0)
        center = (share + _Z**2 / (2 * effective)) / (1 + _Z**2 / effective)
        half = _Z * np.sqrt(share * (1 - share) / effective + _Z**2 / (4 * effective**2)) / (1 + _Z**2 / effective)
    told = (np.where(is_withheld, np.nan, one) for one in (share, error, center - half, center + half))
    share, error, low, high = told
    return ItemMap(share, error, low, high, is_withheld)


def shown(number: int) -> int | None:
    """Return a number of pupils as it may be shown: 1–4 are hidden."""
    return None if 0 < number < FEWEST_SHOWN else number


def shown_together(numbers: Counts) -> list[int | None]:
    """Return parts of one group as they may be shown: where one is hidden, another is too, so that it cannot be found.

    The second one hidden is the smallest other that is not 0, else a 0.
    """
    told = [shown(int(number)) for number in numbers]
    if told.count(None) == 1 and len(told) > 1:
        others = [place for place, number in enumerate(told) if number is not None]
        told[min(others, key=lambda place: (told[place] == 0, told[place]))] = None
    return told
