"""What is expected of each school and what has come: school × procedure and year, from the calendar and the release."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from opora.reports.wording import natural_key
from opora.vocabulary.calendar import reason_none_held, results_due
from opora.vocabulary.procedures import procedures
from opora_web.accounts.models import normalised
from opora_web.accounts.queries import schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import Facts, SchoolFacts, current_facts


class Arrival(StrEnum):
    """How one procedure of one year stands at a school."""

    ARRIVED = "arrived"
    MISSING = "missing"
    NOT_HELD = "not-held"
    NOT_DUE = "not-due"


ARRIVAL_IN_RUSSIAN = {
    Arrival.ARRIVED: "есть",
    Arrival.MISSING: "нет",
    Arrival.NOT_HELD: "не проводилась",
    Arrival.NOT_DUE: "срок не наступил",
}

#: Kinds of school without the grades beyond, and the register's column that says whether there is anybody in them.
_LAST_GRADE = {"НОШ": 4, "ООШ": 9}
_PUPILS_OF = {9: "pupils_5_9", 11: "pupils_10_11"}


@dataclass(frozen=True)
class ProcedureYear:
    """One column of the calendar.

    Attributes:
        due_on: by which day results are usually there; None where only those that came are known.
        why_not: why nothing of it was held that year.
    """

    procedure: str
    year: int
    due_on: dt.date | None
    why_not: str | None

    @property
    def title(self) -> str:
        """What people call it."""
        return f"{procedures()[self.procedure].short} {self.year}"


@dataclass(frozen=True)
class ExpectedCell:
    """One cell: how it stands, in words, and why where there is a reason."""

    arrival: Arrival
    why: str = ""

    @property
    def words(self) -> str:
        """What stands in the cell."""
        return self.why or ARRIVAL_IN_RUSSIAN[self.arrival]


#: There are few different cells, and a region's calendar has tens of thousands.
_CELLS = {arrival: ExpectedCell(arrival) for arrival in Arrival}
_NO_GRADES = ExpectedCell(Arrival.NOT_HELD, "нет классов")
_NEVER_SENT = ExpectedCell(Arrival.NOT_HELD, "не присылали")


@dataclass(frozen=True)
class ExpectedRow:
    """One school with its cells in the order of the columns."""

    school: SchoolFacts
    cells: list[ExpectedCell]

    @cached_property
    def missing(self) -> int:
        """How many procedures have not come."""
        return sum(cell.arrival is Arrival.MISSING for cell in self.cells)


@dataclass(frozen=True)
class Expected:
    """The whole calendar of the schools a person sends files for."""

    columns: list[ProcedureYear]
    rows: list[ExpectedRow]
    municipalities: list[str]
    years: list[int]


def expected_of(person: Any, filters: Mapping[str, str], today: dt.date) -> Expected:
    """Return what is expected of the schools a person may send files for, what is missing most first.

    Args:
        person: who asks.
        filters: `municipality`, `year`, `q`, `standing` («missing»: only schools that lack something).
        today: results are missing only after the day they are due.
    """
    facts = current_facts()
    mine = schools_where(person, Verb.SEND_FILES).filter(is_dropped=False).values_list("code", flat=True)
    schools = [facts.schools[code] for code in mine if code in facts.schools]
    years = sorted({*facts.years, today.year} - {0}, reverse=True)
    columns = [one for one in _columns(facts, years) if filters.get("year", "") in {"", str(one.year)}]
    rows = [_row(school, columns, facts, today) for school in schools if _passes(school, filters)]
    if filters.get("standing") == Arrival.MISSING:
        rows = [row for row in rows if row.missing]
    rows.sort(key=lambda row: (-row.missing, natural_key(row.school.municipality or ""), natural_key(row.school.name)))
    homes = sorted({school.municipality for school in schools if school.municipality}, key=natural_key)
    return Expected(columns, rows, homes, years)


def _passes(school: SchoolFacts, filters: Mapping[str, str]) -> bool:
    is_home = filters.get("municipality", "") in {"", school.municipality}
    return is_home and normalised(filters.get("q", "")) in normalised(f"{school.name} {school.code}")


def _columns(facts: Facts, years: Sequence[int]) -> list[ProcedureYear]:
    """Return the procedures of each year that are due from everybody, or that some school has sent."""
    come = set().union(*facts.arrived.values()) if facts.arrived else set()
    found = []
    for year in years:
        for procedure in procedures():
            due_on, why_not = results_due(procedure, year), reason_none_held(procedure, year)
            if due_on is not None or (procedure, year) in come:
                found.append(ProcedureYear(procedure, year, due_on, why_not))
    return found


def _row(school: SchoolFacts, columns: Sequence[ProcedureYear], facts: Facts, today: dt.date) -> ExpectedRow:
    come = facts.arrived.get(school.code, set())
    return ExpectedRow(school, [_cell(school, column, come, today) for column in columns])


def _cell(school: SchoolFacts, column: ProcedureYear, come: set[tuple[str, int]], today: dt.date) -> ExpectedCell:
    if (column.procedure, column.year) in come:
        return _CELLS[Arrival.ARRIVED]
    if column.why_not:
        return _CELLS[Arrival.NOT_HELD]
    if not has_grades(school, procedures()[column.procedure].grades):
        return _NO_GRADES
    if column.due_on is None:
        return _NEVER_SENT
    return _CELLS[Arrival.NOT_DUE if today <= column.due_on else Arrival.MISSING]


def has_grades(school: SchoolFacts, grades: Sequence[int]) -> bool:
    """Tell whether a school has pupils in any of the grades, as far as the register says; without a word it has."""
    lowest = min(grades)
    if lowest > _LAST_GRADE.get(school.kind, max(grades)):
        return False
    return all(school.register.get(name) != 0 for grade, name in _PUPILS_OF.items() if lowest == grade)
