"""Growth percentiles of pupils: how a result stands among pupils with the same earlier results."""

from opora.analysis.growth_percentiles.panel import Columns, Progression, Records, panel_of
from opora.analysis.growth_percentiles.percentiles import GrowthPercentiles, OrderFit, growth_percentiles
from opora.analysis.growth_percentiles.schools import SchoolMedian, school_medians
from opora.analysis.growth_percentiles.vertex import UnsettledError
from opora.analysis.growth_percentiles.words import growth_in_words, growth_level

__all__ = [
    "Columns",
    "GrowthPercentiles",
    "OrderFit",
    "Progression",
    "Records",
    "SchoolMedian",
    "UnsettledError",
    "growth_in_words",
    "growth_level",
    "growth_percentiles",
    "panel_of",
    "school_medians",
]
