"""The effect of every level of every grouping, shrunken to what its rows can tell."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from opora.analysis.mixed_models.blocks import levels_first
from opora.analysis.mixed_models.likelihood import Likelihood, Solved
from opora.analysis.mixed_models.moments import Floats

#: One level and one term: estimate, its conditional standard deviation, and the one that knows the fixed effects are
#: estimated too.
EFFECTS = pa.schema(
    [
        ("group", pa.string()),
        ("level", pa.string()),
        ("term", pa.string()),
        ("estimate", pa.float64()),
        ("sd", pa.float64()),
        ("prediction_sd", pa.float64()),
    ]
)


def effects_table(
    likelihood: Likelihood, solved: Solved, parameters: Floats, names: Sequence[tuple[str, Sequence[str]]]
) -> pa.Table:
    """Return the conditional modes (BLUPs) with their spread.

    Args:
        likelihood: the model.
        solved: the model at its optimum, with its random effects.
        parameters: the optimum.
        names: group and terms of each random term, in the order of the formula.
    """
    tables = []
    variances = solved.eliminated.variances()
    for position, number in sorted(enumerate(likelihood.order), key=lambda pair: pair[1]):
        factor = likelihood.terms[position].to_raw @ likelihood.triangles(parameters)[position]
        group, terms = names[number]
        levels = likelihood.bars[position].levels
        tables.append(
            pa.table(
                {
                    "group": pa.array([group]).take(pa.array(np.zeros(len(levels) * len(terms), np.int64))),
                    "level": pa.array(levels).take(pa.array(np.repeat(np.arange(len(levels)), len(terms)))),
                    "term": pa.array(list(terms)).take(pa.array(np.tile(np.arange(len(terms)), len(levels)))),
                    **_numbers(solved, factor, position, variances[position]),
                },
                schema=EFFECTS,
            )
        )
    return pa.concat_tables(tables)


def _numbers(solved: Solved, factor: Floats, position: int, blocks: Floats | None) -> dict[str, pa.Array]:
    assert solved.eliminated.solved is not None
    parts = levels_first(solved.eliminated.solved[position])
    modes = (parts[:, :, -1] - parts[:, :, :-1] @ solved.coefficients) * solved.scales[-1]
    columns = {"estimate": pa.array((modes @ factor.T).ravel())}
    if blocks is None:
        missing = pa.nulls(modes.size, pa.float64())
        return {**columns, "sd": missing, "prediction_sd": missing}
    own = factor @ levels_first(blocks) @ factor.T
    fixed = factor @ parts[:, :, :-1]
    whole = own + fixed @ solved.unscaled @ np.swapaxes(fixed, 1, 2)
    return {**columns, "sd": _spread(own, solved.sigma), "prediction_sd": _spread(whole, solved.sigma)}


def _spread(variances: Floats, sigma: float) -> pa.Array:
    diagonal = np.diagonal(variances, axis1=1, axis2=2)
    return pa.array((sigma * np.sqrt(np.maximum(diagonal, 0))).ravel())
