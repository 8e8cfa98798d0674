"""Groupings that cross: every way the matrices may be held gives what brute force gives, from wherever one begins."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, crossings, mixed_model
from opora.analysis.mixed_models.likelihood import Likelihood
from opora.analysis.mixed_models.moments import Floats
from opora.analysis.mixed_models.optimum import lowest
from opora.vocabulary.refusal import AnalysisRefusedError
from tests.analysis.mixed_models.counted import moments_of
from tests.analysis.mixed_models.dense import Dense, Term

ROWS = 300
#: How the matrices are held: share of numbers from which one counts as full, effects up to which the last is dense.
HELD = {"dense": (0.0, 2_500), "sparse between, dense left": (1.0, 2_500), "sparse": (1.0, 0)}


def crossed_rows(spreads: Sequence[float], seed: int = 4) -> pl.DataFrame:
    """Return pupils of primary and secondary schools that meet in most combinations, and of a few clubs.

    The groups are as unlike as can be: the first has a third of all rows, the last of the primary schools one row.
    """
    draw = np.random.default_rng(seed)
    primary = np.minimum(draw.geometric(0.1, ROWS) - 1, 24)
    primary[0] = 25
    primary[1:100] = 0
    secondary, club = draw.integers(0, 20, ROWS), draw.integers(0, 4, ROWS)
    x = draw.normal(3, 1, ROWS)
    y = 2 + 0.5 * x + draw.normal(0, 1, ROWS)
    y += spreads[0] * draw.normal(0, 1, 26)[primary] + spreads[1] * draw.normal(0, 1, 20)[secondary]
    y += 0.5 * draw.normal(0, 1, 4)[club] * x
    words = {"primary": primary, "secondary": secondary, "club": club}
    return pl.DataFrame({"y": y, "x": x, **{name: [f"{one:02}" for one in values] for name, values in words.items()}})


def term(table: pl.DataFrame, levels: str, *columns: str) -> Term:
    made = [np.ones(ROWS) if name == "1" else table[name].to_numpy() for name in columns]
    return Term(table[levels].to_list(), np.column_stack(made))


def fitted(table: pl.DataFrame, formula: str, *, is_reml: bool = True) -> MixedModel:
    return mixed_model(nw.from_native(duckdb.connect().from_arrow(table.to_arrow())), formula, is_reml=is_reml)


MODELS: dict[str, tuple[tuple[str, ...], ...]] = {
    "y ~ x + (1|primary) + (1|secondary)": (("primary", "1"), ("secondary", "1")),
    "y ~ x + (x|club) + (1|primary)": (("primary", "1"), ("club", "1", "x")),
    "y ~ x + (x|primary) + (1|secondary)": (("primary", "1", "x"), ("secondary", "1")),
    "y ~ x + (x|primary) + (1|secondary) + (0 + x|club)": (("primary", "1", "x"), ("secondary", "1"), ("club", "x")),
}


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("is_reml", [True, False], ids=["REML", "ML"])
@pytest.mark.parametrize("formula", MODELS)
def test_however_its_matrices_are_held_a_model_is_what_brute_force_makes_of_its_theta(
    formula: str, is_reml: bool, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossings, "_FULL", HELD[held][0])
    monkeypatch.setattr(crossings, "_DENSE_UP_TO", HELD[held][1])
    table = crossed_rows((1.0, 0.4))
    model = fitted(table, formula, is_reml=is_reml)
    terms = [term(table, *words) for words in MODELS[formula]]
    x = np.column_stack([np.ones(ROWS), table["x"].to_numpy()])
    known = Dense(table["y"].to_numpy(), x, terms, [one.theta for one in model.groups], is_reml)
    near = {"rel": 1e-7, "abs": 1e-8}
    assert model.converged
    assert model.criterion == pytest.approx(known.criterion, rel=1e-11)
    assert model.sigma == pytest.approx(known.sigma, **near)
    assert [one.estimate for one in model.fixed.values()] == pytest.approx(known.fixed, **near)
    assert [one.se for one in model.fixed.values()] == pytest.approx(known.errors, **near)
    assert model.effects["estimate"].to_pylist() == pytest.approx(in_order_of(model, known.effects), **near)
    assert model.effects["sd"].to_pylist() == pytest.approx(in_order_of(model, known.conditional_sd), **near)
    assert model.effects["prediction_sd"].to_pylist() == pytest.approx(in_order_of(model, known.prediction_sd), **near)


def in_order_of(model: MixedModel, values: Floats) -> list[float]:
    """Return values of brute force, terms by number of levels, in the order of the table of effects."""
    lengths = [one.levels * len(one.sd) for one in model.groups]
    parts = dict(zip((one.group for one in model.groups), np.split(values, np.cumsum(lengths)[:-1]), strict=True))
    groups = dict.fromkeys(model.effects["group"].to_pylist())
    return [float(value) for group in groups for value in parts[group]]


@pytest.mark.parametrize("formula", MODELS)
def test_no_theta_near_the_optimum_is_better(formula: str) -> None:
    table = crossed_rows((1.0, 0.4))
    model = fitted(table, formula)
    terms = [term(table, *words) for words in MODELS[formula]]
    x = np.column_stack([np.ones(ROWS), table["x"].to_numpy()])
    draw = np.random.default_rng(6)
    for size in (1e-3, 0.03, 0.3):
        thetas = [[number + draw.normal(0, size) for number in one.theta] for one in model.groups]
        assert Dense(table["y"].to_numpy(), x, terms, thetas, is_reml=True).criterion > model.criterion


@pytest.mark.parametrize("is_reml", [True, False], ids=["REML", "ML"])
def test_schools_that_do_not_differ_beside_schools_that_do_have_no_spread_and_it_is_said(is_reml: bool) -> None:
    table = crossed_rows((1.0, 0.0), seed=1)
    model = fitted(table, "y ~ x + (1|primary) + (1|secondary)", is_reml=is_reml)
    assert (model.converged, model.is_singular, model.groups[1].sd) == (True, True, {"(Intercept)": 0.0})
    alone = fitted(table, "y ~ x + (1|primary)", is_reml=is_reml)
    assert model.criterion == pytest.approx(alone.criterion, rel=1e-12)
    assert model.groups[0].theta == pytest.approx(alone.groups[0].theta, rel=1e-7)


@dataclass(frozen=True)
class Begun:
    """A likelihood whose search begins elsewhere."""

    likelihood: Likelihood
    start: Floats
    n: int = ROWS

    def with_gradient(self, parameters: Floats) -> tuple[float, Floats]:
        return self.likelihood.with_gradient(parameters)

    def expected(self, parameters: Floats, gradient: Floats) -> Floats:
        return self.likelihood.expected(parameters, gradient)

    def reach(self, parameters: Floats) -> Floats:
        return self.likelihood.reach(parameters)


@pytest.mark.parametrize("formula", [*MODELS, "y ~ x + (1|primary/club)", "y ~ x + (x|secondary)"])
@pytest.mark.parametrize("rows", [ROWS, 10**6], ids=["two ways down", "one way down"])
@pytest.mark.parametrize("scale", [1e-3, 0.05, 7.0, 300.0, -1.0])
def test_the_optimum_is_the_same_wherever_the_search_begins(formula: str, rows: int, scale: float) -> None:
    likelihood = Likelihood(moments_of(crossed_rows((1.0, 0.4)), formula), is_reml=True)
    usual = lowest(likelihood)
    odd = lowest(Begun(likelihood, scale * likelihood.start, rows))
    assert odd.converged
    assert likelihood.deviance(odd.parameters) == pytest.approx(likelihood.deviance(usual.parameters), rel=1e-12)


def test_a_step_of_em_never_leads_upwards_and_is_the_mean_of_what_is_expected() -> None:
    """Against its definition: ΛΛ′ becomes the mean over the levels of bb′/σ², with the variance of b given the rows."""
    table = crossed_rows((1.0, 0.4))
    likelihood = Likelihood(moments_of(table, "y ~ x + (1|primary) + (1|secondary)"), is_reml=True)
    start = np.array([0.7, 1.3])
    value, gradient = likelihood.with_gradient(start)
    after = likelihood.expected(start, gradient)
    assert likelihood.deviance(after) < value
    terms = [term(table, "primary", "1"), term(table, "secondary", "1")]
    x = np.column_stack([np.ones(ROWS), table["x"].to_numpy()])
    known = Dense(table["y"].to_numpy(), x, terms, [[0.7], [1.3]], is_reml=True)
    squares = (known.effects**2 + known.prediction_sd**2) / known.sigma**2
    expected = [np.sqrt(part.mean()) for part in np.split(squares, [26])]
    assert np.abs(after) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("y ~ x + (1|primary) + (1|one)", "одна группа"),
        ("y ~ x + (1|primary) + (1|number)", "Ожидается несколько строк на"),
        ("y ~ x + (1|primary) + (x|primary)", "стоит дважды"),
        ("y ~ x + (1|primary) + (1|same)", "Группировки «primary» и «same» делят строки одинаково"),
    ],
)
def test_groupings_that_allow_no_model_are_answered(formula: str, said: str) -> None:
    table = crossed_rows((1.0, 0.4)).with_columns(
        one=pl.lit("a"), number=pl.int_range(pl.len()).cast(pl.String), same=pl.col("primary") + "а"
    )
    with pytest.raises(AnalysisRefusedError, match=said):
        fitted(table, formula)
