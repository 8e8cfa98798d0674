"""What was asked: the true chance of a «2» against plain enumeration and integration."""

from dataclasses import replace
from itertools import product
from math import exp, pi, prod, sqrt

import pytest
from scipy.integrate import quad

from opora.synthetic.papers import PaperForm, forms_of


def form(subject: str, grade: int, level: str = "standard", year: int = 2024) -> PaperForm:
    return next(
        form for form in forms_of(year) if (form.subject, form.paper_grade, form.level) == (subject, grade, level)
    )


def small(choice: int = 0) -> PaperForm:
    return replace(
        form("mathematics", 6), items=("1", "2"), maxima=(1, 2), difficulties=("Б", "П"), limits=(2, 3), choice=choice
    )


def below_by_enumeration(paper: PaperForm, ability: float) -> float:
    """Every way three points can be won or lost, one by one."""
    hardness = [paper.hardness[0], paper.hardness[1], paper.hardness[1]]
    chances = [1 / (1 + exp(-paper.sharpness * (ability - paper.shift - hard))) for hard in hardness]
    ways = [way for way in product((0, 1), repeat=3) if sum(way) < paper.limits[0]]
    return sum(prod(p if won else 1 - p for won, p in zip(way, chances, strict=True)) for way in ways)


@pytest.mark.parametrize("mean", [-1.5, 0.0, 0.8])
def test_the_chance_of_a_2_is_the_integral_over_the_pupils_of_a_school(mean: float) -> None:
    paper = small()
    expected, _ = quad(lambda x: exp(-x * x / 2) / sqrt(2 * pi) * below_by_enumeration(paper, mean + x), -6, 6)
    assert paper.probability_of_2([mean])[0] == pytest.approx(expected, abs=1e-4)


def test_where_the_able_choose_the_paper_a_2_is_rarer() -> None:
    def weighted(x: float) -> float:
        return exp(-x * x / 2) / (1 + exp(-1.3 * (x - 0.2)))

    paper = small(choice=1)
    above, _ = quad(lambda x: weighted(x) * below_by_enumeration(paper, x), -6, 6)
    assert paper.probability_of_2([0.0])[0] == pytest.approx(above / quad(weighted, -6, 6)[0], abs=1e-4)


@pytest.mark.parametrize("paper", forms_of(2022) + forms_of(2024), ids=lambda paper: "-".join(map(str, paper.key)))
def test_papers_are_whole(paper: PaperForm) -> None:
    assert len(paper.items) == len(set(paper.items)) == len(paper.maxima)
    assert list(paper.limits) == sorted(paper.limits)
    assert paper.max_score > paper.limits[-1]
    assert paper.probability_of_2([-1.0])[0] > paper.share_of_2 > paper.probability_of_2([1.0])[0]


@pytest.mark.parametrize(
    ("subject", "grade", "year", "most", "limits"),
    [
        ("russian", 4, 2024, 38, (14, 24, 33)),
        ("mathematics", 4, 2024, 20, (6, 10, 15)),
        ("russian", 5, 2024, 45, (18, 29, 39)),
        ("mathematics", 5, 2022, 20, (7, 11, 15)),
        ("mathematics", 5, 2024, 15, (5, 9, 12)),
        ("russian", 6, 2024, 51, (25, 35, 45)),
        ("mathematics", 6, 2024, 16, (6, 10, 14)),
        ("russian", 9, 2024, 33, (15, 23, 29)),
        ("mathematics", 9, 2024, 31, (8, 15, 22)),
    ],
)
def test_maxima_and_limits_are_those_of_the_real_papers(
    subject: str, grade: int, year: int, most: int, limits: tuple[int, ...]
) -> None:
    paper = form(subject, grade, year=year)
    assert (paper.max_score, paper.limits) == (most, limits)


def test_the_minimum_score_is_the_test_score_of_the_lowest_passing_primary_score() -> None:
    russian, profile = form("russian", 11), form("mathematics", 11, "profile")
    for paper, minimum in ((russian, 24), (profile, 27)):
        assert paper.test_scale is not None
        assert paper.test_scale[paper.limits[0]] >= minimum > paper.test_scale[paper.limits[0] - 1]
        assert paper.test_scale[-1] == 100


def test_a_paper_of_any_number_of_items_is_about_as_hard() -> None:
    for plain, stretched in zip(forms_of(2024), forms_of(2024, items=50), strict=True):
        assert len(stretched.items) == stretched.max_score == 50
        assert abs(stretched.probability_of_2([0.0])[0] - plain.probability_of_2([0.0])[0]) < 0.03
