"""The risk profile of a school, by hand."""

import pytest

from opora.analysis.risk_profile import risk_profile
from opora.vocabulary.questionnaire import Indicator, Questionnaire, questionnaire

ASKED = questionnaire()


def level(answers: dict[str, float], factor: str) -> tuple[str, float | None]:
    (one,) = [one for one in risk_profile(answers, ASKED) if one.code == factor]
    return one.level, one.score


def test_a_factor_is_the_mean_of_its_answers_over_two():
    """Vacancies 12 % (pronounced, 2), overload 30 % (noticeable, 1), no specialists (2): 5 of 6."""
    answers = {"vacancies": 12.0, "overload": 30.0, "specialists": 2.0}
    assert level(answers, "staff_shortage") == ("high", pytest.approx(5 / 6))


def test_edges_belong_to_the_worse_side():
    assert level({"sen": 8.0, "sen-support": 0.0}, "sen_share") == ("low", 0.25)
    assert level({"sen": 15.0, "sen-support": 1.0}, "sen_share") == ("high", 0.75)


def test_where_less_is_worse_the_edges_turn_round():
    """8 computers for 100 pupils are pronounced, 15 noticeable, 16 none."""
    (computers,) = [one for factor in ASKED.factor for one in factor.indicator if one.code == "computers-per-100"]
    assert [computers.score(number) for number in (8, 15, 16)] == [2, 1, 0]


def test_too_few_answers_say_nothing():
    assert level({"vacancies": 50.0}, "staff_shortage") == ("insufficient", None)
    assert {one.level for one in risk_profile({}, ASKED)} == {"insufficient"}


def test_what_worries_most_is_named_in_the_words_of_the_question():
    (one,) = [one for one in risk_profile({"vacancies": 40.0, "overload": 0.0}, ASKED) if one.code == "staff_shortage"]
    assert one.worries == ("Какая доля ставок учителей не занята, %?",)


def test_impossible_answers_are_known():
    percent = Indicator(code="x", question="?", kind="percent", medium=5, high=10)
    assert [percent.may_be(one) for one in (0, 100, 101, -1)] == [True, True, False, False]


@pytest.mark.parametrize(
    "change",
    [{"medium": 5, "high": 5}, {"medium": 9, "high": 5}, {"medium": 5, "high": 9, "worse": "less"}, {"medium": None}],
)
def test_edges_in_the_wrong_order_are_refused(change: dict[str, object]):
    with pytest.raises(ValueError, match="границ"):
        Indicator.model_validate({"code": "x", "question": "?", "kind": "percent", "medium": 5, "high": 9} | change)


def test_codes_of_questions_do_not_repeat():
    with pytest.raises(ValueError, match="без повторов"):
        Questionnaire.model_validate(ASKED.model_dump() | {"factor": [ASKED.factor[0], ASKED.factor[0]]})
