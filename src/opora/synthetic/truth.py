"""Why: what the results of each school truly come from. Known here only, and told beside the files, never in them."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from opora.synthetic.plan import Matter
from opora.synthetic.region import Region


class Cause(StrEnum):
    """What was planted in a school."""

    ORDINARY = "ordinary"
    WEAK_FAVOURABLE = "weak-favourable-context"
    WEAK_ADVERSE = "weak-adverse-context"
    RESILIENT = "resilient"
    IMPROVING = "improving"
    FALLING = "falling"


#: Share of the region's schools with the cause, and the part of the context scale (as quantiles) they come from.
_PLANTED = {
    Cause.WEAK_FAVOURABLE: (0.08, (0.45, 1.0)),
    Cause.WEAK_ADVERSE: (0.08, (0.0, 0.35)),
    Cause.RESILIENT: (0.05, (0.0, 0.3)),
    Cause.IMPROVING: (0.04, (0.1, 0.9)),
    Cause.FALLING: (0.04, (0.1, 0.9)),
}
#: Own contribution of the school to ability in the first year, and its change a year, in units of a pupil's spread.
_EFFECTS = {
    Cause.ORDINARY: (0.05, 0.0),
    Cause.WEAK_FAVOURABLE: (-1.05, 0.0),
    Cause.WEAK_ADVERSE: (-0.72, 0.0),
    Cause.RESILIENT: (0.95, 0.0),
    Cause.IMPROVING: (-0.85, 0.45),
    Cause.FALLING: (0.15, -0.45),
}
_IMPROVED_MARKS = 0.05
_LEAST_SIZE_TO_IMPROVE = 10
_CONTEXT_WEIGHT = 0.25
_OWN_SPREAD = 0.17
_YEAR_SPREAD = 0.1
_LEAST_SHARE = 0.01  # a percent under 1 looks like a share of 0–1 and would be asked about
SUBJECTS = ("russian", "mathematics")

#: Context columns: share in an average school (log odds), slope over the context index, spread.
_SHARES = {
    "share_both_parents_higher": (-1.5, 0.75, 0.25),
    "share_one_parent_higher": (-1.2, 0.25, 0.2),
    "share_incomplete_families": (-1.2, -0.3, 0.25),
    "share_large_families": (-1.6, -0.25, 0.35),
    "share_low_income": (-1.0, -0.6, 0.3),
    "share_parents_unemployed": (-3.2, -0.7, 0.4),
    "share_on_record": (-3.5, -0.55, 0.4),
    "share_special_needs": (-2.7, -0.3, 0.35),
    "share_russian_not_native": (-3.2, -0.35, 0.8),
    "share_good_housing": (0.9, 0.9, 0.4),
}


@dataclass(frozen=True)
class Truth:
    """The truth of a region.

    Attributes:
        context: social context of each school, mean 0, spread 1, more is better.
        causes: what was planted in each school.
        improved_marks: schools that raise marks of papers they check themselves.
        ability: mean ability of a school's pupils by subject, (schools, years).
        shares: context columns, (schools, years), 0–1.
        distance_km: way to the municipality's centre.
    """

    context: np.ndarray
    causes: tuple[Cause, ...]
    improved_marks: np.ndarray
    ability: dict[str, np.ndarray]
    shares: dict[str, np.ndarray] = field(repr=False)
    distance_km: np.ndarray = field(repr=False)

    def is_weak(self) -> np.ndarray:
        """Which schools were planted as truly weak."""
        weak = (Cause.WEAK_FAVOURABLE, Cause.WEAK_ADVERSE)
        return np.array([cause in weak for cause in self.causes])

    def trend(self) -> np.ndarray:
        """Return the true change of ability a year."""
        return np.array([_EFFECTS[cause][1] for cause in self.causes])

    def is_adverse(self) -> np.ndarray:
        """Which schools are in the lower quarter of context."""
        return np.asarray(self.context <= np.quantile(self.context, 0.25))


def hidden_truth(region: Region) -> Truth:
    """Return the truth of the region: context, planted causes and the abilities that follow from them."""
    dice = region.plan.dice(Matter.CAUSES)
    context = _context(region, dice)
    causes = _planted(context, dice)
    improved = _improving_marks(region, causes, dice)
    years = np.arange(len(region.plan.years))
    own = np.array([_EFFECTS[cause] for cause in causes])
    lasting = own[:, :1] + own[:, 1:] * years + _OWN_SPREAD * dice.standard_normal((len(context), 1))
    ability = {
        subject: _CONTEXT_WEIGHT * context[:, None]
        + lasting
        + _YEAR_SPREAD * dice.standard_normal((len(context), len(years)))
        for subject in SUBJECTS
    }
    shares, distance = _circumstances(region, context)
    return Truth(context, causes, improved, ability, shares, distance)


def _context(region: Region, dice: np.random.Generator) -> np.ndarray:
    town = np.array([not school.rural for school in region.schools])
    chosen = np.array([school.kind in ("лицей", "гимназия") for school in region.schools])
    raw = dice.standard_normal(len(region.schools)) + 0.5 * town + 0.9 * chosen + 0.2 * np.log(region.sizes / 12)
    return np.asarray((raw - raw.mean()) / (raw.std() or 1.0))


def _planted(context: np.ndarray, dice: np.random.Generator) -> tuple[Cause, ...]:
    """Plant causes among schools of the fitting context; a school has one at most."""
    causes = [Cause.ORDINARY] * len(context)
    for cause, (share, quantiles) in _PLANTED.items():
        low, high = np.quantile(context, quantiles)
        fitting = np.flatnonzero((context >= low) & (context <= high))
        free = [index for index in fitting if causes[index] is Cause.ORDINARY]
        wanted = min(max(1, round(share * len(context))), len(free))
        for index in dice.choice(np.array(free, dtype=int), wanted, replace=False):
            causes[index] = cause
    return tuple(causes)


def _improving_marks(region: Region, causes: tuple[Cause, ...], dice: np.random.Generator) -> np.ndarray:
    """Choose schools that raise marks: of all kinds but those doing well, and large enough to be noticed."""
    fitting = [
        school.index
        for school, cause in zip(region.schools, causes, strict=True)
        if cause in (Cause.ORDINARY, Cause.FALLING) and school.size >= _LEAST_SIZE_TO_IMPROVE and school.teaches(5)
    ]
    improved = np.zeros(len(causes), dtype=bool)
    wanted = min(max(1, round(_IMPROVED_MARKS * len(causes))), len(fitting))
    improved[dice.choice(np.array(fitting, dtype=int), wanted, replace=False)] = True
    return improved


def _circumstances(region: Region, context: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return what a school's social passport says: shares that follow the context with noise, nearly equal yearly."""
    dice = region.plan.dice(Matter.CONTEXT)
    schools, years = len(context), len(region.plan.years)
    shares = {}
    for name, (middle, slope, spread) in _SHARES.items():
        steady = middle + slope * context + spread * dice.standard_normal(schools)
        odds = steady[:, None] + 0.07 * dice.standard_normal((schools, years))
        shares[name] = np.maximum(np.round(1 / (1 + np.exp(-odds)), 3), _LEAST_SHARE)
    rural = np.array([school.rural for school in region.schools])
    distance = np.where(rural, np.round(dice.gamma(2.5, 12, schools)), np.round(dice.uniform(0, 6, schools)))
    return shares, distance
