"""Who is listed by counts is who the rule sets list."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted, is_judged, is_listed
from opora.analysis.list_forecast.years_counted import could_enter
from opora.measuring.counted_years import counted_of_history
from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.rules import rule_set, rule_set_names
from tests.findings.judged import found


@pytest.mark.parametrize("name", rule_set_names())
def test_listed_are_the_schools_a_rule_set_lists(name: str) -> None:
    rules, chance = rule_set(name), np.random.default_rng(1)
    width = len(rules.procedure)
    pupils = chance.integers(5, 30, size=(60, 4, width))
    below = chance.binomial(pupils, np.linspace(0, 0.6, 60)[:, None, None])
    drawn = {
        f"ш{school:02d}": [
            [(int(k), int(n)) for k, n in zip(below[school, year], pupils[school, year], strict=True)]
            for year in range(4)
        ]
        for school in range(60)
    }
    judged = found(rules, drawn)
    counted = counted_of_history(judged)
    assert (counted.pupils == np.moveaxis(pupils, 0, 1)).all()
    listed = [status in ON_THE_LIST for status in judged.decisions["status"].to_pylist()]
    assert is_listed(counted, rules)[-1].tolist() == listed
    assert (
        is_judged(counted, rules)[-1].tolist()
        == ((pupils[:, -1] >= rules.min_participants).sum(axis=1) >= rules.least_low_procedures).tolist()
    )
    assert 0 < sum(listed) < 60


def test_a_rule_of_two_years_asks_for_a_low_year_before() -> None:
    rules = rule_set("double-failure")
    counts = np.zeros((2, 2, len(rules.procedure)), dtype=np.int64)
    pupils = counts + 20
    counts[1, 0] = 20
    years = YearsCounted(("а", "б"), tuple("абвгдежз"[: counts.shape[2]]), (2023, 2024), pupils, counts)
    assert could_enter(years, rules).tolist() == [rules.listing_years <= 2, rules.listing_years == 1]
