"""Floor 3, indicators → statements with evidence; one rule a module, RULES lists them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from opora.findings import low_procedures, lower_quartile, repeated_failure, three_lists
from opora.findings.deciding import decided, weighed_decisions
from opora.findings.years import Flags, Year, years_of
from opora.vocabulary.rules import RuleSet


class Rule(Protocol):
    """A module that knows one method of deciding."""

    METHOD: str  # the word by which rule sets name it

    def statuses(self, years: Sequence[Year], rules: Any) -> Mapping[str, Flags]:
        """Return whom each status may be said of in the last of the years; the first counts, «none» is for the rest."""
        ...


#: All methods of deciding.
RULES: tuple[Rule, ...] = (low_procedures, three_lists, lower_quartile, repeated_failure)


def decisions(history: Sequence[pa.Table], rules: RuleSet) -> pa.Table:
    """Return what the rule set says of every school in the last year of the history (DECISIONS).

    Args:
        history: CELLS of consecutive years, oldest first, all with the same schools in the same order.
        rules: the rule set; its method names the rule.
    """
    rule = next(rule for rule in RULES if rules.method == rule.METHOD)
    years = years_of(history, rules)
    return decided(history[-1], years, rules, rule.statuses(years, rules))


__all__ = ["RULES", "Rule", "decisions", "weighed_decisions"]
