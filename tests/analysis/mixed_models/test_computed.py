"""Columns that a formula computes: the names and numbers of R, and what is said of what cannot be computed."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, mixed_model
from opora.analysis.mixed_models.formula import read_formula
from opora.vocabulary.refusal import AnalysisRefusedError


def fitted(table: pl.DataFrame, formula: str) -> MixedModel:
    return mixed_model(nw.from_native(duckdb.connect().from_arrow(table.to_arrow())), formula)


def pupils() -> pl.DataFrame:
    """Return forty pupils of eight schools."""
    draw = np.random.default_rng(8)
    school, x = np.repeat(np.arange(8), 5), draw.gamma(2, 3, 40) + 0.1
    y = 5 + x + draw.normal(0, 2, 8)[school] + draw.normal(0, 1, 40)
    return pl.DataFrame({"y": y, "x": x, "g": school, "f": draw.choice(["a", "b"], 40)})


@pytest.mark.parametrize(
    ("written", "by_hand"),
    [
        ("scale(x)", lambda x: (x - x.mean()) / x.std()),
        ("I(scale(x)^2)", lambda x: ((x - x.mean()) / x.std()) ** 2),
        ("scale(log(x))", lambda x: (x.log() - x.log().mean()) / x.log().std()),
        ("scale(x, scale = FALSE)", lambda x: x - x.mean()),
        ("scale(x, center = FALSE)", lambda x: x / np.sqrt((x**2).sum() / 39)),
        ("scale(x, 2, 4)", lambda x: (x - 2) / 4),
        ("I(x - mean(x))", lambda x: x - x.mean()),
        ("I(mean(x)/x + mean(x^2))", lambda x: x.mean() / x + (x**2).mean()),
        ("log(x, base = 2)", lambda x: x.log(2)),
        ("I(log(10) - x^0.5)", lambda x: np.log(10) - x.sqrt()),
        ("I(1e-04 * x + 1e+05)", lambda x: 1e-4 * x + 1e5),
    ],
)
def test_a_computed_column_is_that_of_r(written: str, by_hand) -> None:  # noqa: ANN001 - a function of a column
    table = pupils()
    model = fitted(table, f"y ~ {written} + (1|g)")
    known = fitted(table.with_columns(made=by_hand(table["x"])), "y ~ made + (1|g)")
    assert list(model.fixed) == ["(Intercept)", written]
    assert model.criterion == pytest.approx(known.criterion, rel=1e-11)
    assert model.fixed[written].estimate == pytest.approx(known.fixed["made"].estimate, rel=1e-8)


def test_a_computed_response_is_computed() -> None:
    table = pupils()
    model = fitted(table, "scale(y) ~ x + (1|g)")
    known = fitted(table.with_columns(made=(pl.col("y") - pl.col("y").mean()) / pl.col("y").std()), "made ~ x + (1|g)")
    assert model.sigma == pytest.approx(known.sigma, rel=1e-9)


def test_rows_dropped_for_other_gaps_still_count_in_a_mean_as_in_r() -> None:
    table = pupils().with_columns(y=pl.when(pl.int_range(40) < 10).then(None).otherwise(pl.col("y")))
    gaps = table.with_columns(x=pl.when(pl.int_range(40) == 39).then(None).otherwise(pl.col("x")))
    known = gaps.with_columns(made=(pl.col("x") - pl.col("x").mean()) / pl.col("x").std())
    model = fitted(gaps, "y ~ scale(x) + (1|g)")
    assert model.n == 29
    assert model.fixed["scale(x)"].estimate == pytest.approx(fitted(known, "y ~ made + (1|g)").fixed["made"].estimate)
    assert model.fixed["(Intercept)"].estimate == pytest.approx(
        fitted(known, "y ~ made + (1|g)").fixed["(Intercept)"].estimate
    )


def test_names_are_written_as_r_writes_them() -> None:
    labels = {
        "I(f=='a')": 'I(f == "a")',
        "log(x+0.0001)": "log(x + 1e-04)",
        "I(x/100000)": "I(x/1e+05)",
        "I(x/1000)": "I(x/1000)",
        "scale(x,scale=FALSE)": "scale(x, scale = FALSE)",
    }
    for written, label in labels.items():
        assert read_formula(f"y ~ {written} + (1|g)").fixed.terms[0][0].label == label


@pytest.mark.parametrize("random", ["(1|factor(g))", "(1|as.factor( g ))"])
def test_a_grouping_may_be_called_a_factor(random: str) -> None:
    table = pupils()
    model = fitted(table, f"y ~ x + {random}")
    assert model.groups[0].group == random[3:-1].replace(" ", "")
    assert model.criterion == pytest.approx(fitted(table, "y ~ x + (1|g)").criterion)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("y ~ I(x, 2) + (1|g)", "Понятны"),
        ("y ~ log(x, 2, 3) + (1|g)", "Понятны"),
        ("y ~ log(x, f) + (1|g)", "Понятны"),
        ("y ~ scale(x, what = 1) + (1|g)", "Понятны"),
        ("y ~ poly(x, 2) + (1|g)", "Понятны"),
        ("y ~ scale(scale(x)) + (1|g)", "берётся от столбцов"),
        ("y ~ I(1/0) + (1|g)", "Ожидается название столбца"),
        ("1 ~ x + (1|g)", "Ожидается название столбца"),
        ("y ~ . + (1|g)", "точка вместо них не понятна"),
        ("y ~ x + (1|log(g))", "ожидается school, a:b или a/b"),
        ("y ~ x + (1|factor(g, f))", "название одного столбца"),
        ("y ~ x + (1|g) * f", "Рядом со случайной частью ожидается «+»"),
        ("y ~ I(x/0) + (1|g)", "Нет ни одной строки"),
        ("y ~ scale(one) + (1|g)", "Нет ни одной строки"),
        ("y ~ I(f > 1) + (1|g)", "столбец «f» – не числа, а слова: «a», «b»."),
        ("nope ~ X + zzz + (1|g)", "Столбца «nope» в таблице нет.\nСтолбца «X» в таблице нет. Возможно, «x»?\n"),
        ("f ~ log(code) + (1|g)", "Результат «f» – не число: «a», «b». Слева от ~"),
        ("f ~ log(code) + (1|g)", "log(code): столбец «code» – не числа, а слова: «н/а»."),
        ("y ~ code + (1|g)", "Больше всего даёт «code»: разных значений 401 – 1, 10, 100"),
    ],
)
def test_what_cannot_be_computed_is_answered(formula: str, said: str) -> None:
    table = pl.concat([pupils()] * 12).with_columns(one=pl.lit(1.0))
    codes = [str(number) if number <= 400 else "н/а" for number in range(1, 481)]
    with pytest.raises(AnalysisRefusedError) as refused:
        fitted(table.with_columns(code=pl.Series(codes)), formula)
    assert said in str(refused.value)
