"""By what a rule set lists schools: the number reaches the threshold exactly where the rule lists the school."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.measuring.listing import choices_of_lists, listing_of
from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.rules import RuleSet
from tests.findings.judged import DOUBLE_FAILURE, FEDERAL, QUARTILE, THREE_LISTS, OneYear, found

PAIRS = st.one_of(st.none(), st.integers(5, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
YEARS = st.lists(st.lists(PAIRS, min_size=4, max_size=4), min_size=3, max_size=3)


def deciding(rules: RuleSet, *years: OneYear) -> float | None:
    listing = listing_of(found(rules, {"a": years}), 2025)
    assert listing is not None
    assert listing.threshold == rules.threshold
    return listing.values.get("a")


def test_of_two_low_procedures_the_second_highest_share_decides() -> None:
    assert deciding(FEDERAL, [(5, 10), (4, 10), (1, 10)]) == pytest.approx(0.4)
    assert deciding(FEDERAL, [(10, 10), (0, 10), (1, 10)]) == pytest.approx(0.1)
    assert deciding(FEDERAL, [(3, 10), (30, 100)]) == 0.3


def test_a_procedure_of_few_pupils_does_not_count_and_a_school_with_one_left_has_no_number() -> None:
    assert deciding(FEDERAL, [(9, 9), (4, 10), (1, 10)]) == pytest.approx(0.1)
    assert deciding(FEDERAL, [(9, 9), (4, 10)]) is None


def test_a_rule_of_several_years_takes_the_lowest_of_them() -> None:
    assert THREE_LISTS.listing_years == 3
    high, low = [(5, 10)] * 4, [(4, 10)] * 4
    for years in ((high, high, low), (low, high, high)):
        assert deciding(THREE_LISTS, *years) == pytest.approx(0.4)
    assert listing_of(found(THREE_LISTS, {"a": [high, high]}), 2025) is None


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([FEDERAL, QUARTILE, THREE_LISTS]), st.lists(YEARS, min_size=1, max_size=3))
def test_the_number_reaches_the_threshold_exactly_where_the_rule_lists_the_school(
    rules: RuleSet, drawn: list[list[OneYear]]
) -> None:
    seen = found(rules, {f"s{place}": years for place, years in enumerate(drawn)})
    listing = listing_of(seen, 2025)
    assert listing is not None
    for row in seen.decisions.to_pylist():
        value = listing.values.get(row["school"])
        assert (value is not None and value >= listing.threshold) == (row["status"] in ON_THE_LIST)


def test_a_rule_that_counts_pupils_has_no_threshold_to_stand_near() -> None:
    seen = found(DOUBLE_FAILURE, {"a": [[(5, 10)] * 4, [(5, 10)] * 4]})
    assert listing_of(seen, 2025) is None
    assert choices_of_lists({2025: seen}).listings == ()
    assert choices_of_lists({2025: seen}).listing_years == DOUBLE_FAILURE.listing_years


def test_each_start_has_the_list_before_it_and_the_longest_look_back_counts() -> None:
    federal, three = (found(rules, {"a": [[(5, 10)] * 4] * 3}) for rules in (FEDERAL, THREE_LISTS))
    chosen = choices_of_lists({2026: three, 2025: federal})
    assert [one.start for one in chosen.listings] == [2025, 2026]
    assert chosen.listing_years == 3
    assert choices_of_lists({}).listings == ()
