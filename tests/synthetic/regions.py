"""Small regions the tests of this room share."""

from functools import cache

from opora.synthetic.papers import forms_of
from opora.synthetic.plan import RegionPlan
from opora.synthetic.region import Region, made_up_region
from opora.synthetic.told_truth import Outcome, outcome_of
from opora.synthetic.truth import Truth, hidden_truth
from opora.synthetic.writing import WrittenPaper, draw_paper, groups_by_municipality

#: One town, one district for each way of sending ВПР; 2022 is a year in which ВПР were moved to autumn.
TINY = RegionPlan(schools=12, years=(2022, 2024), municipalities=4)
WHOLE = RegionPlan()


def silence(_what: str, _done: int, _total: int) -> None:
    """Say nothing about progress."""


@cache
def region_of(plan: RegionPlan) -> Region:
    return made_up_region(plan)


@cache
def truth_of(plan: RegionPlan) -> Truth:
    return hidden_truth(region_of(plan))


@cache
def papers_of(plan: RegionPlan) -> tuple[tuple[WrittenPaper, ...], ...]:
    """Every paper of every year, one group a municipality."""
    region, truth = region_of(plan), truth_of(plan)
    return tuple(
        tuple(draw_paper(region, truth, form, year, group) for group in groups_by_municipality(region))
        for year in plan.years
        for form in forms_of(year, plan.items)
    )


@cache
def outcomes_of(plan: RegionPlan) -> tuple[Outcome, ...]:
    return tuple(outcome_of(region_of(plan), truth_of(plan), papers) for papers in papers_of(plan))
