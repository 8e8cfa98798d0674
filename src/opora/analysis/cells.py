"""The procedures of a rule, school by school: share, interval, verdict, and how much of it chance could undo."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from opora.vocabulary.rules import RuleProcedure, RuleSet

_Integers = NDArray[np.int64]
_Floats = NDArray[np.float64]


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


class YearMissingError(LookupError):
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


def rule_cells(counted: Counted, schools: Sequence[str], rules: RuleSet, year: int) -> pa.Table:
    """Return the procedures of the rule for every school in one year, absent ones with the reason.

    Args:
        counted: what is counted, any years.
        schools: the schools to judge, in the order wanted.
        rules: thresholds and procedures.
        year: the year judged.

    Returns:
        CELLS: schools × procedures rows, ordered by school, then by procedure as the rule lists them. Levels of one
        subject are added up. `probability_low` is the posterior probability that the true share is at or above the
        threshold, the prior learnt from all schools in the same procedure; `stability` the probability that a new
        cohort of the same size would come out low.
    """
    counts = _counts(counted, schools, rules, year)
    is_measured = counts.pupils >= rules.min_participants
    is_low = is_measured & (counts.below >= rules.least_below(counts.pupils))
    low, high = wilson_interval(counts.below, counts.pupils)
    probability, stability = _chances(counts, rules)
    has_result = counts.pupils > 0
    share = np.divide(counts.below, counts.pupils, out=np.full(has_result.shape, np.nan), where=has_result)
    return pa.Table.from_pydict(
        {
            **_named(schools, rules, year),
            "pupil_grade": _absent_as_null(counts.grade, counts.grade > 0),
            "availability": _availability(counts, is_measured),
            "pupils": _absent_as_null(counts.pupils, has_result),
            "below": _absent_as_null(counts.below, has_result),
            "share_below": _absent_as_null(share, has_result),
            "interval_low": _absent_as_null(low, has_result),
            "interval_high": _absent_as_null(high, has_result),
            "is_low": _absent_as_null(is_low, is_measured),
            "probability_low": _absent_as_null(probability, has_result),
            "stability": _absent_as_null(stability, has_result),
        },
        schema=CELLS.schema,
    )


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


def ready_made_schools(counted: Counted, schools: Sequence[str], rules: RuleSet, year: int) -> list[int]:
    """Return for each procedure of the rule how many schools are judged by ready-made statistics that year."""
    parts = [_part(counted.below, schools, procedure, year)[0] for procedure in rules.procedure]
    return [pc.count_distinct(part.filter(part["is_ready_made"])["school"]).as_py() for part in parts]


def _counts(counted: Counted, schools: Sequence[str], rules: RuleSet, year: int) -> _Counts:
    shape = (len(schools), len(rules.procedure))
    pupils, below, grade = (np.zeros(shape, np.int64) for _ in range(3))
    is_withheld = np.zeros(shape, np.bool_)
    for column, procedure in enumerate(rules.procedure):
        part, rows = _part(counted.below, schools, procedure, year)
        np.add.at(pupils[:, column], rows, part["pupils"].to_numpy())
        np.add.at(below[:, column], rows, part["below"].to_numpy())
        np.maximum.at(grade[:, column], rows, part["pupil_grade"].fill_null(0).to_numpy())
        is_withheld[_part(counted.withheld, schools, procedure, year)[1], column] = True
    return _Counts(pupils, below, grade, is_withheld)


def _part(table: pa.Table, schools: Sequence[str], procedure: RuleProcedure, year: int) -> tuple[pa.Table, _Integers]:
    """Return the rows of one procedure and year, and which school each is of."""
    part = table.filter(pc.and_(pc.equal(table["year"], year), _is_of(table, procedure)))
    row = pc.index_in(part["school"], value_set=pa.array(schools, pa.string()))
    is_asked = pc.is_valid(row)
    return part.filter(is_asked), row.filter(is_asked).to_numpy()


def _is_of(table: pa.Table, procedure: RuleProcedure) -> pa.ChunkedArray:
    conditions = (
        pc.equal(table["procedure"], procedure.procedure),
        pc.equal(table["subject"], procedure.subject),
        pc.equal(table["paper_grade"], procedure.paper_grade),
        pc.is_in(table["level"], value_set=pa.array(procedure.levels, pa.string())),
    )
    chosen = conditions[0]
    for condition in conditions[1:]:
        chosen = pc.and_(chosen, condition)
    return chosen


def _chances(counts: _Counts, rules: RuleSet) -> tuple[_Floats, _Floats]:
    """Return for each cell P(it is truly low) and P(a new cohort comes out low), procedure by procedure.

    A rule that counts pupils has no true share to reach: for it both are the chance of a new cohort.
    """
    probability, stability = np.empty(counts.pupils.shape), np.empty(counts.pupils.shape)
    for column in range(counts.pupils.shape[1]):
        below, pupils = counts.below[:, column], counts.pupils[:, column]
        prior = beta_binomial_prior(below, pupils)
        again = probability_of_count_at_least(prior, below, pupils, rules.least_below(pupils))
        stability[:, column] = again
        probability[:, column] = (
            again if rules.threshold is None else probability_at_least(prior, below, pupils, rules.threshold)
        )
    return probability, stability


def _named(schools: Sequence[str], rules: RuleSet, year: int) -> dict[str, pa.Array]:
    size, width = len(schools), len(rules.procedure)
    names = pa.array(schools, pa.string()).take(pa.array(np.repeat(np.arange(size), width)))
    columns = {
        name: pa.array([getattr(procedure, name) for procedure in rules.procedure]).take(
            pa.array(np.tile(np.arange(width), size))
        )
        for name in ("procedure", "subject", "paper_grade")
    }
    return {"school": names, "year": pa.array(np.full(size * width, year, np.int16)), **columns}


def _availability(counts: _Counts, is_measured: NDArray[np.bool_]) -> pa.Array:
    cases = [is_measured, counts.pupils > 0, counts.is_withheld]
    words = [Availability.MEASURED.value, Availability.TOO_FEW.value, Availability.WITHHELD.value]
    return pa.array(np.select(cases, words, Availability.NOT_HELD.value).ravel(), pa.string())


def _absent_as_null(values: NDArray[np.generic], is_there: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values.ravel(), mask=~is_there.ravel())


def _matrix(cells: pa.Table, name: str, width: int) -> _Floats:
    column = cells[name].cast(pa.int8()) if name == "is_low" else cells[name]
    matrix: _Floats = column.cast(pa.float64()).to_numpy().reshape(-1, width)
    return matrix
