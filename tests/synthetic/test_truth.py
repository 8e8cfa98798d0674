"""Why: what was planted is what comes out, as far as chance allows."""

import numpy as np

from opora.synthetic.plan import RegionPlan
from opora.synthetic.told_truth import Outcome, school_truths
from opora.synthetic.truth import Cause
from tests.synthetic.regions import TINY, WHOLE, outcomes_of, papers_of, region_of, truth_of

LARGE = RegionPlan(schools=60, pupils_per_grade=120, years=(2023, 2024))


def test_causes_are_planted_in_the_promised_shares() -> None:
    causes = list(truth_of(WHOLE).causes)
    assert causes.count(Cause.WEAK_FAVOURABLE) == causes.count(Cause.WEAK_ADVERSE) == round(0.08 * 180)
    assert min(causes.count(cause) for cause in Cause) >= 5
    assert truth_of(WHOLE).improved_marks.sum() == 9


def test_weak_schools_of_both_kinds_differ_in_context() -> None:
    truth = truth_of(WHOLE)
    context = {cause: truth.context[[found is cause for found in truth.causes]].mean() for cause in Cause}
    assert context[Cause.WEAK_FAVOURABLE] > 0.3
    assert context[Cause.WEAK_ADVERSE] < -0.3
    assert context[Cause.RESILIENT] < -0.3


def test_the_social_passport_tells_the_context() -> None:
    truth = truth_of(WHOLE)
    educated, poor = truth.shares["share_both_parents_higher"], truth.shares["share_low_income"]
    assert np.corrcoef(truth.context, educated[:, -1])[0, 1] > 0.7
    assert np.corrcoef(truth.context, poor[:, -1])[0, 1] < -0.7
    assert all(0 < share.min() <= share.max() < 1 for share in truth.shares.values())


def test_counts_of_2_follow_the_true_probability() -> None:
    """Each count is binomial with the told probability: standardised, they have mean 0 and spread 1."""
    region, truth = region_of(LARGE), truth_of(LARGE)
    assert len(region.schools) == 60
    scores = []
    for outcome in outcomes_of(LARGE):
        honest = (outcome.pupils > 0) & ~truth.improved_marks
        n, p = outcome.pupils[honest], outcome.probability[honest]
        scores.append((outcome.below[honest] - n * p) / np.sqrt(n * p * (1 - p)))
    z = np.concatenate(scores)
    assert abs(z.mean()) < 4 / np.sqrt(len(z))
    assert 0.9 < z.std() < 1.1


def test_truly_weak_schools_have_more_2_and_resilient_ones_fewer() -> None:
    truth, outcomes = truth_of(WHOLE), outcomes_of(WHOLE)
    pupils, below = (np.sum([getattr(outcome, name) for outcome in outcomes], axis=0) for name in ("pupils", "below"))

    def share(which: np.ndarray) -> float:
        return float(below[which].sum() / pupils[which].sum())

    resilient = np.array([cause is Cause.RESILIENT for cause in truth.causes])
    ordinary = np.array([cause is Cause.ORDINARY for cause in truth.causes])
    assert share(truth.is_weak()) > 2.5 * share(ordinary)
    assert share(resilient) < share(ordinary)


def test_improving_schools_improve_and_falling_ones_fall() -> None:
    truth = truth_of(WHOLE)
    change = truth.ability["russian"][:, -1] - truth.ability["russian"][:, 0]
    by_cause = {cause: change[[found is cause for found in truth.causes]].mean() for cause in Cause}
    assert by_cause[Cause.IMPROVING] > 0.6
    assert by_cause[Cause.FALLING] < -0.6
    assert abs(by_cause[Cause.ORDINARY]) < 0.1


def test_the_region_looks_plausible() -> None:
    """Share of «2» overall 8–15 %; a dozen or so of 180 schools low by the federal rule, several of them stably."""
    low = {}
    for year in WHOLE.years:
        outcomes = [o for o in outcomes_of(WHOLE) if o.year == year and o.form.paper_grade > 4]
        counted = [(o.pupils >= 10) & (10 * o.below >= 3 * o.pupils) for o in outcomes if o.form.level != "base"]
        assert len(counted) == 8
        low[year] = np.sum(counted, axis=0) >= 2
        share = sum(o.below.sum() for o in outcomes) / sum(o.pupils.sum() for o in outcomes)
        assert 0.08 <= share <= 0.15
    assert all(8 <= flags.sum() <= 20 for flags in low.values())
    assert (low[2023] & low[2024]).sum() >= 5


