"""What models and growth percentiles are counted from is the same on both engines."""

from functools import partial

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from opora.analysis.found_words import require_numbers_in, require_whole_numbers_in
from opora.analysis.growth import GrowthColumns, growth_of_schools
from opora.analysis.growth_percentiles.panel import Columns, Progression, panel_of
from opora.analysis.growth_shapes import fifths_of
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.model import _asked
from opora.analysis.mixed_models.moments import counted_moments
from opora.analysis.mixed_models.rows import LevelOrders, used_rows
from opora.measuring.chosen_rows import Condition, rows_where, values_of
from opora.store.engine import Engine
from opora.vocabulary.refusal import AnalysisRefusedError, require_all
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
        counts = (records.repeated_rows, records.without_score, records.nameless, records.other_grade)
        return records.id, records.school, records.score, records.priors, pooled, counts, chosen

    *_, counts, _ = both.agree_on(count)
    assert min(counts) > 0


def test_what_is_odd_in_columns_of_numbers_is_said_in_the_same_words(both: Both) -> None:
    odd = pa.table(
        {
            "балл №": [5.0, 1e18, float("inf"), None],
            "слова": ["н/я", "1", "2,5", None],
            "части": [1.0, 2.5, float("nan"), 3.0],
            "класс": [4.0, 4.5, float("nan"), 1e300],
        }
    )

    def said(engine: Engine) -> list[str]:
        rows = engine.lazy(odd)
        requirements = (
            partial(require_numbers_in, rows, odd.column_names[:3], "Ожидаются числа."),
            partial(require_whole_numbers_in, rows, ["части"], (0, 5), "Ожидаются баллы."),
        )
        with pytest.raises(AnalysisRefusedError) as refused:
            require_all(*requirements)
        values = [str(value) for value in values_of(rows, "слова")]
        columns = Columns("слова", "части", "класс", "балл №")
        return [
            *str(refused.value).splitlines(),
            *values,
            str(panel_of(rows, columns, Progression.until("25", [3, 4])).nameless),
        ]

    found = both.agree_on(said)
    assert [line.split(",")[0] for line in found[:3]] == [
        "Столбец «балл №»: найдено 1e+18", "Столбец «слова» – не числа: «2", "Столбец «части»: найдено 2.5"
    ]  # fmt: skip
    assert found[3:] == ["1", "2,5", "н/я", "3"]
