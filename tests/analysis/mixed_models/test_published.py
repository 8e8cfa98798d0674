"""Models that others have published: the examples of lme4's own papers, and those R fitted for statsmodels' tests."""

import json
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.mixed_models import MixedModel, mixed_model
from tests.references.lme4_simulated import simulated_tables

REFERENCES = Path(__file__).parents[2] / "references"
PUBLISHED = json.loads((REFERENCES / "lme4_published.json").read_text(encoding="utf-8"))
SIMULATED = json.loads((REFERENCES / "lme4_simulated.json").read_text(encoding="utf-8"))


def fitted(table: pl.DataFrame, formula: str, *, is_reml: bool) -> MixedModel:
    return mixed_model(nw.from_native(duckdb.connect().from_arrow(table.to_arrow())), formula, is_reml=is_reml)


@pytest.mark.parametrize("known", PUBLISHED["models"], ids=lambda known: f"{known['formula']}, {known['method']}")
def test_an_example_of_lme4_has_its_published_numbers(known: dict) -> None:
    """Zero variance, two crossed factors, nested ones, slopes, a factor's slopes."""
    table = pl.DataFrame(PUBLISHED["tables"][known["table"]])
    model = fitted(table, known["formula"], is_reml=known["method"] == "REML")
    sd: dict[str, dict[str, float]] = {}
    for one in model.groups:
        sd.setdefault(one.group, {}).update(one.sd)
    assert model.converged
    assert model.criterion == pytest.approx(known["criterion"], abs=6e-4)
    assert sd == {group: pytest.approx(spreads, abs=6e-4) for group, spreads in known["sd"].items()}
    assert model.sigma == pytest.approx(known["sigma"], abs=6e-4)


@pytest.mark.parametrize(
    "known", SIMULATED["models"], ids=lambda known: f"{known['table']}, {known['method']}, {known['correlated']}"
)
def test_a_made_up_table_gives_the_numbers_of_lme4(known: dict) -> None:
    """`lmer` stops some 1e-5 from the optimum: the likelihood is never below its own, estimates are near."""
    table = simulated_tables()[known["table"]]
    fixed, random = ([name for name in table.columns if kind in name] for kind in ("exog_fe", "exog_re"))
    bars = [" + ".join(random)] if known["correlated"] else random
    formula = f"endog ~ 0 + {' + '.join(fixed)} + {' + '.join(f'(0 + {bar} | groups)' for bar in bars)}"
    model = fitted(table, formula, is_reml=known["method"] == "REML")
    assert [one.estimate for one in model.fixed.values()] == pytest.approx(known["coef"], rel=1e-3, abs=1e-4)
    assert [one.se for one in model.fixed.values()] == pytest.approx(known["se"], rel=1e-3)
    assert model.sigma**2 == pytest.approx(known["scale"], rel=1e-3)
    variances = [sd**2 for one in model.groups for sd in one.sd.values()]
    assert variances == pytest.approx(known["variances"], rel=2e-3, abs=1e-4)
    likelihood = known["loglike"]
    assert -model.criterion / 2 == pytest.approx(likelihood, abs=2e-4)
    assert -model.criterion / 2 >= likelihood - 10 ** np.floor(np.log10(abs(likelihood)) - 6)  # seven printed digits
