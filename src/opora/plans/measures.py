"""Cells of a row → a measure: what is done, when, with what result, by whom."""

import re
from collections.abc import Sequence

from opora.deadlines import Deadline, Kind, Period, read_deadline
from opora.deadlines.letters import roman_number
from opora.deadlines.months_in_russian import NOMINATIVE
from opora.plans.columns import PlanColumns, year_of
from opora.plans.documents.table_of_text import one_line
from opora.plans.parties import parties_of
from opora.plans.rows import PlanRow
from opora.plans.when_and_who import told_apart
from opora.tables.plan import Measure, Place

_KNOWN = frozenset({
    "number", "name", "deadline", "starts", "ends", "responsible", "expected", "note", "done", "section",
})  # fmt: skip
_PARTS_OF_YEAR = frozenset({Kind.MONTH, Kind.MONTH_RANGE, Kind.MONTH_LIST, Kind.QUARTER, Kind.HALF_YEAR})
_YEARS = frozenset({Kind.YEAR, Kind.SCHOOL_YEAR})
_LONGEST_MONTH = 40
_MARKS = frozenset({"+", "*", "x", "х", "v", "✓", "да", "●", "•"})
_BARE_DAYS = re.compile(r"\d{1,2}(?:\s?(?:[-–—,]|и)\s?\d{1,2})*")
_BARE_COUNTS = re.compile(r"[\dIV]+(?:[\s,–—-]+[\dIV]+)*")
_UNIT = re.compile(r"квартал|полугодие|четверть|неделя", re.IGNORECASE)
_BLANK = frozenset({"", "-", "–", "—"})


def measure_of(row: PlanRow, columns: PlanColumns, period: Period | None) -> Measure:
    """Return the measure of a row.

    Args:
        row: the row with its words.
        columns: what its columns mean.
        period: the years the plan is for, where they are known.
    """
    when, who = _when_and_who(row, columns)
    return Measure(
        number=row.number or None,
        section=row.section,
        name=_words(row, columns, "name"),
        deadline=_deadline(row, columns, "\n".join(when), period),
        expected=_words(row, columns, "expected"),
        responsible=tuple(dict.fromkeys(parties_of("\n".join(who)))),
        place=Place(table=row.table, row=row.row),
        note=_words(row, columns, "note"),
        done=_words(row, columns, "done"),
        other=_others(row, columns),
    )


def _deadline(row: PlanRow, columns: PlanColumns, whole: str, period: Period | None) -> Deadline | None:
    """Return the deadline of a row; where its cell or the whole column is missing, what its section says, or months."""
    section = next(filter(_is_part_of_year, (row.section or "", row.line)), "")
    if columns.has("deadline", "starts", "ends"):
        lines = _completed(_with_ends(whole, row, columns), section, columns.heading("deadline"))
        if period is not None and period.is_one_month:
            lines = _within(lines, NOMINATIVE[period.starts_on.month])
    else:
        below = [_below(heading, cell) for heading, cell in zip(_named(columns.headings), row.cells, strict=False)]
        lines = ", ".join(filter(None, below)) or section
    if not lines:
        return None
    return read_deadline(lines, period).model_copy(update={"text": one_line(lines)})


def _is_part_of_year(words: str) -> bool:
    found = read_deadline(words, None) if len(words) <= _LONGEST_MONTH else None
    return found is not None and (found.kind in _PARTS_OF_YEAR or (found.kind in _YEARS and not found.unread))


def _completed(lines: str, section: str, heading: str) -> str:
    """Return a deadline with what only stands above it: «II» in the column «Квартал», «3-я неделя» in «Сентябрь»."""
    words, unit = one_line(lines), _UNIT.search(heading)
    if words in _BLANK or (section and _is_bare_month(words)):
        return section
    if unit and _BARE_COUNTS.fullmatch(words):
        lines = f"{words} {unit[0]}"
    return _within(lines, section) if section else lines


def _is_bare_month(words: str) -> bool:
    """Tell whether the words speak of a month they do not name: «в течение месяца»."""
    found = read_deadline(words, None)
    return found.kind == Kind.MONTH and found.yearless is None and found.starts_on is None


def _within(lines: str, month: str) -> str:
    """Return days that lack their month with it: «15», «3-я неделя»."""
    alone, together = (read_deadline(words, None) for words in (lines, f"{lines} {month}"))
    lacks = alone.kind == Kind.UNPARSEABLE and together.kind == Kind.DATE and not together.unread
    return together.text if lacks else lines


def _named(headings: Sequence[str]) -> list[str]:
    """Return the headings with Roman months, «IX», «X», … «V», by their names."""
    numerals = [roman_number(heading.strip()) or 0 for heading in headings]
    are_months = max(numerals, default=0) > len(("I", "II", "III", "IV"))
    return [NOMINATIVE[numeral] if numeral and are_months else heading
            for heading, numeral in zip(headings, numerals, strict=True)]  # fmt: skip


def _below(heading: str, cell: str) -> str:
    """Return the deadline a cell holds under a month, a quarter or a year: days of its own, or by a mark the heading.

    A bare number there may be a day or how many times: the month is certain, and no more is said.
    """
    words = one_line(cell)
    if words in _BLANK or not _is_part_of_year(heading):
        return ""
    if words.casefold() in _MARKS or _BARE_DAYS.fullmatch(words):
        return heading
    if year_of(heading) and _is_part_of_year(words):
        return f"{words} {heading}"
    return words if read_deadline(words, None).kind != Kind.UNPARSEABLE else ""


def _with_ends(whole: str, row: PlanRow, columns: PlanColumns) -> str:
    """Return the deadline with its beginning and its end, where these have columns of their own."""
    begins, ends = _words(row, columns, "starts"), _words(row, columns, "ends")
    if begins and ends and begins != ends:
        apart = f"с {begins} по {ends}" if begins[0].isdigit() and ends[0].isdigit() else f"{begins} – {ends}"
    else:
        apart = begins or (f"до {ends}" if ends[:1].isdigit() else ends)
    return " ".join(filter(None, (whole, apart)))


def _when_and_who(row: PlanRow, columns: PlanColumns) -> tuple[list[str], list[str]]:
    """Return the cells of the deadline and those of the responsible; a column may hold both."""
    when, who = columns.places.get("deadline", ()), columns.places.get("responsible", ())
    shared = [column for column in when if column in who]
    if not shared:
        return _cells(row, columns, "deadline"), _cells(row, columns, "responsible")
    halves = [told_apart(row.cells[column]) for column in shared]
    others = [row.cells[column] for column in who if column not in shared]
    return [one for one, _ in halves if one], [*(other for _, other in halves if other), *others]


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
