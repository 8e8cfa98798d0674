"""A mixed model fitted: fixed effects, spread of the random ones, and the effect of every level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from opora.analysis.lazy import Lazy
from opora.analysis.mixed_models.coding import INTERCEPT, design_columns
from opora.analysis.mixed_models.covariance import lower_root, theta
from opora.analysis.mixed_models.effects import effects_table
from opora.analysis.mixed_models.formula import MixedFormula, read_formula
from opora.analysis.mixed_models.independence import independent
from opora.analysis.mixed_models.likelihood import Likelihood, Solved
from opora.analysis.mixed_models.moments import Asked, Floats, Moments, counted_moments
from opora.analysis.mixed_models.optimum import lowest
from opora.analysis.mixed_models.requirements import (
    require_each_once,
    require_groups,
    require_residual,
    require_rows,
    require_told,
    require_unlike,
    require_width,
)
from opora.analysis.mixed_models.rows import LevelOrders, UsedRows, used_rows

_SINGULAR = 1e-4  # lme4's own limit of `isSingular`


@dataclass(frozen=True)
class FixedEffect:
    """One coefficient of the fixed part with its standard error."""

    estimate: float
    se: float


@dataclass(frozen=True)
class Spread:
    """How the levels of one grouping differ.

    Attributes:
        group: the grouping, as lme4 names it.
        levels: how many there are.
        sd: standard deviation of each term's effects, in units of the response.
        correlation: None for one term, a number for two, a matrix for more; None where a spread is zero.
        theta: the relative Cholesky factor column by column, lme4's θ.
    """

    group: str
    levels: int
    sd: dict[str, float]
    correlation: float | list[list[float | None]] | None
    theta: list[float]


@dataclass(frozen=True)
class MixedModel:
    """A fitted model.

    Attributes:
        formula: as it was asked for.
        method: "REML" or "ML".
        n: rows the model is fitted to.
        dropped: rows left out for missing values.
        fixed: coefficients under R's names.
        dropped_columns: columns that are combinations of others and were left out.
        sigma: standard deviation of the residuals.
        groups: the random part, in lme4's order: most levels first.
        criterion: REML criterion or −2 log-likelihood.
        converged: whether the optimum was reached.
        is_singular: whether a spread is zero or a correlation ±1.
        levels: the levels of each factor, the reference first.
        effects: EFFECTS.
    """

    formula: str
    method: str
    n: int
    dropped: int
    fixed: dict[str, FixedEffect]
    dropped_columns: list[str]
    sigma: float
    groups: list[Spread]
    criterion: float
    converged: bool
    is_singular: bool
    levels: dict[str, list[str]]
    effects: pa.Table


def mixed_model(
    rows: Lazy,
    formula: str,
    *,
    levels: Mapping[str, Sequence[str]] | None = None,
    own_levels: Mapping[str, Sequence[str]] | None = None,
    is_reml: bool = True,
) -> MixedModel:
    """Fit a linear mixed model, equal to R's lme4 at its true optimum.

    Args:
        rows: any table.
        formula: `score ~ prior + sex + (1|municipality/school)`.
        levels: order of the levels of a factor, the reference first; levels not named follow.
        own_levels: orders the table itself brings.
        is_reml: restricted maximum likelihood, or plain.

    Raises:
        AnalysisRefusedError: the formula or the table does not allow a model; the message says why.
    """
    read = read_formula(formula)
    used = used_rows(rows, read, LevelOrders(levels or {}, own_levels or {}))
    asked = _asked(read, used)
    names = [
        (bar.group, [column.name for column in columns])
        for bar, (_, columns) in zip(read.bars, asked.bars, strict=True)
    ]
    require_width(asked, used.codings)
    require_each_once(asked, names)
    every = counted_moments(asked)
    require_rows(every, read)
    kept = independent(every.w_w[:-1, :-1], every.to_raw)
    moments = _with_columns(every, kept)
    require_groups(moments, names)
    require_unlike(moments, names)
    likelihood = Likelihood(moments, is_reml=is_reml)
    require_residual(likelihood)
    optimum = lowest(likelihood)
    solved = likelihood.solved(optimum.parameters, is_whole=True)
    require_told(likelihood, solved, optimum.parameters, names)
    groups = _groups(likelihood, solved, optimum.parameters, names)
    return MixedModel(
        formula=formula,
        method="REML" if is_reml else "ML",
        n=moments.n,
        dropped=used.total - moments.n,
        fixed=_fixed(moments, solved, [asked.fixed[number].name for number in kept]),
        dropped_columns=[column.name for number, column in enumerate(asked.fixed) if number not in kept],
        sigma=solved.sigma,
        groups=groups,
        criterion=float(solved.deviance),
        converged=optimum.converged,
        is_singular=_is_singular(groups),
        levels={name: [level for level, _ in coding.levels] for name, coding in used.codings.items() if coding.levels},
        effects=effects_table(likelihood, solved, optimum.parameters, names),
    )


def _asked(formula: MixedFormula, used: UsedRows) -> Asked:
    bars = tuple(
        (tuple(used.keys[key] for key in bar.keys), design_columns(bar.terms, used.codings)) for bar in formula.bars
    )
    fixed = design_columns(formula.fixed, used.codings)
    response = nw.col("v0") if used.offset is None else nw.col("v0") - used.offset
    return Asked(used.rows, fixed, bars, response)


def _with_columns(moments: Moments, kept: Sequence[int]) -> Moments:
    """Return the moments of some of the fixed columns only."""
    wanted = [*kept, moments.w_w.shape[0] - 1]
    bars = tuple(replace(bar, z_w=bar.z_w[:, :, wanted]) for bar in moments.bars)
    return replace(
        moments, w_w=moments.w_w[np.ix_(wanted, wanted)], to_raw=moments.to_raw[np.ix_(kept, kept)], bars=bars
    )


def _fixed(moments: Moments, solved: Solved, names: Sequence[str]) -> dict[str, FixedEffect]:
    units = np.diag(1 / solved.scales[:-1])
    back = moments.to_raw @ units
    estimates = back @ solved.coefficients * solved.scales[-1]
    if INTERCEPT in names:
        estimates[names.index(INTERCEPT)] += moments.response_mean
    errors = solved.sigma * np.sqrt(np.diagonal(back @ solved.unscaled @ back.T))
    return {
        name: FixedEffect(float(estimate), float(error))
        for name, estimate, error in zip(names, estimates, errors, strict=True)
    }


def _groups(
    likelihood: Likelihood, solved: Solved, parameters: Floats, names: Sequence[tuple[str, Sequence[str]]]
) -> list[Spread]:
    found = []
    for position, lower in enumerate(likelihood.triangles(parameters)):
        group, terms = names[likelihood.order[position]]
        factor = likelihood.terms[position].to_raw @ lower_root(lower)
        found.append(
            Spread(
                group=group,
                levels=len(likelihood.bars[position].levels),
                sd=dict(zip(terms, _deviations(factor, solved.sigma), strict=True)),
                correlation=_correlation(factor),
                theta=[float(one) for one in theta(factor)],
            )
        )
    return found


def _deviations(factor: Floats, sigma: float) -> list[float]:
    return [float(one) for one in sigma * np.sqrt((factor**2).sum(axis=1))]


def _correlation(factor: Floats) -> Any:
    size = factor.shape[0]
    if size == 1:
        return None
    root = lower_root(factor)
    lengths = np.sqrt((root**2).sum(axis=1))
    known = lengths > 0
    unit = root / np.where(known, lengths, 1)[:, None]
    matrix = [[float(unit[i] @ unit[j]) if known[i] and known[j] else None for j in range(size)] for i in range(size)]
    return matrix[0][1] if size == 2 else matrix  # noqa: PLR2004 - an intercept and a slope


def _is_singular(groups: Sequence[Spread]) -> bool:
    """Return whether a diagonal number of θ is next to zero, as lme4 judges it."""
    for one in groups:
        rows, columns = np.triu_indices(len(one.sd))
        if any(abs(number) < _SINGULAR for number, i, j in zip(one.theta, rows, columns, strict=True) if i == j):
            return True
    return False
