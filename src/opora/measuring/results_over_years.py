"""Results of schools over years: of a release, brought to a common difficulty, or of any table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.below_threshold import below_threshold
from opora.analysis.found_words import require_numbers_in, require_whole_numbers_in
from opora.analysis.lazy import Lazy
from opora.analysis.school_context.wellbeing import heading_of
from opora.measuring.counted_years import MOST_PUPILS, YEARS
from opora.measuring.support_effect import SchoolResults, SchoolYear
from opora.measuring.supported_schools import code_of
from opora.measuring.told import number
from opora.school_facts import facts_of_release
from opora.store import Release
from opora.vocabulary.papers import PAPER
from opora.vocabulary.refusal import AnalysisRefusedError, require_all, require_columns
from opora.vocabulary.scales import minimum_scores

#: A paper that fewer schools wrote compares nobody.
_LEAST_SCHOOLS_OF_A_PAPER = 3

#: Columns of the social context that schools are compared on beside being rural: few, so that alike schools are found.
_COMPARED_ON = ("share_low_income", "distance_km")

_COMMON_DIFFICULTY = (
    "Доля ниже порога приведена к одной трудности: из неё вычтено, чем работа труднее или легче остальных у всех школ."
)


@dataclass(frozen=True)
class PapersAsked:
    """Which papers count; None – all of them."""

    procedure: str | None = "vpr"
    subject: str | None = None
    paper_grade: int | None = None


@dataclass(frozen=True)
class ResultColumns:
    """Which columns of somebody's table hold what; None – the table does not say.

    Attributes:
        school, year: of each row.
        below, pupils: of a share below the threshold.
        result, error: of any other indicator and its standard error.
        context: columns schools are compared on.
    """

    school: str = "school"
    year: str = "year"
    below: str | None = None
    pupils: str | None = None
    result: str | None = None
    error: str | None = None
    context: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """All columns that are asked for."""
        maybe = (self.below, self.pupils, self.result, self.error)
        return (self.school, self.year, *(one for one in maybe if one), *self.context)


def results_of_release(release: Release, asked: PapersAsked) -> SchoolResults:
    """Return the share below the threshold of every school and year, papers brought to a common difficulty.

    A school's share is what it has beyond the expected by the papers it wrote – each paper's share over all schools in
    that year – added to the share over everything: harder papers and another set of papers do not look like a change.
    The same pupils write several papers, so the sampling noise told here is the least there is.

    Raises:
        AnalysisRefusedError: nobody wrote such papers.
    """
    counted = _counted(release, asked)
    if not counted:
        raise AnalysisRefusedError("Таких работ в выпуске нет. Назовите другую процедуру или предмет – или --table.")
    return SchoolResults(
        rows=comparable_shares(counted),
        context=_context(release, max(row["year"] for row in counted)),
        notes=(_COMMON_DIFFICULTY,),
    )


def comparable_shares(counted: Iterable[Mapping[str, Any]]) -> tuple[SchoolYear, ...]:
    """Return the shares of schools and years from counts of papers.

    Args:
        counted: rows with school, the columns of the paper, `below` and `pupils`.
    """
    papers: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in counted:
        papers[tuple(row[name] for name in PAPER)].append(row)
    kept = [rows for rows in papers.values() if len({row["school"] for row in rows}) >= _LEAST_SCHOOLS_OF_A_PAPER]
    pupils = sum(row["pupils"] for rows in kept for row in rows)
    overall = sum(row["below"] for rows in kept for row in rows) / max(pupils, 1)
    sums: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for rows in kept:
        share = sum(row["below"] for row in rows) / sum(row["pupils"] for row in rows)
        for row in rows:
            of_school = sums[row["school"], row["year"]]
            of_school[0] += row["below"] - share * row["pupils"]
            of_school[1] += share * (1 - share) * row["pupils"]
            of_school[2] += row["pupils"]
    return tuple(
        SchoolYear(school, year, overall + beyond / n, spread / n**2, n)
        for (school, year), (beyond, spread, n) in sorted(sums.items())
    )


def _counted(release: Release, asked: PapersAsked) -> list[dict[str, Any]]:
    statistics = release.table("mark_counts") if "mark_counts" in release.versions else None
    minimums = minimum_scores(release.authorities)
    below = below_threshold(release.partitions("results"), statistics, release.table("school_codes"), minimums)
    for name, value in vars(asked).items():
        if value is not None:
            below = below.filter(nw.col(name) == value)
    sums = below.group_by("school", *PAPER).agg(
        nw.col("below").sum().cast(nw.Int64()), nw.col("pupils").sum().cast(nw.Int64())
    )
    ordered = sums.sort("school", *PAPER)  # whichever engine counted: fractions are added up
    found: list[dict[str, Any]] = ordered.collect("pyarrow").to_native().to_pylist()
    return [row for row in found if row["pupils"]]


def _context(release: Release, year: int) -> dict[str, dict[str, float]]:
    """Return what schools are compared on besides results; nothing where the release has no context."""
    try:
        facts = facts_of_release(release, year)
    except AnalysisRefusedError:
        return {}
    columns = {heading_of("rural"): facts.covariates["rural"]} | {
        heading_of(name): facts.indicators[name] for name in _COMPARED_ON if name in facts.indicators
    }
    return {
        name: {code: float(value) for code, value in zip(facts.schools, values, strict=True) if value is not None}
        for name, values in columns.items()
        if any(value is not None for value in values)
    }


def results_of_table(table: Lazy, columns: ResultColumns, less_is_better: bool = True) -> SchoolResults:
    """Return the results a table tells of.

    Args:
        table: one row a school and year.
        columns: what they are called.
        less_is_better: of an indicator that is no share below the threshold.

    Raises:
        AnalysisRefusedError: a column is missing or is not numeric, or there is neither a share nor another result.
    """
    schema = table.collect_schema()
    require_columns(columns.named, schema.names())
    is_share = columns.below is not None and columns.pupils is not None
    if not is_share and columns.result is None:
        raise AnalysisRefusedError("Результат не назван: ожидаются --below и --pupils (доля) или --result.")
    people = [name for name in (columns.below, columns.pupils) if name and is_share]
    numeric = [
        name for name in columns.named[1:] if name not in {columns.year, *people} and schema[name] != nw.Boolean()
    ]
    require_all(
        partial(require_whole_numbers_in, table, [columns.year], YEARS, "Ожидаются календарные годы."),
        partial(require_whole_numbers_in, table, people, (0, MOST_PUPILS), "Ожидается, сколько учеников, или пусто."),
        partial(require_numbers_in, table, numeric, "Ожидаются числа; пусто – нет данных."),
    )
    rows = rows_of(table)
    require_all(*(partial(_school_year, row, place, columns) for place, row in enumerate(rows, start=2)))
    told = [_school_year(row, place, columns) for place, row in enumerate(rows, start=2)]
    known = tuple(one for one in told if one is not None)
    unknown = len(told) - len(known)
    notes = (f"Строк без результата, потому не в счёт: {unknown}.",) if unknown else ()
    return SchoolResults(
        known, is_share, is_share or less_is_better, _context_of_rows(rows, columns), notes
    )  # fmt: skip


def rows_of(table: Lazy) -> list[dict[str, Any]]:
    """Return the rows of a small table."""
    found: list[dict[str, Any]] = table.collect("pyarrow").to_native().to_pylist()
    return found


def _school_year(row: Mapping[str, Any], place: int, columns: ResultColumns) -> SchoolYear | None:
    school, year = code_of(row[columns.school], place), number(row[columns.year])
    if year is None:
        raise AnalysisRefusedError(f"Строка {place}: год не назван, ожидается календарный год результата.")
    pupils = _cell(row, columns.pupils)
    if columns.below and columns.pupils:
        return _share(SchoolYear(school, int(year), 0.0, None, pupils), _cell(row, columns.below), place)
    result, error = _cell(row, columns.result), _cell(row, columns.error)
    return (
        None if result is None else SchoolYear(school, int(year), result, None if error is None else error**2, pupils)
    )


def _share(one: SchoolYear, below: float | None, place: int) -> SchoolYear | None:
    if below is None or not one.pupils:
        return None
    if not 0 <= below <= one.pupils:
        raise AnalysisRefusedError(
            f"Строка {place}: ниже порога {below:g}, участников {one.pupils:g}; ожидается от нуля до числа участников."
        )
    return replace(one, result=below / one.pupils)


def _cell(row: Mapping[str, Any], column: str | None) -> float | None:
    """Return a number of a row; what is empty or not finite is not known."""
    return None if column is None else number(row[column])


def _context_of_rows(rows: Sequence[Mapping[str, Any]], columns: ResultColumns) -> dict[str, dict[str, float]]:
    """Return the mean of each column of context over the years of a school."""
    found: dict[str, dict[str, float]] = {}
    for name in columns.context:
        values: dict[str, list[float]] = defaultdict(list)
        for place, row in enumerate(rows, start=2):
            value = number(row[name])
            if value is not None:
                values[code_of(row[columns.school], place)].append(value)
        found[name] = {school: sum(known) / len(known) for school, known in values.items()}
    return found


def last_before(results: SchoolResults, start: int) -> dict[str, float]:
    """Return the last result of each school before a year: by it schools are listed where nothing else is named."""
    found: dict[str, float] = {}
    for row in sorted(results.rows, key=lambda one: one.year):
        if row.year < start:
            found[row.school] = row.result
    return found


def column_of_rows(
    rows: Sequence[Mapping[str, Any]], columns: ResultColumns, name: str, start: int
) -> dict[str, float]:
    """Return a column's last value of each school before a year: the running variable of a listing.

    Raises:
        AnalysisRefusedError: the values are not numbers.
    """
    found: dict[str, float] = {}
    for place, row in sorted(enumerate(rows, start=2), key=lambda one: one[1][columns.year]):
        value = row[name]
        if isinstance(value, str):
            raise AnalysisRefusedError(f"Столбец «{name}», строка {place}: найдено «{value}», ожидается число.")
        if value is not None and row[columns.year] < start:
            found[code_of(row[columns.school], place)] = float(value)
    return found
