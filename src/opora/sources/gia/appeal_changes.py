"""What appeals and re-checks changed: sheets of РИС ГИА with the score before and the score now."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.gia.exam_papers import measured_by
from opora.sources.gia.protocol_results import Result, SectionResults, final_column, section_results
from opora.sources.gia.protocol_rows import Rows, listed, small_number
from opora.sources.gia.protocol_sections import Section, sections
from opora.sources.taken import Circumstances, Taken
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import counted

_REJECTED = re.compile(r"отклон|не\s+удовл|отозван|отказ", re.IGNORECASE)
_SATISFIED = re.compile(r"удовлетвор", re.IGNORECASE)
_DIFFERENCE = re.compile(r"^\s*[+\-–−]?(\d{1,3})(?:[.,]0+)?\s*$")
_UNCHANGED_REMEDY = "Балл по этим строкам не изменился, поправлять ничего не нужно."


@dataclass(frozen=True)
class Change:
    """One changed result: the scores that hold now."""

    paper: Paper
    held_on: dt.date | None
    sheet: str
    column: str
    result: Result

    @property
    def row(self) -> dict[str, Any]:
        """The row of the table `appeals`."""
        final = self.result.final[self.column]
        measure = measured_by(self.paper)
        return {
            **self.paper.columns,
            "school_code": self.result.participant.school,
            "pupil": self.result.participant.pupil,
            "held_on": self.held_on,
            "primary_score": self.result.primary_score,
            "test_score": final if measure == "test_score" else None,
            "mark": final if measure == "mark" else None,
            "source_sheet": self.sheet,
            "source_row": self.result.number,
        }

    @property
    def key(self) -> tuple[object, ...]:
        """What tells two changed results apart."""
        return self.paper, self.held_on, self.result.participant.school, self.result.participant.pupil


def changes_in(book: Book, circumstances: Circumstances) -> tuple[list[Change], list[Problem]]:
    """Return the changes of all appeal sheets of a book, the last one of each result, and what stands in the way."""
    changes: dict[tuple[object, ...], Change] = {}
    problems: list[Problem] = []
    for sheet in book.sheets:
        for section in sections(sheet):
            if section.layout.is_appeals:
                satisfied, unchanged = _satisfied(section)
                problems += _unchanged_problem(book, section, unchanged)
                for part in section_results(book, satisfied, circumstances):
                    problems += part.problems
                    changes |= {change.key: change for change in _changes(part)}
    return list(changes.values()), problems


def _changes(part: SectionResults) -> list[Change]:
    if part.paper is None:
        return []
    column = final_column(part.section, part.paper)
    return [Change(part.paper, part.held_on, part.section.sheet, column, result) for result in part.results]


def _satisfied(section: Section) -> tuple[Section, list[int]]:
    """Return the section with the rows that changed a score, and the numbers of the other rows."""
    rows = Rows("", section, b"state only")
    changed = [(number, row) for number, row in section.rows if _is_changed(rows, row)]
    kept = {number for number, _ in changed}
    unchanged = [number for number, _ in section.rows if number not in kept]
    return replace(section, rows=changed, totals=[]), unchanged


def _is_changed(rows: Rows, row: Sequence[Cell]) -> bool:
    """Tell whether a row changed a score: by its state, by «Разница», by the score before; a bare list does."""
    state = " ".join(str(rows.cell(row, name) or "") for name in ("appeal", "state"))
    if _REJECTED.search(state):
        return False
    difference = _DIFFERENCE.match(_words(rows.cell(row, "difference")))
    if difference:
        return int(difference[1]) > 0
    before, now = (_number(rows, row, names) for names in (("before",), ("test_score", "mark")))
    if before is not None and now is not None:
        return before != now
    return bool(_SATISFIED.search(state)) or "state" not in rows.section.layout.columns


def _number(rows: Rows, row: Sequence[Cell], names: Sequence[str]) -> int | None:
    for name in names:
        try:
            number = small_number(rows.cell(row, name))
        except ValueError:
            continue
        if number is not None:
            return number
    return None


def _words(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _unchanged_problem(book: Book, section: Section, unchanged: list[int]) -> list[Problem]:
    if not unchanged:
        return []
    said = counted(len(unchanged), "апелляция", "апелляции", "апелляций")
    found = f"{said} без изменения балла (строки {listed(unchanged)})"
    place = Place(book.file, section.sheet, unchanged[0])
    return [Problem("row-skipped", place, found, remedy=_UNCHANGED_REMEDY)]


def changed_results(read: Sequence[SectionResults], changes: Sequence[Change]) -> list[Change]:
    """Put the changed scores into the results of the same book; return the changes whose result is not in it.

    A result is found by paper, school and pupil; by the name alone where the appeal sheet gives no document and one
    participant of the school has the name. Everything happens in memory.
    """
    return [change for change in changes if not any(_change(part, change) for part in read)]


def _change(part: SectionResults, change: Change) -> bool:
    if part.paper != change.paper or (change.held_on and part.held_on != change.held_on):
        return False
    places = [index for index, result in enumerate(part.results) if _is_same_pupil(result, change)]
    if not places or (len(places) > 1 and part.results[places[0]].participant.pupil != change.result.participant.pupil):
        return False
    final = {final_column(part.section, part.paper): change.result.final[change.column]}
    for index in places:
        part.results[index] = replace(part.results[index], primary_score=change.result.primary_score, final=final)
    return True


def _is_same_pupil(result: Result, change: Change) -> bool:
    who, appellant = result.participant, change.result.participant
    if who.school != appellant.school:
        return False
    return who.pupil == appellant.pupil or (appellant.pupil == appellant.namesake == who.namesake)


def add_changes(taken: Taken, changes: Sequence[Change]) -> None:
    """Add changes as rows of the table `appeals`."""
    taken.add_rows("appeals", [change.row for change in changes])
