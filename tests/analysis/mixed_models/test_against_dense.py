"""Every kind of random part against brute force on small tables: the same numbers, and no better point near by."""

from collections.abc import Sequence

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, crossings, mixed_model
from opora.analysis.mixed_models.likelihood import Likelihood
from tests.analysis.mixed_models.counted import moments_of
from tests.analysis.mixed_models.dense import Dense, Term

ROWS = 60


def drawn_rows(seed: int = 1) -> pl.DataFrame:
    """Return rows with nested, crossed and far-from-zero columns; effects of every kind are really there."""
    draw = np.random.default_rng(seed)
    a, b = draw.integers(0, 5, ROWS), draw.integers(0, 3, ROWS)
    c, d = draw.integers(0, 6, ROWS), draw.integers(0, 4, ROWS)
    x, z = draw.normal(2, 1, ROWS), draw.normal(0, 3, ROWS)
    year = draw.integers(2014, 2020, ROWS)
    f = draw.choice(["u", "v", "w"], ROWS)
    effects = [draw.normal(0, 1.5, count) for count in (5, 15, 6, 4, 5)]
    y = 3 + x - 0.2 * z + effects[0][a] + effects[1][a * 3 + b] + effects[2][c] + effects[3][d] + effects[4][a] * x
    y += 0.4 * (year - 2016) * effects[0][a] + (f == "v") * effects[0][a] + draw.normal(0, 1, ROWS)
    words = {name: [f"{name}{value}" for value in values] for name, values in {"a": a, "b": b, "c": c, "d": d}.items()}
    return pl.DataFrame({"y": y, "x": x, "z": z, "year": year, "f": f, **words})


TABLE = drawn_rows()


def column(*names: str) -> np.ndarray:
    """Return columns side by side; "1" is a one, `f=v` a dummy."""
    made = []
    for name in names:
        base, _, level = name.partition("=")
        values = np.ones(ROWS) if name == "1" else TABLE[base].to_numpy()
        made.append((values == level).astype(float) if level else values.astype(float))
    return np.column_stack(made)


def term(levels: str, *names: str) -> Term:
    parts = [TABLE[name].to_list() for name in levels.split(":")]
    return Term([":".join(row) for row in zip(*parts, strict=True)], column(*names))


#: Formula → columns of the fixed part → random terms in lme4's order, most levels first.
MODELS: list[tuple[str, tuple[str, ...], list[Term]]] = [
    ("y ~ x + (1|a)", ("1", "x"), [term("a", "1")]),
    ("y ~ 1 + (1|a/b)", ("1",), [term("b:a", "1"), term("a", "1")]),
    ("y ~ x + (x|a)", ("1", "x"), [term("a", "1", "x")]),
    ("y ~ 0 + x + (0 + x|a)", ("x",), [term("a", "x")]),
    ("y ~ x + (x||a)", ("1", "x"), [term("a", "1"), term("a", "x")]),
    ("y ~ x + z + (1|c) + (1|d)", ("1", "x", "z"), [term("c", "1"), term("d", "1")]),
    ("y ~ x + (x|a) + (1|c)", ("1", "x"), [term("c", "1"), term("a", "1", "x")]),
    ("y ~ x + (x|a/b)", ("1", "x"), [term("b:a", "1", "x"), term("a", "1", "x")]),
    ("y ~ x + (x + z|a)", ("1", "x", "z")[:2], [term("a", "1", "x", "z")]),
    ("y ~ f + (f|c)", ("1", "f=v", "f=w"), [term("c", "1", "f=v", "f=w")]),
    ("y ~ x + (1|a) + (1|c) + (1|d)", ("1", "x"), [term("c", "1"), term("a", "1"), term("d", "1")]),
    ("y ~ x + (1|a/b) + (1|c)", ("1", "x"), [term("b:a", "1"), term("c", "1"), term("a", "1")]),
    ("y ~ year + (year|a)", ("1", "year"), [term("a", "1", "year")]),
    ("y ~ year + (0 + year|a)", ("1", "year"), [term("a", "year")]),
    ("y ~ x + (1|a:d)", ("1", "x"), [term("a:d", "1")]),
]
ONCE = ("y ~ year + (year|a)",)  # an intercept in the year 0 has a θ in the thousands: brute force itself loses digits


def fitted(formula: str, *, is_reml: bool = True, table: pl.DataFrame = TABLE) -> MixedModel:
    rows = duckdb.connect().from_arrow(table.to_arrow())
    return mixed_model(nw.from_native(rows), formula, is_reml=is_reml)


def dense(model: MixedModel, fixed: Sequence[str], terms: Sequence[Term], thetas: Sequence[Sequence[float]]) -> Dense:
    return Dense(TABLE["y"].to_numpy(), column(*fixed), terms, thetas, model.method == "REML")


