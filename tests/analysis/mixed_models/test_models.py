"""Models with an answer known by hand, rows with gaps, and what is said of tables that allow no model."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, mixed_model
from opora.vocabulary.refusal import AnalysisRefusedError


def fitted(table: pl.DataFrame, formula: str, **options: object) -> MixedModel:
    rows = duckdb.connect().from_arrow(table.to_arrow())
    return mixed_model(nw.from_native(rows), formula, **options)  # type: ignore[arg-type]


def balanced(shift: float = 0.0) -> tuple[pl.DataFrame, np.ndarray]:
    """Return six groups of four; with a shift the groups differ by more than chance."""
    y = np.random.default_rng(2).normal(0, 1, (6, 4)) + shift * np.arange(6)[:, None]
    return pl.DataFrame({"y": y.ravel(), "g": np.repeat(np.arange(6), 4)}), y


def test_a_balanced_table_gives_the_closed_form_of_analysis_of_variance() -> None:
    """REML of a balanced one-way layout: σ² = MSE, τ² = (MSA − MSE)/n, shrinkage nτ²/(nτ² + σ²)."""
    table, y = balanced(1.0)
    model = fitted(table, "y ~ 1 + (1|g)")
    between, within = 4 * y.mean(axis=1).var(ddof=1), y.var(axis=1, ddof=1).mean()
    spread = (between - within) / 4
    assert model.sigma == pytest.approx(np.sqrt(within), rel=1e-9)
    assert model.groups[0].sd["(Intercept)"] == pytest.approx(np.sqrt(spread), rel=1e-9)
    assert model.fixed["(Intercept)"].estimate == pytest.approx(y.mean(), rel=1e-12)
    assert model.fixed["(Intercept)"].se == pytest.approx(np.sqrt(between / 24), rel=1e-9)
    shrunken = (y.mean(axis=1) - y.mean()) * 4 * spread / (4 * spread + within)
    assert model.effects["estimate"].to_pylist() == pytest.approx(shrunken, rel=1e-8)


def test_few_groups_that_differ_much_are_found_among_many_rows() -> None:
    """A balanced two-way layout has closed forms too; many rows must not end the search before the few groups do."""
    draw = np.random.default_rng(2)
    effects = 30 * draw.normal(size=(5, 1, 1)) + 0.2 * draw.normal(size=(1, 7, 1))
    y = effects + draw.normal(size=(5, 7, 6_000))
    a, b, _ = np.indices(y.shape)
    table = pl.DataFrame({"y": y.ravel(), "a": a.ravel(), "b": b.ravel()})
    model = fitted(table, "y ~ 1 + (1|a) + (1|b)")
    means = y.mean(axis=(1, 2)), y.mean(axis=(0, 2))
    rest = y - means[0][:, None, None] - means[1][None, :, None] + y.mean()
    within = (rest**2).sum() / (y.size - 5 - 7 + 1)
    spreads = [np.sqrt(one.var(ddof=1) - within * len(one) / y.size) for one in means]
    assert model.converged
    assert model.sigma == pytest.approx(np.sqrt(within), rel=1e-9)
    assert {one.group: one.sd["(Intercept)"] for one in model.groups} == pytest.approx(
        dict(zip("ab", spreads, strict=True)), rel=1e-7
    )


def test_groups_that_differ_by_less_than_chance_have_no_spread_and_it_is_said() -> None:
    y = np.tile([0.0, 1, 2, 4], 6) + np.random.default_rng(1).normal(0, 0.01, 24)
    model = fitted(pl.DataFrame({"y": y, "g": np.repeat(np.arange(6), 4)}), "y ~ 1 + (1|g)")
    assert model.is_singular
    assert model.converged
    assert model.groups[0].sd == {"(Intercept)": 0.0}
    assert set(model.effects["estimate"].to_pylist()) == {0.0}
    assert model.sigma == pytest.approx(y.std(ddof=1), rel=1e-12)


def test_a_correlation_of_one_is_the_edge_and_it_is_said() -> None:
    draw = np.random.default_rng(0)
    group, x = np.repeat(np.arange(8), 5), draw.normal(size=40)
    effect = draw.normal(size=8)[group]
    y = 1 + x + effect + 2 * effect * x + draw.normal(0, 0.1, 40)
    model = fitted(pl.DataFrame({"y": y, "x": x, "g": group}), "y ~ x + (x|g)")
    assert model.is_singular
    assert model.converged
    assert model.groups[0].correlation == pytest.approx(1.0, abs=1e-9)
    assert model.groups[0].theta[2] == 0.0


def test_rows_with_gaps_are_dropped_and_counted() -> None:
    table, _ = balanced(1.0)
    words = ["NA", "", None, "u", "v", "u"] * 4
    gaps = table.with_columns(
        sex=pl.Series(words), x=pl.Series([float("nan"), None, *range(22)], strict=False), unused=pl.lit(None)
    )
    model = fitted(gaps, "y ~ x + sex + (1|g)")
    assert (model.n, model.dropped) == (12, 12)
    kept = gaps.filter(pl.col("sex").is_in(["u", "v"]) & pl.col("x").is_not_nan())
    assert fitted(kept, "y ~ x + sex + (1|g)").criterion == pytest.approx(model.criterion, rel=1e-13)


def test_columns_that_add_nothing_are_dropped_and_named() -> None:
    table, _ = balanced(1.0)
    x = np.random.default_rng(4).normal(size=24)
    wider = table.with_columns(x=x, twice=2 * x + 3, five=pl.lit(5.0))
    model = fitted(wider, "y ~ x + twice + five + (1|g)")
    assert model.dropped_columns == ["twice", "five"]
    assert model.criterion == pytest.approx(fitted(wider, "y ~ x + (1|g)").criterion, rel=1e-12)


def test_numbers_far_from_zero_lose_no_digits() -> None:
    table, _ = balanced(1.0)
    x = np.random.default_rng(4).normal(size=24)
    near = fitted(table.with_columns(x=x), "y ~ x + (x|g)")
    far = fitted(table.with_columns(x=x + 1e5, y=pl.col("y") + 1e6), "y ~ x + (0 + x|g) + I(x^2)")
    also = fitted(table.with_columns(x=x + 1e5, y=pl.col("y") + 1e6), "y ~ x + (x|g)")
    assert also.criterion == pytest.approx(near.criterion, rel=1e-7)
    assert also.fixed["x"].estimate == pytest.approx(near.fixed["x"].estimate, rel=1e-6)
    assert far.converged


def test_many_columns_are_multiplied_in_blocks_of_rows_to_the_last_digits() -> None:
    """Forty thousand rows are three blocks; all columns lie far from zero, and the last two lie near each other."""
    draw = np.random.default_rng(8)
    x = draw.normal(1e4, 1, (40_000, 20))
    x[:, 19] = x[:, 18] + draw.normal(0, 1e-3, 40_000)
    group = draw.integers(0, 50, 40_000)
    y = 1e6 + x @ np.linspace(-1, 1, 20) + draw.normal(0, 1, 50)[group] + draw.normal(0, 1, 40_000)
    table = pl.DataFrame({"y": y, "g": group, **{f"x{number}": column for number, column in enumerate(x.T)}})
    formula = f"y ~ {' + '.join(f'x{number}' for number in range(20))} + (1|g)"
    model = fitted(table, formula)
    theta = model.groups[0].theta[0]
    members = np.equal.outer(np.arange(50), group).astype(float)
    shrunken = 1 - 1 / np.sqrt(1 + theta**2 * members.sum(axis=1))  # V^(−1/2) takes this share of a group's mean off

    def weighed(columns: np.ndarray) -> np.ndarray:
        return columns - members.T @ ((shrunken / members.sum(axis=1))[:, None] * (members @ columns))

    whole = weighed(np.column_stack([np.ones(40_000), x - 1e4, y]))
    known = np.linalg.lstsq(whole[:, :-1], whole[:, -1])[0]
    assert [one.estimate for one in model.fixed.values()][1:] == pytest.approx(known[1:], rel=1e-8)
    other = mixed_model(nw.from_native(table.lazy()), formula)
    assert other.criterion == pytest.approx(model.criterion, rel=1e-10)


def test_levels_of_numbers_words_and_truths_have_the_names_of_r() -> None:
    table, _ = balanced(1.0)
    wider = table.with_columns(half=pl.col("g") / 2, big=pl.col("g") > 2)
    assert fitted(wider, "y ~ 1 + (1|half)").effects["level"].to_pylist() == ["0", "0.5", "1", "1.5", "2", "2.5"]
    assert fitted(wider, "y ~ 1 + (1|big)").effects["level"].to_pylist() == ["FALSE", "TRUE"]
    nested = fitted(wider, "y ~ 1 + (1|big/g)").effects.to_pylist()
    assert [row["level"] for row in nested if row["group"] == "g:big"][:2] == ["0:FALSE", "1:FALSE"]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("Y ~ 1 + (1|g)", "Столбца «Y» в таблице нет. Возможно, «y»?"),
        ("y ~ zzz + (1|g)", "Столбца «zzz» в таблице нет. Есть: y, g, f, one, x"),
        ("f ~ 1 + (1|g)", "Результат «f» – не число: «q», «u», «v». Слева от ~"),
        ("y ~ 1 + (1|one)", "В группировке «one» одна группа – k."),
        ("y ~ one + (1|g)", "одно значение – k"),
        ("y ~ 1 + (1|x)", "эффектов 24, а строк 24"),
        ("y ~ x + (x + f|g)", "эффектов 30, а строк 24"),
        ("y ~ I(f * 2) + (1|g)", "столбец «f» – не числа, а слова: «q», «u», «v»."),
        ("y ~ log(minus) + (1|g)", "Нет ни одной строки"),
        ("x ~ I(x * 2) + (1|g)", "в точности складывается"),
        ("y ~ 0 + (1|g)", "нет ни одного постоянного слагаемого"),
        ("half ~ 1 + (1|g)", "Внутри групп результат в точности складывается"),
        ("y ~ 1 + (1|g) + (x|g)", "В группировке «g» слагаемое (Intercept) стоит дважды"),
        ("y ~ 1 + (minus|g)", "В случайной части по «g» столбец «minus» складывается"),
        ("y ~ 1 + (x + twice|g)", "В случайной части по «g» столбец «twice» складывается"),
        ("y ~ factor(g) + (1|g)", "Разброс между группами «g» по этим строкам не определить"),
    ],
)
def test_a_table_that_allows_no_model_is_answered(formula: str, said: str) -> None:
    table, _ = balanced(1.0)
    words = pl.Series(["u", "v", "w", "q"] * 6)
    wider = table.with_columns(f=words, one=pl.lit("k"), x=pl.Series(np.sqrt(np.arange(24.0))), minus=pl.lit(-1.0))
    wider = wider.with_columns(half=pl.col("g") / 2, twice=pl.col("x") * 2)
    with pytest.raises(AnalysisRefusedError) as refused:
        fitted(wider, formula)
    assert said in str(refused.value)


def test_an_order_of_levels_that_names_what_is_not_there_is_answered() -> None:
    table, _ = balanced(1.0)
    wider = table.with_columns(sex=pl.Series(["M", "F"] * 12))
    with pytest.raises(AnalysisRefusedError, match="значения «Male» нет"):
        fitted(wider, "y ~ sex + (1|g)", levels={"sex": ["Male", "Female"]})
    with pytest.raises(AnalysisRefusedError, match=r"Столбца «sax» в таблице нет. Возможно, «sex»"):
        fitted(wider, "y ~ sex + (1|g)", levels={"sax": ["M"]})
    assert list(fitted(wider, "y ~ sex + (1|g)", levels={"sex": ["M", "F", "X"]}).fixed) == ["(Intercept)", "sexF"]


@pytest.mark.slow
def test_estimates_of_many_made_up_regions_are_right_on_average() -> None:
    """A hundred regions with a known truth: neither effect nor spread is off, and 95 % intervals cover it."""
    draw = np.random.default_rng(11)
    found, covered = [], 0
    for _ in range(100):
        school = np.repeat(np.arange(20), 8)
        x = draw.normal(size=160)
        y = 2 + 0.5 * x + draw.normal(0, 0.6, 20)[school] + draw.normal(0, 1, 160)
        model = fitted(pl.DataFrame({"y": y, "x": x, "school": school}), "y ~ x + (1|school)")
        slope = model.fixed["x"]
        found.append((slope.estimate, model.groups[0].sd["(Intercept)"] ** 2, model.sigma))
        covered += abs(slope.estimate - 0.5) < 1.96 * slope.se
    means, errors = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(100)
    assert np.all(np.abs(means - [0.5, 0.36, 1.0]) < 3 * errors)
    assert 88 <= covered <= 99


DYESTUFF = [
    1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
    1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445,
]  # fmt: skip


@pytest.mark.parametrize(
    ("is_reml", "criterion", "spread", "error"), [(True, 319.6543, 42.00, 19.38), (False, 327.3271, 37.26, 17.69)]
)
def test_the_published_model_of_dyestuff_is_found(is_reml: bool, criterion: float, spread: float, error: float) -> None:
    """Davies & Goldsmith's yields of six batches; the numbers stand in Bates, lme4: Mixed-effects modeling with R."""
    table = pl.DataFrame({"Yield": DYESTUFF, "Batch": [letter for letter in "ABCDEF" for _ in range(5)]})
    model = fitted(table, "Yield ~ 1 + (1|Batch)", is_reml=is_reml)
    assert model.criterion == pytest.approx(criterion, abs=6e-5)
    assert model.groups[0].sd["(Intercept)"] == pytest.approx(spread, abs=6e-3)
    assert model.sigma == pytest.approx(49.51, abs=6e-3)
    assert model.fixed["(Intercept)"].estimate == pytest.approx(1527.5, rel=1e-12)
    assert model.fixed["(Intercept)"].se == pytest.approx(error, abs=6e-3)


