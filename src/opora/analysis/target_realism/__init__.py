"""Is a target within reach? What may come if all goes as before, and what schools in the same position came to."""

from opora.analysis.target_realism.group_ahead import group_ahead
from opora.analysis.target_realism.group_target import GroupTarget, leaving_precedents
from opora.analysis.target_realism.outcomes import Outcomes
from opora.analysis.target_realism.precedents import NO_PRECEDENTS, Precedents
from opora.analysis.target_realism.share_ahead import share_ahead
from opora.analysis.target_realism.share_target import LikeSchools, ShareTarget, like_schools

__all__ = [
    "NO_PRECEDENTS",
    "GroupTarget",
    "LikeSchools",
    "Outcomes",
    "Precedents",
    "ShareTarget",
    "group_ahead",
    "leaving_precedents",
    "like_schools",
    "share_ahead",
]
