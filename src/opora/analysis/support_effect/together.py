"""All methods side by side, and whether they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.analysis.support_effect.alike import Alike, alike_schools
from opora.analysis.support_effect.answers import CANNOT_TELL, HELPED, NO_DIFFERENCE, WORSE, Answer
from opora.analysis.support_effect.differences import Differences, differences
from opora.analysis.support_effect.kinds import KindAnswer, by_kinds
from opora.analysis.support_effect.panel import Panel
from opora.analysis.support_effect.threshold import Listing, at_threshold
from opora.analysis.support_effect.to_the_mean import to_the_mean

#: So many methods must see a difference, where so many can tell at all.
_ENOUGH = 2


@dataclass(frozen=True)
class Choices:
    """What a person may choose.

    Attributes:
        listings: by what schools were listed, one a start of support; none – not known, and the threshold is not
            looked at.
        listing_years: years right before support whose results served to list the schools.
    """

    listings: tuple[Listing, ...] = ()
    listing_years: int = 1


@dataclass(frozen=True)
class Effect:
    """The effect of support by every method.

    Attributes:
        verdict: helped, no-difference-seen, worse or cannot-tell, of all methods together.
        reason: why it cannot be told: no-method-tells, methods-differ, one-of-several; empty otherwise.
        answers: of the methods, in the order they are explained.
        alike, differences: two of them with their tables.
        kinds: by kinds of measures.
    """

    verdict: str
    reason: str
    answers: tuple[Answer, ...]
    alike: Alike
    differences: Differences
    kinds: tuple[KindAnswer, ...]


def support_effect(panel: Panel, choices: Choices | None = None) -> Effect:
    """Return what every method says about a panel."""
    chosen = choices or Choices()
    alike, over_years = alike_schools(panel), differences(panel, chosen.listing_years)
    answers = (to_the_mean(panel), alike.answer, over_years.answer, at_threshold(panel, *chosen.listings))
    verdict, reason = agreement(answers)
    return Effect(verdict, reason, answers, alike, over_years, by_kinds(panel))


def agreement(answers: Sequence[Answer]) -> tuple[str, str]:
    """Return the verdict of all methods together and, where there is none, why.

    A difference is believed when two methods see it, or the only one that can tell, and none sees the opposite: each
    leans on another assumption, and all are seldom wrong the same way.
    """
    told = [one.verdict for one in answers if one.can_tell]
    if not told:
        return CANNOT_TELL, "no-method-tells"
    seen = {verdict for verdict in told if verdict != NO_DIFFERENCE}
    if not seen:
        return NO_DIFFERENCE, ""
    if seen == {HELPED, WORSE}:
        return CANNOT_TELL, "methods-differ"
    (verdict,) = seen
    if told.count(verdict) >= min(_ENOUGH, len(told)):
        return verdict, ""
    return CANNOT_TELL, "one-of-several"
