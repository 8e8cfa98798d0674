"""Floor 3, rows → problems; one subject a module, CHECKS lists them."""

from opora.checks.agreement import (
    classes_against_papers,
    item_scores_against_primary_score,
    marks_against_scale,
    minimum_scores_known,
    participants_against_last_year,
    primary_scores_against_maximum,
    statistics_against_individual,
)
from opora.checks.arrived import Arrived, Check
from opora.checks.ranges import values_outside_their_contract
from opora.checks.repetition import codes_shared_by_classes, parts_sent_twice, pupils_met_twice, schools_counted_twice

#: All checks of rows that arrived, each from rows to problems.
CHECKS: tuple[Check, ...] = (
    values_outside_their_contract,
    pupils_met_twice,
    codes_shared_by_classes,
    parts_sent_twice,
    schools_counted_twice,
    item_scores_against_primary_score,
    primary_scores_against_maximum,
    marks_against_scale,
    classes_against_papers,
    minimum_scores_known,
    statistics_against_individual,
    participants_against_last_year,
)

__all__ = ["CHECKS", "Arrived", "Check"]
