"""Value added: how far the results of a school's pupils are from what their earlier results let expect.

A mixed model with earlier results (and context, if given) in its fixed part; a school's effect is shrunken towards the
mean, so that a small school is not praised or alarmed for chance. Source: Goldstein (1997), Methods in school
effectiveness research; Raudenbush & Willms (1995), The estimation of school effects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.found_words import require_numbers_in
from opora.analysis.growth_shapes import CANNOT_TELL, Fifths, fifths_of, shape_of
from opora.analysis.lazy import Lazy, distinct
from opora.analysis.mixed_models import MixedModel, explained_rows, mixed_model
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.rows import LevelOrders, used_rows
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns, require_different
from opora.vocabulary.spelling import as_written

Floats = NDArray[np.float64]

LEAST_SCHOOLS = 15
LEAST_PUPILS = 10
_TWO_SIDED = 1.959963984540054  # 95 % of a normal distribution
_ELLIPSE = np.sqrt(5.991464547107979)  # 95 % of χ² with two degrees of freedom

#: Whether growth differs from what is expected.
VERDICTS = {
    "above": "выше ожидаемого",
    "below": "ниже ожидаемого",
    "as-expected": "как ожидалось",
    CANNOT_TELL: "нельзя сказать",
}

GROWTH = pa.schema(
    [
        ("school", pa.string()),
        ("pupils", pa.int64()),
        ("verdict", pa.string()),
        ("growth", pa.float64()),
        ("growth_sd", pa.float64()),
        ("growth_low", pa.float64()),
        ("growth_high", pa.float64()),
        ("level", pa.float64()),
        ("level_sd", pa.float64()),
        ("error_correlation", pa.float64()),
        ("ellipse_major", pa.float64()),
        ("ellipse_minor", pa.float64()),
        ("ellipse_angle", pa.float64()),
        ("quadrant", pa.string()),
        ("shape", pa.string()),
        *((f"fifth_{number}", pa.float64()) for number in range(1, 6)),
        *((f"pupils_{number}", pa.int64()) for number in range(1, 6)),
    ]
)


@dataclass(frozen=True)
class GrowthColumns:
    """Which columns say what.

    Attributes:
        school: the school.
        result: the result of a pupil.
        priors: earlier results of the same pupil (or of the school's same cohort); the first divides pupils by level.
        context: what else is taken into account, numbers or words.
        year: the year, where several are pooled.
    """

    school: str
    result: str
    priors: tuple[str, ...]
    context: tuple[str, ...] = ()
    year: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """All columns that are asked for."""
        years = (self.year,) if self.year else ()
        return (self.school, self.result, *self.priors, *self.context, *years)

    @property
    def formula(self) -> str:
        """The model, as lme4 writes it: the first prior may bend, so that a ceiling is not taken for work."""
        first, *others = (_quoted(one) for one in self.priors)
        terms = [first, f"I({first}^2)", *others, *map(_quoted, self.context)]
        years = [f"factor({_quoted(self.year)})"] if self.year else []
        return f"{_quoted(self.result)} ~ {' + '.join([*terms, *years])} + (1|{_quoted(self.school)})"


@dataclass(frozen=True)
class Growth:
    """The growth of schools.

    Attributes:
        model: the model with earlier results; None where there are too few schools to say anything.
        table: GROWTH, a row a school.
        cuts: earlier results that divide the pupils into fifths.
    """

    model: MixedModel | None
    table: pa.Table
    cuts: list[float]

    @property
    def can_tell(self) -> bool:
        """Whether there are schools enough."""
        return self.model is not None


def growth_of_schools(rows: Lazy, columns: GrowthColumns) -> Growth:
    """Return the value added of every school.

    With fewer than 15 schools there is nothing to compare with: the verdict of each is "cannot-tell" and no number
    stands beside it.

    Raises:
        AnalysisRefusedError: the table does not allow the model.
    """
    if not columns.priors:
        raise AnalysisRefusedError("Прирост считают от прежних результатов: назовите хотя бы один столбец с ними.")
    require_different(columns.named)
    require_columns(columns.named, rows.collect_schema().names())
    require_numbers_in(rows, (columns.result, *columns.priors), "Ожидаются результаты; где их нет, пусто.")
    varied = _with_several_years_only(rows, columns)
    pupils = _pupils_of_schools(rows, varied)
    if len(pupils) < LEAST_SCHOOLS:
        return Growth(None, _nothing_said(pupils), cuts=[])
    model = mixed_model(rows, varied.formula)
    explained, names = explained_rows(rows, model)
    schools, prior = names[columns.school], names[_label(columns.priors[0])]
    fifths = fifths_of(explained, schools, prior)
    year = names.get(f"factor({_label(varied.year)})") if varied.year else None
    level = mixed_model(explained, f"v0 ~ {f'factor({year})' if year else '1'} + (1|{schools})")
    return Growth(model, _table(model, level, fifths), cuts=fifths.cuts)


def _pupils_of_schools(rows: Lazy, columns: GrowthColumns) -> dict[str, int]:
    """Return the pupils of every school who have all the model needs."""
    used = used_rows(rows, read_formula(columns.formula), LevelOrders({}, {}))
    key = used.keys[columns.school]
    found = used.rows.group_by(key).agg(pupils=nw.len()).sort(key).collect("pyarrow").to_native().to_pylist()
    return {as_written(row[key]): row["pupils"] for row in found}


def _quoted(name: str) -> str:
    return f"`{name}`"


def _label(name: str) -> str:
    """Return the label a column has as a variable of a formula."""
    return read_formula(f"{_quoted(name)} ~ (1|school)").response.label


def _with_several_years_only(rows: Lazy, columns: GrowthColumns) -> GrowthColumns:
    """Leave the year out where there is only one."""
    if columns.year is None or columns.year not in rows.collect_schema().names():
        return columns
    years = distinct(rows, columns.year).collect("pyarrow").to_native()
    has_several = len([year for year in years.column(0).to_pylist() if year is not None]) > 1
    return GrowthColumns(
        columns.school, columns.result, columns.priors, columns.context, columns.year if has_several else None
    )


def _nothing_said(pupils: Mapping[str, int]) -> pa.Table:
    size = len(pupils)
    known = {
        "school": pa.array(list(pupils), pa.string()),
        "pupils": pa.array(list(pupils.values()), pa.int64()),
        **{name: pa.array([CANNOT_TELL] * size, pa.string()) for name in ("verdict", "quadrant", "shape")},
    }
    return pa.table({field.name: known.get(field.name, pa.nulls(size, field.type)) for field in GROWTH}, schema=GROWTH)


def _table(model: MixedModel, level: MixedModel, fifths: Fifths) -> pa.Table:
    growth, growth_sd = _effects(model, fifths.schools)
    height, height_sd = _effects(level, fifths.schools)
    pupils = fifths.pupils.sum(axis=1)
    correlation = _error_correlation(model, level, fifths)
    major, minor, angle = _ellipses(height_sd, growth_sd, correlation)
    verdicts = [_verdict(one, spread, int(count)) for one, spread, count in zip(growth, growth_sd, pupils, strict=True)]
    return pa.table(
        {
            "school": fifths.schools,
            "pupils": pupils,
            "verdict": verdicts,
            "growth": growth,
            "growth_sd": growth_sd,
            "growth_low": growth - _TWO_SIDED * growth_sd,
            "growth_high": growth + _TWO_SIDED * growth_sd,
            "level": height,
            "level_sd": height_sd,
            "error_correlation": correlation,
            "ellipse_major": major,
            "ellipse_minor": minor,
            "ellipse_angle": angle,
            "quadrant": [
                CANNOT_TELL if verdict == CANNOT_TELL else _quadrant(x, y)
                for x, y, verdict in zip(height, growth, verdicts, strict=True)
            ],
            "shape": [
                shape_of(mean, count, model.sigma) for mean, count in zip(fifths.means, fifths.pupils, strict=True)
            ],
            **{
                f"fifth_{number + 1}": pa.array(fifths.means[:, number], mask=fifths.pupils[:, number] == 0)
                for number in range(5)
            },
            **{f"pupils_{number + 1}": fifths.pupils[:, number] for number in range(5)},
        },
        schema=GROWTH,
    )


def _effects(model: MixedModel, schools: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the effect and the prediction spread of each school."""
    known = {row["level"]: (row["estimate"], row["prediction_sd"]) for row in model.effects.to_pylist()}
    found = np.array([known[school] for school in schools])
    return found[:, 0], found[:, 1]


def _verdict(growth: float, spread: float, pupils: int) -> str:
    if pupils < LEAST_PUPILS:
        return CANNOT_TELL
    if abs(growth) <= _TWO_SIDED * spread:
        return "as-expected"
    return "above" if growth > 0 else "below"


def _quadrant(level: float, growth: float) -> str:
    """Return where the school stands: level of results × growth."""
    return f"{'high' if level >= 0 else 'low'}-level-{'high' if growth >= 0 else 'low'}-growth"


def _error_correlation(model: MixedModel, level: MixedModel, fifths: Fifths) -> Floats:
    """Return how the errors of level and growth go together in each school.

    With λ the shrinkage of each, T the true covariance of the two over schools (by moments) and σ²/n the covariance of
    their sampling errors – the part of a result that earlier results do not explain is in both –
    cov = (1 − λ₀)(1 − λ₁)·T + λ₀λ₁·σ²/n.
    """
    pupils = fifths.pupils.sum(axis=1)
    inner = [(one.groups[0].sd["(Intercept)"] ** 2, one.sigma**2) for one in (level, model)]
    shrinkage = [between / (between + within / pupils) for between, within in inner]
    growth = (fifths.means * fifths.pupils).sum(axis=1) / pupils
    height = fifths.results - level.fixed["(Intercept)"].estimate
    shared = inner[1][1] / pupils
    true = float(np.cov(height, growth)[0, 1] - shared.mean())
    errors = (1 - shrinkage[0]) * (1 - shrinkage[1]) * true + shrinkage[0] * shrinkage[1] * shared
    spreads = [np.sqrt(between * (1 - part)) for (between, _), part in zip(inner, shrinkage, strict=True)]
    product = spreads[0] * spreads[1]
    found = np.divide(errors, product, out=np.zeros_like(errors), where=product > 0)
    correlation: Floats = np.clip(found, -0.99, 0.99)
    return correlation


def _ellipses(x_sd: Floats, y_sd: Floats, correlation: Floats) -> tuple[Floats, Floats, Floats]:
    """Return half-axes and the angle (degrees from the axis of level) of the 95 % ellipses."""
    covariance = np.empty((len(x_sd), 2, 2))
    covariance[:, 0, 0], covariance[:, 1, 1] = x_sd**2, y_sd**2
    covariance[:, 0, 1] = covariance[:, 1, 0] = correlation * x_sd * y_sd
    values, vectors = np.linalg.eigh(covariance)
    half = _ELLIPSE * np.sqrt(np.maximum(values, 0))
    angle = np.degrees(np.arctan2(vectors[:, 1, 1], vectors[:, 0, 1]))
    return half[:, 1], half[:, 0], (angle + 90) % 180 - 90