def effects_of(model: MixedModel, name: str) -> list[float]:
    """Return a column of the effects in the order of brute force: terms of lme4's order, levels by name."""
    rows = model.effects.to_pylist()
    found: list[float] = []
    for spread in model.groups:
        mine = [row for row in rows if row["group"] == spread.group and row["term"] in spread.sd]
        found += [row[name] for row in sorted(mine, key=lambda row: row["level"])]  # a stable sort: terms keep order
    return found


@pytest.mark.parametrize("is_reml", [True, False], ids=["REML", "ML"])
@pytest.mark.parametrize(("formula", "fixed", "terms"), MODELS, ids=[model[0] for model in MODELS])
def test_a_model_is_what_brute_force_makes_of_its_theta(
    formula: str, fixed: tuple[str, ...], terms: list[Term], is_reml: bool
) -> None:
    model = fitted(formula, is_reml=is_reml)
    known = dense(model, fixed, terms, [one.theta for one in model.groups])
    near = {"rel": 1e-4, "abs": 1e-4} if formula in ONCE else {"rel": 1e-8, "abs": 1e-9}
    assert model.converged
    assert model.n == ROWS
    assert model.criterion == pytest.approx(known.criterion, rel=1e-7 if formula in ONCE else 1e-11)
    assert model.sigma == pytest.approx(known.sigma, **near)
    assert [one.estimate for one in model.fixed.values()] == pytest.approx(known.fixed, **near)
    assert [one.se for one in model.fixed.values()] == pytest.approx(known.errors, **near)
    assert effects_of(model, "estimate") == pytest.approx(known.effects, **near)
    assert effects_of(model, "sd") == pytest.approx(known.conditional_sd, **near)
    assert effects_of(model, "prediction_sd") == pytest.approx(known.prediction_sd, **near)


@pytest.mark.parametrize(
    ("formula", "fixed", "terms"),
    [model for model in MODELS if model[0] not in ONCE],
    ids=lambda value: str(value)[:40],
)
def test_no_theta_near_the_optimum_is_better(formula: str, fixed: tuple[str, ...], terms: list[Term]) -> None:
    model = fitted(formula)
    draw = np.random.default_rng(3)
    for size in (1e-3, 0.03, 0.3):
        thetas = [[number + draw.normal(0, size) for number in one.theta] for one in model.groups]
        assert dense(model, fixed, terms, thetas).criterion > model.criterion


def test_the_slope_of_a_year_is_that_of_a_year_counted_from_the_middle() -> None:
    """The model with raw years is the same model: the same criterion, σ, slopes and their spread."""
    raw = fitted("y ~ year + (year|a)")
    moved = fitted("y ~ I(year - 2016) + (I(year - 2016)|a)")
    assert raw.criterion == pytest.approx(moved.criterion, rel=1e-9)
    assert raw.fixed["year"].estimate == pytest.approx(moved.fixed["I(year - 2016)"].estimate, rel=1e-6)
    assert raw.groups[0].sd["year"] == pytest.approx(moved.groups[0].sd["I(year - 2016)"], rel=1e-5)


@pytest.mark.parametrize("formula", ["y ~ x + f + (x|a/b)", "y ~ x + (1|a) + (1|c)"])
def test_another_engine_gives_the_same_numbers(formula: str) -> None:
    other = mixed_model(nw.from_native(TABLE.lazy()), formula)
    one = fitted(formula)
    assert other.criterion == pytest.approx(one.criterion, rel=1e-13)
    assert other.groups[0].theta == pytest.approx(one.groups[0].theta, rel=1e-8)
    assert [row["level"] for row in other.effects.to_pylist()] == [row["level"] for row in one.effects.to_pylist()]


@pytest.mark.parametrize("is_reml", [True, False], ids=["REML", "ML"])
@pytest.mark.parametrize(
    "formula",
    [
        "y ~ x + (x|a)",
        "y ~ x + (x|a/b)",
        "y ~ f + (x||a)",
        "y ~ x + (1|a/b/c)",
        "y ~ x + (x + z|a/b/d)",
        "y ~ x + (1|c) + (x|d)",
        "y ~ x + (x|a/b) + (f|c) + (1|d)",
    ],
)
def test_the_gradient_by_its_formula_is_that_of_complex_steps(
    formula: str, is_reml: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Crossed groupings step as if they were too many for one dense matrix: the two ways must meet."""
    moments = moments_of(TABLE, formula)
    likelihood = Likelihood(moments, is_reml=is_reml)
    point = likelihood.start + np.random.default_rng(5).normal(0, 0.3, likelihood.size)
    value, gradient = likelihood.with_gradient(point)
    monkeypatch.setattr(crossings, "_DENSE_UP_TO", 0)
    monkeypatch.setattr(crossings, "_FULL", 1.0)
    other_value, other_gradient = Likelihood(moments, is_reml=is_reml).by_complex_steps(point)
    assert value == pytest.approx(other_value, rel=1e-13)
    assert gradient == pytest.approx(other_gradient, rel=1e-9, abs=1e-9)
