"""Who will be on the list next year: how true shares move, what follows for each school, and whether it came true."""

from opora.analysis.list_forecast.ahead import Ahead, ahead
from opora.analysis.list_forecast.backtest import EDGES, Backtest, Bin, backtest, place_in
from opora.analysis.list_forecast.levels import LEVELS
from opora.analysis.list_forecast.moving_shares import MovingShares, fitted
from opora.analysis.list_forecast.next_list import (
    LEAST_SCHOOLS,
    LEAST_YEARS,
    NextList,
    low_years,
    next_list,
    pupils_ahead,
    tells_enough,
)
from opora.analysis.list_forecast.yearly_step import YearlyStep, coordinates, even_points
from opora.analysis.list_forecast.years_counted import YearsCounted, is_judged, is_listed

__all__ = [
    "EDGES",
    "LEAST_SCHOOLS",
    "LEAST_YEARS",
    "LEVELS",
    "Ahead",
    "Backtest",
    "Bin",
    "MovingShares",
    "NextList",
    "YearlyStep",
    "YearsCounted",
    "ahead",
    "backtest",
    "coordinates",
    "even_points",
    "fitted",
    "is_judged",
    "is_listed",
    "low_years",
    "next_list",
    "place_in",
    "pupils_ahead",
    "tells_enough",
]
