"""The procedures of a rule over years: how each share moved, and what several years say together."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.movement import MovementRule, movement_table
from opora.vocabulary.rules import RuleSet

_NEVER = 2.0  # a share that no school reaches: a rule that counts pupils knows no threshold to stay above


def rule_movements(history: Sequence[pa.Table], rules: RuleSet) -> pa.Table:
    """Return how the share of each school moved in each procedure of the rule.

    Args:
        history: CELLS of consecutive years, oldest first, all with the same schools in the same order.
        rules: the rule set; its threshold says what is low.

    Returns:
        MOVEMENTS in the order of the cells, without those that have no result in any year. Levels that the rule judges
        together stand under the first of them. Years with few participants count: their intervals are wide.
    """
    years = tuple(int(cells["year"][0].as_py()) for cells in history if len(cells))
    below, pupils = (_by_year(history, name) for name in ("below", "pupils"))
    has_result = pupils.sum(axis=1) > 0
    keys = _keys(history[-1], rules).filter(pa.array(has_result))
    rule = MovementRule(years, threshold=_NEVER if rules.threshold is None else rules.threshold)
    return movement_table(keys, below[has_result], pupils[has_result], rule)


def pooling_window(rules: RuleSet, year: int) -> range:
    """Return the years that are counted together for a small school: as many as make the rule's results steady."""
    return range(year - rules.steady_years + 1, year + 1)


def _keys(cells: pa.Table, rules: RuleSet) -> pa.Table:
    levels = [procedure.levels[0] for procedure in rules.procedure]
    level = pa.array(levels * (len(cells) // len(levels)), pa.string())
    return cells.select(["school", "procedure", "subject", "paper_grade"]).append_column("level", level)


def _by_year(history: Sequence[pa.Table], name: str) -> NDArray[np.float64]:
    return np.column_stack([cells[name].fill_null(0).to_numpy().astype(np.float64) for cells in history])
