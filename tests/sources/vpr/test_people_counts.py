"""Percents back to people."""

import pytest

from opora.sources.vpr.people_counts import People, Unit, fits, people_counted, table_unit, whole_people

PERCENTS = Unit.PERCENTS


def test_percents_become_the_people_they_were_made_of() -> None:
    assert people_counted([36.36, 27.27, 18.18, 18.18], 22, PERCENTS) == People((8, 6, 4, 4))


def test_largest_remainders_make_up_the_whole() -> None:
    assert whole_people([33.33, 33.33, 33.33, 0], 3) == (1, 1, 1, 0)
    assert sum(whole_people([12.1, 34.4, 33.9, 19.7], 1_430_000)) == 1_430_000


def test_a_percent_nobody_can_have_is_said() -> None:
    """Of 10 people nobody can be 14.5 %."""
    assert people_counted([14.5, 25.5, 30, 30], 10, PERCENTS).problem == "percents-not-whole-people"


def test_percents_are_judged_by_the_digits_they_are_written_with() -> None:
    """33 % of 3 is one pupil, written without digits after the point; 33.10 % is not."""
    assert people_counted([33, 33, 33, 0], 3, PERCENTS).problem is None
    assert people_counted([33.1, 33.1, 33.8, 0], 3, PERCENTS).problem == "percents-not-whole-people"


@pytest.mark.parametrize(("values", "problem"), [([40, 30, 20, 8.4], "percents-do-not-sum"), ([40, 30, 20, 9], None)])
def test_percents_may_miss_a_hundred_by_their_rounding_only(values: list[float], problem: str | None) -> None:
    assert people_counted(values, 200, PERCENTS).problem == problem


def test_a_dash_beside_the_whole_is_a_zero_and_beside_less_is_withheld() -> None:
    assert people_counted([None, 60.0, 40.0, None], 10, PERCENTS).counts == (0, 6, 4, 0)
    assert people_counted([None, 60.0, 20.0, None], 10, PERCENTS) == People((None, 6, 2, None))
    assert people_counted([None] * 4, 10, PERCENTS) == People((None,) * 4)


def test_a_workbooks_percent_format_is_understood() -> None:
    assert people_counted([0.3636, 0.2727, 0.1818, 0.1818], 22, Unit.SHARES) == People((8, 6, 4, 4))


def test_the_unit_is_the_one_most_rows_fit() -> None:
    assert table_unit([[8, 6, 4, 4], [10, 0, 0, 0]], [22, 10]) is Unit.COUNTS
    assert table_unit([[36.36, 27.27, 18.18, 18.18], [90, 5, 0, 0]], [22, 40]) is PERCENTS
    assert table_unit([[0.5, 0.5, 0, 0]], [2]) is Unit.SHARES
    assert table_unit([[8, 6, 4, 5]], [22]) is Unit.COUNTS


def test_nobody_is_nobody_in_every_unit() -> None:
    assert all(fits([0.0, 0.0], 0, unit) for unit in Unit)
    assert people_counted([0.0, 0.0], 0, PERCENTS) == People((0, 0))
