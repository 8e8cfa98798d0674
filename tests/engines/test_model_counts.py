"""What models and growth percentiles are counted from is the same on both engines."""

import narwhals.stable.v2 as nw
import pytest

from opora.analysis.growth import GrowthColumns, growth_of_schools
from opora.analysis.growth_percentiles.panel import Columns, Progression, panel_of
from opora.analysis.growth_shapes import fifths_of
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.model import _asked
from opora.analysis.mixed_models.moments import counted_moments
from opora.analysis.mixed_models.rows import LevelOrders, used_rows
from opora.measuring.chosen_rows import Condition, rows_where
from opora.store.engine import Engine
from tests.engines.conftest import Both
from tests.engines.drawn import pupils_of_schools, years_of_pupils


@pytest.mark.parametrize(
    "formula",
    [
        "score ~ prior + sex + rural + (1|municipality/school)",
        "score ~ scale(prior) + sex:prior + (prior|school)",
        "score ~ I(prior^2) + (1|school) + (1|rater)",
    ],
)
def test_cells_and_cross_products_of_a_mixed_model(both: Both, formula: str) -> None:
    def count(engine: Engine) -> object:
        read = read_formula(formula)
        used = used_rows(engine.lazy(pupils_of_schools()), read, LevelOrders({}, {}))
        levels = {name: coding.levels for name, coding in used.codings.items()}
        return used.total, levels, counted_moments(_asked(read, used))

    total, _, moments = both.agree_on(count)
    assert 300 < moments.n < total == 600


def test_growth_by_fifths_of_earlier_results(both: Both) -> None:
    def count(engine: Engine) -> object:
        rows = engine.lazy(pupils_of_schools()).drop_nulls().filter(nw.col("score").is_finite())
        return fifths_of(rows.with_columns(v0=nw.col("score"), expected=nw.col("prior") * 0.5), "school", "prior")

    assert both.agree_on(count).pupils.sum() > 300


def test_the_growth_of_schools_is_solved_to_the_same_numbers(both: Both) -> None:
    columns = GrowthColumns("school", "score", ("prior",))
    found = both.agree_on(lambda engine: growth_of_schools(engine.lazy(pupils_of_schools()), columns).table, 1e-8)
    assert len(found) == 24


def test_scores_of_pupils_side_by_side(both: Both) -> None:
    columns = Columns("id", "year", "grade", "score", "school")

    def count(engine: Engine) -> object:
        chosen = rows_where(engine.lazy(years_of_pupils()), [Condition("year", "2024_2025")])
        records = panel_of(engine.lazy(years_of_pupils()), columns, Progression.until("2024_2025", [3, 4, 5]))
        pooled = [sorted(one.tolist()) for one in records.pooled]
        counts = (records.repeated_rows, records.without_score, records.other_grade)
        return records.id, records.school, records.score, records.priors, pooled, counts, chosen

    *_, counts, _ = both.agree_on(count)
    assert min(counts) > 0
