"""Indicators with targets by year: tables of their own, or a measure's expected result («2020 год – 33,3 %, …»)."""

import re
from collections.abc import Iterator

from opora.plans.columns import PlanColumns, meaning_of, year_of
from opora.plans.documents.table_of_text import TableOfText, TextRow, one_line
from opora.plans.rows import number_parts
from opora.tables.plan import Indicator, Place, Target

SHARE = "share"

_IN_WORDS = re.compile(
    r"(?P<year>20\d\d(?:\s?/\s?(?:20)?\d\d)?)\s*(?:г\.?|год[ау]?|уч(?:ебный|\.)?\s*г(?:од|\.)?)?\s*[-–—:]\s*"
    r"(?P<value>(?:не\s+(?:менее|более)\s+|до\s+|≥\s*)?\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit>%|процент\w*)?(?!\s?[./]\s?\d)"
)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?")
_UNIT = re.compile(r"ед\w*\.? ?изм|единиц\w* измер", re.IGNORECASE)
_PERCENT = re.compile(r"%|процент", re.IGNORECASE)
_FEWEST = 2


def indicators_in_words(expected: str, number: str | None, place: Place) -> Iterator[Indicator]:
    """Yield the indicator an expected result holds: two years or more with a number each, after the words for it."""
    text = one_line(expected)
    found = list(_IN_WORDS.finditer(text))
    if len({one["year"] for one in found}) < _FEWEST:
        return
    name = text[: found[0].start()].strip(" :–—-,(")
    is_share = any(one["unit"] for one in found)
    targets = tuple(
        Target(year=_year(one["year"]), value=_value(one["value"], is_share), text=one_line(one[0])) for one in found
    )
    yield Indicator(name=name, unit=SHARE if is_share else "", targets=targets, measure=number, place=place)


def indicators_of_table(table: TableOfText, columns: PlanColumns) -> Iterator[Indicator]:
    """Yield the indicators of a table whose heading names years, one a row; rows without a number are no indicators."""
    years = {column: year for column, heading in enumerate(columns.headings) if (year := year_of(heading))}
    unit_column = next((column for column, heading in enumerate(columns.headings) if _UNIT.search(heading)), None)
    for row in table.rows[columns.last_row + 1 :]:
        name = _name(row, columns, {*years, unit_column})
        texts = {column: one_line(row.cells[column]) for column in years}
        if not name or sum(bool(_NUMBER.search(text)) for text in texts.values()) < 1 or _is_numbering(row):
            continue
        unit = "" if unit_column is None else one_line(row.cells[unit_column])
        is_share = bool(_PERCENT.search(unit) or _PERCENT.search(name) or any(map(_PERCENT.search, texts.values())))
        targets = tuple(
            Target(year=_year(years[column]), value=_value(text, is_share), text=text) for column, text in texts.items()
        )
        place = Place(table=table.number, row=row.number)
        yield Indicator(name=name, unit=SHARE if is_share else unit, targets=targets, measure=None, place=place)


def _name(row: TextRow, columns: PlanColumns, taken: set[int | None]) -> str:
    """Return the words that name the indicator: the longest cell that is no number and no target."""
    numbers = set(columns.places.get("number", ()))
    words = [
        one_line(cell)
        for column, cell in row.filled.items()
        if column not in taken | numbers and meaning_of(columns.headings[column]) != "responsible"
    ]
    named = [one for one in words if number_parts(one) is None and not _NUMBER.fullmatch(one.rstrip(" %"))]
    return max(named, key=len, default="")


def _is_numbering(row: TextRow) -> bool:
    words = [one_line(cell) for cell in row.filled.values()]
    return words == [str(number) for number in range(1, len(words) + 1)]


def _year(words: str) -> str:
    """Return a year as targets are known by: «2020», «2020/21»."""
    digits = re.findall(r"\d+", words)
    return digits[0] if len(digits) == 1 else f"{digits[0]}/{digits[1][-2:]}"


def _value(text: str, is_share: bool) -> float | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = float(found[0].replace(",", "."))
    return round(number / 100, 6) if is_share else number
