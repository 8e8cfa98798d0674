"""Growth in words: no more than chance allows."""

from math import cos, radians, sin

import numpy as np
import pytest

from opora.reports.growth_words import fifths_words, place_words, reaches, school_sentences
from opora.tables.school_growth import GrowthAnswer, SchoolGrowth


def school(**changed: object) -> SchoolGrowth:
    about = {
        "school": "edu1", "pupils": 33, "verdict": "below", "growth": -1.63, "low": -3.0, "high": -0.26, "level": -3.1,
        "ellipse": (5.0, 1.2, 20.0), "quadrant": "low-level-low-growth", "shape": "cannot-tell",
        "fifths": (None, 0.2, None, 1.0, None), "pupils_of_fifths": (0, 12, 0, 9, None),
    }  # fmt: skip
    return SchoolGrowth.model_validate(about | changed)


def answer(prior_of: str = "cohort") -> GrowthAnswer:
    return GrowthAnswer(
        title="ВПР", years=(2024,), said="", prior_of=prior_of, unit="point", schools=(), least_schools=15, pupils=900,
        between=1.0, within=3.0,
    )  # fmt: skip


def test_a_difference_within_chance_is_no_conclusion() -> None:
    told = school_sentences(school(verdict="as-expected", high=0.4), answer())
    assert told[0].startswith("Результат учеников школы на 1,63 балла меньше")
    assert "может быть случайным" in told[1]


def test_few_pupils_say_nothing_and_no_number_stands() -> None:
    (told,) = school_sentences(school(verdict="cannot-tell", pupils=7), answer())
    assert "сказать нельзя" in told
    assert "1,63" not in told


def test_for_whom_is_not_told_where_only_the_cohort_is_known() -> None:
    assert any("по результатам поколения сказать нельзя" in words for words in school_sentences(school(), answer()))
    told = school_sentences(school(shape="lifts-the-weak"), answer("pupil"))
    assert told[-1] == "Кому прибавляет: больше прибавляют слабые."


@pytest.mark.parametrize(
    ("level", "growth", "words"),
    [(0.1, 0.1, "о сторонах судить нельзя"), (-9.0, 0.1, "результаты ниже среднего"),
     (9.0, 3.0, "результаты выше среднего, прирост больше ожидаемого"), (0.0, -3.0, "прирост меньше ожидаемого")],
)  # fmt: skip
def test_a_side_is_named_only_where_the_ellipse_does_not_cover_the_axis(
    level: float, growth: float, words: str
) -> None:
    assert place_words(school(level=level, growth=growth)) == words


def test_the_reach_of_an_ellipse_is_that_of_its_outline() -> None:
    major, minor, angle = 5.0, 1.2, 20.0
    steps, turn = np.linspace(0, 2 * np.pi, 20_001), radians(angle)
    x = major * np.cos(steps) * cos(turn) - minor * np.sin(steps) * sin(turn)
    y = major * np.cos(steps) * sin(turn) + minor * np.sin(steps) * cos(turn)
    assert reaches((major, minor, angle)) == pytest.approx((x.max(), y.max()), rel=1e-6)


def test_fifths_of_fewer_than_ten_pupils_have_no_numbers() -> None:
    assert [row[1:] for row in fifths_words(school())] == [
        (None, None),
        (12, 0.2),
        (None, None),
        (None, None),
        (None, None),
    ]
