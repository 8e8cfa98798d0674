"""What a rule counts as below: under the threshold of the paper, or in the lowest part of all scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from opora.analysis.below_threshold import below_threshold
from opora.analysis.lazy import Lazy
from opora.analysis.lower_part import lower_part
from opora.vocabulary.rules import LowerQuartile, LowProcedures, RepeatedFailure, RuleSet, ThreeLists
from opora.vocabulary.scales import MinimumScore


@dataclass(frozen=True)
class Stored:
    """The tables of a release that counts are made from, and the minimum scores in force.

    Results come in parts, as they are stored; mark_counts is None where there are no ready-made statistics.
    """

    results: Sequence[Lazy]
    mark_counts: Lazy | None
    school_codes: Lazy
    minimum_scores: Sequence[MinimumScore]


def _under_threshold(stored: Stored, rules: RuleSet) -> Lazy:
    """Count what the rule looks at: each minimum score is a question to every row, so the others are not asked."""
    asked = {(one.procedure, one.subject, level) for one in rules.procedure for level in one.levels}
    minimums = [one for one in stored.minimum_scores if (one.procedure, one.subject, one.level) in asked]
    return below_threshold(stored.results, stored.mark_counts, stored.school_codes, minimums)


def _in_lower_part(stored: Stored, rules: RuleSet) -> Lazy:
    assert isinstance(rules, LowerQuartile)
    return lower_part(stored.results, stored.school_codes, rules.lower_percent)


#: Which count each kind of rule set asks for.
COUNTS: Mapping[type, Callable[[Stored, RuleSet], Lazy]] = {
    LowProcedures: _under_threshold,
    ThreeLists: _under_threshold,
    RepeatedFailure: _under_threshold,
    LowerQuartile: _in_lower_part,
}


def counted_below(stored: Stored, rules: RuleSet) -> Lazy:
    """Return per school and paper the participants and those below, as the rule set means it (BELOW_THRESHOLD)."""
    return COUNTS[type(rules)](stored, rules)
