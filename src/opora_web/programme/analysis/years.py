"""What analyses over years begin with: the counts of schools below the threshold, year by year, of a release."""

from functools import partial

import numpy as np

from opora.analysis.list_forecast import YearsCounted
from opora.measuring.counted_years import counted_of_history
from opora.measuring.list_forecast import ListForecast, list_forecast
from opora.pipeline import find
from opora.store import Release
from opora.vocabulary.rules import RuleSet
from opora_web.facts import Facts, rules_named

#: One seed for all: whoever asks, is told the same.
_SEED = 1

#: A school in a year weighs as much as so many results: the forecast is made anew for each year and set of schools.
_RESULTS_A_SCHOOL_YEAR = 40


def years_of(facts: Facts, rules: str) -> YearsCounted:
    """Return the counts of the release over its years, as a rule set counts them."""
    return facts.kept(f"counted-years-{rules}", partial(_years, facts, facts.release, rules_named(rules)))


def _years(facts: Facts, release: Release, rules: RuleSet) -> YearsCounted:
    return counted_of_history(find(release, facts.years[0], rules))


def forecast_of(facts: Facts, release: Release, rules: str) -> ListForecast:
    """Return the forecast of the year after the last one by a rule set."""
    chosen = rules_named(rules)
    return list_forecast(_years(facts, release, chosen), chosen, np.random.default_rng(_SEED))


def weight_of_years(facts: Facts) -> int:
    """Return how much work the years of all schools are, in results looked through."""
    return len(facts.schools) * len(facts.years) * _RESULTS_A_SCHOOL_YEAR
