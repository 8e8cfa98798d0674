"""Quadrants: colour only beyond chance, the intervals of a reference, and a word on what is not known."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.analysis.movement import change_of_share
from opora.reports.caterpillar import CATERPILLAR_HEADINGS, caterpillar_table
from opora.reports.charts import DRAWING, RuleProcedure, picture
from opora.reports.funnel import FUNNEL_HEADINGS, funnel_table
from opora.reports.quadrant import Quadrant, quadrant_plot
from opora.reports.quadrants import change_between, context_quadrant, growth_quadrant, movement_quadrant
from opora.tables.identification import IdentifiedSchool, YearCount
from tests.reports import samples

BORDER = (45.0, 50.0)


def with_earlier(school: IdentifiedSchool, *counts: tuple[int, int] | None) -> IdentifiedSchool:
    """Return the school with last year's (below, pupils) of each procedure; None – there was no result."""
    procedures = [
        one.model_copy(
            update={
                "earlier": (
                    YearCount(year=2023, pupils=pair[1], below=pair[0], share_below=pair[0] / pair[1]),
                ) if pair else ()
            }
        )
        for one, pair in zip(school.procedures, counts, strict=False)
    ]  # fmt: skip
    return school.model_copy(update={"procedures": procedures})


def moving() -> list[IdentifiedSchool]:
    """Four schools beyond chance in each corner, a village nobody can judge, one without last year."""
    return [
        with_earlier(samples.school("up", "Хуже и хуже", [(120, 200)]), (60, 200)),
        with_earlier(samples.school("down", "Трудно, но легче", [(120, 200)]), (180, 200)),
        with_earlier(samples.school("slip", "Хорошо, но хуже", [(20, 200)]), (2, 200)),
        with_earlier(samples.school("fine", "Хорошо и лучше", [(4, 200)]), (30, 200)),
        with_earlier(samples.school("tiny", "Малая", [(2, 5)]), (1, 5)),
        with_earlier(samples.school("new", "Новая", [(30, 100)]), None),
    ]


def zones(quadrant: Quadrant) -> dict[str, str]:
    return {spot.school: spot.zone for spot in quadrant.spots}


def test_each_corner_is_coloured_only_where_chance_explains_neither_measure():
    found = movement_quadrant(samples.identification(moving()))
    assert zones(found) == {
        "up": "worse-worse",
        "down": "worse-better",
        "slip": "better-worse",
        "fine": "better-better",
        "tiny": "chance",
    }
    assert found.missing == ("Не показаны: прошлогоднего результата нет у 1 школы.",)
    assert found.headline.startswith(
        "Доля выше средней и выросла – у 1 из 5 школ; хотя бы одно из двух объяснимо случаем – у 1"
    )


@settings(max_examples=50, deadline=None)
@given(st.tuples(st.integers(1, 300), st.integers(1, 300), st.floats(0, 1), st.floats(0, 1)))
def test_the_change_has_newcombes_interval(drawn: tuple[int, int, float, float]):
    n0, n1, first, second = drawn
    k0, k1 = round(first * n0), round(second * n1)
    change, (low, high) = change_between((k0 / n0, n0), (k1 / n1, n1))
    reference = change_of_share([[k0, k1]], [[n0, n1]], [2023, 2024])
    assert np.allclose([change, low, high], [reference.change[0], reference.low[0], reference.high[0]], atol=1e-9)


def test_pupils_of_one_grade_are_not_counted_twice():
    one = with_earlier(samples.school("a", "А", [(50, 100), (50, 100)]), (20, 100), (20, 100))
    (spot,) = movement_quadrant(samples.identification([one])).spots
    expected = change_between((0.2, 100), (0.5, 100))
    assert (spot.y, spot.reach[1]) == (pytest.approx(expected[0]), pytest.approx(expected[1]))


def test_one_procedure_counts_its_own_results_only():
    one = with_earlier(samples.school("a", "А", [(50, 100), (10, 100)]), (20, 100), (10, 100))
    (spot,) = movement_quadrant(samples.identification([one]), RuleProcedure("vpr", "mathematics", 5)).spots
    assert (spot.x, spot.y) == (0.1, 0.0)


