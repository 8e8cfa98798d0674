"""What a rule counts as below: under the threshold of the paper, or in the lowest part of all scores."""

from collections.abc import Callable, Mapping

from opora.analysis.below_threshold import below_threshold
from opora.analysis.lazy import Lazy
from opora.analysis.lower_part import lower_part
from opora.vocabulary.rules import LowerQuartile, LowProcedures, RepeatedFailure, RuleSet, ThreeLists
from opora.vocabulary.scales import minimum_scores


def _under_threshold(results: Lazy, mark_counts: Lazy, school_codes: Lazy, _rules: RuleSet) -> Lazy:
    return below_threshold(results, mark_counts, school_codes, minimum_scores())


def _in_lower_part(results: Lazy, _mark_counts: Lazy, school_codes: Lazy, rules: RuleSet) -> Lazy:
    assert isinstance(rules, LowerQuartile)
    return lower_part(results, school_codes, rules.lower_percent)


#: Which count each kind of rule set asks for.
COUNTS: Mapping[type, Callable[[Lazy, Lazy, Lazy, RuleSet], Lazy]] = {
    LowProcedures: _under_threshold,
    ThreeLists: _under_threshold,
    RepeatedFailure: _under_threshold,
    LowerQuartile: _in_lower_part,
}


def counted_below(results: Lazy, mark_counts: Lazy, school_codes: Lazy, rules: RuleSet) -> Lazy:
    """Return per school and paper the participants and those below, as the rule set means it (BELOW_THRESHOLD)."""
    return COUNTS[type(rules)](results, mark_counts, school_codes, rules)
