"""Schools as points of a picture: how many pupils, what share below the threshold, how sure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from opora.reports.wording import in_list_order, share_words
from opora.tables.identification import ON_THE_LIST, Identification, IdentifiedSchool, ProcedureResult

#: 95 and 99.8 % limits: one school in forty, and one in a thousand, lies beyond them on one side by chance.
WARNING, ACTION = 0.95, 0.998

_GROUPS = {"at-risk": "at-risk", "insufficient-data": "too-little"}
_Z_95 = 1.959963984540054


@dataclass(frozen=True)
class RuleProcedure:
    """One procedure of a rule, as a picture's subject."""

    procedure: str
    subject: str
    paper_grade: int


@dataclass(frozen=True)
class Point:
    """One school in a picture.

    Attributes:
        school: its code.
        name: its name.
        group: "listed", "at-risk", "too-little" or "other" – what the rule says.
        number: its number on the list, None off it.
        pupils: pupils behind the share; for several procedures together the least possible number of different pupils.
        share: share of results below the threshold, 0–1.
        interval: 95 % interval of the share.
    """

    school: str
    name: str
    group: str
    number: int | None
    pupils: int
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Cloud:
    """All points of one picture, their mean and what the share is of. Grain: one point a school with results."""

    points: tuple[Point, ...]
    mean: float
    without_results: int
    share_words: str


def rule_procedures(identification: Identification) -> list[RuleProcedure]:
    """Return the procedures of the rule in which at least one school has results, in the rule's order."""
    seen = {
        _procedure_of(result): None
        for school in identification.schools
        for result in _counted(school, identification.year)
    }
    return list(seen)


def cloud(identification: Identification, procedure: RuleProcedure | None = None) -> Cloud:
    """Return the schools as points for one procedure, or for all procedures of the rule together.

    The mean is the share of all results together, so that a large school weighs as much as its pupils.
    """
    listed = in_list_order(school for school in identification.schools if school.status in ON_THE_LIST)
    numbers = {school.school: number for number, school in enumerate(listed, start=1)}
    points, below, results = [], 0, 0
    for school in identification.schools:
        counted = results_of_year(school, identification.year, procedure)
        if counted:
            points.append(_point(school, counted, numbers.get(school.school)))
            below += sum(one.below or 0 for one in counted)
            results += sum(one.pupils or 0 for one in counted)
    mean = below / results if results else 0.0
    return Cloud(
        tuple(points), mean, len(identification.schools) - len(points), share_words(identification.below_words)
    )


def _procedure_of(result: ProcedureResult) -> RuleProcedure:
    return RuleProcedure(result.procedure, result.subject, result.paper_grade)


def _counted(school: IdentifiedSchool, year: int) -> list[ProcedureResult]:
    return [one for one in school.procedures if one.year == year and one.pupils and one.below is not None]


def results_of_year(
    school: IdentifiedSchool, year: int, procedure: RuleProcedure | None = None
) -> list[ProcedureResult]:
    """Return the results of a school that a picture of a year counts: of one procedure, or of all."""
    return [one for one in _counted(school, year) if procedure in (None, _procedure_of(one))]


def _point(school: IdentifiedSchool, counted: Sequence[ProcedureResult], number: int | None) -> Point:
    below, results = sum(one.below or 0 for one in counted), sum(one.pupils or 0 for one in counted)
    pupils, share = different_pupils(counted), below / results
    group = "listed" if number is not None else _GROUPS.get(school.status, "other")
    own = counted[0].interval if len(counted) == 1 else None
    return Point(school.school, school.name, group, number, pupils, share, own or wilson(share, pupils))


def different_pupils(counted: Iterable[ProcedureResult]) -> int:
    """Return the least number of different pupils behind the results.

    The pupils of one grade write several papers, so results must not be added up as if each were another pupil: limits
    drawn for them would be too narrow. The largest paper of each grade is a number of pupils that surely differ.
    """
    largest: dict[int, int] = {}
    for one in counted:
        grade = one.pupil_grade or one.paper_grade
        largest[grade] = max(largest.get(grade, 0), one.pupils or 0)
    return sum(largest.values())


def wilson(share: float, pupils: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), which holds for few pupils and for shares near 0."""
    square = _Z_95 * _Z_95
    middle = share + square / (2 * pupils)
    spread = _Z_95 * sqrt(share * (1 - share) / pupils + square / (4 * pupils * pupils))
    scale = 1 + square / pupils
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def binomial_limits(mean: float, pupils: Sequence[int], level: float) -> list[tuple[float, float]]:
    """Return for each number of pupils the shares between which a school of the mean lies with probability `level`.

    Exact binomial quantiles, interpolated between whole pupils so that the curve has no steps
    (Spiegelhalter 2005, Statistics in Medicine 24, appendix A.1).
    """
    tail = (1 - level) / 2
    lower, upper = _quantiles(mean, pupils, tail), _quantiles(mean, pupils, 1 - tail)
    return list(zip(lower, upper, strict=True))


def _quantiles(mean: float, pupils: Sequence[int], probability: float) -> list[float]:
    import numpy as np
    from scipy.stats import binom

    if not 0 < mean < 1:
        return [mean] * len(pupils)
    numbers = np.asarray(pupils)
    least = binom.ppf(probability, numbers, mean)
    reached, before = binom.cdf(least, numbers, mean), binom.cdf(least - 1, numbers, mean)
    shares = (least - (reached - probability) / (reached - before)) / numbers
    return [float(share) for share in np.clip(shares, 0, 1)]