def test_conditions_say_something_only_off_the_border():
    schools = [
        samples.school("hard", "Трудно", [(120, 200)]),
        samples.school("easy", "Легко", [(120, 200)]),
        samples.school("edge", "Граница", [(120, 200)]),
        samples.school("good", "Хорошо", [(5, 200)]),
        samples.school("unknown", "Без паспорта", [(5, 200)]),
    ]
    index = {"hard": 40.0, "easy": 50.0, "edge": 45.0, "good": 44.9}
    found = context_quadrant(samples.identification(schools), index, BORDER)
    assert zones(found) == {"hard": "worse-worse", "easy": "better-worse", "edge": "one", "good": "worse-better"}
    assert found.missing == ("Не показаны: социального паспорта нет у 1 школы.",)
    assert next(row for row in found.table if row[0] == "Трудно")[1] == "40,0"


def _grown(school: str, level: float, growth: float | None, **more: Any) -> dict[str, Any]:
    known = {"level_sd": 0.5, "ellipse_major": 1.2, "ellipse_minor": 0.6, "ellipse_angle": 30.0, "verdict": "above"}
    limits = {"growth_low": None, "growth_high": None} if growth is None else {
        "growth_low": growth - 1, "growth_high": growth + 1
    }  # fmt: skip
    return {"school": school, "pupils": 40, "level": level, "growth": growth, **known, **limits, **more}


def test_growth_is_told_apart_from_level_and_few_pupils_from_both():
    rows = [
        _grown("a", -3.0, 2.0),
        _grown("b", 3.0, -2.0),
        _grown("c", 0.1, 0.1),
        _grown("d", 3.0, 0.2),
        _grown("few", 0.0, 0.0, verdict="cannot-tell"),
        _grown("elsewhere", 5.0, 5.0),
    ]
    names = {"a": "А", "b": "Б", "c": "В", "d": "Г", "few": "Малая"}
    found = growth_quadrant(rows, names, "Прежний результат – поколения.", "ОГЭ, 2024 год, выпуск 7.")
    assert zones(found) == {"a": "worse-better", "b": "better-worse", "c": "chance", "d": "one"}
    assert "1 школы нельзя сказать" in found.missing[0]


@pytest.mark.parametrize("make", [movement_quadrant, lambda one: context_quadrant(one, {}, BORDER)])
def test_a_picture_of_nothing_says_so(make: Any):
    found = make(samples.identification([]))
    assert "Показать нечего" in found.headline
    with DRAWING:
        assert b"<svg" in picture(quadrant_plot(found), "svg")


def test_pictures_are_drawn_with_hostile_names_and_carry_their_origin():
    hostile = [
        one.model_copy(update={"name": name}) for one, name in zip(moving(), samples.HOSTILE_NAMES, strict=False)
    ]
    growth = growth_quadrant([_grown("a", -3.0, 2.0)], {"a": samples.HOSTILE_NAMES[0]}, "Поколения.", "Выпуск 7.")
    index = {one.school: 40.0 + place for place, one in enumerate(hostile)}
    whole = samples.identification(hostile)
    with DRAWING:
        for quadrant in (movement_quadrant(whole), context_quadrant(whole, index, BORDER), growth):
            drawn = picture(quadrant_plot(quadrant), "svg").decode()
            assert "ыпуск" in drawn
            assert "<b>" not in drawn


def test_the_tables_hold_every_school_of_the_pictures():
    whole = samples.identification()
    for headings, rows in (
        (FUNNEL_HEADINGS, funnel_table(whole)),
        (CATERPILLAR_HEADINGS, caterpillar_table(whole)),
    ):
        assert len(rows) == 12
        assert {len(row) for row in rows} == {len(headings)}
    by_name = {row[0]: row for row in funnel_table(whole)}
    above = [name for name, row in by_name.items() if row[5] == "выше границы 99,8 %" and row[6] == "в списке"]
    assert len(above) == 2  # the title of the picture says so, too
    assert by_name["МКОУ Березовская СОШ"][5] == "внутри границ 95 %"
