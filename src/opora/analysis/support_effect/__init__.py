"""Did it help: the effect of support on schools by several methods, each with an interval, or why it cannot tell."""

from opora.analysis.support_effect.alike import Alike, Balance, alike_schools
from opora.analysis.support_effect.answers import CANNOT_TELL, HELPED, NO_DIFFERENCE, WORSE, Answer
from opora.analysis.support_effect.differences import Differences, Trend, differences
from opora.analysis.support_effect.kinds import KindAnswer, by_kinds
from opora.analysis.support_effect.panel import Panel, Support, share_noise
from opora.analysis.support_effect.threshold import Listing, at_threshold
from opora.analysis.support_effect.to_the_mean import to_the_mean
from opora.analysis.support_effect.together import Choices, Effect, agreement, support_effect

__all__ = [
    "CANNOT_TELL",
    "HELPED",
    "NO_DIFFERENCE",
    "WORSE",
    "Alike",
    "Answer",
    "Balance",
    "Choices",
    "Differences",
    "Effect",
    "KindAnswer",
    "Listing",
    "Panel",
    "Support",
    "Trend",
    "agreement",
    "alike_schools",
    "at_threshold",
    "by_kinds",
    "differences",
    "share_noise",
    "support_effect",
    "to_the_mean",
]
