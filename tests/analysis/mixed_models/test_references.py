"""The models that R's lme4 was asked for: its own numbers, polished to the optimum, in the shared cases."""

import csv
import json
from pathlib import Path

import pytest

from opora.analysis.mixed_models import MixedModel, mixed_model
from opora.cli.opened_table import opened_table

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "stats"
REFERENCES = sorted(CASES.glob("lmm_*.json"))

#: The order of levels in the R packages the tables come from; a CSV does not carry it.
LEVELS = {"schgend": ["mixed", "boys", "girls"], "sector": ["Public", "Catholic"], "sx": ["Male", "Female"]}
CLOSE = 1e-6

pytestmark = pytest.mark.skipif(not REFERENCES, reason="the shared cases are not here")


def fitted(reference: Path) -> tuple[dict, MixedModel]:
    known = json.loads(reference.read_text())
    levels = {name: order for name, order in LEVELS.items() if name in known["formula"]}
    with opened_table(CASES / known["file"]) as table:
        return known, mixed_model(table.rows, known["formula"], levels=levels, is_reml=known["reml"])


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda one: one.stem)
def test_a_model_equals_polished_lme4(reference: Path) -> None:
    known, model = fitted(reference)
    assert (model.n, model.converged, model.is_singular) == (known["n"], True, False)
    assert {name: one.estimate for name, one in model.fixed.items()} == pytest.approx(known["fixef"], rel=CLOSE)
    assert {name: one.se for name, one in model.fixed.items()} == pytest.approx(known["fixef_se"], rel=CLOSE)
    assert model.sigma == pytest.approx(known["sigma"], rel=CLOSE)
    assert model.criterion == pytest.approx(known["criterion"], rel=1e-10)
    theta = known["theta"] if isinstance(known["theta"], list) else [known["theta"]]
    assert [number for one in model.groups for number in one.theta] == pytest.approx(theta, rel=CLOSE)
    spreads = {one["var1"]: one["sdcor"] for one in known["varcorr"] if one["grp"] == "school" and "var2" not in one}
    assert model.groups[0].sd == pytest.approx(spreads, rel=CLOSE)
    correlations = [one["sdcor"] for one in known["varcorr"] if "var2" in one]
    assert [model.groups[0].correlation] == (pytest.approx(correlations, rel=CLOSE) if correlations else [None])


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda one: one.stem)
def test_the_effects_of_schools_equal_those_of_lme4(reference: Path) -> None:
    _, model = fitted(reference)
    rows = list(csv.DictReader((CASES / f"{reference.stem}_ranef_school.csv").read_text().splitlines()))
    effects = {(row["level"], row["term"]): row for row in model.effects.to_pylist()}
    compared = 0
    for row in rows:
        for name in [name.partition(":")[2] for name in row if name.startswith("blup:")]:
            effect = effects[row["group"], name]
            assert effect["estimate"] == pytest.approx(float(row[f"blup:{name}"]), rel=CLOSE, abs=CLOSE)
            assert effect["sd"] == pytest.approx(float(row[f"sd:{name}"]), rel=CLOSE)
            compared += 1
    assert compared == len(effects)