def test_improved_marks_gather_at_the_limits_in_vpr_only() -> None:
    truth = truth_of(LARGE)
    jumps = {}
    for papers in papers_of(LARGE):
        form = papers[0].form
        primary, school = (np.concatenate([getattr(p, name) for p in papers]) for name in ("primary", "school"))
        lifted = truth.improved_marks[school]
        for limit in form.limits[:1]:
            at, under = (np.bincount(lifted[primary == score], minlength=2) for score in (limit, limit - 1))
            kind = form.procedure
            jumps.setdefault(kind, []).append([*at, *under])
    totals = {kind: np.sum(found, axis=0) for kind, found in jumps.items()}
    honest_at, lifted_at, honest_under, lifted_under = totals["vpr"]
    assert lifted_at > 4 * lifted_under
    assert honest_at < 2 * honest_under
    assert totals["oge"][1] < 3 * totals["oge"][3]


def test_where_marks_are_improved_hard_items_go_better_and_easy_ones_worse() -> None:
    truth = truth_of(LARGE)
    gaps: dict[bool, list[float]] = {True: [], False: []}
    for papers in papers_of(LARGE):
        form = papers[0].form
        if form.procedure == "vpr" and form.paper_grade > 4:
            scores = np.maximum(np.concatenate([p.scores for p in papers], axis=1), 0)
            lifted = truth.improved_marks[np.concatenate([p.school for p in papers])]
            gap = (scores[:, lifted].mean(axis=1) - scores[:, ~lifted].mean(axis=1)) / np.array(form.maxima)
            gaps[True] += gap[form.is_hard].tolist()
            gaps[False] += gap[~form.is_hard].tolist()
    assert np.mean(gaps[True]) > 0.1
    assert np.mean(gaps[False]) < np.mean(gaps[True]) - 0.1


def test_scores_add_up_and_marks_follow_the_limits() -> None:
    for papers in papers_of(WHOLE):
        for paper in papers:
            assert np.array_equal(np.maximum(paper.scores, 0).sum(axis=0), paper.primary)
            assert (paper.scores <= np.array(paper.form.maxima)[:, None]).all()
            assert np.array_equal(paper.mark == 2, paper.primary < paper.form.limits[0])


def test_one_pupil_is_about_as_able_in_every_paper() -> None:
    """The lasting part of ability is 0.7, so marks of one pupil in two subjects go together."""
    russian, mathematics = (
        next(papers[0] for papers in papers_of(LARGE) if papers[0].form.key == ("vpr", subject, 5, "standard"))
        for subject in ("russian", "mathematics")
    )
    both = dict(zip(zip(russian.school, russian.pupil, strict=True), russian.primary, strict=True))
    second = zip(mathematics.school, mathematics.pupil, mathematics.primary, strict=True)
    pairs = [(both[school, pupil], primary) for school, pupil, primary in second if (school, pupil) in both]
    assert len(pairs) > 500
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.4


def test_chance_is_told_after_drawing() -> None:
    """Two small schools, alike but for luck: one true 5 % drew two papers full of «2», one true 60 % drew none."""
    region, truth = region_of(TINY), truth_of(TINY)
    small = np.flatnonzero(region.sizes < 12)[:2]
    below, probability = np.zeros(12, dtype=int), np.full(12, 0.05)
    below[small[0]], probability[small[1]] = 4, 0.6
    forms = [papers[0].form for papers in papers_of(TINY) if papers[0].year == 2024 and papers[0].form.paper_grade == 5]
    outcomes = [Outcome(form, 2024, np.full(12, 5), below, probability) for form in forms]
    told = school_truths(region, truth, outcomes)
    assert [place for place, row in enumerate(told) if row["unlucky"] == "yes"] == [small[0]]
    assert [place for place, row in enumerate(told) if row["lucky"] == "yes"] == [small[1]]
    assert [place for place, row in enumerate(told) if row["truly_low"] == "yes"] == [small[1]]
