"""The forecast in words: nobody is told a number alone, and what cannot be told is said."""

import numpy as np

from opora.measuring.list_forecast import forecast_table, list_forecast
from opora.vocabulary.rules import rule_set
from tools.forecast_check import Truth, region

FEDERAL = rule_set("federal-2020")


def test_every_told_school_has_its_ends_and_what_such_forecasts_were_worth() -> None:
    counted, _ = region((4, 80, 6), Truth(), np.random.default_rng(1))
    answer = list_forecast(counted, FEDERAL, np.random.default_rng(1))
    told = [one for one in answer.schools if one.probability is not None]
    assert (answer.year, answer.can_tell, len(answer.schools)) == (2025, True, 80)
    assert all("при других выборках школ – от" in one.sentence for one in told)
    assert all("прежде говорилось" in one.sentence for one in told)
    assert answer.calibration is not None
    assert answer.calibration.years == [2023, 2024]
    assert answer.calibration.verdict == "better"
    assert sum(one.forecasts for one in answer.calibration.bins) == answer.calibration.forecasts
    assert len(forecast_table(answer)) == 80


def test_verdicts_go_with_the_probability_and_the_last_year() -> None:
    counted, _ = region((3, 80, 6), Truth(spread=0.8), np.random.default_rng(2))
    answer = list_forecast(counted, FEDERAL, np.random.default_rng(1))
    for one in answer.schools:
        if one.is_listed is None or one.probability is None:
            assert one.verdict == "cannot-tell"
        elif one.probability >= 0.8:
            assert one.verdict == ("stays" if one.is_listed else "enters")
        elif one.probability <= 0.2:
            assert one.verdict == ("leaves" if one.is_listed else "stays-off")
        else:
            assert one.verdict == "open"
    assert {"stays", "stays-off", "open"} <= {one.verdict for one in answer.schools}


def test_few_schools_are_answered_with_cannot_tell_and_why() -> None:
    counted, _ = region((3, 12, 6), Truth(), np.random.default_rng(3))
    answer = list_forecast(counted, FEDERAL, np.random.default_rng(1))
    assert not answer.can_tell
    assert {one.verdict for one in answer.schools} == {"cannot-tell"}
    assert answer.notes == [
        (
            "Прогноза нет: школ с результатами хотя бы за 2 года – 12, а чтобы видеть, как школы меняются, "
            "нужно не меньше 15."
        )
    ]


def test_two_years_are_forecast_from_and_said_to_be_unchecked() -> None:
    counted, _ = region((2, 60, 6), Truth(), np.random.default_rng(4))
    answer = list_forecast(counted, FEDERAL, np.random.default_rng(1))
    assert answer.can_tell
    assert answer.calibration is None
    assert "хотя бы три года" in answer.notes[0]
    assert all("ещё не проверить" in one.sentence for one in answer.schools if one.probability is not None)
