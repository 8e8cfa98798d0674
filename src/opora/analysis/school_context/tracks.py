"""Context beside results: expected and actual, resilient schools, and the track of support a low result asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.school_context.expectation import Expectation, expectation
from opora.analysis.school_context.wellbeing import MEAN, SPREAD, Wellbeing, heading_of, wellbeing

Floats = NDArray[np.float64]

BORDER = 0.3 * SPREAD  # nearer than this to the mean, a context is neither good nor bad
LOWER_SHARE, UPPER_SHARE, NOTABLE = 0.30, 0.75, 0.5

#: The two tracks with a zone between them.
TRACKS = {
    "favourable": "контекст благоприятный: причины низких результатов ищут внутри школы",
    "border": "контекст пограничный: решают вместе со школой",
    "unfavourable": "контекст неблагоприятный: нужна методическая и ресурсная помощь",
    "cannot-tell": "нельзя сказать: данных о контексте мало",
}

#: Context × result.
PLACES = {
    "resilient": "резильентная: результат высок вопреки контексту",
    "above-expected": "результат выше ожидаемого в таком контексте",
    "as-expected": "результат такой, как ожидается в таком контексте",
    "below-expected": "результат ниже ожидаемого в таком контексте",
    "cannot-tell": "нельзя сказать",
}

CONTEXT = pa.schema(
    [
        ("school", pa.string()),
        ("index", pa.float64()),
        ("track", pa.string()),
        ("track_reasons", pa.string()),
        ("result", pa.float64()),
        ("expected", pa.float64()),
        ("difference", pa.float64()),
        ("difference_in_sd", pa.float64()),
        ("place", pa.string()),
    ]
)


@dataclass(frozen=True)
class SchoolFacts:
    """Facts of schools, one a school, in one order.

    Attributes:
        schools: codes.
        indicators: social indicators by name.
        results: a result of each school; None where there is none.
        covariates: other numbers that belong to the context: rural, size.
    """

    schools: Sequence[str]
    indicators: Mapping[str, Sequence[float | None]]
    results: Sequence[float | None]
    covariates: Mapping[str, Sequence[float | None]]


@dataclass(frozen=True)
class ContextAnswer:
    """The context of schools and what it lets expect.

    Attributes:
        table: CONTEXT, a row a school.
        wellbeing: the index with what it is made of.
        expectation: how the expected results were made.
    """

    table: pa.Table
    wellbeing: Wellbeing
    expectation: Expectation


def context_of_schools(facts: SchoolFacts, signs: Mapping[str, int]) -> ContextAnswer:
    """Return index, track, expected result and place of every school."""
    found = wellbeing(facts.indicators, signs)
    results = np.array(facts.results, float)
    covariates = [np.array(column, float) for column in facts.covariates.values()]
    context = np.column_stack([found.index, *(_filled(column) for column in covariates)])
    expected = expectation(results, context)
    difference = results - expected.expected
    relative = difference / expected.spread if expected.spread > 0 else np.full(len(results), np.nan)
    tracks = [_track(index) for index in found.index]
    table = pa.table(
        {
            "school": pa.array(facts.schools, pa.string()),
            "index": _known(found.index),
            "track": tracks,
            "track_reasons": [_reasons(found, number) for number in range(len(facts.schools))],
            "result": _known(results),
            "expected": _known(expected.expected),
            "difference": _known(difference),
            "difference_in_sd": _known(relative),
            "place": _places(found.index, results, relative),
        },
        schema=CONTEXT,
    )
    return ContextAnswer(table, found, expected)


def _filled(column: Floats) -> Floats:
    """Return a covariate with its mean where it is not known: a school is not lost for a missing size."""
    known = column[~np.isnan(column)]
    return np.where(np.isnan(column), known.mean() if len(known) else 0.0, column)


def _known(values: Floats) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def _track(index: float) -> str:
    if np.isnan(index):
        return "cannot-tell"
    if abs(index - MEAN) < BORDER:
        return "border"
    return "favourable" if index > MEAN else "unfavourable"


def _reasons(found: Wellbeing, school: int) -> str:
    """Return the strongest indicators as «Неполные семьи −1.2»: spreads towards well-being or away."""
    return "; ".join(f"{heading_of(name)} {score:+.1f}" for name, score in found.reasons(school))


def _places(index: Floats, results: Floats, relative: Floats) -> list[str]:
    """Return where each school stands.

    Resilient is a school in the lower 30 % by context whose result is in the upper quarter of all schools or half a
    spread above the expected one.
    """
    low = np.nanquantile(index, LOWER_SHARE) if not np.all(np.isnan(index)) else np.nan
    high = np.nanquantile(results, UPPER_SHARE) if not np.all(np.isnan(results)) else np.nan
    places = []
    for own_index, result, difference in zip(index, results, relative, strict=True):
        if np.isnan(difference):
            places.append("cannot-tell")
        elif own_index <= low and (result >= high or difference > NOTABLE):
            places.append("resilient")
        elif abs(difference) <= NOTABLE:
            places.append("as-expected")
        else:
            places.append("above-expected" if difference > 0 else "below-expected")
    return places


def resilient_for(years: Sequence[pa.Table]) -> dict[str, int]:
    """Return for each school how many years running, back from the last, it was resilient.

    Args:
        years: CONTEXT of each year, the last first. A year of which nothing can be told ends the row.
    """
    running: dict[str, int] = {}
    for number, table in enumerate(years):
        for row in table.select(["school", "place"]).to_pylist():
            if row["place"] == "resilient" and running.get(row["school"], 0) == number:
                running[row["school"]] = number + 1
    return running
