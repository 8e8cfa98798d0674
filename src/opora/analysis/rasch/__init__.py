"""Measuring items: Rasch and partial-credit models by conditional likelihood, classical statistics, fit, curves."""

from opora.analysis.rasch.abilities import Ability, abilities
from opora.analysis.rasch.classical import Classical, classical
from opora.analysis.rasch.estimation import Calibration, calibrated
from opora.analysis.rasch.item_fit import CurvePoint, ItemFit, item_fits
from opora.analysis.rasch.score_groups import Booklet, ScoreGroups, score_groups

__all__ = [
    "Ability",
    "Booklet",
    "Calibration",
    "Classical",
    "CurvePoint",
    "ItemFit",
    "ScoreGroups",
    "abilities",
    "calibrated",
    "classical",
    "item_fits",
    "score_groups",
]
