"""The made-up tables that lme4 was asked about for the tests of statsmodels, drawn once more number for number.

The stream of `RandomState` never changes (NumPy's NEP 19), so the tables need not be stored: the order of draws is that
of generate_lme.py of statsmodels 0.15, which rounded its numbers to thousandths.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl

_GROUPS = 100


def simulated_tables() -> list[pl.DataFrame]:
    """Return the twelve tables: one or two random effects, one to three fixed ones, a small or a large residual."""
    draw = np.random.RandomState(348491)
    return [_table(draw, *kind) for kind in product((1, 2), (1, 2, 3), (0.5, 2.0))]


def _table(draw: np.random.RandomState, effects: int, fixed: int, residual: float) -> pl.DataFrame:
    rows = np.vstack(list(_groups(draw, effects, fixed, residual))).round(3)
    names = ["groups", "endog", *(f"exog_fe_{k}" for k in range(fixed)), *(f"exog_re_{k}" for k in range(effects))]
    return pl.DataFrame(rows, names)


def _groups(draw: np.random.RandomState, effects: int, fixed: int, residual: float) -> Iterator[np.ndarray]:
    spread, slopes = np.linspace(-0.5, 1.5, effects), np.linspace(-1, 1, fixed)
    for group in range(_GROUPS):
        size = int(draw.randint(1, 5, 1)[0])
        x = draw.normal(size=(size, fixed))
        z = np.linspace(-1, 1, size)[:, None] ** np.arange(effects)
        own = draw.normal(size=effects) * spread
        y = x @ slopes + z @ own + residual * draw.normal(size=size)
        yield np.column_stack([np.full(size, group), y, x, z])
