"""The procedures of a rule, school by school: share, interval, verdict, and how much of it chance could undo."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from opora.analysis.low_counts import probability_of_at_least
from opora.analysis.shares import (
    beta_binomial_prior,
    probability_at_least,
    probability_of_count_at_least,
    wilson_interval,
)
from opora.tables import CELLS, CHANCES
from opora.vocabulary.availability import Availability
from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.rules import RuleSet

_Integers = NDArray[np.int64]
_Floats = NDArray[np.float64]


#: Why a cell cannot be judged, the strongest reason last.
_REASONS = (Availability.NOT_HELD, Availability.WITHHELD, Availability.TOO_FEW)


#: Numbers a grade may have, counted from 0.
_GRADES = 12

#: Columns of CELLS that say how much of a verdict chance could undo.
_WEIGHED = ("interval_low", "interval_high", "probability_low", "stability")


@dataclass(frozen=True)
class Counted:
    """What is counted before any rule is asked, all years together.

    Attributes:
        below: BELOW_THRESHOLD.
        withheld: (school, paper) of the results that a report hides.
    """

    below: pa.Table
    withheld: pa.Table


@dataclass(frozen=True)
class _Counts:
    """Matrices schools × procedures of the rule. No pupils – no result; grade 0 – unknown or mixed."""

    pupils: _Integers
    below: _Integers
    grade: _Integers
    is_withheld: NDArray[np.bool_]


class YearMissingError(ObstacleError, LookupError):
    """There are no results of the year asked for."""


def years_up_to(below: pa.Table, year: int) -> list[int]:
    """Return the years from the first with results to the one asked for, none left out between.

    Raises:
        YearMissingError: there are no results of that year; the message names the years there are.
    """
    known = sorted(pc.unique(below["year"]).to_pylist())
    if year not in known:
        there = ", ".join(map(str, known)) or "ни одного – примите файлы: opora take-in ПАПКА"
        raise YearMissingError(f"Результатов за {year} год нет. Есть годы: {there}.")
    return list(range(known[0], year + 1))


def rule_cells(counted: Counted, schools: pa.StringArray, rules: RuleSet, year: int) -> pa.Table:
    """Return the procedures of the rule for every school in one year, absent ones with the reason.

    Args:
        counted: what is counted, any years.
        schools: the codes of the schools to judge, in the order wanted.
        rules: thresholds and procedures.
        year: the year judged.

    Returns:
        CELLS: schools × procedures rows, ordered by school, then by procedure as the rule lists them. Codes of one
        school and levels of one subject are added up. What chance could undo is not weighed yet: see `weighed_cells`.
    """
    counts = _counts(counted, schools, rules, year)
    is_measured = counts.pupils >= rules.min_participants
    is_low = is_measured & (counts.below >= rules.least_below(counts.pupils))
    has_result = counts.pupils > 0
    share = np.divide(counts.below, counts.pupils, out=np.full(has_result.shape, np.nan), where=has_result)
    columns = {
        **_named(schools, rules, year),
        "pupil_grade": _absent_as_null(counts.grade, counts.grade > 0),
        "availability": _availability(counts, is_measured),
        "pupils": _absent_as_null(counts.pupils, has_result),
        "below": _absent_as_null(counts.below, has_result),
        "share_below": _absent_as_null(share, has_result),
        "is_low": _absent_as_null(is_low, is_measured),
    }
    unweighed = {name: pa.nulls(is_low.size, pa.float64()) for name in _WEIGHED}
    return pa.Table.from_pydict(columns | unweighed, schema=CELLS.schema)


def weighed_cells(cells: pa.Table, rules: RuleSet) -> pa.Table:
    """Return the cells with what chance could undo: interval, probability and stability.

    `probability_low` is the posterior probability that the true share is at or above the threshold, the prior learnt
    from all schools in the same procedure; `stability` the probability that a new cohort of the same size would come
    out low. Neither changes a verdict.
    """
    pupils, below = (
        cells[name].fill_null(0).to_numpy().astype(np.int64).reshape(-1, len(rules.procedure))
        for name in ("pupils", "below")
    )
    weights = (*wilson_interval(below, pupils), *_chances(pupils, below, rules))
    for name, weight in zip(_WEIGHED, weights, strict=True):
        place = cells.column_names.index(name)
        cells = cells.set_column(place, CELLS.schema.field(name), _absent_as_null(weight, pupils > 0))
    return cells


def rule_chances(cells: pa.Table, rules: RuleSet) -> pa.Table:
    """Return for each school how likely the rule truly holds of it, and how likely a new cohort would be listed.

    Returns:
        CHANCES, in the order of the cells. `probability_low` counts every procedure with a result; `probability_listed`
        only those with enough participants, because the rule looks at no others.
    """
    width = len(rules.procedure)
    probability = _matrix(cells, "probability_low", width)
    stability = _matrix(cells, "stability", width)
    is_measured = _matrix(cells, "is_low", width)
    listed = probability_of_at_least(np.where(np.isnan(is_measured), np.nan, stability), rules.least_low_procedures)
    truly = probability_of_at_least(probability, rules.least_low_procedures)
    return pa.Table.from_pydict(
        {
            "school": cells["school"].take(pa.array(range(0, len(cells), width))),
            "year": cells["year"].take(pa.array(range(0, len(cells), width))),
            "probability_low": pa.array(truly, mask=np.isnan(truly)),
            "probability_listed": pa.array(listed, mask=np.isnan(listed)),
        },
        schema=CHANCES.schema,
    )


def prior_kinds(cells: pa.Table, rules: RuleSet) -> list[str]:
    """Return how much could be learnt from all schools, procedure by procedure: the kind of its prior, see `Prior`.

    A procedure without any result has the kind weak, as has one of too few schools.
    """
    width = len(rules.procedure)
    below, pupils = (np.nan_to_num(_matrix(cells, name, width)) for name in ("below", "pupils"))
    return [beta_binomial_prior(below[:, column], pupils[:, column]).kind for column in range(width)]


def ready_made_schools(counted: Counted, schools: pa.StringArray, rules: RuleSet, year: int) -> list[int]:
    """Return for each procedure of the rule how many schools are judged by ready-made statistics that year."""
    width = len(rules.procedure)
    place, is_asked = _places(counted.below, schools, rules, year)
    is_ready_made = counted.below["is_ready_made"].filter(is_asked).fill_null(False)
    cells = np.unique(place[is_ready_made.to_numpy()])
    return [int(number) for number in np.bincount(cells % width, minlength=width)]


def _counts(counted: Counted, schools: pa.StringArray, rules: RuleSet, year: int) -> _Counts:
    shape = (len(schools), len(rules.procedure))
    place, is_asked = _places(counted.below, schools, rules, year)
    pupils, below, grade = (
        counted.below[name].filter(is_asked).fill_null(0).to_numpy() for name in ("pupils", "below", "pupil_grade")
    )
    is_withheld = np.zeros(shape, np.bool_)
    is_withheld.ravel()[_places(counted.withheld, schools, rules, year)[0]] = True
    return _Counts(
        _summed(place, pupils, shape), _summed(place, below, shape), _shared(place, grade, shape), is_withheld
    )


def _summed(place: _Integers, numbers: NDArray[np.integer[Any]], shape: tuple[int, int]) -> _Integers:
    """Return the matrix of sums; whole numbers of people are exact in the floats that bincount adds."""
    return np.bincount(place, numbers, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)


def _shared(place: _Integers, grades: NDArray[np.integer[Any]], shape: tuple[int, int]) -> _Integers:
    """Return the matrix of grades, 0 where a procedure was written in different ones."""
    shared = np.zeros(shape[0] * shape[1], np.int64)
    shared[place] = grades
    shared[place[shared[place] != grades]] = 0
    return shared.reshape(shape)


def _places(table: pa.Table, schools: pa.StringArray, rules: RuleSet, year: int) -> tuple[_Integers, pa.Array]:
    """Return the cell, counted row by row, of each row of the rule's procedures that year; and which rows these are."""
    column = _procedure_of_rows(table, rules, year)
    school = pc.index_in(table["school"], value_set=schools).fill_null(-1).to_numpy()
    is_asked = (column >= 0) & (school >= 0)
    return school[is_asked].astype(np.int64) * len(rules.procedure) + column[is_asked], pa.array(is_asked)


