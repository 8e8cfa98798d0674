"""Tracks and places of schools drawn by hand."""

import numpy as np
import pyarrow as pa
import pytest

from opora.analysis.school_context.tracks import CONTEXT, SchoolFacts, context_of_schools, resilient_for


def facts(count: int = 20, **changed: float) -> SchoolFacts:
    """Return schools from bad to good context whose results follow it exactly, but for those changed."""
    results = [float(place) for place in range(count)]
    for name, value in changed.items():
        results[int(name.removeprefix("school_"))] = value
    shares = [place / count for place in range(count)]
    return SchoolFacts([f"s{place:02d}" for place in range(count)], {"share_both_parents_higher": shares}, results, {})


def by_school(found: SchoolFacts) -> dict[str, dict]:
    table = context_of_schools(found, {"share_both_parents_higher": 1}).table
    assert table.schema == CONTEXT
    return {row["school"]: row for row in table.to_pylist()}


def test_the_tracks_are_parted_by_a_border_zone() -> None:
    rows = by_school(facts())
    assert [rows[f"s{place:02d}"]["track"] for place in (0, 8, 9, 10, 11, 19)] == [
        "unfavourable", "border", "border", "border", "border", "favourable"
    ]  # fmt: skip
    assert rows["s00"]["track_reasons"] == "Оба родителя с высшим образованием -1.6"


def test_a_high_result_in_a_bad_context_is_resilient_and_in_a_good_one_is_not() -> None:
    rows = by_school(facts(school_1=18.0, school_18=30.0))
    assert rows["s01"]["place"] == "resilient"
    assert rows["s18"]["place"] == "above-expected"
    assert rows["s01"]["difference"] > 0


def test_a_low_result_in_a_good_context_is_below_what_is_expected() -> None:
    rows = by_school(facts(school_18=1.0))
    assert (rows["s18"]["track"], rows["s18"]["place"]) == ("favourable", "below-expected")
    assert rows["s18"]["expected"] == pytest.approx(18, abs=1.5)  # its own result is not in its expectation


def test_of_five_schools_nothing_is_said_but_their_context() -> None:
    rows = by_school(facts(5))
    assert {row["place"] for row in rows.values()} == {"cannot-tell"}
    assert all(row["expected"] is None for row in rows.values())
    assert rows["s04"]["index"] > 60


def test_a_missing_size_does_not_lose_a_school() -> None:
    known = facts()
    sizes = [None, *np.linspace(3, 7, 19)]
    rows = by_school(SchoolFacts(known.schools, known.indicators, known.results, {"size": sizes}))
    assert rows["s00"]["expected"] is not None


def test_resilience_is_counted_in_years_without_a_break() -> None:
    def year(**places: str) -> pa.Table:
        return pa.table({"school": list(places), "place": list(places.values())})

    last = year(a="resilient", b="resilient", c="as-expected", d="resilient")
    before = year(a="resilient", b="cannot-tell", c="resilient", d="resilient")
    first = year(a="resilient", b="resilient", c="resilient")
    assert resilient_for([last, before, first]) == {"a": 3, "b": 1, "d": 2}
