"""What each rule says of a school: statuses at their boundaries, in whole numbers, over the years it asks for."""

import pytest

from opora.vocabulary.rules import rule_set
from tests.findings.judged import (
    DOUBLE_FAILURE,
    FEDERAL,
    INSPECTION,
    QUARTILE,
    THREE_LISTS,
    OneYear,
    judged,
    one,
)

LOW: OneYear = [(3, 10), (3, 10), (0, 10)]
FINE: OneYear = [(0, 10), (0, 10), (0, 10)]
TINY: OneYear = [(3, 9), (9, 9), (0, 9)]


def test_three_of_ten_in_two_procedures_is_exactly_low() -> None:
    assert one(FEDERAL, [(3, 10), (3, 10)]).status == "low"
    assert one(FEDERAL, [(3, 10), (2, 10)]).status == "at-risk"
    assert one(FEDERAL, [(30, 100), (29, 100)]).status == "at-risk"


@pytest.mark.parametrize("pupils", range(10, 61))
def test_the_least_low_count_is_the_least_at_thirty_percent(pupils: int) -> None:
    least = next(below for below in range(pupils + 1) if 10 * below >= 3 * pupils)
    assert one(FEDERAL, [(least, pupils), (least, pupils)]).status == "low"
    assert one(FEDERAL, [(least, pupils), (least - 1, pupils)]).status != "low"


def test_too_few_participants_are_never_low_however_many_are_below() -> None:
    assert one(FEDERAL, [(9, 9)] * 8).status == "insufficient-data"
    assert one(FEDERAL, [(9, 9)] * 8).low_procedures == 0
    assert one(FEDERAL, [(9, 9)] * 6 + [(3, 10), (3, 10)]).status == "low"


def test_one_measured_procedure_is_too_little_to_clear_a_school() -> None:
    assert one(FEDERAL, [(0, 10), (0, 9)]).status == "insufficient-data"
    assert one(FEDERAL, [(0, 10), (0, 10)]).status == "none"
    assert one(FEDERAL, [(3, 10), (0, 9)]).status == "at-risk"


def test_stably_low_needs_every_one_of_the_last_years() -> None:
    assert one(FEDERAL, LOW, LOW).status == "stably-low"
    assert one(FEDERAL, LOW, FINE, LOW).status == "low"
    assert one(FEDERAL, LOW, [], LOW).status == "low"
    three = FEDERAL.model_copy(update={"stable_years": 3})
    assert one(three, LOW, LOW).status == "low"
    assert one(three, LOW, LOW, LOW).status == "stably-low"
    assert one(three, LOW, FINE, LOW).status == "low"


def test_the_low_procedures_of_two_years_need_not_be_the_same() -> None:
    assert (
        one(FEDERAL, [(3, 10), (3, 10), (0, 10), (0, 10)], [(0, 10), (0, 10), (3, 10), (3, 10)]).status == "stably-low"
    )


def test_first_time_and_long_standing() -> None:
    schools = {"new": [FINE, FINE, LOW], "again": [FINE, LOW, LOW], "back": [LOW, FINE, LOW], "off": [LOW, LOW, FINE]}
    listed = {code: school.listed for code, school in judged(FEDERAL, schools).items()}
    assert listed == {"new": "first-time", "again": "long-standing", "back": "long-standing", "off": None}


def test_entered_stays_left_or_none_of_these() -> None:
    schools = {
        "entered": [FINE, LOW], "stays": [LOW, LOW], "left": [LOW, FINE], "never": [FINE, FINE],
        "unknown before": [TINY, LOW], "unknown now": [LOW, TINY],
    }  # fmt: skip
    moved = {code: school.movement for code, school in judged(FEDERAL, schools).items()}
    assert moved == {
        "entered": "entered", "stays": "stays", "left": "left", "never": None, "unknown before": None,
        "unknown now": "left",
    }  # fmt: skip
    assert one(FEDERAL, LOW).movement is None


def test_a_zone_of_risk_begins_at_exactly_twenty_percent_in_two_procedures() -> None:
    assert one(FEDERAL, [(2, 10), (2, 10)]).status == "at-risk"
    assert one(FEDERAL, [(2, 10), (1, 10)]).status == "none"
    assert one(FEDERAL, [(20, 100), (199, 1000)]).status == "none"


def test_a_rise_of_exactly_ten_points_is_a_risk_and_of_less_is_not() -> None:
    assert one(FEDERAL, [(0, 10), (5, 100)], [(1, 10), (15, 100)]).status == "at-risk"
    assert one(FEDERAL, [(0, 10), (5, 100)], [(1, 10), (14, 100)]).status == "none"
    assert one(FEDERAL, [(1, 30), (1, 30)], [(4, 30), (4, 30)]).status == "at-risk"
    assert one(FEDERAL, [(0, 9), (0, 9)], [(1, 10), (1, 10)]).status == "none", "nine participants are no last year"
    assert one(FEDERAL, [(0, 10), (0, 10)], [], [(1, 10), (1, 10)]).status == "none", "two years ago is not last year"


def test_a_school_is_small_where_most_of_its_procedures_have_few() -> None:
    assert one(FEDERAL, [(0, 19), (0, 19), (0, 20)]).is_small
    assert not one(FEDERAL, [(0, 19), (0, 20)]).is_small, "half is not most"
    assert not one(FEDERAL, [(0, 90), (0, 90), (0, 90), (0, 15)]).is_small, "an exam of few makes no small school"
    assert one(FEDERAL, [(0, 9), None, None, None]).is_small, "what was not held says nothing of size"
    assert not one(FEDERAL, [None]).is_small


def test_three_lists_need_their_years_for_low_and_for_high() -> None:
    high: OneYear = [(0, 20), (1, 20)]
    assert one(THREE_LISTS, LOW, LOW, LOW).status == "stably-low"
    assert one(THREE_LISTS, LOW, LOW).status == "at-risk"
    assert one(THREE_LISTS, high, high, high).status == "stably-high"
    assert one(THREE_LISTS, high, high).status == "none"
    assert one(THREE_LISTS, high, [(0, 20), (2, 20)], high).status == "none"
    assert one(THREE_LISTS, high, high, [(0, 20), (4, 20)]).status == "at-risk"


def test_a_quartile_rule_wants_half_of_a_school_in_the_lower_part() -> None:
    assert one(QUARTILE, [(5, 10)]).status == "low"
    assert one(QUARTILE, [(49, 100), (4, 10)]).status == "none"
    assert one(QUARTILE, [(5, 10)], [(5, 10)]).status == "stably-low"
    assert one(QUARTILE, [(9, 9)]).status == "insufficient-data"


def test_repeated_failure_counts_pupils_and_years() -> None:
    failed: OneYear = [(1, 40), (1, 3)]
    assert one(DOUBLE_FAILURE, failed, failed, failed).status == "stably-low"
    assert one(DOUBLE_FAILURE, failed, failed).status == "at-risk"
    assert one(DOUBLE_FAILURE, failed, [(1, 40), (0, 3)], failed).status == "at-risk"
    assert one(DOUBLE_FAILURE, [(1, 40), (0, 3)]).status == "none"
    assert one(INSPECTION, [(1, 1)]).status == "low"
    assert one(INSPECTION, [(0, 40), (0, 40), (0, 1)]).status == "none"


def test_every_method_has_a_preset_that_can_be_judged() -> None:
    for name in ("decline-risk", "double-failure", "federal-2020", "inspection-risk", "lower-quartile"):
        assert one(rule_set(name), []).status == "insufficient-data"