def test_powers_of_an_age_keep_their_digits() -> None:
    """Ages of 8 to 14 to the fourth power: next to dependent on each other, yet each with its own coefficient."""
    draw = np.random.default_rng(9)
    age, child = np.tile(np.arange(8.0, 15.0), 12), np.repeat(np.arange(12), 7)
    y = (
        100
        + 5 * age
        + draw.normal(0, 3, 12)[child]
        + draw.normal(0, 0.5, 12)[child] * (age - 11)
        + draw.normal(size=84)
    )
    table = pl.DataFrame({"y": y, "age": age, "child": child, "middle": age - 11})
    raw = fitted(table, "y ~ age + I(age^2) + I(age^3) + I(age^4) + (age|child)")
    moved = fitted(table, "y ~ middle + I(middle^2) + I(middle^3) + I(middle^4) + (middle|child)")
    assert raw.dropped_columns == []
    assert raw.fixed["I(age^4)"].estimate == pytest.approx(moved.fixed["I(middle^4)"].estimate, rel=1e-6)
    assert raw.fixed["I(age^4)"].se == pytest.approx(moved.fixed["I(middle^4)"].se, rel=1e-6)
    assert raw.sigma == pytest.approx(moved.sigma, rel=1e-8)
    assert raw.groups[0].sd["age"] == pytest.approx(moved.groups[0].sd["middle"], rel=1e-6)