def _procedure_of_rows(table: pa.Table, rules: RuleSet, year: int) -> _Integers:
    """Return which procedure of the rule each row belongs to, −1 for none.

    The words of a row are looked for among the few that the rule names, and numbered; so are its papers.
    """
    words = {name: sorted({getattr(one, name) for one in rules.procedure}) for name in ("procedure", "subject")}
    words["level"] = sorted({level for one in rules.procedure for level in one.levels})
    number = np.full((*(len(known) + 1 for known in words.values()), _GRADES), -1)
    for column, one in enumerate(rules.procedure):
        for level in one.levels:
            named = (one.procedure, one.subject, level)
            place = (known.index(word) for known, word in zip(words.values(), named, strict=True))
            number[*place, one.paper_grade] = column
    paper = np.zeros(len(table), np.int32)
    for name, known in words.items():  # a word the rule does not name is the last, unasked one
        found = pc.index_in(table[name], value_set=pa.array(known, pa.string())).fill_null(len(known))
        paper = paper * (len(known) + 1) + found.to_numpy()
    paper = paper * _GRADES + table["paper_grade"].to_numpy()
    return np.where(table["year"].to_numpy() == year, number.ravel()[paper], -1)


def _chances(pupils: _Integers, below: _Integers, rules: RuleSet) -> tuple[_Floats, _Floats]:
    """Return for each cell P(it is truly low) and P(a new cohort comes out low), procedure by procedure.

    A rule that counts pupils has no true share to reach: for it both are the chance of a new cohort.
    """
    probability, stability = np.empty(pupils.shape), np.empty(pupils.shape)
    for column, (k, n) in enumerate(zip(below.T, pupils.T, strict=True)):
        prior = beta_binomial_prior(k, n)
        again = probability_of_count_at_least(prior, k, n, rules.least_below(n))
        stability[:, column] = again
        probability[:, column] = (
            again if rules.threshold is None else probability_at_least(prior, k, n, rules.threshold)
        )
    return probability, stability


