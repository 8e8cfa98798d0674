"""The index of conditions against hands and against what must not change it."""

import pytest

from opora.analysis.conditions import conditions


def passport(low_income: float, **more: float | None) -> dict[str, float | None]:
    """Return a passport whose four shares say the same: the more low income, the harder."""
    return {
        "share_low_income": low_income,
        "share_incomplete_families": low_income,
        "share_on_record": low_income,
        "share_both_parents_higher": 1 - low_income,
        **more,
    }


#: Shares 0.1 … 0.5: mean 0.3, standard deviation √0.025 = 0.158114.
FIVE = {f"s{number}": passport(number / 10) for number in range(1, 6)}


def test_five_schools_in_even_steps_stand_where_hands_put_them() -> None:
    found = conditions(FIVE)
    assert found["s3"].index == pytest.approx(50)
    assert found["s1"].index == pytest.approx(50 + 10 * 0.2 / 0.1581139, abs=1e-4)
    assert found["s5"].index == pytest.approx(37.3509, abs=1e-3)


def test_each_difference_pulls_its_own_way() -> None:
    pulls = {one.column: one.pull for one in conditions(FIVE)["s5"].differences}
    assert pulls["share_low_income"] == pytest.approx(-1.264911, abs=1e-5)
    assert pulls["share_both_parents_higher"] == pytest.approx(-1.264911, abs=1e-5)


def test_a_school_with_few_known_shares_has_no_index() -> None:
    poor = dict.fromkeys(list(passport(0.1))[1:]) | {"share_low_income": 0.9}
    assert "poor" not in conditions(FIVE | {"poor": poor})


def test_four_schools_are_too_few_to_compare() -> None:
    assert conditions({name: row for name, row in FIVE.items() if name != "s5"}) == {}


def test_schools_that_are_alike_have_no_index() -> None:
    assert conditions({f"s{number}": passport(0.2) for number in range(9)}) == {}


def test_a_share_without_an_agreed_sign_changes_nothing() -> None:
    with_families = {name: row | {"share_large_families": 0.1 * len(name)} for name, row in FIVE.items()}
    assert conditions(with_families) == conditions(FIVE)
