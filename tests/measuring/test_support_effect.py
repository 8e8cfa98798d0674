"""The whole answer: what a page and a Word section are made of."""

from dataclasses import FrozenInstanceError, asdict, fields, replace

import numpy as np
import pytest

from opora.measuring.support_effect import (
    Choices,
    EffectOfSupport,
    Listing,
    SchoolResults,
    SchoolYear,
    Support,
    effect_of_support,
    effect_table,
    panel_of,
)
from opora.vocabulary.refusal import AnalysisRefusedError

SUPPORTED = {f"s{place:02d}": Support(2023, frozenset({"наставник"})) for place in range(14)}


def results(effect: float = -0.15, schools: int = 80) -> SchoolResults:
    """Return five years of shares of forty pupils; fourteen schools are supported since the fourth year."""
    draw = np.random.default_rng(3)
    level = draw.uniform(0.15, 0.35, schools)
    rows = []
    for year in range(2020, 2025):
        for place in range(schools):
            share = level[place] + (effect if place < 14 and year >= 2023 else 0) + (0.05 if place < 14 else 0)
            rows.append(SchoolYear(f"s{place:02d}", year, draw.binomial(40, max(share, 0.01)) / 40, None, 40))
    return SchoolResults(tuple(rows))


def test_every_method_stands_with_its_numbers_and_words() -> None:
    found = effect_of_support(results(), SUPPORTED)
    assert (found.verdict, found.verdict_words) == ("helped", "помогло")
    assert [one.method for one in found.methods] == [
        "regression-to-the-mean", "alike-schools", "difference-in-differences", "discontinuity",
    ]  # fmt: skip
    for one in found.methods:
        assert one.words
        assert one.title
        assert (one.estimate is None) == (one.verdict == "cannot-tell")
        assert bool(one.reason) == (one.verdict == "cannot-tell")
    assert found.methods[0].estimate == pytest.approx(-0.15, abs=0.04)
    assert found.sentences[0] == "Помогло ли: помогло."
    assert "показатель и порог отбора не названы" in " ".join(found.sentences)
    assert (found.schools, found.supported, found.years) == (80, 14, (2020, 2021, 2022, 2023, 2024))
    assert [one.kind for one in found.kinds] == ["наставник"]
    assert found.kinds[0].verdict == "helped"
    assert {one.year for one in found.trends} == {-3, 0, 1}
    assert {one.title for one in found.balance} == {"Результат до", "Результат раньше"}


def test_the_threshold_is_looked_at_when_the_listing_is_named() -> None:
    running = {f"s{place:02d}": float(place < 14) for place in range(80)}
    found = effect_of_support(results(), SUPPORTED, Choices((Listing(running, 0.5),)))
    assert found.methods[3].reason == "few-near-threshold"


def test_the_answer_is_frozen_and_goes_into_a_table_as_it_is() -> None:
    found = effect_of_support(results(), SUPPORTED)
    with pytest.raises(FrozenInstanceError):
        found.verdict = "worse"  # type: ignore[misc]
    table = effect_table(found)
    assert table["name"].to_pylist() == [*(one.method for one in found.methods), "наставник"]
    assert table["estimate"].to_pylist()[0] == found.methods[0].estimate
    assert set(asdict(found)) == {one.name for one in fields(EffectOfSupport)}


def test_no_number_of_the_answer_is_not_a_number() -> None:
    lone = SchoolResults(tuple(SchoolYear(f"s{place:02d}", 2023, 0.2, None, 40) for place in range(30)))
    found = effect_of_support(lone, SUPPORTED)
    assert found.verdict == "cannot-tell"
    assert "nan" not in str(asdict(found)).replace("nanosecond", "")


def test_the_order_of_rows_a_common_shift_and_the_names_of_schools_change_nothing() -> None:
    plain = effect_of_support(results(), SUPPORTED)
    told = results()
    turned = SchoolResults(tuple(reversed(told.rows)))
    assert effect_of_support(turned, SUPPORTED).methods == plain.methods
    means = [SchoolYear(f"x{one.school}", one.year, one.result, 0.004) for one in told.rows]
    lifted = [replace(one, result=one.result + 7) for one in means]
    supported = {f"x{school}": support for school, support in SUPPORTED.items()}
    low, high = (effect_of_support(SchoolResults(tuple(rows), is_share=False), supported) for rows in (means, lifted))
    for here, there in zip(low.methods, high.methods, strict=True):
        assert here.verdict == there.verdict
        assert (here.estimate is None) or here.estimate == pytest.approx(there.estimate, abs=1e-9)


def test_where_more_is_better_the_same_numbers_turned_over_say_the_same() -> None:
    told = results()
    turned = SchoolResults(tuple(replace(one, result=1 - one.result) for one in told.rows), less_is_better=False)
    plain, over = effect_of_support(told, SUPPORTED), effect_of_support(turned, SUPPORTED)
    assert [one.verdict for one in plain.methods] == [one.verdict for one in over.methods]
    assert over.methods[0].estimate == pytest.approx(-plain.methods[0].estimate)
    assert over.methods[0].low == pytest.approx(-plain.methods[0].high)


def test_a_supported_school_without_results_is_named_in_the_notes() -> None:
    found = effect_of_support(results(), SUPPORTED | {"чужая": Support(2023)})
    assert "Нет результатов у поддержанных школ: чужая." in found.notes


def test_codes_that_nobody_has_are_answered_with_those_there_are() -> None:
    with pytest.raises(AnalysisRefusedError, match="например s00, s01, s02"):
        effect_of_support(results(), {"чужая": Support(2023)})


def test_a_school_twice_in_a_year_is_answered_with_its_place() -> None:
    rows = results().rows
    with pytest.raises(AnalysisRefusedError, match="«s00» стоит в 2020 году дважды"):
        panel_of(SchoolResults((*rows, rows[0])), SUPPORTED)


def test_a_mean_has_the_noise_that_is_told_and_a_share_that_of_its_pupils() -> None:
    told = SchoolResults((SchoolYear("a", 2020, 3.5, 0.04, 20), SchoolYear("b", 2020, 4.0)), False, False)
    panel, _ = panel_of(told, {"a": Support(2021)})
    assert panel.noise[0, 0] == 0.04
    assert np.isnan(panel.noise[1, 0])
    assert not panel.less_is_better
    assert np.isfinite(panel_of(results(), SUPPORTED)[0].noise).all()
