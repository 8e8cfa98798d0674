"""What a school may come to: against a region of ten thousand schools of the same law, against what came."""

import numpy as np
import pytest

from opora.analysis.list_forecast import fitted
from opora.analysis.target_realism import ShareTarget, share_ahead
from tools.forecast_check import TRUTHS, Truth, region, told_of_shares


def test_schools_of_such_a_result_come_to_what_is_told() -> None:
    """The region moves by next to nothing, so its eight thousand schools show the distribution itself."""
    counted, _ = region((4, 8_000, 6), Truth(fading=0.9, shift=0.001, middle=-0.4), np.random.default_rng(1))
    found = share_ahead(counted.first(3), ShareTarget(0.5, 0.3, 1, 20))
    assert found is not None
    pupils, share = counted.pupils, counted.below / counted.pupils
    alike = (pupils[2:] >= 18).all(axis=0) & (pupils[2:] <= 22).all(axis=0) & (np.abs(share[2] - 0.5) < 0.03)
    came = share[3][alike]
    assert alike.sum() > 150
    assert fitted(counted.first(3)).step.spread < 0.06
    assert found.at_most(6) == pytest.approx((came <= 0.3).mean(), abs=0.06)
    low, high = found.interval()
    assert ((came >= low / 20) & (came <= high / 20)).mean() == pytest.approx(0.96, abs=0.03)


def test_larger_schools_and_calmer_regions_are_known_better() -> None:
    def width(pupils: int, shift: float) -> float:
        counted, _ = region((5, 80, 6), Truth(shift=shift), np.random.default_rng(2))
        found = share_ahead(counted, ShareTarget(0.4, 0.3, 1, pupils))
        assert found is not None
        low, high = found.interval()
        return (high - low) / pupils

    assert width(300, 0.05) < width(12, 0.05)
    assert width(300, 0.05) < width(300, 0.4)


def test_a_result_goes_back_to_the_middle_the_more_the_fewer_wrote() -> None:
    counted, _ = region((5, 80, 6), Truth(), np.random.default_rng(3))
    small, large = (share_ahead(counted, ShareTarget(0.5, 0.3, 1, pupils)) for pupils in (10, 1000))
    assert small is not None
    assert large is not None
    assert small.at_most(3) > large.at_most(300)


def test_a_result_no_school_can_have_is_still_answered() -> None:
    counted, _ = region((5, 80, 2), Truth(), np.random.default_rng(4))
    found = share_ahead(counted, ShareTarget(1.0, 0.2, 1, 10_000))
    assert found is not None
    assert 0 <= found.at_most(2000) < 0.1


def test_few_schools_are_not_told_of() -> None:
    few, _ = region((5, 8, 6), Truth(), np.random.default_rng(4))
    assert share_ahead(few, ShareTarget(0.4, 0.3, 1, 20)) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["устойчивые школы", "все работы сдвигаются вместе"])
def test_schools_come_to_their_targets_about_as_often_as_was_told(name: str) -> None:
    """A part of the simulation in docs/explanation/forecast.md."""
    found = told_of_shares(TRUTHS[name], 30)
    for low, high in ((0.1, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 0.9)):
        here = (found.probability >= low) & (found.probability < high)
        assert here.sum() < 15 or abs(found.reached[here].mean() - found.probability[here].mean()) < 0.2
    assert found.covered.mean() > 0.9
