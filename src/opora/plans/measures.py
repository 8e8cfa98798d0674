"""Cells of a row → a measure: what is done, when, with what result, by whom."""

import re

from opora.deadlines import Deadline, Kind, Period, read_deadline
from opora.plans.columns import PlanColumns
from opora.plans.documents.table_of_text import one_line
from opora.plans.parties import parties_of
from opora.plans.rows import PlanRow
from opora.tables.plan import Measure, Place

_KNOWN = frozenset({
    "number", "name", "deadline", "starts", "ends", "responsible", "expected", "note", "done", "section",
})  # fmt: skip
_PARTS_OF_YEAR = frozenset({Kind.MONTH, Kind.MONTH_RANGE, Kind.MONTH_LIST, Kind.QUARTER, Kind.HALF_YEAR})
_LONGEST_MONTH = 40
_MARKS = frozenset({"+", "*", "x", "х", "v", "✓", "да", "●", "•"})
_BARE_DAYS = re.compile(r"\d{1,2}(?:\s?(?:[-–—,]|и)\s?\d{1,2})*")
_BLANK = frozenset({"", "-", "–", "—"})


def measure_of(row: PlanRow, columns: PlanColumns, period: Period | None) -> Measure:
    """Return the measure of a row.

    Args:
        row: the row with its words.
        columns: what its columns mean.
        period: the years the plan is for, where they are known.
    """
    return Measure(
        number=row.number or None,
        section=row.section,
        name=_words(row, columns, "name"),
        deadline=_deadline(row, columns, period),
        expected=_words(row, columns, "expected"),
        responsible=tuple(dict.fromkeys(parties_of("\n".join(_cells(row, columns, "responsible"))))),
        place=Place(table=row.table, row=row.row),
        note=_words(row, columns, "note"),
        done=_words(row, columns, "done"),
        other=_others(row, columns),
    )


def _deadline(row: PlanRow, columns: PlanColumns, period: Period | None) -> Deadline | None:
    """Return the deadline of a row; where no column gives deadlines, what stands under months, or its section."""
    section = row.section if row.section and _is_part_of_year(row.section) else ""
    if columns.has("deadline", "starts", "ends"):
        lines = deadline_lines(row, columns)
        words = one_line(lines)
        if words in _BLANK:
            return None
        return read_deadline(_within(lines, section), period).model_copy(update={"text": _within(words, section)})
    below = [_below(heading, cell) for heading, cell in zip(columns.headings, row.cells, strict=False)]
    words = ", ".join(filter(None, below)) or section
    return read_deadline(words, period) if words else None


def _is_part_of_year(words: str) -> bool:
    return len(words) <= _LONGEST_MONTH and read_deadline(words, None).kind in _PARTS_OF_YEAR


def _within(words: str, month: str) -> str:
    """Return bare numbers with the month they are days of: «15» in the section «Сентябрь»."""
    is_day = _BARE_DAYS.fullmatch(words) and month and read_deadline(month, None).kind == Kind.MONTH
    return f"{words} {month}" if is_day else words


def _below(heading: str, cell: str) -> str:
    """Return the deadline a cell holds under a month or a quarter: dates of its own, or by a mark, «+», the month.

    A bare number there may be a day or how many times: the month is certain, and no more is said.
    """
    words = one_line(cell)
    if words in _BLANK or not _is_part_of_year(heading):
        return ""
    if words.casefold() in _MARKS or _BARE_DAYS.fullmatch(words):
        return heading
    return words if read_deadline(words, None).kind != Kind.UNPARSEABLE else ""


def deadline_lines(row: PlanRow, columns: PlanColumns) -> str:
    """Return the lines of the deadline, also where its beginning and its end have columns of their own."""
    whole = "\n".join(_cells(row, columns, "deadline"))
    begins, ends = _words(row, columns, "starts"), _words(row, columns, "ends")
    if begins and ends and begins != ends:
        apart = f"с {begins} по {ends}" if begins[0].isdigit() and ends[0].isdigit() else f"{begins} – {ends}"
    else:
        apart = begins or (f"до {ends}" if ends[:1].isdigit() else ends)
    return " ".join(filter(None, (whole, apart)))


def _cells(row: PlanRow, columns: PlanColumns, meaning: str) -> list[str]:
    """Return what stands in the columns of a meaning, a cell merged over several of them once."""
    cells = [row.cells[column] for column in columns.places.get(meaning, ()) if column < len(row.cells)]
    return [cell for cell in dict.fromkeys(cells) if cell.strip()]


def _words(row: PlanRow, columns: PlanColumns, meaning: str) -> str:
    return " ".join(one_line(cell) for cell in _cells(row, columns, meaning))


def _others(row: PlanRow, columns: PlanColumns) -> dict[str, str]:
    """Return the columns nobody knows the meaning of, by heading, where they hold words."""
    known = {column for meaning in _KNOWN for column in columns.places.get(meaning, ())}
    found: dict[str, str] = {}
    for column, heading in enumerate(columns.headings):
        words = one_line(row.cells[column]) if column < len(row.cells) else ""
        if column not in known and words and heading not in found:
            found[heading or f"столбец {column + 1}"] = words
    return found
