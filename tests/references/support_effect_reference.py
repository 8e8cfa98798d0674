"""Make support_effect.json: the same data through statsmodels 0.15 and rdrobust 2.1 (not needed to run the tests).

Run in an environment of its own: pip install statsmodels rdrobust, then
python support_effect_reference.py > support_effect.json
"""

import contextlib
import io
import json
import sys

import numpy as np
import statsmodels.api as sm
from rdrobust import rdbwselect, rdrobust


def two_way_fixed_effects() -> dict:
    draw = np.random.default_rng(11)
    schools, years, start = 30, 6, 4
    supported = np.arange(schools) < 9
    values = draw.normal(size=(schools, 1)) + 0.2 * np.arange(years) + draw.normal(0, 0.5, (schools, years))
    values = np.round(values, 4)
    place, year = np.divmod(np.arange(schools * years), years)
    kept = year != start - 1  # the year of the listing is left out
    helped = (supported[place] & (year >= start)).astype(float)
    columns = [helped, *(place == one for one in range(schools)), *(year == one for one in range(1, years))]
    design = np.column_stack(columns).astype(float)[kept]
    design = design[:, design.any(axis=0)]
    fit = sm.OLS(values.ravel()[kept], design).fit()
    return {"values": values.tolist(), "supported": 9, "start": start, "estimate": fit.params[0]}


def robust_errors() -> dict:
    draw = np.random.default_rng(12)
    design = np.column_stack([np.ones(25), draw.normal(size=(25, 2))]).round(4)
    results = (design @ [1, 2, 0] + draw.normal(size=25) * (1 + np.abs(design[:, 1]))).round(4)
    fit = sm.OLS(results, design).fit(cov_type="HC2")
    return {
        "design": design.tolist(), "results": results.tolist(), "coefficients": fit.params.tolist(),
        "errors": fit.bse.tolist(),
    }  # fmt: skip


def discontinuity() -> dict:
    draw = np.random.default_rng(13)
    x = np.sort(draw.normal(-0.2, 1, 160)).round(4)
    y = (x + 0.3 * x**2 + 0.5 * (x >= 0) + 0.4 * draw.normal(size=160)).round(4)
    width = rdbwselect(y, x, masspoints="off").bws.iloc[0, 0]
    found = rdrobust(y, x, h=width, b=width, masspoints="off", vce="hc2")
    return {
        "x": x.tolist(), "y": y.tolist(), "bandwidth": width,
        "linear": found.coef.iloc[0, 0], "unbiased": found.coef.iloc[1, 0],
        "error": found.se.iloc[2, 0],
    }  # fmt: skip


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):  # rdrobust talks
        made = {one.__name__: one() for one in (two_way_fixed_effects, robust_errors, discontinuity)}
    sys.stdout.write(json.dumps(made, separators=(",", ":")) + "\n")
