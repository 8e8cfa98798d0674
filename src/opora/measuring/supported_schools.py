"""Who was supported: rows of a small table «школа; с какого года; виды мер», or columns of the table of results."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opora.analysis.lazy import Lazy
from opora.analysis.support_effect import Support
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns
from opora.vocabulary.spelling import plain

#: Headings people write, in either language, in any case.
_SCHOOL = ("school", "школа", "код школы", "код")
_YEAR = ("year", "since", "год", "с года", "с какого года")
_KINDS = ("kinds", "kind", "виды", "виды мер", "вид", "меры")

_BETWEEN_KINDS = re.compile(r"[,;|]")
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class SupportedTable:
    """The table of supported schools as it was read.

    Attributes:
        support: code of a school → its support.
        repeated: schools that stand there more than once: the earliest year counts, kinds are joined.
    """

    support: dict[str, Support]
    repeated: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of repeated schools."""
        if not self.repeated:
            return ()
        return (f"Стоят в списке не раз, взят первый год, виды мер сложены: {', '.join(self.repeated)}.",)


def supported_of_table(table: Lazy) -> SupportedTable:
    """Return the supported schools of a table with the columns school, year and, where known, kinds.

    Raises:
        AnalysisRefusedError: a column is missing, or a row has no school or no year; the message names the row.
    """
    names = table.collect_schema().names()
    school, year = (_column(names, known) for known in (_SCHOOL, _YEAR))
    require_columns([school or "school", year or "year"], names)
    kinds = _column(names, _KINDS)
    rows = table.collect("pyarrow").to_native().to_pylist()
    told = [
        (code_of(row[school], place), Support(_year(row[year], place), kinds_of(row[kinds]) if kinds else frozenset()))
        for place, row in enumerate(rows, start=2)
    ]
    return joined(told)


def joined(told: Iterable[tuple[str, Support]]) -> SupportedTable:
    """Return one support a school: the earliest year, all kinds."""
    support: dict[str, Support] = {}
    repeated: dict[str, None] = {}
    for school, one in told:
        before = support.get(school)
        if before is not None:
            repeated[school] = None
            one = Support(min(before.since, one.since), before.kinds | one.kinds)  # noqa: PLW2901 - joined with it
        support[school] = one
    return SupportedTable(support, tuple(repeated))


def kinds_of(cell: Any) -> frozenset[str]:
    """Return the kinds of measures of a cell: «методическая помощь, наставник»."""
    if cell is None:
        return frozenset()
    return frozenset(word.strip() for word in _BETWEEN_KINDS.split(str(cell)) if word.strip())


def code_of(cell: Any, row: int) -> str:
    """Return the code of a school as text; a whole number stays whole.

    Raises:
        AnalysisRefusedError: the cell is empty.
    """
    if cell is None or not str(cell).strip():
        raise AnalysisRefusedError(f"Строка {row}: школа не названа, ожидается её код.")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _year(cell: Any, row: int) -> int:
    try:
        year = int(str(cell).strip())
    except ValueError:
        year = 0
    if year not in _YEARS:
        found = "пусто" if cell is None else f"«{cell}»"
        raise AnalysisRefusedError(
            f"Строка {row}, год: найдено {found}, ожидается первый год результатов под поддержкой, например 2023."
        )
    return year


def _column(names: Sequence[str], known: Sequence[str]) -> str | None:
    """Return the column of a table that has one of the known headings."""
    wanted = {plain(one) for one in known}
    return next((name for name in names if plain(name) in wanted), None)


def support_of_columns(rows: Sequence[Mapping[str, Any]], columns: tuple[str, str, str | None]) -> SupportedTable:
    """Return the supported schools of a table of results.

    Args:
        rows: of schools and years.
        columns: school, first year under support (empty – never supported), kinds of measures or None.
    """
    school, since, kinds = columns
    support: dict[str, Support] = {}
    for place, row in enumerate(rows, start=2):
        if row[since] is None:
            continue
        code, one = (
            code_of(row[school], place),
            Support(_year(row[since], place), kinds_of(row[kinds] if kinds else None)),
        )
        other = support.setdefault(code, one)
        if other.since != one.since:
            raise AnalysisRefusedError(
                f"Строка {place}: у школы «{code}» поддержка с {one.since} года, а раньше в таблице – с {other.since}. "
                "Оставьте один год."
            )
        support[code] = Support(one.since, other.kinds | one.kinds)
    return SupportedTable(support, ())
