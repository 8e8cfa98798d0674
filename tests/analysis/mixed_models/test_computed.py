"""Columns that a formula computes: the names and numbers of R, and what is said of what cannot be computed."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, explained_rows, mixed_model
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


def poly_of_r(x: np.ndarray, degree: int) -> np.ndarray:
    """Return R's poly(x, degree), transcribed: QR of the powers of the centred column."""
    q, r = np.linalg.qr((x - x.mean())[:, None] ** np.arange(degree + 1))
    raw = q * np.diagonal(r)
    return raw[:, 1:] / np.sqrt((raw[:, 1:] ** 2).sum(axis=0))


@pytest.mark.parametrize("degree", [1, 2, 3, 5])
def test_polynomials_are_those_of_r(degree: int) -> None:
    table = pupils()
    made = poly_of_r(table["x"].to_numpy(), degree)
    names = [f"p{power}" for power in range(1, degree + 1)]
    known = fitted(table.with_columns(pl.DataFrame(made, names)), f"y ~ {' + '.join(names)} + (1|g)")
    model = fitted(table, f"y ~ poly(x, {degree}) + (1|g)")
    label = f"poly(x, {degree})"
    assert list(model.fixed)[1:] == ([label] if degree == 1 else [f"{label}{power}" for power in range(1, degree + 1)])
    assert [one.estimate for one in model.fixed.values()] == pytest.approx(
        [one.estimate for one in known.fixed.values()], rel=1e-8
    )
    assert [one.se for one in model.fixed.values()] == pytest.approx([one.se for one in known.fixed.values()], rel=1e-8)
    assert model.criterion == pytest.approx(known.criterion, rel=1e-11)


def test_a_polynomial_leans_on_the_rows_dropped_for_other_gaps_too() -> None:
    table = pupils().with_columns(y=pl.when(pl.int_range(40) < 10).then(None).otherwise(pl.col("y")))
    made = pl.DataFrame(poly_of_r(table["x"].to_numpy(), 2), ["p1", "p2"])
    known = fitted(table.with_columns(made), "y ~ p1 + p2 + (1|g)")
    model = fitted(table, "y ~ poly(x, 2) + (1|g)")
    assert model.n == 30
    assert model.fixed["poly(x, 2)2"].estimate == pytest.approx(known.fixed["p2"].estimate)


def test_polynomials_cross_with_words_vary_between_schools_and_may_be_raw() -> None:
    table = pupils()
    crossed = fitted(table, "y ~ poly(x, 2) * f + (1|g)")
    assert list(crossed.fixed)[4:] == ["poly(x, 2)1:fb", "poly(x, 2)2:fb"]
    by_school = fitted(table, "y ~ x + (poly(x, degree = 1)|g)").groups[0]
    assert list(by_school.sd) == ["(Intercept)", "poly(x, degree = 1)"]
    raw = fitted(table, "y ~ poly(x, 2, raw = TRUE) + (1|g)")
    plain = fitted(table, "y ~ x + I(x^2) + (1|g)")
    assert list(raw.fixed)[1] == "poly(x, 2, raw = TRUE)1"
    assert raw.criterion == pytest.approx(plain.criterion, rel=1e-12)
    assert fitted(table, "y ~ poly(log(x), 2) + (1|g)").converged


def test_an_offset_counts_in_the_expected_result_without_a_coefficient() -> None:
    table = pupils()
    model = fitted(table, "y ~ offset(log(x)) + f + offset(2 * x) + (1|g)")
    known = fitted(table.with_columns(y=pl.col("y") - pl.col("x").log() - 2 * pl.col("x")), "y ~ f + (1|g)")
    assert list(model.fixed) == ["(Intercept)", "fb"]
    assert model.criterion == pytest.approx(known.criterion, rel=1e-12)
    assert model.fixed["fb"].estimate == pytest.approx(known.fixed["fb"].estimate)
    rows = nw.from_native(table.lazy())
    explained, names = explained_rows(rows, model)
    away = explained.select(away=nw.col(names["y"]) - nw.col("expected")).collect().to_native()["away"]
    by_hand = [
        y - np.log(x) - 2 * x - model.fixed["(Intercept)"].estimate - (f == "b") * model.fixed["fb"].estimate
        for y, x, f in table.select("y", "x", "f").iter_rows()
    ]
    assert away.to_list() == pytest.approx(by_hand)


def test_a_row_without_its_offset_is_dropped() -> None:
    table = pupils().with_columns(x=pl.when(pl.int_range(40) < 3).then(None).otherwise(pl.col("x")))
    assert fitted(table, "y ~ f + offset(x) + (1|g)").n == 37


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
        ("y ~ scale(scale(x)) + (1|g)", "берётся от столбцов"),
        ("y ~ poly(x, 7) + (1|g)", "со степенью от 1 до 6"),
        ("y ~ poly(x, x) + (1|g)", "Понятны"),
        ("y ~ poly(x, 1, degree = 2) + (1|g)", "Ожидается poly(x, степень)"),
        ("y ~ poly(g, 5, coefs = 1) + (1|g)", "Ожидается poly(x, степень)"),
        ("y ~ poly(two, 2) + (1|g)", "разных чисел в столбце слишком мало"),
        ("poly(y, 2) ~ x + (1|g)", "Слева от ~ ожидается одно число"),
        ("y ~ x:offset(x) + (1|g)", "Рядом с offset() ожидается «+»"),
        ("y ~ x + (offset(x)|g)", "отдельным слагаемым"),
        ("y ~ x + offset(f) + (1|g)", "столбец «f» – не числа, а слова"),
        ("y ~ x + (0|g)", "слева и справа от черты"),
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
    table = pl.concat([pupils()] * 12).with_columns(one=pl.lit(1.0), two=pl.col("g") % 2)
    codes = [str(number) if number <= 400 else "н/а" for number in range(1, 481)]
    with pytest.raises(AnalysisRefusedError) as refused:
        fitted(table.with_columns(code=pl.Series(codes)), formula)
    assert said in str(refused.value)
