"""Whatever the table holds, an answer comes: numbers, or a reason why not."""

from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.analysis.support_effect.words import REASONS
from opora.measuring.support_effect import Choices, Listing, SchoolResults, SchoolYear, Support, effect_of_support

SCHOOLS, YEARS = 30, (2020, 2021, 2022, 2023)
CELLS = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1))
STARTS = st.one_of(st.none(), st.integers(2019, 2025))
KINDS = st.frozensets(st.sampled_from(["a", "b"]))


@st.composite
def asked(draw: st.DrawFn) -> tuple[SchoolResults, dict[str, Support], Choices]:
    schools = [f"s{place}" for place in range(SCHOOLS)]
    cells = draw(st.lists(CELLS, min_size=SCHOOLS * 4, max_size=SCHOOLS * 4))
    rows = tuple(
        SchoolYear(school, year, cell, None, draw(st.sampled_from([1.0, 5.0, 40.0])))
        for (school, year), cell in zip(((one, year) for one in schools for year in YEARS), cells, strict=True)
        if cell is not None
    )
    known = sorted({row.school for row in rows})
    starts = draw(st.lists(STARTS, min_size=len(known), max_size=len(known)))
    support = {one: Support(since, draw(KINDS)) for one, since in zip(known, starts, strict=True) if since is not None}
    listing = Listing({row.school: row.result for row in rows}, draw(st.floats(0, 1)), draw(st.booleans()))
    choices = Choices(draw(st.sampled_from(((), (listing,)))), draw(st.integers(0, 3)))
    context = {"x": {one: draw(st.sampled_from([0.0, 1.0])) for one in known}}
    return SchoolResults(rows, context=context), support, choices


@settings(max_examples=40, deadline=None)
@given(asked())
def test_an_answer_always_comes(case: tuple[SchoolResults, dict[str, Support], Choices]) -> None:
    results, support, choices = case
    if not support:
        return
    found = effect_of_support(results, support, choices)
    for one in (*found.methods, *found.kinds):
        assert (one.verdict == "cannot-tell") == (one.reason in REASONS) == (one.estimate is None)
        assert one.low is None or one.low <= one.estimate <= one.high
    assert "nan" not in str(asdict(found))