@pytest.mark.parametrize("random", ["(x|part/school)", "(1|school) + (1|other)"])
def test_more_rows_than_the_memory_holds_are_counted(random: str) -> None:
    """A million rows of these columns fill 40 MB; the engine has half of it and nowhere to put the rest."""
    engine = duckdb.connect(config={"memory_limit": "20MB", "temp_directory": "", "threads": 1})
    rows = engine.sql(
        """SELECT sin(range) + CASE sex WHEN 'F' THEN 0.3 ELSE 0 END + cos(school) + x AS y, * FROM (
        SELECT range, range % 97 AS school, range % 97 % 8 AS part, range % 13 AS other, sin(range * 7.3) AS x,
        CASE range % 2 WHEN 0 THEN 'F' ELSE 'M' END AS sex FROM range(1_000_000))"""
    )
    model = mixed_model(nw.from_native(rows), f"y ~ x + sex + {random}")
    assert model.n == 1_000_000
    assert model.fixed["x"].estimate == pytest.approx(1, abs=0.01)


def test_a_column_of_very_large_numbers_does_not_cost_the_intercept() -> None:
    draw = np.random.default_rng(3)
    school = np.repeat(np.arange(20), 10)
    prior = draw.normal(size=200)
    score = 1 + 0.5 * prior + draw.normal(0, 0.5, 20)[school] + draw.normal(size=200)
    small = pl.LazyFrame({"school": school, "prior": prior, "score": score})
    large = small.with_columns(prior=pl.col("prior") * 1e15)
    one, other = (mixed_model(nw.from_native(rows), "score ~ prior + (1|school)") for rows in (small, large))
    assert other.dropped_columns == []
    assert other.fixed["(Intercept)"].estimate == pytest.approx(one.fixed["(Intercept)"].estimate, rel=1e-6)
    assert other.fixed["prior"].estimate * 1e15 == pytest.approx(one.fixed["prior"].estimate, rel=1e-6)
