"""Counts of schools over years: of a rule's history in a release, or of any table of school-years."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.found_words import require_whole_numbers_in
from opora.analysis.lazy import Lazy
from opora.analysis.list_forecast import YearsCounted
from opora.findings.found import Found
from opora.vocabulary.refusal import AnalysisRefusedError, require_all, require_columns, require_different

_MOST_YEARS = 60

#: Calendar years there can be, and pupils of one school in one year.
YEARS, MOST_PUPILS = (1900, 2100), 1_000_000


@dataclass(frozen=True)
class CountColumns:
    """What the columns of somebody's table are called: a row is a school, a year and a procedure.

    Attributes:
        school: code of the school.
        year: calendar year of the results.
        procedure: name of the procedure; without the column there is one.
        pupils: participants.
        below: those below the threshold.
    """

    school: str = "school"
    year: str = "year"
    procedure: str | None = "procedure"
    pupils: str = "pupils"
    below: str = "below"


def counted_of_history(found: Found) -> YearsCounted:
    """Return the years of what a rule set found."""
    width = len(found.rules.procedure)
    pupils, below = (
        np.stack([cells[name].fill_null(0).to_numpy().astype(np.int64).reshape(-1, width) for cells in found.history])
        for name in ("pupils", "below")
    )
    schools = found.history[-1]["school"].to_pylist()[::width]
    labels = tuple(one.label for one in found.rules.procedure)
    return YearsCounted(tuple(schools), labels, tuple(found.years), pupils, below)


def counted_of_table(table: Lazy, columns: CountColumns) -> YearsCounted:
    """Return the years of a table; a year or procedure without a row was not held.

    Raises:
        AnalysisRefusedError: a column is missing, a count is no whole number of people, or a row stands twice.
    """
    asked = [columns.school, columns.year, columns.pupils, columns.below]
    require_different(asked)
    require_columns([*asked, *([columns.procedure] if columns.procedure else [])], table.collect_schema().names())
    procedure = nw.col(columns.procedure) if columns.procedure else nw.lit("работа")
    named = {"school": nw.col(columns.school), "procedure": procedure, **{name: nw.col(name) for name in asked[1:]}}
    people = partial(require_whole_numbers_in, table, asked[2:], (0, MOST_PUPILS), "Ожидается, сколько учеников.")
    require_all(partial(require_whole_numbers_in, table, [columns.year], YEARS, "Ожидаются календарные годы."), people)
    rows = table.select(**named).collect("pyarrow").to_native()
    _require_filled(rows, {"school": columns.school, **{name: name for name in asked[1:]}})
    year, pupils, below = (rows[name].to_numpy().astype(np.int64) for name in asked[1:])
    _require_counts(rows["school"].to_pylist(), pupils, below)
    schools, school = _places(rows, "school")
    procedures, place = _places(rows, "procedure")
    years = range(int(year.min()), int(year.max()) + 1) if year.size else range(0)
    if not 0 < len(years) <= _MOST_YEARS:
        raise AnalysisRefusedError(f"Столбец «{columns.year}»: ожидаются годы, не больше {_MOST_YEARS} подряд.")
    cells = np.stack([year - years.start, school, place], axis=1)
    _require_once(cells, [str(year) for year in years], schools, procedures)
    shape = (len(years), len(schools), len(procedures))
    counts = np.zeros((2, *shape), dtype=np.int64)
    counts[:, cells[:, 0], cells[:, 1], cells[:, 2]] = pupils, below
    return YearsCounted(tuple(schools), tuple(procedures), tuple(years), *counts)


def _require_filled(rows: pa.Table, columns: Mapping[str, str]) -> None:
    """Refuse rows that do not say which school, which year or how many."""
    empty = {column: sum(not _is_told(one) for one in rows[name].to_pylist()) for name, column in columns.items()}
    said = [
        f"Столбец «{column}»: пусто, строк {count}. Уберите эти строки или заполните."
        for column, count in empty.items()
        if count
    ]
    if said:
        raise AnalysisRefusedError("\n".join(said))


def _is_told(value: object) -> bool:
    return value is not None and (not isinstance(value, float) or math.isfinite(value))


def _require_counts(schools: Sequence[object], pupils: NDArray[np.int64], below: NDArray[np.int64]) -> None:
    wrong = np.flatnonzero((below < 0) | (below > pupils))
    if wrong.size:
        first = wrong[0]
        raise AnalysisRefusedError(
            f"Школа «{schools[first]}»: ниже порога {below[first]} из {pupils[first]}, "
            f"ожидается от 0 до {pupils[first]}."
        )


def _places(rows: pa.Table, name: str) -> tuple[list[str], NDArray[np.intp]]:
    names, place = np.unique(np.array([str(one) for one in rows[name].to_pylist()]), return_inverse=True)
    return names.tolist(), place


def _require_once(cells: NDArray[np.int64], *names: Sequence[str]) -> None:
    found, times = np.unique(cells, axis=0, return_counts=True)
    if (times > 1).any():
        twice = ", ".join(words[place] for words, place in zip(names, found[times > 1][0], strict=True))
        raise AnalysisRefusedError(
            f"Строка «{twice}» стоит в таблице дважды: ожидается год, школа и процедура один раз."
        )
