"""Targets in words: the verdict first, what to expect, the cases before, what chance alone would give."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import GroupTarget, ShareTarget, share_ahead
from opora.measuring.target_realism import group_realism, share_realism
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rules import rule_set
from tools.forecast_check import Truth, region

YEARS, _ = region((5, 150, 6), Truth(), np.random.default_rng(1))


@pytest.mark.parametrize(("goal", "verdict"), [(0.38, "realistic"), (0.18, "bold"), (0.03, "unlikely")])
def test_a_harder_target_is_less_realistic(goal: float, verdict: str) -> None:
    found = share_realism(YEARS, ShareTarget(0.42, goal, 2, 30))
    assert found.verdict == verdict
    assert found.prospect is not None
    assert found.prospect.low < 0.42 < found.prospect.high
    assert found.sentences[0].startswith(f"Через 2 года {100 * goal:.0f}\u00a0% и меньше – цель ")
    assert found.sentences[1].startswith("Прежде: из ")
    assert found.sentences[2].startswith("Один только случай")


def likely(start: float, goal: float) -> float:
    prospect = share_realism(YEARS, ShareTarget(start, goal, 1, 30)).prospect
    assert prospect is not None
    return prospect.probability


@pytest.mark.parametrize("goal", [0.55, 17 / 30])
def test_a_rise_between_whole_pupils_is_reached_by_the_next_one_up(goal: float) -> None:
    """Of 30 pupils 55 % are 16.5: seventeen reach it, sixteen do not."""
    outcomes = share_ahead(YEARS, ShareTarget(0.42, goal, 1, 30))
    assert outcomes is not None
    assert likely(0.42, goal) == outcomes.at_least(17) < outcomes.at_least(16)


@pytest.mark.parametrize("goal", [0.32, 9 / 30])
def test_a_fall_between_whole_pupils_is_reached_by_the_next_one_down(goal: float) -> None:
    """Of 30 pupils 32 % are 9.6: nine reach it, ten do not."""
    outcomes = share_ahead(YEARS, ShareTarget(0.42, goal, 1, 30))
    assert outcomes is not None
    assert likely(0.42, goal) == outcomes.at_most(9) < outcomes.at_most(10)


def test_a_target_most_of_which_chance_would_give_is_said_to_prove_nothing() -> None:
    found = share_realism(YEARS, ShareTarget(0.42, 0.38, 1, 30))
    assert found.sentences[-1].endswith("не покажет, что помогло.")


@pytest.mark.parametrize("target", [ShareTarget(0.42, 0.30, 9, 30), ShareTarget(0.97, 0.3, 1, 900)])
def test_without_cases_nothing_is_said(target: ShareTarget) -> None:
    found = share_realism(YEARS, target)
    assert (found.verdict, found.prospect, found.experience.cases) == ("cannot-tell", None, 0)
    assert len(found.sentences) == 2


@pytest.mark.parametrize(
    "target",
    [
        ShareTarget(0.42, 0.42, 1, 30),
        ShareTarget(42, 30, 1, 30),
        ShareTarget(0.4, 0.3, 0, 30),
        ShareTarget(0.4, 0.3, 1, 0),
    ],
)
def test_what_is_no_target_is_answered(target: ShareTarget) -> None:
    with pytest.raises(AnalysisRefusedError, match="Цель"):
        share_realism(YEARS, target)


def test_the_targets_of_a_plan_get_harder_year_by_year() -> None:
    found = group_realism(YEARS, rule_set("federal-2020"), GroupTarget(9, (0.333, 0.555, 0.777, 1.0)))
    assert [one.wanted for one in found.years] == [3, 5, 7, 9]
    assert [one.verdict for one in found.years] == ["realistic", "realistic", "unlikely", "unlikely"]
    chances = [one.prospect.probability for one in found.years if one.prospect]
    assert len(chances) == 4
    assert chances == sorted(chances, reverse=True)
    first = found.years[0]
    assert first.prospect is not None
    assert first.sentences[0].startswith("Через 1 год вне списка 3 из 9 – цель достижимая: если всё пойдёт как прежде,")
    expected = f"{first.prospect.expected:.1f}".replace(".", ",")
    limits = f"от {first.prospect.low:.0f} до {first.prospect.high:.0f}."
    assert first.sentences[0].endswith(f"Ожидается {expected}, в 95 случаях из 100 – {limits}")


def test_a_group_without_past_cases_cannot_be_told() -> None:
    found = group_realism(YEARS.first(1), rule_set("federal-2020"), GroupTarget(9, (0.5,)))
    assert (found.years[0].verdict, found.years[0].prospect) == ("cannot-tell", None)
    with pytest.raises(AnalysisRefusedError):
        group_realism(YEARS, rule_set("federal-2020"), GroupTarget(9, ()))


def test_a_past_unlike_what_is_expected_is_said() -> None:
    """For three years the schools of the list all but stayed on it, by their results of now they are near the edge."""
    pupils = np.full((4, 40, 2), 30)
    below = np.full((4, 40, 2), 4)
    below[:3, :15] = 14
    below[3, :15] = 9
    below += np.random.default_rng(1).integers(-2, 3, below.shape)
    below[3, :15] = np.maximum(below[3, :15], 9)
    counted = YearsCounted(tuple(map(str, range(40))), ("а", "б"), (2021, 2022, 2023, 2024), pupils, below)
    found = group_realism(counted, rule_set("federal-2020"), GroupTarget(15, (0.2,))).years[0]
    assert found.sentences[-1].startswith("Прежде выходили реже, чем ожидается от нынешнего списка")
