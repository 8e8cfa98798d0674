"""How groups of pupils do items: maps with errors, gaps against others, items by strong and weak pupils."""

from opora.analysis.item_gaps.counts import ItemCounts, beside, item_counts, summed_over
from opora.analysis.item_gaps.gaps import Gaps, gaps
from opora.analysis.item_gaps.maps import FEWEST_PUPILS, FEWEST_SHOWN, ItemMap, item_map, shown_together
from opora.analysis.item_gaps.thirds import Thirds, thirds

__all__ = [
    "FEWEST_PUPILS",
    "FEWEST_SHOWN",
    "Gaps",
    "ItemCounts",
    "ItemMap",
    "Thirds",
    "beside",
    "gaps",
    "item_counts",
    "item_map",
    "shown_together",
    "summed_over",
    "thirds",
]