def _named(schools: pa.StringArray, rules: RuleSet, year: int) -> dict[str, pa.Array]:
    size, width = len(schools), len(rules.procedure)
    names = schools.take(pa.array(np.repeat(np.arange(size), width)))
    columns = {
        name: pa.array([getattr(procedure, name) for procedure in rules.procedure]).take(
            pa.array(np.tile(np.arange(width), size))
        )
        for name in ("procedure", "subject", "paper_grade")
    }
    return {"school": names, "year": pa.array(np.full(size * width, year, np.int16)), **columns}


def _availability(counts: _Counts, is_measured: NDArray[np.bool_]) -> pa.Array:
    words = pa.array([word.value for word in (*_REASONS, Availability.MEASURED)])
    reason = np.where(counts.pupils > 0, 2, counts.is_withheld.astype(np.int64))
    return words.take(pa.array(np.where(is_measured, 3, reason).ravel()))


def _absent_as_null(values: NDArray[np.generic], is_there: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values.ravel(), mask=~is_there.ravel())


def _matrix(cells: pa.Table, name: str, width: int) -> _Floats:
    column = cells[name].cast(pa.int8()) if name == "is_low" else cells[name]
    matrix: _Floats = column.cast(pa.float64()).to_numpy().reshape(-1, width)
    return matrix
