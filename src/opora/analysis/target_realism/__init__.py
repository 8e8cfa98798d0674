"""Is a target within reach? What schools like these have reached, and how much of it chance alone would give."""

from opora.analysis.target_realism.cases import Cases, cases_of
from opora.analysis.target_realism.group_ahead import chance_of_group, shares_leaving
from opora.analysis.target_realism.group_target import GroupTarget, chance_of_reaching, leaving_cases
from opora.analysis.target_realism.share_target import ShareCases, ShareTarget, share_cases

__all__ = [
    "Cases",
    "GroupTarget",
    "ShareCases",
    "ShareTarget",
    "cases_of",
    "chance_of_group",
    "chance_of_reaching",
    "leaving_cases",
    "share_cases",
    "shares_leaving",
]
